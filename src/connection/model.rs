//! What a connection is, whatever form it was read from.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::circumstances::Circumstances;
use super::runtime::{Drivers, Runtime};
use crate::legacy::faults::Fault;
use crate::legacy::live::dry_run::Allowed;
use crate::rules::{reading, variant};
use crate::secret::Secret;
use crate::visible::{visible, visible_path};

/// One operation's action script, by its key in `options.customScripts`.
///
/// Seven are documented; `change_username` and `change_phone_number` are in the API schema only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Checks identifier and password.
    Login,
    /// Says whether a user exists.
    GetUser,
    /// Adds a user to the legacy store.
    Create,
    /// Marks an e-mail as verified.
    Verify,
    /// Stores a new password.
    ChangePassword,
    /// Stores a new e-mail or its verified flag.
    ChangeEmail,
    /// Removes a user.
    Delete,
    /// In the API schema only.
    ChangeUsername,
    /// In the API schema only.
    ChangePhoneNumber,
}

impl Action {
    /// All of them, in the order they are listed on screen.
    pub const ALL: [Self; 9] = [
        Self::Login,
        Self::GetUser,
        Self::Create,
        Self::Verify,
        Self::ChangePassword,
        Self::ChangeEmail,
        Self::Delete,
        Self::ChangeUsername,
        Self::ChangePhoneNumber,
    ];

    /// The key in `options.customScripts`, which is also the base name of the file in an export.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::GetUser => "get_user",
            Self::Create => "create",
            Self::Verify => "verify",
            Self::ChangePassword => "change_password",
            Self::ChangeEmail => "change_email",
            Self::Delete => "delete",
            Self::ChangeUsername => "change_username",
            Self::ChangePhoneNumber => "change_phone_number",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Action {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|action| action.key() == text).ok_or(())
    }
}

/// Who owns the password check: `options.import_mode` off or on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The legacy store answers every login.
    LegacyAuthentication,
    /// A successful login copies the user into the Auth0 store, which answers from then on.
    AutomaticMigration,
}

impl Mode {
    /// The name used in JSON: `legacy-authentication` or `automatic-migration`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::LegacyAuthentication => "legacy-authentication",
            Self::AutomaticMigration => "automatic-migration",
        }
    }

    /// The name used on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::LegacyAuthentication => "legacy authentication",
            Self::AutomaticMigration => "automatic migration",
        }
    }
}

/// The form a connection was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// deploy-cli directory export.
    Directory,
    /// deploy-cli `tenant.yaml`.
    Yaml,
    /// Management API JSON.
    ManagementApi,
    /// Terraform state or `terraform show -json`.
    Terraform,
    /// A folder of `.js` files.
    BareFolder,
    /// A bundle of script templates (`dbscripts.json`), each type a connection.
    TemplateBundle,
}

/// One action script, after keyword replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Which operation it serves.
    pub action: Action,
    /// The label used on screen and in stacks: the file name (`login.js`), also where the script was inline.
    pub file: String,
    /// The file it was read from; `None` where it stood inline in JSON or YAML.
    pub path: Option<PathBuf>,
    /// The text that runs. Line numbers are those of the user's file.
    pub text: Arc<str>,
}

/// The settings of `options` that decide what a flow does. Unset stays `None`: the flow knows the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `enabledDatabaseCustomization`: "use my own database".
    pub enabled_database_customization: Option<bool>,
    /// `import_mode`: automatic migration.
    pub import_mode: Option<bool>,
    /// `enable_script_context`: scripts get `context` before `callback`. One-way.
    pub enable_script_context: Option<bool>,
    /// `disable_signup`.
    pub disable_signup: Option<bool>,
    /// `requires_username`.
    pub requires_username: Option<bool>,
    /// `set_user_root_attributes`.
    pub set_user_root_attributes: Option<String>,
    /// `strategy_version`.
    pub strategy_version: Option<u64>,
    /// `passwordPolicy`.
    pub password_policy: Option<String>,
    /// `attributes` (flexible identifiers), as given.
    pub attributes: Option<Value>,
    /// All other keys of `options`, as given, so that nothing is lost.
    pub other: IndexMap<String, Value>,
}

/// What `loginscope.toml` beside the connection says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// SQL seed files of `[store] seeds`, made absolute.
    pub seeds: Vec<PathBuf>,
    /// HTTP route files of `[store] routes`, made absolute.
    pub routes: Vec<PathBuf>,
    /// `[store.live] allow`: what a dry run over live stores may send although it could write.
    pub allow: Vec<Allowed>,
    /// `[[faults]]`: how the store fails.
    pub faults: Vec<Fault>,
    /// `[auth0] users`, `store` and `deleted`: users in the Auth0 store, as Management API user objects; `password`
    /// (plain text), `password_hash` (bcrypt), `record` and `origin` may stand beside.
    pub auth0_users: Vec<Value>,
    /// `[inputs.<operation>]` defaults: operation → input name → value.
    pub inputs: IndexMap<String, IndexMap<String, Value>>,
    /// `[variants]`: X rule id → the reading chosen; `true` and `false` stand for `on` and `off`.
    pub variants: IndexMap<String, Value>,
    /// `[flow]`.
    pub circumstances: Circumstances,
    /// The values that keyword markers of this connection were replaced by, by key.
    pub keywords: IndexMap<String, Secret<String>>,
    /// `[check] ignore`: rules that are not to be told of this connection.
    pub ignored: Vec<Ignored>,
    /// `node`: the platform's Node.
    pub runtime: Runtime,
    /// `[runtime] drivers`: whose drivers the scripts get.
    pub drivers: Drivers,
}

/// A rule that is not to be told of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The rule's id, as written.
    pub rule: String,
    /// Why; never empty.
    pub reason: String,
}

impl Settings {
    /// Whether this reading of a contradiction between the sources holds.
    pub fn reads(&self, id: &str, key: &str) -> bool {
        let chosen = self.variants.get(id).and_then(|written| Some(reading(id, &plain(written)).ok()?.1));
        let default = || variant(id).and_then(|variant| variant.choices.first());
        chosen.or_else(default).is_some_and(|choice| choice.key == key)
    }
}

/// Text as it is, anything else as JSON.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// How grave a [`Note`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteLevel {
    /// Good to know.
    Note,
    /// Something is probably not as meant.
    Warning,
    /// A part of the connection cannot be used; the rest can.
    Error,
}

impl fmt::Display for NoteLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A file and, where known, a place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePlace {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1.
    pub line: Option<u32>,
    /// Column in characters, from 1.
    pub column: Option<u32>,
}

impl fmt::Display for SourcePlace {
    /// `path:line:column`, as far as known, safe for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible_path(&self.path))?;
        for number in [self.line, self.line.and(self.column)].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}

/// Something the reader must be told about how the connection was read. Nothing is dropped without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How grave.
    pub level: NoteLevel,
    /// The rule it cites (`L8`, `L54`, `F39` …), if one fits.
    pub rule: Option<&'static str>,
    /// What, in one sentence, with what to do next.
    pub message: String,
    /// Where.
    pub place: Option<SourcePlace>,
}

impl Note {
    /// A note without rule or place.
    pub fn new(level: NoteLevel, message: impl Into<String>) -> Self {
        Self { level, rule: None, message: message.into(), place: None }
    }

    /// The same note, citing `rule`.
    pub fn citing(self, rule: &'static str) -> Self {
        Self { rule: Some(rule), ..self }
    }

    /// The same note, about a whole file or folder.
    pub fn about(self, path: &Path) -> Self {
        Self { place: Some(SourcePlace { path: path.to_owned(), line: None, column: None }), ..self }
    }

    /// The same note, about one line (from 1) of a file.
    pub fn at_line(self, path: &Path, line: u32) -> Self {
        Self { place: Some(SourcePlace { path: path.to_owned(), line: Some(line), column: None }), ..self }
    }
}

impl fmt::Display for Note {
    /// `warning: message (path:3) [L54]` on one line, safe for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.level, visible(&self.message))?;
        if let Some(place) = &self.place {
            write!(f, " ({place})")?;
        }
        if let Some(rule) = self.rule {
            write!(f, " [{rule}]")?;
        }
        Ok(())
    }
}

/// A custom database connection, ready to be run.
#[derive(Clone, Debug)]
pub struct Connection {
    /// `name`.
    pub name: String,
    /// The form it was read from.
    pub form: Form,
    /// The file that described it, or the folder of a bare connection.
    pub path: PathBuf,
    /// The scripts, in the order of [`Action::ALL`].
    pub scripts: IndexMap<Action, Script>,
    /// `options.configuration` merged with `[configuration]` of `loginscope.toml` (which wins).
    pub configuration: IndexMap<String, Secret<String>>,
    /// The options a flow reads.
    pub options: Options,
    /// What `loginscope.toml` adds.
    pub settings: Settings,
    /// What was noticed while reading.
    pub notes: Vec<Note>,
}

impl Connection {
    /// The mode its options ask for: `import_mode: true` is automatic migration, anything else legacy authentication.
    pub fn mode(&self) -> Mode {
        if self.options.import_mode == Some(true) {
            Mode::AutomaticMigration
        } else {
            Mode::LegacyAuthentication
        }
    }

    /// The folder its scripts stand in: `require` looks for packages from there upwards.
    pub fn folder(&self) -> &Path {
        let script = self.scripts.values().find_map(|script| script.path.as_deref());
        match script.or_else(|| self.path.is_file().then_some(&*self.path)).and_then(Path::parent) {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => &self.path,
        }
    }

    /// Whether it is one script of a connection, named alone: what it lacks was left out on purpose.
    pub fn is_one_script(&self) -> bool {
        self.path.extension().is_some_and(|extension| extension == "js")
    }

    /// The script of `action`, if the connection has it.
    pub fn script(&self, action: Action) -> Option<&Script> {
        self.scripts.get(&action)
    }

    /// Keyword values whose key says that they are secret (`DB_PASSWORD`, `API_TOKEN` …): they may stand in a
    /// script's text and must be masked wherever they show.
    pub fn secret_keywords(&self) -> impl Iterator<Item = &Secret<String>> {
        self.settings.keywords.iter().filter(|(key, _)| names_a_secret(key)).map(|(_, value)| value)
    }

    /// Whether scripts get the `context` argument.
    pub fn has_context(&self) -> bool {
        self.options.enable_script_context == Some(true)
    }
}

/// Most keywords are table names, addresses or switches; masking those would make scripts unreadable.
fn names_a_secret(key: &str) -> bool {
    const WORDS: [&str; 7] = ["PASS", "PWD", "SECRET", "TOKEN", "CREDENTIAL", "PRIVATE", "KEY"];
    let key = key.to_ascii_uppercase();
    WORDS.iter().any(|word| key.contains(word))
}
