//! Stops by meaning: what the user wants to stop at, as data.
//!
//! A [`Stop`] is a place or an event, perhaps with a condition, a count of hits or a message to log instead of
//! stopping. Whether an event is meant is decided in `matching`; `text` writes a stop as one line and reads it
//! back. This folder is pure: it knows no engine, no run and no screen, and it never evaluates an expression.

mod hits;
mod log_message;
mod matching;
mod profile_path;
mod text;

pub use hits::Hits;
pub use log_message::{LogMessage, LogMessageError, Part};
pub use text::{StopError, FORMS};

use crate::legacy::Effect;

/// A place or an event the user wants to stop at.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// Where, or at what.
    pub trigger: Trigger,
    /// A JavaScript expression; only where it is truthy the trigger counts.
    pub condition: Option<String>,
    /// Which of the hits count; `None` is each of them.
    pub hits: Option<Hits>,
    /// What is logged instead of stopping.
    pub log: Option<LogMessage>,
    /// Switched off, it is kept but never reached.
    pub enabled: bool,
}

impl Stop {
    /// A stop at `trigger` with nothing further, switched on.
    pub const fn at(trigger: Trigger) -> Self {
        Self { trigger, condition: None, hits: None, log: None, enabled: true }
    }

    /// A plain breakpoint on a line, from 1.
    pub const fn line(line: u32) -> Self {
        Self::at(Trigger::Line { line, column: None })
    }

    /// Whether it stands on a line.
    pub const fn is_line(&self) -> bool {
        matches!(self.trigger, Trigger::Line { .. })
    }

    /// Whether it stops the run, rather than logging and going on.
    pub const fn pauses(&self) -> bool {
        self.log.is_none()
    }
}

/// Where a stop stands, or what it waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// A statement.
    Line {
        /// The line, from 1.
        line: u32,
        /// The column, from 1 in UTF-16 units; `None` is the first statement of the line.
        column: Option<u32>,
    },
    /// The first statement of a function.
    Function {
        /// Its name as the stack shows it.
        name: String,
    },
    /// Something is thrown.
    Exception {
        /// Caught or not.
        which: Which,
        /// The name of the error (`TypeError`); `None` is any value.
        class: Option<String>,
    },
    /// `callback` is given an error.
    CallbackError {
        /// The name of the error (`WrongUsernameOrPasswordError`); `None` is any.
        class: Option<String>,
    },
    /// `callback` is called although it was called before.
    SecondCallback,
    /// An exchange with the legacy store.
    Query(QueryPattern),
    /// A line is written to the console.
    Console {
        /// A part of it, in any case; `None` is any line.
        text: Option<String>,
    },
    /// `callback` is given a profile with a value at a path.
    ProfileField {
        /// `email`, `user_metadata.plan`, `roles[0]`.
        path: String,
    },
    /// The decision cites a rule.
    Rule {
        /// The rule (`M6`).
        id: String,
    },
}

/// Which exceptions are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// All that are thrown.
    All,
    /// Those the script catches.
    Caught,
    /// Those nothing catches.
    Uncaught,
}

/// Which exchanges with the legacy store are meant: all that is asked must hold; where nothing is asked, it is every
/// statement and every HTTP request.
///
/// Opening and closing a connection have no text, no table and no rows. They count only where an error or a duration is
/// asked for and nothing else is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryPattern {
    /// A part of the statement or the address, in any case; white space runs together.
    pub text: Option<String>,
    /// A table the statement names, or the path of an HTTP request's address; in any case.
    pub table: Option<String>,
    /// Reading or writing.
    pub effect: Option<Effect>,
    /// How many rows are answered, or matched by a write that answers none.
    pub rows: Option<Count>,
    /// The store answers an error, or an HTTP status from 400.
    pub error: Option<ErrorPattern>,
    /// The answer takes longer than this, in milliseconds.
    pub slower_than_ms: Option<f64>,
}

/// How many are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Count {
    /// That many.
    Exactly(u64),
    /// That many or more.
    AtLeast(u64),
    /// That many or fewer.
    AtMost(u64),
}

/// Which errors of a store are meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ErrorPattern {
    /// All of them.
    Any,
    /// Those with this code, number, SQLSTATE or HTTP status, or with this part of the message; in any case.
    Named(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_on_a_line_is_switched_on_and_pauses_each_time() {
        let stop = Stop::line(12);
        assert!(stop.is_line() && stop.pauses() && stop.enabled);
        assert_eq!((stop.condition, stop.hits), (None, None));
    }

    #[test]
    fn a_stop_with_a_message_goes_on() {
        let log = "at {line}".parse().ok();
        assert!(!Stop { log, ..Stop::at(Trigger::SecondCallback) }.pauses());
    }
}
