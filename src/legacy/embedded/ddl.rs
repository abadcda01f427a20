//! Statements that change what tables there are.

use sqlparser::ast::{
    CreateIndex, CreateTable, CreateTableLikeKind, CreateTableOptions, CreateView, Expr, ObjectName, ObjectType,
    SqlOption,
};

use crate::legacy::embedded::family::Family;

use super::catalogue::{literal, quoted, Catalogue, Index, Output, Table};
use super::database::Database;
use super::declare::Declaration;
use super::errors::{mysql, no_such_table, postgresql, unsupported, Refusal};
use super::parse::{Parsed, Source};
use super::schema;
use super::translate::scope::{bare, Scope};
use super::translate::{normalise, Translator};

impl Database {
    /// Runs `read` with a declaration reader over the present catalogue, then keeps the casts and sequences it made.
    pub(super) fn declaring<T>(
        &mut self,
        source: &Source<'_>,
        parsed: &Parsed,
        read: impl FnOnce(&mut Declaration<'_, '_>, &Catalogue) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (catalogue, database) = self.known();
        let mut translator = Translator::new(self.dialect, &catalogue, &database, source, &parsed.tokens);
        let mut declaration = Declaration {
            dialect: self.dialect,
            translator: &mut translator,
            known: &catalogue,
            sequences: Vec::new(),
        };
        let result = read(&mut declaration, &catalogue)?;
        let sequences = std::mem::take(&mut declaration.sequences);
        let casts = std::mem::take(&mut translator.casts);
        self.keep_casts(casts);
        let mut session = self.shared.lock();
        for name in sequences {
            session.sequences.entry(name).or_insert(1);
        }
        Ok(result)
    }

    /// `CREATE TABLE`.
    pub(super) fn create_table(
        &mut self,
        mut create: CreateTable,
        source: &Source<'_>,
        parsed: &Parsed,
    ) -> Result<(), Refusal> {
        normalise(&mut create, self.dialect);
        let name = bare(&create.name);
        let (catalogue, _) = self.known();
        if catalogue.outputs(&name).is_some() {
            return if create.if_not_exists { Ok(()) } else { Err(self.exists(&name)) };
        }
        if create.query.is_some() {
            return Err(unsupported(self.dialect, "CREATE TABLE … AS statements"));
        }
        let first_number = first_number(&create.table_options);
        let table = match &create.like {
            Some(like) => {
                let (CreateTableLikeKind::Plain(like) | CreateTableLikeKind::Parenthesized(like)) = like;
                let original = catalogue.tables.get(&bare(&like.name));
                let original = original.ok_or_else(|| self.no_table(&bare(&like.name)))?;
                Table { name, foreign: Vec::new(), ..original.clone() }
            }
            None => self.declaring(source, parsed, |declaration, _| declaration.table(create))?,
        };
        self.make(&table)?;
        if let (Some(first), Some(_)) = (first_number, schema::row_id(&table)) {
            let sequence =
                format!("INSERT INTO sqlite_sequence (name, seq) VALUES ({}, {})", literal(&table.name), first - 1);
            self.plain(&sequence)?;
        }
        self.change_catalogue(|catalogue| catalogue.tables.insert(table.name.clone(), table));
        Ok(())
    }

    /// Defaults and triggers name the table, so the catalogue must know it by the time a row comes.
    pub(super) fn make(&mut self, table: &Table) -> Result<(), Refusal> {
        for statement in schema::statements(table, self.dialect, self.server) {
            self.plain(&statement)?;
        }
        Ok(())
    }

    fn exists(&self, name: &str) -> Refusal {
        match self.dialect {
            Family::MySql => {
                mysql::error("ER_TABLE_EXISTS_ERROR", 1050, "42S01", format!("Table '{name}' already exists"))
            }
            Family::PostgreSql => postgresql::error("42P07", format!("relation \"{name}\" already exists")),
        }
    }

    pub(super) fn no_table(&self, name: &str) -> Refusal {
        let (_, database) = self.known();
        no_such_table(self.dialect, &database, name, None)
    }

    /// `CREATE INDEX`. Only unique ones matter.
    pub(super) fn create_index(
        &mut self,
        mut create: CreateIndex,
        source: &Source<'_>,
        parsed: &Parsed,
    ) -> Result<(), Refusal> {
        normalise(&mut create, self.dialect);
        let name = bare(&create.table_name);
        if !self.known().0.tables.contains_key(&name) {
            return Err(self.no_table(&name));
        }
        if !create.unique {
            return Ok(());
        }
        let index = create.name.as_ref().map(bare);
        let (table, statement) = self.declaring(source, parsed, |declaration, catalogue| {
            let mut table = catalogue.tables.get(&name).cloned().unwrap_or_default();
            let plain = declaration.key_columns(&table, &create.columns).ok().filter(|_| create.predicate.is_none());
            if let Some(columns) = plain {
                declaration.unique(&mut table, index, columns, true);
                return Ok((table, None));
            }
            let scope = Scope::of(&table.name, table.outputs());
            let mut keys = Vec::new();
            for column in create.columns {
                keys.push(declaration.translator.expression(column.column.expr, &scope)?);
            }
            let predicate = match create.predicate {
                Some(predicate) => format!(" WHERE {}", declaration.translator.expression(predicate, &scope)?),
                None => String::new(),
            };
            let index = index.unwrap_or_else(|| format!("{}_expr_idx", table.name));
            let statement = format!(
                "CREATE UNIQUE INDEX {} ON {} ({}){predicate}",
                quoted(&index),
                quoted(&table.name),
                keys.join(", ")
            );
            table.indexes.push(Index { name: index, statement: statement.clone() });
            Ok((table, Some(statement)))
        })?;
        match statement {
            Some(statement) => {
                self.plain(&statement)?;
                self.change_catalogue(|catalogue| catalogue.tables.insert(name, table));
                Ok(())
            }
            None => self.remake(&name, table),
        }
    }

    /// `CREATE VIEW`.
    pub(super) fn create_view(
        &mut self,
        mut create: CreateView,
        source: &Source<'_>,
        parsed: &Parsed,
    ) -> Result<(), Refusal> {
        normalise(&mut create, self.dialect);
        let name = bare(&create.name);
        if self.known().0.outputs(&name).is_some() && !create.or_replace {
            return Err(self.exists(&name));
        }
        let read = self.declaring(source, parsed, |declaration, _| declaration.translator.query(*create.query))?;
        let mut outputs: Vec<Output> =
            read.outputs.into_iter().map(|output| Output { table: None, ..output }).collect();
        for (output, column) in outputs.iter_mut().zip(&create.columns) {
            output.name.clone_from(&column.name.value);
        }
        let names: Vec<String> = outputs.iter().map(|output| output.name.clone()).collect();
        self.plain(&format!("DROP VIEW IF EXISTS {}", quoted(&name)))?;
        self.plain(&format!("CREATE VIEW {} ({}) AS {}", quoted(&name), schema::list(&names), read.sql))?;
        self.change_catalogue(|catalogue| catalogue.views.insert(name, outputs));
        Ok(())
    }

    /// `DROP …`.
    pub(super) fn drop(&mut self, kind: ObjectType, names: &[ObjectName], if_exists: bool) -> Result<(), Refusal> {
        for name in names {
            let mut name = name.clone();
            normalise(&mut name, self.dialect);
            let own = bare(&name);
            let (catalogue, database) = self.known();
            match kind {
                ObjectType::Table if catalogue.tables.contains_key(&own) => {
                    self.plain(&format!("DROP TABLE {}", quoted(&own)))?;
                    self.change_catalogue(|catalogue| catalogue.tables.remove(&own));
                }
                ObjectType::View | ObjectType::MaterializedView if catalogue.views.contains_key(&own) => {
                    self.plain(&format!("DROP VIEW {}", quoted(&own)))?;
                    self.change_catalogue(|catalogue| catalogue.views.remove(&own));
                }
                ObjectType::Table | ObjectType::View if !if_exists => {
                    return Err(match self.dialect {
                        Family::MySql => mysql::error(
                            "ER_BAD_TABLE_ERROR",
                            1051,
                            "42S02",
                            format!("Unknown table '{database}.{own}'"),
                        ),
                        Family::PostgreSql => postgresql::error("42P01", format!("table \"{own}\" does not exist")),
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// `TRUNCATE`.
    pub(super) fn truncate(&mut self, name: &ObjectName) -> Result<(), Refusal> {
        let mut name = name.clone();
        normalise(&mut name, self.dialect);
        let own = bare(&name);
        if !self.known().0.tables.contains_key(&own) {
            return Err(self.no_table(&own));
        }
        self.plain(&format!("DELETE FROM {}", quoted(&own)))
    }
}

/// `AUTO_INCREMENT=1000` after a MySQL table.
fn first_number(options: &CreateTableOptions) -> Option<i64> {
    let CreateTableOptions::Plain(options) = options else { return None };
    options.iter().find_map(|option| match option {
        SqlOption::KeyValue { key, value: Expr::Value(value) } if key.value.eq_ignore_ascii_case("auto_increment") => {
            value.value.to_string().parse().ok()
        }
        _ => None,
    })
}
