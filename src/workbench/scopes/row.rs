//! One row of the tree of variables.

use crate::debugger::{ScopeKind, Variable};
use crate::workbench::watches::Watch;

/// Names a place in the tree across stops: scope title, then names downwards.
pub type Key = Vec<String>;

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A scope's heading.
    Heading {
        /// Where it is.
        key: Key,
        /// What it is; `None` for the watched expressions.
        kind: Option<ScopeKind>,
        /// Whose it is.
        title: String,
        /// Whether its variables are shown.
        open: bool,
        /// How many there are.
        variables: usize,
    },
    /// A variable or property.
    Variable {
        /// Where it is.
        key: Key,
        /// The variable.
        variable: Variable,
        /// How deep: 1 in a scope.
        depth: usize,
        /// Whether its properties are shown.
        open: bool,
        /// Its value differs from the one at the stop before.
        changed: bool,
    },
    /// What the call that was just left returned.
    Returned {
        /// Where it is.
        key: Key,
        /// The function.
        function: String,
        /// The value.
        variable: Variable,
        /// Whether its properties are shown.
        open: bool,
    },
    /// A watched expression.
    Watch {
        /// Where it is.
        key: Key,
        /// Its place among the watched expressions.
        at: usize,
        /// The expression and its value.
        watch: Watch,
        /// Whether its properties are shown.
        open: bool,
    },
    /// Why there is nothing here, or what is awaited.
    Remark(String),
}

impl Row {
    /// Its place, if it can be selected.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Self::Heading { key, .. }
            | Self::Variable { key, .. }
            | Self::Returned { key, .. }
            | Self::Watch { key, .. } => Some(key),
            Self::Remark(_) => None,
        }
    }

    /// Its value, if it has one.
    pub fn variable(&self) -> Option<&Variable> {
        match self {
            Self::Variable { variable, .. } | Self::Returned { variable, .. } => Some(variable),
            Self::Watch { watch, .. } => watch.value.as_ref()?.as_ref().ok(),
            Self::Heading { .. } | Self::Remark(_) => None,
        }
    }

    /// Whether what it contains is shown.
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Heading { open, .. }
            | Self::Variable { open, .. }
            | Self::Returned { open, .. }
            | Self::Watch { open, .. } => *open,
            Self::Remark(_) => false,
        }
    }

    pub(super) fn is_expandable(&self) -> bool {
        matches!(self, Self::Heading { .. }) || self.variable().is_some_and(|variable| variable.handle.is_some())
    }
}
