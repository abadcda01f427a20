//! The events of a run.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Handle;
use crate::connection::{Action, Mode};
use crate::legacy::{Effect, Reply, Request};

/// A place in the user's file, with the function it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The function's name, derived if it has none of its own.
    pub function: String,
    /// The file label, `login.js`.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 units as Node counts.
    pub column: u32,
}

/// One frame of a stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackFrame {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The name was derived from where the function stands or was passed; it has none of its own.
    pub derived: bool,
    /// The frame is not on the engine's stack: it started the asynchronous work that led here.
    #[serde(rename = "async")]
    pub asynchronous: bool,
}

impl StackFrame {
    /// How the file labels of packages begin.
    pub const PACKAGES: &'static str = "node_modules/";

    /// Whether it stands in a package, not in the script.
    pub fn in_package(&self) -> bool {
        self.place.file.starts_with(Self::PACKAGES)
    }

    /// The innermost frame of a stack that stands in the script.
    pub fn innermost(stack: &[Self]) -> Option<&Self> {
        stack.iter().find(|frame| !frame.in_package())
    }
}

/// One exchange with the legacy store.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Counts from 1 within the run.
    pub seq: u32,
    /// The module that sent it: `pg`, `mysql2`, `axios`, `fetch` …
    pub driver: String,
    /// What was asked.
    pub request: Request,
    /// Whether it can change the store.
    pub effect: Effect,
    /// The answer; `None` while it is awaited.
    pub reply: Option<Reply>,
    /// How long the store took, in milliseconds.
    pub elapsed_ms: Option<f64>,
    /// The frame that sent it.
    pub at: Option<Place>,
    /// The step at which the script asked for it. A driver may send it later, when its connection is there.
    pub step: u64,
    /// The step at which the answer reached the script; `None` while it has not, even where the store has answered.
    pub answered: Option<u64>,
}

/// A level of `console`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ConsoleLevel {
    /// `console.log`, `dir`, `table`, `group` …
    Log,
    /// `console.debug`.
    Debug,
    /// `console.info`.
    Info,
    /// `console.warn`.
    Warn,
    /// `console.error`, `assert`, `trace`.
    Error,
}

/// One line (or block) written to `console`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleLine {
    /// Its level.
    pub level: ConsoleLevel,
    /// As Node would print it.
    pub text: String,
    /// The call.
    pub at: Option<Place>,
    /// The step at which it was written.
    pub step: u64,
}

/// One call of the script's `callback`.
#[derive(Clone, Debug, PartialEq)]
pub struct CallbackCall {
    /// The first argument, if truthy.
    pub error: Option<ErrorInfo>,
    /// The second argument after JSON transport; `None` when it was absent or `undefined`.
    pub result: Option<Value>,
    /// Number of arguments passed.
    pub arguments: u32,
    /// The stack of the call, innermost first.
    pub stack: Vec<StackFrame>,
    /// The step at which it was called.
    pub step: u64,
}

/// How a script ended; the words of `outcome.kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeKind {
    /// `callback(null, profile)` of `login` or `get_user`.
    Profile,
    /// Success of any other action (`callback(null)`, `callback(null, true)` …).
    Success,
    /// `callback(null)` of `login` or `get_user`.
    NotFound,
    /// `WrongUsernameOrPasswordError`.
    WrongCredentials,
    /// `ValidationError`.
    ValidationError,
    /// `UnauthorizedError`.
    Unauthorized,
    /// Any other first argument.
    Error,
    /// Thrown or rejected and never caught.
    Exception,
    /// Over 20 s of run time, or the step budget.
    Timeout,
    /// Nothing left to do and `callback` was never called.
    NoCallback,
    /// `callback` was called more than once.
    CallbackTwice,
    /// The script does not parse.
    SyntaxError,
    /// The script could not be made into one function.
    LoadError,
}

/// An error value as it was when it left the script.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorInfo {
    /// `name`, `Error` if it has none.
    pub name: String,
    /// `code`, if it has one.
    pub code: Option<Value>,
    /// `message`; for a value that is no object, the value as text.
    pub message: String,
    /// Whether the value was an Error object; a string or a bare object is none.
    pub is_error: bool,
    /// Innermost first; lines and columns of the user's file.
    pub stack: Vec<StackFrame>,
    /// Other own enumerable properties (`user_id`, `description`, `errno` …), JSON-safe.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub properties: serde_json::Map<String, Value>,
}

/// How a script ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The kind.
    pub kind: OutcomeKind,
    /// The error, for every kind that has one.
    pub error: Option<ErrorInfo>,
    /// The profile (`Profile`), or the raw second argument (`Success`).
    pub result: Option<Value>,
}

/// One script, run once.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptRun {
    /// Which script.
    pub action: Action,
    /// Its file label.
    pub file: String,
    /// The script's own function name, if it has one.
    pub function: Option<String>,
    /// Whom it was asked about: its first argument, or that user's e-mail or name.
    pub about: Option<String>,
    /// How it ended; `None` while it runs or when it was stopped by the user.
    pub outcome: Option<Outcome>,
    /// Statements executed.
    pub steps: u64,
    /// Run time in milliseconds, pauses not counted, waiting for timers and the store counted.
    pub elapsed_ms: f64,
    /// Exchanges in the order sent.
    pub queries: Vec<Query>,
    /// Console lines in order.
    pub console: Vec<ConsoleLine>,
    /// Calls of `callback` in order.
    pub callbacks: Vec<CallbackCall>,
    /// What loading the script had to work around (§5.4), as sentences.
    pub warnings: Vec<String>,
    /// Where the script stood last, innermost first, if it ended without answering and without an error that says so.
    pub ended_at: Vec<StackFrame>,
    /// The step of the statement that threw, for an exception nobody caught.
    pub failed_at: Option<u64>,
    /// Connections to the legacy store that were still open when it ended, in the order they were opened.
    pub left_open: Vec<Handle>,
}

impl ScriptRun {
    /// A run that has just begun: nothing has happened yet.
    pub const fn begun(action: Action, file: String) -> Self {
        Self {
            action,
            file,
            function: None,
            about: None,
            outcome: None,
            steps: 0,
            elapsed_ms: 0.0,
            queries: Vec::new(),
            console: Vec::new(),
            callbacks: Vec::new(),
            warnings: Vec::new(),
            ended_at: Vec::new(),
            failed_at: None,
            left_open: Vec::new(),
        }
    }
}

/// Whom a script with these arguments is asked about.
pub fn asked_about(arguments: &[Value]) -> Option<String> {
    let first = arguments.first()?;
    [first, &first["email"], &first["username"]].into_iter().find_map(Value::as_str).map(str::to_owned)
}

/// An operation in words: `login`, `script:get_user` …
pub type StoredOperation = String;

/// A whole operation: every script it ran.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Connection name.
    pub connection: String,
    /// The mode it was played in.
    pub mode: Mode,
    /// `embedded`, `live` or `recorded`.
    pub store: String,
    /// Whether what was written to live stores was taken back.
    pub dry_run: bool,
    /// The faults that were switched on, each as one line.
    pub faults: Vec<String>,
    /// The operation, as on the command line.
    pub operation: StoredOperation,
    /// The scripts, in order.
    pub runs: Vec<ScriptRun>,
}
