//! The same program plain and made ready for stepping does the same: instrumentation is invisible.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use loginscope::script::{prepare, prepare_program};
use proptest::collection::vec;
use proptest::prelude::{any, ProptestConfig};

#[path = "../examples/transparency/both_ways.rs"]
mod both_ways;
#[path = "../examples/transparency/judge.rs"]
mod judge;
#[path = "support/programs.rs"]
mod programs;
#[path = "../examples/transparency/realm.rs"]
mod realm;

use both_ways::run_instrumented;
use judge::{differences, Difference};
use realm::{run_plain, Completion, Ending};

/// How a program ends plain, and what is different instrumented.
fn both_ways(program: &str) -> (Ending, Vec<Difference>) {
    let plain = run_plain(program).expect("a realm");
    let instrumented = run_instrumented(program, &plain).expect("a realm");
    let differences = differences(&plain, &instrumented);
    (plain, differences)
}

/// `said(…)` is what a program can do; the hooks call Rust's part at every single statement.
fn assert_transparent(program: &str) {
    let program = program.replace("said", "print");
    let (_, differences) = both_ways(&program);
    assert!(differences.is_empty(), "{program}\n{differences:#?}");
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_program_tells_whether_it_is_instrumented(choices in vec(any::<u8>(), 0..400)) {
        let program = programs::program(&choices);
        let (plain, differences) = both_ways(&program);
        proptest::prop_assert!(!matches!(plain.completion, Completion::Refused(_)), "{:?}\n{}", plain, program);
        proptest::prop_assert!(differences.is_empty(), "{}\n{:#?}", program, differences);
    }
}

/// Each of these broke something like it somewhere.
const PROGRAMS: &[&str] = &[
    // Statements without semicolons, on one line and on many.
    "var a = 1\nvar b = a\n++b\nsaid(a, b)\n;[1].forEach(x => said(x))",
    "do said(1); while (false) said(2)",
    "if (said(1)) said(2); else said(3)\nsaid(4)",
    "for (var i = 0; i < 2; i++) if (i) said(i); else said('zero')",
    "function f() { return\n1 }\nsaid(f())",
    "function f() { return'x' }\nsaid(f(), (() => 'y')())",
    "function f() { return/x/.source }\nsaid(f())",
    "var let_ = 1, of = 2, async = 3, yield_ = 4; said(let_ + of + async + yield_)",
    "async\n= 1\nvar async\nsaid(async)",
    "x: for (;;) { y: for (;;) { break x } }\nsaid('out')",
    "a: b: c: { said(1); break a }\nl: if (true) { break l }",
    "outer: for (var i of [1, 2]) { for (;;) continue outer } said(i)",
    "switch (2) { case 1: said(1); case 2: said(2); default: said(3); break; case 4: said(4) }",
    "switch (1) { default: let x = 1; said(x) }",
    "for (var i = 0; i < 3; i++);\nsaid(i)",
    "while (false);\nif (1);\nelse;\nsaid('empty')",
    "{}\n{ ; }\n;;said(1)",
    // Directives.
    "'use strict'\ntry { undeclared = 1 } catch (e) { said(e.name) }",
    "function f() { 'use strict'; return this } said(f())",
    "function f() { 'one'\n'use strict'\nreturn this }\nsaid(f())",
    "said((() => { 'use strict'; return typeof this })())",
    // Hoisting.
    "said(typeof f, typeof v); function f() {} var v = 1",
    "said(typeof g); { function g() {} } said(typeof g)",
    "if (true) function h() { return 1 }\nsaid(h())",
    "try { t; let t } catch (e) { said(e.name) }",
    "function f() { said(x); var x = 1; { var x = 2 } said(x) } f()",
    "switch (1) { case 0: function k() { return 'k' } case 1: said(k()) }",
    // Functions and what they see.
    "function f(a) { arguments[0] = 2; return a } said(f(1))",
    "function f(a) { a = 3; return arguments[0] } said(f(1))",
    "function f() { return arguments.length } said(f(1, 2, 3))",
    "function f() { return (() => arguments[0])() } said(f('x'))",
    "function F() { said(new.target === F) } new F(); F()",
    "function f(a, b = () => a, c = b()) { a = 2; return [a, b(), c] } said(f(1))",
    "function f(a = eval('var z = 1; z')) { return typeof z + a } said(f())",
    "function f() { eval('var made = 1'); return made } said(f(), typeof made)",
    "said(((a, b = 1, ...c) => 1).length, (function (a, b) {}).length, (() => {}).name)",
    "var named = () => {}, o = { m() {}, get g() { return 1 }, ['c' + 1]: () => {} }; said(named.name, o.m.name, o.c1.name)",
    "var r = function fact(n) { return n ? n * fact(n - 1) : 1 }; said(r(5))",
    "said((function () { return typeof this })(), (function () { 'use strict'; return typeof this })())",
    "said([3, 1, 2].sort((a, b) => a - b), (x => ({ x }))(1).x, (() => {})())",
    "said((a => b => c => a + b + c)(1)(2)(3))",
    "var f = async x => await x; f(1).then(x => said(x))",
    "f(); function f() { g(); function g() { said('g') } }",
    // Classes.
    "class A { constructor() { this.a = 1 } } class B extends A { constructor() { said(1); super(); said(this.a) } } new B",
    "class A {} class B extends A { constructor() { try { this } catch (e) { said(e.name) } return super(), this } } new B",
    "class B extends Object { constructor() { return { b: 1 } } } said(new B().b)",
    "class A { #p = 1; static s = A.name; x = (() => this.#p)(); get p() { return this.#p } static { said(this.s) } } said(new A().p, new A().x)",
    "class A { [(() => 'key')()]() { return 1 } static async *[`g${1}`]() { yield 1 } } said(new A().key(), typeof A.g1)",
    "class A { m() { return () => super.toString === Object.prototype.toString } } said(new A().m()())",
    "class A { f = function () { return this.constructor.name } } said(new A().f())",
    "class A { static #n = 0; static up() { return ++A.#n } has(o) { return #n in o } } said(A.up(), new A().has(A))",
    "said((class { static name = 'own' }).name, (class Named {}).name)",
    // Generators and async.
    "function* g() { var x = yield 1; said(x); try { yield 2 } finally { said('end') } } var i = g(); i.next(); i.next('in'); said(i.return(9).value)",
    "function* g() { yield\nyield* [1, 2]; return 3 } said([...g()])",
    "function* g() { said(yield yield 1) } var i = g(); i.next(); i.next('a'); i.next('b')",
    "var o = { *g() { yield this.x }, x: 7 }; said([...o.g()])",
    "(async () => { for await (const x of [Promise.resolve(1), 2]) said(x) })()",
    "async function* a() { yield 1; try { yield 2 } finally { said('f') } } (async () => { for await (const x of a()) { said(x); if (x > 1) break } })()",
    "(async () => { try { await Promise.reject(new Error('no')) } catch ({ message }) { said(message) } finally { said('fin') } })()",
    "async function a() { said(1); await null; said(3) } a(); said(2)",
    "async function a() { return await (await (async () => 'deep')()) } a().then(said)",
    "var o = { async *[Symbol.asyncIterator]() { yield 1 } }; (async () => { for await (var x of o) said(x) })()",
    // Patterns, templates, chains.
    "var { a = 1, b: { c = () => 2 } = {}, ...rest } = { d: 4 }; said(a, c(), rest.d)",
    "var [x, , y = x, ...z] = [1, 2, undefined, 4, 5]; said(x, y, z)",
    "for (const [k, v = k] of [[1], [2, 3]]) said(k, v)",
    "for (const { length } in { abc: 1 }) said(length)",
    "var t = (s, ...v) => s.raw.join('|') + v; said(t`a${1}\\n${(() => 2)()}`, `x${`y${1}`}`)",
    "var o = null; said(o?.a.b.c, o?.[said('never')], o?.(), ({ f: () => 1 }).f?.())",
    "var a; a ??= 1; a ||= 2; a &&= (() => 3)(); said(a, 2 ** 3 ** 0, void 0)",
    "var a = (said(1), said(2), 3); said(a, delete globalThis.nothing, typeof nothing)",
    // Comments, blanks, line ends.
    "said(1) <!-- a comment of old\n--> another\nsaid(2)",
    "said(1)/* a\nb */said(2) // c",
    "#!/usr/bin/env node\nsaid('hashbang')",
    "said('one')\rsaid('two')\r\nsaid('three')\u{2028}said('four')\u{2029}said('five')",
    "var s = 'a\u{2028}b', é = 1, 名 = 2; said(s.length, é + 名, '\u{1F600}'.length)",
    "said('a\\\nb', `c\r\nd`.length)",
    // What is caught, and calls that return nothing.
    "try { throw 1 } catch { said('caught') }\ntry { throw 2 } catch/* no name */{ said('caught') }",
    "try { throw 1 } catch (e) { var e = 2; said(e) } said(e)",
    "try { throw [1, { b: 2 }] } catch ([a, { b }]) { let c = a; said(a, b, c) }",
    "try { throw 1 } catch (arguments) { said(arguments) }",
    "try { throw 1 } catch (\\u0065) { said(e) }",
    "try { throw 1 } catch (e) { said(typeof f, e); function f() {} }",
    "said(eval('1; try { throw 2 } catch (e) {}'), eval('try { throw 2 } catch { 3 }'))",
    "async function* g() { yield 1; return } async function f() { for await (const x of g()) said(x) } f().then(() => said('f')); Promise.resolve().then(() => said('a')).then(() => said('b')).then(() => said('c')).then(() => said('d'))",
    "function f(a) { l: if (a) return; else x: return; } said(f(1), f(0))",
    "class A { constructor() { this.a = 1; return } } class B extends A { constructor() { super(); return } } said(new B().a)",
    // Errors pass as they are.
    "try { null.x } catch (e) { said(e.message) }",
    "function f() { try { return 1 } finally { said('after') } } said(f())",
    "function f() { for (;;) { try { return 1 } finally { break } } return 2 } said(f())",
    "throw new TypeError('out')",
    "undeclared.x",
    "said(1); (() => { throw new RangeError('deep') })()",
    "with ({ w: 1 }) { said(w); var inWith = 2 } said(inWith)",
    "var _$0 = 1, _$0t = 2, _$1 = 3; said(_$0 + _$0t + _$1)",
    // What hooks could be noticed by: `with`, names of their own, dead code.
    "var seen = []; with (new Proxy({ x: 1 }, { has(o, k) { seen.push(String(k)); return k in o } })) { said(x); { let y = x; (() => x)(); (function () { 'use strict'; return x })() } } said(seen)",
    "with (new Proxy({}, { has(o, k) { said(String(k)); return false } })) var f = function* () { with ({ x: 1 }) yield x + seen; }; var seen = 2; said(f().next().value)",
    "with ({ f() { return this.x }, x: 1 }) said(f(), typeof g); function g() {} with ('text') said(length)",
    "try { with (null) said(1) } catch (e) { said(e.message, Object.getOwnPropertyNames(Number.prototype)) }",
    "Object.freeze(Number.prototype); with ({ x: 1 }) { said(x); (() => { said(x) })() }",
    "with (said('one'), { x: 1 }) with ({ y: 2 }) said(x + y)",
    "while (false) l: function f() {}",
    "if (true) l: m: function f() {}",
    "with ({}) l: function f() {}",
    "l: function f() { said('in') } f()",
    "var r = function own() { (() => { own = 1 })(); return typeof own }; said(r())",
    "var r = function own() { 'use strict'; (() => { own++ })() }; try { r() } catch (e) { said(e.message) }",
    "var r = function own() { [{ own }] = [{ own: 1 }]; for (own of [2]); ({ own } = 3); return typeof own }; said(r())",
    "said((function own() { var own; return (() => own)() })(), (function own(own) { return (() => own)() })(1))",
    "var r = function own() { return function () { return (own => () => own)(2)() + typeof own }() }; said(r())",
    "function f(arguments) { return arguments } said(f(42), f())",
    "try { if (true) throw { a: 1 }\nelse said(2) } catch ({ a }) { said(a) }",
    "l: for (;;) { try { throw 1 } catch { break l } finally { said('f') } }",
    "function f(x) { switch (x) { case 1: throw [x]; case 2: said(2); default: throw x } } for (var i of [1, 2]) try { f(i) } catch (e) { said(e) }",
    "function f() { throw new Error('x')\nsaid(1) } f()",
];

#[test]
fn the_same_program_does_the_same_plain_and_instrumented() {
    for program in PROGRAMS {
        assert_transparent(program);
    }
}

#[test]
fn every_sample_keeps_its_text_between_the_hooks() {
    let mut scripts = 0;
    for sample in std::fs::read_dir("sample-scripts").expect("samples").filter_map(Result::ok) {
        for file in std::fs::read_dir(sample.path()).into_iter().flatten().filter_map(Result::ok) {
            if file.path().extension().is_some_and(|extension| extension == "js") {
                let text = std::fs::read_to_string(file.path()).expect("a script");
                let prepared = prepare("sample.js", text.as_str().into()).expect("it parses");
                let line_ends = |text: &str| text.matches('\n').count();
                assert_eq!(line_ends(&prepared.text), line_ends(&text) + 1, "{:?}", file.path());
                assert!(!prepared.tables.statements.is_empty());
                scripts += 1;
            }
        }
    }
    assert!(scripts > 10, "{scripts} scripts were found");
}

#[test]
fn every_function_and_statement_of_a_program_is_found_again_by_its_position() {
    let text = "function a() { return 1 }\nconst b = (x) => a(x);\n  b(2); b(3);\n";
    let prepared = prepare_program("program.js", text.into()).expect("it parses");
    let lines: Vec<&str> = prepared.text.split('\n').collect();
    for statement in &prepared.tables.statements {
        let at = prepared.lines.position(statement.start);
        let shown = &text[statement.start as usize..statement.end as usize];
        let found = lines[at.line as usize - 1]
            .match_indices(shown.split(|c: char| !c.is_alphanumeric()).next().expect("a word"))
            .any(|(column, _)| prepared.offset(at.line, column as u32 + 1) == Some(statement.start));
        assert!(found, "{shown}");
    }
}

#[test]
fn texts_of_any_size_and_nesting_are_made_ready_in_time() {
    let nested = |opening: &str, closing: &str| format!("x = {}1{}", opening.repeat(30_000), closing.repeat(30_000));
    let texts = [
        nested("[", "]"),
        nested("(", ")"),
        nested("!", ""),
        nested("a => ", ""),
        nested("{ a: ", "}").replace("x = ", "x = 0, "),
        format!("x{}", ".a()".repeat(30_000)),
        format!("x = {}", "new ".repeat(10_000) + "X"),
        format!("x = {}1", "1 + ".repeat(50_000)),
        "if (x) x; else ".repeat(5_000) + "x",
        "{".repeat(20_000) + &"}".repeat(20_000),
        "f(function () { var a = 1; return a; });".repeat(5_000),
        (0..20_000).map(|n| format!("var v{n} = {n};\n")).collect(),
        format!("/* {} */ x", (0..20_000).map(|n| format!("_${n} ")).collect::<String>()),
    ];
    for text in texts {
        let began = Instant::now();
        let shown: String = text.chars().take(40).collect();
        let prepared = prepare_program("program.js", text.into());
        assert!(prepared.is_ok(), "{shown}: {:?}", prepared.err());
        assert!(began.elapsed() < Duration::from_secs(20), "{shown}: {:?}", began.elapsed());
    }
}

#[test]
fn a_program_that_does_not_parse_says_where() {
    for (text, expected) in
        [("said(1);\n  let x = ;", "program.js:2:11: Unexpected token"), ("x\0y", "program.js:1:2: a NUL character")]
    {
        let error = prepare_program("program.js", text.into()).expect_err("it does not parse");
        assert_eq!(error.to_string(), expected);
    }
}
