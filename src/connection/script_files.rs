//! Scripts that stand in files of their own, named by `customScripts` (§7.2, §7.3).

use std::path::Path;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::keywords::Keywords;
use super::model::{Action, Note, NoteLevel, Script};
use super::options::kind;
use super::root::{Refusal, Root};
use super::text_file::read_text;

/// Where paths in `customScripts` start from and what they may not leave.
pub(super) struct ScriptFiles<'a> {
    /// The file that holds `customScripts`, for messages.
    pub source: &'a Path,
    /// Relative paths start here.
    pub folder: &'a Path,
    /// No path may leave it.
    pub root: &'a Root,
    /// Applied to every script.
    pub keywords: &'a Keywords,
}

impl ScriptFiles<'_> {
    /// Reads the file of every known key. What cannot be read is noted and left out.
    pub fn read(&self, custom_scripts: &Map<String, Value>) -> (IndexMap<Action, Script>, Vec<Note>) {
        let mut scripts = IndexMap::new();
        let mut notes = Vec::new();
        for (key, value) in custom_scripts {
            let Ok(action) = key.parse::<Action>() else {
                notes.push(unknown_key(key).about(self.source));
                continue;
            };
            match self.read_one(action, value, &mut notes) {
                Ok(script) => {
                    scripts.insert(action, script);
                }
                Err(note) => notes.push(note.about(self.source)),
            }
        }
        tell_apart(&mut scripts, self.folder);
        (scripts, notes)
    }

    fn read_one(&self, action: Action, value: &Value, notes: &mut Vec<Note>) -> Result<Script, Note> {
        let key = format!("`customScripts.{action}`");
        let error = |message: String| Note::new(NoteLevel::Error, message);
        let written = match value {
            Value::String(written) if !written.is_empty() => written,
            Value::String(_) | Value::Null => {
                return Err(error(format!("{key} names no file; write the path of one.")));
            }
            other => return Err(error(format!("{key} is {}; write the path of a file.", kind(other)))),
        };
        if written.contains('\n') {
            let message = format!(
                "{key} holds a script instead of the path of a file; it is used, deploy-cli \
                 would look for a file of that name."
            );
            notes.push(Note::new(NoteLevel::Warning, message).about(self.source));
            return Ok(Script { action, file: format!("{action}.js"), path: None, text: written.as_str().into() });
        }
        let path = self.root.resolve(self.folder, written).map_err(|refusal| match refusal {
            Refusal::Leaves => error(format!(
                "{key} names `{written}`, which leaves the export's folder; it was not read. Move the file inside."
            )),
            Refusal::Unusable(reason) if reason.kind() == std::io::ErrorKind::NotFound => {
                error(format!("{key} names `{written}`, which does not exist. Add the file or correct the path."))
            }
            Refusal::Unusable(reason) => error(format!("{key} names `{written}`, which cannot be opened: {reason}.")),
        })?;
        self.read_file(action, &path, notes)
            .map_err(|reason| error(format!("{key} names a file that is not used: {reason}")))
    }

    /// Reads one script and replaces its markers.
    pub fn read_file(&self, action: Action, path: &Path, notes: &mut Vec<Note>) -> Result<Script, super::LoadError> {
        let (text, found) = self.keywords.replace(&read_text(path)?, path);
        notes.extend(found);
        let file = path.file_name().map_or_else(|| format!("{action}.js"), |name| name.to_string_lossy().into_owned());
        Ok(Script { action, file, path: Some(path.to_owned()), text: text.into() })
    }
}

/// The note for a key that no operation has (L54).
pub(super) fn unknown_key(key: &str) -> Note {
    let known = Action::ALL.map(Action::key).join(", ");
    let message = format!("`customScripts.{key}` is no action script and is ignored; the keys are {known}.");
    Note::new(NoteLevel::Warning, message).citing("L54")
}

/// Scripts of the same file name (`login/index.js`, `create/index.js`) are labelled by their path instead.
fn tell_apart(scripts: &mut IndexMap<Action, Script>, folder: &Path) {
    let names: Vec<String> = scripts.values().map(|script| script.file.clone()).collect();
    for script in scripts.values_mut() {
        let shared = names.iter().filter(|name| **name == script.file).count() > 1;
        if let (true, Some(path)) = (shared, &script.path) {
            script.file = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
        }
    }
}
