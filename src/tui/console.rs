//! What the script and the stops with a message wrote, the calls of `callback`, and what was evaluated.
//!
//! ```text
//! ├ 7 Console ────────────────────────────────┤
//! │   user found 7                   login:14 │
//! │ ! slow query                     login:16 │
//! │ » user ada@example.test          login:17 │
//! │ ↩ callback(null, {"user_id":"7"}) …cb:20  │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::glyphs::Glyphs;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::theme::Role;
use crate::recording::ConsoleLevel;
use crate::workbench::journal::{Entry, Kind};
use crate::workbench::Workbench;

/// Draws the entries, oldest first.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench, focused: bool) -> Shown {
    let journal = &workbench.journal;
    if journal.entries.is_empty() {
        return list::empty(
            painter,
            area,
            "Console lines of the script, messages of stops, calls of its callback, and values you evaluate with e appear \
             here.",
        );
    }
    let glyphs = painter.theme.glyphs;
    let list = List {
        len: journal.entries.len(),
        height: &|index| journal.entries[index].text.lines().count().max(1),
        rows: &|index| rows(glyphs, &journal.entries[index], index >= journal.past()),
        selected: Some(journal.selected),
        shared: false,
        focused,
        scroll: journal.scroll,
    };
    list::draw(painter, area, &list)
}

fn rows(glyphs: &Glyphs, entry: &Entry, to_come: bool) -> Vec<Row<'static>> {
    let (sign, role) = match entry.kind {
        _ if to_come => (glyphs.to_come, Role::Dim),
        Kind::Console(ConsoleLevel::Log | ConsoleLevel::Info) => (" ", Role::Text),
        Kind::Console(ConsoleLevel::Debug) => (" ", Role::Dim),
        Kind::Console(ConsoleLevel::Warn) => (glyphs.warning, Role::Warn),
        Kind::Console(ConsoleLevel::Error) => (glyphs.no, Role::Bad),
        Kind::Callback(false) => (glyphs.callback, Role::Good),
        Kind::Callback(true) => (glyphs.callback, Role::Bad),
        Kind::Outcome(false) => (glyphs.ended, Role::Good),
        Kind::Outcome(true) => (glyphs.no, Role::Bad),
        Kind::Remark => (glyphs.ours, Role::Dim),
        Kind::Logged(_) => (glyphs.logging, Role::Here),
    };
    let text = if matches!(role, Role::Good | Role::Here) { Role::Text } else { role };
    let mut lines = entry.text.lines().map(|line| line.replace('\t', "    "));
    let place = entry.at.as_ref().map(|at| piece(format!(":{} ", at.line), Role::Dim));
    let first = lines.next().unwrap_or_default();
    let mut rows = vec![
        Row::new(vec![piece(format!("{sign} "), role), piece(first, text)]).with_right(place.into_iter().collect())
    ];
    rows.extend(lines.map(|line| Row::new(vec![piece("  ", role), piece(line, text)])));
    rows
}
