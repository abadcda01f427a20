//! Console lines, calls of `callback` and endings compared part by part.

use serde_json::Value;

use super::found::Found;
use crate::connection::Action;
use crate::recording::timeline::level_name;
use crate::recording::wording::ending::words;
use crate::recording::{CallbackCall, ConsoleLine, ErrorInfo, ScriptRun};

pub(super) fn compare_lines(found: &mut Found<'_>, before: &ConsoleLine, after: &ConsoleLine) {
    found.text("level", Some(level_name(before.level)), Some(level_name(after.level)));
    found.text("message", Some(&before.text), Some(&after.text));
}

pub(super) fn compare_calls(found: &mut Found<'_>, action: Action, before: &CallbackCall, after: &CallbackCall) {
    errors(found, before.error.as_ref(), after.error.as_ref());
    found.value(answer_of(action), before.result.as_ref(), after.result.as_ref());
}

/// What `callback` was told is a difference of that call; the ending adds only what no call said.
pub(super) fn compare_endings(found: &mut Found<'_>, before: &ScriptRun, after: &ScriptRun) {
    let kind = |run: &ScriptRun| run.outcome.as_ref().map(|outcome| words(outcome.kind));
    found.text("outcome", kind(before), kind(after));
    errors(found, own_error(before), own_error(after));
    found.value(answer_of(after.action), own_result(before), own_result(after));
}

fn own_error(run: &ScriptRun) -> Option<&ErrorInfo> {
    let error = run.outcome.as_ref()?.error.as_ref()?;
    let is_said = run.callbacks.iter().any(|call| call.error.as_ref() == Some(error));
    (!is_said).then_some(error)
}

fn own_result(run: &ScriptRun) -> Option<&Value> {
    let result = run.outcome.as_ref()?.result.as_ref()?;
    let is_said = run.callbacks.iter().any(|call| call.result.as_ref() == Some(result));
    (!is_said).then_some(result)
}

/// What the second argument of `callback` is.
const fn answer_of(action: Action) -> &'static str {
    match action {
        Action::Login | Action::GetUser => "profile",
        _ => "result",
    }
}

fn errors(found: &mut Found<'_>, before: Option<&ErrorInfo>, after: Option<&ErrorInfo>) {
    let (Some(ours), Some(theirs)) = (before, after) else {
        let sentence = |error: Option<&ErrorInfo>| error.map(|error| format!("{}: {}", error.name, error.message));
        found.text("error", sentence(before).as_deref(), sentence(after).as_deref());
        return;
    };
    found.text("error.name", Some(&ours.name), Some(&theirs.name));
    found.text("message", Some(&ours.message), Some(&theirs.message));
    found.value("error.code", ours.code.as_ref(), theirs.code.as_ref());
    let properties = |error: &ErrorInfo| Value::Object(error.properties.clone());
    if ours.properties != theirs.properties {
        found.value("error", Some(&properties(ours)), Some(&properties(theirs)));
    }
}
