//! Users who were in the Auth0 store once: if the legacy store still has them, their next login brings them back (S6).

use serde_json::{json, Value};

use super::{Auth0User, IDENTIFIERS};

/// By what a removed user was known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Removed {
    user_id: Option<String>,
    /// E-mail, user name, phone number: key and value.
    identifiers: Vec<(&'static str, String)>,
}

impl Removed {
    /// Whether a user object stands for one who was removed.
    pub(super) fn is_one(user: &Value) -> bool {
        user["record"].as_str() == Some("removed")
    }

    /// Reads such an object.
    pub(super) fn of(user: &Value) -> Option<Self> {
        Auth0User::of(user).map(|user| Self::from(&user))
    }

    /// Whether it had this public id, e-mail, user name or phone number.
    pub(super) fn answers_to(&self, identifier: &str) -> bool {
        let lower = identifier.to_lowercase();
        self.user_id.as_deref() == Some(identifier)
            || self.identifiers.iter().any(|(_, known)| known.to_lowercase() == lower)
    }

    /// Whether this user, added now, is the same.
    pub(super) fn is(&self, user: &Auth0User) -> bool {
        user.user_id().is_some_and(|id| self.answers_to(&id))
            || IDENTIFIERS.iter().filter_map(|key| user.text(key)).any(|known| self.answers_to(known))
    }

    /// As it is written to a file.
    pub(super) fn written(&self) -> Value {
        let mut fields = serde_json::Map::new();
        fields.extend(self.user_id.iter().map(|id| ("user_id".to_owned(), json!(id))));
        fields.extend(self.identifiers.iter().map(|(key, known)| ((*key).to_owned(), json!(known))));
        fields.insert("record".into(), "removed".into());
        Value::Object(fields)
    }
}

impl From<&Auth0User> for Removed {
    fn from(user: &Auth0User) -> Self {
        let known = |key: &&'static str| Some((*key, user.text(key)?.to_owned()));
        Self { user_id: user.user_id(), identifiers: IDENTIFIERS.iter().filter_map(known).collect() }
    }
}
