//! Broken constraints: which one, and which row broke it.

use rusqlite::types::Value;

use crate::legacy::embedded::family::{Family, Flavour};
use crate::legacy::StoreError;

use super::super::catalogue::{Column, ForeignKey, Key, Table};
use super::super::types::Kind;
use super::{mysql, postgresql, Circumstances, Refusal};

/// `UNIQUE constraint failed: users.email, users.tenant` or `… failed: index 'users_lower_email'`.
pub(super) fn unique(failed: &str, at: &Circumstances<'_>) -> Refusal {
    if let Some(index) = failed.strip_prefix("index '").and_then(|rest| rest.strip_suffix('\'')) {
        return duplicate(at, at.table(), &Key { name: index.to_owned(), columns: Vec::new(), is_index: true });
    }
    let qualified: Vec<(&str, &str)> = failed.split(", ").filter_map(|part| part.split_once('.')).collect();
    let table = qualified.first().and_then(|(table, _)| at.catalogue.tables.get(*table));
    let columns: Vec<String> = qualified.iter().map(|(_, column)| (*column).to_owned()).collect();
    let known = table.and_then(|table| table.keys().find(|key| key.columns == columns));
    let key = known.cloned().unwrap_or_else(|| Key { name: columns.join("_"), columns, is_index: false });
    duplicate(at, table, &key)
}

fn duplicate(at: &Circumstances<'_>, table: Option<&Table>, key: &Key) -> Refusal {
    let values: Vec<String> = match table {
        Some(table) => key.columns.iter().map(|column| at.written(table, column)).collect(),
        None => Vec::new(),
    };
    let table_name = table.map_or("", |table| table.name.as_str());
    match at.dialect {
        Family::MySql => mysql::error(
            "ER_DUP_ENTRY",
            1062,
            "23000",
            match at.catalogue.flavour {
                Flavour::MySql => format!("Duplicate entry '{}' for key '{table_name}.{}'", values.join("-"), key.name),
                Flavour::MariaDb => format!("Duplicate entry '{}' for key '{}'", values.join("-"), key.name),
            },
        ),
        Family::PostgreSql => {
            let message = format!("duplicate key value violates unique constraint \"{}\"", key.name);
            let mut error = postgresql::error("23505", message);
            if !key.columns.is_empty() {
                error.detail =
                    Some(format!("Key ({})=({}) already exists.", key.columns.join(", "), values.join(", ")));
            }
            located(&mut error, table_name);
            error.constraint = Some(key.name.clone());
            error
        }
    }
}

/// `NOT NULL constraint failed: users.email`.
pub(super) fn not_null(failed: &str, at: &Circumstances<'_>) -> Refusal {
    let (table, column) = failed.split_once('.').unwrap_or(("", failed));
    match at.dialect {
        Family::MySql if at.given.is_some_and(|given| !given.iter().any(|name| name == column)) => mysql::error(
            "ER_NO_DEFAULT_FOR_FIELD",
            1364,
            "HY000",
            format!("Field '{column}' doesn't have a default value"),
        ),
        Family::MySql => mysql::error("ER_BAD_NULL_ERROR", 1048, "23000", format!("Column '{column}' cannot be null")),
        Family::PostgreSql => {
            let message =
                format!("null value in column \"{column}\" of relation \"{table}\" violates not-null constraint");
            let mut error = postgresql::error("23502", message);
            error.detail = failing_row(at);
            located(&mut error, table);
            error.column = Some(column.to_owned());
            error
        }
    }
}

/// `CHECK constraint failed: users_age_check`.
pub(super) fn check(name: &str, at: &Circumstances<'_>) -> Refusal {
    match at.dialect {
        Family::MySql if at.catalogue.flavour == Flavour::MariaDb => {
            let table = at.table().map_or("", |table| table.name.as_str());
            let message = format!("CONSTRAINT `{name}` failed for `{}`.`{table}`", at.database);
            mysql::error(&crate::legacy::mysql_errors::name(4025), 4025, "23000", message)
        }
        Family::MySql => mysql::error(
            "ER_CHECK_CONSTRAINT_VIOLATED",
            3819,
            "HY000",
            format!("Check constraint '{name}' is violated."),
        ),
        Family::PostgreSql => {
            let table = at.table().map_or("", |table| table.name.as_str());
            let message = format!("new row for relation \"{table}\" violates check constraint \"{name}\"");
            let mut error = postgresql::error("23514", message);
            error.detail = failing_row(at);
            located(&mut error, table);
            error.constraint = Some(name.to_owned());
            error
        }
    }
}

/// SQLite does not say which foreign key failed. A deleted row was still referred to; a written row refers to
/// what does not exist, by the first key whose columns are set.
pub(super) fn foreign_key(at: &Circumstances<'_>) -> Refusal {
    let table = at.table();
    let own = table.filter(|_| at.command != "DELETE").and_then(|table| {
        let set = |key: &&ForeignKey| !key.columns.iter().any(|column| at.written(table, column) == null(at.dialect));
        table.foreign.iter().find(set).map(|key| (table, key))
    });
    match own {
        Some((table, key)) => parent_missing(at, table, key),
        None => still_referred(at, table),
    }
}

fn parent_missing(at: &Circumstances<'_>, table: &Table, key: &ForeignKey) -> Refusal {
    match at.dialect {
        Family::MySql => mysql::error(
            "ER_NO_REFERENCED_ROW_2",
            1452,
            "23000",
            format!("Cannot add or update a child row: a foreign key constraint fails ({})", mysql_key(at, table, key)),
        ),
        Family::PostgreSql => {
            let message = format!(
                "insert or update on table \"{}\" violates foreign key constraint \"{}\"",
                table.name, key.name
            );
            let values: Vec<String> = key.columns.iter().map(|column| at.written(table, column)).collect();
            let mut error = postgresql::error("23503", message);
            error.detail = Some(format!(
                "Key ({})=({}) is not present in table \"{}\".",
                key.columns.join(", "),
                values.join(", "),
                key.table
            ));
            located(&mut error, &table.name);
            error.constraint = Some(key.name.clone());
            error
        }
    }
}

fn still_referred(at: &Circumstances<'_>, table: Option<&Table>) -> Refusal {
    let name = table.map_or("", |table| table.name.as_str());
    let referring = at.catalogue.tables.values().find_map(|other| {
        let key = other.foreign.iter().find(|key| key.table == name)?;
        Some((other, key))
    });
    match (at.dialect, referring) {
        (Family::MySql, Some((other, key))) => mysql::error(
            "ER_ROW_IS_REFERENCED_2",
            1451,
            "23000",
            format!(
                "Cannot delete or update a parent row: a foreign key constraint fails ({})",
                mysql_key(at, other, key)
            ),
        ),
        (Family::MySql, None) => mysql::error(
            "ER_NO_REFERENCED_ROW",
            1216,
            "23000",
            "Cannot add or update a child row: a foreign key constraint fails",
        ),
        (Family::PostgreSql, referring) => {
            let (other, key) = referring.map_or(("", ""), |(other, key)| (other.name.as_str(), key.name.as_str()));
            let message = format!(
                "update or delete on table \"{name}\" violates foreign key constraint \"{key}\" on table \"{other}\""
            );
            let mut error = postgresql::error("23503", message);
            located(&mut error, other);
            error.constraint = Some(key.to_owned());
            error
        }
    }
}

fn mysql_key(at: &Circumstances<'_>, table: &Table, key: &ForeignKey) -> String {
    let names = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    format!(
        "`{}`.`{}`, CONSTRAINT `{}` FOREIGN KEY ({}) REFERENCES `{}` ({}){}",
        at.database,
        table.name,
        key.name,
        names(&key.columns),
        key.table,
        names(&key.referred),
        key.actions,
    )
}

fn located(error: &mut StoreError, table: &str) {
    error.schema = Some("public".to_owned());
    error.table = Some(table.to_owned());
}

fn failing_row(at: &Circumstances<'_>) -> Option<String> {
    let table = at.table()?;
    let values: Vec<String> = table.columns.iter().map(|column| at.written(table, &column.name)).collect();
    Some(format!("Failing row contains ({}).", values.join(", ")))
}

fn null(dialect: Family) -> String {
    match dialect {
        Family::MySql => "NULL".to_owned(),
        Family::PostgreSql => "null".to_owned(),
    }
}

impl Circumstances<'_> {
    /// The table of the row written last.
    pub(super) fn table(&self) -> Option<&Table> {
        let name = self.row.map(|(table, _)| table.as_str()).or(self.target)?;
        self.catalogue.tables.get(name)
    }

    /// A value of that row, as the server's messages show it.
    fn written(&self, table: &Table, name: &str) -> String {
        let value = self.row.filter(|(noted, _)| *noted == table.name).and_then(|(_, values)| {
            let index = table.columns.iter().position(|column| column.name == name)?;
            Some((values.get(index)?, &table.columns[index]))
        });
        match value {
            Some((value, column)) => shown(value, column, self.dialect),
            None => null(self.dialect),
        }
    }
}

fn shown(value: &Value, column: &Column, dialect: Family) -> String {
    match value {
        Value::Null => null(dialect),
        Value::Integer(n) if matches!(column.ty.kind, Kind::Decimal(Some(_))) => scaled(*n as f64, column),
        Value::Real(n) if matches!(column.ty.kind, Kind::Decimal(Some(_))) => scaled(*n, column),
        Value::Integer(n) if column.ty.kind == Kind::Boolean => if *n == 0 { "f" } else { "t" }.to_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) if column.ty.name == "timestamptz" => format!("{text}+00"),
        Value::Text(text) if matches!(column.ty.kind, Kind::Array(_)) => {
            text.replace('[', "{").replace(']', "}").replace('"', "")
        }
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => format!("\\x{}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
    }
}

fn scaled(number: f64, column: &Column) -> String {
    match column.ty.kind {
        Kind::Decimal(Some(scale)) => format!("{number:.*}", scale as usize),
        _ => number.to_string(),
    }
}
