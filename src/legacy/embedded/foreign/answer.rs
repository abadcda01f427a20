//! Names and types of an answer's columns as the server gives them.

use sqlparser::ast::{Expr, Query, SelectItem, SetExpr, Statement};

use crate::legacy::{Cell, Dialect, Reply};

use super::super::parse::Source;
use super::super::translate::names::select_texts;
use super::read::Piece;
use super::types;

/// What the columns of an answer are called, as far as the statement says: those before the first `*` in order, those
/// behind the last one from the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnNames {
    before: Vec<String>,
    behind: Vec<String>,
}

impl ColumnNames {
    /// The names in the statement as it was written.
    pub(super) fn of(statement: &Statement, tokens: &Piece, source: &Source<'_>, server: Dialect) -> Self {
        if !tokens.into.is_empty() {
            return Self { before: tokens.into.clone(), behind: Vec::new() };
        }
        let items = match statement {
            Statement::Query(query) => projection(query),
            Statement::Insert(insert) => insert.returning.as_deref(),
            Statement::Update(update) => update.returning.as_deref(),
            Statement::Delete(delete) => delete.returning.as_deref(),
            _ => None,
        };
        let Some(items) = items else { return Self::default() };
        let texts = match server {
            Dialect::Oracle => select_texts(&tokens.tokens, source),
            _ => Vec::new(),
        };
        let name = |(index, item): (usize, &SelectItem)| named(item, index, texts.get(index), server);
        let names: Vec<Option<String>> = items.iter().enumerate().map(name).collect();
        let first = names.iter().position(Option::is_none).unwrap_or(names.len());
        let last = names.iter().rposition(Option::is_none).map_or(names.len(), |last| last + 1);
        Self {
            before: names[..first].iter().flatten().cloned().collect(),
            behind: names[last..].iter().flatten().cloned().collect(),
        }
    }

    /// Gives the columns of an answer their names.
    fn give(&self, names: &mut [&mut String]) {
        for (name, own) in names.iter_mut().zip(&self.before) {
            (*name).clone_from(own);
        }
        for (name, own) in names.iter_mut().rev().zip(self.behind.iter().rev()) {
            (*name).clone_from(own);
        }
    }
}

fn projection(query: &Query) -> Option<&[SelectItem]> {
    let mut body = query.body.as_ref();
    loop {
        match body {
            SetExpr::Select(select) => return Some(&select.projection),
            SetExpr::SetOperation { left, .. } => body = left,
            SetExpr::Query(query) => body = query.body.as_ref(),
            _ => return None,
        }
    }
}

/// `None` for `*`.
fn named(item: &SelectItem, index: usize, text: Option<&String>, server: Dialect) -> Option<String> {
    let ident = match item {
        SelectItem::ExprWithAlias { alias, .. } => alias,
        SelectItem::UnnamedExpr(Expr::Identifier(ident)) if !ident.value.starts_with('@') => ident,
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => parts.last()?,
        SelectItem::UnnamedExpr(expr) => {
            return Some(match server {
                Dialect::SqlServer => String::new(),
                Dialect::Oracle => tight(text.unwrap_or(&expr.to_string())),
                _ => (index + 1).to_string(),
            });
        }
        _ => return None,
    };
    Some(match server {
        Dialect::SqlServer => ident.value.clone(),
        _ if ident.quote_style.is_none() => ident.value.to_uppercase(),
        _ => ident.value.clone(),
    })
}

/// Oracle names an expression by its text, in capitals and without blanks.
fn tight(text: &str) -> String {
    let mut quoted = false;
    let kept = text.chars().filter(|c| {
        quoted ^= *c == '\'';
        quoted || !c.is_whitespace()
    });
    kept.flat_map(char::to_uppercase).collect()
}

/// An answer with the server's own names, types and values.
pub(super) fn brought_back(reply: Reply, names: &ColumnNames, server: Dialect) -> Reply {
    let Reply::Rows { command, mut columns, mut rows, affected } = reply else { return reply };
    names.give(&mut columns.iter_mut().map(|column| &mut column.name).collect::<Vec<_>>());
    for (index, column) in columns.iter_mut().enumerate() {
        let values: Vec<&mut Cell> = rows.iter_mut().filter_map(|row| row.get_mut(index)).collect();
        types::brought_back(column, values, server);
    }
    Reply::Rows { command, columns, rows, affected }
}
