//! Questions about a whole run, and watched expressions: answered without moving or changing the run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;

use debugged::{debug, launch, start, Debugged, PASSWORD};
use loginscope::debugger::{Answer, Command, Event, Launch, Question, StepKind, Watched};

const LOOP: &str = "function login(email, password, callback) {
  let total = 0;
  for (let n = 1; n <= 5; n++) {
    if (n % 2) {
      total += n;
    }
  }
  const user = { email, total };
  user.email = email.toUpperCase();
  callback(null, user);
}";

impl Debugged {
    fn ask(&mut self, question: Question) -> Answer {
        self.send(Command::Ask(question));
        self.hear(|event| match event {
            Event::Answered(answer) => Some((**answer).clone()),
            _ => None,
        })
    }

    fn watched(&mut self) -> Vec<Watched> {
        self.hear(|event| match event {
            Event::Watched(watched) => Some(watched.clone()),
            _ => None,
        })
    }

    fn watch(&mut self, expressions: &[&str]) -> Vec<Watched> {
        self.send(Command::Watch(expressions.iter().map(|expression| (*expression).to_owned()).collect()));
        self.watched()
    }
}

fn shown(watched: &[Watched]) -> Vec<String> {
    let text = |one: &Watched| match &one.value {
        Ok(value) => format!("{}={}{}", one.expression, value.preview, if one.on_a_copy { " (copy)" } else { "" }),
        Err(error) => format!("{}: {error}", one.expression),
    };
    watched.iter().map(text).collect()
}

fn hits(run: &mut Debugged) -> Vec<(u32, u64)> {
    match run.ask(Question::Hits) {
        Answer::Hits(hits) => hits.iter().map(|hit| (hit.span.line, hit.count)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_statement_is_counted_up_to_where_the_run_stands() {
    let mut run = debug(LOOP);
    run.until("const user = { email, total };");
    assert_eq!(hits(&mut run), [(2, 1), (3, 1), (4, 5), (5, 3)]);
    let mut run = start(Launch { stop_on_entry: false, ..launch(LOOP) });
    run.finished();
    assert_eq!(hits(&mut run), [(2, 1), (3, 1), (4, 5), (5, 3), (8, 1), (9, 1), (10, 1)]);
}

#[test]
fn each_line_shows_its_variables_as_they_were_once_it_had_run() {
    let mut run = debug(LOOP);
    run.until("callback(null, user);");
    let Answer::Inline(values) = run.ask(Question::Inline) else { panic!("another answer") };
    let shown: Vec<String> = values
        .iter()
        .map(|value| format!("{}:{}={}", value.line, value.variable.name, value.variable.preview))
        .collect();
    for expected in ["2:total=0", "4:n=5", "5:total=9", "9:email='ada@example.test'"] {
        assert!(shown.contains(&expected.to_owned()), "{expected} is not in {shown:?}");
    }
    assert!(shown.iter().any(|text| text.starts_with("9:user={email: 'ADA@EXAMPLE.TEST'")), "{shown:?}");
    assert!(!format!("{values:?}").contains(PASSWORD));
}

#[test]
fn the_history_of_an_expression_names_each_value_and_the_statement_that_made_it() {
    let mut run = debug(LOOP);
    run.until("const user = { email, total };");
    let question = Question::History { frame: 0, expression: "total".to_owned() };
    let Answer::History { changes, cut, .. } = run.ask(question) else { panic!("another answer") };
    let changes: Vec<(u32, String)> =
        changes.unwrap().into_iter().map(|change| (change.line, change.value.preview)).collect();
    let change = |line, value: &str| (line, value.to_owned());
    assert_eq!(changes, [change(2, "0"), change(5, "1"), change(5, "4"), change(5, "9")]);
    assert!(!cut);
}

#[test]
fn the_last_change_is_the_statement_that_made_the_value_also_of_a_property() {
    let mut run = debug(LOOP);
    let pause = run.until("callback(null, user);");
    let question = Question::LastChange { frame: 0, expression: "user.email".to_owned() };
    let Answer::LastChange { change, .. } = run.ask(question) else { panic!("another answer") };
    let change = change.unwrap();
    assert_eq!((change.line, change.step), (9, pause.step - 1));
    let question = Question::LastChange { frame: 0, expression: "total".to_owned() };
    let Answer::LastChange { change, .. } = run.ask(question) else { panic!("another answer") };
    assert_eq!((change.as_ref().unwrap().line, change.unwrap().value.preview), (5, "9".to_owned()));
}

#[test]
fn the_last_change_of_a_variable_of_another_call_is_not_taken_for_this_one() {
    let text = "function login(email, password, callback) {
  const twice = (n) => {
    let sum = n;
    if (n > 0) {
      twice(n - 1);
    }
    sum += n;
    return sum;
  };
  callback(null, { user_id: String(twice(2)) });
}";
    let mut run = debug(text);
    run.paused();
    run.send(Command::SetStops(vec!["line 8 if n === 2".parse().unwrap()]));
    let pause = run.after(Command::Continue);
    let question = Question::LastChange { frame: 0, expression: "sum".to_owned() };
    let Answer::LastChange { change, .. } = run.ask(question) else { panic!("another answer") };
    let change = change.unwrap();
    assert_eq!((change.step, change.line, change.value.preview.as_str()), (pause.step - 1, 7, "4"));
}

#[test]
fn a_message_added_to_a_finished_run_says_what_it_would_have_logged() {
    let mut run = start(Launch { stop_on_entry: false, ..launch(LOOP) });
    run.finished();
    run.send(Command::SetStops(vec!["line 5 log \"{n}: {total} for {password}\"".parse().unwrap()]));
    let Answer::Logs(logged) = run.ask(Question::Logs) else { panic!("another answer") };
    let texts: Vec<&str> = logged.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts.len(), 3);
    assert!(texts[0].starts_with("1: 0 for ‹masked"), "{texts:?}");
    assert!(!texts.concat().contains(PASSWORD));
}

#[test]
fn watches_have_their_value_at_every_stop() {
    let mut run = debug(LOOP);
    run.paused();
    assert_eq!(
        shown(&run.watch(&["total", "email.length", "nobody"])),
        [
            "total: ReferenceError: Cannot access 'total' before initialization",
            "email.length=16",
            "nobody: ReferenceError: nobody is not defined"
        ]
    );
    run.after(Command::Step(StepKind::Over));
    assert_eq!(shown(&run.watched())[0], "total=0");
    run.after(Command::Back(StepKind::Into));
    assert!(shown(&run.watched())[0].starts_with("total: "));
}

#[test]
fn a_watch_that_changes_something_does_so_on_a_copy_only() {
    let mut run = debug(LOOP);
    run.until("const user = { email, total };");
    assert_eq!(shown(&run.watch(&["total = 1000", "total"])), ["total = 1000=1000 (copy)", "total=9"]);
    let outcome = run.end().outcome.clone().unwrap();
    assert_eq!(outcome.result.unwrap()["total"], 9);
}

#[test]
fn a_watch_that_runs_a_getter_of_the_script_does_so_on_a_copy_only() {
    let text = "function login(email, password, callback) {
  let peeked = 0;
  const user = { get name() { peeked += 1; return 'Ada'; } };
  const done = true;
  callback(null, { user_id: '1', peeked, done });
}";
    let mut run = debug(text);
    run.until("const done = true;");
    assert_eq!(shown(&run.watch(&["user.name"])), ["user.name='Ada' (copy)"]);
    let pause = run.after(Command::Step(StepKind::Over));
    assert_eq!(shown(&run.watched()), ["user.name='Ada' (copy)"]);
    assert_eq!(debugged::variable(&pause.scopes, "peeked").preview, "0");
    assert_eq!(run.end().outcome.clone().unwrap().result.unwrap()["peeked"], 0);
}

#[test]
fn a_stop_shows_what_the_call_just_left_returned() {
    let text = "function login(email, password, callback) {
  const twice = function twice(n) {
    return n * 2;
  };
  const four = twice(2);
  callback(null, { user_id: String(four) });
}";
    let mut run = debug(text);
    run.until("return n * 2;");
    let pause = run.after(Command::Step(StepKind::Out));
    let returned = pause.returned.unwrap();
    assert_eq!((returned.function.as_str(), returned.value.preview.as_str()), ("twice", "4"));
    let pause = run.after(Command::Back(StepKind::Into));
    assert!(pause.returned.is_none(), "{:?}", pause.returned);
}

#[test]
fn statements_are_counted_as_they_ran_with_what_was_set() {
    let mut run = debug(LOOP);
    run.paused();
    run.after(Command::RunTo { line: 4 });
    run.set(0, "n", "5").unwrap();
    run.end();
    assert_eq!(hits(&mut run), [(2, 1), (3, 1), (4, 1), (5, 1), (8, 1), (9, 1), (10, 1)]);
}

#[test]
fn a_run_that_took_too_many_steps_is_counted() {
    let text = "function login(email, password, callback) {\n  let n = 0;\n  while (true) {\n    n++;\n  }\n}";
    let mut limited = launch(text);
    limited.limits.steps = 1_000;
    let mut run = start(Launch { stop_on_entry: false, ..limited });
    let finished = run.finished();
    let counted: u64 = hits(&mut run).iter().map(|(_, count)| count).sum();
    assert_eq!(counted, finished.steps);
}

#[test]
fn a_watch_that_goes_through_an_iterator_does_not_move_the_one_of_the_run() {
    let text = "function login(email, password, callback) {
  const found = email.matchAll(/a/g);
  const done = true;
  callback(null, { user_id: '1', done, left: [...found].length });
}";
    let mut run = debug(text);
    run.until("const done = true;");
    assert_eq!(shown(&run.watch(&["[...found].length"])), ["[...found].length=3 (copy)"]);
    assert_eq!(run.end().outcome.clone().unwrap().result.unwrap()["left"], 3);
}
