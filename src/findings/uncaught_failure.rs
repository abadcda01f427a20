//! L11: the store failed, and the script's way of dealing with that threw an error nobody caught (§8.8).

use super::{Check, Finding, Level, Rule, Subject};
use crate::recording::{OutcomeKind, StackFrame};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L11",
    title: "unhandled rejection or exception",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "An error that leaves a callback, a promise or an async function takes the way to `callback` with it: Auth0 \
          waits, or ends the script, and the cause is lost.",
    fix: "Catch errors where they arise and pass them to `callback`; look whether `e.response` is there before it is read.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices"],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let thrown = subject.ended().filter(|(_, outcome)| outcome.kind == OutcomeKind::Exception);
    let found = thrown.filter_map(|(run, outcome)| {
        let error = outcome.error.as_ref()?;
        let (query, _) = run.first_failure()?;
        let message = format!(
            "Query {} failed ({}), and `{}` was not ready for that: it threw {} and nothing caught it. Look at the error \
             first, and pass it to `callback`.",
            query.seq,
            query.answer_in_words(),
            run.action,
            error.name
        );
        let place = StackFrame::innermost(&error.stack).map(|frame| frame.place.clone());
        Some(Finding::new(RULE.id, Level::Error, message).at(place).shown_by(format!("query {}", query.seq)))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::legacy::Effect;
    use crate::recording::samples::{error, failed, query, refused};

    #[test]
    fn an_exception_after_a_failure_of_the_store_is_found() {
        let mut run = failed(Action::Login, OutcomeKind::Exception, error("TypeError", "rows is undefined"));
        assert_eq!(in_run(&RULE, &run), []);
        run.queries.push(query(1, "SELECT 1", Effect::Read, refused("ECONNREFUSED", "connect ECONNREFUSED")));
        let message = fires(&RULE, &run);
        assert!(
            message.contains("Query 1 failed (connect ECONNREFUSED)") && message.contains("threw TypeError"),
            "{message}"
        );
    }
}
