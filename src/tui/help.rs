//! All keys and signs, from the table of actions.
//!
//! ```text
//! ╭ Help ───────────────────────────────────────────────╮
//! │ Run                                                 │
//! │   n  F10         Run to the next statement of this… │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list;
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::workbench::actions::{Context, Group, TABLE};
use crate::workbench::scroll::Scroll;

/// Width of the keys.
const KEYS: usize = 16;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, scroll: Scroll) -> (Rect, Shown) {
    let area = panel::centred(screen, 100, screen.height.saturating_sub(2));
    let inner = panel::boxed(painter, area, "Help", "");
    let rows = rows(painter, usize::from(inner.width).saturating_sub(1));
    (area, list::read(painter, inner, &rows, true, scroll))
}

fn rows(painter: &Painter<'_>, width: usize) -> Vec<Row<'static>> {
    let mut rows = Vec::new();
    for group in Group::ALL {
        heading(&mut rows, group.title());
        let context = if group == Group::Typing { Context::Form } else { Context::Panes };
        for entry in TABLE.iter().filter(|entry| entry.group == group) {
            let mut keys: Vec<String> = entry.shown_keys(&[context, Context::Everywhere, Context::Scopes]).collect();
            keys.dedup();
            line(&mut rows, painter, &keys.join("  "), entry.help, width);
        }
    }
    heading(&mut rows, "Pointer");
    for (gesture, meaning) in [
        ("click", "Focus a pane, select a frame, a query or a line, open a value."),
        ("wheel", "Scroll without moving the selection."),
        ("Shift+drag", "Select text, as the terminal does it by itself."),
    ] {
        line(&mut rows, painter, gesture, meaning, width);
    }
    heading(&mut rows, "Signs");
    let glyphs = painter.theme.glyphs;
    for (sign, meaning) in [
        (glyphs.next, "The statement that comes next; it is marked in the text, not only its line."),
        (glyphs.waits, "The call in which the selected outer frame waits."),
        (glyphs.breakpoint, "A breakpoint."),
        (glyphs.unbound, "A breakpoint that no run has put on a statement yet."),
        (glyphs.changed, "A value that differs from the one at the stop before."),
        (glyphs.sent, "The line sent this legacy query."),
        (glyphs.callback, "callback was called."),
        (glyphs.yes, "A reason that is settled and speaks for going on."),
        (glyphs.no, "A reason that stops the operation, or a failure."),
        (glyphs.waiting, "Not known yet."),
        ("M1", "A rule without a mark is documented by Auth0."),
        ("s M1", "A rule that Auth0 support or a maintainer stated."),
    ] {
        line(&mut rows, painter, sign, meaning, width);
    }
    let ours = format!("{} M1", glyphs.ours);
    line(&mut rows, painter, &ours, "A rule that is our own inference: assumed, not documented.", width);
    let name = format!("{} name", glyphs.ours);
    line(&mut rows, painter, &name, "A name we derived: the function has none of its own, and should get one.", width);
    rows
}

fn heading(rows: &mut Vec<Row<'static>>, title: &str) {
    if !rows.is_empty() {
        rows.push(Row::default());
    }
    rows.push(Row::new(vec![piece(title.to_owned(), Role::Strong)]));
}

fn line(rows: &mut Vec<Row<'static>>, painter: &Painter<'_>, keys: &str, meaning: &str, width: usize) {
    let lines = text::wrap(&painter.safe(meaning), width.saturating_sub(KEYS + 2));
    for (index, meaning) in lines.into_iter().enumerate() {
        let keys = if index == 0 { keys } else { "" };
        let gap = KEYS.saturating_sub(text::width(keys));
        rows.push(Row::new(vec![
            piece(format!("  {keys}{}", " ".repeat(gap)), Role::Here),
            piece(meaning, Role::Text),
        ]));
    }
}
