//! The one place where the state changes.

use super::action::Action;
use super::availability::unavailable;
use super::driver::Request;
use super::evaluation::{Prompt, Purpose};
use super::inputs::Form;
use super::overlay::{Choice, Chooser, Overlay};
use super::pane::Pane;
use super::readings::Readings;
use super::run::Phase;
use super::scroll::Scroll;
use super::state::Workbench;
use super::{
    asking, beside, chain, copy, edited, events, explain, faults, history, moving, overlaid, session, stops, time,
    timelines, users, watches,
};
use crate::connection::Mode;
use crate::debugger::{Command, StepKind};
use crate::flow::Operation;

/// Applies one action and returns what the outside must do, in this order.
pub fn update(workbench: &mut Workbench, action: Action) -> Vec<Request> {
    match action {
        Action::Begin => return begin(workbench),
        Action::Heard(told) => return events::heard(workbench, told),
        Action::Recalled(kept) => {
            stops::recalled(workbench, kept);
            return start_or_ask(workbench);
        }
        Action::NotKept(why) => {
            workbench.fail(why);
            return Vec::new();
        }
        Action::LaunchFailed(why) => return events::launch_failed(workbench, why),
        Action::Forked(request, change) => return timelines::forked(workbench, request, &change),
        Action::Revisited(script) => return chain::revisited(workbench, script),
        Action::NotRevisited(why) => return chain::not_revisited(workbench, why),
        Action::ForkFailed(why) => return timelines::fork_failed(workbench, why),
        Action::ReadAnew(read) => return edited::read_anew(workbench, &read),
        Action::Judged(judgement) => {
            workbench.decision = Some(judgement.decision);
            workbench.card = judgement.card;
            workbench.findings = judgement.remarks;
            let last = workbench.decision_entries().len().saturating_sub(1);
            workbench.decision_selected = workbench.decision_selected.min(last);
            return Vec::new();
        }
        Action::Drawn(extents) => {
            workbench.extents = extents.into_iter().collect();
            return Vec::new();
        }
        Action::Say(text) => {
            workbench.tell(text);
            return Vec::new();
        }
        _ => workbench.status = None,
    }
    if let Some(why) = unavailable(workbench, &action) {
        workbench.fail(why);
        return Vec::new();
    }
    match action {
        Action::StepOver => go(workbench, Command::Step(StepKind::Over)),
        Action::StepInto => go(workbench, Command::Step(StepKind::Into)),
        Action::StepOut => go(workbench, Command::Step(StepKind::Out)),
        Action::RunToCursor => {
            let line = workbench.source.line_number();
            go(workbench, Command::RunTo { line })
        }
        Action::Continue => go(workbench, Command::Continue),
        Action::RunToEnd
        | Action::RunToFailure
        | Action::BackInto
        | Action::BackOver
        | Action::BackOut
        | Action::ContinueBack
        | Action::ToStart
        | Action::OpenJump
        | Action::JumpThere
        | Action::JumpToAnswer
        | Action::LastChange
        | Action::Origins
        | Action::EarlierMark
        | Action::LaterMark
        | Action::Seek(_) => time::act(workbench, action),
        Action::Restart => launch(workbench),
        Action::Pause => vec![Request::Send(Command::Pause)],
        Action::Stop => vec![Request::Send(Command::Stop)],
        Action::ToggleBreakpoint => stops::toggle(workbench),
        Action::OpenStop => stops::write(workbench),
        Action::StopAt(form) => stops::write_at(workbench, form),
        Action::EditStop => stops::edit(workbench),
        Action::OpenStops => open(workbench, Overlay::Stops { selected: 0, scroll: Scroll::default() }),
        Action::FrameOuter => moving::select_frame(workbench, workbench.frame + 1),
        Action::FrameInner => moving::select_frame(workbench, workbench.frame.saturating_sub(1)),
        Action::OpenInputs => open(workbench, Overlay::Inputs),
        Action::OpenEvaluate => {
            let prompt = Prompt::new(Purpose::Evaluate, workbench.frame);
            open(workbench, Overlay::Prompt(prompt))
        }
        Action::OpenSet => match workbench.scopes.variable().and_then(|variable| variable.path) {
            Some(path) => {
                let prompt = Prompt::new(Purpose::Set(path), workbench.frame);
                open(workbench, Overlay::Prompt(prompt))
            }
            None => Vec::new(),
        },
        Action::Watch => watches::watch(workbench),
        Action::RemoveWatch => watches::remove(workbench),
        Action::ToggleHits => beside::toggle_hits(workbench),
        Action::ToggleValues => beside::toggle_values(workbench),
        Action::OpenHistory => history::open(workbench),
        Action::OpenOperations => open(workbench, Overlay::Choose(Chooser::new(Choice::Operation))),
        Action::OpenConnections => open(workbench, Overlay::Choose(Chooser::new(Choice::Connection))),
        Action::OpenPalette => open(workbench, Overlay::Choose(Chooser::new(Choice::Command))),
        Action::OpenNotes => open(workbench, Overlay::Notes { selected: 0, scroll: Scroll::default() }),
        Action::OpenHelp => open(workbench, Overlay::Help(Scroll::default())),
        Action::ToggleMode => toggle_mode(workbench),
        Action::PreviousScript => chain::previous(workbench),
        Action::NextScript => chain::next(workbench),
        Action::OpenReadings => open(workbench, Overlay::Readings(Readings::default())),
        Action::OpenContrast => open(workbench, Overlay::Choose(Chooser::new(Choice::Contrast))),
        Action::OpenUsers => users::open(workbench),
        Action::Explain => explain::selected(workbench),
        Action::CarryOn => session::carry_on(workbench),
        Action::Reset => session::reset(workbench),
        Action::SaveStore => users::ask_where(workbench),
        Action::Copy => match copy::text(workbench) {
            Some(text) => {
                workbench.tell("Copied");
                vec![Request::Copy(text)]
            }
            None => Vec::new(),
        },
        Action::Suspend => vec![Request::Suspend],
        Action::Redraw => vec![Request::Redraw],
        Action::Quit => vec![Request::Quit],
        Action::WhatIf => asking::open(workbench),
        Action::OpenFaults => faults::open(workbench),
        Action::SwitchTimeline | Action::Compare | Action::KeepTimeline => timelines::act(workbench, action),
        Action::EditScript => edited::open_editor(workbench),
        Action::Close => {
            asking::close(workbench);
            // Under a user lies the table it was opened from; under a rule, what cited it.
            workbench.overlay = match workbench.overlay.take() {
                Some(Overlay::User(form)) => Some(Overlay::Users(form.users)),
                Some(Overlay::Explain(shown)) => shown.closed(),
                _ => None,
            };
            Vec::new()
        }
        other if workbench.overlay.is_some() => overlaid::act(workbench, other),
        other => moving::act(workbench, other),
    }
}

/// Lets a script go on, or elsewhere in time.
pub(super) fn go(workbench: &mut Workbench, command: Command) -> Vec<Request> {
    // The stop stays on screen until the next one: most steps end within a frame, and nothing should flicker.
    workbench.run.phase = Phase::Running;
    workbench.scopes.leave();
    vec![Request::Send(command)]
}

fn open(workbench: &mut Workbench, overlay: Overlay) -> Vec<Request> {
    workbench.overlay = Some(overlay);
    Vec::new()
}

/// The workbench was opened: a choice of connections, or the run itself if all is there for it.
fn begin(workbench: &mut Workbench) -> Vec<Request> {
    if workbench.connections.len() > 1 {
        workbench.overlay = Some(Overlay::Choose(Chooser::new(Choice::Connection)));
        return vec![Request::Judge];
    }
    vec![Request::RecallStops]
}

/// Starts the operation if its inputs are there, else asks for them.
pub(super) fn start_or_ask(workbench: &mut Workbench) -> Vec<Request> {
    if workbench.form.complete() {
        return launch(workbench);
    }
    workbench.overlay = Some(Overlay::Inputs);
    vec![Request::Judge]
}

/// Starts the operation with the present inputs.
pub(super) fn launch(workbench: &mut Workbench) -> Vec<Request> {
    match workbench.launch_request() {
        Ok(request) => {
            let again = workbench.launched.take().is_some_and(|before| before.plays_the_same(&request));
            workbench.forget_run();
            if !again {
                // How long the run before was says nothing of this one.
                workbench.run.expect_nothing();
            }
            workbench.form_error = None;
            workbench.overlay = None;
            (workbench.session.taken, workbench.session.changed) = (false, false);
            workbench.run.phase = Phase::Running;
            workbench.launched = Some(Box::new(request.clone()));
            workbench.show_script(workbench.first_action());
            vec![Request::Launch(Box::new(request)), Request::Judge]
        }
        Err(None) => {
            workbench.fail("No connection is loaded");
            Vec::new()
        }
        Err(Some(error)) => {
            workbench.form.selected = error.field;
            workbench.form_error = Some(error);
            workbench.overlay = Some(Overlay::Inputs);
            Vec::new()
        }
    }
}

/// Chooses what is played; it does not start by itself.
pub(super) fn choose_operation(workbench: &mut Workbench, operation: Operation) -> Vec<Request> {
    let mut requests = give_up(workbench);
    workbench.operation = operation;
    workbench.forget_run();
    workbench.run.expect_nothing();
    let inputs = workbench.form.inputs().unwrap_or_default();
    if let Some(connection) = workbench.connection().cloned() {
        workbench.form = Form::new(&connection, operation, &inputs);
    }
    workbench.show_script(workbench.first_action());
    requests.extend(start_or_ask(workbench));
    requests
}

/// Ends the run under way, if there is one.
pub(super) fn give_up(workbench: &Workbench) -> Vec<Request> {
    if workbench.run.phase.under_way() {
        vec![Request::Send(Command::Stop)]
    } else {
        Vec::new()
    }
}

fn toggle_mode(workbench: &mut Workbench) -> Vec<Request> {
    let other = match workbench.mode() {
        Mode::LegacyAuthentication => Mode::AutomaticMigration,
        Mode::AutomaticMigration => Mode::LegacyAuthentication,
    };
    let own = workbench.connection().map(|connection| connection.mode());
    workbench.mode = (own != Some(other)).then_some(other);
    // A run keeps the mode it was launched in: half a run in another mode would decide nonsense.
    let mut requests = give_up(workbench);
    workbench.tell(format!("Played as {} from now on: r runs it", other.title()));
    workbench.forget_run();
    requests.push(Request::Judge);
    requests
}

/// Focuses a pane.
pub(super) fn focus(workbench: &mut Workbench, pane: Pane) {
    workbench.recent.retain(|other| *other != pane);
    workbench.recent.insert(0, pane);
    workbench.time.cursor = None;
}
