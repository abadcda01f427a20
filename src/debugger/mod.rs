//! The debugger: starts a script on a thread of its own, stops it at statements, and answers questions while it
//! stands still.
//!
//! It speaks only [`Command`]s and [`Event`]s and knows no screen: a terminal, an editor protocol or a test are
//! the same to it.

mod engine;
mod frames;
mod inspect;
mod link;
mod pause;
mod protocol;
mod rerun;
mod session;
mod stepping;
mod watcher;

pub use protocol::{
    Breakpoint, Command, Event, Frame, FrameId, Handle, Launch, Pause, PauseReason, Scope, ScopeKind, Span, StepKind,
    ValueKind, Variable,
};
pub use session::{run, Session, SessionError};
