//! Where the debugger stops.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;

use std::time::{Duration, Instant};

use debugged::{debug, launch, names, run, start};
use loginscope::debugger::StepKind::{Into, Out, Over};
use loginscope::debugger::{Command, Event, PauseReason, Stop};
use loginscope::recording::OutcomeKind;

/// The statements a script stops at when it is stepped through.
fn trace(kind: loginscope::debugger::StepKind, text: &str) -> Vec<String> {
    debug(text).trace(kind)
}

#[test]
fn a_run_stops_on_the_first_statement() {
    let mut run = debug("function login(email, password, callback) {\n  const one = 1;\n  callback(null);\n}");
    let pause = run.paused();
    assert_eq!(pause.reason, PauseReason::Entry);
    assert_eq!(run.at(&pause), "const one = 1;");
    assert_eq!((pause.step, names(&pause)), (1, vec!["login".to_owned()]));
}

#[test]
fn two_statements_on_one_line_are_two_stops() {
    let text = "function login(e, p, callback) { let a = 1; a += 1; callback(null); }";
    assert_eq!(trace(Over, text), ["let a = 1;", "a += 1;", "callback(null);"]);
}

#[test]
fn conditions_loops_and_their_bodies_are_stops_of_their_own() {
    let text = "function login(e, p, callback) {
      if (e) for (let i = 0; i < 2; i++) p;
      else e;
      do e; while (false)
      switch (e) { case 1: break; default: p }
      label: while (true) { break label }
      try { throw 1 } catch { e } finally { p }
      callback(null)
    }";
    let expected = [
        "if (e)",
        "for (let i = 0; i < 2; i++)",
        "p;",
        "p;",
        "do",
        "e;",
        "switch (e) {",
        "p",
        "label: while (true)",
        "break label",
        "throw 1",
        "e",
        "p",
        "callback(null)",
    ];
    assert_eq!(trace(Into, text), expected);
}

#[test]
fn into_goes_into_a_call_and_over_does_not() {
    let text = "function login(e, p, callback) {
      function twice(n) { return n * 2; }
      const a = twice(1);
      callback(null);
    }";
    assert_eq!(trace(Into, text), ["const a = twice(1);", "return n * 2;", "callback(null);"]);
    assert_eq!(trace(Over, text), ["const a = twice(1);", "callback(null);"]);
}

#[test]
fn two_calls_in_one_statement_come_back_to_their_caller() {
    let text = "function login(e, p, callback) {
      const f = (a, b) => a + b, g = () => 1, h = () => 2;
      f(g(), h());
      callback(null);
    }";
    let all = ["const f = (a, b) => a + b, g = () => 1, h = () => 2;", "f(g(), h());", "1", "2", "a + b"];
    assert_eq!(trace(Into, text)[..5], all);
    assert_eq!(trace(Over, text), [all[0], all[1], "callback(null);"]);
}

#[test]
fn out_stops_in_the_caller() {
    let text = "function login(e, p, callback) {
      function inner() { const a = 1; return a; }
      function outer() { inner(); return 2; }
      outer();
      callback(null);
    }";
    let mut run = debug(text);
    let pause = run.until("const a = 1;");
    assert_eq!(names(&pause), ["inner", "outer", "login"]);
    let pause = run.after(Command::Step(Out));
    assert_eq!((run.at(&pause).as_str(), names(&pause)), ("return 2;", vec!["outer".to_owned(), "login".to_owned()]));
    let pause = run.after(Command::Step(Out));
    assert_eq!(run.at(&pause), "callback(null);");
}

#[test]
fn over_the_last_statement_of_a_call_stops_in_its_caller() {
    let text = "function login(e, p, callback) {
      function inner() { return 1; }
      inner();
      callback(null);
    }";
    let mut run = debug(text);
    run.until("return 1;");
    let pause = run.after(Command::Step(Over));
    assert_eq!(run.at(&pause), "callback(null);");
}

#[test]
fn over_the_end_of_the_script_stops_in_the_callback_that_runs_next() {
    let text = "function login(e, p, callback) {
      setTimeout(() => { callback(null); }, 5);
      e;
    }";
    let mut run = debug(text);
    run.until("e;");
    let pause = run.after(Command::Step(Over));
    assert_eq!(run.at(&pause), "callback(null);");
    assert_eq!(names(&pause), ["login › setTimeout callback", "~login"]);
}

#[test]
fn recursion_is_stepped_over_by_call_and_not_by_line() {
    let text = "function login(e, p, callback) {
      function down(n) {
        if (n > 0) down(n - 1);
        return n;
      }
      down(3);
      callback(null);
    }";
    let mut run = debug(text);
    run.until("if (n > 0)");
    let pause = run.after(Command::Step(Into));
    assert_eq!(run.at(&pause), "down(n - 1);");
    let pause = run.after(Command::Step(Over));
    assert_eq!(run.at(&pause), "return n;");
    assert_eq!(debugged::variable(&pause.scopes, "n").preview, "3");
    assert_eq!(pause.frames.len(), 2);
}

#[test]
fn over_an_await_stops_at_the_next_statement_of_the_same_call() {
    let text = "async function login(e, p, callback) {
      const wait = (ms) => new Promise((done) => setTimeout(done, ms));
      setTimeout(() => { p; }, 1);
      await wait(10);
      callback(null);
    }";
    let all = [
        "const wait = (ms) => new Promise((done) => setTimeout(done, ms));",
        "setTimeout(() => { p; }, 1);",
        "await wait(10);",
        "callback(null);",
    ];
    assert_eq!(trace(Over, text), all);
    assert!(trace(Into, text).contains(&"p;".to_owned()), "into stops wherever something runs");
}

#[test]
fn over_an_await_in_a_called_async_function_keeps_to_that_function() {
    let text = "async function login(e, p, callback) {
      const sleep = () => new Promise((done) => setImmediate(done));
      async function one() { await sleep(); return 1; }
      async function two() { await sleep(); return 2; }
      await Promise.all([one(), two()]);
      callback(null);
    }";
    let mut run = debug(text);
    let pause = run.until("await sleep();");
    assert_eq!(names(&pause), ["one", "login"]);
    let pause = run.after(Command::Step(Over));
    assert_eq!(run.at(&pause), "return 1;");
    assert_eq!(names(&pause), ["one", "~login"], "its caller waits for it");
    let pause = run.after(Command::Step(Out));
    assert_eq!(run.at(&pause), "return 2;", "whatever runs next, when the caller still waits");
}

#[test]
fn promise_handlers_show_who_asked_for_them() {
    let text = "function login(e, p, callback) {
      Promise.resolve(1).then(function (one) { return one; }).then((two) => { callback(null); });
    }";
    let mut run = debug(text);
    run.paused();
    let first = run.after(Command::Step(Into));
    assert_eq!((run.at(&first).as_str(), names(&first)[1].as_str()), ("return one;", "~login"));
    let second = run.after(Command::Step(Over));
    assert_eq!(run.at(&second), "callback(null);");
    assert_eq!(names(&second), ["login › then callback", "~login"]);
}

#[test]
fn a_generator_is_stepped_as_it_is_asked() {
    let text = "function login(e, p, callback) {
      function* two() { yield 1; yield 2; }
      for (const n of two()) {
        n;
      }
      callback(null);
    }";
    assert_eq!(trace(Into, text), ["for (const n of two())", "yield 1;", "n;", "yield 2;", "n;", "callback(null);"],);
    assert_eq!(trace(Over, text), ["for (const n of two())", "n;", "n;", "callback(null);"]);
}

#[test]
fn over_a_yield_stays_in_the_generator_until_it_ends() {
    let text = "function login(e, p, callback) {
      function* two() { yield 1; yield 2; }
      for (const n of two()) {
        n;
      }
      callback(null);
    }";
    let mut run = debug(text);
    run.until("yield 1;");
    let pause = run.after(Command::Step(Over));
    assert_eq!(run.at(&pause), "n;", "a yield gives control back to who asked");
}

#[test]
fn an_async_generator_is_stepped_through_for_await() {
    let text = "async function login(e, p, callback) {
      async function* two() { yield 1; await null; yield 2; }
      for await (const n of two()) {
        n;
      }
      callback(null);
    }";
    assert_eq!(
        trace(Into, text),
        ["for await (const n of two())", "yield 1;", "n;", "await null;", "yield 2;", "n;", "callback(null);"],
    );
    assert_eq!(trace(Over, text), ["for await (const n of two())", "n;", "n;", "callback(null);"]);
}

#[test]
fn an_exception_that_passes_several_frames_is_stepped_over_to_where_it_is_caught() {
    let text = "function login(e, p, callback) {
      function deep() { throw new Error('deep'); }
      function middle() { try { deep(); } finally { e; } }
      try {
        middle();
      } catch (error) {
        callback(null);
      }
      p;
    }";
    assert_eq!(trace(Over, text), ["middle();", "callback(null);", "p;"]);
    let expected = ["middle();", "deep();", "throw new Error('deep');", "e;", "callback(null);", "p;"];
    assert_eq!(trace(Into, text), expected);
    let mut run = debug(text);
    run.until("throw new Error('deep');");
    let pause = run.after(Command::Step(Over));
    assert_eq!((run.at(&pause).as_str(), names(&pause)[0].as_str()), ("e;", "middle"));
    let pause = run.after(Command::Step(Over));
    assert_eq!((run.at(&pause).as_str(), names(&pause).len()), ("callback(null);", 1));
}

#[test]
fn run_to_the_cursor_stops_there_once() {
    let text = "function login(e, p, callback) {\n  for (let i = 0; i < 3; i++) {\n    i;\n  }\n  callback(null);\n}";
    let mut run = debug(text);
    run.paused();
    let pause = run.after(Command::RunTo { line: 3 });
    assert_eq!((pause.reason.clone(), run.at(&pause).as_str()), (PauseReason::RunTo, "i;"));
    assert_eq!(run.end().outcome.as_ref().unwrap().kind, OutcomeKind::NotFound);
    let stops = run.heard.iter().filter(|event| matches!(event, Event::Paused(_))).count();
    assert_eq!(stops, 2, "it is no breakpoint");
}

#[test]
fn a_breakpoint_is_set_on_the_nearest_statement_after_its_line() {
    let text = "function login(e, p, callback) {\n\n  // nothing here\n  e;\n  callback(null);\n}";
    let stops = vec![Stop::line(2)];
    let mut run = start(loginscope::debugger::Launch { stop_on_entry: false, stops, ..launch(text) });
    let pause = run.paused();
    assert_eq!((pause.reason.clone(), run.at(&pause).as_str()), (PauseReason::Breakpoint, "e;"));
    run.send(Command::SetStops(vec![Stop::line(3), Stop::line(99)]));
    let bound = run.hear(|event| match event {
        Event::Stops(stops) if stops.len() == 2 => Some(stops.clone()),
        _ => None,
    });
    assert_eq!(bound.iter().map(|one| one.places.first().map(|span| span.line)).collect::<Vec<_>>(), [Some(4), None]);
}

#[test]
fn a_breakpoint_is_hit_in_every_iteration_until_it_is_taken_away() {
    let text = "function login(e, p, callback) {\n  for (const n of [1, 2, 3]) {\n    n;\n  }\n  callback(null);\n}";
    let mut run = debug(text);
    run.paused();
    run.send(Command::SetStops(vec![Stop::line(3)]));
    for expected in ["1", "2"] {
        let pause = run.after(Command::Continue);
        assert_eq!(pause.reason, PauseReason::Breakpoint);
        assert_eq!(debugged::variable(&pause.scopes, "n").preview, expected);
    }
    run.send(Command::SetStops(Vec::new()));
    assert!(run.end().outcome.is_some());
}

#[test]
fn a_breakpoint_set_while_the_script_runs_is_hit() {
    let text = "function login(e, p, callback) {\n  let n = 0;\n  while (true) {\n    n++;\n  }\n}";
    let mut run = debug(text);
    run.paused();
    run.send(Command::Continue);
    run.send(Command::SetStops(vec![Stop::line(4)]));
    let pause = run.paused();
    assert_eq!((pause.reason.clone(), run.at(&pause).as_str()), (PauseReason::Breakpoint, "n++;"));
}

#[test]
fn a_debugger_statement_stops_a_free_run() {
    let text = "function login(e, p, callback) {\n  debugger;\n  callback(null);\n}";
    let mut run = start(loginscope::debugger::Launch { stop_on_entry: false, ..launch(text) });
    assert_eq!(run.paused().reason, PauseReason::DebuggerStatement);
}

#[test]
fn an_endless_loop_can_be_paused_and_stopped() {
    for body in
        ["for (;;);", "let x = 0; while (true) x++;", "do {} while (true)", "for (;;) { try { null.x } catch {} }"]
    {
        let mut run = debug(&format!("function login(e, p, callback) {{ {body} }}"));
        run.paused();
        run.send(Command::Continue);
        std::thread::sleep(Duration::from_millis(20));
        let pause = run.after(Command::Pause);
        assert_eq!(pause.reason, PauseReason::Asked, "{body}");
        run.send(Command::Continue);
        let asked = Instant::now();
        run.send(Command::Stop);
        assert_eq!(run.finished().outcome, None, "{body}");
        assert!(asked.elapsed() < Duration::from_secs(2), "{body}");
    }
}

#[test]
fn a_loop_that_only_waits_can_be_paused_and_stopped() {
    for body in ["while (true) await null;", "while (true) await new Promise(setImmediate);"] {
        let mut run = debug(&format!("async function login(e, p, callback) {{ {body} }}"));
        run.paused();
        run.send(Command::Continue);
        assert_eq!(run.after(Command::Pause).reason, PauseReason::Asked, "{body}");
        run.send(Command::Stop);
        assert_eq!(run.finished().outcome, None, "{body}");
    }
}

#[test]
fn a_new_session_of_the_same_script_begins_anew() {
    let text = "function login(e, p, callback) {\n  global.count = (global.count || 0) + 1;\n  callback(null, { user_id: `${count}` });\n}";
    for _ in 0..2 {
        let mut run = debug(text);
        run.paused();
        assert_eq!(run.end().outcome.as_ref().unwrap().result.as_ref().unwrap()["user_id"], "1");
    }
}

#[test]
fn statements_beside_the_function_are_stepped_too() {
    let text = "const salt = 1;\nfunction login(e, p, callback) {\n  callback(null);\n}";
    assert_eq!(trace(Into, text), ["const salt = 1;", "callback(null);"]);
}

#[test]
fn class_bodies_getters_and_static_blocks_are_stepped() {
    let text = "function login(e, p, callback) {
      class User { static { e; } #id = (() => 7)(); get id() { return this.#id; } }
      new User().id;
      callback(null);
    }";
    let expected = ["class User", "e;", "new User().id;", "7", "return this.#id;", "callback(null);"];
    assert_eq!(trace(Into, text), expected);
}

#[test]
fn an_answer_is_noted_at_the_step_at_which_the_script_got_it() {
    let run = run("async function login(email, password, callback) {
        const asked = fetch('http://127.0.0.1:8999/').catch(() => callback(null));
        let waited = 1;
        waited += 1;
        await asked;
    }");
    let asked = &run.queries[0];
    let called = run.callbacks[0].step;
    assert!(asked.reply.is_some());
    assert!(asked.step + 3 <= asked.answered.unwrap() && asked.answered.unwrap() <= called, "{asked:#?} {called}");
}

#[test]
fn an_answer_the_script_did_not_live_to_see_is_not_noted_as_one_it_got() {
    let run = run("function login(email, password, callback) {
        fetch('http://127.0.0.1:8999/');
        throw new Error('too early');
    }");
    assert_eq!(run.outcome.as_ref().unwrap().kind, OutcomeKind::Exception);
    assert_eq!((run.queries.len(), run.queries[0].answered), (1, None));
}

#[test]
fn a_query_is_told_again_with_the_step_of_its_answer() {
    let mut session = debug(
        "async function login(email, password, callback) {
        await fetch('http://127.0.0.1:8999/').catch(() => {});
        callback(null);
    }",
    );
    session.paused();
    let run = session.end();
    let told = session.heard.iter().filter_map(|event| match event {
        Event::Query(query) => Some(query.answered),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [None, run.queries[0].answered]);
    assert!(run.queries[0].answered.is_some());
}
