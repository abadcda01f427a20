//! The profile as Auth0 would hold it, a line per field.

use serde_json::Value;

use super::{labelled, LABEL};
use crate::tui::painter::{piece, Painter, Row};
use crate::tui::text;
use crate::tui::theme::Role;

/// The widest column of names.
const NAMES: usize = 20;

pub(super) fn rows(painter: &Painter<'_>, profile: &Value, width: usize) -> Vec<Row<'static>> {
    let Value::Object(fields) = profile else {
        return labelled(painter, "profile", &profile.to_string(), Role::Text, width);
    };
    let names = fields.keys().map(|name| text::width(name)).max().unwrap_or(0).min(NAMES);
    let mut rows = Vec::new();
    for (index, (name, value)) in fields.iter().enumerate() {
        let label = if index == 0 { "profile" } else { "" };
        let name = text::cut(name, names, painter.theme.glyphs.cut).into_owned();
        let gap = " ".repeat(names.saturating_sub(text::width(&name)) + 2);
        let role = match value {
            Value::String(_) => Role::String,
            Value::Number(_) | Value::Bool(_) => Role::Number,
            _ => Role::Text,
        };
        rows.push(Row::new(vec![
            piece(format!("{label:LABEL$}"), Role::Dim),
            piece(format!("{name}{gap}"), Role::Text),
            piece(value.to_string(), role),
        ]));
    }
    rows
}
