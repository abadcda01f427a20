//! Where kept stops stand.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{file, form, Kept, KeptError};
use crate::connection::Connection;

/// A folder with one file per connection, or none where nothing can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    folder: Option<PathBuf>,
}

impl Shelf {
    /// `loginscope/stops` in this user's state folder; nothing is kept where there is no such folder.
    pub fn of_this_user() -> Self {
        Self { folder: state_folder().map(|state| state.join("stops")) }
    }

    /// A folder of the caller's choice. It is made when there is something to keep.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()) }
    }

    /// The file that is or would be kept for `connection`.
    pub fn file(&self, connection: &Connection) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(file_name(connection)))
    }

    /// As [`read`](super::read()), from this shelf.
    ///
    /// # Errors
    /// As there.
    pub fn read(&self, connection: &Connection) -> Result<Kept, KeptError> {
        let Some(path) = self.file(connection) else { return Ok(Kept::default()) };
        match file::read(&path)? {
            Some(text) => form::read(&path, &text, connection),
            None => Ok(Kept::default()),
        }
    }

    /// As [`write`](fn@super::write), to this shelf.
    ///
    /// # Errors
    /// As there.
    pub fn write(&self, connection: &Connection, kept: &Kept) -> Result<(), KeptError> {
        let Some(path) = self.file(connection) else { return Ok(()) };
        // What was not understood when it was read must not be lost by writing over it.
        let is_there = match file::read(&path)? {
            Some(text) => form::read(&path, &text, connection).map(|_| true)?,
            None => false,
        };
        if !kept.is_empty() {
            return file::write(&path, &form::write(&path, connection, kept)?);
        }
        if is_there {
            file::remove(&path)?;
        }
        Ok(())
    }
}

/// This user's folder for what loginscope keeps: `loginscope` in `$XDG_STATE_HOME`, else in `~/.local/state`. `None`
/// where neither is set; a relative path does not count.
pub fn state_folder() -> Option<PathBuf> {
    state_folder_of(|name| std::env::var_os(name))
}

fn state_folder_of(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/state")))?;
    Some(state.join("loginscope"))
}

/// The path of a connection, the same from wherever it was opened.
pub(super) fn place(connection: &Connection) -> PathBuf {
    std::fs::canonicalize(&connection.path).unwrap_or_else(|_| connection.path.clone())
}

/// A file may hold several connections, and names that differ may look the same once they are made safe: so the name
/// counts for the hash too.
fn file_name(connection: &Connection) -> String {
    /// Enough to be told apart by a reader.
    const LONGEST: usize = 40;
    let safe: String = connection
        .name
        .chars()
        .take(LONGEST)
        .map(|character| if character.is_ascii_alphanumeric() || character == '-' { character } else { '_' })
        .collect();
    format!("{safe}-{}.toml", hash(&place(connection), &connection.name))
}

fn hash(place: &Path, name: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(place.as_os_str().as_encoded_bytes());
    hash.update([0]);
    hash.update(name.as_bytes());
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connection::{load, Action, LoadOptions};
    use crate::debugger::stops::Stop;

    fn folder(variables: &[(&str, &str)]) -> Option<PathBuf> {
        state_folder_of(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn the_state_folder_follows_the_environment() {
        let both = [("XDG_STATE_HOME", "/state"), ("HOME", "/home/ada")];
        assert_eq!(folder(&both), Some("/state/loginscope".into()));
        assert_eq!(folder(&[("HOME", "/home/ada")]), Some("/home/ada/.local/state/loginscope".into()));
    }

    #[test]
    fn an_empty_or_relative_folder_does_not_count() {
        assert_eq!(folder(&[("XDG_STATE_HOME", ""), ("HOME", "/h")]), Some("/h/.local/state/loginscope".into()));
        assert_eq!(folder(&[("XDG_STATE_HOME", "state"), ("HOME", ".")]), None);
        assert_eq!(folder(&[]), None);
    }

    #[test]
    fn where_there_is_no_folder_nothing_is_kept_and_nothing_fails() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-scripts/stall");
        let connection = load(&sample, &LoadOptions::default()).unwrap().connections.remove(0);
        let nowhere = Shelf { folder: None };
        let kept = Kept { stops: [(Action::Login, vec![Stop::line(1)])].into_iter().collect(), notes: Vec::new() };
        nowhere.write(&connection, &kept).unwrap();
        assert_eq!(nowhere.read(&connection).unwrap(), Kept::default());
    }
}
