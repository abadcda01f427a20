//! L42: `login` marked the user as moved before anybody could know that (§4.2, X8).

use super::migrated_marker::RULE;
use super::{Finding, Level, Subject};
use crate::connection::{Action, Mode};
use crate::legacy::{Effect, Request};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if subject.connection.mode() != Mode::AutomaticMigration {
        return Vec::new();
    }
    let logins = subject.runs.iter().filter(|run| run.action == Action::Login);
    let marks = logins
        .filter_map(|run| run.queries.iter().find(|query| query.effect == Effect::Write && marks(&query.request)));
    marks
        .map(|query| {
            let message = format!(
                "`login` marks the user as moved (query {}) before Auth0 has created anything: where that fails, the user \
                 is locked out of both stores.",
                query.seq
            );
            Finding::new(RULE.id, Level::Warning, message).at(query.at.clone()).shown_by(format!("query {}", query.seq))
        })
        .collect()
}

fn marks(request: &Request) -> bool {
    let names = |text: &str| text.to_lowercase().contains("migrated");
    match request {
        Request::Sql { text, .. } => {
            // Reading the marker is what it is for.
            let text = text.to_lowercase();
            let set = text.split_once(" set ").map_or(text.as_str(), |(_, set)| set);
            names(set.split_once(" where ").map_or(set, |(set, _)| set))
        }
        Request::Documents { command, .. } => command.get("updates").is_some_and(|updates| {
            updates.as_array().into_iter().flatten().any(|update| names(&update["u"].to_string()))
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_run_of;
    use super::*;
    use crate::flow::samples::connection;
    use crate::recording::samples::{ada, answered, query, written};
    use crate::recording::OutcomeKind;

    #[test]
    fn a_marker_set_by_login_is_found_in_automatic_migration() {
        let mut connection = connection();
        let login = |text: &str| {
            let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
            run.queries.push(query(1, text, Effect::Write, written(1)));
            run
        };
        let marking = login("UPDATE users SET migrated_at = NOW() WHERE id = ?");
        assert_eq!(in_run_of(&connection, &RULE, &marking), []);
        connection.options.import_mode = Some(true);
        assert_eq!(in_run_of(&connection, &RULE, &marking).len(), 1);
        let other = login("UPDATE users SET last_login = NOW() WHERE id = ? AND migrated_at IS NULL");
        assert_eq!(in_run_of(&connection, &RULE, &other), []);
    }
}
