//! What happens to a value when it meets a typed column: stored in it, compared with it, or cast.

mod mysql;
mod postgresql;

pub(crate) use mysql::leading_number;
pub(crate) use postgresql::{elements, unhex};

use rusqlite::types::Value;

use crate::legacy::embedded::family::Family;

use super::catalogue::Column;
use super::errors::Refusal;
use super::types::ColumnType;

/// A value on its way into a column.
pub(crate) fn stored(value: Value, column: &Column, dialect: Family) -> Result<Value, Refusal> {
    match (dialect, value) {
        (_, Value::Null) => Ok(Value::Null),
        (Family::MySql, value) => mysql::stored(value, column),
        (Family::PostgreSql, value) => postgresql::converted(value, &column.ty, postgresql::Length::Checked),
    }
}

/// A value that is compared with a column.
pub(crate) fn compared(value: Value, column: &Column, dialect: Family) -> Result<Value, Refusal> {
    match (dialect, value) {
        (_, Value::Null) => Ok(Value::Null),
        (Family::MySql, value) => Ok(mysql::compared(value, &column.ty)),
        (Family::PostgreSql, value) => postgresql::converted(value, &column.ty, postgresql::Length::Ignored),
    }
}

/// A value that is cast.
pub(crate) fn cast(value: Value, ty: &ColumnType, dialect: Family) -> Result<Value, Refusal> {
    match (dialect, value) {
        (_, Value::Null) => Ok(Value::Null),
        (Family::MySql, value) => Ok(mysql::cast(value, ty)),
        (Family::PostgreSql, value) => postgresql::converted(value, ty, postgresql::Length::Cut),
    }
}

/// A value as text, the way both servers print it.
pub(crate) fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Rounds to so many digits after the point, away from zero at the half.
fn rounded(value: f64, scale: u32) -> Value {
    let factor = 10_f64.powi(i32::try_from(scale).unwrap_or(0));
    let rounded = (value * factor).round() / factor;
    Value::Real(if rounded.is_finite() { rounded } else { value })
}

/// The bounds of a signed integer of so many bits.
fn bounds(bits: u8) -> (i64, i64) {
    match bits {
        8 => (-128, 127),
        16 => (-32_768, 32_767),
        24 => (-8_388_608, 8_388_607),
        32 => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}
