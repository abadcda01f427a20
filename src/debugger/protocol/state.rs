//! What a stop shows: frames, scopes, values.

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

/// Names a frame of the current pause; 0 is the innermost.
pub type FrameId = usize;

/// Names an expandable value of the current pause. Void once the run goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Handle(pub u32);

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
