//! Operations of several scripts: what one wrote the next one finds, and each can be gone back into.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use loginscope::connection::{load, Action, Connection, LoadOptions};
use loginscope::debugger::{Command, Event};
use loginscope::flow::{Inputs, Operation, Situation};
use loginscope::play::Player;
use loginscope::recording::OutcomeKind;
use loginscope::workbench::{Driver, Events, LaunchRequest, Told};
use serde_json::json;
use tokio::sync::mpsc::Receiver;

/// Longer than any of these scripts takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

const GET_USER: &str = r"function getUser(email, callback) {
  const { Client } = require('pg');
  const client = new Client({});
  client.connect();
  client.query('UPDATE users SET nickname = $1 WHERE email = $2', ['countess', email], function onWritten(err) {
    client.end();
    callback(err);
  });
}";

const LOGIN: &str = r"function login(email, password, callback) {
  const { Client } = require('pg');
  const client = new Client({});
  client.connect();
  client.query('SELECT nickname FROM users WHERE email = $1', [email], function onRow(err, result) {
    client.end();
    callback(err, { user_id: '1', email: email, email_verified: true, nickname: result.rows[0].nickname });
  });
}";

/// A login that asks `get_user` first, which writes what `login` reads.
fn connection() -> Connection {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-scripts/pg-migration");
    let mut connection = load(&folder, &LoadOptions::default()).unwrap().connections.remove(0);
    connection.scripts.get_mut(&Action::GetUser).unwrap().text = GET_USER.into();
    connection.scripts.get_mut(&Action::Login).unwrap().text = LOGIN.into();
    connection.settings.variants.insert("X1".into(), json!(true));
    connection
}

/// What a chain told: each line a script that began, stood still at a step, ended, or the end of all.
struct Heard {
    player: Player,
    events: Events,
    told: Receiver<(u64, Told)>,
    run: u64,
}

impl Heard {
    fn play(stop_on_entry: bool) -> Self {
        let (events, told) = Events::channel();
        let connection = connection();
        let inputs = Inputs {
            email: Some("ada@example.test".into()),
            password: Some("x".to_owned().into()),
            ..Inputs::default()
        };
        let situation = Situation::of(&connection, Operation::Login, inputs);
        let request = LaunchRequest { stop_on_entry, ..LaunchRequest::of(Arc::new(connection), situation) };
        let mut heard = Self { player: Player::default(), events, told, run: 1 };
        heard.player.launch(&request, heard.events.for_run(1)).unwrap();
        heard
    }

    fn revisit(&mut self, script: usize) -> Result<(), String> {
        self.player.revisit(script, self.events.for_run(self.run + 1))?;
        self.run += 1;
        Ok(())
    }

    /// Everything up to the next stop, or to the end of the operation.
    fn next(&mut self) -> Vec<String> {
        let (began, mut lines) = (Instant::now(), Vec::new());
        loop {
            assert!(began.elapsed() < PATIENCE, "silence after {lines:?}");
            let Ok((run, told)) = self.told.try_recv() else {
                std::thread::sleep(Duration::from_millis(2));
                continue;
            };
            if run != self.run {
                continue;
            }
            match told {
                Told::Script(action) => lines.push(format!("{action} begins")),
                Told::Debugger(Event::Paused(pause)) => {
                    lines.push(format!("stands at step {}", pause.step));
                    return lines;
                }
                Told::Debugger(Event::Finished(ended)) => {
                    let outcome = ended.outcome.as_ref().unwrap();
                    let nickname = outcome.result.as_ref().map(|profile| profile["nickname"].to_string());
                    lines.push(format!("{} ends {:?} {}", ended.action, outcome.kind, nickname.unwrap_or_default()));
                    assert!(!matches!(outcome.kind, OutcomeKind::Exception), "{outcome:?}");
                }
                Told::Over(history) => {
                    assert!(!history.is_empty());
                    lines.push("over".to_owned());
                    return lines;
                }
                _ => {}
            }
        }
    }
}

#[test]
fn what_one_script_wrote_the_next_one_finds() {
    let mut heard = Heard::play(false);
    assert_eq!(
        heard.next(),
        ["get_user begins", "get_user ends NotFound ", "login begins", r#"login ends Profile "countess""#, "over"]
    );
}

#[test]
fn an_earlier_script_is_gone_back_into_and_the_later_ones_follow() {
    let mut heard = Heard::play(false);
    heard.next();
    heard.revisit(0).unwrap();
    assert_eq!(heard.next(), ["get_user begins", "stands at step 1"]);
    heard.player.send(Command::Continue);
    assert_eq!(heard.next(), ["get_user ends NotFound ", "login begins", r#"login ends Profile "countess""#, "over"]);
    heard.revisit(1).unwrap();
    assert_eq!(heard.next(), ["login begins", "stands at step 1"]);
    heard.player.send(Command::Continue);
    assert_eq!(heard.next(), [r#"login ends Profile "countess""#, "over"]);
    assert_eq!(heard.revisit(2), Err("The operation has not come to that script yet".to_owned()));
}

#[test]
fn a_stepped_operation_stands_still_at_the_beginning_of_each_script_also_when_gone_back_into() {
    let mut heard = Heard::play(true);
    assert_eq!(heard.next(), ["get_user begins", "stands at step 1"]);
    heard.player.send(Command::Continue);
    assert_eq!(heard.next(), ["get_user ends NotFound ", "login begins", "stands at step 1"]);
    heard.revisit(0).unwrap();
    assert_eq!(heard.next(), ["get_user begins", "stands at step 1"]);
    heard.player.send(Command::Continue);
    assert_eq!(heard.next(), ["get_user ends NotFound ", "login begins", "stands at step 1"]);
}
