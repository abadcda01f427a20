//! The Auth0 store in a file, to begin with it another time.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use thiserror::Error;

use crate::flow::Auth0Store;
use crate::visible::visible_path;

/// Why a store was not saved. What stood in the file before is there still.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The system refused.
    #[error("the Auth0 store cannot be saved to {}: {source}. Name a file in a folder that can be written to", visible_path(.path))]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A password cannot be hashed.
    #[error("the Auth0 store cannot be saved: a password in it cannot be hashed ({0})")]
    Hash(#[from] bcrypt::BcryptError),
}

/// Writes the users one a line, as `[auth0] store` and `--auth0-store` read them. Nobody ever sees half of the file, and
/// only its owner can read it.
///
/// # Errors
/// When it cannot be written or a password cannot be hashed.
pub fn save_store(path: &Path, store: &Auth0Store) -> Result<(), SaveError> {
    let text = store.to_ndjson()?;
    let write = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Of a folder that is not there the system speaks first, without the name of a file nobody asked for.
        folder.metadata()?;
        let mut beside = NamedTempFile::new_in(folder)?;
        beside.write_all(text.as_bytes())?;
        beside.as_file().sync_all()?;
        beside.persist(path)?;
        Ok(())
    };
    write().map_err(|source: io::Error| SaveError::Write { path: path.to_owned(), source })
}
