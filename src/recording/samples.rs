//! Script runs for tests, built by hand.

use serde_json::{json, Map, Value};

use super::{
    CallbackCall, ConsoleLevel, ConsoleLine, ErrorInfo, Outcome, OutcomeKind, Place, Query, ScriptRun, StackFrame,
};
use crate::connection::Action;
use crate::legacy::{Access, Cell, Column, Dialect, Effect, Params, Reply, Request, StoreError, Target};

pub(crate) fn place(file: &str, line: u32) -> Place {
    Place { function: "login › client.query callback".into(), file: file.into(), line, column: 5 }
}

pub(crate) fn frame(line: u32) -> StackFrame {
    StackFrame { place: place("login.js", line), derived: true, asynchronous: false }
}

/// A run that has started and done nothing.
pub(crate) fn run(action: Action) -> ScriptRun {
    ScriptRun {
        function: Some(action.key().into()),
        steps: 12,
        elapsed_ms: 3.5,
        ..ScriptRun::begun(action, format!("{action}.js"))
    }
}

pub(crate) fn error(name: &str, message: &str) -> ErrorInfo {
    ErrorInfo {
        name: name.into(),
        code: None,
        message: message.into(),
        is_error: true,
        stack: vec![frame(14)],
        properties: Map::new(),
    }
}

/// A run that called back with `result`.
pub(crate) fn answered(action: Action, kind: OutcomeKind, result: Value) -> ScriptRun {
    let result = (!result.is_null()).then_some(result);
    let call = CallbackCall { error: None, result: result.clone(), arguments: 2, stack: vec![frame(22)], step: 11 };
    ScriptRun { outcome: Some(Outcome { kind, error: None, result }), callbacks: vec![call], ..run(action) }
}

/// A run that ended with `error`.
pub(crate) fn failed(action: Action, kind: OutcomeKind, error: ErrorInfo) -> ScriptRun {
    ScriptRun { outcome: Some(Outcome { kind, error: Some(error), result: None }), ..run(action) }
}

/// A run that ended without a word.
pub(crate) fn ended(action: Action, kind: OutcomeKind) -> ScriptRun {
    ScriptRun { outcome: Some(Outcome { kind, error: None, result: None }), ..run(action) }
}

pub(crate) fn ada() -> Value {
    json!({"user_id": "7", "email": "ada@example.test", "email_verified": true})
}

/// A query to MySQL with Ada's e-mail bound to it.
pub(crate) fn query(seq: u32, text: &str, effect: Effect, reply: Reply) -> Query {
    Query {
        seq,
        driver: "mysql".into(),
        request: Request::Sql {
            dialect: Dialect::MySql,
            target: Target::default(),
            text: text.into(),
            params: Params::Positional(vec![Cell::Text("ada@example.test".into())]),
            multiple: false,
            prepared: false,
        },
        effect,
        reply: Some(reply),
        elapsed_ms: Some(0.4),
        at: Some(place("login.js", 11)),
        step: u64::from(seq) * 3,
        answered: Some(u64::from(seq) * 3 + 1),
    }
}

pub(crate) fn rows(columns: &[&str], rows: Vec<Vec<Cell>>) -> Reply {
    let column = |name: &&str| Column { name: (*name).into(), type_name: "varchar".into(), table: None };
    Reply::Rows { command: "SELECT".into(), columns: columns.iter().map(column).collect(), rows, affected: None }
}

pub(crate) fn written(changed: u64) -> Reply {
    Reply::Written { command: "UPDATE".into(), matched: changed, changed, insert_id: 0 }
}

/// The store said no.
pub(crate) fn refused(code: &str, message: &str) -> Reply {
    Reply::Error(StoreError { code: code.into(), message: message.into(), ..StoreError::default() })
}

/// A line the script logged.
pub(crate) fn console(step: u64, text: &str) -> ConsoleLine {
    ConsoleLine { level: ConsoleLevel::Log, text: text.into(), at: Some(place("login.js", 9)), step }
}

/// A `GET` that was answered with this status and body.
pub(crate) fn http(seq: u32, url: &str, status: u16, body: &str) -> Query {
    let request = Request::Http {
        method: "GET".into(),
        url: url.into(),
        headers: Vec::new(),
        body: None,
        access: Access::default(),
    };
    let body = Cell::Text(body.into());
    let reply = Reply::Http { status, reason: "OK".into(), headers: Vec::new(), body };
    Query { driver: "fetch".into(), request, ..query(seq, "", Effect::Read, reply) }
}
