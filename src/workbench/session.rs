//! What is carried from one operation to the next: the users in the Auth0 store, and what the legacy store was asked.

use std::sync::Arc;

use super::driver::Request;
use super::state::Workbench;
use super::update::give_up;
use crate::connection::Connection;
use crate::flow::{Auth0Store, Circumstances, Variants};
use crate::legacy::History;

/// The state of things before the operation.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// The users in the Auth0 store.
    pub auth0: Arc<Auth0Store>,
    /// What the legacy store has been asked.
    pub history: History,
    /// Which readings of the sources hold.
    pub variants: Variants,
    /// How the operation comes about, and what gets in its way.
    pub circumstances: Circumstances,
    /// How many operations it comes after.
    pub operations: usize,
    /// The operation on screen is one of them: it was carried on from already.
    pub taken: bool,
    /// Something was changed since the operation on screen was launched, so that it would come out otherwise now.
    pub changed: bool,
}

impl Session {
    /// The state of things as the connection's settings have it.
    pub fn of(connection: &Connection) -> Self {
        let settings = &connection.settings;
        Self {
            auth0: Arc::new(Auth0Store::of(connection)),
            variants: Variants::chosen(&settings.variants),
            circumstances: settings.circumstances,
            ..Self::default()
        }
    }

    /// `after 2 operations`; empty at the beginning.
    pub fn in_words(&self) -> String {
        match self.operations {
            0 => String::new(),
            1 => "after 1 operation".to_owned(),
            many => format!("after {many} operations"),
        }
    }
}

/// Why one cannot carry on from the operation on screen; `None` if one can.
pub(super) fn cannot_carry_on(workbench: &Workbench) -> Option<&'static str> {
    let over = workbench.decision.as_ref().is_some_and(|decision| decision.verdict.is_some());
    match (&workbench.launched, over) {
        (None, _) => Some("No operation was played yet: r plays one"),
        (Some(_), false) => Some("The operation is not over yet: c goes on to its end"),
        (Some(_), true) if workbench.session.taken => Some("The next operation starts after this one already"),
        _ => None,
    }
}

/// The next operation starts where the one on screen ended: with what it wrote to both stores.
pub(super) fn carry_on(workbench: &mut Workbench) -> Vec<Request> {
    let (Some(launched), Some(decision)) = (&workbench.launched, &workbench.decision) else { return Vec::new() };
    let (store, changes) = (launched.auth0.after(&decision.changes), decision.changes.len());
    // Where no script was asked the legacy store is as it was.
    let history = workbench.run.history.clone().unwrap_or_else(|| launched.history.clone());
    let session = &mut workbench.session;
    session.auth0 = Arc::new(store);
    session.history = history;
    session.operations += 1;
    session.taken = true;
    let wrote = match changes {
        0 => "Auth0's store is as it was".to_owned(),
        1 => "1 change in Auth0's store is kept".to_owned(),
        many => format!("{many} changes in Auth0's store are kept"),
    };
    workbench.tell(format!("Carried on: {wrote}. a chooses what comes next, r runs this operation from here"));
    Vec::new()
}

/// Both stores are again as the connection's settings fill them.
pub(super) fn reset(workbench: &mut Workbench) -> Vec<Request> {
    let Some(connection) = workbench.connection().cloned() else { return Vec::new() };
    let Session { auth0, history, .. } = Session::of(&connection);
    let session = &mut workbench.session;
    (session.auth0, session.history) = (auth0, history);
    (session.operations, session.taken, session.changed) = (0, false, false);
    let mut requests = give_up(workbench);
    workbench.forget_run();
    workbench.overlay = None;
    workbench.tell("Both stores are as the seeds fill them: r runs the operation");
    requests.push(Request::Judge);
    requests
}
