//! INSERT, with what each server lets stand in its place.

use sqlparser::ast::{ConflictTarget, Expr, Ident, Insert, OnConflictAction, OnInsert, Query, SetExpr, TableObject};

use crate::legacy::embedded::family::Family;

use super::super::catalogue::{literal, quoted, Column, Table};
use super::super::errors::{mysql, postgresql, unsupported, Refusal};
use super::super::schema::list;
use super::scope::{bare, Scope};
use super::write::{joined, pairs};
use super::{normalise, Translator, Write};

impl Translator<'_> {
    pub(crate) fn insert(&mut self, mut insert: Insert) -> Result<Write, Refusal> {
        let dialect = self.dialect();
        normalise(&mut insert, dialect);
        let TableObject::TableName(name) = &insert.table else {
            return Err(unsupported(dialect, "INSERT statements into something other than a table"));
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
            let fewer = row.len() < columns.len() && (named || self.dialect() == Family::MySql);
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
            Family::MySql => mysql::error(
                "ER_WRONG_VALUE_COUNT_ON_ROW",
                1136,
                "21S01",
                format!("Column count doesn't match value count at row {row}"),
            ),
            Family::PostgreSql if values > columns => {
                postgresql::error("42601", "INSERT has more expressions than target columns")
            }
            Family::PostgreSql => postgresql::error("42601", "INSERT has more target columns than expressions"),
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
}
