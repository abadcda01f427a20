//! What can be played, and with what inputs.

use indexmap::IndexMap;
use serde_json::Value;

use crate::connection::Action;
use crate::secret::Secret;

/// An operation, as named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// A password login, as Auth0 plays it in the connection's mode.
    Login,
    /// One script alone.
    Script(Action),
}

/// What the user typed. A field that an operation does not need is ignored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// E-mail, and the identifier unless `username` is given.
    pub email: Option<String>,
    /// User name; where given it is the identifier typed.
    pub username: Option<String>,
    /// Password.
    pub password: Option<Secret<String>>,
    /// New password (`change_password`).
    pub new_password: Option<Secret<String>>,
    /// New e-mail (`change_email`).
    pub new_email: Option<String>,
    /// Raw id without `auth0|` (`delete`).
    pub user_id: Option<String>,
    /// The `context` argument, where the connection has it.
    pub context: Option<Value>,
    /// Further fields: of the `user` object of `create`, `verified` of `change_email`.
    pub more: IndexMap<String, Value>,
}
