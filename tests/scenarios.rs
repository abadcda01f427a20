//! Scenario files: each says in a sentence what a user would see, and is played with the real program.
//!
//! A file under `tests/scenarios/` names a connection, an operation and inputs, and what must come of it. Only what it
//! names is compared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    sentence: String,
    connection: String,
    operation: String,
    #[serde(default)]
    arguments: Vec<String>,
    /// TOML that is laid over the connection's loginscope.toml, in a copy of the connection.
    settings: Option<String>,
    /// Laid over `options` of its database.json, in that copy.
    options: Option<toml::Table>,
    /// Scripts the copy does not have.
    #[serde(default)]
    without: Vec<String>,
    expect: Expect,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    /// 0 unless said otherwise; with `why` any that is not said.
    exit: Option<i32>,
    outcome: Option<String>,
    verdict: Option<String>,
    log: Option<String>,
    user_id: Option<String>,
    user_created: Option<bool>,
    user_sees: Option<String>,
    error: Option<String>,
    message: Option<String>,
    /// `function file:line:column`, innermost first; `~` marks an asynchronous parent.
    stack: Vec<String>,
    /// Rule ids that must be among the reasons, each as `rule certainty`.
    reasons: Vec<String>,
    /// None unless said otherwise; with `why` any that are not said.
    findings: Option<Vec<String>>,
    /// The failure and the rule of the card: `F1 L1`, or the rule alone.
    why: Option<String>,
    queries: Vec<QueryExpected>,
    console: Vec<String>,
    /// JSON pointer into the document → value.
    values: BTreeMap<String, toml::Value>,
    /// Each script of the operation as `action state`, `action new-value state` where it is asked about the new value.
    chain: Option<Vec<String>>,
    /// What Auth0 writes, each as `kind user_id`, with the names of the fields where only some are written.
    changes: Option<Vec<String>>,
    /// The states of the user, each as `id before` or `id after`.
    states: Option<Vec<String>>,
    /// Readings of the sources that must be said to change something, each as `id reading`.
    variants: Vec<String>,
    /// Texts that must not stand anywhere in what is printed.
    hidden: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryExpected {
    text: String,
    #[serde(default)]
    params: Option<Vec<toml::Value>>,
    rows: Option<usize>,
    effect: Option<String>,
    at: Option<String>,
}

#[test]
fn every_scenario_plays_as_its_sentence_says() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios"), &mut files);
    // A part of them, by a text in the path, while something is worked on.
    if let Ok(part) = std::env::var("LOGINSCOPE_SCENARIOS") {
        files.retain(|file| file.to_string_lossy().contains(&part));
    } else {
        assert!(files.len() > 20, "the scenarios are gone");
    }
    files.sort();
    let failures: Vec<String> = files.iter().filter_map(|file| play(file).err()).collect();
    assert!(
        failures.is_empty(),
        "{} of {} scenarios differ:\n\n{}",
        failures.len(),
        files.len(),
        failures.join("\n\n")
    );
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, files),
            false => files.push(path),
        }
    }
}

/// A copy of the connection as the scenario wants it; paths in its settings are made absolute.
fn copied(scenario: &Scenario, name: &str) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(&scenario.connection);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scenarios").join(name);
    let _absent = std::fs::remove_dir_all(&target);
    std::fs::create_dir_all(&target).unwrap();
    for entry in std::fs::read_dir(&source).unwrap() {
        let entry = entry.unwrap();
        let file = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !scenario.without.iter().any(|script| file == format!("{script}.js")) {
            std::fs::copy(entry.path(), target.join(&file)).unwrap();
        }
    }
    let read = |file: &str| std::fs::read_to_string(source.join(file)).unwrap_or_default();
    let mut settings: toml::Table = toml::from_str(&read("loginscope.toml")).unwrap();
    for key in ["seeds", "routes"] {
        for path in settings.get_mut("store").and_then(|store| store.get_mut(key)).into_iter() {
            let absolute =
                |path: &toml::Value| toml::Value::from(source.join(path.as_str().unwrap()).to_str().unwrap());
            let paths =
                path.as_array().map_or_else(|| vec![absolute(path)], |paths| paths.iter().map(absolute).collect());
            *path = toml::Value::from(paths);
        }
    }
    let over: toml::Table = toml::from_str(scenario.settings.as_deref().unwrap_or_default())
        .unwrap_or_else(|error| panic!("the settings of {name} are no TOML: {error}"));
    lay_over(&mut settings, over);
    std::fs::write(target.join("loginscope.toml"), toml::to_string(&settings).unwrap()).unwrap();
    if let Ok(mut database) = serde_json::from_str::<Value>(&read("database.json")) {
        for (key, value) in scenario.options.iter().flatten() {
            database["options"][key] = json(value);
        }
        for script in &scenario.without {
            database["options"]["customScripts"].as_object_mut().unwrap().remove(script);
        }
        std::fs::write(target.join("database.json"), database.to_string()).unwrap();
    }
    target
}

/// Tables are laid over key by key, everything else is replaced.
fn lay_over(below: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (below.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(over)) => lay_over(below, over),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

fn play(file: &Path) -> Result<(), String> {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let scenario: Scenario = toml::from_str(&std::fs::read_to_string(file).unwrap())
        .unwrap_or_else(|error| panic!("{name} is no scenario: {error}"));
    let altered = scenario.settings.is_some() || scenario.options.is_some() || !scenario.without.is_empty();
    let connection = match altered {
        true => copied(&scenario, &name),
        false => PathBuf::from(&scenario.connection),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_loginscope"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("run")
        .arg(&connection)
        .args([&scenario.operation, "--json"])
        .args(&scenario.arguments)
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let document: Value = serde_json::from_str(&stdout)
        .map_err(|error| format!("{name}: no document ({error}): {}", String::from_utf8_lossy(&output.stderr)))?;
    let mut differences = Differences::default();
    if scenario.expect.exit.is_some() || scenario.expect.why.is_none() {
        differences.equal("exit code", &output.status.code(), &Some(scenario.expect.exit.unwrap_or_default()));
    }
    compare(&scenario.expect, &document, &mut differences);
    for hidden in &scenario.expect.hidden {
        if stdout.contains(hidden) {
            differences.0.push(format!("`{hidden}` is shown"));
        }
    }
    match differences.0.is_empty() {
        true => Ok(()),
        false => Err(format!("{name}: {}\n  {}", scenario.sentence, differences.0.join("\n  "))),
    }
}

#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn equal<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, found: &T, expected: &T) {
        if found != expected {
            self.0.push(format!("{what}: {found:?}, expected {expected:?}"));
        }
    }

    fn text(&mut self, what: &str, found: &Value, expected: Option<&String>) {
        if let Some(expected) = expected {
            self.equal(what, &found.as_str().unwrap_or_default(), &expected.as_str());
        }
    }
}

fn compare(expect: &Expect, document: &Value, differences: &mut Differences) {
    let last = document["scripts"].as_array().and_then(|scripts| scripts.last()).cloned().unwrap_or_default();
    let (outcome, decision) = (&last["outcome"], &document["decision"]);
    differences.text("outcome", &outcome["kind"], expect.outcome.as_ref());
    differences.text("error", &outcome["error"]["name"], expect.error.as_ref());
    differences.text("message", &outcome["error"]["message"], expect.message.as_ref());
    differences.text("verdict", &decision["verdict"], expect.verdict.as_ref());
    differences.text("tenant log", &decision["log_event"]["type"], expect.log.as_ref());
    differences.text("user id", &decision["user_id"], expect.user_id.as_ref());
    differences.text("user sees", &decision["user_sees"], expect.user_sees.as_ref());
    if let Some(created) = expect.user_created {
        differences.equal("user created", &decision["user_created"].as_bool(), &Some(created));
    }
    if !expect.stack.is_empty() {
        let stack: Vec<String> = items(&outcome["error"]["stack"]).iter().map(frame).collect();
        differences.equal("stack", &stack, &expect.stack);
    }
    for reason in &expect.reasons {
        let told = |found: &Value| format!("{} {}", word(&found["rule"]), word(&found["certainty"]));
        let reasons: Vec<String> = items(&decision["reasons"]).iter().map(told).collect();
        if !reasons.contains(reason) {
            differences.0.push(format!("reason {reason} is not among {reasons:?}"));
        }
    }
    let told = |link: &Value| match word(&link["about"]).as_str() {
        "user" => format!("{} {}", word(&link["action"]), word(&link["state"])),
        about => format!("{} {about} {}", word(&link["action"]), word(&link["state"])),
    };
    if let Some(chain) = &expect.chain {
        differences.equal("chain", &items(&decision["chain"]).iter().map(told).collect(), chain);
    }
    if let Some(changes) = &expect.changes {
        differences.equal("changes", &items(&decision["changes"]).iter().map(change).collect(), changes);
    }
    if let Some(states) = &expect.states {
        let told = |seen: &Value| format!("{} {}", word(&seen["id"]), word(&seen["when"]));
        differences.equal("states", &items(&decision["states"]).iter().map(told).collect(), states);
    }
    for variant in &expect.variants {
        let told = |found: &Value| format!("{} {}", word(&found["id"]), word(&found["other"]));
        let variants: Vec<String> = items(&decision["variants"]).iter().map(told).collect();
        if !variants.contains(variant) {
            differences.0.push(format!("{variant} is not among the readings that matter: {variants:?}"));
        }
    }
    let findings: Vec<String> = items(&document["findings"]).iter().map(|found| word(&found["rule"])).collect();
    if expect.findings.is_some() || expect.why.is_none() {
        differences.equal("findings", &findings, &expect.findings.clone().unwrap_or_default());
    }
    if let Some(why) = &expect.why {
        let card = &document["why"];
        let found = format!("{} {}", word(&card["failure"]), word(&card["rule"]));
        differences.equal("why", &found.trim(), &why.as_str());
    }
    queries(expect, document, differences);
    for (index, line) in expect.console.iter().enumerate() {
        let found = &last["console"][index]["text"];
        differences.text(&format!("console line {index}"), found, Some(line));
    }
    for (pointer, value) in &expect.values {
        let found = document.pointer(pointer).cloned().unwrap_or_default();
        differences.equal(pointer, &found, &json(value));
    }
}

fn queries(expect: &Expect, document: &Value, differences: &mut Differences) {
    let sent = items(&document["queries"]);
    if !expect.queries.is_empty() {
        differences.equal("number of queries", &sent.len(), &expect.queries.len());
    }
    for (index, (query, expected)) in sent.iter().zip(&expect.queries).enumerate() {
        let text = word(&query["text"]);
        if !text.contains(&expected.text) {
            differences.0.push(format!("query {index}: `{text}` does not contain `{}`", expected.text));
        }
        if let Some(params) = &expected.params {
            let expected: Vec<Value> = params.iter().map(json).collect();
            differences.equal(&format!("params of query {index}"), &query["params"], &Value::Array(expected));
        }
        if let Some(rows) = expected.rows {
            differences.equal(&format!("rows of query {index}"), &items(&query["rows"]).len(), &rows);
        }
        differences.text(&format!("effect of query {index}"), &query["effect"], expected.effect.as_ref());
        if let Some(at) = &expected.at {
            differences.equal(&format!("place of query {index}"), &place(&query["at"]), at);
        }
    }
}

/// `fields auth0|7: email, email_verified`, `add auth0|7 partial`.
fn change(change: &Value) -> String {
    let mut words = format!("{} {}", word(&change["kind"]), word(&change["user_id"]));
    if let Some(record) = change["record"].as_str() {
        words.push_str(&format!(" {record}"));
    }
    if change["kind"] == "fields" {
        let names: Vec<&str> = change["fields"].as_object().unwrap().keys().map(String::as_str).collect();
        words.push_str(&format!(": {}", names.join(", ")));
    }
    words
}

fn items(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn place(at: &Value) -> String {
    format!("{} {}:{}:{}", word(&at["function"]), word(&at["file"]), at["line"], at["column"])
}

fn frame(frame: &Value) -> String {
    format!("{}{}", if frame["async"] == true { "~" } else { "" }, place(frame))
}

fn json(value: &toml::Value) -> Value {
    serde_json::to_value(value).unwrap()
}
