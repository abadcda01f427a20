//! TOML with positions: every complaint about a settings file names file, line and key.

use std::path::Path;

use serde_json::Value;
use toml::de::{DeTable, DeValue};
use toml::Spanned;

use super::error::LoadError;
use super::text_file::position;

/// A settings file being read.
pub(super) struct TomlText<'a> {
    path: &'a Path,
    text: &'a str,
}

/// One key of a table, with where it stands and its whole name (`store.seeds`).
pub(super) struct Item<'a, 'i> {
    /// The key alone.
    pub key: &'a str,
    /// The key with the tables above it.
    pub full: String,
    /// Byte offset of the key.
    offset: usize,
    /// Its value.
    pub value: &'a Spanned<DeValue<'i>>,
}

impl<'a> TomlText<'a> {
    /// A reader for `text`, which came from `path`.
    pub fn new(path: &'a Path, text: &'a str) -> Self {
        Self { path, text }
    }

    /// The document, or a [`LoadError::Syntax`].
    pub fn parse(&self) -> Result<Spanned<DeTable<'a>>, LoadError> {
        DeTable::parse(self.text).map_err(|error| {
            let (line, column) = position(self.text, error.span().map_or(0, |span| span.start));
            LoadError::Syntax {
                path: self.path.to_owned(),
                format: "TOML",
                line,
                column,
                message: error.message().replace('\n', ", "),
                hint: None,
            }
        })
    }

    /// The entries of `table` in the order of the file; `above` is its own name, empty at the top.
    pub fn items<'t>(&self, table: &'t DeTable<'a>, above: &str) -> Vec<Item<'t, 'a>> {
        let mut items: Vec<_> = table
            .iter()
            .map(|(key, value)| Item {
                key: key.get_ref(),
                full: if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) },
                offset: key.span().start,
                value,
            })
            .collect();
        items.sort_by_key(|item| item.offset);
        items
    }

    /// The error that `item` is not one of `known`.
    pub fn unknown(&self, item: &Item<'_, '_>, known: &[&str]) -> LoadError {
        self.wrong(item, &format!("is not known here; known are {}", list(known)))
    }

    /// The error that something about `item` is wrong: "`key` {what}."
    pub fn wrong(&self, item: &Item<'_, '_>, what: &str) -> LoadError {
        LoadError::Settings {
            path: self.path.to_owned(),
            line: self.line(item),
            message: format!("`{}` {what}.", item.full),
        }
    }

    /// The line of `item`, from 1.
    pub fn line(&self, item: &Item<'_, '_>) -> u32 {
        position(self.text, item.offset).0
    }

    /// The entries of a table.
    pub fn table<'t>(&self, item: &Item<'t, 'a>) -> Result<Vec<Item<'t, 'a>>, LoadError> {
        match item.value.get_ref() {
            DeValue::Table(table) => Ok(self.items(table, &item.full)),
            other => Err(self.wrong(item, &format!("is {}; write a table: [{}]", described(other), item.full))),
        }
    }

    /// A text.
    pub fn string(&self, item: &Item<'_, '_>) -> Result<String, LoadError> {
        match item.value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            other => Err(self.wrong(item, &format!("is {}; write a text in quotes", described(other)))),
        }
    }

    /// True or false.
    pub fn boolean(&self, item: &Item<'_, '_>) -> Result<bool, LoadError> {
        match item.value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            other => Err(self.wrong(item, &format!("is {}; write true or false", described(other)))),
        }
    }

    /// A text, or a list of texts.
    pub fn strings(&self, item: &Item<'_, '_>) -> Result<Vec<String>, LoadError> {
        let DeValue::Array(values) = item.value.get_ref() else {
            return self.string(item).map(|text| vec![text]);
        };
        values
            .iter()
            .map(|value| match value.get_ref() {
                DeValue::String(text) => Ok(text.to_string()),
                other => Err(self.wrong(item, &format!("holds {}; write texts in quotes", described(other)))),
            })
            .collect()
    }
}

/// `a`, `b` and `c`.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}

/// The kind of a value, with its article.
pub(super) fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The value as JSON: dates become text; numbers JSON cannot hold (infinities, over 64 bits) become text too.
pub(super) fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::from(number.as_str()), Value::from),
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| Value::from(number.as_str()), Value::Number),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(values) => values.iter().map(|value| json(value.get_ref())).collect(),
        DeValue::Table(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| key.span().start);
            entries.into_iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect()
        }
    }
}
