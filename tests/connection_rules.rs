//! The loading rules of the export tools, one test each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use loginscope::connection::{load, Action, Connection, Environment, LoadOptions, Loaded, Note};
use tempfile::TempDir;

const LOGIN: &str = "function login(email, password, callback) {}";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn open(path: &Path) -> Loaded {
    load(path, &LoadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn only(path: &Path) -> Connection {
    let mut connections = open(path).connections;
    assert_eq!(connections.len(), 1);
    connections.remove(0)
}

/// Rules and beginnings of the notes.
fn rules(notes: &[Note]) -> Vec<(Option<&'static str>, &str)> {
    notes.iter().map(|note| (note.rule, note.message.split(' ').next().unwrap())).collect()
}

#[test]
fn scripts_listed_beside_options_override_those_inside() {
    let folder = folder(&[
        (
            "database.json",
            r#"{"name": "shop", "customScripts": {"login": "new.js"},
                "options": {"enabledDatabaseCustomization": true, "customScripts": {"login": "old.js"}}}"#,
        ),
        ("new.js", LOGIN),
        ("old.js", "old"),
    ]);
    let connection = only(folder.path());
    assert_eq!(&*connection.script(Action::Login).unwrap().text, LOGIN);
    assert_eq!(rules(&connection.notes), [(Some("F39"), "`old.js`")]);
}

#[test]
fn scripts_may_be_shared_inside_an_export_also_when_one_connection_is_opened_alone() {
    let description = r#"{"name": "shop", "options": {"enabledDatabaseCustomization": true,
        "customScripts": {"login": "../../shared/login.js"}}}"#;
    let export = folder(&[("database-connections/shop/database.json", description), ("shared/login.js", LOGIN)]);
    for path in ["", "database-connections", "database-connections/shop", "database-connections/shop/../shop"] {
        let connection = only(&export.path().join(path));
        assert!(connection.script(Action::Login).is_some() && connection.notes.is_empty(), "{path}");
    }
}

#[test]
fn settings_of_the_export_hold_for_connections_without_their_own() {
    let description = r###"{"name": "##NAME##", "options": {"enabledDatabaseCustomization": true,
        "customScripts": {"login": "login.js"}}}"###;
    let export = folder(&[
        ("loginscope.toml", "[keywords]\nNAME = 'from-the-export'"),
        ("database-connections/a/database.json", description),
        ("database-connections/a/login.js", LOGIN),
        ("database-connections/b/database.json", description),
        ("database-connections/b/login.js", LOGIN),
        ("database-connections/b/loginscope.toml", "[keywords]\nNAME = 'its-own'"),
    ]);
    let names: Vec<String> = open(export.path()).connections.into_iter().map(|connection| connection.name).collect();
    assert_eq!(names, ["from-the-export", "its-own"]);
    assert_eq!(only(&export.path().join("database-connections/a")).name, "from-the-export");
}

#[test]
fn a_connection_of_the_api_keeps_its_markers_and_names_them() {
    let folder = folder(&[
        ("loginscope.toml", "[keywords]\nHOST = 'h'"),
        (
            "shop.json",
            r###"{"name": "shop", "options": {"enabledDatabaseCustomization": true,
                "customScripts": {"login": "function login() {\n  return '##HOST##';\n}"}}}"###,
        ),
    ]);
    let connection = only(&folder.path().join("shop.json"));
    assert!(connection.script(Action::Login).unwrap().text.contains("##HOST##"));
    assert_eq!(connection.notes[0].rule, Some("L55"));
    assert_eq!(
        connection.notes[0].message,
        "`##HOST##` on line 2 of `login` was never replaced when the script was deployed."
    );
}

#[test]
fn a_json_file_of_any_name_whose_scripts_are_paths_is_read_like_database_json() {
    let folder = folder(&[
        (
            "exported.json",
            r#"{"name": "shop", "options": {"enabledDatabaseCustomization": true, "customScripts": {"login": "./login.js"}}}"#,
        ),
        ("login.js", LOGIN),
    ]);
    assert_eq!(&*only(&folder.path().join("exported.json")).script(Action::Login).unwrap().text, LOGIN);
}

#[test]
fn markers_outside_quotes_do_not_keep_a_database_json_from_opening() {
    let folder = folder(&[
        (
            "database.json",
            r#"{"name": "shop", "enabled_clients": @@CLIENTS@@,
                "options": {"enabledDatabaseCustomization": true, "customScripts": {"login": "login.js"}}}"#,
        ),
        ("login.js", LOGIN),
    ]);
    for path in [folder.path().to_owned(), folder.path().join("database.json")] {
        let connection = only(&path);
        assert_eq!(rules(&connection.notes), [(Some("L55"), "`@@CLIENTS@@`")]);
    }
}

const YAML: &str = "databases:
  - name: shop
    options:
      enabledDatabaseCustomization: true
      import_mode: yes
      customScripts:
        login: ./login.js
        change_phone_number: login.js
        create: |
          function create(user, callback) {
          }
  - name: corp
    strategy: samlp
  - name: plain
    strategy: auth0
  - name: made-custom
    options:
      customScripts: {}
";

#[test]
fn yaml_gives_every_database_its_scripts_or_a_note() {
    let folder = folder(&[("tenant.yml", YAML), ("login.js", LOGIN)]);
    let loaded = open(folder.path());
    assert_eq!(loaded.connections.len(), 1);
    let connection = &loaded.connections[0];
    let scripts: Vec<_> = connection.scripts.values().map(|script| (script.action, script.path.is_some())).collect();
    assert_eq!(scripts, [(Action::Login, true), (Action::Create, false), (Action::ChangePhoneNumber, true)]);
    assert_eq!(
        rules(&connection.notes),
        [(None, "`options.import_mode`"), (None, "`customScripts.create`")],
        "`yes` is a text in YAML 1.2"
    );
    assert_eq!(
        rules(&loaded.notes),
        [(None, "`databases[1]`"), (None, "`plain`"), (None, "`made-custom`"), (Some("F42"), "`customScripts`"),]
    );
}

#[test]
fn yaml_paths_start_at_the_base_path_where_one_is_given() {
    let folder = folder(&[("conf/tenant.yaml", YAML), ("login.js", LOGIN)]);
    let open = |base: &Path| {
        let environment: Environment = [("AUTH0_BASE_PATH", base.to_str().unwrap())].into_iter().collect();
        load(&folder.path().join("conf/tenant.yaml"), &LoadOptions { config: None, environment })
    };
    let connection = open(folder.path()).unwrap().connections.remove(0);
    assert_eq!(&*connection.script(Action::Login).unwrap().text, LOGIN);
    let error = open(Path::new("/no/such/folder")).map(|_| ()).unwrap_err().to_string();
    assert!(
        error.contains("AUTH0_BASE_PATH does not name the scripts' folder: /no/such/folder does not exist"),
        "{error}"
    );
}

#[test]
fn plain_connections_are_named_where_no_other_is_there() {
    let folder = folder(&[("tenant.yaml", "databases:\n  - name: users\n    strategy: auth0\n")]);
    let error = load(folder.path(), &LoadOptions::default()).map(|_| ()).unwrap_err().to_string();
    assert!(
        error.ends_with("has no action script to run. Nothing is listed under `options.customScripts` of `users`; export one that is."),
        "{error}"
    );
}

#[test]
fn settings_do_not_contradict_what_the_connection_says() {
    let folder = folder(&[
        (
            "database.json",
            r#"{"name": "shop", "options": {"import_mode": false, "customScripts": {"login": "login.js"}}}"#,
        ),
        ("login.js", "function login(a, b, callback) { callback(configuration.HOST); }"),
        ("loginscope.toml", "[connection]\nname = 'other'\nimport_mode = true\nenable_script_context = true"),
    ]);
    let connection = only(folder.path());
    assert_eq!((connection.name.as_str(), connection.options.import_mode), ("shop", Some(false)));
    assert!(connection.has_context());
    assert_eq!(
        rules(&connection.notes),
        [
            (None, "`connection.import_mode"),
            (None, "`connection.name"),
            (Some("L57"), "`options.enabledDatabaseCustomization`"),
            (Some("F41"), "`login.js`"),
        ]
    );
}

#[test]
fn values_of_the_settings_win_over_those_of_the_export() {
    let folder = folder(&[
        (
            "database.json",
            r#"{"name": "shop", "options": {"enabledDatabaseCustomization": true,
                "customScripts": {"login": "login.js"}, "configuration": {"A": "export", "B": "export"}}}"#,
        ),
        ("login.js", LOGIN),
        ("loginscope.toml", "[configuration]\nB = 'settings'\nC = { env = 'FROM_ENVIRONMENT' }"),
    ]);
    let environment = [("FROM_ENVIRONMENT", "environment")].into_iter().collect();
    let loaded = load(folder.path(), &LoadOptions { config: None, environment }).unwrap();
    let values: Vec<(&str, &str)> = loaded.connections[0]
        .configuration
        .iter()
        .map(|(key, value)| (key.as_str(), value.expose().as_str()))
        .collect();
    assert_eq!(values, [("A", "export"), ("B", "settings"), ("C", "environment")]);
}
