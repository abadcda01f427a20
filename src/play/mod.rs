//! Playing an operation: the corridor from a connection and inputs to a decision.
//!
//! Flow says which script is asked next and with what; the debugger runs it against a store that knows what the scripts
//! before it did; flow and findings judge what was recorded. Nothing is decided here, and no front end is known here: the
//! workbench plays through a [`Player`], `loginscope run` through [`to_end`].
//!
//! | part | what it is |
//! | --- | --- |
//! | `setting` | everything an operation needs, settled before its first script runs |
//! | `chain` | its scripts, each started when the one before it has ended |
//! | `beside` | an operation played in two ways, side by side |
//! | `fork` | a second chain beside a first: what it begins with, where it goes first |
//! | `check` | what the rules say of many connections, without a front end |
//! | `modules` | what the scripts require, and where it comes from |
//! | `player` | the workbench's driver |
//! | `watched_files` | the files connections were read from |
//! | `probe` | what expressions are whenever a line runs |
//! | `save_store` | the Auth0 store in a file |

mod beside;
mod chain;
pub mod check;
mod fork;
mod modules;
mod player;
mod probe;
mod save_store;
mod setting;
mod watched_files;

pub use beside::{beside, Beside};
pub use modules::{modules, Lacking, ModuleUse, Modules};
pub use player::Player;
pub use probe::{probe, PlayedProbe, ProbeAt};
pub use save_store::{save_store, SaveError};
pub use setting::{script_facts, Setting, SettingError};

use std::sync::Arc;

use crate::connection::{Connection, Note, NoteLevel, Script};
use crate::debugger;
use crate::findings::Finding;
use crate::flow::{Auth0Store, Decision};
use crate::legacy::History;
use crate::recording::{Recording, ScriptRun};
use crate::script::prepare;
use crate::why::Card;

/// An operation that was played to its end.
#[derive(Debug)]
pub struct Played {
    /// What happened.
    pub recording: Recording,
    /// What Auth0 makes of it.
    pub decision: Decision,
    /// What a reviewer would say.
    pub findings: Vec<Finding>,
    /// Why it came out as it did, where that is not as one would expect.
    pub card: Option<Card>,
    /// The Auth0 store after it.
    pub store: Auth0Store,
    /// What the legacy store has been asked, from the beginning on.
    pub history: History,
}

/// Plays an operation without stops.
///
/// # Errors
/// When the operation cannot be played at all: a script or an input is missing, or the system gives no thread.
/// A script that fails is no error.
pub fn to_end(setting: &Setting) -> Result<Played, SettingError> {
    let mut history = setting.history().clone();
    let mut runs: Vec<ScriptRun> = Vec::new();
    let mut next = setting.first_step()?;
    while let Some(step) = next {
        let (run, past) = debugger::run_and_note(setting.launch(step)?, setting.store_after(&history)?)?;
        history = history.and(past.exchanges());
        runs.push(run);
        next = setting.next_step(&runs);
    }
    let (decision, findings) = setting.judge(&runs);
    let card = setting.card(&runs, &decision, &findings);
    let recording = Recording {
        connection: setting.connection().name.clone(),
        mode: setting.facts().mode,
        store: setting.choice().name().to_owned(),
        dry_run: setting.choice().is_live() && !setting.choice().commits(),
        faults: setting.faults(),
        operation: setting.facts().operation.to_string(),
        runs,
    };
    let store = setting.facts().store.after(&decision.changes);
    Ok(Played { recording, decision, findings, card, store, history })
}

/// Scripts of a connection that do not parse, so that they can be said before anyone runs them.
pub fn unparsed(connection: &Connection) -> Vec<Note> {
    let note = |script: &Script| {
        let failure = prepare(&script.file, Arc::clone(&script.text)).err()?;
        let message = format!("`{}` does not parse and cannot run: {}", script.action, failure.message);
        let place = script.path.as_deref().unwrap_or(&connection.path);
        Some(match script.path {
            Some(_) => Note::new(NoteLevel::Error, message).at_line(place, failure.at.line),
            None => {
                Note::new(NoteLevel::Error, format!("{message} (line {} of the script)", failure.at.line)).about(place)
            }
        })
    };
    connection.scripts.values().filter_map(note).collect()
}
