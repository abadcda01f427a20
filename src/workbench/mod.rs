//! The workbench: everything a front end shows, and how it changes.
//!
//! [`Workbench`] is plain state. [`update`] takes one [`Action`] and returns the [`Request`]s the outside must
//! carry out; what happens outside comes back as further actions. [`actions`] is the one table of names, keys and
//! help from which key map, help, command palette and key bar are derived.
//!
//! No terminal library, no engine and no I/O in here: a test, a terminal and an editor protocol drive it alike.

pub mod actions;
pub mod driver;
pub mod evaluation;
pub mod inputs;
pub mod journal;
pub mod keys;
pub mod line;
pub mod outcome;
pub mod overlay;
pub mod palette;
pub mod queries;
pub mod run;
pub mod scopes;
pub mod scroll;
pub mod source;

mod action;
mod availability;
mod copy;
mod events;
mod moving;
mod overlaid;
mod pane;
mod state;
mod update;
mod whereabouts;

pub use action::{Action, Told};
pub use availability::unavailable;
pub use driver::{Driver, Events, Judgement, LaunchRequest, Remark, Request};
pub use evaluation::Evaluation;
pub use overlay::{Choice, Overlay};
pub use pane::{Area, Pane};
pub use state::{Opening, Status, StatusKind, Workbench};
pub use update::update;
pub use whereabouts::StackRow;
