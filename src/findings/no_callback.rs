//! L1: the run ended without a call of `callback` (§2.2).

use super::{in_words, Check, Finding, Level, Rule, Subject};
use crate::recording::{OutcomeKind, ScriptRun};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L1",
    title: "callback is not called",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "",
    fix: "",
    sources: &[],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let silent = subject.ended().filter(|(_, outcome)| outcome.kind == OutcomeKind::NoCallback);
    silent
        .map(|(run, _)| {
            let message = format!(
                "`{}` ended without calling `callback`, so Auth0 waits until the 20 second limit{}. Call `callback` on \
                 every branch, also where an error is swallowed or nothing was found.",
                run.action,
                last_seen(run)
            );
            let asked_at = || run.queries.last().and_then(|query| query.at.clone());
            let place = run.ended_at.first().map(|frame| frame.place.clone()).or_else(asked_at);
            Finding::new(RULE.id, Level::Error, message).at(place)
        })
        .collect()
}

/// The last thing the run did that left a trace: the way on from there is the one without a callback.
fn last_seen(run: &ScriptRun) -> String {
    if let Some(frame) = run.ended_at.first() {
        return format!("; it ended after {}", in_words(&frame.place));
    }
    match run.queries.last() {
        Some(query) => {
            let place = query.at.as_ref().map(|place| format!(" at {}", in_words(place))).unwrap_or_default();
            format!("; the last it asked was query {}{place}", query.seq)
        }
        None => "; it asked the legacy store nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::legacy::Effect;
    use crate::recording::samples::{ada, answered, ended, query, rows};
    use crate::recording::{Place, StackFrame};

    fn frame(place: Place) -> StackFrame {
        StackFrame { place, derived: false, asynchronous: false }
    }

    #[test]
    fn a_run_without_callback_is_found_with_its_last_query() {
        let mut run = ended(Action::Login, OutcomeKind::NoCallback);
        assert!(fires(&RULE, &run).contains("asked the legacy store nothing"));
        run.queries.push(query(1, "SELECT 1", Effect::Read, rows(&[], vec![])));
        let message = fires(&RULE, &run);
        assert!(message.contains("query 1 at login.js:11:5 (login › client.query callback)"), "{message}");
        run.ended_at = run.queries[0].at.iter().map(|at| frame(at.clone())).collect();
        assert!(fires(&RULE, &run).contains("it ended after login.js:11:5"));
    }

    #[test]
    fn a_run_that_called_back_or_ran_out_of_time_is_not() {
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
        assert_eq!(in_run(&RULE, &ended(Action::Login, OutcomeKind::Timeout)), []);
    }
}
