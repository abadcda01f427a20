//! Why nothing could be kept or read back. Each text says what, where and what to do next, and is safe for a terminal.

use std::io;
use std::path::PathBuf;

use crate::visible::{visible, visible_path as shown};

/// Why [`read`](super::read()) or [`write`](fn@super::write) did not do it. The file that was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The operating system refused to read.
    #[error("The kept stops in {} cannot be read: {source}. Check its permissions, or remove it to begin without \
             stops.", shown(.path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something else than a text file of ours stands there.
    #[error("{} holds no kept stops: it {what}. Move it away, or remove it to begin without stops.", shown(.path))]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is: `is not a regular file` …
        what: String,
    },
    /// A place in the file is not understood.
    #[error("{}:{line}: {} Correct it there, or remove the file to begin without stops.", shown(.path), visible(.message))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there, as a sentence.
        message: String,
    },
    /// More than is kept.
    #[error("The stops are not kept: {what}. Remove some, or make them shorter.")]
    TooMuch {
        /// What is too much and what the limit is.
        what: String,
    },
    /// The operating system refused to write.
    #[error("The stops cannot be kept in {}: {source}. Check the permissions of its folder and the room on the disk.", shown(.path))]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
