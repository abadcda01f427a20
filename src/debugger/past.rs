//! What a run went through, and what the user did to it: all that running again needs beside script and inputs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::legacy::{effect, Effect, Reply, Request};
use crate::sandbox::Happening;

/// Something the user did to the run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Intervention {
    /// The step it was done at.
    pub(super) step: u64,
    /// The call in whose scope it was done.
    pub(super) token: f64,
    /// That call was not the innermost one: its scope has to be collected on the way.
    pub(super) outer: bool,
    /// What was evaluated.
    pub(super) code: String,
}

/// What the user did to a run, by step. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Interventions(Arc<Mutex<Vec<Intervention>>>);

impl Interventions {
    pub(super) fn lock(&self) -> MutexGuard<'_, Vec<Intervention>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds one. What was done later in the run is forgotten: it was done to another future.
    pub(super) fn add(&self, intervention: Intervention) {
        let mut all = self.lock();
        all.retain(|earlier| earlier.step <= intervention.step);
        all.push(intervention);
    }
}

impl From<Vec<Intervention>> for Interventions {
    fn from(interventions: Vec<Intervention>) -> Self {
        Self(Arc::new(Mutex::new(interventions)))
    }
}

/// What a run went through. Another run that is given it gets the same answers and the same chance as long as it
/// asks the same, so what differs between the two is what was changed.
#[derive(Clone, Debug, Default)]
pub struct Past {
    pub(super) notes: Vec<Happening>,
    pub(super) interventions: Vec<Intervention>,
}

impl Past {
    /// The same without what the user did to the run: for a run of another text or with other inputs, where those
    /// steps are other statements.
    pub fn untouched(self) -> Self {
        Self { interventions: Vec::new(), ..self }
    }

    /// The same without what the user did after this step: for a run that becomes another one there.
    pub fn until(mut self, step: u64) -> Self {
        self.interventions.retain(|intervention| intervention.step <= step);
        self
    }

    /// Every exchange, in order.
    pub fn exchanges(&self) -> impl Iterator<Item = (Arc<Request>, Arc<Reply>)> + '_ {
        self.notes.iter().filter_map(|happening| match happening {
            Happening::Answer(request, reply, _) => Some((Arc::clone(request), Arc::clone(reply))),
            Happening::Random(_) | Happening::Computed(..) => None,
        })
    }

    /// The exchange with this `seq`: what was asked, what was answered, how long it took.
    pub fn exchange(&self, seq: u32) -> Option<(&Request, &Reply, Duration)> {
        self.notes.get(self.position(seq)?).and_then(|happening| match happening {
            Happening::Answer(request, reply, took) => Some((&**request, &**reply, *took)),
            Happening::Random(_) | Happening::Computed(..) => None,
        })
    }

    /// Gives the exchange with this `seq` another answer, or another duration. False if there is no such exchange.
    ///
    /// Where a write was answered otherwise it may have written something else: what was answered after it no longer
    /// holds, and the store will be asked.
    pub fn answer_otherwise(&mut self, seq: u32, reply: Reply, took: Duration) -> bool {
        let Some(position) = self.position(seq) else { return false };
        let Some(Happening::Answer(request, known_reply, known_took)) = self.notes.get_mut(position) else {
            return false;
        };
        let writes_otherwise = **known_reply != reply && effect(request) == Effect::Write;
        (*known_reply, *known_took) = (Arc::new(reply), took);
        if writes_otherwise {
            let after = self.notes.split_off(position + 1);
            self.notes.extend(after.into_iter().filter(|later| !matches!(later, Happening::Answer(..))));
        }
        true
    }

    /// Exchanges are numbered as the run lists them: opening and closing a connection only where it failed.
    fn position(&self, seq: u32) -> Option<usize> {
        let mut listed = 0;
        self.notes.iter().position(|happening| {
            let Happening::Answer(request, reply, _) = happening else { return false };
            let counts = request.is_statement();
            listed += u32::from(counts || matches!(**reply, Reply::Error(_)));
            listed == seq && seq > 0
        })
    }
}
