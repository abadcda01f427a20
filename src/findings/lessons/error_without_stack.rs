//! L12: a failure is passed or thrown as a string or bare object, so it has no stack and no name (§2.2).

use oxc_ast::ast::{Argument, BinaryOperator, Expression};
use oxc_ast::AstKind;
use oxc_span::GetSpan;

use super::{answered_at, Check, Finding, Level, Rule, ScriptText, Subject};
use crate::recording::OutcomeKind;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L12",
    title: "error is no Error object",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A string or a bare object has no stack and no name, so the logs tell neither where it came from nor what \
          kind of failure it is.",
    fix: "Pass `new Error(message)`, or one of the classes that Auth0 provides.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/error-handling",
        "https://github.com/auth0/auth0-authz-rules-api",
    ],
    checks: &[Check::Text(in_text), Check::Runs(check)],
};

fn in_text(text: &ScriptText<'_>) -> Vec<Finding> {
    let passed = text.syntax.callback_calls().filter_map(|(_, call)| {
        let error = call.arguments.first().and_then(Argument::as_expression)?;
        Some((error, "`callback` is given", bare(error)?))
    });
    let thrown = text.syntax.nodes().iter().filter_map(|node| {
        let AstKind::ThrowStatement(thrown) = node.kind() else { return None };
        Some((&thrown.argument, "this throws", bare(&thrown.argument)?))
    });
    passed
        .chain(thrown)
        .map(|(error, how, what)| {
            let message = format!(
                "{how} {what} as the error: it has no stack and no name in the logs. Use `new Error(…)` or one of \
                 Auth0's classes."
            );
            Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(error.span())))
        })
        .collect()
}

/// What a failure is, where it is certainly no Error object.
fn bare(error: &Expression<'_>) -> Option<&'static str> {
    match error.get_inner_expression() {
        Expression::StringLiteral(literal) => (!literal.value.is_empty()).then_some("a string"),
        Expression::TemplateLiteral(_) => Some("a string"),
        Expression::BinaryExpression(binary) if binary.operator == BinaryOperator::Addition => {
            let text = |side: &Expression<'_>| bare(side) == Some("a string");
            (text(&binary.left) || text(&binary.right)).then_some("a string")
        }
        Expression::ObjectExpression(_) => Some("a bare object"),
        Expression::NumericLiteral(_) => Some("a number"),
        Expression::BooleanLiteral(literal) => literal.value.then_some("`true`"),
        _ => None,
    }
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for run in subject.runs {
        let thrown = run.outcome.as_ref().filter(|outcome| outcome.kind == OutcomeKind::Exception);
        let thrown = thrown.and_then(|outcome| outcome.error.as_ref()).map(|error| (error, "threw"));
        let passed = run.callbacks.iter().find_map(|call| call.error.as_ref()).map(|error| (error, "called back with"));
        let bare = thrown.into_iter().chain(passed).find(|(error, _)| !error.is_error);
        found.extend(bare.map(|(error, how)| {
            let message = format!(
                "`{}` {how} something that is no Error object (\"{}\"): it has no stack and no name in the logs. Use \
                 `new Error(…)` or one of Auth0's classes.",
                run.action, error.message
            );
            Finding::new(RULE.id, Level::Warning, message).at(answered_at(run))
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
    use crate::recording::samples::{answered, error, failed, frame};
    use serde_json::Value;

    #[test]
    fn a_string_passed_or_thrown_is_found() {
        let mut bare = error("Error", "no such user");
        bare.is_error = false;
        let mut run = answered(Action::Login, OutcomeKind::Error, Value::Null);
        run.callbacks[0].error = Some(bare.clone());
        assert!(fires(&RULE, &run).starts_with("`login` called back with something that is no Error object (\"no such"));
        assert_eq!(in_run(&RULE, &run)[0].at, Some(frame(22).place));
        let thrown = failed(Action::Login, OutcomeKind::Exception, bare);
        assert!(fires(&RULE, &thrown).starts_with("`login` threw"));
    }

    #[test]
    fn a_real_error_is_fine() {
        let mut run = answered(Action::Login, OutcomeKind::Error, Value::Null);
        run.callbacks[0].error = Some(error("Error", "store is down"));
        assert_eq!(in_run(&RULE, &run), []);
    }

    #[test]
    fn what_is_certainly_no_error_is_found_in_the_text() {
        let count = |body: &str| {
            let text = format!("function login(id, password, callback) {{ {body} }}");
            in_text_of(&connection(), &RULE, Action::Login, &text).len()
        };
        for body in [
            "callback('no');",
            "callback(`no ${id}`);",
            "callback('no ' + id);",
            "callback({ code: 1 });",
            "callback(true);",
            "throw 'no';",
        ] {
            assert_eq!(count(body), 1, "{body}");
        }
        for body in
            ["callback(null, 'a');", "callback(new Error('no'));", "callback(err);", "callback();", "throw err;"]
        {
            assert_eq!(count(body), 0, "{body}");
        }
    }
}
