//! What a realm asks of the debugger, and what it tells.

use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::Duration;

use rquickjs::context::EvalOptions;
use rquickjs::{Ctx, Function, Object, Persistent, Result, Value};

use super::Watcher;
use crate::debugger::engine::Engine;
use crate::debugger::frames::places;
use crate::debugger::inspect::Inspector;
use crate::debugger::protocol::Event;
use crate::debugger::rerun::{At, Goal};
use crate::recording::{CallbackCall, ConsoleLine, Masked, Query, StackFrame};
use crate::sandbox::{EngineFrame, Observer};

/// Makes `Function.prototype.toString` give the user's text.
const FUNCTION_TEXT: &str = include_str!("../function_text.js");

/// An evaluation longer than this is cut off.
const EVALUATION_LIMIT: Duration = Duration::from_secs(2);

/// A copy is looked at no longer than this; what was found by then is the answer.
const ASIDE_LIMIT: Duration = Duration::from_secs(20);

impl Observer for Watcher {
    fn install<'js>(&self, ctx: &Ctx<'js>, hooks: &Object<'js>) -> Result<()> {
        let capture: Function<'js> = hooks.get("capture")?;
        let inspector = Inspector::new(ctx, &self.link.mask, self.link.first_handle.get())?;
        *self.inspector.borrow_mut() = Some(Rc::new(inspector));

        let script = Arc::clone(&self.script);
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
            this.mark_stops(&ctx, true);
            this.begin(&ctx);
            Ok(())
        };
        hooks.set("attach", Function::new(ctx.clone(), attach)?)?;

        let this = Weak::clone(&self.this);
        let entered = move |ctx: Ctx<'js>, token: f64, caller: f64| {
            if let Some(this) = this.upgrade() {
                this.entered(&ctx, token, caller);
            }
        };
        hooks.set("entered", Function::new(ctx.clone(), entered)?)?;
        let this = Weak::clone(&self.this);
        let caught = move |ctx: Ctx<'js>, error: Value<'js>, count: f64| {
            if let Some(this) = this.upgrade() {
                let shown = this.variable(&ctx, "", error).preview;
                this.caught(&ctx, &shown, count as u64);
            }
        };
        hooks.set("caught", Function::new(ctx.clone(), caught)?)?;

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

    fn query(&self, ctx: &Ctx<'_>, query: &Query) {
        {
            let mut so_far = self.so_far.borrow_mut();
            match so_far.queries.iter_mut().rfind(|known| known.seq == query.seq) {
                Some(known) => known.clone_from(query),
                None => so_far.queries.push(query.clone()),
            }
        }
        if let (Some(Goal { at: At::Answer(seq), .. }), true) = (&*self.goal.borrow(), query.reply.is_some()) {
            if *seq == query.seq {
                self.goal_answered.set(true);
                self.look_at_next(ctx);
            }
        }
        self.tell(Event::Query(Box::new(query.masked(&self.link.mask))));
        self.query_happened(ctx, query);
    }

    fn console(&self, ctx: &Ctx<'_>, line: &ConsoleLine) {
        self.so_far.borrow_mut().console.push(line.clone());
        self.tell(Event::Console(line.masked(&self.link.mask)));
        self.console_happened(ctx, line);
    }

    fn callback(&self, ctx: &Ctx<'_>, call: &CallbackCall) {
        self.so_far.borrow_mut().callbacks.push(call.clone());
        self.tell(Event::Callback(Box::new(call.masked(&self.link.mask))));
        let nth = self.so_far.borrow().callbacks.len();
        self.callback_happened(ctx, call, nth);
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
        let served = self.enough.get()
            || (self.inquiry.is_some() && self.began.elapsed() > ASIDE_LIMIT)
            || (self.goal.borrow().is_some() && self.located.borrow().is_some());
        self.link.control.stopped() || self.next_goal.borrow().is_some() || served
    }
}
