//! How often each statement ran.

use super::{Inquiry, Look, Onward};
use crate::debugger::frames::span_of;
use crate::debugger::protocol::Hit;
use crate::script::Prepared;

pub(super) struct Hits {
    /// Statements before this step are counted.
    until: u64,
    /// And the one at it: the run is over.
    over: bool,
    first: Option<usize>,
    counts: Vec<u32>,
}

impl Hits {
    pub(super) fn new(until: u64, over: bool) -> Self {
        Self { until, over, first: None, counts: Vec::new() }
    }

    pub(super) fn listed(&self, script: &Prepared) -> Vec<Hit> {
        let ran = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let mut hits: Vec<Hit> =
            ran.map(|(at, count)| Hit { span: span_of(script, at), count: u64::from(*count) }).collect();
        hits.sort_by_key(|hit| (hit.span.line, hit.span.column));
        hits
    }

    fn add(&mut self, statement: usize) {
        if self.counts.len() <= statement {
            self.counts.resize(statement + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(statement) {
            *count += 1;
        }
    }
}

impl Inquiry for Hits {
    fn look(&mut self, look: &Look<'_, '_>) -> Onward {
        if look.count < self.until {
            if self.first.is_none() {
                self.first = Some(look.statement);
                if let Some(engine) = look.watcher.engine.borrow().as_ref() {
                    engine.count(look.ctx, self.until);
                }
            }
            return Onward::At(self.until);
        }
        if let Some(engine) = look.watcher.engine.borrow().as_ref() {
            self.counts = engine.counts(look.ctx);
        }
        // Counting began behind the first statement.
        if let Some(first) = self.first {
            self.add(first);
        }
        if self.over && look.count == self.until {
            self.add(look.statement);
        }
        Onward::Enough
    }
}
