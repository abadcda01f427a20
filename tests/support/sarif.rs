//! What SARIF 2.1.0 asks of the parts of a log that we write, in our own words: which properties an object may have, which
//! it must have, and what its values are.

use serde_json::Value;

/// An object of the standard: its name, the properties it must have, those it may have beside.
type Shape = (&'static str, &'static [&'static str], &'static [&'static str]);

const SHAPES: [Shape; 14] = [
    ("log", &["version", "runs"], &["$schema"]),
    ("run", &["tool"], &["columnKind", "invocations", "results"]),
    ("tool", &["driver"], &[]),
    ("driver", &["name"], &["version", "semanticVersion", "rules"]),
    (
        "descriptor",
        &["id"],
        &["name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration"],
    ),
    ("configuration", &[], &["level"]),
    ("invocation", &["executionSuccessful"], &["exitCode", "toolExecutionNotifications"]),
    ("notification", &["message"], &["level"]),
    ("result", &["message"], &["ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "suppressions"]),
    ("location", &[], &["physicalLocation", "logicalLocations"]),
    ("physical", &["artifactLocation"], &["region"]),
    ("artifact", &[], &["uri", "uriBaseId"]),
    ("region", &[], &["startLine", "startColumn"]),
    ("suppression", &["kind"], &["justification"]),
];

/// Fails where a log is not what the standard asks for.
pub fn assert_conforms(log: &Value) {
    object("log", log);
    assert_eq!(log["version"], "2.1.0");
    for run in list(&log["runs"]) {
        object("run", run);
        assert!(["utf16CodeUnits", "unicodeCodePoints"].map(Value::from).contains(&run["columnKind"]));
        object("tool", &run["tool"]);
        let driver = &run["tool"]["driver"];
        object("driver", driver);
        assert!(driver["name"].is_string());
        let rules = list(&driver["rules"]);
        rules.iter().for_each(descriptor);
        let mut ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rules.len(), "every id is a text, and its own");
        for invocation in list(&run["invocations"]) {
            object("invocation", invocation);
            assert!(invocation["executionSuccessful"].is_boolean() && invocation["exitCode"].is_u64());
            for notification in list(&invocation["toolExecutionNotifications"]) {
                object("notification", notification);
                message(&notification["message"]);
                level(&notification["level"]);
            }
        }
        list(&run["results"]).iter().for_each(|found| result(found, rules));
    }
}

fn descriptor(rule: &Value) {
    object("descriptor", rule);
    for text in ["shortDescription", "fullDescription", "help"] {
        rule.get(text).into_iter().for_each(message);
    }
    assert!(rule.get("helpUri").is_none_or(|uri| uri.as_str().is_some_and(|uri| uri.starts_with("https://"))));
    if let Some(configuration) = rule.get("defaultConfiguration") {
        object("configuration", configuration);
        level(&configuration["level"]);
    }
}

fn result(found: &Value, rules: &[Value]) {
    object("result", found);
    message(&found["message"]);
    level(&found["level"]);
    let rule = found["ruleIndex"].as_u64().and_then(|index| rules.get(index as usize)).unwrap();
    assert_eq!(rule["id"], found["ruleId"]);
    let prints = found["partialFingerprints"].as_object().unwrap();
    assert!(prints.values().all(Value::is_string));
    for location in list(&found["locations"]) {
        object("location", location);
        let physical = &location["physicalLocation"];
        object("physical", physical);
        object("artifact", &physical["artifactLocation"]);
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte)), "{uri}");
        if let Some(region) = physical.get("region") {
            object("region", region);
            assert!(region.as_object().unwrap().values().all(|number| number.as_u64().is_some_and(|n| n >= 1)));
        }
    }
    for suppression in list(&found["suppressions"]) {
        object("suppression", suppression);
        assert!(["inSource", "external"].map(Value::from).contains(&suppression["kind"]));
        assert!(suppression["justification"].is_string());
    }
}

fn object(name: &str, value: &Value) {
    let (_, must, may) = SHAPES.iter().find(|(shape, ..)| *shape == name).unwrap();
    let fields = value.as_object().unwrap_or_else(|| panic!("{name} is {value}"));
    must.iter().for_each(|key| assert!(fields.contains_key(*key), "{name} has no {key}: {value}"));
    let known = |key: &String| must.contains(&key.as_str()) || may.contains(&key.as_str());
    assert_eq!(fields.keys().find(|key| !known(key)), None, "{name}");
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

fn message(value: &Value) {
    assert!(value["text"].as_str().is_some_and(|text| !text.trim().is_empty()), "{value}");
}

fn level(value: &Value) {
    assert!(["none", "note", "warning", "error"].map(Value::from).contains(value), "{value}");
}
