//! How a value changed over the run.

use super::driver::Request;
use super::overlay::Overlay;
use super::scopes::Row;
use super::scroll::Scroll;
use super::state::Workbench;
use super::update::go;
use crate::debugger::{Aim, Change, Command, Question};

/// The changes of one expression, shown over the panes.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The expression.
    pub expression: String,
    /// Its changes, oldest first, or why there are none; `None` while they are awaited.
    pub changes: Option<Result<Vec<Change>, String>>,
    /// There are more than are kept: the oldest are missing.
    pub cut: bool,
    /// The selected change.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

impl History {
    /// The changes known.
    pub fn changes(&self) -> &[Change] {
        self.changes.as_ref().and_then(|changes| changes.as_ref().ok()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn by(&mut self, rows: isize) {
        let last = self.changes().len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
        self.scroll.follow = true;
    }
}

/// The expression whose history can be asked for: the selected watch, or the path of the selected variable.
pub(super) fn expression(workbench: &Workbench) -> Option<String> {
    match workbench.scopes.rows().get(workbench.scopes.selected)? {
        Row::Watch { watch, .. } => Some(watch.expression.clone()),
        Row::Variable { variable, .. } => variable.path.clone(),
        Row::Heading { .. } | Row::Returned { .. } | Row::Remark(_) => None,
    }
}

/// Asks for the history of what is selected.
pub(super) fn open(workbench: &mut Workbench) -> Vec<Request> {
    let Some(expression) = expression(workbench) else { return Vec::new() };
    let scroll = Scroll::default();
    workbench.overlay = Some(Overlay::History(History {
        expression: expression.clone(),
        changes: None,
        cut: false,
        selected: 0,
        scroll,
    }));
    vec![Request::Send(Command::Ask(Question::History { frame: workbench.frame, expression }))]
}

/// The answer: the change that made the present value is selected.
pub(super) fn answered(workbench: &mut Workbench, of: &str, changes: Result<Vec<Change>, String>, cut: bool) {
    let step = workbench.run.step();
    if let Some(Overlay::History(history)) = workbench.overlay.as_mut() {
        if history.expression == of {
            let before = changes.as_ref().map_or(0, |changes| changes.partition_point(|change| change.step < step));
            history.selected = before.saturating_sub(1);
            (history.changes, history.cut) = (Some(changes), cut);
        }
    }
}

/// Goes to the step of the selected change.
pub(super) fn go_to_selected(workbench: &mut Workbench, history: &History) -> Vec<Request> {
    match history.changes().get(history.selected) {
        Some(change) => go(workbench, Command::Jump(Aim::Step(change.step))),
        None => Vec::new(),
    }
}
