//! Updates: operators, replacements, pipelines.

use std::cmp::Ordering;

use bson::{Bson, DateTime, Document, Timestamp};

use super::arrays;
use super::filter::Filter;
use super::operators::{plus, times};
use super::order::{compare, equal, number, shown, shown_document, type_of, Collation};
use super::path;
use super::pipeline;
use super::refusal::Refusal;

/// The deepest document an update may leave.
const DEEPEST: usize = 100;

/// An update, read.
#[derive(Clone, Debug)]
pub(super) enum Update {
    /// A whole document in place of the old one.
    Replacement(Document),
    /// Operators with their paths, in the order they are applied in.
    Operators(Vec<Step>),
    /// Stages of an aggregation.
    Pipeline(Vec<Bson>),
}

/// One operator on one path.
#[derive(Clone, Debug)]
pub(super) struct Step {
    operator: String,
    path: String,
    value: Bson,
}

impl Update {
    /// Reads an update.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) fn read(stated: &Bson, multi: bool) -> Result<Self, Refusal> {
        let document = match stated {
            Bson::Array(stages) => {
                pipeline::check_update(stages)?;
                return Ok(Self::Pipeline(stages.clone()));
            }
            Bson::Document(document) => document,
            _ => return Err(Refusal::unread("Update argument must be either an object or an array")),
        };
        if !document.keys().next().is_some_and(|name| name.starts_with('$')) {
            if multi {
                return Err(Refusal::unread("multi update is not supported for replacement-style update"));
            }
            if let Some(field) = document.keys().find(|name| name.starts_with('$')) {
                let words = format!(
                    "The dollar ($) prefixed field '{field}' in '{field}' is not allowed in the context of an update's \
                     replacement document. Consider using an aggregation pipeline with $replaceWith."
                );
                return Err(Refusal::new(52, words));
            }
            return Ok(Self::Replacement(document.clone()));
        }
        let mut steps: Vec<Step> = Vec::new();
        for (operator, fields) in document {
            if operator == "$bit" {
                return Err(Refusal::not_here(operator));
            }
            if !OPERATORS.contains(&operator.as_str()) {
                return Err(Refusal::unread(format!(
                    "Unknown modifier: {operator}. Expected a valid update modifier or pipeline-style update specified \
                     as an array"
                )));
            }
            let Bson::Document(fields) = fields else {
                return Err(Refusal::unread(format!(
                    "Modifiers operate on fields but we found type {} instead. For example: {{$mod: {{<field>: ...}}}} \
                     not {{{operator}: {}}}",
                    type_of(fields).0,
                    shown(fields)
                )));
            };
            for (path, value) in fields {
                let step = Step { operator: operator.clone(), path: path.clone(), value: value.clone() };
                step.check()?;
                for touched in step.paths() {
                    let clash = steps.iter().flat_map(Step::paths).find(|other| overlap(touched, other));
                    if let Some(other) = clash {
                        let at = if touched.len() < other.len() { touched } else { other };
                        let words = format!("Updating the path '{touched}' would create a conflict at '{at}'");
                        return Err(Refusal::new(40, words));
                    }
                }
                steps.push(step);
            }
        }
        steps.sort_by(|one, other| by_path(&one.path, &other.path));
        Ok(Self::Operators(steps))
    }

    /// Changes a document. `inserts` for one that an upsert is about to add.
    ///
    /// # Errors
    /// The server's refusal; the document is then to be thrown away.
    pub(super) fn apply(&self, document: &mut Document, query: &Filter, inserts: bool) -> Result<(), Refusal> {
        let id = document.get("_id").cloned();
        match self {
            Self::Replacement(replacement) => {
                let mut out = Document::new();
                if let Some(id) = &id {
                    out.insert("_id", id.clone());
                }
                for (name, value) in replacement {
                    out.insert(name, value.clone());
                }
                *document = out;
            }
            Self::Operators(steps) => {
                for step in steps {
                    if step.operator != "$setOnInsert" || inserts {
                        step.apply(document, query)?;
                    }
                }
            }
            Self::Pipeline(stages) => *document = pipeline::updated(stages, document.clone())?,
        }
        if depth(document) > DEEPEST {
            return Err(Refusal::new(15, "Document exceeds maximum nested object depth: 200"));
        }
        let kept = match (&id, document.get("_id")) {
            (Some(before), Some(after)) => equal(before, after, Collation::Simple),
            (before, _) => before.is_none(),
        };
        match (kept, self) {
            (true, _) => Ok(()),
            (false, Self::Operators(_)) => {
                Err(Refusal::new(66, "Performing an update on the path '_id' would modify the immutable field '_id'"))
            }
            (false, _) => Err(Refusal::new(
                66,
                format!(
                    "After applying the update, the (immutable) field '_id' was found to have been altered to _id: {}",
                    shown(document.get("_id").unwrap_or(&Bson::Null))
                ),
            )),
        }
    }
}

const OPERATORS: [&str; 14] = [
    "$set",
    "$unset",
    "$inc",
    "$mul",
    "$min",
    "$max",
    "$rename",
    "$currentDate",
    "$setOnInsert",
    "$push",
    "$addToSet",
    "$pull",
    "$pullAll",
    "$pop",
];

/// New fields are added in the order of their paths, numbers by value.
fn by_path(one: &str, other: &str) -> Ordering {
    let mut pairs =
        one.split('.').zip(other.split('.')).map(|(one, other)| match (one.parse::<u64>(), other.parse::<u64>()) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            _ => one.cmp(other),
        });
    pairs.find(|order| order.is_ne()).unwrap_or_else(|| one.len().cmp(&other.len()))
}

fn overlap(one: &str, other: &str) -> bool {
    let below =
        |path: &str, root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    below(one, other) || below(other, one)
}

fn depth(document: &Document) -> usize {
    1 + document.values().map(depth_of).max().unwrap_or(0)
}

fn depth_of(value: &Bson) -> usize {
    match value {
        Bson::Document(inner) => depth(inner),
        Bson::Array(items) => 1 + items.iter().map(depth_of).max().unwrap_or(0),
        _ => 0,
    }
}

impl Step {
    fn paths(&self) -> Vec<&str> {
        match (self.operator.as_str(), &self.value) {
            ("$rename", Bson::String(to)) => vec![&self.path, to],
            _ => vec![&self.path],
        }
    }

    fn check(&self) -> Result<(), Refusal> {
        let Self { operator, path, value } = self;
        path::parts(path)?;
        if path.is_empty() {
            return Err(Refusal::new(56, "An empty update path is not valid."));
        }
        if let Some(part) = path.split('.').find(|part| part.starts_with("$[")) {
            return Err(Refusal::not_here(&format!("the positional operator {part} in '{path}'")));
        }
        match (operator.as_str(), value) {
            ("$inc" | "$mul", value) if number(value).is_none() => {
                let verb = if operator == "$inc" { "increment" } else { "multiply" };
                let words = format!("Cannot {verb} with non-numeric argument: {{{path}: {}}}", shown(value));
                Err(Refusal::wrong_type(words))
            }
            ("$rename", Bson::String(to)) if to == path => {
                let words = format!("The source and target field for $rename must differ: {path}: \"{to}\"");
                Err(Refusal::bad_value(words))
            }
            ("$rename", Bson::String(to)) => path::parts(to).map(|_| ()),
            ("$rename", other) => {
                Err(Refusal::bad_value(format!("The 'to' field for $rename must be a string: {path}: {}", shown(other))))
            }
            ("$currentDate", Bson::Boolean(_)) => Ok(()),
            ("$currentDate", Bson::Document(kind)) if matches!(kind.get_str("$type"), Ok("date" | "timestamp")) => Ok(()),
            ("$currentDate", Bson::Document(_)) => Err(Refusal::bad_value(
                "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
            )),
            ("$currentDate", other) => Err(Refusal::bad_value(format!(
                "{} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({{$type: \
                 'timestamp/date'}}).",
                type_of(other).0
            ))),
            _ => arrays::check(operator, path, value),
        }
    }

    fn apply(&self, document: &mut Document, query: &Filter) -> Result<(), Refusal> {
        let path = self.placed(document, query)?;
        let parts: Vec<&str> = path.split('.').collect();
        let id = document.get("_id").cloned().unwrap_or(Bson::Null);
        let value = &self.value;
        match self.operator.as_str() {
            "$set" | "$setOnInsert" => *path::place(document, &parts)? = value.clone(),
            "$unset" => drop(path::remove(document, &parts)),
            "$rename" => {
                if let (Some(taken), Bson::String(to)) = (path::remove(document, &parts), value) {
                    let to: Vec<&str> = to.split('.').collect();
                    drop(path::remove(document, &to));
                    *path::place(document, &to)? = taken;
                }
            }
            "$currentDate" => {
                let stamp = value.as_document().is_some_and(|kind| kind.get_str("$type").ok() == Some("timestamp"));
                let now = DateTime::now();
                *path::place(document, &parts)? = if stamp {
                    let time = u32::try_from(now.timestamp_millis() / 1000).unwrap_or(u32::MAX);
                    Bson::Timestamp(Timestamp { time, increment: 1 })
                } else {
                    Bson::DateTime(now)
                };
            }
            "$inc" | "$mul" => {
                let place = path::place(document, &parts)?;
                *place = match (&*place, self.operator.as_str()) {
                    (Bson::Undefined, "$inc") => value.clone(),
                    (Bson::Undefined, _) => times(&Bson::Int32(0), value),
                    (held, "$inc") if number(held).is_some() => plus(held, value),
                    (held, _) if number(held).is_some() => times(held, value),
                    (held, operator) => {
                        let owner = shown_document(&Document::from_iter([("_id".to_owned(), id)]));
                        let owner = owner.replace("{ ", "{").replace(" }", "}");
                        let last = parts.last().copied().unwrap_or_default();
                        let words = format!(
                            "Cannot apply {operator} to a value of non-numeric type. {owner} has the field '{last}' of \
                             non-numeric type {}",
                            type_of(held).0
                        );
                        return Err(Refusal::wrong_type(words));
                    }
                };
            }
            "$min" | "$max" => {
                let wanted = if self.operator == "$min" { Ordering::Less } else { Ordering::Greater };
                let place = path::place(document, &parts)?;
                if matches!(place, Bson::Undefined) || compare(value, place, Collation::Simple) == wanted {
                    *place = value.clone();
                }
            }
            operator => arrays::apply(operator, document, &parts, value, &id)?,
        }
        Ok(())
    }

    /// The path with the place that the query met put in for `$`.
    fn placed(&self, document: &Document, query: &Filter) -> Result<String, Refusal> {
        if !self.path.split('.').any(|part| part == "$") {
            return Ok(self.path.clone());
        }
        let parts: Vec<&str> = self.path.split('.').collect();
        let at = parts.iter().position(|part| *part == "$").unwrap_or(0);
        let prefix = &parts[..at];
        let asked = query.asks_about(&prefix.join("."));
        let place = if asked { query.matched_place(document, prefix)? } else { None };
        let Some(place) = place else {
            let words = "The positional operator did not find the match needed from the query.";
            return Err(Refusal::bad_value(words));
        };
        let place = place.to_string();
        Ok(parts
            .iter()
            .enumerate()
            .map(|(index, part)| if index == at { place.as_str() } else { part })
            .collect::<Vec<_>>()
            .join("."))
    }
}
