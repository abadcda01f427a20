//! The list of exchanges with the legacy store, and what is said of one.

use super::scroll::Scroll;
pub use crate::recording::wording::{answer, bindings, counted, one_line, statement, value};

/// The list of exchanges; the exchanges themselves are the run's.
#[derive(Clone, Debug, Default)]
pub struct Queries {
    /// The selected one.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}
