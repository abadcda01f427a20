//! Variables as a tree.
//!
//! ```text
//! ├▸3 Locals ───────────────────┤
//! │ ▾ login                     │
//! │     email   "ada@example.te…│
//! │   ▾ result  {rows: [1]}     │
//! │     ▸ rows  [{…}]           │
//! │   • user    undefined       │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::theme::Role;
use super::watch;
use crate::debugger::{ScopeKind, ValueKind};
use crate::workbench::run::Phase;
use crate::workbench::{scopes, Workbench};

/// Draws the tree.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench, focused: bool) -> Shown {
    let rows = workbench.scopes.rows();
    let sentence = match workbench.run.phase {
        Phase::Finished if workbench.run.scripts.is_empty() => "No script was asked; the decision says why.",
        Phase::Ready => "The variables of the selected frame appear here once a script stands still.",
        Phase::Running | Phase::Paused => "The variables appear here at the next stop.",
        Phase::Finished | Phase::Stopped => {
            "The run is over. ← steps back into it and shows its variables; r runs it again."
        }
    };
    if rows.is_empty() {
        return list::empty(painter, area, sentence);
    }
    if workbench.scopes.is_gone() {
        // The watched expressions stay, and below them stands why they have no values.
        let below = u16::try_from(rows.len() + 1).unwrap_or(u16::MAX).min(area.height);
        let below = Rect { y: area.y + below, height: area.height - below, ..area };
        list::empty(painter, below, sentence);
    }
    let theme = painter.theme;
    let names = name_width(&rows, area.width);
    let list = List {
        len: rows.len(),
        height: &|_| 1,
        rows: &|index| vec![row(theme.glyphs, &rows[index], names)],
        selected: Some(workbench.scopes.selected),
        shared: false,
        focused,
        scroll: workbench.scopes.scroll,
    };
    list::draw(painter, area, &list)
}

/// Names are aligned, but a long one does not push all values away.
fn name_width(rows: &[scopes::Row], width: u16) -> usize {
    let names = rows.iter().filter_map(|row| match row {
        scopes::Row::Variable { variable, depth: 1, .. } => Some(super::text::width(&variable.name)),
        scopes::Row::Watch { watch, .. } => Some(super::text::width(&watch.expression)),
        _ => None,
    });
    names.max().unwrap_or(0).min(usize::from(width) / 3)
}

fn row(glyphs: &super::glyphs::Glyphs, row: &scopes::Row, names: usize) -> Row<'static> {
    match row {
        scopes::Row::Heading { kind, title, open, variables, .. } => {
            let sign = if *open { glyphs.open } else { glyphs.closed };
            let what = match kind {
                Some(ScopeKind::Locals) => "locals",
                Some(ScopeKind::Closure) => "closure",
                Some(ScopeKind::Globals) => "globals",
                None => "watches",
            };
            let mut pieces = vec![piece(format!("{sign} "), Role::Dim), piece(title.clone(), Role::Strong)];
            if !title.eq_ignore_ascii_case(what) {
                pieces.push(piece(format!("  {what}"), Role::Dim));
            }
            let right = if *open { Vec::new() } else { vec![piece(format!("{variables} "), Role::Dim)] };
            Row::new(pieces).with_right(right)
        }
        scopes::Row::Returned { function, variable, open, .. } => watch::returned(glyphs, function, variable, *open),
        scopes::Row::Watch { watch, open, .. } => watch::row(glyphs, watch, *open, names),
        scopes::Row::Remark(text) => Row::new(vec![piece(format!("    {text}"), Role::Dim)]),
        scopes::Row::Variable { variable, depth, open, changed, .. } => {
            let sign = match (variable.handle.is_some(), open) {
                (true, true) => glyphs.open,
                (true, false) => glyphs.closed,
                (false, _) => " ",
            };
            let mark = if *changed { glyphs.changed } else { " " };
            let name = super::text::cut(&variable.name, names.max(12), glyphs.cut).into_owned();
            let gap = " ".repeat(names.saturating_sub(super::text::width(&name)) * usize::from(*depth == 1));
            Row::new(vec![
                piece("  ".repeat(depth.saturating_sub(1)), Role::Text),
                piece(mark, Role::Warn),
                piece(format!("{sign} "), Role::Dim),
                piece(name, Role::Text),
                piece(format!("{gap}  "), Role::Text),
                piece(variable.preview.clone(), value_role(variable.kind)),
            ])
        }
    }
}

/// The look of a value.
pub const fn value_role(kind: ValueKind) -> Role {
    match kind {
        ValueKind::String => Role::String,
        ValueKind::Number | ValueKind::Boolean => Role::Number,
        ValueKind::Error => Role::Bad,
        ValueKind::Function => Role::Function,
        ValueKind::Undefined | ValueKind::Null | ValueKind::Uninitialised | ValueKind::Masked | ValueKind::Getter => {
            Role::Dim
        }
        ValueKind::Symbol | ValueKind::Object => Role::Text,
    }
}
