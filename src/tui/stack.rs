//! The call stack: of the stop, or of the error that ended the run.
//!
//! ```text
//! ├▸4 Stack ────────────────────┤
//! │▶≈ login › client.query… :15 │
//! │   login          async  :11 │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::text;
use super::theme::Role;
use crate::workbench::run::Phase;
use crate::workbench::Workbench;

/// What the title says about the stack.
pub fn note(workbench: &Workbench) -> &'static str {
    match workbench.run.phase {
        Phase::Finished if workbench.stack_of_error() => "of the error",
        Phase::Finished if workbench.stack_of_last_statement() => "last statement",
        Phase::Finished if !workbench.stack().is_empty() => "of the callback",
        _ => "",
    }
}

/// Columns of a row that are neither name nor place.
const SIGN_AND_GAP: usize = 4;

/// A derived name in little room: what tells it from its neighbours stands at its end.
fn innermost(function: &str, room: usize) -> String {
    match function.rsplit_once(" › ") {
        Some((_, own)) if text::width(function) > room => format!("› {own}"),
        _ => function.to_owned(),
    }
}

/// Draws the frames.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench, focused: bool) -> Shown {
    let rows = workbench.stack();
    if rows.is_empty() {
        let sentence = match workbench.run.phase {
            Phase::Finished if workbench.run.scripts.is_empty() => "No script was asked.",
            Phase::Finished | Phase::Stopped => "The run is over and left no stack. ← steps back into it.",
            _ => "Every function under way appears here at a stop, the innermost first.",
        };
        return list::empty(painter, area, sentence);
    }
    let glyphs = painter.theme.glyphs;
    let list = List {
        len: rows.len(),
        height: &|_| 1,
        rows: &|index| {
            let row = &rows[index];
            let own = workbench.script_named(&row.file).is_some();
            let name = match (own, row.derived) {
                (false, _) => Role::Dim,
                (true, true) => Role::Derived,
                (true, false) => Role::Text,
            };
            let sign = if row.derived { glyphs.ours } else { " " };
            let mut right = Vec::new();
            if row.asynchronous {
                right.push(piece("async ", Role::Dim));
            }
            let place = if row.file == workbench.source.file {
                format!(":{}", row.span.line)
            } else {
                format!("{}:{}", row.file, row.span.line)
            };
            right.push(piece(format!("{place} "), Role::Dim));
            let taken: usize = right.iter().map(|piece| text::width(&piece.text)).sum::<usize>() + SIGN_AND_GAP;
            let function = innermost(&row.function, usize::from(area.width).saturating_sub(taken));
            vec![Row::new(vec![piece(format!("{sign} "), Role::Dim), piece(function, name)]).with_right(right)]
        },
        selected: Some(workbench.frame),
        shared: true,
        focused,
        scroll: workbench.stack_scroll,
    };
    list::draw(painter, area, &list)
}
