//! What document stores and directories found, changed as rows are.

use serde_json::{Map, Value};

use super::AlterationError;
use crate::legacy::directory::{Attribute, Entry};
use crate::legacy::{Cell, Reply};

/// Whether a reply is of this kind: documents of an answer to a question, or entries.
pub(super) fn is_found(reply: &Reply) -> bool {
    matches!(reply, Reply::Documents { .. } | Reply::Directory { .. })
}

/// These documents or entries instead of those that were found.
pub(super) fn given(reply: &Reply, rows: &[Map<String, Value>]) -> Result<Reply, AlterationError> {
    let mut changed = reply.clone();
    match &mut changed {
        Reply::Documents { answer } => *batch(answer)? = rows.iter().cloned().map(Value::Object).collect(),
        Reply::Directory { entries, .. } => *entries = rows.iter().map(entry).collect(),
        _ => return Err(nothing_found()),
    }
    Ok(changed)
}

/// One field of a document, dots between the names of fields in fields, or one attribute of an entry.
pub(super) fn one_field(reply: &Reply, row: usize, name: &str, value: &Value) -> Result<Reply, AlterationError> {
    let mut changed = reply.clone();
    match &mut changed {
        Reply::Documents { answer } => {
            let batch = batch(answer)?;
            let count = batch.len();
            let document = row.checked_sub(1).and_then(|row| batch.get_mut(row)).ok_or_else(|| absent(row, count))?;
            set(document, name, value)?;
        }
        Reply::Directory { entries, .. } => {
            let count = entries.len();
            let entry = row.checked_sub(1).and_then(|row| entries.get_mut(row)).ok_or_else(|| absent(row, count))?;
            give(entry, name, value);
        }
        _ => return Err(nothing_found()),
    }
    Ok(changed)
}

/// One document or entry less.
pub(super) fn without(reply: &Reply, row: usize) -> Result<Reply, AlterationError> {
    let mut changed = reply.clone();
    match &mut changed {
        Reply::Documents { answer } => {
            let batch = batch(answer)?;
            if !(1..=batch.len()).contains(&row) {
                return Err(absent(row, batch.len()));
            }
            batch.remove(row - 1);
        }
        Reply::Directory { entries, .. } => {
            if !(1..=entries.len()).contains(&row) {
                return Err(absent(row, entries.len()));
            }
            entries.remove(row - 1);
        }
        _ => return Err(nothing_found()),
    }
    Ok(changed)
}

/// Nobody was found, or nothing was written.
pub(in crate::legacy) fn emptied(mut reply: Reply) -> Reply {
    match &mut reply {
        Reply::Documents { answer } => {
            if let Ok(found) = batch(answer) {
                found.clear();
            }
            for count in ["n", "nModified"] {
                if let Some(number) = answer.get_mut(count) {
                    *number = Value::from(0);
                }
            }
            if let Some(value) = answer.get_mut("value") {
                *value = Value::Null;
            }
        }
        Reply::Directory { entries, references, .. } => {
            entries.clear();
            references.clear();
        }
        _ => {}
    }
    reply
}

fn batch(answer: &mut Map<String, Value>) -> Result<&mut Vec<Value>, AlterationError> {
    let cursor = answer.get_mut("cursor").and_then(Value::as_object_mut).ok_or_else(nothing_found)?;
    let name = if cursor.contains_key("firstBatch") { "firstBatch" } else { "nextBatch" };
    cursor.get_mut(name).and_then(Value::as_array_mut).ok_or_else(nothing_found)
}

fn set(document: &mut Value, path: &str, value: &Value) -> Result<(), AlterationError> {
    let mut place = document;
    for name in path.split('.') {
        let index = name.parse::<usize>().ok();
        place = match (place, index) {
            (Value::Object(fields), _) => fields.entry(name).or_insert_with(|| Value::Object(Map::new())),
            (Value::Array(items), Some(index)) if index < items.len() => &mut items[index],
            _ => {
                let what = format!("{path} leads through a value that has no field {name}");
                return Err(AlterationError::unfit(what, "name a field of the document, with dots to those within it"));
            }
        };
    }
    *place = value.clone();
    Ok(())
}

fn give(entry: &mut Entry, name: &str, value: &Value) {
    if let (true, Value::String(given)) = (name.eq_ignore_ascii_case("dn"), value) {
        entry.name.clone_from(given);
        return;
    }
    let values = values(value);
    let known = entry.attributes.iter().position(|attribute| attribute.name.eq_ignore_ascii_case(name));
    match (known, values.is_empty()) {
        // An attribute without values is one the entry does not have.
        (Some(place), true) => {
            entry.attributes.remove(place);
        }
        (Some(place), false) => entry.attributes[place].values = values,
        (None, true) => {}
        (None, false) => entry.attributes.push(Attribute { name: name.to_owned(), values }),
    }
}

fn entry(row: &Map<String, Value>) -> Entry {
    let mut entry = Entry { name: String::new(), attributes: Vec::new() };
    row.iter().for_each(|(name, value)| give(&mut entry, name, value));
    entry
}

fn values(value: &Value) -> Vec<Cell> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().flat_map(values).collect(),
        Value::String(text) => vec![Cell::Text(text.clone())],
        Value::Bool(truth) => vec![Cell::Text(truth.to_string().to_ascii_uppercase())],
        other => vec![Cell::Text(other.to_string())],
    }
}

fn absent(row: usize, count: usize) -> AlterationError {
    match count {
        0 => AlterationError::unfit("nothing was found", r#"write rows [{"email": "x"}]"#),
        _ => AlterationError::unfit(format!("there is no row {row}"), format!("write a row from 1 to {count}")),
    }
}

fn nothing_found() -> AlterationError {
    AlterationError::unfit("nothing was asked there that rows could answer", "write no rows or error ECONNREFUSED")
}
