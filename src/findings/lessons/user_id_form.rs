//! L18: an id that is no string, holds white space or is too long (§2.4).

use serde_json::{Map, Value};

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L18",
    title: "malformed user_id",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Ids are compared as text. A number changes its type on the way, and white space or more than 255 \
          characters are refused by the Management API.",
    fix: "Return a string without white space, such as `String(row.id)`.",
    sources: &[
        "https://auth0.com/docs/api/management/v2/users/post-users",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
    ],
    checks: &[Check::Runs(check)],
};

/// What the Management API takes.
const LONGEST: usize = 255;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (run, fields) in subject.profiles() {
        let Some((key, wrong)) = malformed(fields) else { continue };
        let message = format!("`{key}` in the profile of `{}` {wrong}", run.action);
        found.push(Finding::new(RULE.id, Level::Warning, message).at(answered_at(run)));
    }
    found
}

fn malformed(fields: &Map<String, Value>) -> Option<(&'static str, String)> {
    let given = |key: &'static str| fields.get(key).filter(|id| !id.is_null() && **id != "").map(|id| (key, id));
    let (key, id) = given("user_id").or_else(|| given("id"))?;
    let wrong = match id {
        Value::String(id) if id.contains(char::is_whitespace) => "holds white space, which ids cannot have".to_owned(),
        Value::String(id) if id.chars().count() > LONGEST => {
            format!("has {} characters; at most {LONGEST} are taken", id.chars().count())
        }
        Value::String(_) => return None,
        Value::Number(id) => {
            format!("is the number {id}, not a string. Return `String({id})`, so that it stays the same")
        }
        _ => "is neither a string nor a number".to_owned(),
    };
    Some((key, wrong))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::answered;
    use crate::recording::OutcomeKind;
    use serde_json::json;

    #[test]
    fn malformed_ids_are_named() {
        for (id, expected) in [
            (json!(7), "is the number 7"),
            (json!("a b"), "white space"),
            (json!("x".repeat(256)), "has 256 characters"),
            (json!({"$oid": "1"}), "neither"),
        ] {
            let message = fires(&RULE, &answered(Action::Login, OutcomeKind::Profile, json!({"user_id": id})));
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn good_ids_and_missing_ones_are_not() {
        for profile in
            [json!({"user_id": "shop|7"}), json!({"id": "x".repeat(255)}), json!({"user_id": ""}), json!({"a": 1})]
        {
            assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, profile)), []);
        }
    }
}
