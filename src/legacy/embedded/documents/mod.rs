//! The embedded document store: MongoDB's commands over documents in memory.
//!
//! A command goes `commands` (or `writes` for those that change something) → `filter`, `update`, `pipeline` →
//! `collection`; what is refused comes back as `refusal`, in the server's words. Values are BSON, so their types and
//! their order are the server's; outside they are extended JSON. Every collection is searched from its first document
//! to its last: identity stores in a seed file are small.

mod arrays;
mod collection;
mod commands;
mod expression;
mod filter;
mod group;
mod index;
mod operators;
mod order;
mod path;
mod pattern;
mod pipeline;
mod predicate;
mod projection;
mod refusal;
mod seed;
mod update;
mod writes;

use std::collections::{BTreeMap, HashMap, VecDeque};

use bson::Document;
use serde_json::{Map, Value};

use crate::legacy::extended_json;
use crate::legacy::Reply;
use collection::Collection;
use refusal::Refusal;

pub(super) use seed::{is_seed, play};

/// The most cursors that stay open.
const MOST_CURSORS: usize = 1_000;

/// All databases.
#[derive(Clone, Debug, Default)]
pub(super) struct Documents {
    /// What was seeded without the name of a database: what every database starts with.
    every: BTreeMap<String, Collection>,
    databases: BTreeMap<String, BTreeMap<String, Collection>>,
    cursors: HashMap<i64, Cursor>,
    last_cursor: i64,
    /// What to go back to, by session, for transactions that are not over.
    transactions: HashMap<String, BTreeMap<String, BTreeMap<String, Collection>>>,
}

/// What is left of an answer.
#[derive(Clone, Debug)]
struct Cursor {
    namespace: String,
    left: VecDeque<Document>,
}

impl Documents {
    /// Answers a command.
    pub(super) fn answer(&mut self, database: &str, command: &Map<String, Value>) -> Reply {
        let answer = match extended_json::document(command) {
            Ok(command) => self.answered(database, &command).unwrap_or_else(Refusal::answer),
            Err(words) => Refusal::bad_value(words).answer(),
        };
        Reply::Documents { answer: extended_json::written(&answer) }
    }

    fn answered(&mut self, database: &str, command: &Document) -> Result<Document, Refusal> {
        if database.is_empty() || database.contains(['/', '\\', '.', ' ', '"', '$', '\0']) {
            return Err(Refusal::new(73, format!("Invalid database name: '{database}'")));
        }
        self.begin(command);
        commands::answer(self, database, command)
    }

    /// Keeps what a transaction may have to go back to.
    fn begin(&mut self, command: &Document) {
        /// Transactions that are open at once.
        const MOST: usize = 20;
        let starts = command.get_bool("startTransaction").unwrap_or(false);
        if let (true, Some(session)) = (starts, session(command)) {
            if self.transactions.len() < MOST {
                self.transactions.insert(session, self.databases.clone());
            }
        }
    }

    /// Ends a transaction.
    fn end(&mut self, command: &Document, keeps: bool) -> Result<(), Refusal> {
        let before = session(command).and_then(|session| self.transactions.remove(&session));
        match before {
            Some(before) if !keeps => self.databases = before,
            Some(_) => {}
            None => {
                return Err(Refusal::new(251, "Given transaction number does not match any in-progress transactions."))
            }
        }
        Ok(())
    }

    /// The collections of a database.
    fn database(&mut self, name: &str) -> &mut BTreeMap<String, Collection> {
        let every = &self.every;
        // The server's own databases hold nothing of ours.
        let seeded = !matches!(name, "admin" | "config" | "local");
        self.databases.entry(name.to_owned()).or_insert_with(|| if seeded { every.clone() } else { BTreeMap::new() })
    }

    /// A collection to write into, made if it is not there.
    fn writable(&mut self, database: &str, name: &str) -> Result<&mut Collection, Refusal> {
        if name.is_empty() || name.contains(['$', '\0']) {
            return Err(Refusal::new(73, format!("Invalid collection name: {name}")));
        }
        Ok(self.database(database).entry(name.to_owned()).or_default())
    }

    /// A collection to read from.
    fn readable(&mut self, database: &str, name: &str) -> Option<&Collection> {
        self.database(database).get(name)
    }

    /// The first part of an answer; a cursor keeps the rest.
    fn batch(&mut self, namespace: &str, found: Vec<Document>, size: Option<usize>) -> Document {
        /// What a server hands out at once unless told otherwise.
        const USUAL: usize = 101;
        let mut left: VecDeque<Document> = found.into();
        let first: Vec<Document> = left.drain(..size.unwrap_or(USUAL).min(left.len())).collect();
        let id = if left.is_empty() || self.cursors.len() >= MOST_CURSORS {
            0
        } else {
            self.last_cursor += 1;
            self.cursors.insert(self.last_cursor, Cursor { namespace: namespace.to_owned(), left });
            self.last_cursor
        };
        bson::doc! { "cursor": { "firstBatch": first, "id": id, "ns": namespace }, "ok": 1 }
    }
}

/// The session a command belongs to.
fn session(command: &Document) -> Option<String> {
    command.get("lsid").map(|id| order::key(id, order::Collation::Simple))
}

#[cfg(test)]
mod tests;
