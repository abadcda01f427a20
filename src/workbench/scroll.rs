//! Which part of a long content is shown.

use std::ops::Range;

/// The wish: the first row to show, and whether the selection must be visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scroll {
    /// First row wanted.
    pub top: usize,
    /// The selection was moved last, not the view: keep it visible.
    pub follow: bool,
}

impl Default for Scroll {
    fn default() -> Self {
        Self { top: 0, follow: true }
    }
}

impl Scroll {
    /// Moves the view by rows; what is selected may leave it.
    pub fn by(&mut self, rows: isize, extent: Extent) {
        let last = extent.content.saturating_sub(extent.rows);
        self.top = extent.top.saturating_add_signed(rows).min(last);
        self.follow = false;
    }

    /// The first row really shown, given the rows of the selection, the rows there is room for and all rows.
    ///
    /// Keeps `margin` rows around the selection. A selection far outside is brought to the upper third, one
    /// just outside moves the view only as far as needed, so that stepping does not make the text jump.
    pub fn resolve(self, selected: Option<Range<usize>>, rows: usize, content: usize, margin: usize) -> usize {
        let last = content.saturating_sub(rows);
        let top = self.top.min(last);
        let Some(selected) = selected.filter(|_| self.follow && rows > 0) else { return top };
        let margin = margin.min(rows.saturating_sub(selected.len()) / 2);
        let (first, end) = (selected.start.saturating_sub(margin), selected.end + margin);
        let wanted = if first >= top && end <= top + rows {
            top
        } else if selected.end + rows / 2 < top || selected.start > top + rows + rows / 2 {
            selected.start.saturating_sub(rows / 3)
        } else if first < top {
            first
        } else {
            end.saturating_sub(rows).min(first)
        };
        wanted.min(last)
    }
}

/// What was shown of a content when it was drawn last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// First row shown.
    pub top: usize,
    /// Rows there was room for.
    pub rows: usize,
    /// Rows there are.
    pub content: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_moves_only_as_far_as_it_must() {
        let at = |top, line: usize| Scroll { top, follow: true }.resolve(Some(line..line + 1), 20, 100, 3);
        assert_eq!(at(10, 15), 10, "inside");
        assert_eq!(at(10, 27), 11, "just below the margin");
        assert_eq!(at(10, 12), 9, "just above the margin");
        assert_eq!(at(0, 90), 80, "far below, but not past the end");
        assert_eq!(at(70, 30), 24, "far above: upper third");
    }

    #[test]
    fn a_view_moved_by_hand_leaves_the_selection_alone() {
        let mut scroll = Scroll::default();
        scroll.by(500, Extent { top: 0, rows: 10, content: 30 });
        assert_eq!(scroll.resolve(Some(0..1), 10, 30, 3), 20);
        scroll.by(-500, Extent { top: 20, rows: 10, content: 30 });
        assert_eq!(scroll.top, 0);
    }

    #[test]
    fn no_room_and_no_content_are_fine() {
        assert_eq!(Scroll { top: 9, follow: true }.resolve(Some(4..5), 0, 10, 3), 9);
        assert_eq!(Scroll { top: 9, follow: true }.resolve(None, 10, 0, 3), 0);
        assert_eq!(Scroll { top: 0, follow: true }.resolve(Some(5..9), 2, 10, 3), 5);
    }
}
