//! JSON with positions in its errors.

use std::path::Path;

use serde_json::Value;

use super::error::LoadError;
use super::keywords::{quoted, Unresolved};

/// Parses `text`, which came from `path`. A marker nothing replaced and nobody quoted becomes a text; where that does not
/// help, the error names it, since it is the usual reason why a `database.json` does not parse.
pub(super) fn parse_json(text: &str, path: &Path, unresolved: &[Unresolved]) -> Result<Value, LoadError> {
    let parsed = serde_json::from_str(text);
    parsed.or_else(|error| serde_json::from_str(&quoted(text, unresolved)).map_err(|_| error)).map_err(|error| {
        let line_text = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
        // serde_json counts bytes.
        let column = line_text.char_indices().take_while(|(at, _)| *at < error.column()).count().max(1);
        let said = error.to_string();
        let message = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message).to_owned();
        LoadError::Syntax {
            path: path.to_owned(),
            format: "JSON",
            line: u32::try_from(error.line()).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
            message,
            hint: marker_hint(unresolved),
        }
    })
}

/// What to do about markers that may have made a text unreadable.
pub(super) fn marker_hint(unresolved: &[Unresolved]) -> Option<String> {
    let first = unresolved.first()?;
    let line = first.lines.first().copied().unwrap_or(1);
    Some(format!(
        "`{}` on line {line} is not replaced; give it a value in [keywords] of loginscope.toml.",
        first.marker
    ))
}
