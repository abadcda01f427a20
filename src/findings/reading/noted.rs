//! What was noticed while a connection was read, as findings of the rules that the notes cite.

use super::{Finding, Level, Whole};
use crate::connection::{Note, NoteLevel};
use crate::recording::Place;

/// The notes that cite `rule`, as findings of it.
pub(in crate::findings) fn noted(whole: &Whole<'_>, rule: &'static str) -> Vec<Finding> {
    let notes = whole.connection.notes.iter().filter(|note| note.rule == Some(rule));
    notes.map(|note| finding(whole, rule, note)).collect()
}

fn finding(whole: &Whole<'_>, rule: &'static str, note: &Note) -> Finding {
    let level = match note.level {
        NoteLevel::Note => Level::Note,
        NoteLevel::Warning => Level::Warning,
        NoteLevel::Error => Level::Error,
    };
    Finding::new(rule, level, note.message.clone()).at(place(whole, note))
}

/// Where a note stands, if it says more than which connection it is about.
fn place(whole: &Whole<'_>, note: &Note) -> Option<Place> {
    let place = note.place.as_ref()?;
    let line = place.line?;
    let script = whole.connection.scripts.values().find(|script| script.path.as_ref() == Some(&place.path));
    let file = match script {
        Some(script) => script.file.clone(),
        None => place.path.file_name()?.to_string_lossy().into_owned(),
    };
    Some(Place { function: file.clone(), file, line, column: place.column.unwrap_or(1) })
}
