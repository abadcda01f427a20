//! What the workbench asks of the outside, and how the outside answers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use tokio::sync::mpsc::{self, error::TrySendError};

use super::action::Told;
use super::contrast::With;
use super::what_if::WhatIf;
use crate::connection::{self, Connection, Mode, Note, NoteLevel};
use crate::debugger::{Command, Stop};
use crate::flow::{Auth0Store, Circumstances, Decision, Inputs, Operation, Situation, Variants};
use crate::kept::Kept;
use crate::legacy::{History, StoreChoice};
use crate::recording::{Place, ScriptRun};
use crate::secret::Secret;
use crate::why::Card;

/// What [`super::update`] wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Start the operation; a run under way is given up.
    Launch(Box<LaunchRequest>),
    /// Start a second run beside the one under way, with this difference.
    Fork(Box<LaunchRequest>, WhatIf),
    /// Go back into an earlier script of the operation, counted from 0.
    Revisit(usize),
    /// Play this operation and another one to their ends and set them side by side; answered by [`Told::Contrast`].
    Contrast(Box<LaunchRequest>, With),
    /// Speak to the other run from now on.
    Switch,
    /// Give up the other run.
    DropOther,
    /// Hand the terminal to the user's editor.
    Edit {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
    },
    /// Tell the debugger.
    Send(Command),
    /// Read what is kept of the chosen connection; answered by [`Recalled`](super::Action::Recalled).
    RecallStops,
    /// Keep these stops of the chosen connection.
    KeepStops(Kept),
    /// Write the users of the Auth0 store to a file.
    SaveStore {
        /// The file.
        path: PathBuf,
        /// The users.
        store: Arc<Auth0Store>,
    },
    /// Work out decision and findings anew.
    Judge,
    /// Put text on the clipboard.
    Copy(String),
    /// Hand the terminal back to the shell.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}

/// An operation with everything it needs.
#[derive(Clone, Debug)]
pub struct LaunchRequest {
    /// The connection.
    pub connection: Arc<Connection>,
    /// What to play.
    pub operation: Operation,
    /// The mode to play it in.
    pub mode: Mode,
    /// What was typed.
    pub inputs: Inputs,
    /// The users in the Auth0 store before the operation.
    pub auth0: Arc<Auth0Store>,
    /// What the legacy store has been asked before the operation.
    pub history: History,
    /// Which readings of the sources hold.
    pub variants: Variants,
    /// How the operation comes about, and what gets in its way.
    pub circumstances: Circumstances,
    /// The `configuration` global as edited.
    pub configuration: IndexMap<String, Secret<String>>,
    /// Which store answers, and how it fails.
    pub store: StoreChoice,
    /// Stops, per script.
    pub stops: BTreeMap<connection::Action, Vec<Stop>>,
    /// Whether to stop at the first statement.
    pub stop_on_entry: bool,
}

impl LaunchRequest {
    /// An operation over an embedded store as the connection's settings fill it, without stops.
    pub fn of(connection: Arc<Connection>, situation: Situation) -> Self {
        let Situation { operation, mode, inputs, store, variants, circumstances } = situation;
        Self {
            operation,
            mode,
            inputs,
            auth0: store,
            history: History::default(),
            variants,
            circumstances,
            configuration: connection.configuration.clone(),
            store: StoreChoice::default(),
            stops: BTreeMap::new(),
            stop_on_entry: false,
            connection,
        }
    }

    /// What is played, and in what state of things.
    pub fn situation(&self) -> Situation {
        Situation {
            operation: self.operation,
            mode: self.mode,
            inputs: self.inputs.clone(),
            store: Arc::clone(&self.auth0),
            variants: self.variants.clone(),
            circumstances: self.circumstances,
        }
    }

    /// Whether the other one plays the same, wherever it stops.
    pub fn plays_the_same(&self, other: &Self) -> bool {
        let stops_alike = Self { stops: other.stops.clone(), stop_on_entry: other.stop_on_entry, ..self.clone() };
        stops_alike == *other
    }
}

impl PartialEq for LaunchRequest {
    /// Connections are compared by identity: they do not change once loaded.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.connection, &other.connection)
            && self.operation == other.operation
            && self.mode == other.mode
            && self.inputs == other.inputs
            && self.auth0 == other.auth0
            && self.history == other.history
            && self.variants == other.variants
            && self.circumstances == other.circumstances
            && self.configuration == other.configuration
            && self.store == other.store
            && self.stops == other.stops
            && self.stop_on_entry == other.stop_on_entry
    }
}

/// Something worth a line: a note of the loader or a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How grave.
    pub level: NoteLevel,
    /// The rule it cites.
    pub rule: Option<String>,
    /// One or two sentences.
    pub message: String,
    /// The place in a script, if it has one; Enter jumps there.
    pub at: Option<Place>,
    /// The place in another file, in words.
    pub file: Option<String>,
}

/// What a run so far amounts to.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// What Auth0 decides.
    pub decision: Decision,
    /// Findings.
    pub remarks: Vec<Remark>,
    /// Why it came out as it did, where that is not as one would expect.
    pub card: Option<Card>,
}

/// Where a driver tells what happens. Tied to one launch: what a given-up run still says is not heard.
#[derive(Clone, Debug)]
pub struct Events {
    run: u64,
    sender: mpsc::Sender<(u64, Told)>,
}

impl Events {
    /// Room for this many events before a run has to wait for the screen.
    const ROOM: usize = 4096;

    /// A channel; `run` is 0.
    pub fn channel() -> (Self, mpsc::Receiver<(u64, Told)>) {
        let (sender, receiver) = mpsc::channel(Self::ROOM);
        (Self { run: 0, sender }, receiver)
    }

    /// The same channel for another run.
    pub fn for_run(&self, run: u64) -> Self {
        Self { run, sender: self.sender.clone() }
    }

    /// Tells. Waits while the screen is far behind, so call it from the run's own thread.
    ///
    /// # Errors
    /// The workbench is gone; the run should end.
    pub fn tell(&self, told: Told) -> Result<(), Gone> {
        match self.sender.try_send((self.run, told)) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(told)) => self.sender.blocking_send(told).map_err(|_| Gone),
            Err(TrySendError::Closed(_)) => Err(Gone),
        }
    }
}

/// Nobody listens any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the workbench is gone")]
pub struct Gone;

/// Carries out what the workbench asks: the debugger and the flow, or a script of events in a test.
///
/// Every call returns at once; what takes time happens on the driver's own thread and is told through [`Events`].
pub trait Driver {
    /// Starts an operation and gives up the one under way.
    ///
    /// # Errors
    /// Why it cannot start, and what to do: a missing input, a script that is not there.
    fn launch(&mut self, request: &LaunchRequest, events: Events) -> Result<(), String>;

    /// Starts a second run beside the present one: the same up to where the change makes it differ. Commands go to the
    /// second one from then on; a run that stood beside the present one before is given up. It goes where the change
    /// takes effect, or where the present run stands.
    ///
    /// # Errors
    /// Why there can be no such run, and what to do: the present run goes on as it was.
    fn fork(&mut self, _request: &LaunchRequest, _change: &WhatIf, _events: Events) -> Result<(), String> {
        Err("There is no second run here".to_owned())
    }

    /// Goes back into an earlier script of the operation under way, from 0, and stands before its first statement. What
    /// it and those after it went through is gone through again, as long as they ask the same; none is told twice.
    ///
    /// # Errors
    /// Why it cannot be gone back into, and what to do: the present run goes on as it was.
    fn revisit(&mut self, _script: usize, _events: Events) -> Result<(), String> {
        Err("There is no earlier script here".to_owned())
    }

    /// Plays this operation and another one to their ends, each over a store filled anew, on a thread of its own, and
    /// tells [`Told::Contrast`]. The run under way is not disturbed.
    ///
    /// # Errors
    /// Why they cannot be played, and what to do.
    fn contrast(&mut self, _request: &LaunchRequest, _with: &With, _events: Events) -> Result<(), String> {
        Err("Operations cannot be set side by side here".to_owned())
    }

    /// Passes commands to the other of two runs from now on.
    fn switch(&mut self) {}

    /// Gives up the run that commands do not go to.
    fn drop_other(&mut self) {}

    /// The connections read anew, if a file they were read from has changed since the last time this was asked. Asked
    /// about once a second.
    ///
    /// # Errors
    /// Why they cannot be read any more; said once for each change.
    fn edited(&mut self) -> Option<Result<Vec<Connection>, String>> {
        None
    }

    /// Passes a command to the script under way; nothing happens if there is none.
    fn send(&mut self, command: Command);

    /// What the scripts run so far amount to. Called after each change, also before the first launch with no runs:
    /// it must be quick and must not depend on anything but its arguments.
    fn judge(&self, request: &LaunchRequest, runs: &[ScriptRun]) -> Judgement;

    /// What is kept of a connection.
    ///
    /// # Errors
    /// Why it cannot be read, and what to do.
    fn recall(&self, connection: &Connection) -> Result<Kept, String>;

    /// Writes the users of the Auth0 store to a file, from which they can be read again.
    ///
    /// # Errors
    /// Why it cannot be written, and what to do.
    fn save_store(&self, _path: &Path, _store: &Auth0Store) -> Result<(), String> {
        Err("The users cannot be written from here".to_owned())
    }

    /// Keeps the stops of a connection.
    ///
    /// # Errors
    /// Why they cannot be kept, and what to do.
    fn keep(&self, connection: &Connection, kept: &Kept) -> Result<(), String>;
}

impl From<&Note> for Remark {
    fn from(note: &Note) -> Self {
        let file = note.place.as_ref().map(|place| {
            let path = place.path.display();
            match (place.line, place.column) {
                (Some(line), Some(column)) => format!("{path}:{line}:{column}"),
                (Some(line), None) => format!("{path}:{line}"),
                _ => path.to_string(),
            }
        });
        Self { level: note.level, rule: note.rule.map(str::to_owned), message: note.message.clone(), at: None, file }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_carries_its_run_and_a_closed_workbench_is_noticed() {
        let (events, mut heard) = Events::channel();
        assert_eq!(events.for_run(2).tell(Told::NothingToRun), Ok(()));
        assert_eq!(heard.try_recv(), Ok((2, Told::NothingToRun)));
        drop(heard);
        assert_eq!(events.tell(Told::NothingToRun), Err(Gone));
    }

    #[test]
    fn a_run_far_ahead_waits_for_the_screen_and_loses_nothing() {
        let (events, mut heard) = Events::channel();
        let many = Events::ROOM + 100;
        let run = std::thread::spawn(move || (0..many).all(|_| events.tell(Told::NothingToRun).is_ok()));
        let mut got = 0;
        while heard.blocking_recv().is_some() {
            got += 1;
        }
        assert_eq!((got, run.join().ok()), (many, Some(true)));
    }
}
