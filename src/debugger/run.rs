//! A run to its end, without stops.

use std::rc::Rc;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

use super::link::{Link, Listener};
use super::past::Past;
use super::protocol::{Event, Launch};
use super::recipe::Recipe;
use super::session::{perform, SessionError, THREAD_STACK};
use crate::legacy::Store;
use crate::recording::ScriptRun;

/// Runs a script to its end, without stops.
///
/// # Errors
/// When the system gives no thread.
pub fn run(launch: Launch, store: Box<dyn Store + Send>) -> Result<ScriptRun, SessionError> {
    let launch = Launch { stop_on_entry: false, stops: Vec::new(), ..launch };
    run_and_keep(launch, store).map(|(run, _)| run)
}

/// The same, with what the run went through.
///
/// # Errors
/// When the system gives no thread.
pub fn run_and_note(launch: Launch, store: Box<dyn Store + Send>) -> Result<(ScriptRun, Past), SessionError> {
    let launch = Launch { stop_on_entry: false, stops: Vec::new(), ..launch };
    let (run, recipe) = run_and_keep(launch, store)?;
    let notes = recipe.map_or_else(Vec::new, |recipe| recipe.notes.list());
    Ok((run, Past { notes, ..Past::default() }))
}

/// Runs to the end and keeps what running again needs; `None` where the script does not parse.
pub(super) fn run_and_keep(
    mut launch: Launch,
    store: Box<dyn Store + Send>,
) -> Result<(ScriptRun, Option<Recipe>), SessionError> {
    let result = Arc::new(Mutex::new(None));
    let place = Arc::clone(&result);
    let listener = Listener::new(move |event| {
        if let (Event::Finished(run), Ok(mut place)) = (event, place.lock()) {
            *place = Some(run);
        }
    });
    let run = move || {
        // Held to the end: a closed channel means that nobody wants to know.
        let (_commands, received) = channel();
        let past = launch.past.take().unwrap_or_default();
        let recipe = Recipe::of(launch, past.notes.into(), &listener)?;
        let interventions = past.interventions.into();
        let link = Rc::new(Link::new(received, Arc::default(), listener, recipe.clone(), interventions));
        perform(&link, store, false);
        Some(recipe)
    };
    let thread = thread::Builder::new().name("script".to_owned()).stack_size(THREAD_STACK).spawn(run)?;
    let recipe = thread.join().map_err(|_| SessionError::Lost)?;
    let run = result.lock().map_err(|_| SessionError::Lost)?.take().ok_or(SessionError::Lost)?;
    Ok((Arc::unwrap_or_clone(run), recipe))
}
