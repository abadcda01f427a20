//! The maps `exports` and `imports` of a manifest.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::room::tidy;

/// What holds for `require` in Node 22, beside `default`. Node has `module-sync`, too, for packages that then give it an
/// ES module; without it they give what an older Node gets, which runs here.
const CONDITIONS: [&str; 3] = ["require", "node", "node-addons"];

/// Conditions inside conditions that are followed.
const DEEPEST: usize = 64;

/// What a target of a map leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the package.
    File(PathBuf),
    /// Another package or one of Node's own modules (`imports` only).
    Package(String),
}

/// A package whose map is read.
pub(super) struct Mapped<'m> {
    pub(super) folder: &'m Path,
    pub(super) is_import: bool,
}

impl Mapped<'_> {
    fn manifest(&self) -> PathBuf {
        self.folder.join("package.json")
    }

    /// What `subpath` (`.`, `./x`) of the package leads to by `exports`.
    pub(super) fn exported(&self, exports: &Value, subpath: &str) -> Result<Target, Refusal> {
        let dotted = match exports {
            Value::Object(map) => {
                let dots = map.keys().filter(|key| key.starts_with('.')).count();
                if dots != 0 && dots != map.len() {
                    let message = format!(
                        "Invalid package config {}. \"exports\" cannot contain some keys starting with '.' and some \
                         not. The exports object must either be an object of package subpath keys or an object of \
                         main entry condition name keys only.",
                        self.manifest().display()
                    );
                    return Err(Refusal::new("Error", "ERR_INVALID_PACKAGE_CONFIG", message));
                }
                dots != 0
            }
            _ => false,
        };
        let found = match exports {
            Value::Object(map) if dotted => self.matched(map, subpath)?,
            main if subpath == "." => self.target(main, "", subpath, 0)?,
            _ => None,
        };
        found.ok_or_else(|| {
            let manifest = self.manifest();
            let message = if subpath == "." {
                format!("No \"exports\" main defined in {}", manifest.display())
            } else {
                format!("Package subpath '{subpath}' is not defined by \"exports\" in {}", manifest.display())
            };
            Refusal::new("Error", "ERR_PACKAGE_PATH_NOT_EXPORTED", message)
        })
    }

    /// What `name` (`#x`) leads to by `imports`, in the file `from`.
    pub(super) fn imported(&self, imports: Option<&Value>, name: &str, from: &Path) -> Result<Target, Refusal> {
        let found = match imports.and_then(Value::as_object) {
            Some(map) => self.matched(map, name)?,
            None => None,
        };
        found.ok_or_else(|| {
            let message = format!(
                "Package import specifier \"{name}\" is not defined in package {} imported from {}",
                self.manifest().display(),
                from.display()
            );
            Refusal::new("TypeError", "ERR_PACKAGE_IMPORT_NOT_DEFINED", message)
        })
    }

    /// The entry for `key`: its own, or the longest pattern with a star that fits.
    fn matched(&self, map: &Map<String, Value>, key: &str) -> Result<Option<Target>, Refusal> {
        if !key.contains('*') && !key.ends_with('/') {
            if let Some(target) = map.get(key) {
                return self.target(target, "", key, 0);
            }
        }
        let mut best: Option<(&str, &Value, &str)> = None;
        for (pattern, target) in map {
            let Some((before, after)) = pattern.split_once('*') else { continue };
            if after.contains('*') || key.len() < pattern.len() {
                continue;
            }
            let Some(star) = key.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) else { continue };
            let longer = best.is_none_or(|(other, _, _)| {
                let other_before = other.split('*').next().unwrap_or_default().len();
                (before.len(), pattern.len()) > (other_before, other.len())
            });
            if longer {
                best = Some((pattern, target, star));
            }
        }
        match best {
            Some((pattern, target, star)) => self.target(target, star, pattern, 0),
            None => Ok(None),
        }
    }

    /// What one entry leads to; `None` for null and where no condition holds.
    fn target(&self, target: &Value, star: &str, key: &str, depth: usize) -> Result<Option<Target>, Refusal> {
        if depth > DEEPEST {
            return Ok(None);
        }
        match target {
            Value::String(text) => self.file(text, star, key).map(Some),
            Value::Object(conditions) => {
                for (condition, target) in conditions {
                    if condition == "default" || CONDITIONS.contains(&condition.as_str()) {
                        // Null ends the search, no match does not; both end here as none.
                        if target.is_null() {
                            return Ok(None);
                        }
                        if let Some(found) = self.target(target, star, key, depth + 1)? {
                            return Ok(Some(found));
                        }
                    }
                }
                Ok(None)
            }
            Value::Array(choices) => {
                let mut last = Ok(None);
                for choice in choices {
                    match self.target(choice, star, key, depth + 1) {
                        Ok(Some(found)) => return Ok(Some(found)),
                        Err(refusal) if refusal.code != "ERR_INVALID_PACKAGE_TARGET" => return Err(refusal),
                        other => last = other,
                    }
                }
                last
            }
            Value::Null => Ok(None),
            other => Err(self.invalid(&other.to_string(), key)),
        }
    }

    fn file(&self, text: &str, star: &str, key: &str) -> Result<Target, Refusal> {
        if !text.starts_with("./") {
            let is_name = !text.starts_with("../") && !text.starts_with('/');
            if self.is_import && is_name {
                return Ok(Target::Package(text.replace('*', star)));
            }
            return Err(self.invalid(&format!("\"{text}\""), key));
        }
        let leaves = |path: &str| path.split(['/', '\\']).any(|part| matches!(part, "." | ".." | "node_modules"));
        if leaves(&text[2..]) {
            return Err(self.invalid(&format!("\"{text}\""), key));
        }
        if !star.is_empty() && leaves(star) {
            let message = format!(
                "Invalid module \"{}\" request is not a valid match in pattern \"{key}\" for the \"{}\" resolution \
                 of {}",
                key.replace('*', star),
                if self.is_import { "imports" } else { "exports" },
                self.manifest().display()
            );
            return Err(Refusal::new("TypeError", "ERR_INVALID_MODULE_SPECIFIER", message));
        }
        Ok(Target::File(tidy(&self.folder.join(text.replace('*', star)))))
    }

    fn invalid(&self, target: &str, key: &str) -> Refusal {
        let map = if self.is_import { "imports" } else { "exports" };
        let what = if key == "." {
            format!("Invalid \"{map}\" main target {target} defined")
        } else {
            format!("Invalid \"{map}\" target {target} defined for '{key}'")
        };
        let manifest = self.manifest();
        let hint = if target.starts_with("\"./") { "" } else { "; targets must start with \"./\"" };
        let message = format!("{what} in the package config {}{hint}", manifest.display());
        Refusal::new("Error", "ERR_INVALID_PACKAGE_TARGET", message)
    }
}
