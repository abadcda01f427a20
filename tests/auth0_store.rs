//! The Auth0 store from files and into them, with the real program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{json, Value};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_loginscope"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("run")
        .args(arguments)
        .output()
        .unwrap()
}

/// The decision about a login of Ada's to `pg-migration`.
fn login(password: &str, more: &[&str]) -> Value {
    let given =
        ["sample-scripts/pg-migration", "login", "--email", "ada@example.test", "--password", password, "--json"];
    let output = run(&[given.as_slice(), more].concat());
    let document: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    document["decision"].clone()
}

fn written(folder: &Path, text: &str) -> String {
    let path = folder.join("users.json");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_saved_store_decides_as_the_one_it_was_saved_from() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("store.ndjson");
    let saved = saved.to_str().unwrap();
    let first = login("correct-horse", &["--save-auth0-store", saved]);
    assert_eq!(first["user_created"], true);
    let text = std::fs::read_to_string(saved).unwrap();
    assert!(!text.contains("correct-horse") && text.contains("$2b$10$"), "{text}");

    for (password, verdict) in [("correct-horse", "authenticated"), ("wrong-horse", "denied")] {
        let decision = login(password, &["--auth0-store", saved]);
        assert_eq!(decision["verdict"], verdict);
        assert_eq!(decision["user_id"], "auth0|club|1");
        assert_eq!(decision["user_created"], false);
        let ids: Vec<&Value> = decision["states"].as_array().unwrap().iter().map(|state| &state["id"]).collect();
        assert_eq!(ids, ["S5", "S5"]);
        // What is saved again is the same but for the users the connection's own settings add each time.
        let again = folder.path().join("again.ndjson");
        let again = again.to_str().unwrap();
        assert_eq!(login(password, &["--auth0-store", saved, "--save-auth0-store", again]), decision);
        let lines = |path: &str| {
            let mut lines: Vec<String> = std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
            lines.retain(|line| line.contains("ada@example.test"));
            lines
        };
        assert_eq!(lines(again), lines(saved));
    }
}

#[test]
fn a_removed_user_is_remembered_in_the_saved_store() {
    let folder = tempfile::tempdir().unwrap();
    let gone = json!({"email": "ada@example.test", "record": "removed"}).to_string();
    let users = written(folder.path(), &gone);
    let decision = login("wrong-horse", &["--auth0-store", &users, "--save-auth0-store", &users]);
    assert_eq!(decision["states"][0]["id"], "S6");
    assert!(std::fs::read_to_string(&users).unwrap().contains(r#"{"email":"ada@example.test","record":"removed"}"#));
    assert_eq!(login("wrong-horse", &["--auth0-store", &users]), decision);
}

#[cfg(unix)]
#[test]
fn a_saved_store_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("store.ndjson");
    login("correct-horse", &["--save-auth0-store", saved.to_str().unwrap()]);
    assert_eq!(std::fs::metadata(&saved).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn users_of_other_connections_are_counted_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let users = json!([
        {"user_id": "auth0|9", "email": "ada@example.test", "identities": [{"connection": "crm", "user_id": "9"}]},
        {"user_id": "auth0|club|2", "email": "grace@example.test", "identities": [{"connection": "pg-migration"}]},
    ]);
    let users = written(folder.path(), &users.to_string());
    let given =
        ["sample-scripts/pg-migration", "login", "--password", "correct-horse", "--json", "--auth0-store", &users];
    let output = run(&given);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("note: One of 2 users is left out: it has no identity in `pg-migration`."), "{said}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["decision"]["user_created"], true);
}

#[test]
fn what_cannot_be_read_or_saved_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let odd = written(folder.path(), "{\"users\": [{\"email\": 7}]}");
    let compressed = folder.path().join("users.gz");
    std::fs::write(&compressed, [0x1f, 0x8b, 8, 0]).unwrap();
    for (arguments, said) in [
        (vec!["--auth0-store", &odd], "users.json: `users[0].email` is a number; it must be a text."),
        (vec!["--auth0-store", "nowhere.json"], "nowhere.json: does not exist. Check the path;"),
        (
            vec!["--auth0-store", compressed.to_str().unwrap()],
            "is not text. If it is compressed (.gz), unpack it first.",
        ),
        (vec!["--save-auth0-store", "/nowhere/store.json"], "cannot be saved to /nowhere/store.json"),
    ] {
        let given = ["sample-scripts/pg-migration", "login", "--email", "ada@example.test", "--password", "x"];
        let output = run(&[given.as_slice(), arguments.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(said), "{stderr}");
    }
}
