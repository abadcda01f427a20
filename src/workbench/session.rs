//! What is carried from one operation to the next: the users in the Auth0 store, and what the legacy store was asked.

use std::sync::Arc;

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
}

impl Session {
    /// The state of things as the connection's settings have it.
    pub fn of(connection: &Connection) -> Self {
        let settings = &connection.settings;
        Self {
            auth0: Arc::new(Auth0Store::of(connection)),
            variants: Variants::chosen(&settings.variants),
            ..Self::default()
        }
    }
}
