//! The text of the file: TOML with one table per stop.
//!
//! ```toml
//! connection = "/home/ada/tenant/database-connections/shop-users/database.json"
//!
//! [[stops.login]]
//! stop = "line 12 if user.active"
//! anchor = "    return callback(null, user);"   # what line 12 said
//! before = "if (user) {"
//! after = "}"
//! ```

use std::path::Path;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::anchor::Anchor;
use super::file::LIMIT;
use super::masked_lines::masked_lines;
use super::shelf::place;
use super::{Kept, KeptError};
use crate::connection::{Action, Connection, Note, NoteLevel};
use crate::debugger::stops::{Stop, Trigger};
use crate::visible::visible_path;

const HEADER: &str =
    "# The stops set in this connection's action scripts, kept by loginscope from one use to the next.\n\
                      # A line that moved is found again by its text (anchor) and its neighbours (before, after).\n\n";

/// Stops of one connection that are kept.
const MOST: usize = 500;

/// Characters of a text in the file.
const LONGEST: usize = 4_000;

#[derive(Serialize)]
struct Written {
    connection: String,
    stops: IndexMap<&'static str, Vec<WrittenStop>>,
}

#[derive(Serialize)]
struct WrittenStop {
    stop: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

/// The text of the file for `kept`.
pub(super) fn write(path: &Path, connection: &Connection, kept: &Kept) -> Result<String, KeptError> {
    let count: usize = kept.stops.values().map(Vec::len).sum();
    if count > MOST {
        return Err(KeptError::TooMuch { what: format!("there are {count} of them, and at most {MOST} are kept") });
    }
    let mut stops = IndexMap::new();
    for (action, of_action) in kept.stops.iter().filter(|(_, stops)| !stops.is_empty()) {
        let lines = connection.script(*action).map(|script| masked_lines(connection, script)).unwrap_or_default();
        let written: Result<Vec<_>, _> = of_action.iter().map(|stop| written(stop, &lines)).collect();
        stops.insert(action.key(), written?);
    }
    let written = Written { connection: visible_path(&place(connection)), stops };
    let text = toml::to_string(&written)
        .map_err(|error| KeptError::Unwritable { path: path.to_owned(), source: std::io::Error::other(error) })?;
    if (HEADER.len() + text.len()) as u64 > LIMIT {
        return Err(KeptError::TooMuch { what: "together they are longer than 1 MB".to_owned() });
    }
    Ok(format!("{HEADER}{text}"))
}

fn written(stop: &Stop, lines: &[String]) -> Result<WrittenStop, KeptError> {
    let text = stop.to_string();
    if text.chars().count() > LONGEST {
        let begins: String = text.chars().take(40).collect();
        let begins = crate::visible::visible(&begins).into_owned();
        return Err(KeptError::TooMuch { what: format!("`{begins}…` is longer than {LONGEST} characters") });
    }
    let anchor = match stop.trigger {
        Trigger::Line { line, .. } => Anchor::at(lines, line),
        _ => None,
    };
    Ok(match anchor {
        Some(Anchor { line, before, after }) => WrittenStop { stop: text, anchor: Some(line), before, after },
        None => WrittenStop { stop: text, anchor: None, before: None, after: None },
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    connection: Spanned<String>,
    #[serde(default)]
    stops: IndexMap<Spanned<String>, Vec<ReadStop>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadStop {
    stop: Spanned<String>,
    anchor: Option<Spanned<String>>,
    before: Option<Spanned<String>>,
    after: Option<Spanned<String>>,
}

/// What the text of the file says, on the lines of the scripts as they are now.
pub(super) fn read(path: &Path, text: &str, connection: &Connection) -> Result<Kept, KeptError> {
    let file = File { path, text };
    let Read { connection: of, stops } = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        file.damaged(at, format!("{}.", error.message().trim_end_matches('.').replace('\n', ", ")))
    })?;
    let expected = visible_path(&place(connection));
    if *of.get_ref() != expected {
        return Err(
            file.damaged(of.span().start, format!("these are the stops of another connection, not of {expected}."))
        );
    }
    if stops.values().map(Vec::len).sum::<usize>() > MOST {
        return Err(file.damaged(0, format!("it holds more than {MOST} stops.")));
    }
    let mut kept = Kept::default();
    for (key, of_action) in &stops {
        let action: Action = key.get_ref().parse().map_err(|()| {
            let known = Action::ALL.map(Action::key).join(", ");
            file.damaged(key.span().start, format!("`{}` is no action script; known are {known}.", key.get_ref()))
        })?;
        let script = connection.script(action);
        let lines = script.map(|script| masked_lines(connection, script)).unwrap_or_default();
        let mut now = Vec::with_capacity(of_action.len());
        for entry in of_action {
            let (mut stop, anchor) = file.stop(entry)?;
            if let Some(anchor) = anchor {
                if !follow(&mut stop, &anchor, &lines) {
                    kept.notes.push(lost(&stop, &anchor, action, connection));
                }
            }
            // Two stops may have come to stand on one line.
            if !now.contains(&stop) {
                now.push(stop);
            }
        }
        if !now.is_empty() {
            kept.stops.insert(action, now);
        }
    }
    Ok(kept)
}

/// Puts a stop on the line where its anchor stands now; `false` if it stands nowhere.
fn follow(stop: &mut Stop, anchor: &Anchor, lines: &[String]) -> bool {
    let Trigger::Line { line, column } = &mut stop.trigger else { return true };
    let Some(found) = anchor.found(lines, *line) else { return false };
    *line = found;
    let now = usize::try_from(found).ok().and_then(|found| lines.get(found.checked_sub(1)?));
    if let (Some(column), Some(now)) = (column, now) {
        *column = anchor.column_on(now, *column);
    }
    true
}

fn lost(stop: &Stop, anchor: &Anchor, action: Action, connection: &Connection) -> Note {
    /// A whole line of a script would bury what is said about it.
    const SHOWN: usize = 60;
    let said: String = anchor.line.trim().chars().take(SHOWN).collect();
    let message = format!(
        "The stop `{stop}` in {action} was set on a line that read `{said}`; no line reads so now. It stays where it \
         was: move it or remove it."
    );
    let note = Note::new(NoteLevel::Warning, message);
    match (connection.script(action).and_then(|script| script.path.as_deref()), &stop.trigger) {
        (Some(path), Trigger::Line { line, .. }) => note.at_line(path, *line),
        _ => note.about(&connection.path),
    }
}

/// The file being read, for complaints.
struct File<'f> {
    path: &'f Path,
    text: &'f str,
}

impl File<'_> {
    fn damaged(&self, at: usize, message: String) -> KeptError {
        let before = self.text.get(..at).unwrap_or(self.text);
        KeptError::Damaged { path: self.path.to_owned(), line: 1 + before.matches('\n').count(), message }
    }

    fn stop(&self, entry: &ReadStop) -> Result<(Stop, Option<Anchor>), KeptError> {
        let text = self.plain(&entry.stop)?;
        let stop: Stop = text
            .parse()
            .map_err(|error| self.damaged(entry.stop.span().start, format!("`{text}` is no stop: {error}.")))?;
        let optional = |text: &Option<Spanned<String>>| text.as_ref().map(|text| self.plain(text)).transpose();
        let (line, before, after) = (optional(&entry.anchor)?, optional(&entry.before)?, optional(&entry.after)?);
        Ok((stop, line.map(|line| Anchor { line, before, after })))
    }

    /// A text that is neither endless nor holds what a terminal would obey.
    fn plain(&self, text: &Spanned<String>) -> Result<String, KeptError> {
        let value = text.get_ref();
        let complaint = if value.contains(|character: char| character.is_control() && character != '\t') {
            "a text holds a control character.".to_owned()
        } else if value.chars().count() > LONGEST {
            format!("a text is longer than {LONGEST} characters.")
        } else {
            return Ok(value.clone());
        };
        Err(self.damaged(text.span().start, complaint))
    }
}
