//! Stops that wait for an event: an exchange, a console line, a call of `callback`, an error, a rule.
//!
//! An event is known only when it happens, in the middle of a statement. To stop before it, the run goes back to the
//! statement that makes it happen; an answer is stopped at behind it, at the first statement that sees it.

use rquickjs::Ctx;

use super::{Watcher, WouldStop};
use crate::debugger::link::Set;
use crate::debugger::rerun::{Goal, Met, Otherwise, Purpose};
use crate::debugger::stepping::Going;
use crate::debugger::stops::Trigger;
use crate::recording::{CallbackCall, ConsoleLine, OutcomeKind, Query, ScriptRun};

impl Watcher {
    pub(super) fn query_happened(&self, ctx: &Ctx<'_>, query: &Query) {
        let answered = query.reply.is_some();
        let step = if answered { self.step_of(ctx) } else { query.step };
        let what = format!("Query {} is {} here", query.seq, if answered { "answered" } else { "sent" });
        self.happened(ctx, step, answered, &what, |trigger| trigger.on_query(query));
        if answered {
            self.rules_happened(ctx, step);
        }
    }

    pub(super) fn console_happened(&self, ctx: &Ctx<'_>, line: &ConsoleLine) {
        self.happened(ctx, line.step, false, "A console line is written here", |trigger| trigger.on_console(line));
    }

    pub(super) fn callback_happened(&self, ctx: &Ctx<'_>, call: &CallbackCall, nth: usize) {
        let what = match &call.error {
            Some(error) => format!("callback is given {} here", error.name),
            None if nth > 1 => "callback is called once more here".to_owned(),
            None => "callback is called here".to_owned(),
        };
        self.happened(ctx, call.step, false, &what, |trigger| trigger.on_callback(call, nth));
        self.rules_happened(ctx, call.step);
    }

    /// An error was caught; `shown` is its preview.
    pub(super) fn caught(&self, ctx: &Ctx<'_>, shown: &str, step: u64) {
        let class = shown.split(':').next().unwrap_or_default();
        let what = format!("{class} is thrown here and caught");
        self.happened(ctx, step, false, &what, |trigger| trigger.on_error(class, true));
    }

    /// The run is over: whether a stop waits for how it ended, and where to go for that.
    pub(in crate::debugger) fn ended(&self, run: &ScriptRun) -> Option<Goal> {
        let outcome = run.outcome.as_ref()?;
        let finds = self.is_finding_a_stop(run.steps);
        if (self.is_silent() && !finds) || matches!(self.going.get(), Going::ToEnd) {
            return None;
        }
        let step = run.failed_at.unwrap_or(run.steps);
        let mut wanted = None;
        if outcome.kind == OutcomeKind::Exception {
            let name = outcome.error.as_ref().map(|error| error.name.clone()).unwrap_or_default();
            let what = format!("{name} is thrown here, and nothing catches it");
            wanted = self.wanted(step, &what, |trigger| trigger.on_error(&name, false));
        }
        for rule in self.newly_cited(run) {
            wanted = wanted.or_else(|| self.wanted(step, &cites(&rule), |trigger| is_rule(trigger, &rule)));
        }
        if finds {
            self.go_to_found(run.steps + 1);
            return self.next_goal();
        }
        wanted
    }

    /// Something happened at `step`; `behind`: it is to be stopped at behind it.
    fn happened(&self, ctx: &Ctx<'_>, step: u64, behind: bool, what: &str, meant: impl Fn(&Trigger) -> bool) {
        if self.inquiry.is_some() || self.next_goal.borrow().is_some() {
            return;
        }
        let hits = self.hits(&meant);
        if self.is_silent() {
            // The statement behind an answer is the next one.
            self.would_stop_at(step + u64::from(behind), hits, what);
            return;
        }
        let met = self.not_met_before(hits, step);
        if met.is_empty() {
            return;
        }
        if behind || step < self.went_on_from.get() {
            *self.event.borrow_mut() = Some((met, what.to_owned()));
        } else {
            self.run_again(self.meet(step, met, what));
        }
        self.look_at_next(ctx);
    }

    /// A run that looks for the last stop found these. What only logs is none.
    fn would_stop_at(&self, step: u64, hits: Vec<Met>, what: &str) {
        let stops = self.link.stops.borrow();
        let pauses = |met: &Met| stops.get(met.stop).is_some_and(|set| set.stop.pauses());
        let met: Vec<Met> = hits.into_iter().filter(pauses).collect();
        let mut found = self.would_stop.borrow_mut();
        // A stop that stands on the statement holds whatever becomes of the event.
        let stands_there = found.as_ref().is_some_and(|found| found.step == step && found.event.is_none());
        if !met.is_empty() && !stands_there && self.is_finding_a_stop(step) {
            *found = Some(WouldStop { step, event: Some((met, what.to_owned())) });
        }
    }

    /// Those that were not stopped at already; from now on they were.
    fn not_met_before(&self, hits: Vec<Met>, step: u64) -> Vec<Met> {
        if self.going.get() == Going::ToEnd {
            return Vec::new();
        }
        let mut known = self.link.met.borrow_mut();
        hits.into_iter().filter(|met| known.insert(*met, step).is_none()).collect()
    }

    /// The same for what is known only when the run is over: where to go for it.
    fn wanted(&self, step: u64, what: &str, meant: impl Fn(&Trigger) -> bool) -> Option<Goal> {
        let hits = self.hits(&meant);
        if self.is_silent() {
            self.would_stop_at(step, hits, what);
            return None;
        }
        let met = self.not_met_before(hits, step);
        (!met.is_empty()).then(|| self.meet(step, met, what))
    }

    /// The way to what happens at `step`, and on from there where no stop holds.
    fn meet(&self, step: u64, met: Vec<Met>, what: &str) -> Goal {
        let otherwise = Otherwise::GoOn(self.going.get());
        Goal::step(step, Purpose::Meet { met, what: what.to_owned(), otherwise })
    }

    /// The stops that an event is meant by, and which of their hits it is.
    fn hits(&self, meant: &impl Fn(&Trigger) -> bool) -> Vec<Met> {
        let waiting: Vec<usize> = {
            let stops = self.link.stops.borrow();
            let waits = stops.iter().enumerate().filter(|(_, set)| set.stop.enabled && !set.refused);
            waits.filter(|(_, set)| meant(&set.stop.trigger)).map(|(index, _)| index).collect()
        };
        let counted: Vec<usize> = waiting.into_iter().filter(|index| self.counts(*index)).collect();
        let stops = self.link.stops.borrow();
        counted.into_iter().filter_map(|stop| stops.get(stop).map(|set| Met { stop, hit: set.hits })).collect()
    }

    fn rules_happened(&self, ctx: &Ctx<'_>, step: u64) {
        let newly = self.newly_cited(&self.so_far.borrow());
        for rule in newly {
            self.happened(ctx, step, false, &cites(&rule), |trigger| is_rule(trigger, &rule));
        }
    }

    /// The rules a decision over this run cites and did not cite before, if a stop waits for any.
    fn newly_cited(&self, run: &ScriptRun) -> Vec<String> {
        let waits = |set: &Set| matches!(set.stop.trigger, Trigger::Rule { .. });
        let waited_for = self.link.stops.borrow().iter().any(waits);
        let Some(oracle) = self.oracle.as_ref().filter(|_| waited_for) else { return Vec::new() };
        let mut cited = self.cited.borrow_mut();
        let new: Vec<String> = oracle.rules(run).into_iter().filter(|rule| !cited.contains(rule)).collect();
        cited.extend(new.iter().cloned());
        new
    }

    fn step_of(&self, ctx: &Ctx<'_>) -> u64 {
        use crate::sandbox::Observer;
        self.steps(ctx)
    }
}

fn cites(rule: &str) -> String {
    format!("What happens here makes the decision cite {rule}")
}

fn is_rule(trigger: &Trigger, rule: &str) -> bool {
    matches!(trigger, Trigger::Rule { id } if id.eq_ignore_ascii_case(rule))
}
