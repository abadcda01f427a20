//! `ALTER TABLE`: the declaration is changed, and the table made anew from it with its rows.

use rusqlite::config::DbConfig;
use sqlparser::ast::{
    AlterColumnOperation, AlterTable, AlterTableOperation, ColumnDef, ColumnOptionDef, RenameTableNameKind,
};

use crate::legacy::embedded::family::Family;

use super::catalogue::{quoted, Table};
use super::database::Database;
use super::declare::Declaration;
use super::errors::{mysql, postgresql, unsupported, Refusal};
use super::parse::{Parsed, Source};
use super::schema;
use super::translate::scope::bare;
use super::translate::{infer, normalise};

impl Database {
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
    pub(super) fn remake(&mut self, name: &str, table: Table) -> Result<(), Refusal> {
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
        let enforced = self.connection.db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY).unwrap_or(false);
        self.without_foreign_keys(enforced, |database| database.put_back(name, table, &kept))
    }

    /// While a table is made anew the rows that refer to it refer to nothing.
    fn without_foreign_keys(
        &mut self,
        enforced: bool,
        work: impl FnOnce(&mut Self) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let switch = |database: &Self, on| database.enforce_foreign_keys(on && enforced).is_ok();
        let result = if switch(self, false) { work(self) } else { Err(self.no_change()) };
        if switch(self, true) {
            result
        } else {
            Err(self.no_change())
        }
    }

    fn no_change(&self) -> Refusal {
        unsupported(self.dialect, "changes of tables at this point")
    }

    fn put_back(&mut self, name: &str, table: Table, kept: &[String]) -> Result<(), Refusal> {
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
                let columns = schema::list(kept);
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
            let options = options.into_iter().map(|option| ColumnOptionDef { name: None, option }).collect();
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
            infer::declared(data_type, declaration.dialect, declaration.known)
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

fn no_column(dialect: Family, name: &str, table: &str) -> Refusal {
    match dialect {
        Family::MySql => mysql::bad_field(name, table),
        Family::PostgreSql => {
            postgresql::error("42703", format!("column \"{name}\" of relation \"{table}\" does not exist"))
        }
    }
}
