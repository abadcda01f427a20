//! What the native functions of a realm share.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use rquickjs::{Ctx, Function, Persistent, Value};

use super::bytes::Text;
use super::event_loop::{EventLoop, Phase, Task};
use super::listening::Listening;
use super::{Observer, World};
use crate::legacy::{Reply, Request};
use crate::recording::{CallbackCall, ConsoleLine, Query, StackFrame};

/// JavaScript functions that native code calls.
#[derive(Default)]
pub(crate) struct Entries {
    /// `(id, payload)`: runs a task.
    pub(crate) dispatch: Option<Persistent<Function<'static>>>,
    /// `()`: runs one `process.nextTick` callback; false if there was none.
    pub(crate) tick: Option<Persistent<Function<'static>>>,
    /// `(error)`: an error as JSON text.
    pub(crate) describe: Option<Persistent<Function<'static>>>,
    /// `()`: the current stack as JSON text, our own frames left out.
    pub(crate) capture: Option<Persistent<Function<'static>>>,
    /// `(answer)`: makes the script's `callback`.
    pub(crate) make_callback: Option<Persistent<Function<'static>>>,
}

/// A rejected promise without a handler.
pub(crate) struct Rejected {
    pub(crate) promise: Persistent<Value<'static>>,
    pub(crate) reason: Persistent<Value<'static>>,
    /// The step at which it was rejected.
    pub(crate) step: u64,
}

/// Timers and answers that may wait at once; a script that asks for them in an endless loop must not fill the memory.
const MOST_TASKS: usize = 100_000;

/// Shared by every native function of one realm.
pub(crate) struct State {
    pub(crate) world: RefCell<World>,
    pub(crate) observer: Rc<dyn Observer>,
    pub(crate) event_loop: RefCell<EventLoop>,
    pub(crate) listening: RefCell<Listening>,
    /// Time really spent waiting for the store.
    pub(crate) in_store: Cell<Duration>,
    pub(crate) entries: RefCell<Entries>,
    pub(crate) next_task: Cell<u32>,
    pub(crate) queries: RefCell<Vec<Query>>,
    pub(crate) console: RefCell<Vec<ConsoleLine>>,
    pub(crate) callbacks: RefCell<Vec<CallbackCall>>,
    /// The first error nobody caught.
    pub(crate) uncaught: RefCell<Option<Persistent<Value<'static>>>>,
    /// Rejected promises without a handler, by identity.
    pub(crate) rejected: RefCell<Vec<Rejected>>,
    /// The step at which the error that ended the run was thrown.
    pub(crate) failed_at: Cell<Option<u64>>,
    /// The state of `Math.random`.
    pub(crate) chance: Cell<u64>,
    /// The script ran longer than it may without giving the event loop a turn.
    pub(crate) blocked: Cell<bool>,
    /// The script asked for more tasks than fit.
    pub(crate) flooded: Cell<bool>,
    /// The file label of the script.
    pub(crate) script_file: RefCell<String>,
    /// The text the engine was given under that label.
    pub(crate) script_text: RefCell<String>,
}

impl State {
    pub(crate) fn new(world: World, observer: Rc<dyn Observer>) -> Self {
        Self {
            world: RefCell::new(world),
            observer,
            event_loop: RefCell::default(),
            listening: RefCell::default(),
            in_store: Cell::new(Duration::ZERO),
            entries: RefCell::default(),
            next_task: Cell::new(1),
            queries: RefCell::default(),
            console: RefCell::default(),
            callbacks: RefCell::default(),
            uncaught: RefCell::default(),
            rejected: RefCell::default(),
            failed_at: Cell::new(None),
            chance: Cell::new(0),
            blocked: Cell::new(false),
            flooded: Cell::new(false),
            script_file: RefCell::default(),
            script_text: RefCell::default(),
        }
    }

    /// The store's answer, and how long it took.
    pub(crate) fn ask(&self, request: &Request) -> (Reply, Duration) {
        let started = Instant::now();
        let answer = self.world.borrow_mut().ask(request);
        self.in_store.set(self.in_store.get() + started.elapsed());
        answer
    }

    /// What arrived on sockets within so many milliseconds; see [`World::listen`].
    pub(crate) fn listen(&self, request: &Request, wait_ms: f64) -> Reply {
        let started = Instant::now();
        let reply = self.world.borrow_mut().listen(request, wait_ms);
        self.in_store.set(self.in_store.get() + started.elapsed());
        reply
    }

    /// Run time so far in virtual milliseconds.
    pub(crate) fn elapsed_ms(&self, ctx: &Ctx<'_>) -> f64 {
        let steps = self.observer.steps(ctx);
        self.world.borrow().elapsed_ms(steps)
    }

    /// Queues a task whose parents are the stack of this moment; see [`State::post_from`].
    pub(crate) fn post(
        &self,
        ctx: &Ctx<'_>,
        phase: Phase,
        delay_ms: f64,
        every_ms: Option<f64>,
        payload: Option<String>,
    ) -> u32 {
        let parents = self.stack(ctx).into();
        self.post_from(ctx, parents, phase, delay_ms, every_ms, payload)
    }

    /// Queues a task in the name of the stack `parents` and returns the id under which JavaScript must keep its
    /// function.
    pub(crate) fn post_from(
        &self,
        ctx: &Ctx<'_>,
        parents: Rc<[StackFrame]>,
        phase: Phase,
        delay_ms: f64,
        every_ms: Option<f64>,
        payload: Option<String>,
    ) -> u32 {
        let id = self.next_task.get();
        self.next_task.set(id.wrapping_add(1));
        if self.event_loop.borrow().waiting() >= MOST_TASKS {
            self.flooded.set(true);
            return id;
        }
        let due_ms = self.elapsed_ms(ctx) + delay_ms;
        self.event_loop.borrow_mut().add(Task { id, phase, due_ms, background: false, every_ms, payload, parents });
        id
    }

    /// The user's stack at this moment, asynchronous parents included, innermost first.
    pub(crate) fn stack(&self, ctx: &Ctx<'_>) -> Vec<StackFrame> {
        let capture = self.entries.borrow().capture.clone();
        let text: Option<Text> =
            capture.and_then(|capture| capture.restore(ctx).ok()).and_then(|capture| capture.call(()).ok());
        text.map(|text| super::host::stack::frames_of(self, &text.0)).unwrap_or_default()
    }

    /// Remembers the first error nobody caught.
    pub(crate) fn set_uncaught<'js>(&self, ctx: &Ctx<'js>, error: Value<'js>) {
        self.uncaught.borrow_mut().get_or_insert_with(|| Persistent::save(ctx, error));
    }

    /// Lets go of every JavaScript value; the engine must not be dropped before.
    pub(crate) fn clear(&self) {
        *self.entries.borrow_mut() = Entries::default();
        *self.uncaught.borrow_mut() = None;
        self.rejected.borrow_mut().clear();
    }
}
