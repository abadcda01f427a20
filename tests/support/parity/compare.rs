//! Where two accounts of a run differ.

use serde_json::Value;

/// Own properties of errors that tell of the real server's source text or of the wire, not of what went wrong.
pub const OF_THE_SERVER: &[&str] = &["file", "line", "routine", "length"];

/// The two accounts, pretty, where they differ; `apart`: own properties of errors that are left out.
pub fn difference(expected: &Value, found: &Value, apart: &[&str]) -> Option<String> {
    let (expected, found) = (without(expected, apart), without(found, apart));
    if expected == found {
        return None;
    }
    let (expected, found) = (pretty(&expected), pretty(&found));
    Some(similar::TextDiff::from_lines(&expected, &found).unified_diff().header("Node", "here").to_string())
}

fn pretty(value: &Value) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).unwrap())
}

/// Keys sorted, and without those properties of errors. What is a number is compared as one: `1` and `1.0` are the same.
fn without(value: &Value, apart: &[&str]) -> Value {
    match value {
        Value::Object(fields) => {
            let mut kept: Vec<_> = fields.iter().map(|(key, value)| (key.clone(), without(value, apart))).collect();
            kept.sort_by(|one, other| one.0.cmp(&other.0));
            let mut kept: serde_json::Map<_, _> = kept.into_iter().collect();
            if let Some(Value::Object(properties)) = kept.get_mut("properties") {
                properties.retain(|key, _| !apart.contains(&key.as_str()));
            }
            Value::Object(kept)
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| without(item, apart)).collect()),
        Value::Number(number) => number.as_f64().map_or_else(|| value.clone(), Value::from),
        other => other.clone(),
    }
}
