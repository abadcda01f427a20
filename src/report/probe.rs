//! The lines of `loginscope probe`: one JSON object for each time a statement was reached.
//!
//! ```json
//! {"hit":1,"step":14,"run_time_ms":1.2,"script":"login","at":{"function":"login","file":"login.js","line":12,
//!  "column":3},"values":{"user.email":{"value":"ada@example.test","preview":"'ada@example.test'"},
//!  "user.x.y":{"error":"TypeError: …"}}}
//! ```
//!
//! `value` is left out where JSON has no word for it (`undefined`, functions, cycles); `"copy": true` says that the
//! expression could change something and was evaluated on a copy of the run.

use serde_json::{json, Map, Value};

use super::json::line_text;
use crate::connection::Action;
use crate::recording::{ProbedHit, ProbedValue};

/// One line, with its line feed.
pub fn line(action: Action, hit: usize, found: &ProbedHit) -> String {
    let values: Map<String, Value> =
        found.values.iter().map(|value| (value.expression.clone(), value_of(value))).collect();
    let object = json!({
        "hit": hit,
        "step": found.step,
        "run_time_ms": found.run_time_ms,
        "script": action.key(),
        "at": found.at,
        "values": values,
    });
    line_text(&object)
}

fn value_of(value: &ProbedValue) -> Value {
    let mut object = Map::new();
    match &value.value {
        Ok(read) => {
            if let Some(json) = &read.json {
                object.insert("value".to_owned(), json.clone());
            }
            object.insert("preview".to_owned(), Value::String(read.preview.clone()));
        }
        Err(error) => {
            object.insert("error".to_owned(), Value::String(error.clone()));
        }
    }
    if value.on_a_copy {
        object.insert("copy".to_owned(), Value::Bool(true));
    }
    Value::Object(object)
}
