//! What the variables named in a statement were once it had run.

use std::collections::BTreeMap;

use super::{declaring, Inquiry, Look, Onward, Place};
use crate::debugger::frames::span_of;
use crate::debugger::protocol::{InlineValue, Variable};

/// Statements looked at: what ran earlier in the same call is no longer of interest.
const WINDOW: u64 = 5_000;

pub(super) struct Inline {
    place: Place,
    /// The statement of the call that ran last.
    last: Option<usize>,
    /// By line and place on it.
    values: BTreeMap<(u32, usize, usize), Variable>,
}

impl Inline {
    pub(super) fn new(place: Place) -> Self {
        Self { place, last: None, values: BTreeMap::new() }
    }

    pub(super) fn listed(self) -> Vec<InlineValue> {
        let mut listed: Vec<InlineValue> = Vec::new();
        for ((line, ..), variable) in self.values {
            // What stands on a line in several statements is shown once, as it was last.
            listed.retain(|known| known.line != line || known.variable.name != variable.name);
            listed.push(InlineValue { line, variable });
        }
        listed
    }

    fn read(&mut self, look: &Look<'_, '_>, statement: usize) {
        let script = &look.watcher.script;
        let tables = &script.tables;
        let (Some(ran), Some(here)) = (tables.statements.get(statement), tables.statements.get(look.statement)) else {
            return;
        };
        let line = span_of(script, statement).line;
        for (index, name) in ran.names.iter().enumerate() {
            let declared = declaring(script, ran.scope, name);
            if declared.is_none() || declared != declaring(script, here.scope, name) {
                continue;
            }
            if let Ok(variable) = look.value(name) {
                self.values.insert((line, statement, index), variable);
            }
        }
    }
}

impl Inquiry for Inline {
    fn first(&self) -> Option<u64> {
        Some(self.place.step.saturating_sub(WINDOW).max(1))
    }

    fn look(&mut self, look: &Look<'_, '_>) -> Onward {
        if look.token == self.place.token {
            if let Some(last) = self.last {
                self.read(look, last);
            }
            self.last = Some(look.statement);
        }
        if look.count >= self.place.step {
            Onward::Enough
        } else {
            Onward::Every
        }
    }
}
