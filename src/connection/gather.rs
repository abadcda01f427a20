//! Every connection below a path, for whoever looks at many at once.

use std::path::{Path, PathBuf};

use super::directory::CONNECTIONS;
use super::entries::entries;
use super::error::LoadError;
use super::load::{load, LoadOptions, Loaded};
use super::model::{Connection, Note, NoteLevel};

/// Folders below folders that are looked into.
const DEEPEST: usize = 8;

/// Folders that are looked into in all.
const MOST_FOLDERS: usize = 5_000;

/// Opens what [`load()`] opens; beside that a folder that is no connection but holds some, at any depth, and a single
/// script, as the one script of its connection.
///
/// Folders whose names begin with a dot, `node_modules` and links to folders are left out.
///
/// # Errors
///
/// Those of [`load()`], where nothing at all could be opened.
pub fn gather(path: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    match load(path, options) {
        Ok(found) if path.is_dir() && holds_folders_alone(path, &found) => {
            let mut search = Search { options, left: MOST_FOLDERS, found };
            search.folder(path, DEEPEST)?;
            Ok(search.found)
        }
        Err(LoadError::NotAConnection { path, reason }) => {
            let mut search = Search { options, left: MOST_FOLDERS, found: Loaded::default() };
            if path.is_dir() {
                search.folder(&path, DEEPEST)?;
            } else if path.extension().is_some_and(|extension| extension == "js") {
                search.found = one_script(&path, options)?;
            }
            match search.found.connections.is_empty() {
                true => Err(LoadError::NotAConnection { path, reason }),
                false => Ok(search.found),
            }
        }
        other => other,
    }
}

/// Whether a folder is no export, and only held the folders of connections: there may be others of another form.
fn holds_folders_alone(folder: &Path, found: &Loaded) -> bool {
    let named =
        folder.canonicalize().is_ok_and(|real| real.ends_with(CONNECTIONS)) || folder.join(CONNECTIONS).is_dir();
    let is_below = |connection: &Connection| connection.path.parent().and_then(Path::parent) == Some(folder);
    !named && found.connections.iter().all(is_below)
}

struct Search<'o> {
    options: &'o LoadOptions,
    /// Folders that may still be looked into.
    left: usize,
    found: Loaded,
}

impl Search<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), LoadError> {
        for entry in entries(folder)? {
            let passed_over = entry.name.starts_with('.') || entry.name == "node_modules";
            let is_described = entry.path.extension().is_some_and(|extension| {
                ["json", "yaml", "yml", "tfstate"].iter().any(|known| extension.eq_ignore_ascii_case(known))
            });
            let known = self.found.connections.iter().any(|connection| connection.path.starts_with(&entry.path));
            if passed_over || known || entry.path.is_symlink() || !(entry.is_folder || is_described) {
                continue;
            }
            let before = self.found.connections.len();
            match load(&entry.path, self.options) {
                Ok(Loaded { connections, notes }) => {
                    self.found.connections.extend(connections);
                    self.found.notes.extend(notes);
                }
                Err(LoadError::NotAConnection { .. }) if !entry.is_folder => {}
                Err(LoadError::NotAConnection { .. }) if depth > 0 && self.left > 0 => {
                    self.left -= 1;
                    if let Err(error) = self.folder(&entry.path, depth - 1) {
                        self.skipped(&entry.path, &error);
                    }
                }
                Err(error) => self.skipped(&entry.path, &error),
            }
            if self.found.connections.len() > before {
                // That it is skipped is no longer so.
                self.found.notes.retain(|note| note.place.as_ref().is_none_or(|place| place.path != entry.path));
            }
        }
        Ok(())
    }

    fn skipped(&mut self, path: &Path, error: &LoadError) {
        let note = Note::new(NoteLevel::Warning, format!("It is left out: {error}")).about(path);
        self.found.notes.push(note);
    }
}

/// The script at `path` with the options of the connection it belongs to.
fn one_script(path: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let refused = |reason: String| LoadError::NotAConnection { path: path.to_owned(), reason };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let loaded = load(folder, options).map_err(|error| refused(format!("its folder cannot be opened: {error}")))?;
    let real = path.canonicalize().ok();
    let is_it = |script: Option<&PathBuf>| script.is_some_and(|script| script.canonicalize().ok() == real);
    for connection in loaded.connections {
        let action = connection.scripts.values().find(|script| is_it(script.path.as_ref())).map(|script| script.action);
        let Some(action) = action else { continue };
        let mut scripts = connection.scripts;
        scripts.retain(|other, _| *other == action);
        let about_it = |note: &Note| note.place.as_ref().is_some_and(|place| is_it(Some(&place.path)));
        let notes = connection.notes.iter().filter(|note| about_it(note)).cloned().collect();
        let one = Connection { scripts, notes, path: path.to_owned(), ..connection };
        return Ok(Loaded { connections: vec![one], notes: Vec::new() });
    }
    Err(refused("no action script of its folder stands in it; name it after its action, like login.js".to_owned()))
}
