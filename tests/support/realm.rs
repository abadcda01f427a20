//! Runs a script's text in a fresh realm.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code)]

use std::rc::Rc;

use loginscope::connection::Action;
use loginscope::legacy::{Nobody, Store};
use loginscope::recording::{ConsoleLevel, ScriptRun};
use loginscope::sandbox::{Call, Limits, Program, Realm, Silent, World};

/// 2026-03-01T12:00:00Z.
pub const STARTED_AT_MS: f64 = 1_772_366_400_000.0;

/// Runs `body` as the body of an asynchronous `login`, against `store`.
pub fn run_against(store: impl Store + 'static, body: &str) -> ScriptRun {
    let world = World::new(Box::new(store), STARTED_AT_MS);
    let realm = Realm::new(Limits::default(), world, Rc::new(Silent)).expect("a realm");
    let text =
        format!("(function () {{ return (async function login(identifier, password, callback) {{{body}\n}}) }})");
    let program = Program { file: "login.js".to_owned(), text, hooks: Vec::new() };
    let call = Call {
        action: Action::Login,
        arguments: vec!["ada@example.test".into(), "correct-horse".into()],
        configuration: [].into(),
    };
    realm.run(&program, &call)
}

/// Runs `body` as the body of an asynchronous `login` that reaches no store.
pub fn run(body: &str) -> ScriptRun {
    run_against(Nobody, body)
}

/// All that a run printed, as one text, with whatever ended it wrongly at the end.
pub fn printed(run: &ScriptRun) -> String {
    let mut text: String = run.console.iter().map(|line| format!("{}\n", line.text)).collect();
    let failure = run.outcome.as_ref().and_then(|outcome| outcome.error.as_ref());
    if let Some(error) = failure {
        text.push_str(&format!("{}: {} {:?}\n", error.name, error.message, error.stack));
    }
    text
}

/// The lines printed at one level.
pub fn printed_at(run: &ScriptRun, level: ConsoleLevel) -> Vec<&str> {
    run.console.iter().filter(|line| line.level == level).map(|line| line.text.as_str()).collect()
}
