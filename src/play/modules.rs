//! What the scripts of a connection require, and where it comes from, read off their texts: nothing runs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::connection::{Action, Connection, Drivers, Runtime};
use crate::findings::{ModuleSource, Required};
use crate::packages::removed::gone;
use crate::packages::{node, Packages, Request};
use crate::sandbox::{origin, Origin};
use crate::script::{requires, Requires};

/// Packages of packages that are looked through for what they lack.
const MOST_PACKAGES: usize = 5_000;

/// A module that scripts require.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleUse {
    /// What they ask for: `pg`, `mongodb@3.1.4`.
    pub request: String,
    /// The package or module, without version and part.
    pub package: String,
    /// The version asked for.
    pub version: Option<String>,
    /// Where it comes from.
    pub source: ModuleSource,
    /// The platform took it, or this version, away.
    pub removed: bool,
    /// No script requires it: it is used as a global of the runtime.
    pub implicit: bool,
    /// Who asks: action and line, from 1.
    pub used_by: Vec<(Action, u32)>,
}

impl ModuleUse {
    /// `name` or `name@version`, if it is missing and npm can have it. What a script wrote must not make npm fetch
    /// from an address or a folder.
    pub fn to_install(&self) -> Option<String> {
        let version = self.version.as_ref().map_or_else(String::new, |version| format!("@{version}"));
        let plain = is_name(&self.package) && self.version.as_deref().is_none_or(is_version);
        (self.source == ModuleSource::Missing && plain).then(|| format!("{}{version}", self.package))
    }
}

fn is_name(name: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphanumeric())
            && word.chars().all(|character| character.is_ascii_alphanumeric() || "-._~".contains(character))
    };
    match name.strip_prefix('@').map(|name| name.split_once('/')) {
        Some(Some((scope, name))) => is_word(scope) && is_word(name),
        Some(None) => false,
        None => is_word(name),
    }
}

fn is_version(version: &str) -> bool {
    version.chars().all(|character| character.is_ascii_alphanumeric() || "-.+".contains(character))
}

/// A package that one of the packages found needs and that is not installed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lacking {
    /// What is needed.
    pub package: String,
    /// Who needs it.
    pub needed_by: String,
}

/// What a connection's scripts require.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    /// In order of the request.
    pub uses: Vec<ModuleUse>,
    /// What the packages found lack.
    pub lacking: Vec<Lacking>,
}

impl Modules {
    /// Whether something is missing.
    pub fn is_missing(&self) -> bool {
        let missing = |used: &ModuleUse| matches!(used.source, ModuleSource::Missing | ModuleSource::NoSuchNode);
        self.uses.iter().any(missing) || !self.lacking.is_empty()
    }

    /// What npm would have to install, each once.
    pub fn to_install(&self) -> Vec<String> {
        let wanted: BTreeSet<String> = self.uses.iter().filter_map(ModuleUse::to_install).collect();
        let named: BTreeSet<&str> = self.uses.iter().map(|used| used.package.as_str()).collect();
        let lacking = self.lacking.iter().filter(|lacking| !named.contains(lacking.package.as_str()));
        let lacking: BTreeSet<String> =
            lacking.map(|lacking| lacking.package.clone()).filter(|name| is_name(name)).collect();
        wanted.into_iter().chain(lacking).collect()
    }
}

/// Looks through the scripts of a connection.
pub fn modules(connection: &Connection) -> Modules {
    let packages = Packages::beside(connection.folder());
    let drivers = connection.settings.drivers;
    let mut uses: Vec<ModuleUse> = Vec::new();
    let mut note = |required: Required, action: Action, implicit: bool| {
        let known = uses.iter_mut().find(|used| used.request == required.request && used.implicit == implicit);
        match known {
            Some(used) => used.used_by.push((action, required.line)),
            None => uses.push(ModuleUse {
                removed: connection.settings.runtime >= Runtime::Node18
                    && gone(&required.package, required.version.as_deref()).is_some(),
                request: required.request,
                package: required.package,
                version: required.version,
                source: required.source,
                implicit,
                used_by: vec![(action, required.line)],
            }),
        }
    };
    for script in connection.scripts.values() {
        let asked = requires(&script.text);
        for required in required(&asked, &packages, drivers) {
            note(required, script.action, false);
        }
        if connection.settings.runtime.has_magic_globals() {
            for global in &asked.globals {
                if let Some(module) = module_of_global(&global.name) {
                    note(of(module, global.line, &packages, drivers), script.action, true);
                }
            }
        }
    }
    uses.sort_by(|a, b| a.request.cmp(&b.request));
    let lacking = lacking(&uses, &packages);
    Modules { uses, lacking }
}

/// What a text requires, with where it comes from.
pub(super) fn required(asked: &Requires, packages: &Packages, drivers: Drivers) -> Vec<Required> {
    asked.modules.iter().map(|asked| of(&asked.name, asked.line, packages, drivers)).collect()
}

fn of(request: &str, line: u32, packages: &Packages, drivers: Drivers) -> Required {
    let Some(asked) = Request::read(request) else {
        let (request, package) = (request.to_owned(), request.to_owned());
        return Required { request, package, version: None, line, source: ModuleSource::Path };
    };
    let installed = || {
        let folder = packages.package(&asked.package, packages.folder())?;
        let manifest = packages.manifest(&folder).ok().flatten();
        Some(ModuleSource::Installed {
            version: manifest.and_then(|manifest| manifest.version.clone()),
            folder: packages.label(&folder),
        })
    };
    let source = match origin(request) {
        Origin::Node(_) => ModuleSource::Node,
        Origin::NoSuchNode => ModuleSource::NoSuchNode,
        Origin::BuiltIn(_) if drivers == Drivers::BuiltIn => ModuleSource::BuiltIn,
        Origin::BuiltIn(_) | Origin::Package => installed().unwrap_or(ModuleSource::Missing),
    };
    Required { request: request.to_owned(), package: asked.package.clone(), version: asked.version, line, source }
}

/// The module a global of Node 12 stands for.
fn module_of_global(name: &str) -> Option<&'static str> {
    crate::findings::REMOVED_GLOBALS.iter().find(|(global, _)| *global == name)?.1
}

/// What packages that were found need, and their packages, and is not there.
fn lacking(uses: &[ModuleUse], packages: &Packages) -> Vec<Lacking> {
    let mut found = BTreeSet::new();
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let installed = uses.iter().filter(|used| matches!(used.source, ModuleSource::Installed { .. }));
    let mut waiting: Vec<PathBuf> = installed
        .filter_map(|used| packages.package(&used.package, packages.folder()))
        .map(|f| f.to_path_buf())
        .collect();
    while let Some(folder) = waiting.pop() {
        if seen.len() >= MOST_PACKAGES || !seen.insert(folder.clone()) {
            continue;
        }
        let Ok(Some(manifest)) = packages.manifest(&folder) else { continue };
        for package in &manifest.dependencies {
            if let Some(next) = packages.package(package, &folder) {
                waiting.push(next.to_path_buf());
            } else if !matches!(origin(package), Origin::BuiltIn(_)) && !node::is_node(package) {
                let needed_by = manifest.name.clone().unwrap_or_else(|| label(&folder));
                found.insert(Lacking { package: package.clone(), needed_by });
            }
        }
    }
    found.into_iter().collect()
}

fn label(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
