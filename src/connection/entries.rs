//! What a folder holds, sorted, up to a limit no export reaches.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::LoadError;
use super::text_file::unreadable;

/// More than this is a downloads folder or a package cache, not a connection.
const LIMIT: usize = 2_000;

/// One entry of a folder. Symbolic links are followed to tell what they are.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The name; bytes that are not Unicode are shown as U+FFFD.
    pub name: String,
    /// The whole path.
    pub path: PathBuf,
    /// Whether it is (or links to) a folder.
    pub is_folder: bool,
}

impl Entry {
    /// Whether it is a file whose name ends in `.js`.
    pub fn is_script(&self) -> bool {
        !self.is_folder && self.path.extension().is_some_and(|extension| extension == "js")
    }
}

/// The entries of `folder`, sorted by name.
pub(super) fn entries(folder: &Path) -> Result<Vec<Entry>, LoadError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| unreadable(folder, source))? {
        let entry = entry.map_err(|source| unreadable(folder, source))?;
        if found.len() == LIMIT {
            return Err(LoadError::TooManyEntries { path: folder.to_owned(), limit: LIMIT });
        }
        let path = entry.path();
        found.push(Entry { name: entry.file_name().to_string_lossy().into_owned(), is_folder: path.is_dir(), path });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}
