//! `loginscope check` as its users see it: the real binary over connections of our own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/sarif.rs"]
mod sarif;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// Only these are asked for, so that what is expected stays as it is when rules come.
const RULES: [&str; 5] = ["L5", "L6", "L35", "ignore", "L18"];

fn loginscope(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_loginscope"))
        .current_dir(folder)
        .arg("check")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn with_rules<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().copied().chain(RULES.iter().flat_map(|rule| ["--rule", rule])).collect()
}

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/check"))
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A document or log without what belongs to the rules and not to their findings.
fn without_rule_texts(mut document: Value) -> Value {
    match &mut document {
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                let of_the_rule = ["why", "fix", "sources", "ruleIndex"].contains(&key.as_str());
                *value = if of_the_rule { Value::from("…") } else { without_rule_texts(value.take()) };
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = without_rule_texts(item.take())),
        _ => {}
    }
    document
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const NAMELESS: &str = "function (id, password, callback) {\n  callback(null, { user_id: '1' });\n}\n";
const NAMED: &str = "function login(id, password, callback) {\n  callback(null, { user_id: '1' });\n}\n";
const BROKEN: &str = "function login(id, password, callback) {\n  callback(null;\n}\n";

#[test]
fn findings_of_several_paths_stand_under_their_connections() {
    let output = loginscope(fixtures(), &with_rules(&["shop", "club/login.js", "members.json"]));
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn a_folder_of_connections_is_looked_through_in_the_same_order_every_time() {
    let first = loginscope(fixtures(), &with_rules(&[".", "--json"]));
    insta::assert_json_snapshot!(without_rule_texts(serde_json::from_str(&stdout(&first)).unwrap()));
    assert_eq!(stdout(&loginscope(fixtures(), &with_rules(&[".", "--json"]))), stdout(&first));
}

#[test]
fn a_sarif_log_names_rules_places_and_suppressions() {
    let output = loginscope(fixtures(), &with_rules(&["shop", "members.json", "--sarif", "-"]));
    let log: Value = serde_json::from_str(&stdout(&output)).unwrap();
    sarif::assert_conforms(&log);
    insta::assert_json_snapshot!(without_rule_texts(log)["runs"][0]["results"]);
}

#[test]
fn a_sarif_file_is_whole_or_not_written() {
    let place = folder(&[("login.js", BROKEN)]);
    let output = loginscope(place.path(), &["login.js", "--sarif", "out.sarif"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("L5"), "the text is still printed");
    let log: Value = serde_json::from_str(&fs::read_to_string(place.path().join("out.sarif")).unwrap()).unwrap();
    sarif::assert_conforms(&log);
    assert_eq!(log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "login.js");
    let refused = loginscope(place.path(), &["login.js", "--sarif", "no/such/folder/out.sarif"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("cannot be written"), "{}", stderr(&refused));
    let left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_baseline_hides_what_is_known_tells_what_is_gone_and_fails_for_what_is_new() {
    let place = folder(&[("shop/login.js", BROKEN)]);
    let check = |more: &[&str]| loginscope(place.path(), &[&["shop", "--rule", "L5", "--rule", "L6"], more].concat());
    assert_eq!(check(&["--write-baseline", "known.json"]).status.code(), Some(0));
    let known = check(&["--baseline", "known.json"]);
    assert_eq!(known.status.code(), Some(0), "{}", stdout(&known));
    assert!(stdout(&known).contains("(1 in the baseline)"), "{}", stdout(&known));
    // The line moves, the finding stays the same one.
    fs::write(place.path().join("shop/login.js"), format!("// a line more\n\n{BROKEN}")).unwrap();
    assert_eq!(check(&["--baseline", "known.json"]).status.code(), Some(0));
    // Another script breaks.
    fs::write(place.path().join("shop/get_user.js"), "function getUser(id, callback) { callback(; }").unwrap();
    let new = check(&["--baseline", "known.json"]);
    assert_eq!(new.status.code(), Some(1));
    assert!(stdout(&new).contains("get_user.js:1:"), "{}", stdout(&new));
    // Both are mended.
    fs::remove_file(place.path().join("shop/get_user.js")).unwrap();
    fs::write(place.path().join("shop/login.js"), NAMED).unwrap();
    let gone = check(&["--baseline", "known.json"]);
    assert!(stdout(&gone).contains("gone: L5 in login.js of shop"), "{}", stdout(&gone));
}

#[test]
fn what_cannot_be_used_is_refused_with_what_to_do() {
    let place = folder(&[
        ("login.js", NAMED),
        ("other.json", r#"{"schema": "loginscope.baseline/7", "findings": []}"#),
        ("helper.js", "module.exports = 1;"),
        ("bad/login.js", NAMED),
        ("bad/loginscope.toml", "[check]\nignore = [{ rule = \"L6\" }]\n"),
    ]);
    for (arguments, expected) in [
        (&["nowhere"] as &[&str], &["nowhere does not exist"] as &[&str]),
        (&["helper.js"], &["helper.js is not a database connection", "name it after its action"]),
        (&["."; 0], &["required"]),
        (&["login.js", "--rule", "L999"], &["no rule `L999`", "L6"]),
        (&["login.js", "--baseline", "none.json"], &["none.json cannot be read", "--write-baseline"]),
        (&["login.js", "--baseline", "other.json"], &["other.json is no baseline", "loginscope.baseline/7"]),
        (&["login.js", "--keyword", "X"], &["--keyword takes a key and its value"]),
        (&["login.js", "--json", "--sarif", "-"], &["give --sarif a file"]),
        (&["bad"], &["loginscope.toml:2", "ignores L6 without a reason"]),
    ] {
        let output = loginscope(place.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}: {}", stdout(&output));
        for words in expected {
            assert!(stderr(&output).contains(words), "{arguments:?}: {}", stderr(&output));
        }
    }
}

#[test]
fn one_script_takes_the_options_of_its_connection_and_is_not_blamed_for_what_stands_beside_it() {
    let database = r#"{"name": "shop", "strategy": "auth0", "options": {"enabledDatabaseCustomization": true,
        "enable_script_context": true, "customScripts": {"login": "./sign-in.js", "get_user": "./broken.js"}}}"#;
    let place = folder(&[
        ("shop/database.json", database),
        (
            "shop/sign-in.js",
            "function login(id, password, context, callback) {\n  callback(null, { user_id: '1' });\n}\n",
        ),
        ("shop/broken.js", BROKEN),
    ]);
    let output = loginscope(place.path(), &["shop/sign-in.js", "--level", "error"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).starts_with("1 connection, 1 script: no errors"), "{}", stdout(&output));
}

#[test]
fn levels_below_the_one_asked_for_are_left_out() {
    let place = folder(&[("login.js", NAMELESS)]);
    let told = |level| stdout(&loginscope(place.path(), &["login.js", "--rule", "L6", "--level", level]));
    assert!(told("warning").contains("L6"));
    assert!(!told("error").contains("login.js:1"));
}

#[test]
fn nothing_but_text_is_written_where_nobody_looks() {
    let place = folder(&[("lo\u{1b}[2Jgin/login.js", BROKEN), ("na\u{202e}me/login.js", NAMELESS)]);
    for format in [&["."] as &[&str], &[".", "--json"], &[".", "--sarif", "-"]] {
        let output = loginscope(place.path(), format);
        let text = stdout(&output) + &stderr(&output);
        assert!(!text.chars().any(|c| c != '\n' && loginscope::visible::hides(c)), "{text:?}");
        if format.contains(&"--sarif") {
            sarif::assert_conforms(&serde_json::from_slice(&output.stdout).unwrap());
        }
    }
}

#[test]
fn with_run_the_scripts_are_played_and_what_only_that_shows_is_told() {
    let login =
        "function login(email, password, callback) {\n  callback(null, { user_id: Date.now(), email: email });\n}\n";
    let get_user = "function getUser(email, callback) {\n  callback(null, undefined);\n}\n";
    let settings = "[inputs.login]\nemail = 'ada@example.test'\npassword = 'correct-horse'\n";
    let place = folder(&[
        ("shop/login.js", login),
        ("shop/get_user.js", get_user),
        ("shop/loginscope.toml", settings),
        ("lost/login.js", NAMED),
    ]);
    let without = stdout(&loginscope(place.path(), &["shop", "--rule", "L18"]));
    assert!(!without.contains("L18"), "{without}");
    let with = stdout(&loginscope(place.path(), &["shop", "--rule", "L18", "--run"]));
    assert_eq!(with.matches("L18").count(), 2, "one finding, and the last line: {with}");
    assert!(with.contains("login.js:2:"), "{with}");
    let lost = stdout(&loginscope(place.path(), &["lost", "--run"]));
    assert!(lost.contains("with --run: `login` was not played: nothing says who the user is"), "{lost}");
}

#[test]
fn hundreds_of_scripts_are_checked_at_once() {
    let files: Vec<(String, &str)> =
        (0..300).map(|n| (format!("c{n}/login.js"), if n % 2 == 0 { NAMELESS } else { BROKEN })).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let place = folder(&files);
    let begun = Instant::now();
    let output = loginscope(place.path(), &["."]);
    assert!(stdout(&output).contains("300 connections, 300 scripts: "), "{}", stdout(&output));
    // Far more than it takes, for a machine that is busy with other tests.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_good_sample_gives_the_same_person_one_id_however_often_it_is_played() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-scripts/mongodb-legacy");
    let output = loginscope(fixtures(), &[sample, "--run", "--rule", "L20", "--rule", "L24"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}
