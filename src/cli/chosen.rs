//! Which connection is meant, and which modules its scripts get: arguments of every subcommand that reads one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::Failure;
use crate::connection::{load, Connection, Drivers, Environment, LoadOptions, Loaded, Note};
use crate::play::unparsed;
use crate::visible::{visible, visible_path};

/// Which connection is meant, and how it is read.
#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// The connection of this name, where the path holds several
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Settings file instead of the loginscope.toml beside the connection
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
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

impl Chosen {
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
        only(path, self.load(path)?)
    }
}

/// The one connection of what was read at `path`.
pub(super) fn only(path: &Path, loaded: Loaded) -> Result<(Arc<Connection>, Vec<Note>), Failure> {
    let Loaded { mut connections, notes } = loaded;
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

fn names(connections: &[Connection]) -> String {
    let names: Vec<String> = connections.iter().map(|connection| format!("`{}`", visible(&connection.name))).collect();
    names.join(", ")
}
