//! Declarations: `CREATE TABLE` and the parts of `ALTER TABLE` as tables of the catalogue.

use sqlparser::ast::{
    ColumnDef, ColumnOption, CreateTable, DataType, Expr, ForeignKeyConstraint, GeneratedAs, Ident, IndexColumn,
    TableConstraint,
};

use crate::legacy::embedded::family::Family;

use super::catalogue::{literal, same_name, Catalogue, Check, Column, ForeignKey, Key, Table};
use super::errors::{mysql, postgresql, unsupported, Refusal};
use super::foreign::names::{constraint_name, Constraint};
use super::translate::scope::{bare, Scope};
use super::translate::{infer, Translator};
use super::types::is_serial;

/// Reads a declaration. Sequences it brings are added to `sequences`.
pub(crate) struct Declaration<'t, 'a> {
    pub(crate) dialect: Family,
    pub(crate) translator: &'t mut Translator<'a>,
    pub(crate) known: &'t Catalogue,
    pub(crate) sequences: Vec<String>,
}

impl Declaration<'_, '_> {
    /// The table of a `CREATE TABLE` whose names are normalised.
    pub(crate) fn table(&mut self, create: CreateTable) -> Result<Table, Refusal> {
        let mut table = Table { name: bare(&create.name), ..Table::default() };
        for column in create.columns {
            self.column(&mut table, column)?;
        }
        for constraint in create.constraints {
            self.constraint(&mut table, constraint)?;
        }
        Ok(table)
    }

    /// Adds a column with the constraints that stand behind it.
    pub(crate) fn column(&mut self, table: &mut Table, def: ColumnDef) -> Result<(), Refusal> {
        let name = def.name.value;
        let ty =
            infer::declared(&def.data_type, self.dialect, self.known).ok_or_else(|| self.no_type(&def.data_type))?;
        let mut column = Column {
            name: name.clone(),
            ty,
            not_null: false,
            default: None,
            auto_increment: false,
            touched_on_update: false,
            generated: None,
            filled_by_server: false,
        };
        if is_serial(&def.data_type) {
            self.sequence(table, &mut column);
        }
        let mut keys = Vec::new();
        for option in def.options {
            let given = option.name.map(|ident| ident.value);
            match option.option {
                ColumnOption::NotNull => column.not_null = true,
                ColumnOption::Default(expr) => column.default = self.default(expr)?,
                ColumnOption::PrimaryKey(key) => keys.push((true, key.name.map(|ident| ident.value).or(given))),
                ColumnOption::Unique(key) => keys.push((false, key.name.map(|ident| ident.value).or(given))),
                ColumnOption::ForeignKey(key) => {
                    let columns = vec![name.clone()];
                    self.foreign_key(table, key, columns, given);
                }
                ColumnOption::Check(check) => {
                    // A check may name its own column, which is not in the table yet.
                    table.columns.push(column.clone());
                    let checked =
                        self.check(table, *check.expr, check.name.map(|ident| ident.value).or(given), Some(&name));
                    table.columns.pop();
                    checked?;
                }
                ColumnOption::OnUpdate(_) => column.touched_on_update = true,
                ColumnOption::DialectSpecific(tokens) => {
                    let counts =
                        tokens.iter().any(|token| token.to_string().to_ascii_uppercase().starts_with("AUTO_INC"));
                    column.auto_increment |= counts;
                }
                ColumnOption::Generated { generated_as, generation_expr: None, .. } => {
                    column.filled_by_server = generated_as == GeneratedAs::Always;
                    self.sequence(table, &mut column);
                }
                ColumnOption::Identity(_) => {
                    column.filled_by_server = true;
                    self.sequence(table, &mut column);
                }
                ColumnOption::Generated { generation_expr: Some(expr), .. } => {
                    let scope = Scope::of(&table.name, table.outputs());
                    column.generated = Some(self.translator.expression(expr, &scope)?);
                }
                _ => {}
            }
        }
        table.columns.push(column);
        for (primary, given) in keys {
            self.key(table, primary, given, vec![name.clone()]);
        }
        Ok(())
    }

    fn no_type(&self, data_type: &DataType) -> Refusal {
        let shown = data_type.to_string().replace('"', "");
        match self.dialect {
            Family::MySql => unsupported(self.dialect, &format!("columns of type {shown}")),
            Family::PostgreSql => postgresql::error("42704", format!("type \"{shown}\" does not exist")),
        }
    }

    /// A default's SQLite text; `DEFAULT NULL` is none.
    pub(crate) fn default(&mut self, expr: Expr) -> Result<Option<String>, Refusal> {
        let text = self.translator.expression(expr, &Scope::default())?;
        Ok((!text.eq_ignore_ascii_case("null")).then_some(text))
    }

    /// Gives a column a sequence of its own, as SERIAL and IDENTITY do.
    pub(crate) fn sequence(&mut self, table: &Table, column: &mut Column) {
        if self.dialect == Family::MySql {
            column.auto_increment = true;
            return;
        }
        let name = format!("{}_{}_seq", table.name, column.name);
        column.default = Some(format!("next_value({})", literal(&name)));
        column.not_null = true;
        self.sequences.push(name);
    }

    /// Adds a constraint or index of its own line.
    pub(crate) fn constraint(&mut self, table: &mut Table, constraint: TableConstraint) -> Result<(), Refusal> {
        let name_of = |name: Option<Ident>| name.map(|ident| ident.value);
        match constraint {
            TableConstraint::PrimaryKey(key) => {
                let columns = self.key_columns(table, &key.columns)?;
                self.key(table, true, name_of(key.name), columns);
            }
            TableConstraint::Unique(key) => {
                let columns = self.key_columns(table, &key.columns)?;
                self.key(table, false, name_of(key.name).or(name_of(key.index_name)), columns);
            }
            TableConstraint::ForeignKey(key) => {
                let columns = key.columns.iter().map(|ident| ident.value.clone()).collect();
                self.foreign_key(table, key, columns, None);
            }
            TableConstraint::Check(check) => self.check(table, *check.expr, name_of(check.name), None)?,
            // Indexes make nothing true or false, and embedded stores are small.
            TableConstraint::Index(_) | TableConstraint::FulltextOrSpatial(_) => {}
            _ => return Err(unsupported(self.dialect, "constraints of this kind")),
        }
        Ok(())
    }

    /// The columns of a key; MySQL may index the first characters only, which for uniqueness is taken as all.
    pub(crate) fn key_columns(&self, table: &Table, columns: &[IndexColumn]) -> Result<Vec<String>, Refusal> {
        let name = |column: &IndexColumn| match &column.column.expr {
            Expr::Identifier(ident) => Some(ident.value.clone()),
            Expr::Function(function) if self.dialect == Family::MySql => Some(bare(&function.name)),
            _ => None,
        };
        columns
            .iter()
            .map(|column| {
                let name = name(column).ok_or_else(|| unsupported(self.dialect, "keys over expressions"))?;
                match table.column(&name, self.dialect) {
                    Some(column) => Ok(column.name.clone()),
                    None => Err(match self.dialect {
                        Family::MySql => mysql::error(
                            "ER_KEY_COLUMN_DOES_NOT_EXITS",
                            1072,
                            "42000",
                            format!("Key column '{name}' doesn't exist in table"),
                        ),
                        Family::PostgreSql => {
                            postgresql::error("42703", format!("column \"{name}\" named in key does not exist"))
                        }
                    }),
                }
            })
            .collect()
    }

    fn key(&self, table: &mut Table, primary: bool, given: Option<String>, columns: Vec<String>) {
        if primary {
            let given = given.or_else(|| self.named(Constraint::Primary, table, &columns));
            let name = match self.dialect {
                Family::MySql => "PRIMARY".to_owned(),
                Family::PostgreSql => given.unwrap_or_else(|| format!("{}_pkey", table.name)),
            };
            table.primary_key = Some(Key { name, columns, is_index: false });
            return;
        }
        self.unique(table, given, columns, false);
    }

    /// Adds a unique constraint, named as the server would name it.
    pub(crate) fn unique(&self, table: &mut Table, given: Option<String>, columns: Vec<String>, is_index: bool) {
        let given = given.or_else(|| self.named(Constraint::Unique, table, &columns));
        let name = given.unwrap_or_else(|| match self.dialect {
            Family::MySql => {
                let first = columns.first().cloned().unwrap_or_default();
                let taken = |name: &str| table.unique.iter().any(|key| same_name(&key.name, name, Family::MySql));
                if !taken(&first) {
                    return first;
                }
                let next = (2..).map(|n| format!("{first}_{n}")).find(|name| !taken(name));
                next.unwrap_or(first)
            }
            Family::PostgreSql => format!("{}_{}_key", table.name, columns.join("_")),
        });
        table.unique.push(Key { name, columns, is_index });
    }

    /// The name a server that is no family's own would give a constraint without one.
    fn named(&self, kind: Constraint, table: &Table, columns: &[String]) -> Option<String> {
        self.known.server.map(|server| constraint_name(server, kind, &table.name, columns))
    }

    fn foreign_key(&self, table: &mut Table, key: ForeignKeyConstraint, columns: Vec<String>, given: Option<String>) {
        let mut actions = String::new();
        if let Some(action) = &key.on_delete {
            actions.push_str(&format!(" ON DELETE {action}"));
        }
        if let Some(action) = &key.on_update {
            actions.push_str(&format!(" ON UPDATE {action}"));
        }
        let given = key.name.map(|ident| ident.value).or(given);
        let given = given.or_else(|| self.named(Constraint::Foreign, table, &columns));
        let name = given.unwrap_or_else(|| match self.dialect {
            Family::MySql => format!("{}_ibfk_{}", table.name, table.foreign.len() + 1),
            Family::PostgreSql => format!("{}_{}_fkey", table.name, columns.join("_")),
        });
        let referred = key.referred_columns.iter().map(|ident| ident.value.clone()).collect();
        table.foreign.push(ForeignKey { name, columns, table: bare(&key.foreign_table), referred, actions });
    }

    fn check(
        &mut self,
        table: &mut Table,
        expr: Expr,
        given: Option<String>,
        column: Option<&str>,
    ) -> Result<(), Refusal> {
        let scope = Scope::of(&table.name, table.outputs());
        let condition = self.translator.expression(expr, &scope)?;
        let given = given.or_else(|| self.named(Constraint::Check, table, std::slice::from_ref(&condition)));
        let name = given.unwrap_or_else(|| match (self.dialect, column) {
            (Family::MySql, _) => format!("{}_chk_{}", table.name, table.checks.len() + 1),
            (Family::PostgreSql, Some(column)) => format!("{}_{column}_check", table.name),
            (Family::PostgreSql, None) => format!("{}_check", table.name),
        });
        table.checks.push(Check { name, condition });
        Ok(())
    }
}
