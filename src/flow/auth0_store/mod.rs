//! The simulated Auth0 user store of one connection: its users, what their identities hold, and how complete they are.

mod change;
mod removed;
mod saved;
mod user;

pub use change::Change;
pub use user::{Auth0User, Credential, Origin, PasswordCheck, Record};

use std::collections::HashMap;

use self::removed::Removed;
use crate::connection::{users_of, Connection, Mode};

/// What identifies a user beside its id; each is unique within a connection.
const IDENTIFIERS: [&str; 3] = ["email", "username", "phone_number"];

/// The users of one connection, as the Auth0 store holds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Auth0Store {
    users: Vec<Auth0User>,
    /// Those who were there once.
    removed: Vec<Removed>,
}

impl Auth0Store {
    /// The users that the connection's settings give it. Where its import mode is on, they have passwords, told or not;
    /// where it is off, who has none is a mere profile. Of two users with one id the later one counts, as a file saved
    /// after an operation comes after what the settings began with.
    pub fn of(connection: &Connection) -> Self {
        let imports = connection.mode() == Mode::AutomaticMigration;
        let read = if imports { Auth0User::imported } else { Auth0User::of };
        let mut store = Self::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        for user in users_of(&connection.settings.auth0_users, &connection.name) {
            if let Some(gone) = Some(user).filter(|user| Removed::is_one(user)).and_then(Removed::of) {
                store.users.retain(|user| !gone.is(user));
                places = store.places();
                store.removed.push(gone);
                continue;
            }
            let Some(user) = read(user) else { continue };
            store.removed.retain(|gone| !gone.is(&user));
            match user.user_id().map(|id| (places.get(&id).copied(), id)) {
                Some((Some(place), _)) => store.users[place] = user,
                known => {
                    places.extend(known.map(|(_, id)| (id, store.users.len())));
                    store.users.push(user);
                }
            }
        }
        store
    }

    /// Where the user with each public id stands.
    fn places(&self) -> HashMap<String, usize> {
        self.users.iter().enumerate().filter_map(|(place, user)| Some((user.user_id()?, place))).collect()
    }

    /// The same store with these users; who was removed before stays removed.
    #[must_use]
    pub fn with_users(&self, users: Vec<Auth0User>) -> Self {
        let mut store = self.clone();
        store.removed.retain(|gone| !users.iter().any(|user| gone.is(user)));
        store.users = users;
        store
    }

    /// All users, in the order they came.
    pub fn users(&self) -> &[Auth0User] {
        &self.users
    }

    /// The user with this e-mail, user name or phone number, whatever the case (M8: they are kept in lower case).
    pub fn find(&self, identifier: &str) -> Option<&Auth0User> {
        let identifier = identifier.to_lowercase();
        self.users.iter().find(|user| {
            IDENTIFIERS.iter().any(|key| user.text(key).is_some_and(|value| value.to_lowercase() == identifier))
        })
    }

    /// The user with this public id, `auth0|7`.
    pub fn by_id(&self, user_id: &str) -> Option<&Auth0User> {
        self.users.iter().find(|user| user.user_id().as_deref() == Some(user_id))
    }

    /// Whether a user with this public id or identifier was there once and is no more.
    pub fn was_removed(&self, identifier: &str) -> bool {
        self.removed.iter().any(|gone| gone.answers_to(identifier))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples::connection;
    use serde_json::{json, Value};

    fn store(users: Vec<Value>) -> Auth0Store {
        let mut connection = connection();
        connection.settings.auth0_users = users;
        Auth0Store::of(&connection)
    }

    #[test]
    fn a_user_is_found_by_any_identifier_whatever_its_case() {
        let store = store(vec![json!({"user_id": "auth0|1", "email": "Ada@Example.test", "username": "ada"})]);
        for identifier in ["ada@example.test", "ADA@EXAMPLE.TEST", "Ada"] {
            assert!(store.find(identifier).is_some(), "{identifier}");
        }
        assert_eq!(store.find("ad"), None);
        assert!(store.by_id("auth0|1").is_some());
    }

    #[test]
    fn a_user_of_another_connection_is_not_known() {
        let mine = || json!({"connection": "legacy-users"});
        let store = store(vec![
            json!({"email": "a@example.test", "identities": [{"connection": "other"}]}),
            json!({"email": "b@example.test", "identities": [{"connection": "other"}, mine()]}),
            json!({"email": "c@example.test"}),
            json!("no object"),
        ]);
        let emails: Vec<_> = store.users().iter().filter_map(|user| user.text("email")).collect();
        assert_eq!(emails, ["b@example.test", "c@example.test"]);
    }

    #[test]
    fn a_user_without_a_password_is_a_mere_profile_unless_the_connection_imports() {
        let mut connection = connection();
        connection.settings.auth0_users = vec![
            json!({"email": "a@example.test"}),
            json!({"email": "b@example.test", "record": "profile"}),
            json!({"email": "c@example.test", "password": "x"}),
        ];
        let mere = |connection: &Connection| {
            Auth0Store::of(connection).users().iter().map(Auth0User::is_mere_profile).collect::<Vec<_>>()
        };
        assert_eq!(mere(&connection), [true, true, false]);
        connection.options.import_mode = Some(true);
        assert_eq!(mere(&connection), [false, true, false]);
    }

    #[test]
    fn of_what_is_said_twice_the_later_counts() {
        let store = store(vec![
            json!({"user_id": "auth0|1", "name": "first"}),
            json!({"user_id": "auth0|2", "email": "b@example.test"}),
            json!({"user_id": "1", "name": "second"}),
            json!({"user_id": "auth0|2", "record": "removed"}),
            json!({"email": "c@example.test", "record": "removed"}),
            json!({"email": "C@example.test"}),
        ]);
        let names: Vec<_> = store.users().iter().map(|user| user.text("name").or(user.text("email"))).collect();
        assert_eq!(names, [Some("second"), Some("C@example.test")]);
        assert!(store.was_removed("auth0|2") && !store.was_removed("c@example.test"));
    }

    #[test]
    fn who_was_removed_is_remembered() {
        let store = store(vec![
            json!({"email": "Ada@example.test", "record": "removed"}),
            json!({"user_id": "auth0|2", "email": "mary@example.test"}),
        ]);
        assert_eq!((store.find("ada@example.test"), store.was_removed("ada@EXAMPLE.test")), (None, true));
        let after = store.after(&[Change::Remove { user_id: "auth0|2".into() }]);
        assert!(after.was_removed("mary@example.test") && after.was_removed("auth0|2"));
        assert!(!store.was_removed("mary@example.test"));
    }
}
