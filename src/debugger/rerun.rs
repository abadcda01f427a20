//! Running again: how a run gets to another step, and to what it did not keep.
//!
//! Nothing but the answers of the world is kept while a run goes on. To go back, the script is run again in a fresh
//! realm over those notes, in silence, to the step that is wanted; what the user did to the run is done again on
//! the way. The scope of an outer frame is collected in the same manner, and the end of a run that never answered is
//! found so.

use super::protocol::{Aim, Command, PauseReason, StepKind};
use super::stepping::Going;
use crate::script::Prepared;

/// Where a run has to get to, in silence.
#[derive(Clone, Debug)]
pub(super) struct Goal {
    /// Where.
    pub(super) at: At,
    /// The calls whose scopes are wanted there.
    pub(super) tokens: Vec<f64>,
    /// What for.
    pub(super) purpose: Purpose,
}

impl Goal {
    pub(super) const fn step(step: u64, purpose: Purpose) -> Self {
        Self { at: At::Step(step), tokens: Vec::new(), purpose }
    }

    /// The goal of a jump to `aim`.
    ///
    /// # Errors
    /// The script has no statement there; the text says so.
    pub(super) fn of(aim: Aim, script: &Prepared) -> Result<Self, String> {
        let statement = |found: Option<usize>, nth: u64, nowhere: String| {
            found.map(|statement| At::Statement { statement, nth: nth.max(1) }).ok_or(nowhere)
        };
        let at = match aim {
            Aim::Step(step) => At::Step(step.max(1)),
            Aim::Answer(seq) => At::Answer(seq),
            Aim::Line { line, nth } => statement(script.breakable(line), nth, nothing_at(line))?,
            Aim::Statement { line, column, nth } => {
                let nowhere = format!("There is no statement at line {line}, column {column}");
                statement(script.statement_at(line, Some(column)), nth, nowhere)?
            }
        };
        Ok(Self::jump(at))
    }

    pub(super) const fn jump(at: At) -> Self {
        Self { at, tokens: Vec::new(), purpose: Purpose::Arrive(PauseReason::Jump) }
    }
}

pub(super) fn nothing_at(line: u32) -> String {
    format!("There is no statement at or after line {line}")
}

/// A place in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// The statement executed as this one, from 1.
    Step(u64),
    /// A statement, when it is reached for the `nth` time.
    Statement { statement: usize, nth: u64 },
    /// The first statement after the answer to this exchange has reached the script.
    Answer(u32),
}

/// What a run in silence is for.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    /// To stand still where the run before did, and to answer there.
    Answer { reason: PauseReason, pending: Command },
    /// To stand still there.
    Arrive(PauseReason),
    /// To stand still there if one of the stops that wait for what happens there holds; if not, this is done.
    Meet { met: Vec<Met>, what: String, otherwise: Otherwise },
    /// To go on from there as the run before did.
    Resume(Going),
    /// To find the last stop before it.
    FindStop,
    /// To find the last statement of a call, and of its caller, before it.
    Follow { kind: StepKind, token: f64, caller: f64, from_start: bool },
    /// To say where the run before stood last.
    Locate,
}

/// A stop that waits for an event, and which of its hits the event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Met {
    pub(super) stop: usize,
    pub(super) hit: u64,
}

/// What is done where no stop holds at an event.
#[derive(Clone, Copy, Debug)]
pub(super) enum Otherwise {
    /// The run goes on as it did.
    GoOn(Going),
    /// The last stop before it is looked for.
    FindStop,
}
