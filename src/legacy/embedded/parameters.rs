//! PostgreSQL's parameters: they come as text, and what is wrong with one is said of it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use rusqlite::types::Value;
use sqlparser::ast::{visit_expressions, DataType, Expr, SelectItem, SetExpr, Statement, Value as Literal};

use crate::legacy::Cell;

use super::errors::Refusal;
use super::parse::Parsed;
use super::values::bound;

/// The parameters as the statements get them. The driver writes `true` as a word, which shows where text is wanted.
pub(super) fn values(cells: &[Cell], statements: &[Parsed]) -> Vec<Value> {
    let mut values: Vec<Value> = cells.iter().map(bound).collect();
    if !cells.iter().any(|cell| matches!(cell, Cell::Bool(_))) {
        return values;
    }
    for index in statements.iter().flat_map(|parsed| wanted_as_text(&parsed.statement)) {
        if let (Some(Cell::Bool(value)), Some(bound)) = (cells.get(index), values.get_mut(index)) {
            *bound = Value::Text(value.to_string());
        }
    }
    values
}

/// The parameters that are cast to text, or answered as they are.
fn wanted_as_text(statement: &Statement) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    if let Statement::Query(query) = statement {
        if let SetExpr::Select(select) = query.body.as_ref() {
            found.extend(select.projection.iter().filter_map(|item| match item {
                SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => number(expr),
                _ => None,
            }));
        }
    }
    // Nothing breaks off, so what the visit says of its end says nothing.
    let _ = visit_expressions(statement, |expr| {
        if let Expr::Cast { expr, data_type: DataType::Text | DataType::Varchar(_), .. } = expr {
            found.extend(number(expr));
        }
        ControlFlow::<()>::Continue(())
    });
    found
}

/// Which parameter an expression is, from 0.
fn number(expr: &Expr) -> Option<usize> {
    let Expr::Value(value) = expr else { return None };
    let Literal::Placeholder(name) = &value.value else { return None };
    name.get(1..)?.parse::<usize>().ok()?.checked_sub(1)
}

/// Names the parameter a value came with that is not of its type.
pub(super) fn located(mut refusal: Refusal, cells: &[Cell]) -> Refusal {
    let is_of_value = matches!(refusal.code.as_str(), "22P02" | "22003" | "22007" | "22008");
    if !is_of_value || refusal.position.is_some() {
        return refusal;
    }
    let is_it = |cell: &Cell| match bound(cell) {
        Value::Text(text) => refusal.message.contains(&format!("\"{text}\"")),
        Value::Integer(number) => refusal.message.contains(&format!("\"{number}\"")),
        Value::Real(number) => refusal.message.contains(&format!("\"{number}\"")),
        Value::Null | Value::Blob(_) => false,
    };
    if let Some(index) = cells.iter().position(is_it) {
        let place = format!("unnamed portal parameter ${} = '...'", index + 1);
        refusal.details.insert("where".to_owned(), place.into());
    }
    refusal
}
