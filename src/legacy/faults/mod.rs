//! Faults on demand: what a store does when it, or the way to it, fails.
//!
//! [`Faulty`] stands around any store. It answers some requests itself, in the words of the request's own protocol, so
//! that the driver makes the error object the real driver makes; everything else it hands on.
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | a fault as data, and the store around a store |
//! | `text` | its one-line form |
//! | `place` | which requests it strikes |
//! | `strike` | what it makes of a reply |

mod place;
mod strike;
#[cfg(test)]
mod tests;
mod text;

use std::time::Duration;

pub use text::FaultError;

use super::{Interrupter, Reply, Request, Store};

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Nobody listens there.
    Refused,
    /// The host's name is not known.
    Dns,
    /// No answer comes.
    Timeout,
    /// The answer takes longer.
    Slow,
    /// The connection is lost while the answer is awaited.
    Lost,
    /// The server fails.
    ServerError,
    /// Nothing is found, nothing is changed.
    Empty,
    /// The body of an HTTP answer is cut off.
    Malformed,
    /// What is written is there already.
    DuplicateKey,
}

impl FaultKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Refused,
        Self::Dns,
        Self::Timeout,
        Self::Slow,
        Self::Lost,
        Self::ServerError,
        Self::Empty,
        Self::Malformed,
        Self::DuplicateKey,
    ];

    /// Its name on the command line, in `loginscope.toml` and on screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Dns => "dns",
            Self::Timeout => "timeout",
            Self::Slow => "slow",
            Self::Lost => "lost",
            Self::ServerError => "server-error",
            Self::Empty => "empty",
            Self::Malformed => "malformed",
            Self::DuplicateKey => "duplicate-key",
        }
    }

    /// What it does, in a few words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Refused => "nobody listens where the script connects to",
            Self::Dns => "the host's name is not known",
            Self::Timeout => "no answer comes",
            Self::Slow => "each answer takes longer, 1000 ms unless said otherwise",
            Self::Lost => "the connection is lost in the middle of a query",
            Self::ServerError => "the server fails",
            Self::Empty => "nothing is found, nothing is changed",
            Self::Malformed => "the body of an HTTP answer is cut off",
            Self::DuplicateKey => "what is written is there already",
        }
    }
}

/// A fault that is switched on. [`FromStr`](std::str::FromStr) and [`Display`](std::fmt::Display) are its one-line
/// form: `KIND[:MS][@WHERE][#NTH]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// What fails.
    pub kind: FaultKind,
    /// Milliseconds, for what has to do with time.
    pub ms: Option<u64>,
    /// Only where this is a dialect or protocol (`mysql`, `http`), or part of a host, a table, an address or the
    /// statement.
    pub place: Option<String>,
    /// Only the query of this number, from 1, among those it would strike.
    pub nth: Option<u32>,
}

impl Fault {
    /// A fault that strikes everywhere it can.
    pub const fn new(kind: FaultKind) -> Self {
        Self { kind, ms: None, place: None, nth: None }
    }
}

/// Each form with what it does, for whoever has to explain them.
pub const FORMS: &[(&str, &str)] = &[
    ("refused", FaultKind::Refused.meaning()),
    ("dns", FaultKind::Dns.meaning()),
    ("timeout", FaultKind::Timeout.meaning()),
    ("slow:500", FaultKind::Slow.meaning()),
    ("lost", FaultKind::Lost.meaning()),
    ("server-error", FaultKind::ServerError.meaning()),
    ("empty", FaultKind::Empty.meaning()),
    ("malformed", FaultKind::Malformed.meaning()),
    ("duplicate-key", FaultKind::DuplicateKey.meaning()),
    ("lost@users", "only where this names a table, an address, a host or mysql, postgresql, http …"),
    ("lost#2", "only the second query of those"),
];

/// A store with faults.
pub struct Faulty {
    store: Box<dyn Store + Send>,
    faults: Vec<Armed>,
}

/// A fault with the queries it has met.
struct Armed {
    fault: Fault,
    met: u32,
}

impl Faulty {
    /// This store, but with these faults.
    pub fn new(store: Box<dyn Store + Send>, faults: &[Fault]) -> Self {
        let armed = |fault: &Fault| Armed { fault: fault.clone(), met: 0 };
        Self { store, faults: faults.iter().map(armed).collect() }
    }

    /// The faults that strike a request.
    fn striking(&mut self, request: &Request) -> Vec<Fault> {
        let struck = |armed: &mut Armed| {
            if !place::strikes(&armed.fault, request) {
                return false;
            }
            armed.met += 1;
            armed.fault.nth.is_none_or(|nth| nth == armed.met)
        };
        let mut faults = Vec::new();
        for armed in &mut self.faults {
            if struck(armed) {
                faults.push(armed.fault.clone());
            }
        }
        faults
    }
}

impl Store for Faulty {
    fn name(&self) -> &'static str {
        self.store.name()
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        let striking = self.striking(request);
        // What fails on the way never reaches the store.
        if let Some(answered) = striking.iter().find_map(|fault| strike::instead(fault, request)) {
            return answered;
        }
        let (reply, took) = self.store.answer(request);
        striking.iter().fold((reply, took), |(reply, took), fault| strike::after(fault, request, reply, took))
    }

    fn again(&self) -> Option<Box<dyn Store + Send>> {
        let faults: Vec<Fault> = self.faults.iter().map(|armed| armed.fault.clone()).collect();
        Some(Box::new(Self::new(self.store.again()?, &faults)))
    }

    fn repeats(&self, request: &Request) -> bool {
        self.store.repeats(request)
    }

    fn interrupter(&self) -> Option<Interrupter> {
        self.store.interrupter()
    }
}
