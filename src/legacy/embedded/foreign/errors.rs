//! Errors in the words of SQL Server, Oracle and Db2: made outright, or told from what PostgreSQL would say.
//!
//! | | SQL Server | Oracle | Db2 |
//! | --- | --- | --- | --- |
//! | `code` | `EREQUEST` | `ORA-00001` | `SQL0803N` |
//! | `errno` | the number, 2627 | 1 | the SQLCODE, -803 |
//! | `sql_state` | the state, as digits | none | the SQLSTATE |
//! | `severity` | the class, as digits | none | none |
//! | `position` | the line, from 1 | the offset in the text, from 1 | none |

use crate::legacy::{Dialect, StoreError};

use super::super::catalogue::{Catalogue, ForeignKey, Table};
use super::super::errors::Refusal;

/// An error of SQL Server's.
pub(crate) fn sql_server(number: i64, class: u8, state: u8, message: impl Into<String>) -> Refusal {
    Box::new(StoreError {
        code: "EREQUEST".to_owned(),
        errno: Some(number),
        sql_state: Some(state.to_string()),
        severity: Some(class.to_string()),
        message: message.into(),
        ..StoreError::default()
    })
}

/// An error of Oracle's; the message begins with its code.
pub(crate) fn oracle(number: i64, message: impl AsRef<str>) -> Refusal {
    let code = format!("ORA-{number:05}");
    let message = format!("{code}: {}", message.as_ref());
    Box::new(StoreError { code, errno: Some(number), message, ..StoreError::default() })
}

/// An error of Db2's as its CLI driver words it.
pub(crate) fn db2(sqlcode: i64, sql_state: &str, message: impl AsRef<str>) -> Refusal {
    let code = format!("SQL{:04}N", -sqlcode);
    let message =
        format!("[IBM][CLI Driver][DB2/LINUXX8664] {code}  {}  SQLSTATE={sql_state}", message.as_ref().trim_end());
    Box::new(StoreError {
        code,
        errno: Some(sqlcode),
        sql_state: Some(sql_state.to_owned()),
        message,
        ..StoreError::default()
    })
}

/// What the embedded store does not have. `what` is a plural noun phrase.
pub(crate) fn unsupported(server: Dialect, what: &str) -> Refusal {
    let message = format!("{what} are not available in the embedded store");
    match server {
        Dialect::SqlServer => sql_server(50_000, 16, 1, message),
        Dialect::Oracle => oracle(3001, format!("unimplemented feature: {message}")),
        _ => db2(-142, "42612", format!("The SQL statement is not supported: {message}.")),
    }
}

/// A statement beyond one of the store's bounds.
pub(crate) fn too_much(server: Dialect, message: &str) -> Refusal {
    match server {
        Dialect::SqlServer => sql_server(8623, 16, 1, message),
        Dialect::Oracle => oracle(1013, message),
        _ => db2(-952, "57014", message),
    }
}

/// A function the server does not have either.
pub(super) fn no_such_function(server: Dialect, name: &str) -> Refusal {
    match server {
        Dialect::SqlServer => sql_server(195, 15, 10, format!("'{name}' is not a recognized built-in function name.")),
        Dialect::Oracle => oracle(904, format!("\"{}\": invalid identifier", name.to_uppercase())),
        _ => {
            let name = name.to_uppercase();
            let message = format!(
                "No authorized routine named \"{name}\" of type \"FUNCTION\" having compatible arguments was found."
            );
            db2(-440, "42884", message)
        }
    }
}

/// What was going on when a statement was refused.
pub(super) struct Told<'a> {
    pub(super) server: Dialect,
    pub(super) database: &'a str,
    /// Upper case: the schema of whoever is connected to Oracle or Db2.
    pub(super) schema: &'a str,
    pub(super) catalogue: &'a Catalogue,
    /// The statement's verb.
    pub(super) command: &'a str,
    /// The table's name as the statement wrote it, with its schema.
    pub(super) written: &'a dyn Fn(&str) -> String,
}

/// Tells an error in PostgreSQL's words in the server's own; one that is in them already stays as it is.
pub(super) fn told(error: Refusal, at: &Told<'_>) -> Refusal {
    if error.errno.is_some() {
        return error;
    }
    let table = error.table.clone();
    let mut told = match at.server {
        Dialect::SqlServer => of_sql_server(&error, at),
        Dialect::Oracle => of_oracle(&error, at),
        _ => of_db2(&error, at),
    };
    told.table = table;
    told.column = error.column;
    told.constraint = error.constraint;
    told
}

/// The text between the first pair of quotes.
fn quoted(message: &str) -> &str {
    message.split('"').nth(1).unwrap_or_default()
}

/// The name in `column "x" does not exist`, `column t.x does not exist`.
fn named(message: &str) -> (Option<&str>, &str) {
    let name = message.strip_prefix("column ").and_then(|rest| rest.strip_suffix(" does not exist"));
    match name {
        Some(name) if !name.starts_with('"') => match name.split_once('.') {
            Some((qualifier, name)) => (Some(qualifier), name),
            None => (None, name),
        },
        _ => (None, quoted(message)),
    }
}

/// The values in `Key (email)=(ada@example.test) already exists.`
fn duplicate(error: &StoreError) -> String {
    let detail = error.detail.as_deref().unwrap_or_default();
    let values = detail.split_once(")=(").map_or("", |(_, rest)| rest);
    values.trim_end_matches(" already exists.").trim_end_matches(')').to_owned()
}

impl Told<'_> {
    fn table(&self, error: &StoreError) -> Option<&Table> {
        self.catalogue.tables.get(error.table.as_deref()?)
    }

    /// The foreign key of that name with the table it belongs to.
    fn foreign(&self, name: &str) -> Option<(&Table, &ForeignKey)> {
        self.catalogue
            .tables
            .values()
            .find_map(|table| Some((table, table.foreign.iter().find(|key| key.name == name)?)))
    }
}

fn of_sql_server(error: &StoreError, at: &Told<'_>) -> Refusal {
    let table = error.table.as_deref().unwrap_or_default();
    let constraint = error.constraint.as_deref().unwrap_or_default();
    let database = at.database;
    let message = error.message.as_str();
    match error.code.as_str() {
        "23505" => {
            let is_primary = |table: &Table| table.primary_key.as_ref().is_some_and(|key| key.name == constraint);
            let declared = at.table(error);
            let is_index = declared.is_none_or(|table| {
                table.indexes.iter().any(|index| index.name == constraint)
                    || table.unique.iter().any(|key| key.name == constraint && key.is_index)
            });
            let values = duplicate(error).replace("null", "<NULL>");
            let value =
                if values.is_empty() { String::new() } else { format!(" The duplicate key value is ({values}).") };
            if is_index {
                let message = format!(
                    "Cannot insert duplicate key row in object 'dbo.{table}' with unique index '{constraint}'.{value}"
                );
                return sql_server(2601, 14, 1, message);
            }
            let kind = if declared.is_some_and(is_primary) { "PRIMARY KEY" } else { "UNIQUE KEY" };
            let message = format!(
                "Violation of {kind} constraint '{constraint}'. Cannot insert duplicate key in object \
                 'dbo.{table}'.{value}"
            );
            sql_server(2627, 14, 1, message)
        }
        "23502" => {
            let column = error.column.as_deref().unwrap_or_default();
            let message = format!(
                "Cannot insert the value NULL into column '{column}', table '{database}.dbo.{table}'; column does \
                 not allow nulls. {} fails.",
                at.command
            );
            sql_server(515, 16, 2, message)
        }
        "23503" => {
            let own = message.starts_with("insert or update");
            let found = at.foreign(constraint);
            let (kind, referred, columns) = match (own, found) {
                (true, Some((_, key))) => ("FOREIGN KEY", key.table.as_str(), &key.referred),
                (_, Some((child, key))) => ("REFERENCE", child.name.as_str(), &key.columns),
                (_, None) => ("FOREIGN KEY", table, &Vec::new()),
            };
            let column = match columns.as_slice() {
                [only] => format!(", column '{only}'"),
                _ => String::new(),
            };
            let message = format!(
                "The {} statement conflicted with the {kind} constraint \"{constraint}\". The conflict occurred in \
                 database \"{database}\", table \"dbo.{referred}\"{column}.",
                at.command
            );
            sql_server(547, 16, 0, message)
        }
        "23514" => {
            let column = at.table(error).map_or(String::new(), |table| checked_column(table, constraint));
            let message = format!(
                "The {} statement conflicted with the CHECK constraint \"{constraint}\". The conflict occurred in \
                 database \"{database}\", table \"dbo.{table}\"{column}.",
                at.command
            );
            sql_server(547, 16, 0, message)
        }
        "42P01" if message.starts_with("missing FROM-clause") => {
            let name = quoted(message);
            sql_server(4104, 16, 1, format!("The multi-part identifier \"{}\" could not be bound.", (at.written)(name)))
        }
        "42P01" if message.starts_with("table ") => {
            let name = quoted(message);
            let message =
                format!("Cannot drop the table '{name}', because it does not exist or you do not have permission.");
            sql_server(3701, 11, 5, message)
        }
        "42P01" => sql_server(208, 16, 1, format!("Invalid object name '{}'.", (at.written)(quoted(message)))),
        "42703" => sql_server(207, 16, 1, format!("Invalid column name '{}'.", named(message).1)),
        "42702" => sql_server(209, 16, 1, format!("Ambiguous column name '{}'.", last(quoted(message)))),
        "42704" => {
            let message = format!("Column, parameter, or variable #1: Cannot find data type {}.", quoted(message));
            sql_server(2715, 16, 6, message)
        }
        "42P07" => {
            let message = format!("There is already an object named '{}' in the database.", quoted(message));
            sql_server(2714, 16, 6, message)
        }
        "42883" => no_such_function(at.server, function_name(message)),
        "42601" if message.contains("more expressions") => sql_server(
            110,
            15,
            1,
            "There are fewer columns in the INSERT statement than values specified in the VALUES clause. The number \
             of values in the VALUES clause must match the number of columns specified in the INSERT statement.",
        ),
        "42601" if message.contains("more target columns") => sql_server(
            109,
            15,
            1,
            "There are more columns in the INSERT statement than values specified in the VALUES clause. The number \
             of values in the VALUES clause must match the number of columns specified in the INSERT statement.",
        ),
        "57014" => too_much(at.server, message),
        _ => sql_server(50_000, 16, 1, message),
    }
}

/// The one column a check looks at, if it is one.
fn checked_column(table: &Table, constraint: &str) -> String {
    let Some(check) = table.checks.iter().find(|check| check.name == constraint) else { return String::new() };
    let named = |name: &str| check.condition.contains(&super::super::catalogue::quoted(name));
    let mut columns = table.columns.iter().filter(|column| named(&column.name));
    match (columns.next(), columns.next()) {
        (Some(only), None) => format!(", column '{}'", only.name),
        _ => String::new(),
    }
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn function_name(message: &str) -> &str {
    let name = message.strip_prefix("function ").unwrap_or(message);
    name.split('(').next().unwrap_or(name).trim_matches('"')
}

fn of_oracle(error: &StoreError, at: &Told<'_>) -> Refusal {
    let schema = at.schema;
    let constraint = error.constraint.as_deref().unwrap_or_default();
    let table = error.table.as_deref().unwrap_or_default();
    let message = error.message.as_str();
    match error.code.as_str() {
        "23505" => oracle(1, format!("unique constraint ({schema}.{constraint}) violated")),
        "23502" => {
            let column = error.column.as_deref().unwrap_or_default();
            let full = format!("(\"{schema}\".\"{table}\".\"{column}\")");
            match at.command {
                "UPDATE" => oracle(1407, format!("cannot update {full} to NULL")),
                _ => oracle(1400, format!("cannot insert NULL into {full}")),
            }
        }
        "23503" if message.starts_with("insert or update") => {
            oracle(2291, format!("integrity constraint ({schema}.{constraint}) violated - parent key not found"))
        }
        "23503" => oracle(2292, format!("integrity constraint ({schema}.{constraint}) violated - child record found")),
        "23514" => oracle(2290, format!("check constraint ({schema}.{constraint}) violated")),
        "42P01" if message.starts_with("missing FROM-clause") => {
            oracle(904, format!("{}: invalid identifier", (at.written)(quoted(message))))
        }
        "42P01" => oracle(942, "table or view does not exist"),
        "42703" => {
            let name = match named(message) {
                (Some(qualifier), name) => format!("\"{qualifier}\".\"{name}\""),
                (None, name) => format!("\"{name}\""),
            };
            oracle(904, format!("{name}: invalid identifier"))
        }
        "42702" => oracle(918, "column ambiguously defined"),
        "42704" => oracle(902, "invalid datatype"),
        "42P07" => oracle(955, "name is already used by an existing object"),
        "42883" => no_such_function(at.server, function_name(message)),
        "42601" if message.contains("more expressions") => oracle(913, "too many values"),
        "42601" if message.contains("more target columns") => oracle(947, "not enough values"),
        "55000" => {
            let sequence = quoted(message);
            oracle(8002, format!("sequence {sequence}.CURRVAL is not yet defined in this session"))
        }
        "57014" => too_much(at.server, message),
        _ => oracle(3001, message),
    }
}

fn of_db2(error: &StoreError, at: &Told<'_>) -> Refusal {
    let schema = at.schema;
    let constraint = error.constraint.as_deref().unwrap_or_default();
    let table = error.table.as_deref().unwrap_or_default();
    let message = error.message.as_str();
    match error.code.as_str() {
        "23505" => {
            let place = at.table(error).and_then(|table| table.keys().position(|key| key.name == constraint));
            let message = format!(
                "One or more values in the INSERT statement, UPDATE statement, or foreign key update caused by a \
                 DELETE statement are not valid because the primary key, unique constraint or unique index \
                 identified by \"{}\" constrains table \"{schema}.{table}\" from having duplicate values for the \
                 index key.",
                place.map_or(1, |place| place + 1)
            );
            db2(-803, "23505", message)
        }
        "23502" => {
            let column = error.column.as_deref().unwrap_or_default();
            let columns = at.table(error).map(|table| table.columns.as_slice()).unwrap_or_default();
            let number = columns.iter().position(|own| own.name == column).unwrap_or(0);
            let tablespace = "TBSPACEID=2, TABLEID=4";
            let message = format!(
                "Assignment of a NULL value to a NOT NULL column \"{tablespace}, COLNO={number}\" is not allowed."
            );
            db2(-407, "23502", message)
        }
        "23503" if message.starts_with("insert or update") => {
            let message = format!(
                "The insert or update value of the FOREIGN KEY \"{schema}.{table}.{constraint}\" is not equal to any \
                 value of the parent key of the parent table."
            );
            db2(-530, "23503", message)
        }
        "23503" => {
            let message = format!(
                "A parent row cannot be deleted because the relationship \"{schema}.{table}.{constraint}\" restricts \
                 the deletion."
            );
            db2(-532, "23504", message)
        }
        "23514" => {
            let message = format!(
                "The requested operation is not allowed because a row does not satisfy the check constraint \
                 \"{schema}.{table}.{constraint}\"."
            );
            db2(-545, "23513", message)
        }
        "42P01" if message.starts_with("missing FROM-clause") => {
            let name = (at.written)(quoted(message));
            db2(-206, "42703", format!("\"{name}\" is not valid in the context where it is used."))
        }
        "42P01" => {
            let name = quoted(message);
            let full = if name.contains('.') { name.to_owned() } else { format!("{schema}.{name}") };
            db2(-204, "42704", format!("\"{full}\" is an undefined name."))
        }
        "42703" => {
            let name = match named(message) {
                (Some(qualifier), name) => format!("{qualifier}.{name}"),
                (None, name) => name.to_owned(),
            };
            db2(-206, "42703", format!("\"{name}\" is not valid in the context where it is used."))
        }
        "42702" => db2(-203, "42702", format!("A reference to column \"{}\" is ambiguous.", last(quoted(message)))),
        "42704" => db2(-204, "42704", format!("\"{}\" is an undefined name.", quoted(message))),
        "42P07" => {
            let message = format!(
                "The name of the object to be created is identical to the existing name \"{schema}.{}\" of type \
                 \"TABLE\".",
                quoted(message)
            );
            db2(-601, "42710", message)
        }
        "42883" => no_such_function(at.server, function_name(message)),
        "42601" if message.contains("INSERT has more") => db2(
            -117,
            "42802",
            "The number of values assigned is not the same as the number of specified or implied columns or variables.",
        ),
        "57014" => too_much(at.server, message),
        _ => db2(-142, "42612", format!("The SQL statement is not supported: {message}.")),
    }
}
