//! A driver that replays a login against PostgreSQL: what was sent, where it stopped, what came back.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::json;

use crate::connection::{self, Connection, Form, NoteLevel, Options, Script, Settings};
use crate::debugger::{
    Breakpoint, Command, Event, Frame, Handle, Pause, PauseReason, Scope, ScopeKind, Span, StepKind, ValueKind,
    Variable,
};
use crate::flow::{Certainty, Decision, Inputs, LogEvent, Operation, Reason, ReasonState, Verdict};
use crate::legacy::{Cell, Column, Dialect, Effect, Params, Reply, Request, Target};
use crate::recording::{
    CallbackCall, ConsoleLevel, ConsoleLine, ErrorInfo, Outcome, OutcomeKind, Place, Query, ScriptRun, StackFrame,
};
use crate::secret::Secret;
use crate::workbench::{Driver, Events, Judgement, LaunchRequest, Opening, Remark, Told, Workbench};

pub const LOGIN: &str = r"function login(email, password, callback) {
  const bcrypt = require('bcrypt');
  const { Client } = require('pg');

  const client = new Client({ connectionString: configuration.DATABASE_URL });
  client.connect();

  const query = 'SELECT id, email, password_hash, email_verified FROM users WHERE email = $1';
  client.query(query, [email], (err, result) => {
    if (err) return callback(err);
    const user = result.rows[0];
    if (!user) {
      return callback(new WrongUsernameOrPasswordError(email));
    }

    bcrypt.compare(password, user.password_hash, (err, isValid) => {
      client.end();
      if (err) return callback(err);
      if (!isValid) return callback(new WrongUsernameOrPasswordError(email));

      console.log('password accepted for', user.email);
      return callback(null, {
        user_id: user.id.toString(),
        email: user.email,
        email_verified: user.email_verified
      });
    });
  });
}
";

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

/// One stop: its step, and its frames with the text of the statement each stands at.
struct Stop {
    step: u64,
    frames: &'static [(&'static str, bool, bool, &'static str)],
}

const LOGIN_FRAME: &str = "login";
const QUERY_FRAME: &str = "login › client.query callback";
const COMPARE_FRAME: &str = "login › bcrypt.compare callback";

macro_rules! stop {
    ($step:literal, $text:literal) => {
        Stop { step: $step, frames: &[(LOGIN_FRAME, false, false, $text)] }
    };
    ($step:literal, query $text:literal) => {
        Stop { step: $step, frames: &[(QUERY_FRAME, true, false, $text), (LOGIN_FRAME, false, true, "client.query(")] }
    };
    ($step:literal, compare $text:literal) => {
        Stop {
            step: $step,
            frames: &[
                (COMPARE_FRAME, true, false, $text),
                (QUERY_FRAME, true, true, "bcrypt.compare("),
                (LOGIN_FRAME, false, true, "client.query("),
            ],
        }
    };
}

const STOPS: [Stop; 13] = [
    stop!(1, "const bcrypt = require('bcrypt');"),
    stop!(3, "const client = new Client({ connectionString: configuration.DATABASE_URL });"),
    stop!(5, "const query = 'SELECT"),
    stop!(6, "client.query("),
    stop!(7, query "if (err) return callback(err);"),
    stop!(8, query "const user = result.rows[0];"),
    stop!(9, query "if (!user) {"),
    stop!(10, query "bcrypt.compare("),
    stop!(11, compare "client.end();"),
    stop!(12, compare "if (err) return callback(err);"),
    stop!(13, compare "if (!isValid)"),
    stop!(15, compare "console.log("),
    stop!(16, compare "return callback(null"),
];

/// The span of the statement that starts with this text.
pub fn span(text: &str) -> Span {
    let at = LOGIN.find(text).unwrap_or_else(|| panic!("{text} is not in the script"));
    let line = LOGIN[..at].matches('\n').count() as u32 + 1;
    let start = at - LOGIN[..at].rfind('\n').map_or(0, |end| end + 1);
    let rest = LOGIN[at..].lines().next().unwrap();
    let open = rest.ends_with(['{', '(', '>']);
    let end_line = if open { line + 4 } else { line };
    let end_column = if open { 4 } else { (start + rest.len()) as u32 + 1 };
    Span { line, column: start as u32 + 1, end_line, end_column }
}

fn place(function: &str, text: &str) -> Place {
    let span = span(text);
    Place { function: function.to_owned(), file: "login.js".to_owned(), line: span.line, column: span.column }
}

fn frame(function: &str, derived: bool, asynchronous: bool, text: &str) -> StackFrame {
    StackFrame { place: place(function, text), derived, asynchronous }
}

fn variable(name: &str, kind: ValueKind, preview: &str, handle: Option<u32>) -> Variable {
    Variable {
        name: name.to_owned(),
        kind,
        preview: preview.to_owned(),
        handle: handle.map(Handle),
        path: Some(name.to_owned()),
    }
}

fn arguments() -> Vec<Variable> {
    vec![
        variable("email", ValueKind::String, "'ada@example.test'", None),
        variable("password", ValueKind::Masked, "‹masked 3f2a›", None),
        variable("callback", ValueKind::Function, "ƒ callback()", None),
    ]
}

fn scopes(at: usize) -> Vec<Scope> {
    let mut locals = arguments();
    let declared = |name: &str, ready: bool, preview: &str, kind, handle| {
        if ready {
            variable(name, kind, preview, handle)
        } else {
            variable(name, ValueKind::Uninitialised, "not initialised", None)
        }
    };
    locals.push(declared("bcrypt", at > 0, "{compare, hash, …}", ValueKind::Object, Some(1)));
    locals.push(declared("client", at > 1, "Client {host: 'db.example.test', …}", ValueKind::Object, Some(2)));
    locals.push(declared(
        "query",
        at > 2,
        "'SELECT id, email, password_hash, email_verified …'",
        ValueKind::String,
        None,
    ));
    let globals = Scope {
        kind: ScopeKind::Globals,
        title: "globals".to_owned(),
        variables: vec![variable("configuration", ValueKind::Object, "{DATABASE_URL: ‹masked 91bc›}", Some(9))],
    };
    let own = |title: &str, variables| Scope { kind: ScopeKind::Locals, title: title.to_owned(), variables };
    let around = |variables| Scope { kind: ScopeKind::Closure, title: "login".to_owned(), variables };
    if at < 4 {
        return vec![own("login", locals), globals];
    }
    let inner = vec![
        variable("err", ValueKind::Null, "null", None),
        variable("result", ValueKind::Object, "Result {rowCount: 1, rows: [1]}", Some(3)),
        declared("user", at > 5, "{id: 7, email: 'ada@example.test', …}", ValueKind::Object, Some(4)),
    ];
    vec![own("client.query callback", inner), around(locals), globals]
}

fn outer(frame: usize) -> Scope {
    Scope { kind: ScopeKind::Locals, title: format!("frame {frame}"), variables: arguments() }
}

fn properties(of: Handle) -> Vec<Variable> {
    match of.0 {
        3 => vec![
            variable("command", ValueKind::String, "'SELECT'", None),
            variable("rowCount", ValueKind::Number, "1", None),
            variable("rows", ValueKind::Object, "[{id: 7, …}]", Some(5)),
        ],
        5 => vec![variable("0", ValueKind::Object, "{id: 7, email: 'ada@example.test', …}", Some(4))],
        _ => vec![
            variable("id", ValueKind::Number, "7", None),
            variable("email", ValueKind::String, "'ada@example.test'", None),
            variable("password_hash", ValueKind::Masked, "‹masked 77d0›", None),
            variable("email_verified", ValueKind::Boolean, "true", None),
        ],
    }
}

fn target() -> Target {
    Target {
        host: Some("db.example.test".to_owned()),
        port: Some(5432),
        user: Some("app".to_owned()),
        database: Some("shop".to_owned()),
    }
}

fn connect(elapsed_ms: Option<f64>) -> Query {
    Query {
        seq: 1,
        driver: "pg".to_owned(),
        request: Request::Connect { dialect: Dialect::PostgreSql, target: target() },
        effect: Effect::Read,
        reply: elapsed_ms.map(|_| Reply::Connected),
        elapsed_ms,
        at: Some(place("login", "client.connect();")),
        step: 4,
    }
}

fn select(elapsed_ms: Option<f64>) -> Query {
    let column = |name: &str, kind: &str| Column { name: name.to_owned(), type_name: kind.to_owned(), table: None };
    let reply = Reply::Rows {
        command: "SELECT".to_owned(),
        columns: vec![
            column("id", "int4"),
            column("email", "varchar"),
            column("password_hash", "varchar"),
            column("email_verified", "bool"),
        ],
        rows: vec![vec![
            Cell::Integer(7),
            Cell::Text("ada@example.test".to_owned()),
            Cell::Text("‹masked 77d0›".to_owned()),
            Cell::Bool(true),
        ]],
        affected: None,
    };
    Query {
        seq: 2,
        driver: "pg".to_owned(),
        request: Request::Sql {
            dialect: Dialect::PostgreSql,
            target: target(),
            text: "SELECT id, email, password_hash, email_verified FROM users WHERE email = $1".to_owned(),
            params: Params::Positional(vec![Cell::Text("ada@example.test".to_owned())]),
            multiple: false,
        },
        effect: Effect::Read,
        reply: elapsed_ms.map(|_| reply),
        elapsed_ms,
        at: Some(place("login", "client.query(")),
        step: 6,
    }
}

fn close() -> Query {
    Query {
        seq: 3,
        driver: "pg".to_owned(),
        request: Request::Close { target: target() },
        effect: Effect::Read,
        reply: Some(Reply::Closed),
        elapsed_ms: Some(0.0),
        at: Some(place("login › bcrypt.compare callback", "client.end();")),
        step: 11,
    }
}

fn empty() -> ScriptRun {
    ScriptRun {
        action: connection::Action::Login,
        file: "login.js".to_owned(),
        function: Some("login".to_owned()),
        outcome: None,
        steps: 0,
        elapsed_ms: 0.0,
        queries: Vec::new(),
        console: Vec::new(),
        callbacks: Vec::new(),
        warnings: Vec::new(),
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
