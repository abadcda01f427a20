//! Calling an action script, and what becomes of it: the contract of `callback` (domain facts §2.2, §2.3).

use indexmap::IndexMap;
use serde_json::Value;

use super::realm::Ending;
use crate::connection::Action;
use crate::recording::{CallbackCall, ErrorInfo, Outcome, OutcomeKind};
use crate::secret::Secret;

/// A script made ready for the engine.
#[derive(Clone, Debug)]
pub struct Program {
    /// The file name the engine sees and stacks show.
    pub file: String,
    /// Text that evaluates to a function; it takes the hooks named in `hooks` and returns the action's function.
    pub text: String,
    /// Names of the hooks, in the order the function takes them.
    pub hooks: Vec<&'static str>,
}

/// One call of an action.
#[derive(Clone, Debug)]
pub struct Call {
    /// Which action: it decides what a second argument of `callback` means.
    pub action: Action,
    /// The arguments before `callback`.
    pub arguments: Vec<Value>,
    /// The `configuration` global.
    pub configuration: IndexMap<String, Secret<String>>,
}

/// The outcome of a call, from how the run ended and what `callback` was told.
pub(super) fn outcome(action: Action, ending: Ending, callbacks: &[CallbackCall]) -> Option<Outcome> {
    let failed = |kind, error| Some(Outcome { kind, error, result: None });
    match (callbacks, ending) {
        (_, Ending::Stopped) => None,
        ([_, second, ..], _) => failed(OutcomeKind::CallbackTwice, Some(called_twice(callbacks.len(), second))),
        ([only], _) => Some(answered(action, only)),
        ([], Ending::Uncaught(error)) => failed(OutcomeKind::Exception, Some(*error)),
        ([], Ending::Syntax(error)) => failed(OutcomeKind::SyntaxError, Some(*error)),
        ([], Ending::NoFunction(text)) => failed(OutcomeKind::LoadError, Some(plain_error(text))),
        ([], Ending::OverTime(text)) => failed(OutcomeKind::Timeout, Some(plain_error(text))),
        ([], Ending::Idle) => failed(OutcomeKind::NoCallback, None),
    }
}

/// An error of which nothing but its message is known.
pub(super) fn plain_error(message: String) -> ErrorInfo {
    ErrorInfo {
        name: "Error".to_owned(),
        code: None,
        message,
        is_error: true,
        stack: Vec::new(),
        properties: serde_json::Map::new(),
    }
}

fn called_twice(times: usize, second: &CallbackCall) -> ErrorInfo {
    ErrorInfo { stack: second.stack.clone(), ..plain_error(format!("callback was called {times} times")) }
}

fn answered(action: Action, call: &CallbackCall) -> Outcome {
    if let Some(error) = &call.error {
        let kind = match error.name.as_str() {
            "WrongUsernameOrPasswordError" => OutcomeKind::WrongCredentials,
            "ValidationError" => OutcomeKind::ValidationError,
            "UnauthorizedError" => OutcomeKind::Unauthorized,
            _ => OutcomeKind::Error,
        };
        return Outcome { kind, error: Some(error.clone()), result: None };
    }
    let result = call.result.clone().filter(|result| !result.is_null());
    let kind = match (action, &result) {
        // A falsy answer means "nobody", whatever its type.
        (Action::Login | Action::GetUser, Some(Value::Bool(false))) => OutcomeKind::NotFound,
        (Action::Login | Action::GetUser, None) => OutcomeKind::NotFound,
        (Action::Login | Action::GetUser, Some(_)) => OutcomeKind::Profile,
        _ => OutcomeKind::Success,
    };
    Outcome { kind, error: None, result }
}
