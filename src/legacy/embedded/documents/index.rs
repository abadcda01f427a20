//! Indexes. Only what they refuse matters here: finding is fast enough without them.

use std::collections::HashMap;

use bson::{doc, Bson, Document};

use super::filter::Filter;
use super::order::{key, number, shown, truth, Collation};
use super::path;
use super::refusal::Refusal;

/// An index.
#[derive(Clone, Debug)]
pub(super) struct Index {
    name: String,
    key: Document,
    unique: bool,
    sparse: bool,
    partial: Option<Filter>,
    collation: Collation,
    /// What else it was made with, for `listIndexes`.
    options: Document,
    /// How many documents hold a key; of a unique index only.
    held: HashMap<String, usize>,
}

impl Index {
    /// The index of `_id`.
    pub(super) fn of_ids() -> Self {
        Self {
            name: "_id_".to_owned(),
            key: doc! { "_id": 1 },
            unique: true,
            sparse: false,
            partial: None,
            collation: Collation::Simple,
            options: Document::new(),
            held: HashMap::new(),
        }
    }

    /// Reads what `createIndexes` was given.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) fn read(stated: &Document) -> Result<Self, Refusal> {
        let key = stated
            .get_document("key")
            .map_err(|_| Refusal::unread("The 'key' field is a required property of an index specification"))?;
        if key.is_empty() {
            return Err(Refusal::new(67, "Index keys cannot be an empty object"));
        }
        if let Some((_, kind)) = key.iter().find(|(_, kind)| number(kind).is_none_or(|kind| kind == 0.0)) {
            return match kind.as_str() {
                Some("text" | "hashed" | "2d" | "2dsphere") => {
                    Err(Refusal::not_here(&format!("an index of the kind {kind}")))
                }
                _ => Err(Refusal::new(67, format!("Unknown index plugin '{}'", kind.as_str().unwrap_or_default()))),
            };
        }
        let named = || {
            let parts: Vec<String> =
                key.iter().map(|(name, way)| format!("{name}_{}", number(way).unwrap_or(1.0))).collect();
            parts.join("_")
        };
        let partial = stated.get_document("partialFilterExpression").ok();
        let collation = collation(stated.get_document("collation").ok());
        let options =
            stated.iter().filter(|(name, _)| !["key", "name", "v", "ns", "background"].contains(&name.as_str()));
        Ok(Self {
            name: stated.get_str("name").map_or_else(|_| named(), str::to_owned),
            key: key.clone(),
            unique: stated.get("unique").is_some_and(truth),
            sparse: stated.get("sparse").is_some_and(truth),
            partial: partial.map(|query| Filter::read(query, collation)).transpose()?,
            collation,
            options: options.map(|(name, value)| (name.clone(), value.clone())).collect(),
            held: HashMap::new(),
        })
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What it is over.
    pub(super) fn key(&self) -> &Document {
        &self.key
    }

    /// As `listIndexes` shows it.
    pub(super) fn shown(&self) -> Document {
        let mut out = doc! { "v": 2, "key": self.key.clone(), "name": self.name.clone() };
        out.extend(self.options.clone());
        out
    }

    /// Whether another index of the same name or key is this very one (then false: nothing is new).
    ///
    /// # Errors
    /// When it is not.
    pub(super) fn same_as(&self, other: &Self) -> Result<bool, Refusal> {
        let same = self.unique == other.unique && self.sparse == other.sparse;
        match (self.name == other.name, self.key == other.key, same) {
            (_, true, true) => Ok(false),
            (true, _, _) => Err(Refusal::new(
                86,
                format!(
                    "An existing index has the same name as the requested index. When index names are not specified, they \
                     are auto generated and can cause conflicts. Please refer to our documentation. Requested index: {}, \
                     existing index: {}",
                    super::order::shown_document(&other.shown()),
                    super::order::shown_document(&self.shown())
                ),
            )),
            _ => Err(Refusal::new(85, format!("Index already exists with a different name: {}", self.name))),
        }
    }

    /// Refuses a document whose key another one holds. `instead` is the document whose place it takes.
    ///
    /// # Errors
    /// The server's words on duplicate keys.
    pub(super) fn admits(
        &self,
        namespace: &str,
        document: &Document,
        instead: Option<&Document>,
    ) -> Result<(), Refusal> {
        let own = instead.map(|before| self.keys(before)).unwrap_or_default();
        let clash = self.keys(document).into_iter().find(|(key, _)| {
            let others = self.held.get(key).copied().unwrap_or(0);
            others > usize::from(own.iter().any(|(own, _)| own == key))
        });
        let Some((_, values)) = clash else { return Ok(()) };
        let value: Document = self.key.keys().cloned().zip(values).collect();
        let parts: Vec<String> = value.iter().map(|(name, value)| format!("{name}: {}", shown(value))).collect();
        let message = format!(
            "E11000 duplicate key error collection: {namespace} index: {} dup key: {{ {} }}",
            self.name,
            parts.join(", ")
        );
        let more = doc! { "keyPattern": self.key.clone(), "keyValue": value };
        Err(Refusal { code: 11000, message, more })
    }

    /// Takes a document in.
    pub(super) fn add(&mut self, document: &Document) {
        for (key, _) in self.keys(document) {
            *self.held.entry(key).or_insert(0) += 1;
        }
    }

    /// Lets a document go.
    pub(super) fn remove(&mut self, document: &Document) {
        for (key, _) in self.keys(document) {
            if let Some(count) = self.held.get_mut(&key) {
                *count -= 1;
                if *count == 0 {
                    self.held.remove(&key);
                }
            }
        }
    }

    /// The keys of a document: as text, and as values. None where the index refuses nothing.
    fn keys(&self, document: &Document) -> Vec<(String, Vec<Bson>)> {
        if !self.unique || self.partial.as_ref().is_some_and(|filter| !filter.meets(document).unwrap_or(false)) {
            return Vec::new();
        }
        let mut rows: Vec<Vec<Bson>> = vec![Vec::new()];
        let mut any = false;
        for path in self.key.keys() {
            let parts: Vec<&str> = path.split('.').collect();
            let mut values: Vec<Bson> = Vec::new();
            path::any_in(document, &parts, &mut |value| {
                any |= value.is_some();
                match value {
                    Some(Bson::Array(items)) if !items.is_empty() => values.extend(items.iter().cloned()),
                    other => values.push(other.cloned().unwrap_or(Bson::Null)),
                }
                false
            });
            if values.is_empty() {
                values.push(Bson::Null);
            }
            rows = rows
                .iter()
                .flat_map(|row| values.iter().map(move |value| [row.clone(), vec![value.clone()]].concat()))
                .collect();
        }
        if self.sparse && !any {
            return Vec::new();
        }
        let mut keys: Vec<(String, Vec<Bson>)> = rows
            .into_iter()
            .map(|row| (row.iter().map(|value| key(value, self.collation)).collect::<Vec<_>>().join("\u{0}"), row))
            .collect();
        keys.sort_by(|one, other| one.0.cmp(&other.0));
        keys.dedup_by(|one, other| one.0 == other.0);
        keys
    }
}

/// What a `collation` asks for.
pub(super) fn collation(stated: Option<&Document>) -> Collation {
    let Some(stated) = stated.filter(|stated| stated.get_str("locale").ok() != Some("simple")) else {
        return Collation::Simple;
    };
    match stated.get("strength").and_then(super::order::integer) {
        Some(1) => Collation::Letters,
        Some(2) => Collation::WithoutCase,
        _ => Collation::Simple,
    }
}
