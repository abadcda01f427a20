//! Why nothing could be opened. Each text says what, where and what to do next, and is safe for a terminal.

use std::io;
use std::path::PathBuf;

use crate::visible::{visible, visible_path as shown};

/// Why [`load()`](super::load()) opened no connection.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Nothing is there.
    #[error("{} does not exist. Check the path; it may name an export folder, a connection's folder, or a YAML, \
             JSON or tfstate file.", shown(.path))]
    Missing {
        /// What was asked for.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{} cannot be read: {source}. Check its permissions.", shown(.path))]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder, pipe, device or socket where a file is expected. It is not opened.
    #[error("{} is {what}, not a regular file. Give the file an export tool wrote.", shown(.path))]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// `a folder` or `a pipe, device or socket`.
        what: &'static str,
    },
    /// Over the size limit; not read.
    #[error("{} is {}; a connection file this large is not an export (the limit is 10 MB). Check that the right \
             file is named.", shown(.path), megabytes(*.bytes))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// NUL bytes or not UTF-8.
    #[error("{} is not a text file: {found}. Save it as UTF-8 text.", shown(.path))]
    NotText {
        /// The file.
        path: PathBuf,
        /// What was found, with its line.
        found: String,
    },
    /// More entries than an export has.
    #[error("{} holds more than {limit} entries; that is no folder of an export. Name the connection's own \
             folder.", shown(.path))]
    TooManyEntries {
        /// The folder.
        path: PathBuf,
        /// How many are accepted.
        limit: usize,
    },
    /// JSON, YAML or TOML that does not parse.
    #[error("{}:{line}:{column}: not valid {format}: {}.{}", shown(.path), visible(.message), hint_text(.hint))]
    Syntax {
        /// The file.
        path: PathBuf,
        /// `JSON`, `YAML` or `TOML`.
        format: &'static str,
        /// Line, from 1.
        line: u32,
        /// Column in characters, from 1.
        column: u32,
        /// What the parser said, without its own position.
        message: String,
        /// What to do next, where it is more than to correct the text.
        hint: Option<String>,
    },
    /// Parsed, but describes something else.
    #[error("{} is not a database connection: {}.", shown(.path), visible(.reason))]
    NotAConnection {
        /// The file or folder.
        path: PathBuf,
        /// What it is instead and what was expected.
        reason: String,
    },
    /// A connection without a single usable script.
    #[error("{} has no action script to run. {}", shown(.path), reasons_text(.reasons))]
    NoScripts {
        /// The file or folder.
        path: PathBuf,
        /// What was noticed while reading, one sentence each.
        reasons: Vec<String>,
    },
    /// A value of `loginscope.toml` that is unknown or of the wrong kind.
    #[error("{}:{line}: {}", shown(.path), visible(.message))]
    Settings {
        /// The settings file.
        path: PathBuf,
        /// Line, from 1.
        line: u32,
        /// Which key, what is wrong with it, what is accepted.
        message: String,
    },
    /// A file of users of the Auth0 store that cannot be used.
    #[error("{}{}{}: {}.", shown(.path), if .line.is_some() { ":" } else { "" },
            .line.map_or_else(String::new, |line| line.to_string()), visible(.message))]
    Users {
        /// The file.
        path: PathBuf,
        /// Line, from 1, where each line holds a user.
        line: Option<usize>,
        /// What is wrong, at which place of the JSON, and what to do.
        message: String,
    },
}

/// `50 MB`, rounded to tenths below 100.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    if tenths >= 1_000 || tenths.is_multiple_of(10) {
        format!("{} MB", tenths / 10)
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

fn hint_text(hint: &Option<String>) -> String {
    format!(" {}", visible(hint.as_deref().unwrap_or("Correct it there, or export it again.")))
}

fn reasons_text(reasons: &[String]) -> String {
    /// More than these would bury the first, which is usually the cause.
    const SHOWN: usize = 5;
    let mut text = reasons.iter().take(SHOWN).map(|reason| visible(reason)).collect::<Vec<_>>().join(" ");
    if reasons.len() > SHOWN {
        text.push_str(&format!(" ({} more)", reasons.len() - SHOWN));
    }
    text
}
