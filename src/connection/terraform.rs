//! Terraform's `auth0_connection` (§7.5), from a state file (version 4) or from `terraform show -json`.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Map, Value};

use super::draft::Draft;
use super::error::LoadError;
use super::inline_scripts::inline_scripts;
use super::management_api::Drafts;
use super::model::{Form, Note, NoteLevel};
use super::options::read_options;

const RESOURCE: &str = "auth0_connection";

/// Whether a JSON document is one of Terraform's.
pub(super) fn is_terraform(document: &Map<String, Value>) -> bool {
    document.contains_key("terraform_version")
        || (document.contains_key("resources") && document.contains_key("version"))
}

/// Reads all connections of a state or of a shown state or plan.
pub(super) fn read(document: &Map<String, Value>, path: &Path) -> Result<Drafts, LoadError> {
    let not = |reason: String| LoadError::NotAConnection { path: path.to_owned(), reason };
    let mut found = Vec::new();
    let module = ["values", "planned_values"].iter().find_map(|key| document.get(*key)?.get("root_module"));
    if let Some(module) = module {
        shown_resources(module, &mut found);
    } else if let Some(resources) = document.get("resources").and_then(Value::as_array) {
        match document.get("version").and_then(Value::as_u64) {
            Some(4) => state_resources(resources, &mut found),
            version => {
                let version = version.map_or_else(|| "without a number".to_owned(), |version| version.to_string());
                return Err(not(format!(
                    "its state version is {version}, not 4; give the output of `terraform show -json`"
                )));
            }
        }
    }
    if found.is_empty() {
        return Err(not(format!("it holds no resource of type {RESOURCE}; give the state that does")));
    }
    // A data source repeats what a resource says, so resources come first.
    found.sort_by_key(|resource| resource.is_data);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut notes = Vec::new();
    let mut managed = HashSet::new();
    for resource in found {
        match resource.draft(path) {
            Ok(draft) if resource.is_data && managed.contains(&draft.name) => {}
            Ok(draft) => {
                managed.insert(draft.name.clone());
                drafts.push(draft);
            }
            Err(reason) => {
                let message = format!("`{}` is skipped: {reason}.", resource.address);
                notes.push(Note::new(NoteLevel::Note, message).about(path));
            }
        }
    }
    if drafts.is_empty() {
        return Err(not(format!(
            "none of its {} resources of type {RESOURCE} has the strategy `auth0`; give the state that has one",
            notes.len()
        )));
    }
    Ok((drafts, notes))
}

struct Resource<'a> {
    address: String,
    is_data: bool,
    attributes: &'a Value,
}

impl Resource<'_> {
    fn draft(&self, path: &Path) -> Result<Draft, String> {
        let text = |key: &str| self.attributes.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        if let Some(strategy) = text("strategy").filter(|strategy| *strategy != "auth0") {
            return Err(format!("its strategy is `{strategy}`, not `auth0`"));
        }
        let mut notes = Vec::new();
        let name = text("name").unwrap_or(&self.address).to_owned();
        let given = options(self.attributes.get("options"));
        if given.is_empty() {
            notes.push(Note::new(NoteLevel::Warning, format!("`{}` has no `options`.", self.address)));
        }
        let mut options = read_options(as_api(given));
        notes.append(&mut options.notes);
        let (scripts, found) = inline_scripts(&options.custom_scripts.unwrap_or_default(), path);
        notes.extend(found);
        Ok(Draft {
            name,
            form: Form::Terraform,
            path: path.to_owned(),
            options: options.options,
            configuration: options.configuration,
            scripts,
            notes,
        })
    }
}

fn state_resources<'a>(resources: &'a [Value], found: &mut Vec<Resource<'a>>) {
    for resource in resources.iter().filter(|resource| resource["type"] == RESOURCE) {
        let is_data = resource["mode"] == "data";
        let part = |key: &str| resource[key].as_str().unwrap_or_default();
        let module = if part("module").is_empty() { String::new() } else { format!("{}.", part("module")) };
        let data = if is_data { "data." } else { "" };
        for instance in resource["instances"].as_array().into_iter().flatten() {
            let index = instance.get("index_key").map(|key| format!("[{key}]")).unwrap_or_default();
            let address = format!("{module}{data}{RESOURCE}.{}{index}", part("name"));
            found.push(Resource { address, is_data, attributes: &instance["attributes"] });
        }
    }
}

fn shown_resources<'a>(module: &'a Value, found: &mut Vec<Resource<'a>>) {
    for resource in module["resources"].as_array().into_iter().flatten() {
        if resource["type"] == RESOURCE {
            let address = resource["address"].as_str().unwrap_or(RESOURCE).to_owned();
            found.push(Resource { address, is_data: resource["mode"] == "data", attributes: &resource["values"] });
        }
    }
    for child in module["child_modules"].as_array().into_iter().flatten() {
        shown_resources(child, found);
    }
}

/// `options` is a block and therefore a list of one; some tools write the object itself, or its JSON as a text.
fn options(given: Option<&Value>) -> Map<String, Value> {
    match given {
        Some(Value::Array(list)) => options(list.first()),
        Some(Value::Object(object)) => object.clone(),
        Some(Value::String(text)) => match serde_json::from_str(text) {
            Ok(Value::Array(list)) => options(list.first()),
            Ok(Value::Object(object)) => object,
            _ => Map::new(),
        },
        _ => Map::new(),
    }
}

/// The provider's options under the API's names. A state lists every attribute; those that are null or empty were
/// never set and are left out.
fn as_api(options: Map<String, Value>) -> Map<String, Value> {
    options
        .into_iter()
        .filter(|(_, value)| !is_unset(value))
        .map(|(key, value)| match key.as_str() {
            "enabled_database_customization" => ("enabledDatabaseCustomization".to_owned(), value),
            "password_policy" => ("passwordPolicy".to_owned(), value),
            "custom_scripts" => ("customScripts".to_owned(), value),
            // A map, whose values are the user's own, however empty.
            "configuration" => (key, value),
            // JSON in a text.
            "upstream_params" => {
                let parsed = value.as_str().and_then(|text| serde_json::from_str(text).ok());
                (key, parsed.unwrap_or(value))
            }
            _ => (key, without_blocks(value)),
        })
        .collect()
}

/// A block is a list of one object; the API has the object.
fn without_blocks(value: Value) -> Value {
    match value {
        Value::Array(mut list) if list.len() == 1 && list[0].is_object() => without_blocks(list.swap_remove(0)),
        Value::Array(list) => list.into_iter().map(without_blocks).collect(),
        Value::Object(object) => object
            .into_iter()
            .filter(|(_, value)| !is_unset(value))
            .map(|(key, value)| (key, without_blocks(value)))
            .collect(),
        other => other,
    }
}

fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn read_value(document: Value) -> Result<Drafts, LoadError> {
        read(document.as_object().unwrap(), Path::new("terraform.tfstate"))
    }

    fn state(resources: Value) -> Value {
        json!({"version": 4, "terraform_version": "1.9.0", "resources": resources})
    }

    #[test]
    fn blocks_become_objects_and_unset_attributes_vanish() {
        let api = as_api(
            json!({
                "custom_scripts": {"login": ""}, "configuration": {"EMPTY": ""}, "password_policy": "good",
                "domain": "",
                "scopes": [], "password_history": [{"enable": true, "size": 5}], "precedence": ["email", "username"],
                "validation": [{"username": [{"min": 1, "max": 15}]}], "upstream_params": "{\"a\":1}",
                "mfa": [{"active": null}],
                "attributes": [{"email": [{"identifier": [{"active": true}], "unique": null}], "username": []}]
            })
            .as_object()
            .unwrap()
            .clone(),
        );
        assert_eq!(
            Value::Object(api),
            json!({
                "customScripts": {"login": ""}, "configuration": {"EMPTY": ""}, "passwordPolicy": "good",
                "password_history": {"enable": true, "size": 5}, "precedence": ["email", "username"],
                "validation": {"username": {"min": 1, "max": 15}}, "upstream_params": {"a": 1}, "mfa": {},
                "attributes": {"email": {"identifier": {"active": true}}}
            })
        );
    }

    #[test]
    fn options_may_be_a_block_an_object_or_a_text() {
        for given in [
            json!([{"import_mode": true}]),
            json!({"import_mode": true}),
            json!("{\"import_mode\":true}"),
            json!("[{\"import_mode\":true}]"),
        ] {
            assert_eq!(options(Some(&given)).get("import_mode"), Some(&json!(true)), "{given}");
        }
        for given in [json!([]), json!("no json"), json!(7), Value::Null] {
            assert!(options(Some(&given)).is_empty(), "{given}");
        }
    }

    #[test]
    fn a_data_source_that_repeats_a_resource_is_read_once() {
        let attributes = json!({"name": "shop", "strategy": "auth0", "options": [{"custom_scripts": {"login": "x"}}]});
        let instances = json!([{"attributes": attributes}]);
        let resource =
            |mode: &str| json!({"mode": mode, "type": "auth0_connection", "name": "shop", "instances": instances});
        let (drafts, notes) = read_value(state(json!([resource("data"), resource("managed")]))).unwrap();
        assert_eq!((drafts.len(), notes.len()), (1, 0));
    }

    #[test]
    fn nested_modules_of_a_shown_state_are_searched() {
        let address = "module.a.module.b.auth0_connection.shop";
        let inner =
            json!({"resources": [{"type": "auth0_connection", "address": address, "values": {"name": "shop"}}]});
        let outer = json!({"child_modules": [{"child_modules": [inner]}]});
        let shown = json!({"format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": outer}});
        let (drafts, _) = read_value(shown).unwrap();
        assert_eq!(drafts[0].name, "shop");
    }

    #[test]
    fn other_resources_and_strategies_are_told() {
        let instance = json!({"index_key": "eu", "attributes": {"name": "corp", "strategy": "samlp"}});
        let saml = json!([{"type": "auth0_connection", "module": "module.idp", "instances": [instance]}]);
        for (document, message) in [
            (
                state(json!([])),
                "terraform.tfstate is not a database connection: it holds no resource of type \
                 auth0_connection; give the state that does.",
            ),
            (
                state(saml),
                "terraform.tfstate is not a database connection: none of its 1 resources of type \
                 auth0_connection has the strategy `auth0`; give the state that has one.",
            ),
            (
                json!({"version": 3, "resources": []}),
                "terraform.tfstate is not a database connection: its state \
                 version is 3, not 4; give the output of `terraform show -json`.",
            ),
            (
                json!({"terraform_version": "1.0"}),
                "terraform.tfstate is not a database connection: it holds no \
                 resource of type auth0_connection; give the state that does.",
            ),
        ] {
            assert_eq!(read_value(document).unwrap_err().to_string(), message);
        }
    }
}
