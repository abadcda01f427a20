//! The content of a report on a check.

use std::path::Path;

use serde::Serialize;

use crate::findings::{rule, Baseline, Finding, KnownFinding, Level};
use crate::play::check::{Checked, Found};

/// The version of the document's form, its first field.
const SCHEMA: &str = "loginscope.check/1";

/// What is to be told.
#[derive(Debug)]
pub struct Wanted {
    /// The least grave level.
    pub level: Level,
    /// The rules; all of them if empty.
    pub rules: Vec<String>,
    /// What is known already.
    pub baseline: Option<Baseline>,
}

impl Wanted {
    fn asks_for(&self, finding: &Finding) -> bool {
        let rule = self.rules.is_empty() || self.rules.iter().any(|rule| rule == finding.rule);
        rule && finding.level >= self.level
    }
}

/// All that was found. Fields are those of the JSON document, in its order.
#[derive(Debug, Serialize)]
pub struct Document {
    pub(super) schema: &'static str,
    pub(super) connections: Vec<ConnectionPart>,
    /// Findings of the baseline that are there no more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) gone: Vec<KnownFinding>,
    pub(super) summary: Summary,
}

#[derive(Debug, Serialize)]
pub(super) struct ConnectionPart {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) mode: &'static str,
    pub(super) scripts: usize,
    /// What could not be played.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) unplayed: Vec<String>,
    pub(super) findings: Vec<FindingPart>,
}

#[derive(Debug, Serialize)]
pub(super) struct FindingPart {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    pub(super) message: String,
    pub(super) at: At,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) evidence: Option<String>,
    pub(super) why: &'static str,
    pub(super) fix: &'static str,
    pub(super) sources: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suppressed: Option<Suppressed>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) baseline: bool,
    pub(super) fingerprint: String,
}

impl FindingPart {
    /// Whether it is to be acted on: neither ignored nor known.
    pub(super) fn counts(&self) -> bool {
        self.suppressed.is_none() && !self.baseline
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Suppressed {
    pub(super) reason: String,
}

/// Where a finding stands. What is not known is `null`.
#[derive(Debug, Serialize)]
pub(super) struct At {
    pub(super) function: Option<String>,
    pub(super) file: String,
    pub(super) path: String,
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
    /// Line and column are those of a script inside the file at `path`, not of that file.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) inline: bool,
}

/// How many findings there are: of each level those that count, and those that do not.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Summary {
    pub(super) connections: usize,
    pub(super) scripts: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    pub(super) suppressed: usize,
    pub(super) baseline: usize,
}

impl Document {
    /// Gathers what is wanted of what was found.
    pub fn new(checked: &[Checked], wanted: &Wanted) -> Self {
        let connections: Vec<ConnectionPart> = checked.iter().map(|checked| connection(checked, wanted)).collect();
        let findings = || connections.iter().flat_map(|connection| &connection.findings);
        let of = |level| findings().filter(|finding| finding.counts() && finding.level == level).count();
        let summary = Summary {
            connections: connections.len(),
            scripts: connections.iter().map(|connection| connection.scripts).sum(),
            errors: of(Level::Error),
            warnings: of(Level::Warning),
            notes: of(Level::Note),
            suppressed: findings().filter(|finding| finding.suppressed.is_some()).count(),
            baseline: findings().filter(|finding| finding.suppressed.is_none() && finding.baseline).count(),
        };
        let names: Vec<&str> = checked.iter().map(|checked| checked.connection.name.as_str()).collect();
        let prints: Vec<&str> =
            checked.iter().flat_map(|checked| &checked.found).map(|found| found.fingerprint.as_str()).collect();
        let gone = wanted.baseline.as_ref().map(|baseline| baseline.gone(&names, &prints)).unwrap_or_default();
        let gone = gone.into_iter().cloned().collect();
        Self { schema: SCHEMA, connections, gone, summary }
    }

    /// The exit code of the command line: 1 if something at error level counts, else 0.
    pub fn exit_code(&self) -> u8 {
        u8::from(self.summary.errors > 0)
    }
}

/// A baseline of everything that is not ignored.
pub fn baseline(checked: &[Checked]) -> Baseline {
    let known = |checked: &Checked, found: &Found| KnownFinding {
        connection: checked.connection.name.clone(),
        file: found.spot.file.clone(),
        rule: found.finding.rule.to_owned(),
        message: found.finding.message.clone(),
        fingerprint: found.fingerprint.clone(),
    };
    let all = checked.iter().flat_map(|checked| checked.found.iter().map(move |found| (checked, found)));
    let heard = all.filter(|(_, found)| found.quiet.is_none());
    Baseline::new(heard.map(|(checked, found)| known(checked, found)).collect())
}

fn connection(checked: &Checked, wanted: &Wanted) -> ConnectionPart {
    let found = checked.found.iter().filter(|found| wanted.asks_for(&found.finding));
    ConnectionPart {
        name: checked.connection.name.clone(),
        path: text_of(&checked.connection.path),
        mode: checked.connection.mode().key(),
        scripts: checked.connection.scripts.len(),
        unplayed: checked.unplayed.clone(),
        findings: found.map(|found| finding(found, wanted)).collect(),
    }
}

fn finding(found: &Found, wanted: &Wanted) -> FindingPart {
    let Found { finding, spot, quiet, fingerprint } = found;
    let rule = rule(finding.rule);
    let number = |number: u32| (number > 0).then_some(number);
    FindingPart {
        rule: finding.rule,
        level: finding.level,
        message: finding.message.clone(),
        at: At {
            function: finding.at.as_ref().map(|at| at.function.clone()).filter(|function| !function.is_empty()),
            file: spot.file.clone(),
            path: text_of(&spot.path),
            line: number(spot.line),
            column: number(spot.column),
            inline: !spot.in_file && spot.line > 0,
        },
        evidence: finding.evidence.clone(),
        why: rule.map_or("", |rule| rule.why),
        fix: rule.map_or("", |rule| rule.fix),
        sources: rule.map_or(&[], |rule| rule.sources),
        suppressed: quiet.clone().map(|reason| Suppressed { reason }),
        baseline: wanted.baseline.as_ref().is_some_and(|baseline| baseline.knows(fingerprint)),
        fingerprint: fingerprint.clone(),
    }
}

fn text_of(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{checked, wanted};
    use super::*;

    #[test]
    fn only_what_is_neither_ignored_nor_known_counts() {
        let checked = checked();
        let summary = Document::new(&checked, &wanted()).summary;
        assert_eq!((summary.errors, summary.warnings, summary.notes, summary.suppressed), (2, 1, 1, 1));
        assert_eq!(Document::new(&checked, &wanted()).exit_code(), 1);
        let known = Wanted { baseline: Some(baseline(&checked)), ..wanted() };
        let document = Document::new(&checked, &known);
        assert_eq!((document.summary.errors, document.summary.baseline, document.exit_code()), (0, 4, 0));
    }

    #[test]
    fn levels_and_rules_that_are_not_wanted_are_left_out() {
        let checked = checked();
        let errors = Document::new(&checked, &Wanted { level: Level::Error, ..wanted() });
        assert_eq!((errors.summary.errors, errors.summary.warnings, errors.summary.notes), (2, 0, 0));
        let one = Document::new(&checked, &Wanted { rules: vec!["L6".into()], ..wanted() });
        assert_eq!((one.summary.errors, one.summary.warnings), (0, 1));
    }

    #[test]
    fn what_the_baseline_knows_and_is_there_no_more_is_told() {
        let mut checked = checked();
        let known = Wanted { baseline: Some(baseline(&checked)), ..wanted() };
        checked[0].found.retain(|found| found.finding.rule != "L6");
        let gone: Vec<String> = Document::new(&checked, &known).gone.into_iter().map(|gone| gone.rule).collect();
        assert_eq!(gone, ["L6"]);
    }
}
