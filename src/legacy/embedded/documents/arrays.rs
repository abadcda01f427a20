//! Update operators for arrays: `$push`, `$addToSet`, `$pull`, `$pullAll`, `$pop`.

use bson::{Bson, Document};

use super::collection::sorted;
use super::filter::{holds, Filter};
use super::order::{compare, equal, integer, shown, type_of, Collation};
use super::path;
use super::predicate::Predicate;
use super::projection::sliced;
use super::refusal::Refusal;

/// The most elements an array may be given.
const MOST: usize = 1_000_000;

/// Refuses what cannot be done to any array.
///
/// # Errors
/// The server's words.
pub(super) fn check(operator: &str, path: &str, value: &Bson) -> Result<(), Refusal> {
    match (operator, value) {
        ("$pop", value) if !matches!(integer(value), Some(1 | -1)) => {
            Err(Refusal::unread(format!("$pop expects 1 or -1, found: {}", shown(value))))
        }
        ("$pullAll", value) if !matches!(value, Bson::Array(_)) => {
            Err(Refusal::bad_value(format!("$pullAll requires an array argument but was given a {}", type_of(value).0)))
        }
        ("$push" | "$addToSet", Bson::Document(modifiers)) if modifiers.contains_key("$each") => {
            if !matches!(modifiers.get("$each"), Some(Bson::Array(_))) {
                let given = modifiers.get("$each").map_or("missing", |value| type_of(value).0);
                let words = format!("The argument to $each in {operator} must be an array but it was of type: {given}");
                return Err(Refusal::wrong_type(words));
            }
            let known: &[&str] =
                if operator == "$push" { &["$each", "$position", "$slice", "$sort"] } else { &["$each"] };
            match modifiers.keys().find(|name| !known.contains(&name.as_str())) {
                Some(unknown) => Err(Refusal::bad_value(format!("Unrecognized clause in {operator}: {unknown}"))),
                None => Ok(()),
            }
        }
        ("$pull", Bson::Document(query)) => condition(path, query).map(|_| ()),
        _ => Ok(()),
    }
}

/// What an element must be to be pulled.
enum Condition {
    Filter(Filter),
    Value(Vec<Predicate>),
}

fn condition(path: &str, query: &Document) -> Result<Condition, Refusal> {
    let first = query.keys().next().map_or("", String::as_str);
    if first.starts_with('$') && !["$and", "$or", "$nor"].contains(&first) {
        return Ok(Condition::Value(Predicate::read(path, &Bson::Document(query.clone()), Collation::Simple)?));
    }
    Ok(Condition::Filter(Filter::read(query, Collation::Simple)?))
}

/// Changes the array at a path.
///
/// # Errors
/// Where there is no array at the path.
pub(super) fn apply(
    operator: &str,
    document: &mut Document,
    parts: &[&str],
    value: &Bson,
    id: &Bson,
) -> Result<(), Refusal> {
    if !matches!(operator, "$push" | "$addToSet") && path::get(document, parts).is_none() {
        return Ok(());
    }
    let place = path::place(document, parts)?;
    if matches!(place, Bson::Undefined) {
        *place = Bson::Array(Vec::new());
    }
    let last = parts.last().copied().unwrap_or_default();
    let Bson::Array(items) = place else { return Err(no_array(operator, last, place, id)) };
    let (modifiers, added) = match value {
        Bson::Document(modifiers) => match modifiers.get("$each") {
            Some(Bson::Array(each)) => (Some(modifiers), each.clone()),
            _ => (None, vec![value.clone()]),
        },
        _ => (None, vec![value.clone()]),
    };
    match operator {
        "$push" => {
            let whole = |name: &str| modifiers.and_then(|modifiers| modifiers.get(name)).and_then(integer);
            let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let at = whole("$position").map_or(length, |at| {
                if at < 0 {
                    (length + at.max(-length)).max(0)
                } else {
                    at.min(length)
                }
            });
            let at = usize::try_from(at).unwrap_or(0);
            items.splice(at..at, added);
            match modifiers.and_then(|modifiers| modifiers.get("$sort")) {
                Some(Bson::Document(by)) => {
                    let mut rows: Vec<Document> = items.iter().filter_map(|item| item.as_document().cloned()).collect();
                    sorted(&mut rows, by, Collation::Simple);
                    *items = rows.into_iter().map(Bson::Document).collect();
                }
                Some(direction) => {
                    items.sort_by(|one, other| compare(one, other, Collation::Simple));
                    if integer(direction) == Some(-1) {
                        items.reverse();
                    }
                }
                None => {}
            }
            match whole("$slice") {
                Some(count) if count < 0 => *items = sliced(items, count, None),
                Some(count) => *items = sliced(items, 0, Some(count)),
                None => {}
            }
        }
        "$addToSet" => {
            for item in added {
                if !holds(items, &item, Collation::Simple) {
                    items.push(item);
                }
            }
        }
        "$pop" => {
            if integer(value) == Some(-1) && !items.is_empty() {
                items.remove(0);
            } else {
                items.pop();
            }
        }
        "$pullAll" => {
            if let Bson::Array(gone) = value {
                items.retain(|item| !holds(gone, item, Collation::Simple));
            }
        }
        _ => pull(items, last, value)?,
    }
    if items.len() > MOST {
        return Err(Refusal::new(10334, format!("an array may not have more than {MOST} elements")));
    }
    Ok(())
}

fn pull(items: &mut Vec<Bson>, last: &str, value: &Bson) -> Result<(), Refusal> {
    let mut kept = Vec::new();
    for item in items.drain(..) {
        let gone = match value {
            Bson::Document(query) => match (condition(last, query)?, &item) {
                (Condition::Filter(filter), Bson::Document(inner)) => filter.meets(inner)?,
                (Condition::Filter(_), _) => false,
                (Condition::Value(predicates), item) => {
                    let mut met = true;
                    for predicate in &predicates {
                        met = met && predicate.meets(&|visit| visit(Some(item)))?;
                    }
                    met
                }
            },
            Bson::RegularExpression(_) => {
                Predicate::read(last, value, Collation::Simple)?[0].meets(&|visit| visit(Some(&item)))?
            }
            plain => equal(plain, &item, Collation::Simple),
        };
        if !gone {
            kept.push(item);
        }
    }
    *items = kept;
    Ok(())
}

fn no_array(operator: &str, field: &str, held: &Bson, id: &Bson) -> Refusal {
    let kind = type_of(held).0;
    match operator {
        "$push" => Refusal::bad_value(format!(
            "The field '{field}' must be an array but is of type {kind} in document {{_id: {}}}",
            shown(id)
        )),
        "$addToSet" => Refusal::bad_value(format!(
            "Cannot apply $addToSet to non-array field. Field named '{field}' has non-array type {kind}"
        )),
        "$pop" => Refusal::wrong_type(format!("Path '{field}' contains an element of non-array type '{kind}'")),
        other => Refusal::bad_value(format!("Cannot apply {other} to a non-array value")),
    }
}
