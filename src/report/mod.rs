//! Reports of a finished operation.
//!
//! Everything goes through one [`Document`], in which every text is masked; `json` and `text` only give it a form. `modules`
//! lists what scripts require; `check` is the report on many connections that were looked through. This folder knows no
//! engine, no store and no screen.

mod chain;
pub mod check;
pub mod contrast;
mod document;
pub mod explain;
pub mod json;
mod masked;
pub mod modules;
pub mod probe;
pub mod text;
mod wrapped;

pub use document::Document;

use crate::findings::{Finding, Level};
use crate::flow::{Decision, Verdict};
use crate::recording::{ErrorInfo, OutcomeKind, Recording, ScriptRun};

/// The error of a script that could not even start: it does not parse, or is no function.
pub fn unread(run: &ScriptRun) -> Option<&ErrorInfo> {
    let outcome = run.outcome.as_ref()?;
    matches!(outcome.kind, OutcomeKind::SyntaxError | OutcomeKind::LoadError)
        .then_some(outcome.error.as_ref())
        .flatten()
}

/// A script of the recording that could not even start: it does not parse, or is no function.
pub fn unreadable(recording: &Recording) -> Option<(&ScriptRun, &ErrorInfo)> {
    recording.runs.iter().find_map(|run| Some((run, unread(run)?)))
}

/// The exit code of the command line: 0 if the operation came out as its user hoped and nothing was found to be
/// broken, 2 if a script could not be read, else 1.
pub fn exit_code(recording: &Recording, decision: &Decision, findings: &[Finding]) -> u8 {
    if unreadable(recording).is_some() {
        return 2;
    }
    let as_expected = decision.verdict.is_some_and(Verdict::is_success);
    u8::from(!as_expected || findings.iter().any(|finding| finding.level == Level::Error))
}

#[cfg(test)]
mod samples;
