//! A document store's commands and answers, read: MongoDB's wire protocol as extended JSON.

use serde_json::{Map, Value};

/// Commands known to change nothing.
const READS: &[&str] = &[
    "find",
    "getMore",
    "aggregate",
    "count",
    "distinct",
    "explain",
    "hello",
    "isMaster",
    "ismaster",
    "ping",
    "buildInfo",
    "buildinfo",
    "listCollections",
    "listIndexes",
    "listDatabases",
    "killCursors",
    "startSession",
    "endSessions",
    "connectionStatus",
    "collStats",
    "dbStats",
    "dataSize",
    "serverStatus",
    "hostInfo",
    "usersInfo",
    "rolesInfo",
    "saslStart",
    "saslContinue",
    "logout",
    "commitTransaction",
    "abortTransaction",
];

/// What a command does: its first key. `hello` for none.
pub fn verb(command: &Map<String, Value>) -> &str {
    command.keys().next().map_or("hello", String::as_str)
}

/// The collection a command is about.
pub fn collection(command: &Map<String, Value>) -> Option<&str> {
    // The first part of `getMore` is the number of a cursor.
    command.values().next().and_then(Value::as_str).or_else(|| command.get("collection")?.as_str())
}

/// Whether a command can change the store: whatever is not known to read can, and an aggregation can by `$out` or
/// `$merge`.
pub fn writes(command: &Map<String, Value>) -> bool {
    let stages = command.get("pipeline").and_then(Value::as_array);
    let mut stages = stages.into_iter().flatten().filter_map(Value::as_object);
    !READS.contains(&verb(command)) || stages.any(|stage| stage.contains_key("$out") || stage.contains_key("$merge"))
}

/// The documents an answer brought; `None` where it is an answer to no question for documents.
pub fn found(answer: &Map<String, Value>) -> Option<&Vec<Value>> {
    let cursor = answer.get("cursor")?;
    cursor.get("firstBatch").or_else(|| cursor.get("nextBatch"))?.as_array()
}

/// How many documents a write met.
pub fn met(answer: &Map<String, Value>) -> Option<u64> {
    answer.get("n").and_then(Value::as_u64)
}

/// Code and words of a refusal: of the whole command, or of its first write that failed.
pub fn failure(answer: &Map<String, Value>) -> Option<(i64, &str)> {
    let refused = match answer.get("ok").and_then(Value::as_f64) {
        Some(0.0) => Some(answer),
        _ => answer.get("writeErrors").and_then(|errors| errors.get(0)).and_then(Value::as_object),
    }?;
    let code = refused.get("code").and_then(Value::as_i64).unwrap_or_default();
    Some((code, refused.get("errmsg").and_then(Value::as_str).unwrap_or_default()))
}
