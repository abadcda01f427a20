//! Oracle's `ROWNUM` in a condition: how many rows are wanted.

use sqlparser::ast::{BinaryOperator, Expr, Value};

use crate::legacy::Dialect;

use super::super::super::errors::Refusal;
use super::super::errors::unsupported;
use super::{number, take};

/// Takes `ROWNUM <= n` out of the conditions that all must hold; the number of rows, and whether it is one.
pub(super) fn taken(selection: &mut Option<Expr>) -> Result<Option<(Expr, bool)>, Refusal> {
    let Some(condition) = selection.take() else { return Ok(None) };
    let mut parts = Vec::new();
    split(condition, &mut parts);
    let mut limit = None;
    let mut kept: Option<Expr> = None;
    for part in parts {
        match count(&part)? {
            Some(found) => limit = Some(found),
            None => {
                kept = Some(match kept {
                    Some(before) => {
                        Expr::BinaryOp { left: Box::new(before), op: BinaryOperator::And, right: Box::new(part) }
                    }
                    None => part,
                });
            }
        }
    }
    *selection = kept;
    Ok(limit)
}

fn split(condition: Expr, parts: &mut Vec<Expr>) {
    match condition {
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            split(*left, parts);
            split(*right, parts);
        }
        Expr::Nested(mut inner) if matches!(inner.as_ref(), Expr::BinaryOp { op: BinaryOperator::And, .. }) => {
            split(take(&mut inner), parts);
        }
        other => parts.push(other),
    }
}

fn is_rownum(expr: &Expr) -> bool {
    matches!(expr, Expr::Identifier(ident) if ident.quote_style.is_none() && ident.value.eq_ignore_ascii_case("rownum"))
}

fn count(part: &Expr) -> Result<Option<(Expr, bool)>, Refusal> {
    let part = match part {
        Expr::Nested(inner) => inner.as_ref(),
        other => other,
    };
    let Expr::BinaryOp { left, op, right } = part else { return Ok(None) };
    if !is_rownum(left) {
        return if is_rownum(right) { Err(refused()) } else { Ok(None) };
    }
    let literal = match right.as_ref() {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => digits.parse::<u64>().ok(),
            _ => None,
        },
        _ => None,
    };
    let limit = match (op, literal) {
        (BinaryOperator::LtEq, Some(count)) => number(&count.to_string()),
        (BinaryOperator::Lt, Some(count)) => number(&count.saturating_sub(1).to_string()),
        (BinaryOperator::Eq, Some(1)) => number("1"),
        // The second row is never the first one, so there is none.
        (BinaryOperator::Eq, Some(_)) => number("0"),
        (BinaryOperator::LtEq, None) => right.as_ref().clone(),
        (BinaryOperator::Lt, None) => {
            Expr::BinaryOp { left: right.clone(), op: BinaryOperator::Minus, right: Box::new(number("1")) }
        }
        _ => return Err(refused()),
    };
    let is_one = limit == number("1") || limit == number("0");
    Ok(Some((limit, is_one)))
}

fn refused() -> Refusal {
    unsupported(Dialect::Oracle, "conditions on ROWNUM other than <, <= and = 1")
}
