//! What a run wrote beside the code: how often statements ran, and what variables were after each.
//!
//! It is asked anew wherever the run stands. Until the answer is there the old one stays, so that nothing flickers.

use std::collections::{BTreeMap, HashMap};

use super::driver::Request;
use super::run::Phase;
use super::state::Workbench;
use crate::debugger::{Command, Hit, InlineValue, Question, Span, ValueKind};

/// What is known of the script under way.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Hit counts are shown.
    pub shows_hits: bool,
    /// Values are shown.
    pub shows_values: bool,
    /// How often each statement ran.
    hits: Vec<Hit>,
    /// What variables were after each statement of the innermost call.
    values: Vec<InlineValue>,
    /// The step it was asked at last; an answer that comes while the run stands elsewhere is about something else.
    asked_at: Option<u64>,
}

impl Default for Beside {
    fn default() -> Self {
        Self { shows_hits: true, shows_values: true, hits: Vec::new(), values: Vec::new(), asked_at: None }
    }
}

impl Beside {
    /// The same choice of what is shown, for a run of which nothing is known yet.
    pub(super) fn for_another_run(&self) -> Self {
        Self { shows_hits: self.shows_hits, shows_values: self.shows_values, ..Self::default() }
    }

    /// Forgets what belongs to one script; what is shown stays chosen.
    pub(super) fn forget(&mut self) {
        *self = self.for_another_run();
    }

    /// How often the statements at these places ran; `None` where that is not known.
    pub fn hits_at(&self, places: &[Span]) -> Option<u64> {
        let counts = self.hits.iter().filter(|hit| places.contains(&hit.span)).map(|hit| hit.count);
        (!self.hits.is_empty() && !places.is_empty()).then(|| counts.sum())
    }
}

impl Workbench {
    /// How often each line (from 1) of the shown text ran: where several statements start on it, the most frequent.
    pub fn hits_by_line(&self) -> HashMap<u32, u64> {
        let mut lines = HashMap::new();
        if self.shows_script_under_way() && self.beside.shows_hits {
            for hit in &self.beside.hits {
                let count: &mut u64 = lines.entry(hit.span.line).or_default();
                *count = hit.count.max(*count);
            }
        }
        lines
    }

    /// The values after each line (from 1) of the shown text. Functions say nothing there that the code does not.
    pub fn values_by_line(&self) -> BTreeMap<u32, Vec<&InlineValue>> {
        let mut lines: BTreeMap<u32, Vec<&InlineValue>> = BTreeMap::new();
        if self.shows_script_under_way() && self.beside.shows_values {
            let telling =
                |value: &&InlineValue| !matches!(value.variable.kind, ValueKind::Function | ValueKind::Uninitialised);
            for value in self.beside.values.iter().filter(telling) {
                lines.entry(value.line).or_default().push(value);
            }
        }
        lines
    }

    fn shows_script_under_way(&self) -> bool {
        self.run.current().is_some_and(|run| Some(run.action) == self.source.action)
    }
}

/// Asks about the place where the run stands now, or about all of a run that is over.
pub(super) fn ask(workbench: &mut Workbench) -> Vec<Request> {
    let paused = workbench.run.phase == Phase::Paused;
    let beside = &mut workbench.beside;
    if !paused {
        beside.values.clear();
    }
    let mut questions = Vec::new();
    if beside.shows_hits {
        questions.push(Question::Hits);
    }
    if beside.shows_values && paused {
        questions.push(Question::Inline);
    }
    beside.asked_at = Some(workbench.run.step());
    questions.into_iter().map(|question| Request::Send(Command::Ask(question))).collect()
}

/// How often statements ran.
pub(super) fn hits(workbench: &mut Workbench, hits: Vec<Hit>) {
    if is_about_here(workbench) {
        workbench.beside.hits = hits;
    }
}

/// What variables were.
pub(super) fn values(workbench: &mut Workbench, values: Vec<InlineValue>) {
    if is_about_here(workbench) {
        workbench.beside.values = values;
    }
}

fn is_about_here(workbench: &Workbench) -> bool {
    let stands = matches!(workbench.run.phase, Phase::Paused | Phase::Finished | Phase::Stopped);
    stands && workbench.beside.asked_at == Some(workbench.run.step())
}

/// Shows hit counts, or hides them.
pub(super) fn toggle_hits(workbench: &mut Workbench) -> Vec<Request> {
    workbench.beside.shows_hits = !workbench.beside.shows_hits;
    let shown = workbench.beside.shows_hits;
    workbench.tell(if shown {
        "Hit counts are shown where the source is wide enough"
    } else {
        "Hit counts are hidden"
    });
    ask_if_standing(workbench)
}

/// Shows values beside the code, or hides them.
pub(super) fn toggle_values(workbench: &mut Workbench) -> Vec<Request> {
    workbench.beside.shows_values = !workbench.beside.shows_values;
    let shown = workbench.beside.shows_values;
    workbench.tell(if shown { "Values are shown beside the code" } else { "Values beside the code are hidden" });
    ask_if_standing(workbench)
}

/// Asks if there is a run that stands somewhere.
pub(super) fn ask_if_standing(workbench: &mut Workbench) -> Vec<Request> {
    match workbench.run.phase {
        Phase::Ready | Phase::Running => Vec::new(),
        Phase::Paused | Phase::Finished | Phase::Stopped => ask(workbench),
    }
}
