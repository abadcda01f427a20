//! L3: the script goes on working after its answer (§2.2). Closing a connection is no work.

use super::answers::answers;
use super::{Check, Finding, Level, Rule, ScriptText, Subject};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L3",
    title: "work after the callback",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Once `callback` was called the platform may recycle the container, so what runs afterwards may be cut \
          off in the middle, and nobody learns of its failure.",
    fix: "Do all work first and call `callback` last.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
    ],
    checks: &[Check::Text(in_text), Check::Runs(check)],
};

fn in_text(text: &ScriptText<'_>) -> Vec<Finding> {
    let late = answers(text.syntax).late.into_iter();
    late.map(|(answered, call)| {
        let line = text.syntax.position(answered).line;
        let message = format!(
            "this request is sent after `callback` was called on line {line}, and the platform may stop the script there. \
             Finish all work before `callback`."
        );
        Finding::new(RULE.id, Level::Warning, message)
            .at(Some(text.place(call)))
            .shown_by(format!("the answer on line {line}"))
    })
    .collect()
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for run in subject.runs {
        let Some(answered) = run.callbacks.first().map(|call| call.step) else { continue };
        let late = run.queries.iter().filter(|query| query.step > answered && query.request.is_statement());
        found.extend(late.map(|query| {
            let message = format!(
                "`{}` sent query {} at step {}, after it had called back at step {answered}. The platform may stop it \
                 there: finish all work before `callback`.",
                run.action, query.seq, query.step
            );
            Finding::new(RULE.id, Level::Warning, message).at(query.at.clone())
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run, in_text_of};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::legacy::{Effect, Reply, Request, Target};
    use crate::recording::samples::{ada, answered, query, written};
    use crate::recording::OutcomeKind;

    #[test]
    fn a_query_after_the_callback_is_found() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        run.queries.push(query(4, "UPDATE users SET seen = 1", Effect::Write, written(1)));
        let message = fires(&RULE, &run);
        assert!(message.contains("sent query 4 at step 12, after it had called back at step 11"), "{message}");
    }

    #[test]
    fn a_query_before_it_and_closing_after_it_are_fine() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        run.queries.push(query(1, "UPDATE users SET seen = 1", Effect::Write, written(1)));
        let mut close = query(9, "", Effect::Read, Reply::Closed);
        close.request = Request::Close { target: Target::default() };
        run.queries.push(close);
        assert_eq!(in_run(&RULE, &run), []);
    }

    fn late_lines(body: &str) -> Vec<u32> {
        let text = format!("function login(id, password, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().filter_map(|finding| Some(finding.at?.line)).collect()
    }

    #[test]
    fn what_is_asked_of_others_after_the_answer_is_found_in_the_text() {
        for body in ["callback(null);\nclient.query('UPDATE t SET a = 1');", "callback(null);\nconst r = fetch(id);"] {
            assert_eq!(late_lines(body), [3], "{body}");
        }
        for body in [
            "client.query('UPDATE t SET a = 1');\ncallback(null);",
            "callback(null);\nclient.end(); console.log('done');",
            "if (id) return callback(null);\nclient.query('SELECT 1', callback);",
        ] {
            assert_eq!(late_lines(body), [0; 0], "{body}");
        }
    }
}
