//! A store that goes on where others ended: the scripts of an operation, and operations one after another, find what
//! those before them wrote.

use std::sync::Arc;
use std::time::Duration;

use super::{effect, Effect, Interrupter, Reply, Request, Store};

/// What a store has been asked before, and what it answered. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct History(Arc<Vec<(Arc<Request>, Arc<Reply>)>>);

impl History {
    /// The same with what was asked after it.
    #[must_use]
    pub fn and(&self, exchanges: impl IntoIterator<Item = (Arc<Request>, Arc<Reply>)>) -> Self {
        Self(Arc::new(self.0.iter().cloned().chain(exchanges).collect()))
    }

    /// Whether nothing was asked yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for History {
    /// By identity: a history is never changed, only continued.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.is_empty() && other.is_empty())
    }
}

/// Asks a store what was asked of another one, unheard, so that it comes into the same state.
pub fn bring_up_to_date<'e>(store: &mut dyn Store, exchanges: impl IntoIterator<Item = (&'e Request, &'e Reply)>) {
    for (request, reply) in exchanges {
        if !store.repeats(request) {
            continue;
        }
        // What was refused has written nothing; it may have been refused in this run alone.
        if matches!(reply, Reply::Error(_)) && effect(request) == Effect::Write {
            continue;
        }
        // Its answer is known already.
        let _known = store.answer(request);
    }
}

/// A store after a history.
pub struct Continued {
    store: Box<dyn Store + Send>,
    history: History,
}

impl Continued {
    /// A store as it is after what was asked before. `store` is as it is before anything is asked.
    pub fn over(mut store: Box<dyn Store + Send>, history: History) -> Self {
        // Where there is but one store, what was done to it is there already.
        if store.again().is_some() {
            bring_up_to_date(&mut *store, history.0.iter().map(|(request, reply)| (&**request, &**reply)));
        }
        Self { store, history }
    }
}

impl Store for Continued {
    fn name(&self) -> &'static str {
        self.store.name()
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        self.store.answer(request)
    }

    fn again(&self) -> Option<Box<dyn Store + Send>> {
        Some(Box::new(Self::over(self.store.again()?, self.history.clone())))
    }

    fn repeats(&self, request: &Request) -> bool {
        self.store.repeats(request)
    }

    fn interrupter(&self) -> Option<Interrupter> {
        self.store.interrupter()
    }
}
