//! `loginscope modules`: what the scripts of a connection require, and where it comes from.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use super::chosen::Chosen;
use super::settled::print;
use super::Failure;
use crate::connection::Connection;
use crate::play::{modules, Modules};
use crate::report::modules as report;
use crate::visible::visible_path;

/// Bytes of an answer that are read.
const LONGEST_ANSWER: u64 = 64;

/// Arguments of `loginscope modules`.
#[derive(Debug, Args)]
pub(super) struct ModulesArguments {
    /// The connection: an export, a folder of scripts, JSON, YAML or a Terraform state
    connection: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Install what is missing with npm, after a question
    #[arg(long)]
    install: bool,
    /// Do not ask before installing
    #[arg(long, requires = "install")]
    yes: bool,
    #[command(flatten)]
    chosen: Chosen,
}

/// Lists, and installs if asked to; the exit code says whether something is missing.
pub(super) fn run(arguments: ModulesArguments) -> Result<u8, Failure> {
    let (connection, notes) = arguments.chosen.one(&arguments.connection)?;
    for note in notes.iter().chain(&connection.notes) {
        // A closed stderr leaves nobody to tell.
        let _closed = writeln!(std::io::stderr(), "loginscope: {note}");
    }
    let mut found = modules(&connection);
    let wanted = found.to_install();
    if arguments.install && !wanted.is_empty() && agreed(&connection, &wanted, arguments.yes)? {
        install(connection.folder(), &wanted)?;
        found = modules(&connection);
    }
    print(&shown(&connection, &found, arguments.json))?;
    Ok(u8::from(found.is_missing()))
}

fn shown(connection: &Connection, found: &Modules, json: bool) -> String {
    if json {
        report::json(connection, found)
    } else {
        report::text(connection, found)
    }
}

/// Whether the user wants npm to run.
fn agreed(connection: &Connection, wanted: &[String], yes: bool) -> Result<bool, Failure> {
    if yes {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Failure::Input(
            "--install asks before it runs npm, and there is no terminal to ask on; --yes says yes beforehand"
                .to_owned(),
        ));
    }
    let mut talk = std::io::stderr();
    let question = format!("Run `{}` in {}? [y/N] ", report::npm_command(wanted), visible_path(connection.folder()));
    // A closed stderr leaves nobody to ask, and nobody agrees.
    let _closed = talk.write_all(question.as_bytes()).and_then(|()| talk.flush());
    let mut answer = String::new();
    std::io::stdin().lock().take(LONGEST_ANSWER).read_line(&mut answer).map_err(Failure::input)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Runs npm in the folder of the connection. Its words go to stderr: stdout is data.
fn install(folder: &Path, wanted: &[String]) -> Result<(), Failure> {
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund"]);
    // Names come from scripts: none of them is an option.
    npm.arg("--").args(wanted).current_dir(folder);
    let stderr = std::io::stderr();
    npm.stdout(rustix::io::dup(&stderr).map_err(Failure::input)?);
    let status = npm.status().map_err(|error| Failure::Input(format!("npm could not be started: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::Input(format!("npm could not install {}; what it said stands above", wanted.join(" "))))
}
