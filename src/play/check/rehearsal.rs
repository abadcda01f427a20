//! The operations of a connection played for what only runs show.
//!
//! What only reads is played twice with the same inputs, because some rules compare two runs: an id that differs from one
//! login to the next is found in no other way. A user who is created twice has two ids with good reason.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::rehearsal_inputs::{inputs, Lacking};
use super::steady;
use crate::connection::{Action, Connection};
use crate::findings::{all_findings, Finding, ScriptFacts, Subject};
use crate::flow::{Operation, Situation};
use crate::play::{to_end, Setting};
use crate::recording::masking::Mask;
use crate::recording::ScriptRun;

/// What runs showed, and what could not be played.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    /// Findings that the texts alone did not show. Message and evidence are masked.
    pub(super) found: Vec<Finding>,
    /// What was not played and why, each as a sentence.
    pub(super) unplayed: Vec<String>,
}

/// Plays what can be played against the embedded store. `known` was found in the texts already.
pub(super) fn rehearse(connection: &Arc<Connection>, facts: &[ScriptFacts], known: &[Finding]) -> Rehearsal {
    let mut rehearsal = Rehearsal::default();
    let mut runs = Vec::new();
    let mut masks = Vec::new();
    for operation in operations(connection) {
        match played(connection, operation) {
            Ok((mask, Played { runs: of_this, lacking })) => {
                let reads_empty_store = !has_store(connection) && of_this.iter().any(|run| !run.queries.is_empty());
                if reads_empty_store {
                    rehearsal.unplayed.push(format!(
                        "`{operation}` asks a legacy store, and there is none to answer. Name seed files or routes \
                         under [store] in loginscope.toml."
                    ));
                    continue;
                }
                rehearsal.unplayed.extend(lacking.map(|lacking| lacking.to_string()));
                runs.extend(of_this);
                masks.push(mask);
            }
            Err(why) => rehearsal.unplayed.push(format!("`{operation}` was not played: {why}")),
        }
    }
    let mut seen = BTreeSet::new();
    for finding in all_findings(&Subject { connection, scripts: facts, runs: &runs }) {
        if !known.iter().any(|known| same(known, &finding)) && seen.insert(key(&finding)) {
            rehearsal.found.push(masked(finding, &masks));
        }
    }
    rehearsal
}

/// The operations whose script the connection has, and what scripts are left alone. A sign-up comes before a deletion.
fn operations(connection: &Connection) -> Vec<Operation> {
    let has = |action| connection.scripts.contains_key(&action);
    let whole = Operation::WHOLE.into_iter().filter(|operation| has(operation.action()));
    // In automatic migration Auth0 asks few scripts; alone they can be played all the same.
    let alone = connection.scripts.keys().copied().filter(|action| *action != Action::Login).map(Operation::Script);
    whole.chain(alone).collect()
}

fn has_store(connection: &Connection) -> bool {
    !connection.settings.seeds.is_empty() || !connection.settings.routes.is_empty()
}

/// An operation that was played.
struct Played {
    runs: Vec<ScriptRun>,
    /// An input that had to be made up.
    lacking: Option<Lacking>,
}

fn played(connection: &Arc<Connection>, operation: Operation) -> Result<(Mask, Played), String> {
    let (inputs, lacking) = inputs(connection, operation)?;
    let situation = Situation::of(connection, operation, inputs);
    let setting = Setting::new(Arc::clone(connection), situation, connection.configuration.clone());
    let setting = setting.map_err(|error| error.to_string())?;
    let mut runs = Vec::new();
    let reads = matches!(operation.action(), Action::Login | Action::GetUser);
    for _ in 0..if reads { 2 } else { 1 } {
        runs.extend(to_end(&setting).map_err(|error| error.to_string())?.recording.runs);
    }
    Ok((setting.mask().clone(), Played { runs, lacking }))
}

/// Whether two findings are about the same thing.
fn same(known: &Finding, other: &Finding) -> bool {
    let line = |finding: &Finding| finding.at.as_ref().map(|at| (at.file.clone(), at.line));
    known.rule == other.rule
        && match line(other) {
            Some(at) => line(known).is_some_and(|known| known == at),
            None => known.message == other.message,
        }
}

/// What tells run findings apart: a rule speaks once of a line, however often it ran.
fn key(finding: &Finding) -> (&'static str, Option<(String, u32)>, Option<String>) {
    let at = finding.at.as_ref().map(|at| (at.file.clone(), at.line));
    let message = at.is_none().then(|| finding.message.clone());
    (finding.rule, at, message)
}

fn masked(finding: Finding, masks: &[Mask]) -> Finding {
    let all = |text: &str| masks.iter().fold(text.to_owned(), |text, mask| steady(mask, &text));
    Finding { message: all(&finding.message), evidence: finding.evidence.as_deref().map(all), ..finding }
}
