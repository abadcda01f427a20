//! What the statements of one database share while a store lives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::types::Value;

use crate::legacy::embedded::family::Family;

use super::catalogue::Catalogue;

/// Read by the translator, read and written by the SQL functions.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) dialect: Family,
    /// The database name messages use.
    pub(crate) database: String,
    /// The user name `current_user` gives.
    pub(crate) user: String,
    pub(crate) catalogue: Arc<Catalogue>,
    /// The next value of each sequence. Rolling back does not bring values back.
    pub(crate) sequences: HashMap<String, i64>,
    /// The row written last, with its table, noted before its constraints were checked.
    pub(crate) noted: Option<(String, Vec<Value>)>,
    /// The time of the statement, microseconds since 1970 UTC.
    pub(crate) now: i64,
    /// MySQL `LAST_INSERT_ID()`.
    pub(crate) last_insert_id: i64,
    /// The sequence used last and what it gave: `currval`, `lastval`.
    pub(crate) last_sequence: Option<(String, i64)>,
    /// MySQL `ROW_COUNT()`.
    pub(crate) row_count: i64,
    /// The table T-SQL lets write its identity column.
    pub(crate) identity_insert: Option<String>,
    /// T-SQL `@@TRANCOUNT`.
    pub(crate) open_transactions: u32,
}

impl Session {
    /// A session over an empty catalogue.
    pub(crate) fn new(dialect: Family) -> Self {
        Self {
            dialect,
            database: "legacy".to_owned(),
            user: "legacy".to_owned(),
            catalogue: Arc::default(),
            sequences: HashMap::new(),
            noted: None,
            now: 0,
            last_insert_id: 0,
            last_sequence: None,
            row_count: 0,
            identity_insert: None,
            open_transactions: 0,
        }
    }

    /// Takes the wall clock's time for the next statement; MySQL's has no fractions.
    pub(crate) fn tick(&mut self) {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.now = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
        if self.dialect == Family::MySql {
            self.now -= self.now.rem_euclid(1_000_000);
        }
    }
}

/// A session as the SQL functions hold it.
#[derive(Clone, Debug)]
pub(crate) struct Shared(Arc<Mutex<Session>>);

impl Shared {
    pub(crate) fn new(session: Session) -> Self {
        Self(Arc::new(Mutex::new(session)))
    }

    /// A function that panicked leaves nothing half done, so a poisoned lock is as good as any.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Session> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
