//! A run as far as it is known: the events so far, in the shape of a recording.

use std::collections::BTreeMap;

use crate::connection::Action;
use crate::debugger::{Pause, PauseReason};
use crate::legacy::History;
use crate::recording::ScriptRun;

/// How far an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Phase {
    /// Nothing was started yet.
    #[default]
    Ready,
    /// A script runs.
    Running,
    /// A script stands still.
    Paused,
    /// The operation is over.
    Finished,
    /// The user ended it.
    Stopped,
}

impl Phase {
    /// The word on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
        }
    }

    /// Whether a script is under way.
    pub const fn under_way(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

/// The operation under way, or the last one.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// How far it is.
    pub phase: Phase,
    /// The scripts so far; the last is the current one. It holds what had happened where the run stands.
    pub scripts: Vec<ScriptRun>,
    /// The current script as far as it was known before one went back in it; `None` where one never did.
    pub beyond: Option<Box<ScriptRun>>,
    /// The scripts that ran after the current one, where one went back into an earlier one; all they did is to come.
    pub later: Vec<ScriptRun>,
    /// The current stop.
    pub pause: Option<Box<Pause>>,
    /// Steps of the last complete run of the same operation: gives the timeline a scale that does not jump.
    pub expected_steps: Option<u64>,
    /// The same of each script of the operation: how many steps it had when it ran last.
    pub ends: BTreeMap<Action, u64>,
    /// Something was changed on the way, so that the last complete run no longer tells how long this one will be.
    pub rewritten: bool,
    /// What the legacy store has been asked, from the beginning on, once the operation is over.
    pub history: Option<History>,
}

impl Run {
    /// The script under way, or the last.
    pub fn current(&self) -> Option<&ScriptRun> {
        self.scripts.last()
    }

    /// Starts collecting for another script.
    pub fn begin(&mut self, action: Action, file: String) {
        self.phase = Phase::Running;
        self.pause = None;
        if !self.ends.is_empty() {
            self.expected_steps = self.ends.get(&action).copied();
        }
        // Where one goes through the operation again, this script is known already; another one leads elsewhere.
        let known = (!self.later.is_empty()).then(|| self.later.remove(0)).filter(|known| known.action == action);
        if known.is_none() {
            self.later.clear();
        }
        self.beyond = known.map(Box::new);
        self.rewritten = false;
        self.scripts.push(ScriptRun::begun(action, file));
    }

    /// The run goes back into one of its scripts, from 0: that one and those after it are to come.
    pub fn revisit(&mut self, script: usize) {
        if let (Some(current), Some(beyond)) = (self.scripts.last_mut(), self.beyond.take()) {
            *current = *beyond;
        }
        let mut later = self.scripts.split_off(script.min(self.scripts.len()));
        later.append(&mut self.later);
        self.later = later;
        self.phase = Phase::Running;
        self.pause = None;
    }

    /// All that is known of the current script: also what happens after the place where it stands now.
    pub fn known(&self) -> Option<&ScriptRun> {
        let current = self.current()?;
        Some(self.beyond.as_deref().filter(|beyond| extent(beyond) >= extent(current)).unwrap_or(current))
    }

    /// The last step known.
    pub fn furthest(&self) -> u64 {
        self.known().map_or(0, |run| run.steps).max(self.step())
    }

    /// The last step of the whole run, where it is known or was the last time.
    pub fn end(&self) -> Option<u64> {
        let known = self.known().filter(|run| run.outcome.is_some()).map(|run| run.steps);
        known.or(self.expected_steps.filter(|all| *all >= self.step() && !self.rewritten))
    }

    /// The run is at another place in time, and `run` is all that had happened there.
    pub fn moved(&mut self, run: ScriptRun) {
        let Some(current) = self.scripts.last_mut() else { return };
        let before = std::mem::replace(current, run);
        if self.beyond.as_ref().is_none_or(|beyond| extent(beyond) < extent(&before)) {
            self.beyond = Some(Box::new(before));
        }
    }

    /// The run stands still.
    pub fn stopped_at(&mut self, pause: Box<Pause>) {
        if let Some(current) = self.scripts.last_mut() {
            current.steps = pause.step;
            current.elapsed_ms = pause.run_time_ms;
        }
        if let Some(beyond) = &mut self.beyond {
            beyond.steps = beyond.steps.max(pause.furthest);
        }
        if matches!(pause.reason, PauseReason::Failure(_)) {
            // It was at its end and came back, without anyone being told of the end.
            self.expect(pause.furthest);
            self.rewritten = false;
        }
        self.phase = Phase::Paused;
        self.pause = Some(pause);
    }

    /// The current script came to its end after so many steps.
    pub fn expect(&mut self, steps: u64) {
        self.expected_steps = Some(steps);
        if let Some(action) = self.current().map(|run| run.action) {
            self.ends.insert(action, steps);
        }
    }

    /// How long the run before was says nothing of the next one.
    pub fn expect_nothing(&mut self) {
        self.expected_steps = None;
        self.ends.clear();
    }

    /// What was known beyond the place where the run stands no longer holds.
    pub fn rewrite(&mut self) {
        self.beyond = None;
        self.later.clear();
        self.rewritten = true;
    }

    /// The phase of a run that stands where it stood.
    pub fn standing(&self) -> Phase {
        match (&self.pause, self.current().map(|run| run.outcome.is_some())) {
            (Some(_), _) => Phase::Paused,
            (None, Some(false)) => Phase::Stopped,
            (None, _) => Phase::Finished,
        }
    }

    /// The step the run is at, as far as known.
    pub fn step(&self) -> u64 {
        self.pause.as_ref().map_or_else(|| self.current().map_or(0, |run| run.steps), |pause| pause.step)
    }

    /// Run time in milliseconds.
    pub fn elapsed_ms(&self) -> f64 {
        let before: f64 = self.scripts.iter().rev().skip(1).map(|run| run.elapsed_ms).sum();
        before
            + self
                .pause
                .as_ref()
                .map_or_else(|| self.current().map_or(0.0, |run| run.elapsed_ms), |pause| pause.run_time_ms)
    }
}

/// How far a recording goes. Of two recordings of one run, one is the beginning of the other.
fn extent(run: &ScriptRun) -> (bool, usize, usize, usize, usize, u64) {
    let answered = run.queries.iter().filter(|query| query.answered.is_some()).count();
    (run.outcome.is_some(), run.callbacks.len(), run.queries.len(), answered, run.console.len(), run.steps)
}
