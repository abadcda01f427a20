//! The command line: one file a subcommand, no logic of its own.
//!
//! | exit code | meaning |
//! | --- | --- |
//! | 0 | done, and as expected |
//! | 1 | denied, failed, different, a finding at error level, a probed line that was never reached, or a missing module |
//! | 2 | usage, or input that cannot be read |
//! | 3 | our own fault |
//!
//! stdout is data, stderr is talk.

mod assumptions;
mod check;
mod chosen;
mod compare;
mod explain;
mod input_arguments;
mod modules;
mod open;
mod probe;
mod run;
mod samples;
mod settled;
mod source;

use std::fmt::Display;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A command failed before it had a result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Usage, or input that cannot be read: what, where, and what to do next.
    Input(String),
    /// Our own fault.
    Own(String),
}

impl Failure {
    fn input(error: impl Display) -> Self {
        Self::Input(error.to_string())
    }
}

/// Debug the action scripts of Auth0 custom database connections.
#[derive(Debug, Parser)]
#[command(name = "loginscope", version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: open::Open,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play an operation without a screen.
    Run(run::Run),
    /// Play an operation in two ways and set them side by side.
    Compare(compare::Compare),
    /// Look through connections for what would fail, without a screen.
    Check(check::Check),
    /// Print what expressions are whenever a line runs.
    Probe(probe::Probe),
    /// Say what is behind the ids that decisions and findings cite.
    Explain(explain::Explain),
    /// List what the scripts require, and where it comes from.
    Modules(modules::ModulesArguments),
}

/// Runs the program.
pub fn main() -> ExitCode {
    // The platform's containers run in UTC, and so must what scripts see; nothing else runs yet.
    std::env::set_var("TZ", "UTC");
    let line = CommandLine::parse();
    let done = std::panic::catch_unwind(|| match line.command {
        Some(Command::Run(run)) => run::run(run),
        Some(Command::Compare(compare)) => compare::run(compare),
        Some(Command::Check(check)) => check::run(check),
        Some(Command::Probe(probe)) => probe::run(probe),
        Some(Command::Explain(explain)) => explain::run(explain),
        Some(Command::Modules(modules)) => modules::run(modules),
        None => open::open(line.open),
    });
    match done {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(Failure::Input(message))) => fail(2, &message),
        Ok(Err(Failure::Own(message))) => fail(3, &message),
        Err(_) => fail(3, "loginscope failed; this is a fault of its own, please report it with what stands above"),
    }
}

fn fail(code: u8, message: &str) -> ExitCode {
    use std::io::Write;
    // A closed stderr leaves nobody to tell.
    let _closed = writeln!(std::io::stderr(), "loginscope: {message}");
    ExitCode::from(code)
}
