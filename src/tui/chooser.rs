//! A list to choose from: commands, connections, operations.
//!
//! ```text
//! ╭ Command ────────────────────────────────────╮
//! │ : step                                      │
//! │▸ Step over            step_over           n │
//! │  Step into            step_into           s │
//! ```

use ratatui::layout::{Position, Rect};

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::connection::{Connection, Form};
use crate::flow::Operation;
use crate::workbench::actions::{Context, Entry, TABLE};
use crate::workbench::asking::{subjects, Subject};
use crate::workbench::contrast::Beside;
use crate::workbench::overlay::Chooser;
use crate::workbench::queries::counted;
use crate::workbench::{unavailable, Choice, Workbench};

/// Draws the box; the cursor stands in the filter.
pub fn draw(
    painter: &mut Painter<'_>,
    screen: Rect,
    workbench: &Workbench,
    chooser: &Chooser,
) -> (Rect, Shown, Position) {
    let fitting = chooser.fitting(workbench);
    let all = match chooser.choice {
        Choice::Command => TABLE.iter().filter(|entry| entry.is_command()).count(),
        Choice::Connection => workbench.connections.len(),
        Choice::Operation => workbench.operations().len(),
        Choice::WhatIf => subjects(workbench).len(),
        Choice::Contrast => Beside::ALL.len(),
    };
    // The height does not follow the filter: the box stays where it is while one types.
    let height = u16::try_from(all + 3).unwrap_or(u16::MAX).min(screen.height * 2 / 3).max(7);
    let area = panel::centred(screen, 84, height);
    let counted = format!("{} of {all}", fitting.len());
    let note = match chooser.choice {
        Choice::Operation => format!("{}  {counted}", workbench.mode().title()),
        _ => counted,
    };
    let inner = panel::boxed(painter, area, chooser.choice.title(), &note);
    let (before, after) = chooser.line.halves();
    let mut column = painter.text(inner, 0, 1, "> ", Role::Here);
    column = painter.text(inner, 0, column, before, Role::Text);
    let cursor = Position { x: inner.x + column.min(inner.width.saturating_sub(1)), y: inner.y };
    painter.text(inner, 0, column, after, Role::Text);
    if chooser.line.text().is_empty() {
        let hint = match chooser.choice {
            Choice::Command => "part of a command's name, or a line number",
            Choice::Connection => "part of a connection's name",
            Choice::Operation => "part of an operation's name",
            Choice::WhatIf => "what shall be other",
            Choice::Contrast => "what to set beside the operation",
        };
        painter.text(inner, 0, column, hint, Role::Dim);
    }
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    let shown = if fitting.is_empty() {
        list::empty(painter, below, "Nothing fits. Backspace widens the search, Esc closes.")
    } else {
        let list = List {
            len: fitting.len(),
            height: &|_| 1,
            rows: &|index| vec![row(workbench, chooser.choice, fitting[index])],
            selected: Some(chooser.selected),
            shared: false,
            focused: true,
            scroll: chooser.scroll,
        };
        list::draw(painter, below, &list)
    };
    (area, shown, cursor)
}

fn row(workbench: &Workbench, choice: Choice, index: usize) -> Row<'static> {
    match choice {
        Choice::Command => TABLE.get(index).map(|entry| command(workbench, entry)),
        Choice::Connection => workbench.connections.get(index).map(|connection| connection_row(connection)),
        Choice::Contrast => Beside::ALL.get(index).map(|beside| {
            let pieces = vec![piece(format!(" {:8}", beside.word()), Role::Text), piece(beside.words(), Role::Dim)];
            Row::new(pieces)
        }),
        Choice::WhatIf => subjects(workbench).get(index).map(subject_row),
        Choice::Operation => workbench.operations().get(index).map(|operation| operation_row(workbench, *operation)),
    }
    .unwrap_or_default()
}

/// An operation, with the scripts it may ask; one that the connection lacks is said to be missing.
fn operation_row(workbench: &Workbench, operation: Operation) -> Row<'static> {
    let mut pieces = vec![piece(format!(" {:28}", operation.to_string()), Role::Text)];
    let has = |action: &str| {
        workbench.connection().is_some_and(|connection| connection.scripts.keys().any(|known| known.key() == action))
    };
    if let Operation::Script(_) = operation {
        pieces.push(piece("this script alone", Role::Dim));
    } else {
        let asked = workbench.asks(operation);
        if asked.is_empty() {
            pieces.push(piece("no script: Auth0 alone", Role::Dim));
        }
        for (index, action) in asked.into_iter().enumerate() {
            pieces.push(piece(if index == 0 { "" } else { " → " }, Role::Dim));
            pieces.push(piece(action, Role::Dim));
            if !has(action) {
                pieces.push(piece(" missing", Role::Warn));
            }
        }
    }
    let note = if operation == workbench.operation { "played now " } else { "" };
    Row::new(pieces).with_right(vec![piece(note, Role::Here)])
}

fn subject_row(subject: &Subject) -> Row<'static> {
    Row::new(vec![
        piece(format!(" {}", subject.title()), Role::Text),
        piece(format!("  {}", subject.about()), Role::Dim),
    ])
}

fn command(workbench: &Workbench, entry: &Entry) -> Row<'static> {
    let offered = unavailable(workbench, &entry.action).is_none();
    let role = if offered { Role::Text } else { Role::Dim };
    let key = entry.shown_keys(&[Context::Panes, Context::Everywhere, Context::Scopes]).next().unwrap_or_default();
    Row::new(vec![piece(format!(" {:28}", entry.title), role), piece(entry.name, Role::Dim)])
        .with_right(vec![piece(format!("{key} "), Role::Here)])
}

fn connection_row(connection: &Connection) -> Row<'static> {
    let form = match connection.form {
        Form::Directory => "directory export",
        Form::Yaml => "YAML export",
        Form::ManagementApi => "Management API",
        Form::Terraform => "Terraform",
        Form::BareFolder => "folder of scripts",
        Form::TemplateBundle => "template bundle",
    };
    let name = text::cut(&connection.name, 30, "…").into_owned();
    let gap = 32_usize.saturating_sub(text::width(&name));
    Row::new(vec![
        piece(format!(" {name}"), Role::Strong),
        piece(" ".repeat(gap), Role::Text),
        piece(format!("{:22}", connection.mode().title()), Role::Text),
        piece(counted(connection.scripts.len() as u64, "script"), Role::Dim),
    ])
    .with_right(vec![piece(format!("{form} "), Role::Dim)])
}
