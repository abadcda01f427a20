//! Seed files: the SQL an embedded store starts from.
//!
//! A seed is a plain `.sql` file written for the server it stands in for, so that it loads there unchanged. Its
//! first line says which one:
//!
//! ```sql
//! -- dialect: mysql
//! CREATE TABLE users (
//!   id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
//!   email VARCHAR(255) NOT NULL UNIQUE,
//!   email_verified TINYINT(1) NOT NULL DEFAULT 0,
//!   created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
//! ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
//! INSERT INTO users (email, email_verified) VALUES ('ada@example.test', 1), ('grace@example.test', 0);
//! ```
//!
//! - `-- dialect: mysql`, `postgresql`, `sqlserver`, `oracle` or `db2` (also `mariadb`, `postgres`, `pg`, `mssql`,
//!   `tsql`). Without it the dialect is told from what only one of them has (back-ticks, `ENGINE=`, `AUTO_INCREMENT`;
//!   `SERIAL`, `TIMESTAMPTZ`, `BYTEA`, `JSONB`, `::`; `dbo.`, `NVARCHAR`, `IDENTITY(1,1)`, lines with `GO`;
//!   `VARCHAR2`, `NUMBER`, lines with `/`; `CURRENT TIMESTAMP`, `FOR BIT DATA`); a file that shows none of it, or
//!   more than one, is refused.
//! - `mariadb` is MySQL's dialect with the words MariaDB has for its errors; so are its own dumps.
//! - Any number of statements, ended by `;`: `CREATE TABLE` with types, defaults and constraints, `CREATE INDEX`,
//!   `ALTER TABLE`, `INSERT`, `UPDATE`, `DELETE`; `CREATE EXTENSION`, `CREATE SCHEMA`, `SET` and the like are
//!   accepted and do nothing. The output of `mysqldump` and of `pg_dump --inserts` is meant to load.
//! - A seed is seen by drivers of its dialect only; a store may have seeds of several.
//! - Seeds are played in the order given. Every run starts from the state after the last of them.

use std::path::{Path, PathBuf};

use crate::legacy::room::with_room;
use crate::legacy::{Dialect, StoreError};

use super::database::Database;
use super::foreign;
use super::parse::{parse, Source};

/// The largest seed that is read.
const LARGEST: u64 = 64 << 20;

/// Why a seed or route file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeedError {
    /// The file cannot be read.
    #[error("{}: cannot read the file: {reason}. Check the path under [store] in loginscope.toml", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The file says for which server it was written neither in its first line nor by what stands in it.
    #[error(
        "{}:1: cannot tell the SQL dialect. Make the first line `-- dialect: mysql` (or postgresql, \
         sqlserver, oracle, db2)",
        path.display()
    )]
    NoDialect {
        /// The file.
        path: PathBuf,
    },
    /// The first line names a dialect there is none of.
    #[error("{}:1: unknown dialect {name:?}. Known are mysql, postgresql, sqlserver, oracle and db2", path.display())]
    UnknownDialect {
        /// The file.
        path: PathBuf,
        /// What it names.
        name: String,
    },
    /// A statement was refused.
    #[error("{}:{line}: {reason}\n  in: {statement}", path.display())]
    Statement {
        /// The file.
        path: PathBuf,
        /// Line the statement begins on, from 1.
        line: u64,
        /// The statement, shortened.
        statement: String,
        /// What the server would say.
        reason: String,
    },
    /// A file of documents is not as it should be.
    #[error("{}: {place}: {reason}", path.display())]
    Documents {
        /// The file.
        path: PathBuf,
        /// Line and column, or collection and number of the document.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// A route file is not as it should be.
    #[error("{}:{line}: {reason}", path.display())]
    Route {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong, with the key.
        reason: String,
    },
    /// SQLite could not be started.
    #[error("the embedded store cannot be opened: {reason}")]
    Engine {
        /// SQLite's reason.
        reason: String,
    },
}

impl From<rusqlite::Error> for SeedError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine { reason: error.to_string() }
    }
}

/// Reads a text file of bounded size.
pub(super) fn read(path: &Path) -> Result<String, SeedError> {
    let unreadable = |reason: String| SeedError::Unreadable { path: path.to_owned(), reason };
    let size = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if size > LARGEST {
        return Err(unreadable(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".to_owned()))
}

/// What the first line says of the dialect, lower case.
fn named(text: &str) -> Option<String> {
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let name = first.trim().strip_prefix("--")?.trim().strip_prefix("dialect:")?;
    Some(name.trim().to_ascii_lowercase())
}

/// Whether a seed says that it is MariaDB's; without a word of the dialect its own dumps say so, too.
pub(super) fn is_mariadb(text: &str) -> bool {
    match named(text) {
        Some(name) => name == "mariadb",
        None => text.lines().take(3).any(|line| line.starts_with("-- MariaDB dump")),
    }
}

/// The dialect a seed is written in.
pub(super) fn dialect(path: &Path, text: &str) -> Result<Dialect, SeedError> {
    if let Some(name) = named(text) {
        return match name.as_str() {
            "mysql" | "mariadb" => Ok(Dialect::MySql),
            "postgresql" | "postgres" | "pg" => Ok(Dialect::PostgreSql),
            "sqlserver" | "mssql" | "tsql" => Ok(Dialect::SqlServer),
            "oracle" => Ok(Dialect::Oracle),
            "db2" => Ok(Dialect::Db2),
            _ => Err(SeedError::UnknownDialect { path: path.to_owned(), name }),
        };
    }
    let lower = text.to_ascii_lowercase();
    let shows = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
    let postgresql = shows(&["serial", "timestamptz", "bytea", "jsonb", "::", "pg_catalog", "character varying"]);
    let line = |wanted: &str| lower.lines().any(|line| line.trim().trim_end_matches(';') == wanted);
    // What SQL Server and MySQL both have speaks for MySQL only where nothing else does.
    let sql_server =
        shows(&["[dbo]", "dbo.", "nvarchar(", "[nvarchar]", "uniqueidentifier", "identity(1", "datetime2"])
            || line("go");
    let mysql = shows(&["`", "engine=", "auto_increment"]) || (!sql_server && shows(&["tinyint"]));
    let oracle = shows(&["varchar2", " number(", "systimestamp", ".nextval"]) || line("/");
    let db2 = shows(&["sysibm.", "current timestamp", "for bit data", "not null generated", "with default"]);
    let shown = [
        (mysql, Dialect::MySql),
        (postgresql, Dialect::PostgreSql),
        (sql_server, Dialect::SqlServer),
        (oracle, Dialect::Oracle),
        (db2, Dialect::Db2),
    ];
    let mut shown = shown.into_iter().filter(|(shows, _)| *shows).map(|(_, dialect)| dialect);
    match (shown.next(), shown.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(SeedError::NoDialect { path: path.to_owned() }),
    }
}

/// Plays a seed into a database.
pub(super) fn play(database: &mut Database, path: &Path, text: &str) -> Result<(), SeedError> {
    let unread = || SeedError::Engine { reason: format!("no room to read {}", path.display()) };
    with_room(text.len(), || play_all(database, path, text)).unwrap_or_else(|| Err(unread()))
}

/// The error of a statement that was refused.
pub(super) fn failed(path: &Path, line: u64, statement: &str, error: &StoreError) -> SeedError {
    SeedError::Statement { path: path.to_owned(), line, statement: shortened(statement), reason: error.message.clone() }
}

fn play_all(database: &mut Database, path: &Path, text: &str) -> Result<(), SeedError> {
    let text = text.trim_start_matches('\u{feff}');
    if let Some(server) = database.server {
        return foreign::seed::play(database, server, path, text);
    }
    let source = Source::new(text);
    let failed = |line, statement: &str, error: &StoreError| failed(path, line, statement, error);
    let statements = parse(&source, database.dialect, &[]).map_err(|misread| {
        failed(misread.line, &text[misread.range.clone()], &database.in_own_words(misread.refusal))
    })?;
    for parsed in statements {
        let (line, span) = (parsed.line, parsed.span);
        let run = database.run(parsed, &source, &[]);
        run.map_err(|refusal| failed(line, &text[source.range(span)], &database.in_own_words(refusal)))?;
    }
    database.closed();
    Ok(())
}

/// A statement on one line, cut to what fits a message.
fn shortened(statement: &str) -> String {
    const LONGEST: usize = 120;
    let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{} …", &line[..at]),
        None => line,
    }
}
