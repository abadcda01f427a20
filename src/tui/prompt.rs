//! An expression being typed, with the answers so far above it.
//!
//! ```text
//! ╭ Evaluate ────────────── in login › query callback ╮
//! │ result.rowCount                                   │
//! │   1                                               │
//! │ > user.email                                      │
//! ╰───────────────────────────────────────────────────╯
//! ```

use ratatui::layout::{Position, Rect};

use super::drawn::Shown;
use super::layout;
use super::painter::{piece, Painter, Row};
use super::panel;
use super::scopes::value_role;
use super::text;
use super::theme::Role;
use crate::workbench::evaluation::{Prompt, Purpose};
use crate::workbench::line::Line;
use crate::workbench::scroll::Extent;
use crate::workbench::Workbench;

/// Rows of the box that evaluates.
const HEIGHT: u16 = 12;

/// Draws the box at the foot of the screen, so that source and variables stay visible.
pub fn draw(
    painter: &mut Painter<'_>,
    screen: Rect,
    workbench: &Workbench,
    prompt: &Prompt,
) -> (Rect, Shown, Position) {
    let (title, height) = match &prompt.purpose {
        Purpose::Evaluate => ("Evaluate".to_owned(), HEIGHT.min(screen.height / 2).max(3)),
        Purpose::Set(target) => (format!("Set {target}"), 3),
        Purpose::Watch => ("Watch".to_owned(), 3),
        Purpose::Stop(_) => ("Stop".to_owned(), 3),
        Purpose::Jump => ("Jump to a moment".to_owned(), 3),
        Purpose::Faults => ("Faults".to_owned(), 3),
        Purpose::SaveStore => ("Save the users of the Auth0 store".to_owned(), 3),
    };
    let area = at_the_foot(screen, height);
    let frame = match prompt.purpose {
        Purpose::Jump => None,
        _ => workbench.stack().into_iter().nth(prompt.frame).map(|row| format!("in {}", row.function)),
    };
    let inner = panel::boxed(painter, area, &title, &frame.unwrap_or_default());
    let above = Rect { height: inner.height.saturating_sub(1), ..inner };
    if prompt.purpose == Purpose::Evaluate {
        history(painter, above, workbench);
    }
    let hint = match prompt.purpose {
        Purpose::Evaluate => "any JavaScript expression",
        Purpose::Set(_) => "any JavaScript expression; the variable gets its value",
        Purpose::Watch => "any JavaScript expression; its value is shown at every stop",
        Purpose::Stop(_) | Purpose::Faults => "",
        Purpose::Jump => crate::workbench::time::FORMS,
        Purpose::SaveStore => "a file, like users.ndjson",
    };
    let cursor = typed(painter, inner, inner.height.saturating_sub(1), &prompt.line, hint);
    (area, Shown { area: above, extent: Extent::default(), entries: Vec::new() }, cursor)
}

/// A box of this height at the foot of the screen.
pub fn at_the_foot(screen: Rect, height: u16) -> Rect {
    let width = screen.width.saturating_sub(4).min(100);
    // Above the timeline: it says where one is while one types. `screen` lacks the row of the keys.
    let below = layout::timeline_rows(screen.height + 1) + 1;
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.bottom().saturating_sub(height + below).max(screen.y),
        width,
        height: height.min(screen.height),
    }
}

/// Draws a line being typed, or what to type as long as there is nothing. Returns where the cursor stands.
pub fn typed(painter: &mut Painter<'_>, inner: Rect, row: u16, line: &Line, hint: &str) -> Position {
    let start = painter.text(inner, row, 1, "> ", Role::Here);
    let room = usize::from(inner.width.saturating_sub(start + 1));
    let (before, after) = line.halves();
    let before = painter.safe(before).into_owned();
    let hidden = text::width(&before).saturating_sub(room);
    let visible: String = before.chars().skip(hidden).collect();
    let role = if line.is_example() { Role::Dim } else { Role::Text };
    let column = painter.text(inner, row, start, &visible, role);
    painter.text(inner, row, column, after, role);
    if line.text().is_empty() {
        painter.text(inner, row, start, hint, Role::Dim);
    }
    Position { x: inner.x + column, y: inner.y + row }
}

/// The newest answers that fit, the newest at the bottom.
fn history(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench) {
    let fit = usize::from(area.height) / 2;
    let skipped = workbench.evaluations.len().saturating_sub(fit);
    let shown = workbench.evaluations.len() - skipped;
    if shown == 0 {
        painter.text(area, 0, 1, "The answers appear here, and stay in the console.", Role::Dim);
    }
    let above = usize::from(area.height) - shown * 2;
    for (index, evaluation) in workbench.evaluations.iter().skip(skipped).enumerate() {
        let row = u16::try_from(above + index * 2).unwrap_or(u16::MAX);
        painter.row(area, row, &Row::new(vec![piece(format!(" {}", evaluation.expression), Role::Dim)]));
        let (text, role) = match &evaluation.result {
            None => (painter.theme.glyphs.waiting.to_owned(), Role::Dim),
            Some(Ok(variable)) => (variable.preview.clone(), value_role(variable.kind)),
            Some(Err(error)) => (format!("{} {error}", painter.theme.glyphs.no), Role::Bad),
        };
        painter.row(area, row.saturating_add(1), &Row::new(vec![piece(format!("   {text}"), role)]));
    }
}
