//! Queries: which documents are meant.

use bson::{Bson, Document};

use super::expression::{self, Expression};
use super::order::{equal, Collation};
use super::path;
use super::predicate::Predicate;
use super::refusal::Refusal;

/// A query, read.
#[derive(Clone, Debug)]
pub(super) enum Filter {
    /// All of them.
    And(Vec<Filter>),
    /// One of them.
    Or(Vec<Filter>),
    /// None of them.
    Nor(Vec<Filter>),
    /// What stands at a path.
    Field(String, Predicate),
    /// What an expression makes of the document.
    Expression(Expression),
}

impl Filter {
    /// Reads a query.
    ///
    /// # Errors
    /// The server's refusal of what is no query.
    pub(super) fn read(query: &Document, collation: Collation) -> Result<Self, Refusal> {
        let mut all = Vec::new();
        for (name, value) in query {
            match name.as_str() {
                "$and" | "$or" | "$nor" => {
                    let branches = branches(name, value, collation)?;
                    all.push(match name.as_str() {
                        "$and" => Self::And(branches),
                        "$or" => Self::Or(branches),
                        _ => Self::Nor(branches),
                    });
                }
                "$expr" => all.push(Self::Expression(expression::read(value)?)),
                "$comment" => {}
                "$where" | "$text" | "$jsonSchema" | "$sampleRate" => return Err(Refusal::not_here(name)),
                operator if operator.starts_with('$') => {
                    return Err(Refusal::bad_value(format!(
                    "unknown top level operator: {operator}. If you have a field name that starts with a '$' symbol, \
                         consider using $getField or $setField."
                )))
                }
                field => {
                    path::parts(field)?;
                    for predicate in Predicate::read(field, value, collation)? {
                        all.push(Self::Field(field.to_owned(), predicate));
                    }
                }
            }
        }
        Ok(Self::And(all))
    }

    /// Whether a document is meant.
    ///
    /// # Errors
    /// Where that cannot be told: a pattern that takes too long, an expression that fails.
    pub(super) fn meets(&self, document: &Document) -> Result<bool, Refusal> {
        let any = |branches: &[Self]| -> Result<bool, Refusal> {
            for branch in branches {
                if branch.meets(document)? {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        match self {
            Self::And(branches) => {
                for branch in branches {
                    if !branch.meets(document)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Or(branches) => any(branches),
            Self::Nor(branches) => Ok(!any(branches)?),
            Self::Field(field, predicate) => {
                let parts: Vec<&str> = field.split('.').collect();
                predicate.meets(&|visit| path::any_in(document, &parts, visit))
            }
            Self::Expression(expression) => Ok(super::order::truth(&expression.value(document)?)),
        }
    }

    /// The values a document must have to be meant, by path: what an upsert begins with.
    pub(super) fn equalities(&self) -> Vec<(&str, &Bson)> {
        match self {
            Self::And(branches) => branches.iter().flat_map(Self::equalities).collect(),
            Self::Or(branches) if branches.len() == 1 => branches[0].equalities(),
            Self::Field(field, predicate) => {
                predicate.equality().map(|value| (field.as_str(), value)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The place in the array at `prefix` that makes the document be meant: what `$` stands for.
    pub(super) fn matched_place(&self, document: &Document, prefix: &[&str]) -> Result<Option<usize>, Refusal> {
        let Some(Bson::Array(items)) = path::get(document, prefix) else { return Ok(None) };
        let mut single = document.clone();
        for (index, item) in items.iter().enumerate() {
            *path::place(&mut single, prefix)? = Bson::Array(vec![item.clone()]);
            if self.meets(&single)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Whether the query says anything about what stands at a path or below it.
    pub(super) fn asks_about(&self, path: &str) -> bool {
        match self {
            Self::And(branches) | Self::Or(branches) | Self::Nor(branches) => {
                branches.iter().any(|branch| branch.asks_about(path))
            }
            Self::Field(field, _) => {
                field == path || field.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
            }
            Self::Expression(_) => false,
        }
    }
}

fn branches(name: &str, value: &Bson, collation: Collation) -> Result<Vec<Filter>, Refusal> {
    let Bson::Array(items) = value else { return Err(Refusal::bad_value(format!("{name} must be an array"))) };
    if items.is_empty() {
        return Err(Refusal::bad_value("$and/$or/$nor must be a nonempty array"));
    }
    let branch = |item: &Bson| match item {
        Bson::Document(query) => Filter::read(query, collation),
        _ => Err(Refusal::bad_value("$or/$and/$nor entries need to be full objects")),
    };
    items.iter().map(branch).collect()
}

/// Whether an array holds a value.
pub(super) fn holds(items: &[Bson], value: &Bson, collation: Collation) -> bool {
    items.iter().any(|item| equal(item, value, collation))
}
