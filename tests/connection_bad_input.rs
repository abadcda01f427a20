//! Whatever is wrong with a connection is said in one message that names file, line or key and a next step.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use loginscope::connection::{load, Connection, LoadError, LoadOptions, Loaded, Note};

fn broken() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/connections/broken")
}

fn open(path: &Path) -> Result<Loaded, LoadError> {
    load(path, &LoadOptions::default())
}

/// The error for a fixture, with the folder of the fixtures left out.
fn message(name: &str) -> String {
    let error = open(&broken().join(name)).map(|_| ()).expect_err(name).to_string();
    without_folder(&error)
}

fn without_folder(text: &str) -> String {
    text.replace(&format!("{}/", broken().display()), "")
}

fn only(name: &str) -> Connection {
    let mut loaded = open(&broken().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(loaded.connections.len(), 1, "{name}");
    loaded.connections.remove(0)
}

fn shown(notes: &[Note]) -> Vec<String> {
    notes.iter().map(|note| without_folder(&note.to_string())).collect()
}

#[test]
fn what_cannot_be_opened_is_said_in_one_message() {
    let table: &[(&str, &str)] = &[
        ("nowhere", "nowhere does not exist. Check the path; it may name an export folder, a connection's folder, or a YAML, JSON or tfstate file."),
        ("invalid.json", "invalid.json:3:34: not valid JSON: a word that is none of true, false and null. Correct it there, or export it again."),
        ("truncated.json", "truncated.json:3:1: not valid JSON: the file ends before its JSON does. Correct it there, or export it again."),
        ("invalid.yaml", "invalid.yaml:3:4: not valid YAML: while parsing a block collection, did not find expected '-' indicator. Correct it there, or export it again."),
        ("duplicate-key.yaml", "duplicate-key.yaml:3:5: not valid YAML: duplicate mapping key: name. Correct it there, or export it again."),
        ("alias-bomb.yaml", "alias-bomb.yaml:6:12: not valid YAML: aliases or nesting unfold it to far more than an export holds. Correct it there, or export it again."),
        ("no-databases.yaml", "no-databases.yaml is not a database connection: it has no list `databases`; give deploy-cli's tenant.yaml."),
        ("empty.yaml", "empty.yaml is not a database connection: it is empty; give deploy-cli's tenant.yaml, which has a list `databases`."),
        ("empty-list.yaml", "empty-list.yaml is not a database connection: its list `databases` is empty; export a tenant that has database connections."),
        ("saml.json", "saml.json is not a database connection: its strategy is `samlp`, not `auth0`; give one whose strategy is `auth0`."),
        ("other-strategies.json", "other-strategies.json is not a database connection: none of its 2 connections has the strategy `auth0`; fetch those that have it."),
        ("empty-page.json", "empty-page.json is not a database connection: the list of connections is empty; fetch one that is not."),
        ("api-error.json", "api-error.json is not a database connection: it is an error the API answered (Expired token received for JSON Web Token validation); fetch the connection again."),
        ("no-options.json", "no-options.json has no action script to run. `shop` came without `options`: the token that fetched it lacks the scope `read:connections_options`. Fetch the connection again with it."),
        ("package.json", "package.json is not a database connection: it has the keys `name`, `version`, `scripts`; expected a connection of the Management API, a Terraform state, or a database.json."),
        ("list-of-numbers.json", "list-of-numbers.json is not a database connection: none of its 2 connections has the strategy `auth0`; fetch those that have it."),
        ("scalar.json", "scalar.json is not a database connection: it is a number; expected a connection of the Management API, a Terraform state, or a database.json."),
        ("empty.json", "empty.json:1:1: not valid JSON: the file is empty. Correct it there, or export it again."),
        ("empty-object.json", "empty-object.json is not a database connection: the object is empty; expected a connection of the Management API, a Terraform state, or a database.json."),
        ("state-v3.tfstate", "state-v3.tfstate is not a database connection: its state version is 3, not 4; give the output of `terraform show -json`."),
        ("no-connection.tfstate", "no-connection.tfstate is not a database connection: it holds no resource of type auth0_connection; give the state that does."),
        ("main.tf", "main.tf is not a database connection: Terraform sources are not read; give terraform.tfstate or the output of `terraform show -json`."),
        ("login.js", "login.js is not a database connection: it is a single script; give the folder it lies in."),
        ("no-scripts", "no-scripts has no action script to run. `customScripts.login` names `./login.js`, which does not exist. Add the file or correct the path. `customScripts.get_user` names no file; write the path of one."),
        ("empty-scripts", "empty-scripts has no action script to run. `customScripts` is an empty object, with which Auth0 treats the connection as custom; remove it or list the scripts."),
        ("settings-typo", "settings-typo/loginscope.toml:4: `stores` is not known here; known are `configuration`, `store`, `auth0`, `inputs`, `keywords`, `variants` and `connection`."),
        ("marker-outside-quotes", "marker-outside-quotes/database.json:5:19: not valid JSON: a value is missing here. `@@PRECEDENCE@@` on line 5 is not replaced; give it a value in [keywords] of loginscope.toml."),
        ("deployed/database-connections/shop", "deployed/database-connections/shop is not a database connection: the folder lies in database-connections but has no database.json, so deploy-cli skips it; add one that lists the scripts under `options.customScripts`."),
        ("deployed", "deployed has no action script to run. The folder `shop` is skipped: it has no database.json. deploy-cli skips it too and, where deleting is allowed, deletes the connection."),
    ];
    let mut wrong = String::new();
    for (name, expected) in table {
        let message = message(name);
        if message != *expected {
            wrong.push_str(&format!("        (\n{name:?},\n{message:?},\n),\n"));
        }
    }
    assert!(wrong.is_empty(), "these messages differ:\n{wrong}");
}

#[test]
fn what_cannot_be_used_is_noted_and_the_rest_opens() {
    let table: &[(&str, &[&str])] = &[
        ("missing-script", &[
    "error: `customScripts.get_user` names `./get_user.js`, which does not exist. Add the file or correct the path. (missing-script/database.json)",
]),
        ("escaping", &[
    "error: `customScripts.get_user` names `../unlisted/helper.js`, which leaves the export's folder; it was not read. Move the file inside. (escaping/database.json)",
    "error: `customScripts.create` names `..\\..\\..\\..\\..\\..\\etc\\hostname`, which leaves the export's folder; it was not read. Move the file inside. (escaping/database.json)",
    "error: `customScripts.verify` names `/etc/hostname`, which leaves the export's folder; it was not read. Move the file inside. (escaping/database.json)",
]),
        ("unknown-keys", &[
    "warning: deploy-cli does not read the file of `customScripts.change_username` from a directory: it would deploy the path itself as the script. (unknown-keys/database.json) [L54]",
    "warning: `customScripts.signin` is no action script and is ignored; the keys are login, get_user, create, verify, change_password, change_email, delete, change_username, change_phone_number. (unknown-keys/database.json) [L54]",
]),
        ("unlisted", &[
    "warning: `helper.js` is not listed in `customScripts`, so it is not part of the connection (deploy-cli has not picked files up by name since 7.3.0). (unlisted/helper.js) [F39]",
]),
        ("same-names", &[
    "warning: `create/index.js` is empty; write a function into it. (same-names/create/index.js)",
]),
        ("odd-values", &[
    "warning: `options.import_mode` is a text, not true or false; it is ignored. (odd-values/database.json)",
    "warning: `options.configuration.PORT` is not a text; scripts get its JSON text, the API would refuse it. (odd-values/database.json)",
    "warning: `name` is missing; the folder's name `odd-values` is shown instead, deploy-cli would refuse the connection. (odd-values/database.json)",
    "error: `customScripts.get_user` is a number; write the path of a file. (odd-values/database.json)",
    "error: `customScripts.verify` names no file; write the path of one. (odd-values/database.json)",
    "note: `options.enabledDatabaseCustomization` is not true, so Auth0 does not call the scripts: switch on \"Use my own database\". (odd-values/database.json) [L57]",
]),
    ];
    let mut wrong = String::new();
    for (name, expected) in table {
        let notes = shown(&only(name).notes);
        if notes != *expected {
            wrong.push_str(&format!("(\n{name:?}, &{notes:#?}),\n"));
        }
    }
    assert!(wrong.is_empty(), "these notes differ:\n{wrong}");
}

#[test]
fn one_folder_that_cannot_be_read_does_not_keep_the_others_from_opening() {
    let loaded = open(&broken().join("one-of-several")).unwrap();
    assert_eq!(loaded.connections.len(), 1);
    assert_eq!(shown(&loaded.notes), ["warning: The folder `bad-json` is skipped: one-of-several/bad-json/database.json:2:1: not valid JSON: trailing comma. Correct it there, or export it again. (one-of-several/bad-json/database.json)", "warning: The folder `bad-settings` is skipped: one-of-several/bad-settings/loginscope.toml:1:7: not valid TOML: unclosed table, expected `]`. Correct it there, or export it again. (one-of-several/bad-settings/database.json)", "warning: The folder `no-description` is skipped: it has no database.json. deploy-cli skips it too and, where deleting is allowed, deletes the connection. (one-of-several/no-description) [F40]", "warning: `stray.js` stands beside the connections' folders and is not read; only sub-folders are. (one-of-several/stray.js)"]);
}

#[test]
fn a_connection_without_options_is_told_apart_from_one_without_scripts() {
    let loaded = open(&broken().join("no-scope-for-one.json")).unwrap();
    assert_eq!(loaded.connections[0].name, "club");
    assert_eq!(shown(&loaded.notes), ["note: `shop` is left out: it has no action script. (no-scope-for-one.json)", "warning: `shop` came without `options`: the token that fetched it lacks the scope `read:connections_options`. Fetch the connection again with it. (no-scope-for-one.json)"]);
}

/// A folder with a connection of one script, which `text` is.
fn with_login(text: impl AsRef<[u8]>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("login.js"), text).unwrap();
    folder
}

fn notes_of(folder: &Path) -> Vec<String> {
    let connection = open(folder).unwrap().connections.remove(0);
    connection.notes.iter().map(|note| note.to_string().replace(&format!("{}/", folder.display()), "")).collect()
}

/// The error for a folder, with the folder left out.
fn error_of(folder: &Path, name: &str) -> String {
    let error = open(&folder.join(name)).map(|_| ()).expect_err(name).to_string();
    error.replace(&format!("{}/", folder.display()), "")
}

#[test]
fn scripts_near_and_over_the_size_limit_are_noted() {
    let of_size = |bytes: usize| notes_of(with_login("/".repeat(bytes)).path());
    assert_eq!(of_size(49_999), [""; 0]);
    assert_eq!(
        of_size(50_000),
        ["warning: `login.js` has 50000 bytes, which is near the limit of 100 KB per script. (login.js) [L8]"]
    );
    assert_eq!(of_size(100_000).len(), 1);
    assert_eq!(
        of_size(100_001),
        ["error: `login.js` has 100001 bytes; Auth0 accepts 100 KB per script. Shorten it. (login.js) [L8]"]
    );
    assert_eq!(of_size(0), ["warning: `login.js` is empty; write a function into it. (login.js)"]);
}

#[test]
fn what_is_no_text_or_too_large_is_named() {
    let folder = with_login("x");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("nul.json", b"{\n\0}");
    write("latin1.yaml", b"databases:\n  - name: caf\xe9\n");
    write("utf16.json", b"\xff\xfe{\0}\0");
    write("control.json", b"{\"name\": \"\x1b[2J\"}");
    fs::File::create(folder.path().join("huge.json")).unwrap().set_len(50_000_000).unwrap();
    fs::create_dir(folder.path().join("folder.json")).unwrap();
    let deep = "[".repeat(100_000);
    write("deep.json", deep.as_bytes());
    write("deep.yaml", deep.as_bytes());
    for (name, expected) in [
        ("nul.json", "nul.json is not a text file: it has a NUL byte on line 2. Save it as UTF-8 text."),
        ("latin1.yaml", "latin1.yaml is not a text file: its bytes on line 2 are not UTF-8. Save it as UTF-8 text."),
        ("utf16.json", "utf16.json is not a text file: it is UTF-16. Save it as UTF-8 text."),
        ("control.json", "control.json:1:11: not valid JSON: control character (\\u0000-\\u001F) found while parsing a string. Correct it there, or export it again."),
        ("huge.json", "huge.json is 50 MB; a connection file this large is not an export (the limit is 10 MB). Check that the right file is named."),
        ("deep.json", "deep.json:1:128: not valid JSON: it is nested more than 127 levels deep. Correct it there, or export it again."),
        ("folder.json", "folder.json is not a database connection: the folder has no database.json, no database-connections folder, no tenant.yaml and no scripts named after actions (login.js, get_user.js …); name the folder that does."),
    ] {
        assert_eq!(error_of(folder.path(), name), expected);
    }
    let deep_yaml = error_of(folder.path(), "deep.yaml");
    assert!(deep_yaml.starts_with("deep.yaml:1:"), "{deep_yaml}");

    let deep_toml = format!("[keywords]\nA = {}1{}\n", "[".repeat(20_000), "]".repeat(20_000));
    fs::write(folder.path().join("loginscope.toml"), deep_toml).unwrap();
    let deep_toml = error_of(folder.path(), "");
    assert!(deep_toml.starts_with("loginscope.toml:2:"), "{deep_toml}");
}

#[test]
fn a_script_that_is_no_text_leaves_the_rest_open() {
    let folder = with_login("x");
    fs::write(folder.path().join("create.js"), b"\xff\xfe").unwrap();
    fs::write(folder.path().join("getUser.js"), "y").unwrap();
    fs::write(folder.path().join("get-user.js"), "y").unwrap();
    fs::write(folder.path().join("notes.js"), "y").unwrap();
    fs::create_dir(folder.path().join("delete.js")).unwrap();
    assert_eq!(notes_of(folder.path()), [
        "warning: `getUser.js` is not read: `get-user.js` is the script for `get_user` already. (getUser.js)",
        "warning: `notes.js` is not read: its name is no action script's; those are login.js, get_user.js, create.js, verify.js, change_password.js, change_email.js, delete.js, change_username.js, change_phone_number.js. (notes.js)",
        "error: The connection opens without `create.js`: create.js is not a text file: it is UTF-16. Save it as UTF-8 text. (create.js)",
    ]);
}

#[test]
fn a_folder_of_thousands_of_files_is_not_searched() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..2_001 {
        fs::File::create(folder.path().join(format!("{number}.js"))).unwrap();
    }
    assert_eq!(
        error_of(folder.path(), ""),
        " holds more than 2000 entries; that is no folder of an export. Name the connection's own folder."
    );
}

#[test]
fn names_with_control_characters_are_shown_harmlessly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evil.json");
    fs::write(&path, r#"[{"name": "\u001b[2Jclear", "strategy": "sa\u202eml"}, {"name": "ok", "options": {"customScripts": {"lo\u0007gin": "x", "login": "y"}}}]"#).unwrap();
    let loaded = open(&path).unwrap();
    let notes: Vec<String> = loaded.notes.iter().chain(&loaded.connections[0].notes).map(ToString::to_string).collect();
    assert!(notes.iter().all(|note| !note.contains(['\u{1b}', '\u{202e}', '\u{7}'])), "{notes:?}");
    assert!(notes[0].contains("`\\u{1b}[2Jclear` is skipped: its strategy is `sa\\u{202e}ml`"), "{}", notes[0]);

    let error = open(&folder.path().join("\u{1b}[31m")).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("\\u{1b}[31m does not exist"), "{error}");
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_links_that_leave_never_block_and_are_never_read() {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    let outside = with_login("SECRET");
    let export = tempfile::tempdir().unwrap();
    let folder = export.path().join("shop");
    fs::create_dir(&folder).unwrap();
    assert!(Command::new("mkfifo").arg(folder.join("pipe.js")).status().unwrap().success());
    symlink(outside.path().join("login.js"), folder.join("link.js")).unwrap();
    symlink("/dev/zero", folder.join("zero.js")).unwrap();
    symlink(outside.path(), export.path().join("elsewhere")).unwrap();
    fs::write(folder.join("login.js"), "function login() {}").unwrap();
    let description = r#"{"name": "shop", "options": {"enabledDatabaseCustomization": true, "customScripts":
        {"login": "login.js", "get_user": "pipe.js", "create": "link.js", "verify": "zero.js", "delete": "."}}}"#;
    fs::write(folder.join("database.json"), description).unwrap();

    let loaded = open(export.path()).unwrap();
    let texts: Vec<&str> = loaded.connections[0].scripts.values().map(|script| &*script.text).collect();
    assert_eq!(texts, ["function login() {}"]);
    let notes: Vec<String> = loaded.connections[0]
        .notes
        .iter()
        .map(|note| {
            note.message
                .replace(&format!("{}/", folder.canonicalize().unwrap().display()), "")
                .replace(&format!("{}/", folder.display()), "")
        })
        .collect();
    assert_eq!(notes[0], "`customScripts.get_user` names a file that is not used: pipe.js is a pipe, device or socket, not a regular file. Give the file an export tool wrote.");
    assert_eq!(notes[1], "`customScripts.create` names `link.js`, which leaves the export's folder; it was not read. Move the file inside.");
    assert_eq!(notes[2], "`customScripts.verify` names `zero.js`, which leaves the export's folder; it was not read. Move the file inside.");
    assert!(notes[3].starts_with("`customScripts.delete` names a file that is not used: "), "{}", notes[3]);
    assert_eq!(loaded.notes[0].message, "The folder `elsewhere` is a link that leaves the export; it was not read.");

    let error = open(&folder.join("pipe.js")).map(|_| ()).unwrap_err();
    assert!(matches!(error, LoadError::NotAFile { .. }), "{error}");
    assert!(matches!(open(Path::new("/dev/null")), Err(LoadError::NotAFile { .. })));
}

const ESCAPE: char = '\u{1b}';

proptest::proptest! {
    #[test]
    fn no_text_makes_reading_panic(text in "[\\[\\]{}\":,#@&*!|>a-z0-9_ \n\u{1b}-]{0,80}", form in 0..5_usize) {
        let folder = tempfile::tempdir().unwrap();
        let name = ["c.json", "tenant.yaml", "loginscope.toml", "database.json", "login.js"][form];
        fs::write(folder.path().join(name), text).unwrap();
        let path = if form < 2 { folder.path().join(name) } else { folder.path().to_owned() };
        match open(&path) {
            Ok(loaded) => proptest::prop_assert!(!loaded.connections.is_empty()),
            Err(error) => proptest::prop_assert!(!error.to_string().contains(ESCAPE)),
        }
    }
}
