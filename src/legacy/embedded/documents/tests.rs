//! Documents as a driver sees them: command in, answer out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;

use super::*;

mod finding;
mod writing;

/// A store with one seed.
fn seeded(seed: &str) -> Documents {
    let mut store = Documents::default();
    play(&mut store, std::path::Path::new("seed.json"), seed).unwrap();
    store
}

fn ask(store: &mut Documents, command: Value) -> Value {
    match store.answer("shop", command.as_object().unwrap()) {
        Reply::Documents { answer } => Value::Object(answer),
        other => panic!("{other:?}"),
    }
}

fn found(store: &mut Documents, command: Value) -> Value {
    ask(store, command)["cursor"]["firstBatch"].clone()
}
