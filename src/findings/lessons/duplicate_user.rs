//! L15: `create` reports a user who exists otherwise than by `ValidationError('user_exists')` (§2.6).

use serde_json::Value;

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::connection::Action;
use crate::recording::OutcomeKind;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L15",
    title: "existing user under another name",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A sign-up page can only say that the user exists if `create` says so with the code `user_exists`; any other \
          error is a general failure to it.",
    fix: "Where the store reports a duplicate, call `callback(new ValidationError('user_exists', message))`.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/templates/create"],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let creations = subject.ended().filter(|(run, _)| run.action == Action::Create);
    let found = creations.filter_map(|(run, outcome)| {
        let query = run.reported_as_existing()?;
        let code = outcome.error.as_ref().and_then(|error| error.code.as_ref()).and_then(Value::as_str);
        let how = match outcome.kind {
            OutcomeKind::ValidationError if code == Some("user_exists") => return None,
            OutcomeKind::ValidationError => "with another code than `user_exists`",
            OutcomeKind::Success => "by no error at all",
            OutcomeKind::Error | OutcomeKind::Unauthorized | OutcomeKind::WrongCredentials => "by another error",
            _ => return None,
        };
        let message = format!(
            "`create` reported that the user exists (query {}) {how}. Call `callback(new ValidationError('user_exists', \
             message))`.",
            query.seq
        );
        Some(Finding::new(RULE.id, Level::Warning, message).at(answered_at(run)).shown_by(format!("query {}", query.seq)))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::legacy::Effect;
    use crate::recording::samples::{answered, error, failed, query, refused};
    use crate::recording::ScriptRun;

    fn duplicate(mut run: ScriptRun) -> ScriptRun {
        run.queries.push(query(
            1,
            "INSERT INTO users SET ?",
            Effect::Write,
            refused("ER_DUP_ENTRY", "Duplicate entry"),
        ));
        run
    }

    #[test]
    fn a_duplicate_that_is_passed_on_as_it_is_is_found() {
        let run = duplicate(failed(Action::Create, OutcomeKind::Error, error("Error", "Duplicate entry")));
        assert!(fires(&RULE, &run).contains("(query 1) by another error"));
        let run = duplicate(failed(Action::Create, OutcomeKind::ValidationError, error("ValidationError", "taken")));
        assert!(fires(&RULE, &run).contains("another code"));
        let run = duplicate(answered(Action::Create, OutcomeKind::Success, Value::Null));
        assert!(fires(&RULE, &run).contains("no error at all"));
    }

    #[test]
    fn user_exists_is_as_it_should_be() {
        let mut exists = error("ValidationError", "There is such a user.");
        exists.code = Some(serde_json::json!("user_exists"));
        assert_eq!(in_run(&RULE, &duplicate(failed(Action::Create, OutcomeKind::ValidationError, exists))), []);
        let run = failed(Action::Create, OutcomeKind::Error, error("Error", "The store is down"));
        assert_eq!(in_run(&RULE, &run), []);
    }
}
