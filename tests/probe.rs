//! `loginscope probe`: what expressions are whenever a line runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Exit code, one JSON value a line, what was said.
fn probe(folder: &Path, arguments: &[&str]) -> (i32, Vec<Value>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_loginscope"))
        .current_dir(folder)
        .arg("probe")
        .args(arguments)
        .stdin(Stdio::null())
        .env_remove("LOGINSCOPE_PASSWORD")
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines = lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")));
    (output.status.code().unwrap(), lines.collect(), String::from_utf8(output.stderr).unwrap())
}

const LOOP: &str = "function login(email, password, callback) {
  let total = 0;
  for (const n of [1, 2, 3]) {
    total += n;
  }
  const user = { email, api_token: 'tok-0123456789abcdef', get peeked() { total += 1000; return total; } };
  callback(null, { user_id: '1', email, total });
}";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("login.js"), LOOP).unwrap();
    folder
}

const LOGIN: [&str; 6] = [".", "login", "--email", "ada@example.test", "--password", "correct-horse"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    LOGIN.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn every_time_the_line_runs_is_a_json_line_with_step_place_and_values() {
    let folder = folder();
    let (code, lines, said) = probe(folder.path(), &with(&["--at", "login.js:4", "--expr", "n", "--expr", "total"]));
    assert_eq!((code, said.as_str()), (0, ""));
    let seen: Vec<_> = lines.iter().map(|line| (&line["hit"], &line["values"]["n"]["value"])).collect();
    let numbers = [1, 2, 3].map(Value::from);
    assert_eq!(seen, numbers.iter().map(|n| (n, n)).collect::<Vec<_>>());
    assert_eq!(lines[2]["values"]["total"]["value"], 3);
    assert_eq!((&lines[0]["at"]["function"], &lines[0]["at"]["line"]), (&"login".into(), &4.into()));
    assert!(lines[0]["step"].as_u64() < lines[1]["step"].as_u64());
}

#[test]
fn secrets_are_masked_in_value_and_preview() {
    let folder = folder();
    let arguments =
        with(&["--at", "login.js:7", "--expr", "password", "--expr", "user.api_token", "--expr", "user.email"]);
    let (_, lines, _) = probe(folder.path(), &arguments);
    let text = lines[0].to_string();
    assert!(!text.contains("correct-horse") && !text.contains("tok-0123456789"), "{text}");
    assert_eq!(lines[0]["values"]["user.email"]["value"], "ada@example.test");
}

#[test]
fn what_could_change_the_run_is_evaluated_on_a_copy() {
    let folder = folder();
    let expressions = ["--expr", "total += 100", "--expr", "total", "--expr", "user.peeked"];
    let (_, lines, _) = probe(folder.path(), &with(&[&["--at", "login.js:7"], &expressions[..]].concat()));
    let values = &lines[0]["values"];
    assert_eq!((&values["total += 100"]["value"], &values["total += 100"]["copy"]), (&106.into(), &true.into()));
    assert_eq!((&values["total"]["value"], &values["total"]["copy"]), (&6.into(), &Value::Null));
    assert_eq!((&values["user.peeked"]["value"], &values["user.peeked"]["copy"]), (&1006.into(), &true.into()));
}

#[test]
fn what_has_no_value_says_why() {
    let folder = folder();
    let (code, lines, _) = probe(folder.path(), &with(&["--at", "login.js:4", "--expr", "nobody.here"]));
    assert_eq!(code, 0);
    assert_eq!(lines[0]["values"]["nobody.here"]["error"], "ReferenceError: nobody is not defined");
}

#[test]
fn a_line_that_is_never_reached_is_said_and_ends_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "function login(e, p, callback) {\n  if (!e) {\n    return callback(null);\n  }\n  callback(null, {});\n}";
    std::fs::write(folder.path().join("login.js"), text).unwrap();
    let (code, lines, said) = probe(folder.path(), &with(&["--at", "login.js:3", "--expr", "e"]));
    assert_eq!((code, lines.len(), said.trim()), (1, 0, "loginscope: login.js:3 was never reached"));
}

#[test]
fn a_place_or_an_expression_that_cannot_be_used_is_refused() {
    let folder = folder();
    for (more, said) in [
        (["--at", "login.js:99", "--expr", "n"], "there is no statement at or after login.js:99; the file has 8 lines"),
        (["--at", "create.js:1", "--expr", "n"], "the operation asks no script `create.js`; it asks login.js"),
        (["--at", "login.js:4", "--expr", "n +"], "the expression `n +` does not parse"),
        (["--at", "login.js", "--expr", "n"], "write it as FILE:LINE or FILE:LINE:COLUMN"),
    ] {
        let (code, lines, talk) = probe(folder.path(), &with(&more));
        assert_eq!((code, lines.len()), (2, 0), "{talk}");
        assert!(talk.contains(said), "{talk}");
    }
}
