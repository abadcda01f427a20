//! Cases for tests.

use super::{card, Card, Case};
use crate::connection::{Action, Connection};
use crate::findings::{findings, Subject};
use crate::flow::samples::inputs;
use crate::flow::{decide, Decision, Facts, Operation, Situation};
use crate::recording::ScriptRun;

/// The card of one run of the operation that asks its script alone.
pub(super) fn of(connection: &Connection, run: ScriptRun) -> Option<Card> {
    with(connection, run, |_| {})
}

/// The same, in a situation that is changed first.
pub(super) fn with(connection: &Connection, run: ScriptRun, change: impl FnOnce(&mut Situation)) -> Option<Card> {
    decided(connection, &[run], change, |_| {})
}

/// The card of some runs, with a decision that is changed first.
pub(super) fn decided(
    connection: &Connection,
    runs: &[ScriptRun],
    change: impl FnOnce(&mut Situation),
    decide_otherwise: impl FnOnce(&mut Decision),
) -> Option<Card> {
    let operation = match runs.last().map(|run| run.action) {
        None | Some(Action::Login) => Operation::Login,
        Some(action) => Operation::Script(action),
    };
    let mut situation = Situation::of(connection, operation, inputs());
    change(&mut situation);
    let facts = Facts::new(connection, situation);
    let mut decision = decide(&facts, runs);
    decide_otherwise(&mut decision);
    let found = findings(&Subject { connection, scripts: &[], runs });
    card(&Case { connection, facts: &facts, runs, decision: &decision, findings: &found })
}

/// `F1 L1` of a card, or what of it there is.
pub(super) fn named(card: Option<&Card>) -> String {
    card.map_or_else(|| "none".to_owned(), |card| format!("{} {}", card.failure, card.rule).trim().to_owned())
}
