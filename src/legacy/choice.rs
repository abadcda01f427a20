//! What answers as the legacy store, and how it fails.

use std::path::PathBuf;

use super::continued::{Continued, History};
use super::faults::{Fault, Faulty};
use super::live::dry_run::Allowed;
use super::live::{Live, LiveSource, LiveUse};
use super::{Embedded, EmbeddedTemplate, SeedError, Store};

/// Which store answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoreKind {
    /// One in memory, filled from seeds.
    #[default]
    Embedded,
    /// The servers the script names.
    Live {
        /// What is written stays written; else everything is taken back.
        commit: bool,
    },
}

/// What was chosen for the runs of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreChoice {
    /// Which store answers.
    pub kind: StoreKind,
    /// The faults switched on; `None`: those of the connection's own settings.
    pub faults: Option<Vec<Fault>>,
}

impl StoreChoice {
    /// The name used on the command line and in JSON.
    pub const fn name(&self) -> &'static str {
        match self.kind {
            StoreKind::Embedded => Embedded::NAME,
            StoreKind::Live { .. } => Live::NAME,
        }
    }

    /// The name used on screen.
    pub const fn title(&self) -> &'static str {
        match self.kind {
            StoreKind::Embedded => "embedded store",
            StoreKind::Live { commit: false } => "LIVE STORE (dry run)",
            StoreKind::Live { commit: true } => "LIVE STORE, WRITES STAY",
        }
    }

    /// Whether servers are spoken to.
    pub const fn is_live(&self) -> bool {
        matches!(self.kind, StoreKind::Live { .. })
    }

    /// Whether what is written stays written.
    pub const fn commits(&self) -> bool {
        matches!(self.kind, StoreKind::Live { commit: true })
    }
}

/// Where the stores of an operation come from: each run gets one of its own.
#[derive(Clone)]
pub struct StoreSource {
    kind: Kind,
    faults: Vec<Fault>,
}

#[derive(Clone)]
enum Kind {
    Embedded(EmbeddedTemplate),
    Live(LiveSource),
}

impl StoreSource {
    /// Seeds and routes fill an embedded store; `allow` is what a dry run over live ones may send.
    ///
    /// # Errors
    /// When a seed or route file of an embedded store cannot be used.
    pub fn new(
        kind: StoreKind,
        faults: Vec<Fault>,
        seeds: &[PathBuf],
        routes: &[PathBuf],
        allow: &[Allowed],
    ) -> Result<Self, SeedError> {
        let kind = match kind {
            StoreKind::Embedded => Kind::Embedded(EmbeddedTemplate::read(seeds, routes)?),
            StoreKind::Live { commit } => Kind::Live(LiveSource::new(LiveUse { commit, allow: allow.to_vec() })),
        };
        Ok(Self { kind, faults })
    }

    /// A store for one run, as it is after what was asked before.
    ///
    /// # Errors
    /// When there is no room for an embedded one.
    pub fn open(&self, before: &History) -> Result<Box<dyn Store + Send>, SeedError> {
        let store: Box<dyn Store + Send> = match &self.kind {
            Kind::Embedded(template) => Box::new(template.open()?),
            Kind::Live(source) => Box::new(source.open()),
        };
        let store = if before.is_empty() { store } else { Box::new(Continued::over(store, before.clone())) };
        Ok(if self.faults.is_empty() { store } else { Box::new(Faulty::new(store, &self.faults)) })
    }

    /// The faults that are switched on.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}
