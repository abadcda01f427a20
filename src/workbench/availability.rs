//! What can be done now, and what to say when something cannot.

use super::action::Action;
use super::copy;
use super::overlay::Overlay;
use super::run::Phase;
use super::state::Workbench;
use super::{history, session, stops, watches};

const RUNNING: &str = "The script is running: p pauses it";

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
            Phase::Running => Some(RUNNING),
            Phase::Finished | Phase::Stopped if can_be_walked(workbench) => {
                Some("The run is over: ← steps back into it, r runs it again")
            }
            _ => Some("Nothing is paused: r runs from the start"),
        },
        Action::RunToEnd => match phase {
            Phase::Paused => None,
            Phase::Running => Some(RUNNING),
            _ => Some("The run is over: r runs it again"),
        },
        Action::BackInto | Action::BackOver | Action::BackOut | Action::ContinueBack | Action::ToStart
            if paused && workbench.run.step() <= 1 =>
        {
            Some("This is the first statement of the run")
        }
        Action::BackInto
        | Action::BackOver
        | Action::BackOut
        | Action::ContinueBack
        | Action::ToStart
        | Action::OpenJump
        | Action::JumpThere
        | Action::JumpToAnswer
        | Action::RunToFailure => unwalkable(workbench),
        Action::Seek(_) if workbench.time.seeking => None,
        Action::Seek(_) => unwalkable(workbench),
        Action::LastChange => match phase {
            Phase::Paused if history::expression(workbench).is_some() => None,
            Phase::Paused => Some("Select a variable first: 3 goes to the variables, ↓ through them"),
            Phase::Running => Some(RUNNING),
            _ => Some("Variables are there while a script is paused: ← steps back into it"),
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
            .then_some("Select a variable first: 3 goes to the variables, ↓ through them"),
        Action::WhatIf => match phase {
            Phase::Running => Some(RUNNING),
            _ if workbench.launched.is_none() || workbench.run.scripts.is_empty() => {
                Some("There is no run to change: r runs from the start")
            }
            _ => None,
        },
        Action::SwitchTimeline if phase == Phase::Running => Some(RUNNING),
        Action::SwitchTimeline | Action::Compare | Action::KeepTimeline => {
            workbench.timelines.beside.is_none().then_some("There is but one run: I begins a second one beside it")
        }
        Action::PreviousScript if phase == Phase::Running => Some(RUNNING),
        Action::PreviousScript => {
            (workbench.run.scripts.len() < 2).then_some("The operation asked no script before this one")
        }
        Action::NextScript => match phase {
            Phase::Paused => None,
            Phase::Running => Some(RUNNING),
            Phase::Ready => Some("Nothing was run yet: r runs from the start"),
            Phase::Finished | Phase::Stopped => Some("The operation asked no script after this one"),
        },
        Action::CarryOn => session::cannot_carry_on(workbench),
        Action::AddUser | Action::RemoveUser | Action::ChangeRecord => {
            (!matches!(workbench.overlay, Some(Overlay::Users(_)))).then_some("Open the users of the Auth0 store first")
        }
        Action::EditScript => workbench.source.action.is_none().then_some("There is no script to edit"),
        Action::OpenConnections => (workbench.connections.len() < 2).then_some("Only one connection is loaded"),
        Action::RemoveWatch => watches::selected(workbench).is_none().then_some("Select a watched expression first"),
        Action::OpenHistory if !paused => Some("How a value changed is shown while the run stands at a statement"),
        Action::OpenHistory => history::expression(workbench)
            .is_none()
            .then_some("Select a variable first: 3 goes to the variables, ↓ through them"),
        Action::SwitchStop | Action::RemoveStop | Action::EditStop => {
            stops::selected(workbench).is_none().then_some("Select a stop first: P lists them")
        }
        Action::ToggleBreakpoint | Action::OpenStop | Action::StopAt(_) => {
            workbench.source.action.is_none().then_some("There is no script to set a breakpoint in")
        }
        Action::Copy => copy::text(workbench).is_none().then_some("Nothing is selected that could be copied"),
        _ => None,
    }
}

/// Whether the script that ran last came to a statement one could go back to.
fn can_be_walked(workbench: &Workbench) -> bool {
    workbench.run.current().is_some_and(|run| run.steps > 0)
}

/// Why one cannot go elsewhere in time.
fn unwalkable(workbench: &Workbench) -> Option<&'static str> {
    match workbench.run.phase {
        Phase::Paused => None,
        Phase::Finished | Phase::Stopped if can_be_walked(workbench) => None,
        Phase::Running => Some(RUNNING),
        Phase::Finished | Phase::Stopped => Some("The run never came to a statement"),
        Phase::Ready => Some("Nothing was run yet: r runs from the start"),
    }
}
