//! The state of the workbench, and what can be read off it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::actions::Context;
use super::beside::Beside;
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
use super::session::Session;
use super::source::Source;
use super::time::Time;
use super::timelines::Timelines;
use crate::connection::{Action, Connection, Mode, Note};
use crate::debugger::{BoundStop, Stop};
use crate::flow::{Decision, Inputs, Operation};
use crate::legacy::StoreChoice;
use crate::recording::Query;
use crate::why::Card;

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
    /// Which store answers, and how it fails.
    pub store: StoreChoice,
    /// Stops of the operation's first script, beside those that are kept.
    pub stops: Vec<Stop>,
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
    /// Which store answers, and how it fails.
    pub store: StoreChoice,
    /// The inputs.
    pub form: Form,
    /// What was wrong with the inputs when they were used last.
    pub form_error: Option<FieldError>,
    /// The operation under way, or the last.
    pub run: Run,
    /// What is carried from one operation to the next.
    pub session: Session,
    /// What was launched last.
    pub launched: Option<Box<LaunchRequest>>,
    /// Stops, per script, in the order they are given to the debugger.
    pub stops: BTreeMap<Action, Vec<BoundStop>>,
    /// The text shown.
    pub source: Source,
    /// The selected row of the stack.
    pub frame: usize,
    /// The stack's view.
    pub stack_scroll: Scroll,
    /// The variables.
    pub scopes: Scopes,
    /// What is written beside the code.
    pub beside: Beside,
    /// The exchanges.
    pub queries: Queries,
    /// The console.
    pub journal: Journal,
    /// Expressions asked, oldest first.
    pub evaluations: Vec<Evaluation>,
    /// What Auth0 decides so far.
    pub decision: Option<Decision>,
    /// The selected entry of the decision: its reasons, then the fields of its profile.
    pub decision_selected: usize,
    /// The decision's view.
    pub decision_scroll: Scroll,
    /// The inputs' view.
    pub inputs_scroll: Scroll,
    /// What there was to say about the stops that are kept.
    pub kept_notes: Vec<Note>,
    /// Why it came out as it did, where somebody would ask.
    pub card: Option<Card>,
    /// Findings of the run so far.
    pub findings: Vec<Remark>,
    /// Moving through the run in time.
    pub time: Time,
    /// Which of two runs is shown, and the other one.
    pub timelines: Timelines,
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
    pub(super) given_stops: Vec<Stop>,
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
            session: Session::default(),
            launched: None,
            stops: BTreeMap::new(),
            source: Source::default(),
            frame: 0,
            stack_scroll: Scroll::default(),
            scopes: Scopes::default(),
            beside: Beside::default(),
            queries: Queries::default(),
            journal: Journal::default(),
            evaluations: Vec::new(),
            decision: None,
            decision_selected: 0,
            decision_scroll: Scroll::default(),
            inputs_scroll: Scroll::default(),
            kept_notes: Vec::new(),
            card: None,
            findings: Vec::new(),
            time: Time::default(),
            timelines: Timelines::default(),
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
                Pane::Timeline,
            ],
            extents: HashMap::new(),
            given: opening.inputs,
            given_stops: opening.stops,
        };
        workbench.choose_connection(0);
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

    /// What can be played on the chosen connection: whole operations, then each script alone.
    pub fn operations(&self) -> Vec<Operation> {
        let scripts = self.connection().map(|connection| connection.scripts.keys().copied().collect::<Vec<_>>());
        Operation::WHOLE.into_iter().chain(scripts.unwrap_or_default().into_iter().map(Operation::Script)).collect()
    }

    /// The pane with the focus.
    pub fn focus(&self) -> Pane {
        self.recent.first().copied().unwrap_or(Pane::Source)
    }

    /// Where keys are looked up, the most particular context first.
    pub fn contexts(&self) -> Vec<Context> {
        match &self.overlay {
            Some(overlay) => vec![overlay.context(), Context::Everywhere],
            // Where there is nothing to open or close the arrows move in time, as they do elsewhere.
            None if self.focus() == Pane::Scopes && !self.scopes.rows().is_empty() => {
                vec![Context::Scopes, Context::Panes, Context::Everywhere]
            }
            None if self.focus() == Pane::Timeline => vec![Context::Timeline, Context::Panes, Context::Everywhere],
            None => vec![Context::Panes, Context::Everywhere],
        }
    }

    /// Exchanges of all scripts of the run, in the order sent; those known to come follow the
    /// [`queries_sent`](Self::queries_sent).
    pub fn all_queries(&self) -> Vec<&Query> {
        let to_come = self.run.known().map_or(&[][..], |run| &run.queries);
        let here = self.run.current().map_or(0, |run| run.queries.len());
        let later = self.run.later.iter().flat_map(|run| &run.queries);
        self.run.scripts.iter().flat_map(|run| &run.queries).chain(to_come.iter().skip(here)).chain(later).collect()
    }

    /// How many exchanges there are, those known to come included.
    pub fn query_count(&self) -> usize {
        self.all_queries().len()
    }

    /// How many exchanges were sent where the run stands.
    pub fn queries_sent(&self) -> usize {
        self.run.scripts.iter().map(|run| run.queries.len()).sum()
    }

    /// The selected exchange.
    pub fn query(&self) -> Option<&Query> {
        self.all_queries().get(self.queries.selected).copied()
    }

    /// The stops of the shown script.
    pub fn shown_stops(&self) -> &[BoundStop] {
        self.source.action.and_then(|action| self.stops.get(&action)).map_or(&[], Vec::as_slice)
    }

    /// What was noticed about the connection, then about the run.
    pub fn remarks(&self) -> Vec<Remark> {
        let notes = self.connection().map(|connection| connection.notes.as_slice()).unwrap_or_default();
        notes.iter().chain(&self.kept_notes).map(Remark::from).chain(self.findings.iter().cloned()).collect()
    }

    /// The inputs of the form as a launch.
    ///
    /// # Errors
    /// The field that cannot be read; `None` if there is no connection.
    pub fn launch_request(&self) -> Result<LaunchRequest, Option<FieldError>> {
        let connection = self.connection().ok_or(None)?.clone();
        let asked = |stops: &Vec<BoundStop>| stops.iter().map(|bound| bound.stop.clone()).collect();
        Ok(LaunchRequest {
            connection,
            operation: self.operation,
            mode: self.mode(),
            inputs: self.form.inputs().map_err(Some)?,
            auth0: Arc::clone(&self.session.auth0),
            history: self.session.history.clone(),
            variants: self.session.variants.clone(),
            circumstances: self.session.circumstances,
            configuration: self.form.configuration(),
            store: self.store.clone(),
            stops: self.stops.iter().map(|(action, stops)| (*action, asked(stops))).collect(),
            stop_on_entry: true,
        })
    }

    /// What a view showed when it was drawn last.
    pub fn extent(&self, area: Area) -> Extent {
        self.extents.get(&area).copied().unwrap_or_default()
    }

    /// The first script of the operation that the connection has.
    pub(super) fn first_action(&self) -> Action {
        let has = |action: &Action| self.connection().is_some_and(|connection| connection.scripts.contains_key(action));
        self.operation.scripts().into_iter().find(has).unwrap_or_else(|| self.operation.action())
    }

    /// Chooses another connection and forgets the run of the one before.
    pub(super) fn choose_connection(&mut self, index: usize) {
        self.selected = index;
        self.stops.clear();
        self.kept_notes.clear();
        self.source = Source::default();
        self.forget_run();
        self.run.expect_nothing();
        let Some(connection) = self.connection().cloned() else { return };
        if matches!(self.operation, Operation::Script(action) if !connection.scripts.contains_key(&action)) {
            self.operation = Operation::Login;
        }
        self.session = Session::of(&connection);
        self.form = Form::new(&connection, self.operation, &self.given);
        self.show_script(self.first_action());
    }

    /// Forgets what belongs to one run.
    pub(super) fn forget_run(&mut self) {
        let (expected_steps, ends) = (self.run.expected_steps, std::mem::take(&mut self.run.ends));
        self.run = Run { expected_steps, ends, ..Run::default() };
        self.frame = 0;
        self.stack_scroll = Scroll::default();
        self.scopes.reset();
        self.beside.forget();
        self.queries = Queries::default();
        self.journal = Journal::default();
        self.time = Time::default();
        self.decision = None;
        self.card = None;
        self.decision_selected = 0;
        self.decision_scroll = Scroll::default();
        self.findings.clear();
        self.launched = None;
        self.timelines = Timelines::default();
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
