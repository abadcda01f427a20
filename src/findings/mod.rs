//! Diagnosis: what is wrong, or likely to go wrong, in a connection, in the texts of its scripts and in what was recorded
//! of them.
//!
//! Pure: no I/O, no engine, no parser. Rules carry the ids of the field (L1 …).
//!
//! | part | what it is |
//! | --- | --- |
//! | `lessons/` | one rule a file; adding one is adding a file and a line in [`RULES`] |
//! | `reading/` | what rules share: how answers go through a script, what reaches outside, what profiles hold |
//! | `suppression` | comments and settings that ignore a finding, with a reason |
//! | `baseline` | findings that are known and accepted |
//! | `from_loading` | what the loader noticed, as findings |
//! | `explained` | every rule that is cited, looked up by its id |

mod baseline;
mod explained;
mod from_loading;
mod lessons;
mod reading;
#[cfg(test)]
mod samples;
mod suppression;
#[cfg(test)]
mod tests;

pub use baseline::{fingerprint, Baseline, BaselineError, KnownFinding};
pub use explained::{everything, explained, nearest, Explained, Kind};
pub use from_loading::{noted, unparsed};
pub use lessons::{REMOVED_GLOBALS, RULES};
pub use reading::required::{ModuleSource, Required};
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
