//! L5: the text is not one function expression, so loading had to work around it (§5.4).
//!
//! What could be worked around here may break in the platform's own wrapper, which is not published: a warning. What
//! could not is an error.

use oxc_span::Span;

use super::{Check, Finding, Level, Rule, ScriptText, Subject, Whole};
use crate::recording::{OutcomeKind, Place};
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
    checks: &[Check::Text(helped), Check::Connection(strange), Check::Runs(check)],
};

/// Characters that are copied along unseen, or stand where quotes belong.
const STRANGE: [char; 10] = [
    '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}',
    '\u{23fa}',
];

/// What loading had to help with.
fn helped(text: &ScriptText<'_>) -> Vec<Finding> {
    let warnings = text.syntax.prepared.warnings.iter();
    // Where the function cannot be told, the file can.
    let place = text.place(text.syntax.action().map_or(Span::new(0, 0), |action| action.span));
    warnings.map(|warning| Finding::new(RULE.id, Level::Warning, warning.clone()).at(Some(place.clone()))).collect()
}

/// Characters that keep a script from being read.
fn strange(whole: &Whole<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for script in whole.connection.scripts.values() {
        if whole.scripts.iter().any(|read| read.action == script.action) {
            continue;
        }
        let Some((character, line, column)) = first_strange(&script.text) else { continue };
        let message = format!(
            "`{}` does not parse, and holds the character U+{:04X} there, which is no JavaScript. It was probably copied \
             along: remove it, or write a plain quote.",
            script.file,
            u32::from(character)
        );
        let place = Place { function: script.action.to_string(), file: script.file.clone(), line, column };
        found.push(Finding::new(RULE.id, Level::Error, message).at(Some(place)));
    }
    found
}

/// The first strange character outside of comments and texts, with line and column.
fn first_strange(text: &str) -> Option<(char, u32, u32)> {
    let mut in_comment = false;
    for (line, number) in text.lines().zip(1..) {
        let mut quote = None;
        let mut before = ' ';
        for (character, column) in line.chars().zip(1..) {
            match (in_comment, quote) {
                (true, _) => in_comment = !(before == '*' && character == '/'),
                (_, Some(open)) => quote = (character != open || before == '\\').then_some(open),
                _ if before == '/' && character == '/' => break,
                _ if before == '/' && character == '*' => in_comment = true,
                _ if matches!(character, '\'' | '"' | '`') => quote = Some(character),
                _ if STRANGE.contains(&character) => return Some((character, number, column)),
                _ => {}
            }
            before = character;
        }
    }
    None
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
    use super::super::samples::{facts, fires, in_run, in_text_of};
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
        let called = helped("function login(id, password, callback) { callback(null); }\n(async () => {})();");
        assert_eq!(called.len(), 1, "{called:?}");
        assert!(called[0].message.contains("parentheses behind the function"), "{}", called[0].message);
        assert_eq!(called[0].at.as_ref().map(|at| (at.file.as_str(), at.line)), Some(("login.js", 1)));
        let run = failed(Action::Login, OutcomeKind::LoadError, error("Error", "no function found"));
        assert!(fires(&RULE, &run).starts_with("`login.js` cannot be used as one function: no function found."));
        assert_eq!(in_run(&RULE, &run)[0].level, Level::Error);
    }

    #[test]
    fn a_character_that_was_copied_along_is_found_in_what_does_not_parse() {
        let mut connection = connection();
        connection.scripts[&Action::Login].text = "// \u{201c}why\u{201d}\n'\u{2019}';\n  \u{23fa} async".into();
        let found = strange(&Whole { connection: &connection, scripts: &[], others: &[] });
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("U+23FA"), "{}", found[0].message);
        assert_eq!(found[0].at.as_ref().map(|place| (place.line, place.column)), Some((3, 3)));
        let read = [facts(Action::Login, Some(3))];
        assert_eq!(strange(&Whole { connection: &connection, scripts: &read, others: &[] }), []);
    }

    #[test]
    fn a_clean_load_and_a_syntax_error_are_none() {
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
        assert_eq!(in_run(&RULE, &failed(Action::Login, OutcomeKind::SyntaxError, error("SyntaxError", "x"))), []);
    }
}
