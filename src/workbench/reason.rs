//! Why a run stands still, in words.

use crate::debugger::PauseReason;

/// One short sentence; `None` where the user asked for it himself.
pub fn reason(reason: &PauseReason) -> Option<String> {
    match reason {
        PauseReason::Breakpoint => Some("Stopped at a breakpoint".to_owned()),
        PauseReason::DebuggerStatement => Some("Stopped at a debugger statement".to_owned()),
        PauseReason::Event { what, .. } | PauseReason::Failure(what) => Some(what.clone()),
        PauseReason::Entry | PauseReason::Step | PauseReason::RunTo | PauseReason::Jump | PauseReason::Asked => None,
    }
}
