//! `console` in the sandbox: the levels, and what Node prints in its own words but not at its own speed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use loginscope::recording::ConsoleLevel::{Debug, Error, Info, Log, Warn};
use realm::{printed, printed_at, run};

#[test]
fn every_method_prints_at_its_level() {
    let run = run("console.log('l'); console.debug('d'); console.info('i'); console.warn('w'); console.error('e');
         console.dir('dir'); console.assert(false, 'as%s', 1); console.trace('tr');");
    assert_eq!(printed_at(&run, Log), ["l", "'dir'"]);
    assert_eq!(printed_at(&run, Debug), ["d"]);
    assert_eq!(printed_at(&run, Info), ["i"]);
    assert_eq!(printed_at(&run, Warn), ["w", "Assertion failed: as1"]);
    let errors = printed_at(&run, Error);
    assert_eq!(errors[0], "e");
    assert!(errors[1].starts_with("Trace: tr\n    at login (login.js:2:"), "{}", errors[1]);
}

#[test]
fn a_timer_says_how_long_its_span_took() {
    let text = printed(&run(
        "console.time('t'); await new Promise((done) => setTimeout(done, 1500)); console.timeLog('t', 'so far');
         console.timeEnd('t'); console.timeEnd('t');",
    ));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("t: 1.50") && lines[0].ends_with("s so far"), "{text}");
    assert!(lines[1].starts_with("t: 1.50") && lines[1].ends_with('s'), "{text}");
    assert_eq!(lines[2], "Warning: No such label 't' for console.timeEnd()");
}

#[test]
fn an_error_shows_its_stack_in_the_users_file_and_the_name_of_its_class() {
    let text = printed(&run(
        "class MissingError extends Error {}\nconst e = new MissingError('m');\ne.code = 'E_M';\nconsole.log(e);",
    ));
    assert!(text.starts_with("MissingError: m\n    at login (login.js:2:"), "{text}");
    assert!(text.trim_end().ends_with("{\n  code: 'E_M'\n}"), "{text}");
}

#[test]
fn a_stack_is_headed_by_the_name_an_error_has_when_it_is_first_read() {
    let text = printed(&run(
        "class NotFound extends Error { constructor(m) { super(m); this.name = 'NotFound'; Error.captureStackTrace(this, NotFound); } }
         console.log(new NotFound('nobody').stack.split('\\n')[0]);
         const late = new Error('x'); late.name = 'Late'; console.log(late.stack.split('\\n')[0]);
         late.name = 'Later'; console.log(late.stack.split('\\n')[0]);
         const plain = { name: 'Plain', message: 'm' }; Error.captureStackTrace(plain); console.log(plain.stack.split('\\n')[0]);",
    ));
    assert_eq!(text, "NotFound: nobody\nLate: x\nLate: x\nPlain: m\n");
}

#[test]
fn a_stack_can_be_set_to_anything_and_is_never_listed() {
    let text = printed(&run("const e = new Error('x'); e.stack = undefined; console.log(e.stack, Object.keys(e));"));
    assert_eq!(text, "undefined []\n");
}

#[test]
fn a_getter_is_not_called_and_a_proxy_not_triggered_by_printing() {
    let text = printed(&run("let touched = 0;
         console.log({ get secret() { touched++; return 1; } }, new Proxy({ a: 1 }, { get() { touched++; } }));
         console.log(touched);"));
    assert_eq!(text, "{ secret: [Getter] } { a: 1 }\n0\n");
}

#[test]
fn printing_survives_patched_built_ins_and_deep_nesting() {
    let text = printed(&run("let deep = {}; for (let i = 0; i < 100000; i++) deep = { deep };
         console.log(deep);
         console.dir(deep, { depth: 3 });
         Array.prototype.push = () => { throw new Error('no'); };
         try { console.log([1, [2]]); } catch (error) { console.log('caught'); }"));
    assert!(
        text.starts_with(
            "{ deep: { deep: { deep: [Object] } } }\n{\n  deep: { deep: { deep: { deep: [Object] } } }\n}\n"
        ),
        "{text}"
    );
}

#[test]
fn what_process_writes_and_warns_shows_as_console_lines() {
    let run = run(
        "process.stdout.write('out\\n'); process.stderr.write(Buffer.from('err')); process.emitWarning('careful', 'Odd', 'W1');
         require('util').deprecate(() => {}, 'too old', 'DEP1')();
         try { process.exit(1); } catch (error) { console.log(error.message); }",
    );
    assert_eq!(printed_at(&run, Log)[0], "out");
    assert_eq!(printed_at(&run, Error), ["err"]);
    assert_eq!(printed_at(&run, Warn), ["(node:1) [W1] Odd: careful", "(node:1) [DEP1] DeprecationWarning: too old"]);
    assert_eq!(printed_at(&run, Log)[1], "process.exit(1) is not for an action script: call the callback instead");
}

#[test]
fn the_innermost_frame_of_an_engine_error_is_where_it_happened() {
    let text = printed(&run(
        "function find(users) {\n  return users.first.name;\n}\ntry {\n  [1].map((id) => find({ id }));\n} catch (e) {\n  console.log(e.stack);\n}",
    ));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "TypeError: Cannot read properties of undefined (reading 'name')");
    assert!(lines[1].starts_with("    at find (login.js:2:"), "{text}");
}

#[test]
fn an_overflow_of_the_stack_is_an_error_like_any_other() {
    let text =
        printed(&run("try { (function f() { f(); })(); } catch (e) { console.log(e.name, typeof e.stack, e); }"));
    assert!(text.starts_with("RangeError string "), "{text}");
}

#[test]
fn json_that_cannot_be_parsed_is_no_frame_of_the_stack() {
    let run = run("JSON.parse('<html>')");
    let error = run.outcome.and_then(|outcome| outcome.error).expect("an error");
    assert_eq!(error.message, "Unexpected token '<', \"<html>\" is not valid JSON");
    assert_eq!(error.stack[0].place.file, "login.js");
}
