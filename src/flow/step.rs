//! One script of an operation.

use crate::connection::Action;

/// A script to ask, and about whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// The script.
    pub action: Action,
    /// Which of the typed values it is asked about.
    pub about: About,
}

/// Which of the typed values a script is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// What identifies the user now.
    User,
    /// The value it is to be changed to: the new e-mail, user name or phone number.
    NewValue,
}

impl About {
    /// The word used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::NewValue => "new-value",
        }
    }
}

impl Step {
    /// Asks a script about the user.
    pub const fn of(action: Action) -> Self {
        Self { action, about: About::User }
    }

    /// Asks a script about the value that is to be the user's.
    pub const fn of_new_value(action: Action) -> Self {
        Self { action, about: About::NewValue }
    }
}
