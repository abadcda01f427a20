//! What can be played.

use std::fmt;
use std::str::FromStr;

use crate::connection::{Action, Mode};
use crate::flow::{Step, Variants};
use crate::visible::visible;

/// An operation, as named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// A password login, as Auth0 plays it in the connection's mode.
    Login,
    /// One script alone.
    Script(Action),
}

/// The operations of a whole flow that are named on the command line but played one script at a time, each with the
/// script to play instead.
const BY_SCRIPT_ONLY: [(&str, Action); 6] = [
    ("sign-up", Action::Create),
    ("reset-password", Action::GetUser),
    ("change-password", Action::ChangePassword),
    ("verify-email", Action::Verify),
    ("change-email", Action::ChangeEmail),
    ("delete-user", Action::Delete),
];

const SCRIPT_PREFIX: &str = "script:";

impl Operation {
    /// The script whose answer the operation is about.
    pub const fn action(self) -> Action {
        match self {
            Self::Login => Action::Login,
            Self::Script(action) => action,
        }
    }

    /// The scripts it may ask in this mode, in order. Which of them it does ask, the answers decide.
    pub fn possible_steps(self, mode: Mode, variants: &Variants) -> Vec<Step> {
        match self {
            Self::Login if mode == Mode::AutomaticMigration && variants.is("X1", "on") => {
                vec![Step::of(Action::GetUser), Step::of(Action::Login)]
            }
            Self::Login => vec![Step::of(Action::Login)],
            Self::Script(action) => vec![Step::of(action)],
        }
    }

    /// The table of `loginscope.toml` that holds its inputs, as written there: `[inputs.login]`,
    /// `[inputs."script:create"]`.
    pub fn inputs_table(self) -> String {
        match self {
            Self::Login => "[inputs.login]".to_owned(),
            Self::Script(_) => format!("[inputs.\"{self}\"]"),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Login => f.write_str("login"),
            Self::Script(action) => write!(f, "{SCRIPT_PREFIX}{action}"),
        }
    }
}

/// Why a word names no operation that can be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownOperation {
    /// The name of a flow of several scripts; only its scripts can be played.
    #[error(
        "`{name}` cannot be played as a whole, only its scripts can, one at a time: try `{SCRIPT_PREFIX}{script}`"
    )]
    ScriptsOnly {
        /// The name given.
        name: String,
        /// The script to begin with.
        script: Action,
    },
    /// `script:` with something that is no action.
    #[error("`{}` is no action script; after `{SCRIPT_PREFIX}` comes one of {}", visible(.0), actions())]
    NoSuchScript(String),
    /// Anything else.
    #[error("there is no operation `{}`; there are `login` and, for one script alone, {}", visible(.0), scripts())]
    NoSuchOperation(String),
}

fn actions() -> String {
    Action::ALL.map(|action| format!("`{action}`")).join(", ")
}

fn scripts() -> String {
    Action::ALL.map(|action| format!("`{SCRIPT_PREFIX}{action}`")).join(", ")
}

impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(text: &str) -> Result<Self, UnknownOperation> {
        if text == "login" {
            return Ok(Self::Login);
        }
        if let Some(action) = text.strip_prefix(SCRIPT_PREFIX) {
            return action.parse().map(Self::Script).map_err(|()| UnknownOperation::NoSuchScript(action.to_owned()));
        }
        Err(match BY_SCRIPT_ONLY.into_iter().find(|(name, _)| *name == text) {
            Some((name, script)) => UnknownOperation::ScriptsOnly { name: name.to_owned(), script },
            None => UnknownOperation::NoSuchOperation(text.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_operation_reads_back_as_it_is_written() {
        let all = std::iter::once(Operation::Login).chain(Action::ALL.map(Operation::Script));
        for operation in all {
            assert_eq!(operation.to_string().parse(), Ok(operation));
        }
        assert_eq!("script:get_user".parse(), Ok(Operation::Script(Action::GetUser)));
    }

    #[test]
    fn a_flow_of_several_scripts_is_answered_with_the_script_to_play() {
        for (name, script) in [
            ("sign-up", "script:create"),
            ("reset-password", "script:get_user"),
            ("change-password", "script:change_password"),
            ("verify-email", "script:verify"),
            ("change-email", "script:change_email"),
            ("delete-user", "script:delete"),
        ] {
            assert_eq!(
                name.parse::<Operation>().unwrap_err().to_string(),
                format!("`{name}` cannot be played as a whole, only its scripts can, one at a time: try `{script}`")
            );
        }
    }

    #[test]
    fn an_unknown_operation_is_told_what_there_is() {
        let error = "logon".parse::<Operation>().unwrap_err().to_string();
        assert!(error.starts_with("there is no operation `logon`; there are `login` and"), "{error}");
        assert!(error.contains("`script:change_password`"), "{error}");
        let error = "script:getUser".parse::<Operation>().unwrap_err().to_string();
        assert!(error.starts_with("`getUser` is no action script; after `script:` comes one of `login`"), "{error}");
    }

    #[test]
    fn control_characters_in_a_name_do_not_reach_the_terminal() {
        let error = "\u{1b}[2J".parse::<Operation>().unwrap_err().to_string();
        assert!(!error.contains('\u{1b}'), "{error:?}");
    }

    #[test]
    fn the_inputs_table_of_a_script_is_quoted_as_toml_wants_it() {
        assert_eq!(Operation::Script(Action::Create).inputs_table(), "[inputs.\"script:create\"]");
    }
}
