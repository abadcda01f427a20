//! The fields of a JSON value by their paths: `email`, `user_metadata.plan`, `roles[0]`.

use std::borrow::Cow;

use serde_json::Value;

/// The leaves of a profile with their paths, in its order. An empty object or list is a leaf, too; the path of a value
/// that is a leaf itself is empty. A key that is no plain name is written `["like this"]`.
pub fn fields(profile: &Value) -> Vec<(String, Value)> {
    leaves(profile).into_iter().map(|(path, value)| (path, value.clone())).collect()
}

/// The same without copying the values.
pub(super) fn leaves(value: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    collect(String::new(), value, &mut found);
    found
}

fn collect<'v>(path: String, value: &'v Value, found: &mut Vec<(String, &'v Value)>) {
    match value {
        Value::Object(map) if !map.is_empty() => map.iter().for_each(|(key, value)| {
            collect(joined(&path, key), value, found);
        }),
        Value::Array(items) if !items.is_empty() => items.iter().enumerate().for_each(|(index, value)| {
            collect(format!("{path}[{index}]"), value, found);
        }),
        _ => found.push((path, value)),
    }
}

/// The path of the field `key` of what `path` leads to.
pub(super) fn joined(path: &str, key: &str) -> String {
    let is_plain = !key.is_empty()
        && !key.starts_with(|first: char| first.is_ascii_digit())
        && key.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '$'));
    match (is_plain, path.is_empty()) {
        (true, true) => key.to_owned(),
        (true, false) => format!("{path}.{key}"),
        (false, _) => format!("{path}[{}]", Value::from(key)),
    }
}

/// `path` inside of what is called `name`.
pub(super) fn inside(name: &str, path: &str) -> String {
    match path {
        "" => name.to_owned(),
        path if path.starts_with('[') => format!("{name}{path}"),
        path => format!("{name}.{path}"),
    }
}

/// The JSON object or list that a text is, if it is one.
pub(super) fn parsed(text: &str) -> Option<Value> {
    text.trim_start().starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}

/// The last name in a path: `plan` of `user_metadata.plan`, `roles` of `roles[0]`. Empty if there is none.
pub(super) fn last_name(path: &str) -> Cow<'_, str> {
    let mut path = path;
    // An index names nothing.
    while let Some((before, index)) = path.strip_suffix(']').and_then(|inside| inside.rsplit_once('[')) {
        if index.is_empty() || !index.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        path = before;
    }
    // Inside a quoted key every quote is escaped, so the last unescaped one after a bracket opens it.
    if let Some((_, quoted)) = path.strip_suffix(']').and_then(|inside| inside.rsplit_once("[\"")) {
        if let Ok(name) = serde_json::from_str::<String>(&format!("\"{quoted}")) {
            return Cow::Owned(name);
        }
    }
    Cow::Borrowed(path.rsplit(['.', ']']).next().unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_leaf_of_a_profile_has_a_path() {
        let profile = json!({
            "email": "ada@example.test", "user_metadata": {"plan": "pro", "seen": null}, "roles": ["admin", "user"],
            "https://example.test/claim": [{"x-id": 1}], "app_metadata": {}, "groups": [], "": true, "2fa": false
        });
        let paths: Vec<String> =
            fields(&profile).into_iter().map(|(path, value)| format!("{path} = {value}")).collect();
        assert_eq!(
            paths,
            [
                r#"email = "ada@example.test""#,
                r#"user_metadata.plan = "pro""#,
                "user_metadata.seen = null",
                r#"roles[0] = "admin""#,
                r#"roles[1] = "user""#,
                r#"["https://example.test/claim"][0]["x-id"] = 1"#,
                "app_metadata = {}",
                "groups = []",
                r#"[""] = true"#,
                r#"["2fa"] = false"#,
            ]
        );
        assert_eq!(fields(&json!(7)), [(String::new(), json!(7))]);
    }

    #[test]
    fn the_last_name_of_a_path_is_the_field_s_own() {
        for (path, name) in [
            ("email", "email"),
            ("user_metadata.plan", "plan"),
            ("roles[0]", "roles"),
            ("matrix[0][12]", "matrix"),
            ("users[3].email", "email"),
            (r#"["https://example.test/claim"][0]["x-id"]"#, "x-id"),
            (r#"a["say \"[\"hi\"]\""]"#, r#"say "["hi"]""#),
            (r#"["a.b"].c"#, "c"),
            ("[0]", ""),
            ("", ""),
        ] {
            assert_eq!(last_name(path), name, "{path}");
        }
    }
}
