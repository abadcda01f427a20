//! Scripts that stand as text inside JSON (§7.1, §7.5). Nothing is replaced in them: this is what Auth0 runs.

use std::path::Path;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::keywords::unresolved_markers;
use super::model::{Action, Note, NoteLevel, Script};
use super::options::kind;
use super::script_files::unknown_key;

/// The script of every known key; `source` is the file they stand in, for messages.
pub(super) fn inline_scripts(
    custom_scripts: &Map<String, Value>,
    source: &Path,
) -> (IndexMap<Action, Script>, Vec<Note>) {
    let mut scripts = IndexMap::new();
    let mut notes = Vec::new();
    for (key, value) in custom_scripts {
        let Ok(action) = key.parse::<Action>() else {
            notes.push(unknown_key(key));
            continue;
        };
        match value {
            Value::String(text) => {
                notes.extend(deployed_markers(action, text));
                let script = Script { action, file: format!("{action}.js"), path: None, text: text.as_str().into() };
                scripts.insert(action, script);
            }
            Value::Null => {}
            other => {
                let message = format!(
                    "`customScripts.{key}` is {}, not a script's text; it is \
                     ignored.",
                    kind(other)
                );
                notes.push(Note::new(NoteLevel::Error, message));
            }
        }
    }
    (scripts, notes.into_iter().map(|note| note.about(source)).collect())
}

/// A marker in a deployed script was never replaced (L55).
fn deployed_markers(action: Action, text: &str) -> Vec<Note> {
    unresolved_markers(text)
        .into_iter()
        .map(|found| {
            let lines = found.lines.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            let message = format!(
                "`{}` on line {lines} of `{action}` was never replaced when the script was deployed.",
                found.marker
            );
            Note::new(NoteLevel::Warning, message).citing("L55")
        })
        .collect()
}
