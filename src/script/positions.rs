//! Byte offsets, lines and columns of one text.

/// A place in a text as people and Node count: line from 1, column in UTF-16 units from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// Where the lines of a text begin. A line ends with LF, as editors and the engine see it.
#[derive(Clone, Debug)]
pub struct Lines {
    text: std::sync::Arc<str>,
    starts: Vec<u32>,
}

impl Lines {
    /// The lines of `text`.
    pub fn new(text: std::sync::Arc<str>) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        Self { text, starts }
    }

    /// The position of a byte offset; the end of the text for an offset past it.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line = self.line_of(offset) as usize;
        let start = self.starts[line - 1] as usize;
        let before = self.text.get(start..offset as usize).unwrap_or_default();
        // A script without line breaks is one long line, and is asked for thousands of places.
        let column = match before.is_ascii() {
            true => before.len() as u32,
            false => before.chars().map(|c| c.len_utf16() as u32).sum(),
        };
        Position { line: line as u32, column: column + 1 }
    }

    /// The byte offset of a position; the end of the line for a column past it. `None` if there is no such line.
    pub fn offset(&self, position: Position) -> Option<u32> {
        let start = self.start_of(position.line)?;
        let line = self.text.get(start as usize..)?.split(['\r', '\n']).next()?;
        let mut column = 1;
        let at = line.char_indices().find(|(_, c)| {
            let here = column;
            column += c.len_utf16() as u32;
            here >= position.column
        });
        Some(start + at.map_or(line.len(), |(at, _)| at) as u32)
    }

    /// The byte offset at which a line (from 1) begins, if there is such a line.
    pub fn start_of(&self, line: u32) -> Option<u32> {
        self.starts.get(line.checked_sub(1)? as usize).copied()
    }

    /// The line (from 1) on which a byte offset stands.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The byte offset after the line on which `offset` stands, its end included.
    pub(super) fn line_end(&self, offset: u32) -> u32 {
        let line = self.line_of(offset) as usize;
        self.starts.get(line).copied().unwrap_or(self.text.len() as u32)
    }

    /// The first byte offset from this one on that is no blank.
    pub(super) fn after_blanks(&self, offset: u32) -> u32 {
        let rest = self.text.get(offset as usize..).unwrap_or_default();
        offset + (rest.len() - rest.trim_start().len()) as u32
    }

    /// Whether a blank stands before a byte offset.
    pub(super) fn after_a_blank(&self, offset: u32) -> bool {
        let before = self.text.get(..offset as usize).unwrap_or_default();
        before.ends_with(|last: char| last.is_ascii_whitespace())
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units() {
        let lines = Lines::new("a\n'é😀' x".into());
        assert_eq!(lines.position(0), Position { line: 1, column: 1 });
        assert_eq!(lines.position(2), Position { line: 2, column: 1 });
        assert_eq!(lines.position(11), Position { line: 2, column: 7 }, "é is one unit, 😀 are two");
        for offset in [0, 1, 2, 3, 5, 9, 11] {
            assert_eq!(lines.offset(lines.position(offset)), Some(offset));
        }
        let at = |line, column| lines.offset(Position { line, column });
        assert_eq!((at(1, 9), at(2, 99), at(3, 1)), (Some(1), Some(12), None));
    }
}
