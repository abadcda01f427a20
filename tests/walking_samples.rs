//! Every sample can be walked: from any step of its login the run comes to the same end again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::mpsc::{channel, Receiver};
use std::sync::Arc;
use std::time::Duration;

use loginscope::connection::{load, Connection, LoadOptions};
use loginscope::debugger::{Aim, Command, Event, Launch, Pause, Session, StepKind};
use loginscope::flow::{Inputs, Operation, Situation};
use loginscope::play::Setting;
use loginscope::recording::ScriptRun;

/// Longer than any of these scripts takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn samples() -> Vec<Connection> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-scripts");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_dir());
    paths.sort();
    let loaded = paths.iter().map(|path| load(path, &LoadOptions::default()).unwrap().connections.remove(0));
    loaded.collect()
}

struct Walk {
    session: Session,
    events: Receiver<Event>,
}

impl Walk {
    /// The login of a sample with its own inputs, run to its end.
    fn begin(connection: &Connection) -> (Self, Arc<ScriptRun>) {
        let connection = Arc::new(connection.clone());
        let inputs = Inputs::default().or_defaults(Operation::Login, &connection.settings.inputs).unwrap();
        let situation = Situation::of(&connection, Operation::Login, inputs);
        let configuration = connection.configuration.clone();
        let setting = Setting::new(connection, situation, configuration).unwrap();
        let step = setting.first_step().unwrap().unwrap();
        let launch = Launch { stop_on_entry: true, ..setting.launch(step).unwrap() };
        let (sender, events) = channel();
        let session = Session::start(launch, setting.store().unwrap(), move |event| {
            let _nobody_listens = sender.send(event);
        });
        let walk = Self { session: session.unwrap(), events };
        walk.paused();
        let ended = walk.end();
        (walk, ended)
    }

    fn hear<T>(&self, wanted: impl Fn(Event) -> Option<T>) -> T {
        loop {
            let event = self.events.recv_timeout(PATIENCE).expect("an event");
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    }

    fn paused(&self) -> Pause {
        self.hear(|event| match event {
            Event::Paused(pause) => Some(*pause),
            Event::Unmoved(why) => panic!("{why}"),
            _ => None,
        })
    }

    fn end(&self) -> Arc<ScriptRun> {
        self.session.send(Command::Continue);
        self.hear(|event| match event {
            Event::Finished(run) => Some(run),
            _ => None,
        })
    }

    fn after(&self, command: Command) -> Pause {
        self.session.send(command);
        self.paused()
    }
}

#[test]
fn from_every_step_a_login_comes_to_the_same_end() {
    for connection in samples() {
        let (walk, ended) = Walk::begin(&connection);
        for step in 1..=ended.steps {
            let pause = walk.after(Command::Jump(Aim::Step(step)));
            assert_eq!(pause.step, step, "{}", connection.name);
            // Not from each of many: the way back is what is tried.
            if step % 7 == 1 || step == ended.steps {
                assert_eq!(walk.end(), ended, "{} from step {step}", connection.name);
            }
        }
    }
}

#[test]
fn a_login_walked_backwards_shows_what_it_showed_forwards() {
    for connection in samples() {
        let (walk, ended) = Walk::begin(&connection);
        let seen = |pause: &Pause| {
            let names = pause.scopes.iter().flat_map(|scope| &scope.variables);
            let values: Vec<String> = names.map(|variable| format!("{}={}", variable.name, variable.preview)).collect();
            (pause.step, pause.frames.clone(), values)
        };
        let mut backwards = vec![seen(&walk.after(Command::Back(StepKind::Into)))];
        while backwards.last().is_some_and(|(step, ..)| *step > 1) {
            backwards.push(seen(&walk.after(Command::Back(StepKind::Into))));
        }
        assert_eq!(backwards.len() as u64, ended.steps, "{}", connection.name);
        let mut forwards = vec![seen(&walk.after(Command::Jump(Aim::Step(1))))];
        for _ in 1..ended.steps {
            forwards.push(seen(&walk.after(Command::Step(StepKind::Into))));
        }
        forwards.reverse();
        assert_eq!(backwards, forwards, "{}", connection.name);
    }
}
