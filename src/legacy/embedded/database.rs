//! One database of one dialect: SQLite in memory, with the catalogue beside it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Statement};

use crate::legacy::embedded::family::{Family, Flavour};
use crate::legacy::{Cell, Column, Dialect, Reply, Target};

use super::beside::Beside;
use super::catalogue::{Catalogue, Output};
use super::errors::{from_sqlite, too_much, Circumstances, Refusal};
use super::functions;
use super::session::{Session, Shared};
use super::translate::{Read, Write};
use super::types::ColumnType;
use super::values;

/// How long one statement may run.
const LONGEST: Duration = Duration::from_secs(2);

/// The most rows one statement may answer.
const MOST_ROWS: usize = 100_000;

/// Largest value, in bytes.
const LARGEST_VALUE: i32 = 16 << 20;

pub(crate) struct Database {
    pub(super) dialect: Family,
    /// The server it stands in for, where its statements have to be brought into the family's words.
    pub(super) server: Option<Dialect>,
    pub(super) connection: Connection,
    pub(super) shared: Shared,
    /// Relations that are there for the statement that runs.
    pub(super) beside: Vec<Beside>,
    /// A PostgreSQL transaction in which a statement has failed.
    pub(super) failed: bool,
    /// The catalogue as it was when the transaction began.
    pub(super) before: Option<Arc<Catalogue>>,
}

impl Database {
    /// An empty database.
    pub(crate) fn open(dialect: Dialect) -> rusqlite::Result<Self> {
        let mut session = Session::new(Family::of(dialect));
        Arc::make_mut(&mut session.catalogue).server = Family::foreign(dialect);
        Self::over(session)
    }

    fn over(session: Session) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_in_memory_with_flags(flags)?;
        let dialect = session.dialect;
        let server = session.catalogue.server;
        let shared = Shared::new(session);
        functions::register(&connection, &shared)?;
        // A name in quotes that is no column must not become text.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LARGEST_VALUE)?;
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        connection.authorizer(Some(authorised))?;
        Ok(Self { dialect, server, connection, shared, beside: Vec::new(), failed: false, before: None })
    }

    /// Says which server it is that speaks MySQL's dialect.
    pub(crate) fn speak(&mut self, flavour: Flavour) {
        self.change_catalogue(|catalogue| catalogue.flavour = flavour);
    }

    /// Another database in the same state.
    pub(crate) fn copy(&self) -> rusqlite::Result<Self> {
        // What the seeds inserted was another session's doing.
        let session = Session { last_insert_id: 0, row_count: 0, ..self.shared.lock().clone() };
        let mut copy = Self::over(session)?;
        Backup::new(&self.connection, &mut copy.connection)?.run_to_completion(1_000, Duration::ZERO, None)?;
        copy.enforce_foreign_keys(true)?;
        Ok(copy)
    }

    /// Seeds and changes of tables come in any order; scripts must obey.
    pub(crate) fn enforce_foreign_keys(&self, enforced: bool) -> rusqlite::Result<()> {
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, enforced).map(|_| ())
    }

    /// Takes database and user name from a connection, for messages and `current_user`.
    pub(crate) fn connected(&mut self, target: &Target) {
        let mut session = self.shared.lock();
        if let Some(database) = &target.database {
            session.database.clone_from(database);
        }
        if let Some(user) = &target.user {
            session.user.clone_from(user);
        }
    }

    /// The catalogue and the database's name.
    pub(super) fn known(&self) -> (Arc<Catalogue>, String) {
        let session = self.shared.lock();
        (session.catalogue.clone(), session.database.clone())
    }

    pub(super) fn change_catalogue<T>(&mut self, change: impl FnOnce(&mut Catalogue) -> T) {
        change(Arc::make_mut(&mut self.shared.lock().catalogue));
    }

    pub(super) fn keep_casts(&mut self, casts: Vec<ColumnType>) {
        let mut session = self.shared.lock();
        if casts.len() > session.catalogue.casts.len() {
            Arc::make_mut(&mut session.catalogue).casts = casts;
        }
    }

    /// Tells a failure in the server's words.
    fn refused(&self, failure: &rusqlite::Error, write: Option<&Write>) -> Refusal {
        let session = self.shared.lock();
        from_sqlite(
            failure,
            &Circumstances {
                dialect: self.dialect,
                database: &session.database,
                catalogue: &session.catalogue,
                command: write.map_or("", |write| write.command),
                target: write.map(|write| write.table.as_str()),
                given: write.and_then(|write| write.given.as_deref()),
                row: session.noted.as_ref(),
            },
        )
    }

    /// Runs a statement of our own making.
    pub(super) fn plain(&mut self, sql: &str) -> Result<(), Refusal> {
        self.begin_statement()?;
        self.connection.execute_batch(sql).map_err(|failure| self.refused(&failure, None))
    }

    fn begin_statement(&mut self) -> Result<(), Refusal> {
        let mut session = self.shared.lock();
        session.tick();
        session.noted = None;
        drop(session);
        let started = Instant::now();
        let overdue = move || started.elapsed() > LONGEST;
        self.connection.progress_handler(1_000, Some(overdue)).map_err(|failure| self.refused(&failure, None))
    }

    /// Runs a query.
    pub(super) fn read(&mut self, read: &Read, params: &[Value]) -> Result<Reply, Refusal> {
        self.begin_statement()?;
        let (columns, rows) = self.rows(&read.sql, &read.outputs, params, None)?;
        Ok(Reply::Rows { command: "SELECT".to_owned(), columns, rows, affected: None })
    }

    fn rows(
        &self,
        sql: &str,
        outputs: &[Output],
        params: &[Value],
        write: Option<&Write>,
    ) -> Result<(Vec<Column>, Vec<Vec<Cell>>), Refusal> {
        let refused = |failure| self.refused(&failure, write);
        let mut statement = self.connection.prepare(sql).map_err(refused)?;
        let (columns, types) = columns(&statement, outputs);
        bind(&mut statement, params).map_err(refused)?;
        let mut cursor = statement.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = cursor.next().map_err(refused)? {
            if rows.len() == MOST_ROWS {
                return Err(too_much(self.dialect, "the statement answers more rows than the embedded store allows"));
            }
            let cells = types
                .iter()
                .enumerate()
                .map(|(index, ty)| row.get_ref(index).map(|value| values::answered(value, ty, self.dialect)));
            rows.push(cells.collect::<Result<_, _>>().map_err(refused)?);
        }
        let mut columns = columns;
        if self.shared.lock().catalogue.flavour == Flavour::MariaDb {
            type_by_digits(&mut columns, &rows);
        }
        Ok((columns, rows))
    }

    /// The rows of a statement as SQLite has them.
    pub(super) fn raw_rows(
        &mut self,
        sql: &str,
        params: &[Value],
        write: Option<&Write>,
    ) -> Result<Vec<Vec<Value>>, Refusal> {
        self.begin_statement()?;
        let refused = |failure| self.refused(&failure, write);
        let mut statement = self.connection.prepare(sql).map_err(refused)?;
        let width = statement.column_count();
        bind(&mut statement, params).map_err(refused)?;
        let mut cursor = statement.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = cursor.next().map_err(refused)? {
            if rows.len() == MOST_ROWS {
                return Err(too_much(self.dialect, "the statement answers more rows than the embedded store allows"));
            }
            let cells = (0..width).map(|index| row.get::<_, Value>(index));
            rows.push(cells.collect::<Result<_, _>>().map_err(refused)?);
        }
        Ok(rows)
    }

    /// Runs a statement of our own making once for each row.
    pub(super) fn insert_rows(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<(), Refusal> {
        let refused = |failure| self.refused(&failure, None);
        let mut statement = self.connection.prepare(sql).map_err(refused)?;
        for row in rows {
            bind(&mut statement, row).map_err(refused)?;
            statement.raw_execute().map_err(refused)?;
        }
        Ok(())
    }

    /// The single number a query answers.
    fn count(&self, sql: &str, params: &[Value], write: Option<&Write>) -> Result<u64, Refusal> {
        let refused = |failure| self.refused(&failure, write);
        let mut statement = self.connection.prepare(sql).map_err(refused)?;
        bind(&mut statement, params).map_err(refused)?;
        let mut rows = statement.raw_query();
        let row = rows.next().map_err(refused)?;
        Ok(row.and_then(|row| row.get::<_, i64>(0).ok()).and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// Runs a writing statement.
    pub(super) fn write(&mut self, write: &Write, params: &[Value]) -> Result<Reply, Refusal> {
        self.begin_statement()?;
        let mysql = self.dialect == Family::MySql;
        let size = format!("SELECT count(*) FROM {}", super::catalogue::quoted(&write.table));
        let before = if mysql && write.merges { self.count(&size, &[], None)? } else { 0 };
        let changed = match &write.changed {
            Some(query) => Some(self.count(query, params, Some(write))?),
            None => None,
        };
        let answer = match &write.outputs {
            Some(outputs) => Some(self.rows(&write.sql, outputs, params, Some(write))?),
            None => {
                let refused = |failure| self.refused(&failure, Some(write));
                let mut statement = self.connection.prepare(&write.sql).map_err(refused)?;
                bind(&mut statement, params).map_err(refused)?;
                statement.raw_execute().map_err(refused)?;
                None
            }
        };
        let mut matched = self.connection.changes();
        if mysql && write.merges {
            // One for each row inserted, two for each row that was there and changed.
            let inserted = self.count(&size, &[], None)?.saturating_sub(before);
            matched = inserted + matched.saturating_sub(inserted) * 2;
        }
        self.shared.lock().row_count = i64::try_from(matched).unwrap_or(0);
        Ok(match answer {
            Some((columns, rows)) => {
                Reply::Rows { command: write.command.to_owned(), columns, rows, affected: Some(matched) }
            }
            None => Reply::Written {
                command: write.command.to_owned(),
                matched,
                changed: changed.unwrap_or(matched),
                insert_id: self.insert_id(write, matched),
            },
        })
    }

    /// MySQL answers the first number an INSERT has generated.
    fn insert_id(&self, write: &Write, rows: u64) -> i64 {
        let mut session = self.shared.lock();
        let counts = session.catalogue.tables.get(&write.table).and_then(super::schema::row_id).is_some();
        if self.dialect != Family::MySql || write.given.is_none() || !counts || rows == 0 {
            return 0;
        }
        let last = self.connection.last_insert_rowid();
        session.last_insert_id = match (write.merges, updated_id(&session, &write.table)) {
            (true, Some(id)) => id,
            (true, None) => last,
            (false, _) => last - i64::try_from(rows).unwrap_or(1) + 1,
        };
        session.last_insert_id
    }
}

/// MariaDB types a whole number that came with the statement by its digits.
fn type_by_digits(columns: &mut [Column], rows: &[Vec<Cell>]) {
    for (index, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.type_name.is_empty()) {
        let first = rows.iter().filter_map(|row| row.get(index)).find(|cell| **cell != Cell::Null);
        if let Some(Cell::Integer(number)) = first {
            column.type_name = ColumnType::of_digits(number.unsigned_abs().to_string().len()).name;
        }
    }
}

/// The generated key of the row written last, if that row was there before: a new one has none yet when noted.
fn updated_id(session: &Session, table: &str) -> Option<i64> {
    let (noted, values) = session.noted.as_ref()?;
    let declared = session.catalogue.tables.get(table).filter(|_| noted == table)?;
    let key = super::schema::row_id(declared)?;
    let index = declared.columns.iter().position(|column| column.name == key.name)?;
    match values.get(index) {
        Some(Value::Integer(id)) if *id > 0 => Some(*id),
        _ => None,
    }
}

/// Names and types of the columns. Where our own reading of the statement disagrees with SQLite's about their
/// number, SQLite's names stand and the values speak for their types.
fn columns(statement: &Statement<'_>, outputs: &[Output]) -> (Vec<Column>, Vec<ColumnType>) {
    if statement.column_count() == outputs.len() {
        let column = |output: &Output| Column {
            name: output.name.clone(),
            type_name: output.ty.name.clone(),
            table: output.table.clone(),
        };
        return (outputs.iter().map(column).collect(), outputs.iter().map(|output| output.ty.clone()).collect());
    }
    let names = statement.column_names();
    let columns = names.map(|name| Column { name: name.to_owned(), type_name: String::new(), table: None }).collect();
    (columns, vec![ColumnType::unknown(); statement.column_count()])
}

fn bind(statement: &mut Statement<'_>, params: &[Value]) -> rusqlite::Result<()> {
    for index in 0..statement.parameter_count() {
        statement.raw_bind_parameter(index + 1, params.get(index).unwrap_or(&Value::Null))?;
    }
    Ok(())
}

/// The second lock on the door: the translation makes none of these, whatever it is given.
fn authorised(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Attach { .. }
        | AuthAction::Detach { .. }
        | AuthAction::Pragma { .. }
        | AuthAction::CreateVtable { .. }
        | AuthAction::DropVtable { .. } => Authorization::Deny,
        AuthAction::Function { function_name }
            if ["load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"].contains(&function_name) =>
        {
            Authorization::Deny
        }
        _ => Authorization::Allow,
    }
}
