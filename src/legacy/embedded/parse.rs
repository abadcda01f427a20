//! Statement text into parsed statements, or the server's own complaint about it.

use std::ops::Range;

use sqlparser::ast::Statement;
use sqlparser::dialect::{Dialect as Grammar, MySqlDialect, PostgreSqlDialect};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer};

use crate::legacy::embedded::family::Family;

use super::dumps::{look, Dumped};
use super::errors::{mysql, postgresql, too_much, Refusal};

/// Nesting of parentheses and subqueries the parser follows.
pub(super) const DEEPEST: usize = 60;

/// Tokens between two commas of the same level. A chain of operators becomes a tree as deep as it is long, so an
/// endless one must not reach the parser; SQLite's own limit of 1,000 levels is reached at about this length.
const LONGEST_CHAIN: usize = 4_000;

/// `UNION` and the like on one level, for the same reason.
const MOST_SET_OPERATIONS: usize = 200;

/// A text with what is needed to find places in it.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    /// Byte offset of each line's start.
    lines: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(starts).collect() }
    }

    /// The byte offset of a place the tokenizer named.
    pub(crate) fn offset(&self, at: Location) -> usize {
        let line = usize::try_from(at.line.saturating_sub(1)).unwrap_or(0);
        let Some(&start) = self.lines.get(line) else { return self.text.len() };
        let skipped = usize::try_from(at.column.saturating_sub(1)).unwrap_or(0);
        let rest = &self.text[start..];
        rest.char_indices().nth(skipped).map_or(self.text.len(), |(offset, _)| start + offset)
    }

    /// The bytes between two places. Finding them takes as long as the lines are, so it is left until asked for.
    pub(crate) fn range(&self, span: Span) -> Range<usize> {
        self.offset(span.start)..self.offset(span.end)
    }

    /// PostgreSQL's position: characters from 1.
    pub(crate) fn position(&self, at: Location) -> Option<u32> {
        if at.line == 0 {
            return None;
        }
        u32::try_from(self.text[..self.offset(at)].chars().count() + 1).ok()
    }
}

/// One statement with its tokens, placeholders already in SQLite's form.
pub(crate) struct Parsed {
    pub(crate) statement: Statement,
    pub(crate) tokens: Vec<TokenWithSpan>,
    /// Line of its first token, from 1.
    pub(crate) line: u64,
    /// From where to where it goes.
    pub(crate) span: Span,
    /// The highest placeholder number.
    pub(crate) placeholders: usize,
}

fn grammar(dialect: Family) -> &'static dyn Grammar {
    match dialect {
        Family::MySql => &MySqlDialect {},
        Family::PostgreSql => &PostgreSqlDialect {},
    }
}

/// `SELECT 1`, to be filled with something else.
pub(super) fn select_one() -> Option<Statement> {
    Parser::new(&PostgreSqlDialect {}).try_with_sql("SELECT 1").and_then(|mut parser| parser.parse_statement()).ok()
}

/// A statement that did not parse, with the line it begins on.
#[derive(Debug)]
pub(crate) struct Misread {
    pub(crate) line: u64,
    pub(crate) range: Range<usize>,
    pub(crate) refusal: Refusal,
}

/// Parses all statements of a text. `names` are the named placeholders in the order of their values.
///
/// # Errors
/// The server's complaint about the first statement that is wrong.
pub(crate) fn parse(source: &Source<'_>, dialect: Family, names: &[String]) -> Result<Vec<Parsed>, Box<Misread>> {
    let mut tokens = Vec::new();
    if let Err(error) = Tokenizer::new(grammar(dialect), source.text).tokenize_with_location_into_buf(&mut tokens) {
        return Err(before_the_break(source, dialect, &tokens, names, error.location));
    }
    let mut parsed = Vec::new();
    let mut group = Vec::new();
    for token in tokens {
        match token.token {
            Token::SemiColon | Token::EOF => {
                parsed.extend(statement(source, dialect, std::mem::take(&mut group), names)?)
            }
            Token::Whitespace(_) => {}
            _ => group.push(token),
        }
    }
    parsed.extend(statement(source, dialect, group, names)?);
    Ok(parsed)
}

/// A text that breaks off inside a quote: servers read token by token, so what is wrong before comes first.
fn before_the_break(
    source: &Source<'_>,
    dialect: Family,
    tokens: &[TokenWithSpan],
    names: &[String],
    at: Location,
) -> Box<Misread> {
    let last = tokens.rsplit(|token| token.token == Token::SemiColon).next().unwrap_or_default();
    let last = last.iter().filter(|token| !matches!(token.token, Token::Whitespace(_))).cloned().collect();
    if let Err(misread) = statement(source, dialect, last, names) {
        // At the end of what could be read nothing is wrong yet.
        let message = &misread.refusal.message;
        if !message.ends_with("end of input") && !message.contains("near ''") {
            return misread;
        }
    }
    Box::new(Misread {
        line: at.line,
        range: source.offset(at)..source.text.len(),
        refusal: unterminated(source, dialect, at),
    })
}

fn statement(
    source: &Source<'_>,
    dialect: Family,
    mut tokens: Vec<TokenWithSpan>,
    names: &[String],
) -> Result<Option<Parsed>, Box<Misread>> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Ok(None) };
    let line = first.span.start.line;
    let span = Span { start: first.span.start, end: last.span.end };
    let misread = |refusal| Box::new(Misread { line, range: source.range(span), refusal });
    if is_too_deep(&tokens) {
        return Err(misread(too_much(dialect, "the statement is nested too deeply for the embedded store")));
    }
    match look(&tokens) {
        Dumped::Plain => {}
        Dumped::Skipped => return Ok(None),
        Dumped::Cut(end) => tokens.truncate(end),
    }
    if !names.is_empty() {
        tokens = name_placeholders(tokens);
    }
    if let Some(refusal) = foreign(source, dialect, &tokens) {
        return Err(misread(refusal));
    }
    let placeholders = number_placeholders(&mut tokens, names);
    let mut parser =
        Parser::new(grammar(dialect)).with_recursion_limit(DEEPEST).with_tokens_with_locations(tokens.clone());
    let statement = parser.parse_statement().map_err(|error| misread(complaint(source, dialect, &tokens, &error)))?;
    let next = parser.peek_token();
    if next.token != Token::EOF {
        return Err(misread(near(source, dialect, next.span.start)));
    }
    Ok(Some(Parsed { statement, tokens, line, span, placeholders }))
}

pub(super) fn is_too_deep(tokens: &[TokenWithSpan]) -> bool {
    // Per open level: tokens since the last comma, set operations so far.
    let mut levels = vec![(0_usize, 0_usize)];
    for token in tokens {
        match &token.token {
            Token::LParen | Token::LBracket => levels.push((0, 0)),
            Token::RParen | Token::RBracket if levels.len() > 1 => {
                levels.pop();
            }
            _ => {}
        }
        if let Some((chain, operations)) = levels.last_mut() {
            *chain = if token.token == Token::Comma { 0 } else { *chain + 1 };
            let is_set_operation = matches!(&token.token, Token::Word(word)
                if matches!(word.keyword, Keyword::UNION | Keyword::INTERSECT | Keyword::EXCEPT));
            *operations += usize::from(is_set_operation);
            if *chain > LONGEST_CHAIN || *operations > MOST_SET_OPERATIONS {
                return true;
            }
        }
    }
    false
}

/// `:name` comes as two tokens.
fn name_placeholders(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut merged: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match (merged.last_mut(), &token.token) {
            (Some(last), Token::Word(word)) if last.token == Token::Colon => {
                last.token = Token::Placeholder(format!(":{}", word.value));
            }
            _ => merged.push(token),
        }
    }
    merged
}

/// What only the other server has, and the grammar would take.
fn foreign(source: &Source<'_>, dialect: Family, tokens: &[TokenWithSpan]) -> Option<Refusal> {
    let is_word = |index: usize, wanted: Keyword| {
        tokens.get(index).is_some_and(|token| matches!(&token.token, Token::Word(word) if word.keyword == wanted))
    };
    let on_conflict = |index: usize| is_word(0, Keyword::INSERT) && is_word(index.wrapping_sub(1), Keyword::ON);
    let inserts_with_set = |index: usize| is_word(0, Keyword::INSERT) && (2..=5).contains(&index);
    let is_operand = |index: usize| {
        tokens.get(index).is_some_and(|token| {
            matches!(
                token.token,
                Token::Word(_) | Token::RParen | Token::RBracket | Token::SingleQuotedString(_) | Token::Placeholder(_)
            )
        })
    };
    tokens.iter().enumerate().find_map(|(index, token)| {
        let start = token.span.start;
        match (dialect, &token.token) {
            (Family::MySql, Token::DoubleColon) => Some(near(source, dialect, start)),
            (Family::MySql, Token::DoubleEq) => {
                Some(near(source, dialect, Location { line: start.line, column: start.column + 1 }))
            }
            (Family::PostgreSql, Token::DoubleEq) => {
                let mut error = postgresql::error("42883", "operator does not exist: unknown == unknown");
                error.position = source.position(start);
                Some(error)
            }
            (_, Token::Colon) => Some(near(source, dialect, start)),
            (Family::MySql, Token::Word(word)) if word.keyword == Keyword::CONFLICT && on_conflict(index) => {
                Some(near(source, dialect, start))
            }
            (Family::PostgreSql, Token::Word(word)) if word.keyword == Keyword::DUPLICATE && on_conflict(index) => {
                Some(near(source, dialect, start))
            }
            (Family::PostgreSql, Token::Word(word)) if word.keyword == Keyword::SET && inserts_with_set(index) => {
                Some(near(source, dialect, start))
            }
            (Family::PostgreSql, Token::Word(word)) if word.keyword == Keyword::LIMIT => {
                let has_comma = tokens.get(index + 2).is_some_and(|token| token.token == Token::Comma);
                has_comma.then(|| {
                    let mut error = postgresql::error("42601", "LIMIT #,# syntax is not supported");
                    error.hint = Some("Use separate LIMIT and OFFSET clauses.".to_owned());
                    error.position = source.position(start);
                    error
                })
            }
            // An address that was put into the text without quotes.
            (Family::MySql, Token::Word(word)) if word.quote_style.is_none() => {
                let sign = word.value.chars().position(|c| c == '@').filter(|at| *at > 0)?;
                Some(near(source, dialect, Location { line: start.line, column: start.column + sign as u64 }))
            }
            // A comma too many, and a FROM with its letters mixed up: the grammar would take both for names.
            (_, Token::Comma) if is_word(index + 1, Keyword::FROM) => {
                tokens.get(index + 1).map(|next| near(source, dialect, next.span.start))
            }
            (_, Token::Mul) if is_word(index.wrapping_sub(1), Keyword::SELECT) => match tokens.get(index + 1) {
                Some(TokenWithSpan { token: Token::Word(word), span }) if word.keyword == Keyword::NoKeyword => {
                    Some(near(source, dialect, span.start))
                }
                _ => None,
            },
            // To PostgreSQL `?` is an operator, so what follows it is what is wrong.
            (Family::PostgreSql, Token::Question) if !is_operand(index.wrapping_sub(1)) => {
                Some(match tokens.get(index + 1) {
                    Some(next) => near(source, dialect, next.span.start),
                    None => end(source, dialect, tokens),
                })
            }
            _ => None,
        }
    })
}

/// Writes `?`, `$2` and `:name` as SQLite's `?n` and returns the highest number.
fn number_placeholders(tokens: &mut [TokenWithSpan], names: &[String]) -> usize {
    let (mut count, mut highest) = (0, 0);
    for token in tokens {
        let Token::Placeholder(text) = &token.token else { continue };
        let number = match text.chars().next() {
            Some('$') => text[1..].parse().unwrap_or(0),
            Some(':' | '@') => names.iter().position(|name| name == &text[1..]).map_or(0, |index| index + 1),
            _ => {
                count += 1;
                count
            }
        };
        highest = highest.max(number);
        token.token = Token::Placeholder(format!("?{number}"));
    }
    highest
}

/// Where and how: the parser says `…, found: X at Line: 1, Column: 8`, or `found: EOF`.
fn complaint(source: &Source<'_>, dialect: Family, tokens: &[TokenWithSpan], error: &ParserError) -> Refusal {
    let message = match error {
        ParserError::RecursionLimitExceeded => {
            return too_much(dialect, "the statement is nested too deeply for the embedded store");
        }
        ParserError::ParserError(message) | ParserError::TokenizerError(message) => message,
    };
    let place = message.rsplit_once(" at Line: ").and_then(|(_, place)| {
        let (line, column) = place.split_once(", Column: ")?;
        Some(Location { line: line.trim().parse().ok()?, column: column.trim().parse().ok()? })
    });
    match place {
        Some(place) => near(source, dialect, place),
        None if message.contains("found: EOF") => end(source, dialect, tokens),
        None => near(source, dialect, tokens.first().map_or(Location { line: 1, column: 1 }, |token| token.span.start)),
    }
}

fn near(source: &Source<'_>, dialect: Family, at: Location) -> Refusal {
    let rest = &source.text[source.offset(at)..];
    match dialect {
        Family::MySql => mysql::syntax(rest, at.line),
        Family::PostgreSql => postgresql::syntax(first_token(rest), source.position(at).unwrap_or(1)),
    }
}

fn end(source: &Source<'_>, dialect: Family, tokens: &[TokenWithSpan]) -> Refusal {
    let line = tokens.last().map_or(1, |token| token.span.end.line);
    match dialect {
        Family::MySql => mysql::syntax("", line),
        Family::PostgreSql => {
            postgresql::syntax("", u32::try_from(source.text.trim_end().chars().count() + 1).unwrap_or(1))
        }
    }
}

fn unterminated(source: &Source<'_>, dialect: Family, at: Location) -> Refusal {
    let rest = &source.text[source.offset(at)..];
    match dialect {
        Family::MySql => mysql::syntax(rest, at.line),
        Family::PostgreSql => {
            let shown: String = rest.chars().take(80).collect();
            let mut error = postgresql::error("42601", format!("unterminated quoted string at or near \"{shown}\""));
            error.position = source.position(at);
            error
        }
    }
}

/// The token a text begins with, as PostgreSQL quotes it in messages.
fn first_token(text: &str) -> &str {
    let mut chars = text.char_indices();
    let Some((_, first)) = chars.next() else { return "" };
    let end = if first.is_alphanumeric() || first == '_' {
        chars.find(|(_, c)| !c.is_alphanumeric() && *c != '_').map(|(at, _)| at)
    } else if matches!(first, '\'' | '"') {
        chars.find(|(_, c)| *c == first).map(|(at, c)| at + c.len_utf8())
    } else {
        Some(first.len_utf8())
    };
    &text[..end.unwrap_or(text.len())]
}
