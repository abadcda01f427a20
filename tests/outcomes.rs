//! How scripts end, hostile ones included: always in time, always with an outcome, never with a crash.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;

use std::time::{Duration, Instant};

use debugged::{launch, run};
use loginscope::debugger::Launch;
use loginscope::legacy::Nobody;
use loginscope::recording::{Outcome, OutcomeKind, ScriptRun, StackFrame};
use loginscope::sandbox::Limits;

fn body(body: &str) -> ScriptRun {
    run(&format!("function login(email, password, callback) {{\n  {body}\n}}"))
}

fn outcome(run: &ScriptRun) -> &Outcome {
    run.outcome.as_ref().expect("an outcome")
}

/// `function:line:column`, innermost first, asynchronous parents after `~`.
fn stack(frames: &[StackFrame]) -> String {
    let told = |frame: &StackFrame| {
        let mark = if frame.asynchronous { "~" } else { "" };
        format!("{mark}{}:{}:{}", frame.place.function, frame.place.line, frame.place.column)
    };
    frames.iter().map(told).collect::<Vec<_>>().join(" < ")
}

fn stack_of(run: &ScriptRun) -> String {
    stack(&outcome(run).error.as_ref().expect("an error").stack)
}

/// Lines and columns are those of Node 20 for the same text; names are ours.
const POSITIONS: &[(&str, &str)] = &[
    ("throw new Error('x');", "login:2:9"),
    ("const e = new TypeError('x');\n  throw e;", "login:2:13"),
    ("null.a;", "login:2:8"),
    ("const o = {};\n  o.a.b;", "login:3:7"),
    ("const o = {};\n  o.a.b();", "login:3:7"),
    ("const o = { a: 1 };\n  o.a(password, email);", "login:3:5"),
    ("nowhere();", "login:2:3"),
    ("console.log(nowhere, email);", "login:2:15"),
    ("(function () { throw new Error('x'); })();", "login › immediately called function:2:24 < login:2:42"),
    ("function f() { throw new Error('x'); }\n  const o = { f };\n  o.f(email, password);", "f:2:24 < login:4:5"),
    ("function f() { throw new Error('x'); }\n  const o = { f };\n  o['f'](email);", "f:2:24 < login:4:9"),
    ("class A { m() { this.b.c; } }\n  new A().m();", "m:2:26 < login:3:11"),
    ("class A { constructor() { throw new Error('x'); } }\n  new A(email);", "constructor:2:35 < login:3:3"),
    ("[1].forEach(function (x) { x.y.z; });", "login › forEach callback:2:34 < login:2:7"),
    ("const x = 1;\n  x = 2;", "login:3:5"),
    ("y;\n  let y = 1;", "login:2:3"),
    ("email\n    .trim()\n    .nothing()\n    .more();", "login:4:6"),
    ("for (const x of email.nothing) x;", "login:2:25"),
    ("new email.a(password);", "login:2:3"),
    ("email.a.b = 1;", "login:2:13"),
    ("email.a[password];", "login:2:10"),
    ("try { nowhere; } catch (e) { throw e; }", "login:2:9"),
    ("const s = 'é😀'; nowhere;", "login:2:20"),
    ("setTimeout(function later() { email.a.b; }, 1);", "later:2:41 < ~login:2:3"),
    ("Promise.resolve().then(() => { nowhere; });", "login › then callback:2:34 < ~login:2:21"),
];

#[test]
fn errors_stand_where_node_puts_them() {
    for (text, expected) in POSITIONS {
        let run = body(text);
        assert_eq!(outcome(&run).kind, OutcomeKind::Exception, "{text}");
        assert_eq!(stack_of(&run), *expected, "{text}");
    }
}

#[test]
fn what_is_thrown_or_rejected_and_not_caught_is_an_exception() {
    for text in [
        "throw new Error('late');",
        "setTimeout(() => { throw new Error('late'); }, 1);",
        "Promise.reject(new Error('late'));",
        "(async () => { await null; throw new Error('late'); })();",
        "process.nextTick(() => { throw new Error('late'); });",
    ] {
        let run = body(text);
        let found = outcome(&run);
        assert_eq!((found.kind, found.error.as_ref().unwrap().message.as_str()), (OutcomeKind::Exception, "late"));
        assert!(!found.error.as_ref().unwrap().stack.is_empty(), "{text}");
    }
}

#[test]
fn a_script_that_never_answers_has_no_callback() {
    let run = body("if (email === 'somebody else') callback(null);");
    assert_eq!((outcome(&run).kind, outcome(&run).error.is_none()), (OutcomeKind::NoCallback, true));
}

#[test]
fn a_second_callback_is_told_with_the_place_of_the_second_call() {
    let run = body("callback(null, { user_id: '1' });\n  setImmediate(() => callback(null, { user_id: '1' }));");
    assert_eq!(outcome(&run).kind, OutcomeKind::CallbackTwice);
    assert_eq!(stack_of(&run), "login › setImmediate callback:3:22 < ~login:3:3");
    assert_eq!(stack(&run.callbacks[0].stack), "login:2:3");
}

#[test]
fn a_script_that_does_not_parse_says_where() {
    let run = run("function login(email, password, callback) {\n  const a = ;\n}");
    assert_eq!(outcome(&run).kind, OutcomeKind::SyntaxError);
    assert_eq!(stack_of(&run), "top level of login.js:2:13");
}

#[test]
fn a_stack_overflow_is_nodes_error_with_a_trace_and_can_be_caught() {
    let run = body("function f() { return f() + 1; }\n  f();");
    let error = outcome(&run).error.clone().unwrap();
    assert_eq!(format!("{}: {}", error.name, error.message), "RangeError: Maximum call stack size exceeded");
    assert_eq!(stack(&error.stack[1..3]), "f:2:25 < f:2:25");
    let caught = body("function f() { f(); }\n  try { f(); } catch (e) { callback(null, { user_id: e.name }); }");
    assert_eq!(outcome(&caught).result.as_ref().unwrap()["user_id"], "RangeError");
}

#[test]
fn recursion_as_deep_as_node_allows_is_no_error() {
    let run = body("function f(n) { return n ? f(n - 1) : 'deep'; }\n  callback(null, { user_id: f(8000) });");
    assert_eq!(outcome(&run).result.as_ref().unwrap()["user_id"], "deep");
}

#[test]
fn an_answer_nested_deeper_than_can_be_read_is_an_answer() {
    let run = body("let a = {};\n  for (let i = 0; i < 500; i++) a = { a };\n  callback(null, a);");
    assert_eq!(outcome(&run).kind, OutcomeKind::Profile);
}

/// Runs a body with little time and few steps.
fn hurried(body: &str) -> ScriptRun {
    let text = format!("async function login(email, password, callback) {{\n  {body}\n}}");
    let limits = Limits { run_time: Duration::from_secs(1), steps: 300_000, ..Limits::default() };
    let began = Instant::now();
    let run = loginscope::debugger::run(Launch { limits, ..launch(&text) }, Box::new(Nobody)).expect("a run");
    assert!(began.elapsed() < Duration::from_secs(15), "{body} took {:?}", began.elapsed());
    run
}

#[test]
fn what_never_ends_is_ended() {
    for text in [
        "for (;;);",
        "while (true) {}",
        "for (;;) { try { for (;;); } catch {} finally { continue; } }",
        "for (;;) { try { await 1; null.x; } catch {} }",
        "while (true) await null;",
        "function f() { Promise.resolve().then(f); } f(); await new Promise(() => {});",
        "function f() { process.nextTick(f); } f();",
        "function f() { setImmediate(f); } f();",
        "setInterval(() => {}, 0);",
        "/(a+)+$/.test('a'.repeat(40) + 'b');",
        "new Function('for (;;);')();",
        "await { then(resolve) { for (;;) resolve(1); } };",
        "console.log({ get a() { return 1; }, get [Symbol.toStringTag]() { for (;;); } });",
        "for (let i = 0; ; i++) setTimeout(() => {}, i);",
    ] {
        assert_eq!(outcome(&hurried(text)).kind, OutcomeKind::Timeout, "{text}");
    }
    let run = hurried("for (;;) { try { callback(null, { user_id: '1' }); } catch {} }");
    assert_eq!(outcome(&run).kind, OutcomeKind::CallbackTwice);
    assert_eq!(run.callbacks.len(), 100, "more are not kept");
}

#[test]
fn what_takes_all_memory_is_an_error() {
    for text in [
        "const a = []; for (;;) a.push(new Array(10000).fill('x' + a.length));",
        "let s = 'x'; while (true) s += s;",
        "const a = []; for (;;) a.push(new Uint8Array(1 << 20));",
    ] {
        let run = body(text);
        let error = outcome(&run).error.clone().expect("an error");
        assert!(error.message.contains("out of memory") || error.message.contains("too long"), "{error:?}");
    }
}

#[test]
fn a_script_that_breaks_the_built_ins_harms_only_itself() {
    for text in [
        "Object.defineProperty(Error, 'prepareStackTrace', { value() { throw 1; } }); throw new Error('x');",
        "Error.prepareStackTrace = () => { for (;;) throw 1; }; nowhere;",
        "Array.prototype.push = Array.prototype.slice = null; Map.prototype.get = null; nowhere;",
        "globalThis.Uint8Array = globalThis.eval = globalThis.WeakMap = globalThis.Object = null; nowhere;",
        "globalThis.Error = null; JSON.stringify = () => { throw 1; }; nowhere;",
        "Object.defineProperty(Array.prototype, '1', { set() { throw 1; } }); (() => nowhere)();",
        "Promise.prototype.then = () => { throw 1; }; (async () => { await null; })(); nowhere;",
        "const e = new Error(); for (const k of ['name', 'message', 'stack', 'code', 'constructor'])
           Object.defineProperty(e, k, { enumerable: true, get() { throw e; } }); throw e;",
        "throw new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; }, getPrototypeOf() { throw 3; } });",
        "callback(null, new Proxy({}, { get() { throw 1; } }));",
        "callback(new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; } }));",
        "const a = {}; a.a = a; callback(null, a);",
        "callback(null, { user_id: 1n });",
        "throw undefined;",
    ] {
        assert_eq!(outcome(&body(text)).kind, OutcomeKind::Exception, "{text}");
    }
}
