//! Findings that were there before, kept in a file so that a pipeline fails only for new ones.
//!
//! A finding is known again by its fingerprint: rule, connection, script, the words of its line, and which one it is
//! among those that share all of that. So it stays the same finding when lines above it come and go. The file is JSON with
//! one finding a line, sorted, so that a change of it reads well.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The version of the file's form, its first field.
const SCHEMA: &str = "loginscope.baseline/1";

/// Bytes of a digest that are kept: enough that two findings of one workspace hardly ever share them.
const KEPT_BYTES: usize = 8;

/// A finding that is known. All but the fingerprint is for readers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownFinding {
    /// The connection's name.
    pub connection: String,
    /// The script, or the file the connection was read from.
    pub file: String,
    /// The rule's id.
    pub rule: String,
    /// What was found, masked.
    pub message: String,
    /// What it is known by.
    pub fingerprint: String,
}

/// Why a text is no baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    /// No JSON.
    #[error("it is not valid JSON (line {line}): write it anew with --write-baseline")]
    NotJson {
        /// From 1.
        line: usize,
    },
    /// JSON of something else, or of another version.
    #[error(
        "its `schema` is {found}, and only \"{SCHEMA}\" can be read: write it anew with --write-baseline, or use the \
         version that wrote it"
    )]
    OtherSchema {
        /// What stands there, as JSON.
        found: String,
    },
    /// The right schema, but not what it promises.
    #[error("its `findings` are not what --write-baseline writes ({0}): write it anew")]
    Malformed(String),
}

/// The findings of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Sorted.
    findings: Vec<KnownFinding>,
}

impl Baseline {
    /// A baseline of these findings.
    pub fn new(mut findings: Vec<KnownFinding>) -> Self {
        findings.sort();
        findings.dedup();
        Self { findings }
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is none, or one of a version that is not known.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let document: Value =
            serde_json::from_str(text).map_err(|error| BaselineError::NotJson { line: error.line() })?;
        if document["schema"] != SCHEMA {
            return Err(BaselineError::OtherSchema { found: shortened(&document["schema"]) });
        }
        let findings = serde_json::from_value(document["findings"].clone());
        Ok(Self::new(findings.map_err(|error| BaselineError::Malformed(error.to_string()))?))
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        let lines = self.findings.iter().filter_map(|finding| serde_json::to_string(finding).ok());
        let lines: Vec<String> = lines.map(|line| format!("    {line}")).collect();
        let findings = if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [{findings}]\n}}\n")
    }

    /// Whether a finding is known.
    pub fn knows(&self, fingerprint: &str) -> bool {
        self.findings.iter().any(|known| known.fingerprint == fingerprint)
    }

    /// Known findings of these connections that are not among `found`, by their fingerprints.
    pub fn gone(&self, connections: &[&str], found: &[&str]) -> Vec<&KnownFinding> {
        let looked_at = |known: &&KnownFinding| connections.contains(&known.connection.as_str());
        let still = |known: &&KnownFinding| found.contains(&known.fingerprint.as_str());
        self.findings.iter().filter(looked_at).filter(|known| !still(known)).collect()
    }
}

/// What a finding is known by. `line` is the text it stands on, or what it says if it has no place; `nth` counts those
/// that agree in all the rest, from 0.
pub fn fingerprint(rule: &str, connection: &str, script: &str, line: &str, nth: usize) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let digest = Sha256::digest([rule, connection, script, &line, &nth.to_string()].join("\0"));
    digest.iter().take(KEPT_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

fn shortened(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = if value.is_null() { "missing".to_owned() } else { value.to_string() };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn known(rule: &str, file: &str, fingerprint: &str) -> KnownFinding {
        KnownFinding {
            connection: "shop".into(),
            file: file.into(),
            rule: rule.into(),
            message: "what \"it\" says".into(),
            fingerprint: fingerprint.into(),
        }
    }

    #[test]
    fn a_file_is_sorted_has_a_finding_a_line_and_reads_back() {
        let baseline = Baseline::new(vec![known("L9", "login.js", "b"), known("L1", "create.js", "a")]);
        let text = baseline.to_text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 7, "{text}");
        assert!(lines[3].contains("create.js") && lines[4].contains("login.js"), "{text}");
        assert_eq!(Baseline::parse(&text).unwrap(), baseline);
        assert_eq!(Baseline::parse(&Baseline::default().to_text()).unwrap(), Baseline::default());
    }

    #[test]
    fn what_is_no_baseline_is_refused_with_what_to_do() {
        for (text, expected) in [
            ("{", "not valid JSON (line 1): write it anew with --write-baseline"),
            ("[]", "`schema` is missing"),
            (r#"{"schema": "loginscope.baseline/9"}"#, "\"loginscope.baseline/9\", and only"),
            (r#"{"schema": "loginscope.baseline/1", "findings": 3}"#, "not what --write-baseline writes"),
        ] {
            let error = Baseline::parse(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn what_is_gone_is_told_of_the_connections_that_were_looked_at() {
        let baseline = Baseline::new(vec![known("L9", "login.js", "b"), known("L1", "create.js", "a")]);
        assert!(baseline.knows("a") && !baseline.knows("c"));
        let gone = baseline.gone(&["shop"], &["a"]);
        assert_eq!(gone.iter().map(|known| known.rule.as_str()).collect::<Vec<_>>(), ["L9"]);
        assert_eq!(baseline.gone(&["other"], &[]), [] as [&KnownFinding; 0]);
    }

    #[test]
    fn a_fingerprint_survives_white_space_and_tells_all_else_apart() {
        let print = |rule, line, nth| fingerprint(rule, "shop", "login", line, nth);
        assert_eq!(print("L1", "  a( b )", 0), print("L1", "a(   b )", 0));
        let all = [print("L1", "a", 0), print("L1", "a", 1), print("L2", "a", 0), print("L1", "b", 0)];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
