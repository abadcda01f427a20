//! What a run that stands still shows, and what it lets one change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;

use std::time::{Duration, Instant};

use debugged::{debug, names, variable, variables, PASSWORD};
use loginscope::debugger::{Command, ScopeKind, StepKind, Stop, ValueKind};

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

/// Statement and own variables at each stop of a run that is stepped through.
fn locals_at_each_stop(text: &str) -> Vec<String> {
    let mut run = debug(text);
    let mut stops = Vec::new();
    while let Some(pause) = run.stop() {
        let mine = variables(&pause.scopes, ScopeKind::Locals);
        let mine: Vec<String> = mine.into_iter().filter(|one| !one.contains('ƒ') && !one.starts_with('_')).collect();
        stops.push(format!("{} | {}", run.at(&pause), mine.join(" ")));
        run.send(Command::Step(StepKind::Into));
    }
    stops
}

#[test]
fn every_turn_of_a_loop_shows_its_own_variables() {
    let text = "function login(_e, _p, callback) {
      const kept = [];
      for (let i = 0; i < 2; i++) {
        const twice = i * 2;
        kept.push(() => twice);
      }
      callback(null);
    }";
    let expected = [
        "const kept = []; | kept=not initialised",
        "for (let i = 0; i < 2; i++) | kept=[]",
        "const twice = i * 2; | kept=[] i=0 twice=not initialised",
        "kept.push(() => twice); | kept=[] i=0 twice=0",
        "const twice = i * 2; | kept=[ƒ (anonymous)] i=1 twice=not initialised",
        "kept.push(() => twice); | kept=[ƒ (anonymous)] i=1 twice=2",
        "callback(null); | kept=[ƒ (anonymous), ƒ (anonymous)]",
    ];
    // What the list holds is of no interest here.
    let without_list = |stop: &str| {
        let (at, mine) = stop.split_once(" | ").unwrap();
        let mine = mine.split(' ').filter(|one| one.starts_with("i=") || one.starts_with("twice=")).collect::<Vec<_>>();
        format!("{at} | {}", mine.join(" "))
    };
    let stops: Vec<String> = locals_at_each_stop(text).iter().map(|stop| without_list(stop)).collect();
    assert_eq!(stops, expected.map(without_list));
}

#[test]
fn every_call_shows_its_own_variables_also_after_a_call_in_it_has_returned() {
    let text = "function login(_e, _p, callback) {
      function down(n) {
        let mine = n * 10;
        if (n > 0) down(n - 1);
        return mine;
      }
      down(1);
      callback(null);
    }";
    let expected = [
        "down(1); | ",
        "let mine = n * 10; | n=1 mine=not initialised",
        "if (n > 0) | n=1 mine=10",
        "down(n - 1); | n=1 mine=10",
        "let mine = n * 10; | n=0 mine=not initialised",
        "if (n > 0) | n=0 mine=0",
        "return mine; | n=0 mine=0",
        "return mine; | n=1 mine=10",
        "callback(null); | ",
    ];
    assert_eq!(locals_at_each_stop(text), expected);
}

#[test]
fn a_name_is_the_innermost_variable_of_that_name() {
    let text = "function login(_e, _p, callback) {
      let x = 1;
      x = 2;
      { let x = 'inner'; x += '!'; }
      x = 3;
      with ({ x: 'held' }) { x; }
      callback(null);
    }";
    let expected = [
        "let x = 1; | x=not initialised",
        "x = 2; | x=1",
        "let x = 'inner'; | x=not initialised",
        "x += '!'; | x='inner'",
        "x = 3; | x=2",
        "with ({ x: 'held' }) | x=3",
        "x; | x='held'",
        "callback(null); | x=3",
    ];
    assert_eq!(locals_at_each_stop(text), expected);
}

#[test]
fn generators_and_async_functions_keep_their_variables() {
    let text = "async function login(_e, _p, callback) {
      function* count(from) { let at = from; yield at; at += 1; yield at; }
      const [one, ten] = [count(1), count(10)];
      one.next(); ten.next(); one.next(); ten.next();
      const later = await 5;
      callback(null);
    }";
    let stops = locals_at_each_stop(text);
    let in_count: Vec<&str> = stops.iter().filter(|stop| stop.contains("from=")).map(String::as_str).collect();
    let expected = [
        "let at = from; | from=1 at=not initialised",
        "yield at; | from=1 at=1",
        "let at = from; | from=10 at=not initialised",
        "yield at; | from=10 at=10",
        "at += 1; | from=1 at=1",
        "yield at; | from=1 at=2",
        "at += 1; | from=10 at=10",
        "yield at; | from=10 at=11",
    ];
    assert_eq!(in_count, expected);
    assert!(stops.last().unwrap().ends_with("later=5"), "{stops:?}");
}

#[test]
fn a_variable_that_was_set_is_seen_at_the_next_stop() {
    let mut run = debug("function login(e, p, callback) {\n  let n = 1;\n  n;\n  n;\n  callback(null);\n}");
    run.until("n;");
    run.set(0, "n", "41").unwrap();
    let next = run.after(Command::Step(StepKind::Over));
    assert_eq!(variable(&next.scopes, "n").preview, "41");
}

#[test]
fn values_of_every_kind_are_shown_in_one_line() {
    let text = r#"function login(e, p, callback) {
      class Point { constructor() { this.x = 1; } }
      const all = {
        text: 'it\'s "q" \n', zero: -0, float: 0.1 + 0.2, big: 12n, symbol: Symbol('s'), none: null, missing: undefined,
      };
      const more = [
        new Date(0), /a\/b/gi, new Map([[1, 2]]), new Set([1]), new Uint8Array([1, 255]), Buffer.from('hi'),
        Promise.resolve(1), new Error('no'), new Point(), Object.create(null),
      ];
      const nested = { list: [1, [2, 3]], point: new Point(), made: Point, done: () => 1, 'odd key': 1, [Symbol.iterator]: 1 };
      const large = 1e21, tiny = 1e-7, sparse = [, 1], long = Array.from({ length: 20 }, (_, i) => i);
      callback(null);
    }"#;
    let mut run = debug(text);
    let pause = run.until("callback(null);");
    let shown = |name: &str| variable(&pause.scopes, name).preview.clone();
    assert_eq!(
        shown("all"),
        r#"{text: 'it\'s "q" \n', zero: -0, float: 0.30000000000000004, big: 12n, symbol: Symbol(s), none: null, missing: undefined}"#
    );
    assert_eq!(
        shown("more"),
        "(10) [Date 1970-01-01T00:00:00.000Z, /a\\/b/gi, Map(1), Set(1), Uint8Array(2) [1, 255], <Buffer 68 69>, \
         Promise {fulfilled}, Error: no, Point {…}, null prototype {…}]"
    );
    assert_eq!(
        shown("nested"),
        "{list: […2], point: Point {…}, made: class Point, done: ƒ done, 'odd key': 1, [Symbol(Symbol.iterator)]: 1}"
    );
    assert_eq!((shown("large"), shown("tiny")), ("1e+21".to_owned(), "1e-7".to_owned()));
    assert_eq!(
        (shown("sparse"), shown("long")),
        ("[, 1]".to_owned(), "(20) [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …]".to_owned())
    );
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
    run.send(Command::SetStops(vec![Stop::line(4), Stop::line(5)]));
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

#[test]
fn a_function_that_writes_its_own_name_runs_as_it_should_and_says_why_nothing_is_seen_of_it() {
    let text = "function login(email, password, callback) {
      const named = function own() {
        (() => { own = 1; })();
        return typeof own;
      };
      callback(null, { user_id: named() });
    }";
    let mut run = debug(text);
    let pause = run.until("return typeof own;");
    let refused = run.evaluate(0, "own").unwrap_err();
    assert!(refused.contains("the engine would run this function differently"), "{refused}");
    assert_eq!(variables(&pause.scopes, ScopeKind::Locals), Vec::<String>::new());
    assert_eq!(run.end().outcome.as_ref().unwrap().result.as_ref().unwrap()["user_id"], "function");
}

#[test]
fn variables_inside_a_with_statement_are_seen() {
    let text = "function login(email, password, callback) {
      with ({ found: 7 }) {
        const doubled = found * 2;
        callback(null, { user_id: String(doubled) });
      }
    }";
    let mut run = debug(text);
    let pause = run.until("callback(null, { user_id: String(doubled) });");
    assert!(variables(&pause.scopes, ScopeKind::Locals).contains(&"doubled=14".to_owned()));
    assert_eq!(run.evaluate(0, "found + doubled").unwrap().preview, "21");
    assert_eq!(run.end().outcome.as_ref().unwrap().result.as_ref().unwrap()["user_id"], "14");
}
