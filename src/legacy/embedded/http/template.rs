//! `{{name}}` in the texts of a reply: parts of the request, put in their places.

use serde_json::Value as Json;

use super::matching::{Asked, PathParams};

/// The longest text a template may grow to, in bytes.
const LONGEST: usize = 1 << 20;

/// Where the values come from.
pub(super) struct Template<'a> {
    /// The request.
    pub(super) asked: &'a Asked<'a>,
    /// What the `{name}` segments of its path stood for.
    pub(super) params: &'a PathParams,
}

impl Template<'_> {
    /// `id` of the path, else `query.page`, `form.username`, `header.authorization`, `json.user.email`.
    fn value(&self, name: &str) -> Option<Json> {
        let param = self.params.iter().find(|(own, _)| own == name);
        param.map(|(_, value)| Json::String(value.clone())).or_else(|| self.asked.part(name))
    }

    /// A text with every placeholder there is a value for replaced; others stay as they are.
    pub(super) fn text(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            let found = after.split_once("}}").and_then(|(name, after)| Some((self.value(name.trim())?, after)));
            match found {
                Some((value, after)) if filled.len() < LONGEST => {
                    match value {
                        Json::String(text) => filled.push_str(&text),
                        other => filled.push_str(&other.to_string()),
                    }
                    rest = after;
                }
                _ => {
                    filled.push_str("{{");
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    /// The same inside a JSON value. A text that is one placeholder becomes the value itself, with its type.
    pub(super) fn json(&self, json: &mut Json) {
        match json {
            Json::String(text) => {
                let name = text.strip_prefix("{{").and_then(|text| text.strip_suffix("}}"));
                let whole = name.filter(|name| !name.contains("{{")).and_then(|name| self.value(name.trim()));
                *json = whole.unwrap_or_else(|| Json::String(self.text(text)));
            }
            Json::Array(elements) => elements.iter_mut().for_each(|element| self.json(element)),
            Json::Object(fields) => fields.values_mut().for_each(|value| self.json(value)),
            _ => {}
        }
    }
}
