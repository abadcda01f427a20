//! Everything an operation needs, settled before its first script runs.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use indexmap::IndexMap;
use thiserror::Error;

use super::modules::required;
use crate::connection::{Action, Connection, Drivers, Script};
use crate::debugger::{Launch, ProbeError, SessionError};
use crate::findings::{findings, ignores, in_text, Finding, ScriptFacts, ScriptText, Subject};
use crate::flow::{
    arguments, decide, first_step, mask, Argument, Decision, Facts, MissingInput, NoPlan, NotText, Situation, Step,
    UnknownOperation,
};
use crate::legacy::{History, SeedError, Store, StoreChoice, StoreSource};
use crate::packages::Packages;
use crate::recording::masking::Mask;
use crate::recording::ScriptRun;
use crate::sandbox::{Container, Limits};
use crate::script::{prepare, read, requires, Asked, Prepared};
use crate::secret::Secret;
use crate::visible::visible;
use crate::why::{card, Card, Case};

/// Why an operation cannot be played.
#[derive(Debug, Error)]
pub enum SettingError {
    /// Flow cannot plan it.
    #[error(transparent)]
    Plan(#[from] NoPlan),
    /// An input is missing.
    #[error(transparent)]
    Input(#[from] MissingInput),
    /// The store could not be filled.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// There is no such operation to stand beside another.
    #[error(transparent)]
    Operation(#[from] UnknownOperation),
    /// A default in loginscope.toml is not what its name asks for.
    #[error(transparent)]
    Default(#[from] NotText),
    /// The run could not be started.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// Nothing stands at the place to look at.
    #[error(transparent)]
    Place(ProbeError),
    /// The operation asks no script of this name.
    #[error("the operation asks no script `{}`; it asks {files}", visible(.file))]
    NoSuchScript {
        /// What was asked for.
        file: String,
        /// The files it asks.
        files: String,
    },
    /// A script before it ended the operation.
    #[error("`{action}` is not asked: `{ended}` ends the operation before it. Run `{ended}` to see why")]
    NotReached {
        /// The script to look at.
        action: Action,
        /// The one before it.
        ended: Action,
    },
}

impl From<ProbeError> for SettingError {
    fn from(error: ProbeError) -> Self {
        match error {
            ProbeError::Session(error) => Self::Session(error),
            other => Self::Place(other),
        }
    }
}

/// A connection, an operation and its inputs, ready to be played as often as one likes. Every run gets a store
/// filled from the seeds anew.
pub struct Setting {
    connection: Arc<Connection>,
    facts: Facts,
    /// Of every script that may be asked and parses. Judging comes after each event and must not parse each time.
    scripts: Vec<ScriptFacts>,
    mask: Mask,
    choice: StoreChoice,
    store: StoreSource,
    /// What the legacy store has been asked before the operation.
    history: History,
    container: Container,
}

impl Setting {
    /// Settles everything. `configuration` is what the scripts see, which may differ from the connection's own.
    ///
    /// # Errors
    /// When a seed or route file cannot be used.
    pub fn new(
        connection: Arc<Connection>,
        situation: Situation,
        configuration: IndexMap<String, Secret<String>>,
    ) -> Result<Self, SeedError> {
        Self::over(StoreChoice::default(), History::default(), connection, situation, configuration)
    }

    /// The same over another store than an embedded one, or with faults, and after what was asked before.
    ///
    /// # Errors
    /// When a seed or route file cannot be used.
    pub fn over(
        choice: StoreChoice,
        history: History,
        connection: Arc<Connection>,
        situation: Situation,
        configuration: IndexMap<String, Secret<String>>,
    ) -> Result<Self, SeedError> {
        let settings = &connection.settings;
        let faults = choice.faults.clone().unwrap_or_else(|| settings.faults.clone());
        let store = StoreSource::new(choice.kind, faults, &settings.seeds, &settings.routes, &settings.allow)?;
        let mut connection = Connection { configuration, ..Connection::clone(&connection) };
        // What only knows the connection reads the sources as the decision does.
        connection.settings.variants = situation.variants.written();
        let connection = Arc::new(connection);
        let mask = mask(&connection, &situation.inputs, &situation.store);
        let facts = Facts::new(&connection, situation);
        let container = Container {
            runtime: connection.settings.runtime,
            drivers: connection.settings.drivers,
            packages: Arc::new(Packages::beside(connection.folder())),
            request_is_global: facts.variants.is("X5", "present"),
        };
        let facts_of = |script| script_facts(&connection, script, &container.packages, container.drivers);
        let possible = facts.possible_steps();
        let asked = |action: &Action| possible.iter().any(|step| step.action == *action);
        let scripts = connection.scripts.values().filter(|script| asked(&script.action)).filter_map(facts_of).collect();
        Ok(Self { connection, facts, scripts, mask, choice, store, history, container })
    }

    /// The same store before the same history, with another connection or situation. What is secret in both settings is
    /// masked alike.
    ///
    /// # Errors
    /// When a seed or route file cannot be used.
    pub fn varied(&self, connection: Arc<Connection>, situation: Situation) -> Result<Self, SeedError> {
        let configuration = connection.configuration.clone();
        let (choice, history) = (self.choice.clone(), self.history.clone());
        let other = Self::over(choice, history, connection, situation, configuration)?;
        Ok(Self { mask: self.mask.and(&other.mask), ..other })
    }

    /// The connection.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The connection, for whoever keeps it.
    pub fn shared_connection(&self) -> Arc<Connection> {
        Arc::clone(&self.connection)
    }

    /// What the decision rests on besides the runs.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Hides what must not be shown.
    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// The script the operation asks first; `None` where the Auth0 store answers alone.
    ///
    /// # Errors
    /// When a script is missing, or an input that any of its scripts may need.
    pub fn first_step(&self) -> Result<Option<Step>, SettingError> {
        let first = first_step(&self.facts, &self.connection)?;
        if first.is_some() {
            for step in self.possible_steps() {
                self.arguments(step)?;
            }
        }
        Ok(first)
    }

    /// The script it asks after these; `None` if it is over.
    pub fn next_step(&self, runs: &[ScriptRun]) -> Option<Step> {
        decide(&self.facts, runs).next
    }

    /// The scripts it may ask, as far as the connection has them.
    pub fn possible_steps(&self) -> Vec<Step> {
        let mut steps = self.facts.possible_steps();
        steps.retain(|step| self.connection.scripts.contains_key(&step.action));
        steps
    }

    /// A store for a script, as it is after what was asked before; an embedded one is filled from the seeds.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn store_after(&self, history: &History) -> Result<Box<dyn Store + Send>, SeedError> {
        self.store.open(history)
    }

    /// A store for the operation's first script.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn store(&self) -> Result<Box<dyn Store + Send>, SeedError> {
        self.store_after(&self.history)
    }

    /// What the legacy store has been asked before the operation.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Which store answers.
    pub fn choice(&self) -> &StoreChoice {
        &self.choice
    }

    /// The faults that are switched on, each as one line.
    pub fn faults(&self) -> Vec<String> {
        self.store.faults().iter().map(ToString::to_string).collect()
    }

    /// One script, ready to run to its end without a stop.
    ///
    /// # Errors
    /// When the connection lacks the script or an input is missing.
    pub fn launch(&self, step: Step) -> Result<Launch, SettingError> {
        let script = self.script(step.action)?.clone();
        let arguments = self.arguments(step)?.into_iter().map(|argument| argument.value).collect();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Launch {
            script,
            arguments,
            configuration: self.connection.configuration.clone(),
            limits: Limits::default(),
            // A run keeps to what it has read of packages; the next one may find others.
            container: Container {
                packages: Arc::new(Packages::beside(self.connection.folder())),
                ..self.container.clone()
            },
            stop_on_entry: false,
            stops: Vec::new(),
            started_at_ms: now.as_millis() as f64,
            mask: self.mask.clone(),
            oracle: None,
            past: None,
            aim: None,
        })
    }

    /// What Auth0 makes of the runs so far, and what a reviewer would say of them.
    pub fn judge(&self, runs: &[ScriptRun]) -> (Decision, Vec<Finding>) {
        let decision = decide(&self.facts, runs);
        let ran = self.scripts.iter().filter(|facts| runs.iter().any(|run| run.action == facts.action));
        let scripts: Vec<ScriptFacts> = ran.cloned().collect();
        let found = findings(&Subject { connection: &self.connection, scripts: &scripts, runs });
        (decision, found)
    }

    /// Why it came out as it did, once there is a verdict on the runs.
    pub fn card(&self, runs: &[ScriptRun], decision: &Decision, findings: &[Finding]) -> Option<Card> {
        card(&Case { connection: &self.connection, facts: &self.facts, runs, decision, findings })
    }

    fn script(&self, action: Action) -> Result<&Script, NoPlan> {
        self.connection.script(action).ok_or_else(|| NoPlan::NoScript {
            connection: self.connection.name.clone(),
            action,
            operation: self.facts.operation.to_string(),
            present: self.connection.scripts.keys().map(|action| action.key()).collect::<Vec<_>>().join(", "),
        })
    }

    /// The file label of a script.
    pub fn file(&self, action: Action) -> Option<&str> {
        self.connection.script(action).map(|script| script.file.as_str())
    }

    /// Whether a name means this script: its file label, the path it was read from, or the name of its action.
    pub fn is_script(&self, action: Action, name: &str) -> bool {
        let Some(script) = self.connection.script(action) else { return false };
        let path = script.path.as_ref().is_some_and(|path| path.ends_with(name.trim_start_matches("./")));
        script.file == name || path || action.key() == name
    }

    fn script_facts(&self, action: Action) -> Option<&ScriptFacts> {
        self.scripts.iter().find(|facts| facts.action == action)
    }

    fn arguments(&self, step: Step) -> Result<Vec<Argument>, SettingError> {
        let declared = self.script_facts(step.action).and_then(|facts| facts.parameters);
        Ok(arguments(&self.facts, step, &self.connection, declared)?)
    }
}

/// What can be told of a script without running it, `packages` being those it can reach; `None` if it does not parse.
pub fn script_facts(
    connection: &Connection,
    script: &Script,
    packages: &Packages,
    drivers: Drivers,
) -> Option<ScriptFacts> {
    let prepared = prepare(&script.file, Arc::clone(&script.text)).ok()?;
    Some(facts_of(connection, script, &prepared, packages, drivers))
}

/// The same of a script that is prepared already.
pub(super) fn facts_of(
    connection: &Connection,
    script: &Script,
    prepared: &Prepared,
    packages: &Packages,
    drivers: Drivers,
) -> ScriptFacts {
    let asked = requires(&script.text);
    let named = |asked: Vec<Asked>| asked.into_iter().map(|asked| (asked.name, asked.line)).collect();
    let function = prepared.function.map(|index| &prepared.tables.functions[index]);
    let read =
        read(prepared, |syntax| (in_text(&ScriptText { connection, action: script.action, syntax }), ignores(syntax)));
    let (in_text, ignores) = read.unwrap_or_default();
    ScriptFacts {
        action: script.action,
        file: script.file.clone(),
        function: function.filter(|function| !function.derived).map(|function| function.name.clone()),
        parameters: function.and_then(|function| function.parameters),
        anonymous: function.is_some_and(|function| function.derived),
        line: function.map_or(1, |function| prepared.lines.position(function.span.0).line),
        requires: required(&asked, packages, drivers),
        globals: named(asked.globals),
        called: named(asked.called),
        in_text,
        ignores,
    }
}
