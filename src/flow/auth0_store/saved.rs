//! The Auth0 store as text, so that it can be taken up again.

use bcrypt::BcryptError;

use super::removed::Removed;
use super::{Auth0Store, Auth0User};

impl Auth0Store {
    /// One user a line: the object of the Management API with `password_hash` (bcrypt), `record` and `origin` beside its
    /// fields where there is something to say. Read again, the store decides as it did.
    ///
    /// A password that was typed is hashed here and never written; each takes the time bcrypt takes at cost 10.
    ///
    /// # Errors
    /// When a password cannot be hashed.
    pub fn to_ndjson(&self) -> Result<String, BcryptError> {
        let mut text = String::new();
        for user in self.users.iter().map(Auth0User::written) {
            text.push_str(&format!("{}\n", user?));
        }
        for gone in self.removed.iter().map(Removed::written) {
            text.push_str(&format!("{gone}\n"));
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::flow::samples::connection;
    use crate::flow::PasswordCheck;
    use serde_json::{json, Value};

    /// The store of users that are read, in a connection that imports or not.
    fn read(users: Vec<Value>, imports: bool) -> Auth0Store {
        let mut connection = connection();
        connection.options.import_mode = Some(imports);
        connection.settings.auth0_users = users;
        Auth0Store::of(&connection)
    }

    fn again(store: &Auth0Store, imports: bool) -> (String, Auth0Store) {
        let text = store.to_ndjson().unwrap();
        let users = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (text, read(users, imports))
    }

    #[test]
    fn a_saved_store_is_the_same_when_it_is_read_again() {
        let hash = bcrypt::hash("correct-horse", 4).unwrap();
        let users = vec![
            json!({"user_id": "auth0|1", "email": "a@example.test", "password_hash": hash}),
            json!({"user_id": "auth0|2", "email": "b@example.test", "record": "partial"}),
            json!({"user_id": "auth0|3", "password_hash": hash, "record": "without-metadata", "origin": "bulk"}),
            json!({"user_id": "auth0|4", "record": "profile", "user_metadata": {"a": [1, null]}}),
            json!({"user_id": "auth0|5", "password_hash": null}),
            json!({"user_id": "auth0|6", "email": "c@example.test", "record": "removed"}),
        ];
        for imports in [true, false] {
            let store = read(users.clone(), imports);
            assert_eq!(again(&store, imports).1, store, "import mode {imports}");
        }
    }

    #[test]
    fn a_typed_password_is_saved_as_a_hash_that_compares_alike() {
        let store = read(vec![json!({"email": "a@example.test", "password": "correct-horse"})], true);
        let (text, saved) = again(&store, true);
        assert!(!text.contains("correct-horse") && text.contains("$2b$10$"), "{text}");
        let user = saved.find("a@example.test").unwrap();
        assert_eq!(user.check(Some("correct-horse")), PasswordCheck::Matches);
        assert_eq!(user.check(Some("wrong-horse")), PasswordCheck::Differs);
    }
}
