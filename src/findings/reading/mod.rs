//! What the rules share: the ways an answer goes through a script, what of it reaches outside, what profiles hold.

pub(in crate::findings) mod answers;
pub(in crate::findings) mod body;
pub(in crate::findings) mod noted;
pub(in crate::findings) mod outside;
pub(in crate::findings) mod pieces;
pub(in crate::findings) mod profiles;
pub(in crate::findings) mod reached;
pub mod required;

use super::{Finding, Level, ScriptText, Whole};
