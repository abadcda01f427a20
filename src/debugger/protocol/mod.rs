//! What a front end says to the debugger and what it hears back.
//!
//! | file | what it is |
//! | --- | --- |
//! | `launch` | one script with everything it needs to run |
//! | `command` | what a front end asks |
//! | `event` | what it hears |
//! | `state` | what a stop shows: frames, scopes, values |
//! | `inquiry` | questions about the whole run, and their answers |

mod command;
mod event;
mod inquiry;
mod launch;
mod state;

pub use command::{Command, StepKind};
pub use event::{BoundStop, Event, Pause, PauseReason, Returned};
pub use inquiry::{Answer, Change, Hit, InlineValue, Logged, Question, Watched};
pub use launch::{Aim, Launch, Oracle};
pub use state::{Frame, FrameId, Handle, Scope, ScopeKind, Span, ValueKind, Variable};
