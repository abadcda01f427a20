//! Expressions asked in a paused frame, and their history.

use super::line::Line;
use super::stops::Edited;
use crate::debugger::{FrameId, Variable};

/// One expression and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The expression.
    pub expression: String,
    /// Its value or the error's text; `None` while it is awaited.
    pub result: Option<Result<Variable, String>>,
}

/// What a prompt is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Evaluate what is typed.
    Evaluate,
    /// Give this variable the value of what is typed.
    Set(String),
    /// Watch what is typed.
    Watch,
    /// Stop where what is typed says.
    Stop(Edited),
    /// Jump to the moment that is typed.
    Jump,
    /// Let the store fail as is typed.
    Faults,
    /// Write the users of the Auth0 store to the file that is typed.
    SaveStore,
}

impl Purpose {
    /// Whether what is typed may be one of the expressions asked before.
    pub const fn is_an_expression(&self) -> bool {
        matches!(self, Self::Evaluate | Self::Set(_) | Self::Watch)
    }
}

/// A prompt being typed in.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// What was typed.
    pub line: Line,
    /// The frame it is about.
    pub frame: FrameId,
    /// How far back in the history: 0 is what is being typed.
    pub back: usize,
    /// What was typed before going back in the history.
    pub draft: String,
    /// What was wrong with it when it was confirmed last.
    pub error: Option<String>,
}

impl Prompt {
    /// An empty prompt.
    pub fn new(purpose: Purpose, frame: FrameId) -> Self {
        Self::filled(purpose, frame, "")
    }

    /// A prompt with something in it.
    pub fn filled(purpose: Purpose, frame: FrameId, text: &str) -> Self {
        Self { purpose, line: Line::new(text), frame, back: 0, draft: String::new(), error: None }
    }

    /// Shows an older (`1`) or newer (`-1`) expression.
    pub fn recall(&mut self, evaluations: &[Evaluation], by: isize) {
        if self.back == 0 {
            self.line.text().clone_into(&mut self.draft);
        }
        self.back = self.back.saturating_add_signed(by).min(evaluations.len());
        let text = match self.back {
            0 => self.draft.clone(),
            back => evaluations[evaluations.len() - back].expression.clone(),
        };
        self.line = Line::new(text);
    }
}
