//! How a value changed over the run.
//!
//! ```text
//! ╭ History of user ───────────────────────────── 3 values ╮
//! │    step     line   value                               │
//! │       1        1   not initialised                     │
//! │▸     14       11   {id: 7, email: 'ada@example.test'}  │
//! │      20       16   undefined                   to come │
//! ╰────────────────────────────────────────────────────────╯
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::scopes::value_role;
use super::theme::Role;
use crate::debugger::Change;
use crate::workbench::history::History;
use crate::workbench::queries::counted;
use crate::workbench::Workbench;

/// Width of the box.
const WIDTH: u16 = 84;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, workbench: &Workbench, history: &History) -> (Rect, Shown) {
    let changes = history.changes();
    let height = u16::try_from(changes.len() + 3).unwrap_or(u16::MAX).clamp(6, (screen.height * 2 / 3).max(6));
    let area = panel::centred(screen, WIDTH, height);
    let more = if history.cut { ", older ones are not kept" } else { "" };
    let note = match &history.changes {
        Some(Ok(changes)) => format!("{}{more}", counted(changes.len() as u64, "value")),
        _ => String::new(),
    };
    let inner = panel::boxed(painter, area, &format!("History of {}", history.expression), &note);
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    let sentence = match &history.changes {
        None => Some("The run is gone through once more to find them …".to_owned()),
        Some(Err(why)) => Some(why.clone()),
        Some(Ok(_)) => None,
    };
    if let Some(sentence) = sentence {
        return (area, list::empty(painter, inner, &sentence));
    }
    painter.text(inner, 0, 1, &format!(" {:>6}  {:>5}   value", "step", "line"), Role::Dim);
    let step = workbench.run.step();
    let list = List {
        len: changes.len(),
        height: &|_| 1,
        rows: &|index| changes.get(index).map(|change| row(change, step)).into_iter().collect(),
        selected: Some(history.selected),
        shared: false,
        focused: true,
        scroll: history.scroll,
    };
    (area, list::draw(painter, below, &list))
}

fn row(change: &Change, step: u64) -> Row<'static> {
    // The statement the run stands at has not run yet.
    let to_come = change.step >= step;
    let role = if to_come { Role::Dim } else { value_role(change.value.kind) };
    let row = Row::new(vec![
        piece(format!(" {:>6}  {:>5}   ", change.step, change.line), Role::Dim),
        piece(change.value.preview.clone(), role),
    ]);
    row.with_right(if to_come { vec![piece("to come ", Role::Dim)] } else { Vec::new() })
}
