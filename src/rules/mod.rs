//! What is known of the field, as tables: the rules that decisions, findings and cards cite by their ids.
//!
//! The lowest room of all: it knows nobody. Lessons (`L…`) stand in `findings/`, each with the code that finds it.

mod addresses;
mod failures;
mod migration;
mod sections;
mod states;
mod variants;

pub use failures::{Failure, FAILURES};
pub use migration::MIGRATION;
pub use sections::SECTIONS;
pub use states::{state, State, STATES};
pub use variants::{reading, variant, Choice, UnknownReading, Variant, VARIANTS};

use serde::Serialize;

/// How sure a statement about the platform is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Stated in Auth0's documentation, API schema or published source.
    Documented,
    /// Said by Auth0 support or a maintainer.
    Support,
    /// Our inference.
    Assumed,
}

impl Certainty {
    /// The word used in JSON and on screen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Support => "support",
            Self::Assumed => "assumed",
        }
    }
}

/// A rule that can be cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `M1`, `S3`, `F7`, `§2.3` …
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// What holds, in a few sentences.
    pub text: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it is said: addresses, or the name of a publication.
    pub sources: &'static [&'static str],
}
