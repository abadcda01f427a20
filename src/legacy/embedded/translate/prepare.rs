//! Before the parts of an expression are rewritten: what depends on the types they have.

use sqlparser::ast::{
    BinaryOperator, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectName,
    Value, ValueWithSpan,
};
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::legacy::embedded::family::Family;

use super::super::coerce;
use super::super::errors::{postgresql, Refusal};
use super::super::types::{ColumnType, Kind};
use super::expression::{call, take};
use super::scope::bare;
use super::special::excluded_column;
use super::{infer, Translator};

impl Translator<'_> {
    /// Before the parts are rewritten: what depends on their types.
    pub(super) fn prepare(&mut self, expr: &mut Expr) -> Result<(), Refusal> {
        use BinaryOperator as Op;
        if let (Family::MySql, Some(column)) = (self.dialect(), excluded_column(expr)) {
            *expr = Expr::CompoundIdentifier(vec![Ident::with_quote('"', "excluded"), column]);
            return Ok(());
        }
        if let (Family::MySql, Expr::Cast { expr: inner, data_type: DataType::Binary(None), .. }) =
            (self.dialect(), &mut *expr)
        {
            *expr = exact(take(inner));
            return self.prepare(expr);
        }
        match expr {
            Expr::BinaryOp {
                left,
                op: Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq | Op::Spaceship,
                right,
            } => {
                self.meet(left, right)?;
                self.meet(right, left)?;
                if self.dialect() == Family::MySql {
                    text_meets_number(left, right);
                    text_meets_number(right, left);
                }
            }
            Expr::IsDistinctFrom(left, right) | Expr::IsNotDistinctFrom(left, right) => {
                self.meet(left, right)?;
                self.meet(right, left)?;
            }
            Expr::BinaryOp { left, op: op @ (Op::Plus | Op::Minus), right } => {
                let function = self.of_time(left, op, right);
                if let Some((function, swapped)) = function {
                    let (one, other) = (take(left), take(right));
                    let arguments = if swapped { vec![other, one] } else { vec![one, other] };
                    *expr = call(function, arguments);
                }
            }
            Expr::BinaryOp { left, op: Op::StringConcat, right }
                if self.names.dialect == Family::PostgreSql
                    && self.names.type_of(left, &self.scopes).kind == Kind::Json =>
            {
                *expr = call("json_merged", vec![take(left), take(right)]);
            }
            // Where MySQL gives NULL for what is divided by nothing, the others refuse.
            Expr::BinaryOp { left, op: op @ (Op::Divide | Op::Modulo), right }
                if self.dialect() == Family::PostgreSql =>
            {
                let is_exact = |kind: Kind| matches!(kind, Kind::Float | Kind::Decimal(_));
                let exact =
                    [&*left, &*right].into_iter().any(|side| is_exact(self.names.type_of(side, &self.scopes).kind));
                let function = if *op == Op::Divide { "divided" } else { "remainder" };
                let exact = Expr::Value(Value::Number(i32::from(exact).to_string(), false).into());
                *expr = call(function, vec![take(left), take(right), exact]);
            }
            Expr::InList { expr: operand, list, .. } => {
                for item in list {
                    self.meet(operand, item)?;
                }
            }
            Expr::Between { expr: operand, low, high, .. } => {
                self.meet(operand, low)?;
                self.meet(operand, high)?;
            }
            Expr::Cast { expr: inner, data_type: DataType::Text | DataType::Varchar(_), .. }
                if self.dialect() == Family::PostgreSql && self.names.catalogue.server.is_none() =>
            {
                match self.names.type_of(inner, &self.scopes).kind {
                    Kind::Decimal(Some(digits)) => {
                        let digits = Expr::Value(Value::Number(digits.to_string(), false).into());
                        **inner = call("decimal_text", vec![take(inner), digits]);
                    }
                    Kind::Boolean => **inner = call("boolean_text", vec![take(inner)]),
                    _ => {}
                }
            }
            Expr::Function(function) => {
                self.check_function(function)?;
                separator_as_argument(function);
            }
            _ => {}
        }
        Ok(())
    }

    /// A value that meets a column takes the column's type, or is refused by it.
    fn meet(&self, column: &mut Expr, value: &mut Expr) -> Result<(), Refusal> {
        if !is_constant(value) {
            return Ok(());
        }
        let Some(output) = infer::column(column, &self.scopes, self.dialect()) else { return Ok(()) };
        let literal = match value {
            Expr::Value(literal) => Some(literal),
            _ => None,
        };
        let is_number = literal.as_ref().is_some_and(|literal| matches!(literal.value, Value::Number(..)));
        let server = self.names.catalogue.server;
        if let (Family::PostgreSql, None, Some(literal)) = (self.dialect(), server, &literal) {
            self.check_operator(&output.ty, literal)?;
        }
        let Some(table) = output.table.clone() else { return Ok(()) };
        let name = output.name.clone();
        if let (Family::PostgreSql, None, Some(literal)) = (self.dialect(), server, &literal) {
            self.check_literal(&table, &name, literal)?;
        }
        if self.dialect() == Family::MySql && output.ty.is_textual() && is_number {
            // Text against a number: MySQL compares the number the text begins with.
            *column = call("as_number", vec![take(column)]);
            return Ok(());
        }
        if server.is_some() && output.ty.is_textual() && is_number {
            // A number has precedence: what is kept as text must be one, too.
            *column = call("strict_number", vec![take(column)]);
            return Ok(());
        }
        let text = |text: String| Expr::Value(Value::SingleQuotedString(text).into());
        *value = call("compared", vec![take(value), text(table), text(name)]);
        Ok(())
    }

    /// PostgreSQL has no operator between a number or a boolean and most other types.
    fn check_operator(&self, column: &ColumnType, literal: &ValueWithSpan) -> Result<(), Refusal> {
        let given = match (&literal.value, &column.kind) {
            (_, Kind::Unknown) => return Ok(()),
            (Value::Number(..), Kind::Integer(_) | Kind::Float | Kind::Decimal(_)) => return Ok(()),
            (Value::Boolean(_), Kind::Boolean) => return Ok(()),
            (Value::Number(digits, _), _) if digits.contains('.') => "numeric",
            (Value::Number(..), _) => "integer",
            (Value::Boolean(_), _) => "boolean",
            _ => return Ok(()),
        };
        let column = column.spelled.split('(').next().unwrap_or_default();
        let at = self.tokens.iter().position(|token| token.span.start == literal.span.start);
        let beside = |index: Option<usize>| index.and_then(|index| self.tokens.get(index));
        let is_operator =
            |token: &&TokenWithSpan| !matches!(token.token, Token::Word(_) | Token::LParen | Token::Comma);
        // `email = 5` has the operator before the value, `5 = email` after it.
        let before = beside(at.and_then(|at| at.checked_sub(1))).filter(is_operator);
        let after = beside(at.map(|at| at + 1)).filter(is_operator);
        let (operator, is_first) = match (before, after) {
            (Some(operator), _) => (Some(operator), false),
            (None, operator) => (operator, operator.is_some()),
        };
        let shown = operator.map_or("=".to_owned(), |operator| operator.token.to_string());
        let sides = if is_first { [given, shown.as_str(), column] } else { [column, shown.as_str(), given] };
        let mut error = postgresql::error("42883", format!("operator does not exist: {}", sides.join(" ")));
        error.hint = Some(
            "No operator matches the given name and argument types. You might need to add explicit type casts."
                .to_owned(),
        );
        error.position = operator.and_then(|operator| self.names.source.position(operator.span.start));
        Err(error)
    }

    /// PostgreSQL reads a literal as the column's type before it looks at any row.
    fn check_literal(&self, table: &str, column: &str, literal: &ValueWithSpan) -> Result<(), Refusal> {
        let (Some(column), Value::SingleQuotedString(text)) =
            (self.names.catalogue.column(table, column), &literal.value)
        else {
            return Ok(());
        };
        let read = coerce::compared(rusqlite::types::Value::Text(text.clone()), column, self.dialect());
        read.map(|_| ()).map_err(|mut refusal| {
            refusal.position = self.names.source.position(literal.span.start);
            refusal
        })
    }

    /// The function that adds to or subtracts from a point in time, and whether the sides must be swapped.
    fn of_time(&self, left: &Expr, op: &BinaryOperator, right: &Expr) -> Option<(&'static str, bool)> {
        // Types are inferred from the leaves up; for a long sum of numbers that would be done once for each of them.
        if !may_be_time(left) && !may_be_time(right) {
            return None;
        }
        let kind = |expr| self.names.type_of(expr, &self.scopes).kind;
        let is_time = |kind: &Kind| matches!(kind, Kind::Timestamp { .. } | Kind::Date);
        let minus = *op == BinaryOperator::Minus;
        match (kind(left), kind(right)) {
            (_, Kind::Interval) if minus => Some(("shifted_back", false)),
            (_, Kind::Interval) => Some(("shifted_by", false)),
            (Kind::Interval, _) if !minus => Some(("shifted_by", true)),
            (Kind::Date, Kind::Date) if minus => Some(("date_difference", false)),
            (Kind::Date, Kind::Integer(_)) if minus => Some(("days_back", false)),
            (Kind::Date, Kind::Integer(_)) => Some(("days_on", false)),
            (one, other) if minus && is_time(&one) && is_time(&other) => Some(("seconds_between", false)),
            _ => None,
        }
    }
}

/// MySQL's `BINARY email = ?`: the grammar takes all that follows for the operand, the server the first one only.
fn exact(expr: Expr) -> Expr {
    match expr {
        Expr::BinaryOp { left, op, right } => Expr::BinaryOp { left: Box::new(exact(*left)), op, right },
        other => Expr::Collate { expr: Box::new(other), collation: ObjectName::from(vec![Ident::new("binary")]) },
    }
}

/// Whether any operand along the left of a chain is more than a number.
fn may_be_time(mut expr: &Expr) -> bool {
    let is_number = |expr: &Expr| matches!(expr, Expr::Value(value) if matches!(value.value, Value::Number(..)));
    while let Expr::BinaryOp { left, right, .. } = expr {
        if !is_number(right) {
            return true;
        }
        expr = left;
    }
    !is_number(expr)
}

/// A text literal that is compared with a number literal is the number it begins with.
fn text_meets_number(text: &mut Expr, number: &Expr) {
    let is_number = matches!(number, Expr::Value(value) if matches!(value.value, Value::Number(..)));
    let is_text = matches!(text, Expr::Value(value)
        if matches!(value.value, Value::SingleQuotedString(_) | Value::DoubleQuotedString(_)));
    if is_number && is_text {
        *text = call("as_number", vec![take(text)]);
    }
}

fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Value(value) => !matches!(value.value, Value::Null),
        Expr::Nested(inner) | Expr::UnaryOp { expr: inner, .. } => is_constant(inner),
        _ => false,
    }
}

/// MySQL's GROUP_CONCAT says its separator in a clause, SQLite's in an argument.
fn separator_as_argument(function: &mut Function) {
    let name = bare(&function.name).to_ascii_lowercase();
    if let ("group_concat", FunctionArguments::List(list)) = (name.as_str(), &mut function.args) {
        let separator = list.clauses.iter().find_map(|clause| match clause {
            sqlparser::ast::FunctionArgumentClause::Separator(value) => Some(value.value.clone()),
            _ => None,
        });
        list.clauses.retain(|clause| matches!(clause, sqlparser::ast::FunctionArgumentClause::OrderBy(_)));
        // With DISTINCT SQLite's takes one argument and separates by a comma, which is also MySQL's default.
        if let (Some(separator), None) = (separator, &list.duplicate_treatment) {
            list.args.push(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(separator.into()))));
        }
    }
}
