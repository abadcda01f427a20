//! Values written into a MySQL statement, as the drivers write them.

use base64::prelude::{Engine, BASE64_STANDARD};

use super::Cell;

/// The text with each `?` outside quotes replaced by a value, in order. A `?` without a value stays.
pub(super) fn literal(text: &str, cells: &[Cell]) -> String {
    if cells.is_empty() {
        return text.to_owned();
    }
    let mut written = String::with_capacity(text.len() + 32 * cells.len());
    let mut cells = cells.iter();
    let mut rest = text;
    while let Some(at) = rest.find(['?', '\'', '"', '`']) {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('?') { 1 } else { quoted_end(rest) };
        match cells.as_slice().first() {
            Some(cell) if rest.starts_with('?') => {
                cells.next();
                written.push_str(&value(cell));
            }
            _ => written.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    written.push_str(rest);
    written
}

/// Where the quoted text at the beginning ends.
pub(super) fn quoted_end(text: &str) -> usize {
    let mut chars = text.char_indices();
    let Some((_, quote)) = chars.next() else { return 0 };
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote != '`' {
            chars.next();
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    text.len()
}

fn value(cell: &Cell) -> String {
    match cell {
        Cell::Null => "NULL".to_owned(),
        Cell::Bool(value) => value.to_string(),
        Cell::Integer(value) => value.to_string(),
        Cell::Real(value) => value.to_string(),
        Cell::BigInt { digits } => digits.clone(),
        Cell::Text(text) => quoted(text),
        Cell::Date { ms } => quoted(&ms.to_string()),
        Cell::Json { value } => quoted(&value.to_string()),
        Cell::Bytes { base64 } => {
            let bytes = BASE64_STANDARD.decode(base64).unwrap_or_default();
            format!("X'{}'", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\0' => quoted.push_str("\\0"),
            '\u{8}' => quoted.push_str("\\b"),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\u{1a}' => quoted.push_str("\\Z"),
            '\\' | '\'' | '"' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_the_marks_stood() {
        let cells =
            [Cell::Text("O'Hara \\ \u{1a}\n".to_owned()), Cell::Null, Cell::Bytes { base64: "AP8=".to_owned() }];
        assert_eq!(
            literal("SELECT '?', `?` WHERE a = ? AND b IS ? AND c = ? AND d = ?", &cells),
            "SELECT '?', `?` WHERE a = 'O\\'Hara \\\\ \\Z\\n' AND b IS NULL AND c = X'00ff' AND d = ?"
        );
    }
}
