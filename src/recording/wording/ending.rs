//! How a script ended, in words.

use crate::recording::{Outcome, OutcomeKind};

/// Whether the script did what it was asked, whatever the answer.
pub const fn fine(kind: OutcomeKind) -> bool {
    matches!(kind, OutcomeKind::Profile | OutcomeKind::Success | OutcomeKind::NotFound)
}

/// What the script did, to be read after its name: `login` …
pub const fn words(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Profile => "returned a profile",
        OutcomeKind::Success => "said that it succeeded",
        OutcomeKind::NotFound => "said that there is no such user",
        OutcomeKind::WrongCredentials => "said that user name or password is wrong",
        OutcomeKind::ValidationError => "refused the input",
        OutcomeKind::Unauthorized => "refused the user",
        OutcomeKind::Error => "passed an error to callback",
        OutcomeKind::Exception => "threw an error that nothing caught",
        OutcomeKind::Timeout => "ran for longer than it may",
        OutcomeKind::NoCallback => "ended without calling callback",
        OutcomeKind::CallbackTwice => "called callback more than once",
        OutcomeKind::SyntaxError => "cannot be parsed",
        OutcomeKind::LoadError => "is not one function",
    }
}

/// The same with the error, where there is one, in one line.
pub fn sentence(outcome: &Outcome) -> String {
    let words = words(outcome.kind);
    match &outcome.error {
        Some(error) => format!("{words}: {}: {}", error.name, error.message),
        None => words.to_owned(),
    }
}
