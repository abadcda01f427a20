//! What Auth0 would decide, as it forms: the verdict first, then why, then all it rests on.
//!
//! ```text
//! ├ 6 Migration decision ───────────────────────────────┤
//! │ verdict    ✗ failed                                 │
//! │ user sees  Something went wrong, please try again … │
//! │ tenant log fs  duplicate key                        │
//! │                                                     │
//! │ scripts    ✓ get_user → ✗ create → – login          │
//! │            ✗ create threw an error …                │
//! │                                                     │
//! │ ✓ The user is not in the Auth0 store             M1 │
//! │ ✗ create failed: nobody is created             ≈ M5 │
//! ```

mod card;
mod chain;
mod outcome;
mod profile;
mod reasons;
mod states;

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::text;
use super::theme::Role;
use crate::flow::Decision;
use crate::workbench::Workbench;

/// Width of the labels.
const LABEL: usize = 11;

/// Characters of one text shown.
const LONGEST: usize = 4_000;

/// Draws verdict, consequences, scripts and reasons. The first labels stand from the start, so nothing moves when they
/// are filled.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench, focused: bool) -> Shown {
    let Some(decision) = &workbench.decision else {
        return list::empty(
            painter,
            area,
            "What Auth0 would decide forms here, reason by reason, each with the rule it follows.",
        );
    };
    let entries = entries(painter, workbench, decision, usize::from(area.width).saturating_sub(1));
    let selected = entries.iter().position(|entry| entry.index == Some(workbench.decision_selected));
    let mut scroll = workbench.decision_scroll;
    if workbench.decision_selected == 0 && selected.is_some_and(|first| first < usize::from(area.height)) {
        // With the first reason the verdict above it is looked at.
        scroll.follow = false;
        scroll.top = if workbench.decision_scroll.follow { 0 } else { scroll.top };
    }
    let list = List {
        len: entries.len(),
        height: &|index| entries[index].rows.len(),
        rows: &|index| entries[index].rows.clone(),
        // While the keys go elsewhere the verdict stays in view.
        selected: selected.filter(|_| focused),
        shared: false,
        focused,
        scroll,
    };
    let mut shown = list::draw(painter, area, &list);
    shown.entries = shown.entries.iter().map(|at| at.and_then(|at| entries.get(at)?.index)).collect();
    shown
}

/// Rows that belong together, and their place among what can be selected.
struct Entry {
    index: Option<usize>,
    rows: Vec<Row<'static>>,
}

impl Entry {
    const fn read(rows: Vec<Row<'static>>) -> Self {
        Self { index: None, rows }
    }
}

/// The consequences and the scripts, then each reason, then each field of the profile.
fn entries(painter: &Painter<'_>, workbench: &Workbench, decision: &Decision, width: usize) -> Vec<Entry> {
    let read = |rows: Vec<Row<'static>>| rows.into_iter().map(|row| Entry::read(vec![row]));
    let mut entries: Vec<Entry> = read(outcome::rows(painter, decision, width)).collect();
    let mut selectable = 0;
    let mut choose = |rows| {
        selectable += 1;
        Entry { index: Some(selectable - 1), rows }
    };
    if let Some(card) = &workbench.card {
        entries.extend(read(card::cause(painter, card, width)));
        entries.extend(card::evidence(painter, card, width).into_iter().map(&mut choose));
        entries.extend(read(card::fix(painter, card, width)));
        entries.push(Entry::read(vec![Row::default()]));
    }
    entries.extend(read(chain::rows(painter, workbench, decision, width)));
    entries.push(Entry::read(vec![Row::default()]));
    entries.extend(decision.reasons.iter().map(|reason| choose(reasons::rows(painter, reason, width))));
    let unshown = workbench.unshown_changes();
    if decision.profile.is_some() || !unshown.is_empty() {
        entries.push(Entry::read(vec![Row::default()]));
    }
    if let Some(held) = &decision.profile {
        let rows = profile::rows(painter, held, &decision.profile_diff, width);
        if held.is_object() {
            entries.extend(rows.into_iter().map(|row| choose(vec![row])));
        } else {
            entries.extend(read(rows));
        }
    }
    let label = if decision.profile.is_some() { "" } else { "profile" };
    entries.extend(profile::unshown(painter, &unshown, label, width).into_iter().map(&mut choose));
    if !decision.states.is_empty() {
        entries.push(Entry::read(vec![Row::default()]));
        entries.extend(states::rows(painter, &decision.states, width).into_iter().map(&mut choose));
    }
    if !decision.matters.is_empty() {
        entries.push(Entry::read(vec![Row::default()]));
        entries.extend(states::matters(painter, &decision.matters, width).into_iter().map(&mut choose));
    }
    entries
}

/// A label and words beside it, on as many rows as they take.
fn labelled(painter: &Painter<'_>, label: &str, words: &str, role: Role, width: usize) -> Vec<Row<'static>> {
    let lines = text::wrap(&painter.safe(text::start(words, LONGEST)), width.saturating_sub(LABEL + 1));
    let row = |(index, line): (usize, String)| {
        let label = if index == 0 { label } else { "" };
        Row::new(vec![piece(format!("{label:LABEL$}"), Role::Dim), piece(line, role)])
    };
    lines.into_iter().enumerate().map(row).collect()
}
