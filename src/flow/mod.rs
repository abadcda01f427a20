//! Operations and what Auth0 decides in them.
//!
//! Pure: no I/O, no engine, no clock. Every decision names the rule it follows and how certain that rule is.
//!
//! ```text
//! operation + inputs + connection ─▶ Facts ─▶ plan ─▶ arguments ─▶ (a run) ─▶ decide
//! ```

mod arguments;
mod auth0_store;
mod decide;
mod decision;
mod facts;
mod inputs;
mod mask;
mod mfa_factors;
mod operation;
mod plan;
mod profile;
#[cfg(test)]
pub(crate) mod samples;

pub use arguments::{arguments, Argument, MissingInput};
pub use auth0_store::{KnownUser, PasswordCheck};
pub use decide::decide;
pub use decision::{Certainty, Decision, LogEvent, Reason, ReasonState, Verdict};
pub use facts::Facts;
pub use inputs::{Inputs, NotText};
pub use mask::mask;
pub use operation::{Operation, UnknownOperation};
pub use plan::{plan, NoPlan};
pub use profile::{raw_id, AUTH0_PREFIX};
