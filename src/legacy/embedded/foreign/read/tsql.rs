//! What the grammar of T-SQL does not read, written as it does.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::edit::{closing, has, is, keyword, token, word};

/// What may stand after a complete statement: the beginning of the next one, or the end of a block.
const BEGINNINGS: &[&str] = &[
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "MERGE",
    "WITH",
    "DECLARE",
    "SET",
    "IF",
    "ELSE",
    "BEGIN",
    "END",
    "WHILE",
    "RETURN",
    "PRINT",
    "RAISERROR",
    "THROW",
    "EXEC",
    "EXECUTE",
    "CREATE",
    "ALTER",
    "DROP",
    "TRUNCATE",
    "COMMIT",
    "ROLLBACK",
    "SAVE",
    "USE",
    "GO",
    "WAITFOR",
    "BREAK",
    "CONTINUE",
    "OPEN",
    "FETCH",
    "CLOSE",
    "DEALLOCATE",
    "GRANT",
    "DENY",
    "REVOKE",
];

pub(super) fn may_begin(token: &Token) -> bool {
    match token {
        Token::EOF | Token::SemiColon => true,
        Token::Word(word) if word.quote_style.is_none() => {
            BEGINNINGS.contains(&word.value.to_ascii_uppercase().as_str())
        }
        _ => false,
    }
}

/// All of it.
pub(super) fn written(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    ends_of_blocks(kept(tokens))
}

/// How tables and indexes are kept says nothing here, `DELETE` may go without `FROM`, and a default that is added to
/// a table as a constraint is a default of its column.
fn kept(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut declares = false;
    let mut index = 0;
    while index < tokens.len() {
        let span = tokens[index].span;
        let own = word(&tokens, index);
        match own.as_str() {
            "CREATE" | "ALTER" => declares = true,
            "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "IF" | "DECLARE" | "SET" if index == 0 => declares = false,
            "INSERT" | "SELECT" | "UPDATE"
                if !declares || out.last().is_some_and(|last| last.token == Token::SemiColon) =>
            {
                declares = false;
            }
            _ => {}
        }
        if matches!(own.as_str(), "CLUSTERED" | "NONCLUSTERED") && declares {
            index += 1;
            continue;
        }
        if declares && own == "WITH" && is(&tokens, index + 1, &Token::LParen) {
            index = closing(&tokens, index + 1).map_or(index + 1, |end| end + 1);
            continue;
        }
        if declares && matches!(own.as_str(), "ON" | "TEXTIMAGE_ON") && is_filegroup(&tokens, index + 1) {
            index += 2;
            continue;
        }
        if declares && (has(&tokens, index, &["WITH", "CHECK"]) || has(&tokens, index, &["WITH", "NOCHECK"])) {
            index += 2;
            continue;
        }
        if own == "DELETE" && needs_from(&tokens, index + 1) {
            out.push(tokens[index].clone());
            out.push(keyword("FROM", span));
            index += 1;
            continue;
        }
        if own == "ADD" && declares {
            if let Some((default, after)) = added_default(&tokens, index) {
                out.extend(default);
                index = after;
                continue;
            }
        }
        out.push(tokens[index].clone());
        index += 1;
    }
    out
}

/// `[PRIMARY]` and the like after `ON`.
fn is_filegroup(tokens: &[TokenWithSpan], index: usize) -> bool {
    matches!(tokens.get(index).map(|token| &token.token), Some(Token::Word(word))
        if word.quote_style.is_some() && !is(tokens, index + 1, &Token::Period))
        || word(tokens, index) == "PRIMARY"
}

/// `DELETE users WHERE …`, but not `DELETE u FROM users u`.
fn needs_from(tokens: &[TokenWithSpan], index: usize) -> bool {
    let mut end = index + 1;
    while is(tokens, end, &Token::Period) {
        end += 2;
    }
    let is_name = matches!(tokens.get(index).map(|token| &token.token), Some(Token::Word(_)));
    is_name && !matches!(word(tokens, index).as_str(), "FROM" | "TOP") && word(tokens, end) != "FROM"
}

/// `ADD [CONSTRAINT name] DEFAULT value FOR column` as `ALTER COLUMN column SET DEFAULT value`, and where it ends.
fn added_default(tokens: &[TokenWithSpan], add: usize) -> Option<(Vec<TokenWithSpan>, usize)> {
    let default = match word(tokens, add + 1).as_str() {
        "DEFAULT" => add + 1,
        "CONSTRAINT" if word(tokens, add + 3) == "DEFAULT" => add + 3,
        _ => return None,
    };
    let value_end = match is(tokens, default + 1, &Token::LParen) {
        true => closing(tokens, default + 1)? + 1,
        false => default + 2,
    };
    if word(tokens, value_end) != "FOR" {
        return None;
    }
    let column = tokens.get(value_end + 1)?.clone();
    let span = tokens[add].span;
    let mut written = vec![keyword("ALTER", span), keyword("COLUMN", span), column];
    written.extend([keyword("SET", span), keyword("DEFAULT", span)]);
    written.extend_from_slice(tokens.get(default + 1..value_end)?);
    Some((written, value_end + 2))
}

/// A semicolon before each `END` that ends a block: without one the grammar takes it for a name.
fn ends_of_blocks(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    // Whether each open `BEGIN` or `CASE` is a block.
    let mut open = Vec::new();
    for (index, own) in tokens.iter().enumerate() {
        match word(&tokens, index).as_str() {
            "CASE" => open.push(false),
            "BEGIN" if !matches!(word(&tokens, index + 1).as_str(), "TRAN" | "TRANSACTION" | "DISTRIBUTED") => {
                // `END TRY` and `END CATCH` close what these open.
                open.push(true);
            }
            "END" => {
                let is_block = open.pop().unwrap_or(false);
                if is_block && out.last().is_some_and(|last| last.token != Token::SemiColon) {
                    out.push(token(Token::SemiColon, own.span));
                }
            }
            _ => {}
        }
        out.push(own.clone());
    }
    out
}
