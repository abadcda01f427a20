//! Whoever watches a realm.

use std::time::Duration;

use rquickjs::{Ctx, Object, Result, Value};

use crate::recording::{CallbackCall, ConsoleLine, Place, Query, StackFrame};

/// One frame of the engine's backtrace, as the engine counts: line from 1, column in bytes from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineFrame {
    /// The function's `name`, empty if it has none.
    pub function: String,
    /// The file name given to the engine.
    pub file: String,
    /// From 1; 0 for native code.
    pub line: u32,
    /// In bytes from 1.
    pub column: u32,
}

impl EngineFrame {
    /// Reads a backtrace in the raw form of the realm's `capture`: one frame a line, `function`, `file`, `line`
    /// and `column` set apart by tabs. What does not read is left out.
    pub fn read_all(raw: &str) -> Vec<Self> {
        let frames = raw.split('\u{1}').next().unwrap_or_default();
        frames.lines().filter_map(Self::read).collect()
    }

    /// Whether it stands in a package: shown in the stack of an error, passed over elsewhere.
    pub fn is_packages(&self) -> bool {
        self.file.starts_with(StackFrame::PACKAGES)
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        Some(Self {
            function: parts.next()?.to_owned(),
            file: parts.next()?.to_owned(),
            line: parts.next()?.parse().ok()?,
            column: parts.next()?.parse().ok()?,
        })
    }
}

/// Watches a realm: gives the hooks that stand in instrumented text, maps positions, hears what happens.
/// Every method has a harmless default, so a watcher implements what it cares for.
pub trait Observer {
    /// Puts hooks into the object whose properties instrumented text sees as variables. It already holds
    /// `capture`, a function that gives the current stack in the form [`Observer::places`] is later asked for, and
    /// `elapsed`, which gives the run time so far in milliseconds.
    fn install<'js>(&self, _ctx: &Ctx<'js>, _hooks: &Object<'js>) -> Result<()> {
        Ok(())
    }

    /// A backtrace, innermost first, in the user's terms: frames of our own code are left out, and those of packages
    /// unless it belongs to an error. `error` is its class and message.
    fn places(&self, frames: &[EngineFrame], error: Option<(&str, &str)>) -> Vec<StackFrame> {
        let ours = |frame: &&EngineFrame| {
            frame.file.starts_with("node:") || frame.line == 0 || (error.is_none() && frame.is_packages())
        };
        let place = |frame: &EngineFrame| Place {
            function: if frame.function.is_empty() && frame.is_packages() {
                "<anonymous>".to_owned()
            } else {
                frame.function.clone()
            },
            file: frame.file.clone(),
            line: frame.line,
            column: frame.column,
        };
        let theirs = frames.iter().filter(|frame| !ours(frame));
        theirs.map(|frame| StackFrame { place: place(frame), derived: false, asynchronous: false }).collect()
    }

    /// Statements executed so far.
    fn steps(&self, _ctx: &Ctx<'_>) -> u64 {
        0
    }

    /// A task begins on an empty stack; `parents` is the stack on which it was asked for.
    fn task(&self, _ctx: &Ctx<'_>, _parents: &[StackFrame]) {}

    /// The asynchronous parents of the stack that runs now.
    fn parents(&self, _ctx: &Ctx<'_>) -> Vec<StackFrame> {
        Vec::new()
    }

    /// An exchange was sent or answered.
    fn query(&self, _ctx: &Ctx<'_>, _query: &Query) {}

    /// A console line was written.
    fn console(&self, _ctx: &Ctx<'_>, _line: &ConsoleLine) {}

    /// `callback` was called.
    fn callback(&self, _ctx: &Ctx<'_>, _call: &CallbackCall) {}

    /// A promise was made.
    fn promise<'js>(&self, _ctx: &Ctx<'js>, _promise: Value<'js>) {}

    /// How long the run stood still in pauses; it does not count against the limit.
    fn stood_still(&self) -> Duration {
        Duration::ZERO
    }

    /// The run took longer than it may: it must end.
    fn time_is_up(&self) {}

    /// Whether the step budget is spent.
    fn exhausted(&self) -> bool {
        false
    }

    /// The realm goes away: every JavaScript value must be let go of.
    fn released(&self) {}

    /// Whether the run must end now.
    fn stopped(&self) -> bool {
        false
    }
}

/// Watches nothing.
pub struct Silent;

impl Observer for Silent {}
