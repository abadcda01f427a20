//! Dotted paths into documents: looked up as queries do, changed as updates do.

use bson::{Bson, Document};

use super::order::{shown, shown_document};
use super::refusal::Refusal;

/// The most parts a path may have.
const LONGEST: usize = 100;

/// The parts of a path.
///
/// # Errors
/// When a part is empty or there are too many.
pub(super) fn parts(path: &str) -> Result<Vec<&str>, Refusal> {
    let parts: Vec<&str> = path.split('.').collect();
    if parts.len() > LONGEST {
        return Err(Refusal::new(15, format!("FieldPath is too long: more than {LONGEST} parts")));
    }
    if parts.len() > 1 && parts.iter().any(|part| part.is_empty()) {
        return Err(Refusal::new(
            56,
            format!("The update path '{path}' contains an empty field name, which is not allowed."),
        ));
    }
    Ok(parts)
}

/// Shows `visit` every value a query sees at the path: through arrays of documents, and array places by number.
/// `None` stands for a missing value. Ends early when `visit` answers true, and says so.
pub(super) fn any<'a>(value: &'a Bson, parts: &[&str], visit: &mut dyn FnMut(Option<&'a Bson>) -> bool) -> bool {
    let Some((first, rest)) = parts.split_first() else { return visit(Some(value)) };
    match value {
        Bson::Document(document) => match document.get(first) {
            Some(inner) => any(inner, rest, visit),
            None => visit(None),
        },
        Bson::Array(items) => {
            let at = first.parse::<usize>().ok().and_then(|index| items.get(index));
            at.is_some_and(|item| any(item, rest, visit))
                || items.iter().filter(|item| matches!(item, Bson::Document(_))).any(|item| any(item, parts, visit))
        }
        _ => visit(None),
    }
}

/// The same from a document.
pub(super) fn any_in<'a>(
    document: &'a Document,
    parts: &[&str],
    visit: &mut dyn FnMut(Option<&'a Bson>) -> bool,
) -> bool {
    let Some((first, rest)) = parts.split_first() else { return false };
    match document.get(first) {
        Some(value) => any(value, rest, visit),
        None => visit(None),
    }
}

/// The one value at a path, documents and array places by number alone.
pub(super) fn get<'a>(document: &'a Document, parts: &[&str]) -> Option<&'a Bson> {
    let (first, rest) = parts.split_first()?;
    rest.iter().try_fold(document.get(first)?, |value, part| match value {
        Bson::Document(inner) => inner.get(part),
        Bson::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The place at a path, made where it is missing.
///
/// # Errors
/// Where something that is no document stands in the way.
pub(super) fn place<'a>(document: &'a mut Document, parts: &[&str]) -> Result<&'a mut Bson, Refusal> {
    let Some((last, before)) = parts.split_last() else {
        return Err(Refusal::new(56, "An empty update path is not valid."));
    };
    let mut holder = Holder::Document(document);
    for (index, part) in before.iter().enumerate() {
        let value = holder.entry(part, || Bson::Document(Document::new()))?;
        holder = match value {
            Bson::Document(inner) => Holder::Document(inner),
            Bson::Array(items) => Holder::Array(part, items),
            other => {
                let next = parts.get(index + 1).copied().unwrap_or_default();
                let words = format!("Cannot create field '{next}' in element {{{part}: {}}}", shown(other));
                return Err(Refusal::new(28, words));
            }
        };
    }
    holder.entry(last, || Bson::Undefined)
}

enum Holder<'a, 'p> {
    Document(&'a mut Document),
    Array(&'p str, &'a mut Vec<Bson>),
}

impl<'a> Holder<'a, '_> {
    fn entry(self, part: &str, missing: impl FnOnce() -> Bson) -> Result<&'a mut Bson, Refusal> {
        /// The furthest behind its end an array may be written to.
        const FURTHEST: usize = 1_500_000;
        match self {
            Holder::Document(document) => Ok(document.entry(part.to_owned()).or_insert_with(missing)),
            Holder::Array(name, items) => {
                let Ok(index) = part.parse::<usize>() else {
                    let element = Document::from_iter([(name.to_owned(), Bson::Array(items.clone()))]);
                    let words = format!(
                        "Cannot create field '{part}' in element {}",
                        shown_document(&element).replace("{ ", "{").replace(" }", "}")
                    );
                    return Err(Refusal::new(28, words));
                };
                if index >= items.len() + FURTHEST {
                    return Err(Refusal::bad_value(format!("can't backfill more than {FURTHEST} elements")));
                }
                while items.len() < index {
                    items.push(Bson::Null);
                }
                if items.len() == index {
                    items.push(missing());
                }
                items.get_mut(index).ok_or_else(|| Refusal::bad_value("no such element"))
            }
        }
    }
}

/// Takes away what is at a path, if anything is. An element of an array becomes null.
pub(super) fn remove(document: &mut Document, parts: &[&str]) -> Option<Bson> {
    let (last, before) = parts.split_last()?;
    let Some((first, rest)) = before.split_first() else { return document.remove(last) };
    let mut value = document.get_mut(first)?;
    for part in rest {
        value = match value {
            Bson::Document(inner) => inner.get_mut(part)?,
            Bson::Array(items) => items.get_mut(part.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match value {
        Bson::Document(inner) => inner.remove(last),
        Bson::Array(items) => {
            items.get_mut(last.parse::<usize>().ok()?).map(|item| std::mem::replace(item, Bson::Null))
        }
        _ => None,
    }
}
