//! What lies over the panes.

use super::actions::{self, Context, Group};
use super::evaluation::Prompt;
use super::line::Line;
use super::palette;
use super::scroll::Scroll;
use super::state::Workbench;

/// At most one of these is open.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// All keys and signs.
    Help(Scroll),
    /// One exchange in full.
    Query(Scroll),
    /// One value in full.
    Value(Scroll),
    /// Notes and findings.
    Notes {
        /// The selected one.
        selected: usize,
        /// The part shown.
        scroll: Scroll,
    },
    /// A list to choose from.
    Choose(Chooser),
    /// The inputs.
    Inputs,
    /// An expression.
    Prompt(Prompt),
}

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A command of the table.
    Command,
    /// A connection.
    Connection,
    /// An operation.
    Operation,
}

impl Choice {
    /// The title of the list.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Command => "Command",
            Self::Connection => "Connection",
            Self::Operation => "Operation",
        }
    }
}

/// A list being filtered.
#[derive(Clone, Debug)]
pub struct Chooser {
    /// What is chosen.
    pub choice: Choice,
    /// The filter.
    pub line: Line,
    /// The selected entry among those that fit.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

impl Chooser {
    /// An unfiltered list.
    pub fn new(choice: Choice) -> Self {
        Self { choice, line: Line::default(), selected: 0, scroll: Scroll::default() }
    }

    /// The entries that fit: their index in the whole list, the best first.
    pub fn fitting(&self, workbench: &Workbench) -> Vec<usize> {
        let texts: Vec<String> = match self.choice {
            Choice::Command => actions::TABLE.iter().map(|entry| format!("{} {}", entry.title, entry.name)).collect(),
            Choice::Connection => workbench.connections.iter().map(|connection| connection.name.clone()).collect(),
            Choice::Operation => workbench.operations().into_iter().map(|operation| operation.to_string()).collect(),
        };
        let mut fitting = palette::matching(self.line.text(), texts.iter().map(String::as_str));
        if self.choice == Choice::Command {
            // What only makes sense inside a line being typed cannot be chosen.
            fitting.retain(|index| actions::TABLE[*index].group != Group::Typing);
        }
        fitting
    }
}

impl Overlay {
    /// Where keys are looked up while it is open.
    pub const fn context(&self) -> Context {
        match self {
            Self::Help(_) | Self::Query(_) | Self::Value(_) => Context::Reading,
            Self::Notes { .. } | Self::Choose(_) => Context::Choosing,
            Self::Inputs => Context::Form,
            Self::Prompt(_) => Context::Prompt,
        }
    }

    /// Its view, if it scrolls.
    pub fn scroll_mut(&mut self) -> Option<&mut Scroll> {
        match self {
            Self::Help(scroll) | Self::Query(scroll) | Self::Value(scroll) | Self::Notes { scroll, .. } => Some(scroll),
            Self::Choose(chooser) => Some(&mut chooser.scroll),
            Self::Inputs | Self::Prompt(_) => None,
        }
    }
}
