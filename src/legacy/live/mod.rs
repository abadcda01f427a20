//! Live stores: the servers the script itself names, spoken to in their own protocols.
//!
//! Addresses, users, passwords and TLS options come from what the script passes to its driver. Unless writing was asked
//! for, everything is a dry run (see [`dry_run`]).
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | [`Live`], a store: who asks, and who answers |
//! | `sessions` | the SQL sessions of a run, and their transactions |
//! | `postgresql`, `mysql`, `sqlserver` | a session with such a server |
//! | `dry_run` | what stays inside a transaction, and what is refused |
//! | `documents` | document stores (MongoDB) |
//! | `directory` | directories (LDAP) |
//! | `http` | HTTP services |
//! | `sockets` | sockets of the script's own, and the addresses of hosts |
//! | `bounds` | the longest wait, and a run that is given up |
//! | `network`, `tls` | the way to a server |
//!
//! Time is real here: what a server takes is what the run takes.

mod bounds;
mod directory;
mod documents;
pub mod dry_run;
pub mod http;
mod mysql;
pub mod network;
mod postgresql;
mod sessions;
pub mod sockets;
mod sqlserver;
pub mod tls;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

pub use bounds::Interrupter;
use bounds::{Unanswered, GOODBYE, LONGEST_WAIT};
use directory::LiveDirectory;
use documents::LiveDocuments;
use dry_run::Allowed;
use sessions::Sessions;
use sockets::Sockets;

use super::directory::Operation;
use super::{Reply, Request, Store, StoreError};

/// How live stores are used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LiveUse {
    /// What is written stays written.
    pub commit: bool,
    /// Requests that may be sent in a dry run although they could write.
    pub allow: Vec<Allowed>,
}

/// What the stores of one operation have in common: a dry run has one transaction for each server, and it belongs to
/// one run at a time.
#[derive(Clone)]
pub struct LiveSource {
    usage: Arc<LiveUse>,
    shared: Arc<Mutex<Shared>>,
    opened: Arc<AtomicU64>,
}

/// What is open.
#[derive(Default)]
struct Shared {
    runtime: Option<Runtime>,
    /// The store the transactions belong to.
    owner: u64,
    sessions: Sessions,
}

impl LiveSource {
    /// A source of which nothing is open yet.
    pub fn new(usage: LiveUse) -> Self {
        Self { usage: Arc::new(usage), shared: Arc::default(), opened: Arc::default() }
    }

    /// A store for one run.
    pub fn open(&self) -> Live {
        let id = self.opened.fetch_add(1, Ordering::Relaxed) + 1;
        Live {
            id,
            source: self.clone(),
            asked: Vec::new(),
            documents: LiveDocuments::default(),
            directory: LiveDirectory::default(),
            sockets: Sockets::default(),
            interrupter: Interrupter::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The live stores as one run meets them.
pub struct Live {
    id: u64,
    source: LiveSource,
    /// What a dry run has asked in SQL: if another run took over meanwhile, it is asked again, unheard, in a new
    /// transaction.
    asked: Vec<Request>,
    documents: LiveDocuments,
    directory: LiveDirectory,
    sockets: Sockets,
    interrupter: Interrupter,
}

impl Live {
    /// How it is named on the command line and in JSON.
    pub const NAME: &'static str = "live";

    fn is_dry(&self) -> bool {
        !self.source.usage.commit
    }

    async fn answered(&mut self, shared: &mut Shared, request: &Request) -> (Reply, Option<Duration>) {
        if self.is_dry() {
            if let Some(refused) = dry_run::refused(request, &self.source.usage.allow) {
                return (Reply::Error(refused), Some(Duration::ZERO));
            }
        }
        if let Some(reply) = Box::pin(self.documents.answer(request)).await {
            return (reply, None);
        }
        if let Some(reply) = Box::pin(self.directory.answer(request)).await {
            return (reply, None);
        }
        match request {
            Request::Connect { .. } | Request::Sql { .. } | Request::Close { .. } => {
                let answered = Box::pin(shared.sessions.answer(self.id, self.is_dry(), request)).await;
                if self.is_dry() && matches!(request, Request::Sql { .. } | Request::Connect { .. }) {
                    self.asked.push(request.clone());
                }
                answered
            }
            Request::Http { .. } => (Box::pin(http::answer(request)).await.unwrap_or_else(|| unspoken(request)), None),
            Request::Socket { .. } | Request::Lookup { .. } => {
                (Box::pin(self.sockets.answer(request)).await.unwrap_or_else(|| unspoken(request)), None)
            }
            Request::Documents { .. } | Request::Directory { .. } => (unspoken(request), Some(Duration::ZERO)),
        }
    }

    /// Takes the transactions over from the run that had them, and brings them into the state this one left them in.
    async fn take_over(&mut self, shared: &mut Shared) {
        if !self.is_dry() || shared.owner == self.id {
            return;
        }
        shared.sessions.close_all().await;
        shared.owner = self.id;
        for request in &self.asked {
            // Its answer is known already.
            let _known = Box::pin(shared.sessions.answer(self.id, true, request)).await;
        }
    }
}

impl Store for Live {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        let started = Instant::now();
        let source = self.source.clone();
        let mut shared = source.lock();
        let runtime = match shared.runtime.take().map_or_else(|| Builder::new_current_thread().enable_all().build(), Ok)
        {
            Ok(runtime) => runtime,
            Err(error) => return (Reply::Error(own(&format!("no store can be asked: {error}"))), started.elapsed()),
        };
        let interrupter = self.interrupter.clone();
        // On the heap: what all these protocols need at once is too much for the stack of a thread.
        let answered = runtime.block_on(interrupter.bounded(Box::pin(async {
            self.take_over(&mut shared).await;
            self.answered(&mut shared, request).await
        })));
        let (reply, took) = answered.unwrap_or_else(|unanswered| {
            // In the middle of a question a session is of no use any more.
            shared.sessions.forget();
            let _inside = runtime.enter();
            self.documents.forget();
            self.directory.forget();
            (Reply::Error(given_up(unanswered)), None)
        });
        shared.runtime = Some(runtime);
        (reply, took.unwrap_or_else(|| started.elapsed()))
    }

    fn again(&self) -> Option<Box<dyn Store + Send>> {
        // What was really written stays written; a dry run begins anew.
        let mut again = self.source.open();
        again.interrupter = self.interrupter.clone();
        self.is_dry().then(|| Box::new(again) as Box<dyn Store + Send>)
    }

    fn repeats(&self, request: &Request) -> bool {
        match request {
            Request::Connect { .. } => true,
            Request::Sql { .. } | Request::Close { .. } => self.is_dry(),
            // What opens the way, but nothing that is asked there.
            Request::Documents { .. } => !request.is_statement(),
            Request::Directory { operation, .. } => {
                matches!(operation, Operation::Bind { .. } | Operation::StartTls) || !request.is_statement()
            }
            Request::Http { .. } | Request::Socket { .. } | Request::Lookup { .. } => false,
        }
    }

    fn interrupter(&self) -> Option<Interrupter> {
        Some(self.interrupter.clone())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let mut shared = self.source.lock();
        let Some(runtime) = shared.runtime.take() else { return };
        let (id, dry) = (self.id, self.is_dry());
        {
            // Their connections belong to the runtime.
            let _inside = runtime.enter();
            self.documents.forget();
            self.directory.forget();
        }
        if !dry || shared.owner == id {
            let goodbye = async {
                // A server that does not listen takes back what was not committed by itself.
                let _silent = tokio::time::timeout(GOODBYE, shared.sessions.close_of(id)).await;
            };
            runtime.block_on(goodbye);
        }
        shared.runtime = Some(runtime);
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.sessions.forget();
        if let Some(runtime) = self.runtime.take() {
            // A name that is still being looked up must not hold up the end.
            runtime.shutdown_background();
        }
    }
}

fn own(message: &str) -> StoreError {
    let code = StoreError::DRIVER.to_owned();
    StoreError { code, message: message.to_owned(), fatal: true, ..StoreError::default() }
}

/// What nothing here speaks.
fn unspoken(request: &Request) -> Reply {
    let what = match request {
        Request::Documents { .. } => "document stores",
        Request::Directory { .. } => "directories",
        _ => "this",
    };
    Reply::Error(own(&format!("--store live does not speak to {what}; leave it out to use the embedded store")))
}

fn given_up(unanswered: Unanswered) -> StoreError {
    match unanswered {
        Unanswered::TooLong => {
            let words = format!("read ETIMEDOUT: no answer in {} seconds", LONGEST_WAIT.as_secs());
            StoreError { message: words, ..network::timed_out("read") }
        }
        Unanswered::GivenUp => own("the run was stopped before the store answered"),
    }
}
