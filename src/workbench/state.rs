//! The state of the workbench, and what can be read off it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::actions::Context;
use super::driver::{LaunchRequest, Remark};
use super::evaluation::Evaluation;
use super::inputs::{FieldError, Form};
use super::journal::Journal;
use super::overlay::Overlay;
use super::pane::{Area, Pane};
use super::queries::Queries;
use super::run::Run;
use super::scopes::Scopes;
use super::scroll::{Extent, Scroll};
use super::source::Source;
use crate::connection::{Action, Connection, Mode};
use crate::debugger::Breakpoint;
use crate::flow::{Decision, Inputs, Operation};
use crate::recording::Query;

/// What a workbench is opened with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The connections to choose from; at least one, or the screen has nothing to show.
    pub connections: Vec<Connection>,
    /// What to play.
    pub operation: Operation,
    /// Inputs given on the command line; they win over a connection's own defaults.
    pub inputs: Inputs,
    /// A mode that overrides the connection's own.
    pub mode: Option<Mode>,
    /// The store's name: `embedded`, `live` or `recorded`.
    pub store: String,
    /// Breakpoints of the operation's first script.
    pub breakpoints: Vec<u32>,
}

/// How a word of the workbench is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusKind {
    /// Good to know.
    Told,
    /// It did not work.
    Failed,
}

/// A word of the workbench to the user; gone with the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub kind: StatusKind,
    /// One sentence.
    pub text: String,
}

/// Everything shown.
#[derive(Debug)]
pub struct Workbench {
    /// What can be chosen.
    pub connections: Vec<Arc<Connection>>,
    /// The chosen one.
    pub selected: usize,
    /// What is played.
    pub operation: Operation,
    /// The mode it is played in, if it is not the connection's own.
    pub mode: Option<Mode>,
    /// The store's name.
    pub store: String,
    /// The inputs.
    pub form: Form,
    /// What was wrong with the inputs when they were used last.
    pub form_error: Option<FieldError>,
    /// The operation under way, or the last.
    pub run: Run,
    /// What was launched last.
    pub launched: Option<Box<LaunchRequest>>,
    /// Breakpoints, per script, in the order of lines.
    pub breakpoints: BTreeMap<Action, Vec<Breakpoint>>,
    /// The text shown.
    pub source: Source,
    /// The selected row of the stack.
    pub frame: usize,
    /// The stack's view.
    pub stack_scroll: Scroll,
    /// The variables.
    pub scopes: Scopes,
    /// The exchanges.
    pub queries: Queries,
    /// The console.
    pub journal: Journal,
    /// Expressions asked, oldest first.
    pub evaluations: Vec<Evaluation>,
    /// What Auth0 decides so far.
    pub decision: Option<Decision>,
    /// The decision's view.
    pub decision_scroll: Scroll,
    /// The inputs' view.
    pub inputs_scroll: Scroll,
    /// Findings of the run so far.
    pub findings: Vec<Remark>,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// A word to the user.
    pub status: Option<Status>,
    /// Panes by how recently they were looked at; the first has the focus. Where several share a place on a small
    /// screen, the one looked at last is shown.
    pub recent: Vec<Pane>,
    /// What was shown of each area when it was drawn last.
    pub extents: HashMap<Area, Extent>,
    pub(super) given: Inputs,
}

impl Workbench {
    /// A workbench with the first connection chosen and nothing started.
    pub fn new(opening: Opening) -> Self {
        let connections: Vec<_> = opening.connections.into_iter().map(Arc::new).collect();
        let mut workbench = Self {
            connections,
            selected: 0,
            operation: opening.operation,
            mode: opening.mode,
            store: opening.store,
            form: Form::default(),
            form_error: None,
            run: Run::default(),
            launched: None,
            breakpoints: BTreeMap::new(),
            source: Source::default(),
            frame: 0,
            stack_scroll: Scroll::default(),
            scopes: Scopes::default(),
            queries: Queries::default(),
            journal: Journal::default(),
            evaluations: Vec::new(),
            decision: None,
            decision_scroll: Scroll::default(),
            inputs_scroll: Scroll::default(),
            findings: Vec::new(),
            overlay: None,
            status: None,
            recent: vec![
                Pane::Source,
                Pane::Scopes,
                Pane::Queries,
                Pane::Decision,
                Pane::Stack,
                Pane::Console,
                Pane::Inputs,
            ],
            extents: HashMap::new(),
            given: opening.inputs,
        };
        workbench.choose_connection(0);
        let first = workbench.first_action();
        let breakpoints = opening.breakpoints.into_iter().map(|line| Breakpoint { line, bound: None }).collect();
        workbench.breakpoints.insert(first, breakpoints);
        workbench
    }

    /// The chosen connection; `None` only if there is none at all.
    pub fn connection(&self) -> Option<&Arc<Connection>> {
        self.connections.get(self.selected)
    }

    /// The mode it is played in.
    pub fn mode(&self) -> Mode {
        self.mode
            .or_else(|| self.connection().map(|connection| connection.mode()))
            .unwrap_or(Mode::LegacyAuthentication)
    }

    /// What can be played on the chosen connection: a login, then each script alone.
    pub fn operations(&self) -> Vec<Operation> {
        let scripts = self.connection().map(|connection| connection.scripts.keys().copied().collect::<Vec<_>>());
        std::iter::once(Operation::Login)
            .chain(scripts.unwrap_or_default().into_iter().map(Operation::Script))
            .collect()
    }

    /// The pane with the focus.
    pub fn focus(&self) -> Pane {
        self.recent.first().copied().unwrap_or(Pane::Source)
    }

    /// Where keys are looked up, the most particular context first.
    pub fn contexts(&self) -> Vec<Context> {
        match &self.overlay {
            Some(overlay) => vec![overlay.context(), Context::Everywhere],
            None if self.focus() == Pane::Scopes => vec![Context::Scopes, Context::Panes, Context::Everywhere],
            None => vec![Context::Panes, Context::Everywhere],
        }
    }

    /// Exchanges of all scripts of the run, in the order sent.
    pub fn all_queries(&self) -> Vec<&Query> {
        self.run.scripts.iter().flat_map(|run| &run.queries).collect()
    }

    /// How many exchanges there are.
    pub fn query_count(&self) -> usize {
        self.run.scripts.iter().map(|run| run.queries.len()).sum()
    }

    /// The selected exchange.
    pub fn query(&self) -> Option<&Query> {
        self.run.scripts.iter().flat_map(|run| &run.queries).nth(self.queries.selected)
    }

    /// The breakpoints of the shown script.
    pub fn shown_breakpoints(&self) -> &[Breakpoint] {
        self.source.action.and_then(|action| self.breakpoints.get(&action)).map_or(&[], Vec::as_slice)
    }

    /// What was noticed about the connection, then about the run.
    pub fn remarks(&self) -> Vec<Remark> {
        let notes = self.connection().map(|connection| connection.notes.as_slice()).unwrap_or_default();
        notes.iter().map(Remark::from).chain(self.findings.iter().cloned()).collect()
    }

    /// The inputs of the form as a launch.
    ///
    /// # Errors
    /// The field that cannot be read; `None` if there is no connection.
    pub fn launch_request(&self) -> Result<LaunchRequest, Option<FieldError>> {
        let connection = self.connection().ok_or(None)?.clone();
        let lines = |breakpoints: &Vec<Breakpoint>| breakpoints.iter().map(|breakpoint| breakpoint.line).collect();
        Ok(LaunchRequest {
            connection,
            operation: self.operation,
            mode: self.mode(),
            inputs: self.form.inputs().map_err(Some)?,
            configuration: self.form.configuration(),
            breakpoints: self.breakpoints.iter().map(|(action, list)| (*action, lines(list))).collect(),
            stop_on_entry: true,
        })
    }

    /// What a view showed when it was drawn last.
    pub fn extent(&self, area: Area) -> Extent {
        self.extents.get(&area).copied().unwrap_or_default()
    }

    /// The script an operation starts with.
    pub(super) fn first_action(&self) -> Action {
        match self.operation {
            Operation::Login => Action::Login,
            Operation::Script(action) => action,
        }
    }

    /// Chooses another connection and forgets the run of the one before.
    pub(super) fn choose_connection(&mut self, index: usize) {
        self.selected = index;
        self.breakpoints.clear();
        self.source = Source::default();
        self.forget_run();
        self.run.expected_steps = None;
        let Some(connection) = self.connection().cloned() else { return };
        if matches!(self.operation, Operation::Script(action) if !connection.scripts.contains_key(&action)) {
            self.operation = Operation::Login;
        }
        self.form = Form::new(&connection, self.operation, &self.given);
        self.show_script(self.first_action());
    }

    /// Forgets what belongs to one run.
    pub(super) fn forget_run(&mut self) {
        let expected_steps = self.run.expected_steps;
        self.run = Run { expected_steps, ..Run::default() };
        self.frame = 0;
        self.stack_scroll = Scroll::default();
        self.scopes.reset();
        self.queries = Queries::default();
        self.journal = Journal::default();
        self.decision = None;
        self.decision_scroll = Scroll::default();
        self.findings.clear();
        self.launched = None;
    }

    /// Shows a script of the connection, if it has it.
    pub(super) fn show_script(&mut self, action: Action) {
        let Some(script) = self.connection().and_then(|connection| connection.scripts.get(&action)).cloned() else {
            return;
        };
        self.source.show(action, &script.file, &script.text);
    }

    /// Shows a line (from 1) of a file, if it is one of the connection's scripts.
    pub(super) fn show_place(&mut self, file: &str, line: u32) -> bool {
        let Some(action) = self.script_named(file).map(|script| script.action) else { return false };
        self.show_script(action);
        self.source.go((line as usize).saturating_sub(1));
        true
    }

    /// Says something that worked.
    pub(super) fn tell(&mut self, text: impl Into<String>) {
        self.status = Some(Status { kind: StatusKind::Told, text: text.into() });
    }

    /// Says that something did not work.
    pub(super) fn fail(&mut self, text: impl Into<String>) {
        self.status = Some(Status { kind: StatusKind::Failed, text: text.into() });
    }

    /// Brings a pane before the others that share its place, without focusing it.
    pub(super) fn raise(&mut self, pane: Pane) {
        if self.focus() != pane {
            self.recent.retain(|other| *other != pane);
            self.recent.insert(1, pane);
        }
    }
}
