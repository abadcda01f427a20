//! What an operation writes to the Auth0 store.

use serde_json::{Map, Value};

use super::removed::Removed;
use super::{Auth0Store, Auth0User, Credential, Record};

/// One thing Auth0 writes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A user is added.
    Add(Auth0User),
    /// Fields of a user get these values; those that are null go.
    Fields {
        /// The public id.
        user_id: String,
        /// The fields.
        fields: Map<String, Value>,
    },
    /// A user has another password.
    Password {
        /// The public id.
        user_id: String,
        /// What is compared from now on.
        credential: Credential,
    },
    /// What was missing of a user is there now.
    Complete {
        /// The public id.
        user_id: String,
    },
    /// A user goes.
    Remove {
        /// The public id.
        user_id: String,
    },
}

impl Auth0Store {
    /// The store after these changes, in order. A change of a user that is not there changes nothing.
    #[must_use]
    pub fn after(&self, changes: &[Change]) -> Self {
        let mut store = self.clone();
        for change in changes {
            match change {
                Change::Add(user) => {
                    store.removed.retain(|gone| !gone.is(user));
                    store.users.push(user.clone());
                }
                Change::Fields { user_id, fields } => store.alter(user_id, |user| {
                    for (key, value) in fields {
                        if value.is_null() {
                            user.profile.shift_remove(key);
                        } else {
                            user.profile.insert(key.clone(), value.clone());
                        }
                    }
                }),
                Change::Password { user_id, credential } => {
                    store.alter(user_id, |user| user.credential = credential.clone());
                }
                Change::Complete { user_id } => store.alter(user_id, |user| user.record = Record::Whole),
                Change::Remove { user_id } => {
                    store.removed.extend(store.by_id(user_id).map(Removed::from));
                    store.users.retain(|user| user.user_id().as_deref() != Some(user_id.as_str()));
                }
            }
        }
        store
    }

    fn alter(&mut self, user_id: &str, alter: impl FnOnce(&mut Auth0User)) {
        if let Some(user) = self.users.iter_mut().find(|user| user.user_id().as_deref() == Some(user_id)) {
            alter(user);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use serde_json::json;

    #[test]
    fn changes_follow_one_another() {
        let user = |value: Value| Auth0User::of(&value).unwrap();
        let fields = |value: Value| value.as_object().unwrap().clone();
        let store = Auth0Store::default().after(&[
            Change::Add(user(json!({"user_id": "auth0|1", "email": "a@example.test", "plan": "free"}))),
            Change::Add(user(json!({"user_id": "auth0|2", "record": "partial"}))),
            Change::Fields {
                user_id: "auth0|1".into(),
                fields: fields(json!({"email": "b@example.test", "plan": null})),
            },
            Change::Complete { user_id: "auth0|2".into() },
            Change::Password { user_id: "auth0|2".into(), credential: Credential::Password("x".to_owned().into()) },
            Change::Remove { user_id: "auth0|3".into() },
        ]);
        let [first, second] = store.users() else { panic!("{store:?}") };
        assert_eq!(Value::Object(first.profile.clone()), json!({"user_id": "auth0|1", "email": "b@example.test"}));
        assert_eq!(second.record, Record::Whole);
        assert_eq!(store.after(&[Change::Remove { user_id: "auth0|1".into() }]).users().len(), 1);
    }
}
