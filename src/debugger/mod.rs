//! The debugger: starts a script on a thread of its own, stops it at statements, and answers questions while it
//! stands still.
//!
//! It speaks only [`Command`]s and [`Event`]s and knows no screen: a terminal, an editor protocol or a test are
//! the same to it.

mod engine;
mod frames;
mod inquiry;
mod inspect;
mod link;
mod over;
mod past;
mod pause;
mod probe;
mod protocol;
mod recipe;
mod rerun;
mod run;
mod session;
mod stepping;
pub mod stops;
mod watcher;

pub use past::Past;
pub use probe::{probe, ProbeError, Probed};
pub use protocol::{
    Aim, Answer, BoundStop, Change, Command, Event, Frame, FrameId, Handle, Hit, InlineValue, Launch, Logged, Oracle,
    Pause, PauseReason, Question, Returned, Scope, ScopeKind, Span, StepKind, ValueKind, Variable, Watched,
};
pub use run::{run, run_and_note};
pub use session::{Session, SessionError};
pub use stops::{Count, ErrorPattern, Hits, LogMessage, Part, QueryPattern, Stop, Trigger, Which};
