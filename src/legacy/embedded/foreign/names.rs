//! Names: how each server reads them, and what it calls a constraint that was given none.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use sqlparser::ast::Ident;

use crate::legacy::Dialect;

use super::super::beside::{COLUMNS, TABLES};
use super::super::catalogue::Catalogue;

/// What a constraint demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Constraint {
    Primary,
    Unique,
    Foreign,
    Check,
}

/// The name a server gives a constraint without one. Servers draw a number; here it follows from what is named.
pub(crate) fn constraint_name(server: Dialect, kind: Constraint, table: &str, columns: &[String]) -> String {
    let mut hasher = DefaultHasher::new();
    (kind, table, columns).hash(&mut hasher);
    let number = hasher.finish();
    match server {
        Dialect::SqlServer => {
            let start: String = table.chars().take(9).collect();
            let prefix = match kind {
                Constraint::Primary => "PK",
                Constraint::Unique => "UQ",
                Constraint::Foreign => "FK",
                Constraint::Check => "CK",
            };
            let column: String = match kind {
                Constraint::Foreign => {
                    format!("{}__", columns.first().map_or("", String::as_str).chars().take(9).collect::<String>())
                }
                _ => String::new(),
            };
            format!("{prefix}__{start}__{column}{number:016X}")
        }
        Dialect::Oracle => format!("SYS_C00{}", 10_000 + number % 90_000),
        _ => format!("SQL{:015}", number % 1_000_000_000_000_000),
    }
}

/// How names are written that mean the same to a server that compares them without case.
///
/// One spelling holds for a name in the whole database: the one it was declared with first.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelling(HashMap<String, String>);

impl Spelling {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let mut spelling = Self::default();
        // SQL Server writes the columns of its information schema in capitals.
        for name in TABLES.iter().chain(COLUMNS) {
            spelling.learn(&name.to_ascii_uppercase());
        }
        for table in catalogue.tables.values() {
            spelling.learn(&table.name);
            table.columns.iter().for_each(|column| spelling.learn(&column.name));
        }
        for (view, outputs) in &catalogue.views {
            spelling.learn(view);
            outputs.iter().for_each(|output| spelling.learn(&output.name));
        }
        spelling
    }

    fn learn(&mut self, name: &str) {
        self.0.entry(name.to_lowercase()).or_insert_with(|| name.to_owned());
    }

    fn canonical(&mut self, name: &str) -> String {
        self.0.entry(name.to_lowercase()).or_insert_with(|| name.to_owned()).clone()
    }
}

/// Writes a name as the catalogue has it, in quotes. `DEFAULT` and variables are no names.
pub(super) fn read(ident: &mut Ident, server: Dialect, spelling: &mut Spelling) {
    let plain = ident.quote_style.is_none();
    if plain && (ident.value.eq_ignore_ascii_case("default") || ident.value.starts_with('@')) {
        return;
    }
    ident.value = match server {
        Dialect::SqlServer => spelling.canonical(&ident.value),
        _ if plain => ident.value.to_uppercase(),
        _ => std::mem::take(&mut ident.value),
    };
    ident.quote_style = Some('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_each_server_reads_it() {
        for (server, given, expected) in [
            (Dialect::SqlServer, Ident::new("EMAIL"), "Email"),
            (Dialect::SqlServer, Ident::with_quote('[', "email"), "Email"),
            (Dialect::Oracle, Ident::new("email"), "EMAIL"),
            (Dialect::Oracle, Ident::with_quote('"', "email"), "email"),
            (Dialect::Db2, Ident::new("Email"), "EMAIL"),
        ] {
            let mut spelling = Spelling::default();
            spelling.learn("Email");
            let mut ident = given.clone();
            read(&mut ident, server, &mut spelling);
            assert_eq!((ident.value.as_str(), ident.quote_style), (expected, Some('"')), "{given}");
        }
    }

    #[test]
    fn a_constraint_without_a_name_gets_the_same_one_each_time() {
        let name = || constraint_name(Dialect::SqlServer, Constraint::Unique, "Users", &["Email".to_owned()]);
        assert!(name().starts_with("UQ__Users__"), "{}", name());
        assert_eq!(name(), name());
    }
}
