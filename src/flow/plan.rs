//! How an operation begins, or why it cannot.

use crate::connection::{Action, Connection};
use crate::flow::{decide, Facts, MissingInput, Operation, PasswordCheck, Step};

/// Why an operation cannot be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// The connection lacks the script.
    #[error("the connection `{connection}` has no `{action}` script, which `{operation}` needs; it has {present}")]
    NoScript {
        /// The connection's name.
        connection: String,
        /// The script.
        action: Action,
        /// The operation.
        operation: String,
        /// The scripts there are, in words.
        present: String,
    },
    /// An input is missing.
    #[error(transparent)]
    Input(#[from] MissingInput),
    /// The Auth0 store answers this login, but holds nothing to compare the password with.
    #[error(
        "`{user}` is in the Auth0 store, so no script is asked, but {why}: set `password` or a bcrypt `password_hash` \
         beside the user under [auth0] users in loginscope.toml, or record = \"profile\" if it was never migrated"
    )]
    NoPassword {
        /// The identifier typed.
        user: String,
        /// What is wrong.
        why: &'static str,
    },
}

/// The script that `facts.operation` asks first; `None` where Auth0 answers alone (M4).
///
/// # Errors
/// The operation cannot be played: its script is not there, or the Auth0 store has no password to compare with.
pub fn first_step(facts: &Facts, connection: &Connection) -> Result<Option<Step>, NoPlan> {
    let needed = match facts.operation {
        Operation::Script(action) => Some(action),
        Operation::Login => Some(Action::Login),
    };
    let decision = decide(facts, []);
    if facts.operation == Operation::Login && decision.next.is_none() && decision.verdict.is_none() {
        no_password(facts)?;
    }
    match needed.filter(|action| decision.next.is_some() || !connection.scripts.contains_key(action)) {
        Some(action) if !connection.scripts.contains_key(&action) => Err(NoPlan::NoScript {
            connection: connection.name.clone(),
            action,
            operation: facts.operation.to_string(),
            present: present(connection),
        }),
        _ => Ok(decision.next),
    }
}

/// The Auth0 store answers, but cannot compare.
fn no_password(facts: &Facts) -> Result<(), NoPlan> {
    let user = facts.identifier().to_owned();
    match facts.known.as_ref().map(|known| known.password) {
        Some(PasswordCheck::NotTyped) => Err(no_password_typed(facts).into()),
        Some(PasswordCheck::NotStored) => Err(NoPlan::NoPassword { user, why: "its password is not known" }),
        Some(PasswordCheck::UnusableHash) => {
            Err(NoPlan::NoPassword { user, why: "its `password_hash` is no usable bcrypt hash" })
        }
        _ => Ok(()),
    }
}

fn no_password_typed(facts: &Facts) -> MissingInput {
    MissingInput {
        action: Action::Login,
        input: "a password",
        option: "--password-stdin or --password",
        key: "password",
        table: facts.operation.inputs_table(),
    }
}

fn present(connection: &Connection) -> String {
    if connection.scripts.is_empty() {
        return "no scripts at all".to_owned();
    }
    connection.scripts.keys().map(|action| format!("`{action}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connection::Mode;
    use crate::flow::samples::{connection, facts, inputs, script};
    use serde_json::json;

    fn planned(mode: Mode, operation: Operation, connection: &Connection) -> Result<Option<Action>, NoPlan> {
        let step = first_step(&facts(connection, operation, mode, inputs()), connection)?;
        Ok(step.map(|step| step.action))
    }

    #[test]
    fn legacy_authentication_always_asks_login() {
        let mut connection = connection();
        connection.settings.auth0_users = vec![json!({"email": "ada@example.test", "password": "correct-horse"})];
        assert_eq!(planned(Mode::LegacyAuthentication, Operation::Login, &connection), Ok(Some(Action::Login)));
    }

    #[test]
    fn automatic_migration_asks_login_only_for_users_auth0_does_not_know() {
        let mut connection = connection();
        let mode = Mode::AutomaticMigration;
        assert_eq!(planned(mode, Operation::Login, &connection), Ok(Some(Action::Login)));
        connection.settings.auth0_users = vec![json!({"email": "ADA@example.test", "password": "correct-horse"})];
        assert_eq!(planned(mode, Operation::Login, &connection), Ok(None));
    }

    #[test]
    fn variant_x1_asks_get_user_first() {
        let mut connection = connection();
        connection.settings.variants.insert("X1".into(), json!(true));
        connection.scripts.insert(Action::GetUser, script(Action::GetUser));
        assert_eq!(planned(Mode::AutomaticMigration, Operation::Login, &connection), Ok(Some(Action::GetUser)));
        assert_eq!(planned(Mode::LegacyAuthentication, Operation::Login, &connection), Ok(Some(Action::Login)));
        connection.settings.variants.insert("X1".into(), json!("off"));
        assert_eq!(planned(Mode::AutomaticMigration, Operation::Login, &connection), Ok(Some(Action::Login)));
    }

    #[test]
    fn a_missing_script_is_named_with_those_there_are() {
        let mut connection = connection();
        let operation = Operation::Script(Action::Verify);
        let error = planned(Mode::LegacyAuthentication, operation, &connection).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the connection `legacy-users` has no `verify` script, which `script:verify` needs; it has `login`"
        );
        connection.scripts.clear();
        let error = planned(Mode::LegacyAuthentication, Operation::Login, &connection).unwrap_err();
        assert!(error.to_string().ends_with("it has no scripts at all"), "{error}");
    }

    #[test]
    fn a_mere_profile_cannot_answer_so_login_is_asked() {
        let mut connection = connection();
        connection.options.import_mode = Some(true);
        connection.settings.auth0_users = vec![json!({"email": "ada@example.test", "record": "profile"})];
        assert_eq!(planned(Mode::AutomaticMigration, Operation::Login, &connection), Ok(Some(Action::Login)));
    }

    #[test]
    fn a_known_user_without_a_password_cannot_be_checked() {
        let mut connection = connection();
        connection.options.import_mode = Some(true);
        connection.settings.auth0_users = vec![json!({"email": "ada@example.test"})];
        let error = planned(Mode::AutomaticMigration, Operation::Login, &connection).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`ada@example.test` is in the Auth0 store, so no script is asked, but its password is not known: set \
             `password` or a bcrypt `password_hash` beside the user under [auth0] users in loginscope.toml, or record = \
             \"profile\" if it was never migrated"
        );
    }
}
