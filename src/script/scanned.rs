//! A text as the engine's scanner sees it: where it believes a token to stand.

use oxc_ast::ast::CallExpression;
use oxc_span::GetSpan;

/// How deep an expression is looked into: chains of thousands of calls are no reason to look at each link of each.
const LOOKED_INTO: u32 = 64;

/// A text, and how many levels of an expression are still looked into.
#[derive(Clone, Copy)]
pub(super) struct Scanned<'t> {
    text: &'t [u8],
    levels: u32,
}

impl<'t> Scanned<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), levels: LOOKED_INTO }
    }

    /// The same, one level further in; `None` when that is deep enough.
    pub(super) fn inside(self) -> Option<Self> {
        Some(Self { levels: self.levels.checked_sub(1)?, ..self })
    }

    /// Where the engine believes a token to stand that begins at `offset`: it notes a column after white space and
    /// at the start of a name, and other tokens have the last column noted.
    pub(super) fn token(self, offset: u32) -> u32 {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii();
        let byte_at = |at: usize| self.text.get(at).copied().unwrap_or(b' ');
        let mut at = offset as usize;
        if is_name(byte_at(at)) && !byte_at(at).is_ascii_digit() {
            return offset;
        }
        while at > 0 {
            let before = byte_at(at - 1);
            if before.is_ascii_whitespace() {
                break;
            }
            if is_name(before) {
                while at > 0 && is_name(byte_at(at - 1)) {
                    at -= 1;
                }
                if !byte_at(at).is_ascii_digit() {
                    break;
                }
            } else {
                at -= 1;
            }
        }
        at as u32
    }

    /// Where the engine notes a call: at what follows the parenthesis.
    pub(super) fn opening(self, call: &CallExpression<'_>) -> u32 {
        self.token(call.arguments.first().map_or(call.span.end - 1, |argument| argument.span().start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_is_no_name_has_the_column_noted_last() {
        for (text, token, noted) in [
            ("rows.map((m) => m)", 9, 5),
            ("rows.map( (m) => m)", 10, 10),
            ("call(name)", 5, 5),
            ("call({})", 5, 0),
            ("call(\n  'x')", 8, 8),
            ("f()()", 4, 0),
        ] {
            assert_eq!(Scanned::new(text).token(token), noted, "{text}");
        }
    }
}
