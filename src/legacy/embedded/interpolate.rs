//! Objects and arrays given to MySQL's `?`, written into the statement as the driver writes them.
//!
//! `SET ?` with `{a: 1}` becomes `` `a` = 1 ``, `IN (?)` with `[1, 2]` becomes `1, 2`, `??` becomes a name. A driver
//! that has done this already sends no parameters and is not touched.

use serde_json::Value as Json;

use crate::legacy::mysql_text::quoted_end;
use crate::legacy::Cell;

use super::time;

/// The text and the parameters that are still to be bound; `None` if there is nothing to write in.
pub(super) fn interpolated(text: &str, params: &[Cell]) -> Option<(String, Vec<Cell>)> {
    let has_objects = params.iter().any(|cell| matches!(cell, Cell::Json { .. }));
    if !has_objects && !text.contains("??") {
        return None;
    }
    let mut written = String::with_capacity(text.len());
    let mut bound = Vec::new();
    let mut params = params.iter();
    let mut rest = text;
    while let Some(at) = rest.find(['?', '\'', '"', '`']) {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        if !rest.starts_with('?') {
            let end = quoted_end(rest);
            written.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let is_name = rest.starts_with("??");
        rest = &rest[if is_name { 2 } else { 1 }..];
        match params.next() {
            Some(cell) if is_name => written.push_str(&name(cell)),
            Some(Cell::Json { value }) => written.push_str(&json(value, true)),
            Some(cell) => {
                written.push('?');
                bound.push(cell.clone());
            }
            None => written.push('?'),
        }
    }
    written.push_str(rest);
    Some((written, bound))
}

fn name(cell: &Cell) -> String {
    let one =
        |name: &str| name.split('.').map(|part| format!("`{}`", part.replace('`', "``"))).collect::<Vec<_>>().join(".");
    match cell {
        Cell::Text(name) => one(name),
        Cell::Json { value: Json::Array(names) } => {
            names.iter().map(|name| one(name.as_str().unwrap_or_default())).collect::<Vec<_>>().join(", ")
        }
        _ => "``".to_owned(),
    }
}

/// Arrays become lists, arrays in arrays lists in parentheses, objects assignments; deeper objects are text.
fn json(value: &Json, outermost: bool) -> String {
    match value {
        Json::Null => "NULL".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => escaped(text),
        Json::Array(elements) => {
            let element = |element: &Json| match element {
                Json::Array(_) => format!("({})", json(element, false)),
                Json::Object(_) => escaped(&element.to_string()),
                other => json(other, false),
            };
            elements.iter().map(element).collect::<Vec<_>>().join(", ")
        }
        Json::Object(fields) => match tagged(fields) {
            Some(text) => text,
            None if outermost => {
                let field = |(key, value): (&String, &Json)| {
                    let value = match value {
                        Json::Object(inner) => tagged(inner).unwrap_or_else(|| escaped(&value.to_string())),
                        other => json(other, false),
                    };
                    format!("`{}` = {value}", key.replace('`', "``"))
                };
                fields.iter().map(field).collect::<Vec<_>>().join(", ")
            }
            None => escaped(&value.to_string()),
        },
    }
}

/// Values JSON has no form for come as objects with one `$` key (see [`Cell`]).
fn tagged(fields: &serde_json::Map<String, Json>) -> Option<String> {
    let (key, value) = fields.iter().next().filter(|_| fields.len() == 1)?;
    match (key.as_str(), value) {
        ("$date", Json::Number(ms)) => Some(escaped(&time::format((ms.as_f64()? * 1000.0) as i64))),
        ("$bigint", Json::String(digits)) if digits.parse::<i128>().is_ok() => Some(digits.clone()),
        ("$bytes", Json::String(base64)) => Some(format!("from_base64({})", escaped(base64))),
        ("$json", inner) => Some(escaped(&inner.to_string())),
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_and_arrays_are_written_as_the_driver_writes_them() {
        let text = "INSERT INTO users SET ? -- where ? is 'what?'";
        let (written, bound) = interpolated(
            "UPDATE ?? SET ? WHERE id IN (?) AND note = '?' AND email = ?",
            &[
                Cell::Text("users".to_owned()),
                Cell::Json { value: json!({"name": "O'Hara", "age": 3, "gone": null}) },
                Cell::Json { value: json!([1, "2"]) },
                Cell::Text("ada@example.test".to_owned()),
            ],
        )
        .unwrap_or_default();
        assert_eq!(
            written,
            "UPDATE `users` SET `name` = 'O\\'Hara', `age` = 3, `gone` = NULL \
             WHERE id IN (1, '2') AND note = '?' AND email = ?"
        );
        assert_eq!(bound, [Cell::Text("ada@example.test".to_owned())]);
        assert_eq!(interpolated(text, &[Cell::Integer(1)]), None);
    }
}
