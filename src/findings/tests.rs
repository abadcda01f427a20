#![allow(clippy::unwrap_used)]

use super::*;
use crate::flow::samples::connection;
use crate::recording::samples::{ada, answered, ended};

#[test]
fn a_healthy_login_has_no_findings() {
    let connection = connection();
    let scripts = [samples::facts(Action::Login, Some(3))];
    let runs = [answered(Action::Login, OutcomeKind::Profile, ada())];
    assert_eq!(findings(&Subject { connection: &connection, scripts: &scripts, runs: &runs }), []);
}

#[test]
fn the_gravest_findings_come_first() {
    let connection = connection();
    let mut script = samples::facts(Action::Login, Some(3));
    script.anonymous = true;
    let runs = [ended(Action::Login, OutcomeKind::NoCallback)];
    let found = findings(&Subject { connection: &connection, scripts: &[script], runs: &runs });
    assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["L1", "L6"]);
}

#[test]
fn rules_stand_in_the_order_of_their_ids() {
    let number = |rule: &Rule| rule.id.strip_prefix('L').and_then(|number| number.parse::<u32>().ok());
    // What is no lesson of the field but one of our own stands behind.
    let lessons: Vec<&Rule> = RULES.iter().take_while(|rule| number(rule).is_some()).collect();
    let numbers: Vec<u32> = RULES.iter().filter_map(number).collect();
    assert_eq!(numbers.len(), lessons.len());
    assert!(numbers.is_sorted(), "{numbers:?}");
}

#[test]
fn every_rule_says_why_it_matters_what_to_do_and_where_that_is_said() {
    for rule in RULES {
        assert!(!rule.why.is_empty() && !rule.fix.is_empty(), "{}", rule.id);
        assert!(!rule.sources.is_empty(), "{}", rule.id);
    }
}

#[test]
fn what_a_run_showed_is_not_told_again_from_the_text() {
    let connection = connection();
    let mut script = samples::facts(Action::Login, Some(3));
    let again = Finding::new("L2", Level::Error, "twice".into()).at(Some(script.place()));
    script.in_text = vec![again.clone(), Finding { rule: "L3", ..again.clone() }];
    let mut run = answered(Action::Login, OutcomeKind::CallbackTwice, ada());
    run.callbacks.push(run.callbacks[0].clone());
    let found = findings(&Subject { connection: &connection, scripts: &[script], runs: &[run] });
    assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["L2", "L3"]);
    assert!(found[0].message.contains("2 times"));
}

#[test]
fn the_good_samples_have_no_findings_and_each_bad_one_has_its_own() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-scripts");
    let mut found = Vec::new();
    for sample in [
        "anonymous",
        "double-callback",
        "http-proxy",
        "ldap-directory",
        "mongodb-legacy",
        "mysql-legacy",
        "mysql2-async",
        "okpacket",
        "pg-migration",
        "request-basic-auth",
        "sqlserver-membership",
        "stall",
    ] {
        let loaded = crate::connection::load(&folder.join(sample), &crate::connection::LoadOptions::default()).unwrap();
        let connection = &loaded.connections[0];
        for script in connection.scripts.values() {
            let prepared = crate::script::prepare(&script.file, script.text.clone()).unwrap();
            let rules = crate::script::read(&prepared, |syntax| {
                in_text(&ScriptText { connection, action: script.action, syntax })
            });
            found.extend(rules.unwrap().into_iter().map(|rule| format!("{sample}/{} {}", script.file, rule.rule)));
        }
    }
    assert_eq!(found, ["double-callback/login.js L2", "stall/login.js L1"]);
}
