//! What the native functions of a realm share.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rquickjs::{Ctx, Function, Persistent, Value};

use super::bytes::Text;
use super::event_loop::{EventLoop, Phase, Task};
use super::listening::Listening;
use super::{Container, Observer, World};
use crate::legacy::{Reply, Request};
use crate::recording::{CallbackCall, ConsoleLine, Handles, Query, StackFrame};

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
    /// `(error, promise)`: asks the script's own `process.on('uncaughtException')` and its kin about an error nobody
    /// caught; `promise` is the rejected one, if it was a rejection. `null` if they took it, else `[error]`.
    pub(crate) uncaught: Option<Persistent<Function<'static>>>,
}

/// An error nobody caught.
pub(crate) struct Uncaught {
    pub(crate) error: Persistent<Value<'static>>,
    /// The step at which it was thrown.
    pub(crate) step: u64,
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

/// Errors kept at once: without anybody who takes them, the first ends the run.
const MOST_UNCAUGHT: usize = 100;

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
    /// Connections to the legacy store that are open.
    pub(crate) handles: RefCell<Handles>,
    pub(crate) console: RefCell<Vec<ConsoleLine>>,
    pub(crate) callbacks: RefCell<Vec<CallbackCall>>,
    /// The errors nobody caught since the event loop last looked.
    pub(crate) uncaught: RefCell<Vec<Uncaught>>,
    /// Rejected promises without a handler, by identity.
    pub(crate) rejected: RefCell<Vec<Rejected>>,
    /// The step at which the error that ended the run was thrown.
    pub(crate) failed_at: Cell<Option<u64>>,
    /// The state of `Math.random`.
    pub(crate) chance: Cell<u64>,
    /// The script ran longer than it may without giving the event loop a turn.
    pub(crate) blocked: Cell<bool>,
    /// The last exchange got as far as the other side, whatever it answered.
    pub(crate) reached: Cell<bool>,
    /// The script asked for more tasks than fit.
    pub(crate) flooded: Cell<bool>,
    /// The file label of the script.
    pub(crate) script_file: RefCell<String>,
    /// The text the engine was given under that label.
    pub(crate) script_text: RefCell<String>,
    /// Node and the modules.
    pub(crate) container: Container,
    /// The texts the engine was given of files of packages, by their labels.
    pub(crate) package_texts: RefCell<HashMap<String, Rc<str>>>,
    /// The last stack of the script's on which something was asked for: what a package does after an `await` of its
    /// own is done for it.
    pub(crate) last_stack: RefCell<Rc<[StackFrame]>>,
}

impl State {
    pub(crate) fn new(world: World, observer: Rc<dyn Observer>, container: Container) -> Self {
        Self {
            world: RefCell::new(world),
            observer,
            event_loop: RefCell::default(),
            listening: RefCell::default(),
            in_store: Cell::new(Duration::ZERO),
            entries: RefCell::default(),
            next_task: Cell::new(1),
            queries: RefCell::default(),
            handles: RefCell::default(),
            console: RefCell::default(),
            callbacks: RefCell::default(),
            uncaught: RefCell::default(),
            rejected: RefCell::default(),
            failed_at: Cell::new(None),
            chance: Cell::new(0),
            blocked: Cell::new(false),
            reached: Cell::new(false),
            flooded: Cell::new(false),
            script_file: RefCell::default(),
            script_text: RefCell::default(),
            container,
            package_texts: RefCell::default(),
            last_stack: RefCell::new(Rc::from([])),
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
        let parents = self.in_whose_name(self.stack(ctx)).into();
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
        let now_ms = self.elapsed_ms(ctx);
        // Node's timers count from whole milliseconds, so that those asked for at once are due at once.
        let due_ms = if phase == Phase::Timers { now_ms.floor() } else { now_ms } + delay_ms;
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

    /// The stack in whose name something is asked for: this one, or, where a package asks after an `await` of its own
    /// and nothing of the script is on it, the last one of the script's.
    pub(crate) fn in_whose_name(&self, stack: Vec<StackFrame>) -> Vec<StackFrame> {
        if self.package_texts.borrow().is_empty() {
            return stack;
        }
        if stack.is_empty() {
            let last = self.last_stack.borrow();
            return last.iter().map(|frame| StackFrame { asynchronous: true, ..frame.clone() }).collect();
        }
        *self.last_stack.borrow_mut() = stack.as_slice().into();
        stack
    }

    /// Looks at the text the engine was given under a label: the script's or that of a package's file.
    pub(crate) fn with_text<T>(&self, file: &str, look: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if *self.script_file.borrow() == file {
            return look(&self.script_text.borrow());
        }
        let text = self.package_texts.borrow().get(file).map(Rc::clone)?;
        look(&text)
    }

    /// Remembers an error nobody caught, and when it was thrown.
    pub(crate) fn set_uncaught<'js>(&self, ctx: &Ctx<'js>, error: Value<'js>) {
        let mut uncaught = self.uncaught.borrow_mut();
        if uncaught.len() < MOST_UNCAUGHT {
            uncaught.push(Uncaught { error: Persistent::save(ctx, error), step: self.observer.steps(ctx) });
        }
    }

    /// Lets go of every JavaScript value; the engine must not be dropped before.
    pub(crate) fn clear(&self) {
        *self.entries.borrow_mut() = Entries::default();
        self.uncaught.borrow_mut().clear();
        self.rejected.borrow_mut().clear();
    }
}
