//! The same connection, exported in every form, loads to the same model.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

use loginscope::connection::{
    load, Action, Connection, Environment, Form, LoadOptions, Loaded, Mode, NoteLevel, Options,
};
use serde_json::json;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/connections").join(name)
}

fn environment() -> Environment {
    [
        ("LEGACY_SCHEMA", "legacy"),
        ("LEGACY_DB_URL", "postgres://reader@legacy-db.example.test/shop"),
        ("AUTH0_KEYWORD_REPLACE_MAPPINGS", r#"{"LEGACY_TIERS":["gold","silver"]}"#),
    ]
    .into_iter()
    .collect()
}

fn loaded(name: &str) -> Loaded {
    let options = LoadOptions { config: None, environment: environment() };
    load(&fixture(name), &options).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn only(name: &str) -> Connection {
    let mut connections = loaded(name).connections;
    assert_eq!(connections.len(), 1, "{name}");
    connections.remove(0)
}

fn texts(connection: &Connection) -> Vec<(Action, &str, &str)> {
    connection.scripts.values().map(|script| (script.action, script.file.as_str(), &*script.text)).collect()
}

fn configuration(connection: &Connection) -> Vec<(&str, &str)> {
    let mut values: Vec<_> =
        connection.configuration.iter().map(|(key, value)| (key.as_str(), value.expose().as_str())).collect();
    values.sort_unstable();
    values
}

/// Options of an export, in an order of their own.
fn sorted(options: &Options) -> Options {
    let mut options = options.clone();
    options.other.sort_keys();
    options
}

const FORMS: [(&str, Form); 12] = [
    ("directory", Form::Directory),
    ("directory/database-connections", Form::Directory),
    ("directory/database-connections/shop-users", Form::Directory),
    ("directory/database-connections/shop-users/database.json", Form::Directory),
    ("yaml", Form::Yaml),
    ("yaml/tenant.yaml", Form::Yaml),
    ("api/connection.json", Form::ManagementApi),
    ("api/array.json", Form::ManagementApi),
    ("api/page.json", Form::ManagementApi),
    ("api/checkpoint.json", Form::ManagementApi),
    ("terraform/terraform.tfstate", Form::Terraform),
    ("terraform/show.json", Form::Terraform),
];

#[test]
fn the_same_connection_in_every_form_is_the_same_model() {
    let first = only("directory");
    assert_eq!(first.name, "shop-users");
    assert_eq!(first.mode(), Mode::AutomaticMigration);
    assert_eq!(first.scripts.keys().copied().collect::<Vec<_>>(), [Action::Login, Action::GetUser]);
    let login = &first.script(Action::Login).unwrap().text;
    assert!(login.contains("FROM legacy.customers") && login.contains(r#"tiers: ["gold","silver"]"#), "{login}");

    for (name, form) in FORMS {
        let connection = only(name);
        assert_eq!(connection.form, form, "{name}");
        assert_eq!(connection.name, first.name, "{name}");
        assert_eq!(connection.mode(), first.mode(), "{name}");
        assert_eq!(texts(&connection), texts(&first), "{name}");
        assert_eq!(sorted(&connection.options), sorted(&first.options), "{name}");
        let keys = |connection: &Connection| {
            configuration(connection).iter().map(|(key, _)| key.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(keys(&connection), keys(&first), "{name}");
        // The API gives configuration values encrypted; the others give the values themselves.
        if form == Form::ManagementApi {
            let empty = connection.configuration.values().all(|value| value.expose().is_empty());
            assert!(empty, "{name}");
        } else {
            assert_eq!(configuration(&connection), configuration(&first), "{name}");
        }
    }
}

#[test]
fn every_option_of_the_export_arrives() {
    let options = only("terraform/show.json").options;
    assert_eq!(options.enabled_database_customization, Some(true));
    assert_eq!(options.password_policy.as_deref(), Some("good"));
    assert_eq!(options.attributes.unwrap()["email"]["identifier"], json!({"active": true}));
    assert_eq!(options.other["password_history"], json!({"enable": true, "size": 5}));
    assert_eq!(options.other["precedence"], json!(["email", "phone_number", "username"]));
}

#[test]
fn a_healthy_connection_has_no_notes() {
    for (name, form) in FORMS {
        let connection = only(name);
        let notes: Vec<String> = connection.notes.iter().map(ToString::to_string).collect();
        if form == Form::ManagementApi {
            assert_eq!(notes.len(), 1, "{name}: {notes:?}");
            assert!(notes[0].contains("encrypted by Auth0"), "{notes:?}");
        } else {
            assert!(notes.is_empty(), "{name}: {notes:?}");
        }
    }
}

#[test]
fn connections_that_are_no_databases_are_skipped_with_a_note() {
    let notes: Vec<String> = loaded("api/page.json").notes.iter().map(|note| note.message.clone()).collect();
    assert_eq!(
        notes,
        [
            "`google-oauth2` is skipped: its strategy is `google-oauth2`, not `auth0`.",
            "`corp` is skipped: its strategy is `samlp`, not `auth0`.",
        ]
    );
    assert_eq!(loaded("terraform/terraform.tfstate").notes.len(), 1);
}

#[test]
fn a_folder_of_scripts_takes_the_rest_from_its_settings() {
    let connection = only("scripts-only");
    let export = only("directory");
    assert_eq!(connection.form, Form::BareFolder);
    assert_eq!((connection.name.as_str(), connection.mode()), ("shop-users", Mode::AutomaticMigration));
    assert_eq!(configuration(&connection), configuration(&export));
    assert_eq!(connection.script(Action::Login).unwrap().text, export.script(Action::Login).unwrap().text);
    assert_eq!(connection.script(Action::GetUser).unwrap().file, "getUser.js");
    assert!(connection.notes.is_empty(), "{:?}", connection.notes);
}

#[test]
fn each_type_of_a_template_bundle_is_a_connection() {
    let bundle = loaded("dbscripts.json");
    let names: Vec<&str> = bundle.connections.iter().map(|connection| connection.name.as_str()).collect();
    assert_eq!(names, ["postgres", "bare"]);
    assert_eq!(bundle.connections[0].form, Form::TemplateBundle);
}

#[test]
fn scripts_know_the_file_they_came_from() {
    let directory = only("directory/database-connections/shop-users");
    let path = directory.script(Action::Login).unwrap().path.clone().unwrap();
    assert_eq!(path, fixture("directory/database-connections/shop-users/login.js"));
    assert_eq!(only("api/connection.json").script(Action::Login).unwrap().path, None);
}

#[test]
fn a_settings_file_named_on_the_command_line_replaces_the_one_beside_the_connection() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("other.toml");
    std::fs::write(
        &config,
        "[configuration]\nAPI_BASE = \"https://other.example.test\"\n[store]\nseeds = \
         \"a.sql\"\n",
    )
    .unwrap();
    let options = LoadOptions { config: Some(config), environment: environment() };

    let connection = load(&fixture("scripts-only"), &options).unwrap().connections.remove(0);
    assert_eq!(connection.name, "scripts-only");
    assert_eq!(configuration(&connection), [("API_BASE", "https://other.example.test")]);
    assert_eq!(connection.settings.seeds, [folder.path().join("a.sql")]);

    let connection = load(&fixture("api/connection.json"), &options).unwrap().connections.remove(0);
    assert_eq!(configuration(&connection), [("API_BASE", "https://other.example.test"), ("LEGACY_DB_URL", "")]);
}

#[test]
fn without_values_the_markers_are_named_and_the_connection_still_opens() {
    for name in ["directory", "yaml"] {
        let connection = load(&fixture(name), &LoadOptions::default()).unwrap().connections.remove(0);
        let mut notes: Vec<String> = connection
            .notes
            .iter()
            .filter(|note| note.rule == Some("L55") && note.level == NoteLevel::Warning)
            .map(|note| {
                let place = note.place.as_ref().unwrap();
                let file = place.path.file_name().unwrap().to_string_lossy();
                format!("{file}:{} {}", place.line.unwrap(), note.message.split(' ').next().unwrap())
            })
            .collect();
        notes.sort_unstable();
        let (description, line) = if name == "yaml" { ("tenant.yaml", 44) } else { ("database.json", 49) };
        let mut expected = vec![
            format!("{description}:{line} `##LEGACY_DB_URL##`"),
            "get_user.js:7 `##LEGACY_SCHEMA##`".to_owned(),
            "login.js:8 `##LEGACY_SCHEMA##`".to_owned(),
            "login.js:21 `@@LEGACY_TIERS@@`".to_owned(),
        ];
        expected.sort_unstable();
        assert_eq!(notes, expected);
    }
}

#[test]
fn keyword_values_that_look_secret_are_masked_with_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("login.js"),
        "function login(a, b, callback) { '##DB_PASSWORD##' + '##TABLE##'; }",
    )
    .unwrap();
    std::fs::write(
        folder.path().join("loginscope.toml"),
        "[keywords]\nDB_PASSWORD = 'hunter2'\nTABLE = 'users'\nUNUSED_TOKEN = 'x'\n[configuration]\nA = \
         'a-value'\nB = ''\n",
    )
    .unwrap();
    let connection = load(folder.path(), &LoadOptions::default()).unwrap().connections.remove(0);
    let secrets: Vec<&str> = connection.secret_keywords().map(|secret| secret.expose().as_str()).collect();
    assert_eq!(secrets, ["hunter2"]);
    assert!(!format!("{:?}", connection.settings).contains("hunter2"), "secrets must not show in Debug");
}
