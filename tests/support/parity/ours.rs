//! Our side: the same script against the embedded store and against the live one.

use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use loginscope::connection::Drivers;
use loginscope::legacy::live::{LiveSource, LiveUse};
use loginscope::legacy::{Embedded, Store};
use loginscope::packages::Packages;
use loginscope::recording::{ErrorInfo, OutcomeKind, ScriptRun};
use loginscope::sandbox::{Call, Container, Limits, Program, Realm, Silent, World};
use serde_json::{json, Value};

use super::cases::Case;
use super::node::Node;
use super::servers::Server;

/// Room for the engine's own limit of the stack and what stands above it; a test's thread has less.
const STACK: usize = 32 << 20;

/// Against the embedded store, filled from the same seeds.
pub fn embedded(case: &Case, server: &Server, node: &Node) -> Value {
    let (seeds, routes) = server.seeds();
    run(case, server, Box::new(Embedded::open(&seeds, &routes).unwrap()), container(node, Drivers::BuiltIn))
}

/// Against the server itself.
pub fn live(case: &Case, server: &Server, node: &Node) -> Value {
    run(case, server, open(), container(node, Drivers::BuiltIn))
}

/// The same with the real packages in the place of our drivers.
pub fn npm(case: &Case, server: &Server, node: &Node) -> Value {
    run(case, server, open(), container(node, Drivers::Npm))
}

fn container(node: &Node, drivers: Drivers) -> Container {
    Container { drivers, packages: Arc::new(Packages::beside(node.packages())), ..Container::default() }
}

fn open() -> Box<dyn Store + Send> {
    Box::new(LiveSource::new(LiveUse { commit: true, allow: Vec::new() }).open())
}

/// The script plain, so that what it did is told unmasked; that stepping changes nothing is proven elsewhere.
fn run(case: &Case, server: &Server, store: Box<dyn Store + Send>, container: Container) -> Value {
    let script = std::fs::read_to_string(&case.file).unwrap();
    let code = script.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let (_, after) = code.split_once("function ").unwrap();
    let entry: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let configuration = server.configuration().as_object().unwrap().iter();
    let program = Program {
        file: format!("{}.js", case.action.key()),
        text: format!("(function () {{ {script}\nreturn {entry}; }})"),
        hooks: Vec::new(),
    };
    let call = Call {
        action: case.action,
        arguments: case.arguments.clone(),
        configuration: configuration
            .map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned().into()))
            .collect(),
    };
    let run = move || {
        let realm =
            Realm::in_container(Limits::default(), container, World::new(store, now_ms()), Rc::new(Silent)).unwrap();
        account(&realm.run(&program, &call))
    };
    thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap()
}

fn now_ms() -> f64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as f64
}

/// What happened, in the form Node's side prints.
fn account(run: &ScriptRun) -> Value {
    let callbacks: Vec<Value> = run
        .callbacks
        .iter()
        .map(|call| {
            let error = call.error.as_ref().map(described);
            json!({ "error": error, "result": call.result, "arguments": call.arguments })
        })
        .collect();
    let ended = run.outcome.as_ref().filter(|outcome| {
        !matches!(
            outcome.kind,
            OutcomeKind::Profile
                | OutcomeKind::Success
                | OutcomeKind::NotFound
                | OutcomeKind::WrongCredentials
                | OutcomeKind::ValidationError
                | OutcomeKind::Unauthorized
                | OutcomeKind::Error
                | OutcomeKind::CallbackTwice
                | OutcomeKind::NoCallback
        )
    });
    let uncaught = ended.and_then(|outcome| outcome.error.as_ref()).map(described);
    // Warnings of the process go past `console` under Node.
    let is_warning = |line: &&str| line.starts_with("(node:");
    let console: Vec<&str> =
        run.console.iter().map(|line| line.text.as_str()).filter(|line| !is_warning(line)).collect();
    json!({ "callbacks": callbacks, "console": console, "uncaught": uncaught })
}

fn described(error: &ErrorInfo) -> Value {
    json!({
        "name": error.name,
        "code": error.code,
        "message": error.message,
        "properties": error.properties,
        "isError": error.is_error,
    })
}
