//! `package.json`, as far as finding files goes.

use serde_json::Value;

/// What a `package.json` says of its package.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    /// `name`.
    pub name: Option<String>,
    /// `version`.
    pub version: Option<String>,
    /// `main`.
    pub main: Option<String>,
    /// `type` is `module`: its `.js` files are ES modules.
    pub is_module: bool,
    /// `exports`, unless it is missing or null.
    pub exports: Option<Value>,
    /// `imports`, if it is an object.
    pub imports: Option<Value>,
}

impl Manifest {
    /// Reads one.
    ///
    /// # Errors
    /// When the text is no JSON; the words say where.
    pub fn read(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
        let word = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            name: word("name"),
            version: word("version"),
            main: word("main"),
            is_module: value.get("type").and_then(Value::as_str) == Some("module"),
            exports: value.get("exports").filter(|exports| !exports.is_null()).cloned(),
            imports: value.get("imports").filter(|imports| imports.is_object()).cloned(),
        })
    }
}
