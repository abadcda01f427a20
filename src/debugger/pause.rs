//! A run that stands still: says where, and answers until it is told to go on.

use std::sync::atomic::Ordering;
use std::time::Instant;

use rquickjs::{CatchResultExt, CaughtError, Ctx, Function, Value};

use super::frames::{frame_of, span_of};
use super::protocol::{Command, Event, Frame, FrameId, Pause, PauseReason, Scope, Variable};
use super::rerun::{Goal, Intervention, Purpose};
use super::stepping::Going;
use super::watcher::Watcher;
use crate::sandbox::Observer;
use crate::visible::visible;

/// Where a run stands.
struct Standing<'s, 'js> {
    ctx: &'s Ctx<'js>,
    statement: usize,
    token: f64,
    count: u64,
    evaluate: &'s Function<'js>,
    reason: PauseReason,
    /// Tokens of the calls on the stack, innermost first.
    tokens: Vec<f64>,
}

impl Watcher {
    /// Stands still until a command lets the run go on. `pending` is answered first, without telling anyone of
    /// the stop once more.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn pause<'js>(
        &self,
        ctx: &Ctx<'js>,
        reason: PauseReason,
        statement: usize,
        token: f64,
        count: u64,
        evaluate: &Function<'js>,
        pending: Option<Command>,
    ) {
        self.stands_still();
        let engine = self.engine.borrow().clone();
        let mut tokens = engine.map(|engine| engine.stack(ctx)).unwrap_or_default();
        tokens.reverse();
        let standing = Standing { ctx, statement, token, count, evaluate, reason, tokens };
        self.tell_pause(&standing);
        let mut next = pending;
        loop {
            let command = match next.take() {
                Some(command) => command,
                None => match self.link.commands.recv() {
                    Ok(command) => command,
                    Err(_) => Command::Stop,
                },
            };
            if self.obey(&standing, command) {
                break;
            }
        }
        if let Some(inspector) = self.inspector.borrow().clone() {
            inspector.forget();
        }
        self.collected.borrow_mut().clear();
        self.goes_on();
    }

    /// Carries out one command; true when the run goes on.
    fn obey(&self, standing: &Standing<'_, '_>, command: Command) -> bool {
        match command {
            Command::Continue => self.go(Going::Free),
            Command::Step(kind) => {
                self.step(kind, standing.token);
                self.link.tell(Event::Resumed);
                true
            }
            Command::RunTo { line } => match self.script.breakable(line) {
                Some(statement) => {
                    if let Some(engine) = self.engine.borrow().clone() {
                        engine.mark(standing.ctx, statement, true);
                    }
                    self.go(Going::To(statement))
                }
                None => self.go(Going::Free),
            },
            Command::Pause => false,
            Command::Stop => {
                self.link.stop.store(true, Ordering::Relaxed);
                true
            }
            Command::SetBreakpoints(lines) => {
                self.set_breakpoints(standing.ctx, &lines);
                false
            }
            Command::Scopes(frame) => self.tell_scopes(standing, frame),
            Command::Expand(of) => {
                let properties =
                    self.inspector.borrow().clone().map(|inspector| inspector.properties(standing.ctx, of));
                self.link.tell(Event::Properties { of, properties: properties.unwrap_or_default() });
                false
            }
            Command::Evaluate { frame, ref expression } => {
                let (frame, code) = (frame, expression.clone());
                self.tell_evaluated(standing, frame, &code, code.clone(), &command)
            }
            Command::SetVariable { frame, ref target, ref expression } => {
                let (label, code) = (format!("{target} = {expression}"), format!("{target} = ({expression}\n)"));
                let again = self.tell_evaluated(standing, frame, &code, label, &command);
                again || self.tell_scopes(standing, frame)
            }
        }
    }

    fn go(&self, going: Going) -> bool {
        self.going.set(going);
        self.link.tell(Event::Resumed);
        true
    }

    fn tell_pause(&self, standing: &Standing<'_, '_>) {
        let Some(engine) = self.engine.borrow().clone() else { return };
        let mut frames: Vec<Frame> = self.stack_at(standing.ctx, standing.statement).iter().map(frame_of).collect();
        if let Some(innermost) = frames.first_mut() {
            innermost.span = span_of(&self.script, standing.statement);
        }
        let scopes = self.scopes_at(standing, standing.statement, standing.evaluate);
        self.link.tell(Event::Paused(Box::new(Pause {
            reason: standing.reason.clone(),
            step: standing.count,
            frames,
            scopes,
            run_time_ms: engine.elapsed_ms(standing.ctx),
        })));
    }

    fn scopes_at<'js>(&self, standing: &Standing<'_, 'js>, statement: usize, evaluate: &Function<'js>) -> Vec<Scope> {
        let Some(inspector) = self.inspector.borrow().clone() else { return Vec::new() };
        inspector.scopes(standing.ctx, &self.script, statement, evaluate)
    }

    /// The function that evaluates in a frame, and the statement the frame stands at. `Err(true)`: the run is run
    /// again to collect it; `Err(false)`: there is none.
    fn frame<'js>(
        &self,
        standing: &Standing<'_, 'js>,
        frame: FrameId,
        command: &Command,
    ) -> Result<(usize, Function<'js>), bool> {
        if frame == 0 {
            return Ok((standing.statement, standing.evaluate.clone()));
        }
        let Some(token) = standing.tokens.get(frame) else { return Err(false) };
        let collected = self.collected.borrow().get(&(*token as u64)).map(|c| (c.statement, c.evaluate.clone()));
        if let Some((statement, evaluate)) = collected {
            return evaluate.restore(standing.ctx).map(|evaluate| (statement, evaluate)).map_err(|_| false);
        }
        let mut tokens = standing.tokens.clone();
        tokens.extend(self.link.interventions.borrow().iter().map(|intervention| intervention.token));
        let reason = standing.reason.clone();
        let purpose = Purpose::Answer { reason, pending: command.clone() };
        self.run_again(Goal { step: standing.count, tokens, purpose });
        Err(true)
    }

    fn tell_scopes(&self, standing: &Standing<'_, '_>, frame: FrameId) -> bool {
        let scopes = match self.frame(standing, frame, &Command::Scopes(frame)) {
            Ok((statement, evaluate)) => Ok(self.scopes_at(standing, statement, &evaluate)),
            Err(true) => return true,
            Err(false) => Err("This frame has returned: it started the asynchronous work that led here.".to_owned()),
        };
        self.link.tell(Event::Scopes { frame, scopes });
        false
    }

    fn tell_evaluated(
        &self,
        standing: &Standing<'_, '_>,
        frame: FrameId,
        code: &str,
        label: String,
        command: &Command,
    ) -> bool {
        let (ctx, count) = (standing.ctx, standing.count);
        let result = match self.frame(standing, frame, command) {
            Ok((_, evaluate)) => {
                let token = standing.tokens.get(frame).copied().unwrap_or(standing.token);
                let intervention = Intervention { step: count, token, code: code.to_owned() };
                self.link.interventions.borrow_mut().push(intervention);
                self.evaluate(ctx, count, &evaluate, code).map(|value| self.variable(ctx, &label, value))
            }
            Err(true) => return true,
            Err(false) => Err("This frame has returned: nothing can be evaluated in it.".to_owned()),
        };
        self.link.tell(Event::Evaluated { expression: label, result });
        false
    }

    fn variable<'js>(&self, ctx: &Ctx<'js>, name: &str, value: Value<'js>) -> Variable {
        let inspector = self.inspector.borrow().clone();
        let made = inspector.map(|inspector| inspector.variable(ctx, name, Some(name.to_owned()), value));
        made.unwrap_or_else(|| Variable {
            name: name.to_owned(),
            kind: super::protocol::ValueKind::Undefined,
            preview: String::new(),
            handle: None,
            path: None,
        })
    }

    /// Evaluates an expression (or, failing that, statements) without moving the run: no stops, no steps counted.
    pub(super) fn evaluate<'js>(
        &self,
        ctx: &Ctx<'js>,
        count: u64,
        evaluate: &Function<'js>,
        code: &str,
    ) -> Result<Value<'js>, String> {
        let engine = self.engine.borrow().clone();
        if let Some(engine) = &engine {
            engine.set(ctx, count, f64::INFINITY);
        }
        self.evaluating.set(Some(Instant::now()));
        let as_expression = evaluate.call::<_, Value<'js>>((format!("({code}\n)"),)).catch(ctx);
        let result = match as_expression {
            Err(error) if is_syntax_error(&error) => evaluate.call::<_, Value<'js>>((code,)).catch(ctx),
            other => other,
        };
        let too_long = self.stopped();
        self.evaluating.set(None);
        if let Some(engine) = &engine {
            // The hook is called again at the next statement and says when it is due from there.
            engine.set(ctx, count, 0.0);
        }
        result.map_err(|error| {
            if too_long {
                return "It took longer than 2 s and was cut off.".to_owned();
            }
            visible(&self.link.mask.text(&error_text(&error))).into_owned()
        })
    }
}

fn is_syntax_error(error: &CaughtError<'_>) -> bool {
    let CaughtError::Exception(exception) = error else { return false };
    exception.as_object().get::<_, String>("name").is_ok_and(|name| name == "SyntaxError")
}

fn error_text(error: &CaughtError<'_>) -> String {
    match error {
        CaughtError::Exception(exception) => {
            let name = exception.as_object().get::<_, String>("name").unwrap_or_else(|_| "Error".to_owned());
            format!("{name}: {}", exception.message().unwrap_or_default())
        }
        CaughtError::Value(value) => {
            format!("thrown: {}", value.as_string().and_then(|text| text.to_string().ok()).unwrap_or_default())
        }
        CaughtError::Error(error) => error.to_string(),
    }
}
