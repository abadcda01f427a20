//! MySQL's errors.

use crate::legacy::embedded::family::Flavour;
use crate::legacy::StoreError;

use super::Refusal;

/// An error with MySQL's name, number and SQLSTATE.
pub(crate) fn error(code: &str, errno: i64, sql_state: &str, message: impl Into<String>) -> Refusal {
    Box::new(StoreError {
        code: code.to_owned(),
        errno: Some(errno),
        sql_state: Some(sql_state.to_owned()),
        message: message.into(),
        ..StoreError::default()
    })
}

/// A statement that does not parse; `rest` is the text from the offending token on, `line` counts from 1.
pub(crate) fn syntax(rest: &str, line: u64) -> Refusal {
    let rest: String = rest.chars().take(80).collect();
    error(
        "ER_PARSE_ERROR",
        1064,
        "42000",
        format!(
            "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version \
             for the right syntax to use near '{rest}' at line {line}"
        ),
    )
}

/// A part of a statement, as messages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clause {
    Select,
    InsertInto,
    Values,
    Set,
    /// `ON DUPLICATE KEY UPDATE`.
    Update,
    From,
    On,
    Where,
    GroupBy,
    Having,
    OrderBy,
}

impl Clause {
    /// What the server calls it.
    pub(crate) const fn named(self, flavour: Flavour) -> &'static str {
        match flavour {
            Flavour::MySql => match self {
                Self::Select | Self::InsertInto | Self::Values | Self::Set | Self::Update => "field list",
                Self::From => "from clause",
                Self::On => "on clause",
                Self::Where => "where clause",
                Self::GroupBy => "group statement",
                Self::Having => "having clause",
                Self::OrderBy => "order clause",
            },
            Flavour::MariaDb => match self {
                Self::Select => "SELECT",
                Self::InsertInto => "INSERT INTO",
                Self::Values => "VALUES",
                Self::Set => "SET",
                Self::Update => "UPDATE",
                Self::From => "FROM",
                Self::On => "ON",
                Self::Where => "WHERE",
                Self::GroupBy => "GROUP BY",
                Self::Having => "HAVING",
                Self::OrderBy => "ORDER BY",
            },
        }
    }
}

/// A column that no table of the statement has.
pub(crate) fn bad_field(name: &str, clause: &str) -> Refusal {
    error("ER_BAD_FIELD_ERROR", 1054, "42S22", format!("Unknown column '{name}' in '{clause}'"))
}

/// An empty statement.
pub(crate) fn empty_query() -> Refusal {
    error("ER_EMPTY_QUERY", 1065, "42000", "Query was empty")
}
