//! How alike two values are, seen as what a script may have made of one of them.

use serde_json::Value;

/// How alike a value and its origin are; the better, the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same value.
    Same,
    /// The same text, number or truth written differently: `1` and `"1"`, ` Ada` and `ada`, `1` and `true`.
    SameText,
    /// One stands inside the other as a word of its own, `7` in `pg|7`; or they are one id under two providers, `pg|7` and
    /// `auth0|7`.
    Contains,
}

/// The value of a field, prepared to be compared with many.
pub(super) struct Sought<'v> {
    value: &'v Value,
    text: Option<String>,
}

impl<'v> Sought<'v> {
    pub(super) fn new(value: &'v Value) -> Self {
        Self { value, text: text(value).map(|text| folded(&text)) }
    }

    /// Whether so many things have this value that it says nothing by itself.
    pub(super) fn is_trivial(&self) -> bool {
        match self.value {
            Value::Null | Value::Bool(_) => true,
            Value::Number(number) => matches!(number.as_f64(), Some(0.0 | 1.0)),
            Value::String(_) => self.text.as_ref().is_none_or(|text| is_short(text)),
            Value::Array(items) => items.is_empty(),
            Value::Object(map) => map.is_empty(),
        }
    }

    /// How alike `source` is. `shortest`: the least number of characters that count where one stands inside the other.
    pub(super) fn likeness(&self, source: &Value, shortest: usize) -> Option<Likeness> {
        if self.value == source || both_numbers(self.value, source) {
            return Some(Likeness::Same);
        }
        if let (Value::Bool(truth), other) | (other, Value::Bool(truth)) = (self.value, source) {
            return (truth_of(other)? == *truth).then_some(Likeness::SameText);
        }
        let (ours, theirs) = (self.text.as_deref()?, folded(&text(source)?));
        if ours == theirs {
            return Some(Likeness::SameText);
        }
        // Of an id under another provider (`auth0|7`, `legacy|7`) what stands behind the bar may be left.
        let id = |text: &'_ str| text.rfind('|').map_or(0, |bar| bar + 1);
        let (our_id, their_id) = (ours.get(id(ours)..)?, theirs.get(id(&theirs)..)?);
        let is_part =
            |inner: &str, outer: &str| inner.chars().take(shortest).count() == shortest && is_word_in(inner, outer);
        let is_alike =
            is_part(ours, &theirs) || is_part(&theirs, ours) || (our_id == their_id && is_part(our_id, ours));
        is_alike.then_some(Likeness::Contains)
    }
}

/// Whether a text has fewer than two characters.
fn is_short(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

fn both_numbers(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() || other.is_f64() => one.as_f64() == other.as_f64(),
        _ => false,
    }
}

/// The truth a store without booleans may mean.
fn truth_of(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) => match number.as_f64()? {
            1.0 => Some(true),
            0.0 => Some(false),
            _ => None,
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "1" | "t" | "true" | "y" | "yes" => Some(true),
            "0" | "f" | "false" | "n" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(match number.as_f64().filter(|_| number.is_f64()) {
            // As JavaScript writes it: 7.0 is `7`.
            Some(real) => real.to_string(),
            None => number.to_string(),
        }),
        _ => None,
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether `inner` stands in `outer` with no letter or digit on either side.
fn is_word_in(inner: &str, outer: &str) -> bool {
    !inner.is_empty()
        && outer.match_indices(inner).any(|(at, _)| {
            let before = outer.get(..at).and_then(|text| text.chars().next_back());
            let after = outer.get(at + inner.len()..).and_then(|text| text.chars().next());
            !before.into_iter().chain(after).any(char::is_alphanumeric)
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_alike_as_far_as_a_script_may_have_changed_them() {
        for (value, source, how) in [
            (json!("ada@example.test"), json!("ada@example.test"), Some(Likeness::Same)),
            (json!(7), json!(7.0), Some(Likeness::Same)),
            (json!("‹masked 3f2a›"), json!("‹masked 3f2a›"), Some(Likeness::Same)),
            (json!("ada@example.test"), json!(" Ada@Example.test "), Some(Likeness::SameText)),
            (json!("7"), json!(7), Some(Likeness::SameText)),
            (json!("7"), json!(7.0), Some(Likeness::SameText)),
            (json!(true), json!(1), Some(Likeness::SameText)),
            (json!(false), json!("N"), Some(Likeness::SameText)),
            (json!("pg|42"), json!(42), Some(Likeness::Contains)),
            (json!("Ada Lovelace"), json!("Lovelace"), Some(Likeness::Contains)),
            (json!("admin"), json!("admin,user"), Some(Likeness::Contains)),
            (json!("{bcrypt}‹masked 3f2a›"), json!("‹masked 3f2a›"), Some(Likeness::Contains)),
            (json!("legacy|42"), json!("auth0|42"), Some(Likeness::Contains)),
            (json!("legacy|42"), json!("auth0|43"), None),
            (json!("legacy|"), json!("auth0|"), None),
            (json!("pg|142"), json!(42), None),
            (json!("Adam"), json!("Ada"), None),
            (json!("pg|7"), json!(7), None),
            (json!("‹masked 3f2a›"), json!("‹masked 77d0›"), None),
            (json!(true), json!(2), None),
            (json!(null), json!(""), None),
            (json!("a"), json!(["a"]), None),
        ] {
            assert_eq!(Sought::new(&value).likeness(&source, 2), how, "{value} {source}");
        }
    }

    #[test]
    fn what_everything_is_full_of_is_trivial() {
        for value in [json!(null), json!(true), json!(0), json!(1.0), json!(""), json!(" x "), json!([]), json!({})] {
            assert!(Sought::new(&value).is_trivial(), "{value}");
        }
        for value in [json!(2), json!("de"), json!([1])] {
            assert!(!Sought::new(&value).is_trivial(), "{value}");
        }
    }
}
