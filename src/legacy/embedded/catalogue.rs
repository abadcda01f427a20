//! What the store knows of its tables: the declared types, constraints and defaults SQLite itself would forget.

use std::collections::{BTreeMap, HashMap};

use crate::legacy::embedded::family::{Family, Flavour};
use crate::legacy::Dialect;

use super::types::ColumnType;

/// One column of an answer or of something that can be selected from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Output {
    pub(crate) name: String,
    pub(crate) ty: ColumnType,
    /// The base table, if it is one of its columns.
    pub(crate) table: Option<String>,
}

/// A column of a base table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) ty: ColumnType,
    pub(crate) not_null: bool,
    /// SQLite text of the default.
    pub(crate) default: Option<String>,
    /// MySQL `AUTO_INCREMENT`.
    pub(crate) auto_increment: bool,
    /// MySQL `ON UPDATE CURRENT_TIMESTAMP`.
    pub(crate) touched_on_update: bool,
    /// SQLite text of a generated column's expression.
    pub(crate) generated: Option<String>,
    /// Only the server may fill it: `IDENTITY`, `GENERATED ALWAYS`.
    pub(crate) filled_by_server: bool,
}

/// A primary key or a unique constraint.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    /// Made by `CREATE UNIQUE INDEX`, not as a constraint.
    pub(crate) is_index: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ForeignKey {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    pub(crate) table: String,
    pub(crate) referred: Vec<String>,
    /// `ON DELETE …` and `ON UPDATE …`, as written.
    pub(crate) actions: String,
}

/// A check constraint.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Check {
    pub(crate) name: String,
    /// SQLite text.
    pub(crate) condition: String,
}

/// An index that is more than a list of columns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Index {
    pub(crate) name: String,
    /// The whole SQLite statement.
    pub(crate) statement: String,
}

/// A base table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) primary_key: Option<Key>,
    pub(crate) unique: Vec<Key>,
    pub(crate) foreign: Vec<ForeignKey>,
    pub(crate) checks: Vec<Check>,
    pub(crate) indexes: Vec<Index>,
}

impl Table {
    /// The column of this name; MySQL compares without case.
    pub(crate) fn column(&self, name: &str, dialect: Family) -> Option<&Column> {
        self.columns.iter().find(|column| same_name(&column.name, name, dialect))
    }

    /// The column MySQL counts up.
    pub(crate) fn auto_increment(&self) -> Option<&Column> {
        self.columns.iter().find(|column| column.auto_increment)
    }

    /// The primary key and the unique constraints.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.primary_key.iter().chain(&self.unique)
    }

    /// Its columns as something to select from.
    pub(crate) fn outputs(&self) -> Vec<Output> {
        let output = |column: &Column| Output {
            name: column.name.clone(),
            ty: column.ty.clone(),
            table: Some(self.name.clone()),
        };
        self.columns.iter().map(output).collect()
    }
}

/// All tables, views and types.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalogue {
    pub(crate) tables: BTreeMap<String, Table>,
    pub(crate) views: BTreeMap<String, Vec<Output>>,
    /// PostgreSQL `CREATE TYPE … AS ENUM`.
    pub(crate) enums: HashMap<String, Vec<String>>,
    /// The types statements cast to; `cast_to` names them by index. Only ever grows.
    pub(crate) casts: Vec<ColumnType>,
    /// The server whose types and words hold, where it is not one a family is named after.
    pub(crate) server: Option<Dialect>,
    /// Whose words and numbers MySQL's dialect has.
    pub(crate) flavour: Flavour,
}

impl Catalogue {
    /// The columns of a table or view.
    pub(crate) fn outputs(&self, name: &str) -> Option<Vec<Output>> {
        self.tables.get(name).map(Table::outputs).or_else(|| self.views.get(name).cloned())
    }

    /// A declared column.
    pub(crate) fn column(&self, table: &str, column: &str) -> Option<&Column> {
        self.tables.get(table)?.columns.iter().find(|candidate| candidate.name == column)
    }
}

/// Whether two column names are the same to the dialect. PostgreSQL names are folded before.
pub(crate) fn same_name(one: &str, other: &str, dialect: Family) -> bool {
    match dialect {
        Family::MySql => one.eq_ignore_ascii_case(other),
        Family::PostgreSql => one == other,
    }
}

/// A name as SQLite takes it, whatever is in it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Text as a SQLite literal. SQLite reads statements up to the first NUL, so that one is spelled out.
pub(crate) fn literal(text: &str) -> String {
    let quoted = format!("'{}'", text.replace('\'', "''"));
    if quoted.contains('\0') {
        return format!("({})", quoted.replace('\0', "'||char(0)||'"));
    }
    quoted
}
