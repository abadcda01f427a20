//! A legacy store that answers from a list, and one call to run a script against it.

use std::rc::Rc;
use std::time::Duration;

use loginscope::connection::Action;
use loginscope::legacy::{Reply, Request, Store};
use loginscope::recording::{OutcomeKind, ScriptRun};
use loginscope::sandbox::{Call, Limits, Observer, Program, Realm, Silent, World};
use serde_json::{json, Value};

/// Answers statements and URLs by the first entry whose key they contain; connections are always opened unless the
/// key `connect` says otherwise. Every answer takes 2 ms.
#[derive(Default)]
pub struct Scripted(pub Vec<(&'static str, Value)>);

impl Store for Scripted {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        let reply = match request {
            Request::Connect { .. } => self.find("connect").unwrap_or_else(|| json!({ "kind": "connected" })),
            Request::Close { .. } => json!({ "kind": "closed" }),
            Request::Sql { text, .. } => self.find(text).unwrap_or_else(|| panic!("nobody answers {text}")),
            Request::Http { url, .. } => self.find(url).unwrap_or_else(|| panic!("nobody answers {url}")),
            other => {
                let asked = serde_json::to_string(other).expect("a request");
                self.find(&asked).unwrap_or_else(|| panic!("nobody answers {asked}"))
            }
        };
        (serde_json::from_value(reply).expect("a reply"), Duration::from_millis(2))
    }
}

impl Scripted {
    fn find(&self, text: &str) -> Option<Value> {
        self.0.iter().find(|(key, _)| text.contains(key)).map(|(_, reply)| reply.clone())
    }
}

/// Runs `login(email, password, callback)` with the given body.
pub fn login(store: Scripted, body: &str) -> ScriptRun {
    login_watched(store, body, Rc::new(Silent))
}

/// The same, watched.
pub fn login_watched(store: Scripted, body: &str, observer: Rc<dyn Observer>) -> ScriptRun {
    let text = format!("(function () {{ return (function login(email, password, callback) {{\n{body}\n}}) }})");
    let realm = Realm::new(Limits::default(), World::new(Box::new(store), 1_700_000_000_000.0), observer);
    let program = Program { file: "login.js".to_owned(), text, hooks: Vec::new() };
    let call = Call {
        action: Action::Login,
        arguments: vec![json!("ada@example.test"), json!("correct-horse")],
        configuration: Default::default(),
    };
    realm.expect("a realm").run(&program, &call)
}

/// What the body gave to `callback(null, …)`.
pub fn answer(store: Scripted, body: &str) -> Value {
    let run = login(store, body);
    let outcome = run.outcome.expect("an outcome");
    assert_eq!(outcome.kind, OutcomeKind::Profile, "{:#?} {:#?}", outcome.error, run.console);
    outcome.result.expect("a result")
}

/// What a list of expressions evaluates to, an error as `Class: message`, promises awaited.
pub fn evaluate(store: Scripted, before: &str, expressions: &[&str]) -> Vec<Value> {
    let list = expressions.iter().map(|expression| format!("() => ({expression})")).collect::<Vec<_>>().join(",\n");
    let body = format!(
        "{before}
        const shown = (e) => e instanceof Error ? `${{e.constructor.name}}: ${{e.message}}` : e;
        (async () => {{
          const all = [];
          for (const one of [{list}]) {{
            try {{ const value = shown(await one()); all.push(value === undefined ? 'undefined' : value); }}
            catch (e) {{ all.push(shown(e)); }}
          }}
          callback(null, {{ all }});
        }})();"
    );
    answer(store, &body)["all"].as_array().expect("a list").clone()
}
