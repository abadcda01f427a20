//! PostgreSQL: a value is of its type or it is an error.

use rusqlite::types::Value;

use super::super::errors::postgresql::{error, invalid_text};
use super::super::errors::Refusal;
use super::super::time;
use super::super::types::{ColumnType, Kind};
use super::{as_text, bounds, rounded};

/// What a limit on text does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// Storing: longer is an error.
    Checked,
    /// Comparing.
    Ignored,
    /// A cast: cut off.
    Cut,
}

pub(super) fn converted(value: Value, ty: &ColumnType, length: Length) -> Result<Value, Refusal> {
    match &ty.kind {
        Kind::Boolean => boolean(value, ty),
        Kind::Integer(bits) => match value {
            // What is compared comes from a parameter, and the driver sends that as text.
            Value::Real(n) if length == Length::Ignored && n.fract() != 0.0 => {
                Err(invalid_text(&ty.spelled, &n.to_string()))
            }
            value => integer(value, *bits, ty),
        },
        Kind::Float => number(&value, ty).map(Value::Real),
        Kind::Decimal(Some(scale)) => number(&value, ty).map(|n| rounded(n, *scale)),
        Kind::Decimal(None) => match value {
            Value::Integer(n) => Ok(Value::Integer(n)),
            other => number(&other, ty).map(Value::Real),
        },
        // The blanks at the end of a `char(n)` mean nothing; the answer fills them up.
        Kind::Text(limit) if ty.name == "bpchar" => {
            let given = as_text(&value);
            let Value::Text(kept) = text(given.trim_end_matches(' ').to_owned(), *limit, ty, length)? else {
                return Ok(Value::Text(given));
            };
            Ok(Value::Text(kept.trim_end_matches(' ').to_owned()))
        }
        Kind::Text(limit) => text(as_text(&value), *limit, ty, length),
        Kind::Enum(words) => {
            let text = as_text(&value);
            if words.contains(&text) {
                return Ok(Value::Text(text));
            }
            Err(error("22P02", format!("invalid input value for enum {}: \"{text}\"", ty.spelled)))
        }
        Kind::Uuid => uuid(&as_text(&value)).map(Value::Text).ok_or_else(|| invalid_text("uuid", &as_text(&value))),
        Kind::Json => {
            let text = as_text(&value);
            let mut refusal = error("22P02", "invalid input syntax for type json".to_owned());
            refusal.detail = Some(format!("Token \"{}\" is invalid.", text.chars().take(40).collect::<String>()));
            let json = serde_json::from_str::<serde_json::Value>(&text).map_err(|_| refusal)?;
            Ok(Value::Text(json.to_string()))
        }
        Kind::Bytes => Ok(Value::Blob(bytes(value))),
        Kind::Date => moment(&as_text(&value), ty).map(|micros| Value::Text(time::format_date(micros))),
        Kind::Timestamp { .. } => moment(&as_text(&value), ty).map(|micros| Value::Text(time::format(micros))),
        Kind::Array(inner) => {
            let text = as_text(&value);
            elements(&text).map(|elements| Value::Text(typed(elements, inner).to_string())).ok_or_else(|| {
                let mut error = error("22P02", format!("malformed array literal: \"{text}\""));
                if !text.trim_start().starts_with('{') {
                    error.detail = Some("Array value must start with \"{\" or dimension information.".to_owned());
                }
                error
            })
        }
        Kind::Time | Kind::Interval | Kind::Unknown => Ok(value),
    }
}

fn boolean(value: Value, ty: &ColumnType) -> Result<Value, Refusal> {
    let text = match value {
        Value::Integer(n) => return Ok(Value::Integer(i64::from(n != 0))),
        other => as_text(&other),
    };
    let word = text.trim().to_ascii_lowercase();
    let starts = |whole: &str| !word.is_empty() && whole.starts_with(word.as_str());
    if starts("true") || starts("yes") || word == "on" || word == "1" {
        return Ok(Value::Integer(1));
    }
    if starts("false") || starts("no") || word == "off" || word == "of" || word == "0" {
        return Ok(Value::Integer(0));
    }
    Err(invalid_text(&ty.spelled, &text))
}

fn integer(value: Value, bits: u8, ty: &ColumnType) -> Result<Value, Refusal> {
    let (least, most) = bounds(bits);
    let (number, text) = match value {
        Value::Integer(n) => (i128::from(n), None),
        Value::Real(n) => (n.round() as i128, None),
        other => {
            let text = as_text(&other);
            let number = text.trim().parse::<i128>().map_err(|_| invalid_text(&ty.spelled, &text))?;
            (number, Some(text))
        }
    };
    match i64::try_from(number) {
        Ok(number) if (least..=most).contains(&number) => Ok(Value::Integer(number)),
        _ => Err(error(
            "22003",
            match text {
                Some(text) => format!("value \"{text}\" is out of range for type {}", ty.spelled),
                None => format!("{} out of range", ty.spelled),
            },
        )),
    }
}

fn number(value: &Value, ty: &ColumnType) -> Result<f64, Refusal> {
    match value {
        Value::Integer(n) => Ok(*n as f64),
        Value::Real(n) => Ok(*n),
        other => {
            let text = as_text(other);
            text.trim().parse().map_err(|_| invalid_text(&ty.spelled, &text))
        }
    }
}

fn text(text: String, limit: Option<u64>, ty: &ColumnType, length: Length) -> Result<Value, Refusal> {
    let Some(limit) = limit.filter(|_| length != Length::Ignored) else { return Ok(Value::Text(text)) };
    if text.chars().count() as u64 <= limit {
        return Ok(Value::Text(text));
    }
    match length {
        Length::Checked => Err(error("22001", format!("value too long for type {}", ty.spelled))),
        _ => Ok(Value::Text(text.chars().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect())),
    }
}

fn moment(text: &str, ty: &ColumnType) -> Result<i64, Refusal> {
    time::parse(text).ok_or_else(|| {
        // Numbers in the right places that make no date are another error than no date at all.
        let has_numbers = text.split(['-', ' ', 'T']).take(3).filter(|part| part.parse::<u32>().is_ok()).count() == 3;
        match has_numbers {
            true => {
                let mut error = error("22008", format!("date/time field value out of range: \"{text}\""));
                let numbers: Vec<u32> =
                    text.split(['-', ' ', 'T']).filter_map(|part| part.parse().ok()).take(3).collect();
                // A month or day no calendar has may be one in the wrong place.
                if matches!(numbers.as_slice(), [_, month, day] if *month > 12 || *day > 31) {
                    error.hint = Some("Perhaps you need a different \"datestyle\" setting.".to_owned());
                }
                error
            }
            false => error("22007", format!("invalid input syntax for type {}: \"{text}\"", ty.spelled)),
        }
    })
}

/// 32 hexadecimal digits, hyphens and braces where people put them, in the one form that compares.
fn uuid(text: &str) -> Option<String> {
    let digits: String = text.trim_matches(['{', '}']).chars().filter(|c| *c != '-').collect();
    if digits.len() != 32 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let d = digits.to_ascii_lowercase();
    Some(format!("{}-{}-{}-{}-{}", &d[..8], &d[8..12], &d[12..16], &d[16..20], &d[20..]))
}

fn bytes(value: Value) -> Vec<u8> {
    match value {
        Value::Blob(bytes) => bytes,
        other => {
            let text = as_text(&other);
            text.strip_prefix("\\x").and_then(unhex).unwrap_or_else(|| text.into_bytes())
        }
    }
}

/// Reads hexadecimal digits.
pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    let digits = digits.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(pair).collect()
}

/// An array, written `{a,"b c",NULL}` as the server does or as JSON.
pub(crate) fn elements(text: &str) -> Option<Vec<serde_json::Value>> {
    if let Ok(serde_json::Value::Array(elements)) = serde_json::from_str(text) {
        return Some(elements);
    }
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut elements = Vec::new();
    let mut chars = inner.chars().peekable();
    while chars.peek().is_some() {
        let mut element = String::new();
        let mut was_quoted = false;
        let mut inside = false;
        while let Some(c) = chars.next() {
            match c {
                '\\' => element.extend(chars.next()),
                '"' => {
                    inside = !inside;
                    was_quoted = true;
                }
                ',' if !inside => break,
                other => element.push(other),
            }
        }
        let bare = element.trim();
        elements.push(match was_quoted {
            false if bare.eq_ignore_ascii_case("null") => serde_json::Value::Null,
            false => serde_json::Value::String(bare.to_owned()),
            true => serde_json::Value::String(element),
        });
    }
    Some(elements)
}

fn typed(elements: Vec<serde_json::Value>, inner: &ColumnType) -> serde_json::Value {
    let typed = elements.into_iter().map(|element| match (&inner.kind, element) {
        (Kind::Integer(_), serde_json::Value::String(text)) => {
            text.parse::<i64>().map_or(serde_json::Value::String(text), serde_json::Value::from)
        }
        (Kind::Text(_), serde_json::Value::Number(number)) => serde_json::Value::String(number.to_string()),
        (_, element) => element,
    });
    serde_json::Value::Array(typed.collect())
}
