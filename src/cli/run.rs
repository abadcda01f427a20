//! `loginscope run`: an operation without a screen.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::input_arguments::InputArguments;
use super::settled::{failure, print, settle, width};
use super::source::Source;
use super::Failure;
use crate::play::{save_store, to_end};
use crate::report::{self, Document};
use crate::visible::visible;

/// Arguments of `loginscope run`.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// The connection: an export, a folder of scripts, JSON, YAML or a Terraform state
    connection: PathBuf,
    /// `login`, `sign-up`, `reset-password`, `change-email` and so on, or `script:<action>` for one script alone
    operation: String,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Save the Auth0 store as it is after the operation, one user a line
    #[arg(long, value_name = "FILE")]
    save_auth0_store: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    inputs: InputArguments,
}

/// Plays and prints; the exit code says whether it went well.
pub(super) fn run(arguments: Run) -> Result<u8, Failure> {
    let setting = settle(&arguments.connection, &arguments.operation, &arguments.source, arguments.inputs)?;
    let played = to_end(&setting).map_err(failure)?;
    if let Some(path) = &arguments.save_auth0_store {
        save_store(path, &played.store).map_err(Failure::input)?;
    }
    let document =
        Document::new(&played.recording, setting.facts(), &played.decision, &played.findings, setting.mask())
            .because(played.card.as_ref(), setting.mask());
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
