//! The last row: the keys that do something now, or a word of the workbench.
//!
//! ```text
//!  n over   s into   o out   c continue   b breakpoint   e evaluate   : command   ? help
//! ```

use ratatui::layout::Rect;

use super::painter::Painter;
use super::text;
use super::theme::Role;
use crate::workbench::actions::{entry, Context, TABLE};
use crate::workbench::{unavailable, Action, Overlay, StatusKind, Workbench};

/// Draws the row.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench) {
    if let Some(status) = &workbench.status {
        let (sign, role) = match status.kind {
            StatusKind::Told => (" ", Role::Text),
            StatusKind::Failed => (painter.theme.glyphs.no, Role::Bad),
        };
        let column = painter.text(area, 0, 1, &format!("{sign} "), role);
        painter.text(area, 0, column, &status.text.replace('\n', " "), role);
        return;
    }
    let hints = workbench.overlay.as_ref().map_or_else(|| panes(workbench), over);
    // Help and commands lead to everything else: they keep their place at the right end.
    let (always, offered): (Vec<_>, Vec<_>) =
        hints.into_iter().partition(|(_, word)| ["command", "help"].contains(word));
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

fn show(painter: &mut Painter<'_>, area: Rect, column: u16, (key, word): &(String, &str)) -> u16 {
    let column = painter.text(area, 0, column, key, Role::Here);
    painter.text(area, 0, column, &format!(" {word}   "), Role::Dim)
}

/// What the table offers for the bar and what can be done now.
fn panes(workbench: &Workbench) -> Vec<(String, &'static str)> {
    let mut offered: Vec<_> = TABLE
        .iter()
        .filter(|entry| unavailable(workbench, &entry.action).is_none())
        .filter_map(|entry| Some((entry.bar?, entry.shown_keys(&[Context::Panes]).next()?)))
        .collect();
    offered.sort_by_key(|((rank, _), _)| *rank);
    offered.into_iter().map(|((_, word), key)| (key, word)).collect()
}

/// What can be done in something that lies over the panes.
fn over(overlay: &Overlay) -> Vec<(String, &'static str)> {
    let offered: &[(Action, &'static str)] = match overlay {
        Overlay::Help(_) | Overlay::Query(_) | Overlay::Value(_) => {
            &[(Action::Down, "scroll"), (Action::Close, "close")]
        }
        Overlay::Notes { .. } => &[(Action::Activate, "jump"), (Action::Down, "next"), (Action::Close, "close")],
        Overlay::Choose(_) => &[(Action::Activate, "choose"), (Action::Down, "next"), (Action::Close, "close")],
        Overlay::Inputs => &[(Action::Activate, "run"), (Action::Down, "next field"), (Action::Close, "close")],
        Overlay::Prompt(_) => &[(Action::Activate, "confirm"), (Action::Up, "earlier"), (Action::Close, "close")],
    };
    offered
        .iter()
        .filter_map(|(action, word)| Some((entry(action)?.shown_keys(&[overlay.context()]).next()?, *word)))
        .collect()
}
