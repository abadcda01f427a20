//! The one-line form of an [`Alteration`].

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::{Alteration, Body};
use crate::visible::visible;

/// Why a reply cannot be changed like this: what is wrong, and what can be written instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AlterationError {
    /// The text begins like none of the forms.
    #[error(
        "`{}` is no change of an answer; write no rows, rows […], row 1 email = \"x\", without row 1, \
         error ECONNREFUSED, delay 500, status 500 or body {{…}}", visible(.0)
    )]
    Unknown(String),
    /// A form that is not complete, or has something wrong in it.
    #[error("{}; for example: {example}", visible(.what))]
    Malformed {
        /// What is wrong.
        what: String,
        /// A text that is right.
        example: &'static str,
    },
    /// The change does not fit the reply.
    #[error("{}; {instead}", visible(.what))]
    Unfit {
        /// Why not.
        what: String,
        /// What fits.
        instead: String,
    },
}

impl AlterationError {
    fn malformed(what: impl Into<String>, example: &'static str) -> Self {
        Self::Malformed { what: what.into(), example }
    }

    pub(super) fn unfit(what: impl Into<String>, instead: impl Into<String>) -> Self {
        Self::Unfit { what: what.into(), instead: instead.into() }
    }
}

const ROWS: &str = r#"rows [{"id": 1, "email": "x"}]"#;
const CELL: &str = r#"row 1 email = "x""#;
const WITHOUT: &str = "without row 2";
const ERROR: &str = r#"error ER_DUP_ENTRY "message""#;

impl FromStr for Alteration {
    type Err = AlterationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (word, rest) = split(text);
        match word.to_ascii_lowercase().as_str() {
            "no" if rest.eq_ignore_ascii_case("rows") => Ok(Self::NoRows),
            "connected" if rest.is_empty() => Ok(Self::Connected),
            "rows" => rows(rest).map(Self::Rows),
            "row" => cell(rest),
            "without" => without(rest),
            "error" => error(rest),
            "delay" => delay(rest),
            "status" => status(rest),
            "body" => Ok(Self::Body(match serde_json::from_str(rest) {
                Ok(json) => Body::Json(json),
                Err(error) if rest.starts_with(['{', '[']) => {
                    return Err(AlterationError::malformed(json_fault(&error), r#"body {"active": false}"#));
                }
                Err(_) => Body::Text(rest.to_owned()),
            })),
            _ => Err(AlterationError::Unknown(shortened(text))),
        }
    }
}

impl fmt::Display for Alteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRows => f.write_str("no rows"),
            Self::Rows(rows) => write!(f, "rows {}", rows.iter().cloned().map(Value::Object).collect::<Value>()),
            Self::Cell { row, column, value } if plain(column) => write!(f, "row {row} {column} = {value}"),
            Self::Cell { row, column, value } => write!(f, "row {row} {} = {value}", Value::from(column.as_str())),
            Self::WithoutRow(row) => write!(f, "without row {row}"),
            Self::Error { code, message: None } => write!(f, "error {code}"),
            Self::Error { code, message: Some(message) } => {
                write!(f, "error {code} {}", Value::from(message.as_str()))
            }
            Self::Connected => f.write_str("connected"),
            Self::Delay(ms) => write!(f, "delay {ms}"),
            Self::Status(status) => write!(f, "status {status}"),
            Self::Body(Body::Json(json)) => write!(f, "body {json}"),
            Self::Body(Body::Text(text)) => write!(f, "body {text}"),
        }
    }
}

/// The first word and what follows it.
fn split(text: &str) -> (&str, &str) {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    (word, rest.trim())
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A column that needs no quotes.
fn plain(column: &str) -> bool {
    !column.is_empty() && !column.contains(|c: char| c.is_whitespace() || matches!(c, '=' | '"'))
}

fn json_fault(error: &serde_json::Error) -> String {
    let text = error.to_string();
    format!("column {} is no JSON: {}", error.column(), text.split(" at line ").next().unwrap_or(&text))
}

fn rows(rest: &str) -> Result<Vec<Map<String, Value>>, AlterationError> {
    let objects = |rows: Vec<Value>| {
        let object = |row: Value| match row {
            Value::Object(row) => Ok(row),
            other => Err(AlterationError::malformed(format!("`{}` is no row", shortened(&other.to_string())), ROWS)),
        };
        rows.into_iter().map(object).collect()
    };
    match serde_json::from_str(rest) {
        Ok(Value::Array(rows)) => objects(rows),
        Ok(row @ Value::Object(_)) => objects(vec![row]),
        Ok(_) => Err(AlterationError::malformed("rows are written as a JSON array of objects", ROWS)),
        Err(error) => Err(AlterationError::malformed(json_fault(&error), ROWS)),
    }
}

/// A row's number, from 1.
fn number(word: &str, example: &'static str) -> Result<usize, AlterationError> {
    let number = word.parse().ok().filter(|number| *number > 0);
    number
        .ok_or_else(|| AlterationError::malformed(format!("`{}` is no row; the first is 1", shortened(word)), example))
}

fn cell(rest: &str) -> Result<Alteration, AlterationError> {
    let (word, rest) = split(rest);
    let row = number(word, CELL)?;
    let unassigned = || AlterationError::malformed("a cell is given its value with `=`", CELL);
    let (column, rest) = if rest.starts_with('"') {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        let column = values.next().and_then(Result::ok).ok_or_else(unassigned)?;
        (column, rest.get(values.byte_offset()..).unwrap_or_default())
    } else {
        let at = rest.find('=').ok_or_else(unassigned)?;
        let (column, rest) = rest.split_at(at);
        (column.trim().to_owned(), rest)
    };
    let value = rest.trim_start().strip_prefix('=').ok_or_else(unassigned)?.trim();
    if column.is_empty() || value.is_empty() {
        return Err(AlterationError::malformed("a cell needs a column and a value", CELL));
    }
    // Words without quotes are meant as text; `null`, `7` and `true` are what they are in JSON.
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    Ok(Alteration::Cell { row, column, value })
}

fn without(rest: &str) -> Result<Alteration, AlterationError> {
    let (word, row) = split(rest);
    if !word.eq_ignore_ascii_case("row") {
        return Err(AlterationError::malformed("only a row can be left out", WITHOUT));
    }
    number(row, WITHOUT).map(Alteration::WithoutRow)
}

fn error(rest: &str) -> Result<Alteration, AlterationError> {
    let (code, message) = split(rest);
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if code.is_empty() || !code.chars().all(word) {
        return Err(AlterationError::malformed("an error has a code", ERROR));
    }
    let message = match message {
        "" => None,
        quoted if quoted.starts_with('"') => Some(serde_json::from_str(quoted).map_err(|_| {
            AlterationError::malformed("the message ends before its quotes do, or goes on after them", ERROR)
        })?),
        words => Some(words.to_owned()),
    };
    Ok(Alteration::Error { code: code.to_ascii_uppercase(), message })
}

/// A script is given up after 20 s; a day is more than any store takes.
const LONGEST_MS: u64 = 86_400_000;

fn delay(rest: &str) -> Result<Alteration, AlterationError> {
    let digits = rest.strip_suffix("ms").unwrap_or(rest).trim();
    let ms = digits.parse().ok().filter(|ms| *ms <= LONGEST_MS);
    let wrong = || AlterationError::malformed("a delay is a whole number of milliseconds, a day at most", "delay 500");
    ms.map(Alteration::Delay).ok_or_else(wrong)
}

fn status(rest: &str) -> Result<Alteration, AlterationError> {
    let status = rest.parse().ok().filter(|status| (200..=599).contains(status));
    let wrong = || AlterationError::malformed("a status is a number from 200 to 599", "status 500");
    status.map(Alteration::Status).ok_or_else(wrong)
}
