//! The scripts of the operation on screen: which one is shown, which came before it, which come after it.

use super::driver::Request;
use super::journal::Journal;
use super::state::Workbench;
use super::update::go;
use crate::debugger::Command;
use crate::flow::Operation;

impl Workbench {
    /// The scripts an operation may ask in the present mode, in order.
    pub fn asks(&self, operation: Operation) -> Vec<&'static str> {
        let steps = operation.possible_steps(self.mode(), &self.session.variants, &self.session.circumstances);
        steps.into_iter().map(|step| step.action.key()).collect()
    }

    /// Which script of the operation is shown, from 1, and of how many, once that is known: while the operation is under
    /// way for the first time, the answers decide whether another one comes.
    pub fn script_place(&self) -> (usize, Option<usize>) {
        let place = self.run.scripts.len();
        let is_over = self.decision.as_ref().is_some_and(|decision| decision.verdict.is_some());
        (place, (is_over || !self.run.later.is_empty()).then_some(place + self.run.later.len()))
    }
}

/// Goes back into the script before.
pub(super) fn previous(workbench: &Workbench) -> Vec<Request> {
    match workbench.run.scripts.len().checked_sub(2) {
        Some(before) => vec![Request::Revisit(before)],
        None => Vec::new(),
    }
}

/// Goes on to the next script: to the end of this one, where the next one stands before its first statement.
pub(super) fn next(workbench: &mut Workbench) -> Vec<Request> {
    go(workbench, Command::RunToEnd)
}

/// The run is gone through again from this script on. What it and those after it did is to come.
pub(super) fn revisited(workbench: &mut Workbench, script: usize) -> Vec<Request> {
    workbench.run.revisit(script);
    workbench.journal = Journal::of(&workbench.run.scripts);
    workbench.scopes.leave();
    workbench.frame = 0;
    vec![Request::Judge]
}

/// The script before cannot be gone back into.
pub(super) fn not_revisited(workbench: &mut Workbench, why: String) -> Vec<Request> {
    workbench.fail(why);
    Vec::new()
}
