//! Words and quotes of a stop's line.

use std::fmt::Write;

use crate::visible::hides;

/// Words that mean something; a name that is one of them stands in quotes.
const MEANINGFUL: [&str; 24] = [
    "all",
    "callback",
    "caught",
    "console",
    "error",
    "every",
    "exception",
    "function",
    "hit",
    "if",
    "line",
    "log",
    "off",
    "profile",
    "query",
    "read",
    "rows",
    "rule",
    "slower",
    "table",
    "text",
    "twice",
    "uncaught",
    "write",
];

/// A word of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Without quotes, escapes resolved.
    pub text: String,
    /// It stood in quotes, so it means itself.
    pub quoted: bool,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where the text goes on behind it, in bytes.
    pub end: usize,
}

/// Why there is no word: where, in bytes, and what is expected there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoWord {
    pub start: usize,
    pub expected: &'static str,
}

/// The next word at or after `from`; `None` at the end.
pub(super) fn next_word(line: &str, from: usize) -> Result<Option<Word>, NoWord> {
    let rest = line.get(from..).unwrap_or_default();
    let start = from + rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    match rest.chars().next() {
        None => Ok(None),
        Some(mark @ ('"' | '\'')) => quoted(line, start, mark).map(Some),
        Some(_) => {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (text, _) = rest.split_at(length);
            Ok(Some(Word { text: text.to_owned(), quoted: false, start, end: start + length }))
        }
    }
}

fn quoted(line: &str, start: usize, mark: char) -> Result<Word, NoWord> {
    let mut text = String::new();
    let inside = line.get(start + 1..).unwrap_or_default();
    let mut characters = inside.char_indices();
    while let Some((offset, character)) = characters.next() {
        match character {
            '\\' => {
                let escape = NoWord {
                    start: start + 1 + offset,
                    expected: "\\\\ for a backslash, or one of \\\" \\' \\n \\r \\t \\u{7f}",
                };
                text.push(escaped(&mut characters).ok_or(escape)?);
            }
            _ if character == mark => {
                return Ok(Word { text, quoted: true, start, end: start + 1 + offset + 1 });
            }
            other => text.push(other),
        }
    }
    Err(NoWord { start, expected: "a text with a closing quote" })
}

fn escaped(characters: &mut std::str::CharIndices<'_>) -> Option<char> {
    match characters.next()?.1 {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'u' => {
            let (digits, after) = characters.as_str().strip_prefix('{')?.split_once('}')?;
            while characters.as_str().len() > after.len() {
                characters.next();
            }
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        }
        itself @ ('\\' | '"' | '\'') => Some(itself),
        _ => None,
    }
}

/// `text` in double quotes, on one line.
pub(super) fn in_quotes(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other if hides(other) => {
                // Writing to a String cannot fail.
                let _ = write!(quoted, "\\u{{{:x}}}", other as u32);
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A name as it stands if it reads back as a word that means itself, else in quotes.
pub(super) fn name(text: &str) -> String {
    let is_plain = !text.is_empty()
        && !text.starts_with(['"', '\''])
        && !text.contains(|character: char| character.is_whitespace() || hides(character))
        && !MEANINGFUL.contains(&text.to_ascii_lowercase().as_str());
    if is_plain {
        text.to_owned()
    } else {
        in_quotes(text)
    }
}
