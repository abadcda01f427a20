//! Seed files of documents: what the embedded document store starts from. Values are extended JSON.
//!
//! A `.json` or `.ejson` file holds collections by their names. They stand in every database a script asks for:
//!
//! ```json
//! {
//!   "users": [
//!     { "_id": { "$oid": "5f0000000000000000000001" }, "email": "ada@example.test", "email_verified": true },
//!     { "email": "grace@example.test", "created": { "$date": "2024-01-31T12:00:00Z" } }
//!   ],
//!   "$indexes": { "users": [{ "key": { "email": 1 }, "unique": true }] }
//! }
//! ```
//!
//! - With the name of a database above, they stand in that one alone: `{"shop": {"users": [ … ], "$indexes": { … }}}`.
//! - `$indexes` takes what MongoDB's `createIndexes` takes: `key`, `name`, `unique`, `sparse`, `collation`,
//!   `partialFilterExpression`.
//! - A `.jsonl` or `.ndjson` file has one document a line, an array file all of them in `[ … ]`: both are what
//!   `mongoexport` writes, and the collection is named as the file (`users.jsonl`). A `.json` file of one document a
//!   line is read in the same way.
//! - A document without `_id` is given one.

use std::path::Path;

use serde_json::{Map, Value};

use super::collection::Collection;
use super::index::Index;
use super::Documents;
use crate::legacy::embedded::seed::SeedError;
use crate::legacy::extended_json;

/// Whether a file is a seed of documents, by its name.
pub(in crate::legacy::embedded) fn is_seed(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["json", "ejson", "jsonl", "ndjson"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Plays a seed into the store.
///
/// # Errors
/// [`SeedError::Documents`] with the file and the place in it.
pub(in crate::legacy::embedded) fn play(store: &mut Documents, path: &Path, text: &str) -> Result<(), SeedError> {
    let failed = |place: String, reason: String| SeedError::Documents { path: path.to_owned(), place, reason };
    let values = read(text).map_err(|(place, reason)| failed(place, reason))?;
    let named = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("documents").to_owned();
    let exported = |documents: Vec<Value>| Map::from_iter([(named, Value::Array(documents))]);
    let mut values = values;
    let played = match (values.len(), values.first()) {
        (1, Some(Value::Array(_))) => match values.remove(0) {
            Value::Array(documents) => collections(store, None, &exported(documents)),
            _ => Ok(()),
        },
        (1, Some(Value::Object(map))) if !map.contains_key("_id") => whole(store, map),
        (0, _) => Err(("line 1".to_owned(), "the file is empty".to_owned())),
        _ => collections(store, None, &exported(values)),
    };
    played.map_err(|(place, reason)| failed(place, reason))
}

type Failure = (String, String);

/// The values of a file: one, or one a line.
fn read(text: &str) -> Result<Vec<Value>, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values
        .collect::<Result<_, _>>()
        .map_err(|error| (format!("line {}, column {}", error.line(), error.column()), error.to_string()))
}

/// A file of collections, or of databases.
fn whole(store: &mut Documents, map: &Map<String, Value>) -> Result<(), Failure> {
    let databases = map.iter().filter(|(name, _)| *name != "$indexes").all(|(_, value)| value.is_object());
    if !databases || map.is_empty() {
        return collections(store, None, map);
    }
    if map.contains_key("$indexes") {
        let reason = "indexes stand inside the database they belong to, or collections are arrays of documents";
        return Err(("$indexes".to_owned(), reason.to_owned()));
    }
    for (name, value) in map {
        if let Value::Object(inner) = value {
            collections(store, Some(name), inner)?;
        }
    }
    Ok(())
}

fn collections(store: &mut Documents, database: Option<&str>, map: &Map<String, Value>) -> Result<(), Failure> {
    let above = database.map(|database| format!("{database}.")).unwrap_or_default();
    for (name, value) in map.iter().filter(|(name, _)| *name != "$indexes") {
        let place = format!("{above}{name}");
        let Value::Array(documents) = value else {
            return Err((place, "a collection is an array of documents".to_owned()));
        };
        let namespace = format!("{}.{name}", database.unwrap_or("seed"));
        let collection = seeded(store, database, name);
        for (index, document) in documents.iter().enumerate() {
            let place = || format!("{place}[{index}]");
            let Value::Object(document) = document else {
                return Err((place(), "a document is an object".to_owned()));
            };
            let document = extended_json::document(document).map_err(|reason| (place(), reason))?;
            collection.insert(&namespace, document).map_err(|refusal| (place(), refusal.message))?;
        }
    }
    match map.get("$indexes") {
        None => Ok(()),
        Some(Value::Object(indexes)) => indexes.iter().try_for_each(|(name, stated)| {
            let place = format!("{above}$indexes.{name}");
            let Value::Array(stated) = stated else { return Err((place, "indexes are an array".to_owned())) };
            create(store, database, name, stated, &place)
        }),
        Some(_) => Err((format!("{above}$indexes"), "indexes are an object of arrays, by collection".to_owned())),
    }
}

fn create(
    store: &mut Documents,
    database: Option<&str>,
    name: &str,
    stated: &[Value],
    place: &str,
) -> Result<(), Failure> {
    let namespace = format!("{}.{name}", database.unwrap_or("seed"));
    let collection = seeded(store, database, name);
    for (index, stated) in stated.iter().enumerate() {
        let place = || format!("{place}[{index}]");
        let Value::Object(stated) = stated else {
            return Err((place(), "an index is an object with a key".to_owned()));
        };
        let stated = extended_json::document(stated).map_err(|reason| (place(), reason))?;
        let index = Index::read(&stated).map_err(|refusal| (place(), refusal.message))?;
        collection.create_index(&namespace, index).map_err(|refusal| (place(), refusal.message))?;
    }
    Ok(())
}

fn seeded<'a>(store: &'a mut Documents, database: Option<&str>, name: &str) -> &'a mut Collection {
    let collections = match database {
        None => &mut store.every,
        Some(database) => store.databases.entry(database.to_owned()).or_insert_with(|| store.every.clone()),
    };
    collections.entry(name.to_owned()).or_default()
}
