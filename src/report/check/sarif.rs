//! A check as SARIF 2.1.0, the form code scanners and editors exchange findings in.
//!
//! Paths are relative to the working folder where they lie in it, so that the log means the same on another machine;
//! columns are counted in UTF-16 units. What a comment or `loginscope.toml` ignores is a suppression in the source, what
//! the baseline knows an external one.

use std::path::{Component, Path, PathBuf};

use serde_json::{json, Map, Value};

use super::document::{At, Document, FindingPart};
use crate::connection::{Note, NoteLevel};
use crate::findings::{rule, Level, Rule, RULES};
use crate::report::json::to_text;
use crate::visible::visible;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name fingerprints go by. Its version is that of how they are made.
const FINGERPRINT: &str = "loginscope/v1";

/// The log of one check, run in the folder `working`; `notes` are what the reading of the connections noticed beside.
pub fn render(document: &Document, notes: &[Note], working: &Path) -> String {
    to_text(&log(document, notes, working))
}

fn log(document: &Document, notes: &[Note], working: &Path) -> Value {
    let findings = || document.connections.iter().flat_map(|connection| &connection.findings);
    let mut ids: Vec<&'static str> = Vec::new();
    for id in RULES.iter().map(|rule| rule.id).chain(findings().map(|finding| finding.rule)) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let results: Vec<Value> = findings().map(|finding| result(finding, &ids, working)).collect();
    let notifications: Vec<Value> = notes.iter().map(notification).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "loginscope",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": ids.iter().map(|id| descriptor(id)).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "invocations": [{
                "executionSuccessful": true,
                "exitCode": document.exit_code(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    })
}

/// What a rule is. One that only the loader cites has no text of its own.
fn descriptor(id: &str) -> Value {
    let Some(Rule { title, level, why, fix, sources, .. }) = rule(id) else {
        return json!({ "id": id });
    };
    let mut descriptor = Map::from_iter([
        ("id".to_owned(), json!(id)),
        ("name".to_owned(), json!(title)),
        ("shortDescription".to_owned(), json!({ "text": sentence(title) })),
        ("fullDescription".to_owned(), json!({ "text": text_or(why, title) })),
        ("help".to_owned(), json!({ "text": text_or(fix, title) })),
        ("defaultConfiguration".to_owned(), json!({ "level": level_of(*level) })),
    ]);
    if let Some(address) = sources.iter().find(|source| source.starts_with("https://")) {
        descriptor.insert("helpUri".to_owned(), json!(address));
    }
    Value::Object(descriptor)
}

fn result(finding: &FindingPart, ids: &[&str], working: &Path) -> Value {
    let mut suppressions = Vec::new();
    if let Some(suppressed) = &finding.suppressed {
        suppressions.push(json!({ "kind": "inSource", "justification": suppressed.reason }));
    }
    if finding.baseline {
        suppressions.push(json!({ "kind": "external", "justification": "in the baseline" }));
    }
    let mut message = finding.message.clone();
    if let Some(evidence) = &finding.evidence {
        message.push_str(&format!(" ({evidence})"));
    }
    json!({
        "ruleId": finding.rule,
        "ruleIndex": ids.iter().position(|id| *id == finding.rule),
        "level": level_of(finding.level),
        "message": { "text": visible(&message) },
        "locations": [location(&finding.at, working)],
        "partialFingerprints": { FINGERPRINT: finding.fingerprint },
        // An empty list says that suppressions were looked for and there is none.
        "suppressions": suppressions,
    })
}

fn location(at: &At, working: &Path) -> Value {
    let mut physical = Map::from_iter([("artifactLocation".to_owned(), artifact(Path::new(&at.path), working))]);
    if let Some(line) = at.line.filter(|_| !at.inline) {
        let mut region = Map::from_iter([("startLine".to_owned(), json!(line))]);
        region.extend(at.column.map(|column| ("startColumn".to_owned(), json!(column))));
        physical.insert("region".to_owned(), Value::Object(region));
    }
    let mut location = Map::from_iter([("physicalLocation".to_owned(), Value::Object(physical))]);
    let script = at.inline.then(|| {
        // The line inside the script, which the region of the file around it cannot say.
        let line = at.line.map_or_else(String::new, |line| format!(":{line}"));
        json!({ "name": format!("{}{line}", at.file), "kind": "member" })
    });
    let function = at.function.as_ref().map(|function| json!({ "name": function, "kind": "function" }));
    let logical: Vec<Value> = script.into_iter().chain(function).collect();
    if !logical.is_empty() {
        location.insert("logicalLocations".to_owned(), json!(logical));
    }
    Value::Object(location)
}

fn artifact(path: &Path, working: &Path) -> Value {
    let absolute = straight(&working.join(path));
    match absolute.strip_prefix(straight(working)) {
        Ok(inside) => json!({ "uri": uri(inside), "uriBaseId": "%SRCROOT%" }),
        Err(_) => json!({ "uri": format!("file://{}", uri(&absolute)) }),
    }
}

/// A path without `.` and with `..` taken back.
fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                straight.pop();
            }
            other => straight.push(other),
        }
    }
    straight
}

/// A path as the path of a URI: all that is not plain is percent-encoded.
fn uri(path: &Path) -> String {
    let text = path.to_string_lossy();
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn notification(note: &Note) -> Value {
    let level = match note.level {
        NoteLevel::Note => Level::Note,
        NoteLevel::Warning => Level::Warning,
        NoteLevel::Error => Level::Error,
    };
    json!({ "level": level_of(level), "message": { "text": note.to_string() } })
}

/// SARIF's words are ours.
const fn level_of(level: Level) -> &'static str {
    level.key()
}

fn text_or<'t>(text: &'t str, otherwise: &'t str) -> &'t str {
    if text.is_empty() {
        otherwise
    } else {
        text
    }
}

/// A title as a sentence.
fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::document::baseline;
    use super::super::samples::{checked, hostile, wanted};
    use super::super::Wanted;
    use super::*;

    fn results(document: &Document) -> Vec<Value> {
        log(document, &[], Path::new("/work/place"))["runs"][0]["results"].as_array().unwrap().clone()
    }

    #[test]
    fn results_name_rule_place_and_fingerprint() {
        let mut results = results(&Document::new(&checked(), &wanted()));
        for result in &mut results {
            assert!(result["ruleIndex"].is_u64());
            result["ruleIndex"] = json!("…");
        }
        insta::assert_json_snapshot!(results);
    }

    #[test]
    fn every_result_points_at_the_descriptor_of_its_rule() {
        let log = log(&Document::new(&checked(), &wanted()), &[], Path::new("/work/place"));
        let rules = &log["runs"][0]["tool"]["driver"]["rules"];
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let silent = |rule: &&Value| rule["fullDescription"]["text"].as_str().is_some_and(str::is_empty);
        assert_eq!(rules.as_array().unwrap().iter().find(silent), None);
    }

    #[test]
    fn what_the_baseline_knows_is_suppressed_outside_the_source() {
        let checked = checked();
        let known = Wanted { baseline: Some(baseline(&checked)), ..wanted() };
        let results = results(&Document::new(&checked, &known));
        let kinds: Vec<&Value> = results.iter().map(|result| &result["suppressions"][0]["kind"]).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == "external").count(), 4, "{kinds:?}");
        assert_eq!(kinds.iter().filter(|kind| **kind == "inSource").count(), 1, "{kinds:?}");
    }

    #[test]
    fn hostile_paths_become_plain_uris_and_hostile_texts_visible() {
        let document = Document::new(&hostile(), &wanted());
        let text = render(&document, &[], Path::new("/work/place"));
        assert!(!text.chars().any(|c| c != '\n' && crate::visible::hides(c)), "{text:?}");
        for result in results(&document) {
            let uri =
                result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned();
            assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|} ".contains(&byte)), "{uri}");
        }
    }

    #[test]
    fn paths_outside_the_working_folder_are_whole() {
        for (path, expected) in [
            ("login.js", "login.js"),
            ("./a b/../c#d.js", "c%23d.js"),
            ("/work/place/x.js", "x.js"),
            ("../other/x.js", "file:///work/other/x.js"),
            ("/tmp/é.js", "file:///tmp/%C3%A9.js"),
        ] {
            assert_eq!(artifact(Path::new(path), Path::new("/work/place"))["uri"], expected, "{path}");
        }
    }
}
