//! A file the user names, written whole or not at all.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

/// Who may read the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone.
    Owner,
    /// Whoever may read other new files.
    AsUsual,
}

/// Writes beside the file and renames: a reader finds the old text or the new one. A link to a file stays a link.
///
/// # Errors
/// When the system refuses, and when `path` names a folder, a device or a pipe: a rename would put a file in its place.
pub fn write_whole(path: &Path, text: &str, readers: Readers) -> io::Result<()> {
    let path = place(path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".loginscope-");
    // Files made so are the owner's alone unless something else is said.
    #[cfg(unix)]
    if readers == Readers::AsUsual {
        builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = readers;
    // Of a folder that is not there the system speaks first, without the name of a file nobody asked for.
    folder.metadata()?;
    let mut beside = builder.tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().sync_all()?;
    beside.persist(path)?;
    Ok(())
}

/// Where the text goes: the end of a link, not the link.
fn place(path: &Path) -> io::Result<PathBuf> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => fs::canonicalize(path),
        Ok(_) => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(path.to_owned()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_no_file_is_refused_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let error = write_whole(folder.path(), "new", Readers::Owner).unwrap_err();
        assert_eq!(error.to_string(), "it is not a regular file");
        assert!(folder.path().is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link] = ["file", "link"].map(|name| folder.path().join(name));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_whole(&link, "new", Readers::AsUsual).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_what_is_the_owners() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        write_whole(&file, "text", Readers::Owner).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
