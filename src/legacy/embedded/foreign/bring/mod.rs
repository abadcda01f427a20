//! Parsed statements of SQL Server, Oracle and Db2 in PostgreSQL's words.
//!
//! Afterwards every name is in quotes and as the catalogue has it, every function is one the translation knows or one
//! of the store's own, and every variable is a placeholder. [`shape`] has been over the statement before: it moves
//! whole clauses to where PostgreSQL has them.

mod functions;
mod rownum;
pub(super) mod shape;

use std::ops::ControlFlow;

use rusqlite::types::Value as Bound;
use sqlparser::ast::helpers::attached_token::AttachedToken;
use sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList,
    FunctionArguments, Ident, LimitClause, ObjectName, Query, Select, SetExpr, SetOperator, TableFactor, TopQuantity,
    Value, ValueWithSpan, VisitMut, VisitorMut,
};
use sqlparser::tokenizer::Span;

use crate::legacy::Dialect;

use super::super::catalogue::Catalogue;
use super::super::errors::Refusal;
use super::super::translate::scope::bare;
use super::errors::{self, oracle, sql_server, unsupported};
use super::names::{read, Spelling};
use super::run::Variables;

/// Brings the parts of one statement.
pub(super) struct Bringing<'a> {
    pub(super) server: Dialect,
    pub(super) catalogue: &'a Catalogue,
    pub(super) spelling: &'a mut Spelling,
    /// T-SQL's variables by their names in lower case, with their sign.
    pub(super) variables: &'a Variables,
    /// What the placeholders stand for, in order; those of variables are added.
    pub(super) values: Vec<Bound>,
    /// Whether there is a sequence of this name.
    pub(super) is_sequence: &'a dyn Fn(&str) -> bool,
    /// What T-SQL's `ERROR_…()` tell of in a CATCH block.
    pub(super) caught: Option<&'a crate::legacy::StoreError>,
}

impl Bringing<'_> {
    pub(super) fn bring<T: VisitMut>(&mut self, part: &mut T) -> Result<(), Refusal> {
        match part.visit(self) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(refusal) => Err(refusal),
        }
    }

    /// A variable's value: numbers as they are, so that they count as numbers, all else bound and of its type.
    fn bound(&mut self, value: Bound, ty: Option<DataType>) -> Expr {
        match value {
            Bound::Null => return Expr::Value(Value::Null.into()),
            Bound::Integer(value) => return number(&value.to_string()),
            Bound::Real(value) if value.is_finite() => return number(&format!("{value:?}")),
            value => self.values.push(value),
        }
        let placeholder = Expr::Value(Value::Placeholder(format!("?{}", self.values.len())).into());
        match ty {
            Some(data_type) => {
                Expr::Cast { kind: CastKind::Cast, expr: Box::new(placeholder), data_type, format: None }
            }
            None => placeholder,
        }
    }

    fn query(&mut self, query: &mut Query) -> Result<(), Refusal> {
        let sorted = query.order_by.is_some();
        if self.server == Dialect::SqlServer && query.for_clause.is_some() {
            return Err(unsupported(self.server, "FOR JSON and FOR XML"));
        }
        if self.server == Dialect::SqlServer && !sorted && query.fetch.is_some() {
            return Err(sql_server(102, 15, 1, "Incorrect syntax near 'OFFSET'."));
        }
        if query.fetch.as_ref().is_some_and(|fetch| fetch.with_ties || fetch.percent) {
            return Err(unsupported(self.server, "WITH TIES and PERCENT"));
        }
        if self.server != Dialect::Db2 {
            self.no_limit(query)?;
        }
        query.locks.clear();
        minus(&mut query.body);
        let SetExpr::Select(select) = query.body.as_mut() else { return Ok(()) };
        let mut limit = None;
        if let Some(top) = select.top.take() {
            if top.with_ties || top.percent {
                return Err(unsupported(self.server, "TOP … WITH TIES and PERCENT"));
            }
            limit = top.quantity.map(|quantity| match quantity {
                TopQuantity::Expr(expr) => expr,
                TopQuantity::Constant(count) => number(&count.to_string()),
            });
        }
        if self.server == Dialect::Oracle {
            if let Some((count, is_one)) = rownum::taken(&mut select.selection)? {
                if sorted && !is_one {
                    let what = "queries with ROWNUM and ORDER BY on one level (Oracle counts before it sorts; sort in \
                                a subquery)";
                    return Err(unsupported(self.server, what));
                }
                // The one row needs no order, and the server would not have sorted before it took it.
                query.order_by = None;
                limit = Some(count);
            }
        }
        if limit.is_some() {
            query.limit_clause = Some(LimitClause::LimitOffset { limit, offset: None, limit_by: Vec::new() });
        }
        Ok(())
    }

    /// `LIMIT` is another server's.
    fn no_limit(&self, query: &Query) -> Result<(), Refusal> {
        if let (Dialect::SqlServer, Some(count)) = (self.server, limit_as_alias(query)) {
            return Err(sql_server(102, 15, 1, format!("Incorrect syntax near '{count}'.")));
        }
        let limited = match &query.limit_clause {
            Some(LimitClause::LimitOffset { limit, .. }) => limit.is_some(),
            Some(LimitClause::OffsetCommaLimit { .. }) => true,
            None => false,
        };
        match (limited, self.server) {
            (false, _) => Ok(()),
            (true, Dialect::Oracle) => Err(oracle(933, "SQL command not properly ended")),
            (true, _) => Err(sql_server(102, 15, 1, "Incorrect syntax near 'LIMIT'.")),
        }
    }

    /// The stand-ins for no table at all.
    fn select(&mut self, select: &mut Select) -> Result<(), Refusal> {
        let is_stand_in = |factor: &TableFactor| match factor {
            TableFactor::Table { name, .. } => {
                let own = bare(name).to_ascii_uppercase();
                (self.server == Dialect::Oracle && own == "DUAL")
                    || (self.server == Dialect::Db2 && matches!(own.as_str(), "SYSDUMMY1" | "DUAL"))
            }
            _ => false,
        };
        match select.from.as_slice() {
            [only] if only.joins.is_empty() && is_stand_in(&only.relation) => select.from.clear(),
            [] if self.server == Dialect::Oracle => {
                return Err(oracle(923, "FROM keyword not found where expected"));
            }
            _ => {}
        }
        let explicit = select.from.iter().any(|from| aliased_with_as(&from.relation));
        let joined = select.from.iter().flat_map(|from| &from.joins).any(|join| aliased_with_as(&join.relation));
        if self.server == Dialect::Oracle && (explicit || joined) {
            return Err(oracle(933, "SQL command not properly ended"));
        }
        Ok(())
    }

    fn expression(&mut self, expr: &mut Expr) -> Result<(), Refusal> {
        match expr {
            Expr::Identifier(ident) => {
                if let Some(value) = self.named(ident)? {
                    *expr = value;
                }
            }
            Expr::CompoundIdentifier(parts) if self.server != Dialect::SqlServer => {
                if let Some(call) = self.of_sequence(parts)? {
                    *expr = call;
                }
            }
            Expr::Function(function) => {
                let function = std::mem::replace(function, empty_call("null"));
                *expr = self.function(function)?;
            }
            Expr::BinaryOp { left, op: op @ (BinaryOperator::Plus | BinaryOperator::Minus), right }
                if self.server != Dialect::Db2 && !(is_number(left) && is_number(right)) =>
            {
                let name = if *op == BinaryOperator::Plus { "plus_any" } else { "minus_any" };
                *expr = call(name, vec![take(left), take(right)]);
            }
            Expr::BinaryOp { left, op: BinaryOperator::StringConcat, right } if self.server == Dialect::Oracle => {
                *expr = call("oracle_concat", vec![take(left), take(right)]);
            }
            Expr::BinaryOp { op: BinaryOperator::StringConcat, .. } if self.server == Dialect::SqlServer => {
                return Err(sql_server(102, 15, 1, "Incorrect syntax near '|'."));
            }
            Expr::Convert { expr: value, data_type: Some(data_type), styles, .. } if !styles.is_empty() => {
                let is_bytes = data_type.to_string().to_ascii_lowercase().contains("binary");
                let kind = text(if is_bytes { "bytes" } else { "text" });
                let style = styles.remove(0);
                styles.clear();
                let inner = call("convert_style", vec![take(value), style, kind]);
                **value = inner;
            }
            // Oracle's format of the session does not bind what says that it is a date.
            Expr::TypedString(typed) if self.server == Dialect::Oracle => {
                let is_date = typed.data_type.to_string().eq_ignore_ascii_case("date");
                if is_date {
                    let value = Expr::Value(typed.value.clone());
                    *expr = call("oracle_date", vec![value, text("YYYY-MM-DD")]);
                }
            }
            Expr::Substring { expr: text, substring_from, substring_for, .. } if self.server == Dialect::Oracle => {
                let mut arguments = vec![take(text)];
                arguments.extend(substring_from.take().map(|from| *from));
                arguments.extend(substring_for.take().map(|length| *length));
                *expr = call("substr_any", arguments);
            }
            Expr::OuterJoin(_) => return Err(unsupported(self.server, "outer joins written (+)")),
            Expr::ILike { .. } => return Err(self.near("ILIKE")),
            Expr::Cast { kind: sqlparser::ast::CastKind::DoubleColon, .. } => return Err(self.near("::")),
            _ => {}
        }
        Ok(())
    }

    /// The complaint about a word that is another server's.
    fn near(&self, word: &str) -> Refusal {
        match self.server {
            Dialect::SqlServer => sql_server(102, 15, 1, format!("Incorrect syntax near '{word}'.")),
            Dialect::Oracle => oracle(933, "SQL command not properly ended"),
            _ => {
                let message = format!("An unexpected token \"{word}\" was found.");
                errors::db2(-104, "42601", message)
            }
        }
    }

    /// Names that are no columns: variables, and what Oracle calls without parentheses.
    fn named(&mut self, ident: &Ident) -> Result<Option<Expr>, Refusal> {
        if self.server == Dialect::SqlServer && ident.quote_style.is_none() && ident.value.starts_with('@') {
            return self.variable(&ident.value).map(Some);
        }
        if self.server != Dialect::Oracle {
            return Ok(None);
        }
        Ok(match ident.value.as_str() {
            "SYSDATE" => Some(call("sysdate_text", Vec::new())),
            "SYSTIMESTAMP" | "LOCALTIMESTAMP" => Some(known_call("now", Vec::new())),
            "USER" => Some(call("oracle_user", Vec::new())),
            "ROWNUM" => Some(row_number()),
            _ => None,
        })
    }

    fn variable(&mut self, name: &str) -> Result<Expr, Refusal> {
        let lower = name.to_lowercase();
        if let Some((value, ty)) = self.variables.get(&lower).cloned() {
            return Ok(self.bound(value, ty));
        }
        Ok(match lower.as_str() {
            "@@identity" => call("last_identity", Vec::new()),
            "@@rowcount" => call("row_count", Vec::new()),
            "@@error" => number("0"),
            "@@trancount" => call("open_transactions", Vec::new()),
            "@@version" => text("Microsoft SQL Server 2022 (embedded store)"),
            "@@servername" => text("embedded"),
            "@@spid" => number("51"),
            "@@fetch_status" => number("-1"),
            "@@language" => text("us_english"),
            _ if lower.starts_with("@@") => {
                return Err(sql_server(102, 15, 1, format!("Incorrect syntax near '{name}'.")));
            }
            _ => return Err(sql_server(137, 15, 2, format!("Must declare the scalar variable \"{name}\"."))),
        })
    }

    /// `users_seq.NEXTVAL`.
    fn of_sequence(&mut self, parts: &[Ident]) -> Result<Option<Expr>, Refusal> {
        let [.., sequence, what] = parts else { return Ok(None) };
        let function = match what.value.as_str() {
            "NEXTVAL" => "nextval",
            "CURRVAL" => "currval",
            _ => return Ok(None),
        };
        if !(self.is_sequence)(&sequence.value) {
            return Err(match self.server {
                Dialect::Oracle => oracle(2289, "sequence does not exist"),
                _ => errors::db2(-204, "42704", format!("\"{}\" is an undefined name.", sequence.value)),
            });
        }
        Ok(Some(known_call(function, vec![text(&sequence.value)])))
    }
}

/// Right behind a table SQL Server takes `LIMIT` for the table's alias, and what follows it is what is wrong.
fn limit_as_alias(query: &Query) -> Option<String> {
    let Some(LimitClause::LimitOffset { limit: Some(limit), .. }) = &query.limit_clause else { return None };
    let SetExpr::Select(select) = query.body.as_ref() else { return None };
    let TableFactor::Table { alias: None, .. } = &select.from.last()?.relation else { return None };
    let is_last = select.selection.is_none() && query.order_by.is_none() && select.having.is_none();
    is_last.then(|| limit.to_string())
}

/// `MINUS` is what the standard calls `EXCEPT`.
fn minus(body: &mut SetExpr) {
    if let SetExpr::SetOperation { op, left, right, .. } = body {
        if *op == SetOperator::Minus {
            *op = SetOperator::Except;
        }
        minus(left);
        minus(right);
    }
}

fn aliased_with_as(factor: &TableFactor) -> bool {
    match factor {
        TableFactor::Table { alias, .. } | TableFactor::Derived { alias, .. } => {
            alias.as_ref().is_some_and(|alias| alias.explicit)
        }
        _ => false,
    }
}

fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Value(value) => matches!(value.value, Value::Number(..)),
        Expr::Nested(inner) | Expr::UnaryOp { expr: inner, .. } => is_number(inner),
        Expr::BinaryOp { left, right, .. } => is_number(left) && is_number(right),
        _ => false,
    }
}

/// Takes an expression out of its place.
fn take(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::Value(Value::Null.into()))
}

/// A text literal.
pub(super) fn text(text: &str) -> Expr {
    Expr::Value(Value::SingleQuotedString(text.to_owned()).into())
}

/// A number literal.
pub(super) fn number(digits: &str) -> Expr {
    Expr::Value(Value::Number(digits.to_owned(), false).into())
}

fn empty_call(name: &str) -> Function {
    Function {
        name: ObjectName::from(vec![Ident { value: name.to_owned(), quote_style: None, span: Span::empty() }]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: Vec::new(),
            clauses: Vec::new(),
        }),
        within_group: Vec::new(),
        filter: None,
        null_treatment: None,
        over: None,
    }
}

/// A call of one of the store's own functions: its name is without quotes.
fn call(name: &str, arguments: Vec<Expr>) -> Expr {
    let mut function = empty_call(name);
    let args = arguments.into_iter().map(|expr| FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))).collect();
    function.args =
        FunctionArguments::List(FunctionArgumentList { duplicate_treatment: None, args, clauses: Vec::new() });
    Expr::Function(function)
}

/// A call of one of PostgreSQL's functions.
fn known_call(name: &str, arguments: Vec<Expr>) -> Expr {
    let mut expr = call(name, arguments);
    if let Expr::Function(function) = &mut expr {
        function.name = ObjectName::from(vec![Ident::with_quote('"', name)]);
    }
    expr
}

fn row_number() -> Expr {
    let mut expr = known_call("row_number", Vec::new());
    if let Expr::Function(function) = &mut expr {
        let window = sqlparser::ast::WindowSpec {
            window_name: None,
            partition_by: Vec::new(),
            order_by: Vec::new(),
            window_frame: None,
        };
        function.over = Some(sqlparser::ast::WindowType::WindowSpec(window));
    }
    expr
}

/// `CASE WHEN … THEN … ELSE … END`.
pub(super) fn case(conditions: Vec<(Expr, Expr)>, otherwise: Option<Expr>) -> Expr {
    let conditions = conditions.into_iter().map(|(condition, result)| CaseWhen { condition, result }).collect();
    Expr::Case {
        case_token: AttachedToken::empty(),
        end_token: AttachedToken::empty(),
        operand: None,
        conditions,
        else_result: otherwise.map(Box::new),
    }
}

fn flow(result: Result<(), Refusal>) -> ControlFlow<Refusal> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(refusal) => ControlFlow::Break(refusal),
    }
}

impl VisitorMut for Bringing<'_> {
    type Break = Refusal;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Refusal> {
        flow(self.query(query))
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Refusal> {
        flow(self.select(select))
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Refusal> {
        if let TableFactor::Table { with_hints, .. } = factor {
            with_hints.clear();
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_ident(&mut self, ident: &mut Ident) -> ControlFlow<Refusal> {
        read(ident, self.server, self.spelling);
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Refusal> {
        flow(self.expression(expr))
    }

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<Refusal> {
        let is_empty = matches!(&value.value,
            Value::SingleQuotedString(text) | Value::NationalStringLiteral(text) if text.is_empty());
        match &value.value {
            // To Oracle empty text is no value at all.
            _ if is_empty && self.server == Dialect::Oracle => value.value = Value::Null,
            Value::QuoteDelimitedStringLiteral(literal) => {
                value.value = Value::SingleQuotedString(literal.value.clone());
            }
            Value::DollarQuotedString(_) => return ControlFlow::Break(self.near("$")),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
