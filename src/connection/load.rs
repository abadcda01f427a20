//! From a path to connections: which form it is, and what is left once it is read.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::directory::{CONNECTIONS, DESCRIPTION};
use super::draft::Draft;
use super::entries::{entries, Entry};
use super::environment::Environment;
use super::error::LoadError;
use super::json_text::parse_json;
use super::model::{Connection, Note, NoteLevel};
use super::surroundings::Surroundings;
use super::text_file::{read_text, unreadable};
use super::{bare_folder, directory, management_api, template_bundle, terraform, yaml};

/// File names an export's folder may hold instead of `database-connections/`.
const FILES_IN_A_FOLDER: [&str; 4] = ["tenant.yaml", "tenant.yml", "terraform.tfstate", "dbscripts.json"];

/// What reading depends on besides the path.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// A settings file instead of the `loginscope.toml` beside the connection.
    pub config: Option<PathBuf>,
    /// For keyword markers, `{ env = "NAME" }` and `AUTH0_BASE_PATH`.
    pub environment: Environment,
}

/// What a path holds.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// All database connections with at least one script, in the order they stand there; never empty.
    pub connections: Vec<Connection>,
    /// What belongs to none of them: what was skipped, and why.
    pub notes: Vec<Note>,
}

/// Opens what lies at `path`: a deploy-cli directory export (its root, `database-connections/`, one connection's
/// folder, its `database.json`), a deploy-cli YAML file, Management API JSON, a Terraform state or the output of
/// `terraform show -json`, a bundle of templates, or a folder of `.js` files.
///
/// JSON is told apart by its content. The settings of `loginscope.toml` in a connection's own folder are merged in;
/// where there is none, those of the export around it.
///
/// # Errors
///
/// Whatever keeps every connection from being opened. What keeps one of several from it, or a part of one, is a
/// [`Note`].
pub fn load(path: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let metadata = fs::metadata(path).map_err(|source| unreadable(path, source))?;
    let loaded = if metadata.is_dir() { load_folder(path, options)? } else { load_file(path, options)? };
    with_scripts_only(loaded, path)
}

fn load_folder(folder: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let entries = entries(folder)?;
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    if has(DESCRIPTION) {
        return directory::read_alone(&folder.join(DESCRIPTION), options);
    }
    if entries.iter().any(|entry| entry.is_folder && entry.name == CONNECTIONS) {
        return directory::read_all(&folder.join(CONNECTIONS), folder, options);
    }
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    if real.file_name().is_some_and(|name| name == CONNECTIONS) {
        return directory::read_all(folder, real.parent().unwrap_or(folder), options);
    }
    if real.parent().and_then(Path::file_name).is_some_and(|name| name == CONNECTIONS) {
        let reason = format!(
            "the folder lies in {CONNECTIONS} but has no {DESCRIPTION}, so deploy-cli skips it; \
             add one that lists the scripts under `options.customScripts`"
        );
        return Err(LoadError::NotAConnection { path: folder.to_owned(), reason });
    }
    if let Some(name) = FILES_IN_A_FOLDER.iter().find(|name| has(name)) {
        return load_file(&folder.join(name), options);
    }
    if entries.iter().any(|entry| bare_folder::action_of(entry).is_some()) {
        return bare_folder::read(folder, &entries, options);
    }
    let is_described = |entry: &Entry| entry.is_folder && entry.path.join(DESCRIPTION).is_file();
    if entries.iter().any(is_described) {
        return directory::read_all(folder, folder, options);
    }
    let reason = format!(
        "the folder has no {DESCRIPTION}, no {CONNECTIONS} folder, no tenant.yaml and no scripts named after \
         actions (login.js, get_user.js …); name the folder that does"
    );
    Err(LoadError::NotAConnection { path: folder.to_owned(), reason })
}

fn load_file(path: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "yaml" | "yml" => yaml::read(path, options),
        "js" => {
            // Asked for first, so that a pipe or a huge file is named as such.
            read_text(path)?;
            let reason = "it is a single script; give the folder it lies in".to_owned();
            Err(LoadError::NotAConnection { path: path.to_owned(), reason })
        }
        "tf" | "hcl" => {
            let reason =
                "Terraform sources are not read; give terraform.tfstate or the output of `terraform show -json`";
            Err(LoadError::NotAConnection { path: path.to_owned(), reason: reason.to_owned() })
        }
        other => load_json(path, other, options),
    }
}

fn load_json(path: &Path, extension: &str, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let text = read_text(path)?;
    let is_description = path.file_name().is_some_and(|name| name == DESCRIPTION);
    let document = match parse_json(&text, path, &[]) {
        Ok(document) => document,
        // It may become JSON once its markers are replaced.
        Err(_) if is_description => return directory::read_alone(path, options),
        Err(_) if !matches!(extension, "json" | "tfstate" | "backup") => {
            let reason = "it is neither JSON nor named .yaml or .yml; give a file an export tool wrote".to_owned();
            return Err(LoadError::NotAConnection { path: path.to_owned(), reason });
        }
        Err(error) => return Err(error),
    };
    if names_files(&document) {
        return directory::read_alone(path, options);
    }
    let (drafts, notes) = match &document {
        Value::Object(object) if terraform::is_terraform(object) => terraform::read(object, path)?,
        Value::Object(object) if looks_like_connections(object) => management_api::read(document, path)?,
        Value::Object(object) if template_bundle::is_bundle(object) => {
            (template_bundle::read(object, path), Vec::new())
        }
        Value::Array(_) => management_api::read(document, path)?,
        other => return Err(LoadError::NotAConnection { path: path.to_owned(), reason: what_else(other) }),
    };
    let beside = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let surroundings = Surroundings::of(&[beside], options)?;
    let finish = |draft: Draft| draft.finish(&surroundings);
    Ok(Loaded { connections: drafts.into_iter().map(finish).collect(), notes })
}

fn looks_like_connections(object: &serde_json::Map<String, Value>) -> bool {
    object.get("connections").is_some_and(Value::is_array)
        || ["strategy", "options", "customScripts"].iter().any(|key| object.contains_key(*key))
}

/// Whether the scripts of a single connection object are paths, as in a directory export.
fn names_files(document: &Value) -> bool {
    let scripts = [&document["customScripts"], &document["options"]["customScripts"]];
    let is_path =
        |script: &Value| script.as_str().is_some_and(|text| text.trim_end().ends_with(".js") && !text.contains('\n'));
    scripts.into_iter().filter_map(Value::as_object).any(|scripts| scripts.values().any(is_path))
}

/// What a JSON document is that is none of ours.
fn what_else(document: &Value) -> String {
    const EXPECTED: &str = "expected a connection of the Management API, a Terraform state, or a database.json";
    match document {
        Value::Object(object) if object.contains_key("statusCode") && object.contains_key("error") => {
            let message = object.get("message").and_then(Value::as_str).unwrap_or("no message");
            format!("it is an error the API answered ({message}); fetch the connection again")
        }
        Value::Object(object) => {
            let keys: Vec<String> = object.keys().take(4).map(|key| format!("`{key}`")).collect();
            if keys.is_empty() {
                format!("the object is empty; {EXPECTED}")
            } else {
                format!("it has the keys {}; {EXPECTED}", keys.join(", "))
            }
        }
        other => format!("it is {}; {EXPECTED}", super::options::kind(other)),
    }
}

/// Leaves out connections without a script, with a note for each; an error where none is left.
fn with_scripts_only(loaded: Loaded, path: &Path) -> Result<Loaded, LoadError> {
    let Loaded { connections, mut notes } = loaded;
    let (kept, empty): (Vec<_>, Vec<_>) =
        connections.into_iter().partition(|connection| !connection.scripts.is_empty());
    if kept.is_empty() {
        let names: Vec<String> = empty.iter().map(|connection| format!("`{}`", connection.name)).collect();
        // Where something was skipped and nothing else is there, that is the reason, however harmless among others.
        let least = if empty.is_empty() { NoteLevel::Note } else { NoteLevel::Warning };
        let all = notes.into_iter().chain(empty.into_iter().flat_map(|connection| connection.notes));
        let mut causes: Vec<Note> = all.filter(|note| note.level >= least).collect();
        causes.sort_by_key(|note| std::cmp::Reverse(note.level));
        let mut reasons: Vec<String> = causes.into_iter().map(|note| note.message).collect();
        if reasons.is_empty() {
            let names = names.join(", ");
            reasons.push(format!("Nothing is listed under `options.customScripts` of {names}; export one that is."));
        }
        return Err(LoadError::NoScripts { path: path.to_owned(), reasons });
    }
    for connection in empty {
        let message = format!("`{}` is left out: it has no action script.", connection.name);
        notes.push(Note::new(NoteLevel::Note, message).about(&connection.path));
        notes.extend(connection.notes.into_iter().filter(|note| note.level >= NoteLevel::Warning));
    }
    Ok(Loaded { connections: kept, notes })
}
