//! `loginscope [CONNECTION]`: the workbench.

use std::path::PathBuf;

use clap::Args;

use super::input_arguments::InputArguments;
use super::source::Source;
use super::{samples, Failure};

/// Arguments of `loginscope [CONNECTION]`.
#[derive(Debug, Args)]
pub(super) struct Open {
    /// The connection: an export, a folder of scripts, JSON, YAML or a Terraform state; without it the bundled samples
    connection: Option<PathBuf>,
    /// Stop at this line of the login script instead of its first statement
    #[arg(long = "break", value_name = "LINE")]
    break_at: Option<u32>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    inputs: InputArguments,
}

/// Opens the workbench.
pub(super) fn open(arguments: Open) -> Result<u8, Failure> {
    let _path = match arguments.connection {
        Some(path) => path,
        None => samples::folder()?,
    };
    Ok(0)
}
