//! What a front end says to the debugger and what it hears back.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use crate::connection::Script;
use crate::recording::masking::Mask;
use crate::recording::{CallbackCall, ConsoleLine, Query, ScriptRun};
use crate::sandbox::Limits;
use crate::secret::Secret;

/// A stretch of the user's file: lines and columns from 1, columns in UTF-16 units; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column after the last.
    pub end_column: u32,
}

/// One script with everything it needs to run.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The script.
    pub script: Script,
    /// All arguments before `callback`, `context` included where the connection has it.
    pub arguments: Vec<Value>,
    /// The `configuration` global.
    pub configuration: IndexMap<String, Secret<String>>,
    /// Bounds.
    pub limits: Limits,
    /// Whether to stop at the first statement.
    pub stop_on_entry: bool,
    /// Breakpoints set before the start.
    pub breakpoints: Vec<Breakpoint>,
    /// The wall clock at the start, milliseconds since 1970 UTC.
    pub started_at_ms: f64,
    /// Keeps secrets out of every event.
    pub mask: Mask,
}

/// Where to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakpoint {
    /// The line asked for.
    pub line: u32,
    /// The statement it was set on, once known; `None` if the file has none at or after that line.
    pub bound: Option<Span>,
}

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// To the next statement, wherever it is.
    Into,
    /// To the next statement of the same call, also across an `await`; its caller's if the call ended.
    Over,
    /// To the caller.
    Out,
}

/// Names a frame of the current pause; 0 is the innermost.
pub type FrameId = usize;

/// Names an expandable value of the current pause. Void once the run goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Handle(pub u32);

/// What a front end asks. All but `Pause` and `Stop` are for a paused run.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Go on to the next stop.
    Continue,
    /// Go on a little.
    Step(StepKind),
    /// Go on to the first statement at or after this line.
    RunTo {
        /// From 1.
        line: u32,
    },
    /// Stop at the next statement.
    Pause,
    /// End the run.
    Stop,
    /// Replace all breakpoints; answered by [`Event::Breakpoints`]. Also taken while running.
    SetBreakpoints(Vec<u32>),
    /// Ask for the scopes of a frame; answered by [`Event::Scopes`].
    Scopes(FrameId),
    /// Ask for the properties of a value; answered by [`Event::Properties`].
    Expand(Handle),
    /// Evaluate in a frame; answered by [`Event::Evaluated`].
    Evaluate {
        /// The frame.
        frame: FrameId,
        /// Any JavaScript expression.
        expression: String,
    },
    /// Set a variable to the value of an expression; answered by [`Event::Evaluated`], then [`Event::Scopes`].
    SetVariable {
        /// The frame.
        frame: FrameId,
        /// An assignable expression: a variable, `user.email`, `rows[0].id` …
        target: String,
        /// Any JavaScript expression.
        expression: String,
    },
}

/// Why a run stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// First statement.
    Entry,
    /// A step ended.
    Step,
    /// A breakpoint.
    Breakpoint,
    /// [`Command::RunTo`] arrived.
    RunTo,
    /// The user asked.
    Asked,
    /// A `debugger;` statement.
    DebuggerStatement,
}

/// One frame of the call stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// `login`, `login › client.query callback`, `anonymous at get_user.js:14`.
    pub function: String,
    /// The name was derived.
    pub derived: bool,
    /// Not on the engine's stack: it started the asynchronous work that led here.
    pub asynchronous: bool,
    /// File label.
    pub file: String,
    /// The statement (innermost frame) or the call it waits in.
    pub span: Span,
}

/// What a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// Parameters and variables of the frame's function, its blocks included.
    Locals,
    /// Variables of the functions around it.
    Closure,
    /// `configuration`, `global` and what the script put on it.
    Globals,
}

/// A named group of variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// What it is.
    pub kind: ScopeKind,
    /// `login`, `block` …: what it belongs to.
    pub title: String,
    /// In order of declaration.
    pub variables: Vec<Variable>,
}

/// What a value is; decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// A boolean.
    Boolean,
    /// A number or BigInt.
    Number,
    /// A string.
    String,
    /// A symbol.
    Symbol,
    /// A function or class.
    Function,
    /// An Error.
    Error,
    /// Any other object.
    Object,
    /// A getter, not called.
    Getter,
    /// Not initialised yet (`let`/`const` before its line).
    Uninitialised,
    /// A masked secret.
    Masked,
}

/// A variable or property with a one-line preview of its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Name or key.
    pub name: String,
    /// What it is.
    pub kind: ValueKind,
    /// One line, masked, at most some 200 characters; control characters made visible.
    pub preview: String,
    /// Present if it can be expanded.
    pub handle: Option<Handle>,
    /// The expression that names it, for evaluation, setting and copying; `None` where there is none.
    pub path: Option<String>,
}

/// A stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// Statements executed before this one, plus one: the first statement is step 1.
    pub step: u64,
    /// Innermost first; asynchronous parents follow.
    pub frames: Vec<Frame>,
    /// The scopes of frame 0.
    pub scopes: Vec<Scope>,
    /// Run time so far, in milliseconds.
    pub run_time_ms: f64,
}

/// What a front end hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The run stands still.
    Paused(Box<Pause>),
    /// The run goes on.
    Resumed,
    /// An exchange was sent, or answered (same `seq`).
    Query(Box<Query>),
    /// A console line was written.
    Console(ConsoleLine),
    /// `callback` was called.
    Callback(Box<CallbackCall>),
    /// Breakpoints as they were bound.
    Breakpoints(Vec<Breakpoint>),
    /// Answer to [`Command::Scopes`].
    Scopes {
        /// The frame asked for.
        frame: FrameId,
        /// Its scopes; `Err` says why there are none.
        scopes: Result<Vec<Scope>, String>,
    },
    /// Answer to [`Command::Expand`].
    Properties {
        /// The value asked for.
        of: Handle,
        /// Its own properties, getters not called.
        properties: Vec<Variable>,
    },
    /// Answer to [`Command::Evaluate`] and [`Command::SetVariable`].
    Evaluated {
        /// The expression.
        expression: String,
        /// Its value, or the error's text.
        result: Result<Variable, String>,
    },
    /// The run is over: what it recorded. `None` in `outcome` means it was stopped.
    Finished(Arc<ScriptRun>),
}
