//! `loginscope [CONNECTION]`: the workbench.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::input_arguments::InputArguments;
use super::source::Source;
use super::{samples, Failure};
use crate::connection::{Connection, Loaded};
use crate::debugger::Stop;
use crate::flow::Operation;
use crate::play::Player;
use crate::tui::{self, Closed, TuiError};
use crate::workbench::{Opening, Workbench};

/// Arguments of `loginscope [CONNECTION]`.
#[derive(Debug, Args)]
pub(super) struct Open {
    /// The connection: an export, a folder of scripts, JSON, YAML or a Terraform state; without it the bundled samples
    connection: Option<PathBuf>,
    /// Stop here in the login script: a line, or `query table users`, `exception` …; may be given several times
    #[arg(long = "break", value_name = "STOP")]
    break_at: Vec<Stop>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    inputs: InputArguments,
}

/// Opens the workbench.
pub(super) fn open(arguments: Open) -> Result<u8, Failure> {
    let path = match arguments.connection {
        Some(path) => path,
        None => samples::folder()?,
    };
    let Loaded { mut connections, notes } = arguments.source.load(&path)?;
    for note in &notes {
        // What belongs to no connection has no place on the screen; a closed stderr leaves nobody to tell.
        let _closed = writeln!(std::io::stderr(), "loginscope: {note}");
    }
    let store = arguments.source.store()?;
    if let Some(connection) = connections.first() {
        arguments.source.confirmed(&connection.name, &Operation::Login)?;
    }
    let given = arguments.inputs.given()?;
    for connection in &mut connections {
        connection.configuration.extend(given.configuration.clone());
    }
    let workbench = Workbench::new(Opening {
        connections,
        operation: Operation::Login,
        inputs: given.inputs,
        mode: arguments.source.mode(),
        store,
        stops: arguments.break_at,
    });
    let watched: Vec<Connection> = workbench.connections.iter().map(|known| Connection::clone(known)).collect();
    let source = arguments.source;
    let player = Player::watching(&watched, move || {
        source.load(&path).map(|loaded| loaded.connections).map_err(|(Failure::Input(why) | Failure::Own(why))| why)
    });
    match tui::open(workbench, player) {
        Ok(Closed::Quit) => Ok(0),
        Ok(Closed::Signal(signal)) => Ok(128_u8.saturating_add(u8::try_from(signal).unwrap_or(0))),
        Err(error @ TuiError::Keys(_)) => Err(Failure::Own(error.to_string())),
        Err(error) => Err(Failure::input(error)),
    }
}
