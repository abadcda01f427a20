//! Watches a realm on behalf of the debugger: decides at each statement that asks whether to stop.
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | what a watcher holds, and what happens at a statement |
//! | `towards` | a run in silence, on its way to where it is wanted |
//! | `stopping` | stops: where they stand, whether they are reached |
//! | `happened` | stops that wait for an event |
//! | `asking` | expressions evaluated for the user, none of which may change the run unnoticed |
//! | `calls` | calls under way, their stacks, and what became of them |
//! | `commands` | what it is told while it goes on, and how often it looks |
//! | `observing` | what the realm asks and tells |

mod asking;
mod calls;
mod commands;
mod happened;
mod observing;
mod stopping;
mod towards;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rquickjs::{Ctx, Exception, Function, Persistent, Result, Value};

use crate::debugger::engine::Engine;
use crate::debugger::inquiry::{Inquiry, Look, Onward};
use crate::debugger::inspect::Inspector;
use crate::debugger::link::Link;
use crate::debugger::protocol::{Event, Launch, Oracle, StepKind};
use crate::debugger::rerun::{Goal, Met};
use crate::debugger::stepping::{stops, Because, Going, Here};
use crate::recording::{ScriptRun, StackFrame};
use crate::sandbox::Observer;
use crate::script::Prepared;
pub(in crate::debugger) use asking::{changes, Refusal, TOO_LONG};
use calls::Activation;
use commands::LOOK_EVERY;

/// The scope of a call, collected on the way to where it is wanted.
pub(in crate::debugger) struct Collected {
    pub(in crate::debugger) statement: usize,
    pub(in crate::debugger) evaluate: Persistent<Function<'static>>,
}

/// What a realm is run for.
pub(in crate::debugger) enum Errand {
    /// The user's run: tells what happens, and stops.
    Live,
    /// The user's run on its way to a place, in silence.
    Towards(Goal),
    /// A copy that is looked at, in silence, and never stops.
    Aside(Rc<RefCell<dyn Inquiry>>),
}

/// A place a run in silence would have stopped at.
pub(in crate::debugger) struct WouldStop {
    pub(in crate::debugger) step: u64,
    /// The stops that wait for what happens there and what that is; `None`: a stop stands on the statement.
    pub(in crate::debugger) event: Option<(Vec<Met>, String)>,
}

/// The observer of one realm.
pub(in crate::debugger) struct Watcher {
    this: Weak<Self>,
    pub(in crate::debugger) script: Arc<Prepared>,
    pub(in crate::debugger) link: Rc<Link>,
    pub(in crate::debugger) engine: RefCell<Option<Rc<Engine>>>,
    pub(in crate::debugger) inspector: RefCell<Option<Rc<Inspector>>>,
    pub(in crate::debugger) going: Cell<Going>,
    step_limit: u64,
    oracle: Option<Oracle>,
    /// Where this run has to get to before anyone hears of it.
    goal: RefCell<Option<Goal>>,
    /// How often the goal's statement was reached, and whether its answer was heard.
    goal_hits: Cell<u64>,
    goal_answered: Cell<bool>,
    /// Where the next run has to get to.
    next_goal: RefCell<Option<Goal>>,
    inquiry: Option<Rc<RefCell<dyn Inquiry>>>,
    /// When a copy was begun; it is not looked at for ever.
    began: Instant,
    /// The inquiry knows all it wants to.
    enough: Cell<bool>,
    would_stop: RefCell<Option<WouldStop>>,
    pub(in crate::debugger) collected: RefCell<HashMap<u64, Collected>>,
    /// How many of the user's interventions were done in this realm.
    done_again: Cell<usize>,
    /// When an evaluation began that is under way.
    pub(in crate::debugger) evaluating: Cell<Option<Instant>>,
    stood_still: Cell<Duration>,
    /// Since when the run stands still.
    standing_since: Cell<Option<Instant>>,
    /// The step the run went on from last.
    went_on_from: Cell<u64>,
    /// Statements between two looks for commands, and when the last one was.
    look_every: Cell<u64>,
    looked: Cell<Instant>,
    exhausted: Cell<bool>,
    located: RefCell<Option<Vec<StackFrame>>>,
    /// An event to stop at as soon as there is a statement.
    event: RefCell<Option<(Vec<Met>, String)>>,
    /// Rules the decision cited so far.
    cited: RefCell<Vec<String>>,
    /// What has happened so far.
    so_far: RefCell<ScriptRun>,
    task: Cell<u64>,
    task_parents: RefCell<Vec<StackFrame>>,
    activations: RefCell<HashMap<u64, Activation>>,
    last_promise: RefCell<Option<Persistent<Value<'static>>>>,
    /// The realm's `capture` and `elapsed`.
    given: RefCell<Option<[Persistent<Function<'static>>; 2]>>,
}

impl Watcher {
    pub(in crate::debugger) fn new(script: Arc<Prepared>, link: Rc<Link>, launch: &Launch, errand: Errand) -> Rc<Self> {
        let (goal, inquiry, live) = match errand {
            Errand::Live => (None, None, true),
            Errand::Towards(goal) => (Some(goal), None, false),
            Errand::Aside(inquiry) => (None, Some(inquiry), false),
        };
        link.stops.borrow_mut().iter_mut().for_each(|set| set.hits = 0);
        let going = if live && launch.stop_on_entry { Going::ToNext(Because::Entry) } else { Going::Free };
        Rc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            script,
            link,
            engine: RefCell::default(),
            inspector: RefCell::default(),
            going: Cell::new(going),
            step_limit: launch.limits.steps,
            oracle: launch.oracle.clone(),
            goal: RefCell::new(goal),
            goal_hits: Cell::new(0),
            goal_answered: Cell::new(false),
            next_goal: RefCell::default(),
            inquiry,
            began: Instant::now(),
            enough: Cell::new(false),
            would_stop: RefCell::default(),
            collected: RefCell::default(),
            done_again: Cell::new(0),
            evaluating: Cell::new(None),
            stood_still: Cell::new(Duration::ZERO),
            standing_since: Cell::new(None),
            went_on_from: Cell::new(0),
            look_every: Cell::new(LOOK_EVERY),
            looked: Cell::new(Instant::now()),
            exhausted: Cell::new(false),
            located: RefCell::default(),
            event: RefCell::default(),
            cited: RefCell::default(),
            so_far: RefCell::new(ScriptRun::begun(launch.script.action, launch.script.file.clone())),
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

    /// Where this run would have stopped last.
    pub(in crate::debugger) fn would_stop(&self) -> Option<WouldStop> {
        self.would_stop.take()
    }

    /// The run stands still from now on.
    pub(in crate::debugger) fn stands_still(&self, step: u64) {
        self.standing_since.set(Some(Instant::now()));
        self.link.furthest.set(self.link.furthest.get().max(step));
    }

    /// The run goes on.
    pub(in crate::debugger) fn goes_on(&self, step: u64) {
        self.stood_still.set(self.stood_still());
        self.standing_since.set(None);
        self.looked.set(Instant::now());
        self.went_on_from.set(step);
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
            // This one is not executed any more.
            if let Some(engine) = self.engine.borrow().clone() {
                engine.set(ctx, self.step_limit, 0.0);
            }
        }
        self.end_if_stopped(ctx)?;
        self.collect_for_interventions(ctx, statement, token, &evaluate);
        self.intervene_again(ctx, token, count, &evaluate);
        if self.inquiry.is_some() {
            let due = self.be_looked_at(ctx, statement, token, count, &evaluate);
            self.end_if_stopped(ctx)?;
            return Ok(due);
        }
        let reached = self.reached(ctx, statement, count, &evaluate);
        self.end_if_stopped(ctx)?;
        if self.goal.borrow().is_some() {
            self.towards_goal(ctx, statement, token, count, &evaluate);
            self.end_if_stopped(ctx)?;
            if self.goal.borrow().is_some() {
                return Ok(self.due_in_silence(count));
            }
            // The run has arrived, and what it was told there holds from the next statement on, unless it goes on as
            // if it had never been away.
            if self.went_on_from.get() == count {
                return Ok(self.next_due(count));
            }
        }
        self.take_commands(ctx);
        self.end_if_stopped(ctx)?;
        let here = Here {
            statement,
            token,
            breakpoint: reached,
            debugger_statement: self.script.tables.statements[statement].is_debugger,
        };
        let event = self.event.take();
        let event = event.and_then(|(met, what)| self.event_reached(ctx, &met, &what, (statement, count), &evaluate));
        self.end_if_stopped(ctx)?;
        let stop = event.or_else(|| stops(self.going.get(), here, |token| self.state_of_stepped(ctx, token)));
        if let Some(reason) = stop {
            self.pause(ctx, reason, statement, token, count, &evaluate, None);
            self.end_if_stopped(ctx)?;
        }
        Ok(self.next_due(count))
    }

    /// Shows a statement of a copy to whoever asked about it, and says when the next one is wanted.
    fn be_looked_at<'js>(
        &self,
        ctx: &Ctx<'js>,
        statement: usize,
        token: f64,
        count: u64,
        evaluate: &Function<'js>,
    ) -> f64 {
        let Some(inquiry) = self.inquiry.clone() else { return f64::INFINITY };
        let onward = match inquiry.try_borrow_mut() {
            Ok(mut inquiry) => inquiry.look(&Look { watcher: self, ctx, statement, token, count, evaluate }),
            Err(_) => Onward::Marked,
        };
        let due = match onward {
            Onward::Every => 0.0,
            Onward::At(step) => step as f64,
            Onward::Marked => f64::INFINITY,
            Onward::Enough => {
                self.enough.set(true);
                0.0
            }
        };
        due.min(self.next_intervention(count).unwrap_or(f64::INFINITY)).min((self.step_limit + 1) as f64)
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

    fn next_due(&self, count: u64) -> f64 {
        let due = match self.going.get() {
            Going::Free | Going::ToEnd | Going::To(_) => {
                (count + self.look_every.get()).min(self.step_limit + 1) as f64
            }
            Going::ToNext(_) | Going::Step { .. } => 0.0,
        };
        due.min(self.next_intervention(count).unwrap_or(f64::INFINITY))
    }

    /// Calls the hook at the next statement, whatever was agreed before.
    fn look_at_next(&self, ctx: &Ctx<'_>) {
        if let Some(engine) = self.engine.borrow().clone() {
            engine.set(ctx, engine.steps(ctx), 0.0);
        }
    }

    pub(in crate::debugger) fn step(&self, kind: StepKind, token: f64) {
        self.going.set(Going::Step { kind, token });
    }

    /// This run ends for another one.
    pub(in crate::debugger) fn is_leaving(&self) -> bool {
        self.next_goal.borrow().is_some()
    }

    /// Nothing is told of a run that only repeats another.
    pub(in crate::debugger) fn is_silent(&self) -> bool {
        self.goal.borrow().is_some() || self.next_goal.borrow().is_some() || self.inquiry.is_some()
    }

    fn tell(&self, event: Event) {
        if !self.is_silent() {
            self.link.tell(event);
        }
    }

    /// The run as far as it is, masked.
    pub(in crate::debugger) fn so_far(&self, steps: u64) -> ScriptRun {
        use crate::recording::Masked;
        ScriptRun { steps, ..self.so_far.borrow().clone() }.masked(&self.link.mask)
    }
}
