//! Runs a script's text in a fresh realm.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code)]

use std::rc::Rc;
use std::thread;

use loginscope::connection::Action;
use loginscope::legacy::{Nobody, Store};
use loginscope::recording::{ConsoleLevel, ScriptRun};
use loginscope::sandbox::{Call, Happening, Limits, Program, Realm, Silent, World};

/// 2026-03-01T12:00:00Z.
pub const STARTED_AT_MS: f64 = 1_772_366_400_000.0;

/// Room for the engine's own limit of the stack and what stands above it; a test's thread has less.
const STACK: usize = 32 << 20;

/// Runs `body` as the body of an asynchronous `login`, against `store`.
pub fn run_against(store: impl Store + Send + 'static, body: &str) -> ScriptRun {
    let text =
        format!("(function () {{ return (async function login(identifier, password, callback) {{{body}\n}}) }})");
    run_in(move || World::new(Box::new(store), STARTED_AT_MS), text).0
}

/// Runs a program in the world that `world` makes; gives back what happened, too.
pub fn run_in(world: impl FnOnce() -> World + Send + 'static, text: String) -> (ScriptRun, Vec<Happening>) {
    let run = move || {
        let realm = Realm::new(Limits::default(), world(), Rc::new(Silent)).expect("a realm");
        let program = Program { file: "login.js".to_owned(), text, hooks: Vec::new() };
        let arguments = vec!["ada@example.test".into(), "correct-horse".into()];
        let run = realm.run(&program, &Call { action: Action::Login, arguments, configuration: [].into() });
        (run, realm.into_world().notes().list())
    };
    thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread").join().expect("no panic")
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
