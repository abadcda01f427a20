//! What goes into the script.
//!
//! ```text
//! ├ 2 Inputs ───────────────────┤
//! │ email          ada@example… │
//! │ password       ••••••••     │
//! │ configuration  3 values     │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list;
use super::painter::{piece, Painter, Row};
use super::theme::Role;
use crate::workbench::inputs::{Field, FieldName};
use crate::workbench::queries::counted;
use crate::workbench::Workbench;

/// Width of the labels.
const LABEL: usize = 15;

/// Draws the inputs.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench, focused: bool) -> Shown {
    let configured = workbench.form.fields.iter().filter(|field| is_configuration(field)).count();
    let mut rows: Vec<Row<'_>> = workbench
        .form
        .fields
        .iter()
        // A user name that nobody typed is no input.
        .filter(|field| !is_configuration(field))
        .filter(|field| field.name != FieldName::Username || !field.line.text().is_empty())
        .map(|field| {
            let value = field.shown(false);
            let value = if value.is_empty() { piece("not given", Role::Dim) } else { piece(value, Role::Text) };
            Row::new(vec![piece(format!("{:LABEL$}", field.label()), Role::Dim), value])
        })
        .collect();
    rows.push(Row::new(vec![
        piece(format!("{:LABEL$}", "configuration"), Role::Dim),
        piece(counted(configured as u64, "value"), Role::Text),
    ]));
    list::read(painter, area, &rows, focused, workbench.inputs_scroll)
}

fn is_configuration(field: &Field) -> bool {
    matches!(field.name, FieldName::Configuration(_))
}
