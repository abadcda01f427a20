//! What lies beside a connection: its settings file and the keywords in force.

use std::path::Path;

use super::error::LoadError;
use super::keywords::Keywords;
use super::load::LoadOptions;
use super::model::Note;
use super::settings::{SettingsFile, FILE_NAME};

/// The settings and keywords of one connection, or of all connections of one file.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// `loginscope.toml`.
    pub settings: SettingsFile,
    /// The keywords of the settings and the environment.
    pub keywords: Keywords,
    /// What was odd about them.
    pub notes: Vec<Note>,
}

impl Surroundings {
    /// The settings named by the options; else those in the first of `folders` that has a `loginscope.toml`; else none.
    pub fn of(folders: &[&Path], options: &LoadOptions) -> Result<Self, LoadError> {
        let beside = folders.iter().map(|folder| folder.join(FILE_NAME)).find(|path| path.symlink_metadata().is_ok());
        let settings = match options.config.clone().or(beside) {
            Some(path) => SettingsFile::read(&path, &options.environment)?,
            None => SettingsFile::default(),
        };
        let (keywords, notes) = Keywords::new(&settings.keywords, &options.environment);
        Ok(Self { settings, keywords, notes })
    }
}
