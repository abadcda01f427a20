//! What a run is told while it goes on, and how often it looks.

use std::sync::mpsc::TryRecvError;
use std::time::{Duration, Instant};

use rquickjs::Ctx;

use super::Watcher;
use crate::debugger::protocol::Command;
use crate::debugger::stepping::{Because, Going};

/// A run that goes freely still looks for commands, at first once in so many statements.
pub(super) const LOOK_EVERY: u64 = 1_000;
/// At most so many statements pass between two looks.
const LOOK_AT_LEAST_EVERY: u64 = 100_000;
/// About so long passes between two looks.
const LOOK_AFTER: Duration = Duration::from_millis(10);

impl Watcher {
    /// Statements may be quick or slow: looks as often as it takes to look about every [`LOOK_AFTER`].
    fn pace(&self) {
        let every = self.look_every.get();
        let since = self.looked.replace(Instant::now()).elapsed();
        if since > LOOK_AFTER * 2 {
            self.look_every.set((every / 4).max(1));
        } else if since < LOOK_AFTER / 2 {
            self.look_every.set((every * 2).min(LOOK_AT_LEAST_EVERY));
        }
    }

    /// Takes the commands that make sense while the run goes on.
    pub(super) fn take_commands(&self, ctx: &Ctx<'_>) {
        self.pace();
        loop {
            match self.link.commands.try_recv() {
                Ok(Command::Pause) => self.going.set(Going::ToNext(Because::Asked)),
                Ok(Command::SetStops(stops)) => self.set_stops(ctx, stops),
                Ok(Command::Watch(expressions)) => self.link.watch(expressions),
                Ok(Command::Stop) => {
                    self.link.control.stop();
                    return;
                }
                Err(TryRecvError::Disconnected) => {
                    self.link.control.quit();
                    return;
                }
                Ok(_) => {}
                Err(TryRecvError::Empty) => return,
            }
        }
    }
}
