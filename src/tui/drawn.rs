//! What a frame showed where. The pointer is looked up in it, and views learn how much they showed.

use ratatui::layout::{Position, Rect};

use super::timeline::Track;
use crate::workbench::scroll::Extent;
use crate::workbench::{Area, Pane};

/// What one region showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Where its rows are.
    pub area: Rect,
    /// How much of its content.
    pub extent: Extent,
    /// The entry on each of its rows.
    pub entries: Vec<Option<usize>>,
}

impl Shown {
    /// The entry under a position.
    pub fn entry(&self, at: Position) -> Option<usize> {
        let row = at.y.checked_sub(self.area.y)?;
        self.area.contains(at).then(|| self.entries.get(usize::from(row)).copied().flatten()).flatten()
    }
}

/// What a whole frame showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The panes.
    pub panes: Vec<(Pane, Shown)>,
    /// The places that focus a pane when clicked: its frame and its tab.
    pub targets: Vec<(Rect, Pane)>,
    /// The line of the timeline.
    pub timeline: Option<Track>,
    /// What lies over them, with the box it stands in.
    pub overlay: Option<(Rect, Shown)>,
    /// Where the terminal's cursor belongs.
    pub cursor: Option<Position>,
}

impl Drawn {
    /// What each view learns.
    pub fn extents(&self) -> Vec<(Area, Extent)> {
        let panes = self.panes.iter().map(|(pane, shown)| (Area::Pane(*pane), shown.extent));
        panes.chain(self.overlay.iter().map(|(_, shown)| (Area::Overlay, shown.extent))).collect()
    }
}
