//! The order in which tasks run: Node's phases, on virtual time.
//!
//! Only numbers live here. The functions to be called stay in JavaScript, under the task's id.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::recording::StackFrame;

/// Where in a turn of the loop a task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// `setTimeout`, `setInterval`.
    Timers,
    /// Answers of the store, finished computations.
    Poll,
    /// `setImmediate`.
    Check,
}

/// Something to be called later.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// The id under which JavaScript keeps the function.
    pub(crate) id: u32,
    pub(crate) phase: Phase,
    /// Virtual milliseconds since the start.
    pub(crate) due_ms: f64,
    /// A task that does not keep the run alive (`unref`).
    pub(crate) background: bool,
    /// The interval of a repeating timer.
    pub(crate) every_ms: Option<f64>,
    /// What is handed to the function, as JSON text.
    pub(crate) payload: Option<String>,
    /// The stack on which it was asked for.
    pub(crate) parents: Rc<[StackFrame]>,
}

/// What the loop has to do next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Call this one.
    Run(Task),
    /// Nothing is due; the earliest task is, in so many milliseconds.
    Wait(f64),
    /// Nothing is left.
    Idle,
}

/// All tasks of a realm.
#[derive(Debug, Default)]
pub(crate) struct EventLoop {
    waiting: Vec<Task>,
    current: VecDeque<Task>,
    phase: Option<Phase>,
    turns: u64,
}

impl EventLoop {
    pub(crate) fn add(&mut self, task: Task) {
        self.waiting.push(task);
    }

    /// Forgets a task; no effect if it already ran.
    pub(crate) fn remove(&mut self, id: u32) {
        self.waiting.retain(|task| task.id != id);
        self.current.retain(|task| task.id != id);
    }

    /// Makes a task keep the run alive, or not.
    pub(crate) fn set_background(&mut self, id: u32, background: bool) {
        for task in self.waiting.iter_mut().chain(self.current.iter_mut()) {
            if task.id == id {
                task.background = background;
            }
        }
    }

    /// How many tasks there are.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len() + self.current.len()
    }

    /// How often the loop has come to look at what arrived.
    pub(crate) fn turns(&self) -> u64 {
        self.turns
    }

    /// The next task due at `now_ms`, in the order of the phases. `kept_alive`: something else keeps the run from
    /// being over, so background tasks are waited for, too.
    pub(crate) fn next(&mut self, now_ms: f64, kept_alive: bool) -> Next {
        // One full turn, starting after the phase that ran last; a second one finds what the first made due.
        for _ in 0..4 {
            if let Some(task) = self.current.pop_front() {
                if let Some(every_ms) = task.every_ms {
                    self.waiting.push(Task { due_ms: now_ms.floor() + every_ms, ..task.clone() });
                }
                return Next::Run(task);
            }
            let phase = match self.phase {
                None | Some(Phase::Check) => Phase::Timers,
                Some(Phase::Timers) => Phase::Poll,
                Some(Phase::Poll) => Phase::Check,
            };
            self.phase = Some(phase);
            self.turns += u64::from(phase == Phase::Poll);
            self.collect(phase, now_ms);
        }
        let earliest =
            self.waiting.iter().filter(|task| kept_alive || !task.background).map(|task| task.due_ms).reduce(f64::min);
        match earliest {
            Some(_) => {
                // A background task due earlier still runs in its place.
                let due = self.waiting.iter().map(|task| task.due_ms).fold(f64::INFINITY, f64::min);
                Next::Wait((due - now_ms).max(0.0))
            }
            None => Next::Idle,
        }
    }

    fn collect(&mut self, phase: Phase, now_ms: f64) {
        let (mut due, rest): (Vec<Task>, Vec<Task>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|t| t.phase == phase && t.due_ms <= now_ms);
        self.waiting = rest;
        due.sort_by(|a, b| a.due_ms.total_cmp(&b.due_ms));
        self.current.extend(due);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(id: u32, phase: Phase, due_ms: f64) -> Task {
        Task { id, phase, due_ms, background: false, every_ms: None, payload: None, parents: Rc::from([]) }
    }

    fn order(tasks: Vec<Task>) -> Vec<u32> {
        let mut event_loop = EventLoop::default();
        tasks.into_iter().for_each(|task| event_loop.add(task));
        let (mut now, mut ran) = (0.0, Vec::new());
        loop {
            match event_loop.next(now, false) {
                Next::Run(task) => ran.push(task.id),
                Next::Wait(ms) => now += ms,
                Next::Idle => return ran,
            }
        }
    }

    #[test]
    fn timers_run_by_due_time_then_by_order_of_asking() {
        let tasks = vec![task(1, Phase::Timers, 5.0), task(2, Phase::Timers, 1.0), task(3, Phase::Timers, 5.0)];
        assert_eq!(order(tasks), [2, 1, 3]);
    }

    #[test]
    fn answers_run_before_immediates_and_after_due_timers() {
        let tasks = vec![task(1, Phase::Check, 0.0), task(2, Phase::Poll, 0.0), task(3, Phase::Timers, 0.0)];
        assert_eq!(order(tasks), [3, 2, 1]);
    }

    #[test]
    fn a_background_timer_does_not_keep_the_run_alive() {
        let tasks = vec![Task { background: true, ..task(1, Phase::Timers, 50.0) }, task(2, Phase::Timers, 10.0)];
        assert_eq!(order(tasks), [2]);
    }
}
