//! Whether an event is one a stop waits for.

use super::profile_path::at_path;
use super::{Count, ErrorPattern, QueryPattern, Trigger, Which};
use crate::legacy::{documents, tables, Reply, Request, StoreError};
use crate::recording::wording::one_line;
use crate::recording::{CallbackCall, ConsoleLine, Query};

impl Trigger {
    /// Whether an exchange is meant at this moment. One that is told when it is sent and again when it is answered
    /// is meant only once: at its answer where the pattern [needs it](QueryPattern::needs_answer), else when sent.
    pub fn on_query(&self, query: &Query) -> bool {
        match self {
            Self::Query(pattern) => query.reply.is_some() == pattern.needs_answer() && pattern.matches(query),
            _ => false,
        }
    }

    /// Whether a console line is meant.
    pub fn on_console(&self, line: &ConsoleLine) -> bool {
        match self {
            Self::Console { text } => text.as_deref().is_none_or(|text| contains(&line.text, text)),
            _ => false,
        }
    }

    /// Whether the `nth` call of `callback` in its run, counted from 1, is meant.
    pub fn on_callback(&self, call: &CallbackCall, nth: usize) -> bool {
        match self {
            Self::CallbackError { class } => call.error.as_ref().is_some_and(|error| is_class(class, &error.name)),
            Self::SecondCallback => nth > 1,
            Self::ProfileField { path } => {
                let profile = call.result.as_ref().filter(|_| call.error.is_none());
                profile.and_then(|profile| at_path(profile, path)).is_some_and(|value| !value.is_null())
            }
            _ => false,
        }
    }

    /// Whether a thrown error is meant. `name` is its `name`, empty for a value that has none.
    pub fn on_error(&self, name: &str, caught: bool) -> bool {
        match self {
            Self::Exception { which, class } => {
                let is_meant = match which {
                    Which::All => true,
                    Which::Caught => caught,
                    Which::Uncaught => !caught,
                };
                is_meant && is_class(class, name)
            }
            _ => false,
        }
    }
}

impl QueryPattern {
    /// Whether an exchange is meant, as far as it is known: what asks about the answer does not hold without one.
    pub fn matches(&self, query: &Query) -> bool {
        let is_statement = query.request.is_statement();
        let asks_statement =
            self.text.is_some() || self.table.is_some() || self.effect.is_some() || self.rows.is_some();
        if !is_statement && (asks_statement || !self.needs_answer()) {
            return false;
        }
        self.effect.is_none_or(|effect| effect == query.effect)
            && self.text.as_deref().is_none_or(|text| has_text(&query.request, text))
            && self.rows.is_none_or(|rows| query.reply.as_ref().and_then(counted).is_some_and(|n| rows.holds(n)))
            && self.error.as_ref().is_none_or(|error| query.reply.as_ref().is_some_and(|reply| error.holds(reply)))
            && self.slower_than_ms.is_none_or(|limit| query.elapsed_ms.is_some_and(|took| took > limit))
            && self.table.as_deref().is_none_or(|table| has_table(&query.request, table))
    }

    /// Whether it asks about rows, an error or the duration, so that it can hold only once the store has answered.
    pub const fn needs_answer(&self) -> bool {
        self.rows.is_some() || self.error.is_some() || self.slower_than_ms.is_some()
    }
}

impl Count {
    /// Whether `number` is one that is meant.
    pub const fn holds(self, number: u64) -> bool {
        match self {
            Self::Exactly(wanted) => number == wanted,
            Self::AtLeast(least) => number >= least,
            Self::AtMost(most) => number <= most,
        }
    }
}

impl ErrorPattern {
    /// Whether `reply` is an error that is meant.
    pub fn holds(&self, reply: &Reply) -> bool {
        match (self, reply) {
            (Self::Any, Reply::Error(_)) => true,
            (Self::Any, Reply::Http { status, .. }) => *status >= 400,
            (Self::Any, Reply::Documents { answer }) => documents::failure(answer).is_some(),
            (Self::Any, Reply::Directory { result, .. }) => result.is_refusal(),
            (Self::Named(name), Reply::Error(error)) => is_named(error, name),
            (Self::Named(name), Reply::Http { status, reason, .. }) => {
                *status >= 400 && (status.to_string() == *name || contains(reason, name))
            }
            _ => false,
        }
    }
}

fn is_named(error: &StoreError, name: &str) -> bool {
    error.code.eq_ignore_ascii_case(name)
        || error.sql_state.as_deref().is_some_and(|state| state.eq_ignore_ascii_case(name))
        || error.errno.is_some_and(|number| number.to_string() == name)
        || contains(&error.message, name)
}

fn is_class(class: &Option<String>, name: &str) -> bool {
    class.as_deref().is_none_or(|class| class.eq_ignore_ascii_case(name))
}

fn has_text(request: &Request, text: &str) -> bool {
    match request {
        Request::Sql { text: statement, .. } => contains(&run_together(statement), &run_together(text)),
        Request::Http { method, url, .. } => contains(&format!("{method} {url}"), text.trim()),
        Request::Documents { .. } | Request::Directory { .. } => contains(&one_line(request), text.trim()),
        Request::Connect { .. } | Request::Close { .. } | Request::Socket { .. } | Request::Lookup { .. } => false,
    }
}

/// `dbo.users` asks for `users`; the outer slashes of a path do not matter.
fn has_table(request: &Request, table: &str) -> bool {
    let wanted = match request {
        Request::Sql { .. } => table.rsplit('.').next().unwrap_or(table),
        _ => table.trim_matches('/'),
    };
    tables(request).iter().any(|named| match request {
        Request::Http { .. } => named.trim_matches('/').eq_ignore_ascii_case(wanted),
        _ => named.to_lowercase() == wanted.to_lowercase(),
    })
}

/// The rows of an answer; `None` where it is no answer to a statement.
fn counted(reply: &Reply) -> Option<u64> {
    match reply {
        Reply::Rows { rows, .. } => u64::try_from(rows.len()).ok(),
        Reply::Written { matched, .. } => Some(*matched),
        Reply::Several { replies } => replies.iter().map(counted).sum(),
        Reply::Documents { answer } => {
            documents::found(answer).map(|found| found.len() as u64).or_else(|| documents::met(answer))
        }
        Reply::Directory { entries, .. } => u64::try_from(entries.len()).ok(),
        Reply::Connected
        | Reply::Closed
        | Reply::Http { .. }
        | Reply::Socket(_)
        | Reply::Addresses { .. }
        | Reply::Error(_) => None,
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

fn run_together(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::legacy::{Effect, Target};
    use crate::recording::samples::{error, query, rows, written};
    use crate::recording::ConsoleLevel;
    use serde_json::{json, Value};

    const SELECT: &str = "SELECT id\n  FROM Users WHERE email = ?";

    fn selected(count: usize) -> Query {
        query(1, SELECT, Effect::Read, rows(&["id"], vec![vec![]; count]))
    }

    fn failed(request: Request, code: &str, message: &str) -> Query {
        let reply = StoreError { code: code.into(), message: message.into(), errno: Some(1062), ..Default::default() };
        Query { request, ..query(1, SELECT, Effect::Read, Reply::Error(reply)) }
    }

    fn http(status: u16) -> Query {
        let request = Request::Http {
            method: "POST".into(),
            url: "https://legacy.example.test/api/users/?page=1".into(),
            headers: Vec::new(),
            body: None,
            access: crate::legacy::Access::default(),
        };
        let reply =
            Reply::Http { status, reason: "Forbidden".into(), headers: Vec::new(), body: crate::legacy::Cell::Null };
        Query { request, effect: Effect::Write, ..query(1, "", Effect::Write, reply) }
    }

    fn asks(change: impl FnOnce(&mut QueryPattern)) -> QueryPattern {
        let mut pattern = QueryPattern::default();
        change(&mut pattern);
        pattern
    }

    fn text(text: &str) -> QueryPattern {
        asks(|pattern| pattern.text = Some(text.into()))
    }

    fn table(table: &str) -> QueryPattern {
        asks(|pattern| pattern.table = Some(table.into()))
    }

    fn count(rows: Count) -> QueryPattern {
        asks(|pattern| pattern.rows = Some(rows))
    }

    fn named(name: &str) -> QueryPattern {
        asks(|pattern| pattern.error = Some(ErrorPattern::Named(name.into())))
    }

    fn any_error() -> QueryPattern {
        asks(|pattern| pattern.error = Some(ErrorPattern::Any))
    }

    #[test]
    fn text_is_found_in_any_case_and_over_line_ends() {
        assert!(text("select  ID from users").matches(&selected(0)));
        assert!(!text("select email").matches(&selected(0)));
        assert!(text("post https://legacy").matches(&http(200)));
    }

    #[test]
    fn a_table_is_found_with_and_without_its_schema() {
        assert!(table("users").matches(&selected(0)) && table("dbo.USERS").matches(&selected(0)));
        assert!(!table("user").matches(&selected(0)));
        assert!(table("api/users").matches(&http(200)) && !table("users").matches(&http(200)));
    }

    #[test]
    fn rows_are_those_answered_or_matched() {
        assert!(count(Count::Exactly(0)).matches(&selected(0)));
        assert!(!count(Count::Exactly(0)).matches(&selected(1)));
        assert!(count(Count::AtLeast(2)).matches(&selected(2)) && !count(Count::AtLeast(3)).matches(&selected(2)));
        assert!(count(Count::AtMost(1)).matches(&query(1, "", Effect::Write, written(1))));
        let several = Reply::Several { replies: vec![written(1), rows(&[], vec![vec![]])] };
        assert!(count(Count::Exactly(2)).matches(&query(1, "", Effect::Write, several)));
        assert!(!count(Count::AtMost(9)).matches(&http(200)));
    }

    #[test]
    fn an_error_is_found_by_code_number_or_message() {
        let duplicate = failed(selected(0).request, "ER_DUP_ENTRY", "Duplicate entry 'ada' for key 'email'");
        for name in ["er_dup_entry", "1062", "duplicate ENTRY"] {
            assert!(named(name).matches(&duplicate), "{name}");
        }
        assert!(!named("ER_DUP").matches(&duplicate));
        assert!(any_error().matches(&duplicate) && !any_error().matches(&selected(0)));
    }

    #[test]
    fn an_http_status_from_400_is_an_error() {
        assert!(any_error().matches(&http(403)) && !any_error().matches(&http(399)));
        assert!(named("403").matches(&http(403)) && named("forbidden").matches(&http(403)));
        assert!(!named("200").matches(&http(200)));
    }

    #[test]
    fn a_failed_connection_counts_only_as_an_error_or_as_slow() {
        let connect = Request::Connect {
            dialect: crate::legacy::Dialect::MySql,
            target: Target::default(),
            access: crate::legacy::Access::default(),
        };
        let refused = failed(connect, "ECONNREFUSED", "connect ECONNREFUSED");
        assert!(any_error().matches(&refused) && named("econnrefused").matches(&refused));
        assert!(!QueryPattern::default().matches(&refused));
        let reading = QueryPattern { effect: Some(Effect::Read), ..any_error() };
        assert!(!reading.matches(&refused));
    }

    #[test]
    fn all_that_is_asked_must_hold() {
        let pattern = QueryPattern {
            effect: Some(Effect::Read),
            rows: Some(Count::Exactly(1)),
            slower_than_ms: Some(0.3),
            ..table("users")
        };
        assert!(pattern.matches(&selected(1)));
        assert!(!pattern.matches(&Query { effect: Effect::Write, ..selected(1) }));
        assert!(!pattern.matches(&Query { elapsed_ms: Some(0.3), ..selected(1) }));
        assert!(!pattern.matches(&Query { reply: None, ..selected(1) }));
    }

    #[test]
    fn an_exchange_is_meant_once_when_sent_or_at_its_answer() {
        let (sent, answered) = (Query { reply: None, elapsed_ms: None, ..selected(0) }, selected(0));
        let any = Trigger::Query(QueryPattern::default());
        assert!(any.on_query(&sent) && !any.on_query(&answered));
        let empty = Trigger::Query(count(Count::Exactly(0)));
        assert!(!empty.on_query(&sent) && empty.on_query(&answered));
        assert!(!Trigger::SecondCallback.on_query(&sent));
    }

    #[test]
    fn a_console_line_is_found_by_a_part_of_it() {
        let line = ConsoleLine { level: ConsoleLevel::Log, text: "Login Started".into(), at: None, step: 1 };
        let waits = |text: Option<&str>| Trigger::Console { text: text.map(str::to_owned) }.on_console(&line);
        assert!(waits(None) && waits(Some("started")) && !waits(Some("ended")));
    }

    fn call(error: Option<&str>, result: Option<Value>) -> CallbackCall {
        let error = error.map(|name| crate::recording::ErrorInfo { name: name.into(), ..self::error("Error", "") });
        CallbackCall { error, result, arguments: 2, stack: Vec::new(), step: 1 }
    }

    #[test]
    fn an_error_given_to_the_callback_is_found_by_its_name() {
        let waits = |class: Option<&str>, given: &CallbackCall| {
            Trigger::CallbackError { class: class.map(str::to_owned) }.on_callback(given, 1)
        };
        let refused = call(Some("WrongUsernameOrPasswordError"), None);
        assert!(waits(None, &refused) && waits(Some("wrongusernameorpassworderror"), &refused));
        assert!(!waits(Some("Error"), &refused));
        assert!(!waits(None, &call(None, Some(json!({})))));
    }

    #[test]
    fn every_call_after_the_first_is_one_too_many() {
        let meant = |nth| Trigger::SecondCallback.on_callback(&call(None, None), nth);
        assert_eq!([1, 2, 3].map(meant), [false, true, true]);
    }

    #[test]
    fn a_profile_field_is_there_where_it_has_a_value() {
        let profile =
            json!({ "user_metadata": { "plan": "free", "none": null, "off": false }, "roles": [{ "id": 1 }] });
        let given = call(None, Some(profile.clone()));
        let waits = |path: &str| Trigger::ProfileField { path: path.into() }.on_callback(&given, 1);
        assert!(waits("user_metadata.plan") && waits("roles[0].id") && waits("user_metadata.off"));
        assert!(!waits("user_metadata.none") && !waits("roles[1]") && !waits("email") && !waits("roles["));
        let refused = call(Some("Error"), Some(profile));
        assert!(!Trigger::ProfileField { path: "roles".into() }.on_callback(&refused, 1));
    }

    #[test]
    fn an_exception_is_found_by_name_and_by_what_becomes_of_it() {
        let waits = |which, class: Option<&str>, caught| {
            Trigger::Exception { which, class: class.map(str::to_owned) }.on_error("TypeError", caught)
        };
        assert!(waits(Which::All, None, true) && waits(Which::All, Some("typeerror"), false));
        assert!(waits(Which::Caught, None, true) && !waits(Which::Caught, None, false));
        assert!(waits(Which::Uncaught, None, false) && !waits(Which::Uncaught, None, true));
        assert!(!waits(Which::All, Some("RangeError"), true));
    }
}
