//! `loginscope run`: an operation without a screen.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;

use super::input_arguments::InputArguments;
use super::source::Source;
use super::Failure;
use crate::flow::Operation;
use crate::play::{to_end, Setting, SettingError};
use crate::report::{self, Document};
use crate::visible::visible;

/// Columns of the text where stdout is no terminal.
const PAGE_WIDTH: usize = 100;

/// Arguments of `loginscope run`.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// The connection: an export, a folder of scripts, JSON, YAML or a Terraform state
    connection: PathBuf,
    /// `login`, or `script:<action>` for one script alone
    operation: String,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    inputs: InputArguments,
}

/// Plays and prints; the exit code says whether it went well.
pub(super) fn run(arguments: Run) -> Result<u8, Failure> {
    let operation: Operation = arguments.operation.parse().map_err(Failure::input)?;
    let (connection, notes) = arguments.source.one(&arguments.connection)?;
    for note in notes.iter().chain(&connection.notes) {
        // A closed stderr leaves nobody to tell.
        let _closed = writeln!(std::io::stderr(), "loginscope: {note}");
    }
    let mode = arguments.source.mode().unwrap_or_else(|| connection.mode());
    let given = arguments.inputs.given()?;
    let inputs = given.inputs.or_defaults(operation, &connection.settings.inputs).map_err(Failure::input)?;
    let mut configuration = connection.configuration.clone();
    configuration.extend(given.configuration);
    let setting = Setting::new(connection, operation, mode, inputs, configuration).map_err(Failure::input)?;
    let played = to_end(&setting).map_err(|error| match error {
        SettingError::Session(error) => Failure::Own(error.to_string()),
        other => Failure::input(other),
    })?;
    let document =
        Document::new(&played.recording, setting.facts(), &played.decision, &played.findings, setting.mask());
    let text = if arguments.json {
        report::json::to_text(&report::json::value(&document))
    } else {
        report::text::render(&document, width())
    };
    print(&text)?;
    if let Some((run, error)) = report::unreadable(&played.recording) {
        let place = error.stack.first().map(|frame| format!(":{}:{}", frame.place.line, frame.place.column));
        // A closed stderr leaves nobody to tell.
        let _closed = writeln!(
            std::io::stderr(),
            "loginscope: {}{}: {}. Correct the script and run it again.",
            visible(&run.file),
            place.unwrap_or_default(),
            visible(error.message.trim_end_matches('.'))
        );
    }
    Ok(report::exit_code(&played.recording, &played.decision, &played.findings))
}

/// The terminal's width, or a page's where stdout is no terminal.
fn width() -> usize {
    rustix::termios::tcgetwinsize(std::io::stdout()).map_or(PAGE_WIDTH, |size| usize::from(size.ws_col)).clamp(40, 160)
}

/// A reader that went away (`| head`) is no failure.
fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Input(format!("the result could not be written: {error}")))
        }
        _ => Ok(()),
    }
}
