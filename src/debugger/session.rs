//! A run on a thread of its own.

use std::rc::Rc;
use std::sync::mpsc::{channel, Sender};
use std::sync::Arc;
use std::thread;

use thiserror::Error;

use super::link::{Control, Link, Listener};
use super::past::{Interventions, Past};
use super::protocol::{Command, Event, Launch};
use super::recipe::Recipe;
use super::rerun::{Goal, Purpose};
use super::watcher::{Errand, Watcher};
use crate::legacy::{Interrupter, Store};
use crate::recording::{ErrorInfo, Masked, Outcome, OutcomeKind, Place, ScriptRun, StackFrame};
use crate::sandbox::{Notes, Realm, World};
use crate::script::{prepare, Prepared, SyntaxFailure};

/// Room for the engine's own stack (see [`crate::sandbox::Limits::stack`]) and ours.
pub(super) const THREAD_STACK: usize = 24 << 20;

/// The thread of a run could not be started, or the engine could not be set up.
#[derive(Debug, Error)]
pub enum SessionError {
    /// The system gave no thread.
    #[error("no thread could be started for the script: {0}")]
    Thread(#[from] std::io::Error),
    /// The thread ended without a result.
    #[error("the thread of the script ended before the run did; this is a fault of loginscope's own")]
    Lost,
}

/// A run under way, or over and still there to be walked. Dropping it ends it.
#[derive(Debug)]
pub struct Session {
    commands: Sender<Command>,
    control: Arc<Control>,
    notes: Notes,
    interventions: Interventions,
    /// Ends the wait for a store that does not answer.
    interrupter: Option<Interrupter>,
}

impl Session {
    /// Starts a run; `listener` hears its events. The run has ended with [`Event::Finished`], and can be gone back
    /// into from there.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        mut launch: Launch,
        store: Box<dyn Store + Send>,
        listener: impl Fn(Event) + Send + 'static,
    ) -> Result<Self, SessionError> {
        let (commands, received) = channel();
        let past = launch.past.take().unwrap_or_default();
        let session = Self {
            commands,
            control: Arc::default(),
            notes: past.notes.into(),
            interventions: past.interventions.into(),
            interrupter: store.interrupter(),
        };
        let (control, notes) = (Arc::clone(&session.control), session.notes.clone());
        let (interventions, listener) = (session.interventions.clone(), Listener::new(listener));
        let perform = move || {
            let Some(recipe) = Recipe::of(launch, notes, &listener) else { return };
            let link = Rc::new(Link::new(received, control, listener, recipe, interventions));
            perform(&link, store, true);
        };
        thread::Builder::new().name("script".to_owned()).stack_size(THREAD_STACK).spawn(perform)?;
        Ok(session)
    }

    /// Asks for something. Without effect once the session is dropped.
    pub fn send(&self, command: Command) {
        if command == Command::Stop {
            self.control.stop();
            self.interrupt();
        }
        // The receiver is gone when the script does not parse: then there is nobody to ask.
        let _over = self.commands.send(command);
    }

    fn interrupt(&self) {
        if let Some(interrupter) = &self.interrupter {
            interrupter.interrupt();
        }
    }

    /// What the run went through so far, for another run beside it.
    pub fn past(&self) -> Past {
        Past { notes: self.notes.list(), interventions: self.interventions.lock().clone() }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.control.quit();
        self.interrupt();
    }
}

impl Recipe {
    /// Prepares the script. `None`: it does not parse, and that was told.
    pub(super) fn of(launch: Launch, notes: Notes, listener: &Listener) -> Option<Self> {
        match prepare(&launch.script.file, Arc::clone(&launch.script.text)) {
            Ok(script) => Some(Self { script: Arc::new(script), launch: Arc::new(launch), notes }),
            Err(failure) => {
                listener.tell(Event::Finished(Arc::new(unparsed(&launch, &failure))));
                None
            }
        }
    }
}

/// Runs the script, again and again as the user goes back in it. Where `stays`, a run that is over waits to be
/// walked.
pub(super) fn perform(link: &Rc<Link>, store: Box<dyn Store + Send>, stays: bool) {
    let Recipe { script, launch, notes } = &link.recipe;
    let (program, call) = (link.recipe.program(), link.recipe.call());
    link.set_stops(script, launch.stops.clone());
    // Where another run noted something, it asked another store.
    let mut world = World::beside(store, launch.started_at_ms, notes.clone());
    let aimed = launch.aim.and_then(|aim| Goal::of(aim, script).ok());
    let mut errand = aimed.map_or(Errand::Live, Errand::Towards);
    link.tell_stops(script);
    let mut ended: Option<ScriptRun> = None;
    loop {
        let watcher = Watcher::new(Arc::clone(script), Rc::clone(link), launch, errand);
        let observer: Rc<Watcher> = Rc::clone(&watcher);
        let realm = match Realm::in_container(launch.limits, launch.container.clone(), world, observer) {
            Ok(realm) => realm,
            Err(error) => {
                let outcome = Some(failure(OutcomeKind::LoadError, error.to_string(), Vec::new()));
                link.tell(Event::Finished(Arc::new(ScriptRun { outcome, ..empty(launch) })));
                return;
            }
        };
        let run = realm.run(&program, &call);
        world = realm.into_world();
        let mut goal = watcher.next_goal();
        if goal.is_none() {
            let ended_at = watcher.located().unwrap_or_default();
            // A second run was only to find out where the first one ended.
            let located_before = ended.is_some();
            let run = ScriptRun { ended_at, ..ended.take().unwrap_or(run) };
            if stays && link.control.has_quit() {
                return;
            }
            link.furthest.set(link.furthest.get().max(run.steps));
            goal = watcher.ended(&run).or_else(|| link.failure_of(&run));
            if goal.is_none() && leaves_no_trace(&run) && !located_before {
                goal = Some(Goal::step(run.steps, Purpose::Locate));
                ended = Some(run);
            } else if goal.is_none() {
                let run = ScriptRun { function: own_name(script), warnings: script.warnings.clone(), ..run };
                link.tell(Event::Finished(Arc::new(run.masked(&link.mask))));
                goal = if stays { link.wait_to_be_walked(&run) } else { None };
            }
        }
        let Some(goal) = goal else { return };
        errand = Errand::Towards(goal);
        let (behind, store) = (world.store_is_behind(), world.into_store());
        let again = if behind { World::beside } else { World::again };
        world = again(store, launch.started_at_ms, notes.clone());
    }
}

/// Steps beyond which running again to find the last one would be felt.
const NEAR: u64 = 1_000_000;

/// Whether a run ended without anything that says where, and can be run again to find out.
fn leaves_no_trace(run: &ScriptRun) -> bool {
    let kind = run.outcome.as_ref().map(|outcome| outcome.kind);
    let unanswered = matches!(kind, Some(OutcomeKind::NoCallback | OutcomeKind::Timeout));
    unanswered && run.ended_at.is_empty() && (1..=NEAR).contains(&run.steps)
}

fn own_name(script: &Prepared) -> Option<String> {
    let function = &script.tables.functions[script.function?];
    (!function.derived).then(|| function.name.clone())
}

fn unparsed(launch: &Launch, syntax: &SyntaxFailure) -> ScriptRun {
    let place = Place {
        function: format!("top level of {}", syntax.file),
        file: syntax.file.clone(),
        line: syntax.at.line,
        column: syntax.at.column,
    };
    let stack = vec![StackFrame { place, derived: true, asynchronous: false }];
    let mut outcome = failure(OutcomeKind::SyntaxError, syntax.message.clone(), stack);
    if let Some(error) = &mut outcome.error {
        error.name = "SyntaxError".to_owned();
    }
    ScriptRun { outcome: Some(outcome), ..empty(launch) }
}

fn failure(kind: OutcomeKind, message: String, stack: Vec<StackFrame>) -> Outcome {
    let properties = serde_json::Map::new();
    let error = ErrorInfo { name: "Error".to_owned(), code: None, message, is_error: true, stack, properties };
    Outcome { kind, error: Some(error), result: None }
}

fn empty(launch: &Launch) -> ScriptRun {
    ScriptRun::begun(launch.script.action, launch.script.file.clone())
}
