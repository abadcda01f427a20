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
    /// The packages it needs: `dependencies`, and those of `peerDependencies` that are not optional.
    pub dependencies: Vec<String>,
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
            dependencies: dependencies(&value),
            imports: value.get("imports").filter(|imports| imports.is_object()).cloned(),
        })
    }
}

fn dependencies(value: &Value) -> Vec<String> {
    let names = |key: &str| value.get(key).and_then(Value::as_object).into_iter().flat_map(|map| map.keys());
    let optional = |name: &String| {
        let marked = value.get("peerDependenciesMeta").and_then(|meta| meta.get(name)?.get("optional"));
        marked == Some(&Value::Bool(true)) || names("optionalDependencies").any(|optional| optional == name)
    };
    let peers = names("peerDependencies").filter(|name| !optional(name));
    names("dependencies").filter(|name| !optional(name)).chain(peers).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn optional_packages_are_not_needed() {
        let manifest = Manifest::read(
            r#"{"name": "a", "type": "module", "exports": null,
                "dependencies": {"b": "1", "c": "1"}, "optionalDependencies": {"c": "1"},
                "peerDependencies": {"d": "1", "e": "1"}, "peerDependenciesMeta": {"e": {"optional": true}}}"#,
        );
        let manifest = manifest.unwrap_or_default();
        assert_eq!(manifest.dependencies, ["b", "d"]);
        assert_eq!((manifest.is_module, manifest.exports), (true, None));
        assert!(Manifest::read("{").is_err());
    }
}
