//! The simulated Auth0 user store of one connection: its users, what their identities hold, and how complete they are.

mod change;
mod user;

pub use change::Change;
pub use user::{Auth0User, Credential, PasswordCheck, Record};

use serde_json::Value;

/// The users of one connection, as the Auth0 store holds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Auth0Store {
    users: Vec<Auth0User>,
}

impl Auth0Store {
    /// The users among these Management API objects that have an identity in `connection`. A user without `identities`
    /// counts as one of this connection; what is no object is left out.
    pub fn of_connection(users: &[Value], connection: &str) -> Self {
        let belongs = |user: &&Value| match user["identities"].as_array() {
            Some(identities) if !identities.is_empty() => {
                identities.iter().any(|identity| identity["connection"].as_str() == Some(connection))
            }
            _ => true,
        };
        Self { users: users.iter().filter(belongs).filter_map(Auth0User::of).collect() }
    }

    /// All users, in the order they came.
    pub fn users(&self) -> &[Auth0User] {
        &self.users
    }

    /// The user with this e-mail, user name or phone number, whatever the case (M8: they are kept in lower case).
    pub fn find(&self, identifier: &str) -> Option<&Auth0User> {
        let identifier = identifier.to_lowercase();
        self.users.iter().find(|user| {
            ["email", "username", "phone_number"]
                .iter()
                .any(|key| user.text(key).is_some_and(|value| value.to_lowercase() == identifier))
        })
    }

    /// The user with this public id, `auth0|7`.
    pub fn by_id(&self, user_id: &str) -> Option<&Auth0User> {
        self.users.iter().find(|user| user.user_id().as_deref() == Some(user_id))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_user_is_found_by_any_identifier_whatever_its_case() {
        let users = [json!({"user_id": "auth0|1", "email": "Ada@Example.test", "username": "ada"})];
        let store = Auth0Store::of_connection(&users, "mine");
        for identifier in ["ada@example.test", "ADA@EXAMPLE.TEST", "Ada"] {
            assert!(store.find(identifier).is_some(), "{identifier}");
        }
        assert_eq!(store.find("ad"), None);
        assert!(store.by_id("auth0|1").is_some());
    }

    #[test]
    fn a_user_of_another_connection_is_not_known() {
        let users = [
            json!({"email": "a@example.test", "identities": [{"connection": "other"}]}),
            json!({"email": "b@example.test", "identities": [{"connection": "other"}, {"connection": "mine"}]}),
            json!({"email": "c@example.test"}),
            json!("no object"),
        ];
        let store = Auth0Store::of_connection(&users, "mine");
        let emails: Vec<_> = store.users().iter().filter_map(|user| user.text("email")).collect();
        assert_eq!(emails, ["b@example.test", "c@example.test"]);
    }
}
