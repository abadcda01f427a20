//! Commands that change something.

use bson::{doc, Bson, Document};

use super::collection::{sorted, Collection};
use super::commands::{collection_of, filter_of};
use super::filter::Filter;
use super::index::{collation, Index};
use super::order::{integer, truth, Collation};
use super::path;
use super::projection::Projection;
use super::refusal::Refusal;
use super::update::Update;
use super::Documents;

/// Answers a command that changes something.
///
/// # Errors
/// The server's refusal.
pub(super) fn answer(
    store: &mut Documents,
    database: &str,
    verb: &str,
    command: &Document,
) -> Result<Document, Refusal> {
    match verb {
        "insert" => insert(store, database, command),
        "update" => update(store, database, command),
        "delete" => delete(store, database, command),
        "findAndModify" | "findandmodify" => find_and_modify(store, database, verb, command),
        "create" => {
            let name = collection_of(command, verb)?;
            if store.readable(database, name).is_some() {
                let words = format!("Collection {database}.{name} already exists.");
                return Err(Refusal::new(48, words));
            }
            if command.contains_key("viewOn") || command.contains_key("validator") {
                return Err(Refusal::not_here("a view or a validator"));
            }
            store.writable(database, name)?;
            Ok(doc! { "ok": 1 })
        }
        "drop" => {
            let name = collection_of(command, verb)?;
            let namespace = format!("{database}.{name}");
            match store.database(database).remove(name) {
                Some(gone) => {
                    let indexes = i32::try_from(gone.indexes().len()).unwrap_or(i32::MAX);
                    Ok(doc! { "nIndexesWas": indexes, "ns": namespace, "ok": 1 })
                }
                None => Err(Refusal::new(26, "ns not found")),
            }
        }
        "dropDatabase" => {
            store.database(database).clear();
            Ok(doc! { "dropped": database, "ok": 1 })
        }
        "createIndexes" => create_indexes(store, database, command),
        "dropIndexes" | "deleteIndexes" => {
            let name = collection_of(command, verb)?;
            let Some(collection) = store.database(database).get_mut(name) else {
                return Err(Refusal::new(26, "ns not found"));
            };
            let before = i32::try_from(collection.indexes().len()).unwrap_or(i32::MAX);
            let named = match command.get("index") {
                Some(Bson::Document(key)) => {
                    let found = collection.indexes().iter().find(|index| index.key() == key);
                    found.map_or_else(|| super::order::shown_document(key), |index| index.name().to_owned())
                }
                Some(Bson::String(name)) => name.clone(),
                _ => return Err(Refusal::not_here("dropping several indexes at once")),
            };
            collection.drop_index(&named)?;
            Ok(doc! { "nIndexesWas": before, "ok": 1 })
        }
        unknown => Err(Refusal::new(59, format!("no such command: '{unknown}'"))),
    }
}

/// The parts of a write: documents to insert, updates, deletes.
fn parts<'a>(command: &'a Document, verb: &str, part: &str) -> Result<Vec<&'a Document>, Refusal> {
    /// As many as a server takes at once.
    const MOST: usize = 100_000;
    let missing = || Refusal::new(40414, format!("BSON field '{verb}.{part}' is missing but a required field"));
    let items = command.get_array(part).map_err(|_| missing())?;
    if items.is_empty() || items.len() > MOST {
        let words = format!("Write batch sizes must be between 1 and {MOST}. Got {} operations.", items.len());
        return Err(Refusal::new(16, words));
    }
    let wrong = || Refusal::wrong_type(format!("BSON field '{verb}.{part}' must hold objects"));
    items.iter().map(|item| item.as_document().ok_or_else(wrong)).collect()
}

/// Writes one after the other; in order, the first refusal ends it.
fn each<T>(command: &Document, parts: Vec<T>, mut write: impl FnMut(usize, T) -> Result<(), Refusal>) -> Vec<Document> {
    let ordered = command.get("ordered").is_none_or(truth);
    let mut errors = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        if let Err(refusal) = write(index, part) {
            errors.push(refusal.of_write(index));
            if ordered {
                break;
            }
        }
    }
    errors
}

fn finished(mut answer: Document, errors: Vec<Document>) -> Document {
    if !errors.is_empty() {
        answer.insert("writeErrors", errors);
    }
    answer.insert("ok", 1);
    answer
}

fn insert(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, "insert")?;
    let documents = parts(command, "insert", "documents")?;
    let namespace = format!("{database}.{name}");
    let collection = store.writable(database, name)?;
    let mut count = 0;
    let errors = each(command, documents, |_, document| {
        collection.insert(&namespace, document.clone())?;
        count += 1;
        Ok(())
    });
    Ok(finished(doc! { "n": count }, errors))
}

fn update(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, "update")?;
    let updates = parts(command, "update", "updates")?;
    let namespace = format!("{database}.{name}");
    let collection = store.writable(database, name)?;
    let (mut met, mut changed, mut upserted) = (0, 0, Vec::new());
    let errors = each(command, updates, |index, stated| {
        let multi = stated.get("multi").is_some_and(truth);
        let (filter, update) = read_update(stated, "q", "u", multi)?;
        let places = collection.places(&filter, (!multi).then_some(1))?;
        if places.is_empty() && stated.get("upsert").is_some_and(truth) {
            let added = upsert(&filter, &update).and_then(|document| collection.insert(&namespace, document));
            let id = added.map_err(|refusal| refusal.during("update"))?;
            met += 1;
            upserted.push(doc! { "index": i32::try_from(index).unwrap_or(i32::MAX), "_id": id });
            return Ok(());
        }
        for place in places {
            met += 1;
            let done = collection.update(&namespace, place, &update, &filter);
            changed += i32::from(done.map_err(|refusal| refusal.during("update"))?);
        }
        Ok(())
    });
    let mut answer = doc! { "n": met };
    if !upserted.is_empty() {
        answer.insert("upserted", upserted);
    }
    answer.insert("nModified", changed);
    Ok(finished(answer, errors))
}

fn read_update(stated: &Document, query: &str, update: &str, multi: bool) -> Result<(Filter, Update), Refusal> {
    if stated.get_array("arrayFilters").is_ok_and(|filters| !filters.is_empty()) {
        return Err(Refusal::not_here("arrayFilters"));
    }
    let filter = filter_of(stated, query, collation(stated.get_document("collation").ok()))?;
    let missing = Refusal::new(40414, format!("BSON field 'update.updates.{update}' is missing but a required field"));
    Ok((filter, Update::read(stated.get(update).ok_or(missing)?, multi)?))
}

/// The document an upsert adds: what the query says it equals, then the update.
fn upsert(filter: &Filter, update: &Update) -> Result<Document, Refusal> {
    let mut document = Document::new();
    for (path, value) in filter.equalities() {
        let replaces = matches!(update, Update::Replacement(_));
        if !replaces || path == "_id" {
            *path::place(&mut document, &path::parts(path)?)? = value.clone();
        }
    }
    update.apply(&mut document, filter, true)?;
    Ok(document)
}

fn delete(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, "delete")?;
    let deletes = parts(command, "delete", "deletes")?;
    let Some(collection) = store.database(database).get_mut(name) else { return Ok(doc! { "n": 0, "ok": 1 }) };
    let mut count = 0;
    let errors = each(command, deletes, |_, stated| {
        let filter = filter_of(stated, "q", collation(stated.get_document("collation").ok()))?;
        let single = stated.get("limit").and_then(integer) == Some(1);
        let places = collection.places(&filter, single.then_some(1))?;
        count += i32::try_from(places.len()).unwrap_or(i32::MAX);
        collection.remove(&places);
        Ok(())
    });
    Ok(finished(doc! { "n": count }, errors))
}

fn find_and_modify(store: &mut Documents, database: &str, verb: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, verb)?;
    let namespace = format!("{database}.{name}");
    let flag = |name: &str| command.get(name).is_some_and(truth);
    let folding = collation(command.get_document("collation").ok());
    let filter = filter_of(command, "query", folding)?;
    let fields = command.get_document("fields").or_else(|_| command.get_document("projection"));
    let projection = fields.map_or(Ok(None), |fields| Projection::read(fields, folding))?;
    if flag("remove") == command.contains_key("update") {
        let words = match flag("remove") {
            true => "Cannot specify both an update and remove=true",
            false => "Either an update or remove=true must be specified",
        };
        return Err(Refusal::unread(words));
    }
    let shown = |document: Option<Document>| -> Result<Bson, Refusal> {
        Ok(match (document, &projection) {
            (None, _) => Bson::Null,
            (Some(document), Some(projection)) => Bson::Document(projection.of(&document, Some(&filter))?),
            (Some(document), None) => Bson::Document(document),
        })
    };
    let collection = store.writable(database, name)?;
    let place = first(collection, &filter, command.get_document("sort").ok(), folding)?;
    if flag("remove") {
        let gone = place.map(|place| collection.documents()[place].clone());
        if let Some(place) = place {
            collection.remove(&[place]);
        }
        let count = i32::from(gone.is_some());
        return Ok(doc! { "lastErrorObject": { "n": count }, "value": shown(gone)?, "ok": 1 });
    }
    let (_, update) = read_update(command, "query", "update", false)?;
    let Some(place) = place else {
        if !flag("upsert") {
            return Ok(doc! { "lastErrorObject": { "n": 0, "updatedExisting": false }, "value": Bson::Null, "ok": 1 });
        }
        let added = upsert(&filter, &update).and_then(|document| collection.insert(&namespace, document));
        let id = added.map_err(|refusal| refusal.during("findAndModify"))?;
        let added = collection.documents().last().cloned().filter(|_| flag("new"));
        let status = doc! { "n": 1, "updatedExisting": false, "upserted": id };
        return Ok(doc! { "lastErrorObject": status, "value": shown(added)?, "ok": 1 });
    };
    let before = collection.documents()[place].clone();
    let done = collection.update(&namespace, place, &update, &filter);
    done.map_err(|refusal| refusal.during("findAndModify"))?;
    let value = if flag("new") { collection.documents()[place].clone() } else { before };
    Ok(doc! { "lastErrorObject": { "n": 1, "updatedExisting": true }, "value": shown(Some(value))?, "ok": 1 })
}

/// The place of the first document that is meant, in an order.
fn first(
    collection: &Collection,
    filter: &Filter,
    by: Option<&Document>,
    folding: Collation,
) -> Result<Option<usize>, Refusal> {
    let Some(by) = by.filter(|by| !by.is_empty()) else { return Ok(collection.places(filter, Some(1))?.pop()) };
    let mut found: Vec<Document> = collection.found(filter)?.into_iter().cloned().collect();
    sorted(&mut found, by, folding);
    let Some(id) = found.first().and_then(|document| document.get("_id")) else { return Ok(None) };
    Ok(collection.documents().iter().position(|document| document.get("_id") == Some(id)))
}

fn create_indexes(store: &mut Documents, database: &str, command: &Document) -> Result<Document, Refusal> {
    let name = collection_of(command, "createIndexes")?;
    let indexes = parts(command, "createIndexes", "indexes")?;
    let namespace = format!("{database}.{name}");
    let created = store.readable(database, name).is_none();
    let collection = store.writable(database, name)?;
    let before = i32::try_from(collection.indexes().len()).unwrap_or(i32::MAX);
    for stated in indexes {
        collection.create_index(&namespace, Index::read(stated)?)?;
    }
    let after = i32::try_from(collection.indexes().len()).unwrap_or(i32::MAX);
    let mut answer = doc! {
        "numIndexesBefore": before, "numIndexesAfter": after, "createdCollectionAutomatically": created,
    };
    if before == after {
        answer.insert("note", "all indexes already exist");
    }
    answer.insert("ok", 1);
    Ok(answer)
}
