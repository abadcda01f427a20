//! A run on a thread of its own.

use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

use thiserror::Error;

use super::link::Link;
use super::protocol::{Command, Event, Launch};
use super::rerun::{Goal, Purpose};
use super::watcher::Watcher;
use crate::legacy::Store;
use crate::recording::{ErrorInfo, Masked, Outcome, OutcomeKind, Place, ScriptRun, StackFrame};
use crate::sandbox::{Call, Program, Realm, World};
use crate::script::{prepare, Prepared, SyntaxFailure};

/// Room for the engine's own stack (see [`crate::sandbox::Limits::stack`]) and ours.
const THREAD_STACK: usize = 24 << 20;

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

/// A run under way. Dropping it ends the run.
#[derive(Debug)]
pub struct Session {
    commands: Sender<Command>,
    stop: Arc<AtomicBool>,
}

impl Session {
    /// Starts a run; `listener` hears its events, on the run's own thread, the last one being
    /// [`Event::Finished`].
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        launch: Launch,
        store: Box<dyn Store + Send>,
        listener: impl Fn(Event) + Send + 'static,
    ) -> Result<Self, SessionError> {
        let (commands, received) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        thread::Builder::new()
            .name("script".to_owned())
            .stack_size(THREAD_STACK)
            .spawn(move || perform(launch, store, received, stopped, listener))?;
        Ok(Self { commands, stop })
    }

    /// Asks for something. Without effect once the run is over.
    pub fn send(&self, command: Command) {
        if command == Command::Stop {
            self.stop.store(true, Ordering::Relaxed);
        }
        // The receiver is gone when the run is over: then there is nobody to ask.
        let _over = self.commands.send(command);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.send(Command::Stop);
    }
}

/// Runs a script to its end, without stops.
///
/// # Errors
/// When the system gives no thread.
pub fn run(launch: Launch, store: Box<dyn Store + Send>) -> Result<ScriptRun, SessionError> {
    let result = Arc::new(Mutex::new(None));
    let place = Arc::clone(&result);
    let launch = Launch { stop_on_entry: false, breakpoints: Vec::new(), ..launch };
    // Held to the end: without it every command channel is closed, and a closed channel means "stop".
    let (_commands, received) = channel();
    let thread = thread::Builder::new().name("script".to_owned()).stack_size(THREAD_STACK).spawn(move || {
        perform(launch, store, received, Arc::default(), move |event| {
            if let (Event::Finished(run), Ok(mut place)) = (event, place.lock()) {
                *place = Some(run);
            }
        });
    })?;
    thread.join().map_err(|_| SessionError::Lost)?;
    let run = result.lock().map_err(|_| SessionError::Lost)?.take().ok_or(SessionError::Lost)?;
    Ok(Arc::unwrap_or_clone(run))
}

fn perform(
    launch: Launch,
    store: Box<dyn Store + Send>,
    commands: Receiver<Command>,
    stop: Arc<AtomicBool>,
    listener: impl Fn(Event) + 'static,
) {
    let script = match prepare(&launch.script.file, Arc::clone(&launch.script.text)) {
        Ok(script) => Rc::new(script),
        Err(failure) => {
            listener(Event::Finished(Arc::new(unparsed(&launch, &failure))));
            return;
        }
    };
    let program = Program { file: script.file.clone(), text: script.text.clone(), hooks: Prepared::HOOKS.to_vec() };
    let call = Call {
        action: launch.script.action,
        arguments: launch.arguments.clone(),
        configuration: launch.configuration.clone(),
    };
    let link = Rc::new(Link::new(commands, stop, Box::new(listener), launch.mask.clone()));
    let mut world = World::new(store, launch.started_at_ms);
    let mut goal = None;
    let mut ended: Option<ScriptRun> = None;
    loop {
        let watcher = Watcher::new(Rc::clone(&script), Rc::clone(&link), &launch, goal.take());
        let observer: Rc<Watcher> = Rc::clone(&watcher);
        let realm = match Realm::new(launch.limits, world, observer) {
            Ok(realm) => realm,
            Err(error) => {
                let failed = ScriptRun {
                    outcome: Some(failure(OutcomeKind::LoadError, error.to_string(), Vec::new())),
                    ..empty(&launch)
                };
                link.tell(Event::Finished(Arc::new(failed)));
                return;
            }
        };
        let run = realm.run(&program, &call);
        world = realm.into_world();
        goal = watcher.next_goal();
        if goal.is_none() {
            let ended_at = watcher.located().unwrap_or_default();
            // A second run was only to find out where the first one ended.
            let located_before = ended.is_some();
            let run = ScriptRun { ended_at, ..ended.take().unwrap_or(run) };
            if leaves_no_trace(&run) && !located_before {
                goal = Some(Goal { step: run.steps, tokens: Vec::new(), purpose: Purpose::Locate });
                ended = Some(run);
            } else {
                let run = ScriptRun { function: own_name(&script), warnings: script.warnings.clone(), ..run };
                link.tell(Event::Finished(Arc::new(run.masked(&launch.mask))));
                return;
            }
        }
        let (notes, store) = world.into_parts();
        world = World::again(store, launch.started_at_ms, notes);
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
