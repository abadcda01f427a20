//! What the rules say of connections: every script is taken apart once, every connection looked at as a whole, and if
//! asked for, everything played that can be.
//!
//! | part | what it is |
//! | --- | --- |
//! | `spread` | the same work for many things, on all cores, in the same order |
//! | `rehearsal` | the operations of a connection played for what only runs show |
//! | `rehearsal_inputs` | what they are played with |

mod rehearsal;
mod rehearsal_inputs;
mod spread;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::setting::facts_of;
use crate::connection::{Action, Connection, Form, Note, Script};
use crate::findings::{
    all_findings, fingerprint, idle, in_connection, noted, unparsed, why_quiet, Finding, Ignore, ScriptFacts, Subject,
    Whole, RULES,
};
use crate::flow::{mask, Auth0Store, Inputs};
use crate::packages::Packages;
use crate::recording::masking::Mask;
use crate::script::prepare;
use spread::spread;

/// A connection and what was found in it.
#[derive(Debug)]
pub struct Checked {
    /// The connection.
    pub connection: Arc<Connection>,
    /// By script and line; what concerns no script comes first.
    pub found: Vec<Found>,
    /// What could not be played, each as a sentence. Masked.
    pub unplayed: Vec<String>,
}

/// A finding with what a report needs beside it. Message and evidence are masked.
#[derive(Debug)]
pub struct Found {
    /// What was found.
    pub finding: Finding,
    /// Where.
    pub spot: Spot,
    /// Why it is not to be told, if it is ignored.
    pub quiet: Option<String>,
    /// What it is known by in a baseline.
    pub fingerprint: String,
}

/// The place of a finding among the user's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The script, if it is about one.
    pub action: Option<Action>,
    /// The label of the script (`login.js`), else the file the connection was read from.
    pub file: String,
    /// The file to open.
    pub path: PathBuf,
    /// Line and column of `path` are those of the finding: false for a script that stands inside JSON or YAML.
    pub in_file: bool,
    /// The line, from 1; 0 where there is none.
    pub line: u32,
    /// The column in UTF-16 units, from 1; 0 where there is none.
    pub column: u32,
}

/// Checks connections, `groups` of which were each loaded together. With `runs`, what can be played is played.
pub fn check(groups: Vec<Vec<Connection>>, runs: bool) -> Vec<Checked> {
    let groups: Vec<Vec<Arc<Connection>>> =
        groups.into_iter().map(|group| group.into_iter().map(Arc::new).collect()).collect();
    let connections: Vec<&Arc<Connection>> = groups.iter().flatten().collect();
    let packages = spread(&connections, |connection| Packages::beside(connection.folder()));
    let scripts: Vec<(usize, &Script)> = connections
        .iter()
        .enumerate()
        .flat_map(|(index, connection)| connection.scripts.values().map(move |script| (index, script)))
        .collect();
    let mut read = spread(&scripts, |(index, script)| read_script(connections[*index], script, &packages[*index]));
    let mut jobs = Vec::new();
    for (group, connection) in groups.iter().flat_map(|group| group.iter().map(move |connection| (group, connection))) {
        let of_this = read.drain(..connection.scripts.len()).collect();
        jobs.push(Job { connection, group, read: of_this });
    }
    spread(&jobs, |job| job.checked(runs))
}

/// A script that was taken apart, or the finding that it does not parse.
fn read_script(connection: &Connection, script: &Script, packages: &Packages) -> Result<ScriptFacts, Finding> {
    let prepared = prepare(&script.file, Arc::clone(&script.text)).map_err(|failure| unparsed(script, &failure))?;
    Ok(facts_of(connection, script, &prepared, packages, connection.settings.drivers))
}

/// One connection to be judged.
struct Job<'c> {
    connection: &'c Arc<Connection>,
    group: &'c [Arc<Connection>],
    read: Vec<Result<ScriptFacts, Finding>>,
}

impl Job<'_> {
    fn checked(&self, runs: bool) -> Checked {
        let connection = self.connection;
        let facts: Vec<ScriptFacts> = self.read.iter().filter_map(|read| read.as_ref().ok()).cloned().collect();
        let mut found: Vec<(Finding, Spot)> = Vec::new();
        let mut add = |finding: Finding| {
            let spot = spot_of(connection, &finding);
            found.push((finding, spot));
        };
        self.read.iter().filter_map(|read| read.as_ref().err()).cloned().for_each(&mut add);
        let in_texts = all_findings(&Subject { connection, scripts: &facts, runs: &[] });
        in_texts.iter().cloned().for_each(&mut add);
        if !connection.is_one_script() {
            let others = self.group.iter().filter(|other| !Arc::ptr_eq(other, connection));
            let others: Vec<&Connection> =
                others.filter(|other| of_one_export(connection, other)).map(|other| &**other).collect();
            in_connection(&Whole { connection, scripts: &facts, others: &others }).into_iter().for_each(&mut add);
        }
        let unread = self.read.iter().filter_map(|read| read.as_ref().err());
        let known: Vec<Finding> = in_texts.iter().chain(unread).cloned().collect();
        let rehearsal = if runs { rehearsal::rehearse(connection, &facts, &known) } else { Default::default() };
        rehearsal.found.into_iter().for_each(&mut add);
        let comments: Vec<&Ignore> = facts.iter().flat_map(|facts| &facts.ignores).collect();
        let plain: Vec<Finding> = found.iter().map(|(finding, _)| finding.clone()).collect();
        for finding in idle(&plain, comments.iter().copied()) {
            let spot = spot_of(connection, &finding);
            found.push((finding, spot));
        }
        for note in &connection.notes {
            let Some(finding) = noted(note, runs) else { continue };
            let spot = spot_of_note(connection, note);
            let known = |(other, at): &(Finding, Spot)| {
                other.rule == finding.rule && (other.message == finding.message || at.path == spot.path)
            };
            if !found.iter().any(known) {
                found.push((finding, spot));
            }
        }
        in_order(connection, &mut found);
        let store = Auth0Store::of(connection);
        let mask = mask(connection, &Inputs::default(), &store);
        let mut prints = Prints { connection, seen: HashMap::new() };
        let found = found.into_iter().map(|(finding, spot)| {
            let quiet = why_quiet(&finding, comments.iter().copied(), &connection.settings.ignored);
            let quiet = quiet.map(|reason| steady(&mask, reason));
            let finding = Finding {
                message: steady(&mask, &finding.message),
                evidence: finding.evidence.as_deref().map(|evidence| steady(&mask, evidence)),
                ..finding
            };
            let fingerprint = prints.of(&finding, &spot);
            Found { finding, spot, quiet, fingerprint }
        });
        let found = found.collect();
        Checked { connection: Arc::clone(connection), found, unplayed: rehearsal.unplayed }
    }
}

/// Whether two connections belong to one tenant for all that can be seen: they stand in one file, or in folders beside
/// each other that an export tool made.
fn of_one_export(one: &Connection, other: &Connection) -> bool {
    let export = |connection: &Connection| match connection.form {
        Form::Directory => connection.path.ancestors().nth(2).map(Path::to_owned),
        Form::BareFolder | Form::TemplateBundle => None,
        _ => Some(connection.path.clone()),
    };
    one.form == other.form && export(one).is_some_and(|export_of| export(other) == Some(export_of))
}

/// A text masked so that it is the same every time: which secret it was does not show.
fn steady(mask: &Mask, text: &str) -> String {
    let masked = mask.text(text);
    let mut pieces = masked.split("‹masked ");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('›') {
            Some((_, rest)) => out.extend(["‹masked›", rest]),
            None => out.extend(["‹masked ", piece]),
        }
    }
    out
}

fn spot_of(connection: &Connection, finding: &Finding) -> Spot {
    let Some(at) = &finding.at else {
        let file = file_name(&connection.path);
        return Spot { file, path: connection.path.clone(), ..Spot::default() };
    };
    let script = connection.scripts.values().find(|script| script.file == at.file);
    let description = script.is_none() && file_name(&connection.path) == at.file;
    let path = script.and_then(|script| script.path.clone()).or_else(|| description.then(|| connection.path.clone()));
    Spot {
        action: script.map(|script| script.action),
        file: at.file.clone(),
        in_file: path.is_some(),
        path: path.unwrap_or_else(|| connection.path.clone()),
        line: at.line,
        column: at.column,
    }
}

fn spot_of_note(connection: &Connection, note: &Note) -> Spot {
    let (path, line, column) = match &note.place {
        Some(place) => (place.path.clone(), place.line.unwrap_or_default(), place.column.unwrap_or_default()),
        None => (connection.path.clone(), 0, 0),
    };
    let script = connection.scripts.values().find(|script| script.path.as_ref() == Some(&path));
    let file = script.map_or_else(|| file_name(&path), |script| script.file.clone());
    Spot { action: script.map(|script| script.action), file, path, in_file: true, line, column }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// What concerns the connection first, then script by script, line by line, in the order of the rules.
fn in_order(connection: &Connection, found: &mut [(Finding, Spot)]) {
    let script = |spot: &Spot| spot.action.map(|action| connection.scripts.get_index_of(&action));
    let rule = |finding: &Finding| RULES.iter().position(|rule| rule.id == finding.rule);
    found.sort_by(|(a, at), (b, bt)| {
        let place = |spot: &Spot| (script(spot), spot.line, spot.column);
        place(at).cmp(&place(bt)).then_with(|| rule(a).cmp(&rule(b))).then_with(|| a.message.cmp(&b.message))
    });
}

/// Gives findings their fingerprints, in order.
struct Prints<'c> {
    connection: &'c Connection,
    /// How many there were of each rule, script and line text.
    seen: HashMap<(&'static str, String, String), usize>,
}

impl Prints<'_> {
    fn of(&mut self, finding: &Finding, spot: &Spot) -> String {
        let script = spot.action.and_then(|action| self.connection.script(action)).filter(|_| spot.line > 0);
        let line = script.and_then(|script| script.text.lines().nth(spot.line as usize - 1));
        let line = line.map_or_else(|| finding.message.clone(), str::to_owned);
        let place = spot.action.map_or_else(|| spot.file.clone(), |action| action.to_string());
        let nth = self.seen.entry((finding.rule, place.clone(), line.trim().to_owned())).or_default();
        let print = fingerprint(finding.rule, &self.connection.name, &place, &line, *nth);
        *nth += 1;
        print
    }
}

#[cfg(test)]
mod tests;
