//! Small changes of a statement's tokens. What is put in stands where what it replaces stood.

use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Word};

/// A word without quotes, upper case; empty for anything else.
pub(super) fn word(tokens: &[TokenWithSpan], index: usize) -> String {
    match tokens.get(index).map(|token| &token.token) {
        Some(Token::Word(Word { value, quote_style: None, .. })) => value.to_ascii_uppercase(),
        _ => String::new(),
    }
}

/// Whether these words follow each other from `index` on.
pub(super) fn has(tokens: &[TokenWithSpan], index: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(offset, wanted)| word(tokens, index + offset) == *wanted)
}

pub(super) fn is(tokens: &[TokenWithSpan], index: usize, token: &Token) -> bool {
    tokens.get(index).is_some_and(|own| own.token == *token)
}

/// A keyword in the place of `span`.
pub(super) fn keyword(text: &str, span: Span) -> TokenWithSpan {
    TokenWithSpan { token: Token::make_keyword(text), span }
}

pub(super) fn token(token: Token, span: Span) -> TokenWithSpan {
    TokenWithSpan { token, span }
}

/// The place of the parenthesis that closes the one at `open`.
pub(super) fn closing(tokens: &[TokenWithSpan], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen if depth <= 1 => return Some(index),
            Token::RParen => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first place outside of parentheses where these words stand.
pub(super) fn find(tokens: &[TokenWithSpan], words: &[&str]) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ if depth == 0 && has(tokens, index, words) => return Some(index),
            _ => {}
        }
    }
    None
}

/// A number literal.
pub(super) fn number(tokens: &[TokenWithSpan], index: usize) -> Option<&str> {
    match tokens.get(index).map(|token| &token.token) {
        Some(Token::Number(digits, _)) => Some(digits),
        _ => None,
    }
}

/// The options of an identity column or a sequence between `from` and `to`, with only the start kept. `None` if it
/// counts by other steps than one.
pub(super) fn counted(tokens: &[TokenWithSpan], from: usize, to: usize) -> Option<Vec<TokenWithSpan>> {
    let mut kept = Vec::new();
    for index in from..to {
        if has(tokens, index, &["INCREMENT", "BY"]) && number(tokens, index + 2) != Some("1") {
            return None;
        }
        if has(tokens, index, &["START", "WITH"]) {
            kept = tokens.get(index..(index + 3).min(to)).unwrap_or_default().to_vec();
        }
    }
    Some(kept)
}

/// `GENERATED … AS IDENTITY ( … )` with only the start kept in its parentheses; `None` if it counts by other steps.
pub(super) fn identity(tokens: &mut Vec<TokenWithSpan>) -> Option<()> {
    let mut index = 0;
    while index < tokens.len() {
        if word(tokens, index) == "IDENTITY" && is(tokens, index + 1, &Token::LParen) {
            let end = closing(tokens, index + 1)?;
            let kept = counted(tokens, index + 2, end)?;
            match kept.is_empty() {
                true => tokens.drain(index + 1..=end).for_each(drop),
                false => tokens.splice(index + 2..end, kept).for_each(drop),
            }
        }
        index += 1;
    }
    Some(())
}

/// `CREATE SEQUENCE name …` with only the start kept.
pub(super) fn sequence(tokens: &mut Vec<TokenWithSpan>) -> Option<()> {
    if !has(tokens, 0, &["CREATE", "SEQUENCE"]) {
        return Some(());
    }
    let mut end = 3;
    while is(tokens, end, &Token::Period) {
        end += 2;
    }
    let kept = counted(tokens, end, tokens.len())?;
    tokens.truncate(end);
    tokens.extend(kept);
    Some(())
}
