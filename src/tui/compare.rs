//! Two runs side by side, with what differs marked.
//!
//! ```text
//! ╭ A and B ───────────────────────────────────── 3 of 7 differ ╮
//! │   A                          │ B  query 1: no rows           │
//! │   query 1 reads: SELECT …    │ query 1 reads: SELECT …       │
//! │ ≠   rows  1 row              │   no rows                     │
//! │ − console.log: found         │                               │
//! │ + …                                                          │
//! ╰──────────────────────────────────────────────────────────────╯
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Piece, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::workbench::comparison::{Comparison, Entry};

/// The widest box.
const WIDTH: u16 = 168;
/// Differences shown of an entry that is not selected.
const FEW: usize = 3;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, comparison: &Comparison) -> (Rect, Shown) {
    let width = screen.width.saturating_sub(if screen.width >= 100 { 4 } else { 0 }).min(WIDTH);
    let half = usize::from(width.saturating_sub(9) / 2);
    let entries: Vec<Vec<Row<'static>>> = (0..comparison.entries.len())
        .map(|index| {
            comparison.entries.get(index).map_or_else(Vec::new, |entry| rows(painter, comparison, entry, index, half))
        })
        .collect();
    let content: usize = entries.iter().map(Vec::len).sum();
    let height = u16::try_from(content + 5).unwrap_or(u16::MAX).min(screen.height.saturating_sub(1));
    let area = panel::centred(screen, width, height);
    let [left, right] = comparison.letters;
    let note = match comparison.differing() {
        0 => "nothing differs".to_owned(),
        differing => format!("{differing} of {} differ", comparison.entries.len()),
    };
    let inner = panel::boxed(painter, area, &format!("{left} and {right}"), &note);
    let heads = [0, 1].map(|side| head(comparison, side));
    let bar = painter.theme.glyphs.vertical;
    let aligned = Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(1), ..inner };
    painter.row(aligned, 0, &beside(painter, (" ", Role::Text), &heads, [Role::Here, Role::Here], half, bar));
    let legend = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    let glyphs = painter.theme.glyphs;
    let mut words =
        format!("{} differs   {} only {left}   {} only {right}", glyphs.differs, glyphs.only_first, glyphs.only_second);
    if !comparison.complete {
        words.push_str(&format!("   {} may still happen", glyphs.waiting));
    }
    painter.text(legend, 0, 2, &words, Role::Dim);
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(2), ..inner };
    let list = List {
        len: entries.len(),
        height: &|index| entries.get(index).map_or(0, Vec::len),
        rows: &|index| entries.get(index).cloned().unwrap_or_default(),
        selected: Some(comparison.selected),
        shared: false,
        focused: true,
        scroll: comparison.scroll,
    };
    let shown = list::draw(painter, below, &list);
    (area, shown)
}

fn head(comparison: &Comparison, side: usize) -> String {
    let letter = comparison.letters.get(side).copied().unwrap_or_default();
    let shown = if comparison.shown == side { " (shown)" } else { "" };
    match comparison.changes.get(side).filter(|change| !change.is_empty()) {
        Some(change) => format!("{letter}{shown}  {change}"),
        None => format!("{letter}{shown}"),
    }
}

/// An entry, and under it what differs.
fn rows(painter: &Painter<'_>, comparison: &Comparison, entry: &Entry, index: usize, half: usize) -> Vec<Row<'static>> {
    let glyphs = painter.theme.glyphs;
    let bar = glyphs.vertical;
    let (sign, roles) = match (&entry.sides, entry.differs.is_empty()) {
        _ if entry.pending => ((glyphs.waiting, Role::Dim), [Role::Dim, Role::Dim]),
        ([Some(_), None], _) => ((glyphs.only_first, Role::Warn), [Role::Warn, Role::Dim]),
        ([None, Some(_)], _) => ((glyphs.only_second, Role::Warn), [Role::Dim, Role::Warn]),
        (_, false) => ((glyphs.differs, Role::Warn), [Role::Text, Role::Text]),
        _ => ((" ", Role::Dim), [Role::Dim, Role::Dim]),
    };
    let sides = [0, 1].map(|side| entry.sides.get(side).cloned().flatten().unwrap_or_default());
    let mut rows = vec![beside(painter, sign, &sides, roles, half, bar)];
    let selected = comparison.selected == index;
    let most = if selected { usize::MAX } else { FEW };
    let most = if entry.pending { 0 } else { most };
    for difference in entry.differs.iter().take(most) {
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let before = format!("    {}  {}", difference.part, value(&difference.before));
        let after = format!("    {}  {}", difference.part, value(&difference.after));
        rows.push(beside(painter, (" ", Role::Dim), &[before, after], [Role::Warn, Role::Warn], half, bar));
    }
    if entry.differs.len() > most && !entry.pending {
        let more = format!("    and {} more", entry.differs.len() - most);
        rows.push(beside(painter, (" ", Role::Dim), &[more, String::new()], [Role::Dim, Role::Dim], half, bar));
    }
    rows
}

/// Two texts in two columns.
fn beside(
    painter: &Painter<'_>,
    sign: (&'static str, Role),
    texts: &[String; 2],
    roles: [Role; 2],
    half: usize,
    bar: &'static str,
) -> Row<'static> {
    let cut = |text: &str| text::cut(&painter.safe(text), half, painter.theme.glyphs.cut).into_owned();
    let (left, right) = (cut(&texts[0]), cut(&texts[1]));
    let gap = " ".repeat(half.saturating_sub(text::width(&left)));
    let pieces: Vec<Piece<'static>> = vec![
        piece(format!("{} ", sign.0), sign.1),
        piece(left, roles[0]),
        piece(gap, Role::Text),
        piece(format!(" {bar} "), Role::Faint),
        piece(right, roles[1]),
    ];
    Row::new(pieces)
}
