//! Which scripts an operation asks, in order.

use crate::connection::{Action, Connection, Mode};
use crate::flow::{Facts, MissingInput, Operation, PasswordCheck};

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
         beside the user under [auth0] users in loginscope.toml"
    )]
    NoPassword {
        /// The identifier typed.
        user: String,
        /// What is wrong.
        why: &'static str,
    },
}

/// The scripts that `facts.operation` asks, in order; none where the Auth0 store answers alone (M4).
///
/// With variant X1 a login in automatic migration asks `get_user` before `login`.
pub fn plan(facts: &Facts, connection: &Connection) -> Result<Vec<Action>, NoPlan> {
    let steps = match (facts.operation, facts.mode, &facts.known) {
        (Operation::Script(action), ..) => vec![action],
        (Operation::Login, Mode::LegacyAuthentication, _) => vec![Action::Login],
        (Operation::Login, Mode::AutomaticMigration, Some(known)) => {
            let user = facts.identifier().to_owned();
            match known.password {
                PasswordCheck::Matches | PasswordCheck::Differs => vec![],
                PasswordCheck::NotTyped => return Err(no_password_typed(facts).into()),
                PasswordCheck::NotStored => return Err(NoPlan::NoPassword { user, why: "its password is not known" }),
                PasswordCheck::UnusableHash => {
                    return Err(NoPlan::NoPassword { user, why: "its `password_hash` is no usable bcrypt hash" });
                }
            }
        }
        (Operation::Login, Mode::AutomaticMigration, None) if facts.get_user_first => {
            vec![Action::GetUser, Action::Login]
        }
        (Operation::Login, Mode::AutomaticMigration, None) => vec![Action::Login],
    };
    match steps.iter().find(|action| !connection.scripts.contains_key(*action)) {
        None => Ok(steps),
        Some(&action) => Err(NoPlan::NoScript {
            connection: connection.name.clone(),
            action,
            operation: facts.operation.to_string(),
            present: present(connection),
        }),
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
    use crate::flow::samples::{connection, inputs, script};
    use serde_json::json;

    fn planned(mode: Mode, operation: Operation, connection: &Connection) -> Result<Vec<Action>, NoPlan> {
        plan(&Facts::new(connection, operation, mode, inputs()), connection)
    }

    #[test]
    fn legacy_authentication_always_asks_login() {
        let mut connection = connection();
        connection.settings.auth0_users = vec![json!({"email": "ada@example.test", "password": "correct-horse"})];
        assert_eq!(planned(Mode::LegacyAuthentication, Operation::Login, &connection), Ok(vec![Action::Login]));
    }

    #[test]
    fn automatic_migration_asks_login_only_for_users_auth0_does_not_know() {
        let mut connection = connection();
        let mode = Mode::AutomaticMigration;
        assert_eq!(planned(mode, Operation::Login, &connection), Ok(vec![Action::Login]));
        connection.settings.auth0_users = vec![json!({"email": "ADA@example.test", "password": "correct-horse"})];
        assert_eq!(planned(mode, Operation::Login, &connection), Ok(vec![]));
    }

    #[test]
    fn variant_x1_asks_get_user_first() {
        let mut connection = connection();
        connection.settings.variants.insert("X1".into(), json!(true));
        connection.scripts.insert(Action::GetUser, script(Action::GetUser));
        let both = vec![Action::GetUser, Action::Login];
        assert_eq!(planned(Mode::AutomaticMigration, Operation::Login, &connection), Ok(both));
        assert_eq!(planned(Mode::LegacyAuthentication, Operation::Login, &connection), Ok(vec![Action::Login]));
        connection.settings.variants.insert("X1".into(), json!(false));
        assert_eq!(planned(Mode::AutomaticMigration, Operation::Login, &connection), Ok(vec![Action::Login]));
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
    fn a_known_user_without_a_password_cannot_be_checked() {
        let mut connection = connection();
        connection.settings.auth0_users = vec![json!({"email": "ada@example.test"})];
        let error = planned(Mode::AutomaticMigration, Operation::Login, &connection).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`ada@example.test` is in the Auth0 store, so no script is asked, but its password is not known: set \
             `password` or a bcrypt `password_hash` beside the user under [auth0] users in loginscope.toml"
        );
    }
}
