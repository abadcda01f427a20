//! What expressions are whenever a statement runs.

use super::once::Read;
use super::{Inquiry, Look, Onward};
use crate::debugger::watcher::{Refusal, TOO_LONG};
use crate::recording::StackFrame;

/// One time the statement ran.
pub(in crate::debugger) struct Seen {
    pub(in crate::debugger) step: u64,
    pub(in crate::debugger) run_time_ms: f64,
    pub(in crate::debugger) stack: Vec<StackFrame>,
    /// In the order of the expressions; `None` for one that is not evaluated here.
    pub(in crate::debugger) values: Vec<Option<Read>>,
}

/// Evaluates expressions wherever a statement runs.
pub(in crate::debugger) struct Probe {
    statement: usize,
    /// `None`: it could change something.
    expressions: Vec<Option<String>>,
    until: u64,
    most: usize,
    pub(in crate::debugger) seen: Vec<Seen>,
    /// The expression that ran code of the script; what was seen is worth nothing then.
    pub(in crate::debugger) touched: Option<usize>,
    /// It ran more often than is kept.
    pub(in crate::debugger) cut: bool,
}

impl Probe {
    pub(in crate::debugger) fn new(
        statement: usize,
        expressions: Vec<Option<String>>,
        until: u64,
        most: usize,
    ) -> Self {
        Self { statement, expressions, until, most, seen: Vec::new(), touched: None, cut: false }
    }
}

impl Inquiry for Probe {
    fn first(&self) -> Option<u64> {
        None
    }

    fn marks(&self) -> Vec<usize> {
        vec![self.statement]
    }

    fn look(&mut self, look: &Look<'_, '_>) -> Onward {
        if look.statement != self.statement {
            return Onward::Marked;
        }
        if look.count > self.until {
            return Onward::Enough;
        }
        if self.seen.len() >= self.most {
            self.cut = true;
            return Onward::Enough;
        }
        let mut values = Vec::new();
        for (index, expression) in self.expressions.iter().enumerate() {
            let read = expression.as_ref().map(|code| look.watcher.read(look.ctx, look.count, look.evaluate, code));
            values.push(match read {
                None => None,
                Some(Ok(read)) => Some(Ok(read)),
                Some(Err(Refusal::Failed(error))) => Some(Err(error)),
                Some(Err(Refusal::TooLong)) => Some(Err(TOO_LONG.to_owned())),
                Some(Err(Refusal::Touched)) => {
                    self.touched = Some(index);
                    return Onward::Enough;
                }
            });
        }
        let stack = look.watcher.stack_at(look.ctx, look.statement);
        self.seen.push(Seen { step: look.count, run_time_ms: look.watcher.elapsed_ms(look.ctx), stack, values });
        Onward::Marked
    }
}
