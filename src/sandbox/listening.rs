//! Sockets whose bytes the script waits for.
//!
//! A driver of the npm kind speaks to its server over a socket of its own. Nothing happens in the realm while it
//! waits, so the event loop asks the store what arrived: in passing once a turn, and for as long as there is nothing
//! else to do. Only numbers live here; who hears of it stays in JavaScript, under the task's id.

use std::rc::Rc;

use crate::legacy::socket::{Received, SocketAction};
use crate::legacy::{Reply, Request, StoreError};
use crate::recording::StackFrame;

/// A socket that is listened to.
#[derive(Clone, Debug)]
struct Listener {
    socket: u32,
    /// The id under which JavaScript keeps the function.
    task: u32,
    /// It does not keep the run alive (`unref`).
    background: bool,
    /// The server owes an answer: something was sent, and nothing came since.
    awaiting: bool,
    /// The stack on which something was last asked of the server.
    parents: Rc<[StackFrame]>,
}

/// What arrived, and for whom.
#[derive(Debug)]
pub(crate) struct Heard {
    /// The id under which JavaScript keeps the function.
    pub(crate) task: u32,
    /// What is handed to it, as JSON text.
    pub(crate) payload: String,
    /// The stack it is a continuation of.
    pub(crate) parents: Rc<[StackFrame]>,
}

/// All sockets of a realm that are listened to; the one heard last comes last.
#[derive(Debug, Default)]
pub(crate) struct Listening(Vec<Listener>);

/// Really waited at most, in milliseconds, for a server that owes nothing: it may have something to say all the same.
const UNASKED_MS: f64 = 5_000.0;
/// The same after `callback` was called: what comes then changes little.
const UNASKED_AFTERWARDS_MS: f64 = 50.0;
/// And for a server that owes an answer then.
const OWED_AFTERWARDS_MS: f64 = 2_000.0;

impl Listening {
    pub(crate) fn add(&mut self, socket: u32, task: u32, parents: Rc<[StackFrame]>) {
        self.remove(socket);
        self.0.push(Listener { socket, task, background: false, awaiting: true, parents });
    }

    pub(crate) fn remove(&mut self, socket: u32) {
        self.0.retain(|known| known.socket != socket);
    }

    pub(crate) fn set_background(&mut self, socket: u32, background: bool) {
        self.of(socket).into_iter().for_each(|known| known.background = background);
    }

    /// Something was sent on it: what comes next answers that.
    pub(crate) fn asked(&mut self, socket: u32, parents: Rc<[StackFrame]>) {
        if let Some(known) = self.of(socket) {
            known.awaiting = true;
            known.parents = parents;
        }
    }

    fn of(&mut self, socket: u32) -> Option<&mut Listener> {
        self.0.iter_mut().find(|known| known.socket == socket)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them keeps the run from being over.
    pub(crate) fn keeps_alive(&self) -> bool {
        self.0.iter().any(|known| !known.background)
    }

    /// How long to really wait for one of them, in milliseconds.
    pub(crate) fn patience_ms(&self, answered: bool) -> f64 {
        let owed = self.0.iter().any(|known| known.awaiting && !known.background);
        match (owed, answered) {
            (true, false) => f64::INFINITY,
            (true, true) => OWED_AFTERWARDS_MS,
            (false, false) => UNASKED_MS,
            (false, true) => UNASKED_AFTERWARDS_MS,
        }
    }

    /// Asks the store for what arrived, waiting at most so long; `None` if nothing is listened to.
    pub(crate) fn question(&self, wait_ms: f64) -> Option<Request> {
        let first = self.0.first()?;
        let beside = self.0[1..].iter().map(|known| known.socket).collect();
        // Rounded up: what is due then must not be asked for too early, again and again.
        let action = SocketAction::Receive { beside, wait_ms: wait_ms.max(0.0).ceil() as u64 };
        Some(Request::Socket { socket: first.socket, action })
    }

    /// Who is to hear an answer; `None` if nothing arrived.
    pub(crate) fn heard(&mut self, reply: &Reply) -> Option<Heard> {
        let (socket, reply) = match reply {
            Reply::Socket(received @ (Received::Bytes { socket, .. } | Received::Ended { socket })) => {
                (*socket, serde_json::to_string(received))
            }
            Reply::Socket(received @ Received::Failed { socket, .. }) => (*socket, serde_json::to_string(received)),
            Reply::Socket(_) => return None,
            // The store as a whole failed: the first one is told.
            other => {
                let error = match other {
                    Reply::Error(error) => error.clone(),
                    _ => StoreError { code: "ECONNRESET".to_owned(), ..StoreError::default() },
                };
                let socket = self.0.first()?.socket;
                (socket, serde_json::to_string(&Received::Failed { socket, error }))
            }
        };
        let at = self.0.iter().position(|known| known.socket == socket)?;
        let mut known = self.0.remove(at);
        known.awaiting = false;
        let heard = Heard { task: known.task, payload: reply.unwrap_or_default(), parents: Rc::clone(&known.parents) };
        self.0.push(known);
        Some(heard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::legacy::Cell;

    fn two() -> Listening {
        let mut listening = Listening::default();
        listening.add(1, 11, Rc::from([]));
        listening.add(2, 22, Rc::from([]));
        listening
    }

    fn bytes(socket: u32) -> Reply {
        Reply::Socket(Received::Bytes { socket, bytes: Cell::Text("x".to_owned()) })
    }

    #[test]
    fn whoever_was_heard_last_is_asked_last() {
        let mut listening = two();
        assert_eq!(listening.heard(&bytes(1)).map(|heard| heard.task), Some(11));
        let Some(Request::Socket { socket, action: SocketAction::Receive { beside, .. } }) = listening.question(0.0)
        else {
            unreachable!("a question about sockets")
        };
        assert_eq!((socket, beside), (2, vec![1]));
    }

    #[test]
    fn a_server_that_owes_nothing_is_not_waited_for_long() {
        let mut listening = two();
        assert_eq!(listening.patience_ms(false), f64::INFINITY);
        listening.heard(&bytes(1));
        listening.heard(&bytes(2));
        assert_eq!(listening.patience_ms(false), UNASKED_MS);
        assert_eq!(listening.patience_ms(true), UNASKED_AFTERWARDS_MS);
        listening.asked(2, Rc::from([]));
        assert_eq!(listening.patience_ms(true), OWED_AFTERWARDS_MS);
    }

    #[test]
    fn nothing_is_heard_of_a_socket_nobody_listens_to() {
        let mut listening = two();
        listening.remove(1);
        assert!(listening.heard(&bytes(1)).is_none());
        assert!(listening.heard(&Reply::Socket(Received::Nothing)).is_none());
        listening.set_background(2, true);
        assert!(!listening.keeps_alive());
    }
}
