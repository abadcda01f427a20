//! Playing an operation up to one of its scripts, and looking at that.

use super::goes_on_after;
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
    let planned = setting.plan()?;
    let wanted = planned.iter().copied().find(|action| setting.is_script(*action, &at.file));
    let Some(wanted) = wanted else {
        let files = planned.iter().filter_map(|action| setting.file(*action)).collect::<Vec<_>>().join(", ");
        return Err(SettingError::NoSuchScript { file: at.file.clone(), files });
    };
    for action in planned.into_iter().take_while(|action| *action != wanted) {
        let run = debugger::run(setting.launch(action)?, setting.store()?)?;
        if !goes_on_after(&run) {
            return Err(SettingError::NotReached { action: wanted, ended: action });
        }
    }
    let probed = debugger::probe(setting.launch(wanted)?, setting.store()?, (at.line, at.column), expressions)?;
    Ok(PlayedProbe { action: wanted, probed })
}
