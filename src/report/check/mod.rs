//! Reports of a check: one document, given a form by `text`, `json` and `sarif`.
//!
//! The texts of a check are masked before they come here.

mod document;
pub mod json;
pub mod sarif;
pub mod text;

pub use document::{baseline, Document, Wanted};

#[cfg(test)]
mod samples;
