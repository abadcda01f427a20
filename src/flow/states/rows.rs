//! What the legacy store answered, as rows of names and values, whatever kind of store it is.

use serde_json::Value;

use crate::legacy::directory::Attribute;
use crate::legacy::{documents, Cell, Reply};
use crate::recording::wording::value;
use crate::recording::Query;

/// One row, document, entry or object: names in lower case, and values as text.
pub(super) type Row = Vec<(String, String)>;

/// The rows of an answer, in its order; none where it brought none.
pub(super) fn rows(query: &Query) -> Vec<Row> {
    query.reply.as_ref().map(of).unwrap_or_default()
}

fn of(reply: &Reply) -> Vec<Row> {
    match reply {
        Reply::Rows { columns, rows, .. } => {
            let row = |row: &Vec<Cell>| {
                let named = columns.iter().zip(row).map(|(column, cell)| (column.name.to_lowercase(), value(cell)));
                named.collect()
            };
            rows.iter().map(row).collect()
        }
        Reply::Several { replies } => replies.iter().flat_map(of).collect(),
        Reply::Documents { answer } => documents::found(answer).into_iter().flatten().filter_map(object).collect(),
        Reply::Directory { entries, .. } => {
            let attributes = entries.iter().map(|entry| &entry.attributes);
            let row = |attributes: &Vec<Attribute>| {
                let first =
                    |attribute: &Attribute| Some((attribute.name.to_lowercase(), value(attribute.values.first()?)));
                attributes.iter().filter_map(first).collect()
            };
            attributes.map(row).collect()
        }
        Reply::Http { status: 200..=299, body: Cell::Text(body), .. } => {
            serde_json::from_str(body).map(|body| in_body(&body)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The objects of a list, or an object; and those of lists in it, since many services wrap what they answer.
fn in_body(body: &Value) -> Vec<Row> {
    match body {
        Value::Array(items) => items.iter().filter_map(object).collect(),
        Value::Object(fields) => {
            let lists = fields.values().filter_map(Value::as_array).flatten();
            object(body).into_iter().chain(lists.filter_map(object)).collect()
        }
        _ => Vec::new(),
    }
}

fn object(value: &Value) -> Option<Row> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some(value.as_object()?.iter().map(|(key, value)| (key.to_lowercase(), text(value))).collect())
}
