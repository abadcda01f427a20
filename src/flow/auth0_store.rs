//! The Auth0 user store as far as a login reads it: the users under `[auth0] users` in `loginscope.toml`.

use serde_json::Value;

use crate::flow::profile::AUTH0_PREFIX;

/// A user the Auth0 store already has.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownUser {
    /// The public id, `auth0|7`.
    pub user_id: Option<String>,
    /// The profile as Auth0 holds it; never the password or its hash.
    pub profile: Value,
    /// How the typed password compares.
    pub password: PasswordCheck,
}

/// How a typed password compares with the one in the Auth0 store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCheck {
    /// It is the same.
    Matches,
    /// It is another one.
    Differs,
    /// No password was typed.
    NotTyped,
    /// The known user carries neither `password` nor `password_hash`.
    NotStored,
    /// `password_hash` is no bcrypt hash, or one so costly that nobody would wait for it.
    UnusableHash,
}

/// Beyond this a comparison takes minutes; Auth0's own hashes have 10.
const HIGHEST_COST: u32 = 16;

/// Keys that stand beside a Management API user object to say what the store keeps secret.
const SECRET_KEYS: [&str; 2] = ["password", "password_hash"];

impl KnownUser {
    pub(super) fn new(user: &Value, typed: Option<&str>) -> Self {
        Self { user_id: public_id(user), profile: without_secrets(user), password: check(user, typed) }
    }
}

/// The user object as Auth0 would show it.
pub(super) fn without_secrets(user: &Value) -> Value {
    let mut shown = user.clone();
    if let Some(fields) = shown.as_object_mut() {
        fields.retain(|key, _| !SECRET_KEYS.contains(&key.as_str()));
    }
    shown
}

fn check(user: &Value, typed: Option<&str>) -> PasswordCheck {
    let outcome = |same| if same { PasswordCheck::Matches } else { PasswordCheck::Differs };
    match (typed, user["password"].as_str(), user["password_hash"].as_str()) {
        (None, ..) => PasswordCheck::NotTyped,
        (Some(typed), Some(password), _) => outcome(typed == password),
        (Some(typed), None, Some(hash)) if cost(hash).is_some_and(|cost| cost <= HIGHEST_COST) => {
            bcrypt::verify(typed, hash).map_or(PasswordCheck::UnusableHash, outcome)
        }
        (Some(_), None, Some(_)) => PasswordCheck::UnusableHash,
        (Some(_), None, None) => PasswordCheck::NotStored,
    }
}

/// The cost in `$2b$10$…`.
fn cost(hash: &str) -> Option<u32> {
    hash.strip_prefix("$2")?.split('$').nth(1)?.parse().ok()
}

/// `user_id` of a Management API object, prefixed if it was given raw.
pub(super) fn public_id(user: &Value) -> Option<String> {
    let id = user["user_id"].as_str()?;
    Some(if id.starts_with(AUTH0_PREFIX) { id.to_owned() } else { format!("{AUTH0_PREFIX}{id}") })
}

/// The users that have an identity in `connection`. A user without `identities` counts as one of this connection.
pub(super) fn of_connection(users: &[Value], connection: &str) -> Vec<Value> {
    let belongs = |user: &&Value| match user["identities"].as_array() {
        Some(identities) if !identities.is_empty() => {
            identities.iter().any(|identity| identity["connection"].as_str() == Some(connection))
        }
        _ => true,
    };
    users.iter().filter(belongs).cloned().collect()
}

/// The user with this e-mail, user name or phone number, whatever the case (M8: both are kept in lower case).
pub(super) fn find<'u>(users: &'u [Value], identifier: &str) -> Option<&'u Value> {
    let identifier = identifier.to_lowercase();
    users.iter().find(|user| {
        ["email", "username", "phone_number"]
            .iter()
            .any(|key| user[*key].as_str().is_some_and(|value| value.to_lowercase() == identifier))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_user_is_found_by_any_identifier_whatever_its_case() {
        let users = [json!({"user_id": "auth0|1", "email": "Ada@Example.test", "username": "ada"})];
        for identifier in ["ada@example.test", "ADA@EXAMPLE.TEST", "Ada"] {
            assert!(find(&users, identifier).is_some(), "{identifier}");
        }
        assert_eq!(find(&users, "ad"), None);
    }

    #[test]
    fn a_user_of_another_connection_is_not_known() {
        let users = [
            json!({"email": "a@example.test", "identities": [{"connection": "other"}]}),
            json!({"email": "b@example.test", "identities": [{"connection": "other"}, {"connection": "mine"}]}),
            json!({"email": "c@example.test"}),
            json!("no object"),
        ];
        let emails = |users: Vec<Value>| users.iter().filter_map(|u| u["email"].as_str().map(str::to_owned)).collect();
        let mine: Vec<String> = emails(of_connection(&users, "mine"));
        assert_eq!(mine, ["b@example.test", "c@example.test"]);
    }

    #[test]
    fn the_typed_password_is_compared_with_text_or_bcrypt_hash() {
        let hash = bcrypt::hash("correct-horse", 4).unwrap();
        for (user, typed, expected) in [
            (json!({"password": "correct-horse"}), Some("correct-horse"), PasswordCheck::Matches),
            (json!({"password": "correct-horse"}), Some("Correct-horse"), PasswordCheck::Differs),
            (json!({"password_hash": hash}), Some("correct-horse"), PasswordCheck::Matches),
            (json!({"password_hash": hash}), Some("wrong"), PasswordCheck::Differs),
            (json!({"password_hash": "5f4dcc3b5aa7"}), Some("x"), PasswordCheck::UnusableHash),
            (json!({"password_hash": hash.replace("$04$", "$31$")}), Some("x"), PasswordCheck::UnusableHash),
            (json!({}), Some("x"), PasswordCheck::NotStored),
            (json!({"password": "correct-horse"}), None, PasswordCheck::NotTyped),
        ] {
            assert_eq!(KnownUser::new(&user, typed).password, expected, "{user} {typed:?}");
        }
    }

    #[test]
    fn a_known_user_carries_no_password() {
        let user = json!({"user_id": "7", "password": "correct-horse", "password_hash": "$2b$…"});
        let known = KnownUser::new(&user, None);
        assert_eq!(known.profile, json!({"user_id": "7"}));
        assert_eq!(known.user_id.as_deref(), Some("auth0|7"));
    }
}
