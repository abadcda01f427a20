//! The legacy store: what the scripts' drivers reach.
//!
//! A driver sends a [`Request`]; a [`Store`] answers with a [`Reply`]. Both are plain data that serialises to
//! JSON, so a recorded run can be answered again without the store. This folder is the only one that may open a
//! socket or a database, and it knows neither JavaScript nor the screen.

mod effect;
pub mod embedded;
mod exchange;
mod room;

pub use effect::effect;
pub use embedded::{Embedded, EmbeddedTemplate, SeedError};
pub use exchange::{Cell, Column, Dialect, Effect, Params, Reply, Request, StoreError, Target};

use std::time::Duration;

/// Something that answers drivers.
pub trait Store {
    /// How the store is named on screen and in JSON: `embedded`, `live` or `recorded`.
    fn name(&self) -> &'static str;

    /// Answers one request. The duration is how long the store took.
    ///
    /// A store that refuses or fails says so with [`Reply::Error`]: a driver turns it into the error object the
    /// real driver would give.
    fn answer(&mut self, request: &Request) -> (Reply, Duration);
}

/// A store that is not there: every connection is refused.
pub struct Nobody;

impl Store for Nobody {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn answer(&mut self, _request: &Request) -> (Reply, Duration) {
        let refused = StoreError {
            code: "ECONNREFUSED".to_owned(),
            message: "connect ECONNREFUSED".to_owned(),
            syscall: Some("connect".to_owned()),
            fatal: true,
            ..StoreError::default()
        };
        (Reply::Error(refused), Duration::ZERO)
    }
}
