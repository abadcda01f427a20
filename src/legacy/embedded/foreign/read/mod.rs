//! Text of SQL Server, Oracle or Db2 into parsed statements, or the server's complaint about it.
//!
//! The grammars read most of each dialect; what they do not is written differently before they see it ([`tsql`],
//! [`oracle`], [`db2`]). Every token keeps its place, so messages name the place in the text as it was given.

mod complaint;
mod db2;
mod edit;
mod oracle;
mod tsql;

use std::ops::Range;

use sqlparser::ast::Statement;
use sqlparser::dialect::{Dialect as Grammar, GenericDialect, MsSqlDialect, OracleDialect};
use sqlparser::parser::{Parser, ParserOptions};
use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Tokenizer};

use crate::legacy::Dialect;

use super::super::errors::Refusal;
use super::super::parse::{is_too_deep, Source, DEEPEST};
use super::errors::{self, too_much};

/// What is bound, by place or by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Binds {
    /// How many values there are.
    pub(super) count: usize,
    /// Their names in order, if they have any.
    pub(super) names: Option<Vec<String>>,
}

/// One statement.
pub(super) struct Piece {
    /// `None` for what is taken and does nothing.
    pub(super) statement: Option<Statement>,
    pub(super) tokens: Vec<TokenWithSpan>,
    /// From where to where it goes in the text.
    pub(super) span: Span,
    /// The binds after `RETURNING … INTO`, in order.
    pub(super) into: Vec<String>,
}

impl Piece {
    /// The line it begins on, from 1.
    pub(super) fn line(&self) -> u64 {
        self.span.start.line
    }
}

/// A statement that could not be read.
pub(super) struct Misread {
    pub(super) line: u64,
    pub(super) range: Range<usize>,
    pub(super) refusal: Refusal,
}

fn grammar(server: Dialect) -> &'static dyn Grammar {
    match server {
        Dialect::SqlServer => &MsSqlDialect {},
        Dialect::Oracle => &OracleDialect {},
        _ => &GenericDialect {},
    }
}

/// Reads all statements of a text. `file` is a seed, whose statements end with semicolons whatever the server.
///
/// # Errors
/// The server's complaint about the first statement that is wrong.
pub(super) fn read(
    source: &Source<'_>,
    server: Dialect,
    binds: &Binds,
    file: bool,
) -> Result<Vec<Piece>, Box<Misread>> {
    let mut tokens = Vec::new();
    let broken = Tokenizer::new(grammar(server), source.text).tokenize_with_location_into_buf(&mut tokens).err();
    if let Some(error) = broken {
        return Err(Box::new(Misread {
            line: error.location.line,
            range: source.offset(error.location)..source.text.len(),
            refusal: complaint::unterminated(source, server, error.location),
        }));
    }
    tokens.retain(|token| !matches!(token.token, Token::Whitespace(_) | Token::EOF));
    if server == Dialect::SqlServer {
        return batch(source, tokens);
    }
    let mut pieces = Vec::new();
    let mut seen = 0;
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let end = rest.iter().position(|token| token.token == Token::SemiColon);
        let (group, after) = rest.split_at(end.unwrap_or(rest.len()));
        if server == Dialect::Oracle && !file && !oracle::is_block(group) && !after.is_empty() {
            // The semicolon is the client's, not the server's.
            return Err(misread(source, group, complaint::not_ended(source, after[0].span.start)));
        }
        rest = after.get(1..).unwrap_or_default();
        if !group.is_empty() {
            pieces.push(single(source, server, group.to_vec(), binds, &mut seen)?);
        }
    }
    check_binds(server, binds, seen, &pieces, source)?;
    Ok(pieces)
}

fn misread(source: &Source<'_>, tokens: &[TokenWithSpan], refusal: Refusal) -> Box<Misread> {
    let span = span(tokens);
    Box::new(Misread { line: span.start.line, range: source.range(span), refusal })
}

fn span(tokens: &[TokenWithSpan]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
        _ => Span::empty(),
    }
}

/// One statement of Oracle or Db2; `seen` counts the placeholders before it.
fn single(
    source: &Source<'_>,
    server: Dialect,
    tokens: Vec<TokenWithSpan>,
    binds: &Binds,
    seen: &mut usize,
) -> Result<Piece, Box<Misread>> {
    let own = span(&tokens);
    let wrong = |refusal: Refusal| Box::new(Misread { line: own.start.line, range: source.range(own), refusal });
    if is_too_deep(&tokens) {
        return Err(wrong(too_much(server, "the statement is nested too deeply for the embedded store")));
    }
    let written = match server {
        Dialect::Oracle => oracle::written(tokens),
        _ => db2::written(tokens),
    };
    let mut written = written.map_err(&wrong)?;
    number_placeholders(&mut written.tokens, server, binds, seen).map_err(&wrong)?;
    if written.skipped {
        return Ok(Piece { statement: None, tokens: written.tokens, span: own, into: Vec::new() });
    }
    let parser = Parser::new(grammar(server)).with_recursion_limit(DEEPEST);
    let mut parser = parser.with_tokens_with_locations(written.tokens.clone());
    let statement =
        parser.parse_statement().map_err(|error| wrong(complaint::of(source, server, &written.tokens, &error)))?;
    let next = parser.peek_token();
    if next.token != Token::EOF {
        return Err(wrong(complaint::left_over(source, server, &written.tokens, &next)));
    }
    Ok(Piece { statement: Some(statement), tokens: written.tokens, span: own, into: written.into })
}

/// `:name`, `:1` and `?` as `?n`, which SQLite reads, and the translation with it.
fn number_placeholders(
    tokens: &mut Vec<TokenWithSpan>,
    server: Dialect,
    binds: &Binds,
    seen: &mut usize,
) -> Result<(), Refusal> {
    let mut numbered: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut rest = std::mem::take(tokens).into_iter().peekable();
    while let Some(mut token) = rest.next() {
        let name = match &token.token {
            Token::Colon if server == Dialect::Oracle => rest.next().map(|name| name.token.to_string()),
            Token::Placeholder(text) => Some(text.trim_start_matches([':', '?', '$']).to_owned()),
            _ => None,
        };
        if let Some(name) = name {
            *seen += 1;
            let number = match &binds.names {
                None => *seen,
                Some(names) => {
                    let found = names.iter().position(|own| same_bind(own, &name));
                    let missing = || match server {
                        Dialect::Oracle => errors::oracle(1008, "not all variables bound"),
                        _ => errors::db2(-313, "07004", "The number of variables in the EXECUTE statement is wrong."),
                    };
                    found.ok_or_else(missing)? + 1
                }
            };
            token.token = Token::Placeholder(format!("?{number}"));
        }
        numbered.push(token);
    }
    *tokens = numbered;
    Ok(())
}

/// Names of binds are compared without case and without the sign some write before them.
pub(super) fn same_bind(one: &str, other: &str) -> bool {
    let bare = |name: &str| name.trim_start_matches([':', '@']).trim_matches('"').to_lowercase();
    bare(one) == bare(other)
}

fn check_binds(
    server: Dialect,
    binds: &Binds,
    seen: usize,
    pieces: &[Piece],
    source: &Source<'_>,
) -> Result<(), Box<Misread>> {
    let into: usize = pieces.iter().map(|piece| piece.into.len()).sum();
    let refusal = match (&binds.names, server) {
        // Names were looked up one by one.
        (Some(_), _) => None,
        (None, Dialect::Oracle) if binds.count < seen => Some(errors::oracle(1008, "not all variables bound")),
        (None, Dialect::Oracle) if binds.count > seen + into => {
            Some(errors::oracle(1036, "illegal variable name/number"))
        }
        (None, Dialect::Db2) if binds.count != seen => {
            let message = "The number of variables in the EXECUTE statement, the number of variables in the OPEN \
                           statement, or the number of arguments in an OPEN statement for a parameterized cursor is \
                           not equal to the number of values required.";
            Some(errors::db2(-313, "07004", message))
        }
        _ => None,
    };
    match refusal {
        Some(refusal) => Err(Box::new(Misread { line: 1, range: 0..source.text.len(), refusal })),
        None => Ok(()),
    }
}

/// A batch of T-SQL: statements need nothing between them.
fn batch(source: &Source<'_>, tokens: Vec<TokenWithSpan>) -> Result<Vec<Piece>, Box<Misread>> {
    let server = Dialect::SqlServer;
    if is_too_deep(&tokens) {
        let refusal = too_much(server, "the statement is nested too deeply for the embedded store");
        return Err(misread(source, &tokens, refusal));
    }
    let tokens = tsql::written(tokens);
    let mut options = ParserOptions::new();
    options.require_semicolon_stmt_delimiter = false;
    let parser = Parser::new(grammar(server)).with_recursion_limit(DEEPEST).with_options(options);
    let mut parser = parser.with_tokens_with_locations(tokens.clone());
    let mut pieces = Vec::new();
    loop {
        while parser.consume_token(&Token::SemiColon) {}
        let start = parser.index();
        let Some(rest) = tokens.get(start..).filter(|rest| !rest.is_empty()) else { break };
        let statement = parser.parse_statement().map_err(|error| {
            let line = rest.first().map_or(1, |token| token.span.start.line);
            let refusal = complaint::of(source, server, rest, &error);
            Box::new(Misread { line, range: source.range(span(rest)), refusal })
        })?;
        let own = tokens.get(start..parser.index()).unwrap_or_default();
        if own.is_empty() {
            break;
        }
        let next = parser.peek_token();
        if !tsql::may_begin(&next.token) {
            let refusal = complaint::left_over(source, server, &tokens, &next);
            return Err(Box::new(Misread { line: span(own).start.line, range: source.range(span(own)), refusal }));
        }
        pieces.push(Piece { statement: Some(statement), tokens: own.to_vec(), span: span(own), into: Vec::new() });
    }
    Ok(pieces)
}

/// Tokens as the grammar takes them.
struct Written {
    tokens: Vec<TokenWithSpan>,
    /// The statement changes nothing here.
    skipped: bool,
    /// The binds after `RETURNING … INTO`.
    into: Vec<String>,
}

impl Written {
    fn plain(tokens: Vec<TokenWithSpan>) -> Self {
        Self { tokens, skipped: false, into: Vec::new() }
    }
}
