//! Scripts that mean harm: they get an error of their own, and the process goes on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use realm::{printed, run};

/// Runs each statement alone and prints what became of it.
fn each(statements: &[&str]) -> Vec<String> {
    let attempts: String = statements
        .iter()
        .map(|statement| {
            format!("try {{ {statement}; console.log('done'); }} catch (e) {{ console.log(`${{e?.name}}: ${{e?.message}}`); }}\n")
        })
        .collect();
    let text = printed(&run(&attempts));
    text.lines().map(str::to_owned).collect()
}

#[test]
fn lone_surrogates_pass_through_every_door() {
    let lines = each(&[
        "console.log('x \\ud800 y')",
        "const o = { ['\\ud800f']() { throw new Error('in'); } }; try { o['\\ud800f'](); } catch (e) { console.log(e.stack.split('\\n')[0]); }",
        "new URL('http://a.test/\\ud800').hash = '\\udfff'",
        "new TextDecoder('\\ud800')",
        "require('crypto').createHash('sha256').update('\\ud800')",
        "console.time('\\ud800')",
        "new URLSearchParams({ a: '\\ud800' }).toString()",
        "require('url').parse('http://x.test/\\ud800')",
        "Buffer.from('\\ud800', 'hex')",
    ]);
    assert_eq!(
        lines,
        [
            "x \u{fffd} y",
            "done",
            "Error: in",
            "done",
            "done",
            "RangeError: The \"\u{fffd}\" encoding is not supported",
            "done",
            "done",
            "done",
            "done",
            "done",
        ]
    );
}

#[test]
fn sizes_beyond_the_memory_are_refused() {
    let lines = each(&[
        "Buffer.alloc(2 ** 40)",
        "Buffer.alloc(300 * 2 ** 20)",
        "Buffer.from({ length: 1e10 })",
        "require('crypto').randomBytes(2 ** 30)",
        "require('crypto').scryptSync('x', 'y', 64, { N: 2 ** 31, r: 2 ** 30, p: 2 ** 30, maxmem: Infinity })",
        "JSON.parse('['.repeat(1000000))",
        "console.log('y'.repeat(1e6).length)",
    ]);
    assert_eq!(lines[0], "RangeError: Array buffer allocation failed");
    assert_eq!(lines[1], lines[0]);
    assert_eq!(lines[2], lines[0]);
    assert_eq!(lines[3], "RangeError: too many random bytes asked for");
    assert_eq!(lines[4], "RangeError: Invalid scrypt params");
    assert_eq!(lines[5], "RangeError: Maximum call stack size exceeded");
    assert_eq!(lines[6], "1000000");
}

#[test]
fn values_that_throw_when_looked_at_are_still_printed() {
    let lines = each(&[
        "console.log({ get [Symbol.toStringTag]() { throw 1; } }.x, Object.create({ get constructor() { throw 2; } }))",
        "const { proxy, revoke } = Proxy.revocable(function () {}, {}); revoke(); console.log(proxy, [proxy])",
        "const e = new Error('x'); for (const k of ['stack', 'message', 'name']) Object.defineProperty(e, k, { get() { throw 1; } }); console.log(e)",
        "let traps = 0; const p = new Proxy(function f() {}, { getOwnPropertyDescriptor() { traps++; }, get() { traps++; }, ownKeys() { traps++; return []; } }); console.log(p, traps)",
        "const m = new Map([[1, 2]]); m.forEach = 1; m.size = 5; console.log(m)",
    ]);
    assert_eq!(
        lines,
        [
            "undefined {}",
            "done",
            "<Revoked Proxy> [ <Revoked Proxy> ]",
            "done",
            "[Error]",
            "done",
            "[Function: f] 0",
            "done",
            "Map(1) { 1 => 2, forEach: 1 }",
            "done",
        ]
    );
}

#[test]
fn patched_built_ins_end_a_run_with_an_outcome() {
    for sabotage in [
        "Array.prototype.push = () => { throw new Error('no'); }",
        "Array.prototype.map = Array.prototype.join = null",
        "Object.defineProperty = Object.keys = null",
        "String.prototype.replace = String.prototype.includes = 5",
        "Map.prototype.get = Map.prototype.set = () => { throw 1; }",
        "Function.prototype.call = Function.prototype.apply = null",
        "Error.prepareStackTrace = () => { throw new Error('worse'); }",
        "Error.stackTraceLimit = -1",
        "Object.prototype.get = Object.prototype.set = 5; Object.prototype.value = 1",
        "Symbol.for = null; Reflect.ownKeys = null; JSON.stringify = null",
        "Promise.prototype.then = null; globalThis.Promise = null",
        "delete Error.prototype.stack; delete globalThis.Error",
    ] {
        let script = format!(
            "{sabotage}; try {{ console.log({{ a: [1, new Map([[1, 2]])] }}, Buffer.from('a'), new URL('http://a.test')); }} catch {{}}
             try {{ require('crypto').createHash('md5').update('a').digest('hex'); }} catch {{}}
             setTimeout(() => {{ null.x; }}, 1);"
        );
        assert!(run(&script).outcome.is_some(), "{sabotage}");
    }
}
