//! Errors in the words of the server the store stands in for.

mod constraint;
pub(crate) mod mariadb;
pub(crate) mod mysql;
pub(crate) mod postgresql;
mod sqlite;

pub(crate) use sqlite::{from_sqlite, Circumstances};

use crate::legacy::embedded::family::Family;
use crate::legacy::StoreError;

/// An error on its way through SQLite or the parser's visitor, which want something small.
pub(crate) type Refusal = Box<StoreError>;

/// A statement or a part of one that the embedded store does not have. `what` is a plural noun phrase.
pub(crate) fn unsupported(dialect: Family, what: &str) -> Refusal {
    let message = format!("{what} are not available in the embedded store");
    match dialect {
        Family::MySql => mysql::error("ER_NOT_SUPPORTED_YET", 1235, "42000", message),
        Family::PostgreSql => postgresql::error("0A000", message),
    }
}

/// A statement that went beyond one of the store's bounds.
pub(crate) fn too_much(dialect: Family, message: &str) -> Refusal {
    match dialect {
        Family::MySql => mysql::error("ER_QUERY_INTERRUPTED", 1317, "70100", message.to_owned()),
        Family::PostgreSql => postgresql::error("57014", message.to_owned()),
    }
}

/// A function neither the server nor the embedded store has.
pub(crate) fn no_such_function(dialect: Family, database: &str, name: &str, position: Option<u32>) -> Refusal {
    match dialect {
        Family::MySql => {
            mysql::error("ER_SP_DOES_NOT_EXIST", 1305, "42000", format!("FUNCTION {database}.{name} does not exist"))
        }
        Family::PostgreSql => {
            let mut error = postgresql::error("42883", format!("function {name} does not exist"));
            error.hint = Some(
                "No function matches the given name and argument types. You might need to add explicit type casts."
                    .to_owned(),
            );
            error.position = position;
            error
        }
    }
}

/// A table neither declared nor made.
pub(crate) fn no_such_table(dialect: Family, database: &str, name: &str, position: Option<u32>) -> Refusal {
    match dialect {
        Family::MySql => mysql::error(
            "ER_NO_SUCH_TABLE",
            1146,
            "42S02",
            format!("Table '{}.{}' doesn't exist", database, name.rsplit('.').next().unwrap_or(name)),
        ),
        Family::PostgreSql => {
            let mut error = postgresql::error("42P01", format!("relation \"{name}\" does not exist"));
            error.position = position;
            error
        }
    }
}

/// The prefix of an error that passed through SQLite as text.
const CARRIED: &str = "\u{1}loginscope:";

/// Packs an error so that it survives the way through a SQL function's failure.
pub(crate) fn carry(error: &StoreError) -> rusqlite::Error {
    let packed = serde_json::to_string(error).unwrap_or_default();
    rusqlite::Error::UserFunctionError(format!("{CARRIED}{packed}").into())
}

fn carried(message: &str) -> Option<StoreError> {
    serde_json::from_str(message.strip_prefix(CARRIED)?).ok()
}
