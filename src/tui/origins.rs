//! Where a value came from.
//!
//! ```text
//! ╭ Where profile.email came from ──────────────────────────────────────────╮
//! │ email  "ada@example.test"                                                │
//! │▸  ‹ query 1, row 1, column email      the same value        login.js:11  │
//! │   ‹ input email                       the same value                     │
//! ╰──────────────────────────────────────────────────────────────────────────╯
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::workbench::origins::{likeness, words, Origins};

/// Width of the box.
const WIDTH: u16 = 100;
/// Cells kept for the words of an origin.
const WORDS: usize = 44;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, found: &Origins) -> (Rect, Shown) {
    let (rows, origins) = rows(painter, found);
    let height = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = panel::centred(screen, WIDTH, height);
    let inner = panel::boxed(painter, area, &format!("Where {} came from", found.title), "likely, not certain");
    let entry = |row: usize| origins.iter().position(|of| *of == row);
    let list = List {
        len: rows.len(),
        height: &|_| 1,
        rows: &|index| vec![rows[index].clone()],
        selected: origins.get(found.selected).copied(),
        shared: false,
        focused: true,
        scroll: found.scroll,
    };
    let mut shown = list::draw(painter, inner, &list);
    shown.entries = shown.entries.iter().map(|row| row.and_then(entry)).collect();
    (area, shown)
}

/// All rows, and which of them are origins.
fn rows(painter: &Painter<'_>, found: &Origins) -> (Vec<Row<'static>>, Vec<usize>) {
    let mut rows = Vec::new();
    let mut origins = Vec::new();
    for traced in &found.values {
        rows.push(Row::new(vec![
            piece(format!("{}  ", traced.path), Role::Strong),
            piece(traced.value.clone(), Role::String),
        ]));
        if traced.origins.is_empty() {
            rows.push(Row::new(vec![piece(
                "  Nothing that came into the run is like it: the script made it.",
                Role::Dim,
            )]));
        }
        for origin in &traced.origins {
            origins.push(rows.len());
            let said = words(origin);
            let gap = " ".repeat(WORDS.saturating_sub(text::width(&said)).max(2));
            let place = origin.at.as_ref().map(|at| piece(format!("{}:{} ", at.file, at.line), Role::Dim));
            rows.push(
                Row::new(vec![
                    piece(format!(" {} ", painter.theme.glyphs.from), Role::Dim),
                    piece(said, Role::Text),
                    piece(format!("{gap}{}", likeness(origin.likeness)), Role::Dim),
                ])
                .with_right(place.into_iter().collect()),
            );
        }
    }
    (rows, origins)
}
