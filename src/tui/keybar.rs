//! The last row: the keys that do something now, or a word of the workbench.
//!
//! ```text
//!  n over   s into   o out   c continue   b breakpoint   e evaluate   : command   ? help
//! ```
//!
//! A failure too long for the row takes the rows above it, too.

use ratatui::layout::Rect;

use super::painter::Painter;
use super::text;
use super::theme::Role;
use crate::workbench::actions::{entry, TABLE};
use crate::workbench::{unavailable, Action, Overlay, Status, StatusKind, Workbench};

/// The column a word of the workbench starts at.
const START: u16 = 3;
/// More characters of it than any screen shows.
const LONGEST: usize = 2000;

/// Draws the row; `above`: how many rows above it a long word may take.
pub fn draw(painter: &mut Painter<'_>, area: Rect, above: u16, workbench: &Workbench) {
    if let Some(status) = &workbench.status {
        let sign = if status.kind == StatusKind::Failed { painter.theme.glyphs.no } else { " " };
        said(painter, area, above, sign, status);
        return;
    }
    let hints = workbench.overlay.as_ref().map_or_else(|| panes(workbench), |overlay| over(overlay, workbench));
    let hints = hints.into_iter().map(|(key, word)| (painter.safe(&painter.key_names(&key)).into_owned(), word));
    // Help and commands lead to everything else: they keep their place at the right end.
    let (always, offered): (Vec<_>, Vec<_>) = hints.partition(|(_, word)| ["command", "help"].contains(word));
    let wide = |(key, word): &(String, &str)| text::width(key) + 1 + text::width(word) + 3;
    let mut room = usize::from(area.width).saturating_sub(1 + always.iter().map(&wide).sum::<usize>());
    let mut column = 1;
    for hint in offered {
        if wide(&hint) > room {
            break;
        }
        room -= wide(&hint);
        column = show(painter, area, column, &hint);
    }
    for hint in always {
        column = show(painter, area, column, &hint);
    }
}

/// Writes a word of the workbench in the row of the keys. What failed says at its end what to do next: it takes the rows
/// of the timeline, too, where it is long.
fn said(painter: &mut Painter<'_>, keys: Rect, above: u16, sign: &str, status: &Status) {
    let role = if status.kind == StatusKind::Failed { Role::Bad } else { Role::Text };
    let words = painter.safe(text::start(&status.text, LONGEST)).replace('\n', " ");
    let room = usize::from(keys.width).saturating_sub(usize::from(START) + 1);
    let most = usize::from(if status.kind == StatusKind::Failed { above } else { 0 }) + 1;
    let mut lines = text::wrap(&words, room);
    if lines.len() > most {
        // The last line holds all the rest, to be cut at its end.
        let before: usize = lines.iter().take(most - 1).map(|line| line.chars().count() + 1).sum();
        lines.truncate(most - 1);
        lines.push(words.chars().skip(before).collect());
    }
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let area = Rect { y: (keys.y + 1).saturating_sub(rows), height: rows, ..keys };
    painter.clear(area);
    painter.text(area, 0, 1, sign, role);
    for (row, line) in (0..rows).zip(&lines) {
        painter.text(area, row, START, line, role);
    }
}

fn show(painter: &mut Painter<'_>, area: Rect, column: u16, (key, word): &(String, &str)) -> u16 {
    let column = painter.text(area, 0, column, key, Role::Here);
    painter.text(area, 0, column, &format!(" {word}   "), Role::Dim)
}

/// What the table offers for the bar and what can be done now.
fn panes(workbench: &Workbench) -> Vec<(String, &'static str)> {
    let contexts = workbench.contexts();
    let mut offered: Vec<_> = TABLE
        .iter()
        .filter(|entry| unavailable(workbench, &entry.action).is_none())
        .filter_map(|entry| Some((entry.bar?, entry.key_in(&contexts)?)))
        .collect();
    offered.sort_by_key(|((rank, _), _)| *rank);
    offered.into_iter().map(|((_, word), key)| (key, word)).collect()
}

/// What can be done in something that lies over the panes.
fn over(overlay: &Overlay, workbench: &Workbench) -> Vec<(String, &'static str)> {
    let offered: &[(Action, &'static str)] = match overlay {
        Overlay::Help(_) | Overlay::Value(_) => &[(Action::Down, "scroll"), (Action::Close, "close")],
        Overlay::Query(_) => &[
            (Action::Down, "scroll"),
            (Action::JumpThere, "to where it was sent"),
            (Action::JumpToAnswer, "to its answer"),
            (Action::Close, "close"),
        ],
        Overlay::History(_) => {
            &[(Action::Activate, "go to its step"), (Action::Down, "next"), (Action::Close, "close")]
        }
        Overlay::Notes { .. } => &[
            (Action::Activate, "jump"),
            (Action::Explain, "explain"),
            (Action::Down, "next"),
            (Action::Close, "close"),
        ],
        Overlay::Origins(_) => &[(Action::Activate, "jump"), (Action::Down, "next"), (Action::Close, "close")],
        Overlay::Stops { .. } => &[
            (Action::Activate, "go to"),
            (Action::SwitchStop, "off/on"),
            (Action::EditStop, "change"),
            (Action::RemoveStop, "remove"),
            (Action::OpenStop, "add"),
            (Action::Close, "close"),
        ],
        Overlay::Prompt(prompt) if !prompt.purpose.is_an_expression() => {
            &[(Action::Activate, "confirm"), (Action::Close, "close")]
        }
        Overlay::Choose(_) => &[(Action::Activate, "choose"), (Action::Down, "next"), (Action::Close, "close")],
        Overlay::Inputs if workbench.timelines.is_asking_for_inputs() => {
            &[(Action::Activate, "begin the second run"), (Action::Down, "next field"), (Action::Close, "close")]
        }
        Overlay::Inputs => &[(Action::Activate, "run"), (Action::Down, "next field"), (Action::Close, "close")],
        Overlay::Explain(_) => &[(Action::Down, "scroll"), (Action::Close, "back")],
        Overlay::Contrast(_) => &[(Action::Down, "next row"), (Action::PageDown, "on"), (Action::Close, "close")],
        Overlay::Readings(_) => {
            &[(Action::Activate, "next reading"), (Action::Explain, "explain"), (Action::Close, "close")]
        }
        Overlay::Users(_) => &[
            (Action::Activate, "change"),
            (Action::AddUser, "add"),
            (Action::RemoveUser, "remove"),
            (Action::ChangeRecord, "record"),
            (Action::CarryOn, "carry on"),
            (Action::Close, "close"),
        ],
        Overlay::User(_) => &[(Action::Activate, "take"), (Action::Down, "next field"), (Action::Close, "back")],
        Overlay::WhatIf(_) => &[(Action::Activate, "begin the second run"), (Action::Close, "close")],
        Overlay::Compare(_) => {
            &[(Action::Activate, "jump there"), (Action::SwitchTimeline, "other run"), (Action::Close, "close")]
        }
        Overlay::Prompt(_) => &[(Action::Activate, "confirm"), (Action::Up, "earlier"), (Action::Close, "close")],
    };
    offered
        .iter()
        .filter_map(|(action, word)| Some((entry(action)?.shown_keys(&[overlay.context()]).next()?, *word)))
        .collect()
}
