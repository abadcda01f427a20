//! What happened in a run, in order. Decision, findings, reports and the screen read from here.
//!
//! A recording is plain data: it knows no engine and no screen, and no text leaves it but through
//! [`masking::Mask`].

mod masked;
pub mod masking;
mod run;
#[cfg(test)]
pub(crate) mod samples;

pub use masked::Masked;
pub use run::{
    CallbackCall, ConsoleLevel, ConsoleLine, ErrorInfo, Outcome, OutcomeKind, Place, Query, Recording, ScriptRun,
    StackFrame, StoredOperation,
};
