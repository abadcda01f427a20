//! The profile as Auth0 would hold it (§2.4).

use serde_json::{json, Map, Value};

use super::gravatar;
use crate::connection::Mode;
use crate::flow::Facts;

/// What Auth0 puts before the raw id of every user of a database connection.
pub const AUTH0_PREFIX: &str = "auth0|";

/// A returned profile, normalised.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::flow) struct HeldProfile {
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

/// The raw id of a profile: `user_id`, else `id`, as text. Numbers count, empty text does not.
pub fn raw_id(profile: &Value) -> Option<String> {
    ["user_id", "id"].into_iter().find_map(|key| as_id(&profile[key]))
}

fn as_id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// The field that is taken as the id: `user_id` before `id`, or the other way round (X12).
pub(super) fn id_field(returned: &Map<String, Value>, facts: &Facts) -> Option<&'static str> {
    let order = if facts.reads("X12", "id") { ["id", "user_id"] } else { ["user_id", "id"] };
    order.into_iter().find(|key| returned.get(*key).and_then(as_id).is_some())
}

/// Whether `metadata` is taken as `app_metadata` (X4). Where a script gives both there is nothing to take it for.
pub(super) fn metadata_is_renamed(returned: &Map<String, Value>, facts: &Facts) -> bool {
    !facts.reads("X4", "plain")
        && returned.get("metadata").is_some_and(Value::is_object)
        && !returned.contains_key("app_metadata")
}

/// The keys of `non_persistent_attrs`: what a script returns under them is not stored.
pub(super) fn is_persistent(key: &str, facts: &Facts) -> bool {
    let listed = facts.options.other.get("non_persistent_attrs").and_then(Value::as_array);
    !listed.is_some_and(|keys| keys.iter().any(|listed| listed.as_str() == Some(key)))
}

/// What Auth0 makes of the profile that `login` or `get_user` returned.
///
/// Auth0 prefixes the id and keeps the raw one in `identities[0]`, moves `access_token` and `refresh_token` there,
/// counts a missing `email_verified` as false and generates `name`, `nickname` and `picture`. Its own store, that is
/// automatic migration, has e-mail and user name in lower case (M9) unless it is of the first strategy version (M8), and
/// takes `mfa_factors` as factors (M13).
pub(in crate::flow) fn held(returned: &Map<String, Value>, facts: &Facts) -> HeldProfile {
    let migrates = facts.mode == Mode::AutomaticMigration;
    let id_field = id_field(returned, facts);
    let raw = id_field.and_then(|key| as_id(&returned[key]));
    let user_id = raw.as_ref().map(|raw| format!("{AUTH0_PREFIX}{raw}"));
    let mut fields = Map::new();
    if let Some(user_id) = &user_id {
        fields.insert("user_id".into(), json!(user_id));
    }
    let mut identity = Map::new();
    identity.insert("connection".into(), json!(facts.connection));
    identity.insert("provider".into(), json!("auth0"));
    identity.insert("user_id".into(), json!(raw));
    identity.insert("isSocial".into(), json!(false));

    let renamed = metadata_is_renamed(returned, facts);
    for (key, value) in returned {
        match key.as_str() {
            "user_id" => {}
            "id" if id_field != Some("user_id") => {}
            "access_token" | "refresh_token" => {
                identity.insert(key.clone(), value.clone());
            }
            "mfa_factors" if migrates => {}
            "metadata" if renamed => {
                fields.insert("app_metadata".into(), value.clone());
            }
            _ if !is_persistent(key, facts) => {}
            _ => {
                fields.insert(key.clone(), value.clone());
            }
        }
    }
    let lowers = migrates && facts.options.strategy_version != Some(1);
    let lower_cased = lowers && put_in_lower_case(&mut fields, "email");
    if lowers {
        put_in_lower_case(&mut fields, "username");
    }
    fields.entry("email_verified").or_insert(json!(false));
    let verified = fields["email_verified"] == json!(true);
    let generated = generate(&mut fields);
    fields.insert("identities".into(), json!([identity]));
    HeldProfile { value: Value::Object(fields), user_id, generated, lower_cased, verified }
}

/// True if that changed anything.
fn put_in_lower_case(fields: &mut Map<String, Value>, key: &str) -> bool {
    let Some(Value::String(text)) = fields.get_mut(key) else { return false };
    let lower = text.to_lowercase();
    let changed = lower != *text;
    *text = lower;
    changed
}

/// What Auth0 fills in of a user with an e-mail, if it is missing: the e-mail itself as the name, what stands before the
/// `@` as the nickname, and a picture.
fn generate(fields: &mut Map<String, Value>) -> Vec<&'static str> {
    let Some(email) = fields.get("email").and_then(Value::as_str).map(str::to_owned) else { return Vec::new() };
    let nickname = email.split('@').next().unwrap_or(&email).to_owned();
    let picture = gravatar::picture(&email);
    let wanted = [("name", email), ("nickname", nickname), ("picture", picture)];
    let missing = wanted.into_iter().filter(|(key, _)| !fields.contains_key(*key)).collect::<Vec<_>>();
    missing
        .into_iter()
        .map(|(key, value)| {
            fields.insert(key.into(), Value::String(value));
            key
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::flow::samples::{connection, facts, inputs};
    use crate::flow::Operation;

    fn facts_in(mode: Mode) -> Facts {
        facts(&connection(), Operation::Login, mode, inputs())
    }

    fn of(value: Value, mode: Mode) -> HeldProfile {
        held(value.as_object().unwrap(), &facts_in(mode))
    }

    #[test]
    fn the_id_is_prefixed_and_the_raw_one_kept_in_identities() {
        let profile = of(
            json!({"user_id": "7", "email": "Ada@example.test", "email_verified": true, "plan": "gold",
                "picture": "https://example.test/ada.png"}),
            Mode::AutomaticMigration,
        );
        assert_eq!(
            profile.value,
            json!({"user_id": "auth0|7", "email": "ada@example.test", "email_verified": true, "plan": "gold",
                "picture": "https://example.test/ada.png", "name": "ada@example.test", "nickname": "ada",
                "identities": [{"connection": "legacy-users", "provider": "auth0", "user_id": "7", "isSocial": false}]})
        );
        assert!(profile.lower_cased && profile.verified);
        assert_eq!(profile.generated, ["name", "nickname"]);
    }

    #[test]
    fn a_legacy_profile_keeps_the_case_of_its_email() {
        let profile = of(json!({"user_id": "7", "email": "Ada@example.test"}), Mode::LegacyAuthentication);
        assert_eq!(profile.value["email"], "Ada@example.test");
        assert!(!profile.lower_cased && !profile.verified);
        assert_eq!(profile.value["email_verified"], false);
    }

    #[test]
    fn a_user_name_is_put_in_lower_case_but_by_the_first_strategy_version() {
        let mut facts = facts_in(Mode::AutomaticMigration);
        let returned = json!({"user_id": "7", "username": "Ada"});
        for (version, expected) in [(None, "ada"), (Some(1), "Ada"), (Some(2), "ada")] {
            facts.options.strategy_version = version;
            assert_eq!(held(returned.as_object().unwrap(), &facts).value["username"], expected, "{version:?}");
        }
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
            let profile = of(given.clone(), Mode::AutomaticMigration);
            assert_eq!(profile.user_id, expected.map(|raw| format!("auth0|{raw}")), "{given}");
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

    #[test]
    fn metadata_is_taken_as_app_metadata_unless_both_are_there() {
        let profile = of(json!({"user_id": "7", "metadata": {"plan": "gold"}}), Mode::AutomaticMigration).value;
        assert_eq!((&profile["app_metadata"]["plan"], &profile["metadata"]), (&json!("gold"), &Value::Null));
        let both = json!({"user_id": "7", "metadata": {"a": 1}, "app_metadata": {"b": 2}});
        let profile = of(both, Mode::AutomaticMigration).value;
        assert_eq!((&profile["app_metadata"], &profile["metadata"]), (&json!({"b": 2}), &json!({"a": 1})));
    }

    #[test]
    fn the_readings_of_x4_and_x12_are_honoured() {
        let mut facts = facts_in(Mode::AutomaticMigration);
        assert!(facts.variants.choose("X4", "plain") && facts.variants.choose("X12", "id"));
        let returned = json!({"id": "a", "user_id": "b", "metadata": {"plan": "gold"}});
        let profile = held(returned.as_object().unwrap(), &facts);
        assert_eq!(profile.user_id.as_deref(), Some("auth0|a"));
        assert_eq!(
            (&profile.value["metadata"]["plan"], &profile.value["app_metadata"]),
            (&json!("gold"), &Value::Null)
        );
    }

    #[test]
    fn factors_are_imported_and_what_must_not_persist_is_left_out() {
        let mut facts = facts_in(Mode::AutomaticMigration);
        facts.options.other.insert("non_persistent_attrs".into(), json!(["ssn"]));
        let returned = json!({"user_id": "7", "mfa_factors": [{"totp": {"secret": "JBSWY3DP"}}], "ssn": "1"});
        let profile = held(returned.as_object().unwrap(), &facts).value;
        assert_eq!((profile.get("mfa_factors"), profile.get("ssn")), (None, None));
        let legacy = of(json!({"user_id": "7", "mfa_factors": []}), Mode::LegacyAuthentication).value;
        assert!(legacy.get("mfa_factors").is_some());
    }
}
