//! Statements that change what tables there are.

use sqlparser::ast::{
    AlterColumnOperation, AlterTable, AlterTableOperation, ColumnDef, CreateIndex, CreateTable, CreateTableOptions,
    CreateView, Expr, ObjectName, ObjectType, RenameTableNameKind, SqlOption,
};

use crate::legacy::Dialect;

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
    fn declaring<T>(
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
            enums: &catalogue.enums,
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
            return Err(unsupported(self.dialect, "CREATE TABLE … AS"));
        }
        let first_number = first_number(&create.table_options);
        let table = match &create.like {
            Some(like) => {
                let (sqlparser::ast::CreateTableLikeKind::Plain(like)
                | sqlparser::ast::CreateTableLikeKind::Parenthesized(like)) = like;
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
    fn make(&mut self, table: &Table) -> Result<(), Refusal> {
        for statement in schema::statements(table, self.dialect) {
            self.plain(&statement)?;
        }
        Ok(())
    }

    fn exists(&self, name: &str) -> Refusal {
        match self.dialect {
            Dialect::MySql => {
                mysql::error("ER_TABLE_EXISTS_ERROR", 1050, "42S01", format!("Table '{name}' already exists"))
            }
            Dialect::PostgreSql => postgresql::error("42P07", format!("relation \"{name}\" already exists")),
        }
    }

    fn no_table(&self, name: &str) -> Refusal {
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
                declaration.unique(&mut table, index, columns);
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
                        Dialect::MySql => mysql::error(
                            "ER_BAD_TABLE_ERROR",
                            1051,
                            "42S02",
                            format!("Unknown table '{database}.{own}'"),
                        ),
                        Dialect::PostgreSql => postgresql::error("42P01", format!("table \"{own}\" does not exist")),
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

    /// `ALTER TABLE`: the declaration is changed and the table made anew from it with its rows.
    pub(super) fn alter_table(
        &mut self,
        mut alter: AlterTable,
        source: &Source<'_>,
        parsed: &Parsed,
    ) -> Result<(), Refusal> {
        normalise(&mut alter, self.dialect);
        let name = bare(&alter.name);
        if !self.known().0.tables.contains_key(&name) {
            // `pg_dump` also alters sequences and views, which have nothing to change here.
            let known = self.shared.lock().sequences.contains_key(&name) || self.known().0.views.contains_key(&name);
            return if alter.if_exists || known { Ok(()) } else { Err(self.no_table(&name)) };
        }
        let table = self.declaring(source, parsed, |declaration, catalogue| {
            let mut table = catalogue.tables.get(&name).cloned().unwrap_or_default();
            for operation in alter.operations {
                alter_one(declaration, &mut table, operation)?;
            }
            Ok(table)
        })?;
        self.remake(&name, table)
    }

    /// Makes a table again from a changed declaration and puts its rows back.
    fn remake(&mut self, name: &str, table: Table) -> Result<(), Refusal> {
        let (catalogue, _) = self.known();
        let Some(old) = catalogue.tables.get(name) else { return Ok(()) };
        if *old == table {
            return Ok(());
        }
        let kept: Vec<String> = old
            .columns
            .iter()
            .filter(|column| column.generated.is_none())
            .map(|column| column.name.clone())
            .filter(|column| table.columns.iter().any(|own| own.name == *column))
            .collect();
        self.plain(&format!("CREATE TEMP TABLE loginscope_rows AS SELECT * FROM {}", quoted(name)))?;
        self.change_catalogue(|catalogue| {
            catalogue.tables.remove(name);
            catalogue.tables.insert(table.name.clone(), table.clone());
        });
        let remade =
            self.plain(&format!("DROP TABLE {}", quoted(name))).and_then(|()| self.make(&table)).and_then(|()| {
                if kept.is_empty() {
                    return Ok(());
                }
                let columns = schema::list(&kept);
                self.plain(&format!(
                    "INSERT INTO {} ({columns}) SELECT {columns} FROM loginscope_rows",
                    quoted(&table.name)
                ))
            });
        let dropped = self.plain("DROP TABLE temp.loginscope_rows");
        remade.and(dropped)
    }
}

fn alter_one(
    declaration: &mut Declaration<'_, '_>,
    table: &mut Table,
    operation: AlterTableOperation,
) -> Result<(), Refusal> {
    use AlterTableOperation as Op;
    let dialect = declaration.dialect;
    match operation {
        Op::AddColumn { column_def, if_not_exists, .. } => {
            if if_not_exists && table.column(&column_def.name.value, dialect).is_some() {
                return Ok(());
            }
            declaration.column(table, column_def)
        }
        Op::AddConstraint { constraint, .. } => declaration.constraint(table, constraint),
        Op::DropColumn { column_names, .. } => {
            table.columns.retain(|column| !column_names.iter().any(|name| name.value == column.name));
            Ok(())
        }
        Op::RenameColumn { old_column_name, new_column_name } => {
            let found = table.columns.iter_mut().find(|column| column.name == old_column_name.value);
            if let Some(column) = found {
                column.name = new_column_name.value;
                return Ok(());
            }
            Err(no_column(dialect, &old_column_name.value, &table.name))
        }
        Op::RenameTable { table_name } => {
            let (RenameTableNameKind::As(name) | RenameTableNameKind::To(name)) = &table_name;
            table.name = bare(name);
            Ok(())
        }
        Op::DropConstraint { name, .. } => {
            table.unique.retain(|key| key.name != name.value);
            table.checks.retain(|check| check.name != name.value);
            table.foreign.retain(|key| key.name != name.value);
            Ok(())
        }
        Op::DropIndex { name } => {
            table.unique.retain(|key| key.name != name.value);
            Ok(())
        }
        Op::DropPrimaryKey { .. } => {
            table.primary_key = None;
            Ok(())
        }
        Op::ModifyColumn { col_name, data_type, options, .. } => {
            let options =
                options.into_iter().map(|option| sqlparser::ast::ColumnOptionDef { name: None, option }).collect();
            replace_column(
                declaration,
                table,
                &col_name.value.clone(),
                ColumnDef { name: col_name, data_type, options },
            )
        }
        Op::AlterColumn { column_name, op } => alter_column(declaration, table, &column_name.value, op),
        // What pg_dump and mysqldump say of owners, keys and locks changes no answer.
        Op::OwnerTo { .. }
        | Op::AutoIncrement { .. }
        | Op::Algorithm { .. }
        | Op::Lock { .. }
        | Op::EnableRowLevelSecurity
        | Op::DisableRowLevelSecurity
        | Op::ReplicaIdentity { .. }
        | Op::ValidateConstraint { .. } => Ok(()),
        _ => Err(unsupported(dialect, "changes of this kind to a table")),
    }
}

/// Declares a column again in its old place.
fn replace_column(
    declaration: &mut Declaration<'_, '_>,
    table: &mut Table,
    old: &str,
    def: ColumnDef,
) -> Result<(), Refusal> {
    let index = table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(old));
    let index = index.ok_or_else(|| no_column(declaration.dialect, old, &table.name))?;
    declaration.column(table, def)?;
    table.columns.swap_remove(index);
    Ok(())
}

fn alter_column(
    declaration: &mut Declaration<'_, '_>,
    table: &mut Table,
    name: &str,
    operation: AlterColumnOperation,
) -> Result<(), Refusal> {
    let default = match &operation {
        AlterColumnOperation::SetDefault { value } => declaration.default(value.clone())?,
        _ => None,
    };
    let ty = match &operation {
        AlterColumnOperation::SetDataType { data_type, .. } => Some(
            super::translate::infer::declared(data_type, declaration.dialect, declaration.enums)
                .ok_or_else(|| unsupported(declaration.dialect, "columns of this type"))?,
        ),
        _ => None,
    };
    let index = table.columns.iter().position(|column| column.name == name);
    let Some(index) = index else { return Err(no_column(declaration.dialect, name, &table.name)) };
    let mut column = table.columns[index].clone();
    match operation {
        AlterColumnOperation::SetNotNull => column.not_null = true,
        AlterColumnOperation::DropNotNull => column.not_null = false,
        AlterColumnOperation::SetDefault { .. } => column.default = default,
        AlterColumnOperation::DropDefault => column.default = None,
        AlterColumnOperation::SetDataType { .. } => column.ty = ty.unwrap_or(column.ty),
        AlterColumnOperation::AddGenerated { .. } => declaration.sequence(table, &mut column),
    }
    table.columns[index] = column;
    Ok(())
}

fn no_column(dialect: Dialect, name: &str, table: &str) -> Refusal {
    match dialect {
        Dialect::MySql => mysql::bad_field(name, table),
        Dialect::PostgreSql => {
            postgresql::error("42703", format!("column \"{name}\" of relation \"{table}\" does not exist"))
        }
    }
}

/// `AUTO_INCREMENT=1000` after a MySQL table.
fn first_number(options: &CreateTableOptions) -> Option<i64> {
    let (CreateTableOptions::With(options) | CreateTableOptions::Options(options) | CreateTableOptions::Plain(options)) =
        options
    else {
        return None;
    };
    options.iter().find_map(|option| match option {
        SqlOption::KeyValue { key, value: Expr::Value(value) } if key.value.eq_ignore_ascii_case("auto_increment") => {
            value.value.to_string().parse().ok()
        }
        _ => None,
    })
}
