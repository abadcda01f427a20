//! The Management API's connection objects (§7.1): one, an array, or a page `{connections: […]}` of either kind.

use std::path::Path;

use serde_json::Value;

use super::description::Description;
use super::directory::empty_custom_scripts;
use super::draft::Draft;
use super::error::LoadError;
use super::inline_scripts::inline_scripts;
use super::model::{Form, Note, NoteLevel};
use super::options::read_options;

/// What a list of connections yields: drafts, and notes about those that are left out.
pub(super) type Drafts = (Vec<Draft>, Vec<Note>);

/// Reads `document`, which came from `path` and is an object or an array.
pub(super) fn read(document: Value, path: &Path) -> Result<Drafts, LoadError> {
    let not = |reason: String| LoadError::NotAConnection { path: path.to_owned(), reason };
    let list = match document {
        Value::Array(list) => list,
        Value::Object(mut object) => match object.remove("connections") {
            Some(Value::Array(list)) => list,
            _ => {
                let single = Description::of(Value::Object(object))
                    .map_err(|reason| not(format!("{reason}; give one whose strategy is `auth0`")))?;
                return Ok((vec![draft(single, "connection", path)], Vec::new()));
            }
        },
        other => vec![other],
    };
    let mut drafts = Vec::new();
    let mut notes = Vec::new();
    for (index, value) in list.into_iter().enumerate() {
        let place = format!("connections[{index}]");
        let shown = value.get("name").and_then(Value::as_str).map_or_else(|| place.clone(), str::to_owned);
        match Description::of(value) {
            Ok(description) => drafts.push(draft(description, &place, path)),
            Err(reason) => {
                let message = format!("`{shown}` is skipped: {reason}.");
                notes.push(Note::new(NoteLevel::Note, message).about(path));
            }
        }
    }
    if drafts.is_empty() {
        return Err(not(match notes.len() {
            0 => "the list of connections is empty; fetch one that is not".to_owned(),
            several => format!(
                "none of its {several} connections has the strategy `auth0`; fetch those that \
                 have it"
            ),
        }));
    }
    Ok((drafts, notes))
}

fn draft(description: Description, place: &str, path: &Path) -> Draft {
    let mut notes = Vec::new();
    let name = description.name.unwrap_or_else(|| {
        notes.push(Note::new(NoteLevel::Warning, format!("`{place}` has no `name`.")));
        place.to_owned()
    });
    let given = description.options.unwrap_or_default();
    if given.is_empty() {
        let message = format!(
            "`{name}` came without `options`: the token that fetched it lacks the scope \
             `read:connections_options`. Fetch the connection again with it."
        );
        notes.push(Note::new(NoteLevel::Warning, message));
    }
    let mut options = read_options(given);
    notes.append(&mut options.notes);
    if options.custom_scripts.as_ref().is_some_and(|scripts| scripts.is_empty()) {
        notes.push(empty_custom_scripts());
    }
    let (scripts, found) = inline_scripts(&options.custom_scripts.unwrap_or_default(), path);
    notes.extend(found);
    Draft {
        name,
        form: Form::ManagementApi,
        path: path.to_owned(),
        options: options.options,
        configuration: options.configuration,
        scripts,
        notes,
    }
}
