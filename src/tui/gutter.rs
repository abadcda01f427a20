//! What stands before a line: its stop, how often it ran, its number, and where execution stands.
//!
//! ```text
//! ● ×12  31 ▶
//! ```

use std::collections::HashMap;

use ratatui::layout::Rect;

use super::painter::Painter;
use super::stop_sign;
use super::text;
use super::theme::Role;
use crate::workbench::source::{Mark, MarkKind};
use crate::workbench::Workbench;

/// Cells the code must keep, or hit counts are left out.
const ROOM_FOR_CODE: u16 = 56;
/// Cells kept for a count, so that the code does not move while it grows.
const COUNT: usize = 3;

/// The gutter of all lines of a text.
pub struct Gutter<'w> {
    workbench: &'w Workbench,
    /// Digits of the last line's number.
    digits: usize,
    /// Whether the pane has the focus.
    focused: bool,
    /// Where execution stands.
    mark: Option<Mark>,
    /// How often each line ran, in words.
    counts: HashMap<u32, String>,
    /// Cells of a count; 0 where none is shown.
    count: usize,
}

impl<'w> Gutter<'w> {
    /// The gutter of the shown text, in a pane of this width.
    pub fn new(workbench: &'w Workbench, width: u16, focused: bool, times: &str) -> Self {
        let digits = workbench.source.lines.len().max(99).to_string().len();
        let words = |(line, hits): (u32, u64)| (line, format!("{times}{}", compact(hits)));
        let counts: HashMap<u32, String> = workbench.hits_by_line().into_iter().map(words).collect();
        let widest = counts.values().map(|words| text::width(words)).max().unwrap_or(0).max(COUNT);
        let mut gutter = Self { workbench, digits, focused, mark: workbench.mark(), counts, count: widest };
        if !workbench.beside.shows_hits || width < gutter.width().saturating_add(ROOM_FOR_CODE) {
            gutter.count = 0;
        }
        gutter
    }

    /// Cells it takes.
    pub fn width(&self) -> u16 {
        let counted = if self.count > 0 { self.count + 1 } else { 0 };
        u16::try_from(self.digits + 5 + counted).unwrap_or(u16::MAX)
    }

    /// Draws what stands before a line (from 0).
    pub fn draw(&self, painter: &mut Painter<'_>, area: Rect, row: u16, index: usize) {
        let glyphs = painter.theme.glyphs;
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if let Some((sign, role)) = stop_sign::on_line(glyphs, self.workbench.shown_stops(), line) {
            painter.text(area, row, 0, sign, role);
        }
        let mut column = 2;
        if self.count > 0 {
            let words = self.counts.get(&line).map_or("", String::as_str);
            let lead = " ".repeat(self.count.saturating_sub(text::width(words)));
            column = painter.text(area, row, column, &format!("{lead}{words} "), Role::Dim);
        }
        let number = if index == self.workbench.source.cursor && self.focused { Role::Here } else { Role::Dim };
        let digits = self.digits;
        column = painter.text(area, row, column, &format!("{line:>digits$} "), number);
        let Some(mark) = self.mark else { return };
        if line == mark.span.line {
            let (sign, role) = match mark.kind {
                MarkKind::Next => (glyphs.next, Role::Warn),
                MarkKind::Waits => (glyphs.waits, Role::Here),
                MarkKind::Failed => (glyphs.no, Role::Bad),
                MarkKind::Ended => (glyphs.ended, Role::Good),
            };
            painter.text(area, row, column, sign, role);
        } else if line > mark.span.line && line <= mark.span.end_line {
            painter.text(area, row, column, glyphs.goes_on, Role::Faint);
        }
    }
}

/// A count in few cells: `7`, `1 240`, `124k`, `3.1M`.
fn compact(count: u64) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..100_000 => format!("{} {:03}", count / 1_000, count % 1_000),
        100_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}.{}M", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stay_short() {
        let shown = [1, 999, 1_240, 99_999, 123_456, 3_141_592].map(compact);
        assert_eq!(shown, ["1", "999", "1 240", "99 999", "123k", "3.1M"]);
    }
}
