//! What came in with an answer, value by value, in the forms in which a script sees it.

use std::borrow::Cow;

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use serde_json::{Number, Value};

use super::OriginKind;
use crate::legacy::{documents, Cell, Reply};
use crate::recording::fields::{inside, leaves, parsed};
use crate::recording::wording::date;

/// Cells looked at in one answer. A script that reads a whole table must not hold up the screen.
const MOST_CELLS: usize = 50_000;

/// One value that came in.
pub(super) struct Arrival<'r> {
    /// The column, with the path inside if its cell holds JSON; or the path in an HTTP body.
    pub(super) path: Cow<'r, str>,
    /// The value.
    pub(super) value: Cow<'r, Value>,
    /// The row, from 0; `None` for a body.
    row: Option<usize>,
}

impl Arrival<'_> {
    /// What is said of it as an origin.
    pub(super) fn into_kind(self, seq: u32) -> OriginKind {
        let path = self.path.into_owned();
        match self.row {
            Some(row) => OriginKind::Column { seq, row, column: path },
            None => OriginKind::Body { seq, path },
        }
    }
}

/// Gives every value of an answer to `each`, column by column.
pub(super) fn arrivals<'r>(reply: &'r Reply, each: &mut dyn FnMut(Arrival<'r>)) {
    counted_through(reply, &mut 0, each);
}

/// The same; `before` counts the rows of earlier results of the same answer.
fn counted_through<'r>(reply: &'r Reply, before: &mut usize, each: &mut dyn FnMut(Arrival<'r>)) {
    match reply {
        Reply::Rows { columns, rows, .. } => {
            let most_rows = MOST_CELLS / columns.len().max(1);
            for (index, column) in columns.iter().enumerate() {
                for (row, cells) in rows.iter().enumerate().take(most_rows) {
                    if let Some(cell) = cells.get(index) {
                        forms(&column.name, cell, *before + row, each);
                    }
                }
            }
            *before += rows.len();
        }
        Reply::Several { replies } => replies.iter().for_each(|reply| counted_through(reply, before, each)),
        Reply::Documents { answer } => {
            for (row, document) in documents::found(answer).into_iter().flatten().enumerate() {
                for (path, value) in leaves(document) {
                    let (path, value) = (Cow::Owned(path), Cow::Owned(value.clone()));
                    each(Arrival { path, value, row: Some(*before + row) });
                }
            }
            *before += documents::found(answer).map_or(0, Vec::len);
        }
        Reply::Directory { entries, .. } => {
            for (row, entry) in entries.iter().enumerate() {
                let row = *before + row;
                each(Arrival { path: "dn".into(), value: Cow::Owned(entry.name.clone().into()), row: Some(row) });
                for attribute in &entry.attributes {
                    attribute.values.iter().for_each(|cell| forms(&attribute.name, cell, row, each));
                }
            }
            *before += entries.len();
        }
        Reply::Http { body: Cell::Text(body), .. } => {
            if let Some(whole) = parsed(body) {
                for (path, value) in leaves(&whole) {
                    each(Arrival { path: Cow::Owned(path), value: Cow::Owned(value.clone()), row: None });
                }
                each(Arrival { path: Cow::Borrowed(""), value: Cow::Owned(whole), row: None });
            }
        }
        _ => {}
    }
}

/// Every form of a cell.
fn forms<'r>(column: &'r str, cell: &'r Cell, row: usize, each: &mut dyn FnMut(Arrival<'r>)) {
    let mut whole = |value| each(Arrival { path: Cow::Borrowed(column), value, row: Some(row) });
    match cell {
        Cell::Null => whole(Cow::Owned(Value::Null)),
        Cell::Bool(value) => whole(Cow::Owned(Value::Bool(*value))),
        Cell::Integer(value) => whole(Cow::Owned(Value::from(*value))),
        Cell::Real(value) => {
            if let Some(number) = Number::from_f64(*value) {
                whole(Cow::Owned(Value::Number(number)));
            }
        }
        Cell::Text(text) => {
            whole(Cow::Owned(Value::from(text.as_str())));
            if let Some(value) = parsed(text) {
                parsed_fields(column, &value, row, each);
            }
        }
        Cell::Bytes { base64 } => texts_of_bytes(base64).for_each(|text| whole(Cow::Owned(Value::from(text)))),
        Cell::BigInt { digits } => whole(Cow::Owned(Value::from(digits.as_str()))),
        Cell::Date { ms } => whole(Cow::Owned(Value::from(date(*ms)))),
        Cell::Json { value } => {
            whole(Cow::Borrowed(value));
            if !is_scalar(value) {
                parsed_fields(column, value, row, each);
            }
        }
    }
}

/// The fields of JSON in a cell.
fn parsed_fields<'r>(column: &str, value: &Value, row: usize, each: &mut dyn FnMut(Arrival<'r>)) {
    for (path, value) in leaves(value) {
        let path = inside(column, &path);
        each(Arrival { path: Cow::Owned(path), value: Cow::Owned(value.clone()), row: Some(row) });
    }
}

const fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

/// What scripts make of a buffer: text, base64, hexadecimal, and a UUID of sixteen bytes.
fn texts_of_bytes(base64: &str) -> impl Iterator<Item = String> {
    let bytes = STANDARD.decode(base64).unwrap_or_default();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let groups = [hex.get(..8), hex.get(8..12), hex.get(12..16), hex.get(16..20), hex.get(20..)];
    let uuid = (bytes.len() == 16).then(|| groups.into_iter().flatten().collect::<Vec<_>>().join("-"));
    let text = String::from_utf8(bytes).ok();
    text.into_iter().chain(uuid).chain([hex, base64.to_owned()])
}
