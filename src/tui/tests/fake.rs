//! A driver that replays a login against PostgreSQL: what was sent, where it stopped, what came back.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::json;

use super::replay::{
    close, connect, empty, frame, outer, place, properties, scopes, select, span, values, variable, LOGIN, STOPS,
};
use crate::connection::{self, Connection, Form, NoteLevel, Options, Script, Settings};
use crate::debugger::{
    Aim, Answer, BoundStop, Change, Command, Event, Frame, Hit, Logged, Pause, PauseReason, Question, Returned, Span,
    StepKind, Stop, Trigger, ValueKind, Watched,
};
use crate::flow::{
    About, Auth0Store, Auth0User, Certainty, Change as FlowChange, Contrast, ContrastRow, Decision, FieldChange, How,
    Inputs, Link, LinkState, LogEvent, Matter, Operation, Reason, ReasonState, StateSeen, Verdict, When,
};
use crate::kept::Kept;
use crate::legacy::Reply;
use crate::recording::{CallbackCall, ConsoleLevel, ConsoleLine, ErrorInfo, Outcome, OutcomeKind, Query, ScriptRun};
use crate::secret::Secret;
use crate::why::{Card, Evidence};
use crate::workbench::contrast::With;
use crate::workbench::{Driver, Events, Judgement, LaunchRequest, Opening, Remark, Told, WhatIf, Workbench};

/// How the replayed login ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Profile,
    Exception,
}

pub struct Fake {
    ending: Ending,
    at: usize,
    stops: Vec<Stop>,
    watches: Vec<String>,
    events: Option<Events>,
    run: ScriptRun,
    /// The last step it was at.
    furthest: u64,
    /// The run beside it.
    beside: Option<Box<Self>>,
    /// Every command and launch, for the tests to look at.
    pub log: Rc<RefCell<Vec<String>>>,
    /// What is kept of the connection.
    pub kept: Rc<RefCell<Result<Kept, String>>>,
}

impl Fake {
    pub fn new(ending: Ending) -> Self {
        let kept = Rc::new(RefCell::new(Ok(Kept::default())));
        let (stops, watches) = (Vec::new(), Vec::new());
        let (run, log) = (empty(), Rc::default());
        Self { ending, at: 0, stops, watches, events: None, run, furthest: 0, beside: None, log, kept }
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
            furthest: self.furthest.max(stop.step),
            returned: (self.at == 1).then(|| Returned {
                function: "normalise".to_owned(),
                value: variable("", ValueKind::String, "'ada@example.test'", None),
            }),
            run_time_ms: 0.4 + self.at as f64 * 0.7,
        })));
        if !self.watches.is_empty() {
            self.tell(Event::Watched(self.watched()));
        }
    }

    /// Every statement before this one ran once.
    fn hits(&self) -> Vec<Hit> {
        let over = usize::from(self.run.outcome.is_some());
        let passed = STOPS.iter().take(self.at + over);
        passed.map(|stop| Hit { span: span(stop.frames[0].3), count: 1 }).collect()
    }

    /// A watched name has the value it has in the innermost scope; what calls is evaluated on a copy.
    fn watched(&self) -> Vec<Watched> {
        let scopes = scopes(self.at);
        let value = |name: &str| scopes.iter().flat_map(|scope| &scope.variables).find(|known| known.name == name);
        let watched = |expression: &String| {
            let value = match expression.as_str() {
                "step" => Ok(variable("step", ValueKind::Number, &STOPS[self.at].step.to_string(), None)),
                "client.toString()" => Ok(variable("", ValueKind::String, "'[object Object]'", None)),
                name => value(name).cloned().ok_or_else(|| format!("ReferenceError: {name} is not defined")),
            };
            Watched { expression: expression.clone(), value, on_a_copy: expression.contains('(') }
        };
        self.watches.iter().map(watched).collect()
    }

    /// What the workbench asks by itself at every stop is not worth a line.
    fn note(&self, command: &Command) {
        let line = match command {
            Command::Ask(Question::Hits | Question::Inline) => return,
            Command::SetStops(stops) => {
                let stops: Vec<String> = stops.iter().map(Stop::to_string).collect();
                format!("SetStops {}", stops.join(", "))
            }
            command => format!("{command:?}"),
        };
        self.log.borrow_mut().push(line);
    }

    /// Every stop on a line stands there.
    fn bind(&self, stops: Vec<Stop>) {
        let span = |line: u32| {
            let text = LOGIN.lines().nth(line as usize - 1).unwrap_or_default();
            let start = (text.len() - text.trim_start().len()) as u32 + 1;
            Span { line, column: start, end_line: line, end_column: text.len() as u32 + 1 }
        };
        let places = |stop: &Stop| match stop.trigger {
            Trigger::Line { line, .. } => vec![span(line)],
            _ => Vec::new(),
        };
        let bound = |stop: Stop| BoundStop { places: places(&stop), ..BoundStop::unbound(stop) };
        self.tell(Event::Stops(stops.into_iter().map(bound).collect()));
    }

    /// What the stops with a message would log on the steps so far: the message as it is written.
    fn logs(&self) -> Vec<Logged> {
        let passed = STOPS.iter().take(self.at + 1).flat_map(|stop| {
            let line = span(stop.frames[0].3).line;
            self.stops.iter().enumerate().filter_map(move |(index, set)| {
                let text = set.log.as_ref()?.to_string();
                (set.enabled && set.trigger == Stop::line(line).trigger).then_some((index, stop.step, line, text))
            })
        });
        passed.map(|(stop, step, line, text)| Logged { stop, step, line, text }).collect()
    }

    fn go(&mut self) {
        self.tell(Event::Resumed);
        self.next();
        self.furthest = self.furthest.max(self.run.steps);
    }

    /// Goes to the last stop at or before a step, in silence, by running anew.
    fn jump(&mut self, step: u64, reason: PauseReason) {
        self.furthest = self.furthest.max(self.run.steps);
        let to = STOPS.iter().rposition(|stop| stop.step <= step).unwrap_or(0);
        self.tell(Event::Resumed);
        let events = self.events.take();
        self.at = 0;
        self.run = empty();
        while self.at < to {
            self.next();
        }
        self.events = events;
        self.run.steps = STOPS[to].step - 1;
        self.tell(Event::Moved(Box::new(self.run.clone())));
        self.stop(reason);
    }

    fn next(&mut self) {
        if let Some(logged) = self.logs().into_iter().rfind(|logged| logged.step == STOPS[self.at].step) {
            self.tell(Event::Logged(logged));
        }
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

impl Fake {
    /// A second run in which the select finds nobody.
    fn begin_beside(&mut self, events: Events) {
        let first = Self {
            events: self.events.take(),
            run: self.run.clone(),
            beside: None,
            log: self.log.clone(),
            stops: self.stops.clone(),
            watches: self.watches.clone(),
            kept: self.kept.clone(),
            ..*self
        };
        self.beside = Some(Box::new(first));
        (self.ending, self.at, self.run) = (Ending::Exception, 0, empty());
        while self.at < 5 {
            self.next();
        }
        if let Some(Reply::Rows { rows, .. }) = self.run.queries.get_mut(1).and_then(|query| query.reply.as_mut()) {
            rows.clear();
        }
        self.events = Some(events);
        self.events.as_ref().unwrap().tell(Told::Script(connection::Action::Login)).unwrap();
        self.run.steps = STOPS[5].step - 1;
        self.tell(Event::Moved(Box::new(self.run.clone())));
        self.stop(PauseReason::Jump);
    }
}

impl Driver for Fake {
    fn fork(&mut self, request: &LaunchRequest, change: &WhatIf, events: Events) -> Result<(), String> {
        let email = request.inputs.email.clone().unwrap_or_default();
        self.log.borrow_mut().push(format!("fork {email}, {}", change.words()));
        if change.words().contains("ER_") {
            return Err("ER_DUP_ENTRY is no SQLSTATE, which has five characters; write error 23505".to_owned());
        }
        self.begin_beside(events);
        Ok(())
    }

    fn revisit(&mut self, script: usize, events: Events) -> Result<(), String> {
        self.log.borrow_mut().push(format!("revisit {script}"));
        self.events = Some(events);
        (self.at, self.run) = (0, empty());
        self.events.as_ref().unwrap().tell(Told::Script(connection::Action::Login)).unwrap();
        self.stop(PauseReason::Entry);
        Ok(())
    }

    fn contrast(&mut self, _request: &LaunchRequest, with: &With, events: Events) -> Result<(), String> {
        self.log.borrow_mut().push(format!("contrast {with:?}"));
        if *with == With::Reset {
            return Err("the connection has no `get_user` script, which `reset-password` needs".to_owned());
        }
        let row = |label: &str, left: Option<&str>, right: Option<&str>, given| ContrastRow {
            label: label.to_owned(),
            sides: [left, right].map(|side| side.map(str::to_owned)),
            differs: left != right,
            given,
            rule: (label == "user created").then_some("M2"),
        };
        let rows = vec![
            row("operation", Some("login"), Some("login"), true),
            row("mode", Some("automatic migration"), Some("legacy authentication"), true),
            row("scripts", Some("login: a profile"), Some("login: a profile"), false),
            row("user created", Some("yes"), Some("no"), false),
            row("in Auth0", Some("the password just typed, hashed anew by Auth0 with a cost of 10"), None, false),
        ];
        let titles = ["automatic migration", "legacy authentication"].map(str::to_owned);
        events.tell(Told::Contrast(Ok(Arc::new(Contrast { titles, rows })))).unwrap();
        Ok(())
    }

    fn save_store(&self, path: &std::path::Path, store: &Auth0Store) -> Result<(), String> {
        self.log.borrow_mut().push(format!("save {} in {}", store.users().len(), path.display()));
        Ok(())
    }

    fn switch(&mut self) {
        self.log.borrow_mut().push("switch".to_owned());
        if let Some(mut other) = self.beside.take() {
            std::mem::swap(self, &mut other);
            self.beside = Some(other);
        }
    }

    fn drop_other(&mut self) {
        self.log.borrow_mut().push("drop the other".to_owned());
        self.beside = None;
    }

    fn launch(&mut self, request: &LaunchRequest, events: Events) -> Result<(), String> {
        let password = request.inputs.password.as_ref().map_or("none", |_| "given");
        let email = request.inputs.email.clone().unwrap_or_default();
        self.log.borrow_mut().push(format!("launch {email}, password {password}, {}", request.mode.key()));
        if email.is_empty() {
            return Err("login needs an e-mail or a user name: give --email, or fill in the inputs".to_owned());
        }
        self.events = Some(events);
        self.at = 0;
        // A session begins with nothing watched.
        self.watches.clear();
        self.run = empty();
        self.furthest = 0;
        self.events.as_ref().unwrap().tell(Told::Script(connection::Action::Login)).unwrap();
        self.stops = request.stops.get(&connection::Action::Login).cloned().unwrap_or_default();
        self.bind(self.stops.clone());
        self.stop(PauseReason::Entry);
        Ok(())
    }

    fn send(&mut self, command: Command) {
        self.note(&command);
        match command {
            Command::Continue | Command::RunToEnd | Command::RunToFailure => {
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
            Command::Back(_) | Command::ContinueBack if self.at == 0 => {
                self.tell(Event::Unmoved("This is the first statement of the run".to_owned()));
            }
            Command::Back(_) => self.jump(STOPS[self.at - 1].step, PauseReason::Step),
            Command::ContinueBack => self.jump(1, PauseReason::Jump),
            Command::Jump(Aim::Step(step)) => self.jump(step, PauseReason::Jump),
            Command::Jump(Aim::Answer(seq)) => {
                let sent = [connect(Some(0.1)), select(Some(0.4)), close()];
                let answered = sent.iter().find(|query| query.seq == seq).and_then(|query| query.answered);
                self.jump(answered.unwrap() + 1, PauseReason::Jump);
            }
            Command::Jump(Aim::Line { .. } | Aim::Statement { .. }) => {
                self.tell(Event::Unmoved("That line was never reached".to_owned()))
            }
            Command::Ask(Question::LastChange { expression, .. }) => {
                let change = if expression == "user" {
                    let value = variable("user", ValueKind::Object, "{id: 7, email: 'ada@example.test', …}", None);
                    Ok(Change { step: 8, line: 11, value })
                } else {
                    Err(format!("`{expression}` never had a value"))
                };
                self.tell(Event::Answered(Box::new(Answer::LastChange { expression, change })));
            }
            Command::Stop => self.tell(Event::Finished(Arc::new(self.run.clone()))),
            Command::Pause => self.stop(PauseReason::Asked),
            Command::SetStops(stops) => {
                self.stops.clone_from(&stops);
                self.bind(stops);
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
                self.tell(Event::Rewritten { step: self.run.steps });
                self.tell(Event::Evaluated { expression: format!("{target} = {expression}"), result });
            }
            Command::Watch(watches) => {
                self.watches = watches;
                self.tell(Event::Watched(self.watched()));
            }
            Command::Ask(Question::History { expression, .. }) => {
                let at = |step, line, preview: &str| Change {
                    step,
                    line,
                    value: variable(&expression, ValueKind::Number, preview, None),
                };
                let changes = Ok(vec![at(1, 2, "undefined"), at(5, 8, "7"), at(12, 18, "8")]);
                self.tell(Event::Answered(Box::new(Answer::History { expression, changes, cut: false })));
            }
            Command::Ask(Question::Hits) => self.tell(Event::Answered(Box::new(Answer::Hits(self.hits())))),
            Command::Ask(Question::Inline) => {
                self.tell(Event::Answered(Box::new(Answer::Inline(values(self.at)))));
            }
            Command::Ask(Question::Logs) => self.tell(Event::Answered(Box::new(Answer::Logs(self.logs())))),
        }
    }

    fn recall(&self, _connection: &Connection) -> Result<Kept, String> {
        self.kept.borrow().clone()
    }

    fn keep(&self, _connection: &Connection, kept: &Kept) -> Result<(), String> {
        *self.kept.borrow_mut() = Ok(kept.clone());
        Ok(())
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
            chain: vec![Link {
                action: connection::Action::Login,
                about: About::User,
                state: if outcome.is_some() { LinkState::Answered } else { LinkState::Running },
                why: "the user is not in the Auth0 store".to_owned(),
            }],
            ..Decision::open()
        };
        let field =
            |field: &str, from, to, how| FieldChange { field: field.to_owned(), from: Some(from), to, how, rule: "M2" };
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
                let created = json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "correct-horse"});
                decision.changes.extend(Auth0User::of(&created).map(FlowChange::Add));
                decision.user_id = Some("auth0|7".to_owned());
                decision.profile = Some(json!({
                    "user_id": "auth0|7",
                    "email": "ada@example.test",
                    "email_verified": true,
                    "nickname": "ada"
                }));
                decision.profile_diff = vec![
                    field("user_id", json!("7"), Some(json!("auth0|7")), How::Prefixed),
                    field("shoe_size", json!(42), None, How::Dropped),
                ];
                decision.states = vec![StateSeen {
                    id: "S1",
                    when: When::Before,
                    evidence: "The legacy store has the user and Auth0 has not.".to_owned(),
                }];
                decision.matters = vec![Matter {
                    id: "X1",
                    chosen: "off",
                    other: "on",
                    what: "get_user would be asked first".to_owned(),
                }];
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
        let card = (decision.verdict == Some(Verdict::Failed)).then(|| Card {
            failure: "F4",
            title: "The script reads what is not there",
            cause: "The query brought no row, and the script reads password_hash of it all the same.".to_owned(),
            evidence: vec![Evidence {
                words: "query 2 reads SELECT id, email, … : 0 rows".to_owned(),
                at: Some(place("login", "client.query(")),
                query: Some(2),
                step: None,
                field: None,
            }],
            rule: "L13",
            certainty: Documented,
            fix: "Answer with a WrongUsernameOrPasswordError where there is no row.".to_owned(),
        });
        Judgement { decision, remarks, card }
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
        store: crate::legacy::StoreChoice::default(),
        stops: Vec::new(),
    }
}
