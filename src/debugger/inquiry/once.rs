//! The value of one expression, which may change what it likes, at one step of a copy that is thrown away.

use super::{Inquiry, Look, Onward};
use crate::debugger::protocol::Variable;

/// A value and its JSON text, if it has one.
pub(in crate::debugger) type Read = Result<(Variable, Option<String>), String>;

/// See above.
pub(in crate::debugger) struct Once {
    step: u64,
    code: String,
    pub(in crate::debugger) read: Option<Read>,
}

impl Once {
    pub(in crate::debugger) fn new(step: u64, code: &str) -> Self {
        Self { step, code: code.to_owned(), read: None }
    }
}

impl Inquiry for Once {
    fn first(&self) -> Option<u64> {
        Some(self.step)
    }

    fn look(&mut self, look: &Look<'_, '_>) -> Onward {
        if look.count < self.step {
            return Onward::At(self.step);
        }
        let read = look.watcher.read_freely(look.ctx, look.count, look.evaluate, &self.code);
        self.read = Some(read);
        Onward::Enough
    }
}
