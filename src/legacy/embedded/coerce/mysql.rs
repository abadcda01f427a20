//! MySQL in strict mode: what does not fit is an error when it is stored, and forgiven when it is compared.

use rusqlite::types::Value;

use super::super::catalogue::Column;
use super::super::errors::{mysql::error, Refusal};
use super::super::time;
use super::super::types::{ColumnType, Kind};
use super::{as_text, bounds, rounded};

pub(super) fn stored(value: Value, column: &Column) -> Result<Value, Refusal> {
    let name = &column.name;
    let incorrect = |what: &str, text: &str| {
        error(
            "ER_TRUNCATED_WRONG_VALUE_FOR_FIELD",
            1366,
            "HY000",
            format!("Incorrect {what} value: '{text}' for column '{name}' at row 1"),
        )
    };
    match &column.ty.kind {
        Kind::Integer(bits) => {
            let number = match &value {
                Value::Integer(n) => *n as f64,
                Value::Real(n) => n.round(),
                other => {
                    let text = as_text(other);
                    text.trim().parse::<f64>().map_err(|_| incorrect("integer", &text))?.round()
                }
            };
            let (least, most) = bounds(*bits);
            // An unsigned column holds twice as much; which one it is SQLite does not need to know.
            if number < least as f64 || number > most as f64 * 2.0 + 1.0 {
                return Err(error(
                    "ER_WARN_DATA_OUT_OF_RANGE",
                    1264,
                    "22003",
                    format!("Out of range value for column '{name}' at row 1"),
                ));
            }
            Ok(if let Value::Integer(n) = value { Value::Integer(n) } else { Value::Integer(number as i64) })
        }
        Kind::Float => match number(&value) {
            Some(n) => Ok(Value::Real(n)),
            None => Err(incorrect("double", &as_text(&value))),
        },
        Kind::Decimal(scale) => match number(&value) {
            Some(n) => Ok(rounded(n, scale.unwrap_or(0))),
            None => Err(incorrect("decimal", &as_text(&value))),
        },
        Kind::Text(limit) => {
            let text = as_text(&value);
            let too_long = limit.is_some_and(|limit| text.chars().count() as u64 > limit);
            if too_long {
                let message = format!("Data too long for column '{name}' at row 1");
                return Err(error("ER_DATA_TOO_LONG", 1406, "22001", message));
            }
            Ok(Value::Text(text))
        }
        Kind::Enum(words) => {
            let text = as_text(&value);
            match words.iter().find(|word| word.eq_ignore_ascii_case(&text)) {
                Some(word) => Ok(Value::Text(word.clone())),
                None => Err(error(
                    "WARN_DATA_TRUNCATED",
                    1265,
                    "01000",
                    format!("Data truncated for column '{name}' at row 1"),
                )),
            }
        }
        Kind::Json => {
            let text = as_text(&value);
            match serde_json::from_str::<serde_json::Value>(&text) {
                Ok(json) => Ok(Value::Text(json.to_string())),
                Err(_) => Err(error(
                    "ER_INVALID_JSON_TEXT",
                    3140,
                    "22032",
                    format!("Invalid JSON text: \"Invalid value.\" at position 0 in value for column '{name}'."),
                )),
            }
        }
        Kind::Date | Kind::Timestamp { .. } => {
            let text = as_text(&value);
            moment(&text, &column.ty.kind).ok_or_else(|| {
                let what = if column.ty.kind == Kind::Date { "date" } else { "datetime" };
                error(
                    "ER_TRUNCATED_WRONG_VALUE",
                    1292,
                    "22007",
                    format!("Incorrect {what} value: '{text}' for column '{name}' at row 1"),
                )
            })
        }
        Kind::Bytes => Ok(match value {
            Value::Blob(bytes) => Value::Blob(bytes),
            other => Value::Blob(as_text(&other).into_bytes()),
        }),
        _ => Ok(value),
    }
}

/// A date as it is kept. The server knows offsets such as `+02:00` but not the `Z` that JavaScript writes.
fn moment(text: &str, kind: &Kind) -> Option<Value> {
    if text.starts_with("0000-00-00") {
        return Some(Value::Text(text.to_owned()));
    }
    if text.ends_with(['Z', 'z']) {
        return None;
    }
    let micros = time::parse(text)?;
    Some(Value::Text(match kind {
        Kind::Date => time::format_date(micros),
        Kind::Timestamp { fraction: false } => {
            let whole = (micros + 500_000).div_euclid(1_000_000) * 1_000_000;
            time::format(whole)
        }
        _ => time::format(micros),
    }))
}

pub(super) fn compared(value: Value, ty: &ColumnType) -> Value {
    match &ty.kind {
        Kind::Integer(_) | Kind::Float | Kind::Decimal(_) => match value {
            Value::Text(_) | Value::Blob(_) => Value::Real(leading_number(&as_text(&value))),
            number => number,
        },
        Kind::Text(_) | Kind::Enum(_) => Value::Text(as_text(&value)),
        Kind::Date | Kind::Timestamp { .. } => moment(&as_text(&value), &ty.kind).unwrap_or(value),
        _ => value,
    }
}

pub(super) fn cast(value: Value, ty: &ColumnType) -> Value {
    match &ty.kind {
        Kind::Integer(_) => match value {
            Value::Integer(n) => Value::Integer(n),
            Value::Real(n) => Value::Integer(n.round() as i64),
            other => Value::Integer(leading_number(&as_text(&other)).trunc() as i64),
        },
        Kind::Float => Value::Real(number(&value).unwrap_or_else(|| leading_number(&as_text(&value)))),
        Kind::Decimal(scale) => {
            rounded(number(&value).unwrap_or_else(|| leading_number(&as_text(&value))), scale.unwrap_or(0))
        }
        Kind::Text(limit) => {
            let text = as_text(&value);
            // `CHAR` alone has no limit in a cast.
            match limit.filter(|limit| *limit > 1) {
                Some(limit) => Value::Text(text.chars().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect()),
                None => Value::Text(text),
            }
        }
        Kind::Bytes => Value::Blob(as_text(&value).into_bytes()),
        Kind::Date | Kind::Timestamp { .. } => moment(&as_text(&value), &ty.kind).unwrap_or(Value::Null),
        _ => value,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(n) => Some(*n as f64),
        Value::Real(n) => Some(*n),
        other => as_text(other).trim().parse().ok().filter(|n: &f64| n.is_finite()),
    }
}

/// The number a text begins with, 0 if none: how MySQL compares text with numbers.
pub(crate) fn leading_number(text: &str) -> f64 {
    let text = text.trim_start();
    let end = text
        .char_indices()
        .take_while(|(index, c)| c.is_ascii_digit() || *c == '.' || (*index == 0 && matches!(c, '-' | '+')))
        .map(|(index, c)| index + c.len_utf8())
        .last()
        .unwrap_or(0);
    text[..end].parse().unwrap_or(0.0)
}
