//! Where the connection comes from, and how it is played: arguments every subcommand shares.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::assumptions::Assumptions;
use super::chosen::{only, Chosen};
use super::Failure;
use crate::connection::{read_auth0_users, Connection, Loaded, Mode, Note};
use crate::flow::Operation;
use crate::legacy::faults::Fault;
use crate::legacy::live::dry_run::Allowed;
use crate::legacy::{StoreChoice, StoreKind};
use crate::visible::visible;

/// Bytes of an answer that are read.
const LONGEST_ANSWER: u64 = 64;

/// How a connection is read and played.
#[derive(Debug, Args)]
pub(super) struct Source {
    #[command(flatten)]
    chosen: Chosen,
    /// Mode to play in, instead of the connection's own
    #[arg(long, value_enum)]
    mode: Option<ModeArgument>,
    /// What answers as the legacy store
    #[arg(long, value_enum, default_value_t = StoreArgument::Embedded)]
    store: StoreArgument,
    /// With --store live: let writes stay, instead of taking everything back at the end
    #[arg(long)]
    commit: bool,
    /// With --commit: do not ask first
    #[arg(long, requires = "commit")]
    yes: bool,
    /// With --store live: send this although it could write, as in "POST https://idp.example.test/oauth/token"
    #[arg(long, value_name = "METHOD URL")]
    allow: Vec<Allowed>,
    /// Let the store fail: refused, dns, timeout, slow, lost, server-error, empty, malformed, duplicate-key; may be
    /// given several times
    #[arg(long = "fault", value_name = "KIND[:MS][@WHERE][#NTH]")]
    faults: Vec<Fault>,
    /// Users already in the Auth0 store, beside those of loginscope.toml: an export of users as JSON, or one user a
    /// line; may be given several times
    #[arg(long = "auth0-store", value_name = "FILE")]
    auth0_store: Vec<PathBuf>,
    #[command(flatten)]
    assumptions: Assumptions,
}

/// `--mode`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ModeArgument {
    /// The legacy store answers every login
    Legacy,
    /// A successful login copies the user into Auth0
    Migration,
}

/// `--store`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StoreArgument {
    /// A store in memory, filled from the seed files of loginscope.toml
    Embedded,
    /// The servers the script itself names; nothing that is written stays, unless --commit is given
    Live,
}

impl Source {
    /// The mode asked for.
    pub(super) fn mode(&self) -> Option<Mode> {
        self.mode.map(|mode| match mode {
            ModeArgument::Legacy => Mode::LegacyAuthentication,
            ModeArgument::Migration => Mode::AutomaticMigration,
        })
    }

    /// What answers as the legacy store.
    pub(super) fn store(&self) -> Result<StoreChoice, Failure> {
        let kind = match self.store {
            StoreArgument::Embedded => StoreKind::Embedded,
            StoreArgument::Live => StoreKind::Live { commit: self.commit },
        };
        if self.commit && self.store != StoreArgument::Live {
            return Err(Failure::Input("--commit is about live stores; give --store live, too".to_owned()));
        }
        Ok(StoreChoice { kind, faults: None })
    }

    /// Makes sure that writes which stay are meant: asks once, unless --yes was given.
    pub(super) fn confirmed(&self, connection: &str, operation: &Operation) -> Result<(), Failure> {
        if !self.commit || self.yes {
            return Ok(());
        }
        let (mut talk, answers) = (std::io::stderr(), std::io::stdin());
        if !answers.is_terminal() || !talk.is_terminal() {
            return Err(Failure::Input(
                "--commit lets writes to live stores stay. There is no terminal to ask at; give --yes if that is meant"
                    .to_owned(),
            ));
        }
        let question = format!(
            "`{operation}` of the connection `{}` will really write to the servers its scripts connect to (PostgreSQL, \
             MySQL, SQL Server, MongoDB, LDAP, HTTP). Type yes to go on: ",
            visible(connection)
        );
        // A closed stderr has nobody to answer, and no answer is no.
        let _closed = write!(talk, "{question}").and_then(|()| talk.flush());
        let mut answer = String::new();
        let read = answers.lock().take(LONGEST_ANSWER).read_line(&mut answer);
        if read.is_ok() && answer.trim().eq_ignore_ascii_case("yes") {
            return Ok(());
        }
        Err(Failure::Input("nothing was run. Leave --commit out to see what would be written".to_owned()))
    }

    /// Reads what stands at `path`.
    pub(super) fn load(&self, path: &Path) -> Result<Loaded, Failure> {
        let mut loaded = self.chosen.load(path)?;
        for file in &self.auth0_store {
            let users = read_auth0_users(file).map_err(Failure::input)?;
            loaded.connections.iter_mut().for_each(|connection| connection.add_auth0_users(&users, file));
        }
        for connection in &mut loaded.connections {
            connection.settings.allow.extend(self.allow.iter().cloned());
            connection.settings.faults.extend(self.faults.iter().cloned());
            self.assumptions.settle(&mut connection.settings);
        }
        Ok(loaded)
    }

    /// The one connection at `path`.
    pub(super) fn one(&self, path: &Path) -> Result<(Arc<Connection>, Vec<Note>), Failure> {
        only(path, self.load(path)?)
    }
}
