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
        for entry in TABLE.iter().filter(|entry| entry.group == group && !entry.keys.is_empty()) {
            let contexts = [context, Context::Everywhere, Context::Scopes, Context::Timeline];
            let mut keys: Vec<String> = entry.shown_keys(&contexts).collect();
            if keys.is_empty() {
                keys.extend(entry.shown_keys(&[Context::Stops, Context::Listing]));
            }
            keys.dedup();
            line(&mut rows, painter, &keys.join("  "), entry.help, width);
        }
        if group == Group::Stopping {
            line(
                &mut rows,
                painter,
                ":stop at",
                "Write a stop at a query, an exception, a rule, a profile field …",
                width,
            );
        }
    }
    heading(&mut rows, "Pointer");
    for (gesture, meaning) in [
        ("click", "Focus a pane, select a frame, a query or a line, open a value."),
        ("drag", "On the timeline: move the run to that moment."),
        ("wheel", "Scroll without moving the selection."),
        ("Shift+drag", "Select text, as the terminal does it by itself."),
    ] {
        line(&mut rows, painter, gesture, meaning, width);
    }
    heading(&mut rows, "Signs");
    let glyphs = painter.theme.glyphs;
    let ran = format!("{}2", glyphs.times);
    for (sign, meaning) in [
        (glyphs.next, "The statement that comes next; it is marked in the text, not only its line."),
        (glyphs.waits, "The call in which the selected outer frame waits."),
        (glyphs.breakpoint, "A breakpoint."),
        (glyphs.conditional, "A stop with a condition or a count of hits."),
        (glyphs.logging, "A stop that logs a message and goes on."),
        (glyphs.off, "A stop that is switched off."),
        (glyphs.unbound, "A stop that no run has put on a statement yet, or that cannot be reached: P says why."),
        (glyphs.changed, "A value that differs from the one at the stop before."),
        ("copy", "A watch that can change something: it was evaluated on a copy of the run."),
        (glyphs.sent, "The line sent this legacy query."),
        (glyphs.beside, "After it stand values as they were when the line last ran."),
        (&ran, "How often the line ran so far."),
        (glyphs.callback, "callback was called."),
        (glyphs.now, "On the timeline: where the run stands."),
        (glyphs.read, "On the timeline: a query that reads was sent."),
        (glyphs.write, "On the timeline: a query that writes was sent."),
        (glyphs.answer, "On the timeline: an answer reached the script."),
        (glyphs.line, "On the timeline: a console line."),
        (glyphs.to_come, "Known to come after the moment where the run stands."),
        (glyphs.differs, "Two runs differ here."),
        (glyphs.altered, "The operation changes this user; side by side: this was given, and differs."),
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
        let keys = painter.key_names(keys);
        let gap = KEYS.saturating_sub(text::width(&painter.safe(&keys)));
        rows.push(Row::new(vec![
            piece(format!("  {keys}{}", " ".repeat(gap)), Role::Here),
            piece(meaning, Role::Text),
        ]));
    }
}
