//! Moving about in the panes.

use super::action::Action;
use super::driver::Request;
use super::events::expand;
use super::overlay::Overlay;
use super::pane::{Area, Pane};
use super::scroll::{Extent, Scroll};
use super::state::Workbench;
use super::update::{focus, update};
use super::{evidence, history, time, watches};
use crate::debugger::Command;

/// Cells a long line is scrolled by.
const SIDEWAYS: usize = 8;

pub(super) fn act(workbench: &mut Workbench, action: Action) -> Vec<Request> {
    match action {
        Action::Focus(pane) => focus(workbench, pane),
        Action::FocusNext => focus(workbench, workbench.focus().next(1)),
        Action::FocusPrevious => focus(workbench, workbench.focus().next(-1)),
        Action::Up => return by(workbench, -1),
        Action::Down => return by(workbench, 1),
        Action::PageUp => return by(workbench, -page(workbench)),
        Action::PageDown => return by(workbench, page(workbench)),
        Action::First => return by(workbench, isize::MIN / 2),
        Action::Last => return by(workbench, isize::MAX / 2),
        Action::ScrollLeft => workbench.source.left = workbench.source.left.saturating_sub(SIDEWAYS),
        Action::ScrollRight => workbench.source.left = workbench.source.left.saturating_add(SIDEWAYS).min(1 << 16),
        Action::Activate => return activate(workbench),
        Action::Toggle => return expand(workbench.scopes.toggle()),
        Action::Expand => return expand(workbench.scopes.open()),
        Action::Collapse => workbench.scopes.close(),
        Action::Select(pane, index) => {
            focus(workbench, pane);
            return select(workbench, pane, index);
        }
        Action::Scroll(area, rows) => scroll(workbench, area, rows),
        _ => {}
    }
    Vec::new()
}

/// Selects a row of the stack: its place in the text, and its variables.
pub(super) fn select_frame(workbench: &mut Workbench, index: usize) -> Vec<Request> {
    let rows = workbench.stack();
    let Some(row) = rows.get(index) else { return Vec::new() };
    workbench.frame = index;
    workbench.stack_scroll.follow = true;
    if !workbench.show_place(&row.file, row.span.line) {
        workbench.tell(format!("{} is not one of this connection's scripts", row.file));
    }
    if workbench.run.pause.is_none() {
        return Vec::new();
    }
    match workbench.scopes.show(index) {
        Some(ask) => expand(ask),
        None => vec![Request::Send(Command::Scopes(index))],
    }
}

fn page(workbench: &Workbench) -> isize {
    let pane = workbench.focus();
    // In panes whose entries take several rows a page is counted in entries.
    let rows_per_entry = if pane == Pane::Queries { 3 } else { 1 };
    if pane == Pane::Timeline {
        return (workbench.run.furthest() / 10).clamp(1, 1 << 30) as isize;
    }
    (workbench.extent(Area::Pane(pane)).rows / rows_per_entry).saturating_sub(1).max(1) as isize
}

/// Moves the selection of the focused pane, or its view where nothing can be selected.
fn by(workbench: &mut Workbench, rows: isize) -> Vec<Request> {
    let pane = workbench.focus();
    let (at, len) = match pane {
        Pane::Source => (workbench.source.cursor, workbench.source.lines.len()),
        Pane::Scopes => (workbench.scopes.selected, workbench.scopes.rows().len()),
        Pane::Stack => (workbench.frame, workbench.stack().len()),
        Pane::Queries => (workbench.queries.selected, workbench.query_count()),
        Pane::Console => (workbench.journal.selected, workbench.journal.entries.len()),
        Pane::Decision => (workbench.decision_selected, workbench.decision_entries().len()),
        Pane::Timeline => {
            time::by(workbench, rows);
            return Vec::new();
        }
        Pane::Inputs => {
            scroll(workbench, Area::Pane(pane), rows);
            return Vec::new();
        }
    };
    let to = at.saturating_add_signed(rows).min(len.saturating_sub(1));
    if to == at && pane == Pane::Decision {
        // Beyond the first and the last that can be selected there is more to read.
        scroll(workbench, Area::Pane(pane), rows);
        return Vec::new();
    }
    if to == at {
        follow(workbench, pane);
        return Vec::new();
    }
    select(workbench, pane, to)
}

fn select(workbench: &mut Workbench, pane: Pane, index: usize) -> Vec<Request> {
    follow(workbench, pane);
    match pane {
        Pane::Source => {
            let left = workbench.source.left;
            workbench.source.go(index);
            workbench.source.left = left;
        }
        Pane::Scopes => workbench.scopes.selected = index.min(workbench.scopes.rows().len().saturating_sub(1)),
        Pane::Stack => return select_frame(workbench, index),
        Pane::Queries => {
            workbench.queries.selected = index.min(workbench.query_count().saturating_sub(1));
            if let Some(place) = workbench.query().and_then(|query| query.at.clone()) {
                workbench.show_place(&place.file, place.line);
            }
        }
        Pane::Console => {
            workbench.journal.selected = index.min(workbench.journal.entries.len().saturating_sub(1));
        }
        Pane::Decision => {
            workbench.decision_selected = index.min(workbench.decision_entries().len().saturating_sub(1));
        }
        Pane::Inputs | Pane::Timeline => {}
    }
    Vec::new()
}

fn follow(workbench: &mut Workbench, pane: Pane) {
    if let Some(view) = view(workbench, pane) {
        view.follow = true;
    }
}

fn view(workbench: &mut Workbench, pane: Pane) -> Option<&mut Scroll> {
    Some(match pane {
        Pane::Source => &mut workbench.source.scroll,
        Pane::Inputs => &mut workbench.inputs_scroll,
        Pane::Scopes => &mut workbench.scopes.scroll,
        Pane::Stack => &mut workbench.stack_scroll,
        Pane::Queries => &mut workbench.queries.scroll,
        Pane::Decision => &mut workbench.decision_scroll,
        Pane::Console => &mut workbench.journal.scroll,
        Pane::Timeline => return None,
    })
}

pub(super) fn scroll(workbench: &mut Workbench, area: Area, rows: isize) {
    let extent: Extent = workbench.extent(area);
    match area {
        Area::Pane(pane) => {
            if let Some(view) = view(workbench, pane) {
                view.by(rows, extent);
            }
        }
        Area::Overlay => {
            if let Some(scroll) = workbench.overlay.as_mut().and_then(Overlay::scroll_mut) {
                scroll.by(rows, extent);
            }
        }
    }
}

fn activate(workbench: &mut Workbench) -> Vec<Request> {
    match workbench.focus() {
        Pane::Source => {
            let frame = workbench.frame;
            select_frame(workbench, frame)
        }
        Pane::Inputs => {
            workbench.overlay = Some(Overlay::Inputs);
            Vec::new()
        }
        Pane::Scopes if watches::selected(workbench).is_some() => history::open(workbench),
        Pane::Scopes => {
            // What cannot be opened is shown in full instead.
            if workbench.scopes.variable().is_some_and(|variable| variable.handle.is_none()) {
                workbench.overlay = Some(Overlay::Value(Scroll::default()));
            }
            expand(workbench.scopes.toggle())
        }
        Pane::Stack => {
            let frame = workbench.frame;
            focus(workbench, Pane::Source);
            select_frame(workbench, frame)
        }
        Pane::Queries => {
            if workbench.query().is_some() {
                workbench.overlay = Some(Overlay::Query(Scroll::default()));
            }
            Vec::new()
        }
        Pane::Decision => evidence::follow(workbench),
        Pane::Timeline => update(workbench, Action::JumpThere),
        Pane::Console => {
            let journal = &workbench.journal;
            if let Some(place) = journal.entries.get(journal.selected).and_then(|entry| entry.at.clone()) {
                if workbench.show_place(&place.file, place.line) {
                    focus(workbench, Pane::Source);
                }
            }
            Vec::new()
        }
    }
}
