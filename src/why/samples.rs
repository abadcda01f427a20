//! Cases for tests.
#![allow(clippy::unwrap_used)]

use super::{card, Card, Case};
use crate::connection::Connection;
use crate::findings::{findings, Subject};
use crate::flow::samples::inputs;
use crate::flow::{decide, Facts, Operation, Situation};
use crate::recording::ScriptRun;

/// The card of one run of the operation that asks its script alone.
pub(super) fn of(connection: &Connection, run: ScriptRun) -> Option<Card> {
    with(connection, run, |_| {})
}

/// The same, in a situation that is changed first.
pub(super) fn with(connection: &Connection, run: ScriptRun, change: impl FnOnce(&mut Situation)) -> Option<Card> {
    let operation = match run.action {
        crate::connection::Action::Login => Operation::Login,
        action => Operation::Script(action),
    };
    let mut situation = Situation::of(connection, operation, inputs());
    change(&mut situation);
    let facts = Facts::new(connection, situation);
    let runs = [run];
    let decision = decide(&facts, &runs);
    let found = findings(&Subject { connection, scripts: &[], runs: &runs });
    card(&Case { connection, facts: &facts, runs: &runs, decision: &decision, findings: &found })
}

/// `F1 L1` of a card, or what of it there is.
pub(super) fn named(card: Option<&Card>) -> String {
    card.map_or_else(|| "none".to_owned(), |card| format!("{} {}", card.failure, card.rule).trim().to_owned())
}
