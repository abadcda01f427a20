//! Whatever is wrong with a connection is said in one message that names file, line or key and a next step.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use loginscope::connection::{load, LoadError, LoadOptions, Loaded};

fn broken() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/connections/broken")
}

fn open(path: &Path) -> Result<Loaded, LoadError> {
    load(path, &LoadOptions::default())
}

/// What opening a fixture says: an error, or the connections and all notes; the fixtures' folder is left out.
fn said(name: &str) -> String {
    let lines = match open(&broken().join(name)) {
        Err(error) => vec![error.to_string()],
        Ok(Loaded { connections, notes }) => {
            let opened = connections.iter().flat_map(|connection| {
                let scripts: Vec<&str> = connection.scripts.keys().map(|action| action.key()).collect();
                let line = format!("opens `{}` with {}", connection.name, scripts.join(", "));
                std::iter::once(line).chain(connection.notes.iter().map(ToString::to_string))
            });
            opened.chain(notes.iter().map(ToString::to_string)).collect()
        }
    };
    let text = lines.iter().map(|line| format!("    {line}\n")).collect::<String>();
    text.replace(&format!("{}/", broken().display()), "")
}

#[test]
fn every_broken_fixture_says_what_is_written_in_messages_txt() {
    let expected = fs::read_to_string(broken().join("messages.txt")).unwrap();
    let names: Vec<&str> = expected.lines().filter(|line| !line.is_empty() && !line.starts_with(' ')).collect();
    let actual: Vec<String> = names.iter().map(|name| format!("{name}\n{}", said(name))).collect();
    assert_eq!(actual.join("\n"), expected);

    for entry in fs::read_dir(broken()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_listed = names.iter().any(|listed| listed.split('/').next() == Some(&name));
        assert!(is_listed || name == "messages.txt", "{name} is missing in messages.txt");
    }
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
        (
            "control.json",
            "control.json:1:11: not valid JSON: control character (\\u0000-\\u001F) found while \
             parsing a string. Correct it there, or export it again.",
        ),
        (
            "huge.json",
            "huge.json is 50 MB; a connection file this large is not an export (the limit is 10 MB). \
             Check that the right file is named.",
        ),
        (
            "deep.json",
            "deep.json:1:128: not valid JSON: it is nested more than 127 levels deep. Correct it \
             there, or export it again.",
        ),
        (
            "folder.json",
            "folder.json is not a database connection: the folder has no database.json, no \
             database-connections folder, no tenant.yaml and no scripts named after actions (login.js, get_user.js \
             …); name the folder that does.",
        ),
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
    assert_eq!(
        notes_of(folder.path()),
        [
            "warning: `getUser.js` is not read: `get-user.js` is the script for `get_user` already. (getUser.js)",
            "warning: `notes.js` is not read: its name is no action script's; those are login.js, get_user.js, \
             create.js, verify.js, change_password.js, change_email.js, delete.js, change_username.js, \
             change_phone_number.js. (notes.js)",
            "error: The connection opens without `create.js`: create.js is not a text file: it is UTF-16. Save it as \
             UTF-8 text. (create.js)",
        ]
    );
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
    let text = r#"[{"name": "\u001b[2Jclear", "strategy": "sa\u202eml"},
        {"name": "ok", "options": {"customScripts": {"lo\u0007gin": "x", "login": "y"}}}]"#;
    fs::write(&path, text).unwrap();
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
    assert_eq!(
        notes[0],
        "`customScripts.get_user` names a file that is not used: pipe.js is a pipe, device or \
         socket, not a regular file. Give the file an export tool wrote."
    );
    assert_eq!(
        notes[1],
        "`customScripts.create` names `link.js`, which leaves the export's folder; it was not \
         read. Move the file inside."
    );
    assert_eq!(
        notes[2],
        "`customScripts.verify` names `zero.js`, which leaves the export's folder; it was not \
         read. Move the file inside."
    );
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
