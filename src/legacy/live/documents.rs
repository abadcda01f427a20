//! Live document stores: MongoDB and what speaks its protocol.
//!
//! Commands go out as the script's driver makes them. Each of the script's clients has a session of its own, so that a
//! cursor is read on by whoever opened it. Transactions are not carried over: they would need a second program of
//! their own, and the server would be told so in words the script can read.

use std::collections::HashMap;
use std::time::Duration;

use bson::{doc, Bson, Document};
use mongodb::error::{Error, ErrorKind};
use mongodb::options::{ClientOptions, Credential};
use mongodb::{Client, ClientSession};
use serde_json::{Map, Value};

use super::network::{connect, failed, timed_out};
use crate::legacy::extended_json;
use crate::legacy::{Access, Reply, Request, StoreError, Target};

/// How long a server is looked for once its port has answered.
const PATIENCE: Duration = Duration::from_secs(5);

/// The document stores of a run.
#[derive(Default)]
pub struct LiveDocuments {
    clients: HashMap<u32, Connected>,
}

struct Connected {
    client: Client,
    /// None where the server knows no sessions.
    session: Option<ClientSession>,
}

impl LiveDocuments {
    /// Answers a command for a document store, or closes the way to one; `None` for any other request.
    pub async fn answer(&mut self, request: &Request) -> Option<Reply> {
        match request {
            Request::Documents { target, database, command, access } => {
                let answered = self.answered(target, database, command, access).await;
                Some(answered.unwrap_or_else(Reply::Error))
            }
            Request::Close { target } => {
                let connected = self.clients.remove(&target.connection)?;
                drop(connected.session);
                connected.client.shutdown().immediate(true).await;
                Some(Reply::Closed)
            }
            _ => None,
        }
    }

    /// Lets go of all servers.
    pub fn forget(&mut self) {
        self.clients.clear();
    }

    async fn answered(
        &mut self,
        target: &Target,
        database: &str,
        command: &Map<String, Value>,
        access: &Access,
    ) -> Result<Reply, StoreError> {
        let mut sent = match extended_json::document(command) {
            Ok(sent) => sent,
            Err(words) => return Ok(refused(2, "BadValue", &words)),
        };
        prepare(&mut sent);
        if sent.contains_key("txnNumber") {
            let words = "transactions are not carried to live stores by loginscope";
            return Ok(refused(20, "IllegalOperation", words));
        }
        sent.remove("lsid");
        if let std::collections::hash_map::Entry::Vacant(e) = self.clients.entry(target.connection) {
            let connected = match open(target, access).await {
                Ok(connected) => connected,
                Err(Unopened::Way(failure)) => return Err(failure),
                Err(Unopened::Server(error)) => return answer_of(&error),
            };
            e.insert(connected);
        }
        let Some(connected) = self.clients.get_mut(&target.connection) else {
            return Err(timed_out("connect"));
        };
        let database = connected.client.database(database);
        let action = database.run_command(sent);
        let answered = match connected.session.as_mut() {
            Some(session) => action.session(session).await,
            None => action.await,
        };
        match answered {
            Ok(answer) => Ok(Reply::Documents { answer: extended_json::written(&plain(answer)) }),
            Err(error) => answer_of(&error),
        }
    }
}

/// Numbers of cursors are long, whatever their size.
fn prepare(command: &mut Document) {
    let long = |value: &Bson| match value {
        Bson::Int32(number) => Bson::Int64(i64::from(*number)),
        other => other.clone(),
    };
    if let Some(id) = command.get_mut("getMore") {
        *id = long(id);
    }
    if let Some(Bson::Array(ids)) = command.get_mut("cursors") {
        ids.iter_mut().for_each(|id| *id = long(id));
    }
}

/// An answer without what servers add for their own bookkeeping.
fn plain(mut answer: Document) -> Document {
    for part in ["$clusterTime", "operationTime", "electionId", "opTime"] {
        answer.remove(part);
    }
    answer
}

enum Unopened {
    /// The way to the server is closed.
    Way(StoreError),
    /// The server said no.
    Server(Error),
}

async fn open(target: &Target, access: &Access) -> Result<Connected, Unopened> {
    let limit = access.timeout_ms.map(Duration::from_millis);
    let address = access.options.get("uri").and_then(Value::as_str).unwrap_or_default();
    // A name that stands for several servers is looked up by the client itself.
    if !address.starts_with("mongodb+srv:") {
        let host = target.host.as_deref().unwrap_or("localhost");
        // That somebody listens is all that is asked here; the failure is told in the system's words.
        drop(connect(host, target.port.unwrap_or(27017), limit).await.map_err(Unopened::Way)?);
    }
    let mut options = ClientOptions::parse(address).await.map_err(Unopened::Server)?;
    options.server_selection_timeout = Some(PATIENCE);
    options.connect_timeout = limit.or(Some(PATIENCE));
    if let (None, Some(user)) = (&options.credential, &target.user) {
        let mut credential = Credential::default();
        credential.username = Some(user.clone());
        credential.password = access.password.as_ref().map(|password| password.expose().clone());
        credential.source = access.options.get("authSource").and_then(Value::as_str).map(str::to_owned);
        options.credential = Some(credential);
    }
    let client = Client::with_options(options).map_err(Unopened::Server)?;
    client.database("admin").run_command(doc! { "ping": 1 }).await.map_err(Unopened::Server)?;
    let session = client.start_session().await.ok();
    Ok(Connected { client, session })
}

/// A server's refusal is an answer; what is wrong with the way to it is none.
fn answer_of(error: &Error) -> Result<Reply, StoreError> {
    let whole = error.server_response().and_then(|answer| Document::try_from(answer.as_ref()).ok());
    if let Some(answer) = whole.filter(|answer| answer.contains_key("errmsg")) {
        return Ok(Reply::Documents { answer: extended_json::written(&plain(answer)) });
    }
    match error.kind.as_ref() {
        ErrorKind::Command(refusal) => Ok(refused(refusal.code, &refusal.code_name, &refusal.message)),
        ErrorKind::Authentication { .. } => Ok(refused(18, "AuthenticationFailed", "Authentication failed.")),
        ErrorKind::Io(source) => Err(failed(source, "read", None)),
        ErrorKind::DnsResolve { message, .. } => Err(StoreError {
            code: "ENOTFOUND".to_owned(),
            message: message.clone(),
            fatal: true,
            ..StoreError::default()
        }),
        ErrorKind::ServerSelection { .. } => Err(timed_out("connect")),
        other => Err(StoreError {
            code: StoreError::DRIVER.to_owned(),
            message: other.to_string(),
            fatal: true,
            ..StoreError::default()
        }),
    }
}

fn refused(code: i32, name: &str, words: &str) -> Reply {
    let answer = doc! { "ok": 0, "errmsg": words, "code": code, "codeName": name };
    Reply::Documents { answer: extended_json::written(&answer) }
}
