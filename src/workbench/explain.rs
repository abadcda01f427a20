//! What is known behind the rule that is selected: in the decision, among the notes, or typed.

use super::driver::Request;
use super::evidence::DecisionEntry;
use super::overlay::Overlay;
use super::pane::Pane;
use super::readings::{self, Reading};
use super::scroll::Scroll;
use super::state::Workbench;
use crate::findings::{explained, nearest, Explained};

/// A rule to read about, and what to come back to.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// What there is to say.
    pub rule: Explained,
    /// The part shown.
    pub scroll: Scroll,
    /// What lay over the panes before.
    under: Option<Box<Overlay>>,
}

/// The rule of what is selected.
fn rule(workbench: &Workbench) -> Option<String> {
    match &workbench.overlay {
        Some(Overlay::Notes { selected, .. }) => return workbench.remarks().into_iter().nth(*selected)?.rule,
        Some(Overlay::Readings(list)) => {
            return match readings::all().nth(list.selected)? {
                Reading::Variant(variant) => Some(variant.id.to_owned()),
                Reading::Circumstance(_) => None,
            };
        }
        Some(Overlay::Contrast(shown)) => {
            let contrast = shown.found.as_ref()?.as_ref().ok()?;
            return contrast.rows.get(shown.selected)?.rule.map(str::to_owned);
        }
        _ => {}
    }
    let entry = if workbench.focus() == Pane::Decision { workbench.decision_entry() } else { None };
    let first = || workbench.decision.as_ref()?.reasons.first().map(|reason| reason.rule);
    let card = || workbench.card.as_ref().map(|card| if card.failure.is_empty() { card.rule } else { card.failure });
    match entry {
        Some(DecisionEntry::Reason(reason)) => Some(reason.rule.to_owned()),
        Some(DecisionEntry::Change(change)) => Some(change.rule.to_owned()),
        Some(DecisionEntry::State(state)) => Some(state.id.to_owned()),
        Some(DecisionEntry::Matter(matter)) => Some(matter.id.to_owned()),
        Some(DecisionEntry::Field(name, _)) => {
            let changes = workbench.decision.as_ref().map_or(&[][..], |decision| &decision.profile_diff);
            changes.iter().find(|change| change.field == name).map(|change| change.rule.to_owned())
        }
        Some(DecisionEntry::Shown(_)) | None => card().or_else(first).map(str::to_owned),
    }
}

/// Explains the rule of what is selected.
pub(super) fn selected(workbench: &mut Workbench) -> Vec<Request> {
    match rule(workbench) {
        Some(id) => this(workbench, &id),
        None => {
            workbench.fail("What is selected cites no rule: `:explain M6` explains one by its id");
            Vec::new()
        }
    }
}

/// Explains the rule with this id.
pub(super) fn this(workbench: &mut Workbench, id: &str) -> Vec<Request> {
    let Some(rule) = explained(id) else {
        let near = nearest(id);
        let instead = if near.is_empty() { String::new() } else { format!("; there are {}", near.join(", ")) };
        workbench.fail(format!("No rule is called {id}{instead}"));
        return Vec::new();
    };
    let under = match workbench.overlay.take() {
        Some(Overlay::Explain(before)) => before.under,
        Some(Overlay::Choose(_)) | None => None,
        Some(other) => Some(Box::new(other)),
    };
    workbench.overlay = Some(Overlay::Explain(Box::new(Explanation { rule, scroll: Scroll::default(), under })));
    Vec::new()
}

impl Explanation {
    /// What lay over the panes before.
    pub(super) fn closed(self) -> Option<Overlay> {
        self.under.map(|under| *under)
    }
}
