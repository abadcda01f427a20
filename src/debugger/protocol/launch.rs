//! One script with everything it needs to run.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use crate::connection::Script;
use crate::debugger::past::Past;
use crate::debugger::stops::Stop;
use crate::recording::masking::Mask;
use crate::recording::ScriptRun;
use crate::sandbox::{Container, Limits};
use crate::secret::Secret;

/// One script with everything it needs to run.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The script.
    pub script: Script,
    /// All arguments before `callback`, `context` included where the connection has it.
    pub arguments: Vec<Value>,
    /// The `configuration` global.
    pub configuration: IndexMap<String, Secret<String>>,
    /// Bounds.
    pub limits: Limits,
    /// Node and the modules.
    pub container: Container,
    /// Whether to stop at the first statement.
    pub stop_on_entry: bool,
    /// Stops set before the start.
    pub stops: Vec<Stop>,
    /// The wall clock at the start, milliseconds since 1970 UTC.
    pub started_at_ms: f64,
    /// Keeps secrets out of every event.
    pub mask: Mask,
    /// Which rules a run so far makes a decision cite; without it no stop at a rule is ever reached.
    pub oracle: Option<Oracle>,
    /// What another run went through: this one is handed the same answers and the same chance, as far as it asks
    /// the same.
    pub past: Option<Past>,
    /// Where to go, in silence, before the first stop; if it is never reached the run ends as it would.
    pub aim: Option<Aim>,
}

/// A place in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The statement executed as this one, from 1.
    Step(u64),
    /// The statement that starts on or after this line, when it is reached for the `nth` time.
    Line {
        /// The line, from 1.
        line: u32,
        /// Which time, from 1.
        nth: u64,
    },
    /// The statement that stands on this line at this column, when it is reached for the `nth` time.
    Statement {
        /// The line, from 1.
        line: u32,
        /// The column, from 1, in UTF-16 units.
        column: u32,
        /// Which time, from 1.
        nth: u64,
    },
    /// The first statement after the answer to the exchange with this `seq` has reached the script.
    Answer(u32),
}

/// From a run so far to the rules cited.
type Cites = dyn Fn(&ScriptRun) -> Vec<String> + Send + Sync;

/// Tells which rules a decision cites, from the run so far. Must be quick and must depend on nothing else.
#[derive(Clone)]
pub struct Oracle(Arc<Cites>);

impl Oracle {
    /// Asks `rules`.
    pub fn new(rules: impl Fn(&ScriptRun) -> Vec<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(rules))
    }

    pub(in crate::debugger) fn rules(&self, run: &ScriptRun) -> Vec<String> {
        (self.0)(run)
    }
}

impl fmt::Debug for Oracle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Oracle")
    }
}
