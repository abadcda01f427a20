//! A run as far as it is known: the events so far, in the shape of a recording.

use crate::connection::Action;
use crate::debugger::Pause;
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
    /// The scripts so far; the last is the current one.
    pub scripts: Vec<ScriptRun>,
    /// The current stop.
    pub pause: Option<Box<Pause>>,
    /// Steps of the last complete run of the same operation: gives the timeline a scale that does not jump.
    pub expected_steps: Option<u64>,
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
        self.scripts.push(ScriptRun::begun(action, file));
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
