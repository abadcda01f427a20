//! Relations that are there for one statement only: the results of the parts of a `WITH` that writes, and what the
//! information schema says of the tables.
//!
//! They are filled into temporary tables before the statement that reads them is translated, and dropped behind it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::types::Value;
use sqlparser::ast::{
    Cte, Ident, ObjectName, Query, SetExpr, Statement, TableAlias, TableFactor, VisitMut, VisitorMut,
};

use crate::legacy::embedded::family::Family;
use crate::legacy::{Dialect, Reply};

use super::catalogue::{quoted, Column, Output, Table};
use super::database::Database;
use super::errors::{unsupported, Refusal};
use super::parse::{Parsed, Source};
use super::translate::normalise;
use super::types::{ColumnType, Kind};

/// A relation's name with its columns.
pub(super) type Beside = (String, Vec<Output>);

/// The schema in which the servers describe their tables.
const SCHEMA: &str = "information_schema";

/// The columns of its `tables`.
pub(super) const TABLES: &[&str] = &["table_catalog", "table_schema", "table_name", "table_type"];

/// The columns of its `columns`; those after the sixth are not the same everywhere.
pub(super) const COLUMNS: &[&str] = &[
    "table_catalog",
    "table_schema",
    "table_name",
    "column_name",
    "ordinal_position",
    "column_default",
    "is_nullable",
    "data_type",
    "character_maximum_length",
];

impl Database {
    /// Runs a statement; what it needs beside the tables is there while it runs.
    pub(super) fn run_beside(
        &mut self,
        mut parsed: Parsed,
        source: &Source<'_>,
        values: &[Value],
    ) -> Result<Reply, Refusal> {
        let mut wanted = Wanted { server: self.server, found: Vec::new() };
        // It never breaks off.
        let _ = parsed.statement.visit(&mut wanted);
        let writes = matches!(&parsed.statement, Statement::Query(query) if writes(query));
        if wanted.found.is_empty() && !writes {
            return self.run_alone(parsed, source, values);
        }
        let outer = self.beside.len();
        self.plain("SAVEPOINT loginscope_beside")?;
        let result = self.fill_and_run(parsed, &wanted.found, writes, source, values);
        for (name, _) in self.beside.split_off(outer) {
            self.plain(&format!("DROP TABLE IF EXISTS temp.{}", quoted(&name)))?;
        }
        if result.is_err() {
            self.plain("ROLLBACK TO loginscope_beside")?;
        }
        self.plain("RELEASE loginscope_beside")?;
        result
    }

    fn fill_and_run(
        &mut self,
        mut parsed: Parsed,
        described: &[String],
        writes: bool,
        source: &Source<'_>,
        values: &[Value],
    ) -> Result<Reply, Refusal> {
        for name in described {
            let (outputs, rows) = self.described(name);
            self.put_beside(&format!("{SCHEMA}.{name}"), outputs, rows)?;
        }
        if writes {
            let statement = std::mem::replace(&mut parsed.statement, Statement::UnlockTables);
            let Statement::Query(mut query) = statement else { return Err(unsupported(self.dialect, "such WITH")) };
            normalise(query.as_mut(), self.dialect);
            let with = query.with.take();
            if with.as_ref().is_some_and(|with| with.recursive) {
                return Err(unsupported(self.dialect, "WITH RECURSIVE clauses that write"));
            }
            let mut before = BTreeMap::new();
            for part in with.map(|with| with.cte_tables).unwrap_or_default() {
                self.part(part, &parsed, source, values, &mut before)?;
            }
            parsed.statement = match *query.body {
                SetExpr::Insert(statement) | SetExpr::Update(statement) | SetExpr::Delete(statement) => statement,
                _ => {
                    // A query does not see what the parts beside it have written.
                    for (name, (outputs, rows)) in before {
                        self.put_beside(&name, outputs, rows)?;
                    }
                    Statement::Query(query)
                }
            };
        }
        self.run_alone(parsed, source, values)
    }

    /// One part of a `WITH`.
    ///
    /// `before` takes the tables it writes to as they were.
    fn part(
        &mut self,
        part: Cte,
        parsed: &Parsed,
        source: &Source<'_>,
        values: &[Value],
        before: &mut BTreeMap<String, (Vec<Output>, Vec<Vec<Value>>)>,
    ) -> Result<(), Refusal> {
        let (mut outputs, rows) = match *part.query.body {
            SetExpr::Insert(statement) | SetExpr::Update(statement) | SetExpr::Delete(statement) => {
                let write = self.translated(parsed, source, |translator| match statement {
                    Statement::Insert(insert) => translator.insert(insert),
                    Statement::Update(update) => translator.update(update),
                    Statement::Delete(delete) => translator.delete(delete),
                    _ => Err(unsupported(Family::PostgreSql, "such parts of WITH")),
                })?;
                if !before.contains_key(&write.table) {
                    let all = format!("SELECT * FROM main.{} ORDER BY rowid", quoted(&write.table));
                    let rows = self.raw_rows(&all, &[], None)?;
                    let outputs = self.known().0.outputs(&write.table).unwrap_or_default();
                    before.insert(write.table.clone(), (outputs, rows));
                }
                let rows = self.raw_rows(&write.sql, values, Some(&write))?;
                (write.outputs.unwrap_or_default(), rows)
            }
            _ => {
                let query = *part.query;
                let read = self.translated(parsed, source, |translator| translator.query(query))?;
                let rows = self.raw_rows(&read.sql, values, None)?;
                (read.outputs, rows)
            }
        };
        for (output, name) in outputs.iter_mut().zip(&part.alias.columns) {
            output.name.clone_from(&name.name.value);
        }
        for output in &mut outputs {
            output.table = None;
        }
        self.put_beside(&part.alias.name.value, outputs, rows)
    }

    fn put_beside(&mut self, name: &str, outputs: Vec<Output>, rows: Vec<Vec<Value>>) -> Result<(), Refusal> {
        let own = quoted(name);
        let columns: Vec<String> = outputs.iter().map(|output| quoted(&output.name)).collect();
        self.beside.push((name.to_owned(), outputs));
        // A part without RETURNING has no columns, and nothing can be asked of it.
        if columns.is_empty() {
            return self.plain(&format!("CREATE TEMP TABLE {own} (\"no columns\")"));
        }
        self.plain(&format!("CREATE TEMP TABLE {own} ({})", columns.join(", ")))?;
        let marks = vec!["?"; columns.len()].join(", ");
        self.insert_rows(&format!("INSERT INTO temp.{own} VALUES ({marks})"), &rows)
    }

    /// What the information schema says.
    fn described(&self, name: &str) -> (Vec<Output>, Vec<Vec<Value>>) {
        let (catalogue, database) = self.known();
        let (own_catalogue, schema) = match (self.server, self.dialect) {
            (Some(_), _) => (database, "dbo".to_owned()),
            (None, Family::MySql) => ("def".to_owned(), database),
            (None, Family::PostgreSql) => (database, "public".to_owned()),
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let outputs = |names: &[&str]| names.iter().map(|name| self.described_output(name)).collect::<Vec<Output>>();
        if name == "tables" {
            let row = |name: &str, kind: &str| vec![text(&own_catalogue), text(&schema), text(name), text(kind)];
            let mut rows: Vec<_> = catalogue.tables.keys().map(|name| row(name, "BASE TABLE")).collect();
            rows.extend(catalogue.views.keys().map(|name| row(name, "VIEW")));
            return (outputs(TABLES), rows);
        }
        let mut rows = Vec::new();
        for table in catalogue.tables.values() {
            for (index, column) in table.columns.iter().enumerate() {
                let mut row = vec![text(&own_catalogue), text(&schema), text(&table.name), text(&column.name)];
                row.push(Value::Integer(index as i64 + 1));
                row.extend(self.described_column(table, column));
                rows.push(row);
            }
        }
        (outputs(COLUMNS), rows)
    }

    fn described_output(&self, name: &str) -> Output {
        let ty = match name {
            "ordinal_position" | "character_maximum_length" => ColumnType::integer(self.dialect),
            _ => ColumnType::text(self.dialect),
        };
        let upper = self.server.is_some() || self.dialect == Family::MySql;
        Output { name: if upper { name.to_ascii_uppercase() } else { name.to_owned() }, ty, table: None }
    }

    fn described_column(&self, table: &Table, column: &Column) -> [Value; 4] {
        let in_key = table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name));
        let nullable = if column.not_null || in_key { "NO" } else { "YES" };
        let ty = match (self.server, self.dialect) {
            (None, Family::PostgreSql) => &column.ty.spelled,
            _ => &column.ty.name,
        };
        let ty = ty.split('(').next().unwrap_or_default().to_owned();
        let length = match column.ty.kind {
            Kind::Text(Some(length)) => Value::Integer(i64::try_from(length).unwrap_or(i64::MAX)),
            _ => Value::Null,
        };
        let default = column.default.clone().map_or(Value::Null, Value::Text);
        [default, Value::Text(nullable.to_owned()), Value::Text(ty), length]
    }
}

/// Whether a part of a query's `WITH`, or what follows it, writes.
fn writes(query: &Query) -> bool {
    let is_write = |body: &SetExpr| matches!(body, SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_));
    let parts = query.with.iter().flat_map(|with| &with.cte_tables);
    is_write(&query.body) || parts.map(|part| &part.query.body).any(|body| is_write(body))
}

/// Looks for tables of the information schema and gives them one name.
struct Wanted {
    server: Option<Dialect>,
    /// `tables`, `columns`; each once.
    found: Vec<String>,
}

impl VisitorMut for Wanted {
    type Break = ();

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        if matches!(self.server, Some(Dialect::Oracle | Dialect::Db2)) {
            return ControlFlow::Continue(());
        }
        let TableFactor::Table { name, alias, args: None, .. } = factor else { return ControlFlow::Continue(()) };
        let parts: Vec<String> =
            name.0.iter().filter_map(|part| part.as_ident()).map(|ident| ident.value.to_lowercase()).collect();
        let [.., schema, own] = parts.as_slice() else { return ControlFlow::Continue(()) };
        if schema == SCHEMA && matches!(own.as_str(), "tables" | "columns") {
            let written = name.0.last().and_then(|part| part.as_ident()).cloned();
            if alias.is_none() {
                *alias = written.map(|ident| TableAlias { explicit: true, name: ident, columns: Vec::new(), at: None });
            }
            *name = ObjectName::from(vec![Ident::with_quote('"', format!("{SCHEMA}.{own}"))]);
            if !self.found.contains(own) {
                self.found.push(own.clone());
            }
        }
        ControlFlow::Continue(())
    }
}
