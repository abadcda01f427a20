//! What is asked of document stores and directories, in words.

use serde_json::{Map, Value};

use crate::legacy::directory::{ChangeKind, Operation, Scope};
use crate::legacy::documents;

use super::exchange::value;

/// `users.find {"email":"ada@example.test"}`: collection, verb, and what it is about.
pub(super) fn command(command: &Map<String, Value>) -> String {
    let verb = documents::verb(command);
    let about = ["filter", "query", "documents", "pipeline", "updates", "deletes", "key", "indexes"]
        .iter()
        .find_map(|part| command.get(*part))
        .map(|about| format!(" {}", single(about)))
        .unwrap_or_default();
    match documents::collection(command) {
        Some(collection) => format!("{collection}.{verb}{about}"),
        None => format!("{verb}{about}"),
    }
}

/// One write of a list stands alone, without the names of its parts: `{"email":…} {"$set":…}`.
fn single(about: &Value) -> String {
    let one = match about {
        Value::Array(items) if items.len() == 1 => &items[0],
        several => return several.to_string(),
    };
    match (one.get("q"), one.get("u")) {
        (Some(query), Some(update)) => format!("{query} {update}"),
        (Some(query), None) => query.to_string(),
        _ => one.to_string(),
    }
}

/// What else a command says: `projection`, `limit` …
pub(super) fn command_parts(command: &Map<String, Value>) -> Vec<(String, String)> {
    const ELSEWHERE: [&str; 5] = ["$db", "lsid", "filter", "query", "txnNumber"];
    let parts = command.iter().skip(1).filter(|(name, _)| !ELSEWHERE.contains(&name.as_str()));
    parts.map(|(name, part)| (name.clone(), part.to_string())).collect()
}

/// `search dc=example,dc=test sub (mail=ada@example.test)`.
pub(super) fn operation(operation: &Operation) -> String {
    match operation {
        Operation::Search { base, scope, filter, .. } => {
            let scope = match scope {
                Scope::Base => "base",
                Scope::One => "one",
                Scope::Sub => "sub",
            };
            format!("search {base} {scope} {filter}")
        }
        other => format!("{} {}", other.verb(), other.name()).trim_end().to_owned(),
    }
}

/// What an operation carries.
pub(super) fn operation_parts(operation: &Operation) -> Vec<(String, String)> {
    let values = |cells: &[_]| cells.iter().map(value).collect::<Vec<_>>().join(", ");
    match operation {
        Operation::Search { attributes, .. } if !attributes.is_empty() => {
            vec![("attributes".to_owned(), attributes.join(", "))]
        }
        Operation::Add { attributes, .. } => {
            attributes.iter().map(|attribute| (attribute.name.clone(), values(&attribute.values))).collect()
        }
        Operation::Modify { changes, .. } => changes
            .iter()
            .map(|change| {
                let sign = match change.operation {
                    ChangeKind::Add => "add",
                    ChangeKind::Delete => "delete",
                    ChangeKind::Replace => "replace",
                };
                (format!("{sign} {}", change.attribute.name), values(&change.attribute.values))
            })
            .collect(),
        Operation::Compare { attribute, value: wanted, .. } => vec![(attribute.clone(), value(wanted))],
        Operation::ModifyName { new_rdn, .. } => vec![("newrdn".to_owned(), new_rdn.clone())],
        _ => Vec::new(),
    }
}
