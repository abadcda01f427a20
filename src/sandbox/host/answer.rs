//! `host.answer`: the script called its `callback`.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};
use serde_json::Value;

use super::stack::frames_of;
use crate::recording::{CallbackCall, ErrorInfo};
use crate::sandbox::bytes::Text;
use crate::sandbox::state::State;

/// Calls of `callback` kept.
const MOST_CALLS: usize = 100;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let state = Rc::clone(state);
    // (number of arguments, error as JSON or null, result as JSON or undefined, stack as JSON)
    let answer =
        move |ctx: Ctx<'js>, arguments: u32, error: Option<String>, result: Option<String>, Text(stack): Text| {
            let call = CallbackCall {
                error: error.and_then(|text| error_info(&state, &text)),
                // What is nested too deep to be read stays text: an answer it is all the same.
                result: result.map(|text| serde_json::from_str(&text).unwrap_or(Value::String(text))),
                arguments,
                stack: frames_of(&state, &stack),
                step: state.observer.steps(&ctx),
            };
            // One call too many says it all; an endless loop of them must not fill the memory.
            if state.callbacks.borrow().len() < MOST_CALLS {
                state.observer.callback(&ctx, &call);
                state.callbacks.borrow_mut().push(call);
            }
        };
    host.set("answer", Function::new(ctx.clone(), answer)?)
}

/// Reads what `internal/describe` wrote.
pub(crate) fn error_info(state: &State, text: &str) -> Option<ErrorInfo> {
    let mut described: serde_json::Map<String, Value> = serde_json::from_str(text).ok()?;
    let text_of = |value: Option<Value>| match value {
        Some(Value::String(text)) => text,
        Some(other) if !other.is_null() => other.to_string(),
        _ => String::new(),
    };
    let stack = match described.remove("stack") {
        Some(Value::String(stack)) => frames_of(state, &stack),
        _ => Vec::new(),
    };
    let properties = match described.remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => serde_json::Map::new(),
    };
    let is_error = described.remove("isError") == Some(Value::Bool(true));
    Some(ErrorInfo {
        is_error,
        name: text_of(described.remove("name")),
        code: described.remove("code").filter(|code| !code.is_null()),
        message: text_of(described.remove("message")),
        stack,
        properties,
    })
}
