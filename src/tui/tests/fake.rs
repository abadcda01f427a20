//! A driver that replays a login against PostgreSQL: what was sent, where it stopped, what came back.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::json;

use super::replay::{
    close, connect, empty, frame, outer, place, properties, scopes, select, span, variable, LOGIN, STOPS,
};
use crate::connection::{self, Connection, Form, NoteLevel, Options, Script, Settings};
use crate::debugger::{Breakpoint, Command, Event, Frame, Pause, PauseReason, Span, StepKind, ValueKind};
use crate::flow::{Certainty, Decision, Inputs, LogEvent, Operation, Reason, ReasonState, Verdict};
use crate::recording::{CallbackCall, ConsoleLevel, ConsoleLine, ErrorInfo, Outcome, OutcomeKind, Query, ScriptRun};
use crate::secret::Secret;
use crate::workbench::{Driver, Events, Judgement, LaunchRequest, Opening, Remark, Told, Workbench};

/// How the replayed login ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Profile,
    Exception,
}

pub struct Fake {
    ending: Ending,
    at: usize,
    events: Option<Events>,
    run: ScriptRun,
    /// Every command and launch, for the tests to look at.
    pub log: Rc<RefCell<Vec<String>>>,
}

impl Fake {
    pub fn new(ending: Ending) -> Self {
        Self { ending, at: 0, events: None, run: empty(), log: Rc::default() }
    }

    fn tell(&self, event: Event) {
        if let Some(events) = &self.events {
            events.tell(Told::Debugger(event)).unwrap();
        }
    }

    fn stop(&mut self, reason: PauseReason) {
        let stop = &STOPS[self.at];
        self.run.steps = stop.step;
        let frames = stop.frames.iter().map(|(function, derived, asynchronous, text)| Frame {
            function: (*function).to_owned(),
            derived: *derived,
            asynchronous: *asynchronous,
            file: "login.js".to_owned(),
            span: span(text),
        });
        self.tell(Event::Paused(Box::new(Pause {
            reason,
            step: stop.step,
            frames: frames.collect(),
            scopes: scopes(self.at),
            run_time_ms: 0.4 + self.at as f64 * 0.7,
        })));
    }

    fn go(&mut self) {
        self.tell(Event::Resumed);
        self.at += 1;
        match self.at {
            2 => {
                self.exchange(connect(None));
                self.exchange(connect(Some(0.1)));
            }
            4 => self.exchange(select(None)),
            5 => self.exchange(select(Some(0.4))),
            7 if self.ending == Ending::Exception => self.finish(),
            9 => self.exchange(close()),
            12 => {
                let line = ConsoleLine {
                    level: ConsoleLevel::Log,
                    text: "password accepted for ada@example.test".to_owned(),
                    at: Some(place("login › bcrypt.compare callback", "console.log")),
                    step: 16,
                };
                self.run.console.push(line.clone());
                self.tell(Event::Console(line));
            }
            13 => self.finish(),
            _ => {}
        }
    }

    fn exchange(&mut self, query: Query) {
        match self.run.queries.iter_mut().find(|known| known.seq == query.seq) {
            Some(known) => *known = query.clone(),
            None => self.run.queries.push(query.clone()),
        }
        self.tell(Event::Query(Box::new(query)));
    }

    fn finish(&mut self) {
        self.run.elapsed_ms = 61.3;
        if self.ending == Ending::Profile {
            let profile = json!({"user_id": "7", "email": "ada@example.test", "email_verified": true});
            let call = CallbackCall {
                error: None,
                result: Some(profile.clone()),
                arguments: 2,
                stack: vec![
                    frame("login › bcrypt.compare callback", true, false, "return callback(null"),
                    frame("login › client.query callback", true, true, "bcrypt.compare("),
                    frame("login", false, true, "client.query("),
                ],
                step: 17,
            };
            self.run.callbacks.push(call.clone());
            self.tell(Event::Callback(Box::new(call)));
            self.run.steps = 17;
            self.run.outcome = Some(Outcome { kind: OutcomeKind::Profile, error: None, result: Some(profile) });
        } else {
            self.run.steps = 9;
            let error = ErrorInfo {
                name: "TypeError".to_owned(),
                code: None,
                message: "cannot read property 'password_hash' of undefined".to_owned(),
                is_error: true,
                stack: vec![
                    frame("login › client.query callback", true, false, "user.password_hash"),
                    frame("login", false, true, "client.query("),
                ],
                properties: serde_json::Map::new(),
            };
            self.run.outcome = Some(Outcome { kind: OutcomeKind::Exception, error: Some(error), result: None });
        }
        self.tell(Event::Finished(Arc::new(self.run.clone())));
    }
}

impl Driver for Fake {
    fn launch(&mut self, request: &LaunchRequest, events: Events) -> Result<(), String> {
        let password = request.inputs.password.as_ref().map_or("none", |_| "given");
        let email = request.inputs.email.clone().unwrap_or_default();
        self.log.borrow_mut().push(format!("launch {email}, password {password}, {}", request.mode.key()));
        if email.is_empty() {
            return Err("login needs an e-mail or a user name: give --email, or fill in the inputs".to_owned());
        }
        self.events = Some(events);
        self.at = 0;
        self.run = empty();
        self.events.as_ref().unwrap().tell(Told::Script(connection::Action::Login)).unwrap();
        self.stop(PauseReason::Entry);
        Ok(())
    }

    fn send(&mut self, command: Command) {
        self.log.borrow_mut().push(format!("{command:?}"));
        match command {
            Command::Continue => {
                while self.run.outcome.is_none() {
                    self.go();
                }
            }
            Command::Step(StepKind::Over | StepKind::Into | StepKind::Out) | Command::RunTo { .. } => {
                self.go();
                if self.run.outcome.is_none() {
                    self.stop(PauseReason::Step);
                }
            }
            Command::Stop => self.tell(Event::Finished(Arc::new(self.run.clone()))),
            Command::Pause => self.stop(PauseReason::Asked),
            Command::SetBreakpoints(lines) => {
                let bind = |line: u32| {
                    let text = LOGIN.lines().nth(line as usize - 1).unwrap_or_default();
                    let start = (text.len() - text.trim_start().len()) as u32 + 1;
                    Span { line, column: start, end_line: line, end_column: text.len() as u32 + 1 }
                };
                let bound = lines.into_iter().map(|line| Breakpoint { line, bound: Some(bind(line)) }).collect();
                self.tell(Event::Breakpoints(bound));
            }
            Command::Scopes(frame) => {
                self.tell(Event::Scopes { frame, scopes: Ok(vec![outer(frame)]) });
            }
            Command::Expand(of) => self.tell(Event::Properties { of, properties: properties(of) }),
            Command::Evaluate { expression, .. } => {
                let result = if expression.contains("nope") {
                    Err("ReferenceError: nope is not defined".to_owned())
                } else {
                    Ok(variable("", ValueKind::Number, "1", None))
                };
                self.tell(Event::Evaluated { expression, result });
            }
            Command::SetVariable { target, expression, .. } => {
                let result = Ok(variable(&target, ValueKind::Number, &expression, None));
                self.tell(Event::Evaluated { expression: format!("{target} = {expression}"), result });
            }
        }
    }

    fn judge(&self, _request: &LaunchRequest, runs: &[ScriptRun]) -> Judgement {
        let outcome = runs.last().and_then(|run| run.outcome.as_ref()).map(|outcome| outcome.kind);
        let reason = |rule, certainty, text: &str, state, evidence: Option<&str>| Reason {
            rule,
            certainty,
            text: text.to_owned(),
            state,
            evidence: evidence.map(str::to_owned),
        };
        use Certainty::{Assumed, Documented, Support};
        let mut reasons = vec![
            reason("§3.2", Documented, "The user is not in the Auth0 store", ReasonState::Yes, None),
            reason("X1", Assumed, "get_user is not asked before login", ReasonState::Yes, Some("variant off")),
        ];
        let mut decision = Decision {
            verdict: None,
            user_created: false,
            user_id: None,
            profile: None,
            log_event: None,
            user_sees: None,
            reasons: Vec::new(),
        };
        let mut remarks = Vec::new();
        match outcome {
            None => reasons.push(reason(
                "M1",
                Documented,
                "login must end with a profile and no error",
                ReasonState::Waiting,
                None,
            )),
            Some(OutcomeKind::Profile) => {
                reasons.push(reason("M1", Documented, "login ended with a profile", ReasonState::Yes, Some("step 17")));
                reasons.push(reason(
                    "M2",
                    Documented,
                    "The user is created with the same id and the password just typed, hashed anew by Auth0",
                    ReasonState::Yes,
                    Some("profile.user_id"),
                ));
                reasons.push(reason("M9", Support, "The e-mail is stored in lower case", ReasonState::Yes, None));
                decision.verdict = Some(Verdict::Authenticated);
                decision.user_created = true;
                decision.user_id = Some("auth0|7".to_owned());
                decision.profile = Some(json!({
                    "user_id": "auth0|7",
                    "email": "ada@example.test",
                    "email_verified": true,
                    "nickname": "ada"
                }));
                decision.log_event = Some(LogEvent { code: "s", description: "Success Login".to_owned() });
                decision.user_sees = Some("They are logged in.".to_owned());
            }
            Some(_) => {
                reasons.push(reason("M5", Documented, "The script failed: nothing is created", ReasonState::No, None));
                decision.verdict = Some(Verdict::Failed);
                decision.log_event = Some(LogEvent {
                    code: "f",
                    description: "cannot read property 'password_hash' of undefined".to_owned(),
                });
                decision.user_sees = Some("Sorry, something went wrong when attempting to log in.".to_owned());
                remarks.push(Remark {
                    level: NoteLevel::Warning,
                    rule: Some("L6".to_owned()),
                    message: "The callback given to client.query has no name: name it, so that stacks can say where \
                              they are."
                        .to_owned(),
                    at: Some(place("login", "client.query(")),
                    file: None,
                });
            }
        }
        decision.reasons = reasons;
        Judgement { decision, remarks }
    }
}

/// A connection with a login and a get_user script, in automatic migration.
pub fn connection(name: &str) -> Connection {
    let script = |action: connection::Action, text: &str| {
        let file = format!("{action}.js");
        (action, Script { action, file, path: None, text: Arc::from(text) })
    };
    let get_user = "function getByEmail(email, callback) {\n  return callback(null);\n}\n";
    Connection {
        name: name.to_owned(),
        form: Form::BareFolder,
        path: name.into(),
        scripts: [script(connection::Action::Login, LOGIN), script(connection::Action::GetUser, get_user)].into(),
        configuration: IndexMap::from([(
            "DATABASE_URL".to_owned(),
            Secret::new("postgres://app:s3cret@db.example.test/shop".to_owned()),
        )]),
        options: Options { import_mode: Some(true), ..Options::default() },
        settings: Settings::default(),
        notes: Vec::new(),
    }
}

/// A workbench on one such connection, its inputs given.
pub fn workbench() -> Workbench {
    Workbench::new(opening(vec![connection("pg-migration")]))
}

pub fn opening(connections: Vec<Connection>) -> Opening {
    Opening {
        connections,
        operation: Operation::Login,
        inputs: Inputs {
            email: Some("ada@example.test".to_owned()),
            password: Some(Secret::new("correct-horse".to_owned())),
            ..Inputs::default()
        },
        mode: None,
        store: "embedded".to_owned(),
        breakpoints: Vec::new(),
    }
}
