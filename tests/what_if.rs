//! A second run beside a first: the same as long as nothing makes it differ, and another one from there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use debugged::{launch, start_over, variable, Debugged};
use loginscope::debugger::{Aim, Command, Event, Launch, Past, PauseReason, StepKind};
use loginscope::legacy::{Alteration, EmbeddedTemplate, Reply, Request, Store};
use loginscope::recording::{OutcomeKind, ScriptRun};

const SEED: &str = "-- dialect: postgresql
CREATE TABLE users (id int PRIMARY KEY, email text, visits int);
INSERT INTO users VALUES (1, 'ada@example.test', 0), (2, 'bob@example.test', 0);";

/// Writes, asks, and says what it got, when, and by which chance.
const LOGIN: &str = "function login(email, password, callback) {
  const { Client } = require('pg');
  const crypto = require('crypto');
  const client = new Client();
  const id = crypto.randomBytes(8).toString('hex');
  client.connect();
  client.query('UPDATE users SET visits = visits + 1 WHERE email = $1', [email], () => {
    let wanted = email;
    client.query('SELECT id, email FROM users WHERE email = $1', [wanted], (err, found) => {
      let user = found && found.rows[0];
      const late = crypto.randomBytes(4).toString('hex');
      if (err) return callback(err);
      if (!user) {
        return client.query('SELECT sum(visits)::int AS visits FROM users', (err, all) => {
          console.log('nobody', all.rows[0].visits, id, late, Date.now());
          callback(null);
        });
      }
      console.log('found', id, late, Date.now());
      callback(null, { user_id: String(user.id), email: user.email, id, late });
    });
  });
}";

/// The embedded store, and what it was really asked.
struct Watched {
    store: Box<dyn Store + Send>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Store for Watched {
    fn name(&self) -> &'static str {
        self.store.name()
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        if let Request::Sql { text, .. } = request {
            self.asked.lock().unwrap().push(text.clone());
        }
        self.store.answer(request)
    }

    fn again(&self) -> Option<Box<dyn Store + Send>> {
        let asked = Arc::clone(&self.asked);
        self.store.again().map(|store| Box::new(Self { store, asked }) as Box<dyn Store + Send>)
    }
}

/// A run, and what its store was asked.
fn run_over(launch: Launch) -> (Debugged, Arc<Mutex<Vec<String>>>) {
    let store = EmbeddedTemplate::from_text(&[("seed.pg.sql", SEED)], &[]).unwrap().open().unwrap();
    let asked = Arc::default();
    let watched = Watched { store: Box::new(store), asked: Arc::clone(&asked) };
    (start_over(launch, Box::new(watched)), asked)
}

fn to_end(text: &str) -> (Debugged, Arc<ScriptRun>) {
    let (mut run, _) = run_over(Launch { stop_on_entry: false, ..launch(text) });
    let finished = run.finished();
    (run, finished)
}

/// The past with the answer to this exchange changed.
fn altered(past: &Past, seq: u32, change: &str) -> Past {
    let mut past = past.clone();
    let (request, reply, took) = past.exchange(seq).expect("an exchange");
    let (reply, took) = change.parse::<Alteration>().unwrap().apply(request, reply, took).unwrap();
    assert!(past.answer_otherwise(seq, reply, took));
    past
}

fn beside(text: &str, past: Past, aim: Aim) -> Launch {
    Launch { stop_on_entry: false, past: Some(past), aim: Some(aim), ..launch(text) }
}

fn kind(run: &ScriptRun) -> OutcomeKind {
    run.outcome.as_ref().expect("an outcome").kind
}

#[test]
fn an_answer_without_rows_takes_the_other_branch() {
    let (first, finished) = to_end(LOGIN);
    assert_eq!(kind(&finished), OutcomeKind::Profile, "{finished:#?}");
    let (mut second, _) = run_over(beside(LOGIN, altered(&first.past(), 2, "no rows"), Aim::Answer(2)));
    let pause = second.paused();
    assert_eq!(
        (second.at(&pause), pause.reason.clone()),
        ("let user = found && found.rows[0];".into(), PauseReason::Jump)
    );
    assert_eq!(variable(&pause.scopes, "wanted").preview, "'ada@example.test'");
    let end = second.end();
    assert_eq!((kind(&end), end.queries.len()), (OutcomeKind::NotFound, 3));
    assert_eq!(kind(&finished), OutcomeKind::Profile, "the first run is what it was");
}

#[test]
fn what_happened_before_the_change_is_told_at_once_and_not_again() {
    let (first, finished) = to_end(LOGIN);
    let (mut second, _) = run_over(beside(LOGIN, altered(&first.past(), 2, "no rows"), Aim::Answer(2)));
    second.paused();
    let told: Vec<_> = second.heard.iter().filter(|event| matches!(event, Event::Query(_))).collect();
    assert!(told.is_empty(), "{told:?}");
    let moved = second.heard.iter().find_map(|event| match event {
        Event::Moved(run) => Some(run),
        _ => None,
    });
    let moved = moved.expect("all that had happened");
    assert_eq!(moved.queries[0], finished.queries[0]);
    assert_eq!((moved.queries.len(), moved.queries[1].reply == finished.queries[1].reply), (2, false));
}

#[test]
fn chance_and_time_are_the_same_in_both() {
    let (first, finished) = to_end(LOGIN);
    let (mut second, _) = run_over(beside(LOGIN, altered(&first.past(), 2, "no rows"), Aim::Answer(2)));
    second.paused();
    let end = second.end();
    let words = |run: &ScriptRun| run.console[0].text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (words(&finished), words(&end));
    assert_eq!((&before[1], &before[2]), (&after[2], &after[3]), "also chance that is asked for after the change");
}

#[test]
fn nothing_changed_is_the_same_run_and_the_store_is_not_asked() {
    let (first, finished) = to_end(LOGIN);
    let (mut second, asked) = run_over(Launch { past: Some(first.past()), ..launch(LOGIN) });
    second.paused();
    assert_eq!(second.end(), finished);
    assert_eq!(*asked.lock().unwrap(), Vec::<String>::new());
}

#[test]
fn what_was_written_before_the_change_is_there_for_what_is_asked_after_it() {
    let (first, _) = to_end(LOGIN);
    let (mut second, asked) = run_over(beside(LOGIN, altered(&first.past(), 2, "no rows"), Aim::Answer(2)));
    second.paused();
    let end = second.end();
    assert!(end.console[0].text.starts_with("nobody 1 "), "{:?}", end.console);
    let asked = asked.lock().unwrap();
    assert_eq!(asked.iter().filter(|text| text.starts_with("UPDATE")).count(), 1, "{asked:?}");
    assert!(asked.last().unwrap().starts_with("SELECT sum"));
}

#[test]
fn a_write_that_was_made_to_fail_has_written_nothing() {
    const COUNTS: &str = "function login(email, password, callback) {
  const { Client } = require('pg');
  const client = new Client();
  client.connect();
  client.query('UPDATE users SET visits = 7', (failed) => {
    client.query('SELECT sum(visits)::int AS visits FROM users', (err, all) => {
      callback(null, { user_id: '1', failed: !!failed, visits: err ? err.message : all.rows[0].visits });
    });
  });
}";
    let (first, _) = to_end(COUNTS);
    let (mut second, _) = run_over(beside(COUNTS, altered(&first.past(), 1, "error 40P01"), Aim::Answer(1)));
    second.paused();
    let end = second.end();
    let profile = end.outcome.as_ref().unwrap().result.clone().unwrap();
    assert_eq!((&profile["failed"], &profile["visits"]), (&true.into(), &0.into()));
}

#[test]
fn another_input_really_asks_another_query() {
    let (first, _) = to_end(LOGIN);
    let other = Launch {
        arguments: vec!["bob@example.test".into(), debugged::PASSWORD.into()],
        ..beside(LOGIN, first.past().untouched(), Aim::Line { line: 10, nth: 1 })
    };
    let (mut second, asked) = run_over(other);
    let pause = second.paused();
    assert_eq!(second.at(&pause), "let user = found && found.rows[0];");
    let end = second.end();
    assert_eq!(end.outcome.as_ref().unwrap().result.as_ref().unwrap()["user_id"], "2");
    assert_eq!(asked.lock().unwrap().len(), 2, "the update and the question are asked for bob");
    let (first_profile, profile) = (first.past(), end.outcome.as_ref().unwrap().result.clone().unwrap());
    let (mut again, _) = run_over(Launch { past: Some(first_profile), ..launch(LOGIN) });
    again.paused();
    let before = again.end().outcome.as_ref().unwrap().result.clone().unwrap();
    assert_eq!((&before["id"], &before["late"]), (&profile["id"], &profile["late"]), "chance is the same");
}

#[test]
fn a_change_that_never_gets_there_runs_to_its_end() {
    let (first, _) = to_end(LOGIN);
    let past = altered(&first.past(), 2, "error ECONNRESET");
    let (mut second, _) = run_over(beside(LOGIN, past, Aim::Line { line: 20, nth: 1 }));
    let end = second.finished();
    assert_eq!(kind(&end), OutcomeKind::Error);
    assert!(!second.heard.iter().any(|event| matches!(event, Event::Paused(_))));
}

#[test]
fn a_delay_lets_the_scripts_time_pass() {
    let (first, finished) = to_end(LOGIN);
    let (mut second, _) = run_over(beside(LOGIN, altered(&first.past(), 2, "delay 21000"), Aim::Answer(2)));
    let end = second.finished();
    assert_eq!((kind(&finished), kind(&end)), (OutcomeKind::Profile, OutcomeKind::Timeout), "{end:#?}");
}

#[test]
fn what_was_set_before_stays_set_and_what_was_set_after_does_not() {
    let (mut first, _) = run_over(launch(LOGIN));
    first.until("let wanted = email;");
    first.after(Command::Step(StepKind::Over));
    first.set(0, "wanted", "'bob@example.test'").unwrap();
    first.after(Command::Step(StepKind::Into));
    first.after(Command::Step(StepKind::Over));
    let answered = first.heard.iter().rev().find_map(|event| match event {
        Event::Query(query) if query.seq == 2 => query.answered,
        _ => None,
    });
    first.set(0, "user", "({ id: 99, email: 'eve@example.test' })").unwrap();
    let end = first.end();
    assert_eq!(end.outcome.as_ref().unwrap().result.as_ref().unwrap()["user_id"], "99");

    let past = altered(&first.past(), 2, "row 1 id = 42").until(answered.expect("an answer"));
    let (mut second, _) = run_over(beside(LOGIN, past, Aim::Answer(2)));
    let pause = second.paused();
    assert_eq!(variable(&pause.scopes, "wanted").preview, "'bob@example.test'");
    let profile = second.end().outcome.as_ref().unwrap().result.clone().unwrap();
    assert_eq!((&profile["user_id"], &profile["email"]), (&"42".into(), &"bob@example.test".into()));
}

#[test]
fn another_text_forgets_what_was_set() {
    let (mut first, _) = run_over(launch(LOGIN));
    first.until("let wanted = email;");
    first.set(0, "email", "'bob@example.test'").unwrap();
    first.end();
    let edited = LOGIN.replace("{ user_id: String(user.id)", "{ user_id: 'x' + user.id");
    let (mut second, _) = run_over(beside(&edited, first.past().untouched(), Aim::Line { line: 10, nth: 1 }));
    let pause = second.paused();
    assert_eq!(second.at(&pause), "let user = found && found.rows[0];");
    let profile = second.end().outcome.as_ref().unwrap().result.clone().unwrap();
    assert_eq!(profile["user_id"], "x1");
}

#[test]
fn the_second_run_is_walked_like_any_other() {
    let (first, _) = to_end(LOGIN);
    let (mut second, _) = run_over(beside(LOGIN, altered(&first.past(), 2, "no rows"), Aim::Answer(2)));
    let arrived = second.paused();
    let end = second.end();
    let pause = second.after(Command::Jump(Aim::Step(arrived.step)));
    assert_eq!(second.at(&pause), "let user = found && found.rows[0];");
    assert_eq!(second.end(), end);
}

#[test]
fn a_statement_is_aimed_at_by_its_column_and_its_turn() {
    const TURNS: &str = "function login(email, password, callback) {
  let sum = 0;
  for (let n = 1; n < 4; n++) { sum += n; sum += 0; }
  callback(null, { user_id: String(sum) });
}";
    let (first, _) = to_end(TURNS);
    let column = TURNS.lines().nth(2).unwrap().find("sum += 0").unwrap() as u32 + 1;
    let aim = Aim::Statement { line: 3, column, nth: 3 };
    let (mut second, _) = run_over(beside(TURNS, first.past(), aim));
    let pause = second.paused();
    assert_eq!((second.at(&pause), &*variable(&pause.scopes, "sum").preview), ("sum += 0;".into(), "6"));
}
