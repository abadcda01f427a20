//! The scripts to compare, and what they are called with.
//!
//! ```js
//! // What the script shows, in a sentence.
//! //: store postgresql            (postgresql, mariadb, http, none)
//! //: action create               (login unless it says otherwise)
//! //: case right password ["ada@example.test", "correct-horse"]
//! //: live refused ["http://127.0.0.1:1/"]      (against the server alone: the embedded store is always there)
//! ```

use std::path::{Path, PathBuf};

use loginscope::connection::Action;
use serde_json::Value;

/// What a script reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The local PostgreSQL.
    PostgreSql,
    /// The local MariaDB.
    MariaDb,
    /// A user service.
    Http,
    /// Nothing.
    Nothing,
}

/// One script called once.
#[derive(Clone, Debug)]
pub struct Case {
    /// The folder: the module that is compared.
    pub module: String,
    pub file: PathBuf,
    pub action: Action,
    pub store: Kind,
    pub name: String,
    pub arguments: Vec<Value>,
    /// The embedded store has nothing to compare.
    pub only_live: bool,
}

/// Modules of ours for which the real package can stand, as long as a script asks for no version of it.
const NPM_DRIVERS: [&str; 6] = ["axios", "mysql", "mysql2", "node-fetch", "pg", "request"];

impl Case {
    /// Whether the real package can be run here, too.
    pub fn has_npm_drivers(&self) -> bool {
        let text = std::fs::read_to_string(&self.file).unwrap();
        NPM_DRIVERS.contains(&self.module.as_str()) && !text.contains(&format!("'{}@", self.module))
    }

    pub fn title(&self) -> String {
        let file = self.file.file_stem().unwrap().to_string_lossy();
        format!("{}/{file}: {}", self.module, self.name)
    }
}

/// Every case of every script, in the order of their names.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity");
    let mut modules: Vec<_> = entries(&folder).into_iter().filter(|path| path.is_dir()).collect();
    modules.retain(|path| !path.ends_with("runner") && !path.ends_with("stores"));
    modules.iter().flat_map(|module| entries(module)).flat_map(|file| of(&file)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn of(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap();
    let module = file.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    let (mut store, mut action, mut cases) = (Kind::Nothing, Action::Login, Vec::new());
    for line in text.lines().filter_map(|line| line.strip_prefix("//: ")) {
        let (word, rest) = line.split_once(' ').unwrap_or_else(|| panic!("{}: `{line}`", file.display()));
        match word {
            "store" => {
                store = match rest {
                    "postgresql" => Kind::PostgreSql,
                    "mariadb" => Kind::MariaDb,
                    "http" => Kind::Http,
                    "none" => Kind::Nothing,
                    other => panic!("{}: no store `{other}`", file.display()),
                }
            }
            "action" => action = rest.parse().unwrap_or_else(|_| panic!("{}: no action `{rest}`", file.display())),
            "case" | "live" => {
                let start = rest.find('[').unwrap_or_else(|| panic!("{}: `{line}`", file.display()));
                let arguments = serde_json::from_str(&rest[start..])
                    .unwrap_or_else(|error| panic!("{}: `{line}`: {error}", file.display()));
                cases.push((rest[..start].trim().to_owned(), arguments, word == "live"));
            }
            other => panic!("{}: `{other}` is no word of a case", file.display()),
        }
    }
    assert!(!cases.is_empty(), "{} has no case", file.display());
    let case = |(name, arguments, only_live)| {
        let (module, file) = (module.clone(), file.to_owned());
        Case { module, file, action, store, name, arguments, only_live }
    };
    cases.into_iter().map(case).collect()
}
