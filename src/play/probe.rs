//! Playing an operation up to one of its scripts, and looking at that.

use super::setting::{Setting, SettingError};
use crate::connection::Action;
use crate::debugger::{self, Probed};

/// A place in one of an operation's scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeAt {
    /// The script: its file label, the path it was read from, or the name of its action.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 units.
    pub column: Option<u32>,
}

/// What was found in a script.
#[derive(Clone, Debug)]
pub struct PlayedProbe {
    /// The script.
    pub action: Action,
    /// What was found.
    pub probed: Probed,
}

/// Plays an operation and looks at a statement of one of its scripts whenever it runs.
///
/// # Errors
/// When the operation cannot be played, asks no such script, or nothing stands at that place.
pub fn probe(setting: &Setting, at: &ProbeAt, expressions: &[String]) -> Result<PlayedProbe, SettingError> {
    let mut history = setting.history().clone();
    let mut runs = Vec::new();
    let mut next = setting.first_step()?;
    while let Some(step) = next {
        let (launch, store) = (setting.launch(step)?, setting.store_after(&history)?);
        if setting.is_script(step.action, &at.file) {
            let probed = debugger::probe(launch, store, (at.line, at.column), expressions)?;
            return Ok(PlayedProbe { action: step.action, probed });
        }
        let (run, past) = debugger::run_and_note(launch, store)?;
        history = history.and(past.exchanges());
        runs.push(run);
        next = setting.next_step(&runs);
    }
    let wanted = setting.possible_steps().into_iter().find(|step| setting.is_script(step.action, &at.file));
    if let (Some(wanted), Some(ended)) = (wanted, runs.last()) {
        return Err(SettingError::NotReached { action: wanted.action, ended: ended.action });
    }
    let asked = setting.possible_steps().into_iter().filter_map(|step| setting.file(step.action));
    let files = asked.collect::<Vec<_>>().join(", ");
    Err(SettingError::NoSuchScript { file: at.file.clone(), files })
}
