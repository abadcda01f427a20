//! `loginscope probe`: what expressions are whenever a line runs, as JSON lines.

use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use super::input_arguments::InputArguments;
use super::settled::{failure, print, settle};
use super::source::Source;
use super::Failure;
use crate::play::{probe, PlayedProbe, ProbeAt};
use crate::report;
use crate::visible::visible;

/// Arguments of `loginscope probe`.
#[derive(Debug, Args)]
pub(super) struct Probe {
    /// The connection: an export, a folder of scripts, JSON, YAML or a Terraform state
    connection: PathBuf,
    /// `login`, `sign-up`, `reset-password`, `change-email` and so on, or `script:<action>` for one script alone
    operation: String,
    /// The line to look at: the statement that starts on it or after it, just before it runs
    #[arg(long, value_name = "FILE:LINE[:COLUMN]")]
    at: At,
    /// A JavaScript expression; may be given several times
    #[arg(long = "expr", value_name = "E", required = true)]
    expressions: Vec<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    inputs: InputArguments,
}

/// `--at`.
#[derive(Clone, Debug)]
struct At(ProbeAt);

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "write it as FILE:LINE or FILE:LINE:COLUMN, for example login.js:12".to_owned();
        let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
        let (before, last) = text.rsplit_once(':').ok_or_else(wrong)?;
        let last = number(last).ok_or_else(wrong)?;
        let at = match before.rsplit_once(':').and_then(|(file, line)| Some((file, number(line)?))) {
            Some((file, line)) => ProbeAt { file: file.to_owned(), line, column: Some(last) },
            None => ProbeAt { file: before.to_owned(), line: last, column: None },
        };
        if at.file.is_empty() {
            return Err(wrong());
        }
        Ok(Self(at))
    }
}

/// Plays and prints one line for each time the line was reached.
pub(super) fn run(arguments: Probe) -> Result<u8, Failure> {
    let At(at) = arguments.at;
    let setting = settle(&arguments.connection, &arguments.operation, &arguments.source, arguments.inputs)?;
    let PlayedProbe { action, probed } = probe(&setting, &at, &arguments.expressions).map_err(failure)?;
    let lines: String = (1..).zip(&probed.hits).map(|(hit, found)| report::probe::line(action, hit, found)).collect();
    print(&lines)?;
    let run = &probed.run;
    let mut talk = std::io::stderr();
    // A closed stderr leaves nobody to tell.
    let _closed = match (report::unread(run), probed.hits.len()) {
        (Some(error), _) => writeln!(talk, "loginscope: {}: {}", visible(&run.file), visible(&error.message)),
        (None, 0) => writeln!(talk, "loginscope: {}:{} was never reached", visible(&run.file), probed.at.line),
        (None, hits) if probed.cut => writeln!(talk, "loginscope: only the first {hits} hits are listed"),
        _ => Ok(()),
    };
    Ok(match report::unread(run) {
        Some(_) => 2,
        None => u8::from(probed.hits.is_empty()),
    })
}
