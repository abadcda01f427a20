//! What a run that stands still shows, and what it lets one change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;

use std::time::{Duration, Instant};

use debugged::{debug, names, variable, variables, PASSWORD};
use loginscope::debugger::{Command, ScopeKind, StepKind, ValueKind};

#[test]
fn locals_closure_and_globals_are_told_apart() {
    let text = "function login(email, password, callback) {
      const outer = 1;
      global.seen = [1, 2];
      function inner(n) {
        const local = n + outer;
        return local;
      }
      inner(2);
      callback(null);
    }";
    let mut run = debug(text);
    let pause = run.until("return local;");
    assert_eq!(variables(&pause.scopes, ScopeKind::Locals), ["n=2", "local=3"]);
    let closure = variables(&pause.scopes, ScopeKind::Closure);
    assert!(closure.contains(&"email='ada@example.test'".to_owned()), "{closure:?}");
    assert!(closure.contains(&"outer=1".to_owned()) && closure.contains(&"inner=ƒ inner".to_owned()), "{closure:?}");
    assert!(variables(&pause.scopes, ScopeKind::Globals).contains(&"seen=[1, 2]".to_owned()));
}

#[test]
fn a_variable_in_its_dead_zone_is_not_initialised_and_hides_no_other() {
    let mut run =
        debug("function login(email, p, callback) {\n  let before = 1;\n  const late = 2;\n  callback(null);\n}");
    run.paused();
    let pause = run.after(Command::Step(StepKind::Over));
    assert_eq!(variable(&pause.scopes, "late").kind, ValueKind::Uninitialised);
    assert_eq!(variable(&pause.scopes, "late").preview, "not initialised");
    assert_eq!(variable(&pause.scopes, "before").preview, "1");
}

#[test]
fn looking_calls_no_getter_and_no_proxy_trap() {
    let text = "function login(email, p, callback) {
      let touched = 0;
      const touch = () => { touched += 1; return {}; };
      const lazy = { get value() { return touch(); }, toJSON: touch, toString: touch };
      const every = { get: touch, has: touch, ownKeys: touch, getPrototypeOf: touch, getOwnPropertyDescriptor: touch };
      const proxy = new Proxy({}, every), inside = { proxy, [Symbol.toStringTag]: proxy };
      class Odd { get [Symbol.toStringTag]() { touch(); return 'Odd'; } static get name() { touch(); return ''; } }
      const odd = new Odd(), error = Object.defineProperty(new Error('m'), 'stack', { get: touch });
      global.shared = proxy;
      callback(null, { user_id: String(touched) });
    }";
    let mut run = debug(text);
    let pause = run.until("callback(null, { user_id: String(touched) });");
    for name in ["lazy", "inside", "odd", "error"] {
        let handle = variable(&pause.scopes, name).handle.unwrap_or_else(|| panic!("{name} can be expanded"));
        let properties = run.expand(handle);
        if name == "lazy" {
            let value = properties.iter().find(|property| property.name == "value").unwrap();
            assert_eq!((value.kind, value.preview.as_str()), (ValueKind::Getter, "(getter, not called)"));
        }
    }
    assert_eq!(variable(&pause.scopes, "proxy").preview, "Proxy");
    assert_eq!(run.end().outcome.as_ref().unwrap().result.as_ref().unwrap()["user_id"], "0");
}

#[test]
fn values_are_expanded_level_by_level() {
    let text = "function login(email, p, callback) {
      const user = { name: { first: 'Ada' }, roles: new Map([['admin', { since: 1 }]]), 'odd key': [1] };
      callback(null);
    }";
    let mut run = debug(text);
    let pause = run.until("callback(null);");
    let user = run.expand(variable(&pause.scopes, "user").handle.unwrap());
    let paths: Vec<_> = user.iter().filter_map(|one| one.path.as_deref()).collect();
    assert_eq!(paths, ["user.name", "user.roles", "user[\"odd key\"]"]);
    let name = run.expand(user[0].handle.unwrap());
    assert_eq!((name[0].name.as_str(), name[0].preview.as_str()), ("first", "'Ada'"));
    let roles = run.expand(user[1].handle.unwrap());
    assert_eq!((roles[0].name.as_str(), roles[0].preview.as_str()), ("'admin'", "{since: 1}"));
}

#[test]
fn a_handle_is_void_once_the_run_went_on() {
    let mut run =
        debug("function login(email, p, callback) {\n  const user = { a: 1 };\n  email;\n  callback(null);\n}");
    let pause = run.until("email;");
    let handle = variable(&pause.scopes, "user").handle.unwrap();
    run.after(Command::Step(StepKind::Over));
    assert!(run.expand(handle).is_empty());
}

const NESTED: &str = "function login(email, password, callback) {
      let answer = 'first';
      function inner(n) {
        let local = n;
        return local;
      }
      const got = inner(1);
      callback(null, { user_id: answer, got });
    }";

#[test]
fn an_outer_frame_has_its_own_variables() {
    let mut run = debug(NESTED);
    let pause = run.until("return local;");
    assert_eq!(names(&pause), ["inner", "login"]);
    run.send(Command::Scopes(1));
    let again = run.hear(|event| match event {
        loginscope::debugger::Event::Scopes { frame: 1, scopes } => Some(scopes.clone()),
        _ => None,
    });
    let locals = variables(&again.unwrap(), ScopeKind::Locals);
    assert!(locals.contains(&"answer='first'".to_owned()), "{locals:?}");
    assert!(locals.contains(&"got=not initialised".to_owned()), "{locals:?}");
}

#[test]
fn a_variable_set_in_the_innermost_frame_changes_the_run() {
    let mut run = debug(NESTED);
    run.until("return local;");
    assert_eq!(run.set(0, "local", "41 + 1").unwrap().preview, "42");
    assert_eq!(run.end().outcome.as_ref().unwrap().result.as_ref().unwrap()["got"], 42);
}

#[test]
fn a_variable_set_in_an_outer_frame_changes_the_run() {
    let mut run = debug(NESTED);
    run.until("return local;");
    assert_eq!(run.set(1, "answer", "'second'").unwrap().preview, "'second'");
    assert_eq!(run.set(0, "local", "7").unwrap().preview, "7");
    let result = run.end().outcome.clone().unwrap().result.unwrap();
    assert_eq!((result["user_id"].as_str(), result["got"].as_i64()), (Some("second"), Some(7)));
}

#[test]
fn a_frame_that_has_returned_says_so() {
    let text = "function login(email, p, callback) {\n  setTimeout(() => {\n    callback(null);\n  }, 1);\n}";
    let mut run = debug(text);
    let pause = run.until("callback(null);");
    assert!(pause.frames[1].asynchronous);
    assert_eq!(run.scopes(1).unwrap_err(), "This frame has returned: it started the asynchronous work that led here.");
    assert_eq!(run.evaluate(1, "email").unwrap_err(), "This frame has returned: nothing can be evaluated in it.");
}

#[test]
fn expressions_and_statements_are_evaluated_where_the_run_stands() {
    let mut run = debug(NESTED);
    run.until("return local;");
    for (expression, expected) in [
        ("local + 1", "2"),
        ("{ a: local }", "{a: 1}"),
        ("(() => local)()", "1"),
        ("let twice = local * 2; twice", "2"),
        ("inner", "ƒ inner"),
        ("typeof answer", "'string'"),
        ("[...'ab']", "['a', 'b']"),
        ("local // with a comment", "1"),
    ] {
        assert_eq!(run.evaluate(0, expression).map(|value| value.preview).as_deref(), Ok(expected), "{expression}");
    }
}

#[test]
fn an_evaluation_that_fails_says_why() {
    let mut run = debug(NESTED);
    run.until("return local;");
    for (expression, expected) in [
        ("nowhere", "ReferenceError: nowhere is not defined"),
        ("throw new TypeError('no')", "TypeError: no"),
        ("throw 'text'", "thrown: text"),
    ] {
        assert_eq!(run.evaluate(0, expression).unwrap_err(), expected, "{expression}");
    }
    assert!(run.evaluate(0, "1 +").unwrap_err().starts_with("SyntaxError: "));
    assert!(run.evaluate(0, "return 1").unwrap_err().starts_with("SyntaxError: "));
}

#[test]
fn an_endless_evaluation_is_cut_off_and_the_run_goes_on() {
    let mut run = debug(NESTED);
    run.until("return local;");
    let began = Instant::now();
    assert_eq!(run.evaluate(0, "(() => { for (;;); })()").unwrap_err(), "It took longer than 2 s and was cut off.");
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(run.evaluate(0, "local").unwrap().preview, "1");
    assert_eq!(run.end().outcome.as_ref().unwrap().result.as_ref().unwrap()["got"], 1);
}

#[test]
fn an_evaluation_stops_nowhere_and_counts_no_steps() {
    let mut run = debug(NESTED);
    let pause = run.until("return local;");
    run.send(Command::SetBreakpoints(vec![4, 5]));
    assert_eq!(run.evaluate(0, "inner(5)").unwrap().preview, "5");
    let next = run.after(Command::Step(StepKind::Over));
    assert_eq!(next.step, pause.step + 1);
}

#[test]
fn a_password_is_seen_nowhere() {
    let text = "function login(email, password, callback) {
      const copy = { hidden: password, list: [password, `x${password}y`], map: new Map([[password, password]]) };
      const error = new Error('bad ' + password);
      console.log(password, copy);
      callback(error);
    }";
    let mut run = debug(text);
    let pause = run.until("callback(error);");
    assert_eq!(variable(&pause.scopes, "password").kind, ValueKind::Masked);
    for name in ["copy", "error"] {
        for property in run.expand(variable(&pause.scopes, name).handle.unwrap()) {
            if let Some(handle) = property.handle {
                run.expand(handle);
            }
        }
    }
    for expression in ["password", "copy.list", "'a' + password", "throw new Error(password)", "throw password"] {
        let _heard = run.evaluate(0, expression);
    }
    run.end();
    let leaks: Vec<_> = run.heard.iter().map(|event| format!("{event:?}")).filter(|e| e.contains(PASSWORD)).collect();
    // What was asked is told back as it was asked; it holds no secret of the run.
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn a_function_has_the_text_its_author_wrote() {
    let text = "function login(email, p, callback) {
      const one = (a) => a + 1, two = function () { return one(1); }, three = async function* named(x) { yield x; };
      class Four { method() { return 'é' + one(2); } }
      const all = [one, two, three, Four, Four.prototype.method, Array.prototype.push, Function.prototype.toString];
      callback(null, { user_id: '1', all: all.map(String), login: `${login}` });
    }";
    let run = debugged::run(text);
    let result = run.outcome.unwrap().result.unwrap();
    let native = |name: &str| format!("function {name}() {{\n    [native code]\n}}");
    let expected = [
        "(a) => a + 1".to_owned(),
        "function () { return one(1); }".to_owned(),
        "async function* named(x) { yield x; }".to_owned(),
        "class Four { method() { return 'é' + one(2); } }".to_owned(),
        "method() { return 'é' + one(2); }".to_owned(),
        native("push"),
        native("toString"),
    ];
    assert_eq!(result["all"], serde_json::json!(expected));
    assert_eq!(result["login"], text);
}
