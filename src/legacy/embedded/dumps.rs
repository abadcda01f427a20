//! Statements that dump programs write and the grammar does not know.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

/// What to do with a statement before it is parsed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Dumped {
    /// Parse it as it is.
    Plain,
    /// It changes nothing here.
    Skipped,
    /// Only its first tokens matter.
    Cut(usize),
}

fn word(tokens: &[TokenWithSpan], index: usize) -> Option<(Keyword, &str)> {
    match tokens.get(index).map(|token| &token.token) {
        Some(Token::Word(word)) => Some((word.keyword, word.value.as_str())),
        _ => None,
    }
}

/// `mysqldump` switches keys off and on; `pg_dump` describes sequences in an order of its own.
pub(super) fn look(tokens: &[TokenWithSpan]) -> Dumped {
    let first = (word(tokens, 0).map(|(keyword, _)| keyword), word(tokens, 1).map(|(keyword, _)| keyword));
    match first {
        (Some(Keyword::ALTER), Some(Keyword::SEQUENCE)) => Dumped::Skipped,
        (Some(Keyword::ALTER), Some(Keyword::TABLE)) => {
            let ends_with_keys =
                word(tokens, tokens.len() - 1).is_some_and(|(_, text)| text.eq_ignore_ascii_case("keys"));
            let switch = tokens.len().checked_sub(2).and_then(|index| word(tokens, index));
            let switches = switch.is_some_and(|(keyword, _)| matches!(keyword, Keyword::DISABLE | Keyword::ENABLE));
            if ends_with_keys && switches {
                Dumped::Skipped
            } else {
                Dumped::Plain
            }
        }
        (Some(Keyword::CREATE), Some(Keyword::SEQUENCE)) => {
            let mut end = 2;
            if word(tokens, end).is_some_and(|(keyword, _)| keyword == Keyword::IF) {
                end += 3;
            }
            end += 1;
            if tokens.get(end).is_some_and(|token| token.token == Token::Period) {
                end += 2;
            }
            Dumped::Cut(end)
        }
        _ => Dumped::Plain,
    }
}
