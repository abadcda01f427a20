//! A collection: its documents in the order they came, and its indexes.

use std::cmp::Ordering;

use bson::oid::ObjectId;
use bson::{doc, Bson, Document};
use sha2::{Digest, Sha256};

use super::filter::Filter;
use super::index::Index;
use super::order::{compare, type_of, Collation};
use super::path;
use super::refusal::Refusal;
use super::update::Update;

/// The largest document a server takes, in bytes.
const LARGEST: usize = 16 << 20;
/// The most a collection may hold, in bytes: a script that writes in an endless loop must not fill the memory.
const FULL: usize = 256 << 20;

/// When made-up ids say they were made, in seconds since 1970: the first of January 2020.
const MADE_AT: u32 = 1_577_836_800;

/// A collection.
#[derive(Clone, Debug)]
pub(super) struct Collection {
    documents: Vec<Document>,
    indexes: Vec<Index>,
    size: usize,
    /// How many ids were made up.
    made: u32,
}

/// An empty one with the index every collection has.
impl Default for Collection {
    fn default() -> Self {
        Self { documents: Vec::new(), indexes: vec![Index::of_ids()], size: 0, made: 0 }
    }
}

impl Collection {
    /// All documents.
    pub(super) fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// All indexes, that of `_id` first.
    pub(super) fn indexes(&self) -> &[Index] {
        &self.indexes
    }

    /// The places of the documents that are meant, up to `most`.
    ///
    /// # Errors
    /// Where that cannot be told.
    pub(super) fn places(&self, filter: &Filter, most: Option<usize>) -> Result<Vec<usize>, Refusal> {
        let mut places = Vec::new();
        for (place, document) in self.documents.iter().enumerate() {
            if most.is_some_and(|most| places.len() >= most) {
                break;
            }
            if filter.meets(document)? {
                places.push(place);
            }
        }
        Ok(places)
    }

    /// The documents that are meant.
    ///
    /// # Errors
    /// Where that cannot be told.
    pub(super) fn found(&self, filter: &Filter) -> Result<Vec<&Document>, Refusal> {
        Ok(self.places(filter, None)?.into_iter().map(|place| &self.documents[place]).collect())
    }

    /// An id for a document that came without one. It is the same whenever the store is filled anew: a user whose id
    /// changes from run to run would look like another user.
    fn made_up_id(&mut self, namespace: &str) -> ObjectId {
        self.made = self.made.wrapping_add(1);
        let digest = Sha256::digest(namespace);
        let mut bytes = [0; 12];
        bytes[..4].copy_from_slice(&MADE_AT.to_be_bytes());
        bytes[4..9].copy_from_slice(&digest[..5]);
        bytes[9..].copy_from_slice(&self.made.to_be_bytes()[1..]);
        ObjectId::from_bytes(bytes)
    }

    /// Adds a document, with an `_id` if it has none; `namespace` for messages.
    ///
    /// # Errors
    /// A duplicate key, an `_id` that can be none, a document too large.
    pub(super) fn insert(&mut self, namespace: &str, document: Document) -> Result<Bson, Refusal> {
        let id = document.get("_id").cloned().unwrap_or_else(|| Bson::ObjectId(self.made_up_id(namespace)));
        if matches!(id, Bson::Array(_) | Bson::RegularExpression(_) | Bson::Undefined) {
            let words = format!("The '_id' value cannot be of type {}", type_of(&id).0);
            return Err(Refusal::new(53, words));
        }
        let mut whole = doc! { "_id": id.clone() };
        whole.extend(document);
        let size = sized(&whole)?;
        if self.size + size > FULL {
            return Err(Refusal::new(
                14031,
                format!("a collection of the embedded store holds at most {} MB", FULL >> 20),
            ));
        }
        for index in &self.indexes {
            index.admits(namespace, &whole, None)?;
        }
        self.indexes.iter_mut().for_each(|index| index.add(&whole));
        self.size += size;
        self.documents.push(whole);
        Ok(id)
    }

    /// Puts a document in the place of another; whether that changed anything.
    ///
    /// # Errors
    /// As [`Collection::insert`].
    pub(super) fn replace(&mut self, namespace: &str, place: usize, document: Document) -> Result<bool, Refusal> {
        let before = &self.documents[place];
        if *before == document {
            return Ok(false);
        }
        let grown = self.size.saturating_sub(sized(before)?) + sized(&document)?;
        if grown > FULL {
            return Err(Refusal::new(
                14031,
                format!("a collection of the embedded store holds at most {} MB", FULL >> 20),
            ));
        }
        for index in &self.indexes {
            index.admits(namespace, &document, Some(before))?;
        }
        for index in &mut self.indexes {
            index.remove(before);
            index.add(&document);
        }
        self.size = grown;
        self.documents[place] = document;
        Ok(true)
    }

    /// Changes a document; whether that changed anything.
    ///
    /// # Errors
    /// The server's refusal; the document is then as it was.
    pub(super) fn update(
        &mut self,
        namespace: &str,
        place: usize,
        update: &Update,
        filter: &Filter,
    ) -> Result<bool, Refusal> {
        let mut document = self.documents[place].clone();
        update.apply(&mut document, filter, false)?;
        self.replace(namespace, place, document)
    }

    /// Removes the documents at these places.
    pub(super) fn remove(&mut self, places: &[usize]) {
        for place in places.iter().rev() {
            let gone = self.documents.remove(*place);
            self.size = self.size.saturating_sub(sized(&gone).unwrap_or(0));
            self.indexes.iter_mut().for_each(|index| index.remove(&gone));
        }
    }

    /// Adds an index and says whether it was not there before.
    ///
    /// # Errors
    /// A duplicate key among the documents, another index of the same name.
    pub(super) fn create_index(&mut self, namespace: &str, mut index: Index) -> Result<bool, Refusal> {
        if let Some(known) =
            self.indexes.iter().find(|known| known.name() == index.name() || known.key() == index.key())
        {
            return known.same_as(&index);
        }
        for document in &self.documents {
            index.admits(namespace, document, None)?;
            index.add(document);
        }
        self.indexes.push(index);
        Ok(true)
    }

    /// Drops an index by its name.
    ///
    /// # Errors
    /// When there is none, or it is that of `_id`.
    pub(super) fn drop_index(&mut self, name: &str) -> Result<(), Refusal> {
        if name == "*" {
            self.indexes.truncate(1);
            return Ok(());
        }
        match self.indexes.iter().position(|index| index.name() == name) {
            Some(0) => Err(Refusal::new(72, "cannot drop _id index")),
            Some(place) => {
                self.indexes.remove(place);
                Ok(())
            }
            None => Err(Refusal::new(27, format!("index not found with name [{name}]"))),
        }
    }
}

/// The size of a document in bytes.
fn sized(document: &Document) -> Result<usize, Refusal> {
    let size = document.to_vec().map_err(|error| Refusal::bad_value(error.to_string()))?.len();
    match size > LARGEST {
        true => Err(Refusal::new(
            10334,
            format!("BSONObj size: {size} (0x{size:X}) is invalid. Size must be between 0 and {LARGEST}"),
        )),
        false => Ok(size),
    }
}

/// Sorts documents by `{field: 1, other: -1}`.
pub(super) fn sorted(documents: &mut [Document], by: &Document, collation: Collation) {
    let keys: Vec<(Vec<&str>, bool)> = by
        .iter()
        .map(|(path, direction)| {
            let falls = super::order::number(direction).is_some_and(|direction| direction < 0.0);
            (path.split('.').collect(), falls)
        })
        .collect();
    documents.sort_by(|one, other| {
        for (parts, falls) in &keys {
            let order = extreme(one, parts, *falls, collation).map_or(Bson::Null, Clone::clone);
            let against = extreme(other, parts, *falls, collation).map_or(Bson::Null, Clone::clone);
            let order = compare(&order, &against, collation);
            let order = if *falls { order.reverse() } else { order };
            if order.is_ne() {
                return order;
            }
        }
        Ordering::Equal
    });
}

/// What of an array counts: its least element, or its greatest where the order falls.
fn extreme<'a>(document: &'a Document, parts: &[&str], falls: bool, collation: Collation) -> Option<&'a Bson> {
    let mut best: Option<&'a Bson> = None;
    path::any_in(document, parts, &mut |value| {
        let mut consider = |value: &'a Bson| {
            let better = best.is_none_or(|best| {
                let order = compare(value, best, collation);
                if falls {
                    order.is_gt()
                } else {
                    order.is_lt()
                }
            });
            if better {
                best = Some(value);
            }
        };
        match value {
            Some(Bson::Array(items)) => items.iter().for_each(&mut consider),
            Some(other) => consider(other),
            None => {}
        }
        false
    });
    best
}
