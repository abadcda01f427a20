//! What lies over the panes.

use super::actions::{self, Context};
use super::asking::{subjects, Asking, Subject};
use super::comparison::Comparison;
use super::contrast::{Beside, SideBySide};
use super::evaluation::Prompt;
use super::explain::Explanation;
use super::history::History;
use super::line::Line;
use super::origins::Origins;
use super::palette;
use super::readings::Readings;
use super::scroll::Scroll;
use super::spoken;
use super::state::Workbench;
use super::user_form::UserForm;
use super::users::Users;

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
    /// The stops of all scripts.
    Stops {
        /// The selected one.
        selected: usize,
        /// The part shown.
        scroll: Scroll,
    },
    /// Where a value came from.
    Origins(Box<Origins>),
    /// How a value changed over the run.
    History(History),
    /// A list to choose from.
    Choose(Chooser),
    /// The inputs.
    Inputs,
    /// An expression.
    Prompt(Prompt),
    /// A change a second run begins with.
    WhatIf(Box<Asking>),
    /// Two runs side by side.
    Compare(Box<Comparison>),
    /// Two operations side by side.
    Contrast(Box<SideBySide>),
    /// What is known behind a rule.
    Explain(Box<Explanation>),
    /// How contradicting sources are read.
    Readings(Readings),
    /// The users in the Auth0 store.
    Users(Users),
    /// One of them, being changed.
    User(Box<UserForm>),
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
    /// What shall be other in a second run.
    WhatIf,
    /// What the operation is set beside.
    Contrast,
}

impl Choice {
    /// The title of the list.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Command => "Command",
            Self::Connection => "Connection",
            Self::Operation => "Operation",
            Self::WhatIf => "What if…",
            Self::Contrast => "Side by side",
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
            Choice::Operation => {
                let text = |operation| format!("{operation} {}", workbench.asks(operation).join(" "));
                workbench.operations().into_iter().map(text).collect()
            }
            Choice::Contrast => {
                Beside::ALL.iter().map(|beside| format!("{} {}", beside.word(), beside.words())).collect()
            }
            Choice::WhatIf => {
                let text = |subject: Subject| format!("{} {}", subject.title(), subject.about());
                subjects(workbench).into_iter().map(text).collect()
            }
        };
        let mut fitting = palette::matching(self.line.text(), texts.iter().map(String::as_str));
        if self.choice == Choice::Command {
            fitting.retain(|index| actions::TABLE[*index].is_command());
            // Who knows the name gets what it names.
            if let Some(named) = spoken::named(self.line.text()) {
                fitting.sort_by_key(|index| *index != named);
            }
        }
        fitting
    }
}

impl Overlay {
    /// Where keys are looked up while it is open.
    pub const fn context(&self) -> Context {
        match self {
            Self::Help(_) | Self::Query(_) | Self::Value(_) | Self::Explain(_) => Context::Reading,
            Self::Notes { .. } | Self::Origins(_) | Self::Choose(_) | Self::History(_) => Context::Choosing,
            Self::Compare(_) => Context::Comparing,
            Self::Readings(_) | Self::Users(_) | Self::Contrast(_) => Context::Listing,
            Self::Inputs | Self::User(_) => Context::Form,
            Self::Prompt(_) | Self::WhatIf(_) => Context::Prompt,
            Self::Stops { .. } => Context::Stops,
        }
    }

    /// Its view, if it scrolls.
    pub fn scroll_mut(&mut self) -> Option<&mut Scroll> {
        match self {
            Self::Help(scroll)
            | Self::Query(scroll)
            | Self::Value(scroll)
            | Self::Notes { scroll, .. }
            | Self::Stops { scroll, .. } => Some(scroll),
            Self::Choose(chooser) => Some(&mut chooser.scroll),
            Self::Origins(found) => Some(&mut found.scroll),
            Self::History(history) => Some(&mut history.scroll),
            Self::Compare(comparison) => Some(&mut comparison.scroll),
            Self::Explain(shown) => Some(&mut shown.scroll),
            Self::Contrast(shown) => Some(&mut shown.scroll),
            Self::Readings(readings) => Some(&mut readings.scroll),
            Self::Users(users) => Some(&mut users.scroll),
            Self::User(_) | Self::Inputs | Self::Prompt(_) | Self::WhatIf(_) => None,
        }
    }
}
