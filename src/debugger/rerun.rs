//! Running again: how a run that stands still gets what it did not keep.
//!
//! The scope of an outer frame is not kept while the run goes on, because that would cost at every statement.
//! When it is wanted, the script is run again in a fresh realm over the notes of the first run, to the same step,
//! and the scopes are collected on the way. What the user did to the run (variables set, expressions evaluated)
//! is done again at the same steps.
//!
//! A run that ended without an error to point at (it never answered) is run again in the same way, to find the
//! statement it executed last.

use super::protocol::{Command, PauseReason};

/// Something the user did to the run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Intervention {
    /// The step it was done at.
    pub(super) step: u64,
    /// The call in whose scope it was done.
    pub(super) token: f64,
    /// What was evaluated.
    pub(super) code: String,
}

/// Where a second run has to get to.
#[derive(Clone, Debug)]
pub(super) struct Goal {
    /// The step.
    pub(super) step: u64,
    /// The calls whose scopes are wanted.
    pub(super) tokens: Vec<f64>,
    /// What for.
    pub(super) purpose: Purpose,
}

/// What a second run is for.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    /// To stand still where the first one did, and to answer there.
    Answer {
        /// Why the first run stood still.
        reason: PauseReason,
        /// What is to be answered.
        pending: Command,
    },
    /// To say where the first one stood last.
    Locate,
}
