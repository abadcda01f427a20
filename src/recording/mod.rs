//! What happened in a run, in order. Decision, findings, reports and the screen read from here.
//!
//! A recording is plain data: it knows no engine and no screen, and no text leaves it but through
//! [`masking::Mask`].
//!
//! | part | what it tells of a run |
//! | --- | --- |
//! | [`diff`] | how two runs differ |
//! | [`origins`] | where a value of its answer came from |
//! | [`timeline`] | what happened at which step |
//! | [`wording`] | the same in words |

pub mod diff;
mod fields;
mod handles;
mod masked;
pub mod masking;
pub mod origins;
mod probed;
mod run;
#[cfg(test)]
pub(crate) mod samples;
pub mod timeline;
mod upshot;
pub mod wording;

pub use handles::{Handle, Handles};
pub use masked::Masked;
pub use probed::{ProbedHit, ProbedJson, ProbedValue};
pub use run::{
    asked_about, CallbackCall, ConsoleLevel, ConsoleLine, ErrorInfo, Outcome, OutcomeKind, Place, Query, Recording,
    ScriptRun, StackFrame, StoredOperation,
};
pub use upshot::{Failure, Upshot};
