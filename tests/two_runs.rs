//! Two runs through the player: a connection, an operation, and a change a second run begins with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use loginscope::connection::{load, Action, Connection, Environment, LoadOptions};
use loginscope::debugger::{Command, Event, Pause, Stop};
use loginscope::flow::{Inputs, Operation, Situation, Verdict};
use loginscope::play::Player;
use loginscope::recording::{OutcomeKind, ScriptRun};
use loginscope::secret::Secret;
use loginscope::workbench::what_if::Clock;
use loginscope::workbench::{Driver, Events, LaunchRequest, Told, WhatIf};
use tokio::sync::mpsc::Receiver;

/// Longer than any of these scripts takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Played {
    player: Player,
    events: Events,
    heard: Receiver<(u64, Told)>,
    request: LaunchRequest,
    run: u64,
}

fn connections(folder: &Path) -> Vec<Connection> {
    let options = LoadOptions { config: None, environment: Environment::default() };
    load(folder, &options).unwrap().connections
}

impl Played {
    /// A login on a connection, run to its end.
    fn of(connection: Connection, email: &str, stops: Vec<Stop>) -> Self {
        let (events, heard) = Events::channel();
        let inputs = Inputs {
            email: Some(email.to_owned()),
            password: Some(Secret::new("correct-horse".to_owned())),
            ..Inputs::default()
        };
        let situation = Situation::of(&connection, Operation::Login, inputs);
        let stops = [(Action::Login, stops)].into();
        let request = LaunchRequest { stops, ..LaunchRequest::of(Arc::new(connection), situation) };
        let mut played = Self { player: Player::default(), events, heard, request, run: 1 };
        played.player.launch(&played.request, played.events.for_run(1)).unwrap();
        played
    }

    fn sample(name: &str, stops: Vec<Stop>) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-scripts").join(name);
        Self::of(connections(&folder).remove(0), "ada@example.test", stops)
    }

    fn fork(&mut self, request: &LaunchRequest, change: &WhatIf) -> Result<(), String> {
        self.player.fork(request, change, self.events.for_run(self.run + 1))?;
        self.run += 1;
        Ok(())
    }

    /// What the newest run does next: stop, or end.
    fn next(&mut self) -> Result<Box<Pause>, Arc<ScriptRun>> {
        let began = Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "silence");
            let Ok((run, told)) = self.heard.try_recv() else {
                std::thread::sleep(Duration::from_millis(2));
                continue;
            };
            match told {
                Told::Debugger(Event::Paused(pause)) if run == self.run => return Ok(pause),
                Told::Debugger(Event::Finished(ended)) if run == self.run => return Err(ended),
                _ => {}
            }
        }
    }

    fn paused(&mut self) -> Box<Pause> {
        self.next().expect("a stop")
    }

    fn ended(&mut self) -> Arc<ScriptRun> {
        self.next().expect_err("an end")
    }

    fn go_on(&mut self) -> Arc<ScriptRun> {
        self.player.send(Command::Continue);
        self.ended()
    }

    fn verdict(&self, request: &LaunchRequest, run: &ScriptRun) -> Option<Verdict> {
        self.player.judge(request, std::slice::from_ref(run)).decision.verdict
    }
}

fn kind(run: &ScriptRun) -> OutcomeKind {
    run.outcome.as_ref().expect("an outcome").kind
}

fn reply(seq: u32, change: &str) -> WhatIf {
    WhatIf::Reply { seq, answered: None, alteration: change.parse().unwrap() }
}

#[test]
fn nobody_found_is_another_verdict_beside_the_first() {
    let mut played = Played::sample("pg-migration", Vec::new());
    let first = played.ended();
    let request = played.request.clone();
    played.fork(&request, &reply(1, "no rows")).unwrap();
    let pause = played.paused();
    assert_eq!(pause.frames[0].function, "onUser");
    let second = played.go_on();
    assert_eq!((kind(&first), kind(&second)), (OutcomeKind::Profile, OutcomeKind::WrongCredentials));
    assert_eq!(played.verdict(&request, &first), Some(Verdict::Authenticated));
    assert_eq!(played.verdict(&request, &second), Some(Verdict::Denied));
    played.player.switch();
    played.run = 1;
    played.player.send(Command::Back(loginscope::debugger::StepKind::Into));
    assert_eq!(played.paused().frames[0].function, "toProfile", "the first can still be walked");
}

#[test]
fn a_cell_is_changed_in_the_true_answer_and_what_is_masked_stays_what_it_is() {
    let mut played = Played::sample("pg-migration", Vec::new());
    let first = played.ended();
    let shown = serde_json::to_value(first.queries[0].reply.as_ref().unwrap()).unwrap();
    let names: Vec<&str> =
        shown["columns"].as_array().unwrap().iter().map(|column| column["name"].as_str().unwrap()).collect();
    let at = names.iter().position(|name| *name == "password_hash").unwrap();
    let masked = shown["rows"][0][at].as_str().unwrap();
    assert!(masked.starts_with('‹'), "{masked}");
    let request = played.request.clone();
    let rows = format!(r#"rows [{{"id": 77, "email": "ada@example.test", "password_hash": "{masked}"}}]"#);
    played.fork(&request, &reply(1, &rows)).unwrap();
    played.paused();
    let second = played.go_on();
    assert_eq!(kind(&second), OutcomeKind::Profile, "the password is still the right one: {second:#?}");
    assert_eq!(second.outcome.as_ref().unwrap().result.as_ref().unwrap()["user_id"], "club|77");
}

#[test]
fn a_change_that_does_not_fit_leaves_the_first_run_alone() {
    let mut played = Played::sample("pg-migration", vec![Stop::line(30)]);
    played.paused();
    let request = played.request.clone();
    for (change, said) in [
        (reply(9, "no rows"), "Query 9 has not been answered"),
        (reply(1, "row 4 id = 1"), "there is no row 4; write a row from 1 to 1"),
        (reply(1, "status 500"), "a database has no status"),
    ] {
        let error = played.fork(&request, &change).unwrap_err();
        assert!(error.starts_with(said), "{error}");
    }
    assert_eq!(kind(&played.go_on()), OutcomeKind::Profile);
}

#[test]
fn other_inputs_get_to_the_same_statement_and_their_own_answers() {
    let mut played = Played::sample("pg-migration", vec![Stop::line(30)]);
    let first = played.paused();
    let mut request = played.request.clone();
    request.inputs.email = Some("nobody@example.test".to_owned());
    played.fork(&request, &WhatIf::Inputs).unwrap();
    let second = played.paused();
    assert_eq!((second.frames[0].span, second.frames.len()), (first.frames[0].span, first.frames.len()));
    let end = played.go_on();
    assert_eq!(kind(&end), OutcomeKind::WrongCredentials);
    assert_eq!(played.verdict(&request, &end), Some(Verdict::Denied));
}

#[test]
fn a_variable_is_set_in_the_second_run_alone() {
    let mut played = Played::sample("pg-migration", vec![Stop::line(32)]);
    let first = played.paused();
    let request = played.request.clone();
    let change = WhatIf::Variable { frame: 0, target: "result.rows".into(), expression: "[]".into() };
    played.fork(&request, &change).unwrap();
    assert_eq!(played.paused().step, first.step);
    let change = WhatIf::Variable { frame: 0, target: "user.blocked".into(), expression: "true".into() };
    played.fork(&request, &change).unwrap();
    played.paused();
    assert_eq!(kind(&played.go_on()), OutcomeKind::Unauthorized);
}

#[test]
fn the_clock_of_the_second_run_is_another() {
    let connection = own("function login(email, password, callback) {\n  const now = Date.now();\n  callback(null, { user_id: '1', now });\n}");
    let mut played = Played::of(connection, "ada@example.test", Vec::new());
    let now = |run: &ScriptRun| run.outcome.as_ref().unwrap().result.as_ref().unwrap()["now"].as_f64().unwrap();
    let first = now(&played.ended());
    let request = played.request.clone();
    let day = 86_400_000.0;
    played.fork(&request, &WhatIf::Clock(Clock::Later(day))).unwrap();
    assert_eq!(now(&played.ended()), first + day);
    played.fork(&request, &WhatIf::Clock(Clock::At(0.0))).unwrap();
    assert_eq!(now(&played.ended()), 0.0);
}

/// A login that asks `get_user` first: both scripts must be there beside the other, the first as it was or run anew.
#[test]
fn an_operation_of_two_scripts_begins_where_the_change_takes_effect() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "get_user.js",
        "function getUser(email, callback) {\n  console.log('asked for', email);\n  callback(null);\n}",
    );
    write(
        "login.js",
        "function login(email, password, callback) {\n  let id = '1';\n  callback(null, { user_id: id, email });\n}",
    );
    let mut connection = connections(folder.path()).remove(0);
    connection.settings.variants.insert("X1".into(), true.into());
    connection.options.import_mode = Some(true);
    let mut played = Played::of(connection, "ada@example.test", vec![Stop::line(3)]);
    assert_eq!(played.ended().action, Action::GetUser);
    played.paused();
    let request = played.request.clone();
    let change = WhatIf::Variable { frame: 0, target: "id".into(), expression: "'2'".into() };
    played.fork(&request, &change).unwrap();
    assert_eq!(played.paused().frames[0].file, "login.js", "get_user is not run again");
    let end = played.go_on();
    assert_eq!(end.outcome.as_ref().unwrap().result.as_ref().unwrap()["user_id"], "2");

    played.player.switch();
    let mut request = request;
    request.inputs.email = Some("bob@example.test".to_owned());
    played.fork(&request, &WhatIf::Inputs).unwrap();
    let asked = played.ended();
    assert_eq!((asked.action, asked.console[0].text.as_str()), (Action::GetUser, "asked for bob@example.test"));
    let pause = played.paused();
    assert_eq!((pause.frames[0].file.as_str(), pause.frames[0].span.line), ("login.js", 3));
}

/// A connection of one script.
fn own(text: &str) -> Connection {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("login.js"), text).unwrap();
    connections(folder.path()).remove(0)
}

#[test]
fn an_edited_script_gets_to_where_the_statement_went_and_the_same_turn() {
    let text = "function login(email, password, callback) {\n  let sum = 0;\n  for (let n = 1; n < 5; n++) {\n    \
                sum += n;\n  }\n  callback(null, { user_id: String(sum) });\n}";
    let mut played = Played::of(own(text), "ada@example.test", vec![Stop::line(4)]);
    played.paused();
    played.player.send(Command::Continue);
    played.paused();
    let edited = text.replace("let sum = 0;", "// a comment\n  let sum = 100;");
    let request = LaunchRequest { connection: Arc::new(own(&edited)), ..played.request.clone() };
    played.fork(&request, &WhatIf::Script).unwrap();
    let pause = played.paused();
    assert_eq!(pause.frames[0].span.line, 5);
    let sum = pause.scopes.iter().flat_map(|scope| &scope.variables).find(|variable| variable.name == "sum");
    assert_eq!(sum.unwrap().preview, "101", "its second turn");
    let broken = LaunchRequest { connection: Arc::new(own("function login( {")), ..played.request.clone() };
    let error = played.fork(&broken, &WhatIf::Script).unwrap_err();
    assert!(error.starts_with("login.js:1:") && error.ends_with("The run goes on with the text before"), "{error}");
    assert_eq!(played.player.edited().map(|read| read.is_ok()), None, "this player watches no files");
}

#[test]
fn a_file_that_changed_is_read_anew_once() {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("login.js");
    std::fs::write(&file, "function login(e, p, callback) { callback(null); }").unwrap();
    let path = folder.path().to_owned();
    let read = move || Ok(connections(&path));
    let mut player = Player::watching(&connections(folder.path()), read);
    assert!(player.edited().is_none());
    std::fs::write(&file, "function login(e, p, callback) { callback(null, { user_id: '1' }); }").unwrap();
    let read = player.edited().expect("a change").expect("connections");
    assert!(read[0].scripts[&Action::Login].text.contains("user_id"));
    assert!(player.edited().is_none(), "it is told once");
    std::fs::remove_file(&file).unwrap();
    assert!(player.edited().is_none(), "an editor may take a file away for a moment");
}
