//! How an operation begins, or why it cannot.

use crate::connection::{Action, Connection};
use crate::flow::arguments::{needed, password_of_login};
use crate::flow::{decide, Facts, LinkState, MissingInput, Operation, PasswordCheck, Step};

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

/// The script that `facts.operation` asks first; `None` where Auth0 answers alone, or refuses at once.
///
/// # Errors
/// The operation cannot be played: an input or the script it is about is not there, or the Auth0 store has no password to
/// compare with.
pub fn first_step(facts: &Facts, connection: &Connection) -> Result<Option<Step>, NoPlan> {
    needed(facts)?;
    let decision = decide(facts, []);
    if facts.operation == Operation::Login && decision.next.is_none() && decision.verdict.is_none() {
        no_password(facts)?;
    }
    let about_one_script = matches!(facts.operation, Operation::Login | Operation::Script(_));
    let lacking = decision.chain.iter().find(|link| link.state == LinkState::Missing && about_one_script);
    match lacking.filter(|link| link.action == facts.operation.action()) {
        Some(link) => Err(NoPlan::NoScript {
            connection: connection.name.clone(),
            action: link.action,
            operation: facts.operation.to_string(),
            present: present(connection),
        }),
        None => Ok(decision.next),
    }
}

/// The Auth0 store answers, but cannot compare.
fn no_password(facts: &Facts) -> Result<(), NoPlan> {
    let user = facts.identifier().to_owned();
    match facts.known.as_ref().map(|known| known.password) {
        Some(PasswordCheck::NotTyped) => Err(password_of_login(facts).into()),
        Some(PasswordCheck::NotStored) => Err(NoPlan::NoPassword { user, why: "its password is not known" }),
        Some(PasswordCheck::UnusableHash) => {
            Err(NoPlan::NoPassword { user, why: "its `password_hash` is no usable bcrypt hash" })
        }
        _ => Ok(()),
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
    use crate::flow::Inputs;
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
    fn a_known_user_who_cannot_be_compared_is_named_with_what_to_do() {
        let mut connection = connection();
        connection.options.import_mode = Some(true);
        for (user, why) in [
            (json!({"email": "ada@example.test"}), "its password is not known"),
            (
                json!({"email": "ada@example.test", "password_hash": "5f4dcc3b5aa7"}),
                "its `password_hash` is no usable bcrypt hash",
            ),
        ] {
            connection.settings.auth0_users = vec![user];
            let error = planned(Mode::AutomaticMigration, Operation::Login, &connection).unwrap_err();
            let expected = format!(
                "`ada@example.test` is in the Auth0 store, so no script is asked, but {why}: set `password` or a bcrypt \
                 `password_hash` beside the user under [auth0] users in loginscope.toml, or record = \"profile\" if it \
                 was never migrated"
            );
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn a_whole_operation_that_lacks_a_script_is_decided_and_not_refused() {
        let connection = connection();
        let change = Inputs { new_email: Some("ada@new.example.test".into()), ..inputs() };
        let facts = facts(&connection, Operation::ChangeEmail, Mode::LegacyAuthentication, change);
        assert_eq!(first_step(&facts, &connection), Ok(None));
        let error = planned(Mode::LegacyAuthentication, Operation::ChangeEmail, &connection).unwrap_err();
        assert!(error.to_string().starts_with("`change-email` needs a new e-mail"), "{error}");
    }
}
