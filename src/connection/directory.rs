//! deploy-cli's directory export (§7.2): one folder for each connection, described by `database.json`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::description::Description;
use super::draft::Draft;
use super::entries::{entries, Entry};
use super::error::LoadError;
use super::json_text::parse_json;
use super::load::{LoadOptions, Loaded};
use super::model::{Connection, Form, Note, NoteLevel};
use super::options::read_options;
use super::root::Root;
use super::script_files::ScriptFiles;
use super::surroundings::Surroundings;
use super::text_file::read_text;

/// The file that describes a connection.
pub(super) const DESCRIPTION: &str = "database.json";
/// The folder of an export that holds the connections.
pub(super) const CONNECTIONS: &str = "database-connections";

/// Keys the API knows and deploy-cli's directory loader does not (§7.2 rule 4).
const NOT_DEPLOYED: [&str; 2] = ["change_username", "change_phone_number"];

/// Reads the connection that `description` describes. Its scripts may lie anywhere in the export it belongs to.
pub(super) fn read_alone(description: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let folder = folder_of(description);
    // `..` and links hide the names of the folders above.
    let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let connections = real.parent().filter(|parent| parent.file_name().is_some_and(|name| name == CONNECTIONS));
    let export = connections.and_then(Path::parent);
    let root = Root::new(export.unwrap_or(&folder))?;
    let settings_folders: Vec<&Path> = [Some(folder.as_path()), connections, export].into_iter().flatten().collect();
    let surroundings = Surroundings::of(&settings_folders, options)?;
    let connection = read_one(description, &root, &surroundings)?;
    Ok(Loaded { connections: vec![connection], notes: Vec::new() })
}

/// Reads the connection of every sub-folder of `folder`; no script may leave `root`. A folder that cannot be read is
/// skipped with a note.
pub(super) fn read_all(folder: &Path, root: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let root_folder = root;
    let root = Root::new(root_folder)?;
    let mut loaded = Loaded::default();
    for entry in entries(folder)? {
        if !entry.is_folder {
            if entry.is_script() || entry.name.ends_with(".json") {
                let message = format!(
                    "`{}` stands beside the connections' folders and is not read; only sub-folders are.",
                    entry.name
                );
                loaded.notes.push(Note::new(NoteLevel::Warning, message).about(&entry.path));
            }
            continue;
        }
        if entry.name.starts_with('.') || entry.name == "node_modules" {
            continue;
        }
        if holds_connections(&entry) {
            let message = format!("The folder `{}` holds connections of its own: open it by its path.", entry.name);
            loaded.notes.push(Note::new(NoteLevel::Note, message).about(&entry.path));
            continue;
        }
        match read_entry(&entry, folder, root_folder, &root, options) {
            Ok(connection) => loaded.connections.push(connection),
            Err(note) => loaded.notes.push(note),
        }
    }
    if loaded.connections.is_empty() && loaded.notes.is_empty() {
        let reason = format!("it has no sub-folder with a {DESCRIPTION}; name the folder of an export");
        return Err(LoadError::NotAConnection { path: folder.to_owned(), reason });
    }
    Ok(loaded)
}

/// Whether it describes no connection itself, and its sub-folders do. In an export there is no such folder.
fn holds_connections(entry: &Entry) -> bool {
    let exported = entry.path.parent().and_then(Path::file_name).is_some_and(|name| name == CONNECTIONS);
    if exported || entry.path.join(DESCRIPTION).symlink_metadata().is_ok() {
        return false;
    }
    let inside = entries(&entry.path).unwrap_or_default();
    inside.iter().any(|inner| inner.is_folder && inner.path.join(DESCRIPTION).is_file())
}

fn read_entry(
    entry: &Entry,
    parent: &Path,
    outer: &Path,
    root: &Root,
    options: &LoadOptions,
) -> Result<Connection, Note> {
    if !root.holds(&entry.path) {
        let message = format!("The folder `{}` is a link that leaves the export; it was not read.", entry.name);
        return Err(Note::new(NoteLevel::Error, message).about(&entry.path));
    }
    let description = entry.path.join(DESCRIPTION);
    if description.symlink_metadata().is_err() {
        let message = format!(
            "The folder `{}` is skipped: it has no {DESCRIPTION}. deploy-cli skips it too and, where deleting is \
             allowed, deletes the connection.",
            entry.name
        );
        return Err(Note::new(NoteLevel::Warning, message).citing("F40").about(&entry.path));
    }
    let skipped = |error: LoadError| {
        let message = format!("The folder `{}` is skipped: {error}", entry.name);
        Note::new(NoteLevel::Warning, message).about(&description)
    };
    let surroundings = Surroundings::of(&[&entry.path, parent, outer], options).map_err(skipped)?;
    read_one(&description, root, &surroundings).map_err(skipped)
}

fn read_one(description: &Path, root: &Root, surroundings: &Surroundings) -> Result<Connection, LoadError> {
    let folder = folder_of(description);
    if !root.holds(description) && description.exists() {
        let reason =
            "it is a link that leaves the export's folder and was not read; put the file itself there".to_owned();
        return Err(LoadError::NotAConnection { path: description.to_owned(), reason });
    }
    let original = read_text(description)?;
    let (text, mut notes) = surroundings.keywords.replace(&original, description);
    let value = parse_json(&text, description, &surroundings.keywords.unresolved(&original))?;
    let Description { name, options, custom_scripts } =
        Description::of(value).map_err(|reason| LoadError::NotAConnection { path: description.to_owned(), reason })?;
    let mut options = read_options(options.unwrap_or_default());
    notes.append(&mut options.notes);
    let name = name.unwrap_or_else(|| {
        let name = folder_name(&folder);
        let message = format!(
            "`name` is missing; the folder's name `{name}` is shown instead, deploy-cli would refuse the connection."
        );
        notes.push(Note::new(NoteLevel::Warning, message));
        name
    });
    let custom_scripts = custom_scripts.or(options.custom_scripts);
    if custom_scripts.as_ref().is_some_and(|scripts| scripts.is_empty()) {
        notes.push(empty_custom_scripts());
    }
    let custom_scripts = custom_scripts.unwrap_or_default();
    for key in NOT_DEPLOYED.into_iter().filter(|key| custom_scripts.contains_key(*key)) {
        let message = format!(
            "deploy-cli does not read the file of `customScripts.{key}` from a directory: it \
             would deploy the path itself as the script."
        );
        notes.push(Note::new(NoteLevel::Warning, message).citing("L54"));
    }
    let files = ScriptFiles { source: description, folder: &folder, root, keywords: &surroundings.keywords };
    let (scripts, found) = files.read(&custom_scripts);
    notes.extend(found);
    notes.extend(unlisted(&folder, &custom_scripts, &files)?);
    let draft = Draft {
        name,
        form: Form::Directory,
        path: description.to_owned(),
        options: options.options,
        configuration: options.configuration,
        scripts,
        notes,
    };
    Ok(draft.finish(surroundings))
}

/// The note for `customScripts: {}` (F42).
pub(super) fn empty_custom_scripts() -> Note {
    let message = "`customScripts` is an empty object, with which Auth0 treats the connection as custom; remove \
                   it or list the scripts.";
    Note::new(NoteLevel::Warning, message).citing("F42")
}

/// Scripts in the folder that `customScripts` does not list (F39).
fn unlisted(
    folder: &Path,
    listed: &serde_json::Map<String, Value>,
    files: &ScriptFiles<'_>,
) -> Result<Vec<Note>, LoadError> {
    let listed: Vec<PathBuf> = listed
        .values()
        .filter_map(Value::as_str)
        .filter_map(|written| files.root.resolve(folder, written).ok()?.canonicalize().ok())
        .collect();
    let is_listed = |path: &Path| path.canonicalize().is_ok_and(|real| listed.contains(&real));
    let notes =
        entries(folder)?.into_iter().filter(|entry| entry.is_script() && !is_listed(&entry.path)).map(|entry| {
            let message = format!(
                "`{}` is not listed in `customScripts`, so it is not part of the connection (deploy-cli has not \
                 picked files up by name since 7.3.0).",
                entry.name
            );
            Note::new(NoteLevel::Warning, message).citing("F39").about(&entry.path)
        });
    Ok(notes.collect())
}

fn folder_of(description: &Path) -> PathBuf {
    match description.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The last name of a folder, also of `.`.
pub(super) fn folder_name(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    real.file_name().map_or_else(|| real.to_string_lossy().into_owned(), |name| name.to_string_lossy().into_owned())
}
