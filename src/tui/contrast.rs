//! Two operations side by side, row by row, with what differs marked.
//!
//! ```text
//! ╭ Side by side: the same inputs under both modes ───────────────── 4 of 12 differ ╮
//! │                  legacy authentication        │ automatic migration             │
//! │   operation      login                        │ login                           │
//! │ ≠ user created   no                           │ yes                             │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Piece, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::flow::{Contrast, ContrastRow};
use crate::workbench::contrast::SideBySide;

/// The widest box.
const WIDTH: u16 = 168;
/// The widest column of labels.
const LABEL: usize = 22;
/// Rows of a text on one side, where its row is not selected.
const FEW: usize = 3;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, shown: &SideBySide) -> (Rect, Shown) {
    let width = screen.width.saturating_sub(if screen.width >= 100 { 4 } else { 0 }).min(WIDTH);
    let (rows, columns) = match &shown.found {
        Some(Ok(contrast)) => {
            let columns = Columns::of(contrast, usize::from(width.saturating_sub(2)));
            let entry = |(index, row)| entry(painter, row, &columns, index == shown.selected);
            (contrast.rows.iter().enumerate().map(entry).collect(), columns)
        }
        _ => (Vec::new(), Columns { label: 0, side: 0 }),
    };
    let entries: Vec<Vec<Row<'static>>> = rows;
    // A few rows more than there are, so that the box stays where it is while long rows open.
    let content = entries.iter().map(Vec::len).sum::<usize>() + 7;
    let height = u16::try_from(content).unwrap_or(u16::MAX).clamp(9, screen.height.saturating_sub(2).max(9));
    let area = panel::centred(screen, width, height);
    let title = format!("Side by side: {}", shown.beside.words());
    let contrast = match &shown.found {
        None => {
            let inner = panel::boxed(painter, area, &title, "");
            return (area, list::empty(painter, inner, "Both are being played …"));
        }
        Some(Err(why)) => {
            let inner = panel::boxed(painter, area, &title, "");
            return (area, list::empty(painter, inner, why));
        }
        Some(Ok(contrast)) => contrast,
    };
    let found = contrast.rows.iter().filter(|row| !row.given);
    let note = match found.clone().filter(|row| row.differs).count() {
        0 => "the same came of both".to_owned(),
        differing => format!("{differing} of {} differ", found.count()),
    };
    let inner = panel::boxed(painter, area, &title, &note);
    let head = Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(1), ..inner };
    let [left, right] = contrast.titles.each_ref().map(|title| text::wrap(&painter.safe(title), columns.side));
    let titles = [left, right].map(|lines| lines.into_iter().next().unwrap_or_default());
    painter.row(head, 0, &columns.row(painter, (" ", Role::Dim), "", &titles, [Role::Here, Role::Here]));
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    let list = List {
        len: entries.len(),
        height: &|index| entries.get(index).map_or(0, Vec::len),
        rows: &|index| entries.get(index).cloned().unwrap_or_default(),
        selected: Some(shown.selected),
        shared: false,
        focused: true,
        scroll: shown.scroll,
    };
    (area, list::draw(painter, below, &list))
}

/// Widths: of the labels, and of each side.
struct Columns {
    label: usize,
    side: usize,
}

impl Columns {
    fn of(contrast: &Contrast, width: usize) -> Self {
        let label = contrast.rows.iter().map(|row| text::width(&row.label)).max().unwrap_or(0).min(LABEL);
        Self { label, side: width.saturating_sub(label + 9) / 2 }
    }

    fn row(
        &self,
        painter: &Painter<'_>,
        sign: (&'static str, Role),
        label: &str,
        sides: &[String; 2],
        roles: [Role; 2],
    ) -> Row<'static> {
        let cut = |text: &str, room: usize| {
            let text = text::cut(&painter.safe(text), room, painter.theme.glyphs.cut).into_owned();
            let gap = room.saturating_sub(text::width(&text));
            (text, " ".repeat(gap))
        };
        let ((label, after_label), (left, after_left)) = (cut(label, self.label), cut(&sides[0], self.side));
        let pieces: Vec<Piece<'static>> = vec![
            piece(format!("{} ", sign.0), sign.1),
            piece(format!("{label}{after_label}  "), Role::Dim),
            piece(left + &after_left, roles[0]),
            piece(format!(" {} ", painter.theme.glyphs.vertical), Role::Faint),
            piece(cut(&sides[1], self.side).0, roles[1]),
        ];
        Row::new(pieces)
    }
}

/// A row of the comparison, on as many rows as its longer side takes.
fn entry(painter: &Painter<'_>, row: &ContrastRow, columns: &Columns, selected: bool) -> Vec<Row<'static>> {
    let (sign, role) = match (row.differs, row.given) {
        (true, false) => ((painter.theme.glyphs.differs, Role::Warn), Role::Warn),
        (true, true) => ((painter.theme.glyphs.altered, Role::Here), Role::Here),
        (false, _) => ((" ", Role::Dim), Role::Text),
    };
    let none = painter.theme.glyphs.off;
    let lines = row.sides.each_ref().map(|side| match side {
        Some(words) => text::wrap(&painter.safe(text::start(words, 4_000)), columns.side),
        None => vec![none.to_owned()],
    });
    let most = if selected { usize::MAX } else { FEW };
    let rows = lines.iter().map(Vec::len).max().unwrap_or(0).min(most);
    let line = |index: usize| {
        let sides = lines.each_ref().map(|lines| lines.get(index).cloned().unwrap_or_default());
        let (sign, label) = if index == 0 { (sign, row.label.as_str()) } else { ((" ", Role::Dim), "") };
        let rule = row.rule.filter(|_| selected && index == 0).unwrap_or_default();
        let roles = row.sides.each_ref().map(|side| if side.is_some() { role } else { Role::Dim });
        let made = columns.row(painter, sign, label, &sides, roles);
        if rule.is_empty() {
            made
        } else {
            made.with_right(vec![piece(format!("{rule} "), Role::Dim)])
        }
    };
    (0..rows).map(line).collect()
}
