//! A run that stands still: says where, and answers until it is told to go on.

use rquickjs::{Ctx, Function};

use super::frames::{frame_of, span_of};
use super::inquiry::{self, Place};
use super::past::Intervention;
use super::protocol::{Command, Event, Frame, FrameId, Pause, PauseReason, Returned, Scope, StepKind, Watched};
use super::rerun::{nothing_at, At, Goal, Purpose};
use super::stepping::Going;
use super::watcher::{changes, Refusal, Watcher, TOO_LONG};

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
    /// Stands still until a command lets the run go on. `pending` is answered first, right after the stop was told:
    /// where the run was run again for it, the values of this realm have other handles.
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
        self.stands_still(count);
        let engine = self.engine.borrow().clone();
        // Whatever it was to get to or to find out, it stands here now.
        self.link.seeks_failure.set(false);
        if let (Going::To(statement), Some(engine)) = (self.going.replace(Going::Free), &engine) {
            engine.mark(ctx, statement, false);
            self.mark_stops(ctx, true);
        }
        let mut tokens = engine.map(|engine| engine.stack(ctx)).unwrap_or_default();
        tokens.reverse();
        let standing = Standing { ctx, statement, token, count, evaluate, reason, tokens };
        self.tell_pause(&standing);
        self.tell_watched(&standing);
        let mut next = pending;
        while !self.is_leaving() {
            let command = match next.take() {
                Some(command) => command,
                None => match self.link.commands.recv() {
                    Ok(command) => command,
                    Err(_) => {
                        self.link.control.quit();
                        break;
                    }
                },
            };
            if self.obey(&standing, command) {
                break;
            }
        }
        if let Some(inspector) = self.inspector.borrow().clone() {
            inspector.forget();
        }
        if let Some(engine) = self.engine.borrow().clone() {
            engine.forget_returned(ctx);
        }
        self.collected.borrow_mut().retain(|token, _| self.intervenes_later_in(*token as f64));
        self.goes_on(count);
    }

    /// Carries out one command; true when the run goes on, or elsewhere.
    fn obey(&self, standing: &Standing<'_, '_>, command: Command) -> bool {
        match command {
            Command::Continue => self.go(Going::Free),
            Command::RunToEnd => self.go(Going::ToEnd),
            Command::RunToFailure => {
                self.link.seeks_failure.set(true);
                self.go(Going::ToEnd)
            }
            Command::Step(kind) => {
                self.step(kind, standing.token);
                self.link.tell(Event::Resumed);
                true
            }
            Command::RunTo { line } => match self.script.breakable(line) {
                Some(statement) => {
                    self.going.set(Going::To(statement));
                    self.mark_stops(standing.ctx, true);
                    self.go(Going::To(statement))
                }
                None => {
                    self.link.tell(Event::Unmoved(nothing_at(line)));
                    false
                }
            },
            Command::Back(kind) => self.back(standing, kind),
            Command::ContinueBack if standing.count <= 1 => self.at_the_start(),
            Command::ContinueBack => self.leave(Goal::step(standing.count, Purpose::FindStop)),
            Command::Jump(aim) => match self.link.goal_of(aim) {
                Ok(goal) => self.leave(goal),
                Err(why) => {
                    self.link.tell(Event::Unmoved(why));
                    false
                }
            },
            Command::Pause => false,
            Command::Stop => {
                self.link.control.stop();
                true
            }
            Command::SetStops(stops) => {
                self.set_stops(standing.ctx, stops);
                false
            }
            Command::Watch(expressions) => {
                self.link.watch(expressions);
                self.tell_watched(standing);
                self.is_leaving()
            }
            Command::Ask(question) => {
                let place = self.place(standing);
                let tokens = &standing.tokens;
                inquiry::ask(&self.link, question, Some(&place), |frame| tokens.get(frame).copied());
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
                again || {
                    self.tell_watched(standing);
                    self.is_leaving() || self.tell_scopes(standing, frame)
                }
            }
        }
    }

    fn go(&self, going: Going) -> bool {
        self.going.set(going);
        self.link.tell(Event::Resumed);
        true
    }

    /// Ends this run for one that gets to `goal`.
    fn leave(&self, goal: Goal) -> bool {
        self.link.tell(Event::Resumed);
        self.run_again(goal);
        true
    }

    fn at_the_start(&self) -> bool {
        self.link.tell(Event::Unmoved("This is the first statement of the run".to_owned()));
        false
    }

    fn back(&self, standing: &Standing<'_, '_>, kind: StepKind) -> bool {
        if standing.count <= 1 {
            return self.at_the_start();
        }
        let arrive = Purpose::Arrive(PauseReason::Step);
        let caller = standing.tokens.get(1).copied().unwrap_or(0.0);
        let (token, from_start) = (standing.token, false);
        match kind {
            StepKind::Into => self.leave(Goal::step(standing.count - 1, arrive)),
            StepKind::Out if caller == 0.0 && self.made_by(token).is_some() => {
                let (caller, step) = self.made_by(token).unwrap_or_default();
                self.leave(Goal::step(step + 1, Purpose::Follow { kind, token, caller, from_start }))
            }
            _ => self.leave(Goal::step(standing.count, Purpose::Follow { kind, token, caller, from_start })),
        }
    }

    fn tell_pause(&self, standing: &Standing<'_, '_>) {
        let Some(engine) = self.engine.borrow().clone() else { return };
        let mut frames: Vec<Frame> = self.stack_at(standing.ctx, standing.statement).iter().map(frame_of).collect();
        if let Some(innermost) = frames.first_mut() {
            innermost.span = span_of(&self.script, standing.statement);
        }
        let scopes = self.scopes_at(standing, standing.statement, standing.evaluate);
        let returned = self.returned(standing);
        self.link.shows_returned.set(returned.is_some());
        self.link.tell(Event::Paused(Box::new(Pause {
            reason: standing.reason.clone(),
            step: standing.count,
            furthest: self.link.furthest.get(),
            frames,
            scopes,
            returned,
            run_time_ms: engine.elapsed_ms(standing.ctx),
        })));
    }

    /// What the call that ended last returned, if it ended on the way here.
    fn returned(&self, standing: &Standing<'_, '_>) -> Option<Returned> {
        let (function, token, value) = self.engine.borrow().clone()?.returned(standing.ctx)?;
        if standing.tokens.contains(&token) {
            return None;
        }
        let function = self.script.tables.functions.get(function)?.name.clone();
        Some(Returned { function, value: self.variable(standing.ctx, "returned", value) })
    }

    /// Tells the watched expressions. One that ran code of the script unforeseen is evaluated on a copy from then on,
    /// and the run is taken up again in a realm that was not touched.
    fn tell_watched(&self, standing: &Standing<'_, '_>) {
        let watches = self.link.watches.borrow().clone();
        if watches.is_empty() {
            return;
        }
        let mut told: Vec<Watched> = Vec::new();
        for (index, watch) in watches.iter().enumerate() {
            let value = if watch.too_long {
                Err(TOO_LONG.to_owned())
            } else if watch.on_a_copy {
                inquiry::on_a_copy(&self.link, &self.place(standing), &watch.expression)
            } else {
                match self.ask(standing.ctx, standing.count, standing.evaluate, &watch.expression) {
                    Ok(value) => Ok(self.variable(standing.ctx, &watch.expression, value)),
                    Err(Refusal::Failed(error)) => Err(error),
                    Err(Refusal::TooLong) => Err(TOO_LONG.to_owned()),
                    Err(Refusal::Touched) => {
                        if let Some(watch) = self.link.watches.borrow_mut().get_mut(index) {
                            watch.on_a_copy = true;
                        }
                        let purpose = Purpose::Arrive(standing.reason.clone());
                        self.run_again(Goal::step(standing.count, purpose));
                        return;
                    }
                }
            };
            if value.as_ref().is_err_and(|error| error == TOO_LONG) {
                if let Some(watch) = self.link.watches.borrow_mut().get_mut(index) {
                    watch.too_long = true;
                }
            }
            told.push(Watched { expression: watch.expression.clone(), value, on_a_copy: watch.on_a_copy });
        }
        self.link.tell(Event::Watched(told));
    }

    fn place(&self, standing: &Standing<'_, '_>) -> Place {
        Place { step: standing.count, statement: standing.statement, token: standing.token }
    }

    fn scopes_at<'js>(&self, standing: &Standing<'_, 'js>, statement: usize, evaluate: &Function<'js>) -> Vec<Scope> {
        let Some(inspector) = self.inspector.borrow().clone() else { return Vec::new() };
        let call = std::ptr::eq(evaluate, standing.evaluate).then_some(standing.token);
        inspector.scopes(standing.ctx, &self.script, statement, call, evaluate)
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
        let tokens = standing.tokens.clone();
        let reason = standing.reason.clone();
        let purpose = Purpose::Answer { reason, pending: command.clone() };
        self.run_again(Goal { at: At::Step(standing.count), tokens, purpose });
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
                let (result, touched) = self.evaluate_noting(ctx, count, &evaluate, code);
                if touched || changes(code).is_some() {
                    let token = standing.tokens.get(frame).copied().unwrap_or(standing.token);
                    self.intervened(Intervention { step: count, token, outer: frame != 0, code: code.to_owned() });
                    self.link.furthest.set(count);
                    self.link.tell(Event::Rewritten { step: count });
                }
                result.map(|value| self.variable(ctx, &label, value))
            }
            Err(true) => return true,
            Err(false) => Err("This frame has returned: nothing can be evaluated in it.".to_owned()),
        };
        self.link.tell(Event::Evaluated { expression: label, result });
        false
    }
}
