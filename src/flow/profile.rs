//! The profile as Auth0 would hold it (§2.4).

use serde_json::{json, Map, Value};

use crate::connection::Mode;

/// What Auth0 puts before the raw id of every user of a database connection.
pub const AUTH0_PREFIX: &str = "auth0|";

/// A returned profile, normalised.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HeldProfile {
    /// As Auth0 would hold it, `identities` included.
    pub value: Value,
    /// The public id; `None` if the script gave no usable `user_id` or `id`.
    pub user_id: Option<String>,
    /// Root attributes that Auth0 generates because the script gave none.
    pub generated: Vec<&'static str>,
    /// The e-mail was put in lower case.
    pub lower_cased: bool,
    /// `email_verified` is true.
    pub verified: bool,
}

/// The raw id of a profile: `user_id`, else `id` (X12), as text. Numbers count, empty text does not.
pub fn raw_id(profile: &Value) -> Option<String> {
    ["user_id", "id"].into_iter().find_map(|key| match &profile[key] {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    })
}

/// What Auth0 makes of the profile that `login` or `get_user` returned.
///
/// Auth0 prefixes the id and keeps the raw one in `identities[0]`, moves `access_token` and `refresh_token` there,
/// counts a missing `email_verified` as false and, in its own store only, puts the e-mail in lower case (M9).
pub(super) fn held(returned: &Map<String, Value>, mode: Mode, connection: &str) -> HeldProfile {
    let raw = raw_id(&Value::Object(returned.clone()));
    let user_id = raw.as_ref().map(|raw| format!("{AUTH0_PREFIX}{raw}"));
    let mut fields = Map::new();
    if let Some(user_id) = &user_id {
        fields.insert("user_id".into(), json!(user_id));
    }
    let mut identity = Map::new();
    identity.insert("connection".into(), json!(connection));
    identity.insert("provider".into(), json!("auth0"));
    identity.insert("user_id".into(), json!(raw));
    identity.insert("isSocial".into(), json!(false));

    let given_by_id = returned.get("user_id").is_none();
    for (key, value) in returned {
        match key.as_str() {
            "user_id" => {}
            "id" if given_by_id => {}
            "access_token" | "refresh_token" => {
                identity.insert(key.clone(), value.clone());
            }
            _ => {
                fields.insert(key.clone(), value.clone());
            }
        }
    }
    let mut lower_cased = false;
    if let (Mode::AutomaticMigration, Some(email)) = (mode, returned.get("email").and_then(Value::as_str)) {
        let lower = email.to_lowercase();
        lower_cased = lower != email;
        fields.insert("email".into(), json!(lower));
    }
    fields.entry("email_verified").or_insert(json!(false));
    let verified = fields["email_verified"] == json!(true);

    let mut generated = Vec::new();
    let local_part = fields.get("email").and_then(Value::as_str).and_then(|email| email.split('@').next());
    if let Some(nickname) = local_part.map(str::to_owned) {
        if !fields.contains_key("nickname") {
            fields.insert("nickname".into(), json!(nickname));
            generated.push("nickname");
        }
        if !fields.contains_key("picture") {
            generated.push("picture");
        }
    }
    fields.insert("identities".into(), json!([identity]));
    HeldProfile { value: Value::Object(fields), user_id, generated, lower_cased, verified }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(value: Value, mode: Mode) -> HeldProfile {
        held(value.as_object().unwrap(), mode, "legacy-users")
    }

    #[test]
    fn the_id_is_prefixed_and_the_raw_one_kept_in_identities() {
        let profile = of(
            json!({"user_id": "7", "email": "Ada@example.test", "email_verified": true, "plan": "gold"}),
            Mode::AutomaticMigration,
        );
        assert_eq!(
            profile.value,
            json!({"user_id": "auth0|7", "email": "ada@example.test", "email_verified": true, "plan": "gold",
                "nickname": "ada", "identities": [{"connection": "legacy-users", "provider": "auth0", "user_id": "7",
                "isSocial": false}]})
        );
        assert!(profile.lower_cased && profile.verified);
        assert_eq!(profile.generated, ["nickname", "picture"]);
    }

    #[test]
    fn a_legacy_profile_keeps_the_case_of_its_email() {
        let profile = of(json!({"user_id": "7", "email": "Ada@example.test"}), Mode::LegacyAuthentication);
        assert_eq!(profile.value["email"], "Ada@example.test");
        assert!(!profile.lower_cased && !profile.verified);
        assert_eq!(profile.value["email_verified"], false);
    }

    #[test]
    fn user_id_wins_over_id_and_both_are_accepted() {
        for (given, expected) in [
            (json!({"id": 7}), Some("7")),
            (json!({"id": "a", "user_id": "b"}), Some("b")),
            (json!({"id": "a", "user_id": ""}), Some("a")),
            (json!({"user_id": null}), None),
            (json!({"user_id": {"$oid": "1"}}), None),
        ] {
            assert_eq!(raw_id(&given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn an_id_that_is_prefixed_already_gets_a_second_prefix() {
        let profile = of(json!({"user_id": "auth0|7"}), Mode::AutomaticMigration);
        assert_eq!(profile.user_id.as_deref(), Some("auth0|auth0|7"));
    }

    #[test]
    fn tokens_move_into_the_identity() {
        let profile = of(json!({"user_id": "7", "access_token": "t"}), Mode::LegacyAuthentication);
        assert_eq!(profile.value["access_token"], Value::Null);
        assert_eq!(profile.value["identities"][0]["access_token"], "t");
    }
}
