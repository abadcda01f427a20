//! What a script asks for by name, as the rules about modules look at it.

/// Where what a script requires comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleSource {
    /// A stand-in of ours for the npm package.
    BuiltIn,
    /// Node's own.
    Node,
    /// One of Node's own that is not there in the sandbox.
    NoSuchNode,
    /// A package in `node_modules`, with the version its manifest gives.
    Installed {
        /// `version`, if the manifest has one.
        version: Option<String>,
        /// Its folder.
        folder: String,
    },
    /// Nothing.
    Missing,
    /// A path: the platform takes the script alone.
    Path,
}

/// One `require('…')` of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required {
    /// What stands between the quotes.
    pub request: String,
    /// The package or module without version and part.
    pub package: String,
    /// The version after `@`.
    pub version: Option<String>,
    /// The line, from 1.
    pub line: u32,
    /// Where it comes from.
    pub source: ModuleSource,
}
