//! One value in full, where the tree has room for its beginning only.
//!
//! ```text
//! ╭ query ───────────────────────────────────────────────────╮
//! │ 'SELECT id, email, password_hash, email_verified FROM …' │
//! ╰──────────────────────────────────────────────────────────╯
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::scopes::value_role;
use super::text;
use crate::debugger::Variable;
use crate::workbench::scroll::Scroll;

/// Width of the box.
const WIDTH: u16 = 84;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, variable: &Variable, scroll: Scroll) -> (Rect, Shown) {
    let width = WIDTH.min(screen.width);
    let role = value_role(variable.kind);
    let lines = text::wrap(&painter.safe(&variable.preview), usize::from(width).saturating_sub(4));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = panel::centred(screen, width, height);
    let inner = panel::boxed(painter, area, variable.path.as_ref().unwrap_or(&variable.name), "");
    let list = List {
        len: lines.len(),
        height: &|_| 1,
        rows: &|index| vec![Row::new(vec![piece(lines[index].clone(), role)])],
        selected: None,
        shared: false,
        focused: true,
        scroll,
    };
    (area, list::draw(painter, inner, &list))
}
