//! `$group`: documents gathered by a key, and what is computed of each heap.

use std::collections::HashMap;

use bson::{Bson, Document};

use super::expression::{self, Expression};
use super::filter::holds;
use super::operators;
use super::order::{key, Collation};
use super::refusal::Refusal;

/// A group stage, read.
pub(super) struct Group {
    by: Expression,
    fields: Vec<(String, String, Expression)>,
}

impl Group {
    /// Reads a group stage.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) fn read(stated: &Document) -> Result<Self, Refusal> {
        const KNOWN: [&str; 10] =
            ["$sum", "$avg", "$min", "$max", "$first", "$last", "$push", "$addToSet", "$count", "$mergeObjects"];
        let by = stated.get("_id").ok_or_else(|| Refusal::new(15955, "a group specification must include an _id"))?;
        let mut fields = Vec::new();
        for (name, value) in stated.iter().filter(|(name, _)| *name != "_id") {
            let accumulator = value
                .as_document()
                .and_then(|inner| inner.iter().next())
                .ok_or_else(|| Refusal::new(40234, format!("The field '{name}' must be an accumulator object")))?;
            if !KNOWN.contains(&accumulator.0.as_str()) {
                return Err(Refusal::new(15952, format!("unknown group operator '{}'", accumulator.0)));
            }
            fields.push((name.clone(), accumulator.0.clone(), expression::read(accumulator.1)?));
        }
        Ok(Self { by: expression::read(by)?, fields })
    }

    /// The heaps of these documents, in the order their keys are first seen.
    ///
    /// # Errors
    /// Where an expression fails.
    pub(super) fn of(&self, documents: &[Document]) -> Result<Vec<Document>, Refusal> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut heaps: Vec<(Bson, Vec<&Document>)> = Vec::new();
        for document in documents {
            let value = self.by.value(document)?;
            let place = *places.entry(key(&value, Collation::Simple)).or_insert_with(|| {
                heaps.push((value, Vec::new()));
                heaps.len() - 1
            });
            heaps[place].1.push(document);
        }
        heaps.into_iter().map(|(value, members)| self.heap(value, &members)).collect()
    }

    fn heap(&self, value: Bson, members: &[&Document]) -> Result<Document, Refusal> {
        let mut out = Document::new();
        out.insert("_id", value);
        for (name, accumulator, expression) in &self.fields {
            let mut found = Vec::new();
            for member in members {
                found.push(expression.found(member)?);
            }
            let or_null = |value: Option<&Option<Bson>>| value.cloned().flatten().unwrap_or(Bson::Null);
            let made = match accumulator.as_str() {
                "$first" => or_null(found.first()),
                "$last" => or_null(found.last()),
                "$push" => Bson::Array(found.into_iter().flatten().collect()),
                "$addToSet" => {
                    let mut set: Vec<Bson> = Vec::new();
                    for value in found.into_iter().flatten() {
                        if !holds(&set, &value, Collation::Simple) {
                            set.push(value);
                        }
                    }
                    Bson::Array(set)
                }
                "$count" => Bson::Int32(i32::try_from(members.len()).unwrap_or(i32::MAX)),
                "$mergeObjects" => operators::apply("$mergeObjects", found)?.unwrap_or(Bson::Null),
                other => {
                    let all = Bson::Array(found.into_iter().flatten().collect());
                    operators::apply(other, vec![Some(all)])?.unwrap_or(Bson::Null)
                }
            };
            out.insert(name, made);
        }
        Ok(out)
    }
}
