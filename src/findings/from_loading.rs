//! What the reading of a connection noticed, as findings: scripts that do not parse, and notes that cite a rule.

use super::{Finding, Level};
use crate::connection::{Note, NoteLevel, Script};
use crate::recording::Place;
use crate::script::SyntaxFailure;

/// L5 for a script that does not parse.
pub fn unparsed(script: &Script, failure: &SyntaxFailure) -> Finding {
    let message = format!(
        "`{}` does not parse, so it cannot run: {}. A script is one function expression; correct what stands here.",
        script.action,
        failure.message.trim_end_matches('.')
    );
    let place = Place {
        function: script.action.to_string(),
        file: script.file.clone(),
        line: failure.at.line,
        column: failure.at.column,
    };
    Finding::new("L5", Level::Error, message).at(Some(place))
}

/// What the loader noted, if it cites a rule. Its place is a file, which the note keeps.
pub fn noted(note: &Note) -> Option<Finding> {
    let level = match note.level {
        NoteLevel::Note => Level::Note,
        NoteLevel::Warning => Level::Warning,
        NoteLevel::Error => Level::Error,
    };
    Some(Finding::new(note.rule?, level, note.message.clone()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connection::Action;
    use crate::script::prepare;

    #[test]
    fn a_script_that_does_not_parse_is_found_where_it_breaks() {
        let text = "function login(id, password, callback) {\n  if (id {\n}";
        let script = Script { action: Action::Login, file: "login.js".into(), path: None, text: text.into() };
        let failure = prepare(&script.file, script.text.clone()).unwrap_err();
        let found = unparsed(&script, &failure);
        assert_eq!((found.rule, found.level), ("L5", Level::Error));
        assert_eq!(found.at.map(|at| (at.line, at.column)), Some((2, 10)));
    }

    #[test]
    fn only_a_note_that_cites_a_rule_is_a_finding() {
        assert_eq!(noted(&Note::new(NoteLevel::Warning, "something")), None);
        let found = noted(&Note::new(NoteLevel::Warning, "something").citing("L54")).unwrap();
        assert_eq!((found.rule, found.level, found.message.as_str()), ("L54", Level::Warning, "something"));
    }
}
