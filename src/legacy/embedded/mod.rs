//! The embedded store: SQLite in memory behind the SQL drivers, route files behind the HTTP clients.
//!
//! It is filled from seed files ([`seed`]) and route files ([`http`]), answers in the words of the server it stands
//! in for, and forgets everything when it is dropped. It never opens a file or a socket of its own: SQL reaches
//! SQLite only through the translation (`translate`), which knows no statement that could.
//!
//! A SQL text goes `statement` → `parse` → `translate` → `database` → `values`, errors come back through `errors`;
//! `catalogue` keeps what SQLite would forget: declared types, names of constraints, defaults.

mod alter;
mod catalogue;
mod coerce;
mod database;
mod ddl;
mod declare;
mod dumps;
pub(super) mod errors;
mod functions;
pub mod http;
mod interpolate;
mod introspect;
mod parse;
mod schema;
pub mod seed;
mod session;
mod statement;
pub(super) mod time;
mod translate;
mod types;
mod values;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use database::Database;
use http::Routes;
pub use seed::SeedError;

use super::{Dialect, Reply, Request, Store};

/// Seeds and routes, read and played once. Each run opens a [`Embedded`] store of its own from it.
#[derive(Clone)]
pub struct EmbeddedTemplate {
    databases: Arc<Mutex<Databases>>,
    routes: Arc<Routes>,
}

struct Databases {
    mysql: Database,
    postgresql: Database,
}

impl Databases {
    fn of(&mut self, dialect: Dialect) -> &mut Database {
        match dialect {
            Dialect::MySql => &mut self.mysql,
            Dialect::PostgreSql => &mut self.postgresql,
        }
    }
}

impl EmbeddedTemplate {
    /// Reads seed files and route files, in the order given.
    ///
    /// # Errors
    /// [`SeedError`] names the file, and line and statement or key where there is one.
    pub fn read(seeds: &[PathBuf], routes: &[PathBuf]) -> Result<Self, SeedError> {
        let read = |paths: &[PathBuf]| -> Result<Vec<(PathBuf, String)>, SeedError> {
            paths.iter().map(|path| Ok((path.clone(), seed::read(path)?))).collect()
        };
        Self::build(&read(seeds)?, &read(routes)?)
    }

    /// The same from text: pairs of a name for messages and the content.
    ///
    /// # Errors
    /// As [`EmbeddedTemplate::read`].
    pub fn from_text(seeds: &[(&str, &str)], routes: &[(&str, &str)]) -> Result<Self, SeedError> {
        let named = |texts: &[(&str, &str)]| -> Vec<(PathBuf, String)> {
            texts.iter().map(|(name, text)| (PathBuf::from(name), (*text).to_owned())).collect()
        };
        Self::build(&named(seeds), &named(routes))
    }

    fn build(seeds: &[(PathBuf, String)], routes: &[(PathBuf, String)]) -> Result<Self, SeedError> {
        let mut databases =
            Databases { mysql: Database::open(Dialect::MySql)?, postgresql: Database::open(Dialect::PostgreSql)? };
        for (path, text) in seeds {
            seed::play(databases.of(seed::dialect(path, text)?), path, text)?;
        }
        let routes = Routes::read(routes.iter().map(|(path, text)| (path.as_path(), text.as_str())))?;
        Ok(Self { databases: Arc::new(Mutex::new(databases)), routes: Arc::new(routes) })
    }

    /// Opens a store in the state after the last seed.
    ///
    /// # Errors
    /// [`SeedError::Engine`] if SQLite cannot be started.
    pub fn open(&self) -> Result<Embedded, SeedError> {
        let seeded = self.databases.lock().unwrap_or_else(PoisonError::into_inner);
        let databases = Databases { mysql: seeded.mysql.copy()?, postgresql: seeded.postgresql.copy()? };
        Ok(Embedded { template: self.clone(), databases, connections: 0 })
    }
}

/// The embedded store of one run.
pub struct Embedded {
    template: EmbeddedTemplate,
    databases: Databases,
    /// Connections the drivers hold.
    connections: usize,
}

impl Embedded {
    /// How it is named on the command line, on screen and in JSON.
    pub const NAME: &'static str = "embedded";

    /// Reads seeds and routes and opens a store over them. Where several runs start from the same files, keep an
    /// [`EmbeddedTemplate`] instead.
    ///
    /// # Errors
    /// As [`EmbeddedTemplate::read`].
    pub fn open(seeds: &[PathBuf], routes: &[PathBuf]) -> Result<Self, SeedError> {
        EmbeddedTemplate::read(seeds, routes)?.open()
    }
}

impl Store for Embedded {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        let started = Instant::now();
        let (reply, delay) = match request {
            Request::Connect { dialect, target } => {
                self.connections += 1;
                self.databases.of(*dialect).connected(target);
                (Reply::Connected, Duration::ZERO)
            }
            Request::Sql { dialect, target, text, params, multiple } => {
                let database = self.databases.of(*dialect);
                database.connected(target);
                (database.answer(text, params, *multiple), Duration::ZERO)
            }
            Request::Http { method, url, headers, body } => {
                self.template.routes.answer(method, url, headers, body.as_ref())
            }
            Request::Close { .. } => {
                // All connections share one session: the last to go ends its transaction.
                self.connections = self.connections.saturating_sub(1);
                if self.connections == 0 {
                    self.databases.mysql.closed();
                    self.databases.postgresql.closed();
                }
                (Reply::Closed, Duration::ZERO)
            }
        };
        (reply, started.elapsed() + delay)
    }

    fn again(&self) -> Option<Box<dyn Store + Send>> {
        self.template.open().ok().map(|store| Box::new(store) as Box<dyn Store + Send>)
    }
}

#[cfg(test)]
mod tests;
