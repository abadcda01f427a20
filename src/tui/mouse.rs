//! The pointer, looked up in the last frame.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::drawn::Drawn;
use crate::workbench::{Action, Area, Pane};

/// Rows a turn of the wheel moves.
const WHEEL: isize = 3;

/// The pointer, and whether it holds the timeline.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pointer {
    seeking: bool,
}

impl Pointer {
    /// What an event means, in order; empty for movement and other buttons. Dragging counts where it began on the
    /// timeline, wherever it goes from there.
    pub fn actions(&mut self, event: &MouseEvent, drawn: &Drawn) -> Vec<Action> {
        let at = Position { x: event.column, y: event.row };
        let track = drawn.timeline.as_ref().filter(|_| drawn.overlay.is_none());
        match (event.kind, track) {
            (MouseEventKind::Down(MouseButton::Left), Some(track)) if track.contains(at) => {
                self.seeking = true;
                vec![Action::Seek(track.step(at.x))]
            }
            (MouseEventKind::Drag(MouseButton::Left), Some(track)) if self.seeking => {
                vec![Action::Seek(track.step(at.x))]
            }
            (MouseEventKind::Up(_), _) => {
                self.seeking = false;
                Vec::new()
            }
            _ => actions(event, drawn),
        }
    }
}

fn actions(event: &MouseEvent, drawn: &Drawn) -> Vec<Action> {
    let at = Position { x: event.column, y: event.row };
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => click(at, drawn),
        MouseEventKind::ScrollDown => wheel(at, drawn, WHEEL),
        MouseEventKind::ScrollUp => wheel(at, drawn, -WHEEL),
        _ => Vec::new(),
    }
}

/// A click on an entry selects it, on anything else of a pane focuses the pane, beside an overlay closes that.
fn click(at: Position, drawn: &Drawn) -> Vec<Action> {
    if let Some((area, shown)) = &drawn.overlay {
        return match shown.entry(at) {
            Some(entry) => vec![Action::Choose(entry)],
            None if area.contains(at) => Vec::new(),
            None => vec![Action::Close],
        };
    }
    for (pane, shown) in &drawn.panes {
        if let Some(entry) = shown.entry(at) {
            let mut actions = vec![Action::Select(*pane, entry)];
            // The sign before a value is small: the whole row opens it.
            if *pane == Pane::Scopes {
                actions.push(Action::Toggle);
            }
            return actions;
        }
    }
    drawn.targets.iter().find(|(area, _)| area.contains(at)).map(|(_, pane)| Action::Focus(*pane)).into_iter().collect()
}

fn wheel(at: Position, drawn: &Drawn, rows: isize) -> Vec<Action> {
    if drawn.overlay.is_some() {
        return vec![Action::Scroll(Area::Overlay, rows)];
    }
    drawn
        .panes
        .iter()
        .find(|(_, shown)| shown.area.contains(at))
        .map(|(pane, _)| Action::Scroll(Area::Pane(*pane), rows))
        .into_iter()
        .collect()
}
