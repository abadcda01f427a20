//! Stacks and steps in generators and async generators.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;
#[path = "support/landing.rs"]
mod landing;

use debugged::debug;
use landing::{back, from, reach, stack, stack_at, step};
use loginscope::debugger::StepKind::{Into, Out, Over};
use loginscope::debugger::{Command, ScopeKind};

const GENERATING: &str = "function login(e, p, callback) {
  function* inner(first) {
    const got = yield first;
    yield got;
    return 9;
  }
  function* outer() {
    try {
      const done = yield* inner(1);
      yield done;
    } finally {
      e;
    }
  }
  const asked = outer();
  asked.next();
  asked.next('got');
  asked.return(5);
  for (const n of outer()) {
    if (n === 9) break;
    Math.max(n, 1);
  }
  callback(null);
}";

#[test]
fn a_generator_goes_on_where_it_is_asked() {
    assert_eq!(step(GENERATING, "asked.next();", Into), "const done = yield* inner(1);");
    assert_eq!(step(GENERATING, "asked.next('got');", Into), "yield got;");
    assert_eq!(step(GENERATING, "const got = yield first;", Over), "asked.next('got');", "its consumer goes on");
    assert_eq!(step(GENERATING, "asked.next('got');", Over), "asked.return(5);");
    assert_eq!(step(GENERATING, "asked.return(5);", Into), "e;", "its `finally`");
    assert_eq!(back(GENERATING, "yield got;", Over), "const got = yield first;");
}

#[test]
fn a_generator_that_another_one_hands_over_to_goes_on_above_it() {
    assert_eq!(stack_at(GENERATING, "const got = yield first;"), "inner < outer:9 < login:16");
    assert_eq!(stack_at(GENERATING, "yield got;"), "inner < outer:9 < login:17");
    let mut run = debug(GENERATING);
    reach(&mut run, "return 9;", 1);
    let outer = debugged::variables(&run.scopes(1).unwrap(), ScopeKind::Locals);
    assert_eq!(outer, ["done=not initialised"], "the variables of `outer`, not of its consumer");
    assert_eq!(step(GENERATING, "return 9;", Out), "yield done;");
}

#[test]
fn a_loop_asks_its_generator_where_the_loop_stands() {
    let mut run = debug(GENERATING);
    assert_eq!(stack(&reach(&mut run, "const got = yield first;", 2)), "inner < outer:9 < login:19");
    assert_eq!(stack(&run.after(Command::Step(Out))), "login");
    for _ in 0..2 {
        run.after(Command::Step(Into));
    }
    let pause = run.after(Command::Step(Into));
    assert_eq!((run.at(&pause).as_str(), stack(&pause).as_str()), ("if (n === 9)", "login"));
    assert_eq!(stack_at(GENERATING, "return 9;"), "inner < outer:9 < login:19", "not at the last call of its body");
}

const STREAMING: &str = "async function login(e, p, callback) {
  let open;
  const gate = new Promise((done) => { open = done; });
  async function* rows() {
    await gate;
    yield 1;
    await null;
    yield 2;
  }
  setImmediate(() => {
    open();
  });
  setImmediate(() => {
    p;
  });
  for await (const row of rows()) {
    row;
  }
  const more = rows();
  await more.next();
  e;
  await more.return(1);
  callback(null);
}";

#[test]
fn an_async_generator_behind_an_await_shows_who_asked_it() {
    assert_eq!(stack_at(STREAMING, "await gate;"), "rows < login:16");
    assert_eq!(stack_at(STREAMING, "yield 1;"), "rows < ~login:16");
    assert_eq!(stack_at(STREAMING, "await null;"), "rows < login:16");
    assert_eq!(stack_at(STREAMING, "yield 2;"), "rows < ~login:16");
    let mut run = debug(STREAMING);
    assert_eq!(stack(&reach(&mut run, "yield 1;", 2)), "rows < ~login:20");
}

#[test]
fn steps_in_an_async_generator_pass_what_runs_while_it_waits() {
    assert_eq!(from(STREAMING, ("await gate;", 1), Command::Step(Into)), "open();");
    assert_eq!(step(STREAMING, "await gate;", Over), "yield 1;");
    assert_eq!(step(STREAMING, "await gate;", Out), "row;");
    assert_eq!(step(STREAMING, "yield 1;", Over), "row;");
    assert_eq!(from(STREAMING, ("yield 1;", 2), Command::Step(Over)), "e;");
    assert_eq!(step(STREAMING, "for await (const row of rows())", Over), "row;");
    assert_eq!(back(STREAMING, "yield 1;", Over), "await gate;");
    assert_eq!(back(STREAMING, "yield 2;", Out), "row;", "where it was asked for this value");
}
