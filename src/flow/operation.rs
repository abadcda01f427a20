//! What can be played.

use std::fmt;
use std::str::FromStr;

use crate::connection::{Action, Mode};
use crate::flow::{Circumstances, Interruption, Step, Variants};
use crate::visible::visible;

/// An operation, as named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// A password login, as Auth0 plays it in the connection's mode.
    Login,
    /// A sign-up on a page, or the creation of a user by Dashboard or API.
    SignUp,
    /// "Forgot password": the request, and the link in the mail followed to its end.
    ResetPassword,
    /// Another password, set by Dashboard or API.
    ChangePassword,
    /// The link of a verification mail is followed.
    VerifyEmail,
    /// Another e-mail, or another verified flag, set by Dashboard or API.
    ChangeEmail,
    /// Another user name, set by API.
    ChangeUsername,
    /// Another phone number, set by API.
    ChangePhoneNumber,
    /// A user is deleted by Dashboard or API.
    DeleteUser,
    /// One script alone.
    Script(Action),
}

const SCRIPT_PREFIX: &str = "script:";

impl Operation {
    /// All operations that Auth0 plays as a whole.
    pub const WHOLE: [Self; 9] = [
        Self::Login,
        Self::SignUp,
        Self::ResetPassword,
        Self::ChangePassword,
        Self::VerifyEmail,
        Self::ChangeEmail,
        Self::ChangeUsername,
        Self::ChangePhoneNumber,
        Self::DeleteUser,
    ];

    /// The script whose answer the operation is about.
    pub const fn action(self) -> Action {
        match self {
            Self::Login => Action::Login,
            Self::SignUp => Action::Create,
            Self::ResetPassword | Self::ChangePassword => Action::ChangePassword,
            Self::VerifyEmail => Action::Verify,
            Self::ChangeEmail => Action::ChangeEmail,
            Self::ChangeUsername => Action::ChangeUsername,
            Self::ChangePhoneNumber => Action::ChangePhoneNumber,
            Self::DeleteUser => Action::Delete,
            Self::Script(action) => action,
        }
    }

    /// The scripts that belong to it, in the order they are asked if they all are.
    pub fn scripts(self) -> Vec<Action> {
        match self {
            Self::Login | Self::VerifyEmail | Self::DeleteUser | Self::Script(_) => vec![self.action()],
            Self::SignUp => vec![Action::GetUser, Action::Create, Action::Login],
            _ => vec![Action::GetUser, self.action()],
        }
    }

    /// The scripts it may ask like this, in order. Which of them it does ask, the answers decide.
    pub fn possible_steps(self, mode: Mode, variants: &Variants, circumstances: &Circumstances) -> Vec<Step> {
        let [get_user, of_new_value] = [Step::of(Action::GetUser), Step::of_new_value(Action::GetUser)];
        let action = Step::of(self.action());
        let legacy = mode == Mode::LegacyAuthentication;
        match self {
            Self::Script(_) => vec![action],
            Self::Login if circumstances.identifier_first || (!legacy && variants.is("X1", "on")) => {
                vec![get_user, action]
            }
            Self::Login => vec![action],
            Self::SignUp if legacy => vec![get_user, action, Step::of(Action::Login)],
            Self::SignUp => vec![get_user],
            Self::ResetPassword if circumstances.interruption == Some(Interruption::Link) => vec![get_user],
            Self::ResetPassword | Self::ChangePassword if legacy || self.asks_change_password(variants) => {
                vec![get_user, action]
            }
            Self::ResetPassword => vec![get_user],
            Self::ChangePhoneNumber if legacy => vec![get_user, of_new_value, action],
            Self::ChangeEmail | Self::ChangeUsername if legacy => vec![of_new_value, action],
            Self::ChangeEmail | Self::ChangeUsername | Self::ChangePhoneNumber => vec![of_new_value],
            Self::ChangePassword | Self::VerifyEmail | Self::DeleteUser if !legacy => Vec::new(),
            Self::ChangePassword | Self::VerifyEmail | Self::DeleteUser => vec![action],
        }
    }

    /// Whether automatic migration asks `change_password` for users that are not migrated yet (X3, X14).
    pub(super) fn asks_change_password(self, variants: &Variants) -> bool {
        variants.is("X14", "on") || (self == Self::ResetPassword && variants.is("X3", "change-password"))
    }

    /// The table of `loginscope.toml` that holds its inputs, as written there: `[inputs.login]`,
    /// `[inputs."script:create"]`.
    pub fn inputs_table(self) -> String {
        match self {
            Self::Script(_) => format!("[inputs.\"{self}\"]"),
            whole => format!("[inputs.{whole}]"),
        }
    }

    /// The word on the command line; `None` for one script alone.
    const fn word(self) -> Option<&'static str> {
        Some(match self {
            Self::Login => "login",
            Self::SignUp => "sign-up",
            Self::ResetPassword => "reset-password",
            Self::ChangePassword => "change-password",
            Self::VerifyEmail => "verify-email",
            Self::ChangeEmail => "change-email",
            Self::ChangeUsername => "change-username",
            Self::ChangePhoneNumber => "change-phone-number",
            Self::DeleteUser => "delete-user",
            Self::Script(_) => return None,
        })
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.word(), self.action()) {
            (Some(word), _) => f.write_str(word),
            (None, action) => write!(f, "{SCRIPT_PREFIX}{action}"),
        }
    }
}

/// Why a word names no operation that can be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownOperation {
    /// `script:` with something that is no action.
    #[error("`{}` is no action script; after `{SCRIPT_PREFIX}` comes one of {}", visible(.0), actions())]
    NoSuchScript(String),
    /// Anything else.
    #[error("there is no operation `{}`; there are {} and, for one script alone, {}", visible(.0), whole(), scripts())]
    NoSuchOperation(String),
}

fn actions() -> String {
    Action::ALL.map(|action| format!("`{action}`")).join(", ")
}

fn scripts() -> String {
    Action::ALL.map(|action| format!("`{SCRIPT_PREFIX}{action}`")).join(", ")
}

fn whole() -> String {
    Operation::WHOLE.map(|operation| format!("`{operation}`")).join(", ")
}

impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(text: &str) -> Result<Self, UnknownOperation> {
        if let Some(action) = text.strip_prefix(SCRIPT_PREFIX) {
            return action.parse().map(Self::Script).map_err(|()| UnknownOperation::NoSuchScript(action.to_owned()));
        }
        let named = Self::WHOLE.into_iter().find(|operation| operation.word() == Some(text));
        named.ok_or_else(|| UnknownOperation::NoSuchOperation(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_operation_reads_back_as_it_is_written() {
        for operation in Operation::WHOLE.into_iter().chain(Action::ALL.map(Operation::Script)) {
            assert_eq!(operation.to_string().parse(), Ok(operation));
        }
        assert_eq!("script:get_user".parse(), Ok(Operation::Script(Action::GetUser)));
        assert_eq!("sign-up".parse(), Ok(Operation::SignUp));
    }

    #[test]
    fn an_unknown_operation_is_told_what_there_is() {
        let error = "logon".parse::<Operation>().unwrap_err().to_string();
        assert!(error.starts_with("there is no operation `logon`; there are `login`, `sign-up`"), "{error}");
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
        assert_eq!(Operation::SignUp.inputs_table(), "[inputs.sign-up]");
    }

    #[test]
    fn only_scripts_that_the_mode_can_ask_are_possible() {
        let steps = |operation: Operation, mode| {
            let steps = operation.possible_steps(mode, &Variants::default(), &Circumstances::default());
            steps.into_iter().map(|step| step.action.key()).collect::<Vec<_>>().join(" ")
        };
        for (operation, legacy, migration) in [
            (Operation::Login, "login", "login"),
            (Operation::SignUp, "get_user create login", "get_user"),
            (Operation::ResetPassword, "get_user change_password", "get_user"),
            (Operation::ChangePassword, "get_user change_password", ""),
            (Operation::VerifyEmail, "verify", ""),
            (Operation::ChangeEmail, "get_user change_email", "get_user"),
            (Operation::ChangePhoneNumber, "get_user get_user change_phone_number", "get_user"),
            (Operation::DeleteUser, "delete", ""),
            (Operation::Script(Action::Create), "create", "create"),
        ] {
            assert_eq!(steps(operation, Mode::LegacyAuthentication), legacy, "{operation}");
            assert_eq!(steps(operation, Mode::AutomaticMigration), migration, "{operation}");
        }
    }
}
