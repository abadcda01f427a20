//! Which reading of each contradiction between the sources holds.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::rules::{reading, variant};

/// The readings that were chosen; every other one is at its default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variants(BTreeMap<&'static str, &'static str>);

impl Variants {
    /// The readings under `[variants]`. What names no reading is left at its default: the file was checked when read.
    pub fn chosen(written: &IndexMap<String, Value>) -> Self {
        let mut variants = Self::default();
        for (id, value) in written {
            variants.choose(id, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        variants
    }

    /// Chooses a reading. False if there is no such variant or reading.
    pub fn choose(&mut self, id: &str, key: &str) -> bool {
        let Ok((variant, choice)) = reading(id, key) else { return false };
        self.0.insert(variant.id, choice.key);
        true
    }

    /// As they would stand under `[variants]`.
    pub fn written(&self) -> IndexMap<String, Value> {
        self.0.iter().map(|(id, key)| ((*id).to_owned(), Value::from(*key))).collect()
    }

    /// The reading that holds; empty for an unknown id.
    pub fn choice(&self, id: &str) -> &'static str {
        let default = || variant(id).and_then(|variant| variant.choices.first()).map_or("", |choice| choice.key);
        self.0.get(id).copied().unwrap_or_else(default)
    }

    /// Whether this reading holds.
    pub fn is(&self, id: &str, key: &str) -> bool {
        self.choice(id) == key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_reading_is_the_default_and_true_means_on() {
        let none = Variants::default();
        assert!(none.is("X1", "off") && none.choice("X99").is_empty());
        let on = Variants::chosen(&IndexMap::from([("X1".to_owned(), json!(true)), ("X2".to_owned(), json!("off"))]));
        assert!(on.is("X1", "on") && on.is("X2", "off"));
        assert_eq!(Variants::chosen(&on.written()), on);
        let mut variants = none;
        assert!(!variants.choose("X1", "sometimes") && variants.choose("X1", "on"));
    }
}
