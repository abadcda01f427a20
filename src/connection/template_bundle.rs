//! The bundle of script templates `dbscripts.json` (§7.6): type of store → action → script. Each type is a connection.

use std::path::Path;

use serde_json::{Map, Value};

use super::draft::Draft;
use super::inline_scripts::inline_scripts;
use super::model::{Action, Form, Options};

/// Whether `document` is such a bundle: objects throughout, with a known action's text in the first.
pub(super) fn is_bundle(document: &Map<String, Value>) -> bool {
    let has_script = |scripts: &Value| Action::ALL.iter().any(|action| scripts[action.key()].is_string());
    document.values().all(Value::is_object) && document.values().next().is_some_and(has_script)
}

/// One draft for each type. Templates are made for connections that use their own database, so that is switched on.
pub(super) fn read(document: &Map<String, Value>, path: &Path) -> Vec<Draft> {
    let types = document.iter().filter_map(|(name, scripts)| Some((name, scripts.as_object()?)));
    types
        .map(|(name, scripts)| {
            let (scripts, notes) = inline_scripts(scripts, path);
            Draft {
                name: name.clone(),
                form: Form::TemplateBundle,
                path: path.to_owned(),
                options: Options { enabled_database_customization: Some(true), ..Options::default() },
                configuration: Default::default(),
                scripts,
                notes,
            }
        })
        .collect()
}
