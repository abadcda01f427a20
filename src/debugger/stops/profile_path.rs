//! Paths into a profile: `email`, `user_metadata.roles[0].name`.

use serde_json::Value;

/// The value at `user_metadata.roles[0].name`; `None` where the path leads nowhere.
pub(super) fn at_path<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path_steps(path)?.into_iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

/// One step of a path into a profile.
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

/// The steps of a path; `None` if it is none.
fn path_steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (key, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if key.is_empty() && (rest.is_empty() || !steps.is_empty()) {
            return None;
        }
        if !key.is_empty() {
            steps.push(Step::Key(key));
        }
        while !rest.is_empty() {
            let (index, after) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            rest = after;
        }
    }
    Some(steps)
}

/// Whether a text is a path into a profile.
pub(super) fn is_path(path: &str) -> bool {
    path_steps(path).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_goes_by_dots_and_indices() {
        let profile = json!({ "a": { "b": [[1, 2], { "c d": 3 }] } });
        for (path, expected) in [
            ("a.b[0][1]", Some(json!(2))),
            ("a.b[1].c d", Some(json!(3))),
            ("a.b[2]", None),
            ("a.c", None),
            ("[0]", None),
        ] {
            assert_eq!(at_path(&profile, path).cloned(), expected, "{path}");
        }
        assert_eq!(at_path(&json!([7]), "[0]"), Some(&json!(7)));
    }

    #[test]
    fn what_breaks_off_is_no_path() {
        for text in ["", ".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[0", "a[0]b", "a[-1]", "a.[0]"] {
            assert!(!is_path(text), "{text}");
        }
    }
}
