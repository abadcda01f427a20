//! What an operation is played with.

use indexmap::IndexMap;
use serde_json::Value;

use crate::flow::Operation;
use crate::secret::Secret;

/// What the user typed. A field that an operation does not need is ignored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// E-mail, and the identifier unless `username` is given.
    pub email: Option<String>,
    /// User name; where given it is the identifier typed.
    pub username: Option<String>,
    /// Password.
    pub password: Option<Secret<String>>,
    /// New password (`change_password`).
    pub new_password: Option<Secret<String>>,
    /// New e-mail (`change_email`).
    pub new_email: Option<String>,
    /// Raw id without `auth0|` (`delete`).
    pub user_id: Option<String>,
    /// The `context` argument, where the connection has it.
    pub context: Option<Value>,
    /// Further fields: of the `user` object of `create`, `verified` of `change_email`.
    pub more: IndexMap<String, Value>,
}

/// A default in `loginscope.toml` that is not what its name asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{key}` under {table} in loginscope.toml must be text; put the value in quotes")]
pub struct NotText {
    /// The key.
    pub key: &'static str,
    /// The table, as written in the file.
    pub table: String,
}

impl Inputs {
    /// The identifier the user typed: the user name where one is given, else the e-mail (§2.4).
    pub fn identifier(&self) -> Option<&str> {
        self.username.as_deref().or(self.email.as_deref())
    }

    /// The password, if one is given.
    pub fn password(&self) -> Option<&str> {
        self.password.as_ref().map(|password| password.expose().as_str())
    }

    /// The new password, if one is given.
    pub fn new_password(&self) -> Option<&str> {
        self.new_password.as_ref().map(|password| password.expose().as_str())
    }

    /// A further field as text; a number counts as its digits.
    pub fn more_text(&self, key: &str) -> Option<String> {
        match self.more.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// `verified` of `change_email`. `--set verified=true` and a form give it as text or as it is.
    pub fn verified(&self) -> Option<Value> {
        Some(match self.more.get("verified")? {
            Value::String(text) if text == "true" => Value::Bool(true),
            Value::String(text) if text == "false" => Value::Bool(false),
            other => other.clone(),
        })
    }

    /// What must be masked wherever it shows.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret<String>> {
        self.password.iter().chain(&self.new_password)
    }

    /// Fills what is not given from the defaults of `loginscope.toml`: `[inputs.<operation>]`. A whole
    /// operation without a table of its own takes that of its script, `[inputs."script:create"]` for a sign-up.
    pub fn or_defaults(
        mut self,
        operation: Operation,
        defaults: &IndexMap<String, IndexMap<String, Value>>,
    ) -> Result<Self, NotText> {
        let full_name = operation.to_string();
        let of_the_script = format!("script:{}", operation.action());
        let names = [full_name.as_str(), operation.action().key(), of_the_script.as_str()];
        let Some((name, table)) = names.iter().find_map(|name| Some((*name, defaults.get(*name)?))) else {
            return Ok(self);
        };
        let written = if name.contains(':') { format!("[inputs.\"{name}\"]") } else { format!("[inputs.{name}]") };
        let text = |key: &'static str, given: Option<String>| match (given, table.get(key)) {
            (Some(given), _) => Ok(Some(given)),
            (None, None) => Ok(None),
            (None, Some(Value::String(text))) => Ok(Some(text.clone())),
            (None, Some(_)) => Err(NotText { key, table: written.clone() }),
        };
        let reveal = |secret: Option<Secret<String>>| secret.map(|secret| secret.expose().clone());
        // A user name typed instead of the default e-mail must stay the identifier, and the other way round.
        let identified = self.email.is_some();
        self.email = text("email", self.email)?;
        if !identified {
            self.username = text("username", self.username)?;
        }
        self.password = text("password", reveal(self.password))?.map(Secret::new);
        self.new_password = text("new_password", reveal(self.new_password))?.map(Secret::new);
        self.new_email = text("new_email", self.new_email)?;
        self.user_id = text("user_id", self.user_id)?;
        self.context = self.context.or_else(|| table.get("context").cloned());
        const NAMED: [&str; 7] = ["email", "username", "password", "new_password", "new_email", "user_id", "context"];
        for (key, value) in table {
            if !NAMED.contains(&key.as_str()) && !self.more.contains_key(key) {
                self.more.insert(key.clone(), value.clone());
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connection::Action;
    use serde_json::json;

    fn defaults(table: &str, values: Value) -> IndexMap<String, IndexMap<String, Value>> {
        IndexMap::from([(table.to_owned(), serde_json::from_value(values).unwrap())])
    }

    #[test]
    fn what_is_typed_wins_over_the_defaults() {
        let given = Inputs { email: Some("grace@example.test".into()), ..Inputs::default() };
        let table = defaults(
            "login",
            json!({"email": "ada@example.test", "username": "ada", "password": "correct-horse", "locale": "en"}),
        );
        let inputs = given.or_defaults(Operation::Login, &table).unwrap();
        assert_eq!(inputs.identifier(), Some("grace@example.test"));
        assert_eq!(inputs.password(), Some("correct-horse"));
        assert_eq!(inputs.more.get("locale"), Some(&json!("en")));
    }

    #[test]
    fn a_script_alone_also_takes_the_defaults_under_its_own_name() {
        let table = defaults("create", json!({"email": "ada@example.test"}));
        let inputs = Inputs::default().or_defaults(Operation::Script(Action::Create), &table).unwrap();
        assert_eq!(inputs.email.as_deref(), Some("ada@example.test"));
    }

    #[test]
    fn a_default_of_the_wrong_type_is_named_with_its_table() {
        let table = defaults("script:create", json!({"password": 12345678}));
        let error = Inputs::default().or_defaults(Operation::Script(Action::Create), &table).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`password` under [inputs.\"script:create\"] in loginscope.toml must be text; put the value in quotes"
        );
    }

    #[test]
    fn a_password_does_not_show_when_inputs_are_printed() {
        let inputs = Inputs { password: Some("correct-horse".to_owned().into()), ..Inputs::default() };
        assert!(!format!("{inputs:?}").contains("horse"));
    }
}
