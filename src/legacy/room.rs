//! Room on the stack for long statements.
//!
//! A chain of operators is a tree as deep as the chain is long, and everything done with a tree goes down it. Where
//! the store is asked from is not known here: a script may already be deep in calls of its own.

use std::thread;

/// Statements up to this many bytes are safe on any stack.
const SHORT: usize = 512;

/// Enough for the longest chain the store takes.
const STACK: usize = 256 << 20;

/// Does the work where there is room for a text of this size. `None` if the system refuses the room.
pub(super) fn with_room<T: Send>(size: usize, work: impl FnOnce() -> T + Send) -> Option<T> {
    if size <= SHORT {
        return Some(work());
    }
    thread::scope(|scope| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()?.join().ok())
}
