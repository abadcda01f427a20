//! The operation set beside another one: in the other mode, beside a reset, with the script before and after an edit.

use super::driver::{LaunchRequest, Request};
use super::overlay::Overlay;
use super::scroll::Scroll;
use super::state::Workbench;
use crate::connection::Connection;
use crate::flow::Contrast;
use std::sync::Arc;

/// What the operation is set beside.
#[derive(Clone, Debug)]
pub enum With {
    /// The same inputs in the other mode.
    Mode,
    /// The same user by a password reset.
    Reset,
    /// The same inputs with the scripts of this connection: after an edit.
    Edit(Arc<Connection>),
}

impl PartialEq for With {
    /// Connections are compared by identity: they do not change once loaded.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Mode, Self::Mode) | (Self::Reset, Self::Reset) => true,
            (Self::Edit(one), Self::Edit(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// What can be chosen to be set beside the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// The other mode.
    Mode,
    /// A reset.
    Reset,
    /// An edit.
    Edit,
}

impl Beside {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Mode, Self::Reset, Self::Edit];

    /// The word typed after `compare`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mode => "mode",
            Self::Reset => "reset",
            Self::Edit => "edit",
        }
    }

    /// What is compared, in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Mode => "the same inputs under both modes",
            Self::Reset => "this operation and a password reset of the same user",
            Self::Edit => "the scripts before and after the edit",
        }
    }
}

/// Two operations side by side, or on their way.
#[derive(Clone, Debug)]
pub struct SideBySide {
    /// What is compared.
    pub beside: Beside,
    /// The rows, once both were played; `Err` says why one could not be.
    pub found: Option<Result<Arc<Contrast>, String>>,
    /// The selected row.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

impl SideBySide {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.found.iter().flatten().map(|contrast| contrast.rows.len()).sum()
    }

    /// Whether there is nothing to select.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Plays both and sets them side by side.
pub(super) fn ask(workbench: &mut Workbench, beside: Beside) -> Vec<Request> {
    match request(workbench, beside) {
        Ok((request, with)) => {
            let scroll = Scroll::default();
            workbench.overlay =
                Some(Overlay::Contrast(Box::new(SideBySide { beside, found: None, selected: 0, scroll })));
            vec![Request::Contrast(Box::new(request), with)]
        }
        Err(why) => {
            workbench.fail(why);
            Vec::new()
        }
    }
}

/// What is played on the left, and what stands beside it.
fn request(workbench: &Workbench, beside: Beside) -> Result<(LaunchRequest, With), String> {
    let present = match &workbench.launched {
        Some(launched) => LaunchRequest::clone(launched),
        None => workbench.launch_request().map_err(|error| match error {
            Some(error) => error.message,
            None => "No connection is loaded".to_owned(),
        })?,
    };
    if present.store.commits() {
        return Err("Two more runs would really write: comparing is off with --commit".to_owned());
    }
    match beside {
        Beside::Mode => Ok((present, With::Mode)),
        Beside::Reset => Ok((present, With::Reset)),
        Beside::Edit => {
            let other = workbench.timelines.beside.as_ref().and_then(|other| other.launched.as_deref());
            let edited = other.filter(|other| !Arc::ptr_eq(&other.connection, &present.connection));
            let Some(other) = edited else {
                return Err("No edited script runs beside this one: E opens the script in the editor".to_owned());
            };
            let shown_first =
                workbench.timelines.beside.as_ref().is_none_or(|beside| workbench.timelines.letter < beside.letter);
            let (before, after) = if shown_first { (&present, other) } else { (other, &present) };
            Ok((before.clone(), With::Edit(Arc::clone(&after.connection))))
        }
    }
}

/// Both were played.
pub(super) fn arrived(workbench: &mut Workbench, found: Result<Arc<Contrast>, String>) {
    if let Some(Overlay::Contrast(shown)) = &mut workbench.overlay {
        let differing =
            found.as_ref().ok().and_then(|found| found.rows.iter().position(|row| row.differs && !row.given));
        shown.selected = differing.unwrap_or(0);
        shown.scroll = Scroll::default();
        shown.found = Some(found);
    }
}
