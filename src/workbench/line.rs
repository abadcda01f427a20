//! One line of text being typed.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;

/// A change to a line.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// Put text at the cursor; line ends become spaces.
    Insert(String),
    /// Remove what stands before the cursor.
    Backspace,
    /// Remove what stands under the cursor.
    Delete,
    /// Remove the word before the cursor.
    DeleteWord,
    /// Remove everything.
    Clear,
    /// Move left.
    Left,
    /// Move right.
    Right,
    /// Move to the start.
    Home,
    /// Move to the end.
    End,
}

impl fmt::Debug for Edit {
    /// Does not show what was typed: it may be a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Insert(_) => "Insert(••••)",
            Self::Backspace => "Backspace",
            Self::Delete => "Delete",
            Self::DeleteWord => "DeleteWord",
            Self::Clear => "Clear",
            Self::Left => "Left",
            Self::Right => "Right",
            Self::Home => "Home",
            Self::End => "End",
        })
    }
}

/// More than anybody types; a paste beyond it is cut.
const LONGEST: usize = 64 * 1024;

/// A line with a cursor between its graphemes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    cursor: usize,
    /// Whether the text is still the example it began with.
    example: bool,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} bytes)", self.text.len())
    }
}

impl Line {
    /// A line with the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text, example: false }
    }

    /// An example that can be taken as it is: the first character typed replaces it, any other change keeps it to be
    /// edited.
    pub fn example(text: impl Into<String>) -> Self {
        let line = Self::new(text);
        Self { example: !line.text.is_empty(), ..line }
    }

    /// Whether nobody has typed yet and the text is the example it began with.
    pub const fn is_example(&self) -> bool {
        self.example
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before and from the cursor.
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Applies one change.
    pub fn edit(&mut self, edit: &Edit) {
        if std::mem::take(&mut self.example) && matches!(edit, Edit::Insert(_)) {
            self.remove(0..self.text.len());
        }
        match edit {
            Edit::Insert(text) => self.insert(text),
            Edit::Backspace => self.remove(self.before()..self.cursor),
            Edit::Delete => self.remove(self.cursor..self.after()),
            Edit::DeleteWord => self.remove(self.word()..self.cursor),
            Edit::Clear => self.remove(0..self.text.len()),
            Edit::Left => self.cursor = self.before(),
            Edit::Right => self.cursor = self.after(),
            Edit::Home => self.cursor = 0,
            Edit::End => self.cursor = self.text.len(),
        }
    }

    fn insert(&mut self, text: &str) {
        let mut clean: String = text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }).collect();
        let mut room = LONGEST.saturating_sub(self.text.len()).min(clean.len());
        while !clean.is_char_boundary(room) {
            room -= 1;
        }
        clean.truncate(room);
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    fn remove(&mut self, range: std::ops::Range<usize>) {
        self.cursor = range.start;
        self.text.replace_range(range, "");
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.cursor, |grapheme| self.cursor + grapheme.len())
    }

    fn word(&self) -> usize {
        let head = self.text[..self.cursor].trim_end();
        head.char_indices().rfind(|(_, c)| !c.is_alphanumeric()).map_or(0, |(at, c)| {
            let after = at + c.len_utf8();
            if after == head.len() {
                at
            } else {
                after
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(edits: &[Edit]) -> (String, String) {
        let mut line = Line::new("ada@example.test");
        edits.iter().for_each(|edit| line.edit(edit));
        let (before, after) = line.halves();
        (before.to_owned(), after.to_owned())
    }

    #[test]
    fn the_cursor_moves_by_what_a_reader_calls_a_character() {
        let mut line = Line::new("e\u{301}🇦🇹x");
        for left in [3, 2, 1, 0, 0] {
            assert_eq!(line.halves().0.graphemes(true).count(), left);
            line.edit(&Edit::Left);
        }
        line.edit(&Edit::Delete);
        assert_eq!(line.text(), "🇦🇹x");
    }

    #[test]
    fn words_go_at_once_and_nothing_breaks_at_the_ends() {
        assert_eq!(typed(&[Edit::DeleteWord]), ("ada@example.".into(), String::new()));
        assert_eq!(typed(&[Edit::DeleteWord, Edit::DeleteWord]), ("ada@example".into(), String::new()));
        assert_eq!(typed(&[Edit::Home, Edit::Backspace, Edit::DeleteWord]).1, "ada@example.test");
        assert_eq!(typed(&[Edit::End, Edit::Delete, Edit::Right]).0, "ada@example.test");
        assert_eq!(typed(&[Edit::Clear]), (String::new(), String::new()));
    }

    #[test]
    fn an_example_gives_way_to_the_first_character_and_stays_where_it_is_edited() {
        let after = |edits: &[Edit]| {
            let mut line = Line::example("+1d");
            assert!(line.is_example());
            edits.iter().for_each(|edit| line.edit(edit));
            assert!(!line.is_example());
            line.text().to_owned()
        };
        let typed = |text: &str| Edit::Insert(text.to_owned());
        assert_eq!(after(&[typed("-"), typed("2h")]), "-2h");
        assert_eq!(after(&[Edit::Backspace, typed("h")]), "+1h");
        assert_eq!(after(&[Edit::Left, typed("0")]), "+10d");
        assert_eq!(after(&[Edit::End, typed("x")]), "+1dx");
        assert!(!Line::example("").is_example());
    }

    #[test]
    fn a_paste_stays_on_one_line() {
        assert_eq!(typed(&[Edit::Clear, Edit::Insert("a\r\nb".into())]).0, "a  b");
    }

    #[test]
    fn what_was_typed_is_never_in_a_debug_text() {
        let shown = format!("{:?} {:?}", Line::new("hunter2"), Edit::Insert("hunter2".into()));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
