//! What a card is made from.

use serde_json::{Map, Value};

use crate::connection::{Action, Connection, Mode};
use crate::findings::{Finding, Level};
use crate::flow::{Decision, Facts, LinkState, Reason, ReasonState};
use crate::recording::{ErrorInfo, Outcome, OutcomeKind, ScriptRun};

/// A finished operation.
#[derive(Clone, Copy)]
pub struct Case<'c> {
    /// The connection.
    pub connection: &'c Connection,
    /// What was settled before the first script.
    pub facts: &'c Facts,
    /// The scripts that ran, in order.
    pub runs: &'c [ScriptRun],
    /// What Auth0 decides.
    pub decision: &'c Decision,
    /// What a reviewer would say.
    pub findings: &'c [Finding],
}

impl<'c> Case<'c> {
    /// The script that ended the operation, and how: the last that ran.
    pub(super) fn last(&self) -> Option<(&'c ScriptRun, &'c Outcome)> {
        let run = self.runs.last()?;
        Some((run, run.outcome.as_ref()?))
    }

    /// The same, if it ended in one of these ways.
    pub(super) fn ended(&self, kinds: &[OutcomeKind]) -> Option<(&'c ScriptRun, &'c Outcome)> {
        self.last().filter(|(_, outcome)| kinds.contains(&outcome.kind))
    }

    /// The script that ended the operation, with the error it ended with.
    pub(super) fn error(&self) -> Option<(&'c ScriptRun, &'c ErrorInfo)> {
        let (run, outcome) = self.last()?;
        Some((run, outcome.error.as_ref()?))
    }

    /// The profiles that were called back with, in order.
    pub(super) fn profiles(&self) -> impl Iterator<Item = (&'c ScriptRun, &'c Map<String, Value>)> {
        let answered = self.runs.iter().filter_map(|run| Some((run, run.outcome.as_ref()?)));
        let profiles = answered.filter(|(_, outcome)| outcome.kind == OutcomeKind::Profile);
        profiles.filter_map(|(run, outcome)| Some((run, outcome.result.as_ref()?.as_object()?)))
    }

    /// The first finding of a rule.
    pub(super) fn finding(&self, rule: &str) -> Option<&'c Finding> {
        self.findings.iter().find(|finding| finding.rule == rule)
    }

    /// The first finding of a rule that says that something is broken.
    pub(super) fn fault(&self, rule: &str) -> Option<&'c Finding> {
        self.findings.iter().find(|finding| finding.rule == rule && finding.level == Level::Error)
    }

    /// The reason of this rule that stopped the operation.
    pub(super) fn stopped_by(&self, rule: &str) -> Option<&'c Reason> {
        self.decision.reasons.iter().find(|reason| reason.rule == rule && reason.state == ReasonState::No)
    }

    /// Whether the operation is played in automatic migration.
    pub(super) fn migrates(&self) -> bool {
        self.facts.mode == Mode::AutomaticMigration
    }

    /// The script the operation ended at because the connection lacks it. One that it went on without is no cause.
    pub(super) fn missing(&self) -> Option<Action> {
        let last = self.decision.chain.last().filter(|link| link.state == LinkState::Missing);
        last.map(|link| link.action)
    }

    /// What the user typed, for sentences.
    pub(super) fn typed(&self) -> &'c str {
        self.facts.inputs.identifier().or(self.facts.inputs.user_id.as_deref()).unwrap_or("the user")
    }
}

/// `TypeError: rows is undefined`, or the name alone where there is no message.
pub(super) fn in_words(error: &ErrorInfo) -> String {
    if error.message.is_empty() {
        error.name.clone()
    } else {
        format!("{}: {}", error.name, crate::recording::wording::short(&error.message))
    }
}
