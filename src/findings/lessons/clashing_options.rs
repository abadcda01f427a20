//! L58: options that the API does not take together (§7.1).

use super::{Check, Finding, Level, Rule, Whole};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L58",
    title: "options that exclude each other",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Flexible identifiers and the new password options each replace older settings. A connection with both is \
          refused when it is deployed.",
    fix: "Keep the new form and take the older keys out.",
    sources: &["https://github.com/auth0/auth0-deploy-cli"],
    checks: &[Check::Connection(check)],
};

/// The keys that `password_options` replaces.
const OLDER: [&str; 4] =
    ["password_history", "password_dictionary", "password_no_personal_info", "password_complexity_options"];

fn check(whole: &Whole<'_>) -> Vec<Finding> {
    let options = &whole.connection.options;
    let has = |key: &str| options.other.contains_key(key);
    let mut found = Vec::new();
    if options.attributes.is_some() {
        let mut older = Vec::new();
        // `false` is what an export writes where nobody chose.
        if options.requires_username == Some(true) {
            older.push("requires_username");
        }
        if has("validation") {
            older.push("validation");
        }
        found.extend(clash("attributes", &older));
    }
    if has("password_options") {
        let mut older: Vec<&str> = OLDER.into_iter().filter(|key| has(key)).collect();
        if options.password_policy.is_some() {
            older.insert(0, "passwordPolicy");
        }
        found.extend(clash("password_options", &older));
    }
    found
}

fn clash(new: &str, older: &[&str]) -> Option<Finding> {
    if older.is_empty() {
        return None;
    }
    let older = older.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let message =
        format!("`options.{new}` stands beside {older}, which it replaces: the API refuses both. Take the older out.");
    Some(Finding::new(RULE.id, Level::Warning, message))
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_connection_of;
    use super::*;
    use crate::flow::samples::connection;
    use serde_json::json;

    #[test]
    fn new_and_older_options_together_are_found() {
        let mut connection = connection();
        connection.options.requires_username = Some(true);
        connection.options.other.insert("validation".to_owned(), json!({"username": {"min": 1, "max": 15}}));
        connection.options.password_policy = Some("good".to_owned());
        assert_eq!(in_connection_of(&connection, &RULE, &[]), []);
        connection.options.attributes = Some(json!({"email": {}}));
        connection.options.other.insert("password_options".to_owned(), json!({}));
        let found = in_connection_of(&connection, &RULE, &[]);
        let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages.len(), 2);
        assert!(messages[0].starts_with("`options.attributes` stands beside `requires_username`, `validation`, which"));
        assert!(messages[1].starts_with("`options.password_options` stands beside `passwordPolicy`, which"));
    }

    #[test]
    fn a_username_that_nobody_asked_for_is_fine() {
        let mut connection = connection();
        connection.options.requires_username = Some(false);
        connection.options.attributes = Some(json!({"email": {}}));
        assert_eq!(in_connection_of(&connection, &RULE, &[]), []);
    }
}
