//! What stops with a message would have logged.

use super::{Inquiry, Look, Onward};
use crate::debugger::frames::span_of;
use crate::debugger::link::Set;
use crate::debugger::protocol::Logged;

/// Lines kept.
const MOST_LINES: usize = 10_000;

pub(super) struct Logs {
    /// With their place in the list.
    stops: Vec<(usize, Set)>,
    until: u64,
    pub(super) listed: Vec<Logged>,
}

impl Logs {
    pub(super) fn new(stops: &[Set], until: u64) -> Self {
        let logs = |set: &Set| set.stop.enabled && !set.refused && set.stop.log.is_some();
        let stops = stops.iter().enumerate().filter(|(_, set)| logs(set));
        let stops = stops.map(|(index, set)| (index, Set { hits: 0, ..set.clone() })).collect();
        Self { stops, until, listed: Vec::new() }
    }
}

impl Inquiry for Logs {
    fn first(&self) -> Option<u64> {
        None
    }

    fn marks(&self) -> Vec<usize> {
        self.stops.iter().flat_map(|(_, set)| set.statements.clone()).collect()
    }

    fn look(&mut self, look: &Look<'_, '_>) -> Onward {
        if look.count > self.until || self.listed.len() >= MOST_LINES {
            return Onward::Enough;
        }
        for (index, set) in self.stops.iter_mut().filter(|(_, set)| set.statements.contains(&look.statement)) {
            let holds = set.stop.condition.as_ref().is_none_or(|condition| {
                look.value(&format!("!!({condition}\n)")).is_ok_and(|value| value.preview == "true")
            });
            set.hits += u64::from(holds);
            let counts = set.stop.hits.is_none_or(|hits| hits.reached(set.hits));
            let Some(log) = set.stop.log.as_ref().filter(|_| holds && counts) else { continue };
            if let Some(text) = look.watcher.message(look.ctx, *index, log.parts(), look.count, look.evaluate) {
                let line = span_of(&look.watcher.script, look.statement).line;
                self.listed.push(Logged { stop: *index, step: look.count, line, text });
            }
        }
        Onward::Marked
    }
}
