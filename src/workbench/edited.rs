//! A script edited in the user's own editor: its text, its stops, and a second run of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::driver::{LaunchRequest, Request};
use super::run::Phase;
use super::state::Workbench;
use super::timelines;
use super::what_if::WhatIf;
use crate::connection::{Action, Connection};
use crate::debugger::{BoundStop, Stop, Trigger};
use crate::script::Moved;

/// Connections that were read anew, or why they cannot be read any more.
#[derive(Clone, Debug)]
pub struct ReadAnew(pub Arc<Result<Vec<Connection>, String>>);

impl PartialEq for ReadAnew {
    /// By identity: what is read twice is read for two reasons.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Opens the script shown in the user's editor, at the line of the cursor.
pub(super) fn open_editor(workbench: &mut Workbench) -> Vec<Request> {
    let script = workbench.source.action.and_then(|action| workbench.connection()?.scripts.get(&action));
    match script.and_then(|script| script.path.clone()) {
        Some(path) => {
            let line = u32::try_from(workbench.source.cursor + 1).unwrap_or(u32::MAX);
            vec![Request::Edit { path, line }]
        }
        None => {
            workbench.fail("This script has no file of its own: it stands inside the export");
            Vec::new()
        }
    }
}

/// The files the connections were read from have changed, and were read anew.
pub(super) fn read_anew(workbench: &mut Workbench, read: &ReadAnew) -> Vec<Request> {
    let read = match &*read.0 {
        Ok(read) => read,
        Err(why) => {
            workbench.journal.remark(why.clone());
            workbench.fail(why.clone());
            return Vec::new();
        }
    };
    let mut requests = Vec::new();
    for (index, known) in workbench.connections.clone().into_iter().enumerate() {
        let same = |new: &&Connection| new.name == known.name && new.path == known.path;
        let Some(new) = read.iter().find(same) else { continue };
        let edited = edited(&known, new);
        if edited.is_empty() {
            continue;
        }
        // Configuration given on the command line is in no file.
        let new = Connection { configuration: known.configuration.clone(), ..Connection::clone(new) };
        if index == workbench.selected {
            requests = run_anew(workbench, Arc::new(new), &edited);
        } else if let Some(place) = workbench.connections.get_mut(index) {
            *place = Arc::new(new);
        }
    }
    requests
}

/// The scripts whose text is another, with where its lines went.
fn edited(known: &Connection, new: &Connection) -> BTreeMap<Action, Moved> {
    let pairs = known.scripts.iter().filter_map(|(action, script)| Some((*action, script, new.scripts.get(action)?)));
    let other = pairs.filter(|(_, before, after)| before.text != after.text);
    other.map(|(action, before, after)| (action, Moved::new(&before.text, &after.text))).collect()
}

/// The selected connection has another text: it is run as far as the run shown, beside it. Where that one is of another
/// script the text alone is taken.
fn run_anew(workbench: &mut Workbench, connection: Arc<Connection>, edited: &BTreeMap<Action, Moved>) -> Vec<Request> {
    let stops = moved_stops(workbench, edited);
    let runs_it = workbench.run.scripts.iter().any(|run| edited.contains_key(&run.action));
    if let (true, Some(launched)) = (runs_it && workbench.run.phase != Phase::Ready, &workbench.launched) {
        let stops = stops.iter().map(|(action, stops)| (*action, stops.iter().map(|stop| stop.stop.clone()).collect()));
        let request = LaunchRequest { connection, stops: stops.collect(), ..LaunchRequest::clone(launched) };
        return timelines::fork_with(request, WhatIf::Script);
    }
    if let Some(place) = workbench.connections.get_mut(workbench.selected) {
        *place = connection;
    }
    workbench.stops = stops;
    let cursor = workbench.source.cursor;
    if let Some(action) = workbench.source.action {
        let line = u32::try_from(cursor + 1).unwrap_or(u32::MAX);
        workbench.show_script(action);
        let near = edited.get(&action).map_or(line, |moved| moved.near(line));
        workbench.source.go(near.saturating_sub(1) as usize);
    }
    let names: Vec<String> = edited.keys().map(ToString::to_string).collect();
    workbench.tell(format!("Read anew: {}", names.join(", ")));
    vec![Request::Judge]
}

/// The stops where the code went that they stand on.
fn moved_stops(workbench: &Workbench, edited: &BTreeMap<Action, Moved>) -> BTreeMap<Action, Vec<BoundStop>> {
    let moved = |stop: &BoundStop, lines: &Moved| {
        let Trigger::Line { line, .. } = stop.stop.trigger else { return BoundStop::unbound(stop.stop.clone()) };
        let trigger = Trigger::Line { line: lines.near(line), column: None };
        BoundStop::unbound(Stop { trigger, ..stop.stop.clone() })
    };
    let of = |(action, stops): (&Action, &Vec<BoundStop>)| match edited.get(action) {
        Some(lines) => (*action, stops.iter().map(|stop| moved(stop, lines)).collect()),
        None => (*action, stops.clone()),
    };
    workbench.stops.iter().map(of).collect()
}
