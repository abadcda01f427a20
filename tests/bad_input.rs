//! Input that cannot be used: one clear message with what, where and what to do, exit code 2, nothing on stdout.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn loginscope(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_loginscope"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .env_remove("LOGINSCOPE_PASSWORD")
        .output()
        .unwrap()
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = loginscope(folder, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed {}", String::from_utf8_lossy(&output.stdout));
    said
}

const LOGIN: &str = "function login(id, password, callback) { callback(null, { user_id: '1' }); }";

/// A folder with a login that works and is given all it needs.
fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Files of a folder, arguments, and what must be said.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str], &'static [&'static str]);

#[test]
fn each_message_names_what_where_and_what_to_do() {
    const SEED: &str = "-- dialect: mysql\nCREATE TABLE users (id INT);\nINSERT INTO usrs VALUES (1);\n";
    let cases: [Case; 12] = [
        (&[], &["run", "nowhere", "login"], &["nowhere does not exist", "Check the path"]),
        (&[("x.json", "{ \"a\": 1,, }")], &["run", "x.json", "login"], &["x.json:1:10", "not valid JSON"]),
        (&[("x.yaml", "a: [1\nb: 2")], &["run", "x.yaml", "login"], &["x.yaml:2:2", "not valid YAML"]),
        (
            &[("s.json", r#"{"name":"s","strategy":"samlp","options":{}}"#)],
            &["run", "s.json", "login"],
            &["s.json is not a database connection", "samlp"],
        ),
        (&[("notes.txt", "hello")], &["run", ".", "login"], &["is not a database connection", "login.js"]),
        (&[("b.json", "{\"a\0b\": 1}")], &["run", "b.json", "login"], &["b.json", "NUL byte on line 1"]),
        (
            &[("login.js", LOGIN), ("s.sql", SEED), ("loginscope.toml", "[store]\nseeds = ['s.sql']\n")],
            &["run", ".", "login", "--email", "a", "--password", "b"],
            &["s.sql:3", "Table 'legacy.usrs' doesn't exist", "in: INSERT INTO usrs"],
        ),
        (
            &[("login.js", LOGIN), ("loginscope.toml", "[store]\nsedes = ['s.sql']\n")],
            &["run", ".", "login"],
            &["loginscope.toml:2", "store.sedes", "`seeds`"],
        ),
        (&[("login.js", LOGIN)], &["run", ".", "logn"], &["there is no operation `logn`", "`login`"]),
        (&[("login.js", LOGIN)], &["run", ".", "sign-upp"], &["`sign-upp`", "`sign-up`", "script:create"]),
        (&[("login.js", LOGIN)], &["run", ".", "login"], &["--email", "[inputs.login]"]),
        (
            &[("login.js", LOGIN)],
            &["run", ".", "script:create", "--email", "a"],
            &["no `create` script", "it has `login`"],
        ),
    ];
    for (files, arguments, expected) in cases {
        let folder = folder_with(files);
        let said = refused(folder.path(), arguments);
        for text in expected {
            assert!(said.contains(text), "{arguments:?} said: {said}\nwithout: {text}");
        }
    }
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::File::create(folder.path().join("big.json")).unwrap().set_len(50 << 20).unwrap();
    let said = refused(folder.path(), &["run", "big.json", "login"]);
    assert!(said.contains("big.json is 52.4 MB"), "{said}");
}

#[test]
fn a_folder_of_ten_thousand_files_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..10_000 {
        std::fs::write(folder.path().join(format!("{number}.js")), "").unwrap();
    }
    let said = refused(folder.path(), &["run", ".", "login"]);
    assert!(said.contains("more than 2000 entries"), "{said}");
}

#[test]
fn a_script_that_does_not_parse_is_named_with_line_and_column_and_the_document_is_still_printed() {
    let folder = folder_with(&[("login.js", "function login(a, b, callback) {\n  callback(null, {);\n}\n")]);
    let output = loginscope(folder.path(), &["run", ".", "login", "--json", "--email", "a", "--password", "b"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("login.js:2:19"), "{said}");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["scripts"][0]["outcome"]["kind"], "syntax-error");
    assert_eq!(document["scripts"][0]["outcome"]["error"]["stack"][0]["line"], 2);
}

#[test]
fn another_script_that_does_not_parse_leaves_the_login_alone_but_is_said() {
    let folder = folder_with(&[("login.js", LOGIN), ("get_user.js", "function getUser(id, callback) {")]);
    let output = loginscope(folder.path(), &["run", ".", "login", "--email", "a", "--password", "b"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("`get_user` does not parse") && said.contains("get_user.js:1"), "{said}");
}

#[test]
fn without_a_terminal_the_workbench_says_what_to_use_instead() {
    let folder = folder_with(&[("login.js", LOGIN)]);
    let said = refused(folder.path(), &["."]);
    assert!(said.contains("needs a terminal") && said.contains("loginscope run"), "{said}");
}

#[test]
fn an_unknown_option_is_a_usage_error() {
    let folder = folder_with(&[("login.js", LOGIN)]);
    assert!(refused(folder.path(), &["run", ".", "login", "--bogus"]).contains("--bogus"));
}

#[test]
fn a_password_can_come_from_standard_input_and_is_never_echoed() {
    use std::io::Write;
    let folder = folder_with(&[(
        "login.js",
        "function login(id, password, callback) { console.log(password); callback(null); }",
    )]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_loginscope"))
        .current_dir(folder.path())
        .args(["run", ".", "login", "--json", "--email", "a", "--password-stdin"])
        .env_remove("LOGINSCOPE_PASSWORD")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"hunter2-hunter2\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let (printed, said) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(printed.contains("not-found"), "{printed}{said}");
    assert!(!printed.contains("hunter2") && !said.contains("hunter2"), "{printed}{said}");
}
