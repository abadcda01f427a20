//! Operations and what Auth0 decides in them.
//!
//! Pure: no I/O, no engine, no clock. Every decision names the rule it follows and how certain that rule is.
//!
//! ```text
//! operation + inputs + connection ─▶ Facts ─▶ decide ─▶ next step ─▶ arguments ─▶ (a run) ─┐
//!                                               ▲                                         │
//!                                               └─────────────────────────────────────────┘
//! ```

mod arguments;
mod auth0_store;
mod contrast;
mod decide;
mod decision;
mod facts;
mod inputs;
mod mask;
mod matters;
mod mfa_factors;
mod operation;
mod plan;
mod profile;
#[cfg(test)]
pub(crate) mod samples;
mod states;
mod step;
mod variants;
mod written;

pub use arguments::{arguments, Argument, MissingInput};
pub use auth0_store::{Auth0Store, Auth0User, Change, Credential, Origin, PasswordCheck, Record};
pub use contrast::{Contrast, ContrastRow, Side};
pub use decide::decide;
pub use decision::{Decision, Link, LinkState, LogEvent, Reason, ReasonState, Verdict};
pub use facts::{Facts, Known, Situation};
pub use inputs::{Inputs, NotText};
pub use mask::mask;
pub use matters::{variants_that_matter, Matter};
pub use mfa_factors::malformed as malformed_factors;
pub use operation::{Operation, UnknownOperation};
pub use plan::{first_step, NoPlan};
pub use profile::{raw_id, FieldChange, How, AUTH0_PREFIX};
pub use states::{StateSeen, When};
pub use step::{About, Step};
pub use variants::Variants;

pub use crate::connection::{Circumstances, Interruption, Via};
pub use crate::rules::Certainty;
