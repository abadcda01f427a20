//! What happens to a value when it meets a column of SQL Server, Oracle or Db2.

use rusqlite::types::Value;

use crate::legacy::Dialect;

use super::super::catalogue::Column;
use super::super::coerce::{as_text, unhex};
use super::super::errors::Refusal;
use super::super::session::Session;
use super::super::time;
use super::super::types::{ColumnType, Kind};
use super::errors::{db2, oracle, sql_server};

/// Where a value goes.
enum Goes<'a> {
    /// Into a column: it must fit.
    Into { session: &'a Session, table: &'a str, column: &'a str },
    /// Beside one, to be compared.
    Beside,
    /// Into a type: what is too long is cut.
    To,
}

/// A value on its way into a column (`stores`) or one that is compared with it.
///
/// # Errors
/// The server's, where the value is none of the column's type or does not fit.
pub(crate) fn at_column(
    value: Value,
    session: &Session,
    server: Dialect,
    table: &str,
    column: &Column,
    stores: bool,
) -> Result<Value, Refusal> {
    let goes = if stores { Goes::Into { session, table, column: &column.name } } else { Goes::Beside };
    converted(value, &column.ty, server, &goes)
}

/// A value that is cast.
///
/// # Errors
/// As [`at_column`].
pub(crate) fn cast(value: Value, ty: &ColumnType, server: Dialect) -> Result<Value, Refusal> {
    converted(value, ty, server, &Goes::To)
}

/// Text where a number has precedence.
///
/// # Errors
/// The server's, where it is no number.
pub(crate) fn strict_number(value: Value, server: Dialect) -> Result<Value, Refusal> {
    match value {
        Value::Text(text) => match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Value::Real(number)),
            _ => Err(no_number(&text, "int", server)),
        },
        other => Ok(other),
    }
}

fn converted(value: Value, ty: &ColumnType, server: Dialect, goes: &Goes<'_>) -> Result<Value, Refusal> {
    let value = match value {
        Value::Null => return Ok(Value::Null),
        // To Oracle empty text is no value at all.
        Value::Text(text) if text.is_empty() && server == Dialect::Oracle => return Ok(Value::Null),
        value => value,
    };
    match &ty.kind {
        Kind::Boolean => boolean(value, ty, server),
        Kind::Integer(bits) => integer(value, *bits, ty, server),
        Kind::Float => number(&value, ty, server).map(Value::Real),
        Kind::Decimal(None) => match value {
            Value::Integer(n) => Ok(Value::Integer(n)),
            other => number(&other, ty, server).map(Value::Real),
        },
        Kind::Decimal(Some(scale)) => {
            let factor = 10_f64.powi(i32::try_from(*scale).unwrap_or(0));
            let number = number(&value, ty, server)?;
            let rounded = (number * factor).round() / factor;
            Ok(Value::Real(if rounded.is_finite() { rounded } else { number }))
        }
        Kind::Text(limit) => text(value, *limit, ty, server, goes),
        Kind::Uuid => uuid(&value),
        Kind::Bytes => Ok(bytes(value, server)),
        Kind::Date => moment(&value, server).map(|micros| Value::Text(time::format_date(micros))),
        Kind::Timestamp { fraction } => {
            let micros = moment(&value, server)?;
            // What has no fractions is cut by Oracle; SQL Server keeps a thousandth.
            let kept = match (server, fraction, ty.name.as_str()) {
                (_, false, _) => micros.div_euclid(1_000_000) * 1_000_000,
                (Dialect::SqlServer, _, "datetime") => (micros + 500).div_euclid(1_000) * 1_000,
                _ => micros,
            };
            Ok(Value::Text(time::format(kept)))
        }
        _ => Ok(value),
    }
}

fn boolean(value: Value, ty: &ColumnType, server: Dialect) -> Result<Value, Refusal> {
    match value {
        Value::Integer(n) => Ok(Value::Integer(i64::from(n != 0))),
        Value::Real(n) => Ok(Value::Integer(i64::from(n != 0.0))),
        other => {
            let text = as_text(&other);
            match text.trim().to_ascii_lowercase().as_str() {
                "true" => Ok(Value::Integer(1)),
                "false" => Ok(Value::Integer(0)),
                word => match word.parse::<i64>() {
                    Ok(n) => Ok(Value::Integer(i64::from(n != 0))),
                    Err(_) => Err(no_number(&text, &ty.spelled, server)),
                },
            }
        }
    }
}

fn integer(value: Value, bits: u8, ty: &ColumnType, server: Dialect) -> Result<Value, Refusal> {
    let (least, most) = match (bits, ty.name.as_str()) {
        (_, "tinyint") => (0, 255),
        (16, _) => (-32_768, 32_767),
        (32, _) => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let (whole, shown) = match value {
        Value::Integer(n) => (i128::from(n), None),
        Value::Real(n) => (n.trunc() as i128, None),
        other => {
            let text = as_text(&other);
            let number = text.trim().parse::<i128>().map_err(|_| no_number(&text, &ty.spelled, server))?;
            (number, Some(text))
        }
    };
    match i64::try_from(whole) {
        Ok(number) if (least..=most).contains(&number) => Ok(Value::Integer(number)),
        _ => Err(match (server, shown) {
            (Dialect::SqlServer, Some(text)) => {
                let article = if ty.spelled.starts_with('i') { "an" } else { "a" };
                let message =
                    format!("The conversion of the varchar value '{text}' overflowed {article} {} column.", ty.spelled);
                sql_server(248, 16, 1, message)
            }
            (Dialect::SqlServer, None) => {
                let message = format!("Arithmetic overflow error converting expression to data type {}.", ty.spelled);
                sql_server(8115, 16, 2, message)
            }
            (Dialect::Oracle, _) => oracle(1438, "value larger than specified precision allowed for this column"),
            _ => db2(-413, "22003", "Overflow occurred during numeric data type conversion."),
        }),
    }
}

fn no_number(text: &str, ty: &str, server: Dialect) -> Refusal {
    match server {
        Dialect::SqlServer => {
            let message = format!("Conversion failed when converting the varchar value '{text}' to data type {ty}.");
            sql_server(245, 16, 1, message)
        }
        Dialect::Oracle => oracle(1722, "invalid number"),
        _ => db2(
            -420,
            "22018",
            format!("Invalid character found in a character string argument of the function \"{ty}\"."),
        ),
    }
}

fn number(value: &Value, ty: &ColumnType, server: Dialect) -> Result<f64, Refusal> {
    match value {
        Value::Integer(n) => Ok(*n as f64),
        Value::Real(n) => Ok(*n),
        other => {
            let text = as_text(other);
            let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
            number.ok_or_else(|| match server {
                Dialect::SqlServer => sql_server(
                    8114,
                    16,
                    5,
                    format!("Error converting data type varchar to {}.", ty.spelled.replace("decimal", "numeric")),
                ),
                _ => no_number(&text, &ty.spelled, server),
            })
        }
    }
}

fn text(value: Value, limit: Option<u64>, ty: &ColumnType, server: Dialect, goes: &Goes<'_>) -> Result<Value, Refusal> {
    let text = match &value {
        // 0 and 1 of a BIT, numbers without a point where they have none.
        Value::Real(n) if n.fract() == 0.0 && n.abs() < 9e15 => format!("{n:.0}"),
        other => as_text(other),
    };
    let length = text.chars().count() as u64;
    let Some(limit) = limit.filter(|limit| length > *limit) else { return Ok(Value::Text(text)) };
    let start = || text.chars().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect::<String>();
    let (session, table, column) = match goes {
        Goes::Beside => return Ok(Value::Text(text)),
        Goes::To => return Ok(Value::Text(start())),
        Goes::Into { session, table, column } => (session, table, column),
    };
    // Blanks at the end are no loss.
    if server != Dialect::Oracle && text.trim_end_matches(' ').chars().count() as u64 <= limit {
        return Ok(Value::Text(start()));
    }
    Err(match server {
        Dialect::SqlServer => sql_server(
            2628,
            16,
            1,
            format!(
                "String or binary data would be truncated in table '{}.dbo.{table}', column '{column}'. Truncated \
                 value: '{}'.",
                session.database,
                start()
            ),
        ),
        Dialect::Oracle => oracle(
            12899,
            format!(
                "value too large for column \"{}\".\"{table}\".\"{column}\" (actual: {length}, maximum: {limit})",
                session.user.to_uppercase()
            ),
        ),
        _ => {
            let shown: String = text.chars().take(70).collect();
            db2(-433, "22001", format!("Value \"{shown}\" is too long for column of type {}.", ty.spelled))
        }
    })
}

/// 32 hexadecimal digits in the form SQL Server prints.
fn uuid(value: &Value) -> Result<Value, Refusal> {
    let text = as_text(value);
    let digits: String = text.trim_matches(['{', '}']).chars().filter(|c| *c != '-').collect();
    if digits.len() != 32 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        let message = "Conversion failed when converting from a character string to uniqueidentifier.";
        return Err(sql_server(8169, 16, 2, message));
    }
    let d = digits.to_ascii_uppercase();
    Ok(Value::Text(format!("{}-{}-{}-{}-{}", &d[..8], &d[8..12], &d[12..16], &d[16..20], &d[20..])))
}

/// Oracle reads text as hexadecimal digits.
fn bytes(value: Value, server: Dialect) -> Value {
    match value {
        Value::Blob(bytes) => Value::Blob(bytes),
        other => {
            let text = as_text(&other);
            let digits = if server == Dialect::Oracle { unhex(&text) } else { None };
            Value::Blob(digits.unwrap_or_else(|| text.into_bytes()))
        }
    }
}

fn moment(value: &Value, server: Dialect) -> Result<i64, Refusal> {
    let text = as_text(value);
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let spelled = match server {
        Dialect::SqlServer if digits => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
        // `2024-01-31-10.00.00.000000`
        Dialect::Db2 if text.len() > 10 && text.as_bytes()[10] == b'-' && text.is_ascii() => {
            let clock: String = text[11..].replacen('.', ":", 2);
            format!("{} {clock}", &text[..10])
        }
        _ => text.clone(),
    };
    let parsed = match server {
        // The session's format is DD-MON-RR; a value with a time of day comes from a parameter or a function.
        Dialect::Oracle if !text.contains(':') => super::super::functions::oracle_date(&text, "DD-MON-RR")
            .or_else(|| text.contains('T').then(|| time::parse(&text)).flatten()),
        _ => time::parse(&spelled),
    };
    parsed.ok_or_else(|| match server {
        Dialect::SqlServer => {
            sql_server(241, 16, 1, "Conversion failed when converting date and/or time from character string.")
        }
        Dialect::Oracle => oracle(1861, "literal does not match format string"),
        _ => db2(-180, "22007", "The syntax of the string representation of a datetime value is incorrect."),
    })
}
