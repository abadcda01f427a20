//! What a decision rests on besides the script runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::connection::{Action, Circumstances, Connection, Mode, Options, Runtime};
use crate::flow::auth0_store::{Auth0Store, Auth0User, PasswordCheck};
use crate::flow::variants::Variants;
use crate::flow::{About, Inputs, Operation, Step};

/// What is played, and in what state of things.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// What is played.
    pub operation: Operation,
    /// The mode it is played in; may differ from the connection's own.
    pub mode: Mode,
    /// What the user typed, defaults included.
    pub inputs: Inputs,
    /// The users of this connection in the Auth0 store before the operation.
    pub store: Arc<Auth0Store>,
    /// Which readings of the sources hold.
    pub variants: Variants,
    /// How it comes about, and what gets in its way.
    pub circumstances: Circumstances,
}

impl Situation {
    /// The operation as the connection's settings have it: its mode, its users, its variants and circumstances.
    pub fn of(connection: &Connection, operation: Operation, inputs: Inputs) -> Self {
        let settings = &connection.settings;
        Self {
            operation,
            mode: connection.mode(),
            inputs,
            store: Arc::new(Auth0Store::of(connection)),
            variants: Variants::chosen(&settings.variants),
            circumstances: settings.circumstances,
        }
    }
}

/// All that is settled before the first script runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What is played.
    pub operation: Operation,
    /// The mode it is played in.
    pub mode: Mode,
    /// The connection's name, as in `identities[].connection`.
    pub connection: String,
    /// The scripts it has.
    pub scripts: BTreeSet<Action>,
    /// The platform's Node.
    pub runtime: Runtime,
    /// The settings of the connection.
    pub options: Options,
    /// What the user typed, defaults included.
    pub inputs: Inputs,
    /// The users of this connection in the Auth0 store before the operation.
    pub store: Arc<Auth0Store>,
    /// The user it is about, if the Auth0 store has it.
    pub known: Option<Known>,
    /// Which readings of the sources hold.
    pub variants: Variants,
    /// How it comes about, and what gets in its way.
    pub circumstances: Circumstances,
}

/// The user an operation is about, as the Auth0 store has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The user.
    pub user: Auth0User,
    /// How the typed password compares.
    pub password: PasswordCheck,
}

impl Facts {
    /// Looks the user up in the Auth0 store and checks the typed password, once for all.
    pub fn new(connection: &Connection, situation: Situation) -> Self {
        let Situation { operation, mode, inputs, store, variants, circumstances } = situation;
        let by_id = inputs.user_id.as_deref().and_then(|id| {
            let public = if id.starts_with(super::AUTH0_PREFIX) { id.to_owned() } else { format!("auth0|{id}") };
            store.by_id(&public)
        });
        let known = inputs.identifier().and_then(|identifier| store.find(identifier)).or(by_id);
        let known = known.map(|user| Known { user: user.clone(), password: user.check(inputs.password()) });
        Self {
            operation,
            mode,
            connection: connection.name.clone(),
            scripts: connection.scripts.keys().copied().collect(),
            runtime: connection.settings.runtime,
            options: connection.options.clone(),
            known,
            store,
            variants,
            circumstances,
            inputs,
        }
    }

    /// The typed identifier, for sentences.
    pub(super) fn identifier(&self) -> &str {
        self.inputs.identifier().or(self.inputs.user_id.as_deref()).unwrap_or("the user")
    }

    /// The scripts that the operation may ask, in order.
    pub fn possible_steps(&self) -> Vec<Step> {
        let mut steps = self.operation.possible_steps(self.mode, &self.variants, &self.circumstances);
        steps.retain(|step| step.about == About::User || self.new_value().is_some());
        steps
    }

    /// What the e-mail, user name or phone number is to become, where the operation changes one.
    pub(super) fn new_value(&self) -> Option<String> {
        match self.operation {
            Operation::ChangeEmail => self.inputs.new_email.clone(),
            Operation::ChangeUsername => self.inputs.more_text("new_username"),
            Operation::ChangePhoneNumber => self.inputs.more_text("new_phone_number"),
            _ => None,
        }
    }

    /// The user it is about, where the Auth0 store is asked at all: nobody looks there for one script alone.
    pub(super) fn subject(&self) -> Option<&Known> {
        self.known.as_ref().filter(|_| !matches!(self.operation, Operation::Script(_)))
    }

    /// Whether automatic migration asks `change_password` for users that are not migrated yet (X3, X14).
    pub(super) fn asks_change_password(&self) -> bool {
        self.operation.asks_change_password(&self.variants)
    }

    /// Whether a reset of such a user goes to the legacy store (X3).
    pub(super) fn asks_change_password_at_reset(&self) -> bool {
        self.reads("X3", "change-password")
    }

    /// Whether this reading of a contradiction holds.
    pub(super) fn reads(&self, variant: &str, choice: &str) -> bool {
        self.variants.is(variant, choice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples::{connection, inputs};
    use serde_json::json;

    #[test]
    fn the_typed_identifier_or_the_id_is_looked_up_once() {
        let mut connection = connection();
        connection.settings.auth0_users =
            vec![json!({"user_id": "auth0|1", "email": "ada@example.test", "password": "correct-horse"})];
        let facts = |inputs| Facts::new(&connection, Situation::of(&connection, Operation::Login, inputs));
        let known = facts(inputs()).known;
        assert_eq!(known.map(|known| known.password), Some(PasswordCheck::Matches));
        let nobody = Inputs { email: Some("nobody@example.test".into()), ..Inputs::default() };
        assert_eq!(facts(nobody).known, None);
        let by_id = facts(Inputs { user_id: Some("1".into()), ..Inputs::default() });
        assert_eq!(by_id.known.map(|known| known.password), Some(PasswordCheck::NotTyped));
    }
}
