//! One user of the Auth0 store, field by field, being changed.

use serde_json::{Map, Value};

use super::line::{Edit, Line};
use super::users::{record, Users};
use crate::flow::{Auth0User, Credential, Record};
use crate::recording::masking::{looks_secret, names_a_secret};

/// What a line of the form is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A field of the profile. `true`: a text that is no JSON.
    Field(String, bool),
    /// The password to compare with.
    Password,
    /// Its bcrypt hash.
    Hash,
    /// How much of the user is there.
    Record,
    /// A further field, as `name = value`.
    Another,
}

/// A line of the form.
#[derive(Clone, Debug)]
pub struct UserField {
    /// What it is.
    pub part: Part,
    /// What is typed.
    pub line: Line,
    /// Something in it is a secret, however it is called.
    hidden: bool,
}

/// A user being changed.
#[derive(Clone, Debug)]
pub struct UserForm {
    /// Its place in the store; `None` if it is new.
    pub at: Option<usize>,
    /// The lines.
    pub fields: Vec<UserField>,
    /// The one being typed in.
    pub selected: usize,
    /// What was wrong when it was confirmed last.
    pub error: Option<String>,
    /// The table it was opened from.
    pub users: Users,
}

impl UserField {
    /// The label on screen.
    pub fn label(&self) -> &str {
        match &self.part {
            Part::Field(name, _) => name,
            Part::Password => "password",
            Part::Hash => "password_hash",
            Part::Record => "record",
            Part::Another => "another field",
        }
    }

    /// What to type, shown while it is empty.
    pub const fn hint(&self) -> &'static str {
        match self.part {
            Part::Field(..) => "empty: the field goes",
            Part::Password => "none: no password in Auth0; never shown",
            Part::Hash => "a bcrypt hash; never shown",
            Part::Record => "whole, partial or no metadata",
            Part::Another => "name = value",
        }
    }

    /// Whether its text must never be drawn.
    pub fn secret(&self) -> bool {
        match &self.part {
            Part::Password | Part::Hash => true,
            Part::Field(..) => self.hidden,
            Part::Another => {
                let (before, _) = self.line.text().split_once('=').unwrap_or_default();
                names_a_secret(before.trim())
            }
            Part::Record => false,
        }
    }

    /// What is drawn: the text, or dots.
    pub fn shown(&self, typing: bool) -> String {
        if !self.secret() {
            return self.line.text().to_owned();
        }
        let characters = self.line.text().chars().count();
        "•".repeat(if typing { characters } else { characters.min(1) * 8 })
    }
}

impl UserForm {
    /// The fields of a user.
    pub fn of(user: &Auth0User, at: Option<usize>, users: Users) -> Self {
        let field = |(name, value): (&String, &Value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let part = Part::Field(name.clone(), value.is_string());
            UserField { part, line: Line::new(text), hidden: holds_a_secret(name, value) }
        };
        let (password, hash) = match &user.credential {
            Credential::None | Credential::Unknown => ("", ""),
            Credential::Password(password) => (password.expose().as_str(), ""),
            Credential::Hash(hash) => ("", hash.expose().as_str()),
        };
        let mut fields: Vec<UserField> = user.profile.iter().map(field).collect();
        fields.extend(beside(password, hash, user.record));
        Self { at, fields, selected: 0, error: None, users }
    }

    /// A user that has nothing yet but the fields every user has.
    pub fn empty(users: Users) -> Self {
        let named =
            |name: &str| UserField { part: Part::Field(name.to_owned(), true), line: Line::default(), hidden: false };
        let mut form =
            Self { at: None, fields: vec![named("user_id"), named("email")], selected: 0, error: None, users };
        form.fields.extend(beside("", "", Record::Whole));
        form
    }

    /// Changes the selected line.
    pub fn edit(&mut self, edit: &Edit) {
        self.error = None;
        if let Some(field) = self.fields.get_mut(self.selected) {
            field.line.edit(edit);
        }
    }

    /// Selects another line, around the ends.
    pub fn select(&mut self, by: isize) {
        let len = self.fields.len().max(1) as isize;
        self.selected = (self.selected as isize + by).rem_euclid(len) as usize;
    }

    /// The user as typed; `before` is what it was.
    ///
    /// # Errors
    /// What cannot be read, and what to write instead.
    pub fn user(&self, before: Option<&Auth0User>) -> Result<Auth0User, String> {
        let mut profile = Map::new();
        // Where nothing is typed a password that nobody knows stays unknown.
        let unknown = before.is_some_and(|user| user.credential == Credential::Unknown);
        let mut credential = if unknown { Credential::Unknown } else { Credential::None };
        let mut whole = Record::Whole;
        for field in &self.fields {
            let text = field.line.text().trim();
            match &field.part {
                Part::Field(..) | Part::Another if text.is_empty() => {}
                Part::Field(name, plain) => {
                    let value = if *plain { Value::String(field.line.text().to_owned()) } else { read(text) };
                    profile.insert(name.clone(), value);
                }
                Part::Another => {
                    let (name, value) =
                        text.split_once('=').ok_or("Another field is written name = value, like plan = \"free\"")?;
                    let name = name.trim();
                    if name.is_empty() {
                        return Err("Another field needs a name before the =".to_owned());
                    }
                    profile.insert(name.to_owned(), read(value.trim()));
                }
                Part::Password if field.line.text().is_empty() => {}
                // A password may begin or end with spaces.
                Part::Password => credential = Credential::Password(field.line.text().to_owned().into()),
                Part::Hash if text.is_empty() => {}
                Part::Hash if matches!(credential, Credential::Password(_)) => {
                    // What is typed wins over what was there, and one of the two is enough.
                    let had_hash = before.is_some_and(|user| matches!(user.credential, Credential::Hash(_)));
                    if !had_hash {
                        return Err("Give a password or a password_hash, not both".to_owned());
                    }
                }
                Part::Hash if !text.starts_with("$2") => {
                    return Err("password_hash is a bcrypt hash: it begins with $2a$ or $2b$".to_owned());
                }
                Part::Hash => credential = Credential::Hash(text.to_owned().into()),
                Part::Record => {
                    let records = [Record::Whole, Record::Partial, Record::WithoutMetadata];
                    whole = records
                        .into_iter()
                        .find(|known| record(*known) == text)
                        .ok_or("A record is whole, partial or no metadata")?;
                }
            }
        }
        let identified = ["user_id", "email", "username", "phone_number"].iter().any(|key| profile.contains_key(*key));
        if !identified {
            return Err("A user needs a user_id, an email, a username or a phone_number".to_owned());
        }
        let user = before.cloned().or_else(|| Auth0User::of(&Value::Object(Map::new())));
        let mut user = user.ok_or("A user is an object")?;
        (user.profile, user.credential, user.record) = (profile, credential, whole);
        Ok(user)
    }
}

/// The lines that no profile has.
fn beside(password: &str, hash: &str, whole: Record) -> [UserField; 4] {
    let line = |part, text: &str| UserField { part, line: Line::new(text), hidden: false };
    [line(Part::Password, password), line(Part::Hash, hash), line(Part::Record, record(whole)), line(Part::Another, "")]
}

/// Whether a field must not be drawn: by its name, or by what stands in it.
fn holds_a_secret(name: &str, value: &Value) -> bool {
    names_a_secret(name)
        || match value {
            Value::Object(fields) => fields.iter().any(|(name, value)| holds_a_secret(name, value)),
            Value::Array(values) => values.iter().any(|value| holds_a_secret("", value)),
            Value::String(text) => looks_secret(text),
            _ => false,
        }
}

/// A value as typed: JSON where it is JSON, else a text.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn form(user: &Value) -> UserForm {
        UserForm::of(&Auth0User::of(user).unwrap(), Some(0), Users::default())
    }

    fn typed(form: &mut UserForm, label: &str, text: &str) {
        let field = form.fields.iter_mut().find(|field| field.label() == label).unwrap();
        field.line = Line::new(text);
    }

    #[test]
    fn what_is_not_changed_is_what_it_was() {
        let user = json!({"user_id": "auth0|1", "email": "a@example.test", "logins_count": 3, "password": " x ",
            "app_metadata": {"plan": "free"}, "record": "partial"});
        let before = Auth0User::of(&user).unwrap();
        assert_eq!(form(&user).user(Some(&before)), Ok(before.clone()));
    }

    #[test]
    fn fields_change_go_and_come() {
        let mut form = form(&json!({"user_id": "auth0|1", "email": "a@example.test", "plan": "free"}));
        typed(&mut form, "email", "b@example.test");
        typed(&mut form, "plan", "");
        typed(&mut form, "another field", "email_verified = true");
        typed(&mut form, "password", "correct-horse");
        let user = form.user(None).unwrap();
        let expected = json!({"user_id": "auth0|1", "email": "b@example.test", "email_verified": true});
        assert_eq!(Value::Object(user.profile), expected);
        assert_eq!(user.credential, Credential::Password("correct-horse".to_owned().into()));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_what_to_write() {
        for (label, text, said) in [
            ("record", "half", "A record is whole, partial or no metadata"),
            ("password_hash", "5f4dcc3b5aa7", "password_hash is a bcrypt hash: it begins with $2a$ or $2b$"),
            ("another field", "plan", "Another field is written name = value, like plan = \"free\""),
            ("user_id", "", "A user needs a user_id, an email, a username or a phone_number"),
        ] {
            let mut form = form(&json!({"user_id": "auth0|1"}));
            typed(&mut form, label, text);
            assert_eq!(form.user(None), Err(said.to_owned()), "{label}");
        }
    }

    #[test]
    fn secrets_are_dots() {
        let mut form = form(&json!({"user_id": "auth0|1", "password": "correct-horse", "access_token": "abc",
            "identities": [{"access_token": "abc"}]}));
        for label in ["password", "access_token", "identities"] {
            let field = form.fields.iter().find(|field| field.label() == label).unwrap();
            assert_eq!(field.shown(false), "••••••••", "{label}");
        }
        typed(&mut form, "another field", "refresh_token = abc");
        assert_eq!(form.fields.last().unwrap().shown(true), "•".repeat(19));
    }
}
