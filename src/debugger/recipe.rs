//! A script with all that determines its run: given the same notes, the same run.

use std::sync::Arc;

use super::protocol::Launch;
use crate::sandbox::{Call, Notes, Program};
use crate::script::Prepared;

/// See above. Clones share everything.
#[derive(Clone)]
pub(super) struct Recipe {
    pub(super) script: Arc<Prepared>,
    pub(super) launch: Arc<Launch>,
    pub(super) notes: Notes,
}

impl Recipe {
    /// The text that runs.
    pub(super) fn program(&self) -> Program {
        Program { file: self.script.file.clone(), text: self.script.text.clone(), hooks: Prepared::HOOKS.to_vec() }
    }

    /// The call that starts it.
    pub(super) fn call(&self) -> Call {
        Call {
            action: self.launch.script.action,
            arguments: self.launch.arguments.clone(),
            configuration: self.launch.configuration.clone(),
        }
    }
}
