//! The frame around a pane, joined with the frames above and below.
//!
//! ```text
//! ╭▸3 Locals ────────── login ╮
//! │                           │
//! ├ 4 Stack  7 Console ───────┤
//! ╰───────────────────────────╯
//! ```

use ratatui::layout::Rect;

use super::layout::Slot;
use super::painter::Painter;
use super::text;
use super::theme::Role;
use crate::workbench::Pane;

/// Draws the frame of a slot, with `note` at the right end of its title. Returns the place of each tab.
pub fn draw(painter: &mut Painter<'_>, slot: &Slot, focused: Option<Pane>, note: &str) -> Vec<(Rect, Pane)> {
    let here = focused == Some(slot.shown);
    let line = if here { Role::Here } else { Role::Faint };
    let glyphs = painter.theme.glyphs;
    let area = slot.area;
    let (left, right) =
        if slot.first { (glyphs.top_left, glyphs.top_right) } else { (glyphs.tee_left, glyphs.tee_right) };
    rule(painter, area, 0, left, right, line);
    let bottom = area.height.saturating_sub(1);
    for row in 1..area.height {
        if slot.last && row == bottom {
            rule(painter, area, row, glyphs.bottom_left, glyphs.bottom_right, line);
        } else {
            painter.text(area, row, 0, glyphs.vertical, line);
            painter.text(area, row, area.width.saturating_sub(1), glyphs.vertical, line);
        }
    }
    let title = Rect { width: area.width.saturating_sub(2), height: 1, ..area };
    let (tabs, column) = draw_tabs(painter, title, slot, here);
    let wide = u16::try_from(text::width(&painter.safe(note))).unwrap_or(u16::MAX);
    if wide > 0 && column.saturating_add(wide).saturating_add(4) <= title.width {
        painter.text(title, 0, title.width - wide - 2, &format!(" {note} "), Role::Dim);
    }
    tabs
}

/// Draws the titles of a slot. Returns the place of each and the column after them.
fn draw_tabs(painter: &mut Painter<'_>, title: Rect, slot: &Slot, here: bool) -> (Vec<(Rect, Pane)>, u16) {
    let line = if here { Role::Here } else { Role::Faint };
    let alone = slot.panes.len() == 1;
    // Around each name: a sign or space, a number and a space, two brackets or spaces.
    let wide = slot.panes.iter().map(|pane| pane.short().len() + 5).sum::<usize>();
    let named = alone || wide < usize::from(title.width);
    let mut tabs = Vec::new();
    let mut column = 1;
    for pane in &slot.panes {
        let shown = *pane == slot.shown;
        let number = Pane::ALL.iter().position(|other| other == pane).map_or(0, |at| at + 1);
        let start = column;
        let sign = if here && shown { painter.theme.glyphs.selected } else { " " };
        column = painter.text(title, 0, column, sign, Role::Here);
        if !alone {
            column = painter.text(title, 0, column, if shown { "[" } else { " " }, line);
        }
        column = painter.text(title, 0, column, &number.to_string(), Role::Dim);
        if named || shown {
            let name = if alone { pane.title() } else { pane.short() };
            let role = match (here, shown) {
                (true, true) => Role::Here,
                (false, true) => Role::Strong,
                (_, false) => Role::Dim,
            };
            column = painter.text(title, 0, column, " ", line);
            column = painter.text(title, 0, column, name, role);
        }
        column = painter.text(title, 0, column, if alone || !shown { " " } else { "]" }, line);
        let area = Rect { x: title.x + start, y: title.y, width: column.saturating_sub(start), height: 1 };
        tabs.push((area, *pane));
    }
    (tabs, column)
}

fn rule(painter: &mut Painter<'_>, area: Rect, row: u16, left: &str, right: &str, role: Role) {
    let middle = painter.theme.glyphs.horizontal.repeat(usize::from(area.width.saturating_sub(2)));
    painter.text(area, row, 0, left, role);
    painter.text(Rect { width: area.width.saturating_sub(1), ..area }, row, 1, &middle, role);
    painter.text(area, row, area.width.saturating_sub(1), right, role);
}

/// A box over the panes: cleared, framed, titled. Returns where its content goes.
pub fn boxed(painter: &mut Painter<'_>, area: Rect, title: &str, note: &str) -> Rect {
    painter.clear(area);
    let slot = Slot { panes: Vec::new(), shown: Pane::Source, area, first: true, last: true };
    // The title is worth more than the note: without room for both it stands alone.
    let both = text::width(&painter.safe(title)) + text::width(&painter.safe(note)) + 8 <= usize::from(area.width);
    draw(painter, &slot, Some(Pane::Source), if both { note } else { "" });
    painter.text(Rect { width: area.width.saturating_sub(1), ..area }, 0, 2, &format!(" {title} "), Role::Here);
    slot.inner()
}

/// A box of at most this size in the middle of the screen, a little above.
pub fn centred(screen: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(screen.width);
    let height = height.min(screen.height);
    Rect { x: screen.x + (screen.width - width) / 2, y: screen.y + (screen.height - height) / 3, width, height }
}
