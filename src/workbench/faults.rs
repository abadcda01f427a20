//! Faults switched on and off while one works: what is confirmed runs the operation again.

use super::driver::Request;
use super::evaluation::{Prompt, Purpose};
use super::overlay::Overlay;
use super::state::Workbench;
use super::update::{give_up, launch};
use crate::legacy::faults::Fault;

impl Workbench {
    /// The faults that are switched on.
    pub fn faults(&self) -> &[Fault] {
        let own = || self.connection().map_or(&[][..], |connection| &connection.settings.faults);
        self.store.faults.as_deref().unwrap_or_else(own)
    }

    /// The same in one line.
    pub fn faults_in_words(&self) -> String {
        self.faults().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

/// Opens the prompt with the faults that are on.
pub(super) fn open(workbench: &mut Workbench) -> Vec<Request> {
    let text = workbench.faults_in_words();
    workbench.overlay = Some(Overlay::Prompt(Prompt::filled(Purpose::Faults, 0, &text)));
    Vec::new()
}

/// Takes what was typed; what is no fault stays in the prompt, with the reason.
pub(super) fn confirm(workbench: &mut Workbench, mut prompt: Prompt) -> Vec<Request> {
    match Fault::list(prompt.line.text()) {
        Ok(faults) if faults == workbench.faults() => Vec::new(),
        Ok(faults) => {
            workbench.store.faults = Some(faults);
            let mut requests = give_up(workbench);
            requests.extend(launch(workbench));
            requests
        }
        Err(error) => {
            prompt.error = Some(error.to_string());
            workbench.overlay = Some(Overlay::Prompt(prompt));
            Vec::new()
        }
    }
}
