//! L2: `callback` was called more than once (§2.2).

use super::{in_words, Check, Finding, Level, Rule, Subject};
use crate::recording::CallbackCall;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L2",
    title: "callback is called more than once",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "",
    fix: "",
    sources: &[],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let repeated = subject.runs.iter().filter(|run| run.callbacks.len() > 1);
    repeated
        .map(|run| {
            let calls: Vec<String> = run.callbacks.iter().map(stack_in_words).collect();
            let message = format!(
                "`{}` called `callback` {} times, and what follows is unpredictable. First {}. Then {}. Write \
                 `return callback(…)` so that nothing runs on after the first.",
                run.action,
                calls.len(),
                calls[0],
                calls[1..].join(", then ")
            );
            let second = run.callbacks[1].stack.first().map(|frame| frame.place.clone());
            Finding::new(RULE.id, Level::Error, message).at(second)
        })
        .collect()
}

/// `with an error at login.js:14:5 (…), from login.js:3:1 (login)`.
fn stack_in_words(call: &CallbackCall) -> String {
    let what = if call.error.is_some() { "with an error" } else { "without an error" };
    let places: Vec<String> = call.stack.iter().map(|frame| in_words(&frame.place)).collect();
    if places.is_empty() {
        what.to_owned()
    } else {
        format!("{what} at {}", places.join(", from "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::{ada, answered, error, frame};
    use crate::recording::OutcomeKind;

    #[test]
    fn both_calls_are_shown_with_their_stacks() {
        let mut run = answered(Action::Login, OutcomeKind::CallbackTwice, ada());
        let mut second = run.callbacks[0].clone();
        second.error = Some(error("Error", "no"));
        second.stack = vec![frame(25), frame(3)];
        run.callbacks.push(second);
        let message = fires(&RULE, &run);
        for part in [
            "called `callback` 2 times",
            "First without an error at login.js:22:5",
            "Then with an error at login.js:25:5 (login › client.query callback), from login.js:3:5",
        ] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(in_run(&RULE, &run)[0].at, Some(frame(25).place));
    }

    #[test]
    fn one_call_is_as_it_should_be() {
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
    }
}
