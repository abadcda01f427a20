//! deploy-cli's keyword markers (§7.4): `@@KEY@@` and `##KEY##`.
//!
//! One deliberate difference: deploy-cli puts keys into a regular expression unescaped, so that a key `A.B` also
//! replaces `##AxB##`. Here a key stands for itself.

use std::cell::RefCell;
use std::path::Path;

use indexmap::IndexMap;
use serde_json::Value;

use super::environment::Environment;
use super::model::{Note, NoteLevel};
use super::text_file::position;
use crate::secret::Secret;

/// The variable that holds deploy-cli's mappings as a JSON object.
const MAPPINGS: &str = "AUTH0_KEYWORD_REPLACE_MAPPINGS";

/// Values may hold markers that hold markers; a text does not grow beyond this many bytes.
const LIMIT: usize = 10_000_000;

/// What markers are replaced by, and which keys were met so far.
#[derive(Clone, Debug)]
pub(super) struct Keywords {
    values: IndexMap<String, Value>,
    used: RefCell<IndexMap<String, Secret<String>>>,
}

impl Keywords {
    /// Joins the sources. `[keywords]` of `loginscope.toml` wins over all; below it an environment variable wins over
    /// `AUTH0_KEYWORD_REPLACE_MAPPINGS`, as deploy-cli merges them. A note says when the latter is no JSON object.
    pub fn new(table: &IndexMap<String, Value>, environment: &Environment) -> (Self, Vec<Note>) {
        let mut notes = Vec::new();
        let mut values = table.clone();
        let variables = environment.iter().map(|(key, value)| (key.to_owned(), Value::from(value)));
        let mappings = environment.get(MAPPINGS).map(serde_json::from_str::<serde_json::Map<String, Value>>);
        let mappings = mappings.transpose().unwrap_or_else(|error| {
            let message = format!(
                "The environment variable {MAPPINGS} is not a JSON object (column {}), so it replaces nothing.",
                error.column()
            );
            notes.push(Note::new(NoteLevel::Warning, message));
            None
        });
        for (key, value) in variables.chain(mappings.into_iter().flatten()) {
            values.entry(key).or_insert(value);
        }
        values.shift_remove("");
        (Self { values, used: RefCell::default() }, notes)
    }

    /// `text` with all markers of known keys replaced, and notes: one (L55) for each marker without a value, one where
    /// a value with line breaks moves the lines below it.
    pub fn replace(&self, text: &str, path: &Path) -> (String, Vec<Note>) {
        let mut notes = self.moved_lines(text, path);
        notes.extend(self.unresolved(text).into_iter().map(|marker| marker.note(path)));
        let mut replaced = text.to_owned();
        // All of the one kind first, each key over the whole text: a value may hold a marker of the next kind or key.
        for sign in ["@@", "##"] {
            for (key, value) in &self.values {
                let marker = format!("{sign}{key}{sign}");
                let count = replaced.matches(&marker).count();
                if count == 0 {
                    continue;
                }
                let inserted = if sign == "@@" { value.to_string() } else { literal(value) };
                if replaced.len().saturating_add(count.saturating_mul(inserted.len())) > LIMIT {
                    let message =
                        format!("Replacing `{marker}` would make the text longer than 10 MB; it is not replaced.");
                    notes.push(Note::new(NoteLevel::Error, message).about(path));
                    continue;
                }
                if sign == "@@" {
                    replaced = replaced.replace(&format!("'{marker}'"), &inserted);
                    replaced = replaced.replace(&format!("\"{marker}\""), &inserted);
                }
                replaced = replaced.replace(&marker, &inserted);
                self.remember(key, value);
            }
        }
        (replaced, notes)
    }

    /// The markers of `text` no source gives a value for, at the lines of the text as the user wrote it.
    pub fn unresolved(&self, text: &str) -> Vec<Unresolved> {
        let known = |marker: &str| self.values.contains_key(&marker[2..marker.len() - 2]);
        unresolved_markers(text).into_iter().filter(|marker| !known(&marker.marker)).collect()
    }

    /// The keys met so far, with the text that took their place.
    pub fn used(&self) -> IndexMap<String, Secret<String>> {
        self.used.borrow().clone()
    }

    fn remember(&self, key: &str, value: &Value) {
        self.used.borrow_mut().insert(key.to_owned(), Secret::new(literal(value)));
    }

    fn moved_lines(&self, text: &str, path: &Path) -> Vec<Note> {
        let breaks = |value: &Value| literal(value).matches('\n').count();
        self.values
            .iter()
            .filter(|(_, value)| breaks(value) > 0)
            .filter_map(|(key, value)| {
                let at = text.find(&format!("##{key}##"))?;
                let message = format!(
                    "The value of `##{key}##` has line breaks: the lines below it are {} further down than in \
                     the file.",
                    breaks(value)
                );
                Some(Note::new(NoteLevel::Warning, message).at_line(path, position(text, at).0))
            })
            .collect()
    }
}

/// A marker nothing replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unresolved {
    /// With its signs: `##KEY##`.
    pub marker: String,
    /// Where it stands, from 1, ascending.
    pub lines: Vec<u32>,
}

impl Unresolved {
    /// The note for all occurrences in one file (L55).
    pub fn note(&self, path: &Path) -> Note {
        let key = &self.marker[2..self.marker.len() - 2];
        let first = self.lines.first().copied().unwrap_or(1);
        let others = match &self.lines[1.min(self.lines.len())..] {
            [] => String::new(),
            rest => format!(", also on line {}", rest.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")),
        };
        let message = format!(
            "`{}` on line {first}{others} is not replaced: give `{key}` a value in [keywords] of loginscope.toml \
             or in the environment.",
            self.marker
        );
        Note::new(NoteLevel::Warning, message).citing("L55").at_line(path, first)
    }
}

/// `text` with quotes around unresolved `@@` markers that have none, so that JSON and YAML parse although a value is
/// missing.
pub(super) fn quoted(text: &str, unresolved: &[Unresolved]) -> String {
    let mut quoted = text.to_owned();
    for marker in unresolved.iter().map(|found| &found.marker).filter(|marker| marker.starts_with('@')) {
        // Quotes that are there already are taken away first, so that none is doubled.
        for sign in ['\'', '"'] {
            quoted = quoted.replace(&format!("{sign}{marker}{sign}"), marker);
        }
        quoted = quoted.replace(marker, &format!("\"{marker}\""));
    }
    quoted
}

/// All markers in `text`: two signs, letters, digits and underscores, the same two signs.
pub(super) fn unresolved_markers(text: &str) -> Vec<Unresolved> {
    let mut found: IndexMap<&str, Vec<u32>> = IndexMap::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        let mut from = 0;
        while let Some(marker) = next_marker(line, from) {
            let lines = found.entry(&line[marker.clone()]).or_default();
            if lines.last() != Some(&number) {
                lines.push(number);
            }
            from = marker.end;
        }
    }
    found.into_iter().map(|(marker, lines)| Unresolved { marker: marker.to_owned(), lines }).collect()
}

fn next_marker(line: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let bytes = line.as_bytes();
    let is_sign = |at: usize, sign: u8| bytes.get(at) == Some(&sign) && bytes.get(at + 1) == Some(&sign);
    let mut start = from;
    while start + 1 < bytes.len() {
        let sign = bytes[start];
        if matches!(sign, b'#' | b'@') && is_sign(start, sign) {
            let key =
                bytes[start + 2..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
            if key > 0 && is_sign(start + 2 + key, sign) {
                return Some(start..start + key + 4);
            }
        }
        start += 1;
    }
    None
}

/// A value as JavaScript turns it into text: that is what `##KEY##` inserts.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items
            .iter()
            .map(|item| if item.is_null() { String::new() } else { literal(item) })
            .collect::<Vec<_>>()
            .join(","),
        Value::Object(_) => "[object Object]".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn keywords(table: Value, environment: &[(&str, &str)]) -> Keywords {
        let table: IndexMap<String, Value> = serde_json::from_value(table).unwrap();
        Keywords::new(&table, &environment.iter().copied().collect()).0
    }

    fn replaced(table: Value, text: &str) -> String {
        keywords(table, &[]).replace(text, Path::new("login.js")).0
    }

    #[test]
    fn markers_are_replaced_as_deploy_cli_does() {
        for (table, text, expected) in [
            (json!({"A": "x"}), "'@@A@@' \"@@A@@\" @@A@@", "\"x\" \"x\" \"x\""),
            (json!({"A": "x"}), "'@@A@@\"", "'\"x\"\""),
            (json!({"A": "x"}), "'##A##' ##A##", "'x' x"),
            (json!({"A": ["p", "q"]}), "\"@@A@@\" ##A##", "[\"p\",\"q\"] p,q"),
            (json!({"A": {"k": 1}}), "@@A@@ ##A##", "{\"k\":1} [object Object]"),
            (json!({"A": true, "B": 7}), "@@A@@ ##B##", "true 7"),
            (json!({"A": "say \"hi\"\n"}), "@@A@@", "\"say \\\"hi\\\"\\n\""),
            (json!({"A": "$& $1"}), "##A##", "$& $1"),
            (json!({"a": "x"}), "##A## ##a##", "##A## x"),
            (json!({"A": "##B##", "B": "end"}), "##A## @@A@@", "end \"end\""),
            (json!({"B": "end", "A": "##B##"}), "##A##", "##B##"),
            (json!({"A.B": "x"}), "##A.B## ##AxB##", "x ##AxB##"),
            (json!({"": "x"}), "#### @@@@", "#### @@@@"),
        ] {
            assert_eq!(replaced(table.clone(), text), expected, "{table} in {text}");
        }
    }

    #[test]
    fn the_settings_file_wins_over_the_environment_and_that_over_the_mappings() {
        let environment = [
            ("AUTH0_KEYWORD_REPLACE_MAPPINGS", r#"{"A":"mapped","B":"mapped","C":["mapped"]}"#),
            ("B", "variable"),
            ("A", "variable"),
        ];
        let keywords = keywords(json!({"A": "table"}), &environment);
        assert_eq!(keywords.replace("##A## ##B## @@C@@", Path::new("x")).0, "table variable [\"mapped\"]");
        assert_eq!(keywords.used().keys().collect::<Vec<_>>(), ["C", "A", "B"]);
    }

    #[test]
    fn values_full_of_markers_do_not_grow_without_end() {
        let table: serde_json::Map<String, Value> =
            (0..40).map(|n| (format!("K{n}"), json!(format!("##K{0}####K{0}##", n + 1)))).collect();
        let (text, notes) = keywords(Value::Object(table), &[]).replace("##K0##", Path::new("login.js"));
        assert!(text.len() <= LIMIT);
        assert!(notes.iter().any(|note| note.message.contains("longer than 10 MB")));
    }

    #[test]
    fn mappings_that_are_no_object_are_noted() {
        let (_, notes) = Keywords::new(&IndexMap::new(), &[(MAPPINGS, "[1]")].into_iter().collect());
        assert!(notes[0].message.contains("AUTH0_KEYWORD_REPLACE_MAPPINGS is not a JSON object"), "{}", notes[0]);
    }

    #[test]
    fn markers_without_a_value_are_noted_once_with_all_their_lines() {
        let (text, notes) = keywords(json!({"K": "v"}), &[])
            .replace("##K##\n##HOST## ##HOST##\n@@SET@@\n'##HOST##'", Path::new("db.json"));
        assert_eq!(text, "v\n##HOST## ##HOST##\n@@SET@@\n'##HOST##'");
        let shown: Vec<String> = notes.iter().map(Note::to_string).collect();
        assert_eq!(
            shown,
            [
                "warning: `##HOST##` on line 2, also on line 4 is not replaced: give `HOST` a value in [keywords] of \
                 loginscope.toml or in the environment. (db.json:2) [L55]",
                "warning: `@@SET@@` on line 3 is not replaced: give `SET` a value in [keywords] of loginscope.toml \
                 or in the environment. (db.json:3) [L55]",
            ]
        );
    }

    #[test]
    fn unresolved_markers_are_quoted_once() {
        let text = "[@@A@@, '@@A@@', \"@@A@@\", ##A##]";
        assert_eq!(quoted(text, &unresolved_markers(text)), "[\"@@A@@\", \"@@A@@\", \"@@A@@\", ##A##]");
    }

    #[test]
    fn what_only_looks_like_a_marker_is_left_alone() {
        for text in ["# heading ##", "#### x ####", "a@@b", "##with space##", "##a@@", "/* ## */", "é##"] {
            assert_eq!(unresolved_markers(text), [], "{text}");
        }
        assert_eq!(unresolved_markers("###A###")[0].marker, "##A##");
    }

    #[test]
    fn a_value_with_line_breaks_is_said_to_move_lines() {
        let (text, notes) = keywords(json!({"SQL": "a\nb"}), &[]).replace("1\n##SQL##\n3", Path::new("login.js"));
        assert_eq!(text, "1\na\nb\n3");
        assert_eq!(
            notes[0].to_string(),
            "warning: The value of `##SQL##` has line breaks: the lines below it \
             are 1 further down than in the file. (login.js:2)"
        );
    }
}
