//! The engine with its limits, and the order in which everything is put into it.

use std::rc::Rc;
use std::time::Instant;

use rquickjs::function::Args;
use rquickjs::{Array, CatchResultExt, CaughtError, Context, Ctx, Function, Object, Persistent, Runtime, Value};
use thiserror::Error;

use super::action::{outcome, plain_error, Call, Program};
use super::event_loop::Next;
use super::host::answer::error_info;
use super::internal::BOOTSTRAP;
use super::state::{Entries, Rejected, State, Uncaught};
use super::{compiled, host, Container, Limits, Observer, World};
use crate::recording::{asked_about, ErrorInfo, ScriptRun, StackFrame};

/// The engine could not be set up. Always our own fault or a lack of memory.
#[derive(Debug, Error)]
#[error("the JavaScript engine could not be set up: {0}")]
pub struct RealmError(String);

/// How a run ended, before `callback` is looked at.
#[derive(Clone, Debug)]
pub(super) enum Ending {
    /// Nothing is left to do.
    Idle,
    /// The user stopped it.
    Stopped,
    /// An error nobody caught.
    Uncaught(Box<ErrorInfo>),
    /// The engine could not parse the text.
    Syntax(Box<ErrorInfo>),
    /// The text does not evaluate to a function.
    NoFunction(String),
    /// Over the run-time limit or the step budget; the platform's words.
    OverTime(String),
}

/// What the platform says when a script takes too long.
const OVER_TIME: &str = "Request to Webtask exceeded allowed execution time";
/// What it says of a script that never lets go of the event loop.
const BLOCKED: &str = "Blocked event loop.";

/// One QuickJS realm, good for one run.
pub struct Realm {
    context: Context,
    runtime: Runtime,
    state: Rc<State>,
    limits: Limits,
}

impl Realm {
    /// Sets up a realm in `world`, watched by `observer`, in a container as it comes.
    ///
    /// # Errors
    /// When the engine has no memory for it.
    pub fn new(limits: Limits, world: World, observer: Rc<dyn Observer>) -> Result<Self, RealmError> {
        Self::in_container(limits, Container::default(), world, observer)
    }

    /// Sets up a realm in `world`, watched by `observer`, with the modules of `container`.
    ///
    /// # Errors
    /// When the engine has no memory for it.
    pub fn in_container(
        limits: Limits,
        container: Container,
        world: World,
        observer: Rc<dyn Observer>,
    ) -> Result<Self, RealmError> {
        let fault = |error: rquickjs::Error| RealmError(error.to_string());
        let runtime = Runtime::new().map_err(fault)?;
        runtime.set_memory_limit(limits.memory);
        runtime.set_max_stack_size(limits.stack);
        let context = Context::full(&runtime).map_err(fault)?;
        let state = Rc::new(State::new(world, observer, container));
        let realm = Self { context, runtime, state, limits };
        realm.context.with(|ctx| realm.set_up(&ctx))?;
        realm.guard_time();
        Ok(realm)
    }

    fn set_up(&self, ctx: &Ctx<'_>) -> Result<(), RealmError> {
        let entries = || -> rquickjs::Result<Entries> {
            let host = host::install(ctx, &self.state)?;
            let bootstrap: Function<'_> = compiled::own(ctx, "internal/bootstrap", || BOOTSTRAP.to_owned())?.get()?;
            let made: Object<'_> = bootstrap.call((host,))?;
            let entry = |name: &str| made.get::<_, Function<'_>>(name).map(|entry| Some(Persistent::save(ctx, entry)));
            Ok(Entries {
                dispatch: entry("dispatch")?,
                tick: entry("tick")?,
                describe: entry("describe")?,
                capture: entry("capture")?,
                make_callback: entry("makeCallback")?,
                uncaught: entry("uncaught")?,
            })
        };
        let entries = entries().catch(ctx).map_err(|error| RealmError(error.to_string()))?;
        *self.state.entries.borrow_mut() = entries;
        Ok(())
    }

    /// Sees to it that native code and loops without statements come to an end, too.
    fn guard_time(&self) {
        let state = Rc::clone(&self.state);
        let limit = self.limits.run_time;
        let started = Instant::now();
        self.runtime.set_interrupt_handler(Some(Box::new(move || {
            let elsewhere = state.observer.stood_still() + state.in_store.get();
            let over = started.elapsed().saturating_sub(elsewhere) > limit;
            if over {
                state.blocked.set(true);
                state.observer.time_is_up();
            }
            over || state.flooded.get() || state.observer.stopped() || state.observer.exhausted()
        })));
        let state = Rc::clone(&self.state);
        self.runtime.set_host_promise_rejection_tracker(Some(Box::new(move |ctx, promise, reason, handled| {
            let promise = Persistent::save(&ctx, promise);
            let step = state.observer.steps(&ctx);
            let mut rejected = state.rejected.borrow_mut();
            if handled {
                rejected.retain(|known| known.promise != promise);
            } else {
                rejected.push(Rejected { promise, reason: Persistent::save(&ctx, reason), step });
            }
        })));
        let state = Rc::clone(&self.state);
        self.runtime.set_promise_hook(Some(Box::new(move |ctx, kind, promise, _parent| {
            if matches!(kind, rquickjs::promise::PromiseHookType::Init) {
                state.observer.promise(&ctx, promise);
            }
        })));
    }

    /// Runs a script to its end and says what happened.
    pub fn run(&self, program: &Program, call: &Call) -> ScriptRun {
        program.file.clone_into(&mut self.state.script_file.borrow_mut());
        program.text.clone_into(&mut self.state.script_text.borrow_mut());
        let (ending, steps, elapsed_ms) = self.context.with(|ctx| {
            let ending = self.start(&ctx, program, call).unwrap_or_else(|| self.drive(&ctx));
            (ending, self.state.observer.steps(&ctx), self.state.elapsed_ms(&ctx))
        });
        let callbacks = self.state.callbacks.take();
        let failed = matches!(ending, Ending::Uncaught(_));
        ScriptRun {
            outcome: outcome(call.action, ending, &callbacks),
            steps,
            elapsed_ms,
            queries: self.state.queries.take(),
            left_open: self.state.handles.take().into_open(),
            console: self.state.console.take(),
            callbacks,
            failed_at: self.state.failed_at.get().filter(|_| failed),
            about: asked_about(&call.arguments),
            ..ScriptRun::begun(call.action, program.file.clone())
        }
    }

    /// Evaluates the program and calls its function. `None`: it got that far, and the loop must be driven.
    fn start(&self, ctx: &Ctx<'_>, program: &Program, call: &Call) -> Option<Ending> {
        let function = match self.function(ctx, program, call) {
            Ok(function) => function,
            Err(ending) => return Some(*ending),
        };
        let called = || -> rquickjs::Result<()> {
            let mut arguments = Args::new(ctx.clone(), call.arguments.len() + 1);
            for argument in &call.arguments {
                arguments.push_arg(ctx.json_parse(argument.to_string())?)?;
            }
            let make = self.state.entries.borrow().make_callback.clone();
            if let Some(make) = make {
                arguments.push_arg(make.restore(ctx)?.call::<_, Value<'_>>(())?)?;
            }
            self.state.observer.task(ctx, &[]);
            function.call_arg(arguments)
        };
        called().catch(ctx).err().map(|error| self.ending_of(ctx, error))
    }

    fn function<'js>(&self, ctx: &Ctx<'js>, program: &Program, call: &Call) -> Result<Function<'js>, Box<Ending>> {
        let made = || -> rquickjs::Result<Value<'js>> {
            let configuration = Object::new(ctx.clone())?;
            for (key, value) in &call.configuration {
                configuration.set(key.as_str(), value.expose().as_str())?;
            }
            ctx.globals().set("configuration", configuration)?;
            let wrapper: Function<'js> = compiled::script(ctx, &program.file, &program.text)?.get()?;
            let hooks = Object::new(ctx.clone())?;
            if let Some(capture) = self.state.entries.borrow().capture.clone() {
                hooks.set("capture", capture.restore(ctx)?)?;
            }
            let state = Rc::clone(&self.state);
            let elapsed = move |ctx: Ctx<'js>| state.elapsed_ms(&ctx);
            hooks.set("elapsed", Function::new(ctx.clone(), elapsed)?)?;
            self.state.observer.install(ctx, &hooks)?;
            let mut arguments = Args::new(ctx.clone(), program.hooks.len());
            for name in &program.hooks {
                arguments.push_arg(hooks.get::<_, Value<'js>>(*name)?)?;
            }
            wrapper.call_arg(arguments)
        };
        let value = made().catch(ctx).map_err(|error| match self.ending_of(ctx, error) {
            Ending::Uncaught(error) if error.name == "SyntaxError" => Box::new(Ending::Syntax(error)),
            other => Box::new(other),
        })?;
        let type_name = value.type_name();
        value.into_function().ok_or_else(|| {
            Box::new(Ending::NoFunction(format!(
                "{} does not evaluate to a function but to {type_name}; an action script is one function expression",
                program.file
            )))
        })
    }

    /// Turns the event loop until nothing is left, something went wrong, or time is up.
    fn drive(&self, ctx: &Ctx<'_>) -> Ending {
        let mut turn = 0;
        loop {
            if let Some(ending) = self.settle(ctx) {
                return ending;
            }
            let elapsed_ms = self.state.elapsed_ms(ctx);
            if elapsed_ms > self.limit_ms() {
                return Ending::OverTime(OVER_TIME.to_owned());
            }
            let kept_alive = self.state.listening.borrow().keeps_alive();
            let next = self.state.event_loop.borrow_mut().next(elapsed_ms, kept_alive);
            let turns = self.state.event_loop.borrow().turns();
            match next {
                Next::Run(task) => {
                    if let Err(ending) = self.dispatch(ctx, task.id, task.payload, &task.parents) {
                        return ending;
                    }
                    // What arrived meanwhile is heard once a turn, however much else there is to do.
                    if std::mem::replace(&mut turn, turns) != turns && !self.state.listening.borrow().is_empty() {
                        let settled = self.settle(ctx).map_or(Ok(()), Err);
                        if let Err(ending) = settled.and_then(|()| self.hear(ctx, 0.0)) {
                            return ending;
                        }
                    }
                }
                Next::Wait(ms) => {
                    let ms = ms.min(self.limit_ms() - elapsed_ms + 1.0);
                    if let Err(ending) = self.hear_for(ctx, ms, true) {
                        return ending;
                    }
                }
                Next::Idle if !kept_alive => return Ending::Idle,
                Next::Idle => match self.hear_for(ctx, self.limit_ms() - elapsed_ms + 1.0, false) {
                    Ok(true) => {}
                    // Nothing comes any more, and nothing else is left.
                    Ok(false) if self.is_forsaken() => return Ending::Idle,
                    Ok(false) => {}
                    Err(ending) => return ending,
                },
            }
        }
    }

    /// Calls what JavaScript keeps under a task's id, as a continuation of `parents`.
    fn dispatch(&self, ctx: &Ctx<'_>, id: u32, payload: Option<String>, parents: &[StackFrame]) -> Result<(), Ending> {
        self.state.observer.task(ctx, parents);
        let dispatch = self.state.entries.borrow().dispatch.clone();
        let ran = dispatch.map_or(Ok(()), |dispatch| dispatch.restore(ctx)?.call::<_, ()>((id, payload)));
        ran.catch(ctx).err().and_then(|error| self.thrown(ctx, error)).map_or(Ok(()), Err)?;
        self.cut_short().map_or(Ok(()), Err)
    }

    /// Lets `ms` of virtual time pass, or less if something arrives on a socket: true if it did. Where nothing is to be
    /// expected the clock `jumps`.
    fn hear_for(&self, ctx: &Ctx<'_>, mut ms: f64, jumps: bool) -> Result<bool, Ending> {
        if self.state.listening.borrow().is_empty() {
            self.state.world.borrow_mut().wait_ms(ms);
            return Ok(false);
        }
        // What the store took for its answers has really passed; it is not waited for again.
        let spared_ms = self.state.world.borrow().spared_ms().min(ms);
        if spared_ms > 0.0 {
            // What is due by then is an answer of that time: it comes first.
            if spared_ms >= ms {
                self.state.world.borrow_mut().wait_ms(ms);
                return Ok(false);
            }
            if self.hear(ctx, 0.0)? {
                return Ok(true);
            }
            self.state.world.borrow_mut().wait_ms(spared_ms);
            ms -= spared_ms;
        }
        let patience_ms = self.patience_ms();
        let heard = ms > 0.0 && self.hear(ctx, ms.min(patience_ms))?;
        if !heard && jumps && ms > patience_ms {
            self.state.world.borrow_mut().wait_ms(ms - patience_ms);
        }
        Ok(heard)
    }

    fn patience_ms(&self) -> f64 {
        self.state.listening.borrow().patience_ms(!self.state.callbacks.borrow().is_empty())
    }

    /// Whether no server owes an answer, or nobody waits for it.
    fn is_forsaken(&self) -> bool {
        self.patience_ms().is_finite()
    }

    /// Asks what arrived on the sockets that are listened to, for at most `wait_ms` of real time, and lets the script
    /// hear it: true if something did.
    fn hear(&self, ctx: &Ctx<'_>, wait_ms: f64) -> Result<bool, Ending> {
        let Some(question) = self.state.listening.borrow().question(wait_ms) else { return Ok(false) };
        let reply = self.state.listen(&question, wait_ms);
        let heard = self.state.listening.borrow_mut().heard(&reply);
        self.cut_short().map_or(Ok(()), Err)?;
        let Some(heard) = heard else { return Ok(false) };
        self.dispatch(ctx, heard.task, Some(heard.payload), &heard.parents)?;
        Ok(true)
    }

    fn limit_ms(&self) -> f64 {
        self.limits.run_time.as_secs_f64() * 1000.0
    }

    /// Runs ticks and microtasks until none is left. `Some` ends the run.
    fn settle(&self, ctx: &Ctx<'_>) -> Option<Ending> {
        loop {
            let tick = self.state.entries.borrow().tick.clone();
            let ticked = tick.map(|tick| tick.restore(ctx)?.call::<_, bool>(())).unwrap_or(Ok(false));
            match ticked.catch(ctx) {
                Ok(true) => match self.cut_short() {
                    None => continue,
                    ending => return ending,
                },
                Ok(false) => {}
                Err(error) => match self.thrown(ctx, error) {
                    None => continue,
                    ending => return ending,
                },
            }
            let mut ran = false;
            loop {
                let told = self.tell_of_errors(ctx);
                if told.is_some() {
                    return told;
                }
                self.state.observer.task(ctx, &[]);
                if !ctx.execute_pending_job() {
                    break;
                }
                ran = true;
                if let Some(ending) = self.cut_short() {
                    return Some(ending);
                }
            }
            // Only now: a handler may be attached by whatever runs before the loop goes on.
            if !ran && self.state.rejected.borrow().is_empty() {
                return None;
            }
            if !ran {
                let told = self.tell_of_rejections(ctx);
                if told.is_some() {
                    return told;
                }
            }
        }
    }

    /// Tells the script of what was thrown and nobody caught, as far as it asked to be told. `Some` ends the run.
    fn tell_of_errors(&self, ctx: &Ctx<'_>) -> Option<Ending> {
        self.state
            .uncaught
            .take()
            .into_iter()
            .find_map(|Uncaught { error, step }| self.nobody_caught(ctx, error.restore(ctx).ok()?, None, step))
    }

    /// The same of what was rejected.
    fn tell_of_rejections(&self, ctx: &Ctx<'_>) -> Option<Ending> {
        self.state.rejected.take().into_iter().find_map(|Rejected { promise, reason, step }| {
            self.nobody_caught(ctx, reason.restore(ctx).ok()?, Some(promise.restore(ctx).ok()?), step)
        })
    }

    /// Something a task threw. `Some` ends the run.
    fn thrown<'js>(&self, ctx: &Ctx<'js>, error: CaughtError<'js>) -> Option<Ending> {
        if let Some(ending) = self.cut_short() {
            return Some(ending);
        }
        let step = self.state.observer.steps(ctx);
        match error {
            CaughtError::Exception(exception) => {
                self.nobody_caught(ctx, exception.into_object().into_value(), None, step)
            }
            CaughtError::Value(value) => self.nobody_caught(ctx, value, None, step),
            CaughtError::Error(error) => Some(Ending::NoFunction(error.to_string())),
        }
    }

    /// Asks the script's own handlers about an error; where there are none, it ends the run.
    fn nobody_caught<'js>(
        &self,
        ctx: &Ctx<'js>,
        error: Value<'js>,
        promise: Option<Value<'js>>,
        step: u64,
    ) -> Option<Ending> {
        let ask = self.state.entries.borrow().uncaught.clone();
        let asked = ask.map(|ask| ask.restore(ctx)?.call::<_, Option<Array<'js>>>((error.clone(), promise)));
        let left = match asked.map(|asked| asked.catch(ctx)) {
            Some(Ok(None)) => return self.cut_short(),
            Some(Ok(Some(left))) => left.get(0).unwrap_or(error),
            // A handler that throws, too.
            Some(Err(CaughtError::Exception(exception))) => exception.into_object().into_value(),
            Some(Err(CaughtError::Value(value))) => value,
            Some(Err(CaughtError::Error(_))) | None => error,
        };
        if let Some(ending) = self.cut_short() {
            return Some(ending);
        }
        self.state.failed_at.set(Some(step));
        Some(self.uncaught(ctx, left))
    }

    /// Whether the run was interrupted, and why.
    fn cut_short(&self) -> Option<Ending> {
        if self.state.observer.stopped() {
            Some(Ending::Stopped)
        } else if self.state.flooded.get() {
            Some(Ending::OverTime("too many timers and answers were waiting at once".to_owned()))
        } else if self.state.blocked.get() || self.state.observer.exhausted() {
            Some(Ending::OverTime(BLOCKED.to_owned()))
        } else {
            None
        }
    }

    fn ending_of<'js>(&self, ctx: &Ctx<'js>, error: CaughtError<'js>) -> Ending {
        if let Some(ending) = self.cut_short() {
            return ending;
        }
        match error {
            CaughtError::Exception(exception) => self.uncaught(ctx, exception.into_object().into_value()),
            CaughtError::Value(value) => self.uncaught(ctx, value),
            CaughtError::Error(error) => Ending::NoFunction(error.to_string()),
        }
    }

    fn uncaught<'js>(&self, ctx: &Ctx<'js>, error: Value<'js>) -> Ending {
        if self.state.failed_at.get().is_none() {
            self.state.failed_at.set(Some(self.state.observer.steps(ctx)));
        }
        let describe = self.state.entries.borrow().describe.clone();
        let described: Option<String> =
            describe.and_then(|describe| describe.restore(ctx).ok()).and_then(|describe| describe.call((error,)).ok());
        match described.and_then(|text| error_info(&self.state, &text)) {
            Some(error) => Ending::Uncaught(Box::new(error)),
            // No memory or no stack is left, or the script overwrote what errors are read with.
            None => {
                let unreadable = plain_error("the script failed with an error that cannot be read".to_owned());
                Ending::Uncaught(Box::new(unreadable))
            }
        }
    }

    /// Ends the realm and hands back the world it lived in, with what happened noted.
    pub fn into_world(self) -> World {
        self.state.clear();
        self.state.observer.released();
        self.state.world.replace(World::new(Box::new(crate::legacy::Nobody), 0.0))
    }
}

impl Drop for Realm {
    fn drop(&mut self) {
        // The engine aborts if a value outlives it.
        self.state.clear();
        self.state.observer.released();
    }
}
