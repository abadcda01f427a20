//! What each server says of a text it cannot read.

use sqlparser::parser::ParserError;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan};

use crate::legacy::Dialect;

use super::super::super::errors::Refusal;
use super::super::super::parse::Source;
use super::super::errors::{db2, oracle, sql_server, too_much};
use super::edit::word;

/// Words SQL Server keeps for itself.
const RESERVED: &[&str] = &[
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "ANY",
    "AS",
    "ASC",
    "BEGIN",
    "BETWEEN",
    "BY",
    "CASE",
    "CHECK",
    "COLLATE",
    "COLUMN",
    "COMMIT",
    "CONSTRAINT",
    "CREATE",
    "CROSS",
    "CURRENT",
    "DECLARE",
    "DEFAULT",
    "DELETE",
    "DESC",
    "DISTINCT",
    "DROP",
    "ELSE",
    "END",
    "EXCEPT",
    "EXEC",
    "EXECUTE",
    "EXISTS",
    "FETCH",
    "FOR",
    "FOREIGN",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "IDENTITY",
    "IF",
    "IN",
    "INDEX",
    "INNER",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "JOIN",
    "KEY",
    "LEFT",
    "LIKE",
    "MERGE",
    "NOT",
    "NULL",
    "OF",
    "OFF",
    "ON",
    "OPEN",
    "OPTION",
    "OR",
    "ORDER",
    "OUTER",
    "OVER",
    "PERCENT",
    "PLAN",
    "PRIMARY",
    "PRINT",
    "PROC",
    "PROCEDURE",
    "PUBLIC",
    "REFERENCES",
    "RETURN",
    "RIGHT",
    "ROLLBACK",
    "SELECT",
    "SET",
    "SOME",
    "TABLE",
    "THEN",
    "TO",
    "TOP",
    "TRAN",
    "TRANSACTION",
    "TRIGGER",
    "TRUNCATE",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USE",
    "USER",
    "VALUES",
    "VIEW",
    "WHEN",
    "WHERE",
    "WHILE",
    "WITH",
];

/// What the parser expected and where it did not find it.
struct Failed {
    expected: String,
    at: Option<Location>,
}

impl Failed {
    fn read(message: &str) -> Self {
        let expected = message.split("Expected: ").nth(1).unwrap_or(message);
        let expected = expected.split(", found: ").next().unwrap_or(expected).to_owned();
        let at = message.rsplit_once(" at Line: ").and_then(|(_, place)| {
            let (line, column) = place.split_once(", Column: ")?;
            Some(Location { line: line.trim().parse().ok()?, column: column.trim().parse().ok()? })
        });
        Self { expected, at }
    }
}

/// The complaint about tokens that are no statement.
pub(super) fn of(source: &Source<'_>, server: Dialect, tokens: &[TokenWithSpan], error: &ParserError) -> Refusal {
    let message = match error {
        ParserError::RecursionLimitExceeded => {
            return too_much(server, "the statement is nested too deeply for the embedded store");
        }
        ParserError::ParserError(message) | ParserError::TokenizerError(message) => message,
    };
    let failed = Failed::read(message);
    let found = failed.at.and_then(|at| tokens.iter().position(|token| token.span.start == at));
    match server {
        Dialect::SqlServer => in_sql_server(tokens, &failed, found),
        Dialect::Oracle => in_oracle(source, tokens, &failed, found),
        _ => in_db2(tokens, found),
    }
}

/// The complaint about what stands behind a complete statement.
pub(super) fn left_over(
    source: &Source<'_>,
    server: Dialect,
    tokens: &[TokenWithSpan],
    next: &TokenWithSpan,
) -> Refusal {
    match server {
        Dialect::SqlServer => near(next),
        Dialect::Oracle => {
            let is_select = word(tokens, 0) == "SELECT";
            let has_from = tokens.iter().any(|token| token.token.to_string().eq_ignore_ascii_case("from"));
            match is_select && !has_from {
                true => placed(source, oracle(923, "FROM keyword not found where expected"), next.span.start),
                false => not_ended(source, next.span.start),
            }
        }
        _ => in_db2(tokens, tokens.iter().position(|token| token.span.start == next.span.start)),
    }
}

/// Oracle: something stands where the statement should be over.
pub(super) fn not_ended(source: &Source<'_>, at: Location) -> Refusal {
    placed(source, oracle(933, "SQL command not properly ended"), at)
}

fn placed(source: &Source<'_>, mut refusal: Refusal, at: Location) -> Refusal {
    refusal.position = source.position(at);
    refusal
}

/// A quote that is not closed.
pub(super) fn unterminated(source: &Source<'_>, server: Dialect, at: Location) -> Refusal {
    let rest: String = source.text[source.offset(at)..].chars().skip(1).take(128).collect();
    match server {
        Dialect::SqlServer => {
            let message = format!("Unclosed quotation mark after the character string '{rest}'.");
            on_line(sql_server(105, 15, 1, message), at.line)
        }
        Dialect::Oracle => placed(source, oracle(1756, "quoted string not properly terminated"), at),
        _ => db2(
            -10,
            "42603",
            format!("The string constant beginning with \"'{rest}\" does not have an ending string delimiter."),
        ),
    }
}

fn on_line(mut refusal: Refusal, line: u64) -> Refusal {
    refusal.position = u32::try_from(line).ok();
    refusal
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => word.value.clone(),
        Token::SingleQuotedString(text) | Token::NationalStringLiteral(text) => text.clone(),
        other => other.to_string(),
    }
}

/// `Incorrect syntax near …`.
fn near(token: &TokenWithSpan) -> Refusal {
    let text = shown(&token.token);
    let is_word = matches!(&token.token, Token::Word(word) if word.quote_style.is_none());
    let reserved = is_word && RESERVED.contains(&text.to_ascii_uppercase().as_str());
    let refusal = match reserved {
        true => sql_server(156, 15, 1, format!("Incorrect syntax near the keyword '{text}'.")),
        false => sql_server(102, 15, 1, format!("Incorrect syntax near '{text}'.")),
    };
    on_line(refusal, token.span.start.line)
}

fn in_sql_server(tokens: &[TokenWithSpan], failed: &Failed, found: Option<usize>) -> Refusal {
    let Some(first) = tokens.first() else { return sql_server(102, 15, 1, "Incorrect syntax near ''.") };
    if failed.expected.contains("an SQL statement") && found == Some(0) && matches!(first.token, Token::Word(_)) {
        // A batch that begins with a name calls a procedure of that name, with at most one argument before a comma.
        return match tokens.get(2) {
            None => {
                let message = format!("Could not find stored procedure '{}'.", shown(&first.token));
                on_line(sql_server(2812, 16, 62, message), first.span.start.line)
            }
            Some(third) if word(tokens, 1).is_empty() => match tokens.get(1) {
                Some(second) if second.token == Token::Mul => near(second),
                _ => near(third),
            },
            Some(third) => near(third),
        };
    }
    match found.and_then(|index| tokens.get(index)) {
        Some(token) => near(token),
        None => match tokens.iter().rfind(|token| token.token != Token::SemiColon) {
            // At the end there is nothing near but what came last.
            Some(last) => {
                let message = format!("Incorrect syntax near '{}'.", shown(&last.token));
                on_line(sql_server(102, 15, 1, message), last.span.start.line)
            }
            None => near(first),
        },
    }
}

fn in_oracle(source: &Source<'_>, tokens: &[TokenWithSpan], failed: &Failed, found: Option<usize>) -> Refusal {
    let at = found.and_then(|index| tokens.get(index)).map(|token| token.span.start);
    let end = tokens.last().map_or(Location { line: 1, column: 1 }, |token| token.span.end);
    let expected = failed.expected.as_str();
    let before = found.map(|index| word(tokens, index.wrapping_sub(1))).unwrap_or_default();
    let refusal = match found {
        Some(0) => oracle(900, "invalid SQL statement"),
        _ if word(tokens, 0) == "INSERT" && expected.contains("SELECT, VALUES") => {
            oracle(926, "missing VALUES keyword")
        }
        _ if expected.contains("expression") => oracle(936, "missing expression"),
        _ if matches!(before.as_str(), "FROM" | "INTO" | "UPDATE" | "TABLE") => oracle(903, "invalid table name"),
        _ if expected.contains(')') => oracle(907, "missing right parenthesis"),
        None if expected.contains("identifier") => oracle(936, "missing expression"),
        None => oracle(921, "unexpected end of SQL command"),
        Some(_) => oracle(933, "SQL command not properly ended"),
    };
    placed(source, refusal, at.unwrap_or(end))
}

fn in_db2(tokens: &[TokenWithSpan], found: Option<usize>) -> Refusal {
    let (token, before) = match found {
        Some(index) => (tokens.get(index), tokens.get(..index).unwrap_or_default()),
        None => (None, tokens),
    };
    let unexpected = token.map_or("END-OF-STATEMENT".to_owned(), |token| shown(&token.token));
    let following: Vec<String> = before.iter().rev().take(3).rev().map(|token| shown(&token.token)).collect();
    let following = if following.is_empty() { "BEGIN-OF-STATEMENT".to_owned() } else { following.join(" ") };
    let message = format!(
        "An unexpected token \"{unexpected}\" was found following \"{following}\".  Expected tokens may include:  \
         \"<space>\"."
    );
    db2(-104, "42601", message)
}
