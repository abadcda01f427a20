//! The names of the columns an answer has, as each server derives them.

use sqlparser::ast::{Expr, SelectItem, SetExpr};
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::legacy::embedded::family::Family;

use super::super::parse::Source;
use super::super::types::ColumnType;
use super::scope::bare;

/// The name of an expression without alias. MySQL's is the expression's text; see [`select_texts`].
pub(crate) fn output_name(expr: &Expr, dialect: Family) -> String {
    match expr {
        Expr::Identifier(ident) => ident.value.clone(),
        Expr::CompoundIdentifier(parts) => parts.last().map(|ident| ident.value.clone()).unwrap_or_default(),
        _ if dialect == Family::MySql => expr.to_string(),
        other => figured(other).unwrap_or_else(|| "?column?".to_owned()),
    }
}

/// PostgreSQL's FigureColname.
fn figured(expr: &Expr) -> Option<String> {
    let name = match expr {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => return Some(output_name(expr, Family::PostgreSql)),
        Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => return figured(inner),
        Expr::Function(function) => return Some(bare(&function.name).to_ascii_lowercase()),
        Expr::Cast { expr: inner, data_type, .. } => {
            return figured(inner).or_else(|| {
                ColumnType::of(data_type, Family::PostgreSql).map(|ty| ty.name.trim_start_matches('_').to_owned())
            });
        }
        Expr::Subquery(query) => return subquery_name(query.body.as_ref()),
        Expr::Case { else_result, .. } => {
            return else_result.as_deref().and_then(figured).or_else(|| Some("case".to_owned()));
        }
        Expr::Exists { .. } => "exists",
        Expr::Extract { .. } => "extract",
        Expr::Substring { .. } => "substring",
        Expr::Trim { .. } => "btrim",
        Expr::Position { .. } => "position",
        Expr::Ceil { .. } => "ceil",
        Expr::Floor { .. } => "floor",
        Expr::Array(_) => "array",
        Expr::AtTimeZone { .. } => "timezone",
        Expr::Interval(_) => "interval",
        Expr::TypedString(typed) => return ColumnType::of(&typed.data_type, Family::PostgreSql).map(|ty| ty.name),
        _ => return None,
    };
    Some(name.to_owned())
}

fn subquery_name(body: &SetExpr) -> Option<String> {
    let SetExpr::Select(select) = body else { return None };
    match select.projection.first()? {
        SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
        SelectItem::UnnamedExpr(expr) => figured(expr),
        _ => None,
    }
}

/// The texts of the items of the outermost select list, between its commas, as they were written.
pub(crate) fn select_texts(tokens: &[TokenWithSpan], source: &Source<'_>) -> Vec<String> {
    let mut depth = 0_i32;
    let mut from: Option<usize> = None;
    let mut texts = Vec::new();
    let mut cut = |start: usize, end: usize| {
        let (Some(first), Some(last)) = (tokens.get(start), tokens.get(end.wrapping_sub(1))) else { return };
        let text = source.text.get(source.offset(first.span.start)..source.offset(last.span.end)).unwrap_or_default();
        texts.push(text.trim().to_owned());
    };
    for (index, token) in tokens.iter().enumerate() {
        match &token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth -= 1,
            Token::Comma if depth == 0 => {
                if let Some(start) = from {
                    cut(start, index);
                    from = Some(index + 1);
                }
            }
            Token::Word(word) if depth == 0 => match (word.keyword, from) {
                (Keyword::SELECT, None) => from = Some(index + 1),
                (Keyword::DISTINCT | Keyword::ALL, Some(start)) if start == index => from = Some(index + 1),
                (
                    Keyword::FROM
                    | Keyword::WHERE
                    | Keyword::LIMIT
                    | Keyword::ORDER
                    | Keyword::UNION
                    | Keyword::HAVING
                    | Keyword::GROUP
                    | Keyword::INTO
                    | Keyword::FOR,
                    Some(start),
                ) => {
                    cut(start, index);
                    return texts;
                }
                _ => {}
            },
            _ => {}
        }
    }
    if let Some(start) = from {
        cut(start, tokens.len());
    }
    texts
}

/// MySQL names a text literal by its content.
pub(crate) fn mysql_name(text: &str) -> String {
    let inner = ['\'', '"'].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then_some(inner)
    });
    inner.unwrap_or(text).to_owned()
}
