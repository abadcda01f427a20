//! Typed JSON as cells and columns of a dialect.

use serde_json::{json, Value};

use super::AlterationError;
use crate::legacy::embedded::time;
use crate::legacy::{Cell, Column, Dialect};

/// What a type in the dialect's own words holds, as far as a typed value has to be told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Boolean,
    Whole,
    Number,
    Moment,
    Text,
    Json,
    Anything,
}

fn holds(type_name: &str) -> Holds {
    let base = type_name.split('(').next().unwrap_or_default().trim().to_ascii_lowercase();
    match base.as_str() {
        "bool" | "boolean" | "bit" => Holds::Boolean,
        "int" | "integer" | "tinyint" | "smallint" | "mediumint" | "bigint" | "int2" | "int4" | "int8" | "serial"
        | "bigserial" | "year" => Holds::Whole,
        "float" | "double" | "real" | "float4" | "float8" | "decimal" | "numeric" | "number" | "money"
        | "binary_double" | "binary_float" => Holds::Number,
        "date" | "datetime" | "datetime2" | "smalldatetime" | "datetimeoffset" | "timestamp" | "timestamptz" => {
            Holds::Moment
        }
        "json" | "jsonb" => Holds::Json,
        "char" | "varchar" | "text" | "tinytext" | "mediumtext" | "longtext" | "bpchar" | "citext" | "uuid"
        | "enum" | "nvarchar" | "nchar" | "ntext" | "varchar2" | "nvarchar2" | "clob" | "nclob"
        | "uniqueidentifier" => Holds::Text,
        _ => Holds::Anything,
    }
}

/// A value to type for a column.
pub(super) fn example(column: &Column) -> Value {
    match holds(&column.type_name) {
        Holds::Boolean => json!(true),
        Holds::Whole | Holds::Number => json!(1),
        Holds::Moment => json!("2024-01-01T00:00:00Z"),
        Holds::Json => json!({}),
        Holds::Text | Holds::Anything => json!("x"),
    }
}

/// A typed value as the wire protocol of the column's type would give it.
pub(super) fn cell(value: &Value, column: &Column) -> Result<Cell, AlterationError> {
    let own = of_json(value);
    let wrong = |noun: &str, instead: &str| {
        let what = format!("column {} is of type {}, and {value} is {noun}", column.name, column.type_name);
        Err(AlterationError::unfit(what, instead))
    };
    Ok(match (holds(&column.type_name), own) {
        (_, own @ (Cell::Null | Cell::Bytes { .. } | Cell::BigInt { .. } | Cell::Date { .. })) => own,
        // MySQL has no booleans of its own.
        (Holds::Whole, Cell::Bool(value)) => Cell::Integer(i64::from(value)),
        (Holds::Whole, Cell::Text(text)) => match text.parse() {
            Ok(number) => Cell::Integer(number),
            Err(_) => return wrong("no number", "write a whole number, or null"),
        },
        (Holds::Whole, Cell::Real(_)) => return wrong("no whole number", "write a whole number, or null"),
        (Holds::Boolean, Cell::Integer(number @ (0 | 1))) => Cell::Bool(number == 1),
        (Holds::Boolean, own) if !matches!(own, Cell::Bool(_)) => {
            return wrong("neither true nor false", "write true, false or null");
        }
        (Holds::Moment, Cell::Text(text)) => match time::parse(&text) {
            Some(micros) => Cell::Date { ms: micros.div_euclid(1000) as f64 },
            None => return wrong("no point in time", "write \"2024-01-31T12:00:00Z\", or null"),
        },
        (Holds::Text, Cell::Integer(number)) => Cell::Text(number.to_string()),
        (Holds::Text, Cell::Real(number)) => Cell::Text(number.to_string()),
        (Holds::Text, Cell::Bool(value)) => Cell::Text(value.to_string()),
        (Holds::Text, Cell::Json { value }) => Cell::Text(value.to_string()),
        (Holds::Json, _) => Cell::Json { value: value.clone() },
        (_, own) => own,
    })
}

/// A column for typed values, by the first that is not null.
pub(super) fn column<'v>(name: &str, values: impl Iterator<Item = &'v Value>, dialect: Dialect) -> Column {
    let value = values.filter(|value| !value.is_null()).map(of_json).next();
    // MySQL, PostgreSQL, SQL Server, Oracle, Db2.
    let words = match value {
        Some(Cell::Bool(_)) => ["tinyint(1)", "bool", "bit", "NUMBER", "BOOLEAN"],
        Some(Cell::Integer(number)) if i32::try_from(number).is_ok() => ["int", "int4", "int", "NUMBER", "INTEGER"],
        Some(Cell::Integer(_) | Cell::BigInt { .. }) => ["bigint", "int8", "bigint", "NUMBER", "BIGINT"],
        Some(Cell::Real(_)) => ["double", "float8", "float", "NUMBER", "DOUBLE"],
        Some(Cell::Bytes { .. }) => ["blob", "bytea", "varbinary(max)", "RAW", "VARBINARY"],
        Some(Cell::Date { .. }) => ["datetime", "timestamptz", "datetime", "DATE", "TIMESTAMP"],
        Some(Cell::Json { .. }) => ["json", "jsonb", "nvarchar(max)", "CLOB", "CLOB"],
        Some(Cell::Text(_) | Cell::Null) | None => ["varchar", "text", "nvarchar(255)", "VARCHAR2", "VARCHAR"],
    };
    let type_name = Dialect::ALL.iter().zip(words).find(|(known, _)| **known == dialect).map_or("", |(_, word)| word);
    Column { name: name.to_owned(), type_name: type_name.to_owned(), table: None }
}

/// A typed value in its own right. The tagged forms of [`Cell`] are understood.
fn of_json(value: &Value) -> Cell {
    match value {
        Value::Array(_) => Cell::Json { value: value.clone() },
        other => serde_json::from_value(other.clone()).unwrap_or_else(|_| Cell::Json { value: other.clone() }),
    }
}
