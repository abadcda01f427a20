//! Which identifiers a connection takes and which attributes it asks for: flexible identifiers, or what came before them
//! (M8, M12, M14).

use serde_json::Value;

use crate::connection::Options;
use crate::flow::mfa_factors::is_phone_number;

/// The kinds of identifiers, by their profile fields.
pub(super) const KINDS: [&str; 3] = ["email", "username", "phone_number"];

/// The kind of what was typed: an e-mail has an `@`, a phone number looks like `+15550100`, all else is a user name.
pub(super) fn kind(typed: &str) -> &'static str {
    if typed.contains('@') {
        "email"
    } else if is_phone_number(typed) {
        "phone_number"
    } else {
        "username"
    }
}

/// Whether two users may not have the same value.
pub(super) fn is_unique(options: &Options, kind: &str) -> bool {
    kind != "email" || attribute(options, kind)["unique"] != Value::Bool(false)
}

/// Whether a user may log in with this kind. Without flexible identifiers nothing is known against it.
pub(super) fn is_taken(options: &Options, kind: &str) -> bool {
    options.attributes.is_none() || attribute(options, kind)["identifier"]["active"] == Value::Bool(true)
}

/// What the connection asks for and the profile lacks or has in a form that is refused, in words; with the rule.
pub(super) fn lacking(options: &Options, profile: &Value) -> Option<(&'static str, String)> {
    let given = |kind: &str| profile[kind].as_str().is_some_and(|text| !text.is_empty());
    if options.attributes.is_some() {
        let required = |kind: &&&str| attribute(options, kind)["profile_required"] == Value::Bool(true);
        let lacking = KINDS.iter().filter(required).find(|kind| !given(kind))?;
        return Some(("M12", format!("the connection requires `{lacking}` in every profile, but there is none")));
    }
    // Connections of version 1 took users as they came.
    let checks = options.strategy_version != Some(1);
    if checks && !given("email") {
        return Some(("M8", "the connection requires an e-mail, but there is none".to_owned()));
    }
    let email = profile["email"].as_str().unwrap_or_default();
    if checks && !is_address(email) {
        return Some(("M8", "the e-mail is no valid address".to_owned()));
    }
    if options.requires_username == Some(true) && !given("username") {
        let text = "the connection requires user names, but there is no `username`";
        return Some(("M8", text.to_owned()));
    }
    None
}

fn is_address(email: &str) -> bool {
    let plain = !email.chars().any(|character| character.is_whitespace() || character.is_control());
    plain && email.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

fn attribute<'o>(options: &'o Options, kind: &str) -> &'o Value {
    options.attributes.as_ref().map_or(&Value::Null, |attributes| &attributes[kind])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_typed_tells_its_kind() {
        for (typed, expected) in [
            ("ada@example.test", "email"),
            ("+15550100", "phone_number"),
            ("15550100", "username"),
            ("+1234567890123456", "username"),
            ("ada", "username"),
        ] {
            assert_eq!(kind(typed), expected, "{typed}");
        }
    }

    #[test]
    fn version_2_wants_a_valid_email_and_version_1_takes_what_comes() {
        let version = |version| Options { strategy_version: Some(version), ..Options::default() };
        for (profile, refused) in [
            (json!({"email": "ada@example.test"}), false),
            (json!({}), true),
            (json!({"email": ""}), true),
            (json!({"email": "ada@example"}), true),
            (json!({"email": "a da@example.test"}), true),
        ] {
            assert_eq!(lacking(&version(2), &profile).is_some(), refused, "{profile}");
            assert_eq!(lacking(&version(1), &profile), None, "{profile}");
        }
    }

    #[test]
    fn flexible_identifiers_name_what_they_require_and_take() {
        let attributes = json!({
            "email": {"unique": false, "identifier": {"active": false}},
            "phone_number": {"identifier": {"active": true}, "profile_required": true}
        });
        let options = Options { attributes: Some(attributes), ..Options::default() };
        let (rule, text) = lacking(&options, &json!({"email": "ada@example.test"})).unwrap();
        assert_eq!((rule, text.contains("`phone_number`")), ("M12", true));
        assert_eq!(lacking(&options, &json!({"phone_number": "+15550100"})), None);
        assert!(!is_unique(&options, "email") && is_unique(&options, "phone_number"));
        assert!(!is_taken(&options, "email") && is_taken(&options, "phone_number"));
        assert!(is_unique(&Options::default(), "email") && is_taken(&Options::default(), "username"));
    }
}
