//! A list of entries of one or more rows, of which only the visible ones are made.

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::painter::{Painter, Row};
use super::theme::Role;
use crate::workbench::scroll::{Extent, Scroll};

/// What a list shows.
pub struct List<'l, 't> {
    /// How many entries.
    pub len: usize,
    /// Rows of an entry.
    pub height: &'l dyn Fn(usize) -> usize,
    /// The rows of an entry; as many as `height` says.
    pub rows: &'l dyn Fn(usize) -> Vec<Row<'t>>,
    /// The selected entry.
    pub selected: Option<usize>,
    /// Whether the selection also steers other panes, so that it is marked while the keys go elsewhere.
    pub shared: bool,
    /// Whether the selection is where the keys go.
    pub focused: bool,
    /// The part wanted.
    pub scroll: Scroll,
}

/// Draws rows that are only read: none is selected.
pub fn read(painter: &mut Painter<'_>, area: Rect, rows: &[Row<'static>], focused: bool, scroll: Scroll) -> Shown {
    let list = List {
        len: rows.len(),
        height: &|_| 1,
        rows: &|index| vec![rows[index].clone()],
        selected: None,
        shared: false,
        focused,
        scroll,
    };
    draw(painter, area, &list)
}

/// Draws the visible part. The first column is kept for the sign of the selection.
pub fn draw(painter: &mut Painter<'_>, area: Rect, list: &List<'_, '_>) -> Shown {
    let rows = usize::from(area.height);
    let mut starts = Vec::with_capacity(list.len + 1);
    let mut content = 0;
    for index in 0..list.len {
        starts.push(content);
        content += (list.height)(index);
    }
    starts.push(content);
    let selected = list.selected.filter(|index| *index < list.len);
    let wanted = selected.map(|index| starts[index]..starts[index + 1]);
    let top = list.scroll.resolve(wanted, rows, content, 1);
    let mut entries = vec![None; rows];
    let first = starts.partition_point(|start| *start <= top).saturating_sub(1);
    let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(1), ..area };
    for (index, start) in starts.iter().enumerate().take(list.len).skip(first) {
        if *start >= top + rows {
            break;
        }
        for (offset, line) in (list.rows)(index).iter().enumerate() {
            let Some(row) = (start + offset).checked_sub(top).filter(|row| *row < rows) else { continue };
            entries[row] = Some(index);
            let row = u16::try_from(row).unwrap_or(u16::MAX);
            painter.row(inner, row, line);
            if selected == Some(index) && (list.focused || list.shared) {
                if offset == 0 {
                    let role = if list.focused { Role::Here } else { Role::Dim };
                    painter.text(area, row, 0, painter.theme.glyphs.selected, role);
                }
                if list.focused {
                    painter.tint(area, row, Role::Selected);
                }
            }
        }
    }
    Shown { area, extent: Extent { top, rows, content }, entries }
}

/// Says what will appear here and how, while there is nothing.
pub fn empty(painter: &mut Painter<'_>, area: Rect, sentence: &str) -> Shown {
    let room = usize::from(area.width.saturating_sub(2));
    let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    for (row, line) in super::text::wrap(&painter.safe(sentence), room).iter().enumerate() {
        painter.text(inner, u16::try_from(row).unwrap_or(u16::MAX), 0, line, Role::Dim);
    }
    Shown { area, extent: Extent { top: 0, rows: usize::from(area.height), content: 0 }, entries: Vec::new() }
}
