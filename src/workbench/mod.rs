//! The workbench: everything a front end shows, and how it changes.
//!
//! [`Workbench`] is plain state. [`update`] takes one [`Action`] and returns the [`Request`]s the outside must
//! carry out; what happens outside comes back as further actions. [`actions`] is the one table of names, keys and
//! help from which key map, help, command palette and key bar are derived.
//!
//! No terminal library, no engine and no I/O in here: a test, a terminal and an editor protocol drive it alike.

pub mod actions;
pub mod asking;
pub mod beside;
mod chain;
pub mod comparison;
pub mod contrast;
pub mod driver;
pub mod evaluation;
pub mod explain;
pub mod history;
pub mod inputs;
pub mod journal;
pub mod keys;
pub mod line;
pub mod origins;
pub mod overlay;
pub mod palette;
pub mod queries;
pub mod readings;
pub mod run;
pub mod scopes;
pub mod scroll;
mod session;
pub mod source;
mod spoken;
pub mod stops;
pub mod time;
pub mod timelines;
pub mod user_form;
pub mod users;
pub mod watches;
pub mod what_if;

mod action;
mod answers;
mod availability;
mod copy;
pub mod edited;
mod events;
mod evidence;
mod faults;
mod logs;
mod moving;
mod overlaid;
mod pane;
mod reason;
mod state;
mod update;
mod whereabouts;

pub use action::{Action, Told};
pub use availability::unavailable;
pub use driver::{Driver, Events, Judgement, LaunchRequest, Remark, Request};
pub use evaluation::Evaluation;
pub use evidence::DecisionEntry;
pub use overlay::{Choice, Overlay};
pub use pane::{Area, Pane};
pub use reason::reason;
pub use state::{Opening, Status, StatusKind, Workbench};
pub use update::update;
pub use what_if::WhatIf;
pub use whereabouts::StackRow;

pub use crate::recording::wording::ending as outcome;
