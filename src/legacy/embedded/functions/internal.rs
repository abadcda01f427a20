//! Functions the translation writes into statements; no script can name them.

use rusqlite::types::Value;

use super::super::coerce;
use super::super::coerce::leading_number;
use super::super::errors::postgresql;
use super::super::family::Family;
use super::super::foreign;
use super::super::schema::NOTE_ROW;
use super::super::session::Shared;
use super::{argument, text_of, Entry, Refusal};

pub(super) const ALL: &[Entry] = &[
    ("stored", 3, |arguments, shared| at_column(arguments, shared, coerce::stored, true)),
    ("compared", 3, |arguments, shared| at_column(arguments, shared, coerce::compared, false)),
    ("cast_to", 2, cast_to),
    ("try_cast_to", 2, |arguments, shared| Ok(cast_to(arguments, shared).unwrap_or(Value::Null))),
    ("number_as_written", 1, number_as_written),
    ("like_text", 4, like_text),
    ("as_number", 1, |arguments, _| {
        Ok(text_of(arguments, 0).map_or(Value::Null, |text| Value::Real(leading_number(&text))))
    }),
];

/// Called once for each row, whatever is in it.
pub(super) const EACH: &[Entry] = &[(NOTE_ROW, -1, note_row)];

type AtColumn = fn(Value, &super::super::catalogue::Column, Family) -> Result<Value, Refusal>;

/// `stored(value, table, column)` and `compared(value, table, column)`.
fn at_column(arguments: &[Value], shared: &Shared, convert: AtColumn, stores: bool) -> Result<Value, Refusal> {
    let value = argument(arguments, 0).clone();
    let (Some(table), Some(column)) = (text_of(arguments, 1), text_of(arguments, 2)) else { return Ok(value) };
    let session = shared.lock();
    if let (Some(server), Some(column)) = (session.catalogue.server, session.catalogue.column(&table, &column)) {
        return foreign::coerce::at_column(value, &session, server, &table, column, stores);
    }
    match session.catalogue.column(&table, &column) {
        Some(column) => convert(value, column, session.dialect),
        None => Ok(value),
    }
}

/// `cast_to(value, n)`: the n-th type the catalogue noted for casts.
fn cast_to(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let value = argument(arguments, 0).clone();
    let Value::Integer(index) = argument(arguments, 1) else { return Ok(value) };
    let session = shared.lock();
    match usize::try_from(*index).ok().and_then(|index| session.catalogue.casts.get(index)) {
        Some(ty) => match session.catalogue.server {
            Some(server) => foreign::coerce::cast(value, ty, server),
            None => coerce::cast(value, ty, session.dialect),
        },
        None => Ok(value),
    }
}

/// `number_as_written(value)`: a PostgreSQL `numeric` with all its digits.
fn number_as_written(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let Some(text) = text_of(arguments, 0) else { return Ok(Value::Null) };
    let digits = text.trim();
    let is_plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.'));
    match digits.parse::<f64>() {
        Ok(_) if is_plain => Ok(Value::Text(digits.to_owned())),
        Ok(number) => Ok(Value::Real(number)),
        Err(_) => Err(postgresql::invalid_text("numeric", &text)),
    }
}

/// Called by the triggers of every table with its name and the row about to be written.
fn note_row(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    if let Some(table) = text_of(arguments, 0) {
        shared.lock().noted = Some((table, arguments[1..].to_vec()));
    }
    Ok(Value::Null)
}

/// `like_text(text, pattern, escape, folds_case)`; an empty escape means there is none.
fn like_text(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(pattern)) = (text_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    let escape = text_of(arguments, 2).and_then(|escape| escape.chars().next());
    let folds = matches!(argument(arguments, 3), Value::Integer(1));
    let fold = |text: String| if folds { text.to_lowercase() } else { text };
    let text: Vec<char> = fold(text).chars().collect();
    Ok(Value::Integer(i64::from(matches(&text, &compiled(&fold(pattern), escape)))))
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Any,
    One,
    Char(char),
}

fn compiled(pattern: &str, escape: Option<char>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        parts.push(match c {
            c if Some(c) == escape => Part::Char(chars.next().unwrap_or(c)),
            '%' => Part::Any,
            '_' => Part::One,
            other => Part::Char(other),
        });
    }
    parts
}

/// Walks both at once and goes back to the last `%` only, so no pattern takes more than text times pattern.
fn matches(text: &[char], parts: &[Part]) -> bool {
    let (mut at, mut part) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match parts.get(part) {
            Some(Part::Any) => {
                retry = Some((at, part + 1));
                part += 1;
            }
            Some(Part::One) => (at, part) = (at + 1, part + 1),
            Some(Part::Char(c)) if *c == text[at] => (at, part) = (at + 1, part + 1),
            _ => match retry {
                Some((from, after)) => {
                    retry = Some((from + 1, after));
                    (at, part) = (from + 1, after);
                }
                None => return false,
            },
        }
    }
    parts[part..].iter().all(|part| *part == Part::Any)
}

#[cfg(test)]
mod tests {
    use super::{compiled, matches};

    #[test]
    fn like_patterns_match_as_both_servers_match_them() {
        for (text, pattern, expected) in [
            ("ada@example.test", "ada@%", true),
            ("ada@example.test", "%@example.test", true),
            ("ada@example.test", "a_a@%.test", true),
            ("ada", "%", true),
            ("", "%", true),
            ("", "_", false),
            ("100%", "100\\%", true),
            ("1000", "100\\%", false),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "%a%a%a%a%a%a%c", false),
        ] {
            let text: Vec<char> = text.chars().collect();
            assert_eq!(matches(&text, &compiled(pattern, Some('\\'))), expected, "{pattern}");
        }
    }
}
