//! Why a text is no stop.

use crate::visible::visible;

use crate::debugger::stops::LogMessageError;

/// Why a text is no [`Stop`](crate::debugger::Stop): what stands where, what is expected there, an example.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StopError {
    /// A word that is not understood where it stands.
    #[error("`{}` at character {at} is not understood; expected {expected}. Example: {example}", visible(.word))]
    Word {
        /// The word, cut short.
        word: String,
        /// Where it begins, in characters from 1.
        at: usize,
        /// What may stand there.
        expected: &'static str,
        /// A stop that is right.
        example: &'static str,
    },
    /// The text ends where something must follow.
    #[error("something is missing at the end; expected {expected}. Example: {example}")]
    End {
        /// What may stand there.
        expected: &'static str,
        /// A stop that is right.
        example: &'static str,
    },
    /// The message to log is none.
    #[error("{error} Example: {example}")]
    Log {
        /// What is wrong with it.
        error: LogMessageError,
        /// A stop that is right.
        example: &'static str,
    },
}
