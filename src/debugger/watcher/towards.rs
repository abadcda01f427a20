//! A run in silence, on its way to where it is wanted.

use rquickjs::{Ctx, Function, Persistent};

use super::{Collected, Watcher, WouldStop};
use crate::debugger::past::Intervention;
use crate::debugger::protocol::{Event, PauseReason, StepKind};
use crate::debugger::rerun::{At, Goal, Otherwise, Purpose};

/// The last statement of a call is looked for among so many statements before it is looked for among all.
const WINDOW: u64 = 20_000;

/// What was seen of a call and of its caller while they were followed: counts, 0 for none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Followed {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) caller_last: u64,
}

impl Watcher {
    /// The hooks are there: says when they call first.
    pub(super) fn begin(&self, ctx: &Ctx<'_>) {
        let Some(engine) = self.engine.borrow().clone() else { return };
        let due = match &self.inquiry {
            Some(inquiry) => {
                inquiry.try_borrow().map_or(0.0, |inquiry| inquiry.first().map_or(f64::INFINITY, |first| first as f64))
            }
            None => self.due_in_silence(0),
        };
        engine.set(ctx, 0, due.min(self.next_intervention(0).unwrap_or(f64::INFINITY)));
        let goal = self.goal.borrow().clone();
        if let Some(Goal { at: At::Step(step), purpose: Purpose::Follow { token, caller, from_start, .. }, .. }) = goal
        {
            // From the first statement on, not from behind it.
            if from_start || step <= WINDOW {
                engine.follow(ctx, token, caller, step);
                engine.wake(ctx, self.next_intervention(0).unwrap_or(f64::INFINITY));
            }
        }
    }

    /// Collects what is wanted; at the goal does what the run was for.
    pub(super) fn towards_goal<'js>(
        &self,
        ctx: &Ctx<'js>,
        statement: usize,
        token: f64,
        count: u64,
        evaluate: &Function<'js>,
    ) {
        let Some(goal) = self.goal.borrow().clone() else { return };
        if goal.tokens.contains(&token) {
            let collected = Collected { statement, evaluate: Persistent::save(ctx, evaluate.clone()) };
            self.collected.borrow_mut().insert(token as u64, collected);
        }
        let arrived = match goal.at {
            At::Step(step) => count >= step,
            At::Statement { statement: wanted, nth } => {
                self.goal_hits.set(self.goal_hits.get() + u64::from(statement == wanted));
                statement == wanted && self.goal_hits.get() >= nth
            }
            At::Answer(_) => self.goal_answered.get(),
        };
        if !arrived {
            self.follow(ctx, &goal, count);
            return;
        }
        match goal.purpose {
            Purpose::Answer { reason, pending } => {
                self.goal.take();
                if !self.link.shows_returned.get() {
                    self.forget_returned(ctx);
                }
                self.pause(ctx, reason, statement, token, count, evaluate, Some(pending));
            }
            Purpose::Arrive(reason) => {
                self.arrive(ctx, count, matches!(reason, PauseReason::Event { .. }));
                self.pause(ctx, reason, statement, token, count, evaluate, None);
            }
            Purpose::Meet { met, what, otherwise: Otherwise::GoOn(going) } => {
                self.arrive(ctx, count, true);
                self.going.set(going);
                self.mark_stops(ctx, true);
                match self.event_reached(ctx, &met, &what, (statement, count), evaluate) {
                    Some(reason) => self.pause(ctx, reason, statement, token, count, evaluate, None),
                    // It was here before, and what stands on this statement was heard then.
                    None => self.goes_on(count),
                }
            }
            Purpose::Meet { met, what, otherwise: Otherwise::FindStop } => {
                match self.event_reached(ctx, &met, &what, (statement, count), evaluate) {
                    Some(reason) => {
                        self.arrive(ctx, count, true);
                        self.pause(ctx, reason, statement, token, count, evaluate, None);
                    }
                    None if !self.is_leaving() => self.run_again(Goal::step(count, Purpose::FindStop)),
                    None => {}
                }
            }
            Purpose::Resume(going) => {
                self.goal.take();
                self.going.set(going);
                self.mark_stops(ctx, true);
            }
            Purpose::FindStop => self.go_to_found(count),
            Purpose::Follow { kind, token, caller, from_start } => {
                self.go_to_followed(ctx, kind, (token, caller), from_start, count);
            }
            Purpose::Locate => self.locate(ctx, statement),
        }
    }

    /// The run is where it was wanted, and is no longer silent.
    fn arrive(&self, ctx: &Ctx<'_>, count: u64, for_an_event: bool) {
        self.goal.take();
        // Whatever returned on the way here did so long ago.
        self.forget_returned(ctx);
        self.link.went_back_to(count, for_an_event);
        self.link.tell(Event::Moved(Box::new(self.so_far(count.saturating_sub(1)))));
    }

    fn forget_returned(&self, ctx: &Ctx<'_>) {
        if let Some(engine) = self.engine.borrow().as_ref() {
            engine.forget_returned(ctx);
        }
    }

    /// When the hook is called next on the way.
    pub(super) fn due_in_silence(&self, count: u64) -> f64 {
        let goal = self.goal.borrow();
        let Some(goal) = goal.as_ref() else { return self.next_due(count) };
        // Where scopes are collected on the way every statement counts.
        if !goal.tokens.is_empty() {
            return 0.0;
        }
        let due = match (goal.at, &goal.purpose) {
            (At::Step(step), Purpose::Follow { from_start, .. }) => {
                let from = if *from_start { 1 } else { step.saturating_sub(WINDOW).max(1) };
                if count >= from {
                    step as f64
                } else {
                    from as f64
                }
            }
            (At::Step(step), _) => step as f64,
            (At::Statement { .. }, _) => f64::INFINITY,
            (At::Answer(_), _) if self.goal_answered.get() => 0.0,
            (At::Answer(_), _) => f64::INFINITY,
        };
        due.min(self.next_intervention(count).unwrap_or(f64::INFINITY)).min((self.step_limit + 1) as f64)
    }

    /// Begins to follow a call once the run is near enough.
    fn follow(&self, ctx: &Ctx<'_>, goal: &Goal, count: u64) {
        let (At::Step(step), Purpose::Follow { token, caller, from_start, .. }) = (goal.at, &goal.purpose) else {
            return;
        };
        if !*from_start && step > WINDOW && count >= step - WINDOW {
            if let Some(engine) = self.engine.borrow().clone() {
                engine.follow(ctx, *token, *caller, step);
            }
        }
    }

    /// To the last stop that was found on the way, or else to the first statement.
    pub(super) fn go_to_found(&self, count: u64) {
        self.goal.take();
        match self.would_stop() {
            Some(WouldStop { step, event: None }) => {
                self.run_again(Goal::step(step, Purpose::Arrive(PauseReason::Breakpoint)));
            }
            Some(WouldStop { step, event: Some((met, what)) }) => {
                self.link.met.borrow_mut().extend(met.iter().map(|met| (*met, step)));
                self.run_again(Goal::step(step, Purpose::Meet { met, what, otherwise: Otherwise::FindStop }));
            }
            None if count > 1 => self.run_again(Goal::jump(At::Step(1))),
            None => self.run_again(Goal::jump(At::Step(count))),
        }
    }

    fn go_to_followed(&self, ctx: &Ctx<'_>, kind: StepKind, calls: (f64, f64), from_start: bool, count: u64) {
        let Some(engine) = self.engine.borrow().clone() else { return };
        let [first, last, caller_last] = engine.followed(ctx);
        self.goal.take();
        let target = Followed { first, last, caller_last }.target(kind, count, from_start || count <= WINDOW);
        let (token, caller) = calls;
        self.run_again(match target {
            Some(step) => Goal::step(step, arrival()),
            None => Goal::step(count, Purpose::Follow { kind, token, caller, from_start: true }),
        });
    }

    /// Keeps the scope of a call in which the user did something later, from within another call.
    pub(super) fn collect_for_interventions<'js>(
        &self,
        ctx: &Ctx<'js>,
        statement: usize,
        token: f64,
        evaluate: &Function<'js>,
    ) {
        if self.intervenes_later_in(token) {
            let collected = Collected { statement, evaluate: Persistent::save(ctx, evaluate.clone()) };
            self.collected.borrow_mut().insert(token as u64, collected);
        }
    }

    /// Whether the user did something, still to be done again, in this call while it was an outer one.
    pub(in crate::debugger) fn intervenes_later_in(&self, token: f64) -> bool {
        let interventions = self.link.interventions.lock();
        interventions.iter().skip(self.done_again.get()).any(|later| later.outer && later.token == token)
    }

    /// Does again what the user did at this step of an earlier run.
    pub(super) fn intervene_again<'js>(&self, ctx: &Ctx<'js>, token: f64, count: u64, evaluate: &Function<'js>) {
        loop {
            let next = self.link.interventions.lock().get(self.done_again.get()).cloned();
            let Some(Intervention { step, token: theirs, code, .. }) = next else { return };
            if step > count {
                return;
            }
            self.done_again.set(self.done_again.get() + 1);
            let collected = (theirs != token)
                .then(|| self.collected.borrow().get(&(theirs as u64)).map(|c| c.evaluate.clone()))
                .flatten()
                .and_then(|evaluate| evaluate.restore(ctx).ok());
            // The user has seen its result already.
            let _seen = self.evaluate(ctx, count, collected.as_ref().unwrap_or(evaluate), &code);
        }
    }

    /// The step of the next thing the user did, if there is one to come.
    pub(super) fn next_intervention(&self, count: u64) -> Option<f64> {
        let interventions = self.link.interventions.lock();
        let next = interventions.get(self.done_again.get())?;
        let outer = interventions.iter().skip(self.done_again.get()).any(|intervention| intervention.outer);
        Some(if outer { 0.0 } else { next.step.max(count) as f64 })
    }

    /// What the user did here and now need not be done again in this realm.
    pub(in crate::debugger) fn intervened(&self, intervention: Intervention) {
        self.link.interventions.add(intervention);
        self.done_again.set(self.link.interventions.lock().len());
    }
}

/// For a step back.
fn arrival() -> Purpose {
    Purpose::Arrive(PauseReason::Step)
}

impl Followed {
    /// The step to go back to from `count`; `None`: more has to be seen to tell.
    fn target(self, kind: StepKind, count: u64, all_seen: bool) -> Option<u64> {
        let called = (self.caller_last > 0).then_some(self.caller_last);
        match kind {
            StepKind::Into => Some(count.saturating_sub(1).max(1)),
            StepKind::Over if self.last > 0 => Some(self.last),
            _ if called.is_some() => called,
            _ if !all_seen => None,
            // Nothing of the script called it: what ran before the first of its statements.
            _ => {
                let first = if self.first > 0 { self.first } else { count };
                Some(first.saturating_sub(1).max(1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: Followed = Followed { first: 5, last: 9, caller_last: 4 };

    #[test]
    fn back_over_goes_to_the_statement_before_in_the_same_call() {
        assert_eq!(SEEN.target(StepKind::Over, 12, true), Some(9));
    }

    #[test]
    fn back_over_from_the_first_statement_of_a_call_goes_to_the_call() {
        let seen = Followed { first: 0, last: 0, ..SEEN };
        assert_eq!(seen.target(StepKind::Over, 5, true), Some(4));
    }

    #[test]
    fn back_out_goes_to_the_call() {
        assert_eq!(SEEN.target(StepKind::Out, 12, true), Some(4));
    }

    #[test]
    fn a_call_nobody_made_is_left_to_what_ran_before_it() {
        let seen = Followed { caller_last: 0, ..SEEN };
        assert_eq!(seen.target(StepKind::Out, 12, true), Some(4));
        assert_eq!(Followed { first: 0, last: 0, ..seen }.target(StepKind::Over, 12, true), Some(11));
    }

    #[test]
    fn what_was_not_seen_in_part_of_the_run_may_stand_before_it() {
        let seen = Followed { first: 0, last: 0, caller_last: 0 };
        assert_eq!(seen.target(StepKind::Over, 90_000, false), None);
    }
}
