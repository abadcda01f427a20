//! How an expression changed over a run.

use super::{declaring, Inquiry, Look, Onward, Place};
use crate::debugger::frames::span_of;
use crate::debugger::protocol::{Answer, Change, FrameId};
use crate::debugger::watcher::changes;
use crate::script::{roots, Prepared};

/// Changes kept; the oldest go first.
const MOST_CHANGES: usize = 1_000;
/// Statements looked at, the last ones before the end.
const MOST_LOOKS: u64 = 300_000;

/// An expression, and which variables it means.
pub(super) struct Watched {
    expression: String,
    /// Its variables and the scopes they are declared in.
    variables: Vec<(String, usize)>,
    /// The call in which those are that belong to its function.
    call: Option<(f64, usize)>,
}

impl Watched {
    /// The expression as it is meant in a frame. `Err`: why it cannot be followed.
    pub(super) fn new(
        script: &Prepared,
        place: &Place,
        frame: FrameId,
        token: Option<f64>,
        expression: &str,
    ) -> Result<Self, String> {
        if let Some(change) = changes(expression) {
            return Err(format!("`{expression}` {change}: it cannot be followed over the run"));
        }
        let statement = script.tables.statements.get(place.statement);
        let scope = statement.map_or(0, |statement| statement.scope);
        let function = statement.map_or(0, |statement| statement.function);
        let variables = roots(expression).into_iter();
        let variables = variables.filter_map(|name| declaring(script, scope, &name).map(|scope| (name, scope)));
        let call = token.filter(|_| frame == 0).map(|token| (token, function));
        Ok(Self { expression: expression.to_owned(), variables: variables.collect(), call })
    }

    /// Whether a statement sees the variables that are meant.
    fn is_seen_from(&self, look: &Look<'_, '_>) -> bool {
        let script = &look.watcher.script;
        let Some(here) = script.tables.statements.get(look.statement) else { return false };
        if let Some((token, function)) = self.call {
            let own = |(_, scope): &(String, usize)| {
                script.tables.scopes.get(*scope).is_some_and(|info| info.function == function)
            };
            if here.function == function && look.token != token && self.variables.iter().any(own) {
                return false;
            }
        }
        self.variables.iter().all(|(name, scope)| declaring(script, here.scope, name) == Some(*scope))
    }
}

pub(super) struct History {
    watched: Watched,
    from: u64,
    until: u64,
    changes: Vec<Change>,
    cut: bool,
    /// The statement that ran last, with its step.
    last: Option<(usize, u64)>,
    /// The whole stretch was looked at.
    complete: bool,
}

impl History {
    /// Over the steps `from..=until`.
    pub(super) fn new(watched: Watched, from: u64, until: u64) -> Self {
        let nearest = until.saturating_sub(MOST_LOOKS).max(from);
        Self { watched, from: nearest, until, changes: Vec::new(), cut: nearest > from, last: None, complete: false }
    }

    pub(super) fn answer(self) -> Answer {
        let changes = if self.changes.is_empty() { Err(self.never()) } else { Ok(self.changes) };
        Answer::History { expression: self.watched.expression, changes, cut: self.cut || !self.complete }
    }

    pub(super) fn last_change(mut self) -> Answer {
        let change = self.changes.pop().ok_or_else(|| self.never());
        Answer::LastChange { expression: self.watched.expression, change }
    }

    fn never(&self) -> String {
        format!("`{}` never had a value", self.watched.expression)
    }
}

impl Inquiry for History {
    fn first(&self) -> Option<u64> {
        Some(self.from)
    }

    fn look(&mut self, look: &Look<'_, '_>) -> Onward {
        if self.watched.is_seen_from(look) {
            if let Ok(value) = look.value(&self.watched.expression) {
                if self.changes.last().is_none_or(|last| last.value != value) {
                    // It was the statement before this one that made it.
                    let (statement, step) = self.last.unwrap_or((look.statement, look.count));
                    if self.changes.len() >= MOST_CHANGES {
                        self.changes.remove(0);
                        self.cut = true;
                    }
                    let line = span_of(&look.watcher.script, statement).line;
                    self.changes.push(Change { step, line, value });
                }
            }
        }
        self.last = Some((look.statement, look.count));
        if look.count >= self.until {
            self.complete = true;
            Onward::Enough
        } else {
            Onward::Every
        }
    }
}
