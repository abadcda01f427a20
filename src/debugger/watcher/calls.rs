//! Which calls are under way, who made them, and what became of them.

use rquickjs::promise::PromiseState;
use rquickjs::{Ctx, Persistent, Promise, Value};

use super::Watcher;
use crate::debugger::frames::{places, span_of};
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
        stack.extend(self.user_frames(&engine.capture(ctx)).into_iter().skip(1));
        let parents = self.parents(ctx).into_iter();
        stack.extend(parents.map(|parent| StackFrame { asynchronous: true, ..parent }));
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

    pub(super) fn entered(&self, ctx: &Ctx<'_>, token: f64) {
        let Some(engine) = self.engine.borrow().clone() else { return };
        let promise = self.last_promise.take();
        let (backtrace, parents) = (engine.capture(ctx), self.parents(ctx));
        let activation = Activation { task: self.task.get(), backtrace, parents, promise };
        self.activations.borrow_mut().insert(token as u64, activation);
    }

    /// The user's frames of a raw backtrace.
    pub(in crate::debugger) fn user_frames(&self, raw: &str) -> Vec<StackFrame> {
        let frames: Vec<EngineFrame> = EngineFrame::read_all(raw);
        places(&self.script, &frames, None)
    }
}
