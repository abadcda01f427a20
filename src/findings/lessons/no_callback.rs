//! L1: a run ended without a call of `callback`, or a way through the text does (§2.2).

use oxc_span::Span;

use super::answers::{answers, Turn};
use super::{in_words, Check, Finding, Level, Rule, ScriptText, Subject};
use crate::recording::{OutcomeKind, ScriptRun};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L1",
    title: "callback is not called",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "Auth0 waits for `callback` and for nothing else: a script that never calls it holds its container until \
          the limit of about 20 seconds, and the user sees an error.",
    fix: "Call `callback` on every way through the script: in each branch, in each `catch`, and where nothing was \
          found.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices",
    ],
    checks: &[Check::Text(in_text), Check::Runs(check)],
};

fn in_text(text: &ScriptText<'_>) -> Vec<Finding> {
    let missing = answers(text.syntax).missing;
    missing.into_iter().map(|(function, turn)| silent_way(text, function, turn)).collect()
}

fn silent_way(text: &ScriptText<'_>, function: Span, turn: Turn) -> Finding {
    let name = text.syntax.function_name(Span::new(function.start, function.start));
    let (span, what) = match turn {
        Turn::End => (function, format!("`{name}` ends without calling `callback`")),
        Turn::Return(span) => (span, format!("this `return` ends `{name}` without calling `callback`")),
        Turn::NoElse(span) => {
            (span, format!("where the condition of this `if` does not hold, `{name}` ends without calling `callback`"))
        }
        Turn::Branch(span) => (span, format!("this branch leads to the end of `{name}` without calling `callback`")),
        Turn::Catch(span) => {
            (span, format!("this `catch` swallows the error: `{name}` ends without calling `callback`"))
        }
        Turn::NoDefault(span) => {
            (span, format!("where no `case` of this `switch` fits, `{name}` ends without calling `callback`"))
        }
    };
    let message = format!("{what}, so Auth0 waits until the limit of 20 seconds. Call `callback` here, too.");
    Finding::new(RULE.id, Level::Error, message).at(Some(text.place(span))).shown_by("the ways through the script")
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let silent = subject.ended().filter(|(_, outcome)| outcome.kind == OutcomeKind::NoCallback);
    silent
        .map(|(run, _)| {
            let message = format!(
                "`{}` ended without calling `callback`, so Auth0 waits until the 20 second limit{}. Call `callback` on \
                 every branch, also where an error is swallowed or nothing was found.",
                run.action,
                last_seen(run)
            );
            let asked_at = || run.queries.last().and_then(|query| query.at.clone());
            let place = run.ended_at.first().map(|frame| frame.place.clone()).or_else(asked_at);
            Finding::new(RULE.id, Level::Error, message).at(place)
        })
        .collect()
}

/// The last thing the run did that left a trace: the way on from there is the one without a callback.
fn last_seen(run: &ScriptRun) -> String {
    if let Some(frame) = run.ended_at.first() {
        return format!("; it ended after {}", in_words(&frame.place));
    }
    match run.queries.last() {
        Some(query) => {
            let place = query.at.as_ref().map(|place| format!(" at {}", in_words(place))).unwrap_or_default();
            format!("; the last it asked was query {}{place}", query.seq)
        }
        None => "; it asked the legacy store nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run, in_text_of};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::legacy::Effect;
    use crate::recording::samples::{ada, answered, ended, query, rows};
    use crate::recording::{Place, StackFrame};

    fn frame(place: Place) -> StackFrame {
        StackFrame { place, derived: false, asynchronous: false }
    }

    #[test]
    fn a_run_without_callback_is_found_with_its_last_query() {
        let mut run = ended(Action::Login, OutcomeKind::NoCallback);
        assert!(fires(&RULE, &run).contains("asked the legacy store nothing"));
        run.queries.push(query(1, "SELECT 1", Effect::Read, rows(&[], vec![])));
        let message = fires(&RULE, &run);
        assert!(message.contains("query 1 at login.js:11:5 (login › client.query callback)"), "{message}");
        run.ended_at = run.queries[0].at.iter().map(|at| frame(at.clone())).collect();
        assert!(fires(&RULE, &run).contains("it ended after login.js:11:5"));
    }

    #[test]
    fn a_run_that_called_back_or_ran_out_of_time_is_not() {
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
        assert_eq!(in_run(&RULE, &ended(Action::Login, OutcomeKind::Timeout)), []);
    }

    fn silent_lines(body: &str) -> Vec<u32> {
        let text = format!("function login(id, password, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().filter_map(|finding| Some(finding.at?.line)).collect()
    }

    #[test]
    fn a_way_without_an_answer_is_found_where_it_parts_from_the_others() {
        for (body, line) in [
            ("ask(id);", 1),
            ("if (id) { return callback(null); }", 2),
            ("if (id) {\n return;\n }\ncallback(null);", 3),
            ("if (id) {\n log(1); } else { callback(null); }", 2),
            ("try { ask(id); callback(null); }\ncatch (e) { console.log(e); }", 3),
            ("switch (id) { case 1: callback(null); break; }", 2),
            ("id && callback(null);", 1),
            ("ask(id, function (err, rows) {\n if (err) return callback(err);\n if (rows.length) callback(null, rows[0]);\n});", 4),
            ("ask(id, function (err, rows) {\n ask(rows, (err) => {\n if (err) return;\n callback(null); }); });", 4),
            ("fetch(id).then((row) => {\n if (row) callback(null, row); });", 3),
            ("fetch(id).then((row) => callback(null, row))\n.catch(console.error);", 3),
            ("fetch(id).then((row) => callback(null, row)).catch((e) => {\n console.log(e); });", 2),
            ("(async () => {\n try { callback(null, await ask(id)); } catch (e) { log(e); } })();", 3),
            ("open(id, (err, db) => { if (err) callback(err);\n db.query(id, (err, row) => {\n if (!row) return;\n callback(null); }); });", 4),
            ("main();\nfunction main() {\n if (id) callback(null); }", 4),
            ("for (const each of id) {\n if (each) return; }\ncallback(null);", 3),
        ] {
            assert_eq!(silent_lines(body), [line], "{body}");
        }
    }

    #[test]
    fn ways_that_answer_or_cannot_be_followed_are_none() {
        for body in [
            "callback(null);",
            "if (id) return callback(null); else callback(new Error());",
            "if (id) { return callback(null); }\nthrow new Error('no');",
            "if (!id) callback(null);\nif (id) callback(new Error());",
            "if (id === 1) callback(null); else if (id !== 1) callback(new Error());",
            "if (rows.length > 0) return callback(null); if (rows.length === 0) return callback(new Error());",
            "ask(id, callback);",
            "ask(id).then(callback, callback);",
            "const done = callback; ask(id, (err) => done(err));",
            "ask(id, (err) => { if (err) return fail(err); callback(null); });\nfunction fail(err) { callback(err); }",
            "let done = false; ask(id, (err) => { if (done) return; done = true; callback(err); });",
            "ask(id).on('row', (row) => { if (row.id) callback(null, row); });",
            "client.connect((err) => { if (err) callback(err); }); client.query(id, (err, rows) => callback(err, rows));",
            "token((it) => ask(it, callback));\nfunction token(cb) { if (cached) return cb(cached); make(cb); }",
            "return new Promise((resolve) => { if (id) callback(null); resolve(); });",
            "fetch(id).then((r) => { if (!r.ok) return Promise.reject(r); return callback(null); }).catch(callback);",
            "fetch(id).then((r) => r.json()).then((row) => callback(null, row)).catch((e) => callback(e));",
            "const wrapped = once(callback); if (id) wrapped(null);",
            "each(id, (row) => { if (row) callback(null, row); });",
            "while (true) { if (ask(id)) return callback(null); }",
            "return arguments[2](null);",
            "switch (id) { case 1: return callback(null); default: callback(new Error()); }",
            "callback?.(null);",
        ] {
            assert_eq!(silent_lines(body), [0; 0], "{body}");
        }
    }
}
