//! The SQL sessions of a run, and their transactions.

use std::collections::HashMap;
use std::future::Future;
use std::time::{Duration, Instant};

use super::dry_run::{means, named, refusal, statements, Means};
use super::{mysql, postgresql, sqlserver};
use crate::legacy::mysql_text::literal;
use crate::legacy::{tables, Access, Cell, Dialect, Effect, Params, Reply, Request, StoreError, Target};

/// The savepoint around each statement of PostgreSQL, where a failure would end the whole transaction.
const AROUND: &str = "loginscope_statement";

/// MySQL's storage engines that know transactions.
const TRANSACTIONAL: [&str; 7] = ["innodb", "xtradb", "rocksdb", "myrocks", "tokudb", "ndbcluster", "ndb"];

/// A session with a server.
enum Session {
    PostgreSql(postgresql::Session),
    MySql(mysql::Session),
    SqlServer(sqlserver::Session),
}

impl Session {
    async fn open(dialect: Dialect, target: &Target, access: &Access) -> Result<Self, StoreError> {
        match dialect {
            Dialect::PostgreSql => Box::pin(postgresql::Session::open(target, access)).await.map(Self::PostgreSql),
            Dialect::MySql => Box::pin(mysql::Session::open(target, access)).await.map(Self::MySql),
            Dialect::SqlServer => Box::pin(sqlserver::Session::open(target, access)).await.map(Self::SqlServer),
            Dialect::Oracle | Dialect::Db2 => Err(super::own(&format!(
                "--store live cannot speak to {}: there is no client for it without the vendor's libraries. Leave it \
                 out to use the embedded store",
                dialect.server()
            ))),
        }
    }

    async fn ask(&mut self, asked: &Asked<'_>) -> Reply {
        match self {
            Self::PostgreSql(session) => Box::pin(session.ask(asked.text, asked.params)).await,
            Self::MySql(session) => {
                Box::pin(session.ask(asked.text, asked.params, asked.multiple, asked.prepared)).await
            }
            Self::SqlServer(session) => Box::pin(session.ask(asked.text, asked.params)).await,
        }
    }

    /// What the server has to say against a statement that is not run.
    async fn objection(&mut self, text: &str) -> Option<StoreError> {
        match self {
            Self::MySql(session) => session.objection(text).await,
            Self::PostgreSql(_) | Self::SqlServer(_) => None,
        }
    }

    /// Runs a statement of our own.
    async fn run(&mut self, text: &str) -> Result<(), StoreError> {
        let params = Params::default();
        match self.ask(&Asked { text, params: &params, multiple: false, prepared: false }).await {
            Reply::Error(error) => Err(error),
            _ => Ok(()),
        }
    }

    async fn close(self) {
        match self {
            Self::PostgreSql(session) => session.close().await,
            Self::MySql(session) => session.close().await,
            Self::SqlServer(session) => session.close().await,
        }
    }

    const fn dialect(&self) -> Dialect {
        match self {
            Self::PostgreSql(_) => Dialect::PostgreSql,
            Self::MySql(_) => Dialect::MySql,
            Self::SqlServer(_) => Dialect::SqlServer,
        }
    }
}

/// A statement as it is asked.
struct Asked<'a> {
    text: &'a str,
    params: &'a Params,
    multiple: bool,
    prepared: bool,
}

/// What makes a session: in a dry run a server and a user, else a run and one of its connections.
type Key = (Dialect, Target, u64);

struct Held {
    session: Session,
    access: Access,
}

/// A connection as the script sees it.
#[derive(Default)]
struct Connection {
    /// Tells its savepoints from those of others.
    number: u32,
    /// It is within a transaction of its own.
    inside: bool,
    /// A statement of that transaction failed; PostgreSQL hears nothing more then.
    failed: bool,
}

/// What is open.
#[derive(Default)]
pub(super) struct Sessions {
    held: HashMap<Key, Held>,
    connections: HashMap<(u64, Dialect, Target), Connection>,
    /// MySQL's tables that were found to know transactions, or not to.
    engines: HashMap<String, Option<String>>,
    opened: u32,
}

fn key(dialect: Dialect, target: &Target, run: u64, dry: bool) -> Key {
    if dry {
        (dialect, Target { connection: 0, ..target.clone() }, 0)
    } else {
        (dialect, target.clone(), run)
    }
}

impl Sessions {
    /// Answers a request of a run, and how long the server took for it where that can be told apart.
    pub(super) async fn answer(&mut self, run: u64, dry: bool, request: &Request) -> (Reply, Option<Duration>) {
        match request {
            Request::Connect { dialect, target, access } => {
                let reply = match self.connect(run, dry, *dialect, target, access).await {
                    Ok(()) => Reply::Connected,
                    Err(error) => Reply::Error(error),
                };
                (reply, None)
            }
            Request::Sql { dialect, target, text, params, multiple, prepared } => {
                let asked = Asked { text, params, multiple: *multiple, prepared: *prepared };
                self.sql(run, dry, *dialect, target, request, &asked).await
            }
            Request::Close { target } => {
                self.disconnect(run, dry, target).await;
                (Reply::Closed, None)
            }
            _ => (Reply::Error(super::own("this is no question in SQL")), None),
        }
    }

    async fn connect(
        &mut self,
        run: u64,
        dry: bool,
        dialect: Dialect,
        target: &Target,
        access: &Access,
    ) -> Result<(), StoreError> {
        let key = key(dialect, target, run, dry);
        let known = self.held.get(&key).map(|held| held.access == *access);
        if known != Some(true) {
            let mut session = Session::open(dialect, target, access).await?;
            if known == Some(false) {
                // Let in: that is all there was to find out. What the others did is to be seen from here, too.
                session.close().await;
            } else {
                if dry {
                    for text in beginning(dialect) {
                        session.run(text).await.map_err(|error| StoreError { fatal: true, ..error })?;
                    }
                }
                self.held.insert(key, Held { session, access: access.clone() });
            }
        }
        self.opened += 1;
        let connection = Connection { number: self.opened, ..Connection::default() };
        self.connections.insert((run, dialect, target.clone()), connection);
        Ok(())
    }

    async fn sql(
        &mut self,
        run: u64,
        dry: bool,
        dialect: Dialect,
        target: &Target,
        request: &Request,
        asked: &Asked<'_>,
    ) -> (Reply, Option<Duration>) {
        let key = key(dialect, target, run, dry);
        let place = (run, dialect, target.clone());
        let (Some(mut held), Some(mut connection)) = (self.held.remove(&key), self.connections.remove(&place)) else {
            return (Reply::Error(gone(dialect)), None);
        };
        let (reply, took) = if dry {
            self.dry(&mut held.session, &mut connection, request, asked).await
        } else {
            timed(held.session.ask(asked)).await
        };
        let is_lost = matches!(&reply, Reply::Error(error) if error.fatal);
        if !is_lost {
            self.held.insert(key, held);
            self.connections.insert(place, connection);
        }
        (reply, Some(took))
    }

    /// The script closes a connection: what it left open is taken back, as the server would.
    async fn disconnect(&mut self, run: u64, dry: bool, target: &Target) {
        let dialect =
            Dialect::ALL.into_iter().find(|dialect| self.connections.contains_key(&(run, *dialect, target.clone())));
        let Some(dialect) = dialect else { return };
        let connection = self.connections.remove(&(run, dialect, target.clone())).unwrap_or_default();
        let key = key(dialect, target, run, dry);
        if !dry {
            if let Some(held) = self.held.remove(&key) {
                held.session.close().await;
            }
        } else if let (true, Some(held)) = (connection.inside, self.held.get_mut(&key)) {
            // Nobody is left to be told.
            let _untold = back(&mut held.session, connection.number).await;
        }
    }

    /// Runs a statement within the transaction of the dry run.
    async fn dry(
        &mut self,
        session: &mut Session,
        connection: &mut Connection,
        request: &Request,
        asked: &Asked<'_>,
    ) -> (Reply, Duration) {
        let dialect = session.dialect();
        // Judged is what the server will read: with its values in it, and no further than it reads.
        let (text, none) = (as_sent(dialect, asked), Params::Positional(Vec::new()));
        let params = if dialect == Dialect::MySql && !asked.prepared { &none } else { asked.params };
        let asked = &Asked { text: &text, params, ..*asked };
        if let Session::PostgreSql(session) = session {
            if session.reads_backslashes() && asked.text.contains('\\') {
                let why = "with standard_conforming_strings off, where its quotes end cannot be told";
                return (Reply::Error(refusal(&named(asked.text), why)), Duration::ZERO);
            }
        }
        let parts = statements(dialect, asked.text);
        let said: Vec<Means> = parts.iter().map(|part| means(dialect, part)).collect();
        for (part, means) in parts.iter().zip(&said) {
            let why = match means {
                Means::Refused(why) => why,
                Means::Unknown(why) => match session.objection(part).await {
                    Some(error) => return (Reply::Error(error), Duration::ZERO),
                    None => why,
                },
                _ => continue,
            };
            return (Reply::Error(refusal(&named(part), why)), Duration::ZERO);
        }
        if let Some(refused) = self.untransactional(session, request).await {
            return (Reply::Error(refused), Duration::ZERO);
        }
        let plain = said.iter().all(|means| *means == Means::Inside);
        let taken_apart = match dialect {
            Dialect::MySql => asked.multiple,
            _ => matches!(asked.params, Params::Positional(cells) if cells.is_empty()),
        };
        // One by one, for only then MySQL itself sees to it that each is one.
        let together = dialect != Dialect::MySql || !asked.multiple || parts.len() < 2;
        if (plain && together) || (parts.len() > 1 && !taken_apart) {
            let asked = &Asked { multiple: false, ..*asked };
            return timed(one(session, connection, &Means::Inside, asked)).await;
        }
        let mut replies = Vec::new();
        let mut took = Duration::ZERO;
        for (index, (part, means)) in parts.iter().zip(&said).enumerate() {
            let asked = Asked { text: part, multiple: false, ..*asked };
            let (mut reply, part_took) = timed(one(session, connection, means, &asked)).await;
            took += part_took;
            if let Reply::Error(error) = &mut reply {
                if dialect == Dialect::MySql && index > 0 {
                    error.details.insert("index".to_owned(), index.into());
                }
                return (reply, took);
            }
            replies.push(reply);
        }
        let reply = if replies.len() == 1 { replies.remove(0) } else { Reply::Several { replies } };
        (reply, took)
    }

    /// Why a write cannot be taken back although it is one: a table of MySQL that knows no transactions.
    async fn untransactional(&mut self, session: &mut Session, request: &Request) -> Option<StoreError> {
        if session.dialect() != Dialect::MySql || crate::legacy::effect(request) == Effect::Read {
            return None;
        }
        for table in tables(request) {
            let engine = match self.engines.get(&table) {
                Some(known) => known.clone(),
                None => {
                    let found = engine(session, &table).await;
                    self.engines.insert(table.clone(), found.clone());
                    found
                }
            };
            if let Some(engine) = engine.filter(|engine| !TRANSACTIONAL.contains(&engine.as_str())) {
                let why = format!("its engine, {engine}, knows no transactions");
                return Some(refusal(&format!("a write to `{table}`"), &why));
            }
        }
        None
    }

    /// Closes what belongs to a run.
    pub(super) async fn close_of(&mut self, run: u64) {
        let own: Vec<Key> = self.held.keys().filter(|(_, _, owner)| *owner == run || *owner == 0).cloned().collect();
        for key in own {
            if let Some(held) = self.held.remove(&key) {
                end(held.session, key.2 == 0).await;
            }
        }
        self.connections.retain(|(owner, ..), _| *owner != run);
    }

    /// Closes everything.
    pub(super) async fn close_all(&mut self) {
        self.connections.clear();
        for (key, held) in std::mem::take(&mut self.held) {
            end(held.session, key.2 == 0).await;
        }
    }

    /// Forgets everything without a word: the servers take back what was not committed.
    pub(super) fn forget(&mut self) {
        self.connections.clear();
        self.held.clear();
    }
}

async fn end(mut session: Session, takes_back: bool) {
    if takes_back {
        let text = if session.dialect() == Dialect::SqlServer { "ROLLBACK TRANSACTION" } else { "ROLLBACK" };
        // Closing takes it back as well.
        let _closed = session.run(text).await;
    }
    session.close().await;
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let started = Instant::now();
    (work.await, started.elapsed())
}

const fn beginning(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        // A deadlock takes back the whole transaction: what comes after it must not commit by itself.
        Dialect::MySql => &["SET autocommit = 0", "START TRANSACTION"],
        Dialect::SqlServer => &["BEGIN TRANSACTION"],
        _ => &["BEGIN"],
    }
}

/// One statement of a dry run.
async fn one(session: &mut Session, connection: &mut Connection, means: &Means, asked: &Asked<'_>) -> Reply {
    let number = connection.number;
    let first = statements(session.dialect(), asked.text).first().map(|one| verb(one)).unwrap_or_default();
    let done = match means {
        Means::Inside | Means::BackToPoint => return inside(session, connection, means, asked).await,
        Means::Refused(why) | Means::Unknown(why) => return Reply::Error(refusal(&named(asked.text), why)),
        Means::Setting => Ok(()),
        Means::Begin => {
            // MySQL commits what was open; PostgreSQL warns and goes on.
            let goes_on = connection.inside && session.dialect() == Dialect::PostgreSql;
            let begun = if goes_on { Ok(()) } else { session.run(&point(session.dialect(), number)).await };
            connection.inside = true;
            begun
        }
        Means::Commit | Means::Rollback => {
            let was_inside = std::mem::take(&mut connection.inside);
            let failed = std::mem::take(&mut connection.failed);
            let takes_back = *means == Means::Rollback || failed;
            let ended = match (was_inside, takes_back) {
                (false, _) => Ok(()),
                (true, true) => back(session, number).await,
                (true, false) => forward(session, number).await,
            };
            if failed && ended.is_ok() {
                return written("ROLLBACK");
            }
            ended
        }
    };
    match done {
        Ok(()) => written(&first),
        Err(error) => Reply::Error(error),
    }
}

async fn inside(session: &mut Session, connection: &mut Connection, means: &Means, asked: &Asked<'_>) -> Reply {
    if session.dialect() != Dialect::PostgreSql {
        let reply = session.ask(asked).await;
        if let (Reply::Error(error), Dialect::SqlServer) = (&reply, session.dialect()) {
            if !error.fatal {
                // Some failures end the whole transaction there.
                let again = "IF @@TRANCOUNT > 0 AND XACT_STATE() = -1 ROLLBACK TRANSACTION; \
                             IF @@TRANCOUNT = 0 BEGIN TRANSACTION";
                let _unbegun = session.run(again).await;
            }
        }
        return reply;
    }
    if connection.failed && *means != Means::BackToPoint {
        return aborted(session, asked).await;
    }
    // What makes or goes back to a point would lose it with the savepoint around.
    let points = matches!(verb(asked.text).as_str(), "SAVEPOINT" | "RELEASE") || *means == Means::BackToPoint;
    if points {
        let reply = session.ask(asked).await;
        let is_error = matches!(reply, Reply::Error(_));
        connection.failed = is_error && connection.inside;
        return reply;
    }
    if let Err(error) = session.run(&format!("SAVEPOINT {AROUND}")).await {
        return Reply::Error(error);
    }
    let reply = session.ask(asked).await;
    if let Reply::Error(error) = &reply {
        if error.fatal {
            return reply;
        }
        connection.failed = connection.inside;
        if let Err(error) = session.run(&format!("ROLLBACK TO SAVEPOINT {AROUND}")).await {
            return Reply::Error(error);
        }
    }
    match session.run(&format!("RELEASE SAVEPOINT {AROUND}")).await {
        Err(error) if !matches!(reply, Reply::Error(_)) => Reply::Error(error),
        _ => reply,
    }
}

/// What PostgreSQL says to a statement after one that failed: it is asked, in a transaction that has failed as well.
async fn aborted(session: &mut Session, asked: &Asked<'_>) -> Reply {
    if let Err(error) = session.run(&format!("SAVEPOINT {AROUND}")).await {
        return Reply::Error(error);
    }
    let _meant_to_fail = session.run("SELECT 1/0").await;
    let reply = session.ask(asked).await;
    let back = format!("ROLLBACK TO SAVEPOINT {AROUND}; RELEASE SAVEPOINT {AROUND}");
    match session.run(&back).await {
        Ok(()) => reply,
        Err(error) => Reply::Error(error),
    }
}

fn point(dialect: Dialect, number: u32) -> String {
    match dialect {
        Dialect::SqlServer => format!("SAVE TRANSACTION loginscope_{number}"),
        _ => format!("SAVEPOINT loginscope_{number}"),
    }
}

/// Takes back what the script's own transaction did.
async fn back(session: &mut Session, number: u32) -> Result<(), StoreError> {
    if session.dialect() == Dialect::SqlServer {
        return session.run(&format!("ROLLBACK TRANSACTION loginscope_{number}")).await;
    }
    session.run(&format!("ROLLBACK TO SAVEPOINT loginscope_{number}")).await?;
    forward(session, number).await
}

/// Keeps it, for as long as the run goes on.
async fn forward(session: &mut Session, number: u32) -> Result<(), StoreError> {
    if session.dialect() == Dialect::SqlServer {
        return Ok(());
    }
    session.run(&format!("RELEASE SAVEPOINT loginscope_{number}")).await
}

fn written(command: &str) -> Reply {
    Reply::Written { command: command.to_owned(), matched: 0, changed: 0, insert_id: 0 }
}

fn verb(statement: &str) -> String {
    let word: String = statement
        .trim_start_matches(|c: char| !c.is_ascii_alphabetic())
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    word.to_ascii_uppercase()
}

/// The text as the server reads it.
fn as_sent(dialect: Dialect, asked: &Asked<'_>) -> String {
    match (dialect, asked.params) {
        (Dialect::MySql, Params::Positional(cells)) if !asked.prepared => literal(asked.text, cells),
        // A zero byte ends a text there.
        (Dialect::PostgreSql, _) => asked.text.split('\0').next().unwrap_or_default().to_owned(),
        _ => asked.text.to_owned(),
    }
}

/// The storage engine of a table, lower case.
async fn engine(session: &mut Session, table: &str) -> Option<String> {
    let text = "SELECT LOWER(ENGINE) FROM information_schema.TABLES WHERE TABLE_NAME = ? AND ENGINE IS NOT NULL \
                ORDER BY TABLE_SCHEMA = DATABASE() DESC LIMIT 1";
    let params = Params::Positional(vec![Cell::Text(table.to_owned())]);
    match session.ask(&Asked { text, params: &params, multiple: false, prepared: false }).await {
        Reply::Rows { rows, .. } => match rows.into_iter().next()?.into_iter().next()? {
            Cell::Text(engine) => Some(engine),
            _ => None,
        },
        _ => None,
    }
}

/// What a driver hears of a connection that is not open any more.
fn gone(dialect: Dialect) -> StoreError {
    match dialect {
        Dialect::MySql => mysql::lost(),
        _ => postgresql::terminated(),
    }
}
