//! What a server says of itself and of its tables.

use crate::legacy::embedded::family::{Family, Flavour};
use crate::legacy::{Cell, Column as WireColumn, Reply};

use super::catalogue::{Catalogue, Column, Table};

/// The version of the server the store stands in for.
pub(crate) fn version(dialect: Family, flavour: Flavour) -> &'static str {
    match (dialect, flavour) {
        (Family::MySql, Flavour::MySql) => "8.0.36",
        (Family::MySql, Flavour::MariaDb) => "10.11.19-MariaDB",
        (Family::PostgreSql, _) => "PostgreSQL 15.6 (embedded store)",
    }
}

/// A MySQL system variable that scripts and drivers read.
pub(crate) fn variable(name: &str, flavour: Flavour) -> Option<&'static str> {
    Some(match name {
        "version" => version(Family::MySql, flavour),
        "sql_mode" => {
            "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,\
             NO_ENGINE_SUBSTITUTION"
        }
        "version_comment" => "embedded store",
        "autocommit" => "1",
        "max_allowed_packet" => "67108864",
        "time_zone" => "SYSTEM",
        "system_time_zone" => "UTC",
        "character_set_client" | "character_set_connection" | "character_set_results" => "utf8mb4",
        "collation_connection" | "collation_server" | "collation_database" => "utf8mb4_0900_ai_ci",
        "tx_isolation" | "transaction_isolation" => "REPEATABLE-READ",
        "wait_timeout" | "interactive_timeout" => "28800",
        _ => return None,
    })
}

/// A PostgreSQL setting for `SHOW name`.
pub(crate) fn setting(name: &str) -> &'static str {
    match name {
        "server_version" => "15.6",
        "timezone" => "UTC",
        "server_encoding" | "client_encoding" => "UTF8",
        "search_path" => "\"$user\", public",
        "transaction_isolation" => "read committed",
        "standard_conforming_strings" => "on",
        _ => "",
    }
}

/// Rows of text, as the SHOW statements answer them.
pub(crate) fn table(names: &[&str], rows: Vec<Vec<Option<String>>>, dialect: Family) -> Reply {
    let type_name = match dialect {
        Family::MySql => "varchar",
        Family::PostgreSql => "text",
    };
    let column = |name: &&str| WireColumn { name: (*name).to_owned(), type_name: type_name.to_owned(), table: None };
    let cell = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
    Reply::Rows {
        command: "SHOW".to_owned(),
        columns: names.iter().map(column).collect(),
        rows: rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
        affected: None,
    }
}

/// `SHOW TABLES`.
pub(crate) fn tables(catalogue: &Catalogue, database: &str) -> Reply {
    let rows = catalogue.tables.keys().map(|name| vec![Some(name.clone())]).collect();
    table(&[&format!("Tables_in_{database}")], rows, Family::MySql)
}

/// `DESCRIBE table`.
pub(crate) fn columns(declared: &Table) -> Reply {
    let row = |column: &Column| {
        let primary = declared.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name));
        let unique = declared.unique.iter().any(|key| key.columns.first() == Some(&column.name));
        let key = if primary {
            "PRI"
        } else if unique {
            "UNI"
        } else {
            ""
        };
        let nullable = if column.not_null || primary { "NO" } else { "YES" };
        let extra = if column.auto_increment { "auto_increment" } else { "" };
        vec![
            Some(column.name.clone()),
            Some(column.ty.name.clone()),
            Some(nullable.to_owned()),
            Some(key.to_owned()),
            column.default.as_deref().map(|default| match default {
                text if text.starts_with("now_text(") => "CURRENT_TIMESTAMP".to_owned(),
                text => text.trim_matches('\'').to_owned(),
            }),
            Some(extra.to_owned()),
        ]
    };
    let rows = declared.columns.iter().map(row).collect();
    table(&["Field", "Type", "Null", "Key", "Default", "Extra"], rows, Family::MySql)
}
