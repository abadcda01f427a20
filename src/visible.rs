//! Text from outside, made safe for one line of a terminal.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// `text` with every character that would move the cursor, start an escape sequence, turn the reading direction or
/// show nothing at all replaced by a visible name: `\n`, `\r`, `\t`, else `\u{1b}`. Borrowed when there is none.
///
/// A backslash stays as it is: this is for reading, not for reading back.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Most texts are plain, and this is asked of every value at every stop.
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let Some(first) = text.find(hides) else {
        return Cow::Borrowed(text);
    };
    let mut shown = String::with_capacity(text.len() + 8);
    shown.push_str(&text[..first]);
    for character in text[first..].chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            other if hides(other) => {
                // Writing to a String cannot fail.
                let _ = write!(shown, "\\u{{{:x}}}", other as u32);
            }
            other => shown.push(other),
        }
    }
    Cow::Owned(shown)
}

/// A path as [`visible`] text.
pub fn visible_path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Whether a character steers the terminal or cannot be seen: control characters (C0, DEL, C1), bidi controls, line and paragraph separators, and characters without a glyph
/// (zero-width, variation tags, interlinear marks), with which two different names look the same.
pub fn hides(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(visible("Ada Lovelace – ada@example.test ✓"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_a_terminal_would_obey_is_spelled_out() {
        for (raw, shown) in [
            ("a\nb\tc\r", "a\\nb\\tc\\r"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("nul\0", "nul\\u{0}"),
            ("user\u{202e}gpj.exe", "user\\u{202e}gpj.exe"),
            ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("ada\u{200b}", "ada\\u{200b}"),
            ("é\u{7f}ü", "é\\u{7f}ü"),
        ] {
            assert_eq!(visible(raw), shown);
        }
    }
}
