//! L12: a failure was passed or thrown as a string or bare object, so it has no stack and no name (§2.2).

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::recording::OutcomeKind;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L12",
    title: "error is no Error object",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A string or a bare object has no stack and no name, so the logs tell neither where it came from nor what \
          kind of failure it is.",
    fix: "Pass `new Error(message)`, or one of the classes that Auth0 provides.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/error-handling",
        "https://github.com/auth0/auth0-authz-rules-api",
    ],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for run in subject.runs {
        let thrown = run.outcome.as_ref().filter(|outcome| outcome.kind == OutcomeKind::Exception);
        let thrown = thrown.and_then(|outcome| outcome.error.as_ref()).map(|error| (error, "threw"));
        let passed = run.callbacks.iter().find_map(|call| call.error.as_ref()).map(|error| (error, "called back with"));
        let bare = thrown.into_iter().chain(passed).find(|(error, _)| !error.is_error);
        found.extend(bare.map(|(error, how)| {
            let message = format!(
                "`{}` {how} something that is no Error object (\"{}\"): it has no stack and no name in the logs. Use \
                 `new Error(…)` or one of Auth0's classes.",
                run.action, error.message
            );
            Finding::new(RULE.id, Level::Warning, message).at(answered_at(run))
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::{answered, error, failed, frame};
    use serde_json::Value;

    #[test]
    fn a_string_passed_or_thrown_is_found() {
        let mut bare = error("Error", "no such user");
        bare.is_error = false;
        let mut run = answered(Action::Login, OutcomeKind::Error, Value::Null);
        run.callbacks[0].error = Some(bare.clone());
        assert!(fires(&RULE, &run).starts_with("`login` called back with something that is no Error object (\"no such"));
        assert_eq!(in_run(&RULE, &run)[0].at, Some(frame(22).place));
        let thrown = failed(Action::Login, OutcomeKind::Exception, bare);
        assert!(fires(&RULE, &thrown).starts_with("`login` threw"));
    }

    #[test]
    fn a_real_error_is_fine() {
        let mut run = answered(Action::Login, OutcomeKind::Error, Value::Null);
        run.callbacks[0].error = Some(error("Error", "store is down"));
        assert_eq!(in_run(&RULE, &run), []);
    }
}
