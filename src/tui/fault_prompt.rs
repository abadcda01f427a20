//! The faults of the store being written.
//!
//! ```text
//! ╭ Faults ────────────────────── the operation runs again ╮
//! │ > lost@users, slow:500                                  │
//! │                                                         │
//! │   refused                nobody listens where the scri… │
//! │   slow:500               each answer takes longer, 100… │
//! ╰─────────────────────────────────────────────────────────╯
//! ```

use ratatui::layout::{Position, Rect};

use super::drawn::Shown;
use super::painter::{piece, Painter, Row};
use super::stop_prompt::form_row;
use super::theme::Role;
use super::{panel, prompt, text};
use crate::legacy::faults::FORMS;
use crate::workbench::evaluation::Prompt;
use crate::workbench::scroll::Extent;

/// Rows of the box.
const HEIGHT: u16 = 15;

/// Draws the box at the foot of the screen. What is wrong stands where the forms stood.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, prompt: &Prompt) -> (Rect, Shown, Position) {
    let height = HEIGHT.min(screen.height * 2 / 3).max(4);
    let area = prompt::at_the_foot(screen, height);
    let inner = panel::boxed(painter, area, "Faults", "the operation runs again");
    let hint = "refused, lost@users, slow:500 …; nothing switches all of them off";
    let cursor = prompt::typed(painter, inner, 0, &prompt.line, hint);
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    match &prompt.error {
        Some(error) => {
            let room = usize::from(below.width).saturating_sub(6);
            for (row, words) in text::wrap(&painter.safe(error), room).into_iter().enumerate() {
                let sign = if row == 0 { painter.theme.glyphs.no } else { " " };
                let row = u16::try_from(row).unwrap_or(u16::MAX);
                painter.row(below, row, &Row::new(vec![piece(format!("   {sign} {words}"), Role::Bad)]));
            }
        }
        None => {
            for (row, (form, meaning)) in FORMS.iter().enumerate() {
                let row = u16::try_from(row + 1).unwrap_or(u16::MAX);
                painter.row(below, row, &form_row(form, *meaning));
            }
        }
    }
    (area, Shown { area: below, extent: Extent::default(), entries: Vec::new() }, cursor)
}
