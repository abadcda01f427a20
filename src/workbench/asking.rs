//! “What if…”: choosing what shall be other, and typing it in.

use super::driver::{LaunchRequest, Request};
use super::line::{Edit, Line};
use super::overlay::{Choice, Chooser, Overlay};
use super::pane::Pane;
use super::queries::{answer, one_line};
use super::run::Phase;
use super::state::Workbench;
use super::timelines;
use super::what_if::WhatIf;
use crate::debugger::FrameId;
use crate::legacy::Alteration;
use crate::recording::Query;

/// What shall be other.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// The answer to an exchange of the script under way.
    Reply(Box<Query>),
    /// A variable.
    Variable {
        /// The frame.
        frame: FrameId,
        /// The expression that names it.
        target: String,
    },
    /// The inputs and the configuration.
    Inputs,
    /// The time the run begins at.
    Clock,
    /// The script's text.
    Script,
}

impl Subject {
    /// One line for a list.
    pub fn title(&self) -> String {
        match self {
            Self::Reply(query) => {
                let said = answer(query).unwrap_or_else(|refusal| refusal);
                format!("query {} answered otherwise than: {said}", query.seq)
            }
            Self::Variable { target, .. } => format!("{target} had another value here"),
            Self::Inputs => "other inputs or another configuration".to_owned(),
            Self::Clock => "it ran at another time".to_owned(),
            Self::Script => "the script were another".to_owned(),
        }
    }

    /// What it is about, for the right end of the line.
    pub fn about(&self) -> String {
        match self {
            Self::Reply(query) => one_line(&query.request),
            Self::Script => "opens the editor".to_owned(),
            _ => String::new(),
        }
    }
}

/// A change being typed in.
#[derive(Clone, Debug)]
pub struct Asking {
    /// What shall be other.
    pub subject: Subject,
    /// What was typed.
    pub line: Line,
    /// Why it cannot be.
    pub error: Option<String>,
}

impl Asking {
    fn new(subject: Subject) -> Self {
        let text = match &subject {
            Subject::Reply(query) => query
                .reply
                .as_ref()
                .map(|reply| Alteration::example(&query.request, reply).to_string())
                .unwrap_or_default(),
            Subject::Clock => "+1d".to_owned(),
            _ => String::new(),
        };
        Self { subject, line: Line::example(text), error: None }
    }

    pub(super) fn edit(&mut self, edit: &Edit) {
        self.error = None;
        self.line.edit(edit);
    }

    /// The change, as far as the text alone can tell.
    fn change(&self) -> Result<WhatIf, String> {
        let text = self.line.text().trim();
        match &self.subject {
            Subject::Reply(query) => {
                let alteration = text.parse().map_err(|error: crate::legacy::AlterationError| error.to_string())?;
                Ok(WhatIf::Reply { seq: query.seq, answered: query.answered, alteration })
            }
            Subject::Variable { .. } if text.is_empty() => Err("Write a JavaScript expression, like null".to_owned()),
            Subject::Variable { frame, target } => {
                Ok(WhatIf::Variable { frame: *frame, target: target.clone(), expression: text.to_owned() })
            }
            Subject::Clock => text.parse().map(WhatIf::Clock).map_err(|error| format!("{error}")),
            Subject::Inputs => Ok(WhatIf::Inputs),
            Subject::Script => Ok(WhatIf::Script),
        }
    }
}

/// Everything that can be other now, the nearest first.
pub fn subjects(workbench: &Workbench) -> Vec<Subject> {
    let mut subjects = Vec::new();
    if let Some(variable) = workbench.scopes.variable().filter(|_| workbench.run.phase == Phase::Paused) {
        let named = variable.path.map(|target| Subject::Variable { frame: workbench.frame, target });
        subjects.extend(named);
    }
    let answered =
        workbench.run.known().map_or(&[][..], |run| &run.queries).iter().filter(|query| query.reply.is_some());
    subjects.extend(answered.map(|query| Subject::Reply(Box::new(query.clone()))));
    subjects.extend([Subject::Inputs, Subject::Clock]);
    let script = workbench.source.action.and_then(|action| workbench.connection()?.scripts.get(&action));
    subjects.extend(script.and_then(|script| script.path.as_ref()).map(|_| Subject::Script));
    subjects
}

/// Asks what shall be other: of what is selected in the focused pane, else of everything.
pub(super) fn open(workbench: &mut Workbench) -> Vec<Request> {
    let reads_query = matches!(workbench.overlay, Some(Overlay::Query(_)));
    let subject = match workbench.focus() {
        _ if reads_query => selected_query(workbench),
        Pane::Queries => selected_query(workbench),
        Pane::Scopes if workbench.run.phase == Phase::Paused => {
            let path = workbench.scopes.variable().and_then(|variable| variable.path);
            path.map(|target| Subject::Variable { frame: workbench.frame, target })
        }
        Pane::Inputs => Some(Subject::Inputs),
        _ => None,
    };
    match subject {
        Some(subject) => ask(workbench, subject),
        None => {
            workbench.overlay = Some(Overlay::Choose(Chooser::new(Choice::WhatIf)));
            Vec::new()
        }
    }
}

/// The selected exchange, if the script under way sent it and the store has answered.
fn selected_query(workbench: &Workbench) -> Option<Subject> {
    let query = workbench.query()?;
    let own = workbench.run.known()?.queries.iter().any(|known| known == query);
    (own && query.reply.is_some()).then(|| Subject::Reply(Box::new(query.clone())))
}

/// Opens what the change is typed in.
pub(super) fn ask(workbench: &mut Workbench, subject: Subject) -> Vec<Request> {
    match subject {
        Subject::Inputs => {
            workbench.timelines.before = Some(workbench.form.clone());
            workbench.overlay = Some(Overlay::Inputs);
            Vec::new()
        }
        Subject::Script => {
            workbench.overlay = None;
            super::edited::open_editor(workbench)
        }
        subject => {
            workbench.overlay = Some(Overlay::WhatIf(Box::new(Asking::new(subject))));
            Vec::new()
        }
    }
}

/// What was typed is meant. The prompt stays until the second run has begun.
pub(super) fn confirm(workbench: &mut Workbench, mut asking: Box<Asking>) -> Vec<Request> {
    let change = asking.change();
    let launched = workbench.launched.clone();
    match (change, launched) {
        (Ok(change), Some(launched)) => {
            workbench.overlay = Some(Overlay::WhatIf(asking));
            timelines::fork(workbench, LaunchRequest::clone(&launched), change)
        }
        (Err(why), _) => {
            asking.error = Some(why);
            workbench.overlay = Some(Overlay::WhatIf(asking));
            Vec::new()
        }
        (_, None) => {
            workbench.fail("There is no run to change: r runs from the start");
            Vec::new()
        }
    }
}

/// The inputs that were typed for a second run are meant.
pub(super) fn confirm_inputs(workbench: &mut Workbench) -> Vec<Request> {
    match workbench.launch_request() {
        Ok(request) => {
            workbench.overlay = Some(Overlay::Inputs);
            timelines::fork(workbench, request, WhatIf::Inputs)
        }
        Err(error) => {
            if let Some(error) = error {
                workbench.form.selected = error.field;
                workbench.form_error = Some(error);
            }
            workbench.overlay = Some(Overlay::Inputs);
            Vec::new()
        }
    }
}

/// The inputs typed for a second run are not wanted.
pub(super) fn close(workbench: &mut Workbench) {
    if let Some(before) = workbench.timelines.before.take() {
        workbench.form = before;
        workbench.form_error = None;
    }
}
