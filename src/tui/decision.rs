//! What Auth0 would decide, as it forms.
//!
//! ```text
//! ├ 6 Migration decision ─────────────────────┤
//! │ script     … login runs                   │
//! │ verdict    … nothing decided yet          │
//! │ tenant log …                              │
//! │ user sees  …                              │
//! │                                           │
//! │ ✓ The user is not in the Auth0 store   M1 │
//! │ ✓ login is asked                     ≈ X1 │
//! │ … waiting for a profile                M1 │
//! ```

use ratatui::layout::Rect;
use serde_json::Value;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Piece, Row};
use super::text;
use super::theme::Role;
use super::verdict;
use crate::flow::{Certainty, Decision, Reason, ReasonState};
use crate::workbench::{outcome, Workbench};

/// Width of the labels.
const LABEL: usize = 11;

/// Characters of one text shown.
const LONGEST: usize = 4_000;

/// Draws verdict, consequences and reasons. The first labels stand from the start, so nothing moves when they
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

/// The consequences, then each reason, then each field of the profile.
fn entries(painter: &Painter<'_>, workbench: &Workbench, decision: &Decision, width: usize) -> Vec<Entry> {
    let head = consequences(painter, workbench, decision, width);
    let mut entries: Vec<Entry> = head.into_iter().map(|row| Entry::read(vec![row])).collect();
    for (index, reason) in decision.reasons.iter().enumerate() {
        entries.push(Entry { index: Some(index), rows: reason_rows(painter, reason, width) });
    }
    let Some(profile) = &decision.profile else { return entries };
    entries.push(Entry::read(vec![Row::default()]));
    let mut rows = Vec::new();
    profile_rows(painter, &mut rows, profile, width);
    let selectable = profile.is_object();
    entries.extend(
        rows.into_iter()
            .enumerate()
            .map(|(at, row)| Entry { index: selectable.then_some(decision.reasons.len() + at), rows: vec![row] }),
    );
    entries
}

fn consequences(painter: &Painter<'_>, workbench: &Workbench, decision: &Decision, width: usize) -> Vec<Row<'static>> {
    let glyphs = painter.theme.glyphs;
    let mut rows = Vec::new();
    let (words, role) = script(painter, workbench);
    labelled(painter, &mut rows, "script", &words, role, width);
    let (sign, role) = verdict::sign(glyphs, decision.verdict);
    let found = decision.verdict.map_or("nothing decided yet", verdict::word);
    labelled(painter, &mut rows, "verdict", &format!("{sign} {found}"), role, width);
    let log = decision.log_event.as_ref().map(|log| format!("{}  {}", log.code, log.description));
    labelled(painter, &mut rows, "tenant log", &log.unwrap_or_else(|| glyphs.waiting.to_owned()), Role::Text, width);
    let sees = decision.user_sees.clone().unwrap_or_else(|| glyphs.waiting.to_owned());
    labelled(painter, &mut rows, "user sees", &sees, Role::Text, width);
    if let Some(id) = &decision.user_id {
        let what = if decision.user_created { format!("{id}  would be created") } else { id.clone() };
        labelled(painter, &mut rows, "user", &what, if decision.user_created { Role::Good } else { Role::Text }, width);
    }
    rows.push(Row::default());
    rows
}

fn reason_rows(painter: &Painter<'_>, reason: &Reason, width: usize) -> Vec<Row<'static>> {
    let glyphs = painter.theme.glyphs;
    let (sign, role) = match reason.state {
        ReasonState::Yes => (glyphs.yes, Role::Good),
        ReasonState::No => (glyphs.no, Role::Bad),
        ReasonState::Waiting => (glyphs.waiting, Role::Dim),
    };
    let rule = rule(glyphs, reason.certainty, reason.rule);
    let taken = rule.iter().map(|piece| text::width(&piece.text)).sum::<usize>();
    let words = match &reason.evidence {
        Some(evidence) => format!("{} ({evidence})", reason.text),
        None => reason.text.clone(),
    };
    let text_role = if reason.state == ReasonState::Waiting { Role::Dim } else { Role::Text };
    let lines = text::wrap(&painter.safe(text::start(&words, LONGEST)), width.saturating_sub(2 + taken + 1));
    let row = |(index, line)| {
        let lead = if index == 0 { piece(format!("{sign} "), role) } else { piece("  ", role) };
        let right = if index == 0 { rule.clone() } else { Vec::new() };
        Row::new(vec![lead, piece(line, text_role)]).with_right(right)
    };
    lines.into_iter().enumerate().map(row).collect()
}

/// What happened in the script, in one line.
fn script(painter: &Painter<'_>, workbench: &Workbench) -> (String, Role) {
    let glyphs = painter.theme.glyphs;
    let Some(run) = workbench.run.current() else { return (glyphs.waiting.to_owned(), Role::Text) };
    match &run.outcome {
        Some(ended) if outcome::fine(ended.kind) => {
            (format!("{} {} {}", glyphs.yes, run.action, outcome::sentence(ended)), Role::Good)
        }
        Some(ended) => (format!("{} {} {}", glyphs.no, run.action, outcome::sentence(ended)), Role::Bad),
        None if workbench.run.phase.under_way() => (format!("{} {} runs", glyphs.waiting, run.action), Role::Dim),
        None => (format!("{} {} was stopped", glyphs.ended, run.action), Role::Text),
    }
}

/// The profile as Auth0 would hold it, a line per field.
fn profile_rows(painter: &Painter<'_>, rows: &mut Vec<Row<'static>>, profile: &Value, width: usize) {
    let Value::Object(fields) = profile else {
        labelled(painter, rows, "profile", &profile.to_string(), Role::Text, width);
        return;
    };
    let names = fields.keys().map(|name| text::width(name)).max().unwrap_or(0).min(20);
    for (index, (name, value)) in fields.iter().enumerate() {
        let label = if index == 0 { "profile" } else { "" };
        let name = text::cut(name, names, painter.theme.glyphs.cut).into_owned();
        let gap = " ".repeat(names.saturating_sub(text::width(&name)) + 2);
        let role = match value {
            Value::String(_) => Role::String,
            Value::Number(_) | Value::Bool(_) => Role::Number,
            _ => Role::Text,
        };
        rows.push(Row::new(vec![
            piece(format!("{label:LABEL$}"), Role::Dim),
            piece(format!("{name}{gap}"), Role::Text),
            piece(value.to_string(), role),
        ]));
    }
}

fn labelled(painter: &Painter<'_>, rows: &mut Vec<Row<'static>>, label: &str, words: &str, role: Role, width: usize) {
    let lines = text::wrap(&painter.safe(text::start(words, LONGEST)), width.saturating_sub(LABEL + 1));
    for (index, line) in lines.into_iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        rows.push(Row::new(vec![piece(format!("{label:LABEL$}"), Role::Dim), piece(line, role)]));
    }
}

/// The rule with its certainty: documented plain, `s` said by support, `≈` assumed. The help explains the marks.
fn rule(glyphs: &super::glyphs::Glyphs, certainty: Certainty, rule: &str) -> Vec<Piece<'static>> {
    let mark = match certainty {
        Certainty::Documented => "",
        Certainty::Support => "s ",
        Certainty::Assumed => glyphs.ours,
    };
    let mark = if certainty == Certainty::Assumed { format!("{mark} ") } else { mark.to_owned() };
    vec![piece(mark, Role::Warn), piece(format!("{rule} "), Role::Dim)]
}
