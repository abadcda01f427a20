//! The connection object that directory exports, YAML and the Management API share.

use serde_json::{Map, Value};

use super::options::kind;

/// The parts of a connection object a reader of any form needs.
#[derive(Debug)]
pub(super) struct Description {
    /// `name`, where it is a text that is not empty.
    pub name: Option<String>,
    /// `options`; `None` where absent or null.
    pub options: Option<Map<String, Value>>,
    /// `customScripts` beside `options`, which deploy-cli lets override the one inside (§7.2 rule 3).
    pub custom_scripts: Option<Map<String, Value>>,
}

impl Description {
    /// Takes `value` apart, or says why it is no database connection.
    pub fn of(value: Value) -> Result<Self, String> {
        let mut object = match value {
            Value::Object(object) => object,
            other => return Err(format!("it is {}, not a connection object", kind(&other))),
        };
        if let Some(strategy) = object.get("strategy").and_then(Value::as_str).filter(|strategy| *strategy != "auth0") {
            return Err(format!("its strategy is `{strategy}`, not `auth0`"));
        }
        let mut map = |key: &str| match object.remove(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => Ok(Some(map)),
            Some(other) => Err(format!("its `{key}` is {}, not an object", kind(&other))),
        };
        let options = map("options")?;
        let custom_scripts = map("customScripts")?;
        let name = match object.remove("name") {
            Some(Value::String(name)) if !name.is_empty() => Some(name),
            _ => None,
        };
        Ok(Self { name, options, custom_scripts })
    }
}
