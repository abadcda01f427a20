//! SQLite's failures, told as the server would.

use rusqlite::types::Value;
use rusqlite::ErrorCode;

use crate::legacy::embedded::family::{Family, Flavour};

use super::super::catalogue::Catalogue;
use super::mysql::Clause;
use super::{
    carried, constraint, mariadb, mysql, no_such_function, no_such_table, postgresql, too_much, unsupported, Refusal,
};

/// What was going on when SQLite failed.
pub(crate) struct Circumstances<'a> {
    pub(crate) dialect: Family,
    pub(crate) database: &'a str,
    pub(crate) catalogue: &'a Catalogue,
    /// `INSERT`, `UPDATE` …
    pub(crate) command: &'a str,
    /// The table written to.
    pub(crate) target: Option<&'a str>,
    /// The columns an INSERT names.
    pub(crate) given: Option<&'a [String]>,
    /// The row noted last, with its table.
    pub(crate) row: Option<&'a (String, Vec<Value>)>,
}

/// Tells a SQLite failure in the dialect's words.
pub(crate) fn from_sqlite(failure: &rusqlite::Error, at: &Circumstances<'_>) -> Refusal {
    let (code, message) = match failure {
        rusqlite::Error::SqliteFailure(failure, message) => (Some(failure), message.clone().unwrap_or_default()),
        rusqlite::Error::SqlInputError { error, msg, .. } => (Some(error), msg.clone()),
        other => (None, other.to_string()),
    };
    if let Some(error) = carried(&message) {
        let table = at.target.map(|table| (at.database, table));
        return match at.catalogue.flavour {
            Flavour::MySql => Box::new(error),
            Flavour::MariaDb => mariadb::worded(Box::new(error), table),
        };
    }
    match code.map(|failure| failure.code) {
        Some(ErrorCode::OperationInterrupted) => {
            return too_much(at.dialect, "the statement ran longer than the embedded store allows (2 s)");
        }
        Some(ErrorCode::TooBig) => return too_much(at.dialect, "a value is larger than the embedded store allows"),
        Some(ErrorCode::AuthorizationForStatementDenied) => return unsupported(at.dialect, "such statements"),
        _ => {}
    }
    if message.contains("Expression tree is too large") {
        return too_much(at.dialect, "the statement is nested too deeply for the embedded store");
    }
    broken_constraint(&message, at).unwrap_or_else(|| unknown_name(&message, at))
}

fn broken_constraint(message: &str, at: &Circumstances<'_>) -> Option<Refusal> {
    let (kind, failed) =
        message.split_once(" constraint failed").map(|(kind, rest)| (kind, rest.trim_start_matches(": ")))?;
    match kind {
        "UNIQUE" => Some(constraint::unique(failed, at)),
        "NOT NULL" => Some(constraint::not_null(failed, at)),
        "CHECK" => Some(constraint::check(failed, at)),
        "FOREIGN KEY" => Some(constraint::foreign_key(at)),
        _ => None,
    }
}

fn unknown_name(message: &str, at: &Circumstances<'_>) -> Refusal {
    let flavour = at.catalogue.flavour;
    let after = |prefix: &str| message.strip_prefix(prefix).map(|rest| rest.split([' ', '\n']).next().unwrap_or(rest));
    if let Some(name) = after("no such column: ") {
        let name = name.replace('"', "");
        return match at.dialect {
            Family::MySql => mysql::bad_field(&name, Clause::Select.named(flavour)),
            Family::PostgreSql if name.contains('.') => postgresql::undefined_column(&name, None, None),
            Family::PostgreSql => postgresql::undefined_column(&format!("\"{name}\""), None, None),
        };
    }
    if let Some(name) = after("no such table: ") {
        return no_such_table(at.dialect, at.database, name, None);
    }
    if let Some(name) = after("no such function: ") {
        return no_such_function(at.dialect, at.database, name, None);
    }
    if let Some(name) = after("ambiguous column name: ") {
        return match at.dialect {
            Family::MySql => mysql::error(
                "ER_NON_UNIQ_ERROR",
                1052,
                "23000",
                format!("Column '{}' in {} is ambiguous", name.replace('"', ""), Clause::Select.named(flavour)),
            ),
            Family::PostgreSql => {
                postgresql::error("42702", format!("column reference \"{}\" is ambiguous", name.replace('"', "")))
            }
        };
    }
    if message.starts_with("ON CONFLICT clause does not match") {
        return postgresql::error(
            "42P10",
            "there is no unique or exclusion constraint matching the ON CONFLICT specification",
        );
    }
    let message = format!("the embedded store could not run this statement: {message}");
    match at.dialect {
        Family::MySql => mysql::error("ER_UNKNOWN_ERROR", 1105, "HY000", message),
        Family::PostgreSql => postgresql::error("XX000", message),
    }
}
