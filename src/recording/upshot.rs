//! What came of an exchange with the legacy store, told alike for all kinds of stores.
//!
//! Drivers report the same thing in a dozen forms: no row, an empty array, status 404, a result code. Diagnosis asks what
//! it came to: was somebody found, was the password refused, did the store fail, and how.

use super::{wording, Query, ScriptRun};
use crate::legacy::directory::Operation;
use crate::legacy::{documents, Cell, Effect, Reply, Request, StoreError};

/// What an exchange came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upshot {
    /// No answer, until the run ended.
    Unanswered,
    /// The question was answered, by so many rows, documents or entries.
    Found(usize),
    /// The question was answered: there is nothing of the kind.
    Nothing,
    /// So many rows or documents were changed.
    Changed(u64),
    /// The service knows the question and said no: HTTP 400, 401, 403 and 422, a bind with a wrong password.
    Refused,
    /// The store, or the way to it, failed.
    Failed(Failure),
    /// Anything else that went well.
    Done,
}

/// How a store failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody answered there: refused, unknown host, no route, time ran out, broken off.
    Unreachable,
    /// It takes no more connections.
    Crowded,
    /// No TLS could be agreed on.
    Tls,
    /// What was to be written is there already.
    Duplicate,
    /// Our own dry run kept it from a live store.
    DryRun,
    /// It answered, and refused: a wrong statement, missing rights, an HTTP status …
    Other,
}

/// Codes of Node and of drivers for a store that could not be reached.
const UNREACHABLE: [&str; 14] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "ESOCKETTIMEDOUT",
    "ECONNABORTED",
    "ECONNRESET",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "EPIPE",
    "PROTOCOL_CONNECTION_LOST",
    "ESOCKET",
    "ETIMEOUT",
    "UND_ERR_CONNECT_TIMEOUT",
];

impl Query {
    /// What came of it.
    pub fn upshot(&self) -> Upshot {
        match (&self.reply, &self.request) {
            (None, _) => Upshot::Unanswered,
            // An empty answer to anything but a search says nothing.
            (Some(Reply::Directory { result, .. }), Request::Directory { operation, .. })
                if result.code == 0 && !matches!(operation, Operation::Search { .. }) =>
            {
                Upshot::Done
            }
            (Some(reply), _) => of_reply(reply),
        }
    }

    /// How it failed, if it did.
    pub fn failure(&self) -> Option<Failure> {
        match self.upshot() {
            Upshot::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    /// The answer in a few words, whether it is one or a refusal.
    pub fn answer_in_words(&self) -> String {
        wording::answer(self).unwrap_or_else(|refusal| refusal)
    }
}

impl ScriptRun {
    /// The first exchange that failed and whose failure the script knew of before it answered.
    pub fn first_failure(&self) -> Option<(&Query, Failure)> {
        let answered = self.callbacks.first().map_or(u64::MAX, |call| call.step);
        let known = self.queries.iter().filter(|query| query.answered.is_none_or(|step| step <= answered));
        known.filter(|query| query.step <= answered).find_map(|query| Some((query, query.failure()?)))
    }

    /// What told the script that the user it was to create is there already: a duplicate the store refused, or a
    /// question that was answered and followed by no write and an error that says so.
    pub fn reported_as_existing(&self) -> Option<&Query> {
        if let Some((query, _)) = self.first_failure().filter(|(_, failure)| *failure == Failure::Duplicate) {
            return Some(query);
        }
        let error = self.outcome.as_ref()?.error.as_ref()?;
        let (query, _) = self.last_lookup().filter(|(_, upshot)| matches!(upshot, Upshot::Found(_)))?;
        let wrote = self.queries.iter().any(|query| query.effect == Effect::Write);
        (!wrote && error.message.to_lowercase().contains("exist")).then_some(query)
    }

    /// The last question about users that was answered before the script answered, with what came of it.
    pub fn last_lookup(&self) -> Option<(&Query, Upshot)> {
        let answered = self.callbacks.first().map_or(u64::MAX, |call| call.step);
        let asked = self.queries.iter().rev().filter(|query| query.step <= answered && query.request.is_statement());
        asked
            .map(|query| (query, query.upshot()))
            .find(|(_, upshot)| matches!(upshot, Upshot::Found(_) | Upshot::Nothing | Upshot::Refused))
    }
}

fn of_reply(reply: &Reply) -> Upshot {
    match reply {
        Reply::Rows { rows, affected: Some(changed), .. } if rows.is_empty() => Upshot::Changed(*changed),
        Reply::Rows { rows, .. } => found(rows.len()),
        Reply::Written { changed, .. } => Upshot::Changed(*changed),
        Reply::Several { replies } => replies.last().map_or(Upshot::Done, of_reply),
        Reply::Http { status, body, .. } => of_http(*status, body),
        Reply::Documents { answer } => match (documents::failure(answer), documents::found(answer)) {
            (Some((11_000 | 11_001, _)), _) => Upshot::Failed(Failure::Duplicate),
            (Some(_), _) => Upshot::Failed(Failure::Other),
            (None, Some(documents)) => found(documents.len()),
            (None, None) => documents::met(answer).map_or(Upshot::Done, Upshot::Changed),
        },
        Reply::Directory { result, entries, .. } => match result.code {
            0 => found(entries.len()),
            5 | 6 => Upshot::Done,
            32 => Upshot::Nothing,
            49 => Upshot::Refused,
            68 => Upshot::Failed(Failure::Duplicate),
            _ => Upshot::Failed(Failure::Other),
        },
        Reply::Error(error) => Upshot::Failed(of_error(error)),
        Reply::Connected | Reply::Closed | Reply::Socket(_) | Reply::Addresses { .. } => Upshot::Done,
    }
}

const fn found(number: usize) -> Upshot {
    match number {
        0 => Upshot::Nothing,
        more => Upshot::Found(more),
    }
}

fn of_http(status: u16, body: &Cell) -> Upshot {
    let empty = matches!(body, Cell::Text(text) if text.trim() == "[]");
    match status {
        404 | 410 => Upshot::Nothing,
        400 | 401 | 403 | 422 => Upshot::Refused,
        409 => Upshot::Failed(Failure::Duplicate),
        405..=599 => Upshot::Failed(Failure::Other),
        _ if empty => Upshot::Nothing,
        _ => Upshot::Found(1),
    }
}

fn of_error(error: &StoreError) -> Failure {
    let says = |words: &str| error.code == words || error.message.contains(words);
    if error.code == StoreError::DRY_RUN {
        Failure::DryRun
    } else if says("EPROTO") || says("unsafe legacy renegotiation") {
        Failure::Tls
    } else if ["ER_CON_COUNT_ERROR", "ER_USER_LIMIT_REACHED", "ER_TOO_MANY_USER_CONNECTIONS", "53300"]
        .contains(&&*error.code)
        || error.message.to_lowercase().contains("too many connections")
    {
        Failure::Crowded
    } else if ["ER_DUP_ENTRY", "23505"].contains(&&*error.code)
        || matches!(error.errno, Some(2601 | 2627))
        || says("ORA-00001")
        || says("SQL0803N")
        || says("E11000")
    {
        Failure::Duplicate
    } else if UNREACHABLE.iter().any(|code| says(code)) {
        Failure::Unreachable
    } else {
        Failure::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::{http, query, refused, rows, run, written};

    #[test]
    fn the_same_is_told_alike_of_rows_and_of_status_codes() {
        let row = vec![Cell::Integer(7)];
        let select = |reply| query(1, "SELECT 1", Effect::Read, reply).upshot();
        assert_eq!(select(rows(&["id"], vec![row])), Upshot::Found(1));
        assert_eq!(select(rows(&["id"], vec![])), Upshot::Nothing);
        assert_eq!(select(written(2)), Upshot::Changed(2));
        for (status, body, expected) in [
            (200, "{}", Upshot::Found(1)),
            (200, " [] ", Upshot::Nothing),
            (404, "", Upshot::Nothing),
            (401, "", Upshot::Refused),
            (409, "", Upshot::Failed(Failure::Duplicate)),
            (503, "", Upshot::Failed(Failure::Other)),
        ] {
            assert_eq!(http(1, "https://legacy.example.test/", status, body).upshot(), expected, "{status}");
        }
    }

    #[test]
    fn a_failure_is_told_by_its_code() {
        for (code, message, expected) in [
            ("ECONNREFUSED", "connect ECONNREFUSED", Failure::Unreachable),
            ("DRIVER", "Failed to connect - connect ETIMEDOUT", Failure::Unreachable),
            ("ER_DUP_ENTRY", "Duplicate entry", Failure::Duplicate),
            ("23505", "duplicate key", Failure::Duplicate),
            ("53300", "sorry", Failure::Crowded),
            ("EPROTO", "write EPROTO", Failure::Tls),
            ("ER_PARSE_ERROR", "You have an error", Failure::Other),
        ] {
            let asked = query(1, "SELECT 1", Effect::Read, refused(code, message));
            assert_eq!(asked.failure(), Some(expected), "{code}");
        }
    }

    #[test]
    fn what_failed_after_the_answer_is_not_what_led_to_it() {
        let mut late = run(Action::Login);
        late.queries.push(query(9, "SELECT 1", Effect::Read, refused("ER_PARSE_ERROR", "no")));
        assert!(late.first_failure().is_some());
        late.callbacks = crate::recording::samples::answered(
            Action::Login,
            crate::recording::OutcomeKind::Profile,
            crate::recording::samples::ada(),
        )
        .callbacks;
        assert!(late.first_failure().is_none());
    }
}
