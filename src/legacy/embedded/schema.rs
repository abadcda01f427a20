//! A table of the catalogue as the SQLite statements that make it.

use crate::legacy::embedded::family::Family;
use crate::legacy::Dialect;

use super::catalogue::{literal, quoted, Column, Key, Table};

/// The name of the SQL function that remembers the row being written, so that an error can quote it.
pub(crate) const NOTE_ROW: &str = "loginscope_row";

/// `CREATE TABLE`, its indexes and the triggers that note each row before constraints are checked.
pub(crate) fn statements(table: &Table, dialect: Family, server: Option<Dialect>) -> Vec<String> {
    let folds = dialect == Family::MySql || server == Some(Dialect::SqlServer);
    let mut parts: Vec<String> = table.columns.iter().map(|column| column_text(table, column, folds)).collect();
    if let Some(key) = &table.primary_key {
        if row_id(table).is_none() {
            parts.push(format!("CONSTRAINT {} PRIMARY KEY ({})", quoted(&key.name), list(&key.columns)));
        }
    }
    for key in &table.unique {
        parts.push(format!("CONSTRAINT {} UNIQUE ({})", quoted(&key.name), list(&key.columns)));
    }
    for check in &table.checks {
        parts.push(format!("CONSTRAINT {} CHECK ({})", quoted(&check.name), check.condition));
    }
    for foreign in &table.foreign {
        let referred =
            if foreign.referred.is_empty() { String::new() } else { format!(" ({})", list(&foreign.referred)) };
        parts.push(format!(
            "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {}{referred}{} DEFERRABLE INITIALLY IMMEDIATE",
            quoted(&foreign.name),
            list(&foreign.columns),
            quoted(&foreign.table),
            foreign.actions,
        ));
    }
    let mut statements = vec![format!("CREATE TABLE {} ({})", quoted(&table.name), parts.join(", "))];
    statements.extend(table.indexes.iter().map(|index| index.statement.clone()));
    statements.extend(["INSERT", "UPDATE"].map(|event| trigger(table, event)));
    statements
}

/// The one column SQLite may use as the row's own number: only so does it count up by itself.
pub(crate) fn row_id(table: &Table) -> Option<&Column> {
    let column = table.auto_increment()?;
    match &table.primary_key {
        Some(Key { columns, .. }) => (columns.len() == 1 && columns[0] == column.name).then_some(column),
        None => Some(column),
    }
}

fn column_text(table: &Table, column: &Column, folds: bool) -> String {
    let name = quoted(&column.name);
    if row_id(table).is_some_and(|own| own.name == column.name) {
        return format!("{name} INTEGER PRIMARY KEY AUTOINCREMENT");
    }
    // `INT` and not `INTEGER`: a lone INTEGER PRIMARY KEY would count up by itself, which only MySQL's
    // AUTO_INCREMENT does.
    let affinity = match column.ty.affinity() {
        "INTEGER" => "INT",
        other => other,
    };
    let mut text = format!("{name} {affinity}");
    let folds_case = folds || column.ty.name == "citext";
    if folds_case && column.ty.is_textual() {
        text.push_str(" COLLATE NOCASE");
    }
    let in_key = table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name));
    if column.not_null || in_key {
        text.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        // The column's type applies to its default as to any value stored.
        let (table, column) = (literal(&table.name), literal(&column.name));
        text.push_str(&format!(" DEFAULT (stored({default}, {table}, {column}))"));
    }
    if let Some(expression) = &column.generated {
        text.push_str(&format!(" GENERATED ALWAYS AS ({expression}) STORED"));
    }
    text
}

fn trigger(table: &Table, event: &str) -> String {
    let values: Vec<String> = table.columns.iter().map(|column| format!("NEW.{}", quoted(&column.name))).collect();
    // SQLite passes a function at most 127 arguments by default; a wider table loses the tail of the detail line.
    let values = values.iter().take(100).cloned().collect::<Vec<_>>().join(", ");
    format!(
        "CREATE TRIGGER {} BEFORE {event} ON {} BEGIN SELECT {NOTE_ROW}({}, {values}); END",
        quoted(&format!("loginscope {event} {}", table.name)),
        quoted(&table.name),
        literal(&table.name),
    )
}

/// Names, quoted and joined by commas.
pub(crate) fn list(names: &[String]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}
