//! Two runs side by side: the one shown, and the one parked beside it.
//!
//! Everything that belongs to one run stands in the workbench while it is shown, and in a [`Timeline`] while the other
//! one is. A parked run stands still or is over, so nothing is heard of it.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use super::action::Action;
use super::beside::Beside;
use super::comparison::Comparison;
use super::driver::{LaunchRequest, Remark, Request};
use super::inputs::Form;
use super::journal::Journal;
use super::overlay::Overlay;
use super::queries::Queries;
use super::run::{Phase, Run};
use super::scopes::Scopes;
use super::scroll::Scroll;
use super::source::Source;
use super::state::Workbench;
use super::time::Time;
use super::watches;
use super::what_if::WhatIf;
use crate::connection::{self, Connection};
use crate::debugger::BoundStop;
use crate::flow::Decision;
use crate::why::Card;

/// Which of the runs is shown, and the other one.
#[derive(Debug)]
pub struct Timelines {
    /// The letter of the one shown.
    pub letter: char,
    /// What is other in it than in the one it began beside, in a few words; empty for the first.
    pub change: String,
    /// The other one.
    pub beside: Option<Box<Timeline>>,
    /// The inputs as they are, while others are typed in for a second run.
    pub(super) before: Option<Form>,
    /// The letter given last.
    newest: char,
}

impl Default for Timelines {
    fn default() -> Self {
        Self { letter: 'A', change: String::new(), beside: None, before: None, newest: 'A' }
    }
}

impl Timelines {
    /// Whether inputs are typed in for a second run.
    pub const fn is_asking_for_inputs(&self) -> bool {
        self.before.is_some()
    }

    /// The letter of the next one; after Z they begin again.
    fn next_letter(&self) -> char {
        if self.newest == 'Z' {
            'A'
        } else {
            char::from_u32(u32::from(self.newest) + 1).unwrap_or('A')
        }
    }
}

/// A run that is not shown, with all that belongs to it.
#[derive(Debug)]
pub struct Timeline {
    /// Its letter.
    pub letter: char,
    /// What is other in it, in a few words; empty for the first.
    pub change: String,
    /// The run.
    pub run: Run,
    /// What Auth0 decides of it.
    pub decision: Option<Decision>,
    pub(super) launched: Option<Box<LaunchRequest>>,
    card: Option<Card>,
    findings: Vec<Remark>,
    decision_selected: usize,
    decision_scroll: Scroll,
    frame: usize,
    stack_scroll: Scroll,
    scopes: Scopes,
    /// What is written beside the code.
    written: Beside,
    queries: Queries,
    journal: Journal,
    time: Time,
    form: Form,
    connection: Option<Arc<Connection>>,
    stops: BTreeMap<connection::Action, Vec<BoundStop>>,
    source: Source,
}

impl Timeline {
    /// A run that begins, on what is shown now.
    fn begun(workbench: &Workbench, letter: char, change: String) -> Self {
        let mut scopes = workbench.scopes.clone();
        let mut ends = workbench.run.ends.clone();
        if let (Some(run), Some(end)) = (workbench.run.current(), workbench.run.end()) {
            ends.insert(run.action, end);
        }
        scopes.reset();
        Self {
            letter,
            change,
            run: Run { phase: Phase::Running, expected_steps: workbench.run.end(), ends, ..Run::default() },
            decision: None,
            launched: None,
            card: None,
            findings: Vec::new(),
            decision_selected: 0,
            decision_scroll: Scroll::default(),
            frame: 0,
            stack_scroll: Scroll::default(),
            scopes,
            written: workbench.beside.for_another_run(),
            queries: Queries::default(),
            journal: Journal::default(),
            time: Time::default(),
            form: workbench.form.clone(),
            connection: workbench.connection().cloned(),
            stops: workbench.stops.clone(),
            source: workbench.source.clone(),
        }
    }

    /// Puts this one on the screen, and what was there in here.
    fn swap(&mut self, workbench: &mut Workbench) {
        mem::swap(&mut self.letter, &mut workbench.timelines.letter);
        mem::swap(&mut self.change, &mut workbench.timelines.change);
        mem::swap(&mut self.run, &mut workbench.run);
        mem::swap(&mut self.decision, &mut workbench.decision);
        mem::swap(&mut self.launched, &mut workbench.launched);
        mem::swap(&mut self.card, &mut workbench.card);
        mem::swap(&mut self.findings, &mut workbench.findings);
        mem::swap(&mut self.decision_selected, &mut workbench.decision_selected);
        mem::swap(&mut self.decision_scroll, &mut workbench.decision_scroll);
        mem::swap(&mut self.frame, &mut workbench.frame);
        mem::swap(&mut self.stack_scroll, &mut workbench.stack_scroll);
        mem::swap(&mut self.scopes, &mut workbench.scopes);
        mem::swap(&mut self.written, &mut workbench.beside);
        mem::swap(&mut self.queries, &mut workbench.queries);
        mem::swap(&mut self.journal, &mut workbench.journal);
        mem::swap(&mut self.time, &mut workbench.time);
        mem::swap(&mut self.form, &mut workbench.form);
        mem::swap(&mut self.stops, &mut workbench.stops);
        mem::swap(&mut self.source, &mut workbench.source);
        if let (Some(own), Some(shown)) = (&mut self.connection, workbench.connections.get_mut(workbench.selected)) {
            mem::swap(own, shown);
        }
    }
}

pub(super) fn act(workbench: &mut Workbench, action: Action) -> Vec<Request> {
    match action {
        Action::SwitchTimeline => switch(workbench),
        Action::Compare => {
            workbench.overlay = Comparison::of(workbench).map(|comparison| Overlay::Compare(Box::new(comparison)));
            Vec::new()
        }
        Action::KeepTimeline => keep(workbench),
        _ => Vec::new(),
    }
}

/// Asks for a second run beside the one shown. An edited script comes in `request`.
pub(super) fn fork(workbench: &Workbench, request: LaunchRequest, change: WhatIf) -> Vec<Request> {
    let stops = workbench.stops.iter().map(|(action, stops)| (*action, stops.iter().map(|bound| bound.stop.clone())));
    let stops = stops.map(|(action, stops)| (action, stops.collect())).collect();
    fork_with(LaunchRequest { stops, ..request }, change)
}

/// The same with the stops of the request.
pub(super) fn fork_with(request: LaunchRequest, change: WhatIf) -> Vec<Request> {
    vec![Request::Fork(Box::new(request), change)]
}

/// The second run has begun: it is shown, and the first one is parked.
pub(super) fn forked(workbench: &mut Workbench, request: Box<LaunchRequest>, change: &WhatIf) -> Vec<Request> {
    workbench.overlay = None;
    workbench.form_error = None;
    let letter = workbench.timelines.next_letter();
    let mut second = Timeline::begun(workbench, letter, change.words());
    if matches!(change, WhatIf::Reply { .. } | WhatIf::Variable { .. }) {
        // Scripts that are over are not run again for these.
        let over = workbench.run.scripts.len().saturating_sub(1);
        second.run.scripts = workbench.run.scripts.iter().take(over).cloned().collect();
    }
    if *change == WhatIf::Script {
        second.connection = Some(Arc::clone(&request.connection));
        second.stops = request.stops.iter().map(|(action, stops)| (*action, unbound(stops))).collect();
    }
    second.launched = Some(request);
    second.swap(workbench);
    if let Some(before) = workbench.timelines.before.take() {
        second.form = before;
    }
    workbench.timelines.newest = letter;
    let (was, dropped) = (second.letter, workbench.timelines.beside.replace(Box::new(second)));
    let words = &workbench.timelines.change;
    let said = match dropped {
        Some(dropped) => format!("{letter} beside {was}, where {words}; {} was dropped", dropped.letter),
        None => format!("{letter} beside {was}: {words}"),
    };
    workbench.journal.remark(said.clone());
    workbench.tell(said);
    show_text(workbench);
    vec![Request::Judge]
}

fn unbound(stops: &[crate::debugger::Stop]) -> Vec<BoundStop> {
    stops.iter().cloned().map(BoundStop::unbound).collect()
}

/// There can be no such run; where it was asked for, the reason is shown.
pub(super) fn fork_failed(workbench: &mut Workbench, why: String) -> Vec<Request> {
    match &mut workbench.overlay {
        Some(Overlay::WhatIf(asking)) => asking.error = Some(why),
        Some(Overlay::Inputs) => {
            let field = workbench.form.selected;
            workbench.form_error = Some(super::inputs::FieldError { field, message: why });
        }
        _ => {
            workbench.journal.remark(why.clone());
            workbench.fail(why);
        }
    }
    Vec::new()
}

fn switch(workbench: &mut Workbench) -> Vec<Request> {
    let Some(mut other) = workbench.timelines.beside.take() else { return Vec::new() };
    other.swap(workbench);
    workbench.scopes.watches.follow(&other.scopes.watches);
    let (letter, change) = (workbench.timelines.letter, &workbench.timelines.change);
    let words = if change.is_empty() { letter.to_string() } else { format!("{letter}: {change}") };
    workbench.timelines.beside = Some(other);
    workbench.tell(format!("Shown is {words}"));
    show_text(workbench);
    let mut requests = vec![Request::Switch, Request::Judge];
    requests.extend(watches::ask(workbench));
    requests
}

fn keep(workbench: &mut Workbench) -> Vec<Request> {
    let Some(dropped) = workbench.timelines.beside.take() else { return Vec::new() };
    let of = if dropped.change.is_empty() { String::new() } else { format!(" ({})", dropped.change) };
    let said = format!("Kept {}; {}{of} was dropped", workbench.timelines.letter, dropped.letter);
    workbench.tell(said);
    vec![Request::DropOther]
}

/// The text shown is that of the connection, which may have been edited between the two.
fn show_text(workbench: &mut Workbench) {
    let (Some(action), cursor) = (workbench.source.action, workbench.source.cursor) else { return };
    workbench.show_script(action);
    workbench.source.go(cursor);
}
