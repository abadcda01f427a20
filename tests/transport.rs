//! What the platform sees of an answer: it travels as JSON (domain facts §5.4), errors as their properties (§2.2); and
//! what becomes of errors nobody caught when the script listens for them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use loginscope::recording::{Outcome, OutcomeKind};
use realm::{printed, run};
use serde_json::{json, Value};

fn outcome(body: &str) -> Outcome {
    run(body).outcome.expect("an outcome")
}

/// The profile the platform gets for what `callback` was given.
fn profile(value: &str) -> Value {
    let outcome = outcome(&format!("callback(null, {value});"));
    assert_eq!(outcome.kind, OutcomeKind::Profile, "{value}");
    outcome.result.expect("a profile")
}

#[test]
fn what_json_has_no_word_for_changes_or_vanishes_on_the_way_out() {
    for (value, arrives) in [
        ("{ at: new Date(0) }", json!({ "at": "1970-01-01T00:00:00.000Z" })),
        ("{ at: new Date(NaN), n: NaN, i: -Infinity, z: -0 }", json!({ "at": null, "n": null, "i": null, "z": 0 })),
        ("{ a: undefined, f() {}, s: Symbol('s'), b: 1 }", json!({ "b": 1 })),
        ("{ list: [undefined, () => {}, , 1] }", json!({ "list": [null, null, null, 1] })),
        ("{ raw: Buffer.from('ab') }", json!({ "raw": { "type": "Buffer", "data": [97, 98] } })),
        ("{ raw: new Uint8Array([1, 2]) }", json!({ "raw": { "0": 1, "1": 2 } })),
        (
            "{ m: new Map([[1, 2]]), s: new Set([1]), r: /x/, e: new Error('lost') }",
            json!({ "m": {}, "s": {}, "r": {}, "e": {} }),
        ),
        ("{ id: { toJSON() { return '507f1f77bcf86cd799439011'; } } }", json!({ "id": "507f1f77bcf86cd799439011" })),
        ("new (class User { id = 1; #secret = 2; get name() { return 'no own property'; } })()", json!({ "id": 1 })),
        (
            "Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } })",
            json!({ "own": 2 }),
        ),
        ("{ n: Object(5), s: Object('s'), b: Object(false) }", json!({ "n": 5, "s": "s", "b": false })),
        ("Object.assign([1, 2], { user_id: 'lost' })", json!([1, 2])),
        ("{ u: new URL('http://a.b/c') }", json!({ "u": "http://a.b/c" })),
    ] {
        assert_eq!(profile(value), arrives, "{value}");
    }
}

#[test]
fn what_json_cannot_hold_throws_where_the_script_calls_back() {
    for (value, message) in [
        ("{ id: 1n }", "Do not know how to serialize a BigInt"),
        ("{ get id() { throw new RangeError('no id'); } }", "no id"),
        ("{ toJSON() { throw new TypeError('no json'); } }", "no json"),
    ] {
        let thrown = outcome(&format!("callback(null, {value});"));
        let error = thrown.error.expect("an error");
        assert_eq!((thrown.kind, error.message.as_str()), (OutcomeKind::Exception, message), "{value}");
    }
    let circular = outcome("const user = { id: 1 }; user.self = user; callback(null, user);").error.expect("an error");
    assert!(circular.message.starts_with("Converting circular structure to JSON\n    --> starting at object"));
}

#[test]
fn a_script_can_catch_what_its_own_answer_throws_and_answer_again() {
    let answered = outcome("try { callback(null, { id: 1n }); } catch (error) { callback(error); }");
    assert_eq!(answered.kind, OutcomeKind::Error);
    assert_eq!(answered.error.expect("an error").message, "Do not know how to serialize a BigInt");
}

#[test]
fn an_answer_is_what_it_was_when_it_was_given() {
    let run = run("const user = { id: 1 }; callback(null, user); user.id = 2;");
    assert_eq!(run.outcome.expect("an outcome").result, Some(json!({ "id": 1 })));
}

#[test]
fn a_replaced_stringify_does_not_change_what_travels() {
    let answered = outcome("JSON.stringify = () => '{\"forged\":true}'; callback(null, { id: 1 });");
    assert_eq!(answered.result, Some(json!({ "id": 1 })));
}

#[test]
fn a_first_argument_that_is_no_error_becomes_its_text() {
    for (given, message) in
        [("'denied'", "denied"), ("true", "true"), ("401", "401"), ("{ message: 'plain', code: 'c' }", "plain")]
    {
        let answered = outcome(&format!("callback({given}, {{ id: 1 }});"));
        assert_eq!(answered.kind, OutcomeKind::Error, "{given}");
        assert_eq!((answered.error.expect("an error").message.as_str(), answered.result), (message, None), "{given}");
    }
}

#[test]
fn a_script_that_listens_for_uncaught_errors_goes_on() {
    let run = run("process.on('uncaughtException', (error, origin) => console.log(error.message, origin));
        process.on('unhandledRejection', (reason) => console.log('rejected', reason));
        setTimeout(() => { throw new Error('in a timer'); }, 1);
        setTimeout(() => callback(null, { user_id: '1' }), 5);
        Promise.reject('reason');");
    assert_eq!(run.outcome.as_ref().map(|outcome| outcome.kind), Some(OutcomeKind::Profile));
    assert_eq!(printed(&run), "rejected reason\nin a timer uncaughtException\n");
}

#[test]
fn a_handler_that_throws_ends_the_run_with_its_own_error() {
    let failed = outcome(
        "process.on('uncaughtException', () => { throw new TypeError('second'); });
        setTimeout(() => { throw new Error('first'); }, 1);",
    );
    assert_eq!((failed.kind, failed.error.expect("an error").message.as_str()), (OutcomeKind::Exception, "second"));
}

#[test]
fn a_rejection_that_is_no_error_is_told_in_nodes_words() {
    let error = outcome("Promise.reject({ status: 401 });").error.expect("an error");
    assert_eq!(
        (error.name.as_str(), error.code),
        ("UnhandledPromiseRejection", Some(json!("ERR_UNHANDLED_REJECTION")))
    );
    assert!(error.message.ends_with("The promise rejected with the reason \"#<Object>\"."), "{}", error.message);
}
