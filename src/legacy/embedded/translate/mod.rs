//! Statements of a dialect, rewritten for SQLite.
//!
//! Three passes over the parsed statement: names as the server reads them ([`normalise`]), the columns it will
//! answer ([`scope`], [`infer`], [`names`]), then the rewriting ([`Translator`], [`expression`], [`write`]).

mod expression;
pub(crate) mod infer;
mod insert;
mod lookup;
pub(crate) mod names;
mod normalise;
mod prepare;
pub(crate) mod scope;
mod special;
mod write;

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use sqlparser::ast::{
    visit_expressions, BinaryOperator, DataType, Distinct, ExactNumberInfo, Expr, GroupByExpr, Ident, LimitClause,
    ObjectName, Offset, OffsetRows, OrderBy, OrderByExpr, OrderByKind, OrderByOptions, OrderBySort, Query, Select,
    SelectItem, SelectItemQualifiedWildcardKind, SetExpr, TableFactor, Value, ValueWithSpan, VisitMut, VisitorMut,
};
use sqlparser::tokenizer::TokenWithSpan;

use crate::legacy::embedded::family::Family;

use super::catalogue::{quoted, same_name, Catalogue, Output};
use super::errors::{mysql, postgresql, too_much, unsupported, Refusal};
use super::parse::Source;
use super::types::ColumnType;
pub(crate) use normalise::normalise;
use scope::{bare, Names, Scope};
pub(crate) use write::Write;

/// How long a statement may take to rewrite: some look-ups go through all of it.
const LONGEST: Duration = Duration::from_secs(2);

/// Above this many bytes MySQL's names by text are not looked for.
const LONGEST_NAMED: usize = 64 << 10;

/// A query ready for SQLite.
pub(crate) struct Read {
    pub(crate) sql: String,
    pub(crate) outputs: Vec<Output>,
}

/// Rewrites the parts of one statement.
pub(crate) struct Translator<'a> {
    names: Names<'a>,
    tokens: &'a [TokenWithSpan],
    scopes: Vec<Scope>,
    pushed: Vec<usize>,
    depth: usize,
    started: Instant,
    /// The table whose RETURNING clause is being rewritten: SQLite wants its columns without a qualifier.
    returning_of: Option<String>,
    /// MySQL's name for the row an INSERT could not insert.
    row_alias: Option<String>,
    /// The catalogue's casts and what this statement adds.
    pub(crate) casts: Vec<ColumnType>,
}

impl<'a> Translator<'a> {
    pub(crate) fn new(
        dialect: Family,
        catalogue: &'a Catalogue,
        database: &'a str,
        source: &'a Source<'a>,
        tokens: &'a [TokenWithSpan],
    ) -> Self {
        Self {
            names: Names { dialect, catalogue, database, source, ctes: Vec::new() },
            tokens,
            scopes: Vec::new(),
            pushed: Vec::new(),
            depth: 0,
            started: Instant::now(),
            returning_of: None,
            row_alias: None,
            casts: catalogue.casts.clone(),
        }
    }

    /// Relations that are there beside the tables.
    pub(crate) fn with_relations(mut self, relations: Vec<(String, Vec<Output>)>) -> Self {
        self.names.ctes = relations;
        self
    }

    fn dialect(&self) -> Family {
        self.names.dialect
    }

    /// Rewrites a query.
    pub(crate) fn query(&mut self, mut query: Query) -> Result<Read, Refusal> {
        normalise(&mut query, self.dialect());
        let mut outputs = self.names.outputs(&query)?;
        if self.dialect() == Family::MySql {
            self.name_by_text(&mut outputs, &query)?;
        }
        self.keep_order(&mut query);
        self.rewrite(&mut query)?;
        Ok(Read { sql: query.to_string(), outputs })
    }

    /// Without ORDER BY the servers answer small tables in the order the rows were put in; SQLite would follow
    /// an index.
    fn keep_order(&self, query: &mut Query) {
        let SetExpr::Select(select) = query.body.as_ref() else { return };
        let groups = !matches!(&select.group_by, GroupByExpr::Expressions(by, _) if by.is_empty());
        if query.order_by.is_some() || select.distinct.is_some() || groups || select.having.is_some() {
            return;
        }
        let Some(TableFactor::Table { name, alias, .. }) = select.from.first().map(|from| &from.relation) else {
            return;
        };
        let own = bare(name);
        let has_rows = self.names.catalogue.tables.contains_key(&own) && query.with.is_none();
        if has_rows {
            let name = alias.as_ref().map_or(own, |alias| alias.name.value.clone());
            let key = OrderByExpr {
                expr: expression::raw(format!("{}.rowid", quoted(&name))),
                options: OrderByOptions::default(),
                with_fill: None,
            };
            query.order_by = Some(OrderBy { kind: OrderByKind::Expressions(vec![key]), interpolate: None });
        }
    }

    /// MySQL names an expression by the text it was written as.
    fn name_by_text(&mut self, outputs: &mut [Output], query: &Query) -> Result<(), Refusal> {
        let SetExpr::Select(select) = query.body.as_ref() else { return Ok(()) };
        if self.names.source.text.len() > LONGEST_NAMED {
            return Ok(());
        }
        let texts = names::select_texts(self.tokens, self.names.source);
        if texts.len() != select.projection.len() {
            return Ok(());
        }
        let pushed = self.names.push_with(query.with.as_ref())?;
        let scopes = [self.names.scope(&select.from)?];
        self.names.ctes.truncate(self.names.ctes.len() - pushed);
        let mut at = 0;
        for (item, text) in select.projection.iter().zip(&texts) {
            let is_column = matches!(item, SelectItem::UnnamedExpr(Expr::Identifier(_) | Expr::CompoundIdentifier(_)));
            if let (SelectItem::UnnamedExpr(_), false, Some(output)) = (item, is_column, outputs.get_mut(at)) {
                output.name = names::mysql_name(text);
            }
            // A wildcard stands for several columns.
            at += self.names.items(std::slice::from_ref(item), &scopes).len();
        }
        Ok(())
    }

    /// Rewrites an expression over the tables of `scope`.
    pub(crate) fn expression(&mut self, mut expr: Expr, scope: &Scope) -> Result<String, Refusal> {
        normalise(&mut expr, self.dialect());
        self.scopes.push(scope.clone());
        let result = self.rewrite(&mut expr);
        self.scopes.pop();
        result.map(|()| expr.to_string())
    }

    fn rewrite<T: VisitMut>(&mut self, part: &mut T) -> Result<(), Refusal> {
        match part.visit(self) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(refusal) => Err(refusal),
        }
    }

    fn begin_query(&mut self, query: &mut Query) -> Result<(), Refusal> {
        query.locks.clear();
        let foreign = query.for_clause.is_some() || query.format_clause.is_some() || !query.pipe_operators.is_empty();
        if foreign {
            return Err(unsupported(self.dialect(), "such clauses after a query"));
        }
        let pushed = self.names.push_with(query.with.as_ref())?;
        self.pushed.push(pushed);
        limits(query);
        // ORDER BY sees the select's tables and aliases but is visited outside of it.
        let scope = match query.body.as_ref() {
            SetExpr::Select(select) => self.select_scope(select)?,
            _ => Scope { open: true, ..Scope::default() },
        };
        self.scopes.push(scope);
        Ok(())
    }

    fn select_scope(&mut self, select: &Select) -> Result<Scope, Refusal> {
        let mut scope = self.names.scope(&select.from)?;
        for item in &select.projection {
            match item {
                SelectItem::ExprWithAlias { alias, .. } => scope.aliases.push(alias.value.clone()),
                SelectItem::UnnamedExpr(Expr::Identifier(_) | Expr::CompoundIdentifier(_)) => {}
                SelectItem::UnnamedExpr(expr) => scope.aliases.push(names::output_name(expr, self.dialect())),
                _ => {}
            }
        }
        Ok(scope)
    }

    fn begin_select(&mut self, select: &mut Select) -> Result<(), Refusal> {
        let dialect = self.dialect();
        if matches!(select.distinct, Some(Distinct::On(_))) {
            return Err(unsupported(dialect, "DISTINCT ON clauses"));
        }
        if select.into.is_some() || select.top.is_some() || !select.lateral_views.is_empty() {
            return Err(unsupported(dialect, "SELECT INTO, TOP and lateral views"));
        }
        if matches!(&select.group_by, GroupByExpr::Expressions(_, modifiers) if !modifiers.is_empty()) {
            return Err(unsupported(dialect, "GROUP BY modifiers"));
        }
        select.select_modifiers = None;
        select.optimizer_hints.clear();
        if let [only] = select.from.as_slice() {
            let is_dual =
                matches!(&only.relation, TableFactor::Table { name, .. } if bare(name).eq_ignore_ascii_case("dual"));
            if is_dual && dialect == Family::MySql {
                select.from.clear();
            }
        }
        if dialect == Family::MySql {
            having_as_condition(select);
        }
        let scope = self.select_scope(select)?;
        for item in &select.projection {
            if let SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) = item {
                self.check_wildcard(name, &scope)?;
            }
        }
        self.scopes.push(scope);
        self.depth += 1;
        if self.depth == 1 && dialect == Family::PostgreSql && self.names.catalogue.server.is_none() {
            select.projection.iter_mut().for_each(keep_written_number);
        }
        if self.depth > 1 {
            for item in &mut select.projection {
                name_item(item, dialect);
            }
        }
        Ok(())
    }
}

impl Translator<'_> {
    /// `people.*` needs a table of that name.
    fn check_wildcard(&self, name: &ObjectName, scope: &Scope) -> Result<(), Refusal> {
        let wanted = bare(name);
        if scope.relations.iter().any(|relation| same_name(&relation.name, &wanted, self.dialect())) {
            return Ok(());
        }
        Err(match self.dialect() {
            Family::MySql => mysql::error("ER_BAD_TABLE_ERROR", 1051, "42S02", format!("Unknown table '{wanted}'")),
            Family::PostgreSql => {
                postgresql::error("42P01", format!("missing FROM-clause entry for table \"{wanted}\""))
            }
        })
    }
}

/// Inside another query an expression must have the name the outer one knows it by.
fn name_item(item: &mut SelectItem, dialect: Family) {
    let SelectItem::UnnamedExpr(expr) = item else { return };
    if matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_)) {
        return;
    }
    let alias = Ident::with_quote('"', names::output_name(expr, dialect));
    *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias };
}

/// MySQL's HAVING over rows that nothing groups is one more condition of theirs.
fn having_as_condition(select: &mut Select) {
    const AGGREGATES: [&str; 8] =
        ["count", "sum", "avg", "min", "max", "group_concat", "json_arrayagg", "json_objectagg"];
    let groups = !matches!(&select.group_by, GroupByExpr::Expressions(by, _) if by.is_empty());
    if groups || select.having.is_none() {
        return;
    }
    let is_aggregate = |expr: &Expr| {
        let Expr::Function(function) = expr else { return false };
        AGGREGATES.iter().any(|name| bare(&function.name).eq_ignore_ascii_case(name))
    };
    let found = visit_expressions(&*select, |expr| match is_aggregate(expr) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    });
    if found.is_break() {
        return;
    }
    let Some(having) = select.having.take() else { return };
    select.selection = Some(match select.selection.take() {
        Some(condition) => Expr::BinaryOp {
            left: Box::new(Expr::Nested(Box::new(condition))),
            op: BinaryOperator::And,
            right: Box::new(Expr::Nested(Box::new(having))),
        },
        None => having,
    });
}

/// A parameter that is answered as a `numeric` keeps the digits it was written with.
fn keep_written_number(item: &mut SelectItem) {
    let (SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) = item else { return };
    let Expr::Cast { expr: inner, data_type, .. } = &mut *expr else { return };
    let is_plain =
        matches!(data_type, DataType::Numeric(ExactNumberInfo::None) | DataType::Decimal(ExactNumberInfo::None));
    let is_parameter = matches!(inner.as_ref(), Expr::Value(value) if matches!(value.value, Value::Placeholder(_)));
    if is_plain && is_parameter {
        *expr = expression::call("number_as_written", vec![expression::take(inner)]);
    }
}

/// PostgreSQL takes NULL for the largest value, SQLite for the smallest.
fn nulls_are_last(key: &mut OrderByExpr) {
    let is_descending = matches!(key.options.sort, Some(OrderBySort::Desc));
    key.options.nulls_first.get_or_insert(is_descending);
}

/// `LIMIT ALL`, `OFFSET` alone and `FETCH FIRST n ROWS` in the one form SQLite has.
fn limits(query: &mut Query) {
    if let Some(fetch) = query.fetch.take() {
        let limit = fetch.quantity.unwrap_or_else(|| number("1"));
        let offset = match query.limit_clause.take() {
            Some(LimitClause::LimitOffset { offset, .. }) => offset,
            _ => None,
        };
        query.limit_clause = Some(LimitClause::LimitOffset { limit: Some(limit), offset, limit_by: Vec::new() });
    }
    if let Some(LimitClause::LimitOffset { limit, offset, .. }) = &mut query.limit_clause {
        if let Some(Offset { rows, .. }) = offset {
            *rows = OffsetRows::None;
        }
        if offset.is_some() && limit.is_none() {
            *limit = Some(number("-1"));
        }
    }
}

fn number(digits: &str) -> Expr {
    Expr::Value(Value::Number(digits.to_owned(), false).into())
}

/// Turns a result into what the visitor wants.
fn flow(result: Result<(), Refusal>) -> ControlFlow<Refusal> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(refusal) => ControlFlow::Break(refusal),
    }
}

impl VisitorMut for Translator<'_> {
    type Break = Refusal;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Refusal> {
        flow(self.begin_query(query))
    }

    fn post_visit_query(&mut self, query: &mut Query) -> ControlFlow<Refusal> {
        if let Some(order) = &mut query.order_by {
            if let OrderByKind::Expressions(keys) = &mut order.kind {
                order.interpolate = None;
                if self.dialect() == Family::PostgreSql && self.names.catalogue.server.is_none() {
                    keys.iter_mut().for_each(nulls_are_last);
                }
            }
        }
        self.scopes.pop();
        let pushed = self.pushed.pop().unwrap_or(0);
        self.names.ctes.truncate(self.names.ctes.len().saturating_sub(pushed));
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Refusal> {
        flow(self.begin_select(select))
    }

    fn post_visit_select(&mut self, _: &mut Select) -> ControlFlow<Refusal> {
        self.scopes.pop();
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, name: &mut ObjectName) -> ControlFlow<Refusal> {
        *name = ObjectName::from(vec![Ident::with_quote('"', bare(name))]);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Refusal> {
        if let TableFactor::Table { index_hints, partitions, with_hints, .. } = factor {
            index_hints.clear();
            partitions.clear();
            with_hints.clear();
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Refusal> {
        if self.started.elapsed() > LONGEST {
            return ControlFlow::Break(too_much(
                self.dialect(),
                "the statement takes too long to translate for the embedded store",
            ));
        }
        flow(self.prepare(expr))
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Refusal> {
        flow(self.finish(expr))
    }

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<Refusal> {
        value.value = match std::mem::replace(&mut value.value, Value::Null) {
            Value::DoubleQuotedString(text)
            | Value::EscapedStringLiteral(text)
            | Value::UnicodeStringLiteral(text)
            | Value::NationalStringLiteral(text)
            | Value::SingleQuotedString(text) => expression::text_value(text),
            Value::DollarQuotedString(text) => expression::text_value(text.value),
            other => other,
        };
        ControlFlow::Continue(())
    }
}
