//! Diagnosis: one rule a file, over a connection, facts about its scripts and what was recorded of them.
//!
//! Pure: no I/O, no engine, no parser. Rules carry the ids of the domain (L1 …); adding one is adding a file and a
//! line in [`RULES`].

mod anonymous_function;
mod answers;
mod baseline;
mod body;
mod called_module;
mod change_email_kept;
mod change_password_answer;
mod clashing_options;
mod configuration_keys;
mod customization_off;
mod default_body;
mod doubled_prefix;
mod dry_run_refusal;
mod duplicate_user;
mod email_fields;
mod email_only;
mod error_without_stack;
mod explained;
mod files_written;
mod from_loading;
mod function_name;
mod get_user_not_found;
mod global_cache;
mod hard_coded;
mod hash_comparison;
mod hashed_for_api;
mod injection;
mod left_open;
mod loading_fallback;
mod logged_secrets;
mod login_deletes;
mod malformed_factors;
mod marked_too_early;
mod metadata_name;
mod migrated_marker;
mod missing_scripts;
mod missing_user_id;
mod no_callback;
mod no_op_scripts;
mod no_timeout;
mod not_json;
mod noted;
mod organization_unguarded;
mod outside;
mod over_time;
mod parameter_count;
mod password_comparison;
mod password_in_get_user;
mod password_policy;
mod pieces;
mod profile_secrets;
mod profiles;
mod profiles_differ;
mod reached;
mod removed_global;
mod required;
mod row_deleted;
mod script_size;
mod second_callback;
mod shared_ids;
mod slow_exchange;
mod store_failure_as_credentials;
mod suppression;
mod unavailable_module;
mod uncaught_failure;
mod unclosed;
mod unclosed_path;
mod unhandled_rejection;
mod unknown_keys;
mod unprotected_store;
mod unresolved_markers;
mod unstable_id;
mod unused_scripts;
mod user_id_form;
mod username_missing;
mod validation_code;
mod verify_answer;
mod work_after_callback;
mod write_denied;
mod wrong_password_answer;

pub use baseline::{fingerprint, Baseline, BaselineError, KnownFinding};
pub use explained::{everything, explained, nearest, Explained, Kind};
pub use from_loading::{noted, unparsed};
pub use removed_global::REMOVED_GLOBALS;
pub use required::{ModuleSource, Required};
pub use suppression::{idle, ignores, why_quiet, Ignore};

use oxc_span::Span;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::connection::{Action, Connection};
use crate::recording::{Outcome, OutcomeKind, Place, ScriptRun};
use crate::rules::Certainty;
use crate::script::Syntax;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good to know.
    Note,
    /// Documented bad practice.
    Warning,
    /// It breaks, for certain or nearly so.
    Error,
}

impl Level {
    /// The word used in JSON and on screen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How grave.
    pub level: Level,
    /// What, in one or two sentences, with what to do about it. Not masked.
    pub message: String,
    /// Where, if it has a place.
    pub at: Option<Place>,
    /// What shows it: the step, query or field, in words.
    pub evidence: Option<String>,
}

impl Finding {
    fn new(rule: &'static str, level: Level, message: String) -> Self {
        Self { rule, level, message, at: None, evidence: None }
    }

    fn at(self, place: Option<Place>) -> Self {
        Self { at: place, ..self }
    }

    fn shown_by(self, evidence: impl Into<String>) -> Self {
        Self { evidence: Some(evidence.into()), ..self }
    }
}

/// What a parser knows of a script without running it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFacts {
    /// Which script.
    pub action: Action,
    /// Its file label.
    pub file: String,
    /// The name of its function, if it has one.
    pub function: Option<String>,
    /// How many parameters the function declares; `None` where it takes any number (`...rest`, `arguments`) or could
    /// not be told.
    pub parameters: Option<usize>,
    /// The function has no name of its own.
    pub anonymous: bool,
    /// The line the function begins on, from 1.
    pub line: u32,
    /// What it requires, every place.
    pub requires: Vec<Required>,
    /// Names it reads and declares nowhere, with the line, from 1.
    pub globals: Vec<(String, u32)>,
    /// Modules it calls as functions, with the line, from 1.
    pub called: Vec<(String, u32)>,
    /// What the rules found in its text.
    pub in_text: Vec<Finding>,
    /// Comments that tell rules to be quiet.
    pub ignores: Vec<Ignore>,
}

impl ScriptFacts {
    fn at_line(&self, line: u32) -> Place {
        Place { line, ..self.place() }
    }

    fn place(&self) -> Place {
        let function = self.function.clone().unwrap_or_else(|| format!("anonymous at {}:{}", self.file, self.line));
        Place { function, file: self.file.clone(), line: self.line, column: 1 }
    }
}

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// The connection.
    pub connection: &'s Connection,
    /// The scripts in question: those that ran, or all of them for a check without running.
    pub scripts: &'s [ScriptFacts],
    /// The runs, in order.
    pub runs: &'s [ScriptRun],
}

impl<'s> Subject<'s> {
    /// Runs that ended, with their outcome.
    fn ended(&self) -> impl Iterator<Item = (&'s ScriptRun, &'s Outcome)> {
        self.runs.iter().filter_map(|run| Some((run, run.outcome.as_ref()?)))
    }

    /// Profiles that `login` and `get_user` called back with.
    fn profiles(&self) -> impl Iterator<Item = (&'s ScriptRun, &'s Map<String, Value>)> {
        self.ended().filter(|(_, outcome)| outcome.kind == OutcomeKind::Profile).filter_map(|(run, outcome)| {
            let fields = outcome.result.as_ref()?.as_object()?;
            Some((run, fields)).filter(|_| !fields.is_empty())
        })
    }
}

/// A rule: what it finds, why that matters, what to do about it, and how it is found.
pub struct Rule {
    /// `L1` …
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// How grave it usually is; a finding may be graver or less grave.
    pub level: Level,
    /// How sure the rule itself is.
    pub certainty: Certainty,
    /// Why it matters, in a sentence or two.
    pub why: &'static str,
    /// How to fix it, in a sentence or two.
    pub fix: &'static str,
    /// Where it is said: addresses, or the name of a publication.
    pub sources: &'static [&'static str],
    checks: &'static [Check],
}

/// What a rule looks at.
enum Check {
    /// The text of one script.
    Text(fn(&ScriptText<'_>) -> Vec<Finding>),
    /// A connection with all its scripts, whether they run or not.
    Connection(fn(&Whole<'_>) -> Vec<Finding>),
    /// The scripts that ran, and what was recorded of them.
    Runs(fn(&Subject<'_>) -> Vec<Finding>),
}

/// The text of one script, parsed.
#[derive(Clone, Copy)]
pub struct ScriptText<'s> {
    /// The connection it belongs to.
    pub connection: &'s Connection,
    /// Which script.
    pub action: Action,
    /// Its tree, names and places.
    pub syntax: &'s Syntax<'s>,
}

impl ScriptText<'_> {
    /// The place of something in the text.
    fn place(&self, span: Span) -> Place {
        let position = self.syntax.position(span);
        Place {
            function: self.syntax.function_name(span).to_owned(),
            file: self.syntax.prepared.file.clone(),
            line: position.line,
            column: position.column,
        }
    }
}

/// A connection as a whole.
#[derive(Clone, Copy)]
pub struct Whole<'s> {
    /// The connection.
    pub connection: &'s Connection,
    /// Every script of it that parses.
    pub scripts: &'s [ScriptFacts],
    /// The other connections it was loaded with.
    pub others: &'s [&'s Connection],
}

/// Every rule, in the order of their ids.
pub const RULES: &[Rule] = &[
    no_callback::RULE,
    second_callback::RULE,
    work_after_callback::RULE,
    parameter_count::RULE,
    loading_fallback::RULE,
    anonymous_function::RULE,
    function_name::RULE,
    script_size::RULE,
    no_timeout::RULE,
    over_time::RULE,
    unhandled_rejection::RULE,
    error_without_stack::RULE,
    wrong_password_answer::RULE,
    store_failure_as_credentials::RULE,
    duplicate_user::RULE,
    validation_code::RULE,
    missing_user_id::RULE,
    user_id_form::RULE,
    doubled_prefix::RULE,
    unstable_id::RULE,
    shared_ids::RULE,
    email_fields::RULE,
    username_missing::RULE,
    profiles_differ::RULE,
    profile_secrets::RULE,
    metadata_name::RULE,
    malformed_factors::RULE,
    get_user_not_found::RULE,
    email_only::RULE,
    password_in_get_user::RULE,
    hard_coded::RULE,
    configuration_keys::RULE,
    logged_secrets::RULE,
    global_cache::RULE,
    removed_global::RULE,
    unavailable_module::RULE,
    files_written::RULE,
    injection::RULE,
    unclosed::RULE,
    unprotected_store::RULE,
    login_deletes::RULE,
    migrated_marker::RULE,
    missing_scripts::MIGRATION,
    unused_scripts::RULE,
    missing_scripts::AUTHENTICATION,
    default_body::RULE,
    change_email_kept::RULE,
    no_op_scripts::RULE,
    password_comparison::RULE,
    hashed_for_api::RULE,
    change_password_answer::RULE,
    verify_answer::RULE,
    organization_unguarded::RULE,
    unknown_keys::RULE,
    unresolved_markers::RULE,
    password_policy::RULE,
    customization_off::RULE,
    clashing_options::RULE,
    not_json::RULE,
    dry_run_refusal::RULE,
    suppression::RULE,
];

/// What the rules find in the scripts that ran and in what was recorded of them, the gravest first, in the order of the
/// rules. What a run showed is not told again as what the text lets expect; what a comment or the settings ignore is left
/// out.
pub fn findings(subject: &Subject<'_>) -> Vec<Finding> {
    let comments = || subject.scripts.iter().flat_map(|script| &script.ignores);
    let settings = &subject.connection.settings.ignored;
    let mut found = all_findings(subject);
    found.retain(|finding| why_quiet(finding, comments(), settings).is_none());
    found
}

/// The same with what is ignored.
pub fn all_findings(subject: &Subject<'_>) -> Vec<Finding> {
    let in_runs = checks().filter_map(|check| match check {
        Check::Runs(check) => Some(check(subject)),
        Check::Text(_) | Check::Connection(_) => None,
    });
    let in_runs: Vec<Finding> = in_runs.flatten().collect();
    let file = |finding: &Finding| finding.at.as_ref().map(|place| place.file.clone());
    let shown =
        |expected: &Finding| in_runs.iter().any(|found| found.rule == expected.rule && file(found) == file(expected));
    let in_texts = subject.scripts.iter().flat_map(|script| &script.in_text);
    let in_texts: Vec<Finding> = in_texts.filter(|expected| !shown(expected)).cloned().collect();
    ordered(in_texts.into_iter().chain(in_runs).collect())
}

/// What the rules find in the text of one script.
pub fn in_text(text: &ScriptText<'_>) -> Vec<Finding> {
    let found = checks().filter_map(|check| match check {
        Check::Text(check) => Some(check(text)),
        Check::Connection(_) | Check::Runs(_) => None,
    });
    found.flatten().collect()
}

/// What the rules find in a connection as a whole, without what they find in its scripts one by one.
pub fn in_connection(whole: &Whole<'_>) -> Vec<Finding> {
    let found = checks().filter_map(|check| match check {
        Check::Connection(check) => Some(check(whole)),
        Check::Text(_) | Check::Runs(_) => None,
    });
    ordered(found.flatten().collect())
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

fn checks() -> impl Iterator<Item = &'static Check> {
    RULES.iter().flat_map(|rule| rule.checks)
}

/// The gravest first; where two are as grave, in the order of the rules.
fn ordered(mut found: Vec<Finding>) -> Vec<Finding> {
    let place = |finding: &Finding| RULES.iter().position(|rule| rule.id == finding.rule);
    found.sort_by_key(|finding| (std::cmp::Reverse(finding.level), place(finding)));
    found
}

/// The place where a run first called `callback`.
fn answered_at(run: &ScriptRun) -> Option<Place> {
    Some(run.callbacks.first()?.stack.first()?.place.clone())
}

/// `login.js:14:5 (login › client.query callback)`.
fn in_words(place: &Place) -> String {
    format!("{}:{}:{} ({})", place.file, place.line, place.column, place.function)
}

#[cfg(test)]
mod samples {
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
}

#[cfg(test)]
mod tests {
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
            let loaded =
                crate::connection::load(&folder.join(sample), &crate::connection::LoadOptions::default()).unwrap();
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
}
