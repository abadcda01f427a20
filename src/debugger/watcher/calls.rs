//! Which calls are under way, who made them, and what became of them.

use rquickjs::promise::PromiseState;
use rquickjs::{Ctx, Persistent, Promise, Value};

use super::Watcher;
use crate::debugger::frames::{places, span_of};
use crate::debugger::protocol::StepKind;
use crate::debugger::stepping::CallState;
use crate::recording::{Place, StackFrame};
use crate::sandbox::{EngineFrame, Observer};

/// An async call that has begun.
pub(super) struct Activation {
    /// The task it began in: while that runs, its callers are on the stack themselves.
    pub(super) task: u64,
    /// The backtrace of the call, itself first; read only when someone asks who called.
    pub(super) backtrace: String,
    /// The asynchronous parents of the outermost caller.
    pub(super) parents: Vec<StackFrame>,
    /// The call it was made by, 0 if nothing of the script made it, and the last step before its first statement. For
    /// an async generator this and the promise are those of the value that was asked for last.
    pub(super) caller: f64,
    pub(super) step: u64,
    /// Its promise; the call has ended when it is settled.
    pub(super) promise: Option<Persistent<Value<'static>>>,
}

impl Watcher {
    /// Notes where the run stands, which ends it if that was its purpose.
    pub(super) fn locate(&self, ctx: &Ctx<'_>, statement: usize) {
        let stack = self.stack_at(ctx, statement);
        *self.located.borrow_mut() = Some(stack);
    }

    /// The stack at a statement: its own frame, its callers, and what led there.
    pub(in crate::debugger) fn stack_at(&self, ctx: &Ctx<'_>, statement: usize) -> Vec<StackFrame> {
        let Some(engine) = self.engine.borrow().clone() else { return Vec::new() };
        let info = &self.script.tables.functions[self.script.tables.statements[statement].function];
        let span = span_of(&self.script, statement);
        let (function, file) = (info.name.clone(), self.script.file.clone());
        let place = Place { function, file, line: span.line, column: span.column };
        let mut stack = vec![StackFrame { place, derived: info.derived, asynchronous: false }];
        let below = || {
            let callers = self.user_frames(&engine.capture(ctx)).into_iter().skip(1);
            let parents = self.parents(ctx).into_iter();
            callers.chain(parents.map(|parent| StackFrame { asynchronous: true, ..parent })).collect()
        };
        match engine.stack(ctx).last() {
            // A generator is one call, whoever asks it for its next value.
            Some(token) if !self.script.original.contains("yield") => {
                stack.extend_from_slice(&engine.callers((self.task.get(), *token), below));
            }
            _ => stack.extend(below()),
        }
        stack
    }

    /// Where the run stood last, if that was found out.
    pub(in crate::debugger) fn located(&self) -> Option<Vec<StackFrame>> {
        self.located.take()
    }

    pub(super) fn state_of(&self, ctx: &Ctx<'_>, token: f64) -> CallState {
        let engine = self.engine.borrow().clone();
        if engine.is_some_and(|engine| engine.on_stack(ctx, token)) {
            return CallState::Running;
        }
        let promise = self.activations.borrow().get(&(token as u64)).and_then(|activation| activation.promise.clone());
        let pending = promise
            .and_then(|promise| promise.restore(ctx).ok())
            .and_then(|promise| Promise::from_value(promise).ok())
            .is_some_and(|promise| promise.state() == PromiseState::Pending);
        if pending {
            CallState::Suspended
        } else {
            CallState::Ended
        }
    }

    /// The same for a call that is stepped over or out of. One that has ended and is awaited is stepped on from in
    /// the call that awaits it, whatever else runs before that goes on.
    pub(super) fn state_of_stepped(&self, ctx: &Ctx<'_>, token: f64) -> CallState {
        let state = self.state_of(ctx, token);
        if state != CallState::Ended {
            return state;
        }
        let (activations, engine) = (self.activations.borrow(), self.engine.borrow().clone());
        let promise = activations.get(&(token as u64)).and_then(|activation| activation.promise.clone());
        let awaiting = promise.zip(engine).and_then(|(promise, engine)| {
            let promise = promise.restore(ctx).ok()?;
            Some(engine.awaiting(ctx, promise)).filter(|awaiting| *awaiting > 0.0)
        });
        drop(activations);
        match awaiting {
            Some(token) => {
                self.step(StepKind::Over, token);
                self.state_of_stepped(ctx, token)
            }
            None => CallState::Ended,
        }
    }

    /// Who made an async call that is no longer on its caller's stack: its token, and the last step before the call.
    pub(in crate::debugger) fn made_by(&self, token: f64) -> Option<(f64, u64)> {
        let activations = self.activations.borrow();
        let activation = activations.get(&(token as u64))?;
        (activation.caller > 0.0).then_some((activation.caller, activation.step))
    }

    pub(super) fn entered(&self, ctx: &Ctx<'_>, token: f64, caller: f64) {
        let Some(engine) = self.engine.borrow().clone() else { return };
        let promise = self.last_promise.take();
        let (backtrace, parents) = (engine.capture(ctx), self.parents(ctx));
        let (task, step) = (self.task.get(), engine.steps(ctx));
        let activation = Activation { task, backtrace, parents, caller, step, promise };
        self.activations.borrow_mut().insert(token as u64, activation);
    }

    /// The user's frames of a raw backtrace.
    pub(in crate::debugger) fn user_frames(&self, raw: &str) -> Vec<StackFrame> {
        let frames: Vec<EngineFrame> = EngineFrame::read_all(raw);
        places(&self.script, &frames, None)
    }
}
