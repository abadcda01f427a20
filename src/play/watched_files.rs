//! The files connections were read from, looked at now and then.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::connection::Connection;

/// Reads the connections anew.
type Read = Box<dyn Fn() -> Result<Vec<Connection>, String>>;

/// Notices when a file has changed. An editor may take it away for a moment while it writes.
pub(super) struct WatchedFiles {
    read: Read,
    known: HashMap<PathBuf, Stamp>,
}

/// When a file was changed last, and its length; `None` while it is not there.
type Stamp = Option<(SystemTime, u64)>;

impl WatchedFiles {
    pub(super) fn new(connections: &[Connection], read: Read) -> Self {
        Self { read, known: stamps(connections) }
    }

    /// The connections read anew, if a file has changed since the last look.
    pub(super) fn changed(&mut self) -> Option<Result<Vec<Connection>, String>> {
        let now: HashMap<PathBuf, Stamp> = self.known.keys().map(|path| (path.clone(), stamp(path))).collect();
        let has_changed = |(path, stamp): (&PathBuf, &Stamp)| stamp.is_some() && self.known.get(path) != Some(stamp);
        if !now.iter().any(has_changed) {
            return None;
        }
        self.known.extend(now.into_iter().filter(|(_, stamp)| stamp.is_some()));
        let read = (self.read)();
        if let Ok(connections) = &read {
            for (path, stamp) in stamps(connections) {
                self.known.entry(path).or_insert(stamp);
            }
        }
        Some(read)
    }
}

fn stamps(connections: &[Connection]) -> HashMap<PathBuf, Stamp> {
    let scripts = connections.iter().flat_map(|connection| connection.scripts.values());
    let scripts = scripts.filter_map(|script| script.path.clone());
    let files = connections.iter().map(|connection| connection.path.clone()).filter(|path| path.is_file());
    scripts.chain(files).map(|path| (path.clone(), stamp(&path))).collect()
}

fn stamp(path: &PathBuf) -> Stamp {
    let file = std::fs::metadata(path).ok()?;
    Some((file.modified().ok()?, file.len()))
}
