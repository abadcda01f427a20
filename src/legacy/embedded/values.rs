//! Values between the wire and SQLite.

use base64::engine::general_purpose::STANDARD as BASE64;
use base64::Engine;
use rusqlite::types::{Value, ValueRef};
use serde_json::Value as Json;

use crate::legacy::embedded::family::Family;
use crate::legacy::Cell;

use super::time;
use super::types::{ColumnType, Kind};

/// The most blanks a text of fixed width is filled up with.
const WIDEST: usize = 10_000;

/// A parameter as SQLite gets it. Arrays and objects become JSON text, dates become text in UTC.
pub(crate) fn bound(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Bool(value) => Value::Integer(i64::from(*value)),
        Cell::Integer(value) => Value::Integer(*value),
        Cell::Real(value) if value.fract() == 0.0 && value.abs() < 9e15 => Value::Integer(*value as i64),
        Cell::Real(value) => Value::Real(*value),
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Bytes { base64 } => match BASE64.decode(base64) {
            Ok(bytes) => Value::Blob(bytes),
            Err(_) => Value::Text(base64.clone()),
        },
        Cell::BigInt { digits } => match digits.parse() {
            Ok(value) => Value::Integer(value),
            Err(_) => Value::Text(digits.clone()),
        },
        Cell::Date { ms } if ms.is_finite() => Value::Text(time::format((ms * 1000.0) as i64)),
        Cell::Date { .. } => Value::Null,
        Cell::Json { value } => Value::Text(value.to_string()),
    }
}

/// A value of SQLite as the wire protocol of the type would give it.
pub(crate) fn answered(value: ValueRef<'_>, ty: &ColumnType, dialect: Family) -> Cell {
    match (value, &ty.kind) {
        (ValueRef::Null, _) => Cell::Null,
        (ValueRef::Integer(n), Kind::Boolean) => Cell::Bool(n != 0),
        (ValueRef::Integer(n), Kind::Decimal(scale)) => Cell::Text(decimal(n as f64, *scale, true, dialect)),
        (ValueRef::Real(n), Kind::Decimal(scale)) => Cell::Text(decimal(n, *scale, false, dialect)),
        (ValueRef::Real(n), Kind::Integer(_)) if n.fract() == 0.0 && n.abs() < 9e15 => Cell::Integer(n as i64),
        (ValueRef::Integer(n), Kind::Text(_) | Kind::Enum(_) | Kind::Uuid) => Cell::Text(n.to_string()),
        (ValueRef::Real(n), Kind::Text(_) | Kind::Enum(_)) => Cell::Text(n.to_string()),
        (ValueRef::Integer(n), Kind::Float) => Cell::Real(n as f64),
        (ValueRef::Integer(n), _) => Cell::Integer(n),
        (ValueRef::Real(n), _) => Cell::Real(n),
        (ValueRef::Blob(bytes), Kind::Text(_) | Kind::Enum(_)) => {
            Cell::Text(String::from_utf8_lossy(bytes).into_owned())
        }
        (ValueRef::Blob(bytes), _) => Cell::Bytes { base64: BASE64.encode(bytes) },
        (ValueRef::Text(bytes), Kind::Text(Some(width))) if ty.name == "bpchar" => {
            let width = usize::try_from(*width).unwrap_or(0).min(WIDEST);
            Cell::Text(format!("{:width$}", String::from_utf8_lossy(bytes)))
        }
        (ValueRef::Text(bytes), Kind::Json) if ty.name == "jsonb" || dialect == Family::MySql => {
            match text(&String::from_utf8_lossy(bytes), &ty.kind) {
                Cell::Json { value } => Cell::Json { value: in_order(value) },
                other => other,
            }
        }
        (ValueRef::Text(bytes), kind) => text(&String::from_utf8_lossy(bytes), kind),
    }
}

/// Both servers keep the keys of an object in order: the shorter first.
fn in_order(value: Json) -> Json {
    match value {
        Json::Object(fields) => {
            let mut fields: Vec<(String, Json)> = fields.into_iter().collect();
            fields.sort_by(|(one, _), (other, _)| (one.len(), one).cmp(&(other.len(), other)));
            Json::Object(fields.into_iter().map(|(key, value)| (key, in_order(value))).collect())
        }
        Json::Array(elements) => Json::Array(elements.into_iter().map(in_order).collect()),
        other => other,
    }
}

fn text(text: &str, kind: &Kind) -> Cell {
    match kind {
        Kind::Date | Kind::Timestamp { .. } => match time::parse(text) {
            Some(micros) => Cell::Date { ms: micros.div_euclid(1000) as f64 },
            None => Cell::Text(text.to_owned()),
        },
        Kind::Json | Kind::Array(_) => match serde_json::from_str(text) {
            Ok(value) => Cell::Json { value },
            Err(_) => Cell::Text(text.to_owned()),
        },
        Kind::Integer(_) => match text.parse() {
            Ok(value) => Cell::Integer(value),
            Err(_) => Cell::Text(text.to_owned()),
        },
        Kind::Bytes => Cell::Bytes { base64: BASE64.encode(text) },
        _ => Cell::Text(text.to_owned()),
    }
}

/// Without a declared scale MySQL's averages have four digits, PostgreSQL's as many as it takes.
fn decimal(value: f64, scale: Option<u32>, whole: bool, dialect: Family) -> String {
    match (scale, dialect) {
        (Some(scale), _) => format!("{value:.*}", scale as usize),
        (None, _) if whole => format!("{value:.0}"),
        (None, Family::MySql) => format!("{value:.4}"),
        (None, Family::PostgreSql) => value.to_string(),
    }
}
