//! The file itself: read with care, written whole or not at all.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use super::KeptError;

/// The largest file that is read or written, in bytes.
pub(super) const LIMIT: u64 = 1 << 20;

/// The text of the file; `None` where there is none. Never waits on a pipe, never reads more than the limit.
pub(super) fn read(path: &Path) -> Result<Option<String>, KeptError> {
    let unreadable = |source| KeptError::Unreadable { path: path.to_owned(), source };
    let foreign = |what: &str| KeptError::Foreign { path: path.to_owned(), what: what.to_owned() };
    // Asked before opening: opening a pipe waits for its other end.
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    if !metadata.is_file() {
        return Err(foreign("is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > LIMIT {
        return Err(foreign("is larger than 1 MB"));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| foreign("is not UTF-8 text"))
}

/// Writes beside the file and renames: a reader finds the old text or the new one, and no one else may read either.
pub(super) fn write(path: &Path, text: &str) -> Result<(), KeptError> {
    let folder = path.parent().unwrap_or(path);
    let written = || -> io::Result<()> {
        make(folder)?;
        // Files made so are the owner's alone.
        let mut beside = tempfile::Builder::new().prefix(".stops-").tempfile_in(folder)?;
        beside.write_all(text.as_bytes())?;
        beside.as_file().sync_all()?;
        beside.persist(path)?;
        Ok(())
    };
    written().map_err(|source| KeptError::Unwritable { path: path.to_owned(), source })
}

/// Removes the file.
pub(super) fn remove(path: &Path) -> Result<(), KeptError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(KeptError::Unwritable { path: path.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
