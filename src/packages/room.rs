//! The folders that may be read, and reading them.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::manifest::Manifest;
use super::refusal::Refusal;

/// Bytes of one file. The largest that packages in use have are some five million.
const LARGEST_FILE: u64 = 16 << 20;

/// Bytes of all files read for one connection.
const MOST_BYTES: usize = 256 << 20;

/// Places looked at: packages ask for what is not there, too.
const MOST_LOOKS: usize = 200_000;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file that may be read.
    File,
    /// A folder.
    Folder,
    /// Nothing.
    Nothing,
    /// Something, but a link led to it that leaves the folder in which `node_modules` stands: it is not read.
    Outside,
}

/// A package outside of `node_modules` to which a link inside of it leads, as those of a workspace do.
struct Linked {
    name: String,
    real: PathBuf,
}

struct Known {
    /// The `node_modules` folders above the connection that exist, nearest first, links followed.
    roots: Vec<PathBuf>,
    linked: Vec<Linked>,
}

type Look = (Kind, Option<Arc<Path>>);

#[derive(Default)]
struct Read {
    looks: HashMap<PathBuf, Look>,
    texts: HashMap<PathBuf, Arc<[u8]>>,
    manifests: HashMap<PathBuf, Option<Result<Arc<Manifest>, String>>>,
    bytes: usize,
}

/// The packages a connection's scripts can reach: the `node_modules` of its folder and of the folders above. What was
/// read once is read from memory from then on, so that a run that is run again finds the same.
pub struct Packages {
    folder: PathBuf,
    known: OnceLock<Known>,
    read: Mutex<Read>,
}

impl std::fmt::Debug for Packages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packages").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Packages {
    /// Those that scripts in `folder` can reach. Nothing is read before one is asked for.
    pub fn beside(folder: &Path) -> Self {
        let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder));
        Self { folder: folder.unwrap_or_default(), known: OnceLock::new(), read: Mutex::default() }
    }

    /// None at all.
    pub fn none() -> Self {
        Self { folder: PathBuf::new(), known: OnceLock::new(), read: Mutex::default() }
    }

    /// The folder the scripts stand in, links followed.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The `node_modules` folders in which a file in `folder` is looked for, nearest first, whether they exist or not.
    pub fn lookup_paths(folder: &Path) -> Vec<PathBuf> {
        let above = folder.ancestors().filter(|above| !above.as_os_str().is_empty());
        let bare = above.filter(|above| above.file_name().is_none_or(|name| name != "node_modules"));
        bare.map(|above| above.join("node_modules")).collect()
    }

    /// Whether there is any `node_modules` folder.
    pub fn is_empty(&self) -> bool {
        self.known().roots.is_empty()
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let mut known = Known { roots: Vec::new(), linked: Vec::new() };
            for path in Self::lookup_paths(&self.folder) {
                let Ok(real) = path.canonicalize() else { continue };
                // A link under that name must not open just any folder.
                let named = real.file_name().is_some_and(|name| name == "node_modules");
                if named && real.is_dir() && !known.roots.contains(&real) {
                    if let Some(tree) = path.parent() {
                        linked_in(&real, tree, "", &mut known.linked);
                    }
                    known.roots.push(real);
                }
            }
            known
        })
    }

    fn allows(&self, real: &Path) -> bool {
        let known = self.known();
        known.roots.iter().any(|root| real.starts_with(root))
            || known.linked.iter().any(|linked| real.starts_with(&linked.real))
    }

    /// What stands at `path`, links followed.
    pub fn kind(&self, path: &Path) -> Kind {
        self.look(path).0
    }

    /// The path of an existing file or folder with every link followed; `None` if it may not be read.
    pub fn real(&self, path: &Path) -> Option<Arc<Path>> {
        self.look(path).1
    }

    fn look(&self, path: &Path) -> Look {
        let path = tidy(path);
        if let Some(look) = self.lock().looks.get(&path) {
            return look.clone();
        }
        let look = self.look_afresh(&path);
        let mut read = self.lock();
        if read.looks.len() < MOST_LOOKS {
            read.looks.insert(path, look.clone());
        }
        look
    }

    fn look_afresh(&self, path: &Path) -> Look {
        if self.is_empty() || !path.is_absolute() {
            return (Kind::Nothing, None);
        }
        let Ok(real) = path.canonicalize() else { return (Kind::Nothing, None) };
        if !self.allows(&real) {
            // What no path inside of `node_modules` leads to is not talked about.
            let named = path.components().any(|part| part.as_os_str() == "node_modules");
            return (if named { Kind::Outside } else { Kind::Nothing }, None);
        }
        let kind = match fs::metadata(&real) {
            Ok(data) if data.is_file() => Kind::File,
            Ok(data) if data.is_dir() => Kind::Folder,
            _ => return (Kind::Nothing, None),
        };
        (kind, Some(real.into()))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// `ENOENT`, `EISDIR`, `EACCES` for what may not be read, `EFBIG` for what is larger than is read here.
    pub fn bytes(&self, path: &Path) -> Result<Arc<[u8]>, &'static str> {
        let real = match self.look(path) {
            (Kind::File, Some(real)) => real,
            (Kind::Folder, _) => return Err("EISDIR"),
            (Kind::Outside, _) => return Err("EACCES"),
            _ => return Err("ENOENT"),
        };
        if let Some(bytes) = self.lock().texts.get(&*real) {
            return Ok(Arc::clone(bytes));
        }
        if fs::metadata(&real).map_err(|_| "ENOENT")?.len() > LARGEST_FILE {
            return Err("EFBIG");
        }
        let bytes: Arc<[u8]> = fs::read(&real).map_err(|_| "EACCES")?.into();
        let mut read = self.lock();
        if read.bytes + bytes.len() > MOST_BYTES {
            return Err("EFBIG");
        }
        read.bytes += bytes.len();
        read.texts.insert(real.to_path_buf(), Arc::clone(&bytes));
        Ok(bytes)
    }

    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// `ENOENT`, `ENOTDIR` or `EACCES`.
    pub fn names(&self, path: &Path) -> Result<Vec<String>, &'static str> {
        let real = match self.look(path) {
            (Kind::Folder, Some(real)) => real,
            (Kind::File, _) => return Err("ENOTDIR"),
            (Kind::Outside, _) => return Err("EACCES"),
            _ => return Err("ENOENT"),
        };
        let entries = fs::read_dir(&real).map_err(|_| "EACCES")?;
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        Ok(names)
    }

    /// The manifest in a folder; `None` if there is none.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn manifest(&self, folder: &Path) -> Result<Option<Arc<Manifest>>, Refusal> {
        let path = folder.join("package.json");
        let known = self.lock().manifests.get(&path).cloned();
        let found = match known {
            Some(found) => found,
            None => {
                let text = self.bytes(&path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                let found = text.map(|text| Manifest::read(&text).map(Arc::new));
                let mut read = self.lock();
                if read.manifests.len() < MOST_LOOKS {
                    read.manifests.insert(path.clone(), found.clone());
                }
                found
            }
        };
        found.transpose().map_err(|wrong| {
            let message = format!("Invalid package config {}. {wrong}", path.display());
            Refusal::new("Error", "ERR_INVALID_PACKAGE_CONFIG", message)
        })
    }

    /// The manifest a file belongs to, and its folder: the nearest above it, within its package.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn manifest_of(&self, file: &Path) -> Result<Option<(PathBuf, Arc<Manifest>)>, Refusal> {
        for folder in file.ancestors().skip(1) {
            if folder.file_name().is_some_and(|name| name == "node_modules") {
                break;
            }
            if let Some(manifest) = self.manifest(folder)? {
                return Ok(Some((folder.to_owned(), manifest)));
            }
        }
        Ok(None)
    }

    /// How a file is shown: `node_modules/name/file.js`, wherever that folder stands.
    pub fn label(&self, file: &Path) -> String {
        let known = self.known();
        if let Some(root) = known.roots.iter().find(|root| file.starts_with(root)) {
            let rest = file.strip_prefix(root).unwrap_or(file);
            return format!("node_modules/{}", rest.display());
        }
        match known.linked.iter().find(|linked| file.starts_with(&linked.real)) {
            Some(linked) => {
                let rest = file.strip_prefix(&linked.real).unwrap_or(file);
                format!("node_modules/{}/{}", linked.name, rest.display())
            }
            None => format!("node_modules/{}", file.display()),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Packages in `folder` that are links to elsewhere in `tree`, but not to a folder around `folder` itself: that would
/// open the whole of it.
fn linked_in(folder: &Path, tree: &Path, scope: &str, found: &mut Vec<Linked>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && scope.is_empty() && name.starts_with('@') {
            linked_in(&entry.path(), tree, &format!("{name}/"), found);
        } else if kind.is_symlink() {
            let Ok(real) = entry.path().canonicalize() else { continue };
            if real.is_dir() && real.starts_with(tree) && real != tree && !folder.starts_with(&real) {
                found.push(Linked { name: format!("{scope}{name}"), real });
            }
        }
    }
}

/// `path` without `.` and with `..` taken back, by its text alone, as Node does before it looks.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidied.pop();
            }
            other => tidied.push(other),
        }
    }
    tidied
}
