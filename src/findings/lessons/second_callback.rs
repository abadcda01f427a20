//! L2: `callback` was called more than once, or is on some way through the text (§2.2).

use super::answers::answers;
use super::{in_words, Check, Finding, Level, Rule, ScriptText, Subject};
use crate::recording::CallbackCall;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L2",
    title: "callback is called more than once",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "The first call ends the run. What a second one does is not defined: errors and answers that belong to \
          another moment have been seen.",
    fix: "Write `return callback(…)`, and let one place alone answer for each question asked of a store.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
        "https://github.com/auth0/docs",
    ],
    checks: &[Check::Text(in_text), Check::Runs(check)],
};

fn in_text(text: &ScriptText<'_>) -> Vec<Finding> {
    let repeated = answers(text.syntax).repeated.into_iter();
    repeated
        .map(|found| {
            let line = text.syntax.position(found.again).line;
            let message = if found.chained {
                format!(
                    "the chain of promises goes on after this call of `callback`, and the next `then` can give a \
                     second answer on line {line}. Throw an error instead, and answer in the last link."
                )
            } else {
                format!(
                    "the script goes on after this call of `callback` and can give a second answer on line {line}. \
                     Write `return` before the first."
                )
            };
            Finding::new(RULE.id, Level::Error, message)
                .at(Some(text.place(found.first)))
                .shown_by(format!("the second answer, on line {line}"))
        })
        .collect()
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let repeated = subject.runs.iter().filter(|run| run.callbacks.len() > 1);
    repeated
        .map(|run| {
            let calls: Vec<String> = run.callbacks.iter().map(stack_in_words).collect();
            let message = format!(
                "`{}` called `callback` {} times, and what follows is unpredictable. First {}. Then {}. Write \
                 `return callback(…)` so that nothing runs on after the first.",
                run.action,
                calls.len(),
                calls[0],
                calls[1..].join(", then ")
            );
            let second = run.callbacks[1].stack.first().map(|frame| frame.place.clone());
            Finding::new(RULE.id, Level::Error, message).at(second)
        })
        .collect()
}

/// `with an error at login.js:14:5 (…), from login.js:3:1 (login)`.
fn stack_in_words(call: &CallbackCall) -> String {
    let what = if call.error.is_some() { "with an error" } else { "without an error" };
    let places: Vec<String> = call.stack.iter().map(|frame| in_words(&frame.place)).collect();
    if places.is_empty() {
        what.to_owned()
    } else {
        format!("{what} at {}", places.join(", from "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run, in_text_of};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::recording::samples::{ada, answered, error, frame};
    use crate::recording::OutcomeKind;

    #[test]
    fn both_calls_are_shown_with_their_stacks() {
        let mut run = answered(Action::Login, OutcomeKind::CallbackTwice, ada());
        let mut second = run.callbacks[0].clone();
        second.error = Some(error("Error", "no"));
        second.stack = vec![frame(25), frame(3)];
        run.callbacks.push(second);
        let message = fires(&RULE, &run);
        for part in [
            "called `callback` 2 times",
            "First without an error at login.js:22:5",
            "Then with an error at login.js:25:5 (login › client.query callback), from login.js:3:5",
        ] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(in_run(&RULE, &run)[0].at, Some(frame(25).place));
    }

    #[test]
    fn one_call_is_as_it_should_be() {
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
    }

    fn messages(body: &str) -> Vec<String> {
        let text = format!("function login(id, password, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_way_that_answers_twice_is_found() {
        for (body, expected) in [
            ("if (id) callback(new Error());\ncallback(null);", "a second answer on line 3"),
            ("ask(id, (err) => { if (err) callback(err);\n ask(err, (err) => callback(err)); });", "on line 3"),
            ("fail();\ncallback(null);\nfunction fail() { callback(new Error()); }", "on line 3"),
            (
                "fetch(id).then((r) => { if (!r.ok) return callback(new Error()); return r.json(); })\n\
                 .then((row) => callback(null, row));",
                "the next `then` can give a second answer on line 3",
            ),
        ] {
            let found = messages(body);
            assert!(found.len() == 1 && found[0].contains(expected), "{body}: {found:?}");
        }
    }

    #[test]
    fn ways_that_exclude_each_other_answer_once() {
        for body in [
            "if (id) return callback(new Error()); callback(null);",
            "if (id) callback(new Error()); if (!id) callback(null);",
            "if (id) callback(new Error()); else callback(null);",
            "if (s === 401) callback(new Error()); if (s === 200) callback(null);",
            "let done = false; if (id) { done = true; callback(null); } if (!done) callback(new Error());",
            "try { callback(null); } catch (e) { callback(e); }",
            "fetch(id).then((r) => callback(null, r)).catch((e) => callback(e));",
            "fetch(id).then((r) => r.json()).then((row) => callback(null, row));",
            "id ? callback(null) : callback(new Error());",
        ] {
            assert_eq!(messages(body), [""; 0], "{body}");
        }
    }
}
