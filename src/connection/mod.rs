//! The model of a custom database connection, and one file per form it is read from.
//!
//! No JavaScript runs here and nothing is written: a path goes in, [`Connection`]s and [`Note`]s come out.

mod model;

pub use model::{Action, Connection, Form, Mode, Note, NoteLevel, Options, Script, Settings, SourcePlace};
