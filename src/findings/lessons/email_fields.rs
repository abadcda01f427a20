//! L22: `email` missing, `email_verified` missing or no boolean (§2.4).

use serde_json::{Map, Value};

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L22",
    title: "email or email_verified",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Password reset, verification and account linking need an e-mail. A user whose `email_verified` is \
          missing or no boolean counts as unverified.",
    fix: "Return `email`, and `email_verified` as `true` or `false`.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
        "https://auth0.com/docs/manage-users/user-accounts/user-profiles/user-profile-structure",
    ],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // With flexible identifiers the e-mail may be left out.
    let optional =
        subject.connection.options.attributes.as_ref().is_some_and(|attributes| attributes["email"].is_null());
    let mut found = Vec::new();
    for (run, fields) in subject.profiles() {
        let wrong = [email(fields).filter(|_| !optional), verified(fields)];
        found.extend(wrong.into_iter().flatten().map(|wrong| {
            let message = format!("the profile of `{}` {wrong}", run.action);
            Finding::new(RULE.id, Level::Warning, message).at(answered_at(run))
        }));
    }
    found
}

fn email(fields: &Map<String, Value>) -> Option<String> {
    match fields.get("email") {
        Some(Value::String(email)) if !email.is_empty() => None,
        _ => Some("has no `email`: password reset, verification and account linking need it".to_owned()),
    }
}

fn verified(fields: &Map<String, Value>) -> Option<String> {
    match fields.get("email_verified") {
        Some(Value::Bool(_)) => None,
        // Without an e-mail there is nothing to be verified.
        None if fields.get("email").is_none_or(Value::is_null) => None,
        None | Some(Value::Null) => {
            Some("has no `email_verified`: the user counts as unverified and may get a verification mail".to_owned())
        }
        Some(other) => Some(format!(
            "has `email_verified: {other}`, which is stored as it is and fails tests for `true`. Return a boolean: \
             `Boolean(row.email_verified)`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{in_run, in_run_of};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::recording::samples::{ada, answered};
    use crate::recording::OutcomeKind;
    use serde_json::json;

    fn messages(profile: Value) -> Vec<String> {
        let run = answered(Action::Login, OutcomeKind::Profile, profile);
        in_run(&RULE, &run).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn missing_and_mistyped_fields_are_named() {
        for (profile, expected) in [
            (json!({"email": "a@b"}), "has no `email_verified`"),
            (json!({"email": "a@b", "email_verified": 1}), "`email_verified: 1`"),
            (json!({"email": "a@b", "email_verified": "true"}), "`email_verified: \"true\"`"),
            (json!({"user_id": "7"}), "has no `email`"),
            (json!({"email": "", "email_verified": true}), "has no `email`"),
        ] {
            let found = messages(profile);
            assert!(found.len() == 1 && found[0].contains(expected), "{found:?}");
        }
    }

    #[test]
    fn complete_fields_are_fine_and_so_is_an_optional_email() {
        assert_eq!(messages(ada()), [""; 0]);
        assert_eq!(messages(json!({"email": "a@b", "email_verified": false})), [""; 0]);
        let mut connection = connection();
        connection.options.attributes = Some(json!({"phone_number": {}}));
        let run = answered(Action::Login, OutcomeKind::Profile, json!({"user_id": "7"}));
        assert_eq!(in_run_of(&connection, &RULE, &run), []);
    }
}
