//! What stands above the variables: what the call just left returned, and the watched expressions.
//!
//! ```text
//! │ ↩ add() 3                           │
//! │ ▾ Watches                           │
//! │  • rows.length   1                  │
//! │    next()        7             copy │
//! ```

use super::glyphs::Glyphs;
use super::painter::{piece, Row};
use super::scopes::value_role;
use super::text;
use super::theme::Role;
use crate::debugger::Variable;
use crate::workbench::watches::Watch;

/// What a call returned.
pub fn returned(glyphs: &Glyphs, function: &str, variable: &Variable, open: bool) -> Row<'static> {
    let sign = match sign(glyphs, Some(variable), open) {
        " " => String::new(),
        sign => format!("{sign} "),
    };
    Row::new(vec![
        piece(format!("{} ", glyphs.callback), Role::Good),
        piece(format!("{function}() "), Role::Strong),
        piece(sign, Role::Dim),
        piece(variable.preview.clone(), value_role(variable.kind)),
    ])
}

/// A watched expression, its name as wide as those of the variables.
pub fn row(glyphs: &Glyphs, watch: &Watch, open: bool, names: usize) -> Row<'static> {
    let variable = watch.value.as_ref().and_then(|value| value.as_ref().ok());
    let mark = if watch.changed() { glyphs.changed } else { " " };
    let name = text::cut(&watch.expression, names.max(12), glyphs.cut).into_owned();
    let gap = " ".repeat(names.saturating_sub(text::width(&name)));
    let (value, role) = match &watch.value {
        None => (String::new(), Role::Dim),
        Some(Ok(variable)) => (variable.preview.clone(), value_role(variable.kind)),
        Some(Err(error)) => (format!("{} {error}", glyphs.no), Role::Dim),
    };
    let row = Row::new(vec![
        piece(mark, Role::Warn),
        piece(format!("{} ", sign(glyphs, variable, open)), Role::Dim),
        piece(name, Role::Text),
        piece(format!("{gap}  "), Role::Text),
        piece(value, role),
    ]);
    if watch.on_a_copy {
        row.with_right(vec![piece("copy ", Role::Dim)])
    } else {
        row
    }
}

fn sign(glyphs: &Glyphs, variable: Option<&Variable>, open: bool) -> &'static str {
    match (variable.is_some_and(|variable| variable.handle.is_some()), open) {
        (true, true) => glyphs.open,
        (true, false) => glyphs.closed,
        (false, _) => " ",
    }
}
