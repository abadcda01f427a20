//! Text in lines.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::visible::visible;

/// The words of `text`, made visible, in lines at most `room` columns wide, at least one; a word that is wider is broken.
pub(super) fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in visible(text).split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.width() + 1 + word.width() > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            if !line.is_empty() && line.width() + character.width().unwrap_or_default() > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_lines_narrow() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("a unbreakable", 4), ["a", "unbr", "eaka", "ble"]);
        assert_eq!(wrapped("", 3), [""]);
        assert_eq!(wrapped("a\u{1b}[2J", 40), ["a\\u{1b}[2J"]);
    }
}
