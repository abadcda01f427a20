//! An operation played twice in two ways, and what came of both side by side.

use std::sync::Arc;

use super::setting::{Setting, SettingError};
use super::{to_end, Played};
use crate::connection::{Connection, Mode};
use crate::flow::{Contrast, Operation, Side, Situation};

/// What stands beside an operation.
#[derive(Clone, Debug)]
pub enum Beside {
    /// The same inputs in the other mode.
    OtherMode,
    /// The same user by a password reset (M3, L24).
    Reset,
    /// The same inputs with other scripts: the connection before or after an edit.
    Scripts {
        /// What to call them.
        title: String,
        /// The connection that has them.
        connection: Arc<Connection>,
    },
}

/// The name of the operation that stands beside a login as the other way in.
const RESET: &str = "reset-password";

/// Plays `setting` and what stands beside it, each over a store filled anew, and sets them side by side. A secret both
/// have looks the same on both sides.
///
/// # Errors
/// When one of them cannot be played.
pub fn beside(setting: &Setting, with: &Beside) -> Result<Contrast, SettingError> {
    let facts = setting.facts();
    let same = || Situation {
        operation: facts.operation,
        mode: facts.mode,
        inputs: facts.inputs.clone(),
        store: Arc::clone(&facts.store),
        variants: facts.variants.clone(),
        circumstances: facts.circumstances,
    };
    let connection = setting.shared_connection();
    let (titles, connection, situation) = match with {
        Beside::OtherMode => {
            let mode = match facts.mode {
                Mode::LegacyAuthentication => Mode::AutomaticMigration,
                Mode::AutomaticMigration => Mode::LegacyAuthentication,
            };
            ([facts.mode.title(), mode.title()].map(str::to_owned), connection, Situation { mode, ..same() })
        }
        Beside::Reset => {
            let operation: Operation = RESET.parse()?;
            let inputs = facts.inputs.clone().or_defaults(operation, &connection.settings.inputs)?;
            let titles = [facts.operation, operation].map(|operation| operation.to_string());
            (titles, connection, Situation { operation, inputs, ..same() })
        }
        Beside::Scripts { title, connection } => {
            (["as it stands".to_owned(), title.clone()], Arc::clone(connection), same())
        }
    };
    let other = setting.varied(connection, situation)?;
    let (left, right) = (to_end(setting)?, to_end(&other)?);
    let left = side(&titles[0], setting, &left);
    Ok(Contrast::of(left, side(&titles[1], &other, &right), other.mask()))
}

fn side<'s>(title: &'s str, setting: &'s Setting, played: &'s Played) -> Side<'s> {
    Side { title, facts: setting.facts(), runs: &played.recording.runs, decision: &played.decision }
}
