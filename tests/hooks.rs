//! What the hooks in a script tell whoever attached to them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use loginscope::script::{prepare_program, Prepared};
use rquickjs::context::EvalOptions;
use rquickjs::{CatchResultExt, Context, Ctx, Runtime, Value};

fn evaluate<'js>(ctx: &Ctx<'js>, text: &str) -> rquickjs::Result<Value<'js>> {
    let mut options = EvalOptions::default();
    options.strict = false;
    ctx.eval_with_options(text, options)
}

/// What a program that is attached to says. `stop` is what happens at a stop: it sees `statement`, `token` and
/// `count`, and gives the count at which it is called next. Of what is attached there is `hooks`.
fn said(begins: &str, stop: &str, program: &str) -> Vec<String> {
    let prepared = prepare_program("program.js", program.into()).expect("it parses");
    let surroundings = format!(
        "globalThis.told = []; globalThis.said = (...all) => {{ told.push(all.map(String).join(' ')); }};
         globalThis.hooks = null; globalThis.functions = {functions};
         globalThis[{global:?}] = [(statement, token, count, evaluate) => {{ {stop} }}, attached => {{ hooks = attached; {begins} }},
         () => {{}}, (error, count) => said('caught', error && (error.message || error), 'at', count)];",
        global = Prepared::GLOBAL,
        functions = serde_json::to_string(&prepared.tables.functions.iter().map(|f| &f.name).collect::<Vec<_>>())
            .expect("names"),
    );
    let runtime = Runtime::new().expect("a runtime");
    let context = Context::full(&runtime).expect("a context");
    context.with(|ctx| {
        evaluate(&ctx, &surroundings).catch(&ctx).expect("surroundings");
        evaluate(&ctx, &prepared.text).catch(&ctx).expect("it runs");
        while ctx.execute_pending_job() {}
        evaluate(&ctx, "told").and_then(|told| told.get()).expect("text")
    })
}

const NEVER: &str = "return Infinity";
const LAST_LEFT: &str =
    "const r = hooks.returned(); said(r ? `${functions[r[0]]}: ${String(r[2])}` : 'none'); return 0";

#[test]
fn a_call_that_returned_says_its_function_and_value() {
    let program = "function one() { return 'a' }
        const two = x => x * 2, three = () => { return };
        function four() {}
        one();
        two(21);
        three();
        four();
        0";
    let stops = said("", LAST_LEFT, program);
    let seen: Vec<&str> = stops.iter().map(String::as_str).collect();
    assert_eq!(
        seen,
        ["none", "none", "none", "one: a", "one: a", "two: 42", "two: 42", "three: undefined", "four: undefined"]
    );
}

#[test]
fn a_call_that_only_waits_has_not_returned() {
    let program = "async function slow() { await 'waited'; return 'done' } function* g() { yield 'once' }
        slow(); g().next(); Promise.resolve().then(() => 1).then(() => { const last = 1 })";
    let stops = said("", LAST_LEFT, program);
    assert!(stops.contains(&"slow: done".to_owned()), "{stops:?}");
    assert!(!stops.iter().any(|stop| stop.contains("waited") || stop.contains("once")), "{stops:?}");
}

#[test]
fn what_returned_is_forgotten_when_asked() {
    let program = "function one() { return 'a' }\none();\nsaid(hooks.returned() !== undefined); hooks.forgetReturned(); said(hooks.returned())";
    assert_eq!(said("", NEVER, program), ["true", "undefined"]);
}

const CATCHES: &str = "try { null.x } catch (e) { said('one') }
    try { throw 'thrown' } catch { said('two') }
    try { throw { message: 'lost' } } catch ({ message }) { said('three') }
    try { throw undefined } catch (e) {}";

#[test]
fn catches_are_heard_only_when_listened_to() {
    assert_eq!(said("", NEVER, CATCHES), ["one", "two", "three"]);
    assert_eq!(
        said("hooks.listen(true)", NEVER, CATCHES),
        [
            "caught cannot read property 'x' of null at 1",
            "one",
            "caught thrown at 3",
            "two",
            "caught undefined at 5",
            "three",
            "caught undefined at 7"
        ]
    );
    assert_eq!(said("hooks.listen(true); hooks.listen(false)", NEVER, CATCHES), ["one", "two", "three"]);
}

const CALLS: &str = "function f(n) {
      if (n) g(n);
      return n;
    }
    function g(n) {
      n + 1;
    }
    f(1);
    f(0);
    f(2);";

#[test]
fn calls_are_followed_without_stops() {
    // By count: 1 f(1), 2 if, 3 g(n), 4 n + 1, 5 return; 6 f(0), 7 if, 8 return; 9 f(2) … The top level has token 1,
    // the first calls of f and g 2 and 3, and so on.
    let stop = "said('stop', statement, count, hooks.followed()); return Infinity";
    assert_eq!(said("hooks.follow(2, 3, 7)", stop, CALLS), ["stop 0 7 2,5,4"]);
    assert_eq!(said("hooks.follow(4, 99, 11)", stop, CALLS), ["stop 1 11 7,8,0"]);
    assert_eq!(said("hooks.follow(2, 3, 0)", stop, CALLS), ["stop 4 1 0,0,0"]);
}

#[test]
fn a_marked_statement_is_a_stop_even_while_calls_are_followed() {
    let stop = "said('stop', statement, count); return Infinity";
    assert_eq!(said("hooks.mark(1, 1); hooks.follow(2, 3, 8)", stop, CALLS), ["stop 1 3", "stop 2 8", "stop 1 11"]);
}

#[test]
fn executions_are_counted_up_to_a_count() {
    let stop = "said('stop', count, hooks.counts()); return Infinity";
    assert_eq!(said("hooks.count(11)", stop, CALLS), ["stop 11 3,1,2,1,1,1,1"]);
    assert_eq!(said("hooks.count(5)", stop, CALLS), ["stop 5 1,1,0,1,1,0,0"]);
    assert_eq!(said("hooks.count(5); hooks.follow(2, 3, 7)", stop, CALLS), ["stop 7 1,1,0,1,1,0,0"]);
    assert_eq!(said("hooks.count(500)", stop, CALLS), Vec::<String>::new());
}
