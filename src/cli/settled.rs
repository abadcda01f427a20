//! From arguments to an operation that can be played: what the subcommands without a screen share.

use std::io::{ErrorKind, Write};
use std::path::Path;

use super::input_arguments::InputArguments;
use super::source::Source;
use super::Failure;
use crate::flow::{Operation, Situation};
use crate::legacy::History;
use crate::play::{Setting, SettingError};

/// Columns of a text where stdout is no terminal.
const PAGE_WIDTH: usize = 100;

/// Settles an operation; what the loader noticed goes to stderr.
pub(super) fn settle(
    connection: &Path,
    operation: &str,
    source: &Source,
    inputs: InputArguments,
) -> Result<Setting, Failure> {
    let operation: Operation = operation.parse().map_err(Failure::input)?;
    let (connection, notes) = source.one(connection)?;
    for note in notes.iter().chain(&connection.notes) {
        // A closed stderr leaves nobody to tell.
        let _closed = writeln!(std::io::stderr(), "loginscope: {note}");
    }
    let store = source.store()?;
    source.confirmed(&connection.name, &operation)?;
    let mode = source.mode().unwrap_or_else(|| connection.mode());
    let given = inputs.given()?;
    let inputs = given.inputs.or_defaults(operation, &connection.settings.inputs).map_err(Failure::input)?;
    let mut configuration = connection.configuration.clone();
    configuration.extend(given.configuration);
    let situation = Situation { mode, ..Situation::of(&connection, operation, inputs) };
    Setting::over(store, History::default(), connection, situation, configuration).map_err(Failure::input)
}

/// Whose fault it is that an operation could not be played.
pub(super) fn failure(error: SettingError) -> Failure {
    match error {
        SettingError::Session(error) => Failure::Own(error.to_string()),
        other => Failure::input(other),
    }
}

/// The terminal's width, or a page's where stdout is no terminal.
pub(super) fn width() -> usize {
    rustix::termios::tcgetwinsize(std::io::stdout()).map_or(PAGE_WIDTH, |size| usize::from(size.ws_col)).clamp(40, 160)
}

/// Writes data to stdout. A reader that went away (`| head`) is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Input(format!("the result could not be written: {error}")))
        }
        _ => Ok(()),
    }
}
