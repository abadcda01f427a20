//! An operation told from its beginning, as far as it has come.
//!
//! Each operation is one straight story: what is asked, what the answer means, what comes next. It is told anew after
//! every event, over the runs there are; where it needs an answer nobody has given yet, it ends, and says whom to ask.

use super::under_way;
use crate::connection::{Action, Mode};
use crate::flow::{Certainty, Change, Decision, Facts, Link, LinkState, Operation, Step, Verdict};
use crate::recording::{Outcome, ScriptRun};

/// A story being told.
pub(super) struct Telling<'t> {
    /// What it rests on.
    pub(super) facts: &'t Facts,
    /// What is decided so far.
    pub(super) decision: Decision,
    runs: std::slice::Iter<'t, &'t ScriptRun>,
}

/// What a script answered.
#[derive(Clone, Copy)]
pub(super) struct Answer<'t> {
    pub(super) run: &'t ScriptRun,
    pub(super) outcome: &'t Outcome,
}

impl<'t> Telling<'t> {
    pub(super) fn new(facts: &'t Facts, runs: &'t [&'t ScriptRun]) -> Self {
        Self { facts, decision: Decision::open(), runs: runs.iter() }
    }

    /// Asks a script; `why` says what decided that, `awaited` what it must bring. `None` while it has not answered, and
    /// where the connection has no such script: then the operation has failed.
    pub(super) fn ask(&mut self, step: Step, why: impl Into<String>, awaited: &str) -> Option<Answer<'t>> {
        let action = step.action;
        let link = |state| Link { action, about: step.about, state, why: why.into() };
        // Under another reading of the sources the runs are not quite those of the story.
        let Some(run) = self.runs.find(|run| run.action == action) else {
            if !self.facts.scripts.contains(&action) {
                self.decision.chain.push(link(LinkState::Missing));
                self.lacking(action);
                return None;
            }
            self.decision.chain.push(link(LinkState::Next));
            self.decision.next = Some(step);
            under_way(&mut self.decision, action, None, awaited);
            return None;
        };
        match &run.outcome {
            Some(outcome) => {
                self.decision.chain.push(link(LinkState::Answered));
                Some(Answer { run, outcome })
            }
            None => {
                self.decision.chain.push(link(LinkState::Running));
                under_way(&mut self.decision, action, Some(run), awaited);
                None
            }
        }
    }

    /// A script that belongs to the operation is not asked.
    pub(super) fn skip(&mut self, action: Action, why: impl Into<String>) {
        self.link(Step::of(action), LinkState::Skipped, why);
    }

    /// A script would be asked if the connection had it; the operation goes on without.
    pub(super) fn go_without(&mut self, step: Step, why: impl Into<String>) {
        self.link(step, LinkState::Missing, why);
    }

    fn link(&mut self, step: Step, state: LinkState, why: impl Into<String>) {
        self.decision.chain.push(Link { action: step.action, about: step.about, state, why: why.into() });
    }

    /// Auth0 writes something to its store. A script played alone is a trial, and writes nothing there.
    pub(super) fn write(&mut self, change: Change) {
        if !matches!(self.facts.operation, Operation::Script(_)) {
            self.decision.changes.push(change);
        }
    }

    /// The operation ends because the connection has no such script.
    fn lacking(&mut self, action: Action) {
        let migrating = self.facts.mode == Mode::AutomaticMigration;
        let by_api = matches!(action, Action::ChangeEmail | Action::ChangeUsername | Action::ChangePhoneNumber);
        let (rule, certainty, text) = match action {
            Action::Login => ("§2.1", Certainty::Documented, "which every connection needs"),
            Action::GetUser if migrating => ("§2.1", Certainty::Documented, "which automatic migration needs"),
            Action::ChangeEmail => ("F37", Certainty::Support, "so the Management API refuses the change"),
            _ => ("§2.1", Certainty::Assumed, "so the legacy store cannot be reached"),
        };
        let text = format!("there is no `{action}` script, {text}");
        self.decision.no(rule, certainty, text).seen_in("options.customScripts".to_owned());
        let sees = if by_api {
            format!("Management API: {action} script does not exist")
        } else {
            super::SOMETHING_WENT_WRONG.to_owned()
        };
        self.decision.end(Verdict::Failed, None, Some(&sees));
    }
}
