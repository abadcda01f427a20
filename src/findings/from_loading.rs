//! What the reading of a connection noticed, as findings: scripts that do not parse, and notes that cite a rule.

use super::{Finding, Level};
use crate::connection::{Note, NoteLevel, Script};
use crate::recording::Place;
use crate::script::SyntaxFailure;

/// Characters that are copied along unseen, or stand where quotes belong.
const STRANGE: [char; 10] = [
    '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}',
    '\u{23fa}',
];

/// L5 for a script that does not parse.
pub fn unparsed(script: &Script, failure: &SyntaxFailure) -> Finding {
    let line = script.text.lines().nth((failure.at.line as usize).saturating_sub(1)).unwrap_or_default();
    let unit = line.encode_utf16().nth((failure.at.column as usize).saturating_sub(1));
    let character = unit.and_then(|unit| char::from_u32(unit.into()));
    let said = match character.filter(|character| STRANGE.contains(character)) {
        Some(character) => format!(
            "the character U+{:04X} is no JavaScript. It was probably copied along: remove it, or write a plain quote",
            u32::from(character)
        ),
        None => format!("{}. Correct what stands here", failure.message.trim_end_matches('.')),
    };
    let message = format!("`{}` does not parse, so it cannot run: {said}.", script.action);
    let place = Place {
        function: script.action.to_string(),
        file: script.file.clone(),
        line: failure.at.line,
        column: failure.at.column,
    };
    Finding::new("L5", Level::Error, message).at(Some(place))
}

/// That an export holds no configuration is true of every export, and matters only to who wants to run it.
const OF_RUNS: &str = "F41";

/// What the loader noted, if it cites a rule. Its place is a file, which the note keeps.
pub fn noted(note: &Note, runs: bool) -> Option<Finding> {
    let level = match note.level {
        NoteLevel::Note => Level::Note,
        NoteLevel::Warning => Level::Warning,
        NoteLevel::Error => Level::Error,
    };
    let rule = note.rule.filter(|rule| runs || *rule != OF_RUNS)?;
    Some(Finding::new(rule, level, note.message.clone()))
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
    fn a_character_that_was_copied_along_is_named() {
        for (text, character) in [
            ("function login(id, password, callback) {\n  \u{23fa} callback(null);\n}", "U+23FA"),
            ("function login(id, password, callback) {\n  \u{201c}no\u{201d}\n}", "U+201C"),
        ] {
            let script = Script { action: Action::Login, file: "login.js".into(), path: None, text: text.into() };
            let found = unparsed(&script, &prepare(&script.file, script.text.clone()).unwrap_err());
            assert!(found.message.contains(character), "{}", found.message);
            assert_eq!(found.at.map(|at| (at.line, at.column)), Some((2, 3)));
        }
    }

    #[test]
    fn a_module_is_found_at_its_export() {
        let text = "\nexport default function login(id, password, callback) { callback(null); }";
        let script = Script { action: Action::Login, file: "login.js".into(), path: None, text: text.into() };
        let found = unparsed(&script, &prepare(&script.file, script.text.clone()).unwrap_err());
        assert!(found.message.contains("make it a module"), "{}", found.message);
        assert_eq!(found.at.map(|at| (at.line, at.column)), Some((2, 1)));
    }

    #[test]
    fn only_a_note_that_cites_a_rule_is_a_finding() {
        assert_eq!(noted(&Note::new(NoteLevel::Warning, "something"), true), None);
        let about = |rule, runs| noted(&Note::new(NoteLevel::Warning, "something").citing(rule), runs);
        assert!(about("F41", false).is_none() && about("F41", true).is_some());
        let found = about("L54", false).unwrap();
        assert_eq!((found.rule, found.level, found.message.as_str()), ("L54", Level::Warning, "something"));
    }
}
