//! What a front end asks.

use super::{FrameId, Handle, Question};
use crate::debugger::protocol::launch::Aim;
use crate::debugger::stops::Stop;

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// To the next statement, wherever it is.
    Into,
    /// To the next statement of the same call, also across an `await`; its caller's if the call ended.
    Over,
    /// To the caller; of an async function that is awaited, to where that goes on.
    Out,
}

/// What a front end asks. Moves are for a run that stands still or is over; everything that looks at variables is
/// for one that stands still.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Go on to the next stop.
    Continue,
    /// Go on a little.
    Step(StepKind),
    /// Go on to the first statement at or after this line; where there is none the run stands where it stood.
    RunTo {
        /// From 1.
        line: u32,
    },
    /// Go on to the end, past every stop.
    RunToEnd,
    /// Go on to the end, past every stop, and back to where it failed if it did: the statement that threw, or that
    /// gave `callback` an error.
    RunToFailure,
    /// Go back a little: [`StepKind::Into`] to the statement before, [`StepKind::Over`] to the one before in the same
    /// call (or to the call itself), [`StepKind::Out`] to the statement that called this function.
    Back(StepKind),
    /// Go back to the stop before, or to the first statement.
    ContinueBack,
    /// Go anywhere in what is known of the run.
    Jump(Aim),
    /// Stop at the next statement.
    Pause,
    /// End the run. What was recorded can still be walked.
    Stop,
    /// Replace all stops; answered by [`Event::Stops`](super::Event::Stops). Also taken while running.
    SetStops(Vec<Stop>),
    /// Replace all watched expressions; answered by [`Event::Watched`](super::Event::Watched) now and at every stop.
    Watch(Vec<String>),
    /// Ask about the whole run; answered by [`Event::Answered`](super::Event::Answered) when the answer is found. A
    /// newer question of the same kind takes the place of one not answered yet.
    Ask(Question),
    /// Ask for the scopes of a frame; answered by [`Event::Scopes`](super::Event::Scopes).
    Scopes(FrameId),
    /// Ask for the properties of a value; answered by [`Event::Properties`](super::Event::Properties).
    Expand(Handle),
    /// Evaluate in a frame; answered by [`Event::Evaluated`](super::Event::Evaluated).
    Evaluate {
        /// The frame.
        frame: FrameId,
        /// Any JavaScript expression.
        expression: String,
    },
    /// Set a variable to the value of an expression; answered by [`Event::Evaluated`](super::Event::Evaluated), then
    /// [`Event::Scopes`](super::Event::Scopes).
    SetVariable {
        /// The frame.
        frame: FrameId,
        /// An assignable expression: a variable, `user.email`, `rows[0].id` …
        target: String,
        /// Any JavaScript expression.
        expression: String,
    },
}
