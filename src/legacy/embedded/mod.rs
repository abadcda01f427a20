//! The embedded store: SQLite in memory behind the SQL drivers, documents behind MongoDB's (`documents`), entries
//! behind LDAP's (`directory`), route files behind the HTTP clients.
//!
//! It is filled from seed files ([`seed`]) and route files ([`http`]), answers in the words of the server it stands
//! in for, and forgets everything when it is dropped. It never opens a file or a socket of its own: SQL reaches
//! SQLite only through the translation (`translate`), which knows no statement that could.
//!
//! A SQL text goes `statement` → `parse` → `translate` → `database` → `values`, errors come back through `errors`;
//! `catalogue` keeps what SQLite would forget: declared types, names of constraints, defaults.

mod alter;
mod beside;
mod catalogue;
mod coerce;
mod database;
mod ddl;
mod declare;
mod directory;
mod documents;
mod dumps;
pub(super) mod errors;
mod family;
pub(super) mod foreign;
mod functions;
pub mod http;
mod interpolate;
mod introspect;
mod parameters;
mod parse;
mod schema;
pub mod seed;
mod session;
mod statement;
pub(super) mod time;
mod translate;
mod types;
mod values;

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use database::Database;
use directory::Directory;
use documents::Documents;
use family::Flavour;
use http::Routes;
pub use seed::SeedError;

use super::socket::{Received, SocketAction};
use super::{Dialect, Reply, Request, Store, StoreError, Target};

/// Seeds and routes, read and played once. Each run opens a [`Embedded`] store of its own from it.
#[derive(Clone)]
pub struct EmbeddedTemplate {
    databases: Arc<Mutex<Databases>>,
    documents: Arc<Documents>,
    directory: Arc<Directory>,
    routes: Arc<Routes>,
}

/// One database for each dialect that was seeded or asked for.
#[derive(Default)]
struct Databases(Vec<(Dialect, Database)>);

impl Databases {
    fn of(&mut self, dialect: Dialect) -> Result<&mut Database, SeedError> {
        let index = match self.0.iter().position(|(known, _)| *known == dialect) {
            Some(index) => index,
            None => {
                self.0.push((dialect, Database::open(dialect)?));
                self.0.len() - 1
            }
        };
        Ok(&mut self.0[index].1)
    }

    fn copy(&self) -> Result<Self, SeedError> {
        self.0.iter().map(|(dialect, database)| Ok((*dialect, database.copy()?))).collect::<Result<_, _>>().map(Self)
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
        let mut databases = Databases::default();
        let (mut documents, mut directory) = (Documents::default(), Directory::default());
        for (path, text) in seeds {
            if documents::is_seed(path) {
                documents::play(&mut documents, path, text)?;
                continue;
            }
            if directory::is_seed(path) {
                directory::play(&mut directory, path, text)?;
                continue;
            }
            let database = databases.of(seed::dialect(path, text)?)?;
            if seed::is_mariadb(text) {
                database.speak(Flavour::MariaDb);
            }
            seed::play(database, path, text)?;
        }
        let routes = Routes::read(routes.iter().map(|(path, text)| (path.as_path(), text.as_str())))?;
        Ok(Self {
            databases: Arc::new(Mutex::new(databases)),
            documents: Arc::new(documents),
            directory: Arc::new(directory),
            routes: Arc::new(routes),
        })
    }

    /// Opens a store in the state after the last seed.
    ///
    /// # Errors
    /// [`SeedError::Engine`] if SQLite cannot be started.
    pub fn open(&self) -> Result<Embedded, SeedError> {
        let seeded = self.databases.lock().unwrap_or_else(PoisonError::into_inner);
        let databases = seeded.copy()?;
        let documents = Documents::clone(&self.documents);
        let directory = Directory::clone(&self.directory);
        Ok(Embedded {
            template: self.clone(),
            databases,
            documents,
            directory,
            connections: 0,
            answered: HashMap::new(),
        })
    }
}

/// The embedded store of one run.
pub struct Embedded {
    template: EmbeddedTemplate,
    databases: Databases,
    documents: Documents,
    directory: Directory,
    /// Connections the drivers hold.
    connections: usize,
    /// How often each HTTP route has answered.
    answered: HashMap<usize, usize>,
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

impl Embedded {
    fn database(&mut self, dialect: Dialect, target: &Target, ask: impl FnOnce(&mut Database) -> Reply) -> Reply {
        match self.databases.of(dialect) {
            Ok(database) => {
                database.connected(target);
                ask(database)
            }
            Err(error) => Reply::Error(StoreError { message: error.to_string(), fatal: true, ..StoreError::default() }),
        }
    }
}

/// What a driver hears of a store that is not there.
fn refused(code: &str, syscall: &str) -> Reply {
    let message = format!("{syscall} {code}");
    let syscall = Some(syscall.to_owned());
    Reply::Error(StoreError { code: code.to_owned(), message, syscall, fatal: true, ..StoreError::default() })
}

/// There is nobody behind a socket here.
fn socket(action: &SocketAction) -> Reply {
    match action {
        SocketAction::Open { host, port, address, .. } => {
            let mut reply = refused("ECONNREFUSED", "connect");
            if let Reply::Error(error) = &mut reply {
                let place = address.as_deref().unwrap_or(host);
                error.message =
                    format!("connect ECONNREFUSED {place}:{port} (a socket of the script's own needs --store live)");
            }
            reply
        }
        SocketAction::Receive { .. } => Reply::Socket(Received::Nothing),
        SocketAction::Secure { .. } | SocketAction::Write { .. } => refused("EPIPE", "write"),
        SocketAction::End | SocketAction::Destroy => Reply::Socket(Received::Sent),
    }
}

/// The machine itself is known by name; nobody else is asked for.
fn look_up(host: &str, family: u8) -> Reply {
    let addresses = match (host, family) {
        ("localhost", 6) => vec!["::1".to_owned()],
        ("localhost", _) => vec!["127.0.0.1".to_owned()],
        _ => match host.parse::<IpAddr>() {
            Ok(address) => vec![address.to_string()],
            Err(_) => {
                let mut reply = refused("ENOTFOUND", "getaddrinfo");
                if let Reply::Error(error) = &mut reply {
                    error.message = format!("getaddrinfo ENOTFOUND {host} (names are looked up by --store live alone)");
                }
                return reply;
            }
        },
    };
    Reply::Addresses { addresses }
}

impl Store for Embedded {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        let started = Instant::now();
        let (reply, delay) = match request {
            Request::Connect { dialect, target, .. } => {
                self.connections += 1;
                (self.database(*dialect, target, |_| Reply::Connected), Duration::ZERO)
            }
            Request::Sql { dialect, target, text, params, multiple, .. } => {
                (self.database(*dialect, target, |database| database.answer(text, params, *multiple)), Duration::ZERO)
            }
            Request::Http { method, url, headers, body, .. } => {
                self.template.routes.answer(&mut self.answered, method, url, headers, body.as_ref())
            }
            Request::Close { .. } => {
                // All connections share one session: the last to go ends its transaction.
                self.connections = self.connections.saturating_sub(1);
                if self.connections == 0 {
                    self.databases.0.iter_mut().for_each(|(_, database)| database.closed());
                }
                (Reply::Closed, Duration::ZERO)
            }
            Request::Documents { database, command, .. } => (self.documents.answer(database, command), Duration::ZERO),
            Request::Directory { operation, .. } => (self.directory.answer(operation), Duration::ZERO),
            Request::Socket { action, .. } => (socket(action), Duration::ZERO),
            Request::Lookup { host, family } => (look_up(host, *family), Duration::ZERO),
        };
        (reply, started.elapsed() + delay)
    }

    fn again(&self) -> Option<Box<dyn Store + Send>> {
        self.template.open().ok().map(|store| Box::new(store) as Box<dyn Store + Send>)
    }
}

#[cfg(test)]
mod tests;
