//! Questions about the whole run, and their answers.
//!
//! They are answered by running again aside: the run the user looks at does not move.

use super::{FrameId, Span, Variable};

/// What can be asked about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// How often each statement ran, up to where the run stands.
    Hits,
    /// What the variables named in each statement of this call were once it had run.
    Inline,
    /// How an expression changed over all that is known of the run.
    History {
        /// The frame whose variables it names.
        frame: FrameId,
        /// An expression without side effects.
        expression: String,
    },
    /// Where an expression came to have the value it has.
    LastChange {
        /// The frame whose variables it names.
        frame: FrameId,
        /// An expression without side effects.
        expression: String,
    },
    /// What stops with a log message would have logged over all that is known of the run.
    Logs,
}

/// An answer to a [`Question`].
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// To [`Question::Hits`]: statements that ran, in the order of the text.
    Hits(Vec<Hit>),
    /// To [`Question::Inline`], in the order of the text.
    Inline(Vec<InlineValue>),
    /// To [`Question::History`].
    History {
        /// The expression.
        expression: String,
        /// Each new value, oldest first; `Err` says why there are none.
        changes: Result<Vec<Change>, String>,
        /// There are more than are kept.
        cut: bool,
    },
    /// To [`Question::LastChange`]: the statement that changed it. `Err` says why there is none.
    LastChange {
        /// The expression.
        expression: String,
        /// Where.
        change: Result<Change, String>,
    },
    /// To [`Question::Logs`], in the order logged.
    Logs(Vec<Logged>),
}

/// How often a statement ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The statement.
    pub span: Span,
    /// How often.
    pub count: u64,
}

/// What a variable was after a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineValue {
    /// The line the statement starts on.
    pub line: u32,
    /// The variable.
    pub variable: Variable,
}

/// A new value of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The step of the statement that made it.
    pub step: u64,
    /// The line of that statement.
    pub line: u32,
    /// The value.
    pub value: Variable,
}

/// A line a stop with a log message wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Which of the stops, by its place in the list last set.
    pub stop: usize,
    /// The step of the statement it stands on.
    pub step: u64,
    /// Its line.
    pub line: u32,
    /// The message, masked, one line.
    pub text: String,
}

/// A watched expression at a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The expression.
    pub expression: String,
    /// Its value; `Err` is the error's text.
    pub value: Result<Variable, String>,
    /// It can change something, so it was evaluated on a copy of the run.
    pub on_a_copy: bool,
}
