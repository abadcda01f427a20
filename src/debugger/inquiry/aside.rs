//! A copy of a run, on a thread of its own.

use std::cell::RefCell;
use std::mem::Discriminant;
use std::rc::Rc;
use std::sync::mpsc::channel;
use std::sync::Arc;
use std::thread;

use super::Inquiry;
use crate::debugger::link::{Control, Link, Listener};
use crate::debugger::past::{Intervention, Interventions};
use crate::debugger::protocol::{Answer, Event, Question};
use crate::debugger::recipe::Recipe;
use crate::debugger::session::THREAD_STACK;
use crate::debugger::watcher::{Errand, Watcher};
use crate::legacy::Nobody;
use crate::sandbox::{Happening, Realm, World};

/// A run as far as it is known, ready to be run again and thrown away. It never reaches a store: what is not noted
/// is refused.
#[derive(Clone)]
pub(in crate::debugger) struct Aside {
    pub(in crate::debugger) recipe: Recipe,
    pub(in crate::debugger) notes: Vec<Happening>,
    pub(in crate::debugger) interventions: Vec<Intervention>,
}

impl Aside {
    /// Runs the copy and lets `inquiry` look at it, on this thread. `None`: the engine could not be set up.
    fn look<I: Inquiry + 'static>(self, inquiry: I, control: Arc<Control>) -> Option<I> {
        let inquiry = Rc::new(RefCell::new(inquiry));
        {
            let launch = &self.recipe.launch;
            // The sender is gone at once: a copy is told nothing.
            let (_, commands) = channel();
            let interventions = Interventions::from(self.interventions);
            let listener = Listener::new(|_| {});
            let link = Rc::new(Link::new(commands, control, listener, self.recipe.clone(), interventions));
            let errand = Errand::Aside(Rc::clone(&inquiry) as Rc<RefCell<dyn Inquiry>>);
            let watcher = Watcher::new(Arc::clone(&self.recipe.script), link, launch, errand);
            let world = World::again(Box::new(Nobody), launch.started_at_ms, self.notes.into());
            let realm = Realm::in_container(launch.limits, launch.container.clone(), world, watcher).ok()?;
            realm.run(&self.recipe.program(), &self.recipe.call());
        }
        Rc::into_inner(inquiry).map(RefCell::into_inner)
    }

    /// The same, waited for, unless `control` ends it.
    pub(in crate::debugger) fn look_now<I: Inquiry + Send + 'static>(
        &self,
        inquiry: I,
        control: &Arc<Control>,
    ) -> Option<I> {
        let (aside, control) = (self.clone(), Arc::clone(control));
        let look = move || aside.look(inquiry, control);
        thread::Builder::new().name("aside".to_owned()).stack_size(THREAD_STACK).spawn(look).ok()?.join().ok()?
    }

    /// The same, and the answer is told when it is found, unless a newer question of the same kind was asked.
    pub(in crate::debugger) fn answer<I: Inquiry + Send + 'static>(
        &self,
        link: &Link,
        kind: Discriminant<Question>,
        inquiry: I,
        answer: impl FnOnce(I) -> Answer + Send + 'static,
    ) {
        let (aside, control, listener) = (self.clone(), Arc::new(Control::default()), link.listener.clone());
        if let Some(older) = link.asking.borrow_mut().insert(kind, Arc::clone(&control)) {
            older.quit();
        }
        let look = move || {
            if let Some(looked) = aside.look(inquiry, Arc::clone(&control)) {
                if !control.has_quit() {
                    listener.tell(Event::Answered(Box::new(answer(looked))));
                }
            }
        };
        // Without a thread there is no answer; the run itself is not touched by that.
        let _no_thread = thread::Builder::new().name("aside".to_owned()).stack_size(THREAD_STACK).spawn(look);
    }
}

impl Link {
    /// The run as far as it is known.
    pub(in crate::debugger) fn aside(&self) -> Aside {
        Aside {
            recipe: self.recipe.clone(),
            notes: self.recipe.notes.list(),
            interventions: self.interventions.lock().clone(),
        }
    }
}
