//! Text measured in cells: cutting and wrapping.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells a text takes.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The start of a text that fits into `room` cells, with `sign` (one cell) at the end where something was cut.
pub fn cut<'t>(text: &'t str, room: usize, sign: &str) -> Cow<'t, str> {
    let mut used = 0;
    let mut last_that_fits_with_sign = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = grapheme.width();
        if used + wide > room {
            return if room == 0 {
                Cow::Borrowed("")
            } else {
                Cow::Owned(format!("{}{sign}", &text[..last_that_fits_with_sign]))
            };
        }
        used += wide;
        if used < room {
            last_that_fits_with_sign = at + grapheme.len();
        }
    }
    Cow::Borrowed(text)
}

/// At most this many characters of a text: what a screen can show of it, and no megabyte a script wrote.
pub fn start(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// A text on lines of at most `room` cells, broken between words where possible. Never empty.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split_inclusive(' ') {
            let wide = width(word);
            // The space after a word may stand beyond the edge: it is not drawn.
            if used + width(word.trim_end()) <= room {
                line.push_str(word);
                used += wide;
                continue;
            }
            if used > 0 {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            for grapheme in word.graphemes(true) {
                if used + grapheme.width() > room && used > 0 {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                    used = 0;
                }
                line.push_str(grapheme);
                used += grapheme.width();
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_with_a_sign() {
        for (text, room, shown) in [
            ("ada@example.test", 16, "ada@example.test"),
            ("ada@example.test", 8, "ada@exa…"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(cut(text, room, "…"), shown, "{text} in {room}");
        }
    }

    #[test]
    fn lines_break_between_words_and_long_words_break_anywhere() {
        assert_eq!(wrap("the user is not in the store", 11), ["the user is", "not in the", "store"]);
        assert_eq!(wrap("averyveryverylongword ok", 8), ["averyver", "yverylon", "gword ok"]);
        assert_eq!(wrap("cannot read 'name' of x", 18), ["cannot read 'name'", "of x"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("abc", 0), ["a", "b", "c"]);
    }
}
