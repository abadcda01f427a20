//! Stops by meaning, reached in a real run: conditions, counts, messages, exceptions, exchanges, callbacks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;

use debugged::{debug, launch, start_over, variable, Debugged};
use loginscope::debugger::{BoundStop, Command, Event, Launch, Oracle, Pause, PauseReason, Stop};
use loginscope::legacy::{Embedded, EmbeddedTemplate, Store};

fn stops(list: &[&str]) -> Vec<Stop> {
    list.iter().map(|text| text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))).collect()
}

/// Runs freely from the start with these stops.
fn with(text: &str, list: &[&str]) -> Debugged {
    let launch = Launch { stop_on_entry: false, stops: stops(list), ..launch(text) };
    start_over(launch, Box::new(store()))
}

fn store() -> Embedded {
    let seed = "CREATE TABLE users (id SERIAL PRIMARY KEY, email TEXT, name TEXT);
        INSERT INTO users (email, name) VALUES ('ada@example.test', 'Ada'), ('bob@example.test', 'Bob');";
    EmbeddedTemplate::from_text(&[("seed.pgsql.sql", seed)], &[]).expect("a seed").open().expect("a store")
}

fn bound(run: &mut Debugged) -> Vec<BoundStop> {
    run.hear(|event| match event {
        Event::Stops(stops) if !stops.is_empty() => Some(stops.clone()),
        _ => None,
    })
}

fn why(pause: &Pause) -> &str {
    match &pause.reason {
        PauseReason::Event { what, .. } => what,
        other => panic!("not an event: {other:?}"),
    }
}

const LOOP: &str = "function login(email, password, callback) {
  let total = 0;
  for (let n = 1; n <= 10; n++) {
    total += n;
  }
  callback(null, { user_id: '1', email, total });
}";

#[test]
fn a_condition_lets_all_but_the_meant_iteration_pass() {
    let mut run = with(LOOP, &["line 4 if n === 7"]);
    let pause = run.paused();
    assert_eq!(variable(&pause.scopes, "n").preview, "7");
    assert!(run.end().outcome.is_some());
}

#[test]
fn hits_are_counted_also_after_going_back() {
    let mut run = with(LOOP, &["line 4 hit every 4"]);
    let seen: Vec<String> = (0..2)
        .map(|_| {
            let pause = run.paused();
            run.send(Command::Continue);
            variable(&pause.scopes, "n").preview.clone()
        })
        .collect();
    assert_eq!(seen, ["4", "8"]);
    run.finished();
    let pause = run.after(Command::ContinueBack);
    assert_eq!(variable(&pause.scopes, "n").preview, "8");
    let pause = run.after(Command::ContinueBack);
    assert_eq!(variable(&pause.scopes, "n").preview, "4");
    let pause = run.after(Command::Continue);
    assert_eq!(variable(&pause.scopes, "n").preview, "8");
}

#[test]
fn a_message_is_logged_and_the_run_goes_on() {
    let mut run = with(LOOP, &["line 4 log \"n is {n} of {email}\" if n > 8"]);
    run.finished();
    let logged: Vec<&str> = run
        .heard
        .iter()
        .filter_map(|event| match event {
            Event::Logged(logged) => Some(logged.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(logged, ["n is 9 of ada@example.test", "n is 10 of ada@example.test"]);
}

#[test]
fn a_condition_that_could_change_the_run_is_refused_and_never_reached() {
    for condition in ["(total = 100)", "n++ > 3", "callback(null)", "steal(n)", "delete email.x"] {
        let mut run = with(LOOP, &[&format!("line 4 if {condition}")]);
        let problem = bound(&mut run)[0].problem.clone().unwrap_or_else(|| panic!("{condition} was taken"));
        assert!(problem.contains("must not change the run"), "{problem}");
        let finished = run.finished();
        assert_eq!(finished.outcome.as_ref().unwrap().result.as_ref().unwrap()["total"], 55, "{condition}");
    }
}

#[test]
fn a_condition_that_runs_code_of_the_script_unseen_leaves_no_trace() {
    let text = "function login(email, password, callback) {
  let peeked = 0;
  const user = { get name() { peeked += 1; return 'Ada'; } };
  const done = true;
  callback(null, { user_id: '1', peeked, done });
}";
    let mut run = with(text, &["line 5 if user.name === 'Ada'"]);
    let finished = run.finished();
    assert_eq!(finished.outcome.as_ref().unwrap().result.as_ref().unwrap()["peeked"], 0);
    let problem = run.heard.iter().rev().find_map(|event| match event {
        Event::Stops(stops) => stops[0].problem.clone(),
        _ => None,
    });
    assert!(problem.unwrap().contains("runs code of the script"));
}

#[test]
fn a_condition_that_fails_says_so_and_does_not_stop() {
    let mut run = with(LOOP, &["line 4 if user.name === 'x'"]);
    run.finished();
    let problem = run.heard.iter().rev().find_map(|event| match event {
        Event::Stops(stops) => stops[0].problem.clone(),
        _ => None,
    });
    assert_eq!(problem.as_deref(), Some("`user.name === 'x'` failed: ReferenceError: user is not defined"));
}

const THROWING: &str = "function login(email, password, callback) {
  try {
    const user = null;
    user.name;
  } catch (error) {
    console.log('caught', error.name);
  }
  const later = Promise.resolve().then(() => {
    throw new RangeError('later');
  });
  later;
}";

#[test]
fn an_exception_stops_at_the_statement_that_throws_with_its_variables() {
    let mut run = with(THROWING, &["exception caught TypeError"]);
    let pause = run.paused();
    assert_eq!(run.at(&pause), "user.name;");
    assert!(why(&pause).starts_with("TypeError is thrown here and caught"), "{}", why(&pause));
    assert_eq!(variable(&pause.scopes, "user").preview, "null");
    let finished = run.end();
    assert_eq!(finished.console.len(), 1);
}

#[test]
fn an_exception_nobody_catches_is_stopped_at_where_it_was_thrown() {
    let mut run = with(THROWING, &["exception uncaught"]);
    let pause = run.paused();
    assert_eq!(run.at(&pause), "throw new RangeError('later');");
    assert!(why(&pause).contains("RangeError is thrown here, and nothing catches it"));
    run.end();
}

const ASKING: &str = "function login(email, password, callback) {
  const { Client } = require('pg');
  const client = new Client();
  client.connect();
  client.query('SELECT id, name FROM users WHERE email = $1', [email], (error, result) => {
    const user = result.rows[0];
    client.query('UPDATE users SET name = $1 WHERE id = $2', ['Ada L.', user.id], (error) => {
      console.log('renamed');
      callback(null, { user_id: String(user.id), email, name: user.name });
      callback(new Error('twice'));
    });
  });
}";

#[test]
fn a_query_is_stopped_at_where_it_is_sent_by_table_effect_and_text() {
    for (stop, statement) in [
        ("query", "client.query('SELECT"),
        ("query table users", "client.query('SELECT"),
        ("query write", "client.query('UPDATE"),
        ("query text \"set name\"", "client.query('UPDATE"),
    ] {
        let mut run = with(ASKING, &[stop]);
        let pause = run.paused();
        assert!(run.at(&pause).starts_with(statement), "{stop}: {}", run.at(&pause));
        assert!(why(&pause).ends_with("is sent here"), "{}", why(&pause));
    }
}

#[test]
fn an_answer_is_stopped_at_by_the_first_statement_that_sees_it() {
    let mut run = with(ASKING, &["query rows >=1 read"]);
    let pause = run.paused();
    assert_eq!((run.at(&pause).as_str(), why(&pause)), ("const user = result.rows[0];", "Query 1 is answered here"));
}

#[test]
fn each_query_is_stopped_at_once_and_every_one_is_sent_once() {
    let mut run = with(ASKING, &["query"]);
    run.paused();
    let pause = run.after(Command::Continue);
    assert_eq!(why(&pause), "Query 2 is sent here");
    let finished = run.end();
    assert_eq!(finished.queries.len(), 2);
    let told = run.heard.iter().filter(|event| matches!(event, Event::Paused(_))).count();
    assert_eq!(told, 2);
}

#[test]
fn console_lines_profile_fields_and_second_callbacks_are_stopped_at() {
    for (stop, statement) in [
        ("console \"renamed\"", "console.log('renamed');"),
        ("profile name", "callback(null,"),
        ("callback error", "callback(new Error"),
        ("callback twice", "callback(new Error"),
    ] {
        let mut run = with(ASKING, &[stop]);
        let pause = run.paused();
        assert!(run.at(&pause).starts_with(statement), "{stop}: {}", run.at(&pause));
    }
}

#[test]
fn a_function_is_stopped_at_where_it_begins() {
    let text = "function login(email, password, callback) {
  const verify = function verifyPassword(given) {
    return given.length > 3;
  };
  callback(null, { user_id: '1', ok: verify(password) });
}";
    let mut run = with(text, &["function verifyPassword"]);
    let pause = run.paused();
    assert_eq!((run.at(&pause).as_str(), pause.reason.clone()), ("return given.length > 3;", PauseReason::Breakpoint));
}

#[test]
fn a_rule_is_stopped_at_by_the_statement_that_makes_the_decision_cite_it() {
    let cites = |run: &loginscope::recording::ScriptRun| match run.callbacks.len() {
        0 => vec!["M1".to_owned()],
        _ => vec!["M1".to_owned(), "M6".to_owned()],
    };
    let launch =
        Launch { stop_on_entry: false, stops: stops(&["rule m6"]), oracle: Some(Oracle::new(cites)), ..launch(LOOP) };
    let mut run = start_over(launch, Box::new(store()) as Box<dyn Store + Send>);
    let pause = run.paused();
    assert!(run.at(&pause).starts_with("callback(null"));
    assert!(why(&pause).ends_with("cite M6"), "{}", why(&pause));
}

#[test]
fn a_stop_that_is_switched_off_or_set_later_is_not_reached_or_is() {
    let mut run = with(LOOP, &["off line 4", "line 6"]);
    let pause = run.paused();
    assert!(run.at(&pause).starts_with("callback"));
    let mut run = debug(LOOP);
    run.paused();
    run.send(Command::SetStops(stops(&["line 4 if n === 2"])));
    let pause = run.after(Command::Continue);
    assert_eq!(variable(&pause.scopes, "n").preview, "2");
}

#[test]
fn a_condition_that_never_ends_is_cut_off_once_and_not_evaluated_again() {
    let endless = "/^(a+)+$/.test('a'.repeat(60) + 'b')";
    let mut run = with(LOOP, &[&format!("line 4 if {endless}")]);
    let finished = run.finished();
    assert!(finished.outcome.is_some());
    let problem = run.heard.iter().rev().find_map(|event| match event {
        Event::Stops(stops) => stops[0].problem.clone(),
        _ => None,
    });
    assert!(problem.is_some_and(|problem| problem.contains("took longer than 2 s")));
}

fn stopped_at(run: &mut Debugged) -> Option<String> {
    let pause = run.stop()?;
    Some(run.at(&pause))
}

#[test]
fn run_to_a_line_arrives_also_past_a_condition_that_ran_code_of_the_script() {
    let text = "function login(email, password, callback) {
  const user = { get name() { return 'Ada'; } };
  const done = true;
  const later = 1;
  callback(null, { user_id: '1', done, later });
}";
    let mut run = debug(text);
    run.paused();
    run.send(Command::SetStops(stops(&["line 3 if user.name === 'Bob'"])));
    let pause = run.after(Command::RunTo { line: 4 });
    assert_eq!((run.at(&pause).as_str(), pause.reason), ("const later = 1;", PauseReason::RunTo));
}

#[test]
fn a_step_goes_on_past_an_event_whose_condition_fails_or_that_is_only_logged() {
    for stop in ["console if total === 1", "console log \"seen\""] {
        let text = "function login(email, password, callback) {
  let total = 0;
  console.log('begun');
  total = 5;
  callback(null, { user_id: '1', total });
}";
        let mut run = debug(text);
        run.paused();
        run.send(Command::SetStops(stops(&[stop])));
        run.after(Command::Step(loginscope::debugger::StepKind::Over));
        run.send(Command::Step(loginscope::debugger::StepKind::Over));
        assert_eq!(stopped_at(&mut run).as_deref(), Some("total = 5;"), "{stop}");
    }
}

#[test]
fn a_line_is_stopped_at_once_also_if_an_event_there_is_not_meant() {
    let text = "function login(email, password, callback) {
  let total = 0;
  console.log('begun');
  callback(null, { user_id: '1', total });
}";
    let mut run = with(text, &["line 3", "console if total === 1"]);
    run.paused();
    run.send(Command::Continue);
    assert_eq!(stopped_at(&mut run), None);
}

#[test]
fn of_two_stops_at_one_event_each_is_heard() {
    for first in ["query log \"asked\"", "query if email === 'bob'"] {
        let mut run = with(ASKING, &[first, "query read"]);
        let pause = run.paused();
        assert!(matches!(pause.reason, PauseReason::Event { stop: 1, .. }), "{first}: {:?}", pause.reason);
        let logged = run.heard.iter().filter(|event| matches!(event, Event::Logged(_))).count();
        assert_eq!(logged, usize::from(first.contains("log")));
    }
}

#[test]
fn continue_back_passes_events_that_are_only_logged_or_whose_condition_fails() {
    for stop in ["query log \"asked\"", "query if email === 'bob'"] {
        let mut run = with(ASKING, &[]);
        run.finished();
        run.send(Command::SetStops(stops(&[stop])));
        let pause = run.after(Command::ContinueBack);
        assert_eq!((pause.step, pause.reason), (1, PauseReason::Jump), "{stop}");
    }
    let mut run = with(ASKING, &[]);
    run.finished();
    run.send(Command::SetStops(stops(&["line 3", "query if email.length"])));
    let pause = run.after(Command::ContinueBack);
    assert_eq!(why(&pause), "Query 2 is sent here");
}

#[test]
fn continue_back_stops_behind_an_answer_as_going_on_does() {
    let mut run = with(ASKING, &["query rows >=1 read"]);
    let forwards = run.paused();
    run.end();
    let back = run.after(Command::ContinueBack);
    assert_eq!((back.step, run.at(&back), back.reason), (forwards.step, run.at(&forwards), forwards.reason));
}

#[test]
fn continue_back_passes_an_event_whose_condition_runs_code_of_the_script() {
    let text = "function login(email, password, callback) {
  const user = { get name() { return 'Ada'; } };
  console.log('begun');
  callback(null, { user_id: '1' });
}";
    let mut run = with(text, &[]);
    run.finished();
    run.send(Command::SetStops(stops(&["console if user.name === 'Ada'"])));
    let pause = run.after(Command::ContinueBack);
    assert_eq!((pause.step, pause.reason), (1, PauseReason::Jump));
}

#[test]
fn hits_go_on_being_counted_when_another_stop_is_set() {
    let mut run = with(LOOP, &["line 4 hit 3", "line 4 if n === 2"]);
    let pause = run.paused();
    assert_eq!(variable(&pause.scopes, "n").preview, "2");
    run.send(Command::SetStops(stops(&["line 6", "line 4 hit 3"])));
    let pause = run.after(Command::Continue);
    assert_eq!(variable(&pause.scopes, "n").preview, "3");
}

#[test]
fn an_event_is_stopped_at_once_also_if_another_stop_is_set_there() {
    let mut run = with(ASKING, &["query read"]);
    let pause = run.paused();
    assert_eq!(why(&pause), "Query 1 is sent here");
    run.send(Command::SetStops(stops(&["callback twice", "query read"])));
    let pause = run.after(Command::Continue);
    assert_eq!(why(&pause), "callback is given Error here");
}

#[test]
fn a_run_to_a_line_behind_the_last_statement_does_not_move() {
    let mut run = debug(LOOP);
    run.paused();
    run.send(Command::RunTo { line: 99 });
    let why = run.hear(|event| match event {
        Event::Unmoved(why) => Some(why.clone()),
        _ => None,
    });
    assert_eq!(why, "There is no statement at or after line 99");
    assert_eq!(run.after(Command::Step(loginscope::debugger::StepKind::Over)).step, 2);
}

#[test]
fn a_rule_cited_because_nothing_was_answered_is_stopped_at() {
    let cites = |run: &loginscope::recording::ScriptRun| match run.outcome {
        Some(_) => vec!["M9".to_owned()],
        None => Vec::new(),
    };
    let text = "function login(email, password, callback) {\n  let n = 0;\n  n++;\n}";
    let launch =
        Launch { stop_on_entry: false, stops: stops(&["rule m9"]), oracle: Some(Oracle::new(cites)), ..launch(text) };
    let mut run = start_over(launch, Box::new(store()) as Box<dyn Store + Send>);
    assert_eq!(stopped_at(&mut run).as_deref(), Some("n++;"));
    assert!(run.end().outcome.is_some());
}

#[test]
fn a_condition_that_does_not_parse_is_said_to_be_no_expression() {
    let mut run = with(LOOP, &["line 4 if n ==="]);
    let problem = bound(&mut run)[0].problem.clone().unwrap_or_default();
    assert!(problem.contains("`n ===` does not parse"), "{problem}");
    assert!(!problem.contains("change the run"), "{problem}");
}

#[test]
fn an_event_is_stopped_at_again_once_the_run_went_back_before_it() {
    let mut run = with(ASKING, &["query"]);
    run.paused();
    assert_eq!(why(&run.after(Command::Continue)), "Query 2 is sent here");
    run.after(Command::Jump(loginscope::debugger::Aim::Step(1)));
    assert_eq!(why(&run.after(Command::Continue)), "Query 1 is sent here");
    assert_eq!(why(&run.after(Command::Continue)), "Query 2 is sent here");
    run.end();
}
