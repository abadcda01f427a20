//! What outlives a single realm: the ways in and out of a run, and what the user asked of it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::mem::Discriminant;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvError, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::past::Interventions;
use super::protocol::{Command, Event, Question};
use super::recipe::Recipe;
use super::rerun::Met;
use super::stops::Stop;
use crate::recording::masking::Mask;

/// What a session tells the thread of its run without waiting for it to listen.
#[derive(Debug, Default)]
pub(super) struct Control {
    /// The run must end.
    stop: AtomicBool,
    /// Nobody wants to know any more.
    quit: AtomicBool,
}

impl Control {
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(super) fn quit(&self) {
        self.quit.store(true, Ordering::Relaxed);
    }

    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.has_quit()
    }

    pub(super) fn has_quit(&self) -> bool {
        self.quit.load(Ordering::Relaxed)
    }

    /// A run that was stopped is walked again.
    pub(super) fn walk(&self) {
        self.stop.store(false, Ordering::Relaxed);
    }
}

/// What a front end gives to hear with.
type Ear = Box<dyn Fn(Event) + Send>;

/// Who hears the events; shared with whoever answers questions aside.
#[derive(Clone)]
pub(super) struct Listener(Arc<Mutex<Ear>>);

impl Listener {
    pub(super) fn new(listener: impl Fn(Event) + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Box::new(listener))))
    }

    pub(super) fn tell(&self, event: Event) {
        (self.0.lock().unwrap_or_else(PoisonError::into_inner))(event);
    }
}

/// So long a run that stands still looks out for the next command before it goes to sleep: whoever steps quickly, or
/// asks for more at once, does not wait for the thread to be woken.
const AWAKE: Duration = Duration::from_micros(60);

/// What the front end says.
pub(super) struct Commands(Receiver<Command>);

impl Commands {
    /// The next command, if there is one.
    pub(super) fn try_recv(&self) -> Result<Command, TryRecvError> {
        self.0.try_recv()
    }

    /// Waits for the next command.
    pub(super) fn recv(&self) -> Result<Command, RecvError> {
        let began = Instant::now();
        while began.elapsed() < AWAKE {
            match self.0.try_recv() {
                Ok(command) => return Ok(command),
                Err(TryRecvError::Disconnected) => return Err(RecvError),
                Err(TryRecvError::Empty) => std::hint::spin_loop(),
            }
        }
        self.0.recv()
    }
}

/// A stop, and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) stop: Stop,
    /// The statements it stands on.
    pub(super) statements: Vec<usize>,
    /// How often it was reached in this realm.
    pub(super) hits: u64,
    pub(super) problem: Option<String>,
    /// It must not be reached: its condition or message could change something.
    pub(super) refused: bool,
}

/// A watched expression.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    pub(super) expression: String,
    /// It could change something.
    pub(super) on_a_copy: bool,
    /// It took too long once and is not evaluated again.
    pub(super) too_long: bool,
}

/// See above; shared by all realms of one session.
pub(super) struct Link {
    pub(super) commands: Commands,
    pub(super) control: Arc<Control>,
    pub(super) listener: Listener,
    pub(super) mask: Mask,
    pub(super) recipe: Recipe,
    pub(super) interventions: Interventions,
    pub(super) stops: RefCell<Vec<Set>>,
    pub(super) watches: RefCell<Vec<Watch>>,
    /// Questions whose answers are still looked for.
    pub(super) asking: RefCell<HashMap<Discriminant<Question>, Arc<Control>>>,
    /// Where the run failed is to be gone back to.
    pub(super) seeks_failure: Cell<bool>,
    /// The stop that was told last said what a call returned.
    pub(super) shows_returned: Cell<bool>,
    /// The last step the run was at.
    pub(super) furthest: Cell<u64>,
    /// Events that were stopped at already, with their step.
    pub(super) met: RefCell<HashMap<Met, u64>>,
    pub(super) first_handle: Cell<u32>,
}

impl Link {
    pub(super) fn new(
        commands: Receiver<Command>,
        control: Arc<Control>,
        listener: Listener,
        recipe: Recipe,
        interventions: Interventions,
    ) -> Self {
        Self {
            commands: Commands(commands),
            control,
            listener,
            mask: recipe.launch.mask.clone(),
            recipe,
            interventions,
            stops: RefCell::default(),
            watches: RefCell::default(),
            asking: RefCell::default(),
            seeks_failure: Cell::new(false),
            shows_returned: Cell::new(false),
            furthest: Cell::new(0),
            met: RefCell::default(),
            first_handle: Cell::new(1),
        }
    }

    pub(super) fn tell(&self, event: Event) {
        self.listener.tell(event);
    }

    /// The run stands at `step`: what comes after it can be met again, and what happens there, unless it was for
    /// that event that the run went there.
    pub(super) fn went_back_to(&self, step: u64, for_an_event: bool) {
        self.met.borrow_mut().retain(|_, met_at| *met_at < step || (for_an_event && *met_at == step));
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.asking.borrow().values().for_each(|asking| asking.quit());
    }
}
