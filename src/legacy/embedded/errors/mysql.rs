//! MySQL's errors.

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

/// A column that no table of the statement has.
pub(crate) fn bad_field(name: &str, clause: &str) -> Refusal {
    error("ER_BAD_FIELD_ERROR", 1054, "42S22", format!("Unknown column '{name}' in '{clause}'"))
}

/// An empty statement.
pub(crate) fn empty_query() -> Refusal {
    error("ER_EMPTY_QUERY", 1065, "42000", "Query was empty")
}
