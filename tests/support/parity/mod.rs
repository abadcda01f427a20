//! What the comparison with Node is made of.

pub mod cases;
pub mod compare;
pub mod node;
pub mod ours;
pub mod servers;

#[path = "../skipped.rs"]
mod skipped;

/// What stands in the way of a comparison is said; where everything must be there, it is a failure.
pub use skipped::skipped as missing;
