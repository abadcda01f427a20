//! All that a script cannot compute itself: the clock, chance, the legacy store, slow hashes.
//!
//! Whatever is handed out is written down in order. A second run over the same notes gets the same answers, so
//! going back in time is running again, and the legacy store is never asked twice. A run that leaves the noted path
//! (something was changed) goes on with answers of its own.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::legacy::socket::Received;
use crate::legacy::{bring_up_to_date, Reply, Request, Store};

/// One thing the world did.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// Random bytes.
    Random(Vec<u8>),
    /// What the store was asked, what it answered, and how long it took.
    Answer(Arc<Request>, Arc<Reply>, Duration),
    /// A slow computation's result (a bcrypt hash), and how long it took.
    Computed(Value, Duration),
}

/// What has happened, in order. Clones share it: who goes back or aside reads what the run wrote.
#[derive(Clone, Debug, Default)]
pub struct Notes(Arc<Mutex<Vec<Happening>>>);

impl Notes {
    fn lock(&self) -> MutexGuard<'_, Vec<Happening>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    /// All of them, as they are now.
    pub fn list(&self) -> Vec<Happening> {
        self.lock().clone()
    }
}

impl From<Vec<Happening>> for Notes {
    fn from(happenings: Vec<Happening>) -> Self {
        Self(Arc::new(Mutex::new(happenings)))
    }
}

/// Time the clock moves per statement, so that a script that waits for the clock to move gets on.
const MICROSECONDS_PER_STEP: f64 = 1.0;

/// The world a realm lives in. Time is virtual: it moves with the statements executed, with what the store took,
/// and jumps to the next timer when nothing else is left to do.
pub struct World {
    store: Box<dyn Store>,
    /// The store has not been asked what is noted: another run asked another one.
    store_is_behind: bool,
    notes: Notes,
    next: usize,
    /// Random bytes of a path that was left; they are handed out first, so that what differs between two runs is
    /// not chance.
    chance_left: VecDeque<Vec<u8>>,
    started_at_ms: f64,
    waited_ms: f64,
    /// Time the store has taken that the clock has not moved by yet, in milliseconds.
    spared_ms: f64,
}

impl World {
    /// A world that starts at this wall-clock time (milliseconds since 1970 UTC) and notes what happens.
    pub fn new(store: Box<dyn Store>, started_at_ms: f64) -> Self {
        Self::again(store, started_at_ms, Notes::default())
    }

    /// The same, but what is in `notes` is handed out again first. The store is the one that gave those answers.
    pub fn again(store: Box<dyn Store>, started_at_ms: f64, notes: Notes) -> Self {
        let chance_left = VecDeque::new();
        Self {
            store,
            store_is_behind: false,
            notes,
            next: 0,
            chance_left,
            started_at_ms,
            waited_ms: 0.0,
            spared_ms: 0.0,
        }
    }

    /// The same over a store that was filled anew: before it is asked for something new it is asked, unheard, what
    /// is noted, and so comes into the state the first one was in.
    pub fn beside(store: Box<dyn Store>, started_at_ms: f64, notes: Notes) -> Self {
        Self { store_is_behind: true, ..Self::again(store, started_at_ms, notes) }
    }

    /// Ends the world and keeps its store.
    pub fn into_store(self) -> Box<dyn Store> {
        self.store
    }

    /// What has happened so far.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Whether the store still has to be asked what is noted.
    pub fn store_is_behind(&self) -> bool {
        self.store_is_behind
    }

    /// Run time in milliseconds after `steps` statements.
    pub fn elapsed_ms(&self, steps: u64) -> f64 {
        self.waited_ms + steps as f64 * MICROSECONDS_PER_STEP / 1000.0
    }

    /// The wall clock after `steps` statements, in milliseconds since 1970 UTC.
    pub fn now_ms(&self, steps: u64) -> f64 {
        self.started_at_ms + self.elapsed_ms(steps)
    }

    /// Lets time pass.
    pub fn wait_ms(&mut self, ms: f64) {
        self.waited_ms += ms.max(0.0);
        self.spared_ms = (self.spared_ms - ms.max(0.0)).max(0.0);
    }

    /// How much of a wait is over already, because the store took so long meanwhile; in milliseconds.
    pub fn spared_ms(&self) -> f64 {
        self.spared_ms
    }

    /// The next noted happening, if `wanted` takes it. One that is not wanted ends the noted path.
    fn noted<T>(&mut self, wanted: impl FnOnce(&Happening) -> Option<T>) -> Option<T> {
        let mut notes = self.notes.lock();
        let found = wanted(notes.get(self.next)?);
        if found.is_some() {
            self.next += 1;
            return found;
        }
        let left = notes.split_off(self.next);
        drop(notes);
        self.chance_left.extend(left.into_iter().filter_map(|left| match left {
            Happening::Random(bytes) => Some(bytes),
            Happening::Answer(..) | Happening::Computed(..) => None,
        }));
        if let Some(store) = self.store.again() {
            self.store = store;
            self.store_is_behind = true;
        }
        None
    }

    /// `count` random bytes.
    pub fn random(&mut self, count: usize) -> Vec<u8> {
        let noted = self.noted(|noted| match noted {
            Happening::Random(bytes) => (bytes.len() == count).then(|| bytes.clone()),
            Happening::Answer(..) | Happening::Computed(..) => None,
        });
        if let Some(bytes) = noted {
            return bytes;
        }
        let left = self.chance_left.iter().position(|left| left.len() == count);
        let bytes = left.and_then(|left| self.chance_left.remove(left)).unwrap_or_else(|| {
            let mut bytes = vec![0; count];
            // Without a source of chance nothing sensible can follow, and every supported system has one.
            if getrandom::fill(&mut bytes).is_err() {
                bytes.fill(0);
            }
            bytes
        });
        self.note(Happening::Random(bytes.clone()));
        bytes
    }

    /// The store's answer.
    pub fn ask(&mut self, request: &Request) -> (Reply, Duration) {
        let (reply, took) = self.answer(request);
        self.spared_ms += took.as_secs_f64() * 1000.0;
        (reply, took)
    }

    /// What arrived on sockets within the time the request says. That time has passed afterwards.
    pub fn listen(&mut self, request: &Request, wait_ms: f64) -> Reply {
        let (reply, took) = self.answer(request);
        if wait_ms > 0.0 {
            let took_ms = took.as_secs_f64() * 1000.0;
            let nothing = matches!(reply, Reply::Socket(Received::Nothing));
            self.waited_ms += if nothing { took_ms.max(wait_ms) } else { took_ms };
            self.spared_ms = 0.0;
        }
        reply
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        let noted = self.noted(|noted| match noted {
            Happening::Answer(asked, reply, took) => (**asked == *request).then(|| (Reply::clone(reply), *took)),
            Happening::Random(_) | Happening::Computed(..) => None,
        });
        if let Some(noted) = noted {
            return noted;
        }
        self.catch_up();
        let (reply, took) = self.store.answer(request);
        self.note(Happening::Answer(Arc::new(request.clone()), Arc::new(reply.clone()), took));
        (reply, took)
    }

    /// Brings a store that was filled anew into the state it has after what is noted.
    fn catch_up(&mut self) {
        if !std::mem::take(&mut self.store_is_behind) {
            return;
        }
        let notes = self.notes.lock();
        let answers = notes.iter().filter_map(|happening| match happening {
            Happening::Answer(request, reply, _) => Some((&**request, &**reply)),
            Happening::Random(_) | Happening::Computed(..) => None,
        });
        bring_up_to_date(&mut *self.store, answers);
    }

    /// The result of a slow computation.
    pub fn compute(&mut self, compute: impl FnOnce() -> Value) -> (Value, Duration) {
        let noted = self.noted(|noted| match noted {
            Happening::Computed(value, took) => Some((value.clone(), *took)),
            Happening::Random(_) | Happening::Answer(..) => None,
        });
        if let Some(noted) = noted {
            return noted;
        }
        let start = std::time::Instant::now();
        let value = compute();
        let took = start.elapsed();
        self.note(Happening::Computed(value.clone(), took));
        (value, took)
    }

    fn note(&mut self, happening: Happening) {
        let mut notes = self.notes.lock();
        notes.push(happening);
        self.next = notes.len();
    }
}
