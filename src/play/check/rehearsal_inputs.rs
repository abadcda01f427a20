//! What an operation is played with where nobody sits at the keyboard.
//!
//! First its own `[inputs.…]`, then those of the other operations; for an e-mail the first one that stands in a seed file.
//! A password cannot be had from a store that keeps hashes, so one is made up, and said.

use std::fmt;
use std::fs::File;
use std::io::Read;

use serde_json::Value;

use crate::connection::{Action, Connection};
use crate::flow::{Inputs, Operation};
use crate::secret::Secret;

/// Bytes of a seed file that are looked through for an e-mail.
const LOOKED_THROUGH: u64 = 1 << 20;

/// What is typed where nothing else is known.
const MADE_UP_PASSWORD: &str = "not-the-right-password";
const MADE_UP_NEW_PASSWORD: &str = "a-new-password-of-24-chars";
const MADE_UP_NEW_EMAIL: &str = "moved@example.test";

/// An input that had to be made up.
#[derive(Debug)]
pub(super) struct Lacking {
    operation: Operation,
}

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` was played with a wrong password, because none is known. Give one under {} in loginscope.toml.",
            self.operation,
            self.operation.inputs_table()
        )
    }
}

/// The inputs of an operation, and whether its password was made up.
///
/// # Errors
/// When nothing says whom it is about; the words say what to do.
pub(super) fn inputs(connection: &Connection, operation: Operation) -> Result<(Inputs, Option<Lacking>), String> {
    let given = Inputs::default().or_defaults(operation, &connection.settings.inputs);
    let mut inputs = given.map_err(|error| error.to_string())?;
    if inputs.identifier().is_none() {
        inputs.email = given_elsewhere(connection, "email").or_else(|| email_of_a_seed(connection));
    }
    if inputs.identifier().is_none() {
        return Err(format!(
            "nothing says who the user is. Give an `email` under {} in loginscope.toml.",
            operation.inputs_table()
        ));
    }
    let needs_password = matches!(operation.action(), Action::Login);
    let password = inputs.password.take().or_else(|| given_elsewhere(connection, "password").map(Secret::new));
    let lacking = (needs_password && password.is_none()).then_some(Lacking { operation });
    inputs.password = password.or_else(|| Some(Secret::new(MADE_UP_PASSWORD.to_owned())));
    let new_password =
        || given_elsewhere(connection, "new_password").unwrap_or_else(|| MADE_UP_NEW_PASSWORD.to_owned());
    inputs.new_password = inputs.new_password.or_else(|| Some(Secret::new(new_password())));
    let new_email = || given_elsewhere(connection, "new_email").or_else(|| Some(MADE_UP_NEW_EMAIL.to_owned()));
    inputs.new_email = inputs.new_email.or_else(new_email);
    inputs.user_id = inputs.user_id.or_else(|| given_elsewhere(connection, "user_id"));
    Ok((inputs, lacking))
}

/// The first text that any operation has under this name.
fn given_elsewhere(connection: &Connection, name: &str) -> Option<String> {
    let tables = connection.settings.inputs.values();
    tables.filter_map(|table| table.get(name)).find_map(Value::as_str).map(str::to_owned)
}

fn email_of_a_seed(connection: &Connection) -> Option<String> {
    connection.settings.seeds.iter().find_map(|path| {
        let mut text = Vec::new();
        // A seed file that cannot be read is told when the store is filled.
        File::open(path).and_then(|file| file.take(LOOKED_THROUGH).read_to_end(&mut text)).ok()?;
        first_email(&String::from_utf8_lossy(&text)).map(str::to_owned)
    })
}

/// The first thing in a text that looks like an e-mail address.
fn first_email(text: &str) -> Option<&str> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    text.match_indices('@').find_map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let start =
            before.rfind(|c| !belongs(c)).map_or(0, |end| end + before[end..].chars().next().map_or(1, char::len_utf8));
        let end = at + 1 + after.find(|c| !belongs(c)).unwrap_or(after.len());
        let domain = &text[at + 1..end];
        let is_domain = domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty());
        (start < at && is_domain).then(|| &text[start..end])
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::flow::samples::connection;
    use indexmap::IndexMap;
    use serde_json::json;

    #[test]
    fn the_first_address_of_a_seed_is_found_and_nothing_else() {
        let seed = "-- ask @anna\nINSERT INTO users (email) VALUES ('ada+x@example.test', 'grace@example.test');";
        assert_eq!(first_email(seed), Some("ada+x@example.test"));
        assert_eq!(first_email("a@b @c.d e@.f"), None);
        assert_eq!(first_email("–ü@ö.ä–"), Some("ü@ö.ä"));
    }

    #[test]
    fn inputs_of_other_operations_and_made_up_ones_fill_in() {
        let mut connection = connection();
        let login: IndexMap<String, Value> =
            [("email".to_owned(), json!("ada@example.test")), ("password".to_owned(), json!("correct-horse"))].into();
        connection.settings.inputs.insert("login".into(), login);
        let (given, lacking) = inputs(&connection, Operation::Script(Action::ChangePassword)).unwrap();
        assert_eq!(given.identifier(), Some("ada@example.test"));
        assert_eq!(given.password(), Some("correct-horse"));
        assert!(given.new_password.is_some() && lacking.is_none());
    }

    #[test]
    fn without_a_password_a_wrong_one_is_typed_and_without_a_user_nothing_is_played() {
        let mut connection = connection();
        connection.settings.inputs.clear();
        let refused = inputs(&connection, Operation::Login).unwrap_err();
        assert!(refused.contains("Give an `email` under [inputs.login]"), "{refused}");
        let login: IndexMap<String, Value> = [("email".to_owned(), json!("ada@example.test"))].into();
        connection.settings.inputs.insert("login".into(), login);
        let (_, lacking) = inputs(&connection, Operation::Login).unwrap();
        assert!(lacking.unwrap().to_string().starts_with("`login` was played with a wrong password"));
    }
}
