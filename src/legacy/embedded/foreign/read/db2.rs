//! What the grammar does not read of Db2, written as it does.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::legacy::Dialect;

use super::super::super::errors::Refusal;
use super::super::errors::{db2, unsupported};
use super::edit::{closing, find, has, identity, is, keyword, number, sequence, token, word};
use super::Written;

/// Statements of the session or the administrator.
const SKIPPED: &[&[&str]] = &[
    &["SET", "SCHEMA"],
    &["SET", "CURRENT"],
    &["SET", "PATH"],
    &["SET", "ISOLATION"],
    &["GRANT"],
    &["REVOKE"],
    &["COMMENT", "ON"],
    &["RUNSTATS"],
    &["CONNECT"],
];

/// How a query is read, which changes nothing here.
const READING: &[&[&str]] = &[
    &["WITH", "UR"],
    &["WITH", "CS"],
    &["WITH", "RS"],
    &["WITH", "RR"],
    &["FOR", "READ", "ONLY"],
    &["FOR", "FETCH", "ONLY"],
    &["OPTIMIZE", "FOR"],
];

const UNITS: &[&str] = &["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "MICROSECOND"];

pub(super) fn written(mut tokens: Vec<TokenWithSpan>) -> Result<Written, Refusal> {
    let refused = |what: &str| Err(unsupported(Dialect::Db2, what));
    if SKIPPED.iter().any(|words| has(&tokens, 0, words)) {
        return Ok(Written { tokens, skipped: true, into: Vec::new() });
    }
    match word(&tokens, 0).as_str() {
        "MERGE" => return refused("MERGE statements"),
        "CALL" => {
            let name: String = tokens[1..]
                .iter()
                .take_while(|token| token.token != Token::LParen)
                .map(|token| token.token.to_string())
                .collect();
            let message = format!(
                "No authorized routine named \"{}\" of type \"PROCEDURE\" having compatible arguments was found.",
                name.to_uppercase()
            );
            return Err(db2(-440, "42884", message));
        }
        "BEGIN" => return refused("compound statements"),
        "CREATE" if ["TRIGGER", "PROCEDURE", "FUNCTION", "TYPE"].contains(&word(&tokens, 1).as_str()) => {
            return refused("triggers, stored procedures, functions and types");
        }
        _ => {}
    }
    let reading = READING.iter().filter_map(|words| find(&tokens, words)).min();
    tokens.truncate(reading.unwrap_or(tokens.len()));
    if sequence(&mut tokens).is_none() || identity(&mut tokens).is_none() {
        return refused("sequences that count by other steps than one");
    }
    if word(&tokens, 0) == "VALUES" && !is(&tokens, 1, &Token::LParen) {
        let span = tokens[0].span;
        tokens[0] = keyword("SELECT", span);
    }
    let tokens = words(tokens);
    let tokens = match changed(&tokens) {
        Some(changed) => changed?,
        None => tokens,
    };
    Ok(Written::plain(tokens))
}

/// Special registers, durations and the like, word by word.
fn words(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut index = 0;
    while index < tokens.len() {
        let span = tokens[index].span;
        let next = word(&tokens, index + 1);
        match word(&tokens, index).as_str() {
            "CURRENT" if ["TIMESTAMP", "DATE", "TIME", "USER", "SCHEMA"].contains(&next.as_str()) => {
                out.push(keyword(&format!("CURRENT_{next}"), span));
                index += 2;
                continue;
            }
            "WITH" if next == "DEFAULT" => {}
            "CONCAT" if !is(&tokens, index + 1, &Token::LParen) && index > 0 => {
                out.push(token(Token::StringConcat, span))
            }
            "FOR" if has(&tokens, index, &["FOR", "BIT", "DATA"]) => {
                let base = out.iter().rposition(|token| {
                    matches!(&token.token, Token::Word(word) if word.value.to_ascii_uppercase().contains("CHAR"))
                });
                if let Some(base) = base {
                    out[base] = keyword("VARBINARY", out[base].span);
                }
                index += 3;
                continue;
            }
            _ => {
                let follows = out.last().is_some_and(|last| matches!(last.token, Token::Plus | Token::Minus));
                let unit = next.strip_suffix('S').unwrap_or(&next).to_owned();
                match number(&tokens, index) {
                    Some(digits) if follows && UNITS.contains(&unit.as_str()) => {
                        out.push(keyword("INTERVAL", span));
                        out.push(token(Token::SingleQuotedString(format!("{digits} {}", unit.to_lowercase())), span));
                        index += 2;
                        continue;
                    }
                    _ => out.push(tokens[index].clone()),
                }
            }
        }
        index += 1;
    }
    out
}

/// `SELECT columns FROM FINAL TABLE (INSERT …)` as `INSERT … RETURNING columns`.
fn changed(tokens: &[TokenWithSpan]) -> Option<Result<Vec<TokenWithSpan>, Refusal>> {
    let from = find(tokens, &["FROM"])?;
    let which = word(tokens, from + 1);
    if word(tokens, 0) != "SELECT"
        || word(tokens, from + 2) != "TABLE"
        || !["FINAL", "NEW", "OLD"].contains(&which.as_str())
    {
        return None;
    }
    let open = from + 3;
    let end = closing(tokens, open)?;
    let verb = word(tokens, open + 1);
    // After an UPDATE only the new row is there, after a DELETE only the old one.
    let fits = match which.as_str() {
        "OLD" => verb == "DELETE",
        _ => verb == "INSERT" || verb == "UPDATE",
    };
    if end + 1 != tokens.len() || !fits {
        return Some(Err(unsupported(Dialect::Db2, "such queries over changed tables")));
    }
    let mut written = tokens[open + 1..end].to_vec();
    written.push(keyword("RETURNING", tokens[0].span));
    written.extend_from_slice(&tokens[1..from]);
    Some(Ok(written))
}
