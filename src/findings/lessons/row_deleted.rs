//! L41: `login` deleted the user from the legacy store (§4.2).

use super::login_deletes::RULE;
use super::{Finding, Level, Subject};
use crate::connection::Action;
use crate::legacy::directory::Operation;
use crate::legacy::{documents, Request};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let logins = subject.runs.iter().filter(|run| run.action == Action::Login);
    let deletions = logins.filter_map(|run| run.queries.iter().find(|query| deletes_user(&query.request)));
    deletions
        .map(|query| {
            let message = format!(
                "`login` deletes the user from the legacy store (query {}) before Auth0 has created anything. Leave the \
                 row, and delete it later.",
                query.seq
            );
            Finding::new(RULE.id, Level::Warning, message).at(query.at.clone()).shown_by(format!("query {}", query.seq))
        })
        .collect()
}

/// Sessions, tokens and the like may go; only what is named after users counts.
fn deletes_user(request: &Request) -> bool {
    let named = |name: &str| ["user", "member", "account", "customer", "people"].iter().any(|word| name.contains(word));
    match request {
        Request::Sql { text, .. } => {
            let text = text.to_lowercase();
            let mut words = text.split_whitespace();
            words.next() == Some("delete") && words.find(|word| *word != "from").is_some_and(&named)
        }
        Request::Documents { command, .. } => {
            documents::verb(command) == "delete"
                && documents::collection(command).is_some_and(|name| named(&name.to_lowercase()))
        }
        Request::Http { method, url, .. } => method == "DELETE" && named(&url.to_lowercase()),
        Request::Directory { operation, .. } => matches!(operation, Operation::Delete { .. }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::legacy::Effect;
    use crate::recording::samples::{ada, answered, query, written};
    use crate::recording::OutcomeKind;

    #[test]
    fn a_login_that_deletes_the_user_is_found_and_one_that_ends_a_session_is_not() {
        for (action, text, found) in [
            (Action::Login, "DELETE FROM users WHERE id = ?", true),
            (Action::Login, "delete from Members where id = ?", true),
            (Action::Login, "DELETE FROM sessions WHERE user_id = ?", false),
            (Action::Login, "UPDATE users SET deleted = 0", false),
            (Action::Delete, "DELETE FROM users WHERE id = ?", false),
        ] {
            let mut run = answered(action, OutcomeKind::Profile, ada());
            run.queries.push(query(1, text, Effect::Write, written(1)));
            assert_eq!(in_run(&RULE, &run).len(), usize::from(found), "{text}");
            if found {
                assert!(fires(&RULE, &run).contains("(query 1)"));
            }
        }
    }
}
