//! A run that is over: it is still a recording, and can be walked.

use super::inquiry;
use super::link::Link;
use super::protocol::{Aim, Command, Event, PauseReason, StepKind};
use super::rerun::{Goal, Purpose};
use crate::recording::{OutcomeKind, ScriptRun};

impl Link {
    /// Waits until the user goes back into a run that is over. `None`: nobody will any more.
    pub(super) fn wait_to_be_walked(&self, run: &ScriptRun) -> Option<Goal> {
        loop {
            let Ok(command) = self.commands.recv() else { return None };
            if self.control.has_quit() {
                return None;
            }
            let goal = self.walk(command, run);
            if let Some(goal) = goal {
                self.control.walk();
                self.tell(Event::Resumed);
                return Some(goal);
            }
        }
    }

    fn walk(&self, command: Command, run: &ScriptRun) -> Option<Goal> {
        // It may have been stopped on its way to another step, before it came to a statement.
        let steps = if run.steps == 0 { self.furthest.get() } else { run.steps };
        let script = &self.recipe.script;
        match command {
            Command::Back(_) | Command::ContinueBack if steps == 0 => {
                self.tell(Event::Unmoved("The run never came to a statement".to_owned()));
                None
            }
            Command::Back(StepKind::Into | StepKind::Over | StepKind::Out) => {
                Some(Goal::step(steps, Purpose::Arrive(PauseReason::Step)))
            }
            // The last statement may itself be one to stop at, and so may how the run ended.
            Command::ContinueBack => Some(Goal::step(steps + 1, Purpose::FindStop)),
            Command::Jump(aim) => match self.goal_of(clamped(aim, steps.max(self.furthest.get()))) {
                Ok(goal) => Some(goal),
                Err(why) => {
                    self.tell(Event::Unmoved(why));
                    None
                }
            },
            Command::SetStops(stops) => {
                self.set_stops(script, stops);
                self.tell_stops(script);
                None
            }
            Command::Watch(expressions) => {
                self.watch(expressions);
                None
            }
            Command::Ask(question) => {
                inquiry::ask(self, question, None, |_| None);
                None
            }
            Command::Evaluate { expression, .. } => {
                self.tell(Event::Evaluated { expression, result: Err(OVER.to_owned()) });
                None
            }
            Command::SetVariable { target, expression, .. } => {
                let expression = format!("{target} = {expression}");
                self.tell(Event::Evaluated { expression, result: Err(OVER.to_owned()) });
                None
            }
            Command::Scopes(frame) => {
                self.tell(Event::Scopes { frame, scopes: Err(OVER.to_owned()) });
                None
            }
            Command::Continue | Command::Step(_) | Command::RunTo { .. } | Command::RunToEnd => {
                self.tell(Event::Unmoved("The run is over".to_owned()));
                None
            }
            Command::RunToFailure => {
                self.seeks_failure.set(true);
                self.failure_of(run)
            }
            Command::Expand(_) | Command::Pause | Command::Stop => None,
        }
    }

    /// The goal of a jump within what is known of the run; `Err` says why there is no way.
    pub(super) fn goal_of(&self, aim: Aim) -> Result<Goal, String> {
        match (aim, self.furthest.get()) {
            (Aim::Step(step), furthest) if step > furthest => Err(format!("The run is known up to step {furthest}")),
            _ => Goal::of(aim, &self.recipe.script),
        }
    }

    /// Where a run failed, if that is what the user looks for.
    pub(super) fn failure_of(&self, run: &ScriptRun) -> Option<Goal> {
        if !self.seeks_failure.take() {
            return None;
        }
        let outcome = run.outcome.as_ref()?;
        let failed_call = run.callbacks.iter().find(|call| call.error.is_some());
        let name = outcome.error.as_ref().map_or("An error", |error| error.name.as_str());
        let (step, what) = match outcome.kind {
            OutcomeKind::Profile | OutcomeKind::Success | OutcomeKind::NotFound => {
                self.tell(Event::Unmoved("No statement failed here: see the decision".to_owned()));
                return None;
            }
            OutcomeKind::Exception => (run.failed_at?, format!("{name} is thrown here, and nothing catches it")),
            OutcomeKind::CallbackTwice => (run.callbacks.get(1)?.step, "callback is called once more here".to_owned()),
            _ => match failed_call {
                Some(call) => (call.step, format!("callback is given {name} here")),
                None => (self.furthest.get(), "This is the last statement that ran".to_owned()),
            },
        };
        (step > 0).then(|| Goal::step(step, Purpose::Arrive(PauseReason::Failure(what))))
    }
}

const OVER: &str = "The run is over: go back to a statement first.";

/// A jump beyond the end goes to the last statement.
fn clamped(aim: Aim, steps: u64) -> Aim {
    match aim {
        Aim::Step(step) => Aim::Step(step.min(steps)),
        other => other,
    }
}
