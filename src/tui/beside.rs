//! Values after a line that ran, as long as there is room.
//!
//! ```text
//! const user = result.rows[0];  ┊ user = {id: 7, email: 'ada@example.test'}
//! ```

use ratatui::layout::Rect;

use super::painter::Painter;
use super::text;
use super::theme::Role;
use crate::debugger::InlineValue;

/// Cells between the line and its values.
const GAP: u16 = 2;
/// With less room than this nothing is said rather than half of it.
const LEAST: u16 = 10;
/// Characters of one value worth looking at.
const LONGEST: usize = 120;

/// Draws the values from a column to the end of the area.
pub fn draw(painter: &mut Painter<'_>, area: Rect, row: u16, column: u16, values: &[&InlineValue]) {
    let column = column.saturating_add(GAP);
    if values.is_empty() || column.saturating_add(LEAST) > area.width {
        return;
    }
    let words =
        |value: &&InlineValue| format!("{} = {}", value.variable.name, text::start(&value.variable.preview, LONGEST));
    let words = values.iter().map(words).collect::<Vec<_>>().join("  ");
    let column = painter.text(area, row, column, painter.theme.glyphs.beside, Role::Faint);
    painter.text(area, row, column, &format!(" {words}"), Role::Dim);
}
