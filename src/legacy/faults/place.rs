//! Which requests a fault strikes.

use super::{Fault, FaultKind};
use crate::legacy::directory::Operation;
use crate::legacy::socket::SocketAction;
use crate::legacy::{effect, tables, Dialect, Effect, Request, Target};

/// Whether a fault would strike a request, whatever its number.
pub(super) fn strikes(fault: &Fault, request: &Request) -> bool {
    let on_the_way = opens(request) && fault.nth.is_none();
    let fits = match fault.kind {
        FaultKind::Refused | FaultKind::Dns => on_the_way || is_http(request) || is_lookup(fault.kind, request),
        FaultKind::Timeout => on_the_way || request.is_statement(),
        FaultKind::Slow | FaultKind::Lost | FaultKind::ServerError | FaultKind::Empty => request.is_statement(),
        FaultKind::Malformed => is_http(request),
        FaultKind::DuplicateKey => request.is_statement() && effect(request) == Effect::Write,
    };
    fits && fault.place.as_deref().is_none_or(|place| is_there(place, request))
}

/// Whether it opens a way to a store.
fn opens(request: &Request) -> bool {
    match request {
        Request::Connect { .. } => true,
        Request::Documents { command, .. } => command.contains_key("hello"),
        Request::Directory { operation, .. } => matches!(operation, Operation::Connect { .. }),
        Request::Socket { action, .. } => matches!(action, SocketAction::Open { .. }),
        _ => false,
    }
}

fn is_http(request: &Request) -> bool {
    matches!(request, Request::Http { .. })
}

fn is_lookup(kind: FaultKind, request: &Request) -> bool {
    kind == FaultKind::Dns && matches!(request, Request::Lookup { .. })
}

/// Whether a place names a request: by its dialect or protocol, else by a part of what it says.
fn is_there(place: &str, request: &Request) -> bool {
    let place = place.to_ascii_lowercase();
    let names = names(request);
    if names.contains(&place.as_str()) {
        return true;
    }
    let has = |text: &str| text.to_ascii_lowercase().contains(&place);
    let of = |target: &Target| [&target.host, &target.database].into_iter().flatten().any(|text| has(text));
    match request {
        Request::Connect { target, .. } => of(target),
        Request::Sql { target, text, .. } => of(target) || has(text),
        Request::Http { url, .. } => has(url),
        Request::Documents { target, database, .. } => {
            of(target) || has(database) || tables(request).iter().any(|table| has(table))
        }
        Request::Directory { target, .. } => of(target) || tables(request).iter().any(|name| has(name)),
        Request::Socket { action: SocketAction::Open { host, .. }, .. } | Request::Lookup { host, .. } => has(host),
        Request::Socket { .. } | Request::Close { .. } => false,
    }
}

/// What a request's dialect or protocol is called: by its own name and by its drivers'.
fn names(request: &Request) -> &'static [&'static str] {
    match request {
        Request::Connect { dialect, .. } | Request::Sql { dialect, .. } => match dialect {
            Dialect::MySql => &["mysql", "mysql2", "mariadb", "sql"],
            Dialect::PostgreSql => &["postgresql", "postgres", "pg", "sql"],
            Dialect::SqlServer => &["sqlserver", "mssql", "tedious", "sql"],
            Dialect::Oracle => &["oracle", "oracledb", "sql"],
            Dialect::Db2 => &["db2", "ibm_db", "sql"],
        },
        Request::Http { .. } => &["http", "https"],
        Request::Documents { .. } => &["mongodb", "mongo"],
        Request::Directory { .. } => &["ldap", "ldapjs"],
        Request::Socket { .. } | Request::Lookup { .. } => &["socket"],
        Request::Close { .. } => &[],
    }
}
