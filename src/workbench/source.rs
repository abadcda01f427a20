//! The text shown, and where in it one stands.

use std::ops::Range;
use std::sync::Arc;

use super::scroll::Scroll;
use crate::connection::Action;
use crate::debugger::Span;

/// The script on screen.
#[derive(Clone, Debug)]
pub struct Source {
    /// Which script; `None` while there is none.
    pub action: Option<Action>,
    /// The file label.
    pub file: String,
    /// The text.
    pub text: Arc<str>,
    /// Byte ranges of its lines, without line ends.
    pub lines: Vec<Range<usize>>,
    /// The cursor's line, from 0.
    pub cursor: usize,
    /// The part shown.
    pub scroll: Scroll,
    /// Cells scrolled to the right by hand.
    pub left: usize,
}

impl Default for Source {
    fn default() -> Self {
        Self {
            action: None,
            file: String::new(),
            text: Arc::from(""),
            lines: Vec::new(),
            cursor: 0,
            scroll: Scroll::default(),
            left: 0,
        }
    }
}

impl Source {
    /// Shows another text from its start; the same text stays where it is.
    pub fn show(&mut self, action: Action, file: &str, text: &Arc<str>) {
        if self.action == Some(action) && Arc::ptr_eq(&self.text, text) {
            return;
        }
        let lines = lines(text);
        *self = Self { action: Some(action), file: file.to_owned(), text: text.clone(), lines, ..Self::default() };
    }

    /// Moves the cursor to a line (from 0) and brings it into view.
    pub fn go(&mut self, line: usize) {
        self.cursor = line.min(self.lines.len().saturating_sub(1));
        self.scroll.follow = true;
        self.left = 0;
    }

    /// The cursor's line, from 1.
    pub fn line_number(&self) -> u32 {
        u32::try_from(self.cursor + 1).unwrap_or(u32::MAX)
    }

    /// The text of a line (from 0).
    pub fn line(&self, index: usize) -> Option<&str> {
        self.text.get(self.lines.get(index)?.clone())
    }
}

/// Where execution stands in the shown file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The statement; for an error, the place it names and nothing more (`end` = start).
    pub span: Span,
    /// What it means.
    pub kind: MarkKind,
}

/// What a mark in the source means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The next statement to execute.
    Next,
    /// A frame further out waits here.
    Waits,
    /// The run failed here.
    Failed,
    /// The run ended here, without failure.
    Ended,
}

/// Lines end as JavaScript says: LF, CR LF, CR, U+2028, U+2029.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
            continue;
        }
        lines.push(start..at);
        start = at + character.len_utf8();
        if character == '\r' && characters.next_if(|(_, next)| *next == '\n').is_some() {
            start += 1;
        }
    }
    if start < text.len() || lines.is_empty() {
        lines.push(start..text.len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_javascript_says() {
        let text = "a\nb\r\nc\rd\u{2028}e\u{2029}f\n";
        let read: Vec<_> = lines(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(read, ["a", "b", "c", "d", "e", "f"]);
        assert_eq!(lines("").len(), 1);
    }

    #[test]
    fn the_cursor_stays_in_the_text() {
        let mut source = Source::default();
        source.show(Action::Login, "login.js", &Arc::from("a\nb\n"));
        source.go(99);
        assert_eq!((source.cursor, source.line(1)), (1, Some("b")));
    }
}
