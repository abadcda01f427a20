//! Room on the stack for what recurses over a text: the parser, and every walk over what it parsed.

use std::thread;

/// Room for a text of ordinary nesting.
const LEAST: usize = 8 << 20;
/// Room for each byte of the text: in the worst case every byte nests a level deeper (`!!!!!!`). Only what is used
/// is ever taken from the system.
const FOR_EACH_BYTE: usize = 4 << 10;

/// Runs `work` on a stack that no text of `length` bytes can overflow. `None` if the system has no such room.
pub(super) fn with_room<T: Send>(length: usize, work: impl FnOnce() -> T + Send) -> Option<T> {
    let room = LEAST.saturating_add(length.saturating_mul(FOR_EACH_BYTE));
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("parse".to_owned()).stack_size(room).spawn_scoped(scope, work).ok()?;
        thread.join().ok()
    })
}
