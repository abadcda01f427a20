//! What a decision rests on besides the script runs.

use serde_json::Value;

use crate::connection::{Connection, Mode, Options, Runtime};
use crate::flow::auth0_store::{self, KnownUser};
use crate::flow::{Inputs, Operation};

/// All that is settled before the first script runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What is played.
    pub operation: Operation,
    /// The mode it is played in; may differ from the connection's own.
    pub mode: Mode,
    /// The connection's name, as in `identities[].connection`.
    pub connection: String,
    /// The platform's Node.
    pub runtime: Runtime,
    /// The settings of the connection.
    pub options: Options,
    /// What the user typed, defaults included.
    pub inputs: Inputs,
    /// The user of the typed identifier, if the Auth0 store has one.
    pub known: Option<KnownUser>,
    /// All users of this connection in the Auth0 store, as Management API objects without passwords.
    pub stored: Vec<Value>,
    /// Variant X1: automatic migration asks `get_user` before `login`. Off unless `[variants] X1 = true`.
    pub get_user_first: bool,
    /// Variant X2: legacy authentication makes no user record in Auth0, not even one without a hash. Off unless
    /// `[variants] X2 = true`.
    pub no_legacy_record: bool,
}

impl Facts {
    /// Looks the typed identifier up in the Auth0 store and checks the typed password against it, once for all.
    pub fn new(connection: &Connection, operation: Operation, mode: Mode, inputs: Inputs) -> Self {
        let stored = auth0_store::of_connection(&connection.settings.auth0_users, &connection.name);
        let known = inputs
            .identifier()
            .and_then(|identifier| auth0_store::find(&stored, identifier))
            .map(|user| KnownUser::new(user, inputs.password()));
        let stored = stored.iter().map(auth0_store::without_secrets).collect();
        let is_on = |variant| connection.settings.variants.get(variant) == Some(&Value::Bool(true));
        Self {
            operation,
            mode,
            connection: connection.name.clone(),
            runtime: connection.settings.runtime,
            options: connection.options.clone(),
            known,
            stored,
            get_user_first: is_on("X1"),
            no_legacy_record: is_on("X2"),
            inputs,
        }
    }

    /// The typed identifier, for sentences.
    pub(super) fn identifier(&self) -> &str {
        self.inputs.identifier().unwrap_or("the user")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples::{connection, inputs};
    use serde_json::json;

    #[test]
    fn facts_keep_no_password_of_a_stored_user() {
        let mut connection = connection();
        connection.settings.auth0_users = vec![json!({"email": "ada@example.test", "password": "hidden-away"})];
        let facts = Facts::new(&connection, Operation::Login, Mode::AutomaticMigration, inputs());
        assert!(facts.known.is_some());
        assert!(!format!("{facts:?}").contains("hidden-away"), "{facts:?}");
    }

    #[test]
    fn only_true_switches_variant_x1_on() {
        let mut connection = connection();
        for (value, on) in [(json!(true), true), (json!(false), false), (json!("true"), false)] {
            connection.settings.variants.insert("X1".into(), value);
            let facts = Facts::new(&connection, Operation::Login, Mode::AutomaticMigration, inputs());
            assert_eq!(facts.get_user_first, on);
        }
    }
}
