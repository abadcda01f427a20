//! All that a script cannot compute itself: the clock, chance, the legacy store, slow hashes.
//!
//! Whatever is handed out is written down in order. A second run over the same notes gets the same answers, so
//! going back in time is running again, and the legacy store is never asked twice.

use std::time::Duration;

use serde_json::Value;

use crate::legacy::{Reply, Request, Store};

/// One thing the world did.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// Random bytes.
    Random(Vec<u8>),
    /// The store answered, and how long it took.
    Answer(Box<Reply>, Duration),
    /// A slow computation's result (a bcrypt hash), and how long it took.
    Computed(Value, Duration),
}

/// Time the clock moves per statement, so that a script that waits for the clock to move gets on.
const MICROSECONDS_PER_STEP: f64 = 1.0;

/// The world a realm lives in. Time is virtual: it moves with the statements executed, with what the store took,
/// and jumps to the next timer when nothing else is left to do.
pub struct World {
    store: Box<dyn Store>,
    notes: Vec<Happening>,
    next: usize,
    started_at_ms: f64,
    waited_ms: f64,
}

impl World {
    /// A world that starts at this wall-clock time (milliseconds since 1970 UTC) and notes what happens.
    pub fn new(store: Box<dyn Store>, started_at_ms: f64) -> Self {
        Self { store, notes: Vec::new(), next: 0, started_at_ms, waited_ms: 0.0 }
    }

    /// The same, but what is in `notes` is handed out again first.
    pub fn again(store: Box<dyn Store>, started_at_ms: f64, notes: Vec<Happening>) -> Self {
        Self { store, notes, next: 0, started_at_ms, waited_ms: 0.0 }
    }

    /// Ends the world and keeps its notes and its store.
    pub fn into_parts(self) -> (Vec<Happening>, Box<dyn Store>) {
        (self.notes, self.store)
    }

    /// What has happened so far.
    pub fn notes(&self) -> &[Happening] {
        &self.notes
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
    }

    fn noted(&mut self) -> Option<&Happening> {
        let noted = self.notes.get(self.next);
        self.next += usize::from(noted.is_some());
        noted
    }

    /// `count` random bytes.
    pub fn random(&mut self, count: usize) -> Vec<u8> {
        if let Some(Happening::Random(bytes)) = self.noted() {
            return bytes.clone();
        }
        let mut bytes = vec![0; count];
        // Without a source of chance nothing sensible can follow, and every supported system has one.
        if getrandom::fill(&mut bytes).is_err() {
            bytes.fill(0);
        }
        self.note(Happening::Random(bytes.clone()));
        bytes
    }

    /// The store's answer.
    pub fn ask(&mut self, request: &Request) -> (Reply, Duration) {
        if let Some(Happening::Answer(reply, took)) = self.noted() {
            return (Reply::clone(reply), *took);
        }
        let (reply, took) = self.store.answer(request);
        self.note(Happening::Answer(Box::new(reply.clone()), took));
        (reply, took)
    }

    /// The result of a slow computation.
    pub fn compute(&mut self, compute: impl FnOnce() -> Value) -> (Value, Duration) {
        if let Some(Happening::Computed(value, took)) = self.noted() {
            return (value.clone(), *took);
        }
        let start = std::time::Instant::now();
        let value = compute();
        let took = start.elapsed();
        self.note(Happening::Computed(value.clone(), took));
        (value, took)
    }

    fn note(&mut self, happening: Happening) {
        // A run that left the noted path (a variable was set) goes on with fresh answers from here.
        self.notes.truncate(self.next);
        self.notes.push(happening);
        self.next = self.notes.len();
    }
}
