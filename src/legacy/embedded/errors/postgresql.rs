//! PostgreSQL's errors.

use crate::legacy::StoreError;

use super::Refusal;

/// An error with its SQLSTATE.
pub(crate) fn error(code: &str, message: impl Into<String>) -> Refusal {
    Box::new(StoreError {
        code: code.to_owned(),
        sql_state: Some(code.to_owned()),
        message: message.into(),
        severity: Some("ERROR".to_owned()),
        ..StoreError::default()
    })
}

/// A statement that does not parse; `near` is the offending token, empty at the end of the text.
pub(crate) fn syntax(near: &str, position: u32) -> Refusal {
    let message = if near.is_empty() {
        "syntax error at end of input".to_owned()
    } else {
        format!("syntax error at or near \"{near}\"")
    };
    let mut error = error("42601", message);
    error.position = Some(position);
    error
}

/// A column that no table of the statement has; `name` with its qualifier, quoted as PostgreSQL quotes it.
pub(crate) fn undefined_column(name: &str, position: Option<u32>, hint: Option<String>) -> Refusal {
    let mut error = error("42703", format!("column {name} does not exist"));
    error.position = position;
    error.hint = hint;
    error
}

/// Text that is not a value of the type.
pub(crate) fn invalid_text(spelled: &str, text: &str) -> Refusal {
    error("22P02", format!("invalid input syntax for type {spelled}: \"{text}\""))
}
