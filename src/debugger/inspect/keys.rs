//! Keys of properties.

use rquickjs::Value;

use super::preview::{quote, Previews};
use crate::sandbox::bytes::text_of;

/// The key of a property.
pub(super) struct Key {
    /// As a person reads it.
    pub(super) shown: String,
    /// As it is; empty for a symbol.
    pub(super) name: String,
    is_symbol: bool,
}

impl Key {
    /// What follows the object in the expression that names the property; a symbol has none.
    pub(super) fn suffix(&self) -> Option<String> {
        match self {
            Self { is_symbol: true, .. } => None,
            Self { name, .. } if is_identifier(name) => Some(format!(".{name}")),
            Self { name, .. } => serde_json::to_string(name).ok().map(|json| format!("[{json}]")),
        }
    }
}

impl Previews {
    /// A key as it is shown and as it is.
    pub(super) fn key(&self, key: &Value<'_>) -> Key {
        let Some(string) = key.as_string() else {
            let text: String = self.leaf(key.ctx(), "plain", (key.clone(),)).unwrap_or_default();
            return match key.is_symbol() {
                true => Key { shown: format!("[{text}]"), name: String::new(), is_symbol: true },
                // An index.
                false => Key { shown: quote(&text), name: text, is_symbol: false },
            };
        };
        let name = text_of(string.ctx(), string).unwrap_or_default();
        let shown = if is_identifier(&name) { name.clone() } else { self.string(string).shown.clone() };
        Key { shown, name, is_symbol: false }
    }
}

fn is_identifier(name: &str) -> bool {
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '$';
    name.starts_with(is_start) && name.chars().all(|c| is_start(c) || c.is_ascii_digit())
}
