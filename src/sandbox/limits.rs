//! What bounds a run.

use std::time::Duration;

/// What bounds a run. A hostile script reaches one of these; the screen never hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Run time before the platform would give up; pauses do not count.
    pub run_time: Duration,
    /// Statements.
    pub steps: u64,
    /// Bytes of JavaScript heap.
    pub memory: usize,
    /// Bytes of JavaScript stack.
    pub stack: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { run_time: Duration::from_secs(20), steps: 20_000_000, memory: 256 << 20, stack: 10 << 20 }
    }
}
