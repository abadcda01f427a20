//! Watches a realm on behalf of the debugger: decides at each statement that asks whether to stop.
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | what a watcher holds, and what happens at a statement |
//! | `calls` | calls under way, their stacks, and what became of them |
//! | `observing` | what the realm asks and tells |

mod calls;
mod observing;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::sync::atomic::Ordering;
use std::sync::mpsc::TryRecvError;
use std::time::{Duration, Instant};

use rquickjs::{Ctx, Exception, Function, Persistent, Result, Value};

use crate::debugger::engine::Engine;
use crate::debugger::frames::span_of;
use crate::debugger::inspect::Inspector;
use crate::debugger::link::Link;
use crate::debugger::protocol::{Breakpoint, Command, Event, Launch, StepKind};
use crate::debugger::rerun::{Goal, Intervention, Purpose};
use crate::debugger::stepping::{stops, Because, Going, Here};
use crate::recording::StackFrame;
use crate::sandbox::Observer;
use crate::script::Prepared;
use calls::Activation;

/// A run that goes freely still looks for commands, at first once in so many statements.
const LOOK_EVERY: u64 = 1_000;
/// At most so many statements pass between two looks.
const LOOK_AT_LEAST_EVERY: u64 = 100_000;
/// About so long passes between two looks.
const LOOK_AFTER: Duration = Duration::from_millis(10);

/// The scope of a call, collected on the way to where it is wanted.
pub(in crate::debugger) struct Collected {
    pub(in crate::debugger) statement: usize,
    pub(in crate::debugger) evaluate: Persistent<Function<'static>>,
}

/// The observer of one realm.
pub(in crate::debugger) struct Watcher {
    this: Weak<Self>,
    pub(in crate::debugger) script: Rc<Prepared>,
    pub(in crate::debugger) link: Rc<Link>,
    pub(in crate::debugger) engine: RefCell<Option<Rc<Engine>>>,
    pub(in crate::debugger) inspector: RefCell<Option<Rc<Inspector>>>,
    pub(in crate::debugger) going: Cell<Going>,
    step_limit: u64,
    pub(in crate::debugger) bound: RefCell<Vec<usize>>,
    /// Where this run has to get to before anyone hears of it.
    goal: RefCell<Option<Goal>>,
    /// Where the next run has to get to.
    next_goal: RefCell<Option<Goal>>,
    pub(in crate::debugger) collected: RefCell<HashMap<u64, Collected>>,
    /// When an evaluation began that is under way.
    pub(in crate::debugger) evaluating: Cell<Option<Instant>>,
    stood_still: Cell<Duration>,
    /// Since when the run stands still.
    standing_since: Cell<Option<Instant>>,
    /// Statements between two looks for commands, and when the last one was.
    look_every: Cell<u64>,
    looked: Cell<Instant>,
    exhausted: Cell<bool>,
    located: RefCell<Option<Vec<StackFrame>>>,
    task: Cell<u64>,
    task_parents: RefCell<Vec<StackFrame>>,
    activations: RefCell<HashMap<u64, Activation>>,
    last_promise: RefCell<Option<Persistent<Value<'static>>>>,
    /// The realm's `capture` and `elapsed`.
    given: RefCell<Option<[Persistent<Function<'static>>; 2]>>,
}

impl Watcher {
    pub(in crate::debugger) fn new(
        script: Rc<Prepared>,
        link: Rc<Link>,
        launch: &Launch,
        goal: Option<Goal>,
    ) -> Rc<Self> {
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
            task: Cell::new(0),
            task_parents: RefCell::default(),
            activations: RefCell::default(),
            last_promise: RefCell::default(),
            given: RefCell::default(),
        })
    }

    /// The goal of the run that has to follow, if this one ended for that.
    pub(in crate::debugger) fn next_goal(&self) -> Option<Goal> {
        self.next_goal.take()
    }

    /// Ends this run so that another one gets to `goal`.
    pub(in crate::debugger) fn run_again(&self, goal: Goal) {
        *self.next_goal.borrow_mut() = Some(goal);
    }

    /// The run stands still from now on.
    pub(in crate::debugger) fn stands_still(&self) {
        self.standing_since.set(Some(Instant::now()));
    }

    /// The run goes on.
    pub(in crate::debugger) fn goes_on(&self) {
        self.stood_still.set(self.stood_still());
        self.standing_since.set(None);
        self.looked.set(Instant::now());
    }

    fn bind(&self, lines: &[u32]) -> Vec<(u32, Option<usize>)> {
        lines.iter().map(|line| (*line, self.script.breakable(*line))).collect()
    }

    /// Replaces all breakpoints and tells how they were bound.
    pub(in crate::debugger) fn set_breakpoints(&self, ctx: &Ctx<'_>, lines: &[u32]) {
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

    pub(in crate::debugger) fn step(&self, kind: StepKind, token: f64) {
        self.going.set(Going::Step { kind, token });
    }

    /// Nothing is told of a run that only repeats another.
    fn is_silent(&self) -> bool {
        self.goal.borrow().is_some() || self.next_goal.borrow().is_some()
    }
}
