//! A PostgreSQL server, in the words of its own protocol: rows come as the text the server writes, so that the
//! driver's parsers see what the real driver's see.
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | a session: opening, asking, closing |
//! | `wire` | messages |
//! | `login` | who one is |
//! | `types` | types by number, values and parameters |

mod login;
mod types;
mod wire;

use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value};

use super::network::{connect, connect_file, Stream};
use super::tls::secure;
use crate::legacy::{Access, Cell, Column, Dialect, Params, Reply, StoreError, Target, Tls};
use login::Login;
use wire::{put_text, Message, Outgoing, Wire};

const PROTOCOL: u32 = 196_608;
const TLS_WANTED: u32 = 80_877_103;

/// The most an answer may weigh.
const LARGEST_ANSWER: usize = 64 << 20;

/// Settings of the server that a driver may send along when it connects.
const SETTINGS: [&str; 6] = [
    "application_name",
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "options",
    "replication",
];

/// An open session.
pub(super) struct Session {
    wire: Wire,
    /// The server reads a backslash in every quoted text, not only in `E'…'`.
    reads_backslashes: bool,
}

/// A failure the driver itself reports as a plain `Error`.
pub(super) fn of_driver(message: &str) -> StoreError {
    StoreError {
        code: StoreError::DRIVER.to_owned(),
        message: message.to_owned(),
        fatal: true,
        ..StoreError::default()
    }
}

/// The server went away.
pub(super) fn terminated() -> StoreError {
    of_driver("Connection terminated unexpectedly")
}

impl Session {
    /// Connects and says who one is.
    pub(super) async fn open(target: &Target, access: &Access) -> Result<Self, StoreError> {
        let mut wire = Wire::new(way(target, access).await?);
        let user = target.user.clone().unwrap_or_default();
        let mut hello = Outgoing::default();
        hello.message(None, |bytes| {
            bytes.extend(PROTOCOL.to_be_bytes());
            for (name, value) in parameters(&user, target, access) {
                put_text(bytes, &name);
                put_text(bytes, &value);
            }
            bytes.push(0);
        });
        wire.send(&hello).await?;
        let password = access.password.as_ref().map(|password| password.expose().as_str());
        let mut reads_backslashes = false;
        let mut login = Login::new(&user, password);
        loop {
            let message = wire.receive().await?;
            match message.letter {
                b'R' => login.answer(&mut wire, message).await?,
                b'E' => return Err(StoreError { fatal: true, ..failure(message) }),
                b'Z' => return Ok(Self { wire, reads_backslashes }),
                b'S' => reads_backslashes = backslashes(message).unwrap_or(reads_backslashes),
                // The key for cancelling, notices.
                _ => {}
            }
        }
    }

    /// Whether `standard_conforming_strings` is off: quoted text ends elsewhere then.
    pub(super) const fn reads_backslashes(&self) -> bool {
        self.reads_backslashes
    }

    /// Runs a text: as it stands where nothing is bound, else as a prepared statement.
    pub(super) async fn ask(&mut self, text: &str, params: &Params) -> Reply {
        let (Params::Positional(cells), messages) = (params, Outgoing::default()) else {
            return Reply::Error(of_driver("PostgreSQL knows no named parameters"));
        };
        let mut messages = messages;
        if cells.is_empty() {
            messages.message(Some(b'Q'), |bytes| put_text(bytes, text));
        } else {
            prepared(&mut messages, text, cells);
        }
        match self.exchange(&messages).await {
            Ok(reply) => reply,
            Err(error) => Reply::Error(error),
        }
    }

    async fn exchange(&mut self, messages: &Outgoing) -> Result<Reply, StoreError> {
        self.wire.send(messages).await?;
        let mut answers = Answers::default();
        loop {
            let message = match self.wire.receive().await {
                Ok(message) => message,
                // A server that says why it goes is not asked again.
                Err(gone) => return Err(answers.failure.map_or(gone, |said| StoreError { fatal: true, ..said })),
            };
            if message.letter == b'Z' {
                return Ok(answers.reply());
            }
            if message.letter == b'G' {
                let mut refusal = Outgoing::default();
                refusal.message(Some(b'f'), |bytes| put_text(bytes, "COPY from a client is not supported"));
                self.wire.send(&refusal).await?;
            }
            if message.letter == b'S' {
                self.reads_backslashes = backslashes(message).unwrap_or(self.reads_backslashes);
                continue;
            }
            answers.hear(message)?;
        }
    }

    /// Says goodbye.
    pub(super) async fn close(mut self) {
        let mut goodbye = Outgoing::default();
        goodbye.message(Some(b'X'), |_| {});
        // The server takes a connection that is gone for a goodbye, too.
        let _gone = self.wire.send(&goodbye).await;
    }
}

/// What a message about a setting says of backslashes; `None`: it is another setting.
fn backslashes(mut message: Message) -> Option<bool> {
    (message.text() == "standard_conforming_strings").then(|| message.text() == "off")
}

/// The way to the server, in TLS where that is asked for.
async fn way(target: &Target, access: &Access) -> Result<Box<dyn Stream>, StoreError> {
    let host = target.host.as_deref().unwrap_or("localhost");
    let port = target.port.unwrap_or(Dialect::PostgreSql.port());
    if host.starts_with('/') {
        let path = Path::new(host).join(format!(".s.PGSQL.{port}"));
        return Ok(Box::new(connect_file(&path).await?));
    }
    let limit = access.timeout_ms.map(Duration::from_millis);
    let stream = connect(host, port, limit).await?;
    match &access.tls {
        None => Ok(Box::new(stream)),
        Some(tls) => in_tls(Box::new(stream), tls, host).await,
    }
}

async fn in_tls(stream: Box<dyn Stream>, tls: &Tls, host: &str) -> Result<Box<dyn Stream>, StoreError> {
    let mut wire = Wire::new(stream);
    let mut question = Outgoing::default();
    question.message(None, |bytes| bytes.extend(TLS_WANTED.to_be_bytes()));
    wire.send(&question).await?;
    match wire.receive_byte().await? {
        b'S' => Ok(Box::new(secure(wire.into_stream(), tls, host, &[]).await?.stream)),
        b'N' if tls.optional => Ok(wire.into_stream()),
        b'N' => Err(of_driver("The server does not support SSL connections")),
        _ => Err(of_driver("There was an error establishing an SSL connection")),
    }
}

fn parameters(user: &str, target: &Target, access: &Access) -> Vec<(String, String)> {
    let mut parameters = vec![("user".to_owned(), user.to_owned())];
    parameters.extend(target.database.clone().map(|database| ("database".to_owned(), database)));
    parameters.push(("client_encoding".to_owned(), "UTF8".to_owned()));
    for name in SETTINGS {
        let value = match access.options.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => continue,
        };
        parameters.push((name.to_owned(), value));
    }
    parameters
}

/// Parse, bind, describe, execute and sync, sent together. Everything but bytes goes as text.
fn prepared(messages: &mut Outgoing, text: &str, cells: &[Cell]) {
    let count = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    let bound: Vec<(bool, Option<Vec<u8>>)> = cells.iter().take(usize::from(count)).map(types::bound).collect();
    messages
        .message(Some(b'P'), |bytes| {
            put_text(bytes, "");
            put_text(bytes, text);
            bytes.extend(0_u16.to_be_bytes());
        })
        .message(Some(b'B'), |bytes| {
            bytes.extend([0, 0]);
            bytes.extend(count.to_be_bytes());
            for (binary, _) in &bound {
                bytes.extend(u16::from(*binary).to_be_bytes());
            }
            bytes.extend(count.to_be_bytes());
            for (_, value) in &bound {
                match value {
                    None => bytes.extend((-1_i32).to_be_bytes()),
                    Some(value) => {
                        bytes.extend(u32::try_from(value.len()).unwrap_or(0).to_be_bytes());
                        bytes.extend(value);
                    }
                }
            }
            bytes.extend(0_u16.to_be_bytes());
        })
        .message(Some(b'D'), |bytes| bytes.extend(b"P\0"))
        .message(Some(b'E'), |bytes| bytes.extend([0, 0, 0, 0, 0]))
        .message(Some(b'S'), |_| {});
}

/// What has been answered so far.
#[derive(Default)]
struct Answers {
    replies: Vec<Reply>,
    columns: Option<Vec<(Column, i32)>>,
    rows: Vec<Vec<Cell>>,
    weight: usize,
    failure: Option<StoreError>,
}

impl Answers {
    fn hear(&mut self, mut message: Message) -> Result<(), StoreError> {
        match message.letter {
            b'T' => {
                let count = message.int16();
                self.columns = Some((0..count).map(|_| column(&mut message)).collect());
                self.rows.clear();
            }
            b'D' => {
                let columns = self.columns.as_deref().unwrap_or_default();
                message.int16();
                let mut row = Vec::with_capacity(columns.len());
                for (_, oid) in columns {
                    let length = message.int32();
                    row.push(match usize::try_from(length) {
                        Ok(length) => {
                            self.weight = self.weight.saturating_add(length);
                            types::cell(message.take(length), *oid)
                        }
                        Err(_) => Cell::Null,
                    });
                }
                self.weigh(64)?;
                self.rows.push(row);
            }
            b'C' => {
                let tag = message.text();
                let reply = done(&tag, self.columns.take(), std::mem::take(&mut self.rows));
                self.replies.push(reply);
                self.weigh(64)?;
            }
            b'I' => {
                self.weigh(64)?;
                self.columns = None;
                self.replies.push(Reply::Written { command: String::new(), matched: 0, changed: 0, insert_id: 0 });
            }
            b'E' => {
                self.failure.get_or_insert(failure(message));
            }
            _ => {}
        }
        Ok(())
    }

    fn weigh(&mut self, more: usize) -> Result<(), StoreError> {
        self.weight = self.weight.saturating_add(more);
        if self.weight > LARGEST_ANSWER {
            return Err(of_driver("the answer is larger than loginscope reads (64 MB)"));
        }
        Ok(())
    }

    fn reply(mut self) -> Reply {
        if let Some(failure) = self.failure {
            return Reply::Error(failure);
        }
        match self.replies.len() {
            1 => self.replies.remove(0),
            _ => Reply::Several { replies: self.replies },
        }
    }
}

fn column(message: &mut Message) -> (Column, i32) {
    let name = message.text();
    let (_table, _attribute) = (message.int32(), message.int16());
    let oid = message.int32();
    let (_size, modifier, _format) = (message.int16(), message.int32(), message.int16());
    (Column { name, type_name: types::name(oid, modifier), table: None }, oid)
}

/// An answer by its tag: `INSERT 0 1`, `SELECT 3`, `BEGIN`.
fn done(tag: &str, columns: Option<Vec<(Column, i32)>>, rows: Vec<Vec<Cell>>) -> Reply {
    let mut words = tag.split(' ');
    let command = words.next().unwrap_or_default().to_owned();
    let count = words.next_back().and_then(|word| word.parse::<u64>().ok());
    match columns {
        Some(columns) => {
            let affected = count.filter(|_| command != "SELECT");
            let columns = columns.into_iter().map(|(column, _)| column).collect();
            Reply::Rows { command, columns, rows, affected }
        }
        None => {
            let count = count.unwrap_or(0);
            Reply::Written { command, matched: count, changed: count, insert_id: 0 }
        }
    }
}

/// What the server refused, with all it says of it.
fn failure(mut message: Message) -> StoreError {
    let mut error = StoreError::default();
    let mut details = Map::new();
    loop {
        let letter = message.byte();
        if letter == 0 {
            break;
        }
        let text = message.text();
        let mut more = |name: &str, text: String| details.insert(name.to_owned(), Value::String(text));
        match letter {
            b'S' => error.severity = Some(text),
            b'C' => error.sql_state = Some(text),
            b'M' => error.message = text,
            b'D' => error.detail = Some(text),
            b'H' => error.hint = Some(text),
            b'P' => error.position = text.parse().ok(),
            b's' => error.schema = Some(text),
            b't' => error.table = Some(text),
            b'c' => error.column = Some(text),
            b'n' => error.constraint = Some(text),
            b'p' => drop(more("internalPosition", text)),
            b'q' => drop(more("internalQuery", text)),
            b'W' => drop(more("where", text)),
            b'd' => drop(more("dataType", text)),
            b'F' => drop(more("file", text)),
            b'L' => drop(more("line", text)),
            b'R' => drop(more("routine", text)),
            _ => {}
        }
    }
    error.code = error.sql_state.clone().unwrap_or_default();
    error.fatal = matches!(error.severity.as_deref(), Some("FATAL" | "PANIC"));
    error.details = details;
    error
}
