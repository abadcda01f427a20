//! Going back in a run, and everything following the cursor.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;

use debugged::{debug, launch, start, variable, Debugged};
use loginscope::debugger::{Aim, Command, Event, Launch, Pause, PauseReason, StepKind, Stop};
use loginscope::recording::{OutcomeKind, ScriptRun};

const ADDING: &str = "function login(email, password, callback) {
  let total = 0;
  for (let n = 1; n <= 3; n++) {
    total = add(total, n);
  }
  console.log('total', total);
  callback(null, { user_id: '1', email, total });
}";

const ADD: &str = "\nfunction add(a, b) {\n  const sum = a + b;\n  return sum;\n}";

fn adding() -> String {
    format!("{ADDING}{ADD}").replacen("function login", "const login = function login", 1) + "\nmodule.exports = login;"
}

fn at_end(text: &str) -> (Debugged, std::sync::Arc<ScriptRun>) {
    let mut run = start(Launch { stop_on_entry: false, ..launch(text) });
    let finished = run.finished();
    (run, finished)
}

/// All stops of a run stepped Into, as step and text of the statement.
fn forwards(text: &str) -> Vec<(u64, String)> {
    let mut run = debug(text);
    let mut seen = Vec::new();
    while let Some(pause) = run.stop() {
        seen.push((pause.step, run.at(&pause)));
        run.send(Command::Step(StepKind::Into));
    }
    seen
}

fn here(run: &Debugged, pause: &Pause) -> (u64, String) {
    (pause.step, run.at(pause))
}

#[test]
fn stepping_back_passes_the_statements_in_reverse_to_the_first() {
    let text = adding();
    let (mut run, _) = at_end(&text);
    let mut backwards = Vec::new();
    loop {
        run.send(Command::Back(StepKind::Into));
        let moved = run.hear(|event| match event {
            Event::Paused(pause) => Some(Some((**pause).clone())),
            Event::Unmoved(_) => Some(None),
            _ => None,
        });
        let Some(pause) = moved else { break };
        backwards.push(here(&run, &pause));
    }
    backwards.reverse();
    assert_eq!(backwards, forwards(&text));
}

#[test]
fn variables_are_what_they_were_at_that_step() {
    let mut run = debug(&adding());
    let pause = run.until("console.log('total', total);");
    assert_eq!(variable(&pause.scopes, "total").preview, "6");
    let mut totals = Vec::new();
    for _ in 0..4 {
        let pause = run.after(Command::Back(StepKind::Over));
        totals.push(variable(&pause.scopes, "total").preview.clone());
    }
    assert_eq!(totals, ["3", "1", "0", "0"]);
}

#[test]
fn back_over_passes_what_was_called_and_back_out_goes_to_the_call() {
    let mut run = debug(&adding());
    run.until("return sum;");
    let pause = run.after(Command::Back(StepKind::Over));
    assert_eq!(run.at(&pause), "const sum = a + b;");
    let pause = run.after(Command::Back(StepKind::Over));
    assert_eq!(run.at(&pause), "total = add(total, n);");
    let pause = run.after(Command::Back(StepKind::Over));
    assert!(run.at(&pause).starts_with("for (let n = 1"), "{}", run.at(&pause));

    let mut run = debug(&adding());
    run.until("return sum;");
    let pause = run.after(Command::Back(StepKind::Out));
    assert_eq!(run.at(&pause), "total = add(total, n);");
}

#[test]
fn what_was_logged_and_answered_later_is_not_there_earlier() {
    let (mut run, finished) = at_end(&adding());
    assert_eq!((finished.console.len(), finished.callbacks.len()), (1, 1));
    run.send(Command::Jump(Aim::Step(3)));
    let moved = run.hear(|event| match event {
        Event::Moved(run) => Some(run.clone()),
        _ => None,
    });
    assert_eq!((moved.console.len(), moved.callbacks.len(), moved.outcome.is_none()), (0, 0, true));
    let pause = run.paused();
    assert_eq!((pause.step, pause.furthest, pause.reason.clone()), (3, finished.steps, PauseReason::Jump));
    let again = run.end();
    assert_eq!(*again, *finished);
}

#[test]
fn continue_back_stops_at_the_stop_before_and_then_at_the_start() {
    let (mut run, _) = at_end(&adding());
    run.send(Command::SetStops(vec![Stop::line(4)]));
    let mut seen = Vec::new();
    for _ in 0..3 {
        let pause = run.after(Command::ContinueBack);
        seen.push((pause.reason.clone(), variable(&pause.scopes, "total").preview.clone()));
    }
    let breakpoint = |total: &str| (PauseReason::Breakpoint, total.to_owned());
    assert_eq!(seen, [breakpoint("3"), breakpoint("1"), breakpoint("0")]);
    let pause = run.after(Command::ContinueBack);
    assert_eq!((pause.step, pause.reason), (1, PauseReason::Jump));
}

#[test]
fn a_run_that_was_stopped_can_still_be_walked() {
    let mut run = debug("function login(e, p, callback) {\n  let n = 0;\n  while (true) {\n    n++;\n  }\n}");
    run.paused();
    run.send(Command::Continue);
    run.send(Command::Stop);
    let stopped = run.finished();
    assert!(stopped.outcome.is_none());
    let pause = run.after(Command::Back(StepKind::Into));
    assert_eq!(pause.step, stopped.steps);
}

#[test]
fn a_run_that_failed_is_gone_back_to_where_it_failed() {
    let text = "function login(email, password, callback) {
  const user = undefined;
  setTimeout(() => {
    const name = 'x';
    callback(null, { user_id: user.id, name });
  }, 10);
}";
    let mut run = debug(text);
    run.paused();
    let pause = run.after(Command::RunToFailure);
    assert!(run.at(&pause).starts_with("callback(null, {"), "{}", run.at(&pause));
    assert!(matches!(&pause.reason, PauseReason::Failure(what) if what.contains("TypeError")), "{:?}", pause.reason);
    assert_eq!(run.end().outcome.as_ref().unwrap().kind, OutcomeKind::Exception);
}

#[test]
fn going_back_does_not_draw_new_chance_nor_move_the_clock() {
    let text = "function login(email, password, callback) {
  const crypto = require('crypto');
  const id = crypto.randomUUID();
  const now = Date.now();
  const roll = Math.random();
  callback(null, { user_id: id, now, roll });
}";
    let (mut run, first) = at_end(text);
    run.send(Command::Jump(Aim::Step(1)));
    run.paused();
    assert_eq!(run.end().outcome, first.outcome);
}

#[test]
fn what_was_set_is_set_again_when_the_run_passes_there() {
    let mut run = debug(&adding());
    run.until("console.log('total', total);");
    run.set(0, "total", "40 + 2").unwrap();
    let finished = run.end();
    assert_eq!(finished.console[0].text, "total 42");
    run.send(Command::Jump(Aim::Step(2)));
    run.paused();
    assert_eq!(run.end().console[0].text, "total 42");
}

#[test]
fn setting_a_variable_earlier_makes_another_future() {
    let (mut run, _) = at_end(&adding());
    run.send(Command::Jump(Aim::Line { line: 4, nth: 2 }));
    let pause = run.paused();
    assert_eq!(variable(&pause.scopes, "n").preview, "2");
    run.set(0, "total", "100").unwrap();
    assert_eq!(run.end().console[0].text, "total 105");
}

#[test]
fn what_was_set_in_an_outer_frame_is_set_there_again() {
    let text = "module.exports = function login(email, password, callback) {
  let total = 0, mark = 'first';
  total += add(1);
  callback(null, { user_id: '1', total, mark });
};
function add(a) {
  let seen = 1;
  let total = 'inner';
  seen += a;
  return seen;
}";
    let mut run = debug(text);
    run.until("seen += a;");
    run.set(1, "mark", "'second'").unwrap();
    run.set(1, "total", "100").unwrap();
    let first = run.end();
    let result = |run: &ScriptRun| run.outcome.as_ref().unwrap().result.clone().unwrap();
    assert_eq!((&result(&first)["mark"], &result(&first)["total"]), (&"second".into(), &2.into()));
    run.send(Command::Jump(Aim::Step(1)));
    run.paused();
    assert_eq!(result(&run.end()), result(&first));
    run.send(Command::Jump(Aim::Step(first.steps)));
    let pause = run.paused();
    assert_eq!(variable(&pause.scopes, "mark").preview, "'second'");
    assert_eq!(variable(&pause.scopes, "total").preview, "2");
}

#[test]
fn a_step_back_over_passes_what_was_set_before() {
    let mut run = debug(&adding());
    let pause = run.until("total = add(total, n);");
    run.set(0, "n", "0").unwrap();
    let late = loop {
        let pause = run.after(Command::Step(StepKind::Over));
        if run.at(&pause).starts_with("console.log") {
            break pause;
        }
    };
    assert!(late.step > pause.step);
    let back = run.after(Command::Back(StepKind::Over));
    assert_eq!(run.at(&back), "total = add(total, n);");
    assert_eq!((variable(&back.scopes, "n").preview.as_str(), back.step), ("3", late.step - 3));
}

#[test]
fn a_failure_is_no_longer_looked_for_once_the_run_was_paused() {
    let text = "function login(email, password, callback) {
  let going = true;
  while (going) {
    email;
  }
  callback(new Error('no'));
}";
    let mut run = debug(text);
    run.paused();
    run.send(Command::RunToFailure);
    run.after(Command::Pause);
    run.set(0, "going", "false").unwrap();
    run.send(Command::Continue);
    assert!(run.stop().is_none(), "it went back to the failure");
}

#[test]
fn continue_back_from_the_end_finds_a_stop_on_the_last_statement() {
    let (mut run, finished) = at_end(&adding());
    run.send(Command::SetStops(vec![Stop::line(7)]));
    let pause = run.after(Command::ContinueBack);
    assert_eq!((pause.step, pause.reason), (finished.steps, PauseReason::Breakpoint));
}

#[test]
fn continue_back_finds_the_event_that_ended_the_run() {
    for (stop, text) in [
        ("profile email", adding()),
        ("exception uncaught", "function login(email) {\n  let n = 0;\n  n++;\n  null.name;\n}".to_owned()),
    ] {
        let (mut run, finished) = at_end(&text);
        run.send(Command::SetStops(vec![stop.parse().unwrap()]));
        let pause = run.after(Command::ContinueBack);
        assert_eq!(pause.step, finished.steps, "{stop}");
        assert!(matches!(pause.reason, PauseReason::Event { .. }), "{stop}: {:?}", pause.reason);
    }
}

#[test]
fn a_run_that_took_too_many_steps_can_be_walked_and_counted() {
    let text = "function login(email, password, callback) {\n  let n = 0;\n  while (true) {\n    n++;\n  }\n}";
    let mut limited = launch(text);
    limited.limits.steps = 1_000;
    let mut run = start(Launch { stop_on_entry: false, ..limited });
    let finished = run.finished();
    let pause = run.after(Command::Back(StepKind::Into));
    assert_eq!((pause.step, run.at(&pause).as_str()), (finished.steps, "n++;"));
    assert_eq!(run.after(Command::Back(StepKind::Into)).step, finished.steps - 1);
}

#[test]
fn a_run_that_was_stopped_on_its_way_back_can_still_be_walked() {
    let mut run = debug("function login(e, p, callback) {\n  let n = 0;\n  while (true) {\n    n++;\n  }\n}");
    run.paused();
    run.send(Command::Continue);
    let pause = run.after(Command::Pause);
    run.send(Command::Back(StepKind::Into));
    run.send(Command::Stop);
    run.finished();
    assert!(run.after(Command::Back(StepKind::Into)).step <= pause.step);
}

const OVER_A_SOCKET: &str = "async function login(email, password, callback) {
  const tell = require('telling');
  const heard = [];
  const socket = require('net').connect(PORT, '127.0.0.1');
  socket.on('data', (bytes) => { heard.push(String(bytes)); socket.end(); });
  socket.write('who');
  await new Promise((closed) => socket.on('close', closed));
  await new Promise((later) => setTimeout(later, 700));
  const drawn = require('crypto').randomBytes(8).toString('hex');
  const told = tell(heard, drawn, Date.now());
  console.log(told);
  callback(null, { user_id: told });
}";

#[test]
fn a_run_over_packages_sockets_and_timers_is_the_same_when_walked_again() {
    use std::io::{Read, Write};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::Arc;

    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("node_modules/telling");
    std::fs::create_dir_all(&package).unwrap();
    std::fs::write(package.join("index.js"), "let n = 0; module.exports = (...all) => [++n, ...all].join();").unwrap();

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&accepted);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            let mut asked = [0; 3];
            stream.read_exact(&mut asked).unwrap();
            stream.write_all(format!("answer {number}").as_bytes()).unwrap();
            // Until the script's side ends.
            let _gone = stream.read(&mut asked);
        }
    });

    let text = OVER_A_SOCKET.replace("PORT", &port.to_string());
    let packages = Arc::new(loginscope::packages::Packages::beside(folder.path()));
    let container = loginscope::sandbox::Container { packages, ..Default::default() };
    let usage = loginscope::legacy::live::LiveUse { commit: true, ..Default::default() };
    let store = loginscope::legacy::live::LiveSource::new(usage).open();
    let mut run = debugged::start_over(Launch { stop_on_entry: false, container, ..launch(&text) }, Box::new(store));
    let finished = run.finished();
    let line = finished.console.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    assert_eq!(line.len(), 1, "{:?}", finished.outcome);
    assert!(line[0].starts_with("1,answer 1,"), "{line:?}");

    let mut told = Vec::new();
    for _ in 0..4 {
        let pause = run.after(Command::Back(StepKind::Over));
        told.extend(
            pause
                .scopes
                .iter()
                .flat_map(|scope| &scope.variables)
                .filter(|one| one.name == "told")
                .map(|one| one.preview.clone()),
        );
    }
    assert!(told.iter().any(|told| told.contains(&line[0])), "{told:?}");
    assert_eq!(accepted.load(Ordering::SeqCst), 1, "what was noted is not asked again");
}
