//! What outlives a single realm: the ways in and out of a run, and what the user did to it.

use std::cell::{Cell, RefCell};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Receiver;
use std::sync::Arc;

use super::protocol::{Command, Event};
use super::rerun::Intervention;
use crate::recording::masking::Mask;

/// See above; shared by all realms of one session.
pub(super) struct Link {
    pub(super) commands: Receiver<Command>,
    pub(super) stop: Arc<AtomicBool>,
    listener: Box<dyn Fn(Event)>,
    pub(super) mask: Mask,
    pub(super) interventions: RefCell<Vec<Intervention>>,
    pub(super) breakpoints: RefCell<Option<Vec<u32>>>,
    pub(super) first_handle: Cell<u32>,
}

impl Link {
    pub(super) fn new(
        commands: Receiver<Command>,
        stop: Arc<AtomicBool>,
        listener: Box<dyn Fn(Event)>,
        mask: Mask,
    ) -> Self {
        Self {
            commands,
            stop,
            listener,
            mask,
            interventions: RefCell::default(),
            breakpoints: RefCell::default(),
            first_handle: Cell::new(1),
        }
    }

    pub(super) fn tell(&self, event: Event) {
        (self.listener)(event);
    }
}
