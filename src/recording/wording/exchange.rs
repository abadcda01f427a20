//! Exchanges with the legacy store in words: statement, parameters, answer.

use crate::legacy::directory::Operation;
use crate::legacy::socket::{Received, SocketAction};
use crate::legacy::{documents, Cell, Dialect, Params, Reply, Request, StoreError, Target};
use crate::recording::Query;

use super::stores;

/// What was asked, in full: the statement, or `GET https://…`.
pub fn statement(request: &Request) -> String {
    match request {
        Request::Connect { target, .. } => format!("connect {}", self::target(target)),
        Request::Sql { text, .. } => text.clone(),
        Request::Http { method, url, .. } => format!("{method} {url}"),
        Request::Close { target } => format!("close {}", self::target(target)),
        Request::Documents { command, .. } => stores::command(command),
        Request::Directory { operation, .. } => stores::operation(operation),
        Request::Socket { socket, action } => match action {
            SocketAction::Open { host, port, .. } => format!("open socket to {host}:{port}"),
            SocketAction::Secure { host, .. } => format!("secure socket {socket} to {host}"),
            SocketAction::Write { .. } => format!("write to socket {socket}"),
            SocketAction::Receive { .. } => format!("read from socket {socket}"),
            SocketAction::End => format!("end socket {socket}"),
            SocketAction::Destroy => format!("close socket {socket}"),
        },
        Request::Lookup { host, .. } => format!("look up {host}"),
    }
}

/// The start of the statement on one line, as much as any screen is wide: every run of white space is one space.
pub fn one_line(request: &Request) -> String {
    const WIDEST: usize = 1_000;
    let mut line = String::new();
    for word in statement(request).split_whitespace() {
        if line.len() > WIDEST {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Where a store is said to be: `db.example.test:5432/app`.
pub fn target(target: &Target) -> String {
    let host = target.host.as_deref().unwrap_or("localhost");
    let port = target.port.map(|port| format!(":{port}")).unwrap_or_default();
    let database = target.database.as_deref().map(|name| format!("/{name}")).unwrap_or_default();
    format!("{host}{port}{database}")
}

/// What was bound: the sign it replaces (`$1`, `?`, `:email`, a header, `body`) and the value as text.
pub fn bindings(request: &Request) -> Vec<(String, String)> {
    match request {
        Request::Sql { params: Params::Positional(cells), dialect, .. } => {
            cells.iter().enumerate().map(|(index, cell)| (dialect.placeholder(index), value(cell))).collect()
        }
        Request::Sql { params: Params::Named(cells), .. } => {
            let sign = if request.dialect() == Some(Dialect::SqlServer) { '@' } else { ':' };
            cells.iter().map(|(name, cell)| (format!("{sign}{name}"), value(cell))).collect()
        }
        Request::Http { headers, body, .. } => headers
            .iter()
            .map(|(name, text)| (name.clone(), text.clone()))
            .chain(body.iter().map(|body| ("body".to_owned(), value(body))))
            .collect(),
        Request::Documents { command, .. } => stores::command_parts(command),
        Request::Directory { operation, .. } => stores::operation_parts(operation),
        Request::Connect { .. } | Request::Close { .. } | Request::Socket { .. } | Request::Lookup { .. } => Vec::new(),
    }
}

/// A value on one line.
pub fn value(cell: &Cell) -> String {
    match cell {
        Cell::Null => "NULL".to_owned(),
        Cell::Bool(value) => value.to_string(),
        Cell::Integer(value) => value.to_string(),
        Cell::Real(value) => value.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Bytes { base64 } => format!("bytes {base64}"),
        Cell::BigInt { digits } => format!("{digits}n"),
        Cell::Date { ms } => date(*ms),
        Cell::Json { value } => value.to_string(),
    }
}

/// Milliseconds since 1970 in ISO 8601, UTC, as `Date.prototype.toISOString` writes it.
pub fn date(ms: f64) -> String {
    /// ECMAScript's time range: 100 million days around 1970.
    const LARGEST: f64 = 8.64e15;
    if !ms.is_finite() || ms.abs() > LARGEST {
        return "Invalid Date".to_owned();
    }
    let ms = ms as i64;
    let (days, time) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    // Days since 0000-03-01: leap days then come last in a year, and 400 years always have 146,097 days.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second, ms) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60, time % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

/// The answer in a few words; `Err` if the store refused.
pub fn answer(query: &Query) -> Result<String, String> {
    let answered = query.reply.as_ref().map_or_else(|| Ok("waiting".to_owned()), reply);
    match (&query.request, &query.reply) {
        // Only a search finds entries.
        (Request::Directory { operation, .. }, Some(Reply::Directory { result, .. }))
            if result.code == 0 && !matches!(operation, Operation::Search { .. }) =>
        {
            Ok("done".to_owned())
        }
        _ => answered,
    }
}

/// A reply in a few words; `Err` if it is a refusal.
pub fn reply(reply: &Reply) -> Result<String, String> {
    Ok(match reply {
        Reply::Connected => "connected".to_owned(),
        Reply::Closed => "closed".to_owned(),
        Reply::Rows { rows, affected, .. } => match affected {
            Some(changed) => format!("{}, {changed} changed", counted(rows.len() as u64, "row")),
            None => counted(rows.len() as u64, "row"),
        },
        Reply::Written { matched, changed, .. } if matched == changed => {
            format!("{} changed", counted(*changed, "row"))
        }
        Reply::Written { matched, changed, .. } => format!("{} matched, {changed} changed", counted(*matched, "row")),
        Reply::Several { replies } => replies.iter().map(self::reply).collect::<Result<Vec<_>, _>>()?.join("; "),
        Reply::Http { status, reason, .. } => format!("{status} {reason}").trim_end().to_owned(),
        Reply::Documents { answer } => match (documents::failure(answer), documents::found(answer)) {
            (Some((code, message)), _) => return Err(format!("{code}: {message}")),
            (None, Some(found)) => counted(found.len() as u64, "document"),
            (None, None) => documents::met(answer).map_or("done".to_owned(), |met| counted(met, "document")),
        },
        Reply::Directory { result, .. } if result.is_refusal() => {
            return Err(format!("{}: {}", result.code, result.words()))
        }
        Reply::Directory { result, .. } if result.code != 0 => result.words().to_owned(),
        Reply::Directory { entries, .. } => counted(entries.len() as u64, "entry"),
        Reply::Socket(Received::Opened { address, port }) => format!("connected to {address}:{port}"),
        Reply::Socket(_) => "done".to_owned(),
        Reply::Addresses { addresses } => addresses.join(", "),
        Reply::Error(error) if error.code.is_empty() => return Err(error.message.clone()),
        // Oracle's and Db2's messages begin with their code; SQL Server's errors are told apart by their number.
        Reply::Error(error) if error.message.contains(&error.code) => return Err(error.message.clone()),
        Reply::Error(StoreError { code, errno: Some(number), message, .. }) if code == "EREQUEST" => {
            return Err(format!("{code} {number}: {message}"));
        }
        Reply::Error(error) => return Err(format!("{}: {}", error.code, error.message)),
    })
}

/// `1 row`, `2 rows`, `no rows`.
pub fn counted(number: u64, thing: &str) -> String {
    match number {
        0 => format!("no {}", plural(thing)),
        1 => format!("1 {thing}"),
        more => format!("{more} {}", plural(thing)),
    }
}

fn plural(thing: &str) -> String {
    match thing.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{thing}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_javascript_writes_them() {
        for (ms, shown) in [
            (0.0, "1970-01-01T00:00:00.000Z"),
            (1_709_210_096_789.0, "2024-02-29T12:34:56.789Z"),
            (-1.0, "1969-12-31T23:59:59.999Z"),
            (951_868_800_000.0, "2000-03-01T00:00:00.000Z"),
            (f64::NAN, "Invalid Date"),
            (f64::INFINITY, "Invalid Date"),
        ] {
            assert_eq!(date(ms), shown);
        }
    }

    #[test]
    fn a_statement_over_several_lines_is_shown_on_one() {
        let request = Request::Sql {
            dialect: Dialect::MySql,
            target: Target::default(),
            text: "SELECT id\n       FROM users\n\t WHERE email = ?".into(),
            params: Params::Positional(vec![Cell::Text("ada@example.test".into())]),
            multiple: false,
            prepared: false,
        };
        assert_eq!(one_line(&request), "SELECT id FROM users WHERE email = ?");
        assert_eq!(bindings(&request), [("?".to_owned(), "ada@example.test".to_owned())]);
    }
}
