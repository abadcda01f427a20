//! How far a run goes before it stops: the policy, without the engine.

use super::protocol::{PauseReason, StepKind};

/// What the run was told last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Going {
    /// To the next stop or the end.
    Free,
    /// To the end, past every stop.
    ToEnd,
    /// To the next statement.
    ToNext(Because),
    /// A step over or out of the call with this token.
    Step { kind: StepKind, token: f64 },
    /// To this statement, or a stop before it.
    To(usize),
}

/// Why [`Going::ToNext`] stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Because {
    Entry,
    Asked,
}

/// What is known at a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    /// The statement.
    pub(super) statement: usize,
    /// The token of the call it belongs to.
    pub(super) token: f64,
    /// A stop on it was reached.
    pub(super) breakpoint: bool,
    /// It is a `debugger;` statement.
    pub(super) debugger_statement: bool,
}

/// What became of the call that is stepped over or out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CallState {
    /// It is on the stack: the statement here is in something it called, or in itself.
    Running,
    /// It waits at an `await`.
    Suspended,
    /// It returned or threw.
    Ended,
}

/// Whether to stop here, and why.
pub(super) fn stops(going: Going, here: Here, state: impl FnOnce(f64) -> CallState) -> Option<PauseReason> {
    if going == Going::ToEnd {
        return None;
    }
    if here.debugger_statement {
        return Some(PauseReason::DebuggerStatement);
    }
    let arrived = match going {
        Going::Free | Going::ToEnd => None,
        Going::ToNext(Because::Entry) => Some(PauseReason::Entry),
        Going::ToNext(Because::Asked) => Some(PauseReason::Asked),
        Going::To(statement) => (here.statement == statement).then_some(PauseReason::RunTo),
        Going::Step { kind: StepKind::Into, .. } => Some(PauseReason::Step),
        Going::Step { kind: StepKind::Over, token } if here.token == token => Some(PauseReason::Step),
        Going::Step { token, .. } => (state(token) == CallState::Ended).then_some(PauseReason::Step),
    };
    arrived.or(here.breakpoint.then_some(PauseReason::Breakpoint))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Here = Here { statement: 3, token: 7.0, breakpoint: false, debugger_statement: false };

    fn over(token: f64, state: CallState) -> Option<PauseReason> {
        stops(Going::Step { kind: StepKind::Over, token }, HERE, |_| state)
    }

    #[test]
    fn a_step_over_stops_in_the_same_call() {
        assert_eq!(over(7.0, CallState::Running), Some(PauseReason::Step));
    }

    #[test]
    fn a_step_over_passes_what_the_call_calls_and_what_runs_while_it_waits() {
        assert_eq!(over(2.0, CallState::Running), None);
        assert_eq!(over(2.0, CallState::Suspended), None);
    }

    #[test]
    fn a_step_over_the_end_of_a_call_stops_in_whatever_runs_next() {
        assert_eq!(over(2.0, CallState::Ended), Some(PauseReason::Step));
    }

    #[test]
    fn a_step_out_does_not_stop_in_the_same_call() {
        let out = Going::Step { kind: StepKind::Out, token: 7.0 };
        assert_eq!(stops(out, HERE, |_| CallState::Running), None);
    }

    #[test]
    fn a_breakpoint_stops_a_step_over() {
        let here = Here { breakpoint: true, ..HERE };
        let over = Going::Step { kind: StepKind::Over, token: 2.0 };
        assert_eq!(stops(over, here, |_| CallState::Running), Some(PauseReason::Breakpoint));
    }
}
