//! INSERT, UPDATE and DELETE.

use sqlparser::ast::{
    Assignment, AssignmentTarget, ConflictTarget, Delete, Expr, FromTable, Ident, Insert, ObjectName, OnConflictAction,
    OnInsert, OrderByExpr, Query, SelectItem, SetExpr, TableFactor, TableObject, TableWithJoins, Update,
    UpdateTableFromKind,
};

use crate::legacy::Dialect;

use super::super::catalogue::{literal, quoted, Column, Output, Table};
use super::super::errors::{mysql, no_such_table, postgresql, unsupported, Refusal};
use super::super::schema::list;
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
    fn table(&self, name: &ObjectName) -> Result<Table, Refusal> {
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

    fn target<'t>(&self, table: &'t Table, name: &Ident) -> Result<&'t Column, Refusal> {
        table.column(&name.value, self.dialect()).ok_or_else(|| match self.dialect() {
            Dialect::MySql => mysql::bad_field(&name.value, "field list"),
            Dialect::PostgreSql => {
                let message = format!("column \"{}\" of relation \"{}\" does not exist", name.value, table.name);
                let mut error = postgresql::error("42703", message);
                error.position = self.names.source.position(name.span.start);
                error
            }
        })
    }

    /// A value as it goes into a column.
    fn stored(&mut self, value: Expr, table: &Table, column: &Column, scope: &Scope) -> Result<String, Refusal> {
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

    pub(crate) fn insert(&mut self, mut insert: Insert) -> Result<Write, Refusal> {
        let dialect = self.dialect();
        normalise(&mut insert, dialect);
        let TableObject::TableName(name) = &insert.table else {
            return Err(unsupported(dialect, "INSERT into something other than a table"));
        };
        let table = self.table(name)?;
        let assigned: Vec<(Ident, Expr)> = pairs(std::mem::take(&mut insert.assignments), dialect)?;
        let named: Vec<Ident> = match assigned.is_empty() {
            true => insert.columns.iter().filter_map(|name| name.0.last()?.as_ident().cloned()).collect(),
            false => assigned.iter().map(|(name, _)| name.clone()).collect(),
        };
        let columns: Vec<&Column> = match named.is_empty() {
            true => table.columns.iter().filter(|column| column.generated.is_none()).collect(),
            false => named.iter().map(|name| self.target(&table, name)).collect::<Result<_, _>>()?,
        };
        let rows = match insert.source.take() {
            _ if !assigned.is_empty() => Some(vec![assigned.into_iter().map(|(_, value)| value).collect()]),
            Some(query) => match *query {
                Query { with: None, body, order_by: None, limit_clause: None, .. }
                    if matches!(*body, SetExpr::Values(_)) =>
                {
                    let SetExpr::Values(values) = *body else { return Err(unsupported(dialect, "such an INSERT")) };
                    Some(values.rows.into_iter().map(|row| row.content).collect())
                }
                query => return self.insert_query(&insert, &table, &columns, query),
            },
            None => None,
        };
        let (count, body) = self.rows(&table, &columns, rows, !named.is_empty())?;
        self.finish_insert(&insert, &table, &columns[..count], body)
    }

    /// The VALUES of an INSERT, and how many of the columns they fill.
    fn rows(
        &mut self,
        table: &Table,
        columns: &[&Column],
        rows: Option<Vec<Vec<Expr>>>,
        named: bool,
    ) -> Result<(usize, String), Refusal> {
        let Some(rows) = rows.filter(|rows| rows.iter().any(|row| !row.is_empty())) else {
            return Ok((0, "DEFAULT VALUES".to_owned()));
        };
        let count = rows.first().map_or(0, Vec::len);
        let mut texts = Vec::with_capacity(rows.len());
        for (index, row) in rows.into_iter().enumerate() {
            let fewer = row.len() < columns.len() && (named || self.dialect() == Dialect::MySql);
            if row.len() > columns.len() || fewer || row.len() != count {
                return Err(self.wrong_count(index + 1, row.len(), columns.len()));
            }
            let mut values = Vec::with_capacity(row.len());
            for (value, column) in row.into_iter().zip(columns) {
                values.push(self.stored(value, table, column, &Scope::default())?);
            }
            texts.push(format!("({})", values.join(", ")));
        }
        Ok((count, format!("VALUES {}", texts.join(", "))))
    }

    fn wrong_count(&self, row: usize, values: usize, columns: usize) -> Refusal {
        match self.dialect() {
            Dialect::MySql => mysql::error(
                "ER_WRONG_VALUE_COUNT_ON_ROW",
                1136,
                "21S01",
                format!("Column count doesn't match value count at row {row}"),
            ),
            Dialect::PostgreSql if values > columns => {
                postgresql::error("42601", "INSERT has more expressions than target columns")
            }
            Dialect::PostgreSql => postgresql::error("42601", "INSERT has more target columns than expressions"),
        }
    }

    fn insert_query(
        &mut self,
        insert: &Insert,
        table: &Table,
        columns: &[&Column],
        query: Query,
    ) -> Result<Write, Refusal> {
        let read = self.query(query)?;
        if read.outputs.len() > columns.len() || (read.outputs.len() < columns.len() && !insert.columns.is_empty()) {
            return Err(self.wrong_count(1, read.outputs.len(), columns.len()));
        }
        let columns = &columns[..read.outputs.len()];
        let names: Vec<String> = (0..columns.len()).map(|index| format!("c{index}")).collect();
        let values: Vec<String> = names
            .iter()
            .zip(columns)
            .map(|(name, column)| format!("stored({name}, {}, {})", literal(&table.name), literal(&column.name)))
            .collect();
        // Without WHERE an ON CONFLICT after a SELECT would be read as a join condition.
        let body = format!(
            "WITH loginscope_rows({}) AS ({}) SELECT {} FROM loginscope_rows WHERE true",
            names.join(", "),
            read.sql,
            values.join(", ")
        );
        self.finish_insert(insert, table, columns, body)
    }

    fn finish_insert(
        &mut self,
        insert: &Insert,
        table: &Table,
        columns: &[&Column],
        body: String,
    ) -> Result<Write, Refusal> {
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let verb = match (insert.replace_into, insert.ignore) {
            (true, _) => "INSERT OR REPLACE",
            (_, true) => "INSERT OR IGNORE",
            _ => "INSERT",
        };
        let listed = if names.is_empty() { String::new() } else { format!(" ({})", list(&names)) };
        let alias = insert.table_alias.as_ref().map(|alias| alias.alias.value.clone());
        let mut scope = Scope::of(alias.as_deref().unwrap_or(&table.name), table.outputs());
        let mut sql = format!("{verb} INTO {}{listed} {body}", quoted(&table.name));
        if let Some(alias) = &alias {
            sql = format!("{verb} INTO {} AS {}{listed} {body}", quoted(&table.name), quoted(alias));
        }
        if let Some(row) = &insert.insert_alias {
            let name = bare(&row.row_alias);
            scope.relations.append(&mut Scope::of(&name, table.outputs()).relations);
            self.row_alias = Some(name);
        }
        if let Some(on) = &insert.on {
            sql.push_str(&self.conflict(on, table, &scope)?);
        }
        let outputs = self.returning(insert.returning.as_deref(), &scope, &mut sql)?;
        Ok(Write {
            sql,
            command: if insert.replace_into { "REPLACE" } else { "INSERT" },
            table: table.name.clone(),
            outputs,
            given: Some(names),
            changed: None,
            merges: insert.replace_into || insert.on.is_some(),
        })
    }

    fn conflict(&mut self, on: &OnInsert, table: &Table, scope: &Scope) -> Result<String, Refusal> {
        let dialect = self.dialect();
        match on {
            OnInsert::DuplicateKeyUpdate(assignments) => {
                let set = self.assignments(table, assignments.clone(), scope)?;
                Ok(format!(" ON CONFLICT DO UPDATE SET {}", joined(&set)))
            }
            OnInsert::OnConflict(conflict) => {
                let target = match &conflict.conflict_target {
                    None => String::new(),
                    Some(ConflictTarget::Columns(columns)) => {
                        let names: Vec<String> = columns.iter().map(|ident| ident.value.clone()).collect();
                        format!(" ({})", list(&names))
                    }
                    Some(ConflictTarget::OnConstraint(name)) => {
                        let name = bare(name);
                        let key = table.keys().find(|key| key.name == name).ok_or_else(|| {
                            let message = format!("constraint \"{name}\" for table \"{}\" does not exist", table.name);
                            postgresql::error("42704", message)
                        })?;
                        format!(" ({})", list(&key.columns))
                    }
                };
                match &conflict.action {
                    OnConflictAction::DoNothing => Ok(format!(" ON CONFLICT{target} DO NOTHING")),
                    OnConflictAction::DoUpdate(_) if target.is_empty() => Err(postgresql::error(
                        "42601",
                        "ON CONFLICT DO UPDATE requires inference specification or constraint name",
                    )),
                    OnConflictAction::DoUpdate(update) => {
                        let set = joined(&self.assignments(table, update.assignments.clone(), scope)?);
                        let condition = match &update.selection {
                            Some(condition) => format!(" WHERE {}", self.expression(condition.clone(), scope)?),
                            None => String::new(),
                        };
                        Ok(format!(" ON CONFLICT{target} DO UPDATE SET {set}{condition}"))
                    }
                }
            }
            _ => Err(unsupported(dialect, "such clauses of INSERT")),
        }
    }

    /// Column and stored value of each assignment.
    fn assignments(
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

    fn returning(
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
        if dialect == Dialect::MySql {
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

fn joined(set: &[(String, String)]) -> String {
    set.iter().map(|(column, value)| format!("{column} = {value}")).collect::<Vec<_>>().join(", ")
}

/// Column and value of each assignment; `(a, b) = (1, 2)` is two.
fn pairs(assignments: Vec<Assignment>, dialect: Dialect) -> Result<Vec<(Ident, Expr)>, Refusal> {
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
