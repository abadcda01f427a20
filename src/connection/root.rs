//! The folder a connection's files must stay in.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::LoadError;
use super::text_file::unreadable;

/// A folder that no script path may leave, neither by `..`, nor by an absolute path, nor through a symbolic link.
#[derive(Clone, Debug)]
pub(super) struct Root {
    real: PathBuf,
}

/// Why a written path is not used.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It points outside the root; it was not read.
    Leaves,
    /// Nothing can be opened there.
    Unusable(io::Error),
}

impl Root {
    /// Makes `folder` the root.
    pub fn new(folder: &Path) -> Result<Self, LoadError> {
        let real = folder.canonicalize().map_err(|source| unreadable(folder, source))?;
        Ok(Self { real })
    }

    /// The file that `written` means when it stands in `folder`; backslashes count as slashes (§7.2 rule 3).
    pub fn resolve(&self, folder: &Path, written: &str) -> Result<PathBuf, Refusal> {
        let path = folder.join(written.replace('\\', "/"));
        match path.canonicalize() {
            Ok(real) if real.starts_with(&self.real) => {
                // The short form is nicer to read, but `link/..` by text may be another file than by links.
                let short = tidy(&path);
                let same = short.canonicalize().is_ok_and(|other| other == real);
                Ok(if same { short } else { real })
            }
            Ok(_) => Err(Refusal::Leaves),
            Err(error) => {
                // Nothing is there, so links cannot be followed; the text alone must still stay inside.
                let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
                let inside = tidy(&folder.join(written.replace('\\', "/"))).starts_with(&self.real);
                Err(if inside { Refusal::Unusable(error) } else { Refusal::Leaves })
            }
        }
    }

    /// Whether an existing path lies inside once links are followed.
    pub fn holds(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| real.starts_with(&self.real))
    }
}

/// `path` without `.` and with `..` taken back, by its text alone.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidied.components().next_back(), Some(Component::Normal(_))) => {
                tidied.pop();
            }
            other => tidied.push(other),
        }
    }
    tidied
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs;

    #[test]
    fn only_paths_inside_are_resolved() {
        let place = tempfile::tempdir().unwrap();
        let root_folder = place.path().join("export");
        let folder = root_folder.join("shop");
        fs::create_dir_all(folder.join("deep")).unwrap();
        fs::write(folder.join("deep/login.js"), "").unwrap();
        fs::write(place.path().join("outside.js"), "").unwrap();
        let root = Root::new(&root_folder).unwrap();

        for inside in [
            "deep/login.js",
            "./deep/login.js",
            "deep\\login.js",
            "../shop/deep/login.js",
            "../../export/shop/deep/login.js",
        ] {
            assert!(root.resolve(&folder, inside).is_ok(), "{inside}");
        }
        let absolute = folder.join("deep/login.js");
        assert_eq!(root.resolve(&folder, absolute.to_str().unwrap()).unwrap(), absolute);
        for outside in ["../../outside.js", "../../missing.js", "..\\..\\outside.js", "/etc/hostname", "/no/such/file"]
        {
            assert!(matches!(root.resolve(&folder, outside), Err(Refusal::Leaves)), "{outside}");
        }
        assert!(matches!(root.resolve(&folder, "missing.js"), Err(Refusal::Unusable(_))));
        assert!(matches!(root.resolve(&folder, "nul\0.js"), Err(Refusal::Unusable(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("shop");
        fs::create_dir(&folder).unwrap();
        fs::write(place.path().join("secret.js"), "").unwrap();
        std::os::unix::fs::symlink(place.path().join("secret.js"), folder.join("login.js")).unwrap();
        std::os::unix::fs::symlink(place.path(), folder.join("up")).unwrap();
        let root = Root::new(&folder).unwrap();

        assert!(matches!(root.resolve(&folder, "login.js"), Err(Refusal::Leaves)));
        assert!(matches!(root.resolve(&folder, "up/secret.js"), Err(Refusal::Leaves)));
        assert!(!root.holds(&folder.join("up")));
    }
}
