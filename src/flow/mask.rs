//! What must not be read by anyone in a connection and its inputs.

use crate::connection::Connection;
use crate::flow::{Auth0Store, Credential, Inputs};
use crate::recording::masking::{looks_secret, Mask};

/// The mask for everything that is shown of `connection` played with `inputs`: the typed passwords, the
/// `configuration` values, secret keywords, and the passwords of the users in the Auth0 store.
pub fn mask(connection: &Connection, inputs: &Inputs, store: &Auth0Store) -> Mask {
    let typed = inputs.secrets().map(|secret| secret.expose().clone());
    let stored = store.users().iter().filter_map(|user| match &user.credential {
        Credential::None | Credential::Unknown => None,
        Credential::Password(secret) => Some(secret.expose().clone()),
        // A store may hold thousands; those that anyone would know for a hash are masked by their look.
        Credential::Hash(secret) => Some(secret.expose().clone()).filter(|hash| !looks_secret(hash)),
    });
    let keywords = connection.secret_keywords().map(|secret| secret.expose().clone());
    let configuration = connection.configuration.iter();
    let configuration = configuration.map(|(key, value)| (key.as_str(), value.expose().as_str()));
    Mask::with_configuration(typed.chain(stored).chain(keywords), configuration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples::{connection, inputs};
    use serde_json::json;

    #[test]
    fn typed_stored_and_configured_secrets_are_masked() {
        let mut connection = connection();
        connection.configuration.insert("DB_PASSWORD".into(), "swan-lake".to_owned().into());
        connection.configuration.insert("DB_NAME".into(), "club".to_owned().into());
        connection.settings.auth0_users = vec![json!({"password": "hidden-away"}), json!({"password_hash": "abcdef"})];
        let store = Auth0Store::of(&connection);
        let mut inputs = inputs();
        inputs.new_password = Some("battery-staple".to_owned().into());
        let text = "correct-horse battery-staple swan-lake hidden-away abcdef club|7";
        let masked = mask(&connection, &inputs, &store).text(text).into_owned();
        assert_eq!(masked.matches("‹masked").count(), 5, "{masked}");
        assert!(masked.ends_with("club|7"), "{masked}");
    }
}
