//! L5: the text is not one function expression, so loading had to work around it (§5.4).
//!
//! What could be worked around here may break in the platform's own wrapper, which is not published: a warning. What
//! could not is an error.

use oxc_span::Span;

use super::{Check, Finding, Level, Rule, ScriptText, Subject};
use crate::recording::OutcomeKind;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L5",
    title: "not one function expression",
    level: Level::Error,
    certainty: Certainty::Assumed,
    why: "The platform evaluates the text of a script as one function expression. Anything beside the function may \
          be left out there, or break the script before it begins.",
    fix: "Leave only the function in the file, and move helpers and constants inside it.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
        "https://github.com/tawawa/auth0-rules-testharness",
        "https://github.com/auth0/db-connections-templates",
    ],
    checks: &[Check::Text(helped), Check::Runs(check)],
};

/// What loading had to help with.
fn helped(text: &ScriptText<'_>) -> Vec<Finding> {
    let warnings = text.syntax.prepared.warnings.iter();
    // Where the function cannot be told, the file can.
    let place = text.place(text.syntax.action().map_or(Span::new(0, 0), |action| action.span));
    warnings.map(|warning| Finding::new(RULE.id, Level::Warning, warning.clone()).at(Some(place.clone()))).collect()
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for run in subject.runs {
        let Some(outcome) = run.outcome.as_ref().filter(|outcome| outcome.kind == OutcomeKind::LoadError) else {
            continue;
        };
        let message = format!(
            "`{}` cannot be used as one function{}. Leave nothing in the file but the function, and put what it needs \
             inside.",
            run.file,
            outcome.error.as_ref().map(|error| format!(": {}", error.message)).unwrap_or_default()
        );
        let place = outcome.error.as_ref().and_then(|error| error.stack.first()).map(|frame| frame.place.clone());
        found.push(Finding::new(RULE.id, Level::Error, message).at(place));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run, in_text_of};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::recording::samples::{ada, answered, error, failed};

    #[test]
    fn a_workaround_is_a_warning_and_a_failure_an_error() {
        let helped = |text: &str| in_text_of(&connection(), &RULE, Action::Login, text);
        let found = helped("function login(id, password, callback) { callback(null); };");
        assert_eq!(found.iter().map(|found| found.level).collect::<Vec<_>>(), [Level::Warning]);
        assert!(found[0].message.contains("ends with `;`"), "{}", found[0].message);
        assert_eq!(helped("function login(id, password, callback) { callback(null); }"), []);
        let exported = helped(
            "const a = 1;\nfunction login(id, password, callback) { callback(null, a); }\nmodule.exports = login;",
        );
        assert_eq!(exported.len(), 1, "{exported:?}");
        assert_eq!(exported[0].at.as_ref().map(|at| at.line), Some(2));
        let called = helped("function login(id, password, callback) { callback(null); }\n(async () => {})();");
        assert_eq!(called.len(), 1, "{called:?}");
        assert!(called[0].message.contains("parentheses behind the function"), "{}", called[0].message);
        assert_eq!(called[0].at.as_ref().map(|at| (at.file.as_str(), at.line)), Some(("login.js", 1)));
        let run = failed(Action::Login, OutcomeKind::LoadError, error("Error", "no function found"));
        assert!(fires(&RULE, &run).starts_with("`login.js` cannot be used as one function: no function found."));
        assert_eq!(in_run(&RULE, &run)[0].level, Level::Error);
    }

    #[test]
    fn a_clean_load_and_a_syntax_error_are_none() {
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
        assert_eq!(in_run(&RULE, &failed(Action::Login, OutcomeKind::SyntaxError, error("SyntaxError", "x"))), []);
    }
}
