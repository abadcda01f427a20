//! `loginscope check`: findings of connections without a screen.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::settled::print;
use super::Failure;
use crate::connection::{gather, Connection, Environment, LoadOptions, Note, NoteLevel};
use crate::findings::{Baseline, Level, RULES};
use crate::play::check::{check, Checked};
use crate::report::check::{baseline, json, sarif, text, Document, Wanted};
use crate::visible::{visible, visible_path};
use crate::whole_file::{write_whole, Readers};

/// Where `-` stands for stdout.
const STDOUT: &str = "-";

/// Exit code where a part of the input could not be read.
const UNREAD: u8 = 2;

/// The most bytes of a baseline that are read.
const BASELINE_LIMIT: u64 = 10 * 1024 * 1024;

/// Arguments of `loginscope check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Connections: exports, folders of scripts or of connections, JSON, YAML, Terraform states, single scripts
    #[arg(required = true)]
    connections: Vec<PathBuf>,
    /// Play every operation against the embedded store, too, for what only runs show
    #[arg(long)]
    run: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Write a SARIF 2.1.0 log; `-` prints it
    #[arg(long, value_name = "FILE")]
    sarif: Option<PathBuf>,
    /// Do not tell again what this file knows
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write everything that is found to this file, as the baseline of later checks
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// The least grave findings to tell
    #[arg(long, value_enum, default_value_t = LevelArgument::Note)]
    level: LevelArgument,
    /// Tell only what this rule finds; may be given several times
    #[arg(long = "rule", value_name = "ID")]
    rules: Vec<String>,
    /// What a ##KEY## or @@KEY@@ of the connections stands for; may be given several times
    #[arg(long = "keyword", value_name = "KEY=VALUE")]
    keywords: Vec<String>,
    /// Settings file instead of the loginscope.toml beside each connection
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// `--level`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum LevelArgument {
    /// All findings
    Note,
    /// Warnings and errors
    Warning,
    /// Errors alone
    Error,
}

/// Checks and reports; the exit code says whether something is broken.
pub(super) fn run(arguments: Check) -> Result<u8, Failure> {
    if arguments.json && arguments.sarif.as_deref() == Some(Path::new(STDOUT)) {
        return Err(Failure::Input("--json and --sarif - would both print; give --sarif a file".to_owned()));
    }
    let wanted = wanted(&arguments)?;
    let (groups, notes) = gathered(&arguments)?;
    let checked = check(groups, arguments.run);
    for note in &notes {
        // A closed stderr leaves nobody to tell.
        let _closed = writeln!(std::io::stderr(), "loginscope: {note}");
    }
    let wanted = match &arguments.write_baseline {
        Some(path) => {
            let baseline = baseline(&checked);
            write(path, &baseline.to_text())?;
            // What was just written down is known.
            Wanted { baseline: Some(baseline), ..wanted }
        }
        None => wanted,
    };
    let code = report(&arguments, &checked, &wanted, &notes)?;
    // What could not be read was not checked, and must not pass for sound.
    Ok(if notes.iter().any(|note| note.level == NoteLevel::Error) { UNREAD } else { code })
}

fn report(arguments: &Check, checked: &[Checked], wanted: &Wanted, notes: &[Note]) -> Result<u8, Failure> {
    let document = Document::new(checked, wanted);
    let mut printed = false;
    if let Some(path) = &arguments.sarif {
        let working = std::env::current_dir().map_err(Failure::input)?;
        let log = sarif::render(&document, notes, &working);
        printed = path == Path::new(STDOUT);
        if printed {
            print(&log)?;
        } else {
            write(path, &log)?;
        }
    }
    if arguments.json {
        print(&json::render(&document))?;
    } else if !printed {
        let colours = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
        print(&text::render(&document, colours))?;
    }
    Ok(document.exit_code())
}

fn wanted(arguments: &Check) -> Result<Wanted, Failure> {
    let level = match arguments.level {
        LevelArgument::Note => Level::Note,
        LevelArgument::Warning => Level::Warning,
        LevelArgument::Error => Level::Error,
    };
    let rules = arguments.rules.iter().map(|id| {
        let known = RULES.iter().map(|rule| rule.id).find(|known| known.eq_ignore_ascii_case(id));
        known.map(str::to_owned).ok_or_else(|| {
            let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
            ids.dedup();
            Failure::Input(format!("there is no rule `{}`; there are {}", visible(id), ids.join(", ")))
        })
    });
    let baseline = arguments.baseline.as_deref().map(read_baseline).transpose()?;
    Ok(Wanted { level, rules: rules.collect::<Result<_, _>>()?, baseline })
}

fn read_baseline(path: &Path) -> Result<Baseline, Failure> {
    let shown = visible_path(path);
    let refused = |why: &dyn std::fmt::Display| {
        Failure::Input(format!("the baseline {shown} cannot be read: {why}; --write-baseline FILE makes one"))
    };
    let metadata = std::fs::metadata(path).map_err(|error| refused(&error))?;
    // A pipe may never end.
    if !metadata.is_file() {
        return Err(refused(&"it is not a regular file"));
    }
    if metadata.len() > BASELINE_LIMIT {
        return Err(refused(&"it has more than 10 MB"));
    }
    let text = std::fs::read_to_string(path).map_err(|error| refused(&error))?;
    Baseline::parse(&text).map_err(|error| Failure::Input(format!("{shown} is no baseline: {error}")))
}

/// The connections of every path, and what their reading noticed that no finding says.
fn gathered(arguments: &Check) -> Result<(Vec<Vec<Connection>>, Vec<Note>), Failure> {
    let mut environment: Vec<(String, String)> =
        Environment::of_this_process().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    for keyword in &arguments.keywords {
        let (key, value) = keyword.split_once('=').filter(|(key, _)| !key.is_empty()).ok_or_else(|| {
            Failure::Input(
                "--keyword takes a key and its value, as in --keyword LEGACY_API=https://legacy.test".to_owned(),
            )
        })?;
        environment.push((key.to_owned(), value.to_owned()));
    }
    let options = LoadOptions { config: arguments.config.clone(), environment: environment.into_iter().collect() };
    let mut groups = Vec::new();
    let mut notes = Vec::new();
    for path in &arguments.connections {
        let loaded = gather(path, &options).map_err(Failure::input)?;
        notes.extend(loaded.notes);
        let of_these = loaded.connections.iter().flat_map(|connection| &connection.notes);
        notes.extend(of_these.filter(|note| note.rule.is_none()).cloned());
        groups.push(loaded.connections);
    }
    Ok((groups, notes))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    write_whole(path, text, Readers::AsUsual).map_err(|error| {
        Failure::Input(format!(
            "{} cannot be written: {error}. Name a file in a folder that is there.",
            visible_path(path)
        ))
    })
}
