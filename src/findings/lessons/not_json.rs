//! L59: the profile holds what JSON cannot carry (§5.4).

use serde_json::Value;

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::recording::{ErrorInfo, StackFrame};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L59",
    title: "profile that is no JSON",
    level: Level::Warning,
    certainty: Certainty::Assumed,
    why:
        "What a script calls back with leaves the sandbox as JSON: a BigInt or a cycle throws, bytes become a list of \
          numbers, functions and `undefined` vanish.",
    fix: "Return plain values: `String(row.id)`, `date.toISOString()`, `bytes.toString('base64')`.",
    sources: &["https://github.com/auth0/auth0-authz-rules-api"],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for run in subject.runs {
        let thrown = run.outcome.as_ref().and_then(|outcome| outcome.error.as_ref());
        let passed = run.callbacks.iter().filter_map(|call| call.error.as_ref());
        if let Some((error, what)) = thrown.into_iter().chain(passed).find_map(|error| Some((error, refused(error)?))) {
            let message = format!(
                "`{}` called back with {what}, which cannot be turned into JSON, so the call itself threw. Return plain \
                 values: `String(row.id)` for an id.",
                run.action
            );
            let place = StackFrame::innermost(&error.stack).map(|frame| frame.place.clone());
            found.push(Finding::new(RULE.id, Level::Error, message).at(place));
        }
    }
    for (run, fields) in subject.profiles() {
        let bytes = fields.iter().find(|(_, value)| value["type"] == "Buffer" && value["data"].is_array());
        found.extend(bytes.map(|(key, _)| {
            let message = format!(
                "`{key}` in the profile of `{}` is a Buffer, which arrives as a list of numbers. Return text: \
                 `{key}.toString('hex')`.",
                run.action
            );
            Finding::new(RULE.id, Level::Warning, message).at(answered_at(run)).shown_by(format!("profile.{key}"))
        }));
        let date = ["user_id", "id", "email"].into_iter().find(|key| fields.get(*key).is_some_and(Value::is_object));
        found.extend(date.filter(|key| fields[*key]["type"] != "Buffer").map(|key| {
            let message = format!(
                "`{key}` in the profile of `{}` is an object after it was turned into JSON. Return text: `String({key})`.",
                run.action
            );
            Finding::new(RULE.id, Level::Warning, message).at(answered_at(run)).shown_by(format!("profile.{key}"))
        }));
    }
    found
}

/// What could not be turned into JSON, by what the engine says of it.
fn refused(error: &ErrorInfo) -> Option<&'static str> {
    let message = error.message.as_str();
    if message.contains("serialize a BigInt") {
        Some("a BigInt")
    } else if message.contains("circular structure to JSON") || message.contains("circular reference") {
        Some("an object that holds itself")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::{ada, answered, error, failed};
    use crate::recording::OutcomeKind;
    use serde_json::json;

    #[test]
    fn what_json_refuses_is_named() {
        let thrown = |message| failed(Action::Login, OutcomeKind::Exception, error("TypeError", message));
        assert!(fires(&RULE, &thrown("Do not know how to serialize a BigInt")).contains("with a BigInt"));
        assert!(fires(&RULE, &thrown("Converting circular structure to JSON")).contains("that holds itself"));
        assert_eq!(in_run(&RULE, &thrown("rows is undefined")), []);
    }

    #[test]
    fn bytes_and_objects_in_place_of_text_are_found() {
        let buffer = json!({"user_id": "7", "avatar": {"type": "Buffer", "data": [1, 2]}});
        assert!(fires(&RULE, &answered(Action::Login, OutcomeKind::Profile, buffer)).contains("`avatar`"));
        let object = json!({"user_id": {"low": 1, "high": 0}});
        assert!(fires(&RULE, &answered(Action::Login, OutcomeKind::Profile, object)).contains("`user_id`"));
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
    }
}
