//! The one way to put text into the buffer: clipped, cut, and safe to send to a terminal.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::glyphs::ascii_twin;
use super::text;
use super::theme::{Role, Theme};
use crate::visible::visible;

/// A piece of text of one look.
#[derive(Clone, Debug)]
pub struct Piece<'t> {
    /// The text, as it came.
    pub text: Cow<'t, str>,
    /// Its look.
    pub role: Role,
}

/// A piece of text.
pub fn piece<'t>(text: impl Into<Cow<'t, str>>, role: Role) -> Piece<'t> {
    Piece { text: text.into(), role }
}

/// One line of pieces, with an optional part at the right end.
#[derive(Clone, Debug, Default)]
pub struct Row<'t> {
    /// From the left.
    pub pieces: Vec<Piece<'t>>,
    /// At the right end; the pieces are cut before it.
    pub right: Vec<Piece<'t>>,
}

impl<'t> Row<'t> {
    /// A line of pieces.
    pub fn new(pieces: Vec<Piece<'t>>) -> Self {
        Self { pieces, right: Vec::new() }
    }

    /// With a part at the right end.
    pub fn with_right(mut self, right: Vec<Piece<'t>>) -> Self {
        self.right = right;
        self
    }
}

/// Draws into a buffer with a theme. Nothing outside the buffer is touched, whatever the areas say.
#[derive(Debug)]
pub struct Painter<'b> {
    buffer: &'b mut Buffer,
    /// Colours and signs.
    pub theme: Theme,
}

impl<'b> Painter<'b> {
    /// A painter for one frame.
    pub fn new(buffer: &'b mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme }
    }

    /// Everything there is.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Puts text at a column of a row of an area, cut at the area's end. Returns the column after it.
    pub fn text(&mut self, area: Rect, row: u16, column: u16, text: &str, role: Role) -> u16 {
        self.styled(area, row, column, text, self.theme.style(role))
    }

    /// The same with a style of its own.
    pub fn styled(&mut self, area: Rect, row: u16, column: u16, text: &str, style: Style) -> u16 {
        let area = area.intersection(self.buffer.area);
        if row >= area.height || column >= area.width {
            return column;
        }
        let room = area.width - column;
        let (text, more) = head(text, usize::from(room));
        let safe = self.safe(text);
        let mut shown = text::cut(&safe, usize::from(room), self.theme.glyphs.cut);
        if more && matches!(shown, Cow::Borrowed(_)) {
            shown.to_mut().push_str(self.theme.glyphs.cut);
        }
        let (x, y) = (area.x + column, area.y + row);
        // What stood here before must not shine through: of its look only the background stays.
        for x in x..x.saturating_add(u16::try_from(text::width(&shown)).unwrap_or(u16::MAX)).min(area.right()) {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                (cell.fg, cell.modifier) = (Color::Reset, Modifier::empty());
            }
        }
        let (end, _) = self.buffer.set_stringn(x, y, &shown, usize::from(room), style);
        end - area.x
    }

    /// Puts a row; its right part stays whole as long as there is room.
    pub fn row(&mut self, area: Rect, row: u16, line: &Row<'_>) {
        let wide =
            |pieces: &[Piece<'_>]| pieces.iter().map(|piece| text::width(&self.safe(&piece.text))).sum::<usize>();
        let right = u16::try_from(wide(&line.right)).unwrap_or(u16::MAX);
        // A right part that would take more than two thirds is not worth what it displaces.
        let right = if right > area.width / 3 * 2 { 0 } else { right };
        let gap = u16::from(right > 0);
        let left = Rect { width: area.width.saturating_sub(right + gap), ..area };
        let mut column = 0;
        for piece in &line.pieces {
            column = self.text(left, row, column, &piece.text, piece.role);
        }
        if right > 0 {
            let mut column = area.width - right;
            for piece in &line.right {
                column = self.text(area, row, column, &piece.text, piece.role);
            }
        }
    }

    /// Lays a role's background and modifiers under a stretch of a row.
    pub fn tint(&mut self, area: Rect, row: u16, role: Role) {
        let area = area.intersection(self.buffer.area);
        if row < area.height {
            let style = self.theme.style(role);
            let line = Rect { y: area.y + row, height: 1, ..area };
            if style.add_modifier.contains(Modifier::REVERSED) {
                // Reversed, every colour would become a patch of its own.
                self.buffer.set_style(line, Style::reset());
            }
            self.buffer.set_style(line, style);
        }
    }

    /// Makes an area empty.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// The names of keys as they are drawn: where there are no arrows, `>` would be another key.
    pub fn key_names<'t>(&self, keys: &'t str) -> Cow<'t, str> {
        if self.theme.ascii() && keys.contains('→') {
            return Cow::Owned(keys.replace('→', "Right"));
        }
        Cow::Borrowed(keys)
    }

    /// What may be drawn of a text: hidden characters visible, and ASCII where nothing else can be shown.
    pub fn safe<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let shown = visible(text);
        if !self.theme.ascii() || shown.is_ascii() {
            return shown;
        }
        let mut out = String::with_capacity(shown.len());
        for character in shown.chars() {
            if character.is_ascii() {
                out.push(character);
            } else {
                out.push_str(ascii_twin(character));
            }
        }
        Cow::Owned(out)
    }
}

/// The part of a text that can matter for `room` cells, and whether there is more. A megabyte that a script wrote on one
/// line must not be looked through at every frame.
fn head(text: &str, room: usize) -> (&str, bool) {
    /// Bytes a cell may take: a letter with a few marks on it.
    const PER_CELL: usize = 16;
    let mut end = (room + 1) * PER_CELL;
    if text.len() <= end {
        return (text, false);
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[..end], true)
}
