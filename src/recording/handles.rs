//! Connections a run opened and did not close.

use super::{Place, Query};
use crate::legacy::directory::Operation;
use crate::legacy::{Reply, Request, Target};

/// A connection to the legacy store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    /// The module that opened it: `mysql`, `pg` …
    pub driver: String,
    /// Where the script asked for it.
    pub at: Option<Place>,
    /// The step at which it did.
    pub step: u64,
}

/// The connections of a run that are open at a moment. HTTP needs no closing, and of sockets of a script's own nothing is
/// told.
#[derive(Debug, Default)]
pub struct Handles(Vec<(Target, Handle)>);

impl Handles {
    /// Hears of an exchange that was answered.
    pub fn hear(&mut self, query: &Query) {
        match opens(&query.request) {
            Some((target, true)) if !matches!(query.reply, None | Some(Reply::Error(_))) => {
                let handle = Handle { driver: query.driver.clone(), at: query.at.clone(), step: query.step };
                self.0.push((target.clone(), handle));
            }
            Some((target, false)) => self.0.retain(|(opened, _)| !same(opened, target)),
            _ => {}
        }
    }

    /// Those that are open now, in the order they were opened.
    pub fn into_open(self) -> Vec<Handle> {
        self.0.into_iter().map(|(_, handle)| handle).collect()
    }
}

/// The connection that is opened (`true`) or closed.
fn opens(request: &Request) -> Option<(&Target, bool)> {
    match request {
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
    use crate::legacy::{Access, Dialect, Effect};
    use crate::recording::samples::{query, refused};

    fn connect(number: u32) -> Query {
        let target = Target { connection: number, ..Target::default() };
        let request = Request::Connect { dialect: Dialect::MySql, target, access: Access::default() };
        Query { request, ..query(number, "", Effect::Read, Reply::Connected) }
    }

    fn close(number: u32) -> Query {
        let target = Target { connection: number, ..Target::default() };
        Query { request: Request::Close { target }, ..query(number, "", Effect::Read, Reply::Closed) }
    }

    fn left_open(exchanges: &[Query]) -> Vec<u64> {
        let mut handles = Handles::default();
        exchanges.iter().for_each(|exchange| handles.hear(exchange));
        handles.into_open().into_iter().map(|handle| handle.step).collect()
    }

    #[test]
    fn what_is_not_closed_is_left_open() {
        assert_eq!(left_open(&[connect(1), connect(2), close(1)]), [6]);
        assert_eq!(left_open(&[connect(1), connect(2), close(1), close(2)]), Vec::<u64>::new());
    }

    #[test]
    fn a_connection_that_was_never_there_is_not() {
        let lost = Query { reply: Some(refused("ECONNREFUSED", "connect ECONNREFUSED")), ..connect(1) };
        assert_eq!(left_open(&[lost]), Vec::<u64>::new());
    }
}
