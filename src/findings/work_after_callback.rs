//! L3: the script went on working after its answer (§2.2). Closing a connection is no work.

use super::{Check, Finding, Level, Rule, Subject};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L3",
    title: "work after the callback",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "",
    fix: "",
    sources: &[],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for run in subject.runs {
        let Some(answered) = run.callbacks.first().map(|call| call.step) else { continue };
        let late = run.queries.iter().filter(|query| query.step > answered && query.request.is_statement());
        found.extend(late.map(|query| {
            let message = format!(
                "`{}` sent query {} at step {}, after it had called back at step {answered}. The platform may stop it \
                 there: finish all work before `callback`.",
                run.action, query.seq, query.step
            );
            Finding::new(RULE.id, Level::Warning, message).at(query.at.clone())
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::legacy::{Effect, Reply, Request, Target};
    use crate::recording::samples::{ada, answered, query, written};
    use crate::recording::OutcomeKind;

    #[test]
    fn a_query_after_the_callback_is_found() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        run.queries.push(query(4, "UPDATE users SET seen = 1", Effect::Write, written(1)));
        let message = fires(&RULE, &run);
        assert!(message.contains("sent query 4 at step 12, after it had called back at step 11"), "{message}");
    }

    #[test]
    fn a_query_before_it_and_closing_after_it_are_fine() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        run.queries.push(query(1, "UPDATE users SET seen = 1", Effect::Write, written(1)));
        let mut close = query(9, "", Effect::Read, Reply::Closed);
        close.request = Request::Close { target: Target::default() };
        run.queries.push(close);
        assert_eq!(in_run(&RULE, &run), []);
    }
}
