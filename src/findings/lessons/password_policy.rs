//! L56: a password policy that legacy passwords may not meet, with automatic migration on (§4.1, M11).

use serde_json::Value;

use super::{Check, Finding, Level, Rule, Whole};
use crate::connection::{Mode, Options};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L56",
    title: "strict password policy during migration",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Auth0 keeps the password that a migrated user has just typed, and its policy applies: one that the legacy \
          store took but the policy does not stops the login.",
    fix: "Set the policy to none or low while users are migrated, and ask for better passwords afterwards.",
    sources: &[
        "Auth0 docs, Configure automatic migration from your database (users/guides), as of 2020",
        "https://auth0.com/docs/manage-users/user-migration/configure-automatic-migration-from-your-database",
    ],
    checks: &[Check::Connection(check)],
};

/// The least that the policies `none` and `low` ask for.
const SHORT: u64 = 6;

fn check(whole: &Whole<'_>) -> Vec<Finding> {
    let connection = whole.connection;
    let strict = strict(&connection.options);
    if connection.mode() != Mode::AutomaticMigration || strict.is_empty() {
        return Vec::new();
    }
    let message = format!(
        "`import_mode` is on and {} may refuse passwords that the legacy store took: their users cannot be migrated. \
         Loosen it until the migration is over.",
        strict.join(", ")
    );
    vec![Finding::new(RULE.id, Level::Warning, message)]
}

/// The settings by which a password can be refused.
fn strict(options: &Options) -> Vec<String> {
    let mut strict = Vec::new();
    if let Some(policy) =
        options.password_policy.as_deref().filter(|policy| matches!(*policy, "fair" | "good" | "excellent"))
    {
        strict.push(format!("`passwordPolicy: {policy}`"));
    }
    let other = |key: &str, field: &str| options.other.get(key).and_then(|value| value.get(field));
    if let Some(length) = other("password_complexity_options", "min_length").and_then(Value::as_u64) {
        if length > SHORT {
            strict.push(format!("`password_complexity_options.min_length: {length}`"));
        }
    }
    for key in ["password_dictionary", "password_no_personal_info"] {
        if other(key, "enable") == Some(&Value::Bool(true)) {
            strict.push(format!("`{key}`"));
        }
    }
    strict
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_connection_of;
    use super::*;
    use crate::flow::samples::connection;
    use serde_json::json;

    #[test]
    fn what_can_refuse_a_password_is_named_while_users_are_migrated() {
        let mut connection = connection();
        connection.options.import_mode = Some(true);
        connection.options.password_policy = Some("low".to_owned());
        connection.options.other.insert("password_complexity_options".to_owned(), json!({"min_length": 6}));
        connection.options.other.insert("password_dictionary".to_owned(), json!({"enable": false}));
        assert_eq!(in_connection_of(&connection, &RULE, &[]), []);
        connection.options.password_policy = Some("good".to_owned());
        connection.options.other.insert("password_complexity_options".to_owned(), json!({"min_length": 12}));
        connection.options.other.insert("password_dictionary".to_owned(), json!({"enable": true}));
        let found = in_connection_of(&connection, &RULE, &[]);
        assert!(
            found[0].message.contains(
                "`passwordPolicy: good`, `password_complexity_options.min_length: 12`, `password_dictionary` may refuse"
            ),
            "{found:?}"
        );
        connection.options.import_mode = Some(false);
        assert_eq!(in_connection_of(&connection, &RULE, &[]), []);
    }
}
