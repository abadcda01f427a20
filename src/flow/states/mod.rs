//! Which of the states S1 to S17 the user of an operation was in, and is in after it (§4.4).
//!
//! One file a group. A recogniser reads what the operation knew and what it showed: the Auth0 store before and after,
//! the profiles and rows the scripts got from the legacy store, the decision. It changes nothing.
//!
//! | part | states |
//! | --- | --- |
//! | `record` | S1 to S5, S10, S15: what there is of the user in the Auth0 store |
//! | `gone` | S6, S7: on one side alone |
//! | `drift` | S8, S9, S16: both sides say different things |
//! | `refused` | S11 to S14, S10: what stands against creating the user |
//! | `marker` | S17: marked as migrated, but not there |
//! | `scene` | what all of them look at |

mod drift;
mod gone;
mod marker;
mod record;
mod refused;
mod rows;
mod scene;
#[cfg(test)]
mod tests;

use serde::Serialize;

use self::scene::Scene;
use super::{Decision, Facts};
use crate::recording::ScriptRun;

/// A state that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateSeen {
    /// `S1` …
    pub id: &'static str,
    /// Before the operation, or after it.
    pub when: When,
    /// What shows it, in a sentence.
    pub evidence: String,
}

/// When a state holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// Before the operation.
    Before,
    /// After it.
    After,
}

impl When {
    /// The word used in JSON and on screen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// The states recognised so far.
#[derive(Default)]
struct Seen(Vec<StateSeen>);

impl Seen {
    fn before(&mut self, id: &'static str, evidence: impl Into<String>) {
        self.add(id, When::Before, evidence.into());
    }

    fn after(&mut self, id: &'static str, evidence: impl Into<String>) {
        self.add(id, When::After, evidence.into());
    }

    /// The first evidence is enough.
    fn add(&mut self, id: &'static str, when: When, evidence: String) {
        if !self.has(id, when) {
            self.0.push(StateSeen { id, when, evidence });
        }
    }

    fn has(&self, id: &str, when: When) -> bool {
        self.0.iter().any(|seen| seen.id == id && seen.when == when)
    }

    /// Whether anything is known of how things are after it.
    fn any_after(&self) -> bool {
        self.0.iter().any(|seen| seen.when == When::After)
    }
}

/// The states of the user a decision is about, those before the operation first. What holds after it is told once it is
/// decided.
pub(super) fn seen(facts: &Facts, runs: &[&ScriptRun], decision: &Decision) -> Vec<StateSeen> {
    let scene = Scene::new(facts, runs, decision);
    let mut seen = Seen::default();
    gone::look(&scene, &mut seen);
    drift::look(&scene, &mut seen);
    refused::look(&scene, &mut seen);
    marker::look(&scene, &mut seen);
    record::look(&scene, &mut seen);
    let mut seen = seen.0;
    seen.retain(|state| state.when == When::Before || decision.verdict.is_some());
    seen.sort_by_key(|state| (state.when == When::After, number(state.id)));
    seen
}

fn number(id: &str) -> u32 {
    id[1..].parse().unwrap_or(u32::MAX)
}
