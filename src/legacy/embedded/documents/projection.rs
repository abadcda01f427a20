//! Projections: what of a document is handed out.

use bson::{Bson, Document};

use super::expression::{self, Expression};
use super::filter::Filter;
use super::order::{integer, number, Collation};
use super::path;
use super::refusal::Refusal;

/// A projection, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Projection {
    inclusive: bool,
    id: bool,
    paths: Vec<String>,
    computed: Vec<(String, Expression)>,
    elements: Vec<(String, Part)>,
}

#[derive(Clone, Debug)]
enum Part {
    Slice(i64, Option<i64>),
    Matching(Filter),
    First,
}

impl Projection {
    /// Reads a projection; `None` for an empty one.
    ///
    /// # Errors
    /// The server's refusal of mixed or unknown forms.
    pub(super) fn read(stated: &Document, collation: Collation) -> Result<Option<Self>, Refusal> {
        let mut projection = Self { id: true, ..Self::default() };
        let mut mode = None;
        flattened(stated, "", &mut |path, value| {
            let kept = match value {
                Bson::Boolean(kept) => Some(*kept),
                other => number(other).map(|number| number != 0.0),
            };
            if path == "_id" {
                if let Some(kept) = kept {
                    projection.id = kept;
                    if kept && stated.len() == 1 {
                        mode = Some(true);
                    }
                    return Ok(());
                }
            }
            let Some(kept) = kept else { return projection.part(path, value, &mut mode, collation) };
            if path.ends_with(".$") {
                projection.elements.push((path.trim_end_matches(".$").to_owned(), Part::First));
                mode = Some(true);
                return Ok(());
            }
            match (mode, kept) {
                (Some(true), false) => {
                    Err(Refusal::new(31254, format!("Cannot do exclusion on field {path} in inclusion projection")))
                }
                (Some(false), true) => {
                    Err(Refusal::new(31253, format!("Cannot do inclusion on field {path} in exclusion projection")))
                }
                _ => {
                    mode = Some(kept);
                    projection.paths.push(path.to_owned());
                    Ok(())
                }
            }
        })?;
        projection.inclusive = mode.unwrap_or(!projection.computed.is_empty());
        Ok((!stated.is_empty()).then_some(projection))
    }

    fn part(&mut self, path: &str, value: &Bson, mode: &mut Option<bool>, collation: Collation) -> Result<(), Refusal> {
        let operator = value.as_document().and_then(|inner| inner.iter().next());
        match operator.map(|(name, argument)| (name.as_str(), argument)) {
            Some(("$slice", Bson::Array(two))) if two.len() == 2 => {
                let (skip, count) = (integer(&two[0]), integer(&two[1]));
                self.elements.push((path.to_owned(), Part::Slice(skip.unwrap_or(0), count)));
            }
            Some(("$slice", count)) if integer(count).is_some() => {
                let count = integer(count).unwrap_or(0);
                let slice = if count < 0 { Part::Slice(count, None) } else { Part::Slice(0, Some(count)) };
                self.elements.push((path.to_owned(), slice));
            }
            Some(("$elemMatch", Bson::Document(query))) => {
                self.elements.push((path.to_owned(), Part::Matching(Filter::read(query, collation)?)));
                *mode = Some(true);
            }
            _ => self.computed.push((path.to_owned(), expression::read(value)?)),
        }
        Ok(())
    }

    /// What is handed out of a document; `query` is what it was found by.
    ///
    /// # Errors
    /// Where an expression fails.
    pub(super) fn of(&self, document: &Document, query: Option<&Filter>) -> Result<Document, Refusal> {
        let mut out = match self.inclusive {
            true => {
                let mut paths: Vec<Vec<&str>> = self.paths.iter().map(|path| path.split('.').collect()).collect();
                paths.extend(
                    self.elements
                        .iter()
                        .filter(|(_, part)| !matches!(part, Part::Slice(..)))
                        .map(|(path, _)| path.split('.').collect()),
                );
                if self.id {
                    paths.push(vec!["_id"]);
                }
                included(document, &paths)
            }
            false => {
                let mut paths: Vec<Vec<&str>> = self.paths.iter().map(|path| path.split('.').collect()).collect();
                if !self.id {
                    paths.push(vec!["_id"]);
                }
                excluded(document, &paths)
            }
        };
        for (path, part) in &self.elements {
            let parts: Vec<&str> = path.split('.').collect();
            let Some(Bson::Array(items)) = path::get(document, &parts) else { continue };
            let kept = match part {
                Part::Slice(skip, count) => sliced(items, *skip, *count),
                Part::First => {
                    let place = query.map(|query| query.matched_place(document, &parts)).transpose()?.flatten();
                    items.get(place.unwrap_or(0)).cloned().into_iter().collect()
                }
                Part::Matching(filter) => {
                    let mut found = Vec::new();
                    for item in items {
                        if let Bson::Document(inner) = item {
                            if filter.meets(inner)? {
                                found.push(item.clone());
                                break;
                            }
                        }
                    }
                    found
                }
            };
            if kept.is_empty() && matches!(part, Part::Matching(_)) {
                path::remove(&mut out, &parts);
            } else {
                *path::place(&mut out, &parts)? = Bson::Array(kept);
            }
        }
        for (path, expression) in &self.computed {
            if let Some(value) = expression.found(document)? {
                *path::place(&mut out, &path.split('.').collect::<Vec<_>>())? = value;
            }
        }
        Ok(out)
    }
}

/// Shows every leaf of a projection: `{a: {b: 1}}` is `{"a.b": 1}`.
fn flattened(
    stated: &Document,
    prefix: &str,
    visit: &mut dyn FnMut(&str, &Bson) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for (name, value) in stated {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        if !path.ends_with('$') {
            path::parts(&path)?;
        }
        match value {
            Bson::Document(inner) if inner.keys().next().is_some_and(|key| !key.starts_with('$')) => {
                flattened(inner, &path, visit)?;
            }
            other => visit(&path, other)?,
        }
    }
    Ok(())
}

fn included(document: &Document, paths: &[Vec<&str>]) -> Document {
    let mut out = Document::new();
    for (name, value) in document {
        let below: Vec<Vec<&str>> =
            paths.iter().filter(|path| path.first() == Some(&name.as_str())).map(|path| path[1..].to_vec()).collect();
        if below.is_empty() {
            continue;
        }
        if below.iter().any(Vec::is_empty) {
            out.insert(name, value.clone());
        } else if let Some(kept) = included_value(value, &below) {
            out.insert(name, kept);
        }
    }
    out
}

fn included_value(value: &Bson, paths: &[Vec<&str>]) -> Option<Bson> {
    match value {
        Bson::Document(inner) => Some(Bson::Document(included(inner, paths))),
        Bson::Array(items) => Some(Bson::Array(items.iter().filter_map(|item| included_value(item, paths)).collect())),
        _ => None,
    }
}

fn excluded(document: &Document, paths: &[Vec<&str>]) -> Document {
    let mut out = Document::new();
    for (name, value) in document {
        let below: Vec<Vec<&str>> =
            paths.iter().filter(|path| path.first() == Some(&name.as_str())).map(|path| path[1..].to_vec()).collect();
        if !below.iter().any(Vec::is_empty) {
            out.insert(name, excluded_value(value, &below));
        }
    }
    out
}

fn excluded_value(value: &Bson, paths: &[Vec<&str>]) -> Bson {
    match value {
        Bson::Document(inner) if !paths.is_empty() => Bson::Document(excluded(inner, paths)),
        Bson::Array(items) if !paths.is_empty() => {
            Bson::Array(items.iter().map(|item| excluded_value(item, paths)).collect())
        }
        other => other.clone(),
    }
}

/// The part of an array that begins `skip` from its front, or from its end where that is negative.
pub(super) fn sliced(items: &[Bson], skip: i64, count: Option<i64>) -> Vec<Bson> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let start = if skip < 0 { (length + skip.max(-length)).max(0) } else { skip.min(length) };
    let count = count.unwrap_or(length).clamp(0, length);
    items.iter().skip(usize::try_from(start).unwrap_or(0)).take(usize::try_from(count).unwrap_or(0)).cloned().collect()
}
