//! The state of the workbench, and what can be read off it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::actions::Context;
use super::driver::{LaunchRequest, Remark};
use super::evaluation::Evaluation;
use super::inputs::{FieldError, Form};
use super::journal::Journal;
use super::outcome;
use super::overlay::Overlay;
use super::pane::{Area, Pane};
use super::queries::Queries;
use super::run::{Phase, Run};
use super::scopes::Scopes;
use super::scroll::{Extent, Scroll};
use super::source::{Mark, MarkKind, Source};
use crate::connection::{Action, Connection, Mode, Script};
use crate::debugger::{Breakpoint, Span};
use crate::flow::{Decision, Inputs, Operation};
use crate::recording::{Query, ScriptRun, StackFrame};

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

/// One row of the stack pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackRow {
    /// The function's name.
    pub function: String,
    /// The name was derived.
    pub derived: bool,
    /// It started the asynchronous work that led here.
    pub asynchronous: bool,
    /// File label.
    pub file: String,
    /// The statement; only a place (`end` = start) where no more is known.
    pub span: Span,
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

    /// The stack: of the stop, else of the error or callback call that ended the run.
    pub fn stack(&self) -> Vec<StackRow> {
        if let Some(pause) = &self.run.pause {
            return pause
                .frames
                .iter()
                .map(|frame| StackRow {
                    function: frame.function.clone(),
                    derived: frame.derived,
                    asynchronous: frame.asynchronous,
                    file: frame.file.clone(),
                    span: frame.span,
                })
                .collect();
        }
        self.last_stack().iter().map(stack_row).collect()
    }

    /// Whether the stack shown is that of an error.
    pub fn stack_of_error(&self) -> bool {
        self.run.pause.is_none() && self.ended_badly().is_some_and(|run| !error_stack(run).is_empty())
    }

    fn last_stack(&self) -> &[StackFrame] {
        let Some(run) = self.run.current().filter(|_| !self.run.phase.under_way()) else { return &[] };
        let stack = error_stack(run);
        if stack.is_empty() {
            run.callbacks.last().map_or(&[], |call| &call.stack)
        } else {
            stack
        }
    }

    /// The last script, if the operation is over because it failed.
    pub fn ended_badly(&self) -> Option<&ScriptRun> {
        let run = self.run.current().filter(|_| self.run.phase == Phase::Finished)?;
        (!outcome::fine(run.outcome.as_ref()?.kind)).then_some(run)
    }

    /// The innermost row of the stack that stands in one of the connection's own scripts.
    pub fn top_user_row(&self) -> usize {
        self.stack().iter().position(|row| self.script_named(&row.file).is_some()).unwrap_or(0)
    }

    /// The script with this file label.
    pub fn script_named(&self, file: &str) -> Option<&Script> {
        self.connection()?.scripts.values().find(|script| script.file == file)
    }

    /// What to mark in the shown text.
    pub fn mark(&self) -> Option<Mark> {
        let row = self.stack().into_iter().nth(self.frame)?;
        if row.file != self.source.file {
            return None;
        }
        let kind = match self.run.phase {
            Phase::Paused if self.frame == 0 => MarkKind::Next,
            Phase::Paused | Phase::Running => MarkKind::Waits,
            _ if self.ended_badly().is_some() => MarkKind::Failed,
            _ => MarkKind::Ended,
        };
        Some(Mark { span: row.span, kind })
    }

    /// What ended the run, in one line, and the line (from 1) of the shown text it belongs to.
    pub fn reason_in_source(&self) -> Option<(u32, String)> {
        let run = self.ended_badly()?;
        let row = self.stack().into_iter().nth(self.top_user_row())?;
        if row.file != self.source.file {
            return None;
        }
        let outcome = run.outcome.as_ref()?;
        let text = match &outcome.error {
            Some(error) => format!("{}: {}", error.name, error.message),
            None => format!("{} {}", run.action, outcome::words(outcome.kind)),
        };
        Some((row.span.line, text))
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

/// An operation as on the command line: `login`, `script:get_user`.
pub fn operation_name(operation: Operation) -> String {
    match operation {
        Operation::Login => "login".to_owned(),
        Operation::Script(action) => format!("script:{action}"),
    }
}

fn error_stack(run: &ScriptRun) -> &[StackFrame] {
    let error = run.outcome.as_ref().and_then(|outcome| outcome.error.as_ref());
    error.map_or(&[], |error| &error.stack)
}

fn stack_row(frame: &StackFrame) -> StackRow {
    let place = &frame.place;
    let span = Span { line: place.line, column: place.column, end_line: place.line, end_column: place.column };
    StackRow {
        function: place.function.clone(),
        derived: frame.derived,
        asynchronous: frame.asynchronous,
        file: place.file.clone(),
        span,
    }
}
