//! Makes characters that steer a terminal, or that cannot be seen, visible.
//!
//! Text from outside is hostile: a user name may hold escape sequences or marks that reverse the writing
//! direction. Whatever is drawn or printed goes through [`visible`].

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with control characters as their Unicode pictures (`␛`, `␀`) and invisible, direction-changing or
/// line-separating characters as `‹U+202E›`. Text without any is returned as it is.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(hides) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + character as u32).unwrap_or('␀')),
            '\u{7f}' => out.push('␡'),
            hidden if hides(hidden) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "‹U+{:04X}›", hidden as u32);
            }
            plain => out.push(plain),
        }
    }
    Cow::Owned(out)
}

/// Whether a character steers the terminal or cannot be seen.
pub const fn hides(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(visible("ada@example.test – grün 日本"), Cow::Borrowed(_)));
    }

    #[test]
    fn escape_sequences_and_direction_marks_are_shown_not_sent() {
        assert_eq!(visible("a\u{1b}[2Jb"), "a␛[2Jb");
        assert_eq!(visible("x\u{202e}y\u{9b}z\u{7f}"), "x‹U+202E›y‹U+009B›z␡");
        assert_eq!(visible("one\ntwo\r"), "one␊two␍");
    }
}
