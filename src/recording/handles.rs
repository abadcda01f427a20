//! Connections a run opened and did not close.

use super::{Query, ScriptRun};
use crate::legacy::directory::Operation;
use crate::legacy::{Reply, Request, Target};

impl ScriptRun {
    /// What opened each connection that was still open when the run ended, in order. HTTP needs no closing, and of
    /// sockets of the script's own nothing is told.
    pub fn left_open(&self) -> impl Iterator<Item = &Query> {
        let mut open: Vec<(&Target, &Query)> = Vec::new();
        for query in &self.queries {
            match handle(query) {
                Some((target, true)) if !matches!(query.reply, None | Some(Reply::Error(_))) => {
                    open.push((target, query))
                }
                Some((target, false)) => open.retain(|(opened, _)| !same(opened, target)),
                _ => {}
            }
        }
        open.into_iter().map(|(_, query)| query)
    }
}

/// The connection that is opened (`true`) or closed.
fn handle(query: &Query) -> Option<(&Target, bool)> {
    match &query.request {
        Request::Connect { target, .. } => Some((target, true)),
        Request::Close { target } => Some((target, false)),
        Request::Documents { target, command, .. } if command.contains_key("hello") => Some((target, true)),
        Request::Documents { target, command, .. } if command.contains_key("endSessions") => Some((target, false)),
        Request::Directory { target, operation: Operation::Connect { .. }, .. } => Some((target, true)),
        Request::Directory { target, operation: Operation::Unbind, .. } => Some((target, false)),
        _ => None,
    }
}

/// Connections are told apart by their number; where a driver gives none, by where they go.
fn same(opened: &Target, closed: &Target) -> bool {
    opened.connection == closed.connection && (opened.connection != 0 || opened.host == closed.host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Action;
    use crate::legacy::{Access, Dialect, Effect};
    use crate::recording::samples::{query, run};

    fn connect(number: u32) -> Query {
        let target = Target { connection: number, ..Target::default() };
        let request = Request::Connect { dialect: Dialect::MySql, target, access: Access::default() };
        Query { request, ..query(number, "", Effect::Read, Reply::Connected) }
    }

    fn close(number: u32) -> Query {
        let target = Target { connection: number, ..Target::default() };
        Query { request: Request::Close { target }, ..query(number, "", Effect::Read, Reply::Closed) }
    }

    #[test]
    fn what_is_not_closed_is_left_open() {
        let mut script = run(Action::Login);
        script.queries = vec![connect(1), connect(2), close(1)];
        assert_eq!(script.left_open().map(|query| query.seq).collect::<Vec<_>>(), [2]);
        script.queries.push(close(2));
        assert_eq!(script.left_open().count(), 0);
    }

    #[test]
    fn a_connection_that_was_never_there_is_not() {
        let mut script = run(Action::Login);
        script.queries =
            vec![Query { reply: Some(crate::recording::samples::refused("ECONNREFUSED", "no")), ..connect(1) }];
        assert_eq!(script.left_open().count(), 0);
    }
}
