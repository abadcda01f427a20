//! `loginscope compare`: an operation played in two ways, side by side.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::input_arguments::InputArguments;
use super::settled::{failure, print, settle, width};
use super::source::Source;
use super::Failure;
use crate::connection::Connection;
use crate::play::{beside, Beside};
use crate::report::contrast as report;
use crate::visible::visible_path;

/// Arguments of `loginscope compare`.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The connection: an export, a folder of scripts, JSON, YAML or a Terraform state
    connection: PathBuf,
    /// `login`, `sign-up`, `reset-password`, `change-email` and so on, or `script:<action>` for one script alone
    operation: String,
    /// What stands beside it: `mode` for the other mode, `reset` for a password reset of the same user, or the path of
    /// the connection before or after an edit
    #[arg(long, value_name = "mode|reset|PATH")]
    with: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    inputs: InputArguments,
}

/// Plays both and prints them; the exit code says whether the same came of both.
pub(super) fn run(arguments: Compare) -> Result<u8, Failure> {
    let with = match arguments.with.to_str() {
        Some("mode") => None,
        Some("reset") => Some(Beside::Reset),
        _ => {
            let (connection, _) = arguments.source.one(&arguments.with)?;
            Some(Beside::Scripts { title: visible_path(&arguments.with), connection })
        }
    };
    let setting = settle(&arguments.connection, &arguments.operation, &arguments.source, arguments.inputs)?;
    let with = match with.unwrap_or(Beside::OtherMode) {
        // What was given for `configuration` is given to both.
        Beside::Scripts { title, connection } => {
            let mut configuration = connection.configuration.clone();
            configuration.extend(setting.connection().configuration.clone());
            Beside::Scripts {
                title,
                connection: Arc::new(Connection { configuration, ..Connection::clone(&connection) }),
            }
        }
        other => other,
    };
    let contrast = beside(&setting, &with).map_err(failure)?;
    let operation = setting.facts().operation.to_string();
    print(&match arguments.json {
        true => report::json(&setting.connection().name, &operation, &contrast),
        false => report::text(&setting.connection().name, &operation, &contrast, width()),
    })?;
    Ok(u8::from(!contrast.is_same()))
}
