//! L23: the connection requires user names, and the profile has none (§2.4).

use serde_json::Value;

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::connection::Options;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L23",
    title: "username missing",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Where a connection requires user names, a user without one is refused, at the latest when the user is to be \
          created in Auth0.",
    fix: "Return `username` from `login` and `get_user`, the same from both.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/require-username",
        "https://auth0.com/docs/authenticate/database-connections/flexible-identifiers-and-attributes",
    ],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(why) = required(&subject.connection.options) else { return Vec::new() };
    let nameless = subject
        .profiles()
        .filter(|(_, fields)| !matches!(fields.get("username"), Some(Value::String(name)) if !name.is_empty()));
    nameless
        .map(|(run, _)| {
            let message = format!("the profile of `{}` has no `username`, although {why}", run.action);
            Finding::new(RULE.id, Level::Warning, message).at(answered_at(run)).shown_by("profile.username")
        })
        .collect()
}

fn required(options: &Options) -> Option<&'static str> {
    if options.requires_username == Some(true) {
        return Some("the connection requires user names");
    }
    let username = &options.attributes.as_ref()?["username"];
    let demanded = username["profile_required"] == true || username["signup"]["status"] == "required";
    demanded.then_some("the connection's attributes demand one")
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_run_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::recording::samples::{ada, answered};
    use crate::recording::OutcomeKind;
    use serde_json::json;

    #[test]
    fn a_profile_without_a_user_name_is_found_where_one_is_required() {
        let mut connection = connection();
        let run = answered(Action::Login, OutcomeKind::Profile, ada());
        assert_eq!(in_run_of(&connection, &RULE, &run), []);
        connection.options.requires_username = Some(true);
        assert_eq!(in_run_of(&connection, &RULE, &run).len(), 1);
        let named = json!({"user_id": "7", "email": "ada@example.test", "username": "ada"});
        assert_eq!(in_run_of(&connection, &RULE, &answered(Action::Login, OutcomeKind::Profile, named)), []);
        connection.options.requires_username = None;
        connection.options.attributes = Some(json!({"username": {"profile_required": true}}));
        assert_eq!(in_run_of(&connection, &RULE, &run).len(), 1);
    }
}
