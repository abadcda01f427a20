//! JSON with positions in its errors.

use std::path::Path;

use serde_json::Value;

use super::error::LoadError;
use super::keywords::{quoted, Unresolved};

/// Parses `text`, which came from `path`. A marker nothing replaced and nobody quoted becomes a text; where that does
/// not help, the error names it, since it is the usual reason why a `database.json` does not parse.
pub(super) fn parse_json(text: &str, path: &Path, unresolved: &[Unresolved]) -> Result<Value, LoadError> {
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if let (false, Ok(value)) = (unresolved.is_empty(), serde_json::from_str(&quoted(text, unresolved))) {
        return Ok(value);
    }
    let line_text = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    // serde_json counts bytes.
    let column = line_text.char_indices().take_while(|(at, _)| *at < error.column()).count().max(1);
    let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
    Err(LoadError::Syntax {
        path: path.to_owned(),
        format: "JSON",
        line,
        column: u32::try_from(column).unwrap_or(u32::MAX),
        message: plain(&error, text),
        hint: marker_hint(unresolved, line),
    })
}

/// The parser's message in words for those who never wrote a parser, without its position.
fn plain(error: &serde_json::Error, text: &str) -> String {
    if text.trim().is_empty() {
        return "the file is empty".to_owned();
    }
    if error.is_eof() {
        return "the file ends before its JSON does".to_owned();
    }
    let said = error.to_string();
    match said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message) {
        "expected ident" => "a word that is none of true, false and null".to_owned(),
        "expected value" => "a value is missing here".to_owned(),
        "recursion limit exceeded" => "it is nested more than 127 levels deep".to_owned(),
        other => other.to_owned(),
    }
}

/// What to do about a marker that stands on the line (from 1) at which a text became unreadable.
pub(super) fn marker_hint(unresolved: &[Unresolved], line: u32) -> Option<String> {
    let found = unresolved.iter().find(|found| found.lines.contains(&line))?;
    Some(format!("`{}` is not replaced; give it a value in [keywords] of loginscope.toml.", found.marker))
}
