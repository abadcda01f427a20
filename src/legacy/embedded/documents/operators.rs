//! The operators of expressions.

use std::ops::RangeInclusive;

use bson::oid::ObjectId;
use bson::{Bson, DateTime, Document};

use super::filter::holds;
use super::order::{compare, equal, integer, number, shown, truth, type_of, Collation};
use super::projection::sliced;
use super::refusal::Refusal;

const ANY: usize = 10_000;
/// The longest text an operator may make.
const LONGEST: usize = 16 << 20;

/// How many arguments an operator takes; `None` for one that is not known here.
pub(super) fn arity(name: &str) -> Option<RangeInclusive<usize>> {
    Some(match name {
        "$concat" | "$and" | "$or" | "$add" | "$multiply" | "$concatArrays" | "$mergeObjects" | "$setUnion" => 0..=ANY,
        "$ifNull" => 2..=ANY,
        "$min" | "$max" | "$sum" | "$avg" => 1..=ANY,
        "$toLower" | "$toUpper" | "$not" | "$size" | "$toString" | "$toObjectId" | "$toInt" | "$toLong"
        | "$toDouble" | "$toBool" | "$toDate" | "$type" | "$isArray" | "$isNumber" | "$abs" | "$ceil" | "$floor"
        | "$first" | "$last" | "$strLenCP" | "$objectToArray" | "$arrayToObject" | "$reverseArray" | "$year"
        | "$month" | "$dayOfMonth" | "$anyElementTrue" | "$allElementsTrue" => 1..=1,
        "$eq" | "$ne" | "$gt" | "$gte" | "$lt" | "$lte" | "$cmp" | "$subtract" | "$divide" | "$mod"
        | "$arrayElemAt" | "$in" | "$split" | "$strcasecmp" | "$setIsSubset" => 2..=2,
        "$substr" | "$substrCP" | "$substrBytes" => 3..=3,
        "$slice" => 2..=3,
        "$round" | "$trunc" => 1..=2,
        "$indexOfCP" => 2..=4,
        "$trim" | "$ltrim" | "$rtrim" | "$dateToString" | "$regexMatch" | "$getField" | "$convert" => 1..=1,
        _ => return None,
    })
}

/// Whether its arguments are named.
pub(super) fn takes_names(name: &str) -> bool {
    matches!(name, "$trim" | "$ltrim" | "$rtrim" | "$dateToString" | "$regexMatch" | "$getField" | "$convert")
}

/// Whether servers know it, though the embedded store does not.
pub(super) fn is_known_elsewhere(name: &str) -> bool {
    const KNOWN: [&str; 24] = [
        "$reduce",
        "$let",
        "$zip",
        "$range",
        "$function",
        "$accumulator",
        "$setField",
        "$dateAdd",
        "$dateDiff",
        "$dateFromString",
        "$dateToParts",
        "$dateFromParts",
        "$dateTrunc",
        "$regexFind",
        "$regexFindAll",
        "$pow",
        "$sqrt",
        "$exp",
        "$ln",
        "$log",
        "$log10",
        "$sortArray",
        "$toDecimal",
        "$rand",
    ];
    KNOWN.contains(&name)
}

/// Applies an operator. A missing argument is `None`.
///
/// # Errors
/// The server's refusal.
pub(super) fn apply(name: &str, arguments: Vec<Option<Bson>>) -> Result<Option<Bson>, Refusal> {
    let values: Vec<Bson> = arguments.iter().map(|value| value.clone().unwrap_or(Bson::Null)).collect();
    let missing = |value: &Bson| matches!(value, Bson::Null | Bson::Undefined);
    let first = values.first().cloned().unwrap_or(Bson::Null);
    let second = values.get(1).cloned().unwrap_or(Bson::Null);
    let order = || compare(&first, &second, Collation::Simple);
    let result = match name {
        "$and" => Bson::Boolean(values.iter().all(truth)),
        "$or" => Bson::Boolean(values.iter().any(truth)),
        "$not" => Bson::Boolean(!truth(&first)),
        "$eq" | "$ne" => {
            let same = arguments[0].is_some() == arguments[1].is_some() && equal(&first, &second, Collation::Simple);
            Bson::Boolean(same == (name == "$eq"))
        }
        "$gt" => Bson::Boolean(order().is_gt()),
        "$gte" => Bson::Boolean(order().is_ge()),
        "$lt" => Bson::Boolean(order().is_lt()),
        "$lte" => Bson::Boolean(order().is_le()),
        "$cmp" => Bson::Int32(order() as i32),
        "$ifNull" => values.iter().find(|value| !missing(value)).unwrap_or(&values[values.len() - 1]).clone(),
        "$type" => Bson::String(arguments[0].as_ref().map_or("missing", |value| type_of(value).0).to_owned()),
        "$isArray" => Bson::Boolean(matches!(first, Bson::Array(_))),
        "$isNumber" => Bson::Boolean(number(&first).is_some()),
        "$getField" => return Ok(field(&first)),
        "$mergeObjects" => {
            let mut out = Document::new();
            for value in &values {
                match value {
                    Bson::Document(inner) => out.extend(inner.clone()),
                    value if missing(value) => {}
                    other => {
                        let words = format!(
                            "$mergeObjects requires object inputs, but input {} is of type {}",
                            shown(other),
                            type_of(other).0
                        );
                        return Err(Refusal::new(40400, words));
                    }
                }
            }
            Bson::Document(out)
        }
        "$add" | "$multiply" | "$subtract" | "$divide" | "$mod" | "$abs" | "$ceil" | "$floor" | "$round" | "$trunc"
        | "$sum" | "$avg" | "$min" | "$max" => return Ok(Some(arithmetic(name, &values)?)),
        "$concat" | "$toLower" | "$toUpper" | "$substr" | "$substrCP" | "$substrBytes" | "$strLenCP" | "$split"
        | "$strcasecmp" | "$trim" | "$ltrim" | "$rtrim" | "$indexOfCP" | "$regexMatch" => text(name, &values)?,
        "$toString" | "$toObjectId" | "$toInt" | "$toLong" | "$toDouble" | "$toBool" | "$toDate" => {
            convert(name, &first)?
        }
        "$convert" => {
            let part = |name: &str| first.as_document().and_then(|inner| inner.get(name)).cloned();
            let target = match part("to") {
                Some(Bson::String(target)) => target,
                _ => return Err(Refusal::unread("$convert's 'to' argument must be a string or number")),
            };
            let name = format!("$to{}{}", target[..1.min(target.len())].to_uppercase(), &target[1.min(target.len())..]);
            let input = part("input").unwrap_or(Bson::Null);
            match (convert(&name, &input), part("onNull"), part("onError")) {
                (_, Some(value), _) if missing(&input) => value,
                (Ok(value), ..) => value,
                (Err(_), _, Some(value)) => value,
                (Err(refusal), ..) => return Err(refusal),
            }
        }
        "$dateToString" | "$year" | "$month" | "$dayOfMonth" => date(name, &first)?,
        _ => return array(name, &values),
    };
    Ok(Some(result))
}

fn field(argument: &Bson) -> Option<Bson> {
    let inner = argument.as_document()?;
    inner.get_document("input").ok()?.get(inner.get_str("field").ok()?).cloned()
}

fn arithmetic(name: &str, values: &[Bson]) -> Result<Bson, Refusal> {
    let flat: Vec<Bson> = match (name, values) {
        ("$sum" | "$avg" | "$min" | "$max", [Bson::Array(items)]) => items.clone(),
        _ => values.to_vec(),
    };
    if matches!(name, "$min" | "$max") {
        let present = flat.into_iter().filter(|value| !matches!(value, Bson::Null | Bson::Undefined));
        let by = |one: &Bson, other: &Bson| compare(one, other, Collation::Simple);
        return Ok(if name == "$min" { present.min_by(by) } else { present.max_by(by) }.unwrap_or(Bson::Null));
    }
    if matches!(name, "$sum" | "$avg") {
        let numbers: Vec<&Bson> = flat.iter().filter(|value| number(value).is_some()).collect();
        let total = numbers.iter().fold(Bson::Int32(0), |sum, value| plus(&sum, value));
        return Ok(match name {
            "$sum" => total,
            _ if numbers.is_empty() => Bson::Null,
            _ => Bson::Double(number(&total).unwrap_or(0.0) / numbers.len() as f64),
        });
    }
    if flat.iter().any(|value| matches!(value, Bson::Null | Bson::Undefined)) {
        return Ok(Bson::Null);
    }
    if let ("$add" | "$subtract", [Bson::DateTime(date), other]) = (name, flat.as_slice()) {
        let sign = if name == "$add" { 1 } else { -1 };
        return Ok(match other {
            Bson::DateTime(other) if name == "$subtract" => {
                Bson::Int64(date.timestamp_millis().saturating_sub(other.timestamp_millis()))
            }
            other => Bson::DateTime(date.saturating_add_millis(sign * number(other).unwrap_or(0.0) as i64)),
        });
    }
    if let Some(wrong) = flat.iter().find(|value| number(value).is_none()) {
        let words = format!("{name} only supports numeric types, not {}", type_of(wrong).0);
        return Err(Refusal::wrong_type(words));
    }
    let of = |index: usize| flat.get(index).and_then(number).unwrap_or(0.0);
    let kept = |made: f64| match flat.first() {
        Some(Bson::Double(_) | Bson::Decimal128(_)) | None => Bson::Double(made),
        _ => whole(made),
    };
    Ok(match name {
        "$add" => flat.iter().fold(Bson::Int32(0), |sum, value| plus(&sum, value)),
        "$multiply" => flat.iter().fold(Bson::Int32(1), |product, value| times(&product, value)),
        "$subtract" => plus(&flat[0], &times(&flat[1], &Bson::Int32(-1))),
        "$divide" if of(1) == 0.0 => return Err(Refusal::bad_value("can't $divide by zero")),
        "$divide" => Bson::Double(of(0) / of(1)),
        "$mod" if of(1) == 0.0 => return Err(Refusal::new(16610, "can't $mod by zero")),
        "$mod" => match (integer(&flat[0]), integer(&flat[1])) {
            (Some(one), Some(other)) => whole(one.checked_rem(other).unwrap_or(0) as f64),
            _ => Bson::Double(of(0) % of(1)),
        },
        "$abs" => kept(of(0).abs()),
        "$ceil" => kept(of(0).ceil()),
        "$floor" => kept(of(0).floor()),
        _ => {
            let scale = 10_f64.powi(integer(flat.get(1).unwrap_or(&Bson::Int32(0))).unwrap_or(0).clamp(-20, 20) as i32);
            let scaled = of(0) * scale;
            kept(if name == "$trunc" { scaled.trunc() } else { scaled.round_ties_even() } / scale)
        }
    })
}

fn whole(number: f64) -> Bson {
    if number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX) {
        Bson::Int32(number as i32)
    } else if number.fract() == 0.0 && number.abs() < 9.0e18 {
        Bson::Int64(number as i64)
    } else {
        Bson::Double(number)
    }
}

/// The sum of two numbers, in the wider of their types.
pub(super) fn plus(one: &Bson, other: &Bson) -> Bson {
    combined(one, other, i64::checked_add, |one, other| one + other)
}

/// The product of two numbers, in the wider of their types.
pub(super) fn times(one: &Bson, other: &Bson) -> Bson {
    combined(one, other, i64::checked_mul, |one, other| one * other)
}

fn combined(one: &Bson, other: &Bson, exact: fn(i64, i64) -> Option<i64>, rough: fn(f64, f64) -> f64) -> Bson {
    let (Some(a), Some(b)) = (number(one), number(other)) else { return one.clone() };
    match (one, other) {
        (Bson::Decimal128(_), _) | (_, Bson::Decimal128(_)) => {
            let made = rough(a, b);
            made.to_string().parse().map_or(Bson::Double(made), Bson::Decimal128)
        }
        (Bson::Double(_), _) | (_, Bson::Double(_)) => Bson::Double(rough(a, b)),
        _ => match integer(one).zip(integer(other)).and_then(|(one, other)| exact(one, other)) {
            Some(made) => match (one, other, i32::try_from(made)) {
                (Bson::Int32(_), Bson::Int32(_), Ok(small)) => Bson::Int32(small),
                _ => Bson::Int64(made),
            },
            None => Bson::Double(rough(a, b)),
        },
    }
}

fn text(name: &str, values: &[Bson]) -> Result<Bson, Refusal> {
    let coerced = |value: &Bson| match value {
        Bson::String(text) => Ok(text.clone()),
        Bson::Null | Bson::Undefined => Ok(String::new()),
        other if number(other).is_some() => Ok(other.to_string()),
        Bson::DateTime(date) => Ok(date.try_to_rfc3339_string().unwrap_or_default()),
        other => Err(Refusal::new(16007, format!("can't convert from BSON type {} to String", type_of(other).0))),
    };
    let place = |index: usize| values.get(index).and_then(integer).unwrap_or(0);
    let first = &values[0];
    Ok(match name {
        "$concat" => {
            let mut out = String::new();
            for value in values {
                match value {
                    Bson::String(text) => out.push_str(text),
                    Bson::Null | Bson::Undefined => return Ok(Bson::Null),
                    other => {
                        return Err(Refusal::new(
                            16702,
                            format!("$concat only supports strings, not {}", type_of(other).0),
                        ))
                    }
                }
                if out.len() > LONGEST {
                    return Err(Refusal::new(10334, "the text is larger than a document may be"));
                }
            }
            Bson::String(out)
        }
        "$toLower" => Bson::String(coerced(first)?.to_ascii_lowercase()),
        "$toUpper" => Bson::String(coerced(first)?.to_ascii_uppercase()),
        "$strLenCP" => Bson::Int32(i32::try_from(coerced(first)?.chars().count()).unwrap_or(i32::MAX)),
        "$strcasecmp" => {
            Bson::Int32(coerced(first)?.to_ascii_uppercase().cmp(&coerced(&values[1])?.to_ascii_uppercase()) as i32)
        }
        "$substr" | "$substrCP" | "$substrBytes" => {
            let all = coerced(first)?;
            let start = usize::try_from(place(1)).unwrap_or(usize::MAX);
            let count = usize::try_from(place(2)).unwrap_or(usize::MAX);
            Bson::String(all.chars().skip(start).take(count).collect())
        }
        "$split" => match (first, &values[1]) {
            (Bson::String(all), Bson::String(by)) if !by.is_empty() => {
                Bson::Array(all.split(by.as_str()).map(|part| Bson::String(part.to_owned())).collect())
            }
            (Bson::Null | Bson::Undefined, _) => Bson::Null,
            _ => return Err(Refusal::new(40085, "$split requires strings, and a separator that is not empty")),
        },
        "$indexOfCP" => match coerced(first)?.split_once(&coerced(&values[1])?) {
            Some((before, _)) => Bson::Int32(i32::try_from(before.chars().count()).unwrap_or(i32::MAX)),
            None => Bson::Int32(-1),
        },
        "$regexMatch" => {
            let part =
                |name: &str| first.as_document().and_then(|inner| inner.get(name)).cloned().unwrap_or(Bson::Null);
            let options = coerced(&part("options"))?;
            let pattern = match part("regex") {
                Bson::RegularExpression(regex) => super::pattern::Pattern::new(
                    regex.pattern.as_str(),
                    &(regex.options.as_str().to_owned() + &options),
                )?,
                other => super::pattern::Pattern::new(&coerced(&other)?, &options)?,
            };
            Bson::Boolean(match part("input") {
                Bson::String(input) => pattern.is_in(&input)?,
                _ => false,
            })
        }
        _ => {
            let part = |name: &str| first.as_document().and_then(|inner| inner.get(name)).cloned();
            let input = match part("input") {
                Some(Bson::String(input)) => input,
                _ => return Ok(Bson::Null),
            };
            let signs = part("chars").map(|signs| coerced(&signs)).transpose()?;
            let gone =
                |sign: char| signs.as_ref().map_or(sign.is_whitespace() || sign == '\0', |signs| signs.contains(sign));
            Bson::String(match name {
                "$trim" => input.trim_matches(gone).to_owned(),
                "$ltrim" => input.trim_start_matches(gone).to_owned(),
                _ => input.trim_end_matches(gone).to_owned(),
            })
        }
    })
}

fn convert(name: &str, value: &Bson) -> Result<Bson, Refusal> {
    let failed = |why: &str| {
        Refusal::new(
            241,
            format!(
                "Failed to parse {} '{}' in $convert with no onError value: {why}",
                why,
                shown(value).trim_matches('"')
            ),
        )
    };
    let unsupported = || {
        let to = name.trim_start_matches("$to").to_ascii_lowercase();
        Refusal::new(
            241,
            format!("Unsupported conversion from {} to {to} in $convert with no onError value", type_of(value).0),
        )
    };
    let as_number = || match value {
        Bson::Boolean(value) => Ok(f64::from(u8::from(*value))),
        Bson::DateTime(date) => Ok(date.timestamp_millis() as f64),
        Bson::String(text) => text.parse::<f64>().map_err(|_| failed("number")),
        other => number(other).ok_or_else(unsupported),
    };
    if matches!(value, Bson::Null | Bson::Undefined) {
        return Ok(Bson::Null);
    }
    Ok(match name {
        "$toString" => Bson::String(match value {
            Bson::String(text) => text.clone(),
            Bson::ObjectId(id) => id.to_hex(),
            Bson::DateTime(date) => date.try_to_rfc3339_string().unwrap_or_default(),
            Bson::Document(_) | Bson::Array(_) => return Err(unsupported()),
            other => other.to_string(),
        }),
        "$toObjectId" | "$toObjectid" => match value {
            Bson::ObjectId(id) => Bson::ObjectId(*id),
            Bson::String(text) => Bson::ObjectId(ObjectId::parse_str(text).map_err(|_| {
                let words = format!("Failed to parse objectId '{text}' in $convert with no onError value: Invalid string length for parsing to OID, expected 24 but found {}", text.len());
                Refusal::new(241, words)
            })?),
            _ => return Err(unsupported()),
        },
        "$toInt" => Bson::Int32(as_number()?.trunc() as i32),
        "$toLong" => Bson::Int64(as_number()?.trunc() as i64),
        "$toDouble" => Bson::Double(as_number()?),
        "$toBool" => Bson::Boolean(truth(value)),
        "$toDate" => Bson::DateTime(match value {
            Bson::DateTime(date) => *date,
            Bson::ObjectId(id) => id.timestamp(),
            Bson::String(text) => DateTime::parse_rfc3339_str(text).map_err(|_| failed("date"))?,
            _ => DateTime::from_millis(as_number()? as i64),
        }),
        _ => return Err(unsupported()),
    })
}

fn date(name: &str, argument: &Bson) -> Result<Bson, Refusal> {
    let (value, format) = match argument {
        Bson::Document(parts) => (parts.get("date").cloned().unwrap_or(Bson::Null), parts.get_str("format").ok()),
        other => (other.clone(), None),
    };
    let date = match &value {
        Bson::DateTime(date) => *date,
        Bson::ObjectId(id) => id.timestamp(),
        Bson::Null | Bson::Undefined => return Ok(Bson::Null),
        other => return Err(Refusal::new(16006, format!("can't convert from BSON type {} to Date", type_of(other).0))),
    };
    // 2024-01-31T12:00:00.000Z
    let text = date.try_to_rfc3339_string().unwrap_or_default();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let number = |from: usize, to: usize| Bson::Int32(part(from, to).parse().unwrap_or(0));
    Ok(match name {
        "$year" => number(0, 4),
        "$month" => number(5, 7),
        "$dayOfMonth" => number(8, 10),
        _ => {
            let ms = format!("{:03}", date.timestamp_millis().rem_euclid(1000));
            let mut out = format.unwrap_or("%Y-%m-%dT%H:%M:%S.%LZ").to_owned();
            for (sign, value) in [
                ("%Y", part(0, 4)),
                ("%m", part(5, 7)),
                ("%d", part(8, 10)),
                ("%H", part(11, 13)),
                ("%M", part(14, 16)),
                ("%S", part(17, 19)),
                ("%L", ms.as_str()),
                ("%z", "+0000"),
                ("%%", "%"),
            ] {
                out = out.replace(sign, value);
            }
            Bson::String(out)
        }
    })
}

fn array(name: &str, values: &[Bson]) -> Result<Option<Bson>, Refusal> {
    let items = |index: usize| match values.get(index) {
        Some(Bson::Array(items)) => Ok(Some(items)),
        Some(Bson::Null | Bson::Undefined) | None => Ok(None),
        Some(other) => {
            let words = format!("The argument to {name} must be an array, but was of type: {}", type_of(other).0);
            Err(Refusal::new(17124, words))
        }
    };
    if name == "$in" {
        let Some(Bson::Array(among)) = values.get(1) else {
            return Err(Refusal::new(40081, "$in requires an array as a second argument"));
        };
        return Ok(Some(Bson::Boolean(holds(among, &values[0], Collation::Simple))));
    }
    if matches!(name, "$concatArrays" | "$setUnion") {
        let mut out: Vec<Bson> = Vec::new();
        for index in 0..values.len() {
            let Some(more) = items(index)? else { return Ok(Some(Bson::Null)) };
            for item in more {
                if name == "$concatArrays" || !holds(&out, item, Collation::Simple) {
                    out.push(item.clone());
                }
            }
        }
        return Ok(Some(Bson::Array(out)));
    }
    if name == "$size" {
        return match items(0) {
            Ok(Some(items)) => Ok(Some(Bson::Int32(i32::try_from(items.len()).unwrap_or(i32::MAX)))),
            _ => Err(Refusal::new(
                17124,
                format!(
                    "The argument to $size must be an array, but was of type: {}",
                    match &values[0] {
                        Bson::Null => "missing",
                        other => type_of(other).0,
                    }
                ),
            )),
        };
    }
    if name == "$objectToArray" {
        let Bson::Document(inner) = &values[0] else { return Ok(Some(Bson::Null)) };
        let pairs = inner.iter().map(|(key, value)| Bson::Document(bson::doc! { "k": key, "v": value.clone() }));
        return Ok(Some(Bson::Array(pairs.collect())));
    }
    let Some(all) = items(0)? else { return Ok(Some(Bson::Null)) };
    let place = |index: usize| values.get(index).and_then(integer);
    Ok(match name {
        "$first" => all.first().cloned(),
        "$last" => all.last().cloned(),
        "$arrayElemAt" => {
            let index = place(1).unwrap_or(0);
            let length = i64::try_from(all.len()).unwrap_or(i64::MAX);
            let index = if index < 0 { index.saturating_add(length) } else { index };
            usize::try_from(index).ok().and_then(|index| all.get(index)).cloned()
        }
        "$slice" => Some(Bson::Array(match (place(1).unwrap_or(0), place(2)) {
            (skip, Some(count)) => sliced(all, skip, Some(count)),
            (count, None) if count < 0 => sliced(all, count, None),
            (count, None) => sliced(all, 0, Some(count)),
        })),
        "$reverseArray" => Some(Bson::Array(all.iter().rev().cloned().collect())),
        "$anyElementTrue" => Some(Bson::Boolean(all.iter().any(truth))),
        "$allElementsTrue" => Some(Bson::Boolean(all.iter().all(truth))),
        "$setIsSubset" => {
            let among = items(1)?.cloned().unwrap_or_default();
            Some(Bson::Boolean(all.iter().all(|item| holds(&among, item, Collation::Simple))))
        }
        _ => {
            let mut out = Document::new();
            for item in all {
                match item {
                    Bson::Document(pair) => {
                        if let (Ok(key), Some(value)) = (pair.get_str("k"), pair.get("v")) {
                            out.insert(key, value.clone());
                        }
                    }
                    Bson::Array(pair) => {
                        if let [Bson::String(key), value] = pair.as_slice() {
                            out.insert(key, value.clone());
                        }
                    }
                    _ => {}
                }
            }
            Some(Bson::Document(out))
        }
    })
}
