//! The model of a custom database connection, and one file per form it is read from.
//!
//! [`load`] takes a path and gives [`Connection`]s and [`Note`]s. No JavaScript runs here, nothing is written, no
//! socket is opened, and no file outside the export is read but those `loginscope.toml` names.

mod auth0_users;
mod bare_folder;
mod circumstances;
mod description;
mod directory;
mod draft;
mod entries;
mod environment;
mod error;
mod gather;
mod inline_scripts;
mod json_text;
mod keywords;
mod load;
mod management_api;
mod model;
mod options;
mod root;
mod runtime;
mod script_files;
mod settings;
mod surroundings;
mod template_bundle;
mod terraform;
mod text_file;
mod toml_text;
mod yaml;

pub use auth0_users::{read_auth0_users, users_of, ReadUsers};
pub use circumstances::{Circumstances, Interruption, UnknownCircumstance, Via};
pub use environment::Environment;
pub use error::LoadError;
pub use gather::gather;
pub use load::{load, LoadOptions, Loaded};
pub use model::{Action, Connection, Form, Ignored, Mode, Note, NoteLevel, Options, Script, Settings, SourcePlace};
pub use runtime::{Drivers, Runtime};
