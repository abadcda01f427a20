//! What the tests of all rules share.
#![allow(clippy::unwrap_used)]

use super::{Check, Finding, Rule, ScriptFacts, ScriptText, Subject, Whole};
use crate::connection::{Action, Connection};
use crate::flow::samples::connection;
use crate::recording::ScriptRun;
use crate::script::{prepare, read};

/// Asserts that `rule` finds something in `run` and gives its message.
pub(super) fn fires(rule: &Rule, run: &ScriptRun) -> String {
    let mut found = in_run(rule, run);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).message
}

pub(super) fn in_run(rule: &Rule, run: &ScriptRun) -> Vec<Finding> {
    in_run_of(&connection(), rule, run)
}

pub(super) fn in_run_of(connection: &Connection, rule: &Rule, run: &ScriptRun) -> Vec<Finding> {
    of_subject(rule, &Subject { connection, scripts: &[], runs: std::slice::from_ref(run) })
}

/// What a rule finds in several runs together.
pub(super) fn in_runs(rule: &Rule, runs: &[ScriptRun]) -> Vec<Finding> {
    of_subject(rule, &Subject { connection: &connection(), scripts: &[], runs })
}

/// The same in one run, with what its text tells.
pub(super) fn in_run_with(script: &ScriptFacts, rule: &Rule, run: &ScriptRun) -> Vec<Finding> {
    let (scripts, runs) = (std::slice::from_ref(script), std::slice::from_ref(run));
    of_subject(rule, &Subject { connection: &connection(), scripts, runs })
}

fn of_subject(rule: &Rule, subject: &Subject<'_>) -> Vec<Finding> {
    let checks = rule.checks.iter().filter_map(|check| match check {
        Check::Runs(check) => Some(check(subject)),
        Check::Text(_) | Check::Connection(_) => None,
    });
    checks.flatten().collect()
}

/// What a rule finds in the text of a script.
pub(super) fn in_text_of(connection: &Connection, rule: &Rule, action: Action, text: &str) -> Vec<Finding> {
    let prepared = prepare(&format!("{action}.js"), text.into()).unwrap();
    let checks = rule.checks;
    read(&prepared, |syntax| {
        let text = ScriptText { connection, action, syntax };
        let checks = checks.iter().filter_map(|check| match check {
            Check::Text(check) => Some(check(&text)),
            Check::Connection(_) | Check::Runs(_) => None,
        });
        checks.flatten().collect()
    })
    .unwrap()
}

/// What a rule finds in a connection of which these scripts parse.
pub(super) fn in_connection_of(connection: &Connection, rule: &Rule, scripts: &[ScriptFacts]) -> Vec<Finding> {
    let whole = Whole { connection, scripts, others: &[] };
    let checks = rule.checks.iter().filter_map(|check| match check {
        Check::Connection(check) => Some(check(&whole)),
        Check::Text(_) | Check::Runs(_) => None,
    });
    checks.flatten().collect()
}

pub(super) fn in_script(connection: &Connection, rule: &Rule, script: &ScriptFacts) -> Vec<Finding> {
    of_subject(rule, &Subject { connection, scripts: std::slice::from_ref(script), runs: &[] })
}

pub(super) fn facts(action: Action, parameters: Option<usize>) -> ScriptFacts {
    ScriptFacts {
        action,
        file: format!("{action}.js"),
        function: Some(action.key().into()),
        parameters,
        anonymous: false,
        line: 3,
        requires: Vec::new(),
        globals: Vec::new(),
        called: Vec::new(),
        in_text: Vec::new(),
        ignores: Vec::new(),
    }
}
