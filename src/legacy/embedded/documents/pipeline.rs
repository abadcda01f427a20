//! Aggregation pipelines.

use bson::{doc, Bson, Document};

use super::collection::sorted;
use super::expression::{self, Expression};
use super::filter::Filter;
use super::group::Group;
use super::order::{compare, equal, integer, truth, type_of, Collation};
use super::path;
use super::projection::Projection;
use super::refusal::Refusal;

/// The most documents a stage may hand on.
const MOST: usize = 500_000;

/// How a stage finds the documents of another collection.
pub(super) type Others<'a> = &'a dyn Fn(&str) -> Vec<Document>;

/// Runs the stages over documents.
///
/// # Errors
/// The server's refusal of a stage.
pub(super) fn run(
    stages: &[Bson],
    mut documents: Vec<Document>,
    others: Others<'_>,
    collation: Collation,
) -> Result<Vec<Document>, Refusal> {
    for stage in stages {
        let (name, argument) = named(stage)?;
        documents = one(name, argument, documents, others, collation)?;
        if documents.len() > MOST {
            return Err(Refusal::new(16945, format!("a stage handed on more than {MOST} documents")));
        }
    }
    Ok(documents)
}

fn named(stage: &Bson) -> Result<(&str, &Bson), Refusal> {
    let Bson::Document(stage) = stage else {
        return Err(Refusal::wrong_type("Each element of the 'pipeline' array must be an object"));
    };
    match (stage.iter().next(), stage.len()) {
        (Some((name, argument)), 1) => Ok((name, argument)),
        _ => Err(Refusal::new(40323, "A pipeline stage specification object must contain exactly one field.")),
    }
}

/// Refuses a pipeline that cannot update a document.
///
/// # Errors
/// The server's words.
pub(super) fn check_update(stages: &[Bson]) -> Result<(), Refusal> {
    for stage in stages {
        let (name, _) = named(stage)?;
        if !["$set", "$addFields", "$unset", "$project", "$replaceRoot", "$replaceWith"].contains(&name) {
            return Err(Refusal::new(72, format!("{name} is not allowed to be used within an update")));
        }
    }
    Ok(())
}

/// A document after the stages of an update.
///
/// # Errors
/// The server's refusal of a stage.
pub(super) fn updated(stages: &[Bson], document: Document) -> Result<Document, Refusal> {
    let id = document.get("_id").cloned();
    let mut out = run(stages, vec![document], &|_| Vec::new(), Collation::Simple)?.pop().unwrap_or_default();
    if let (Some(id), false) = (id, out.contains_key("_id")) {
        let mut with = doc! { "_id": id };
        with.extend(out);
        out = with;
    }
    Ok(out)
}

fn document_of<'a>(name: &str, argument: &'a Bson) -> Result<&'a Document, Refusal> {
    argument.as_document().ok_or_else(|| {
        Refusal::new(40272, format!("{name} specification stage must be an object, got {}", type_of(argument).0))
    })
}

fn count_of(name: &str, argument: &Bson) -> Result<usize, Refusal> {
    integer(argument).and_then(|count| usize::try_from(count).ok()).ok_or_else(|| {
        let words = format!("invalid argument to {name} stage: Expected a non-negative number in: {name}: {argument}");
        Refusal::new(2107201, words)
    })
}

fn one(
    name: &str,
    argument: &Bson,
    mut documents: Vec<Document>,
    others: Others<'_>,
    collation: Collation,
) -> Result<Vec<Document>, Refusal> {
    match name {
        "$match" => {
            let query = argument
                .as_document()
                .ok_or_else(|| Refusal::new(15959, "the match filter must be an expression in an object"))?;
            let filter = Filter::read(query, collation)?;
            let mut kept = Vec::new();
            for document in documents {
                if filter.meets(&document)? {
                    kept.push(document);
                }
            }
            Ok(kept)
        }
        "$project" => {
            let stated = document_of(name, argument)?;
            let projection = Projection::read(stated, collation)?.ok_or_else(|| {
                Refusal::new(
                    51272,
                    "Invalid $project :: caused by :: projection specification must have at least one field",
                )
            })?;
            documents.iter().map(|document| projection.of(document, None)).collect()
        }
        "$addFields" | "$set" => {
            let fields: Vec<(&String, Expression)> = document_of(name, argument)?
                .iter()
                .map(|(name, value)| Ok((name, expression::read(value)?)))
                .collect::<Result<_, Refusal>>()?;
            for document in &mut documents {
                let before = document.clone();
                for (name, expression) in &fields {
                    let parts = path::parts(name)?;
                    match expression.found(&before)? {
                        Some(value) => *path::place(document, &parts)? = value,
                        None => drop(path::remove(document, &parts)),
                    }
                }
            }
            Ok(documents)
        }
        "$unset" => {
            let names: Vec<&str> = match argument {
                Bson::String(name) => vec![name],
                Bson::Array(names) => names.iter().filter_map(Bson::as_str).collect(),
                _ => return Err(Refusal::new(31002, "$unset specification must be a string or an array")),
            };
            for document in &mut documents {
                names.iter().for_each(|name| drop(path::remove(document, &name.split('.').collect::<Vec<_>>())));
            }
            Ok(documents)
        }
        "$sort" => {
            sorted(&mut documents, document_of(name, argument)?, collation);
            Ok(documents)
        }
        "$skip" => Ok(documents.split_off(count_of(name, argument)?.min(documents.len()))),
        "$limit" => match count_of(name, argument)? {
            0 => Err(Refusal::new(15958, "the limit must be positive")),
            count => {
                documents.truncate(count);
                Ok(documents)
            }
        },
        "$sample" => {
            let size = document_of(name, argument)?.get("size").and_then(integer).unwrap_or(0);
            documents.truncate(usize::try_from(size).unwrap_or(0));
            Ok(documents)
        }
        "$count" => {
            let field = argument.as_str().filter(|field| !field.is_empty() && !field.starts_with('$'));
            let field = field.ok_or_else(|| Refusal::new(40156, "the count field must be a non-empty string"))?;
            let count = i32::try_from(documents.len()).unwrap_or(i32::MAX);
            Ok(if count == 0 { Vec::new() } else { vec![doc! { field: count }] })
        }
        "$group" => Group::read(document_of(name, argument)?)?.of(&documents),
        "$sortByCount" => {
            let group = Group::read(&doc! { "_id": argument.clone(), "count": { "$sum": 1 } })?;
            let mut counted = group.of(&documents)?;
            sorted(&mut counted, &doc! { "count": -1 }, collation);
            Ok(counted)
        }
        "$unwind" => unwind(argument, documents),
        "$lookup" => lookup(document_of(name, argument)?, documents, others, collation),
        "$replaceRoot" | "$replaceWith" => {
            let stated = if name == "$replaceRoot" {
                document_of(name, argument)?.get("newRoot").unwrap_or(&Bson::Null)
            } else {
                argument
            };
            let expression = expression::read(stated)?;
            documents
                .iter()
                .map(|document| match expression.value(document)? {
                    Bson::Document(root) => Ok(root),
                    other => Err(Refusal::new(
                        40228,
                        format!(
                            "'newRoot' expression must evaluate to an object, but resulting value was: {}. Type of resulting \
                             value: '{}'.",
                            super::order::shown(&other),
                            type_of(&other).0
                        ),
                    )),
                })
                .collect()
        }
        "$facet" => {
            let mut out = Document::new();
            for (name, stages) in document_of(name, argument)? {
                let stages =
                    stages.as_array().ok_or_else(|| Refusal::new(40170, "arguments to $facet must be arrays"))?;
                let found = run(stages, documents.clone(), others, collation)?;
                out.insert(name, found.into_iter().map(Bson::Document).collect::<Vec<_>>());
            }
            Ok(vec![out])
        }
        "$out" | "$merge" | "$bucket" | "$bucketAuto" | "$geoNear" | "$graphLookup" | "$redact" | "$unionWith"
        | "$setWindowFields" | "$densify" | "$fill" | "$search" | "$searchMeta" | "$vectorSearch" | "$changeStream"
        | "$collStats" | "$indexStats" | "$currentOp" | "$listSessions" | "$documents" => {
            Err(Refusal::not_here(&format!("the stage {name}")))
        }
        unknown => Err(Refusal::new(40324, format!("Unrecognized pipeline stage name: '{unknown}'"))),
    }
}

fn unwind(argument: &Bson, documents: Vec<Document>) -> Result<Vec<Document>, Refusal> {
    let (path, keeps, index) = match argument {
        Bson::String(path) => (path.as_str(), false, None),
        Bson::Document(parts) => (
            parts.get_str("path").map_err(|_| Refusal::new(28812, "no path specified to $unwind stage"))?,
            parts.get("preserveNullAndEmptyArrays").is_some_and(truth),
            parts.get_str("includeArrayIndex").ok(),
        ),
        _ => {
            return Err(Refusal::new(15981, "expected either a string or an object as specification for $unwind stage"))
        }
    };
    let path = path.strip_prefix('$').ok_or_else(|| {
        Refusal::new(28818, format!("path option to $unwind stage should be prefixed with a '$': {path}"))
    })?;
    let parts = path::parts(path)?;
    let mut out = Vec::new();
    for document in documents {
        let mut push = |value: Option<Bson>, at: Option<i64>| -> Result<(), Refusal> {
            let mut one = document.clone();
            match value {
                Some(value) => *path::place(&mut one, &parts)? = value,
                None => drop(path::remove(&mut one, &parts)),
            }
            if let Some(name) = index {
                *path::place(&mut one, &path::parts(name)?)? = at.map_or(Bson::Null, Bson::Int64);
            }
            out.push(one);
            Ok(())
        };
        match path::get(&document, &parts) {
            Some(Bson::Array(items)) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    push(Some(item.clone()), i64::try_from(at).ok())?;
                }
            }
            Some(Bson::Array(_)) | None => {
                if keeps {
                    push(None, None)?;
                }
            }
            Some(Bson::Null | Bson::Undefined) => {
                if keeps {
                    push(Some(Bson::Null), None)?;
                }
            }
            Some(other) => push(Some(other.clone()), None)?,
        }
        if out.len() > MOST {
            return Err(Refusal::new(16945, format!("a stage handed on more than {MOST} documents")));
        }
    }
    Ok(out)
}

fn lookup(
    stated: &Document,
    mut documents: Vec<Document>,
    others: Others<'_>,
    collation: Collation,
) -> Result<Vec<Document>, Refusal> {
    if stated.contains_key("pipeline") {
        return Err(Refusal::not_here("$lookup with a pipeline"));
    }
    let part = |name: &str| {
        stated.get_str(name).map_err(|_| Refusal::unread(format!("$lookup argument '{name}' must be a string")))
    };
    let (from, local, foreign, field) = (part("from")?, part("localField")?, part("foreignField")?, part("as")?);
    let among = others(from);
    for document in &mut documents {
        let mut wanted = Vec::new();
        path::any_in(document, &path::parts(local)?, &mut |value| {
            match value {
                Some(Bson::Array(items)) => wanted.extend(items.iter().cloned()),
                other => wanted.push(other.cloned().unwrap_or(Bson::Null)),
            }
            false
        });
        let foreign = path::parts(foreign)?;
        let mut found = Vec::new();
        for other in &among {
            let meets = path::any_in(other, &foreign, &mut |value| {
                let value = value.unwrap_or(&Bson::Null);
                let same = |one: &Bson| wanted.iter().any(|wanted| equal(one, wanted, collation));
                same(value) || value.as_array().is_some_and(|items| items.iter().any(same))
            });
            if meets {
                found.push(Bson::Document(other.clone()));
            }
        }
        *path::place(document, &path::parts(field)?)? = Bson::Array(found);
    }
    Ok(documents)
}

/// The values at a path without the same one twice: what `distinct` answers.
pub(super) fn distinct(documents: &[&Document], key: &str, collation: Collation) -> Result<Vec<Bson>, Refusal> {
    let parts = path::parts(key)?;
    let mut seen = std::collections::HashSet::new();
    let mut values = Vec::new();
    for document in documents {
        path::any_in(document, &parts, &mut |value| {
            let mut add = |value: &Bson| {
                if seen.insert(super::order::key(value, collation)) {
                    values.push(value.clone());
                }
            };
            match value {
                Some(Bson::Array(items)) => items.iter().for_each(&mut add),
                Some(other) => add(other),
                None => {}
            }
            false
        });
    }
    values.sort_by(|one, other| compare(one, other, collation));
    Ok(values)
}
