//! Stops: where they stand, whether they are reached.

use rquickjs::{Ctx, Function};

use super::asking::Refusal;
use super::{Watcher, WouldStop};
use crate::debugger::frames::span_of;
use crate::debugger::link::Set;
use crate::debugger::protocol::{BoundStop, Event, Logged, PauseReason, ValueKind};
use crate::debugger::rerun::{At, Goal, Met, Purpose};
use crate::debugger::stepping::Going;
use crate::debugger::stops::{Part, Stop, Trigger};
use crate::script::{side_effect, Prepared};
use crate::visible::visible;

impl Set {
    /// Whether this is the stop, perhaps switched on or off, or with another message, since.
    fn is_of(&self, stop: &Stop) -> bool {
        let Stop { trigger, condition, hits, .. } = &self.stop;
        (trigger, condition, hits) == (&stop.trigger, &stop.condition, &stop.hits)
    }

    /// A stop bound to the statements it stands on.
    pub(in crate::debugger) fn bind(script: &Prepared, stop: Stop) -> Self {
        let statements = match &stop.trigger {
            Trigger::Line { line, column } => script.statement_at(*line, *column).into_iter().collect(),
            Trigger::Function { name } => {
                let functions = script.functions_named(name).into_iter();
                functions.filter_map(|function| script.first_statement(function)).collect()
            }
            _ => Vec::new(),
        };
        let nowhere = match &stop.trigger {
            Trigger::Line { line, .. } if statements.is_empty() => {
                Some(format!("There is no statement at or after line {line} to stop at"))
            }
            Trigger::Function { name } if statements.is_empty() => {
                Some(format!("There is no function called `{name}` in {}", script.file))
            }
            _ => None,
        };
        let expressions = stop.condition.iter().map(String::as_str);
        let expressions = expressions.chain(stop.log.iter().flat_map(|log| log.expressions()));
        let refused = expressions.filter_map(refusal).next();
        Self { stop, statements, hits: 0, refused: refused.is_some(), problem: refused.or(nowhere) }
    }
}

/// Why an expression of a stop is not evaluated; `None` if it is.
fn refusal(code: &str) -> Option<String> {
    match side_effect(code) {
        Ok(None) => None,
        Ok(Some(effect)) => Some(format!(
            "`{code}` {effect}: what is evaluated at a stop must not change the run. A watch may: it is evaluated on a copy"
        )),
        Err(failure) => {
            Some(format!("`{code}` does not parse ({}): write a JavaScript expression, like user.id === 1", failure.message))
        }
    }
}

impl Watcher {
    /// Replaces all stops and tells how they were bound.
    pub(in crate::debugger) fn set_stops(&self, ctx: &Ctx<'_>, stops: Vec<Stop>) {
        self.mark_stops(ctx, false);
        self.link.set_stops(&self.script, stops);
        self.mark_stops(ctx, true);
        self.tell_stops();
    }

    /// Makes the hooks call whenever a statement with a stop on it, a `debugger;` statement or one that the run is to
    /// get to is reached.
    pub(in crate::debugger) fn mark_stops(&self, ctx: &Ctx<'_>, marked: bool) {
        let Some(engine) = self.engine.borrow().clone() else { return };
        let stops = self.link.stops.borrow();
        let on = |set: &&Set| set.stop.enabled && !set.refused;
        stops.iter().filter(on).flat_map(|set| &set.statements).for_each(|at| engine.mark(ctx, *at, marked));
        let statements = self.script.tables.statements.iter().enumerate();
        statements.filter(|(_, s)| s.is_debugger).for_each(|(statement, _)| engine.mark(ctx, statement, true));
        if let Some(Goal { at: At::Statement { statement, .. }, .. }) = &*self.goal.borrow() {
            engine.mark(ctx, *statement, true);
        }
        if let Going::To(statement) = self.going.get() {
            engine.mark(ctx, statement, true);
        }
        let wanted = self.inquiry.as_ref().and_then(|inquiry| inquiry.try_borrow().ok().map(|inquiry| inquiry.marks()));
        wanted.unwrap_or_default().into_iter().for_each(|statement| engine.mark(ctx, statement, true));
        let caught = stops.iter().filter(on).any(|set| set.stop.trigger.is_about_exceptions());
        engine.listen_to_catches(ctx, marked && caught && self.inquiry.is_none());
    }

    pub(super) fn tell_stops(&self) {
        if !self.is_silent() {
            self.link.tell_stops(&self.script);
        }
    }

    /// Whether a stop on this statement is reached and pauses; one with a message logs it.
    pub(super) fn reached<'js>(&self, ctx: &Ctx<'js>, statement: usize, count: u64, evaluate: &Function<'js>) -> bool {
        let on: Vec<usize> = {
            let stops = self.link.stops.borrow();
            let here = |set: &Set| set.stop.enabled && !set.refused && set.statements.contains(&statement);
            stops.iter().enumerate().filter(|(_, set)| here(set)).map(|(index, _)| index).collect()
        };
        let mut pauses = false;
        for index in on {
            if self.holds(ctx, index, count, evaluate) && self.counts(index) {
                pauses |= self.logs_or_pauses(ctx, index, statement, count, evaluate);
            }
        }
        if pauses && self.is_finding_a_stop(count) {
            *self.would_stop.borrow_mut() = Some(WouldStop { step: count, event: None });
        }
        pauses
    }

    /// A run that looks for the last stop before a step, not yet there.
    pub(super) fn is_finding_a_stop(&self, step: u64) -> bool {
        let goal = self.goal.borrow();
        matches!(goal.as_ref(), Some(Goal { at: At::Step(end), purpose: Purpose::FindStop, .. }) if step < *end)
    }

    /// Counts a hit; whether it is one that was asked for.
    pub(super) fn counts(&self, index: usize) -> bool {
        let mut stops = self.link.stops.borrow_mut();
        let Some(set) = stops.get_mut(index) else { return false };
        set.hits += 1;
        set.stop.hits.is_none_or(|hits| hits.reached(set.hits))
    }

    /// An event brought the run here: the reason to stop, if one of the stops that wait for it holds. Those with a
    /// message log it instead.
    pub(super) fn event_reached<'js>(
        &self,
        ctx: &Ctx<'js>,
        met: &[Met],
        what: &str,
        (statement, count): (usize, u64),
        evaluate: &Function<'js>,
    ) -> Option<PauseReason> {
        let mut reason = None;
        let refused = |stop: usize| self.link.stops.borrow().get(stop).is_none_or(|set| set.refused);
        for Met { stop, .. } in met.iter().filter(|met| !refused(met.stop)) {
            let pauses =
                self.holds(ctx, *stop, count, evaluate) && self.logs_or_pauses(ctx, *stop, statement, count, evaluate);
            if pauses && reason.is_none() {
                reason = Some(PauseReason::Event { stop: *stop, what: what.to_owned() });
            }
        }
        reason.filter(|_| !self.is_leaving())
    }

    fn holds<'js>(&self, ctx: &Ctx<'js>, index: usize, count: u64, evaluate: &Function<'js>) -> bool {
        let condition = self.link.stops.borrow().get(index).and_then(|set| set.stop.condition.clone());
        let Some(condition) = condition else { return true };
        match self.ask(ctx, count, evaluate, &format!("!!({condition}\n)")) {
            Ok(value) => value.as_bool().unwrap_or(false),
            Err(refusal) => {
                self.went_wrong(index, &condition, refusal, count);
                false
            }
        }
    }

    fn logs_or_pauses<'js>(
        &self,
        ctx: &Ctx<'js>,
        index: usize,
        statement: usize,
        count: u64,
        evaluate: &Function<'js>,
    ) -> bool {
        let log = self.link.stops.borrow().get(index).and_then(|set| set.stop.log.clone());
        let Some(log) = log else { return true };
        if self.is_silent() {
            return false;
        }
        if let Some(text) = self.message(ctx, index, log.parts(), count, evaluate) {
            let line = span_of(&self.script, statement).line;
            self.link.tell(Event::Logged(Logged { stop: index, step: count, line, text }));
        }
        false
    }

    /// A log message with the values of its expressions; `None` if one of them must not be evaluated.
    pub(in crate::debugger) fn message<'js>(
        &self,
        ctx: &Ctx<'js>,
        index: usize,
        parts: &[Part],
        count: u64,
        evaluate: &Function<'js>,
    ) -> Option<String> {
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Expression(code) => match self.ask(ctx, count, evaluate, code) {
                    Ok(value) => {
                        let shown = self.variable(ctx, code, value);
                        let words = shown.preview.trim_matches('\'');
                        text.push_str(if shown.kind == ValueKind::String { words } else { &shown.preview });
                    }
                    Err(Refusal::Failed(error)) => text.push_str(&format!("({error})")),
                    Err(refusal @ (Refusal::Touched | Refusal::TooLong)) => {
                        self.went_wrong(index, code, refusal, count);
                        return None;
                    }
                },
            }
        }
        Some(visible(&text).into_owned())
    }

    /// Says what went wrong at a stop. If it may have changed the run, the run is taken up again where it is, in a
    /// realm that was not touched.
    fn went_wrong(&self, index: usize, code: &str, refusal: Refusal, count: u64) {
        let (problem, refused, touched) = match refusal {
            Refusal::Failed(error) => (format!("`{code}` failed: {error}"), false, false),
            Refusal::TooLong => (format!("`{code}` took longer than 2 s and is not evaluated again"), true, false),
            Refusal::Touched => (
                format!("`{code}` runs code of the script, which may change the run. A watch may: it is evaluated on a copy"),
                true,
                true,
            ),
        };
        let news = {
            let mut stops = self.link.stops.borrow_mut();
            let Some(set) = stops.get_mut(index) else { return };
            set.refused |= refused;
            let news = set.problem.as_ref() != Some(&problem);
            set.problem = Some(problem);
            news
        };
        if news {
            self.tell_stops();
        }
        if touched {
            let goal = self.goal.borrow().clone();
            self.run_again(goal.unwrap_or_else(|| Goal::step(count, Purpose::Resume(self.going.get()))));
        }
    }
}

impl crate::debugger::link::Link {
    /// Replaces all stops. What became of one that stays holds on: how often it was reached, that it is refused, and
    /// the events it was stopped at for.
    pub(in crate::debugger) fn set_stops(&self, script: &Prepared, stops: Vec<Stop>) {
        let mut known: Vec<Option<Set>> = self.stops.take().into_iter().map(Some).collect();
        let met = self.met.take();
        for (index, stop) in stops.into_iter().enumerate() {
            let before = known.iter().position(|set| set.as_ref().is_some_and(|set| set.is_of(&stop)));
            let set = match before.and_then(|before| known.get_mut(before)?.take()) {
                Some(set) if set.stop == stop => set,
                Some(Set { hits, .. }) => Set { hits, ..Set::bind(script, stop) },
                None => Set::bind(script, stop),
            };
            self.stops.borrow_mut().push(set);
            let stays = met.iter().filter(|(met, _)| Some(met.stop) == before);
            self.met.borrow_mut().extend(stays.map(|(met, step)| (Met { stop: index, ..*met }, *step)));
        }
    }

    /// Tells how the stops were bound.
    pub(in crate::debugger) fn tell_stops(&self, script: &Prepared) {
        let bound = |set: &Set| BoundStop {
            stop: set.stop.clone(),
            places: set.statements.iter().map(|statement| span_of(script, *statement)).collect(),
            problem: set.problem.clone(),
        };
        let bound = self.stops.borrow().iter().map(bound).collect();
        self.tell(Event::Stops(bound));
    }
}

impl Trigger {
    fn is_about_exceptions(&self) -> bool {
        matches!(self, Self::Exception { .. })
    }
}
