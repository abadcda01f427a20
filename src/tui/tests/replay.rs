//! What the fake driver replays: a login against PostgreSQL, stop by stop.

use crate::connection;
use crate::debugger::{Handle, InlineValue, Scope, ScopeKind, Span, ValueKind, Variable};
use crate::legacy::{Cell, Column, Dialect, Effect, Params, Reply, Request, Target};
use crate::recording::{Place, Query, ScriptRun, StackFrame};

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

/// One stop: its step, and its frames with the text of the statement each stands at.
pub struct Stop {
    pub step: u64,
    pub frames: &'static [(&'static str, bool, bool, &'static str)],
}

pub const LOGIN_FRAME: &str = "login";
pub const QUERY_FRAME: &str = "login › client.query callback";
pub const COMPARE_FRAME: &str = "login › bcrypt.compare callback";

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

pub const STOPS: [Stop; 13] = [
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

pub fn place(function: &str, text: &str) -> Place {
    let span = span(text);
    Place { function: function.to_owned(), file: "login.js".to_owned(), line: span.line, column: span.column }
}

pub fn frame(function: &str, derived: bool, asynchronous: bool, text: &str) -> StackFrame {
    StackFrame { place: place(function, text), derived, asynchronous }
}

pub fn variable(name: &str, kind: ValueKind, preview: &str, handle: Option<u32>) -> Variable {
    Variable {
        name: name.to_owned(),
        kind,
        preview: preview.to_owned(),
        handle: handle.map(Handle),
        path: Some(name.to_owned()),
    }
}

pub fn arguments() -> Vec<Variable> {
    vec![
        variable("email", ValueKind::String, "'ada@example.test'", None),
        variable("password", ValueKind::Masked, "‹masked 3f2a›", None),
        variable("callback", ValueKind::Function, "ƒ callback()", None),
    ]
}

pub fn scopes(at: usize) -> Vec<Scope> {
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

/// What the variables of the innermost call were after each of its statements before the stop `at`.
pub fn values(at: usize) -> Vec<InlineValue> {
    let after = |text: &str, name: &str| {
        let known = scopes(at).into_iter().flat_map(|scope| scope.variables).find(|known| known.name == name);
        InlineValue { line: span(text).line, variable: known.unwrap() }
    };
    let mut values = Vec::new();
    match at {
        0..4 => {
            for (from, text, name) in
                [(1, "const bcrypt", "bcrypt"), (2, "const client", "client"), (3, "const query", "query")]
            {
                values.extend((at >= from).then(|| after(text, name)));
            }
        }
        4..8 => {
            for (from, text, name) in
                [(5, "if (err) return", "err"), (6, "const user", "result"), (6, "const user", "user")]
            {
                values.extend((at >= from).then(|| after(text, name)));
            }
        }
        _ => {}
    }
    values
}

pub fn outer(frame: usize) -> Scope {
    Scope { kind: ScopeKind::Locals, title: format!("frame {frame}"), variables: arguments() }
}

pub fn properties(of: Handle) -> Vec<Variable> {
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

pub fn target() -> Target {
    Target {
        host: Some("db.example.test".to_owned()),
        port: Some(5432),
        user: Some("app".to_owned()),
        database: Some("shop".to_owned()),
        connection: 0,
    }
}

pub fn connect(elapsed_ms: Option<f64>) -> Query {
    Query {
        seq: 1,
        driver: "pg".to_owned(),
        request: Request::Connect {
            dialect: Dialect::PostgreSql,
            target: target(),
            access: crate::legacy::Access::default(),
        },
        effect: Effect::Read,
        reply: elapsed_ms.map(|_| Reply::Connected),
        elapsed_ms,
        at: Some(place("login", "client.connect();")),
        step: 4,
        answered: elapsed_ms.map(|_| 5),
    }
}

pub fn select(elapsed_ms: Option<f64>) -> Query {
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
            prepared: false,
        },
        effect: Effect::Read,
        reply: elapsed_ms.map(|_| reply),
        elapsed_ms,
        at: Some(place("login", "client.query(")),
        step: 6,
        answered: elapsed_ms.map(|_| 8),
    }
}

pub fn close() -> Query {
    Query {
        seq: 3,
        driver: "pg".to_owned(),
        request: Request::Close { target: target() },
        effect: Effect::Read,
        reply: Some(Reply::Closed),
        elapsed_ms: Some(0.0),
        at: Some(place("login › bcrypt.compare callback", "client.end();")),
        step: 11,
        answered: Some(11),
    }
}

pub fn empty() -> ScriptRun {
    ScriptRun {
        about: None,
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
        ended_at: Vec::new(),
        failed_at: None,
        left_open: Vec::new(),
    }
}
