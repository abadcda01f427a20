//! Where the connection comes from, and how it is played: arguments every subcommand shares.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::Failure;
use crate::connection::{load, Connection, Drivers, Environment, LoadOptions, Loaded, Mode, Note};
use crate::legacy::Embedded;
use crate::play::unparsed;
use crate::visible::{visible, visible_path};

/// How a connection is read and played.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// The connection of this name, where the path holds several
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Settings file instead of the loginscope.toml beside the connection
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Mode to play in, instead of the connection's own
    #[arg(long, value_enum)]
    mode: Option<ModeArgument>,
    /// What answers as the legacy store
    #[arg(long, value_enum, default_value_t = StoreArgument::Embedded)]
    pub(super) store: StoreArgument,
    /// Whose npm modules the scripts get, instead of what loginscope.toml says
    #[arg(long, value_enum)]
    drivers: Option<DriversArgument>,
}

/// `--drivers`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum DriversArgument {
    /// Those built in, whose requests any store can answer
    Builtin,
    /// The real packages from node_modules beside the connection
    Npm,
}

/// `--mode`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ModeArgument {
    /// The legacy store answers every login
    Legacy,
    /// A successful login copies the user into Auth0
    Migration,
}

/// `--store`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StoreArgument {
    /// A store in memory, filled from the seed files of loginscope.toml
    Embedded,
}

impl fmt::Display for StoreArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded => f.write_str(Embedded::NAME),
        }
    }
}

impl Source {
    /// The mode asked for.
    pub(super) fn mode(&self) -> Option<Mode> {
        self.mode.map(|mode| match mode {
            ModeArgument::Legacy => Mode::LegacyAuthentication,
            ModeArgument::Migration => Mode::AutomaticMigration,
        })
    }

    /// Reads what stands at `path`.
    pub(super) fn load(&self, path: &Path) -> Result<Loaded, Failure> {
        let options = LoadOptions { config: self.config.clone(), environment: Environment::of_this_process() };
        let mut loaded = load(path, &options).map_err(Failure::input)?;
        for connection in &mut loaded.connections {
            let unparsed = unparsed(connection);
            connection.notes.extend(unparsed);
            connection.settings.drivers = match self.drivers {
                Some(DriversArgument::Builtin) => Drivers::BuiltIn,
                Some(DriversArgument::Npm) => Drivers::Npm,
                None => connection.settings.drivers,
            };
        }
        if let Some(name) = &self.name {
            let known = names(&loaded.connections);
            loaded.connections.retain(|connection| connection.name == *name);
            if loaded.connections.is_empty() {
                return Err(Failure::Input(format!(
                    "{} holds no connection named `{}`; it holds {known}",
                    visible_path(path),
                    visible(name)
                )));
            }
        }
        Ok(loaded)
    }

    /// The one connection at `path`.
    pub(super) fn one(&self, path: &Path) -> Result<(Arc<Connection>, Vec<Note>), Failure> {
        let Loaded { mut connections, notes } = self.load(path)?;
        match (connections.pop(), connections.len()) {
            (Some(connection), 0) => Ok((Arc::new(connection), notes)),
            (Some(last), _) => {
                connections.push(last);
                Err(Failure::Input(format!(
                    "{} holds several connections: {}. Name one with --name",
                    visible_path(path),
                    names(&connections)
                )))
            }
            (None, _) => Err(Failure::Input(format!("{} holds no connection", visible_path(path)))),
        }
    }
}

fn names(connections: &[Connection]) -> String {
    let names: Vec<String> = connections.iter().map(|connection| format!("`{}`", visible(&connection.name))).collect();
    names.join(", ")
}
