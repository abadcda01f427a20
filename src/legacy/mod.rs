//! The legacy store: what the scripts' drivers reach.
//!
//! A driver sends a [`Request`]; a [`Store`] answers with a [`Reply`]. Both are plain data that serialises to
//! JSON, so a recorded run can be answered again without the store. This folder is the only one that may open a
//! socket or a database, and it knows neither JavaScript nor the screen.

pub mod altered;
mod choice;
mod continued;
pub mod directory;
pub mod documents;
mod effect;
pub mod embedded;
mod exchange;
mod extended_json;
pub mod faults;
pub mod live;
mod mysql_errors;
mod mysql_text;
mod parsed;
mod room;
pub mod socket;
mod tables;

pub use altered::{Alteration, AlterationError};
pub use choice::{StoreChoice, StoreKind, StoreSource};
pub use continued::{bring_up_to_date, History};
pub use effect::effect;
pub use embedded::{Embedded, EmbeddedTemplate, SeedError};
pub use exchange::{Access, Cell, Column, Dialect, Effect, Params, Reply, Request, StoreError, Target, Tls};
pub use live::{Interrupter, Live};
pub use tables::tables;

use std::time::Duration;

/// A point in time as people and databases write it (`2024-01-31`, `2024-01-31 12:00`, `2024-01-31T12:00:00Z`; UTC
/// unless it says otherwise), in milliseconds since 1970.
pub fn moment(text: &str) -> Option<f64> {
    embedded::time::parse(text).map(|micros| micros.div_euclid(1000) as f64)
}

/// Something that answers drivers.
pub trait Store {
    /// How the store is named on screen and in JSON: `embedded`, `live` or `recorded`.
    fn name(&self) -> &'static str;

    /// Answers one request. The duration is how long the store took.
    ///
    /// A store that refuses or fails says so with [`Reply::Error`]: a driver turns it into the error object the
    /// real driver would give.
    fn answer(&mut self, request: &Request) -> (Reply, Duration);

    /// A store of its own in the state this one was in before it was first asked; `None` where there is but one
    /// store and what was done to it stays done.
    fn again(&self) -> Option<Box<dyn Store + Send>> {
        None
    }

    /// Whether a store that is to be brought into the state another one is in must be asked this, unheard. It must
    /// not where what was asked there stays done.
    fn repeats(&self, _request: &Request) -> bool {
        true
    }

    /// Ends the wait of whoever asks this store, from another thread; `None` where nobody ever waits.
    fn interrupter(&self) -> Option<Interrupter> {
        None
    }
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
