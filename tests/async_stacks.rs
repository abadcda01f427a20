//! Stacks across awaits, promise chains, timers and events, and where steps land there.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;
#[path = "support/landing.rs"]
mod landing;

use debugged::debug;
use landing::{back, from, reach, stack, stack_at, step, trace};
use loginscope::debugger::Command;
use loginscope::debugger::StepKind::{Into, Out, Over};

const AWAITING: &str = "async function login(e, p, callback) {
  async function inner(n) {
    await null;
    return n * 2;
  }
  async function outer() {
    let sum = 0;
    for (const n of [1, 2]) {
      sum += await inner(n);
    }
    return sum;
  }
  try {
    await outer();
    throw new Error('no');
  } catch (error) {
    await inner(3);
    e;
  } finally {
    await null;
    p;
  }
  callback(null);
}";

#[test]
fn a_function_behind_an_await_shows_who_awaits_it() {
    assert_eq!(stack_at(AWAITING, "await null;"), "inner < outer:9 < login:14");
    assert_eq!(stack_at(AWAITING, "return n * 2;"), "inner < ~outer:9 < ~login:14");
    assert_eq!(stack_at(AWAITING, "return sum;"), "outer < ~login:14");
    assert_eq!(stack_at(AWAITING, "e;"), "login");
    let mut run = debug(AWAITING);
    assert_eq!(stack(&reach(&mut run, "await null;", 2)), "inner < outer:9 < ~login:14", "in the second round");
}

#[test]
fn into_enters_what_is_awaited_and_over_passes_it() {
    assert_eq!(step(AWAITING, "sum += await inner(n);", Into), "await null;");
    assert_eq!(step(AWAITING, "sum += await inner(n);", Over), "sum += await inner(n);", "the next round");
    let over =
        ["await outer();", "throw new Error('no');", "await inner(3);", "e;", "await null;", "p;", "callback(null);"];
    assert_eq!(trace(AWAITING, Over), over);
}

#[test]
fn out_of_an_async_function_stops_in_the_one_that_awaits_it() {
    assert_eq!(step(AWAITING, "await null;", Out), "sum += await inner(n);");
    assert_eq!(step(AWAITING, "return n * 2;", Out), "sum += await inner(n);");
    assert_eq!(step(AWAITING, "sum += await inner(n);", Out), "throw new Error('no');");
    assert_eq!(from(AWAITING, ("return n * 2;", 3), Command::Step(Out)), "e;", "in a `catch`");
}

#[test]
fn back_across_an_await_stays_in_the_function_or_goes_to_its_call() {
    assert_eq!(back(AWAITING, "return n * 2;", Over), "await null;");
    assert_eq!(back(AWAITING, "return n * 2;", Out), "sum += await inner(n);");
    assert_eq!(back(AWAITING, "return sum;", Over), "sum += await inner(n);");
    assert_eq!(back(AWAITING, "return sum;", Out), "await outer();");
    assert_eq!(back(AWAITING, "p;", Over), "await null;");
}

const TOGETHER: &str = "async function login(e, p, callback) {
  async function inner(n) {
    await null;
    return n;
  }
  async function outer(n) {
    const got = await inner(n);
    return got;
  }
  const failing = async () => {
    await null;
    throw new Error('no');
  };
  await Promise.all([outer(1), outer(2)]);
  await Promise.race([outer(3), inner(4)]);
  await Promise.allSettled([failing(), ...[5, 6].map(async (n) => {
    await inner(n);
    n;
  })]);
  callback(null);
}";

#[test]
fn what_runs_together_shows_where_it_was_begun() {
    assert_eq!(stack_at(TOGETHER, "return n;"), "inner < ~outer:7 < ~login:14");
    assert_eq!(stack_at(TOGETHER, "throw new Error('no');"), "failing < ~login:16");
    assert_eq!(stack_at(TOGETHER, "n;"), "login › map callback < ~login:16");
}

#[test]
fn a_step_across_an_await_passes_what_runs_beside_it() {
    assert_eq!(from(TOGETHER, ("return n;", 1), Command::Step(Into)), "return n;", "that of the other call");
    for kind in [Over, Out] {
        let mut run = debug(TOGETHER);
        reach(&mut run, "return n;", 1);
        let pause = run.after(Command::Step(kind));
        assert_eq!(run.at(&pause), "return got;");
        assert_eq!(debugged::variable(&pause.scopes, "got").preview, "1", "of the call that awaited it");
    }
    assert_eq!(
        step(TOGETHER, "await Promise.all([outer(1), outer(2)]);", Over),
        "await Promise.race([outer(3), inner(4)]);"
    );
    assert_eq!(back(TOGETHER, "return got;", Out), "await Promise.all([outer(1), outer(2)]);");
}

const CHAINED: &str = "function login(e, p, callback) {
  function load(n) {
    return Promise.resolve(n)
      .then(function added(value) {
        return value + 1;
      });
  }
  load(1)
    .then(async (value) => {
      await null;
      throw new Error(`${value}`);
    })
    .catch((error) => {
      return error;
    })
    .finally(() => {
      p;
    })
    .then(() => {
      callback(null);
    });
  e;
}";

#[test]
fn handlers_of_a_chain_are_named_and_show_where_they_were_given() {
    assert_eq!(stack_at(CHAINED, "return value + 1;"), "added < ~load:4 < ~login:8");
    assert_eq!(stack_at(CHAINED, "await null;"), "login › then callback < ~login:9");
    assert_eq!(stack_at(CHAINED, "throw new Error(`${value}`);"), "login › then callback < ~login:9");
    assert_eq!(stack_at(CHAINED, "return error;"), "login › catch callback < ~login:13");
    assert_eq!(stack_at(CHAINED, "p;"), "login › finally callback < ~login:16");
    assert_eq!(stack_at(CHAINED, "callback(null);"), "login › then callback < ~login:19");
}

#[test]
fn over_the_end_of_a_handler_stops_in_the_handler_that_runs_next() {
    let into = trace(CHAINED, Into);
    let handlers =
        ["return value + 1;", "await null;", "throw new Error(`${value}`);", "return error;", "p;", "callback(null);"];
    assert_eq!(into[into.len() - 6..], handlers);
    for pair in handlers.windows(2) {
        assert_eq!(step(CHAINED, pair[0], Over), pair[1]);
    }
    assert_eq!(step(CHAINED, "e;", Over), handlers[0]);
}

const LATER: &str = "function login(e, p, callback) {
  const timer = setInterval(() => {
    clearInterval(timer);
    callback(null);
  }, 10);
  setTimeout(function later(x) {
    x;
  }, 1, 'x');
  setImmediate(() => {
    ('immediately');
  });
  process.nextTick(() => {
    ('tick');
    queueMicrotask(() => {
      ('in a tick');
    });
  });
  queueMicrotask(() => {
    e;
  });
}";

#[test]
fn what_runs_later_shows_who_asked_for_it() {
    assert_eq!(stack_at(LATER, "callback(null);"), "login › setInterval callback < ~login:2");
    assert_eq!(stack_at(LATER, "x;"), "later < ~login:6");
    assert_eq!(stack_at(LATER, "('immediately');"), "login › setImmediate callback < ~login:9");
    assert_eq!(stack_at(LATER, "('tick');"), "login › process.nextTick callback < ~login:12");
    assert_eq!(stack_at(LATER, "e;"), "login › queueMicrotask callback < ~login:18");
    let nested = "login › queueMicrotask callback < ~login › process.nextTick callback:14 < ~login:12";
    assert_eq!(stack_at(LATER, "('in a tick');"), nested);
}

#[test]
fn an_error_thrown_in_a_tick_says_who_asked_for_it() {
    let run = debugged::run(
        "function login(e, p, callback) {\n  process.nextTick(() => {\n    throw new Error('late');\n  });\n}",
    );
    let error = run.outcome.as_ref().unwrap().error.as_ref().unwrap();
    let frames: Vec<_> = error.stack.iter().map(|frame| (frame.asynchronous, frame.place.line)).collect();
    assert_eq!(frames, [(false, 3), (true, 2)]);
}

#[test]
fn listeners_run_on_the_stack_of_whoever_emits() {
    let text = "function login(e, p, callback) {
      const EventEmitter = require('events');
      const bus = new EventEmitter();
      bus.on('found', (user) => {
        user;
      });
      bus.once('found', function first(user) {
        e;
      });
      function announce() {
        bus.emit('found', 1);
        p;
      }
      announce();
      setTimeout(() => {
        bus.emit('found', 2);
        callback(null);
      }, 1);
    }";
    assert_eq!(stack_at(text, "user;"), "login › bus.on callback < announce:11 < login:14");
    assert_eq!(stack_at(text, "e;"), "first < announce:11 < login:14");
    assert_eq!((step(text, "user;", Over).as_str(), step(text, "e;", Out).as_str()), ("e;", "p;"));
    assert_eq!(
        (step(text, "bus.emit('found', 1);", Into).as_str(), step(text, "bus.emit('found', 1);", Over).as_str()),
        ("user;", "p;")
    );
    let mut run = debug(text);
    let again = reach(&mut run, "user;", 2);
    assert_eq!(stack(&again), "login › bus.on callback < login › setTimeout callback:16 < ~login:15");
}
