//! Reports of a finished operation.
//!
//! Everything goes through one [`Document`], in which every text is masked; `json` and `text` only give it a form. This
//! folder knows no engine, no store and no screen.

mod document;
pub mod json;
mod masked;
pub mod text;

pub use document::Document;

use crate::findings::{Finding, Level};
use crate::flow::{Decision, Verdict};

/// The exit code of the command line: 0 if the operation came out as its user hoped and nothing was found to be
/// broken, else 1.
pub fn exit_code(decision: &Decision, findings: &[Finding]) -> u8 {
    let as_expected = decision.verdict.is_some_and(Verdict::is_success);
    u8::from(!as_expected || findings.iter().any(|finding| finding.level == Level::Error))
}

#[cfg(test)]
mod samples;
