//! The profile as Auth0 would hold it, a line per field, with what became of what the script returned.
//!
//! ```text
//! profile    user_id   "auth0|7"            prefixed from "7"
//!            email     "ada@example.test"         lower-cased
//!            shoe      dropped, was 42
//! ```

use serde_json::Value;

use super::{labelled, LABEL};
use crate::flow::{FieldChange, How};
use crate::tui::painter::{piece, Painter, Piece, Row};
use crate::tui::text;
use crate::tui::theme::Role;

/// The widest column of names.
const NAMES: usize = 20;
/// Cells of a value that was there before.
const BEFORE: usize = 24;

pub(super) fn rows(painter: &Painter<'_>, profile: &Value, diff: &[FieldChange], width: usize) -> Vec<Row<'static>> {
    let Value::Object(fields) = profile else {
        return labelled(painter, "profile", &profile.to_string(), Role::Text, width);
    };
    let names = fields.keys().map(|name| text::width(name)).max().unwrap_or(0).min(NAMES);
    let mut rows = Vec::new();
    for (index, (name, value)) in fields.iter().enumerate() {
        let label = if index == 0 { "profile" } else { "" };
        let change = diff.iter().find(|change| change.field == *name);
        let name = text::cut(name, names, painter.theme.glyphs.cut).into_owned();
        let gap = " ".repeat(names.saturating_sub(text::width(&name)) + 2);
        let role = match value {
            Value::String(_) => Role::String,
            Value::Number(_) | Value::Bool(_) => Role::Number,
            _ => Role::Text,
        };
        let shown = value.to_string();
        let taken = LABEL + names + 2 + text::width(&painter.safe(&shown));
        let row = Row::new(vec![
            piece(format!("{label:LABEL$}"), Role::Dim),
            piece(format!("{name}{gap}"), Role::Text),
            piece(shown, role),
        ]);
        let note = change.map(|change| note(painter, change, width.saturating_sub(taken + 2))).unwrap_or_default();
        rows.push(row.with_right(note));
    }
    rows
}

/// Fields that the profile does not show.
pub(super) fn unshown(
    painter: &Painter<'_>,
    changes: &[&FieldChange],
    label: &str,
    width: usize,
) -> Vec<Vec<Row<'static>>> {
    let row = |(index, change): (usize, &&FieldChange)| {
        let was = change.from.as_ref().map(|from| format!(", was {}", before(painter, from))).unwrap_or_default();
        let words = format!("{}  {}{was}", change.field, change.how.key());
        let role = if change.how == How::Dropped { Role::Warn } else { Role::Dim };
        labelled(painter, if index == 0 { label } else { "" }, &words, role, width)
    };
    changes.iter().enumerate().map(row).collect()
}

/// What became of a field; nothing where it is held as returned. Where the row has no room for what it was, the word alone.
fn note(painter: &Painter<'_>, change: &FieldChange, room: usize) -> Vec<Piece<'static>> {
    let word = change.how.key();
    let role = match change.how {
        How::Kept => return Vec::new(),
        How::TooLong | How::Stays => Role::Warn,
        _ => Role::Dim,
    };
    let whole = match (&change.from, change.how) {
        (Some(from), How::Overwritten | How::Renamed | How::Prefixed | How::Retyped | How::LowerCased) => {
            format!("{word} from {} ", before(painter, from))
        }
        _ => format!("{word} "),
    };
    let said = if text::width(&whole) <= room { whole } else { format!("{word} ") };
    vec![piece(said, role)]
}

fn before(painter: &Painter<'_>, value: &Value) -> String {
    text::cut(&painter.safe(&value.to_string()), BEFORE, painter.theme.glyphs.cut).into_owned()
}
