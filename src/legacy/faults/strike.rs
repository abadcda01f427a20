//! What a fault makes of a reply. Errors come from where errors typed by hand come from, too: `altered/failures`.

use std::time::Duration;

use serde_json::{json, Map, Value};

use super::{Fault, FaultKind};
use crate::legacy::altered::{emptied, reply_of};
use crate::legacy::directory::ResultCode;
use crate::legacy::embedded::http::reply::reason;
use crate::legacy::live::http::hung_up;
use crate::legacy::live::network;
use crate::legacy::{documents, tables, Alteration, Cell, Dialect, Params, Reply, Request, StoreError};

/// The system itself gives up after this.
const SYSTEM_PATIENCE: Duration = Duration::from_secs(130);

/// How much longer a slow answer takes.
const SLOW_MS: u64 = 1_000;

/// What comes instead of the store's answer, where the fault keeps the request from it.
pub(super) fn instead(fault: &Fault, request: &Request) -> Option<(Reply, Duration)> {
    let at_once = |reply: Reply| Some((reply, Duration::ZERO));
    match fault.kind {
        FaultKind::Refused => at_once(failed(request, "ECONNREFUSED")),
        FaultKind::Dns => at_once(failed(request, "ENOTFOUND")),
        FaultKind::Timeout => Some(no_answer(fault, request)),
        FaultKind::Lost => at_once(lost(request)),
        FaultKind::ServerError => at_once(server_error(request)),
        FaultKind::DuplicateKey => at_once(duplicate(request)),
        FaultKind::Slow | FaultKind::Empty | FaultKind::Malformed => None,
    }
}

/// What becomes of the store's own answer.
pub(super) fn after(fault: &Fault, request: &Request, reply: Reply, took: Duration) -> (Reply, Duration) {
    match fault.kind {
        FaultKind::Slow => (reply, took + Duration::from_millis(fault.ms.unwrap_or(SLOW_MS))),
        FaultKind::Empty => (empty(request, reply), took),
        FaultKind::Malformed => (cut(reply), took),
        _ => (reply, took),
    }
}

/// The reply of the failure with this code; what a protocol has no words for is a lost connection.
fn failed(request: &Request, code: &str) -> Reply {
    reply_of(request, code, None).unwrap_or_else(|_| Reply::Error(network::reset("read")))
}

/// Nobody answers: until the driver, or the system, gives up.
fn no_answer(fault: &Fault, request: &Request) -> (Reply, Duration) {
    let wanted = match request {
        Request::Connect { access, .. }
        | Request::Http { access, .. }
        | Request::Documents { access, .. }
        | Request::Directory { access, .. } => access.timeout_ms,
        _ => None,
    };
    let given_up_by_driver = wanted.is_some() && matches!(request, Request::Connect { .. });
    let reply = match request {
        Request::Connect { .. } if given_up_by_driver => Reply::Error(network::driver_timed_out("connect")),
        Request::Sql { .. } => Reply::Error(network::timed_out("read")),
        _ => failed(request, "ETIMEDOUT"),
    };
    let patience = fault.ms.or(wanted).map_or(SYSTEM_PATIENCE, Duration::from_millis);
    (reply, patience)
}

/// The other side closes the connection in the middle of an answer.
fn lost(request: &Request) -> Reply {
    match request.dialect() {
        Some(Dialect::MySql) => failed(request, "PROTOCOL_CONNECTION_LOST"),
        Some(Dialect::PostgreSql) => Reply::Error(StoreError {
            code: StoreError::DRIVER.to_owned(),
            message: "Connection terminated unexpectedly".to_owned(),
            fatal: true,
            ..StoreError::default()
        }),
        _ if matches!(request, Request::Http { .. }) => Reply::Error(hung_up()),
        _ => failed(request, "ECONNRESET"),
    }
}

fn server_error(request: &Request) -> Reply {
    match request {
        Request::Sql { dialect, .. } => {
            let code = match dialect {
                Dialect::MySql => "ER_UNKNOWN_ERROR",
                Dialect::PostgreSql => "XX000",
                Dialect::SqlServer => "8645",
                Dialect::Oracle => "ORA-00600",
                Dialect::Db2 => "SQL0901N",
            };
            failed(request, code)
        }
        Request::Http { .. } => {
            let body = Cell::Text("Internal Server Error".to_owned());
            let headers = vec![
                ("content-type".to_owned(), "text/plain; charset=utf-8".to_owned()),
                ("content-length".to_owned(), "21".to_owned()),
            ];
            Reply::Http { status: 500, reason: reason(500).to_owned(), headers, body }
        }
        Request::Documents { .. } => {
            refused_command(1, "InternalError", "the server failed while it worked on the command", None)
        }
        Request::Directory { .. } => directory(80, "the server failed while it worked on the request"),
        _ => Reply::Error(network::reset("read")),
    }
}

/// What is written is there already: the first value stands for the key.
fn duplicate(request: &Request) -> Reply {
    let table = tables(request).into_iter().next().unwrap_or_else(|| "users".to_owned());
    match request {
        Request::Sql { dialect, params, .. } => {
            let value = first_text(params).unwrap_or_else(|| "1".to_owned());
            let (code, words) = match dialect {
                Dialect::MySql => ("ER_DUP_ENTRY", format!("Duplicate entry '{value}' for key 'PRIMARY'")),
                Dialect::PostgreSql => {
                    ("23505", format!("duplicate key value violates unique constraint \"{table}_email_key\""))
                }
                Dialect::SqlServer => (
                    "2627",
                    format!(
                        "Violation of UNIQUE KEY constraint 'UQ_{table}'. Cannot insert duplicate key in object \
                         'dbo.{table}'. The duplicate key value is ({value})."
                    ),
                ),
                Dialect::Oracle => {
                    ("ORA-00001", format!("ORA-00001: unique constraint ({}_UK) violated", table.to_ascii_uppercase()))
                }
                Dialect::Db2 => ("SQL0803N", String::new()),
            };
            let words = Some(words.as_str()).filter(|words| !words.is_empty());
            let mut reply = reply_of(request, code, words).unwrap_or_else(|_| lost(request));
            if let (Dialect::PostgreSql, Reply::Error(error)) = (dialect, &mut reply) {
                error.detail = Some(format!("Key (email)=({value}) already exists."));
                error.schema = Some("public".to_owned());
                error.constraint = Some(format!("{table}_email_key"));
                error.table = Some(table);
            }
            reply
        }
        Request::Http { .. } => Reply::Http {
            status: 409,
            reason: reason(409).to_owned(),
            headers: vec![("content-length".to_owned(), "8".to_owned())],
            body: Cell::Text("Conflict".to_owned()),
        },
        Request::Documents { database, command, .. } => {
            let words =
                format!("E11000 duplicate key error collection: {database}.{table} index: email_1 dup key: {{}}");
            let is_command = documents::verb(command) == "findAndModify";
            if is_command {
                refused_command(11000, "DuplicateKey", &words, None)
            } else {
                let failed = json!([{ "index": 0, "code": 11000, "keyPattern": {"email": 1}, "keyValue": {},
                    "errmsg": words }]);
                refused_command(11000, "DuplicateKey", &words, Some(failed))
            }
        }
        Request::Directory { .. } => directory(68, "an entry of this name exists already"),
        _ => Reply::Error(network::reset("read")),
    }
}

fn first_text(params: &Params) -> Option<String> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => Some(text.clone()),
        _ => None,
    };
    match params {
        Params::Positional(cells) => cells.iter().find_map(text),
        Params::Named(cells) => cells.iter().find_map(|(_, cell)| text(cell)),
    }
}

/// A refusal of a document store: of the command, or of a write within it.
fn refused_command(code: i64, name: &str, words: &str, writes: Option<Value>) -> Reply {
    let mut answer = Map::new();
    match writes {
        Some(failed) => {
            answer.insert("n".to_owned(), json!(0));
            answer.insert("writeErrors".to_owned(), failed);
            answer.insert("ok".to_owned(), json!(1.0));
        }
        None => {
            answer.insert("ok".to_owned(), json!(0.0));
            answer.insert("errmsg".to_owned(), json!(words));
            answer.insert("code".to_owned(), json!(code));
            answer.insert("codeName".to_owned(), json!(name));
        }
    }
    Reply::Documents { answer }
}

fn directory(code: u32, words: &str) -> Reply {
    let result = ResultCode { code, message: words.to_owned(), ..ResultCode::default() };
    Reply::Directory { result, entries: Vec::new(), references: Vec::new() }
}

fn empty(request: &Request, reply: Reply) -> Reply {
    match reply {
        Reply::Rows { .. } | Reply::Written { .. } => {
            let emptied = Alteration::NoRows.apply(request, &reply, Duration::ZERO);
            emptied.map_or(reply, |(reply, _)| reply)
        }
        Reply::Several { replies } => {
            Reply::Several { replies: replies.into_iter().map(|reply| empty(request, reply)).collect() }
        }
        Reply::Http { status, reason, headers, .. } => with_body(status, reason, headers, String::new()),
        Reply::Documents { .. } | Reply::Directory { .. } => emptied(reply),
        other => other,
    }
}

/// The body as if the connection had been cut and somebody had put the right length over it.
fn cut(reply: Reply) -> Reply {
    match reply {
        Reply::Http { status, reason, headers, body: Cell::Text(text) } if text.len() > 1 => {
            let half = text.floor_char_boundary(text.len() / 2).max(1);
            with_body(status, reason, headers, text.get(..half).unwrap_or("<").to_owned())
        }
        Reply::Http { status, reason, headers, .. } => with_body(status, reason, headers, "<html><bo".to_owned()),
        other => other,
    }
}

fn with_body(status: u16, reason: String, mut headers: Vec<(String, String)>, body: String) -> Reply {
    for (name, value) in &mut headers {
        if name.eq_ignore_ascii_case("content-length") {
            *value = body.len().to_string();
        }
    }
    Reply::Http { status, reason, headers, body: Cell::Text(body) }
}
