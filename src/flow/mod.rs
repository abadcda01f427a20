//! Operations and what Auth0 decides in them.
//!
//! Pure: no I/O, no engine, no clock. Every decision names the rule it follows and how certain that rule is.

mod decision;
mod operation;

pub use decision::{Certainty, Decision, LogEvent, Reason, ReasonState, Verdict};
pub use operation::{Inputs, Operation};
