//! What a front end hears.

use std::sync::Arc;

use super::{Answer, Frame, FrameId, Handle, Logged, Scope, Span, Variable, Watched};
use crate::debugger::stops::{Stop, Trigger};
use crate::recording::{CallbackCall, ConsoleLine, Query, ScriptRun};

/// Why a run stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// First statement.
    Entry,
    /// A step ended, forwards or back.
    Step,
    /// A stop on a line or a function.
    Breakpoint,
    /// A stop at an event: this statement is what makes it happen, or the first one after it.
    Event {
        /// Which of the stops, by its place in the list last set.
        stop: usize,
        /// What happens, as a sentence: `Query 2 is sent here`.
        what: String,
    },
    /// [`Command::RunTo`](super::Command::RunTo) arrived.
    RunTo,
    /// A jump arrived.
    Jump,
    /// [`Command::RunToFailure`](super::Command::RunToFailure) found it; what failed, as a sentence.
    Failure(String),
    /// The user asked.
    Asked,
    /// A `debugger;` statement.
    DebuggerStatement,
}

/// A stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// Statements executed before this one, plus one: the first statement is step 1.
    pub step: u64,
    /// The last step known of the run: more than `step` where the run was there before and went back.
    pub furthest: u64,
    /// Innermost first; asynchronous parents follow.
    pub frames: Vec<Frame>,
    /// The scopes of frame 0.
    pub scopes: Vec<Scope>,
    /// What the call that ended last, on the way here, returned.
    pub returned: Option<Returned>,
    /// Run time so far, in milliseconds.
    pub run_time_ms: f64,
}

/// What a call returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The function.
    pub function: String,
    /// The value.
    pub value: Variable,
}

/// A stop as it was set.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundStop {
    /// The stop asked for.
    pub stop: Stop,
    /// The statements it stands on; empty for one that waits for an event.
    pub places: Vec<Span>,
    /// Why it will not be reached, or what went wrong when it was: no statement there, a condition that could change
    /// something, a condition that failed.
    pub problem: Option<String>,
}

impl BoundStop {
    /// A stop that no run was told of yet.
    pub const fn unbound(stop: Stop) -> Self {
        Self { stop, places: Vec::new(), problem: None }
    }

    /// Whether it stands on this line, or was asked for there as long as it stands nowhere.
    pub fn stands_on(&self, line: u32) -> bool {
        match &self.stop.trigger {
            Trigger::Line { line: asked, .. } if self.places.is_empty() => *asked == line,
            _ => self.places.iter().any(|span| span.line == line),
        }
    }
}

/// What a front end hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The run stands still.
    Paused(Box<Pause>),
    /// The run goes on.
    Resumed,
    /// The run is somewhere else in time: this is all that had happened by then. [`Event::Paused`] follows, or the
    /// run goes on from there.
    Moved(Box<ScriptRun>),
    /// There is no way back from here, or nothing further on that way; the run stands where it stood.
    Unmoved(String),
    /// Something was changed at this step: what was known of the run beyond it no longer holds.
    Rewritten {
        /// The step.
        step: u64,
    },
    /// An exchange was sent, or answered (same `seq`).
    Query(Box<Query>),
    /// A console line was written.
    Console(ConsoleLine),
    /// `callback` was called.
    Callback(Box<CallbackCall>),
    /// A stop with a log message was reached.
    Logged(Logged),
    /// Stops as they were set, in the order of [`Command::SetStops`](super::Command::SetStops).
    Stops(Vec<BoundStop>),
    /// The watched expressions where the run stands.
    Watched(Vec<Watched>),
    /// Answer to [`Command::Ask`](super::Command::Ask).
    Answered(Box<Answer>),
    /// Answer to [`Command::Scopes`](super::Command::Scopes).
    Scopes {
        /// The frame asked for.
        frame: FrameId,
        /// Its scopes; `Err` says why there are none.
        scopes: Result<Vec<Scope>, String>,
    },
    /// Answer to [`Command::Expand`](super::Command::Expand).
    Properties {
        /// The value asked for.
        of: Handle,
        /// Its own properties, getters not called.
        properties: Vec<Variable>,
    },
    /// Answer to [`Command::Evaluate`](super::Command::Evaluate) and [`Command::SetVariable`](super::Command::SetVariable).
    Evaluated {
        /// The expression.
        expression: String,
        /// Its value, or the error's text.
        result: Result<Variable, String>,
    },
    /// The run is over: what it recorded. `None` in `outcome` means it was stopped. It can still be walked:
    /// moves back and jumps are taken.
    Finished(Arc<ScriptRun>),
}
