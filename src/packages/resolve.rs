//! From a request to a file, as Node's `require` goes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::refusal::Refusal;
use super::request::Request;
use super::room::{tidy, Kind, Packages};
use super::targets::{Mapped, Target};

/// Tried after a name that is no file itself.
const EXTENSIONS: [&str; 3] = [".js", ".json", ".node"];

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A CommonJS module.
    CommonJs,
    /// JSON.
    Json,
    /// An ES module.
    EsModule,
    /// Native code.
    Addon,
}

impl Format {
    /// A word for it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::CommonJs => "commonjs",
            Self::Json => "json",
            Self::EsModule => "module",
            Self::Addon => "addon",
        }
    }
}

/// What a request leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file, every link followed.
    File(Arc<Path>),
    /// By `imports`, another name: of Node's own modules or of a package.
    Named(String),
}

impl Packages {
    /// The file `request` means in a file of the folder `folder`; `from` is that file where it is a package's.
    ///
    /// # Errors
    /// As Node refuses.
    pub fn resolve(&self, request: &str, folder: &Path, from: Option<&Path>) -> Result<Found, Refusal> {
        let is_path = matches!(request, "." | "..")
            || request.starts_with("./")
            || request.starts_with("../")
            || request.starts_with('/');
        if is_path {
            let found = self.in_folder(folder, request)?;
            return found.ok_or_else(|| Refusal::not_found(request)).map(Found::File);
        }
        if let Some(from) = from {
            if request.starts_with('#') {
                return self.by_imports(request, from);
            }
            if let Some(found) = self.by_own_name(request, from)? {
                return Ok(Found::File(found));
            }
        }
        for modules in Self::lookup_paths(folder) {
            if self.kind(&modules) != Kind::Folder {
                continue;
            }
            if let Some(found) = self.by_exports(&modules, request)? {
                return Ok(Found::File(found));
            }
            if let Some(found) = self.in_folder(&modules, request)? {
                return Ok(Found::File(found));
            }
        }
        Err(Refusal::not_found(request))
    }

    /// The folder of an installed package as a file in `folder` finds it, links followed.
    pub fn package(&self, name: &str, folder: &Path) -> Option<Arc<Path>> {
        let places = Self::lookup_paths(folder).into_iter().map(|modules| modules.join(name));
        places.into_iter().find(|place| self.kind(place) == Kind::Folder).and_then(|place| self.real(&place))
    }

    /// What a file holds, by its ending and the `type` of its package.
    ///
    /// # Errors
    /// When the package's manifest is no JSON.
    pub fn format(&self, file: &Path) -> Result<Format, Refusal> {
        Ok(match file.extension().and_then(|extension| extension.to_str()) {
            Some("json") => Format::Json,
            Some("node") => Format::Addon,
            Some("mjs") => Format::EsModule,
            Some("js") if self.manifest_of(file)?.is_some_and(|(_, manifest)| manifest.is_module) => Format::EsModule,
            _ => Format::CommonJs,
        })
    }

    fn by_imports(&self, request: &str, from: &Path) -> Result<Found, Refusal> {
        if request == "#" || request.starts_with("#/") {
            let message = format!(
                "Invalid module \"{request}\" is not a valid internal imports specifier name imported from {}",
                from.display()
            );
            return Err(Refusal::new("TypeError", "ERR_INVALID_MODULE_SPECIFIER", message));
        }
        let Some((folder, manifest)) = self.manifest_of(from)? else { return Err(Refusal::not_found(request)) };
        let mapped = Mapped { folder: &folder, is_import: true };
        match mapped.imported(manifest.imports.as_ref(), request, from)? {
            Target::File(file) => self.exactly(&file, &folder).map(Found::File),
            Target::Package(name) if super::node::is_node(&name) => Ok(Found::Named(name)),
            Target::Package(name) => self.resolve(&name, &folder, None),
        }
    }

    /// A package may ask for itself by its name, if it has `exports`.
    fn by_own_name(&self, request: &str, from: &Path) -> Result<Option<Arc<Path>>, Refusal> {
        let Some((folder, manifest)) = self.manifest_of(from)? else { return Ok(None) };
        let (Some(exports), Some(name)) = (&manifest.exports, &manifest.name) else { return Ok(None) };
        let subpath = match request.strip_prefix(name.as_str()) {
            Some("") => ".".to_owned(),
            Some(rest) if rest.starts_with('/') => format!(".{rest}"),
            _ => return Ok(None),
        };
        self.exported(&folder, exports, &subpath, request).map(Some)
    }

    fn by_exports(&self, modules: &Path, request: &str) -> Result<Option<Arc<Path>>, Refusal> {
        // No version here: `name@1` is a folder of that name to Node.
        let Some(asked) = Request::read(request).filter(|asked| asked.version.is_none()) else { return Ok(None) };
        let folder = modules.join(&asked.package);
        let Some(manifest) = self.manifest(&folder)? else { return Ok(None) };
        let Some(exports) = &manifest.exports else { return Ok(None) };
        let subpath = asked.part.as_ref().map_or(".".to_owned(), |part| format!("./{part}"));
        let folder = self.real(&folder).unwrap_or_else(|| folder.into());
        self.exported(&folder, exports, &subpath, request).map(Some)
    }

    fn exported(
        &self,
        folder: &Path,
        exports: &serde_json::Value,
        subpath: &str,
        request: &str,
    ) -> Result<Arc<Path>, Refusal> {
        match (Mapped { folder, is_import: false }).exported(exports, subpath)? {
            Target::File(file) => self.exactly(&file, folder),
            Target::Package(_) => Err(Refusal::not_found(request)),
        }
    }

    /// What a map leads to must be there as written: nothing is tried after it.
    fn exactly(&self, file: &Path, folder: &Path) -> Result<Arc<Path>, Refusal> {
        let found = self.real(file).filter(|_| self.kind(file) == Kind::File);
        found.ok_or_else(|| {
            let message = format!("Cannot find module '{}'", file.display());
            Refusal::new("Error", "MODULE_NOT_FOUND", message).at(&folder.join("package.json"))
        })
    }

    /// A file, or a folder that stands for one.
    fn in_folder(&self, folder: &Path, request: &str) -> Result<Option<Arc<Path>>, Refusal> {
        let place = tidy(&folder.join(request));
        let names_folder = request.ends_with('/')
            || request.ends_with("/.")
            || request.ends_with("/..")
            || matches!(request, "." | "..");
        let kind = self.kind(&place);
        if !names_folder {
            match kind {
                Kind::File => return Ok(self.real(&place)),
                Kind::Outside => return Err(outside(request, &place)),
                Kind::Folder | Kind::Nothing => {}
            }
            if let Some(found) = self.with_extension(&place) {
                return Ok(Some(found));
            }
        }
        if kind == Kind::Folder {
            return self.main_of(&place);
        }
        Ok(None)
    }

    fn main_of(&self, folder: &Path) -> Result<Option<Arc<Path>>, Refusal> {
        let index = || self.with_extension(&folder.join("index"));
        let Some(main) = self.manifest(folder)?.and_then(|manifest| manifest.main.clone()) else { return Ok(index()) };
        let place: PathBuf = tidy(&folder.join(main));
        if self.kind(&place) == Kind::File {
            return Ok(self.real(&place));
        }
        let found = self.with_extension(&place).or_else(|| self.with_extension(&place.join("index"))).or_else(index);
        found.map(Some).ok_or_else(|| {
            let message = format!(
                "Cannot find module '{}'. Please verify that the package.json has a valid \"main\" entry",
                place.display()
            );
            Refusal::new("Error", "MODULE_NOT_FOUND", message).at(&folder.join("package.json"))
        })
    }

    fn with_extension(&self, place: &Path) -> Option<Arc<Path>> {
        EXTENSIONS.iter().find_map(|extension| {
            let mut name = place.as_os_str().to_owned();
            name.push(extension);
            let path = PathBuf::from(name);
            self.real(&path).filter(|_| self.kind(&path) == Kind::File)
        })
    }
}

fn outside(request: &str, place: &Path) -> Refusal {
    let message = format!(
        "Cannot load '{request}': {} is a link to somewhere outside of the folder that holds node_modules, and \
         nothing is read from there",
        place.display()
    );
    Refusal::new("Error", "ERR_ACCESS_DENIED", message)
}
