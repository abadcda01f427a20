//! `options` of a connection taken apart: what a flow reads, the scripts, the configuration, and the rest as given.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::model::{Note, NoteLevel, Options};
use crate::secret::Secret;

/// `options` after reading.
#[derive(Debug, Default)]
pub(super) struct ReadOptions {
    /// The settings.
    pub options: Options,
    /// `customScripts` as given; `None` where it is absent or null.
    pub custom_scripts: Option<Map<String, Value>>,
    /// `configuration`; encrypted values are empty.
    pub configuration: IndexMap<String, Secret<String>>,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// Takes `given` apart. Keys and kinds are those of the Management API (§7.1).
pub(super) fn read_options(given: Map<String, Value>) -> ReadOptions {
    let mut read = ReadOptions::default();
    let mut bare_configuration = None;
    for (key, value) in given {
        if value.is_null() {
            continue;
        }
        match key.as_str() {
            "enabledDatabaseCustomization" => read.options.enabled_database_customization = read.boolean(&key, &value),
            "import_mode" => read.options.import_mode = read.boolean(&key, &value),
            "enable_script_context" => read.options.enable_script_context = read.boolean(&key, &value),
            "disable_signup" => read.options.disable_signup = read.boolean(&key, &value),
            "requires_username" => read.options.requires_username = read.boolean(&key, &value),
            "set_user_root_attributes" => read.options.set_user_root_attributes = read.text(&key, &value),
            "passwordPolicy" => read.options.password_policy = read.text(&key, &value),
            "strategy_version" => read.options.strategy_version = read.number(&key, &value),
            "attributes" => read.options.attributes = Some(value),
            "customScripts" => read.custom_scripts = read.map(&key, value),
            "configuration" => read.configuration(value),
            "bareConfiguration" => bare_configuration = read.map(&key, value),
            _ => {
                read.options.other.insert(key, value);
            }
        }
    }
    for (key, value) in bare_configuration.into_iter().flatten() {
        // Written in clear by older tools; where `configuration` came back encrypted this is the usable one.
        if read.configuration.get(&key).is_none_or(|known| known.expose().is_empty()) {
            if let Some(value) = read.configuration_text("bareConfiguration", &key, value) {
                read.configuration.insert(key, Secret::new(value));
            }
        }
    }
    read
}

impl ReadOptions {
    fn odd(&mut self, key: &str, value: &Value, expected: &str) {
        let message = format!("`options.{key}` is {}, not {expected}; it is ignored.", kind(value));
        self.notes.push(Note::new(NoteLevel::Warning, message));
    }

    fn boolean(&mut self, key: &str, value: &Value) -> Option<bool> {
        let (meant, spelled) = match value {
            Value::Bool(value) => return Some(*value),
            Value::String(text) if text == "true" => (true, "true"),
            Value::String(text) if text == "false" => (false, "false"),
            _ => {
                self.odd(key, value, "true or false");
                return None;
            }
        };
        let message =
            format!("`options.{key}` is the text \"{spelled}\"; it is read as {spelled}, the API would refuse it.");
        self.notes.push(Note::new(NoteLevel::Warning, message));
        Some(meant)
    }

    fn text(&mut self, key: &str, value: &Value) -> Option<String> {
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.odd(key, value, "a text");
        }
        text
    }

    fn number(&mut self, key: &str, value: &Value) -> Option<u64> {
        let number = value.as_u64();
        if number.is_none() {
            self.odd(key, value, "a whole number");
        }
        number
    }

    fn map(&mut self, key: &str, value: Value) -> Option<Map<String, Value>> {
        match value {
            Value::Object(map) => Some(map),
            other => {
                self.odd(key, &other, "an object");
                None
            }
        }
    }

    fn configuration(&mut self, value: Value) {
        let mut encrypted = Vec::new();
        for (key, value) in self.map("configuration", value).into_iter().flatten() {
            let Some(text) = self.configuration_text("configuration", &key, value) else { continue };
            let text = if is_encrypted(&text) {
                encrypted.push(format!("`{key}`"));
                String::new()
            } else {
                text
            };
            self.configuration.insert(key, Secret::new(text));
        }
        if !encrypted.is_empty() {
            let message = format!(
                "The values of {} are encrypted by Auth0 and cannot be used: only their names are known. Give \
                 the values in [configuration] of loginscope.toml.",
                encrypted.join(", ")
            );
            self.notes.push(Note::new(NoteLevel::Warning, message));
        }
    }

    fn configuration_text(&mut self, table: &str, key: &str, value: Value) -> Option<String> {
        let (text, said) = match value {
            Value::String(text) => return Some(text),
            Value::Null => (None, "is null; it is left out"),
            other => (Some(other.to_string()), "is not a text; scripts get its JSON text, the API would refuse it"),
        };
        let message = format!("`options.{table}.{key}` {said}.");
        self.notes.push(Note::new(NoteLevel::Warning, message));
        text
    }
}

/// What an API read returns instead of a configuration value: long base64 with a fixed beginning (§7.1).
fn is_encrypted(text: &str) -> bool {
    text.len() >= 100
        && text.starts_with("CkIKI")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_'))
}

/// The kind of a JSON value, with its article.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use serde_json::json;

    fn read(options: Value) -> ReadOptions {
        match options {
            Value::Object(map) => read_options(map),
            other => panic!("{other}"),
        }
    }

    fn notes(read: &ReadOptions) -> Vec<String> {
        read.notes.iter().map(Note::to_string).collect()
    }

    #[test]
    fn known_keys_become_settings_and_the_rest_is_kept() {
        let read = read(json!({
            "enabledDatabaseCustomization": true, "import_mode": false, "enable_script_context": true,
            "disable_signup": true, "requires_username": false, "set_user_root_attributes": "on_first_login",
            "strategy_version": 2, "passwordPolicy": "good", "attributes": {"email": {}}, "mfa": {"active": true},
            "validation": null, "customScripts": null
        }));
        assert_eq!(
            read.options,
            Options {
                enabled_database_customization: Some(true),
                import_mode: Some(false),
                enable_script_context: Some(true),
                disable_signup: Some(true),
                requires_username: Some(false),
                set_user_root_attributes: Some("on_first_login".to_owned()),
                strategy_version: Some(2),
                password_policy: Some("good".to_owned()),
                attributes: Some(json!({"email": {}})),
                other: [("mfa".to_owned(), json!({"active": true}))].into_iter().collect(),
            }
        );
        assert_eq!((read.custom_scripts, read.notes), (None, vec![]));
    }

    #[test]
    fn values_of_the_wrong_kind_are_noted() {
        let read = read(json!({
            "import_mode": "true", "disable_signup": 1, "passwordPolicy": [], "strategy_version": -1,
            "customScripts": "x"
        }));
        assert_eq!(read.options.import_mode, Some(true));
        assert_eq!(
            notes(&read),
            [
                "warning: `options.import_mode` is the text \"true\"; it is read as true, the API would refuse it.",
                "warning: `options.disable_signup` is a number, not true or false; it is ignored.",
                "warning: `options.passwordPolicy` is a list, not a text; it is ignored.",
                "warning: `options.strategy_version` is a number, not a whole number; it is ignored.",
                "warning: `options.customScripts` is a text, not an object; it is ignored.",
            ]
        );
    }

    #[test]
    fn encrypted_configuration_keeps_its_key_names_only() {
        let encrypted = format!("CkIKI{}", "Ab3/".repeat(45));
        let read = read(json!({"configuration": {"DB": encrypted, "HOST": "h", "SHORT": "CkIKI"}}));
        let values: Vec<_> =
            read.configuration.iter().map(|(key, value)| (key.as_str(), value.expose().as_str())).collect();
        assert_eq!(values, [("DB", ""), ("HOST", "h"), ("SHORT", "CkIKI")]);
        assert_eq!(
            notes(&read),
            ["warning: The values of `DB` are encrypted by Auth0 and cannot be used: only \
              their names are known. Give the values in [configuration] of loginscope.toml."]
        );
    }

    #[test]
    fn bare_configuration_fills_what_configuration_cannot_say() {
        let encrypted = format!("CkIKI{}", "Ab3/".repeat(45));
        let read = read(json!({
            "bareConfiguration": {"DB": "clear", "HOST": "other", "PORT": 1, "N": null},
            "configuration": {"DB": encrypted, "HOST": "h"}
        }));
        let values: Vec<_> =
            read.configuration.iter().map(|(key, value)| (key.as_str(), value.expose().as_str())).collect();
        assert_eq!(values, [("DB", "clear"), ("HOST", "h"), ("PORT", "1")]);
        assert_eq!(
            notes(&read)[1..],
            [
                "warning: `options.bareConfiguration.PORT` is not a text; scripts get its JSON text, the API would \
                 refuse it.",
                "warning: `options.bareConfiguration.N` is null; it is left out.",
            ]
        );
    }
}
