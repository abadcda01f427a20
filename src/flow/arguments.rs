//! The arguments a script is called with, all but `callback`.

use serde_json::{json, Map, Value};

use crate::connection::{Action, Connection};
use crate::flow::{Inputs, Operation, Step};

/// One argument before `callback`.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// What it is, in the documentation's words: `identifier`, `newPassword`, `context` …
    pub name: &'static str,
    /// The value passed.
    pub value: Value,
    /// The whole value must be masked when shown. (A password inside `user` is masked by its key.)
    pub secret: bool,
}

/// An input that a script needs and nobody gave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{action}` needs {input}: give {option}, or set `{key}` under {table} in loginscope.toml")]
pub struct MissingInput {
    /// The script.
    pub action: Action,
    /// What is missing, in words.
    pub input: &'static str,
    /// The command line option.
    pub option: &'static str,
    /// The key in `loginscope.toml`.
    pub key: &'static str,
    /// The table of that key, as written in the file.
    pub table: String,
}

/// A `change_email` with this many declared parameters expects the context.
const CHANGE_EMAIL_WITH_CONTEXT: usize = 5;

/// The tenant name that `create` sees when none is given with `--set tenant=…`.
const TENANT: &str = "loginscope";

/// What the dashboard and the Management API put in place of an application's id (§2.6).
const CLIENT_ID: &str = "API key";

/// The arguments of a script within `operation`, `callback` not included (§2.1).
///
/// `declared` is the number of parameters the script declares, where known: the sources disagree whether `change_email`
/// gets the context, so by default it does if it has room for it (X7).
pub fn arguments(
    operation: Operation,
    step: Step,
    connection: &Connection,
    inputs: &Inputs,
    declared: Option<usize>,
) -> Result<Vec<Argument>, MissingInput> {
    let action = step.action;
    let missing = |input, option, key| MissingInput { action, input, option, key, table: operation.inputs_table() };
    let open = |name, value: Value| Argument { name, value, secret: false };
    let secret = |name, value: &str| Argument { name, value: json!(value), secret: true };

    let identifier =
        || inputs.identifier().ok_or_else(|| missing("an e-mail or user name", "--email or --username", "email"));
    let password =
        || inputs.password().ok_or_else(|| missing("a password", "--password-stdin or --password", "password"));
    let new_password = || {
        let given = inputs.new_password.as_ref().map(|password| password.expose().as_str());
        given.ok_or_else(|| missing("a new password", "--new-password", "new_password"))
    };
    let further = |key, input, option| inputs.more.get(key).cloned().ok_or_else(|| missing(input, option, key));

    let mut arguments = match action {
        Action::Login => vec![open("identifier", json!(identifier()?)), secret("password", password()?)],
        Action::GetUser => vec![open("identifier", json!(identifier()?))],
        Action::Create => vec![open("user", user(connection, inputs, &missing, password()?)?)],
        Action::Verify => vec![open("email", json!(identifier()?))],
        Action::ChangePassword => {
            vec![open("email", json!(identifier()?)), secret("newPassword", new_password()?)]
        }
        Action::ChangeEmail => vec![
            open("email", json!(identifier()?)),
            open(
                "newEmail",
                json!(inputs.new_email.as_deref().ok_or_else(|| missing(
                    "a new e-mail",
                    "--new-email",
                    "new_email"
                ))?),
            ),
            open("verified", inputs.more.get("verified").map_or(Value::Bool(false), boolean)),
        ],
        Action::Delete => {
            let id = inputs.user_id.as_deref();
            vec![open("id", json!(id.ok_or_else(|| missing("a user id without `auth0|`", "--user-id", "user_id"))?))]
        }
        Action::ChangeUsername => vec![
            open("identifier", json!(identifier()?)),
            open("newUsername", further("new_username", "a new user name", "--set new_username=NAME")?),
        ],
        Action::ChangePhoneNumber => vec![
            open("identifier", json!(identifier()?)),
            open("newPhoneNumber", further("new_phone_number", "a new phone number", "--set new_phone_number=+1…")?),
        ],
    };
    if connection.has_context() && (action != Action::ChangeEmail || change_email_gets_it(connection, declared)) {
        // `delete` always gets an empty object (§2.10).
        let context = inputs.context.clone().filter(|_| action != Action::Delete);
        arguments.push(open("context", context.unwrap_or_else(|| json!({}))));
    }
    Ok(arguments)
}

/// Whether `change_email` gets the context where it is switched on (X7).
fn change_email_gets_it(connection: &Connection, declared: Option<usize>) -> bool {
    let settings = &connection.settings;
    settings.reads("X7", "always") || settings.reads("X7", "arity") && declared == Some(CHANGE_EMAIL_WITH_CONTEXT)
}

/// `--set verified=true` arrives as text.
fn boolean(value: &Value) -> Value {
    match value {
        Value::String(text) if text == "true" => Value::Bool(true),
        Value::String(text) if text == "false" => Value::Bool(false),
        other => other.clone(),
    }
}

/// The `user` object of `create` (§2.6).
fn user(
    connection: &Connection,
    inputs: &Inputs,
    missing: &impl Fn(&'static str, &'static str, &'static str) -> MissingInput,
    password: &str,
) -> Result<Value, MissingInput> {
    let mut user = Map::new();
    user.insert("client_id".into(), json!(CLIENT_ID));
    user.insert("tenant".into(), json!(TENANT));
    user.insert(
        "email".into(),
        json!(inputs.email.as_deref().ok_or_else(|| missing("an e-mail", "--email", "email"))?),
    );
    user.insert("password".into(), json!(password));
    user.insert("connection".into(), json!(connection.name));
    match &inputs.username {
        Some(username) => {
            user.insert("username".into(), json!(username));
        }
        None if connection.options.requires_username == Some(true) => {
            return Err(missing("a user name (the connection requires one)", "--username", "username"));
        }
        None => {}
    }
    user.extend(inputs.more.iter().map(|(key, value)| (key.clone(), value.clone())));
    Ok(Value::Object(user))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::flow::samples::{connection, inputs};

    fn names(action: Action, context: bool, declared: Option<usize>) -> Vec<&'static str> {
        let mut connection = connection();
        connection.options.enable_script_context = Some(context);
        let mut inputs = inputs();
        inputs.new_password = Some("battery-staple".to_owned().into());
        inputs.new_email = Some("ada@new.example.test".into());
        inputs.user_id = Some("7".into());
        inputs.more.insert("new_username".into(), json!("countess"));
        inputs.more.insert("new_phone_number".into(), json!("+15550100"));
        let arguments = arguments(Operation::Script(action), Step::of(action), &connection, &inputs, declared).unwrap();
        arguments.iter().map(|argument| argument.name).collect()
    }

    #[test]
    fn every_script_gets_what_its_signature_says() {
        for (action, expected) in [
            (Action::Login, &["identifier", "password"][..]),
            (Action::GetUser, &["identifier"]),
            (Action::Create, &["user"]),
            (Action::Verify, &["email"]),
            (Action::ChangePassword, &["email", "newPassword"]),
            (Action::Delete, &["id"]),
            (Action::ChangeUsername, &["identifier", "newUsername"]),
            (Action::ChangePhoneNumber, &["identifier", "newPhoneNumber"]),
        ] {
            assert_eq!(names(action, false, None), expected, "{action}");
            assert_eq!(names(action, true, None), [expected, &["context"]].concat(), "{action} with context");
        }
    }

    #[test]
    fn change_email_gets_the_context_only_if_it_has_room_for_it() {
        let short = ["email", "newEmail", "verified"];
        assert_eq!(names(Action::ChangeEmail, false, Some(5)), short);
        assert_eq!(names(Action::ChangeEmail, true, Some(4)), short);
        assert_eq!(names(Action::ChangeEmail, true, None), short);
        assert_eq!(names(Action::ChangeEmail, true, Some(5)), ["email", "newEmail", "verified", "context"]);
    }

    #[test]
    fn variant_x7_gives_change_email_the_context_always_or_never() {
        let mut connection = connection();
        connection.options.enable_script_context = Some(true);
        for (reading, declared, expected) in [("always", 4, true), ("never", 5, false), ("arity", 5, true)] {
            connection.settings.variants.insert("X7".into(), reading.into());
            assert_eq!(change_email_gets_it(&connection, Some(declared)), expected, "{reading}");
        }
    }

    #[test]
    fn the_context_is_empty_without_an_organization_and_always_for_delete() {
        let mut connection = connection();
        connection.options.enable_script_context = Some(true);
        let mut inputs = Inputs { user_id: Some("7".into()), ..inputs() };
        let last = |action, inputs: &Inputs| {
            let all = arguments(Operation::Script(action), Step::of(action), &connection, inputs, None).unwrap();
            all.last().unwrap().value.clone()
        };
        assert_eq!(last(Action::Login, &inputs), json!({}));
        inputs.context = Some(json!({"organization": {"id": "org_1"}}));
        assert_eq!(last(Action::Login, &inputs), json!({"organization": {"id": "org_1"}}));
        assert_eq!(last(Action::Delete, &inputs), json!({}));
    }

    #[test]
    fn create_gets_the_user_object_with_further_fields() {
        let mut inputs = inputs();
        inputs.username = Some("ada".into());
        inputs.more.insert("user_metadata".into(), json!({"plan": "free"}));
        let operation = Operation::Script(Action::Create);
        let arguments = arguments(operation, Step::of(Action::Create), &connection(), &inputs, None).unwrap();
        assert_eq!(
            arguments[0].value,
            json!({"client_id": "API key", "tenant": "loginscope", "email": "ada@example.test",
                "password": "correct-horse", "connection": "legacy-users", "username": "ada",
                "user_metadata": {"plan": "free"}})
        );
    }

    #[test]
    fn only_passwords_are_secret_as_a_whole() {
        let arguments = arguments(Operation::Login, Step::of(Action::Login), &connection(), &inputs(), None).unwrap();
        assert_eq!(arguments.iter().map(|argument| argument.secret).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn a_missing_input_is_named_with_its_option_and_its_key() {
        let error = |operation: Operation, inputs: &Inputs, connection: &Connection| {
            arguments(operation, Step::of(operation.action()), connection, inputs, None).unwrap_err().to_string()
        };
        let none = Inputs::default();
        assert_eq!(
            error(Operation::Login, &none, &connection()),
            "`login` needs an e-mail or user name: give --email or --username, or set `email` under [inputs.login] in \
             loginscope.toml"
        );
        assert_eq!(
            error(Operation::Script(Action::Delete), &none, &connection()),
            "`delete` needs a user id without `auth0|`: give --user-id, or set `user_id` under \
             [inputs.\"script:delete\"] in loginscope.toml"
        );
        let mut with_usernames = connection();
        with_usernames.options.requires_username = Some(true);
        assert!(error(Operation::Script(Action::Create), &inputs(), &with_usernames).contains("--username"));
    }

    #[test]
    fn verified_given_as_text_becomes_a_boolean() {
        assert_eq!(boolean(&json!("true")), json!(true));
        assert_eq!(boolean(&json!("yes")), json!("yes"));
    }
}
