//! What can be done now, and what to say when something cannot.

use super::action::Action;
use super::copy;
use super::run::Phase;
use super::state::Workbench;

/// Why an action does nothing now, with what to do instead; `None` if it can be done.
pub fn unavailable(workbench: &Workbench, action: &Action) -> Option<&'static str> {
    let phase = workbench.run.phase;
    let paused = phase == Phase::Paused;
    match action {
        Action::StepOver
        | Action::StepInto
        | Action::StepOut
        | Action::Continue
        | Action::RunToCursor
        | Action::OpenEvaluate => match phase {
            Phase::Paused => None,
            Phase::Running => Some("The script is running: p pauses it"),
            _ => Some("Nothing is paused: r runs from the start"),
        },
        Action::Pause => (phase != Phase::Running).then_some(if paused {
            "It is paused already: c continues"
        } else {
            "Nothing is running: r runs from the start"
        }),
        Action::Stop => (!phase.under_way()).then_some("Nothing is running: r runs from the start"),
        Action::FrameOuter => (workbench.frame + 1 >= workbench.stack().len()).then_some("No frame called this one"),
        Action::FrameInner => (workbench.frame == 0).then_some("This frame called no other"),
        Action::OpenSet if !paused => Some("Variables can be set while a script is paused"),
        Action::OpenSet => workbench
            .scopes
            .variable()
            .is_none_or(|variable| variable.path.is_none())
            .then_some("Select a variable first: 3 goes to the variables"),
        Action::OpenConnections => (workbench.connections.len() < 2).then_some("Only one connection is loaded"),
        Action::ToggleBreakpoint => {
            workbench.source.action.is_none().then_some("There is no script to set a breakpoint in")
        }
        Action::Copy => copy::text(workbench).is_none().then_some("Nothing is selected that could be copied"),
        _ => None,
    }
}
