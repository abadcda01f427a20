//! L28: `get_user` says "not found" by an error or by an empty profile (§2.5).

use serde_json::Value;

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::connection::Action;
use crate::legacy::{documents, Effect, Reply};
use crate::recording::{Outcome, OutcomeKind, ScriptRun};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L28",
    title: "get_user and unknown users",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "Auth0 asks `get_user` whether a user exists. An error stops sign-up and password reset; an empty profile \
          counts as a user who is already there.",
    fix: "Call `callback(null)` when nobody was found, and keep errors for a store that does not answer.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/get-user",
        "https://community.auth0.com/t/120220",
    ],
    checks: &[Check::Runs(check)],
};

/// What error messages say when they mean an unknown user.
const NOT_FOUND: [&str; 7] =
    ["not found", "no user", "no such user", "unknown user", "does not exist", "doesn't exist", "not exist"];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let runs = subject.ended().filter(|(run, _)| run.action == Action::GetUser);
    runs.filter_map(|(run, outcome)| {
        let how = if is_empty(outcome) {
            "called back with an empty profile, which counts as a user: sign-ups would be refused".to_owned()
        } else {
            // A missing table does not exist either.
            let answered = run.first_failure().is_none();
            let why = said_not_found(outcome).filter(|_| answered).or_else(|| found_nothing(run, outcome))?;
            format!("reported an unknown user by an error ({why}), which breaks sign-up and password reset")
        };
        let message = format!("`get_user` {how}. Call `callback(null)` when there is no such user.");
        Some(Finding::new(RULE.id, Level::Error, message).at(answered_at(run)))
    })
    .collect()
}

fn is_empty(outcome: &Outcome) -> bool {
    matches!(outcome.kind, OutcomeKind::Profile | OutcomeKind::Success)
        && match &outcome.result {
            Some(Value::Object(fields)) => fields.is_empty(),
            Some(Value::Array(items)) => items.is_empty(),
            _ => false,
        }
}

fn said_not_found(outcome: &Outcome) -> Option<String> {
    let error = outcome.error.as_ref()?;
    let message = error.message.to_lowercase();
    let passed = matches!(outcome.kind, OutcomeKind::Error | OutcomeKind::ValidationError | OutcomeKind::Unauthorized);
    match outcome.kind {
        OutcomeKind::WrongCredentials => Some(error.name.clone()),
        _ if passed && NOT_FOUND.iter().any(|words| message.contains(words)) => Some(format!("\"{}\"", error.message)),
        _ => None,
    }
}

/// An error right after the store had answered, with nothing in the answer.
fn found_nothing(run: &ScriptRun, outcome: &Outcome) -> Option<String> {
    let last = run.queries.iter().rev().find(|query| query.effect == Effect::Read)?;
    let nothing = match last.reply.as_ref()? {
        Reply::Rows { rows, .. } => rows.is_empty(),
        Reply::Http { status, .. } => *status == 404,
        Reply::Documents { answer } => documents::found(answer).is_some_and(Vec::is_empty),
        Reply::Directory { entries, .. } => entries.is_empty(),
        _ => false,
    };
    (nothing && outcome.kind == OutcomeKind::Error).then(|| format!("query {} had found nothing", last.seq))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::legacy::Cell;
    use crate::recording::samples::{ada, answered, error, failed, query, rows};
    use serde_json::json;

    #[test]
    fn an_empty_profile_is_found() {
        for (kind, profile) in [(OutcomeKind::Profile, json!({})), (OutcomeKind::Profile, json!([]))] {
            assert!(fires(&RULE, &answered(Action::GetUser, kind, profile)).contains("empty profile"));
        }
    }

    #[test]
    fn an_error_that_means_not_found_is_found() {
        let run = failed(Action::GetUser, OutcomeKind::Error, error("Error", "User Not Found"));
        assert!(fires(&RULE, &run).contains("(\"User Not Found\")"));
        let run = failed(Action::GetUser, OutcomeKind::WrongCredentials, error("WrongUsernameOrPasswordError", ""));
        assert!(fires(&RULE, &run).contains("(WrongUsernameOrPasswordError)"));
        let mut run = failed(Action::GetUser, OutcomeKind::Error, error("Error", "nope"));
        run.queries.push(query(1, "SELECT 1", Effect::Read, rows(&["id"], vec![])));
        assert!(fires(&RULE, &run).contains("(query 1 had found nothing)"));
    }

    #[test]
    fn nothing_a_profile_and_a_broken_store_are_fine() {
        assert_eq!(in_run(&RULE, &answered(Action::GetUser, OutcomeKind::NotFound, Value::Null)), []);
        assert_eq!(in_run(&RULE, &answered(Action::GetUser, OutcomeKind::Profile, ada())), []);
        let mut run = failed(Action::GetUser, OutcomeKind::Error, error("Error", "connect ECONNREFUSED"));
        assert_eq!(in_run(&RULE, &run), []);
        run.queries.push(query(1, "SELECT 1", Effect::Read, rows(&["id"], vec![vec![Cell::Integer(1)]])));
        assert_eq!(in_run(&RULE, &run), []);
        let login = failed(Action::Login, OutcomeKind::Error, error("Error", "User not found"));
        assert_eq!(in_run(&RULE, &login), []);
    }
}
