//! Whole clauses: where PostgreSQL has them.

use sqlparser::ast::{
    BinaryOperator, Delete, Expr, FromTable, Ident, Insert, JoinConstraint, JoinOperator, ObjectName, OutputClause,
    SelectItem, SelectItemQualifiedWildcardKind, Statement, TableFactor, TableWithJoins, Update, UpdateTableFromKind,
};

use crate::legacy::Dialect;

use super::super::super::errors::Refusal;
use super::super::super::translate::scope::bare;
use super::super::errors::{oracle, sql_server, unsupported};
use super::rownum;

/// What an `UPDATE` answers of its rows as they were before: PostgreSQL answers the new ones only.
pub(in super::super) struct Before {
    /// What is wanted of the old rows.
    pub(in super::super) items: Vec<SelectItem>,
    /// For each column of the answer, whether it is of the old rows.
    pub(in super::super) is_old: Vec<bool>,
}

/// Moves the clauses of a statement.
///
/// # Errors
/// The server's, where a clause is another server's; or that the store does not have it.
pub(in super::super) fn shape(statement: &mut Statement, server: Dialect) -> Result<Option<Before>, Refusal> {
    match statement {
        Statement::Insert(insert) => shape_insert(insert, server).map(|()| None),
        Statement::Update(update) => shape_update(update, server),
        Statement::Delete(delete) => shape_delete(delete, server).map(|()| None),
        _ => Ok(None),
    }
}

fn foreign(server: Dialect, word: &str) -> Refusal {
    match server {
        Dialect::SqlServer if matches!(word, "SET" | "ON") => {
            sql_server(156, 15, 1, format!("Incorrect syntax near the keyword '{word}'."))
        }
        Dialect::SqlServer => sql_server(102, 15, 1, format!("Incorrect syntax near '{word}'.")),
        Dialect::Oracle if word == "SET" => oracle(926, "missing VALUES keyword"),
        Dialect::Oracle => oracle(933, "SQL command not properly ended"),
        _ => super::errors::db2(-104, "42601", format!("An unexpected token \"{word}\" was found.")),
    }
}

fn shape_insert(insert: &mut Insert, server: Dialect) -> Result<(), Refusal> {
    if !insert.assignments.is_empty() {
        return Err(foreign(server, "SET"));
    }
    if insert.on.is_some() {
        return Err(foreign(server, "ON"));
    }
    if insert.replace_into || insert.ignore {
        return Err(foreign(server, if insert.ignore { "IGNORE" } else { "REPLACE" }));
    }
    if server == Dialect::SqlServer && insert.returning.is_some() {
        return Err(foreign(server, "RETURNING"));
    }
    insert.into = true;
    if let Some((items, _)) = output(insert.output.take(), server)? {
        insert.returning = Some(items);
    }
    Ok(())
}

fn shape_update(update: &mut Update, server: Dialect) -> Result<Option<Before>, Refusal> {
    if server == Dialect::SqlServer && update.returning.is_some() {
        return Err(foreign(server, "RETURNING"));
    }
    if server == Dialect::Oracle {
        update.limit = rownum::taken(&mut update.selection)?.map(|(count, _)| count);
    }
    let mut before = None;
    if let Some((items, is_old)) = output(update.output.take(), server)? {
        let (old, new): (Vec<_>, Vec<_>) = items.into_iter().zip(&is_old).partition(|(_, is_old)| **is_old);
        let bare = |items: Vec<(SelectItem, &bool)>| items.into_iter().map(|(item, _)| item).collect::<Vec<_>>();
        let (old, new) = (bare(old), bare(new));
        if !old.is_empty() {
            if update.from.is_some() {
                return Err(unsupported(server, "OUTPUT of deleted columns after an UPDATE with FROM"));
            }
            before = Some(Before { items: old, is_old });
        }
        if !new.is_empty() {
            update.returning = Some(new);
        }
    }
    if let Some(UpdateTableFromKind::AfterSet(from) | UpdateTableFromKind::BeforeSet(from)) = update.from.take() {
        let (target, rest, condition) = separated(&update.table.relation, from, server)?;
        if let Some(target) = target {
            update.table.relation = target;
        }
        update.selection = both(update.selection.take(), condition);
        update.from = (!rest.is_empty()).then_some(UpdateTableFromKind::AfterSet(rest));
    }
    Ok(before)
}

fn shape_delete(delete: &mut Delete, server: Dialect) -> Result<(), Refusal> {
    if server == Dialect::SqlServer && delete.returning.is_some() {
        return Err(foreign(server, "RETURNING"));
    }
    if server == Dialect::Oracle {
        delete.limit = rownum::taken(&mut delete.selection)?.map(|(count, _)| count);
    }
    if let Some((items, _)) = output(delete.output.take(), server)? {
        delete.returning = Some(items);
    }
    // `DELETE u FROM users u JOIN …`
    if let [target] = delete.tables.as_slice() {
        let target = table(target.clone());
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &mut delete.from;
        let (own, rest, condition) = separated(&target, std::mem::take(from), server)?;
        *from = vec![TableWithJoins { relation: own.unwrap_or(target), joins: Vec::new() }];
        delete.selection = both(delete.selection.take(), condition);
        delete.using = (!rest.is_empty()).then_some(rest);
        delete.tables.clear();
    }
    Ok(())
}

fn table(name: ObjectName) -> TableFactor {
    TableFactor::Table {
        name,
        alias: None,
        args: None,
        with_hints: Vec::new(),
        version: None,
        with_ordinality: false,
        partitions: Vec::new(),
        json_path: None,
        sample: None,
        index_hints: Vec::new(),
    }
}

/// A table, what it is joined with, and on what.
type Separated = (Option<TableFactor>, Vec<TableWithJoins>, Option<Expr>);

/// The table that is written to, taken out of a FROM clause that joins it with others; the others, and on what.
fn separated(target: &TableFactor, from: Vec<TableWithJoins>, server: Dialect) -> Result<Separated, Refusal> {
    let TableFactor::Table { name, .. } = target else {
        return Err(unsupported(server, "writes to something other than a table"));
    };
    let wanted = bare(name);
    let is_target = |factor: &TableFactor| match factor {
        TableFactor::Table { name, alias, .. } => {
            let own = alias.as_ref().map_or_else(|| bare(name), |alias| alias.name.value.clone());
            own.eq_ignore_ascii_case(&wanted)
        }
        _ => false,
    };
    let (mut own, mut rest, mut condition) = (None, Vec::new(), None);
    for item in from {
        let mut factors = vec![item.relation];
        for join in item.joins {
            let (JoinOperator::Join(constraint) | JoinOperator::Inner(constraint)) = join.join_operator else {
                return Err(unsupported(server, "writes over joins other than inner ones"));
            };
            match constraint {
                JoinConstraint::On(on) => condition = both(condition, Some(on)),
                JoinConstraint::None => {}
                _ => return Err(unsupported(server, "writes over joins other than inner ones")),
            }
            factors.push(join.relation);
        }
        for factor in factors {
            if own.is_none() && is_target(&factor) {
                own = Some(factor);
            } else {
                rest.push(TableWithJoins { relation: factor, joins: Vec::new() });
            }
        }
    }
    Ok((own, rest, condition))
}

fn both(one: Option<Expr>, other: Option<Expr>) -> Option<Expr> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Expr::BinaryOp {
            left: Box::new(Expr::Nested(Box::new(one))),
            op: BinaryOperator::And,
            right: Box::new(Expr::Nested(Box::new(other))),
        }),
        (one, other) => one.or(other),
    }
}

/// The items of an OUTPUT clause without `inserted.` and `deleted.`, and for each whether it is of the old row.
#[expect(clippy::type_complexity, reason = "a list in two columns")]
fn output(clause: Option<OutputClause>, server: Dialect) -> Result<Option<(Vec<SelectItem>, Vec<bool>)>, Refusal> {
    let Some(clause) = clause else { return Ok(None) };
    let OutputClause::Output { select_items, into_table: None, .. } = clause else {
        return Err(unsupported(server, "OUTPUT … INTO"));
    };
    let mut items = Vec::with_capacity(select_items.len());
    let mut is_old = Vec::with_capacity(select_items.len());
    for mut item in select_items {
        let mut old = false;
        match &mut item {
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                old = unqualified(expr);
            }
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), options) => {
                old = bare(name).eq_ignore_ascii_case("deleted");
                item = SelectItem::Wildcard(options.clone());
            }
            _ => {}
        }
        items.push(item);
        is_old.push(old);
    }
    Ok(Some((items, is_old)))
}

/// Takes `inserted.` or `deleted.` off a column; whether it was the latter.
fn unqualified(expr: &mut Expr) -> bool {
    let Expr::CompoundIdentifier(parts) = expr else { return false };
    let [qualifier, column] = parts.as_slice() else { return false };
    let is = |ident: &Ident, wanted: &str| ident.value.eq_ignore_ascii_case(wanted);
    let old = is(qualifier, "deleted");
    if old || is(qualifier, "inserted") {
        *expr = Expr::Identifier(column.clone());
    }
    old
}
