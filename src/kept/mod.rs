//! What is kept between one use and the next: the stops of each connection, in the user's state folder.
//!
//! [`read`] gives them back, on the lines where the statements stand now; [`write`](fn@write) puts them down. A file
//! that was not understood is never written over. This folder knows the connection and the stops: no engine, no screen,
//! no run.

mod anchor;
mod error;
mod file;
mod form;
mod masked_lines;
mod shelf;

pub use error::KeptError;
pub use shelf::{state_folder, Shelf};

use indexmap::IndexMap;

use crate::connection::{Action, Connection, Note};
use crate::debugger::stops::Stop;

/// What is kept of a connection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The stops of each action script, in the order they were set.
    pub stops: IndexMap<Action, Vec<Stop>>,
    /// What the reader must be told: stops whose line was not found again. Not kept.
    pub notes: Vec<Note>,
}

impl Kept {
    /// The stops of one action script.
    pub fn of(&self, action: Action) -> &[Stop] {
        self.stops.get(&action).map_or(&[], Vec::as_slice)
    }

    /// Whether no action script has a stop.
    pub fn is_empty(&self) -> bool {
        self.stops.values().all(Vec::is_empty)
    }
}

/// What this user keeps of `connection`; nothing where there is no home folder.
///
/// A stop on a line whose text stands elsewhere now is moved there. One whose text is gone stays on its line and is
/// said in [`Kept::notes`].
///
/// # Errors
/// The file is there but cannot be read, or is none of ours. It stays as it is.
pub fn read(connection: &Connection) -> Result<Kept, KeptError> {
    Shelf::of_this_user().read(connection)
}

/// Keeps the stops of `connection` for this user, and forgets those that were kept before. Where there are none, the
/// file is removed; where there is no home folder, nothing is kept.
///
/// # Errors
/// The file cannot be written, there are too many stops, or the file that is there [cannot be read](read()); then it
/// stays as it is.
pub fn write(connection: &Connection, kept: &Kept) -> Result<(), KeptError> {
    Shelf::of_this_user().write(connection, kept)
}
