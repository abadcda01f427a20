//! Where the regions stand, from 60×15 up.
//!
//! ```text
//! wide, from 140 columns             medium, from 100             narrow
//! ┌──────────────────────────────┐   ┌────────────────────────┐   ┌──────────────┐
//! │ header                       │   │ header                 │   │ header       │
//! ├────────┬──────────┬──────────┤   ├──────────────┬─────────┤   ├──────────────┤
//! │ inputs │          │ queries  │   │              │ locals… │   │ source       │
//! ├────────┤ source   │          │   │ source       ├─────────┤   │              │
//! │ locals │          ├──────────┤   │              │ queries │   ├──────────────┤
//! ├────────┼──────────┤ decision │   ├──────────────┼─────────┤   │ locals stack │
//! │ stack  │ console  │          │   │ stack…       │ decision│   │ queries …    │
//! ├────────┴──────────┴──────────┤   ├──────────────┴─────────┤   ├──────────────┤
//! │ timeline                     │   │ timeline               │   │ timeline     │
//! │ keys                         │   │ keys                   │   │ keys         │
//! └──────────────────────────────┘   └────────────────────────┘   └──────────────┘
//! ```

use ratatui::layout::Rect;

use crate::workbench::Pane;

/// The narrowest and lowest screen that can show panes.
pub const SMALLEST: (u16, u16) = (60, 15);

/// From this height the timeline has two rows.
const HIGH: u16 = 30;

/// A place for one of several panes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The panes that share it; more than one are tabs.
    pub panes: Vec<Pane>,
    /// The one shown.
    pub shown: Pane,
    /// Frame included: the title is its first row, and the last slot of a column has a bottom row.
    pub area: Rect,
    /// It is the first of its column.
    pub first: bool,
    /// It is the last of its column.
    pub last: bool,
}

impl Slot {
    /// Where content goes.
    pub fn inner(&self) -> Rect {
        let bottom = u16::from(self.last);
        Rect {
            x: self.area.x.saturating_add(1),
            y: self.area.y.saturating_add(1),
            width: self.area.width.saturating_sub(2),
            height: self.area.height.saturating_sub(1 + bottom),
        }
    }
}

/// All regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// First row.
    pub header: Rect,
    /// The panes.
    pub slots: Vec<Slot>,
    /// The row above the last, or on a high screen the two.
    pub timeline: Rect,
    /// Last row.
    pub keys: Rect,
}

/// Rows of the timeline on a screen of this height.
pub const fn timeline_rows(height: u16) -> u16 {
    if height >= HIGH {
        2
    } else {
        1
    }
}

/// A column: its width, and its slots with their heights; 0 takes what is left.
type Column<'p> = (u16, Vec<(u16, &'p [Pane])>);

/// The layout of a screen; `None` below [`SMALLEST`]. `recent` says which of several panes is shown.
pub fn layout(screen: Rect, recent: &[Pane]) -> Option<Layout> {
    use Pane::{Console, Decision, Inputs, Queries, Scopes, Source, Stack};
    if screen.width < SMALLEST.0 || screen.height < SMALLEST.1 {
        return None;
    }
    let row = |y| Rect { y, height: 1, ..screen };
    let timeline = timeline_rows(screen.height);
    let body = Rect { y: screen.y + 1, height: screen.height - 2 - timeline, ..screen };
    let high = body.height;
    let columns: Vec<Column<'_>> = if screen.width >= 140 {
        let side = (screen.width * 23 / 100).clamp(34, 48);
        let asked = (screen.width * 32 / 100).clamp(46, 70);
        let low = (high / 4).clamp(4, 12);
        vec![
            (side, vec![((high / 6).clamp(3, 8), &[Inputs]), (0, &[Scopes]), (low, &[Stack])]),
            (0, vec![(0, &[Source]), (low, &[Console])]),
            (asked, vec![(high * 9 / 20, &[Queries]), (0, &[Decision])]),
        ]
    } else if screen.width >= 100 {
        let side = screen.width * 43 / 100;
        let low = (high / 4).clamp(4, 10);
        let right: Vec<(u16, &[Pane])> = if high >= 21 {
            vec![(high / 3, &[Inputs, Scopes]), (high * 3 / 10, &[Queries]), (0, &[Decision])]
        } else {
            vec![(high / 2, &[Inputs, Scopes, Queries]), (0, &[Decision])]
        };
        vec![(0, vec![(0, &[Source]), (low, &[Stack, Console])]), (side, right)]
    } else {
        vec![(0, vec![(high * 11 / 20, &[Source]), (0, &[Inputs, Scopes, Stack, Queries, Decision, Console])])]
    };
    let slots = place(body, &columns, recent);
    let timeline = Rect { y: screen.bottom() - 1 - timeline, height: timeline, ..screen };
    Some(Layout { header: row(screen.y), slots, timeline, keys: row(screen.bottom() - 1) })
}

fn place(body: Rect, columns: &[Column<'_>], recent: &[Pane]) -> Vec<Slot> {
    let fixed: u16 = columns.iter().map(|(width, _)| width).sum();
    let mut slots = Vec::new();
    let mut x = body.x;
    for (width, column) in columns {
        let width = if *width == 0 { body.width.saturating_sub(fixed) } else { *width };
        let taken: u16 = column.iter().map(|(height, _)| height).sum();
        let mut y = body.y;
        for (index, (height, panes)) in column.iter().enumerate() {
            let height = if *height == 0 { body.height.saturating_sub(taken) } else { *height };
            let shown = recent.iter().copied().find(|pane| panes.contains(pane)).unwrap_or(panes[0]);
            slots.push(Slot {
                panes: panes.to_vec(),
                shown,
                area: Rect { x, y, width, height },
                first: index == 0,
                last: index + 1 == column.len(),
            });
            y += height;
        }
        x += width;
    }
    slots
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn at_every_size_the_slots_fill_the_body_and_show_every_pane_once() {
        for width in 60..=220 {
            for height in 15..=70 {
                let screen = Rect { x: 0, y: 0, width, height };
                let layout = layout(screen, &Pane::ALL).unwrap();
                let cells: u32 = layout.slots.iter().map(|slot| slot.area.area()).sum();
                let rows = height - 2 - layout.timeline.height;
                assert_eq!(cells, u32::from(width) * u32::from(rows), "{width}×{height}");
                let mut panes: Vec<Pane> = layout.slots.iter().flat_map(|slot| slot.panes.clone()).collect();
                panes.push(Pane::Timeline);
                panes.sort();
                let mut all = Pane::ALL.to_vec();
                all.sort();
                assert_eq!(panes, all, "{width}×{height}");
                assert!(layout.slots.iter().all(|slot| slot.inner().height > 0), "{width}×{height}");
            }
        }
    }

    #[test]
    fn a_shared_place_shows_the_pane_looked_at_last() {
        let screen = Rect { x: 0, y: 0, width: 80, height: 24 };
        let layout = layout(screen, &[Pane::Source, Pane::Queries, Pane::Scopes]).unwrap();
        assert_eq!(layout.slots[1].shown, Pane::Queries);
    }

    #[test]
    fn too_small_a_screen_has_no_layout() {
        assert_eq!(layout(Rect { x: 0, y: 0, width: 59, height: 40 }, &[]), None);
        assert_eq!(layout(Rect { x: 0, y: 0, width: 200, height: 14 }, &[]), None);
    }
}
