//! What a change makes of a reply.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::{failures, found, typed, Alteration, AlterationError, Body};
use crate::legacy::directory::Entry;
use crate::legacy::embedded::http::reply::reason;
use crate::legacy::{Cell, Column, Dialect, Reply, Request};

type Altered = Result<Reply, AlterationError>;

/// Columns, rows, and which of the rows is meant, from 0.
type RowOf<'r> = (&'r [Column], &'r [Vec<Cell>], usize);

/// Status, headers and body.
type Answer = (u16, Vec<(String, String)>, Cell);

impl Alteration {
    /// The reply to `request` and how long it takes, changed.
    ///
    /// # Errors
    /// The change does not fit what was asked or answered: a status for a statement, a row that is not there, a text
    /// for a column of numbers.
    pub fn apply(
        &self,
        request: &Request,
        reply: &Reply,
        took: Duration,
    ) -> Result<(Reply, Duration), AlterationError> {
        let reply = match self {
            Self::Delay(ms) => return Ok((reply.clone(), Duration::from_millis(*ms))),
            Self::Error { code, message } => failures::reply_of(request, code, message.as_deref())?,
            Self::Connected => connected(request)?,
            Self::NoRows => no_rows(request, reply)?,
            Self::Rows(rows) => given_rows(request, reply, rows)?,
            Self::Cell { row, column, value } => one_cell(reply, *row, column, value)?,
            Self::WithoutRow(row) => without_row(reply, *row)?,
            Self::Status(status) => with_status(request, reply, *status)?,
            Self::Body(body) => with_body(request, reply, body)?,
        };
        Ok((reply, took))
    }

    /// The same where a value that was typed as it is shown (`shown` is the reply with its secrets masked) stands for
    /// the value it hides.
    pub fn unmasked(self, reply: &Reply, shown: &Reply) -> Self {
        let hidden = hidden(reply, shown);
        if hidden.is_empty() {
            return self;
        }
        match self {
            Self::Cell { row, column, value } => Self::Cell { row, column, value: revealed(value, &hidden) },
            Self::Rows(rows) => {
                let row = |row: Map<String, Value>| {
                    row.into_iter().map(|(name, value)| (name, revealed(value, &hidden))).collect()
                };
                Self::Rows(rows.into_iter().map(row).collect())
            }
            Self::Body(Body::Json(json)) => Self::Body(Body::Json(revealed(json, &hidden))),
            other => other,
        }
    }
}

/// What is shown, by what it hides.
fn hidden(reply: &Reply, shown: &Reply) -> HashMap<String, Value> {
    let mut hidden = HashMap::new();
    match (reply, shown) {
        (Reply::Rows { rows, .. }, Reply::Rows { rows: shown, .. }) => {
            for (own, shown) in rows.iter().flatten().zip(shown.iter().flatten()) {
                if let (Cell::Text(text), true) = (shown, own != shown) {
                    hidden.insert(text.clone(), serde_json::to_value(own).unwrap_or_default());
                }
            }
        }
        (Reply::Http { body: Cell::Text(own), .. }, Reply::Http { body: Cell::Text(shown), .. }) => {
            if let (Ok(own), Ok(shown)) = (serde_json::from_str(own), serde_json::from_str(shown)) {
                leaves(&own, &shown, &mut hidden);
            }
        }
        (Reply::Documents { answer: own }, Reply::Documents { answer: shown }) => {
            own.values().zip(shown.values()).for_each(|(own, shown)| leaves(own, shown, &mut hidden));
        }
        (Reply::Directory { entries: own, .. }, Reply::Directory { entries: shown, .. }) => {
            let values = |entries: &[Entry]| -> Vec<Cell> {
                let attributes = entries.iter().flat_map(|entry| &entry.attributes);
                attributes.flat_map(|attribute| attribute.values.clone()).collect()
            };
            for (own, shown) in values(own).into_iter().zip(values(shown)) {
                if let (Cell::Text(own), Cell::Text(shown)) = (own, shown) {
                    if own != shown {
                        hidden.insert(shown, Value::String(own));
                    }
                }
            }
        }
        _ => {}
    }
    hidden
}

fn leaves(own: &Value, shown: &Value, hidden: &mut HashMap<String, Value>) {
    match (own, shown) {
        (Value::Object(own), Value::Object(shown)) => {
            own.values().zip(shown.values()).for_each(|(own, shown)| leaves(own, shown, hidden));
        }
        (Value::Array(own), Value::Array(shown)) => {
            own.iter().zip(shown).for_each(|(own, shown)| leaves(own, shown, hidden));
        }
        (own, Value::String(text)) if own != shown => {
            hidden.insert(text.clone(), own.clone());
        }
        _ => {}
    }
}

fn revealed(value: Value, hidden: &HashMap<String, Value>) -> Value {
    match value {
        Value::String(text) => hidden.get(&text).cloned().unwrap_or(Value::String(text)),
        Value::Array(items) => items.into_iter().map(|item| revealed(item, hidden)).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, revealed(value, hidden))).collect(),
        other => other,
    }
}

fn connected(request: &Request) -> Altered {
    match request {
        Request::Connect { .. } => Ok(Reply::Connected),
        _ => Err(AlterationError::unfit("no connection was asked for there", "write no rows, or status 200")),
    }
}

fn no_rows(request: &Request, reply: &Reply) -> Altered {
    match reply {
        Reply::Rows { command, columns, affected, .. } => Ok(Reply::Rows {
            command: command.clone(),
            columns: columns.clone(),
            rows: Vec::new(),
            affected: affected.map(|_| 0),
        }),
        Reply::Written { command, .. } => {
            Ok(Reply::Written { command: command.clone(), matched: 0, changed: 0, insert_id: 0 })
        }
        found if found::is_found(found) => Ok(found::emptied(found.clone())),
        _ => given_rows(request, reply, &[]),
    }
}

fn given_rows(request: &Request, reply: &Reply, rows: &[Map<String, Value>]) -> Altered {
    if found::is_found(reply) {
        return found::given(reply, rows);
    }
    let (dialect, text) = match request {
        Request::Sql { dialect, text, .. } => (*dialect, text),
        Request::Http { .. } => {
            return Err(AlterationError::unfit("an HTTP service answers no rows", "write body […] or status 404"))
        }
        _ => {
            return Err(AlterationError::unfit(
                "nothing was asked there that rows could answer",
                "write connected or error ECONNREFUSED",
            ))
        }
    };
    let (known, command, affected): (&[Column], _, _) = match reply {
        Reply::Rows { columns, command, affected, .. } => (columns, command.clone(), *affected),
        Reply::Several { .. } => return Err(several()),
        _ => (&[], verb(text), None),
    };
    let columns = columns(known, rows, dialect);
    let cells = |row: &Map<String, Value>| {
        let cell = |column: &Column| row.get(&column.name).map_or(Ok(Cell::Null), |value| typed::cell(value, column));
        columns.iter().map(cell).collect::<Result<Vec<_>, _>>()
    };
    let rows = rows.iter().map(cells).collect::<Result<Vec<_>, _>>()?;
    let affected = affected.map(|_| rows.len() as u64);
    Ok(Reply::Rows { command, columns, rows, affected })
}

/// The columns that were answered, then those that are new. Columns nobody typed stay: the statement asked for them.
fn columns(known: &[Column], rows: &[Map<String, Value>], dialect: Dialect) -> Vec<Column> {
    let mut columns = known.to_vec();
    for name in rows.iter().flat_map(Map::keys) {
        if !columns.iter().any(|column| column.name == *name) {
            columns.push(typed::column(name, rows.iter().filter_map(|row| row.get(name)), dialect));
        }
    }
    columns
}

fn verb(text: &str) -> String {
    text.split_whitespace().next().unwrap_or("SELECT").to_ascii_uppercase()
}

fn several() -> AlterationError {
    AlterationError::unfit("several statements were answered at once", "write error ETIMEDOUT or delay 500")
}

/// The reply taken apart, if it has this row (from 1).
fn row_of(reply: &Reply, row: usize) -> Result<RowOf<'_>, AlterationError> {
    match reply {
        Reply::Rows { columns, rows, .. } if (1..=rows.len()).contains(&row) => Ok((columns, rows, row - 1)),
        Reply::Rows { rows, .. } if rows.is_empty() => {
            Err(AlterationError::unfit("no rows were answered", r#"write rows [{"id": 1}]"#))
        }
        Reply::Rows { rows, .. } => Err(AlterationError::unfit(
            format!("there is no row {row}"),
            format!("write a row from 1 to {}", rows.len()),
        )),
        Reply::Several { .. } => Err(several()),
        Reply::Http { .. } => Err(AlterationError::unfit("an HTTP service answers no rows", "write body {…}")),
        _ => Err(AlterationError::unfit("no rows were answered", r#"write rows [{"id": 1}] or error ETIMEDOUT"#)),
    }
}

fn one_cell(reply: &Reply, row: usize, name: &str, value: &Value) -> Altered {
    if found::is_found(reply) {
        return found::one_field(reply, row, name, value);
    }
    let (columns, _, row) = row_of(reply, row)?;
    let exact = columns.iter().position(|column| column.name == name);
    let place = exact.or_else(|| columns.iter().position(|column| column.name.eq_ignore_ascii_case(name)));
    let Some((place, column)) = place.and_then(|place| Some((place, columns.get(place)?))) else {
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let what = format!("there is no column {name}");
        return Err(AlterationError::unfit(what, format!("there are {}", names.join(", "))));
    };
    let cell = typed::cell(value, column)?;
    let mut changed = reply.clone();
    if let Reply::Rows { rows, .. } = &mut changed {
        if let Some(place) = rows.get_mut(row).and_then(|row| row.get_mut(place)) {
            *place = cell;
        }
    }
    Ok(changed)
}

fn without_row(reply: &Reply, row: usize) -> Altered {
    if found::is_found(reply) {
        return found::without(reply, row);
    }
    let (_, _, row) = row_of(reply, row)?;
    let mut changed = reply.clone();
    if let Reply::Rows { rows, affected, .. } = &mut changed {
        rows.remove(row);
        *affected = affected.map(|_| rows.len() as u64);
    }
    Ok(changed)
}

/// An HTTP answer to change: the one there was, or an empty one where none came.
fn answer(request: &Request, reply: &Reply) -> Result<Answer, AlterationError> {
    match (request, reply) {
        (_, Reply::Http { status, headers, body, .. }) => Ok((*status, headers.clone(), body.clone())),
        (Request::Http { .. }, _) => Ok((200, Vec::new(), Cell::Text(String::new()))),
        _ => Err(AlterationError::unfit("a database has no status and no body", "write no rows or error ETIMEDOUT")),
    }
}

fn with_status(request: &Request, reply: &Reply, status: u16) -> Altered {
    let (_, headers, body) = answer(request, reply)?;
    Ok(Reply::Http { status, reason: reason(status).to_owned(), headers, body })
}

fn with_body(request: &Request, reply: &Reply, body: &Body) -> Altered {
    let (status, mut headers, _) = answer(request, reply)?;
    let (text, content_type) = match body {
        Body::Json(json) => (json.to_string(), Some("application/json; charset=utf-8")),
        Body::Text(text) => (text.clone(), None),
    };
    let mut set = |name: &str, value: String| match headers.iter_mut().find(|(own, _)| own == name) {
        Some((_, own)) => *own = value,
        None => headers.push((name.to_owned(), value)),
    };
    set("content-length", text.len().to_string());
    if let Some(content_type) = content_type {
        set("content-type", content_type.to_owned());
    }
    Ok(Reply::Http { status, reason: reason(status).to_owned(), headers, body: Cell::Text(text) })
}
