//! UPDATE and DELETE, and what they share with INSERT.

use sqlparser::ast::{
    Assignment, AssignmentTarget, Delete, Expr, FromTable, Ident, ObjectName, OrderByExpr, SelectItem, TableFactor,
    TableWithJoins, Update, UpdateTableFromKind,
};

use crate::legacy::embedded::family::Family;

use super::super::catalogue::{literal, quoted, Column, Output, Table};
use super::super::errors::{mysql, no_such_table, postgresql, unsupported, Refusal};
use super::scope::{bare, Scope};
use super::{normalise, Translator};

/// A writing statement ready for SQLite.
pub(crate) struct Write {
    pub(crate) sql: String,
    /// The verb, upper case.
    pub(crate) command: &'static str,
    pub(crate) table: String,
    /// What RETURNING answers, if there is one.
    pub(crate) outputs: Option<Vec<Output>>,
    /// The columns an INSERT names.
    pub(crate) given: Option<Vec<String>>,
    /// A query that counts the rows an UPDATE will really change (MySQL).
    pub(crate) changed: Option<String>,
    /// An INSERT that updates or replaces rows that are there already.
    pub(crate) merges: bool,
}

impl Translator<'_> {
    pub(super) fn table(&self, name: &ObjectName) -> Result<Table, Refusal> {
        let own = bare(name);
        if let Some(table) = self.names.catalogue.tables.get(&own) {
            return Ok(table.clone());
        }
        if self.names.catalogue.views.contains_key(&own) {
            return Err(unsupported(self.dialect(), "writes to views"));
        }
        let position = name
            .0
            .first()
            .and_then(|part| part.as_ident())
            .and_then(|ident| self.names.source.position(ident.span.start));
        Err(no_such_table(self.dialect(), self.names.database, &own, position))
    }

    pub(super) fn target<'t>(&self, table: &'t Table, name: &Ident) -> Result<&'t Column, Refusal> {
        table.column(&name.value, self.dialect()).ok_or_else(|| match self.dialect() {
            Family::MySql => {
                mysql::bad_field(&name.value, self.clause(name.span.start).named(self.names.catalogue.flavour))
            }
            Family::PostgreSql => {
                let message = format!("column \"{}\" of relation \"{}\" does not exist", name.value, table.name);
                let mut error = postgresql::error("42703", message);
                error.position = self.names.source.position(name.span.start);
                error
            }
        })
    }

    /// A value as it goes into a column.
    pub(super) fn stored(
        &mut self,
        value: Expr,
        table: &Table,
        column: &Column,
        scope: &Scope,
    ) -> Result<String, Refusal> {
        let is_default = matches!(&value, Expr::Identifier(ident)
            if ident.quote_style.is_none() && ident.value.eq_ignore_ascii_case("default"));
        let text = match (&column.default, is_default) {
            (Some(default), true) => default.clone(),
            (None, true) => "NULL".to_owned(),
            (_, false) => self.expression(value, scope)?,
        };
        let stored = format!("stored({text}, {}, {})", literal(&table.name), literal(&column.name));
        // MySQL counts up for NULL and for 0.
        Ok(if column.auto_increment { format!("nullif({stored}, 0)") } else { stored })
    }

    /// Column and stored value of each assignment.
    pub(super) fn assignments(
        &mut self,
        table: &Table,
        assignments: Vec<Assignment>,
        scope: &Scope,
    ) -> Result<Vec<(String, String)>, Refusal> {
        let pairs = pairs(assignments, self.dialect())?;
        let mut texts = Vec::with_capacity(pairs.len());
        for (name, value) in pairs {
            let column = self.target(table, &name)?;
            texts.push((quoted(&column.name), self.stored(value, table, column, scope)?));
        }
        Ok(texts)
    }

    pub(super) fn returning(
        &mut self,
        items: Option<&[SelectItem]>,
        scope: &Scope,
        sql: &mut String,
    ) -> Result<Option<Vec<Output>>, Refusal> {
        let Some(items) = items else { return Ok(None) };
        let outputs = self.names.items(items, std::slice::from_ref(scope));
        let own = scope.relations.first().map(|relation| relation.name.clone());
        let unqualified = |item: &SelectItem| match item {
            SelectItem::QualifiedWildcard(_, options) => SelectItem::Wildcard(options.clone()),
            other => other.clone(),
        };
        let mut items: Vec<SelectItem> = items.iter().map(unqualified).collect();
        self.scopes.push(scope.clone());
        self.returning_of = own;
        let rewritten = self.rewrite(&mut items);
        self.returning_of = None;
        self.scopes.pop();
        rewritten?;
        let texts: Vec<String> = items.iter().map(ToString::to_string).collect();
        sql.push_str(&format!(" RETURNING {}", texts.join(", ")));
        Ok(Some(outputs))
    }

    /// The one table a statement writes to: its declaration and its alias.
    fn single(&self, from: &TableWithJoins) -> Result<(Table, Option<String>), Refusal> {
        match &from.relation {
            TableFactor::Table { name, alias, args: None, .. } if from.joins.is_empty() => {
                Ok((self.table(name)?, alias.as_ref().map(|alias| alias.name.value.clone())))
            }
            _ => Err(unsupported(self.dialect(), "writes to several tables at once")),
        }
    }

    /// WHERE, with ORDER BY and LIMIT turned into a choice of rows.
    fn condition(
        &mut self,
        selection: Option<Expr>,
        order: &[OrderByExpr],
        limit: Option<Expr>,
        from: &str,
        scope: &Scope,
    ) -> Result<String, Refusal> {
        let condition = match selection {
            Some(selection) => self.expression(selection, scope)?,
            None => "true".to_owned(),
        };
        let Some(limit) = limit else { return Ok(condition) };
        let limit = self.expression(limit, scope)?;
        let mut keys = Vec::new();
        for key in order {
            keys.push(format!("{}{}", self.expression(key.expr.clone(), scope)?, key.options));
        }
        let order = if keys.is_empty() { String::new() } else { format!(" ORDER BY {}", keys.join(", ")) };
        Ok(format!("rowid IN (SELECT rowid FROM {from} WHERE {condition}{order} LIMIT {limit})"))
    }

    pub(crate) fn update(&mut self, mut update: Update) -> Result<Write, Refusal> {
        let dialect = self.dialect();
        normalise(&mut update, dialect);
        let (table, alias) = self.single(&update.table)?;
        let mut scope = Scope::of(alias.as_deref().unwrap_or(&table.name), table.outputs());
        let from_clause = match update.from.take() {
            Some(UpdateTableFromKind::AfterSet(mut from) | UpdateTableFromKind::BeforeSet(mut from)) => {
                scope.relations.extend(self.names.scope(&from)?.relations);
                self.rewrite(&mut from)?;
                format!(" FROM {}", from.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
            None => String::new(),
        };
        let named = named(&table.name, alias.as_deref());
        let mut set = self.assignments(&table, update.assignments.clone(), &scope)?;
        let condition =
            self.condition(update.selection.take(), &update.order_by, update.limit.take(), &named, &scope)?;
        let same: Vec<String> =
            set.iter().map(|(column, value)| format!("{column} COLLATE BINARY IS {value}")).collect();
        let differs = format!("NOT ({})", same.join(" AND "));
        let mut changed = None;
        if dialect == Family::MySql {
            changed = Some(format!("SELECT count(*) FROM {named} WHERE ({condition}) AND {differs}"));
            let assigned = |column: &Column| set.iter().any(|(name, _)| *name == quoted(&column.name));
            let touched: Vec<(String, String)> = table
                .columns
                .iter()
                .filter(|column| column.touched_on_update && !assigned(column))
                .map(|column| quoted(&column.name))
                .map(|name| (name.clone(), format!("CASE WHEN {differs} THEN now_text() ELSE {name} END")))
                .collect();
            set.extend(touched);
        }
        let mut sql = format!("UPDATE {named} SET {}{from_clause} WHERE {condition}", joined(&set));
        let outputs = self.returning(update.returning.as_deref(), &scope, &mut sql)?;
        Ok(Write { sql, command: "UPDATE", table: table.name, outputs, given: None, changed, merges: false })
    }

    pub(crate) fn delete(&mut self, mut delete: Delete) -> Result<Write, Refusal> {
        normalise(&mut delete, self.dialect());
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        let [from] = from.as_slice() else {
            return Err(unsupported(self.dialect(), "writes to several tables at once"));
        };
        let (table, alias) = self.single(from)?;
        let mut scope = Scope::of(alias.as_deref().unwrap_or(&table.name), table.outputs());
        let named = named(&table.name, alias.as_deref());
        let condition = match delete.using.take() {
            Some(mut using) => {
                scope.relations.extend(self.names.scope(&using)?.relations);
                self.rewrite(&mut using)?;
                let condition = self.condition(delete.selection.take(), &[], None, &named, &scope)?;
                let own = quoted(alias.as_deref().unwrap_or(&table.name));
                let using = using.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                format!("rowid IN (SELECT {own}.rowid FROM {named}, {using} WHERE {condition})")
            }
            None => self.condition(delete.selection.take(), &delete.order_by, delete.limit.take(), &named, &scope)?,
        };
        let mut sql = format!("DELETE FROM {named} WHERE {condition}");
        let outputs = self.returning(delete.returning.as_deref(), &scope, &mut sql)?;
        Ok(Write { sql, command: "DELETE", table: table.name, outputs, given: None, changed: None, merges: false })
    }
}

fn named(table: &str, alias: Option<&str>) -> String {
    match alias {
        Some(alias) => format!("{} AS {}", quoted(table), quoted(alias)),
        None => quoted(table),
    }
}

pub(super) fn joined(set: &[(String, String)]) -> String {
    set.iter().map(|(column, value)| format!("{column} = {value}")).collect::<Vec<_>>().join(", ")
}

/// Column and value of each assignment; `(a, b) = (1, 2)` is two.
pub(super) fn pairs(assignments: Vec<Assignment>, dialect: Family) -> Result<Vec<(Ident, Expr)>, Refusal> {
    let mut pairs = Vec::new();
    let last = |name: &ObjectName| name.0.last().and_then(|part| part.as_ident()).cloned();
    for Assignment { target, value } in assignments {
        match (target, value) {
            (AssignmentTarget::ColumnName(name), value) => pairs.extend(last(&name).map(|name| (name, value))),
            (AssignmentTarget::Tuple(names), Expr::Tuple(values)) if names.len() == values.len() => {
                pairs.extend(names.iter().filter_map(last).zip(values));
            }
            _ => return Err(unsupported(dialect, "assignments to several columns from one query")),
        }
    }
    Ok(pairs)
}
