//! deploy-cli's YAML export (§7.3): connections in the list `databases`, scripts in files beside it.

use std::path::{Path, PathBuf};

use serde_json::Value;
use serde_saphyr::options::NonFiniteFloatPolicy;

use super::description::Description;
use super::directory::empty_custom_scripts;
use super::draft::Draft;
use super::error::LoadError;
use super::json_text::marker_hint;
use super::keywords::{quoted, Unresolved};
use super::load::{LoadOptions, Loaded};
use super::model::{Connection, Form, Note, NoteLevel};
use super::options::{kind, read_options};
use super::root::Root;
use super::script_files::ScriptFiles;
use super::surroundings::Surroundings;
use super::text_file::read_text;

/// Where deploy-cli looks for files instead of beside the YAML.
const BASE_PATH: &str = "AUTH0_BASE_PATH";

/// Reads all database connections of the file.
pub(super) fn read(path: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let beside = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = options.environment.get(BASE_PATH).map_or_else(|| beside.to_owned(), PathBuf::from);
    let surroundings = Surroundings::of(&[beside], options)?;
    let original = read_text(path)?;
    let unresolved = surroundings.keywords.unresolved(&original);
    let (text, _) = surroundings.keywords.replace(&original, path);
    let databases = databases(parse(&text, path, &unresolved)?, path)?;
    let root = Root::new(&folder).map_err(|error| {
        let reason = format!("{BASE_PATH} does not name the scripts' folder: {error}");
        LoadError::NotAConnection { path: path.to_owned(), reason }
    })?;
    let file = YamlFile { path, folder: &folder, root: &root, surroundings: &surroundings };
    let mut loaded = Loaded::default();
    for (index, value) in databases.into_iter().enumerate() {
        // The file describes a whole tenant; a marker elsewhere in it does not concern this connection.
        let shown = value.to_string();
        let markers = unresolved.iter().filter(|found| shown.contains(&found.marker)).map(|found| found.note(path));
        match Description::of(value) {
            Ok(description) => loaded.connections.push(file.connection(description, index, markers.collect())),
            Err(reason) => {
                let message = format!("`databases[{index}]` is skipped: {reason}.");
                loaded.notes.push(Note::new(NoteLevel::Note, message).about(path));
            }
        }
    }
    Ok(loaded)
}

struct YamlFile<'a> {
    path: &'a Path,
    folder: &'a Path,
    root: &'a Root,
    surroundings: &'a Surroundings,
}

impl YamlFile<'_> {
    fn connection(&self, description: Description, index: usize, mut notes: Vec<Note>) -> Connection {
        let Description { name, options, custom_scripts } = description;
        let mut options = read_options(options.unwrap_or_default());
        notes.append(&mut options.notes);
        let name = name.unwrap_or_else(|| {
            let message = format!("`databases[{}].name` is missing; deploy-cli would refuse the file.", index);
            notes.push(Note::new(NoteLevel::Warning, message));
            format!("databases[{}]", index)
        });
        let custom_scripts = custom_scripts.or(options.custom_scripts);
        if custom_scripts.as_ref().is_some_and(|scripts| scripts.is_empty()) {
            notes.push(empty_custom_scripts());
        }
        let keywords = &self.surroundings.keywords;
        let files = ScriptFiles { source: self.path, folder: self.folder, root: self.root, keywords };
        let (scripts, found) = files.read(&custom_scripts.unwrap_or_default());
        notes.extend(found);
        let draft = Draft {
            name,
            form: Form::Yaml,
            path: self.path.to_owned(),
            options: options.options,
            configuration: options.configuration,
            scripts,
            notes,
        };
        draft.finish(self.surroundings)
    }
}

fn databases(document: Value, path: &Path) -> Result<Vec<Value>, LoadError> {
    let not = |reason: String| Err(LoadError::NotAConnection { path: path.to_owned(), reason });
    let Value::Object(mut document) = document else {
        let kind = if document.is_null() { "empty" } else { kind(&document) };
        return not(format!("it is {kind}; give deploy-cli's tenant.yaml, which has a list `databases`"));
    };
    match document.remove("databases") {
        Some(Value::Array(databases)) if !databases.is_empty() => Ok(databases),
        Some(Value::Array(_) | Value::Null) => {
            not("its list `databases` is empty; export a tenant that has database connections".to_owned())
        }
        Some(other) => not(format!("its `databases` is {}; write a list", kind(&other))),
        None => not("it has no list `databases`; give deploy-cli's tenant.yaml".to_owned()),
    }
}

fn parse(text: &str, path: &Path, unresolved: &[Unresolved]) -> Result<Value, LoadError> {
    // No snippet: the line at fault may hold a secret. The default budget refuses alias bombs and deep nesting.
    // Booleans as deploy-cli's parser has them: `yes` is a text.
    let options = serde_saphyr::options! {
        with_snippet: false,
        strict_booleans: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
    };
    let parse = |text: &str| serde_saphyr::from_str_with_options(text, options.clone());
    let error = match parse(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if let (false, Ok(value)) = (unresolved.is_empty(), parse(&quoted(text, unresolved))) {
        return Ok(value);
    }
    let location = error.location();
    let number = |number: u64| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
    let line = location.map_or(1, |location| number(location.line()));
    Err(LoadError::Syntax {
        path: path.to_owned(),
        format: "YAML",
        line,
        column: location.map_or(1, |location| number(location.column())),
        message: plain(&error.without_snippet().to_string()),
        hint: marker_hint(unresolved, line),
    })
}

/// The parser's message without its positions and without advice to programmers.
fn plain(said: &str) -> String {
    if said.starts_with("budget breached") || said.starts_with("alias") {
        return "aliases or nesting unfold it to far more than an export holds".to_owned();
    }
    let message = said.split(" at line ").next().unwrap_or(said);
    message.split(", set ").next().unwrap_or(message).to_owned()
}
