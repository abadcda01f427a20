//! Which scripts the operation asks, how each came out, and what decided that the next one is asked.
//!
//! ```text
//! scripts    ✓ get_user → ▶ create → – login
//!            ✓ get_user found nobody
//!   create   nobody of that name was found
//! ```

use super::{labelled, LABEL};
use crate::flow::{About, Decision, Link, LinkState};
use crate::recording::ScriptRun;
use crate::tui::painter::{piece, Painter, Piece, Row};
use crate::tui::text;
use crate::tui::theme::Role;
use crate::workbench::run::Phase;
use crate::workbench::{outcome, Workbench};

pub(super) fn rows(
    painter: &Painter<'_>,
    workbench: &Workbench,
    decision: &Decision,
    width: usize,
) -> Vec<Row<'static>> {
    let (said, role) = last(painter, workbench);
    if decision.chain.len() < 2 {
        // One script needs no chain: what it did says all.
        return match decision.chain.first() {
            Some(link) if link.state == LinkState::Missing || link.state == LinkState::Skipped => {
                links(painter, workbench, decision, width).into_iter().chain(reason(painter, link, width)).collect()
            }
            _ => labelled(painter, "script", &said, role, width),
        };
    }
    let mut rows = links(painter, workbench, decision, width);
    if workbench.run.current().is_some() {
        rows.extend(labelled(painter, "", &said, role, width));
    }
    // What led to the script under way; when all is over, what left one out.
    let told = decision.chain.iter().enumerate().filter(|(index, link)| match link.state {
        LinkState::Running | LinkState::Next | LinkState::Missing => true,
        LinkState::Skipped => decision.verdict.is_some(),
        LinkState::Answered => *index > 0 && decision.verdict.is_some(),
    });
    rows.extend(told.flat_map(|(_, link)| reason(painter, link, width)));
    rows
}

/// What decided that a script is asked, or that it is not.
fn reason(painter: &Painter<'_>, link: &Link, width: usize) -> Vec<Row<'static>> {
    if link.why.is_empty() {
        return Vec::new();
    }
    labelled(painter, "", &format!("{}: {}", name(link), link.why), Role::Dim, width)
}

/// The scripts in the order they are asked, on as many rows as they take.
fn links(painter: &Painter<'_>, workbench: &Workbench, decision: &Decision, width: usize) -> Vec<Row<'static>> {
    let mut runs = workbench.run.scripts.iter();
    let shown = workbench.run.scripts.len();
    let label = |first: bool| piece(format!("{:LABEL$}", if first { "scripts" } else { "" }), Role::Dim);
    let mut rows = Vec::new();
    let (mut pieces, mut used) = (vec![label(true)], 0);
    let mut place = 0;
    for (index, link) in decision.chain.iter().enumerate() {
        let asked = matches!(link.state, LinkState::Answered | LinkState::Running);
        let run = asked.then(|| runs.next()).flatten();
        place += usize::from(asked);
        let parts = sign(painter, workbench, link, run, asked && place == shown);
        let arrow = if index == 0 { "" } else { " → " };
        let wide = text::width(&painter.safe(arrow)) + parts.iter().map(|part| text::width(&part.text)).sum::<usize>();
        if used > 0 && used + wide > width.saturating_sub(LABEL + 1) {
            rows.push(Row::new(std::mem::replace(&mut pieces, vec![label(false)])));
            used = 0;
        }
        if !arrow.is_empty() {
            pieces.push(piece(arrow, Role::Dim));
        }
        pieces.extend(parts);
        used += wide;
    }
    rows.push(Row::new(pieces));
    rows
}

/// A script with its sign; the one on screen stands out.
fn sign(
    painter: &Painter<'_>,
    workbench: &Workbench,
    link: &Link,
    run: Option<&ScriptRun>,
    shown: bool,
) -> Vec<Piece<'static>> {
    let glyphs = painter.theme.glyphs;
    let ended_well = || {
        run.and_then(|run| run.outcome.as_ref()).is_none_or(|ended| outcome::fine(ended.kind) || ended.error.is_none())
    };
    let (sign, role) = match link.state {
        LinkState::Answered if ended_well() => (glyphs.yes, Role::Good),
        LinkState::Answered => (glyphs.no, Role::Bad),
        LinkState::Running if workbench.run.phase == Phase::Paused => (glyphs.paused, Role::Warn),
        LinkState::Running => (glyphs.running, Role::Here),
        LinkState::Next => (glyphs.waiting, Role::Dim),
        LinkState::Skipped => (glyphs.off, Role::Dim),
        LinkState::Missing => (glyphs.no, Role::Bad),
    };
    let word = match link.state {
        LinkState::Next | LinkState::Skipped => Role::Dim,
        _ if shown => Role::Strong,
        _ => Role::Text,
    };
    let mut pieces = vec![piece(format!("{sign} "), role), piece(name(link), word)];
    if link.state == LinkState::Missing {
        pieces.push(piece(" missing", Role::Bad));
    }
    pieces
}

fn name(link: &Link) -> String {
    match link.about {
        About::User => link.action.to_string(),
        About::NewValue => format!("{} of the new value", link.action),
    }
}

/// What the script on screen did, in one line.
fn last(painter: &Painter<'_>, workbench: &Workbench) -> (String, Role) {
    let glyphs = painter.theme.glyphs;
    let Some(run) = workbench.run.current() else { return (glyphs.waiting.to_owned(), Role::Text) };
    match &run.outcome {
        Some(ended) if outcome::fine(ended.kind) => {
            (format!("{} {} {}", glyphs.yes, run.action, outcome::sentence(ended)), Role::Good)
        }
        // The card says it better, where there is one.
        Some(ended) if workbench.card.is_some() => {
            (format!("{} {} {}", glyphs.no, run.action, outcome::words(ended.kind)), Role::Bad)
        }
        Some(ended) => (format!("{} {} {}", glyphs.no, run.action, outcome::sentence(ended)), Role::Bad),
        None if workbench.run.phase.under_way() => (format!("{} {} runs", glyphs.waiting, run.action), Role::Dim),
        None => (format!("{} {} was stopped", glyphs.ended, run.action), Role::Text),
    }
}
