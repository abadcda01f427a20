//! How long a live store may take: the longest wait, and a run that is given up meanwhile.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

/// The platform gives a script 20 seconds; nothing that takes longer can be of use to it.
pub const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// The longest wait for a goodbye: the server takes back what was not committed without one, too.
pub const GOODBYE: Duration = Duration::from_millis(500);

/// Ends the wait of a store that is being asked.
#[derive(Clone, Debug, Default)]
pub struct Interrupter(Arc<Notify>);

impl Interrupter {
    /// Whoever waits now, waits no longer.
    pub fn interrupt(&self) {
        self.0.notify_waiters();
    }

    /// What comes of `work`, unless it takes too long or nobody wants to know any more.
    pub(super) async fn bounded<T>(&self, work: impl Future<Output = T>) -> Result<T, Unanswered> {
        tokio::select! {
            done = work => Ok(done),
            () = self.0.notified() => Err(Unanswered::GivenUp),
            () = tokio::time::sleep(LONGEST_WAIT) => Err(Unanswered::TooLong),
        }
    }
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unanswered {
    /// The longest wait is over.
    TooLong,
    /// The run was stopped.
    GivenUp,
}
