//! The form: what a user fills in before a run.

use indexmap::IndexMap;
use serde_json::Value;

use super::line::{Edit, Line};
use crate::connection::{Action, Connection};
use crate::flow::{Inputs, Operation};
use crate::secret::Secret;

/// Which value a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldName {
    /// `email`.
    Email,
    /// `username`.
    Username,
    /// `password`.
    Password,
    /// `new_password`.
    NewPassword,
    /// `new_email`.
    NewEmail,
    /// `user_id`.
    UserId,
    /// `context`, JSON.
    Context,
    /// Further fields, a JSON object.
    More,
    /// A key of `configuration`.
    Configuration(String),
}

/// One field of the form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Which value.
    pub name: FieldName,
    /// What was typed.
    pub line: Line,
}

impl Field {
    /// The label on screen.
    pub fn label(&self) -> &str {
        match &self.name {
            FieldName::Email => "email",
            FieldName::Username => "username",
            FieldName::Password => "password",
            FieldName::NewPassword => "new password",
            FieldName::NewEmail => "new email",
            FieldName::UserId => "user id",
            FieldName::Context => "context",
            FieldName::More => "more",
            FieldName::Configuration(key) => key,
        }
    }

    /// What to type, shown while the field is empty.
    pub const fn hint(&self) -> &'static str {
        match self.name {
            FieldName::Email => "ada@example.test",
            FieldName::Username => "only if the user types one",
            FieldName::Password => "what the user types; never shown",
            FieldName::NewPassword => "never shown",
            FieldName::NewEmail => "the new address",
            FieldName::UserId => "raw id, without auth0|",
            FieldName::Context => "JSON object, empty for {}",
            FieldName::More => "JSON object, may stay empty",
            FieldName::Configuration(_) => "never shown",
        }
    }

    /// Whether its text must never be drawn.
    pub const fn secret(&self) -> bool {
        matches!(self.name, FieldName::Password | FieldName::NewPassword | FieldName::Configuration(_))
    }

    /// What is drawn: the text, or one dot per character of a secret (eight at most, its length is nobody's business
    /// once it is typed).
    pub fn shown(&self, typing: bool) -> String {
        if !self.secret() {
            return self.line.text().to_owned();
        }
        let characters = self.line.text().chars().count();
        let dots = if typing { characters } else { characters.min(1) * 8 };
        "•".repeat(dots)
    }
}

/// The fields of one operation on one connection.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Inputs first, then `configuration`.
    pub fields: Vec<Field>,
    /// The field being typed in.
    pub selected: usize,
}

/// A field that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Its index.
    pub field: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl Form {
    /// The fields `operation` needs, filled from `given`, then from the connection's own defaults.
    pub fn new(connection: &Connection, operation: Operation, given: &Inputs) -> Self {
        let key = operation.to_string();
        let given_for = |name: &str| connection.settings.inputs.get(name);
        // What is right for a login is right for one script alone, unless that has defaults of its own.
        let defaults = given_for(&key).or_else(|| given_for(key.trim_start_matches("script:")));
        let defaults = defaults.or_else(|| given_for("login"));
        let names = names(operation, connection.has_context());
        let mut fields: Vec<Field> = names
            .into_iter()
            .map(|name| {
                let text = typed(&name, given).or_else(|| default(&name, defaults?)).unwrap_or_default();
                Field { name, line: Line::new(text) }
            })
            .collect();
        fields.extend(connection.configuration.iter().map(|(key, value)| Field {
            name: FieldName::Configuration(key.clone()),
            line: Line::new(value.expose().clone()),
        }));
        Self { fields, selected: 0 }
    }

    /// Changes the selected field.
    pub fn edit(&mut self, edit: &Edit) {
        if let Some(field) = self.fields.get_mut(self.selected) {
            field.line.edit(edit);
        }
    }

    /// Selects another field, around the ends.
    pub fn select(&mut self, by: isize) {
        let len = self.fields.len().max(1) as isize;
        self.selected = (self.selected as isize + by).rem_euclid(len) as usize;
    }

    /// Whether nothing needed is empty: an identifier, passwords, a raw id. What a script may do without stays out.
    pub fn complete(&self) -> bool {
        let filled = |wanted: &FieldName| {
            self.fields.iter().filter(|field| field.name == *wanted).all(|field| !field.line.text().is_empty())
        };
        let has = |wanted: &FieldName| self.fields.iter().any(|field| field.name == *wanted);
        let identified = !has(&FieldName::Email)
            || filled(&FieldName::Email)
            || (has(&FieldName::Username) && filled(&FieldName::Username));
        // An id alone names a user, too.
        let named = if has(&FieldName::UserId) && has(&FieldName::Email) {
            identified || filled(&FieldName::UserId)
        } else {
            identified && filled(&FieldName::UserId)
        };
        named && [FieldName::Password, FieldName::NewPassword, FieldName::NewEmail].iter().all(filled)
    }

    /// The values typed. Empty fields are absent.
    ///
    /// # Errors
    /// The first field that is not the JSON it should be.
    pub fn inputs(&self) -> Result<Inputs, FieldError> {
        let mut inputs = Inputs::default();
        for (index, field) in self.fields.iter().enumerate() {
            let text = field.line.text();
            if text.is_empty() {
                continue;
            }
            let plain = || Some(text.to_owned());
            let secret = || Some(Secret::new(text.to_owned()));
            match &field.name {
                FieldName::Email => inputs.email = plain(),
                FieldName::Username => inputs.username = plain(),
                FieldName::Password => inputs.password = secret(),
                FieldName::NewPassword => inputs.new_password = secret(),
                FieldName::NewEmail => inputs.new_email = plain(),
                FieldName::UserId => inputs.user_id = plain(),
                FieldName::Context => inputs.context = Some(Value::Object(object(index, field)?)),
                FieldName::More => inputs.more = object(index, field)?.into_iter().collect(),
                FieldName::Configuration(_) => {}
            }
        }
        Ok(inputs)
    }

    /// `configuration` as typed.
    pub fn configuration(&self) -> IndexMap<String, Secret<String>> {
        self.fields
            .iter()
            .filter_map(|field| match &field.name {
                FieldName::Configuration(key) => Some((key.clone(), Secret::new(field.line.text().to_owned()))),
                _ => None,
            })
            .collect()
    }
}

fn object(index: usize, field: &Field) -> Result<serde_json::Map<String, Value>, FieldError> {
    let wrong =
        |what: String| FieldError { field: index, message: format!("{} must be a JSON object: {what}", field.label()) };
    match serde_json::from_str(field.line.text()) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(wrong(r#"write {"key": "value"}"#.to_owned())),
        Err(error) => Err(wrong(format!("column {}, {}", error.column(), reason(&error)))),
    }
}

/// The parser's words without its position, which is given in the form's own terms.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

fn names(operation: Operation, context: bool) -> Vec<FieldName> {
    use FieldName::{Context, Email, More, NewEmail, NewPassword, Password, UserId, Username};
    let mut names = match operation {
        Operation::Login | Operation::Script(Action::Login) => vec![Email, Username, Password],
        Operation::Script(Action::GetUser) => vec![Email, Username],
        Operation::SignUp | Operation::Script(Action::Create) => vec![Email, Username, Password, More],
        Operation::VerifyEmail | Operation::Script(Action::Verify) => vec![Email],
        Operation::ResetPassword => vec![Email, Username, NewPassword],
        Operation::ChangePassword | Operation::Script(Action::ChangePassword) => vec![Email, NewPassword],
        Operation::ChangeEmail | Operation::Script(Action::ChangeEmail) => vec![Email, NewEmail, More],
        Operation::DeleteUser => vec![Email, Username, UserId],
        Operation::Script(Action::Delete) => vec![UserId],
        Operation::ChangeUsername
        | Operation::ChangePhoneNumber
        | Operation::Script(Action::ChangeUsername | Action::ChangePhoneNumber) => vec![Email, Username, More],
    };
    if context {
        names.push(Context);
    }
    names
}

fn typed(name: &FieldName, given: &Inputs) -> Option<String> {
    let secret = |value: &Option<Secret<String>>| value.as_ref().map(|secret| secret.expose().clone());
    match name {
        FieldName::Email => given.email.clone(),
        FieldName::Username => given.username.clone(),
        FieldName::Password => secret(&given.password),
        FieldName::NewPassword => secret(&given.new_password),
        FieldName::NewEmail => given.new_email.clone(),
        FieldName::UserId => given.user_id.clone(),
        FieldName::Context => given.context.as_ref().map(Value::to_string),
        FieldName::More if given.more.is_empty() => None,
        FieldName::More => serde_json::to_string(&given.more).ok(),
        FieldName::Configuration(_) => None,
    }
}

/// `loginscope.toml` may write a name with `_` or, as on the command line, with `-`.
fn default(name: &FieldName, defaults: &IndexMap<String, Value>) -> Option<String> {
    let key = match name {
        FieldName::Email => "email",
        FieldName::Username => "username",
        FieldName::Password => "password",
        FieldName::NewPassword => "new_password",
        FieldName::NewEmail => "new_email",
        FieldName::UserId => "user_id",
        FieldName::Context => "context",
        FieldName::More => "more",
        FieldName::Configuration(_) => return None,
    };
    let value = defaults.get(key).or_else(|| defaults.get(&key.replace('_', "-")))?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connection::{Form as Shape, Options, Settings};
    use serde_json::json;

    fn connection(inputs: Value) -> Connection {
        let inputs: IndexMap<String, IndexMap<String, Value>> = serde_json::from_value(inputs).unwrap();
        Connection {
            name: "pg".into(),
            form: Shape::BareFolder,
            path: "pg".into(),
            scripts: IndexMap::new(),
            configuration: [("KEY".to_owned(), Secret::new("s3cret".to_owned()))].into(),
            options: Options { enable_script_context: Some(true), ..Options::default() },
            settings: Settings { inputs, ..Settings::default() },
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_was_given_wins_over_what_the_connection_says() {
        let connection = connection(json!({"login": {"email": "ada@example.test", "password": "correct-horse"}}));
        let given = Inputs { email: Some("bob@example.test".into()), ..Inputs::default() };
        let inputs = Form::new(&connection, Operation::Login, &given).inputs().unwrap();
        assert_eq!(inputs.email.as_deref(), Some("bob@example.test"));
        assert_eq!(inputs.password, Some(Secret::new("correct-horse".into())));
    }

    #[test]
    fn a_script_has_defaults_of_its_own_or_those_of_the_login() {
        let connection = connection(json!({
            "login": {"email": "ada@example.test"},
            "script:change_password": {"email": "eve@example.test", "new-password": "n3w"},
        }));
        let email = |operation| Form::new(&connection, operation, &Inputs::default()).inputs().unwrap().email.unwrap();
        assert_eq!(email(Operation::Script(Action::GetUser)), "ada@example.test");
        assert_eq!(email(Operation::Script(Action::ChangePassword)), "eve@example.test");
        let form = Form::new(&connection, Operation::Script(Action::ChangePassword), &Inputs::default());
        assert!(form.complete());
    }

    #[test]
    fn it_is_complete_with_an_identifier_and_every_secret() {
        let connection = connection(json!({}));
        let complete = |email: &str, username: &str, password: &str| {
            let mut form = Form::new(&connection, Operation::Login, &Inputs::default());
            for (field, text) in form.fields.iter_mut().zip([email, username, password]) {
                field.line = Line::new(text);
            }
            form.complete()
        };
        assert!(complete("ada@example.test", "", "x"));
        assert!(complete("", "ada", "x"));
        assert!(!complete("", "", "x"));
        assert!(!complete("ada@example.test", "", ""));
    }

    #[test]
    fn a_context_that_is_no_json_object_is_named_with_its_place() {
        let connection = connection(json!({}));
        let wrong = |text: &str| {
            let mut form = Form::new(&connection, Operation::Login, &Inputs::default());
            form.fields[3].line = Line::new(text);
            form.inputs().unwrap_err()
        };
        assert_eq!(wrong("[1]").message, r#"context must be a JSON object: write {"key": "value"}"#);
        assert_eq!(
            wrong(r#"{"a": }"#),
            FieldError { field: 3, message: "context must be a JSON object: column 7, expected value".into() }
        );
    }

    #[test]
    fn secrets_are_shown_as_dots_that_do_not_tell_their_length_at_rest() {
        let connection = connection(json!({}));
        let form = Form::new(&connection, Operation::Login, &Inputs::default());
        let key = form.fields.last().unwrap();
        assert_eq!((key.label(), key.shown(false)), ("KEY", "••••••••".to_owned()));
        assert_eq!(key.shown(true), "••••••");
        assert_eq!(form.configuration()["KEY"].expose(), "s3cret");
    }
}
