//! `loginscope.toml` beside a connection: what an export never holds.
//!
//! ```toml
//! [configuration]              # a text, or the name of an environment variable
//! DB_HOST = "legacy-db.example.test"
//! DB_PASSWORD = { env = "LEGACY_DB_PASSWORD" }
//!
//! [store]                      # one path or a list, from this file's folder
//! seeds = ["users.sql"]
//! routes = "routes.toml"
//!
//! [store.live]                 # what a dry run over live stores may send although it could write
//! allow = ["POST https://idp.example.test/oauth/token"]
//!
//! [[faults]]                   # how the store fails; where, nth and ms as wanted
//! kind = "slow"
//! where = "users"
//! nth = 2
//! ms = 500
//!
//! [auth0]                      # users already in the Auth0 store: files of them, and who was deleted there
//! store = "users.json"
//! deleted = ["edith@example.test"]
//!
//! [[auth0.users]]              # the same as Management API user objects
//! user_id = "auth0|1"
//! email = "grace@example.test"
//!
//! [inputs.login]               # what an operation starts with
//! email = "ada@example.test"
//!
//! [keywords]                   # values of ##KEY## and @@KEY@@
//! LEGACY_HOST = "legacy.example.test"
//!
//! [variants]                   # which reading of a contradiction in the sources holds
//! X1 = true                    # the same as "on"
//! X3 = "next-login"
//!
//! [flow]                       # how an operation comes about, and what gets in its way
//! identifier_first = true
//! via = "api"                  # or "page"
//! interrupt = "completion"     # registration, creation, completion, metadata, link
//!
//! [connection]                 # where the form says nothing about them, as in a folder of scripts
//! name = "shop-users"
//! import_mode = true
//! enable_script_context = false
//!
//! [check]                      # rules that are not to be told of this connection
//! ignore = [{ rule = "L45", reason = "nobody signs up here" }]
//!
//! [runtime]                    # what the scripts run on; `node = 12` may stand at the top, too
//! node = 22
//! drivers = "builtin"          # or "npm": the real packages instead of the drivers built in
//! ```

mod store;
#[cfg(test)]
mod tests;

use std::path::Path;

use indexmap::IndexMap;
use serde_json::Value;
use toml::de::DeValue;

use super::auth0_users::{read_auth0_users, ReadUsers};
use super::circumstances::UnknownCircumstance;
use super::environment::Environment;
use super::error::LoadError;
use super::model::{plain, Action, Ignored, Note, NoteLevel, Settings};
use super::runtime::{Drivers, Runtime};
use super::text_file::read_text;
use super::toml_text::{described, json, Item, TomlText};
use crate::rules::{reading, UnknownReading};
use crate::secret::Secret;

/// The name of the file.
pub(super) const FILE_NAME: &str = "loginscope.toml";

const TABLES: [&str; 12] = [
    "configuration",
    "store",
    "auth0",
    "inputs",
    "keywords",
    "variants",
    "flow",
    "connection",
    "faults",
    "check",
    "runtime",
    "node",
];
const OPERATIONS: [&str; 9] = [
    "login",
    "sign-up",
    "reset-password",
    "change-password",
    "verify-email",
    "change-email",
    "change-username",
    "change-phone-number",
    "delete-user",
];

/// A settings file as read. Default: there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct SettingsFile {
    /// What the connection keeps.
    pub settings: Settings,
    /// `[configuration]`, resolved.
    pub configuration: IndexMap<String, Secret<String>>,
    /// `[keywords]`.
    pub keywords: IndexMap<String, Value>,
    /// `[connection] name`.
    pub name: Option<String>,
    /// `[connection] import_mode`.
    pub import_mode: Option<bool>,
    /// `[connection] enable_script_context`.
    pub enable_script_context: Option<bool>,
    /// Environment variables that are not set.
    pub notes: Vec<Note>,
}

impl SettingsFile {
    /// Reads `path`.
    pub fn read(path: &Path, environment: &Environment) -> Result<Self, LoadError> {
        let text = read_text(path)?;
        // Paths are kept absolute, so that they mean the same wherever they are used.
        let folder = std::path::absolute(path).map(|path| path.parent().map(Path::to_owned).unwrap_or_default());
        let folder = folder.map_err(|source| LoadError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(path, &folder, &text, environment)
    }

    fn parse(path: &Path, folder: &Path, text: &str, environment: &Environment) -> Result<Self, LoadError> {
        let toml = TomlText::new(path, text);
        let document = toml.parse()?;
        let mut file = Self::default();
        for table in toml.items(document.get_ref(), "") {
            if table.key == "node" {
                file.node(&toml, &table)?;
                continue;
            }
            if table.key == "faults" {
                file.faults(&toml, &table)?;
                continue;
            }
            for item in toml.table(&table)? {
                match table.key {
                    "configuration" => file.configuration_value(&toml, &item, path, environment)?,
                    "store" => file.store(&toml, &item, folder)?,
                    "auth0" => file.auth0(&toml, &item, folder)?,
                    "inputs" => file.inputs(&toml, &item)?,
                    "keywords" => {
                        file.keywords.insert(item.key.to_owned(), json(item.value.get_ref()));
                    }
                    "variants" => file.variant(&toml, &item)?,
                    "flow" => file.circumstance(&toml, &item)?,
                    "connection" => file.connection(&toml, &item)?,
                    "check" => file.check(&toml, &item)?,
                    "runtime" => file.runtime(&toml, &item)?,
                    _ => return Err(toml.unknown(&table, &TABLES)),
                }
            }
            if !TABLES.contains(&table.key) {
                return Err(toml.unknown(&table, &TABLES));
            }
        }
        Ok(file)
    }

    fn configuration_value(
        &mut self,
        toml: &TomlText<'_>,
        item: &Item<'_, '_>,
        path: &Path,
        environment: &Environment,
    ) -> Result<(), LoadError> {
        let accepted = r#"write a text in quotes or { env = "NAME" }"#;
        let wrong = |what| Err(toml.wrong(item, &format!("is {what}; {accepted}")));
        let value = match item.value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Table(table) => match toml.items(table, &item.full).as_slice() {
                [Item { key: "env", value, .. }] if value.get_ref().is_str() => {
                    let name = value.get_ref().as_str().unwrap_or_default();
                    let Some(value) = environment.get(name) else {
                        let message = format!(
                            "The environment variable `{name}` is not set, so `{}` is missing; set it, or write \
                             the value.",
                            item.full
                        );
                        self.notes.push(Note::new(NoteLevel::Warning, message).at_line(path, toml.line(item)));
                        return Ok(());
                    };
                    value.to_owned()
                }
                _ => return wrong("a table with other keys"),
            },
            other => return wrong(described(other)),
        };
        self.configuration.insert(item.key.to_owned(), Secret::new(value));
        Ok(())
    }

    fn auth0(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>, folder: &Path) -> Result<(), LoadError> {
        match item.key {
            "users" => {
                let Value::Array(users) = json(item.value.get_ref()) else {
                    return Err(toml.wrong(item, "is not a list of tables; write each user under [[auth0.users]]"));
                };
                let users = ReadUsers::listed(users, &item.full);
                let users = users.map_err(|said| toml.wrong(item, &format!("cannot be: {said}")))?;
                self.settings.auth0_users.extend(users);
            }
            "store" => {
                for written in toml.strings(item)? {
                    let (users, notes) = read_auth0_users(&folder.join(written))?.into_parts();
                    self.settings.auth0_users.extend(users);
                    self.notes.extend(notes);
                }
            }
            "deleted" => self.settings.auth0_users.extend(toml.strings(item)?.into_iter().map(|gone| {
                let key = match gone.as_str() {
                    id if id.starts_with("auth0|") => "user_id",
                    email if email.contains('@') => "email",
                    _ => "username",
                };
                serde_json::json!({ key: gone, "record": "removed" })
            })),
            _ => return Err(toml.unknown(item, &["users", "store", "deleted"])),
        }
        Ok(())
    }

    fn inputs(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        let is_script = item.key.strip_prefix("script:").is_some_and(|key| key.parse::<Action>().is_ok());
        if !is_script && !OPERATIONS.contains(&item.key) {
            let known = [OPERATIONS.as_slice(), &["script:<action>"]].concat();
            return Err(toml.unknown(item, &known));
        }
        let inputs = self.settings.inputs.entry(item.key.to_owned()).or_default();
        for input in toml.table(item)? {
            // The command line spells them with a hyphen.
            let name = match input.key {
                "new-password" => "new_password",
                "new-email" => "new_email",
                "user-id" => "user_id",
                other => other,
            };
            inputs.insert(name.to_owned(), json(input.value.get_ref()));
        }
        Ok(())
    }

    fn variant(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        let unknown = |error: UnknownReading| toml.wrong(item, &error.to_string());
        let (variant, choice) = reading(item.key, &plain(&json(item.value.get_ref()))).map_err(unknown)?;
        self.settings.variants.insert(variant.id.to_owned(), Value::from(choice.key));
        Ok(())
    }

    fn check(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        if item.key != "ignore" {
            return Err(toml.unknown(item, &["ignore"]));
        }
        let wrong = || toml.wrong(item, "is not a list of { rule = \"L45\", reason = \"why\" }");
        let DeValue::Array(tables) = item.value.get_ref() else { return Err(wrong()) };
        for table in tables.iter() {
            let DeValue::Table(table) = table.get_ref() else { return Err(wrong()) };
            let (mut rule, mut reason) = (String::new(), String::new());
            for part in toml.items(table, &item.full) {
                match part.key {
                    "rule" => rule = toml.string(&part)?,
                    "reason" => reason = toml.string(&part)?.trim().to_owned(),
                    _ => return Err(toml.unknown(&part, &["rule", "reason"])),
                }
            }
            if rule.is_empty() {
                return Err(wrong());
            }
            if reason.is_empty() {
                return Err(
                    toml.wrong(item, &format!("ignores {rule} without a reason; write reason = \"why\" beside it"))
                );
            }
            self.settings.ignored.push(Ignored { rule, reason });
        }
        Ok(())
    }

    fn circumstance(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        let unknown = |error: UnknownCircumstance| toml.wrong(item, &error.to_string());
        self.settings.circumstances.set(item.key, &plain(&json(item.value.get_ref()))).map_err(unknown)
    }

    fn runtime(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        match item.key {
            "node" => self.node(toml, item)?,
            "drivers" => {
                self.settings.drivers = match toml.string(item)?.as_str() {
                    "builtin" => Drivers::BuiltIn,
                    "npm" => Drivers::Npm,
                    _ => return Err(toml.wrong(item, "is not known here; write \"builtin\" or \"npm\"")),
                };
            }
            _ => return Err(toml.unknown(item, &["node", "drivers"])),
        }
        Ok(())
    }

    fn node(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        let major = json(item.value.get_ref()).as_i64();
        let runtime = major.and_then(Runtime::of);
        self.settings.runtime = runtime.ok_or_else(|| {
            let numbers = Runtime::ALL.map(|runtime| runtime.major().to_string());
            let (last, rest) = numbers.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
            toml.wrong(item, &format!("is no Node version of the platform; write {} or {last}", rest.join(", ")))
        })?;
        Ok(())
    }

    fn connection(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        match item.key {
            "name" => self.name = Some(toml.string(item)?),
            "import_mode" => self.import_mode = Some(toml.boolean(item)?),
            "enable_script_context" => self.enable_script_context = Some(toml.boolean(item)?),
            _ => return Err(toml.unknown(item, &["name", "import_mode", "enable_script_context"])),
        }
        Ok(())
    }
}
