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

use std::path::{Path, PathBuf};

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
use crate::legacy::faults::{Fault, FaultError, FaultKind};
use crate::legacy::live::dry_run::NotAllowed;
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

    fn store(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>, folder: &Path) -> Result<(), LoadError> {
        let paths = match item.key {
            "seeds" => &mut self.settings.seeds,
            "routes" => &mut self.settings.routes,
            "live" => return self.live(toml, item),
            _ => return Err(toml.unknown(item, &["seeds", "routes", "live"])),
        };
        *paths = toml.strings(item)?.iter().map(|written| folder.join(written)).collect::<Vec<PathBuf>>();
        Ok(())
    }

    fn live(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        for item in toml.table(item)? {
            if item.key != "allow" {
                return Err(toml.unknown(&item, &["allow"]));
            }
            let read =
                |text: String| text.parse().map_err(|error: NotAllowed| toml.wrong(&item, &format!(": {error}")));
            self.settings.allow = toml.strings(&item)?.into_iter().map(read).collect::<Result<_, _>>()?;
        }
        Ok(())
    }

    fn faults(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        let wrong = || toml.wrong(item, "is not a list of tables; write each fault under [[faults]]");
        let DeValue::Array(tables) = item.value.get_ref() else { return Err(wrong()) };
        for table in tables.iter() {
            let DeValue::Table(table) = table.get_ref() else { return Err(wrong()) };
            let mut fault = Fault::new(FaultKind::Refused);
            let mut named = false;
            for part in toml.items(table, &item.full) {
                let number = || {
                    let number = json(part.value.get_ref()).as_u64();
                    number.ok_or_else(|| toml.wrong(&part, "is no whole number"))
                };
                match part.key {
                    "kind" => {
                        let said = |error: FaultError| toml.wrong(&part, &format!("cannot be: {error}"));
                        fault.kind = toml.string(&part)?.parse().map_err(said)?;
                        named = true;
                    }
                    "where" => fault.place = Some(toml.string(&part)?),
                    "nth" => fault.nth = Some(u32::try_from(number()?).unwrap_or(u32::MAX)),
                    "ms" => fault.ms = Some(number()?),
                    _ => return Err(toml.unknown(&part, &["kind", "where", "nth", "ms"])),
                }
            }
            if !named {
                return Err(toml.wrong(item, "holds a fault without a kind; write for example kind = \"refused\""));
            }
            let said = |error: FaultError| toml.wrong(item, &format!("cannot be: {error}"));
            self.settings.faults.push(fault.checked().map_err(said)?);
        }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Circumstances, Interruption, Via};
    use super::*;
    use serde_json::json;

    fn parse(text: &str) -> Result<SettingsFile, LoadError> {
        let environment = [("DB_PASSWORD", "s3cret")].into_iter().collect();
        SettingsFile::parse(Path::new("/c/loginscope.toml"), Path::new("/c"), text, &environment)
    }

    #[test]
    fn every_table_is_read() {
        let file = parse(
            r#"
            [configuration]
            Z_FIRST = "1"
            A_SECOND = { env = "DB_PASSWORD" }
            [store]
            seeds = ["users.sql", "../more.sql"]
            routes = "routes.toml"
            [store.live]
            allow = "POST https://idp.example.test/oauth/token"
            [[faults]]
            kind = "slow"
            where = "users"
            ms = 500
            [[faults]]
            kind = "lost"
            nth = 2
            [auth0]
            deleted = ["ada@example.test", "auth0|2", "ada"]
            [[auth0.users]]
            user_id = "auth0|1"
            app_metadata = { level = 0x10, since = 2020-01-01, rate = 0.5 }
            [inputs.login]
            email = "ada@example.test"
            new-password = "n"
            [inputs."script:change_password"]
            password = "p"
            [keywords]
            LIST = ["a", 1, true]
            [variants]
            X1 = true
            X16 = "hidden"
            [flow]
            identifier_first = true
            via = "api"
            interrupt = "link"
            [connection]
            name = "shop"
            import_mode = true
            enable_script_context = true
            "#,
        )
        .unwrap();
        let configuration: Vec<_> =
            file.configuration.iter().map(|(key, value)| (key.as_str(), value.expose().as_str())).collect();
        assert_eq!(configuration, [("Z_FIRST", "1"), ("A_SECOND", "s3cret")]);
        assert_eq!(file.settings.seeds, [Path::new("/c/users.sql"), Path::new("/c/../more.sql")]);
        assert_eq!(file.settings.routes, [Path::new("/c/routes.toml")]);
        let faults: Vec<String> = file.settings.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, ["slow:500@users", "lost#2"]);
        assert_eq!(file.settings.allow, ["POST https://idp.example.test/oauth/token".parse().unwrap()]);
        assert_eq!(
            file.settings.auth0_users,
            [
                json!({"email": "ada@example.test", "record": "removed"}),
                json!({"user_id": "auth0|2", "record": "removed"}),
                json!({"username": "ada", "record": "removed"}),
                json!({"user_id": "auth0|1", "app_metadata": {"level": 16, "since": "2020-01-01", "rate": 0.5}}),
            ]
        );
        assert_eq!(file.settings.inputs["login"]["new_password"], "n");
        assert_eq!(file.settings.inputs["script:change_password"]["password"], "p");
        assert_eq!(file.keywords["LIST"], json!(["a", 1, true]));
        assert!(file.settings.reads("X1", "on") && file.settings.reads("X16", "hidden"));
        assert!(file.settings.reads("X3", "confirmation"), "the default");
        let link = Some(Interruption::Link);
        let expected = Circumstances { identifier_first: true, via: Via::Api, interruption: link };
        assert_eq!(file.settings.circumstances, expected);
        assert_eq!(
            (file.name.as_deref(), file.import_mode, file.enable_script_context),
            (Some("shop"), Some(true), Some(true))
        );
    }

    #[test]
    fn the_runtime_is_given_at_the_top_or_in_its_table() {
        let settings = |text| parse(text).unwrap().settings;
        assert_eq!(settings("").runtime, Runtime::Node22);
        assert_eq!(settings("node = 12").runtime, Runtime::Node12);
        let both = settings("[runtime]\nnode = 18\ndrivers = 'npm'");
        assert_eq!((both.runtime, both.drivers), (Runtime::Node18, Drivers::Npm));
        for (text, message) in [
            ("node = 14", "1: `node` is no Node version of the platform; write 12, 16, 18 or 22."),
            ("[runtime]\nnode = '12'", "2: `runtime.node` is no Node version of the platform; write 12, 16, 18 or 22."),
            ("[runtime]\ndrivers = 'x'", "2: `runtime.drivers` is not known here; write \"builtin\" or \"npm\"."),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), format!("/c/loginscope.toml:{message}"));
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_file_line_and_key() {
        for (text, message) in [
            (
                "\n[stroe]\nseeds = []",
                "/c/loginscope.toml:2: `stroe` is not known here; known are \
                 `configuration`, `store`, `auth0`, `inputs`, `keywords`, `variants`, `flow`, `connection`, `faults`, \
                 `check`, `runtime` and `node`.",
            ),
            (
                "[empty]",
                "/c/loginscope.toml:1: `empty` is not known here; known are `configuration`, `store`, \
                 `auth0`, `inputs`, `keywords`, `variants`, `flow`, `connection`, `faults`, `check`, `runtime` and `node`.",
            ),
            ("store = 1", "/c/loginscope.toml:1: `store` is a number; write a table: [store]."),
            (
                "[store]\n\nseed = 'x'",
                "/c/loginscope.toml:3: `store.seed` is not known here; known are `seeds`, \
                 `routes` and `live`.",
            ),
            ("[store]\nseeds = [1]", "/c/loginscope.toml:2: `store.seeds` holds a number; write texts in quotes."),
            (
                "[configuration]\nPORT = 5432",
                "/c/loginscope.toml:2: `configuration.PORT` is a number; write a \
                 text in quotes or { env = \"NAME\" }.",
            ),
            (
                "[configuration]\nP = { evn = 'X' }",
                "/c/loginscope.toml:2: `configuration.P` is a table with \
                 other keys; write a text in quotes or { env = \"NAME\" }.",
            ),
            (
                "[[auth0.users]]\nemail = 7",
                "/c/loginscope.toml:1: `auth0.users` cannot be: `auth0.users[0].email` is a number; it must be a text.",
            ),
            (
                "[auth0]\nstore = 'no-users.json'",
                "/c/no-users.json: does not exist. Check the path; it names a file of users of the Auth0 store.",
            ),
            (
                "[auth0]\nusers = 'ada'",
                "/c/loginscope.toml:2: `auth0.users` is not a list of tables; write each \
                 user under [[auth0.users]].",
            ),
            (
                "[auth0]\nuser = 'ada'",
                "/c/loginscope.toml:2: `auth0.user` is not known here; known are `users`, \
                 `store` and `deleted`.",
            ),
            (
                "[inputs.signin]\na = 1",
                "/c/loginscope.toml:1: `inputs.signin` is not known here; known are \
                 `login`, `sign-up`, `reset-password`, `change-password`, `verify-email`, `change-email`, \
                 `change-username`, `change-phone-number`, `delete-user` and `script:<action>`.",
            ),
            (
                "[inputs]\nlogin = 'x'",
                "/c/loginscope.toml:2: `inputs.login` is a text; write a table: \
                 [inputs.login].",
            ),
            (
                "[variants]\nX17 = true",
                "/c/loginscope.toml:2: `variants.X17` is not known here; variants are X1 \
                 to X16.",
            ),
            (
                "[variants]\n\nX3 = 'later'",
                "/c/loginscope.toml:3: `variants.X3` cannot be `later`; `X3` (password reset of a user who is not \
                 migrated yet) is one of `confirmation`, `next-login` and `change-password`.",
            ),
            (
                "[variants]\nX6 = 1",
                "/c/loginscope.toml:2: `variants.X6` cannot be `1`; `X6` (what `verify` calls back with on success) \
                 is one of `true` and `profile`.",
            ),
            ("[flow]\nvia = 7", "/c/loginscope.toml:2: `flow.via` cannot be `7`; write `page` or `api`."),
            (
                "[flow]\nchannel = 'api'",
                "/c/loginscope.toml:2: `flow.channel` is not known here; known are `identifier_first`, `via` and \
                 `interrupt`.",
            ),
            (
                "[connection]\nimport_mode = 'yes'",
                "/c/loginscope.toml:2: `connection.import_mode` is a text; \
                 write true or false.",
            ),
            (
                "[connection]\nmode = 'x'",
                "/c/loginscope.toml:2: `connection.mode` is not known here; known are \
                 `name`, `import_mode` and `enable_script_context`.",
            ),
            (
                "[[faults]]\nwhere = 'x'",
                "/c/loginscope.toml:1: `faults` holds a fault without a kind; write for example kind = \"refused\".",
            ),
            (
                "[[faults]]\nkind = 'lost'\nms = 5",
                "/c/loginscope.toml:1: `faults` cannot be: lost takes no milliseconds; slow and timeout do.",
            ),
            (
                "[check]\nignore = 'L45'",
                "/c/loginscope.toml:2: `check.ignore` is not a list of { rule = \"L45\", reason = \"why\" }.",
            ),
            (
                "[[check.ignore]]\nrule = 'L45'\nreason = ' '",
                "/c/loginscope.toml:1: `check.ignore` ignores L45 without a reason; write reason = \"why\" beside it.",
            ),
            (
                "[store]\n\"a\\u001bb\" = 1",
                "/c/loginscope.toml:2: `store.a\\u{1b}b` is not known here; known are \
                 `seeds`, `routes` and `live`.",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn invalid_toml_is_named_with_its_position_and_without_its_text() {
        let error = parse("[configuration]\nDB_PASSWORD = s3cret\n").unwrap_err().to_string();
        assert!(error.starts_with("/c/loginscope.toml:2:15: not valid TOML: "), "{error}");
        assert!(!error.contains("s3cret"), "{error}");
    }

    #[test]
    fn an_unset_variable_is_noted_and_its_key_left_out() {
        let file = parse("[configuration]\nA = { env = 'NOT_SET' }").unwrap();
        assert!(file.configuration.is_empty());
        assert_eq!(
            file.notes[0].to_string(),
            "warning: The environment variable `NOT_SET` is not set, so `configuration.A` is missing; set it, or \
             write the value. (/c/loginscope.toml:2)"
        );
    }
}
