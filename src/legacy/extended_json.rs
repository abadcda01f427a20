//! Documents as text: MongoDB's extended JSON, read in its canonical, relaxed and older forms, written relaxed.
//!
//! Integers beyond what a JavaScript number holds exactly are written as `{"$numberLong": "…"}`; a date is written as
//! `{"$date": "2024-01-31T12:00:00.000Z"}`. What stands under `$regex` stays a query operator.

use base64::prelude::{Engine, BASE64_STANDARD};
use bson::oid::ObjectId;
use bson::spec::BinarySubtype;
use bson::{Binary, Bson, DateTime, Document, JavaScriptCodeWithScope, Regex, Timestamp};
use serde_json::{json, Map, Value};

/// The deepest document a server takes.
pub(super) const DEEPEST: usize = 100;

/// The largest integer a JavaScript number holds exactly.
const LARGEST_SAFE: i64 = (1 << 53) - 1;

/// Reads a document.
///
/// # Errors
/// A sentence on what is no extended JSON, or nested deeper than [`DEEPEST`].
pub(super) fn document(map: &Map<String, Value>) -> Result<Document, String> {
    fields(map, 0)
}

fn fields(map: &Map<String, Value>, depth: usize) -> Result<Document, String> {
    if depth > DEEPEST {
        return Err(format!("a document is nested deeper than {DEEPEST} levels"));
    }
    map.iter().map(|(name, value)| Ok((name.clone(), read(value, depth + 1)?))).collect()
}

fn read(value: &Value, depth: usize) -> Result<Bson, String> {
    Ok(match value {
        Value::Null => Bson::Null,
        Value::Bool(value) => Bson::Boolean(*value),
        Value::String(text) => Bson::String(text.clone()),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => i32::try_from(integer).map_or(Bson::Int64(integer), Bson::Int32),
            None => Bson::Double(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::Array(items) if depth <= DEEPEST => {
            Bson::Array(items.iter().map(|item| read(item, depth + 1)).collect::<Result<_, _>>()?)
        }
        Value::Array(_) => return Err(format!("a document is nested deeper than {DEEPEST} levels")),
        Value::Object(map) => match typed(map, depth)? {
            Some(value) => value,
            None => Bson::Document(fields(map, depth)?),
        },
    })
}

/// A value with a type JSON has not; `None` for a plain document.
fn typed(map: &Map<String, Value>, depth: usize) -> Result<Option<Bson>, String> {
    let Some((first, value)) = map.iter().next().filter(|(name, _)| name.starts_with('$')) else { return Ok(None) };
    let alone = map.len() == 1;
    let text = value.as_str();
    let wrong = || format!("{first} has a value of the wrong form: {value}");
    Ok(Some(match first.as_str() {
        "$oid" if alone => {
            let id = text.and_then(|text| ObjectId::parse_str(text).ok());
            Bson::ObjectId(id.ok_or_else(|| format!("{first} takes 24 hexadecimal digits, not {value}"))?)
        }
        "$date" if alone => Bson::DateTime(date(value).ok_or_else(wrong)?),
        "$numberInt" if alone => Bson::Int32(text.and_then(|text| text.parse().ok()).ok_or_else(wrong)?),
        "$numberLong" if alone => {
            let number = text.and_then(|text| text.parse().ok()).or_else(|| value.as_i64());
            Bson::Int64(number.ok_or_else(wrong)?)
        }
        "$numberDouble" if alone => Bson::Double(match text {
            Some("Infinity") => f64::INFINITY,
            Some("-Infinity") => f64::NEG_INFINITY,
            Some(text) => text.parse().map_err(|_| wrong())?,
            None => value.as_f64().ok_or_else(wrong)?,
        }),
        "$numberDecimal" if alone => Bson::Decimal128(text.and_then(|text| text.parse().ok()).ok_or_else(wrong)?),
        "$binary" => Bson::Binary(binary(map, value).ok_or_else(wrong)?),
        "$uuid" if alone => {
            let digits: String = text.ok_or_else(wrong)?.chars().filter(|sign| *sign != '-').collect();
            let bytes = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32).ok_or_else(wrong)?;
            Bson::Binary(Binary { subtype: BinarySubtype::Uuid, bytes: bytes.to_be_bytes().to_vec() })
        }
        "$regularExpression" if alone => {
            let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let c_string = |text: String| text.try_into().map_err(|_| wrong());
            Bson::RegularExpression(Regex { pattern: c_string(part("pattern"))?, options: c_string(part("options"))? })
        }
        "$timestamp" if alone => {
            let part = |name: &str| value.get(name).and_then(Value::as_u64).and_then(|part| u32::try_from(part).ok());
            let (time, increment) = part("t").zip(part("i")).ok_or_else(wrong)?;
            Bson::Timestamp(Timestamp { time, increment })
        }
        "$code" => match (text, map.get("$scope").and_then(Value::as_object)) {
            (Some(code), Some(scope)) => Bson::JavaScriptCodeWithScope(JavaScriptCodeWithScope {
                code: code.to_owned(),
                scope: fields(scope, depth + 1)?,
            }),
            (Some(code), None) => Bson::JavaScriptCode(code.to_owned()),
            (None, _) => return Err(wrong()),
        },
        "$symbol" if alone => Bson::Symbol(text.ok_or_else(wrong)?.to_owned()),
        "$undefined" if alone => Bson::Undefined,
        "$minKey" if alone => Bson::MinKey,
        "$maxKey" if alone => Bson::MaxKey,
        _ => return Ok(None),
    }))
}

fn date(value: &Value) -> Option<DateTime> {
    let ms = match value {
        Value::String(text) => return DateTime::parse_rfc3339_str(text).ok(),
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|ms| ms as i64)),
        Value::Object(map) => map.get("$numberLong").and_then(Value::as_str).and_then(|text| text.parse().ok()),
        _ => None,
    };
    ms.map(DateTime::from_millis)
}

/// `{"$binary": {"base64": "…", "subType": "00"}}`, and the older `{"$binary": "…", "$type": "00"}`.
fn binary(map: &Map<String, Value>, value: &Value) -> Option<Binary> {
    let (text, kind) = match value {
        Value::String(text) => (text.as_str(), map.get("$type")),
        other => (other.get("base64")?.as_str()?, other.get("subType")),
    };
    let kind = kind.and_then(Value::as_str).unwrap_or("00");
    let subtype = BinarySubtype::from(u8::from_str_radix(kind, 16).ok()?);
    Some(Binary { subtype, bytes: BASE64_STANDARD.decode(text).ok()? })
}

/// A document as relaxed extended JSON.
pub(super) fn written(document: &Document) -> Map<String, Value> {
    document.iter().map(|(name, value)| (name.clone(), written_value(value))).collect()
}

/// A value as relaxed extended JSON.
pub(super) fn written_value(value: &Bson) -> Value {
    match value {
        Bson::Null => Value::Null,
        Bson::Boolean(value) => json!(value),
        Bson::String(text) => json!(text),
        Bson::Int32(number) => json!(number),
        Bson::Int64(number) if number.abs_diff(0) <= LARGEST_SAFE.unsigned_abs() => json!(number),
        Bson::Int64(number) => json!({ "$numberLong": number.to_string() }),
        Bson::Double(number) if number.is_finite() => json!(number),
        Bson::Double(number) => json!({ "$numberDouble": double_name(*number) }),
        Bson::Decimal128(number) => json!({ "$numberDecimal": number.to_string() }),
        Bson::Array(items) => Value::Array(items.iter().map(written_value).collect()),
        Bson::Document(document) => Value::Object(written(document)),
        Bson::ObjectId(id) => json!({ "$oid": id.to_hex() }),
        Bson::DateTime(date) => match date.try_to_rfc3339_string() {
            Ok(text) if (0..=MOST_WRITTEN_OUT).contains(&date.timestamp_millis()) => json!({ "$date": text }),
            _ => json!({ "$date": { "$numberLong": date.timestamp_millis().to_string() } }),
        },
        Bson::Binary(binary) => {
            let kind = format!("{:02x}", u8::from(binary.subtype));
            json!({ "$binary": { "base64": BASE64_STANDARD.encode(&binary.bytes), "subType": kind } })
        }
        Bson::RegularExpression(regex) => {
            json!({ "$regularExpression": { "pattern": regex.pattern.as_str(), "options": regex.options.as_str() } })
        }
        Bson::Timestamp(stamp) => json!({ "$timestamp": { "t": stamp.time, "i": stamp.increment } }),
        Bson::JavaScriptCode(code) => json!({ "$code": code }),
        Bson::JavaScriptCodeWithScope(code) => json!({ "$code": code.code, "$scope": written(&code.scope) }),
        Bson::Symbol(text) => json!({ "$symbol": text }),
        Bson::Undefined => json!({ "$undefined": true }),
        Bson::MinKey => json!({ "$minKey": 1 }),
        Bson::MaxKey => json!({ "$maxKey": 1 }),
        // No server of today stores one; its words are all that can be said of it.
        Bson::DbPointer(pointer) => json!(format!("{pointer:?}")),
    }
}

/// The last millisecond of the year 9999: later dates are written as numbers.
const MOST_WRITTEN_OUT: i64 = 253_402_300_799_999;

fn double_name(number: f64) -> &'static str {
    if number.is_nan() {
        "NaN"
    } else if number > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        for text in [
            r#"{"a":1,"b":-2.5,"c":"x","d":null,"e":true,"f":[1,{"g":2}]}"#,
            r#"{"_id":{"$oid":"5f0000000000000000000001"}}"#,
            r#"{"at":{"$date":"2024-01-31T12:00:00.5Z"},"old":{"$date":{"$numberLong":"-1"}}}"#,
            r#"{"long":{"$numberLong":"9223372036854775807"},"nan":{"$numberDouble":"NaN"}}"#,
            r#"{"money":{"$numberDecimal":"10.50"},"bytes":{"$binary":{"base64":"AAE=","subType":"04"}}}"#,
            r#"{"like":{"$regularExpression":{"pattern":"^a","options":"i"}}}"#,
            r#"{"$or":[{"a":{"$regex":"^a","$options":"i"}}]}"#,
        ] {
            let map: Map<String, Value> = serde_json::from_str(text).unwrap();
            let again = Value::Object(written(&document(&map).unwrap())).to_string();
            assert_eq!(again, text);
        }
    }

    #[test]
    fn older_forms_are_read() {
        for (old, new) in [
            (r#"{"$numberLong":"5"}"#, "5"),
            (r#"{"$date":0}"#, r#"{"$date":"1970-01-01T00:00:00Z"}"#),
            (r#"{"$binary":"AA==","$type":"00"}"#, r#"{"$binary":{"base64":"AA==","subType":"00"}}"#),
            (
                r#"{"$uuid":"00112233-4455-6677-8899-aabbccddeeff"}"#,
                r#"{"$binary":{"base64":"ABEiM0RVZneImaq7zN3u/w==","subType":"04"}}"#,
            ),
        ] {
            let read = read(&serde_json::from_str(old).unwrap(), 0).unwrap();
            assert_eq!(written_value(&read).to_string(), new);
        }
    }

    #[test]
    fn a_wrong_form_is_named() {
        let error = read(&json!({ "$oid": "12" }), 0).unwrap_err();
        assert_eq!(error, "$oid takes 24 hexadecimal digits, not \"12\"");
        let deep = (0..120).fold(json!(1), |inner, _| json!({ "a": inner }));
        assert_eq!(read(&deep, 0).unwrap_err(), "a document is nested deeper than 100 levels");
    }
}
