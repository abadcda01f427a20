//! A connection as its form gives it, before `loginscope.toml` adds its part.

use std::path::PathBuf;

use indexmap::IndexMap;

use super::auth0_users::left_out;
use super::model::{Action, Connection, Form, Note, NoteLevel, Options, Script, Settings};
use super::surroundings::Surroundings;
use crate::secret::Secret;

/// Bytes a script may have (§5.2); more is an error by rule L8.
const SCRIPT_LIMIT: usize = 100_000;
/// From here on L8 warns.
const SCRIPT_WARNING: usize = 50_000;

/// Characters of a connection's name (X13).
const NAME_LIMIT_OF_DASHBOARD: usize = 35;
const NAME_LIMIT_OF_API: usize = 128;

/// What a form yields for one connection.
#[derive(Debug)]
pub(super) struct Draft {
    /// `name`.
    pub name: String,
    /// The form it was read from.
    pub form: Form,
    /// The file that described it, or the folder.
    pub path: PathBuf,
    /// Its options.
    pub options: Options,
    /// Its `options.configuration`.
    pub configuration: IndexMap<String, Secret<String>>,
    /// Its scripts, in any order.
    pub scripts: IndexMap<Action, Script>,
    /// What was noticed so far.
    pub notes: Vec<Note>,
}

impl Draft {
    /// The connection, with what the settings beside it say and with what only the whole shows.
    pub fn finish(mut self, surroundings: &Surroundings) -> Connection {
        let file = &surroundings.settings;
        self.notes.extend(surroundings.notes.iter().cloned());
        self.notes.extend(file.notes.iter().cloned());
        self.scripts.sort_keys();
        self.configuration.extend(file.configuration.iter().map(|(key, value)| (key.clone(), value.clone())));
        self.fill("import_mode", file.import_mode, |options| &mut options.import_mode);
        self.fill("enable_script_context", file.enable_script_context, |options| &mut options.enable_script_context);
        if let Some(name) = file.name.as_ref().filter(|name| **name != self.name) {
            let message =
                format!("`connection.name = \"{name}\"` in loginscope.toml is ignored: the connection has a name.");
            self.notes.push(Note::new(NoteLevel::Warning, message));
        }
        self.notes.extend(left_out(&file.settings.auth0_users, &self.name));
        self.look_at_name(&file.settings);
        self.look_at_sizes(&file.settings);
        self.look_at_customization();
        self.look_at_configuration();
        for note in &mut self.notes {
            if note.place.is_none() {
                *note = note.clone().about(&self.path);
            }
        }
        let mut settings = file.settings.clone();
        settings.keywords = surroundings.keywords.used();
        Connection {
            name: self.name,
            form: self.form,
            path: self.path,
            scripts: self.scripts,
            configuration: self.configuration,
            options: self.options,
            settings,
            notes: self.notes,
        }
    }

    /// Takes a value of `[connection]`, unless the form itself says otherwise.
    fn fill(&mut self, key: &str, given: Option<bool>, option: impl Fn(&mut Options) -> &mut Option<bool>) {
        let Some(given) = given else { return };
        let current = option(&mut self.options);
        match *current {
            Some(own) if own != given => {
                let message = format!(
                    "`connection.{key} = {given}` in loginscope.toml is ignored: the connection itself says {own}."
                );
                self.notes.push(Note::new(NoteLevel::Warning, message));
            }
            _ => *current = Some(given),
        }
    }

    /// The sources disagree about how long a name may be (X13).
    fn look_at_name(&mut self, settings: &Settings) {
        // That of a folder or a template is no name Auth0 ever sees.
        if matches!(self.form, Form::BareFolder | Form::TemplateBundle) {
            return;
        }
        let (limit, who) = match settings.reads("X13", "35") {
            true => (NAME_LIMIT_OF_DASHBOARD, "the Dashboard"),
            false => (NAME_LIMIT_OF_API, "the Management API"),
        };
        let length = self.name.chars().count();
        if length > limit {
            let message = format!("`name` has {length} characters; {who} takes {limit}.");
            self.notes.push(Note::new(NoteLevel::Note, message).citing("X13"));
        }
    }

    /// They disagree as well whether a script may not or should not be larger than the limit (X11).
    fn look_at_sizes(&mut self, settings: &Settings) {
        for script in self.scripts.values() {
            let bytes = script.text.len();
            let place = script.path.as_deref().unwrap_or(&self.path);
            let note = if script.text.trim().is_empty() {
                Note::new(NoteLevel::Warning, format!("`{}` is empty; write a function into it.", script.file))
            } else if bytes > SCRIPT_LIMIT {
                let message =
                    format!("`{}` has {bytes} bytes; Auth0 accepts 100 KB per script. Shorten it.", script.file);
                let must = settings.reads("X11", "must");
                Note::new(if must { NoteLevel::Error } else { NoteLevel::Warning }, message).citing("L8")
            } else if bytes >= SCRIPT_WARNING {
                let message =
                    format!("`{}` has {bytes} bytes, which is near the limit of 100 KB per script.", script.file);
                Note::new(NoteLevel::Warning, message).citing("L8")
            } else {
                continue;
            };
            self.notes.push(note.about(place));
        }
    }

    fn look_at_customization(&mut self) {
        let enabled = self.options.enabled_database_customization == Some(true);
        if !enabled && !self.scripts.is_empty() {
            let message = "`options.enabledDatabaseCustomization` is not true, so Auth0 does not call the \
                           scripts: switch on \"Use my own database\".";
            self.notes.push(Note::new(NoteLevel::Note, message).citing("L57"));
        }
    }

    fn look_at_configuration(&mut self) {
        let reader = self.scripts.values().find(|script| reads_configuration(&script.text));
        if let (true, Some(script)) = (self.configuration.is_empty(), reader) {
            let message = format!(
                "`{}` reads `configuration`, but the connection holds none (exports leave it out). Give the \
                 values in [configuration] of loginscope.toml.",
                script.file
            );
            self.notes.push(Note::new(NoteLevel::Warning, message).citing("F41"));
        }
    }
}

/// Whether a property of `configuration` is read somewhere: a guess by text, good enough for a hint.
fn reads_configuration(text: &str) -> bool {
    let is_name = |next: char| next.is_alphanumeric() || matches!(next, '_' | '$');
    text.split("configuration")
        .skip(1)
        .any(|rest| rest.starts_with('[') || rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_name)))
}
