//! L13: wrong credentials are answered otherwise than by `WrongUsernameOrPasswordError` with the identifier (§2.3).

use serde_json::Value;

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::connection::Action;
use crate::recording::{ErrorInfo, OutcomeKind, Query, ScriptRun, Upshot};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L13",
    title: "wrong credentials under another name",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Only `WrongUsernameOrPasswordError` with the identifier gives the log entry `fp` and shows its text to the \
          user. Anything else is logged as a failure or as nobody's, and attack protection loses the user.",
    fix: "Answer wrong credentials with `callback(new WrongUsernameOrPasswordError(identifier, message))`.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/error-handling",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
    ],
    checks: &[Check::Runs(check)],
};

/// What messages say when they mean wrong credentials.
const CREDENTIALS: [&str; 4] = ["password", "credential", "email", "username"];
const WRONG: [&str; 6] = ["wrong", "invalid", "incorrect", "not match", "mismatch", "bad "];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let logins = subject.ended().filter(|(run, _)| run.action == Action::Login && run.first_failure().is_none());
    let found = logins.filter_map(|(run, outcome)| {
        let (how, shown) = match (outcome.kind, outcome.error.as_ref()) {
            (OutcomeKind::NotFound, _) => answered_nothing(run)?,
            (OutcomeKind::WrongCredentials, Some(error)) => named_nobody(error)?,
            (OutcomeKind::Error, Some(error)) => plain_error(run, error)?,
            _ => return None,
        };
        let message = format!(
            "`login` answered wrong credentials {how}. Call `callback(new WrongUsernameOrPasswordError(identifier, \
             message))`."
        );
        Some(Finding::new(RULE.id, Level::Warning, message).at(answered_at(run)).shown_by(shown))
    });
    found.collect()
}

/// What is left of a finished migration asks nothing and answers nothing, as it should.
fn answered_nothing(run: &ScriptRun) -> Option<(&'static str, String)> {
    let (query, upshot) = run.last_lookup()?;
    Some(("by `callback(null)`, so the tenant log names nobody (`fu`)", in_words(query, &upshot)))
}

fn named_nobody(error: &ErrorInfo) -> Option<(&'static str, String)> {
    let named = match error.properties.get("user_id") {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(id) => id != "",
    };
    let how = "by `WrongUsernameOrPasswordError` without its first argument, so the tenant log names nobody (`fu`)";
    (!named).then(|| (how, "error.user_id".to_owned()))
}

fn plain_error(run: &ScriptRun, error: &ErrorInfo) -> Option<(&'static str, String)> {
    let (query, upshot) = run.last_lookup()?;
    let message = error.message.to_lowercase();
    let means =
        CREDENTIALS.iter().any(|word| message.contains(word)) && WRONG.iter().any(|word| message.contains(word));
    let how = "by a plain `Error`, so the tenant log says `f` and the user reads that something went wrong";
    (upshot != Upshot::Found(1) || means).then(|| (how, in_words(query, &upshot)))
}

fn in_words(query: &Query, upshot: &Upshot) -> String {
    match upshot {
        Upshot::Nothing => format!("query {} found nobody", query.seq),
        Upshot::Refused => format!("the service refused at query {}", query.seq),
        _ => format!("query {} found the user", query.seq),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::legacy::{Cell, Effect};
    use crate::recording::samples::{ada, answered, error, failed, http, query, refused, rows};

    fn nobody() -> Query {
        query(1, "SELECT 1", Effect::Read, rows(&["id"], vec![]))
    }

    fn somebody() -> Query {
        query(1, "SELECT 1", Effect::Read, rows(&["id"], vec![vec![Cell::Integer(1)]]))
    }

    #[test]
    fn nothing_a_plain_error_and_a_nameless_class_are_found() {
        let mut run = answered(Action::Login, OutcomeKind::NotFound, Value::Null);
        run.queries.push(nobody());
        assert!(fires(&RULE, &run).contains("by `callback(null)`"));
        let mut run = failed(Action::Login, OutcomeKind::Error, error("Error", "nope"));
        run.queries.push(http(1, "https://legacy.example.test/login", 401, ""));
        assert!(fires(&RULE, &run).contains("by a plain `Error`"));
        let mut run = failed(Action::Login, OutcomeKind::Error, error("Error", "Invalid password"));
        run.queries.push(somebody());
        assert_eq!(in_run(&RULE, &run)[0].evidence.as_deref(), Some("query 1 found the user"));
        let run = failed(Action::Login, OutcomeKind::WrongCredentials, error("WrongUsernameOrPasswordError", "no"));
        assert!(fires(&RULE, &run).contains("without its first argument"));
    }

    #[test]
    fn the_class_with_the_user_a_store_that_failed_and_an_empty_script_are_fine() {
        let mut wrong = error("WrongUsernameOrPasswordError", "no");
        wrong.properties.insert("user_id".into(), serde_json::json!("ada@example.test"));
        assert_eq!(in_run(&RULE, &failed(Action::Login, OutcomeKind::WrongCredentials, wrong)), []);
        let mut run = failed(Action::Login, OutcomeKind::Error, error("Error", "Wrong email address of the server"));
        run.queries.push(query(1, "SELECT 1", Effect::Read, refused("ECONNREFUSED", "no")));
        assert_eq!(in_run(&RULE, &run), []);
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::NotFound, Value::Null)), []);
        let mut run = failed(Action::Login, OutcomeKind::Error, error("Error", "The account is on hold"));
        run.queries.push(somebody());
        assert_eq!(in_run(&RULE, &run), []);
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
    }
}
