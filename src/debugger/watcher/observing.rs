//! What a realm asks of the debugger, and what it tells.

use std::rc::{Rc, Weak};
use std::sync::atomic::Ordering;
use std::time::Duration;

use rquickjs::context::EvalOptions;
use rquickjs::{Ctx, Function, Object, Persistent, Result, Value};

use super::Watcher;
use crate::debugger::engine::Engine;
use crate::debugger::frames::places;
use crate::debugger::inspect::Inspector;
use crate::debugger::protocol::Event;
use crate::recording::{CallbackCall, ConsoleLine, Masked, Query, StackFrame};
use crate::sandbox::{EngineFrame, Observer};

/// Makes `Function.prototype.toString` give the user's text.
const FUNCTION_TEXT: &str = include_str!("../function_text.js");

/// An evaluation longer than this is cut off.
const EVALUATION_LIMIT: Duration = Duration::from_secs(2);

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
