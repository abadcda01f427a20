//! JSON and arrays, which are kept as JSON text; rounding, which SQLite is built without.

use rusqlite::types::Value;
use serde_json::Value as Json;

use super::super::coerce::elements;
use super::{argument, number_of, text_of, text_or_null, Entry, Refusal};

pub(super) const ALL: &[Entry] = &[
    ("json_contained", -1, |arguments, _| contains(arguments, 0, 1)),
    ("json_has_key", 2, |arguments, _| {
        let (Some(json), Some(key)) = (json_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
        let has = match &json {
            Json::Object(fields) => fields.contains_key(&key),
            Json::Array(elements) => elements.iter().any(|element| element.as_str() == Some(&key)),
            other => other.as_str() == Some(&key),
        };
        Ok(Value::Integer(i64::from(has)))
    }),
    ("json_unquoted", 1, |arguments, _| {
        let text = text_of(arguments, 0);
        text_or_null(text.map(|text| match serde_json::from_str(&text) {
            Ok(Json::String(inner)) => inner,
            _ => text,
        }))
    }),
    ("json_size", 1, |arguments, _| {
        Ok(match json_of(arguments, 0) {
            Some(Json::Array(elements)) => Value::Integer(elements.len() as i64),
            Some(Json::Object(fields)) => Value::Integer(fields.len() as i64),
            Some(_) => Value::Integer(1),
            None => Value::Null,
        })
    }),
    ("json_path_text", -1, |arguments, _| {
        let steps: Vec<String> = (1..arguments.len()).filter_map(|index| text_of(arguments, index)).collect();
        text_or_null(json_of(arguments, 0).and_then(|json| walked(json, &steps)).and_then(as_text))
    }),
    ("json_at_path", 2, |arguments, _| text_or_null(at_path(arguments).map(|json| json.to_string()))),
    ("json_at_path_text", 2, |arguments, _| text_or_null(at_path(arguments).and_then(as_text))),
    ("json_merged", 2, |arguments, _| match (json_of(arguments, 0), json_of(arguments, 1)) {
        (Some(Json::Object(mut one)), Some(Json::Object(other))) => {
            one.extend(other);
            Ok(Value::Text(Json::Object(one).to_string()))
        }
        (Some(Json::Array(mut one)), Some(Json::Array(other))) => {
            one.extend(other);
            Ok(Value::Text(Json::Array(one).to_string()))
        }
        _ => Ok(Value::Null),
    }),
    ("json_with", -1, |arguments, _| {
        let path: Option<Vec<String>> = text_of(arguments, 1)
            .and_then(|text| elements(&text))
            .map(|path| path.into_iter().filter_map(as_text).collect());
        let (Some(mut json), Some(path), Some(value)) = (json_of(arguments, 0), path, json_of(arguments, 2)) else {
            return Ok(Value::Null);
        };
        let creates = !matches!(argument(arguments, 3), Value::Integer(0));
        put(&mut json, &path, value, creates);
        Ok(Value::Text(json.to_string()))
    }),
    ("array_with", 2, |arguments, _| {
        let mut all = text_of(arguments, 0).and_then(|text| elements(&text)).unwrap_or_default();
        all.push(element_of(argument(arguments, 1)));
        Ok(Value::Text(Json::Array(all).to_string()))
    }),
    ("array_without", 2, |arguments, _| {
        let Some(mut all) = text_of(arguments, 0).and_then(|text| elements(&text)) else { return Ok(Value::Null) };
        let gone = element_of(argument(arguments, 1));
        all.retain(|element| *element != gone);
        Ok(Value::Text(Json::Array(all).to_string()))
    }),
    ("position_in_list", 2, |arguments, _| {
        let (Some(wanted), Some(list)) = (text_of(arguments, 0), text_of(arguments, 1)) else {
            return Ok(Value::Null);
        };
        let found = list.split(',').position(|element| element.eq_ignore_ascii_case(&wanted));
        Ok(Value::Integer(found.map_or(0, |index| index as i64 + 1)))
    }),
    ("to_json_text", 1, |arguments, _| {
        Ok(Value::Text(match argument(arguments, 0) {
            Value::Null => return Ok(Value::Null),
            Value::Integer(n) => n.to_string(),
            Value::Real(n) => n.to_string(),
            _ => Json::String(text_of(arguments, 0).unwrap_or_default()).to_string(),
        }))
    }),
    ("array_elements", 1, |arguments, _| {
        let found = text_of(arguments, 0).and_then(|text| elements(&text));
        text_or_null(found.map(|elements| Json::Array(elements).to_string()))
    }),
    ("array_size", -1, |arguments, _| {
        let size = text_of(arguments, 0).and_then(|text| elements(&text)).map(|elements| elements.len() as i64);
        Ok(size.filter(|size| *size > 0).map_or(Value::Null, Value::Integer))
    }),
    ("array_joined", -1, |arguments, _| {
        let (Some(text), Some(separator)) = (text_of(arguments, 0), text_of(arguments, 1)) else {
            return Ok(Value::Null);
        };
        let parts: Vec<String> = elements(&text).unwrap_or_default().into_iter().filter_map(as_text).collect();
        Ok(Value::Text(parts.join(&separator)))
    }),
    ("ceil_number", 1, |arguments, _| Ok(rounded(arguments, f64::ceil))),
    ("floor_number", 1, |arguments, _| Ok(rounded(arguments, f64::floor))),
    ("mod_number", 2, |arguments, _| match (number_of(arguments, 0), number_of(arguments, 1)) {
        (Some(_), Some(0.0)) | (None, _) | (_, None) => Ok(Value::Null),
        (Some(one), Some(other)) => Ok(whole(one % other)),
    }),
];

fn json_of(arguments: &[Value], index: usize) -> Option<Json> {
    serde_json::from_str(&text_of(arguments, index)?).ok()
}

fn as_text(json: Json) -> Option<String> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn walked(json: Json, steps: &[String]) -> Option<Json> {
    steps.iter().try_fold(json, |json, step| match json {
        Json::Object(mut fields) => fields.shift_remove(step),
        Json::Array(mut elements) => {
            let index = step.parse::<usize>().ok().filter(|index| *index < elements.len())?;
            Some(elements.swap_remove(index))
        }
        _ => None,
    })
}

/// Sets what is at the path; the last step of it may be new.
fn put(json: &mut Json, path: &[String], value: Json, creates: bool) {
    let Some((step, rest)) = path.split_first() else { return };
    let place = match json {
        Json::Object(fields) if rest.is_empty() && creates => Some(fields.entry(step.clone()).or_insert(Json::Null)),
        Json::Object(fields) => fields.get_mut(step),
        Json::Array(elements) => step.parse::<usize>().ok().and_then(|index| elements.get_mut(index)),
        _ => None,
    };
    match place {
        Some(place) if rest.is_empty() => *place = value,
        Some(place) => put(place, rest, value, creates),
        None => {}
    }
}

fn element_of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(n) => Json::from(*n),
        other => Json::String(super::super::coerce::as_text(other)),
    }
}

/// `#>` and `#>>`: the path is an array of texts.
fn at_path(arguments: &[Value]) -> Option<Json> {
    let path: Vec<String> = elements(&text_of(arguments, 1)?)?.into_iter().filter_map(as_text).collect();
    walked(json_of(arguments, 0)?, &path)
}

fn contains(arguments: &[Value], whole: usize, part: usize) -> Result<Value, Refusal> {
    match (json_of(arguments, whole), json_of(arguments, part)) {
        (Some(whole), Some(part)) => Ok(Value::Integer(i64::from(holds(&whole, &part)))),
        _ => Ok(Value::Null),
    }
}

/// `whole @> part`: every field and element of the part is somewhere in the whole.
fn holds(whole: &Json, part: &Json) -> bool {
    match (whole, part) {
        (Json::Object(whole), Json::Object(part)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|own| holds(own, value)))
        }
        (Json::Array(whole), Json::Array(part)) => part.iter().all(|value| whole.iter().any(|own| holds(own, value))),
        (Json::Array(whole), scalar) if !scalar.is_object() => whole.contains(scalar),
        (one, other) => one == other,
    }
}

fn whole(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::Integer(number as i64)
    } else {
        Value::Real(number)
    }
}

fn rounded(arguments: &[Value], round: fn(f64) -> f64) -> Value {
    match argument(arguments, 0) {
        Value::Integer(n) => Value::Integer(*n),
        _ => number_of(arguments, 0).map_or(Value::Null, |number| whole(round(number))),
    }
}
