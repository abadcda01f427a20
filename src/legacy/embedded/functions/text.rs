//! Text functions. Positions count characters from 1.

use rusqlite::types::Value;

use crate::legacy::embedded::family::Family;

use super::super::session::Shared;
use super::{argument, number_of, text_of, text_or_null, Entry, Refusal};

/// The most characters a function may make: a statement must not fill the memory.
const MOST: usize = 1 << 20;

pub(super) const ALL: &[Entry] = &[
    ("lower_text", 1, |arguments, _| text_or_null(text_of(arguments, 0).map(|text| text.to_lowercase()))),
    ("upper_text", 1, |arguments, _| text_or_null(text_of(arguments, 0).map(|text| text.to_uppercase()))),
    ("cut_text", -1, cut),
    ("left_text", 2, left),
    ("right_text", 2, right),
    ("bit_length", 1, |arguments, _| {
        Ok(text_of(arguments, 0).map_or(Value::Null, |text| Value::Integer(text.len() as i64 * 8)))
    }),
    ("reverse_text", 1, |arguments, _| text_or_null(text_of(arguments, 0).map(|text| text.chars().rev().collect()))),
    ("repeat_text", 2, |arguments, _| {
        let (Some(text), Some(times)) = (text_of(arguments, 0), number_of(arguments, 1)) else {
            return Ok(Value::Null);
        };
        let most = MOST / text.len().max(1);
        Ok(Value::Text(text.repeat((times.max(0.0) as usize).min(most))))
    }),
    ("lpad_text", -1, |arguments, _| text_or_null(padded(arguments, true))),
    ("rpad_text", -1, |arguments, _| text_or_null(padded(arguments, false))),
    ("concat_text", -1, concat),
    ("concat_separated", -1, concat_separated),
    ("locate_text", -1, |arguments, _| {
        let start = number_of(arguments, 2).unwrap_or(1.0);
        Ok(position(text_of(arguments, 1), text_of(arguments, 0), start))
    }),
    ("position_text", 2, |arguments, _| Ok(position(text_of(arguments, 0), text_of(arguments, 1), 1.0))),
    ("substring_index", 3, substring_index),
    ("split_part", 3, split_part),
    ("initial_capitals", 1, |arguments, _| text_or_null(text_of(arguments, 0).map(|text| initial_capitals(&text)))),
    ("is_null", 1, |arguments, _| Ok(Value::Integer(i64::from(*argument(arguments, 0) == Value::Null)))),
];

/// `SUBSTRING(text, from[, length])`; MySQL counts a negative `from` from the end.
fn cut(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(from)) = (text_of(arguments, 0), number_of(arguments, 1)) else { return Ok(Value::Null) };
    let chars: Vec<char> = text.chars().collect();
    let size = chars.len() as i64;
    let from = from as i64;
    let mysql = shared.lock().dialect == Family::MySql;
    if mysql && (from == 0 || from < -size) {
        return Ok(Value::Text(String::new()));
    }
    let start = if mysql && from < 0 { size + from } else { from.saturating_sub(1) };
    let end = match argument(arguments, 2) {
        Value::Null if arguments.len() > 2 => return Ok(Value::Null),
        Value::Null => size,
        _ => start.saturating_add(number_of(arguments, 2).unwrap_or(0.0).max(0.0) as i64),
    };
    let (start, end) = (start.clamp(0, size) as usize, end.clamp(0, size) as usize);
    Ok(Value::Text(chars.get(start..end).unwrap_or_default().iter().collect()))
}

/// A negative count leaves out that many from the other end (PostgreSQL); MySQL gives nothing then.
fn kept(arguments: &[Value], shared: &Shared) -> Option<(Vec<char>, usize)> {
    let text: Vec<char> = text_of(arguments, 0)?.chars().collect();
    let count = number_of(arguments, 1)? as i64;
    let count = match shared.lock().dialect {
        Family::PostgreSql if count < 0 => (text.len() as i64).saturating_add(count),
        _ => count,
    };
    let count = usize::try_from(count).unwrap_or(0).min(text.len());
    Some((text, count))
}

fn left(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    text_or_null(kept(arguments, shared).map(|(text, count)| text[..count].iter().collect()))
}

fn right(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    text_or_null(kept(arguments, shared).map(|(text, count)| text[text.len() - count..].iter().collect()))
}

fn padded(arguments: &[Value], before: bool) -> Option<String> {
    let text: Vec<char> = text_of(arguments, 0)?.chars().collect();
    let size = (number_of(arguments, 1)?.max(0.0) as usize).min(MOST);
    let fill: Vec<char> = if arguments.len() > 2 { text_of(arguments, 2)? } else { " ".to_owned() }.chars().collect();
    if text.len() >= size || fill.is_empty() {
        return Some(text.into_iter().take(size).collect());
    }
    let padding = fill.iter().cycle().take(size - text.len());
    Some(if before { padding.chain(&text).collect() } else { text.iter().chain(padding).collect() })
}

/// MySQL's CONCAT is NULL when any argument is, PostgreSQL's leaves them out.
fn concat(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let parts: Vec<Option<String>> = (0..arguments.len()).map(|index| text_of(arguments, index)).collect();
    if shared.lock().dialect == Family::MySql && parts.contains(&None) {
        return Ok(Value::Null);
    }
    Ok(Value::Text(parts.into_iter().flatten().collect()))
}

fn concat_separated(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let Some(separator) = text_of(arguments, 0) else { return Ok(Value::Null) };
    let parts: Vec<String> = (1..arguments.len()).filter_map(|index| text_of(arguments, index)).collect();
    Ok(Value::Text(parts.join(&separator)))
}

fn position(text: Option<String>, wanted: Option<String>, start: f64) -> Value {
    let (Some(text), Some(wanted)) = (text, wanted) else { return Value::Null };
    let skipped = (start - 1.0).max(0.0) as usize;
    let Some((offset, _)) = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]).nth(skipped)
    else {
        return Value::Integer(0);
    };
    match text[offset..].find(&wanted) {
        Some(found) => Value::Integer((text[..offset + found].chars().count() + 1) as i64),
        None => Value::Integer(0),
    }
}

fn substring_index(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(separator), Some(count)) =
        (text_of(arguments, 0), text_of(arguments, 1), number_of(arguments, 2))
    else {
        return Ok(Value::Null);
    };
    if separator.is_empty() || count == 0.0 {
        return Ok(Value::Text(String::new()));
    }
    let parts: Vec<&str> = text.split(&separator).collect();
    let wanted = (count.abs() as usize).min(parts.len());
    let kept = if count > 0.0 { &parts[..wanted] } else { &parts[parts.len() - wanted..] };
    Ok(Value::Text(kept.join(&separator)))
}

fn split_part(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(separator), Some(index)) =
        (text_of(arguments, 0), text_of(arguments, 1), number_of(arguments, 2))
    else {
        return Ok(Value::Null);
    };
    let index = (index as usize).saturating_sub(1);
    Ok(Value::Text(text.split(&separator).nth(index).unwrap_or_default().to_owned()))
}

fn initial_capitals(text: &str) -> String {
    let mut inside = false;
    let capital = |c: char| {
        let letters: String = if inside { c.to_lowercase().collect() } else { c.to_uppercase().collect() };
        inside = c.is_alphanumeric();
        letters
    };
    text.chars().map(capital).collect()
}
