//! Stops as the user sets them: on a line, at an event, in every script of the connection.
//!
//! A stop is written as one line of text; the debugger says where it stands and what is wrong with it.

use super::driver::Request;
use super::evaluation::{Prompt, Purpose};
use super::overlay::Overlay;
use super::pane::Pane;
use super::run::Phase;
use super::scroll::Scroll;
use super::state::Workbench;
use super::update::focus;
use crate::connection::Action;
use crate::debugger::{BoundStop, Command, Question, Stop, Trigger};
use crate::kept::Kept;

/// Which stop a prompt is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The script it belongs to.
    pub script: Action,
    /// Its place among the stops of the script; `None` if it is new.
    pub at: Option<usize>,
    /// The list of stops is shown again afterwards.
    pub from_list: bool,
}

/// A stop among those of all scripts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed<'w> {
    /// The script it belongs to.
    pub script: Action,
    /// Its place among the stops of the script.
    pub at: usize,
    /// The stop.
    pub bound: &'w BoundStop,
}

impl Workbench {
    /// The stops of all scripts, script by script.
    pub fn listed_stops(&self) -> Vec<Listed<'_>> {
        self.stops
            .iter()
            .flat_map(|(script, list)| list.iter().enumerate().map(|(at, bound)| Listed { script: *script, at, bound }))
            .collect()
    }
}

/// Sets a stop on the line of the source cursor, or clears those that stand there: a stop stands where it was bound,
/// so asking for the line of either clears it.
pub(super) fn toggle(workbench: &mut Workbench) -> Vec<Request> {
    let line = workbench.source.line_number();
    let Some(script) = workbench.source.action else { return Vec::new() };
    let list = workbench.stops.entry(script).or_default();
    let before = list.len();
    list.retain(|bound| !stands_here(bound, line));
    if list.len() == before {
        list.push(BoundStop::unbound(Stop::line(line)));
    }
    changed(workbench, script)
}

fn stands_here(bound: &BoundStop, line: u32) -> bool {
    bound.stop.is_line() && (bound.stop == Stop::line(line) || bound.stands_on(line))
}

/// Opens the prompt for the line of the source cursor: with the stop that stands there, or with a new one.
pub(super) fn write(workbench: &mut Workbench) -> Vec<Request> {
    let line = workbench.source.line_number();
    let Some(script) = workbench.source.action else { return Vec::new() };
    let from_list = matches!(workbench.overlay, Some(Overlay::Stops { .. }));
    let known = workbench.stops.get(&script).map_or(&[][..], Vec::as_slice);
    let there = known.iter().enumerate().find(|(_, bound)| stands_here(bound, line) && !from_list);
    let (at, text) = match there {
        Some((at, bound)) => (Some(at), format!("{} ", bound.stop)),
        None => (None, format!("line {line} ")),
    };
    prompt(workbench, Edited { script, at, from_list }, &text)
}

/// Opens the prompt with the beginning of a stop; what is complete is set at once.
pub(super) fn write_at(workbench: &mut Workbench, form: &str) -> Vec<Request> {
    let Some(script) = workbench.source.action else { return Vec::new() };
    let edited = Edited { script, at: None, from_list: false };
    match form.parse() {
        Ok(stop) if !form.ends_with(' ') => set(workbench, edited, stop),
        _ => prompt(workbench, edited, form),
    }
}

/// Opens the prompt with the selected stop of the list.
pub(super) fn edit(workbench: &mut Workbench) -> Vec<Request> {
    let Some(listed) = selected(workbench) else { return Vec::new() };
    let edited = Edited { script: listed.script, at: Some(listed.at), from_list: true };
    let text = listed.bound.stop.to_string();
    prompt(workbench, edited, &text)
}

fn prompt(workbench: &mut Workbench, edited: Edited, text: &str) -> Vec<Request> {
    workbench.overlay = Some(Overlay::Prompt(Prompt::filled(Purpose::Stop(edited), 0, text)));
    Vec::new()
}

/// Takes what was typed. What is no stop stays in the prompt, with the reason.
pub(super) fn confirm(workbench: &mut Workbench, edited: Edited, mut prompt: Prompt) -> Vec<Request> {
    match prompt.line.text().trim().parse() {
        Ok(stop) => set(workbench, edited, stop),
        Err(error) => {
            let error: crate::debugger::stops::StopError = error;
            prompt.error = Some(error.to_string());
            workbench.overlay = Some(Overlay::Prompt(prompt));
            Vec::new()
        }
    }
}

fn set(workbench: &mut Workbench, edited: Edited, stop: Stop) -> Vec<Request> {
    let Edited { script, at, from_list } = edited;
    let list = workbench.stops.entry(script).or_default();
    let known = list.iter().position(|bound| bound.stop == stop);
    let words = format!("{stop} is set");
    let place = known.or(at).unwrap_or(list.len()).min(list.len());
    match list.get_mut(place) {
        Some(_) if known.is_some() => {}
        Some(changed) => *changed = BoundStop::unbound(stop),
        None => list.push(BoundStop::unbound(stop)),
    }
    if from_list {
        let listed = workbench.listed_stops();
        let selected = listed.iter().position(|listed| (listed.script, listed.at) == (script, place)).unwrap_or(0);
        workbench.overlay = Some(Overlay::Stops { selected, scroll: Scroll::default() });
    }
    if known.is_some() {
        workbench.tell("This stop is set already");
        return Vec::new();
    }
    workbench.tell(words);
    changed(workbench, script)
}

/// The selected stop of the list, if the list is open.
pub(super) fn selected(workbench: &Workbench) -> Option<Listed<'_>> {
    match &workbench.overlay {
        Some(Overlay::Stops { selected, .. }) => workbench.listed_stops().get(*selected).copied(),
        _ => None,
    }
}

/// Selects a stop of the list; what stands below the stops cannot be selected.
pub(super) fn select(workbench: &mut Workbench, index: usize) {
    let last = workbench.listed_stops().len().saturating_sub(1);
    if let Some(Overlay::Stops { selected, scroll }) = &mut workbench.overlay {
        *selected = index.min(last);
        scroll.follow = true;
    }
}

/// Switches the selected stop off, or on again.
pub(super) fn switch(workbench: &mut Workbench) -> Vec<Request> {
    let Some((script, at)) = selected(workbench).map(|listed| (listed.script, listed.at)) else { return Vec::new() };
    if let Some(bound) = workbench.stops.get_mut(&script).and_then(|list| list.get_mut(at)) {
        bound.stop.enabled = !bound.stop.enabled;
    }
    changed(workbench, script)
}

/// Removes the selected stop.
pub(super) fn remove(workbench: &mut Workbench) -> Vec<Request> {
    let Some((script, at)) = selected(workbench).map(|listed| (listed.script, listed.at)) else { return Vec::new() };
    if let Some(list) = workbench.stops.get_mut(&script).filter(|list| at < list.len()) {
        let gone = list.remove(at);
        workbench.tell(format!("{} is removed", gone.stop));
    }
    if let Some(Overlay::Stops { selected, .. }) = workbench.overlay {
        select(workbench, selected);
    }
    changed(workbench, script)
}

/// Goes to the line of a stop; one that waits for an event is opened in the prompt.
pub(super) fn open_selected(workbench: &mut Workbench, selected: usize) -> Vec<Request> {
    let Some(listed) = workbench.listed_stops().get(selected).copied() else { return Vec::new() };
    let (script, at, text) = (listed.script, listed.at, listed.bound.stop.to_string());
    let Some(line) = line_of(listed.bound) else {
        return prompt(workbench, Edited { script, at: Some(at), from_list: true }, &text);
    };
    workbench.show_script(script);
    workbench.source.go((line as usize).saturating_sub(1));
    focus(workbench, Pane::Source);
    Vec::new()
}

/// The line a stop stands on, from 1; `None` where it waits for an event.
pub fn line_of(bound: &BoundStop) -> Option<u32> {
    let asked = match bound.stop.trigger {
        Trigger::Line { line, .. } => Some(line),
        _ => None,
    };
    bound.places.first().map(|span| span.line).or(asked)
}

/// The stops are kept, and the debugger is told if the script is the one it has.
fn changed(workbench: &Workbench, script: Action) -> Vec<Request> {
    let stops = |list: &Vec<BoundStop>| list.iter().map(|bound| bound.stop.clone()).collect::<Vec<_>>();
    let kept = workbench.stops.iter().map(|(script, list)| (*script, stops(list))).collect();
    let mut requests = vec![Request::KeepStops(Kept { stops: kept, notes: Vec::new() })];
    let current = workbench.run.current().is_some_and(|run| run.action == script);
    if current && workbench.run.phase != Phase::Ready {
        let stops = workbench.stops.get(&script).map(stops).unwrap_or_default();
        let logs = workbench.journal.has_logs() || stops.iter().any(|stop| !stop.pauses());
        requests.push(Request::Send(Command::SetStops(stops)));
        if logs && workbench.run.phase != Phase::Running {
            requests.push(Request::Send(Command::Ask(Question::Logs)));
        }
    }
    requests
}

/// Takes what is kept of the chosen connection, and the stops given with it.
pub(super) fn recalled(workbench: &mut Workbench, kept: Result<Kept, String>) {
    match kept {
        Ok(kept) => {
            let bound = |stops: Vec<Stop>| stops.into_iter().map(BoundStop::unbound).collect();
            workbench.stops = kept.stops.into_iter().map(|(script, stops)| (script, bound(stops))).collect();
            if let Some(note) = kept.notes.first() {
                workbench.tell(note.message.clone());
            }
            workbench.kept_notes = kept.notes;
        }
        Err(why) => workbench.fail(why),
    }
    let first = workbench.first_action();
    let list = workbench.stops.entry(first).or_default();
    for stop in workbench.given_stops.clone() {
        if list.iter().all(|bound| bound.stop != stop) {
            list.push(BoundStop::unbound(stop));
        }
    }
}

/// The debugger says where the stops stand. What it says of stops that were changed since is not taken; it says
/// more soon. A problem is told when it is new.
pub(super) fn bound(workbench: &mut Workbench, bound: Vec<BoundStop>) {
    let Some(script) = workbench.run.current().map(|run| run.action) else { return };
    let known = workbench.stops.entry(script).or_default();
    if !known.iter().map(|known| &known.stop).eq(bound.iter().map(|bound| &bound.stop)) {
        return;
    }
    let news =
        known.iter().zip(&bound).find(|(known, bound)| bound.problem.is_some() && bound.problem != known.problem);
    let problem = news.and_then(|(_, bound)| bound.problem.clone());
    *known = bound;
    if let Some(problem) = problem {
        workbench.fail(problem);
    }
}
