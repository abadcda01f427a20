//! What a query says of one path: `{"$gt": 5}`, `"ada@example.test"`, `{"$in": […]}`.

use std::cmp::Ordering;

use bson::{Bson, Document};

use super::filter::{holds, Filter};
use super::order::{compare, equal, integer, number, rank, type_of, Collation};
use super::path;
use super::pattern::Pattern;
use super::refusal::Refusal;

/// One condition on what stands at a path.
#[derive(Clone, Debug)]
pub(super) enum Predicate {
    Equal(Bson, Collation),
    Compare(Compared, Bson, Collation),
    In(Vec<Bson>, Vec<Pattern>, Collation),
    Exists,
    Type(Vec<i32>),
    Like(Pattern),
    Element(Box<Filter>),
    ElementValue(Vec<Predicate>),
    All(Vec<Predicate>),
    Size(usize),
    Remainder(i64, i64),
    Not(Vec<Predicate>),
}

/// How two values are to stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Shows every value a query sees at the path, until the visitor answers true.
pub(super) type Seen<'a, 'd> = &'a dyn Fn(&mut dyn FnMut(Option<&'d Bson>) -> bool) -> bool;

impl Predicate {
    /// Reads what a query has beside a path.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) fn read(field: &str, value: &Bson, collation: Collation) -> Result<Vec<Self>, Refusal> {
        match value {
            Bson::Document(operators) if operators.keys().next().is_some_and(|name| name.starts_with('$')) => {
                Self::operators(field, operators, collation)
            }
            Bson::RegularExpression(regex) => {
                Ok(vec![Self::Like(Pattern::new(regex.pattern.as_str(), regex.options.as_str())?)])
            }
            Bson::Undefined => Err(Refusal::bad_value("cannot compare to undefined")),
            other => Ok(vec![Self::Equal(other.clone(), collation)]),
        }
    }

    fn operators(field: &str, operators: &Document, collation: Collation) -> Result<Vec<Self>, Refusal> {
        let mut all = Vec::new();
        for (name, value) in operators {
            let compared = |how| Self::Compare(how, value.clone(), collation);
            all.push(match name.as_str() {
                "$eq" => Self::Equal(value.clone(), collation),
                "$ne" => match value {
                    Bson::RegularExpression(_) => return Err(Refusal::bad_value("Can't have regex as arg to $ne.")),
                    value => Self::Not(vec![Self::Equal(value.clone(), collation)]),
                },
                "$lt" => compared(Compared::Less),
                "$lte" => compared(Compared::LessOrEqual),
                "$gt" => compared(Compared::Greater),
                "$gte" => compared(Compared::GreaterOrEqual),
                "$in" => Self::one_of(name, value, collation)?,
                "$nin" => Self::Not(vec![Self::one_of(name, value, collation)?]),
                "$exists" => match super::order::truth(value) {
                    true => Self::Exists,
                    false => Self::Not(vec![Self::Exists]),
                },
                "$type" => Self::Type(types(value)?),
                "$regex" => Self::like(value, operators.get("$options"))?,
                "$options" if operators.contains_key("$regex") => continue,
                "$options" => return Err(Refusal::bad_value("$options needs a $regex")),
                "$elemMatch" => Self::element(value, collation)?,
                "$all" => Self::All(Self::all_of(field, value, collation)?),
                "$size" => Self::Size(size(value)?),
                "$mod" => Self::remainder(value)?,
                "$not" => Self::Not(match value {
                    Bson::RegularExpression(_) => Self::read(field, value, collation)?,
                    Bson::Document(inner) if inner.is_empty() => {
                        return Err(Refusal::bad_value("$not cannot be empty"))
                    }
                    Bson::Document(inner) => Self::operators(field, inner, collation)?,
                    _ => return Err(Refusal::bad_value("$not needs a regex or a document")),
                }),
                "$comment" => continue,
                "$bitsAllSet" | "$bitsAnySet" | "$bitsAllClear" | "$bitsAnyClear" | "$geoWithin" | "$geoIntersects"
                | "$near" | "$nearSphere" => return Err(Refusal::not_here(name)),
                unknown => return Err(Refusal::bad_value(format!("unknown operator: {unknown}"))),
            });
        }
        Ok(all)
    }

    fn one_of(name: &str, value: &Bson, collation: Collation) -> Result<Self, Refusal> {
        let Bson::Array(items) = value else { return Err(Refusal::bad_value(format!("{name} needs an array"))) };
        let (mut values, mut patterns) = (Vec::new(), Vec::new());
        for item in items {
            match item {
                Bson::RegularExpression(regex) => {
                    patterns.push(Pattern::new(regex.pattern.as_str(), regex.options.as_str())?);
                }
                Bson::Document(inner) if inner.keys().next().is_some_and(|key| key.starts_with('$')) => {
                    return Err(Refusal::bad_value(format!("cannot nest $ under {name}")))
                }
                other => values.push(other.clone()),
            }
        }
        Ok(Self::In(values, patterns, collation))
    }

    fn like(value: &Bson, options: Option<&Bson>) -> Result<Self, Refusal> {
        let options = match options {
            None => None,
            Some(Bson::String(text)) => Some(text.as_str()),
            Some(_) => return Err(Refusal::bad_value("$options has to be a string")),
        };
        let pattern = match value {
            Bson::String(text) => Pattern::new(text, options.unwrap_or_default())?,
            Bson::RegularExpression(regex) => {
                Pattern::new(regex.pattern.as_str(), options.unwrap_or(regex.options.as_str()))?
            }
            _ => return Err(Refusal::bad_value("$regex has to be a string")),
        };
        Ok(Self::Like(pattern))
    }

    fn element(value: &Bson, collation: Collation) -> Result<Self, Refusal> {
        let Bson::Document(inner) = value else { return Err(Refusal::bad_value("$elemMatch needs an Object")) };
        let first = inner.keys().next().map_or("", String::as_str);
        if first.starts_with('$') && !["$and", "$or", "$nor", "$expr"].contains(&first) {
            return Ok(Self::ElementValue(Self::operators("", inner, collation)?));
        }
        Ok(Self::Element(Box::new(Filter::read(inner, collation)?)))
    }

    fn all_of(field: &str, value: &Bson, collation: Collation) -> Result<Vec<Self>, Refusal> {
        let Bson::Array(items) = value else { return Err(Refusal::bad_value("$all needs an array")) };
        let mut all = Vec::new();
        for item in items {
            all.extend(match item {
                Bson::Document(inner) if inner.keys().next().is_some_and(|key| key == "$elemMatch") => {
                    Self::operators(field, inner, collation)?
                }
                Bson::Document(inner) if inner.keys().next().is_some_and(|key| key.starts_with('$')) => {
                    return Err(Refusal::bad_value("no $ expressions in $all"))
                }
                other => Self::read(field, other, collation)?,
            });
        }
        Ok(all)
    }

    fn remainder(value: &Bson) -> Result<Self, Refusal> {
        let malformed = |what: &str| Refusal::bad_value(format!("malformed mod, {what}"));
        let Bson::Array(items) = value else { return Err(malformed("needs to be an array")) };
        match items.as_slice() {
            [] | [_] => Err(malformed("not enough elements")),
            [divisor, remainder] => {
                let whole = |value: &Bson, name: &str| {
                    number(value)
                        .map(|number| number.trunc() as i64)
                        .ok_or_else(|| malformed(&format!("{name} not a number")))
                };
                match whole(divisor, "divisor")? {
                    0 => Err(Refusal::bad_value("divisor cannot be 0")),
                    divisor => Ok(Self::Remainder(divisor, whole(remainder, "remainder")?)),
                }
            }
            _ => Err(malformed("too many elements")),
        }
    }

    /// The value that alone meets it, if there is one.
    pub(super) fn equality(&self) -> Option<&Bson> {
        match self {
            Self::Equal(value, _) => Some(value),
            Self::In(values, patterns, _) if values.len() == 1 && patterns.is_empty() => values.first(),
            Self::All(all) if all.len() == 1 => all[0].equality(),
            _ => None,
        }
    }

    /// Whether what stands at the path meets it.
    ///
    /// # Errors
    /// Where that cannot be told.
    pub(super) fn meets<'d>(&self, seen: Seen<'_, 'd>) -> Result<bool, Refusal> {
        let mut failed = None;
        // Of an array, each element counts and the array itself.
        let mut each = |wanted: &dyn Fn(&Bson) -> Result<bool, Refusal>, missing: bool| {
            seen(&mut |value| {
                let mut test = |value: &Bson| {
                    wanted(value).unwrap_or_else(|refusal| {
                        failed = Some(refusal);
                        true
                    })
                };
                match value {
                    Some(Bson::Array(items)) => items.iter().any(&mut test) || test(&Bson::Array(items.clone())),
                    Some(other) => test(other),
                    None => missing,
                }
            })
        };
        let met = match self {
            Self::Equal(Bson::Null, _) => each(&|value| Ok(rank(value) == rank(&Bson::Null)), true),
            Self::Equal(wanted, collation) => each(&|value| Ok(equal(value, wanted, *collation)), false),
            Self::Compare(how, wanted, collation) => {
                let null = rank(wanted) == rank(&Bson::Null);
                let either = matches!(how, Compared::LessOrEqual | Compared::GreaterOrEqual);
                each(&|value| Ok(stands(*how, value, wanted, *collation)), null && either)
            }
            Self::In(values, patterns, collation) => {
                let missing = values.contains(&Bson::Null);
                each(
                    &|value| {
                        if holds(values, value, *collation) {
                            return Ok(true);
                        }
                        for pattern in patterns {
                            if like(pattern, value)? {
                                return Ok(true);
                            }
                        }
                        Ok(false)
                    },
                    missing,
                )
            }
            Self::Type(types) => each(&|value| Ok(types.contains(&type_of(value).1)), false),
            Self::Like(pattern) => each(&|value| like(pattern, value), false),
            Self::Remainder(divisor, remainder) => each(
                &|value| {
                    let whole = number(value).filter(|number| number.is_finite()).map(|number| number.trunc() as i64);
                    Ok(whole.and_then(|whole| whole.checked_rem(*divisor)) == Some(*remainder))
                },
                false,
            ),
            Self::Exists => seen(&mut |value| value.is_some()),
            Self::Size(size) => seen(&mut |value| matches!(value, Some(Bson::Array(items)) if items.len() == *size)),
            Self::Element(filter) => seen(&mut |value| {
                let Some(Bson::Array(items)) = value else { return false };
                items.iter().any(|item| match item {
                    Bson::Document(inner) => filter.meets(inner).unwrap_or_else(|refusal| {
                        failed = Some(refusal);
                        true
                    }),
                    _ => false,
                })
            }),
            Self::ElementValue(predicates) => seen(&mut |value| {
                let Some(Bson::Array(items)) = value else { return false };
                items.iter().any(|item| {
                    predicates.iter().all(|predicate| {
                        predicate.meets(&|visit| path::any(item, &[], visit)).unwrap_or_else(|refusal| {
                            failed = Some(refusal);
                            true
                        })
                    })
                })
            }),
            Self::All(all) => {
                for predicate in all {
                    if !predicate.meets(seen)? {
                        return Ok(false);
                    }
                }
                !all.is_empty()
            }
            Self::Not(all) => {
                let mut met = true;
                for predicate in all {
                    met = met && predicate.meets(seen)?;
                }
                !met
            }
        };
        failed.map_or(Ok(met), Err)
    }
}

fn stands(how: Compared, value: &Bson, wanted: &Bson, collation: Collation) -> bool {
    // Only values of a kind are compared, but for the ends of the order.
    if rank(value) != rank(wanted) && !matches!(wanted, Bson::MinKey | Bson::MaxKey) {
        return false;
    }
    let not_a_number = |value: &Bson| number(value).is_some_and(f64::is_nan);
    if not_a_number(value) != not_a_number(wanted) {
        return false;
    }
    matches!(
        (how, compare(value, wanted, collation)),
        (Compared::Less | Compared::LessOrEqual, Ordering::Less)
            | (Compared::Greater | Compared::GreaterOrEqual, Ordering::Greater)
            | (Compared::LessOrEqual | Compared::GreaterOrEqual, Ordering::Equal)
    )
}

fn like(pattern: &Pattern, value: &Bson) -> Result<bool, Refusal> {
    match value {
        Bson::String(text) | Bson::Symbol(text) => pattern.is_in(text),
        _ => Ok(false),
    }
}

fn size(value: &Bson) -> Result<usize, Refusal> {
    let whole = integer(value).ok_or_else(|| {
        Refusal::bad_value(format!(
            "Failed to parse $size. Expected a number in: $size: {}",
            super::order::shown(value)
        ))
    })?;
    usize::try_from(whole).map_err(|_| {
        Refusal::bad_value(format!("Failed to parse $size. Expected a non-negative number in: $size: {whole}"))
    })
}

/// The numbers of the types named.
fn types(value: &Bson) -> Result<Vec<i32>, Refusal> {
    const NAMES: [(&str, i32); 20] = [
        ("double", 1),
        ("string", 2),
        ("object", 3),
        ("array", 4),
        ("binData", 5),
        ("undefined", 6),
        ("objectId", 7),
        ("bool", 8),
        ("date", 9),
        ("null", 10),
        ("regex", 11),
        ("dbPointer", 12),
        ("javascript", 13),
        ("symbol", 14),
        ("int", 16),
        ("timestamp", 17),
        ("long", 18),
        ("decimal", 19),
        ("minKey", -1),
        ("maxKey", 127),
    ];
    let one = |value: &Bson| match value {
        Bson::String(name) if name == "number" => Ok(vec![1, 16, 18, 19]),
        Bson::String(name) => match NAMES.iter().find(|(known, _)| known == name) {
            Some((_, number)) => Ok(vec![*number]),
            None => Err(Refusal::bad_value(format!("Unknown type name alias: {name}"))),
        },
        other => match integer(other).and_then(|whole| i32::try_from(whole).ok()) {
            Some(whole) if NAMES.iter().any(|(_, number)| *number == whole) => Ok(vec![whole]),
            Some(whole) => Err(Refusal::bad_value(format!("Invalid numerical type code: {whole}"))),
            None => Err(Refusal::bad_value("type must be represented as a number or a string")),
        },
    };
    match value {
        Bson::Array(items) => Ok(items.iter().map(one).collect::<Result<Vec<_>, _>>()?.concat()),
        other => one(other),
    }
}
