//! What was noticed about the connection and the run.
//!
//! ```text
//! ╭ Notes and findings ──────────────────────────── 2 ╮
//! │▸ ! The script ended without calling callback.  L1 │
//! │    login.js:14                                    │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::connection::NoteLevel;
use crate::workbench::scroll::Scroll;
use crate::workbench::{Remark, Workbench};

/// Width of the box.
const WIDTH: u16 = 100;
/// Characters of one text shown.
const LONGEST: usize = 4_000;

/// Draws the box.
pub fn draw(
    painter: &mut Painter<'_>,
    screen: Rect,
    workbench: &Workbench,
    selected: usize,
    scroll: Scroll,
) -> (Rect, Shown) {
    let remarks = workbench.remarks();
    let width = WIDTH.min(screen.width);
    let entries: Vec<Vec<Row<'_>>> =
        remarks.iter().map(|remark| entry(painter, remark, usize::from(width).saturating_sub(3))).collect();
    let rows = entries.iter().map(Vec::len).sum::<usize>().max(1);
    let height = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = panel::centred(screen, width, height);
    let inner = panel::boxed(painter, area, "Notes and findings", &remarks.len().to_string());
    if remarks.is_empty() {
        let shown = list::empty(painter, inner, "Nothing was noticed about this connection or its run.");
        return (area, shown);
    }
    let list = List {
        len: entries.len(),
        height: &|index| entries[index].len(),
        rows: &|index| entries[index].clone(),
        selected: Some(selected),
        shared: false,
        focused: true,
        scroll,
    };
    (area, list::draw(painter, inner, &list))
}

fn entry(painter: &Painter<'_>, remark: &Remark, width: usize) -> Vec<Row<'static>> {
    let glyphs = painter.theme.glyphs;
    let (sign, role) = match remark.level {
        NoteLevel::Note => (" ", Role::Dim),
        NoteLevel::Warning => (glyphs.warning, Role::Warn),
        NoteLevel::Error => (glyphs.no, Role::Bad),
    };
    let rule = remark.rule.clone().unwrap_or_default();
    let room = width.saturating_sub(text::width(&rule) + 6);
    let mut rows = Vec::new();
    for (index, line) in text::wrap(&painter.safe(text::start(&remark.message, LONGEST)), room).into_iter().enumerate()
    {
        let lead = if index == 0 { format!(" {sign} ") } else { "   ".to_owned() };
        let right = if index == 0 { vec![piece(format!("{rule} "), Role::Dim)] } else { Vec::new() };
        rows.push(Row::new(vec![piece(lead, role), piece(line, Role::Text)]).with_right(right));
    }
    let place = remark.at.as_ref().map(|at| format!("{}:{}", at.file, at.line)).or_else(|| remark.file.clone());
    if let Some(place) = place {
        rows.push(Row::new(vec![piece(format!("   {place}"), Role::Dim)]));
    }
    rows
}
