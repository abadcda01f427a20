//! Commands: which there are, and those that only read.

use bson::{doc, Bson, DateTime, Document};

use super::collection::sorted;
use super::filter::Filter;
use super::index::collation;
use super::order::{integer, truth, Collation};
use super::pipeline;
use super::projection::Projection;
use super::refusal::Refusal;
use super::{writes, Documents};

/// Answers a command.
///
/// # Errors
/// The server's refusal.
pub(super) fn answer(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let verb = command.keys().next().map_or("", String::as_str);
    match verb {
        "hello" | "isMaster" | "ismaster" => Ok(hello()),
        "ping" | "endSessions" | "refreshSessions" | "logout" => Ok(doc! { "ok": 1 }),
        "startSession" => Ok(doc! { "id": { "id": Bson::Null }, "timeoutMinutes": 30, "ok": 1 }),
        "buildInfo" | "buildinfo" => Ok(doc! { "version": VERSION, "versionArray": [7, 0, 0, 0], "ok": 1 }),
        "connectionStatus" => {
            Ok(doc! { "authInfo": { "authenticatedUsers": [], "authenticatedUserRoles": [] }, "ok": 1 })
        }
        "find" => find(store, database, command),
        "getMore" => get_more(store, database, command),
        "killCursors" => kill_cursors(store, command),
        "count" => count(store, database, command),
        "distinct" => distinct(store, database, command),
        "aggregate" => aggregate(store, database, command),
        "listCollections" => list_collections(store, database, command),
        "listDatabases" => list_databases(store, command),
        "listIndexes" => list_indexes(store, database, command),
        "dbStats" | "dbstats" => {
            let collections = store.database(database);
            let objects: usize = collections.values().map(|collection| collection.documents().len()).sum();
            let whole = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
            Ok(doc! { "db": database, "collections": whole(collections.len()), "objects": whole(objects), "ok": 1 })
        }
        "commitTransaction" | "abortTransaction" => {
            store.end(command, verb == "commitTransaction")?;
            Ok(doc! { "ok": 1 })
        }
        _ => writes::answer(store, database, verb, command),
    }
}

const VERSION: &str = "7.0.0";

fn hello() -> Document {
    doc! {
        "helloOk": true,
        "isWritablePrimary": true,
        "ismaster": true,
        "maxBsonObjectSize": 16_777_216,
        "maxMessageSizeBytes": 48_000_000,
        "maxWriteBatchSize": 100_000,
        "localTime": DateTime::now(),
        "logicalSessionTimeoutMinutes": 30,
        "connectionId": 1,
        "minWireVersion": 0,
        "maxWireVersion": 21,
        "readOnly": false,
        "ok": 1,
    }
}

/// The collection a command names.
///
/// # Errors
/// When it names none.
pub(super) fn collection_of<'a>(command: &'a Document, verb: &str) -> Result<&'a str, Refusal> {
    match command.get(verb) {
        Some(Bson::String(name)) if !name.is_empty() => Ok(name),
        Some(other) => {
            Err(Refusal::new(73, format!("collection name has invalid type {}", super::order::type_of(other).0)))
        }
        None => Err(Refusal::unread(format!("no collection for {verb}"))),
    }
}

/// A query of a command, by the name of the part that holds it.
///
/// # Errors
/// The server's refusal.
pub(super) fn filter_of(command: &Document, part: &str, collation: Collation) -> Result<Filter, Refusal> {
    match command.get(part) {
        None | Some(Bson::Null) => Filter::read(&Document::new(), collation),
        Some(Bson::Document(query)) => Filter::read(query, collation),
        Some(other) => {
            let kind = super::order::type_of(other).0;
            let words = format!("BSON field '{part}' is the wrong type '{kind}', expected type 'object'");
            Err(Refusal::wrong_type(words))
        }
    }
}

fn number_of(command: &Document, part: &str) -> Result<Option<usize>, Refusal> {
    let Some(value) = command.get(part) else { return Ok(None) };
    let whole = integer(value).ok_or_else(|| {
        let kind = super::order::type_of(value).0;
        Refusal::wrong_type(format!(
            "BSON field '{part}' is the wrong type '{kind}', expected types '[long, int, decimal, double]'"
        ))
    })?;
    usize::try_from(whole)
        .map(Some)
        .map_err(|_| Refusal::new(51024, format!("BSON field '{part}' value must be >= 0, actual value '{whole}'")))
}

fn find(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, "find")?;
    let collation = collation(command.get_document("collation").ok());
    let filter = filter_of(command, "filter", collation)?;
    let (skip, limit) = (number_of(command, "skip")?, number_of(command, "limit")?);
    let projection = match command.get_document("projection") {
        Ok(stated) => Projection::read(stated, collation)?,
        Err(_) => None,
    };
    let mut found: Vec<Document> = match store.readable(database, name) {
        Some(collection) => collection.found(&filter)?.into_iter().cloned().collect(),
        None => Vec::new(),
    };
    if let Ok(by) = command.get_document("sort") {
        sorted(&mut found, by, collation);
    }
    let limit = limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    let found: Vec<Document> = found.into_iter().skip(skip.unwrap_or(0)).take(limit).collect();
    let found = match projection {
        None => found,
        Some(projection) => {
            found.iter().map(|document| projection.of(document, Some(&filter))).collect::<Result<_, _>>()?
        }
    };
    let single = command.get("singleBatch").is_some_and(truth);
    let size = if single { Some(found.len()) } else { number_of(command, "batchSize")? };
    Ok(store.batch(&format!("{database}.{name}"), found, size))
}

fn get_more(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let id = command.get("getMore").and_then(integer).unwrap_or(0);
    let namespace = format!("{database}.{}", command.get_str("collection").unwrap_or_default());
    let size = number_of(command, "batchSize")?.filter(|size| *size > 0).unwrap_or(usize::MAX);
    let cursor = store.cursors.get_mut(&id).filter(|cursor| cursor.namespace == namespace);
    let Some(cursor) = cursor else { return Err(Refusal::new(43, format!("cursor id {id} not found"))) };
    let next: Vec<Document> = cursor.left.drain(..size.min(cursor.left.len())).collect();
    let id = if cursor.left.is_empty() {
        store.cursors.remove(&id);
        0
    } else {
        id
    };
    Ok(doc! { "cursor": { "nextBatch": next, "id": id, "ns": namespace }, "ok": 1 })
}

fn kill_cursors(store: &mut Documents, command: &Document) -> Result<Document, Refusal> {
    let asked: Vec<i64> =
        command.get_array("cursors").map(|ids| ids.iter().filter_map(integer).collect()).unwrap_or_default();
    let (killed, unknown): (Vec<i64>, Vec<i64>) = asked.into_iter().partition(|id| store.cursors.remove(id).is_some());
    let none: Vec<i64> = Vec::new();
    Ok(doc! {
        "cursorsKilled": killed, "cursorsNotFound": unknown, "cursorsAlive": none.clone(), "cursorsUnknown": none, "ok": 1,
    })
}

fn count(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, "count")?;
    let filter = filter_of(command, "query", collation(command.get_document("collation").ok()))?;
    let (skip, limit) = (number_of(command, "skip")?, number_of(command, "limit")?);
    let all = store.readable(database, name).map_or(Ok(0), |found| Ok(found.places(&filter, None)?.len()))?;
    let left = all.saturating_sub(skip.unwrap_or(0));
    let counted = limit.filter(|limit| *limit > 0).map_or(left, |limit| left.min(limit));
    Ok(doc! { "n": i32::try_from(counted).unwrap_or(i32::MAX), "ok": 1 })
}

fn distinct(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, "distinct")?;
    let collation = collation(command.get_document("collation").ok());
    let filter = filter_of(command, "query", collation)?;
    let key = command
        .get_str("key")
        .map_err(|_| Refusal::new(40414, "BSON field 'distinct.key' is missing but a required field"))?;
    let values = match store.readable(database, name) {
        Some(collection) => pipeline::distinct(&collection.found(&filter)?, key, collation)?,
        None => Vec::new(),
    };
    Ok(doc! { "values": values, "ok": 1 })
}

fn aggregate(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let stages = command
        .get_array("pipeline")
        .map_err(|_| Refusal::new(40414, "BSON field 'aggregate.pipeline' is missing but a required field"))?;
    if command.get("explain").is_some_and(truth) {
        return Err(Refusal::not_here("explain"));
    }
    let Ok(name) = command.get_str("aggregate") else {
        return Err(Refusal::not_here("an aggregation over a whole database"));
    };
    let collation = collation(command.get_document("collation").ok());
    let size = command.get_document("cursor").ok().and_then(|cursor| cursor.get("batchSize")).and_then(integer);
    let collections = store.database(database);
    let of = |name: &str| collections.get(name).map(|found| found.documents().to_vec()).unwrap_or_default();
    let found = pipeline::run(stages, of(name), &of, collation)?;
    Ok(store.batch(&format!("{database}.{name}"), found, size.and_then(|size| usize::try_from(size).ok())))
}

fn list_collections(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let filter = filter_of(command, "filter", Collation::Simple)?;
    let only_names = command.get("nameOnly").is_some_and(truth);
    let mut found = Vec::new();
    for name in store.database(database).keys() {
        let mut entry = doc! { "name": name, "type": "collection" };
        if !only_names {
            entry.insert("options", Document::new());
            entry.insert("info", doc! { "readOnly": false });
            entry.insert("idIndex", doc! { "v": 2, "key": { "_id": 1 }, "name": "_id_" });
        }
        if filter.meets(&entry)? {
            found.push(entry);
        }
    }
    Ok(store.batch(&format!("{database}.$cmd.listCollections"), found, Some(usize::MAX)))
}

fn list_databases(store: &mut Documents, command: &Document) -> Result<Document, Refusal> {
    let filter = filter_of(command, "filter", Collation::Simple)?;
    let mut found = Vec::new();
    for (name, collections) in &store.databases {
        let entry = doc! { "name": name, "sizeOnDisk": 8192, "empty": false };
        if !collections.is_empty() && filter.meets(&entry)? {
            found.push(entry);
        }
    }
    let total = i32::try_from(found.len() * 8192).unwrap_or(i32::MAX);
    Ok(doc! { "databases": found, "totalSize": total, "ok": 1 })
}

fn list_indexes(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, "listIndexes")?;
    let namespace = format!("{database}.{name}");
    let found = match store.readable(database, name) {
        Some(collection) => collection.indexes().iter().map(super::index::Index::shown).collect(),
        None => return Err(Refusal::new(26, format!("ns does not exist: {namespace}"))),
    };
    Ok(store.batch(&namespace, found, Some(usize::MAX)))
}
