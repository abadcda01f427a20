//! The model of a custom database connection, and one file per form it is read from.
//!
//! No JavaScript runs here and nothing is written: a path goes in, [`Connection`]s and [`Note`]s come out.

mod entries;
mod environment;
mod error;
mod keywords;
mod model;
mod root;
mod settings;
mod text_file;
mod toml_text;

pub use environment::Environment;
pub use error::LoadError;
pub use model::{Action, Connection, Form, Mode, Note, NoteLevel, Options, Script, Settings, SourcePlace};
