//! Watches a realm on behalf of the debugger: decides at each statement that asks whether to stop.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rquickjs::context::EvalOptions;
use rquickjs::{Ctx, Exception, Function, Object, Persistent, Promise, Result, Value};

use super::engine::Engine;
use super::frames::{places, span_of};
use super::inspect::Inspector;
use super::protocol::{Breakpoint, Command, Event, Launch, StepKind};
use super::rerun::{Goal, Intervention, Purpose};
use super::stepping::{stops, Because, CallState, Going, Here};
use crate::recording::masking::Mask;
use crate::recording::{CallbackCall, ConsoleLine, Masked, Place, Query, StackFrame};
use crate::sandbox::{EngineFrame, Observer};
use crate::script::Prepared;

/// Makes `Function.prototype.toString` give the user's text.
const FUNCTION_TEXT: &str = include_str!("function_text.js");

/// A run that goes freely still looks for commands, at first once in so many statements.
const LOOK_EVERY: u64 = 1_000;
/// At most so many statements pass between two looks.
const LOOK_AT_LEAST_EVERY: u64 = 100_000;
/// About so long passes between two looks.
const LOOK_AFTER: Duration = Duration::from_millis(10);

/// What outlives a single realm: the ways in and out, and what the user did.
pub(super) struct Link {
    pub(super) commands: Receiver<Command>,
    pub(super) stop: Arc<AtomicBool>,
    listener: Box<dyn Fn(Event)>,
    pub(super) mask: Mask,
    pub(super) interventions: RefCell<Vec<Intervention>>,
    pub(super) breakpoints: RefCell<Option<Vec<u32>>>,
    pub(super) first_handle: Cell<u32>,
}

impl Link {
    pub(super) fn new(
        commands: Receiver<Command>,
        stop: Arc<AtomicBool>,
        listener: Box<dyn Fn(Event)>,
        mask: Mask,
    ) -> Self {
        Self {
            commands,
            stop,
            listener,
            mask,
            interventions: RefCell::default(),
            breakpoints: RefCell::default(),
            first_handle: Cell::new(1),
        }
    }

    pub(super) fn tell(&self, event: Event) {
        (self.listener)(event);
    }
}

/// An async call that has begun.
struct Activation {
    /// The task it began in: while that runs, its callers are on the stack themselves.
    task: u64,
    /// The backtrace of the call, itself first; read only when someone asks who called.
    backtrace: String,
    /// The asynchronous parents of the outermost caller.
    parents: Vec<StackFrame>,
    /// Its promise; the call has ended when it is settled.
    promise: Option<Persistent<Value<'static>>>,
}

/// The scope of a call, collected on the way to where it is wanted.
pub(super) struct Collected {
    pub(super) statement: usize,
    pub(super) evaluate: Persistent<Function<'static>>,
}

/// The observer of one realm.
pub(super) struct Watcher {
    this: Weak<Self>,
    pub(super) script: Rc<Prepared>,
    pub(super) link: Rc<Link>,
    pub(super) engine: RefCell<Option<Rc<Engine>>>,
    pub(super) inspector: RefCell<Option<Rc<Inspector>>>,
    pub(super) going: Cell<Going>,
    step_limit: u64,
    pub(super) bound: RefCell<Vec<usize>>,
    /// Where this run has to get to before anyone hears of it.
    goal: RefCell<Option<Goal>>,
    /// Where the next run has to get to.
    next_goal: RefCell<Option<Goal>>,
    pub(super) collected: RefCell<HashMap<u64, Collected>>,
    /// When an evaluation began that is under way.
    pub(super) evaluating: Cell<Option<Instant>>,
    stood_still: Cell<Duration>,
    /// Since when the run stands still.
    standing_since: Cell<Option<Instant>>,
    /// Statements between two looks for commands, and when the last one was.
    look_every: Cell<u64>,
    looked: Cell<Instant>,
    exhausted: Cell<bool>,
    located: RefCell<Option<Vec<StackFrame>>>,
    over: Cell<bool>,
    task: Cell<u64>,
    task_parents: RefCell<Vec<StackFrame>>,
    activations: RefCell<HashMap<u64, Activation>>,
    last_promise: RefCell<Option<Persistent<Value<'static>>>>,
    /// The realm's `capture` and `elapsed`.
    given: RefCell<Option<[Persistent<Function<'static>>; 2]>>,
}

/// An evaluation longer than this is cut off.
const EVALUATION_LIMIT: Duration = Duration::from_secs(2);

impl Watcher {
    pub(super) fn new(script: Rc<Prepared>, link: Rc<Link>, launch: &Launch, goal: Option<Goal>) -> Rc<Self> {
        let asked: Vec<u32> = launch.breakpoints.iter().map(|breakpoint| breakpoint.line).collect();
        link.breakpoints.borrow_mut().get_or_insert(asked);
        let going = if launch.stop_on_entry && goal.is_none() { Going::ToNext(Because::Entry) } else { Going::Free };
        Rc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            script,
            link,
            engine: RefCell::default(),
            inspector: RefCell::default(),
            going: Cell::new(going),
            step_limit: launch.limits.steps,
            bound: RefCell::default(),
            goal: RefCell::new(goal),
            next_goal: RefCell::default(),
            collected: RefCell::default(),
            evaluating: Cell::new(None),
            stood_still: Cell::new(Duration::ZERO),
            standing_since: Cell::new(None),
            look_every: Cell::new(LOOK_EVERY),
            looked: Cell::new(Instant::now()),
            exhausted: Cell::new(false),
            located: RefCell::default(),
            over: Cell::new(false),
            task: Cell::new(0),
            task_parents: RefCell::default(),
            activations: RefCell::default(),
            last_promise: RefCell::default(),
            given: RefCell::default(),
        })
    }

    /// The goal of the run that has to follow, if this one ended for that.
    pub(super) fn next_goal(&self) -> Option<Goal> {
        self.next_goal.take()
    }

    /// Ends this run so that another one gets to `goal`.
    pub(super) fn run_again(&self, goal: Goal) {
        *self.next_goal.borrow_mut() = Some(goal);
    }

    /// The run stands still from now on.
    pub(super) fn stands_still(&self) {
        self.standing_since.set(Some(Instant::now()));
    }

    /// The run goes on.
    pub(super) fn goes_on(&self) {
        self.stood_still.set(self.stood_still());
        self.standing_since.set(None);
        self.looked.set(Instant::now());
    }

    fn bind(&self, lines: &[u32]) -> Vec<(u32, Option<usize>)> {
        lines.iter().map(|line| (*line, self.script.breakable(*line))).collect()
    }

    /// Replaces all breakpoints and tells how they were bound.
    pub(super) fn set_breakpoints(&self, ctx: &Ctx<'_>, lines: &[u32]) {
        let engine = self.engine.borrow().clone();
        let bound = self.bind(lines);
        if let Some(engine) = engine {
            self.bound.borrow().iter().for_each(|statement| engine.mark(ctx, *statement, false));
            bound
                .iter()
                .filter_map(|(_, statement)| *statement)
                .for_each(|statement| engine.mark(ctx, statement, true));
            self.mark_debugger_statements(ctx, &engine);
        }
        *self.link.breakpoints.borrow_mut() = Some(lines.to_vec());
        *self.bound.borrow_mut() = bound.iter().filter_map(|(_, statement)| *statement).collect();
        let told = bound.into_iter().map(|(line, statement)| Breakpoint {
            line,
            bound: statement.map(|statement| span_of(&self.script, statement)),
        });
        if !self.is_silent() {
            self.link.tell(Event::Breakpoints(told.collect()));
        }
    }

    fn mark_debugger_statements(&self, ctx: &Ctx<'_>, engine: &Engine) {
        let statements = self.script.tables.statements.iter().enumerate();
        statements.filter(|(_, s)| s.is_debugger).for_each(|(statement, _)| engine.mark(ctx, statement, true));
    }

    /// The hook: called at a statement when the count is due or the statement is marked. Returns the count at
    /// which it is called next.
    fn at_statement<'js>(
        &self,
        ctx: &Ctx<'js>,
        statement: usize,
        token: f64,
        count: u64,
        evaluate: Function<'js>,
    ) -> Result<f64> {
        if self.evaluating.get().is_some() {
            return Ok(f64::INFINITY);
        }
        if statement >= self.script.tables.statements.len() {
            return Ok(0.0);
        }
        if count > self.step_limit && !self.exhausted.replace(true) {
            self.locate(ctx, statement);
        }
        self.end_if_stopped(ctx)?;
        self.intervene_again(ctx, token, count, &evaluate);
        if self.goal.borrow().is_some() {
            return self.towards_goal(ctx, statement, token, count, evaluate);
        }
        self.take_commands(ctx);
        self.end_if_stopped(ctx)?;
        let here = Here {
            statement,
            token,
            breakpoint: self.bound.borrow().contains(&statement),
            debugger_statement: self.script.tables.statements[statement].is_debugger,
        };
        if let Some(reason) = stops(self.going.get(), here, |token| self.state_of(ctx, token)) {
            self.pause(ctx, reason, statement, token, count, &evaluate, None);
            self.end_if_stopped(ctx)?;
        }
        Ok(self.next_due(count))
    }

    /// Ends the run by an error that no script can catch.
    fn end_if_stopped(&self, ctx: &Ctx<'_>) -> Result<()> {
        if self.stopped() || self.exhausted.get() {
            let engine = self.engine.borrow().clone();
            engine.map_or(Ok(()), |engine| engine.spin(ctx))?;
            return Err(Exception::throw_internal(ctx, "the run was stopped"));
        }
        Ok(())
    }

    fn towards_goal<'js>(
        &self,
        ctx: &Ctx<'js>,
        statement: usize,
        token: f64,
        count: u64,
        evaluate: Function<'js>,
    ) -> Result<f64> {
        let (arrived, wanted, due, purpose) = {
            let goal = self.goal.borrow();
            let Some(goal) = goal.as_ref() else { return Ok(self.next_due(count)) };
            // Where nothing is collected on the way and nothing done again, the way there is of no interest.
            let straight = goal.tokens.is_empty() && self.link.interventions.borrow().is_empty();
            let due = if straight { goal.step as f64 } else { 0.0 };
            (count >= goal.step, goal.tokens.contains(&token), due, goal.purpose.clone())
        };
        if wanted {
            let collected = Collected { statement, evaluate: Persistent::save(ctx, evaluate.clone()) };
            self.collected.borrow_mut().insert(token as u64, collected);
        }
        if !arrived {
            return Ok(due);
        }
        match purpose {
            Purpose::Answer { reason, pending } => {
                self.goal.take();
                self.pause(ctx, reason, statement, token, count, &evaluate, Some(pending));
            }
            Purpose::Locate => self.locate(ctx, statement),
        }
        self.end_if_stopped(ctx)?;
        Ok(self.next_due(count))
    }

    /// Notes where the run stands, which ends it if that was its purpose.
    fn locate(&self, ctx: &Ctx<'_>, statement: usize) {
        let stack = self.stack_at(ctx, statement);
        *self.located.borrow_mut() = Some(stack);
    }

    /// The stack at a statement: its own frame, its callers, and what led there.
    pub(super) fn stack_at(&self, ctx: &Ctx<'_>, statement: usize) -> Vec<StackFrame> {
        let Some(engine) = self.engine.borrow().clone() else { return Vec::new() };
        let info = &self.script.tables.functions[self.script.tables.statements[statement].function];
        let span = span_of(&self.script, statement);
        let (function, file) = (info.name.clone(), self.script.file.clone());
        let place = Place { function, file, line: span.line, column: span.column };
        let mut stack = vec![StackFrame { place, derived: info.derived, asynchronous: false }];
        stack.extend(self.user_frames(&engine.capture(ctx)).into_iter().skip(1));
        let parents = self.parents(ctx).into_iter();
        stack.extend(parents.map(|parent| StackFrame { asynchronous: true, ..parent }));
        stack
    }

    /// Where the run stood last, if that was found out.
    pub(super) fn located(&self) -> Option<Vec<StackFrame>> {
        self.located.take()
    }

    /// Does again what the user did at this step of the first run.
    fn intervene_again<'js>(&self, ctx: &Ctx<'js>, token: f64, count: u64, evaluate: &Function<'js>) {
        if self.goal.borrow().is_none() {
            return;
        }
        let again: Vec<Intervention> = self.link.interventions.borrow().clone();
        for intervention in again.into_iter().filter(|intervention| intervention.step == count) {
            let collected = (intervention.token != token)
                .then(|| self.collected.borrow().get(&(intervention.token as u64)).map(|c| c.evaluate.clone()))
                .flatten()
                .and_then(|evaluate| evaluate.restore(ctx).ok());
            let evaluate = collected.as_ref().unwrap_or(evaluate);
            // The user has seen its result already.
            let _seen = self.evaluate(ctx, count, evaluate, &intervention.code);
        }
    }

    fn next_due(&self, count: u64) -> f64 {
        match self.going.get() {
            Going::Free | Going::To(_) => (count + self.look_every.get()).min(self.step_limit + 1) as f64,
            Going::ToNext(_) | Going::Step { .. } => 0.0,
        }
    }

    fn state_of(&self, ctx: &Ctx<'_>, token: f64) -> CallState {
        let engine = self.engine.borrow().clone();
        if engine.is_some_and(|engine| engine.on_stack(ctx, token)) {
            return CallState::Running;
        }
        let promise = self.activations.borrow().get(&(token as u64)).and_then(|activation| activation.promise.clone());
        let pending = promise
            .and_then(|promise| promise.restore(ctx).ok())
            .and_then(|promise| Promise::from_value(promise).ok())
            .is_some_and(|promise| promise.state() == rquickjs::promise::PromiseState::Pending);
        if pending {
            CallState::Suspended
        } else {
            CallState::Ended
        }
    }

    /// Statements may be quick or slow: looks as often as it takes to look about every [`LOOK_AFTER`].
    fn pace(&self) {
        let every = self.look_every.get();
        let since = self.looked.replace(Instant::now()).elapsed();
        if since > LOOK_AFTER * 2 {
            self.look_every.set((every / 4).max(1));
        } else if since < LOOK_AFTER / 2 {
            self.look_every.set((every * 2).min(LOOK_AT_LEAST_EVERY));
        }
    }

    /// Takes the commands that make sense while the run goes on.
    fn take_commands(&self, ctx: &Ctx<'_>) {
        self.pace();
        loop {
            match self.link.commands.try_recv() {
                Ok(Command::Pause) => self.going.set(Going::ToNext(Because::Asked)),
                Ok(Command::SetBreakpoints(lines)) => self.set_breakpoints(ctx, &lines),
                Ok(Command::Stop) | Err(TryRecvError::Disconnected) => {
                    self.link.stop.store(true, Ordering::Relaxed);
                    return;
                }
                Ok(_) => {}
                Err(TryRecvError::Empty) => return,
            }
        }
    }

    pub(super) fn step(&self, kind: StepKind, token: f64) {
        self.going.set(Going::Step { kind, token });
    }

    /// Nothing is told of a run that only repeats another.
    fn is_silent(&self) -> bool {
        self.goal.borrow().is_some() || self.next_goal.borrow().is_some()
    }

    fn entered(&self, ctx: &Ctx<'_>, token: f64) {
        let Some(engine) = self.engine.borrow().clone() else { return };
        let promise = self.last_promise.take();
        let (backtrace, parents) = (engine.capture(ctx), self.parents(ctx));
        let activation = Activation { task: self.task.get(), backtrace, parents, promise };
        self.activations.borrow_mut().insert(token as u64, activation);
    }

    /// The user's frames of a raw backtrace.
    pub(super) fn user_frames(&self, raw: &str) -> Vec<StackFrame> {
        let frames: Vec<EngineFrame> = EngineFrame::read_all(raw);
        places(&self.script, &frames, None)
    }
}

impl Observer for Watcher {
    fn install<'js>(&self, ctx: &Ctx<'js>, hooks: &Object<'js>) -> Result<()> {
        let capture: Function<'js> = hooks.get("capture")?;
        let inspector = Inspector::new(ctx, &self.link.mask, self.link.first_handle.get())?;
        *self.inspector.borrow_mut() = Some(Rc::new(inspector));

        let script = Rc::clone(&self.script);
        let original = move |text: String| script.text_of_function(&text).map(str::to_owned);
        let mut options = EvalOptions::default();
        options.strict = false;
        options.filename = Some("node:internal/function_text".to_owned());
        let install: Function<'js> = ctx.eval_with_options(FUNCTION_TEXT, options)?;
        install.call::<_, ()>((Function::new(ctx.clone(), original)?,))?;

        // Kept on our side: a JavaScript value inside a native function is out of the collector's sight.
        let elapsed: Function<'js> = hooks.get("elapsed")?;
        *self.given.borrow_mut() = Some([Persistent::save(ctx, capture), Persistent::save(ctx, elapsed)]);
        let this = Weak::clone(&self.this);
        let attach = move |ctx: Ctx<'js>, attached: Object<'js>| -> Result<()> {
            let Some(this) = this.upgrade() else { return Ok(()) };
            let Some(given) = this.given.borrow().clone() else { return Ok(()) };
            let engine = Rc::new(Engine::new(&ctx, &attached, given)?);
            *this.engine.borrow_mut() = Some(engine);
            let lines = this.link.breakpoints.borrow().clone().unwrap_or_default();
            this.set_breakpoints(&ctx, &lines);
            Ok(())
        };
        hooks.set("attach", Function::new(ctx.clone(), attach)?)?;

        let this = Weak::clone(&self.this);
        let entered = move |ctx: Ctx<'js>, token: f64| {
            if let Some(this) = this.upgrade() {
                this.entered(&ctx, token);
            }
        };
        hooks.set("entered", Function::new(ctx.clone(), entered)?)?;

        let this = Weak::clone(&self.this);
        let stop = move |ctx: Ctx<'js>, statement: usize, token: f64, count: f64, evaluate: Function<'js>| match this
            .upgrade()
        {
            Some(this) => this.at_statement(&ctx, statement, token, count as u64, evaluate),
            None => Ok(f64::INFINITY),
        };
        hooks.set("stop", Function::new(ctx.clone(), stop)?)
    }

    fn places(&self, frames: &[EngineFrame], error: Option<(&str, &str)>) -> Vec<StackFrame> {
        places(&self.script, frames, error)
    }

    fn steps(&self, ctx: &Ctx<'_>) -> u64 {
        let engine = self.engine.borrow().clone();
        engine.map_or(0, |engine| engine.steps(ctx))
    }

    fn task(&self, ctx: &Ctx<'_>, parents: &[StackFrame]) {
        self.task.set(self.task.get() + 1);
        *self.task_parents.borrow_mut() = parents.to_vec();
        if let Some(engine) = self.engine.borrow().clone() {
            engine.reset(ctx);
        }
    }

    fn parents(&self, ctx: &Ctx<'_>) -> Vec<StackFrame> {
        let engine = self.engine.borrow().clone();
        let bottom = engine.map_or(0.0, |engine| engine.bottom(ctx));
        let activations = self.activations.borrow();
        match activations.get(&(bottom as u64)) {
            Some(activation) if activation.task != self.task.get() => {
                let callers = self.user_frames(&activation.backtrace).into_iter().skip(1);
                callers.chain(activation.parents.iter().cloned()).collect()
            }
            _ => self.task_parents.borrow().clone(),
        }
    }

    fn promise<'js>(&self, ctx: &Ctx<'js>, promise: Value<'js>) {
        *self.last_promise.borrow_mut() = Some(Persistent::save(ctx, promise));
    }

    fn query(&self, query: &Query) {
        if !self.is_silent() {
            self.link.tell(Event::Query(Box::new(query.masked(&self.link.mask))));
        }
    }

    fn console(&self, line: &ConsoleLine) {
        if !self.is_silent() {
            self.link.tell(Event::Console(line.masked(&self.link.mask)));
        }
    }

    fn callback(&self, call: &CallbackCall) {
        if !self.is_silent() {
            self.link.tell(Event::Callback(Box::new(call.masked(&self.link.mask))));
        }
    }

    fn stood_still(&self) -> Duration {
        let standing = self.standing_since.get().map_or(Duration::ZERO, |since| since.elapsed());
        self.stood_still.get() + standing
    }

    fn time_is_up(&self) {
        self.exhausted.set(true);
    }

    fn exhausted(&self) -> bool {
        self.exhausted.get()
    }

    fn finished(&self) {
        self.over.set(true);
    }

    fn released(&self) {
        if let Some(inspector) = self.inspector.take() {
            self.link.first_handle.set(inspector.next_handle());
        }
        self.engine.take();
        self.collected.borrow_mut().clear();
        self.activations.borrow_mut().clear();
        self.last_promise.take();
        self.given.take();
    }

    fn stopped(&self) -> bool {
        if let Some(began) = self.evaluating.get() {
            return began.elapsed() > EVALUATION_LIMIT;
        }
        // A run whose purpose was to be located has served it.
        let served = self.goal.borrow().is_some() && self.located.borrow().is_some();
        self.link.stop.load(Ordering::Relaxed) || self.next_goal.borrow().is_some() || served
    }
}
