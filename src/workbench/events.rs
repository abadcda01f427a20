//! What a run tells, taken into the state.

use super::action::Told;
use super::driver::Request;
use super::overlay::Overlay;
use super::pane::Pane;
use super::reason::reason;
use super::run::Phase;
use super::state::Workbench;
use super::stops;
use super::time::{self, Time};
use super::{answers, beside, contrast, logs, moving, watches};
use crate::connection::Action;
use crate::debugger::{Command, Event, Handle, Pause, PauseReason, Variable};
use crate::recording::{Query, ScriptRun};
use std::sync::Arc;

pub(super) fn heard(workbench: &mut Workbench, told: Told) -> Vec<Request> {
    if let Told::Contrast(found) = told {
        contrast::arrived(workbench, found);
        return Vec::new();
    }
    if workbench.run.phase == Phase::Ready {
        // The run was given up and forgotten; its last words are not about anything on screen.
        return Vec::new();
    }
    match told {
        Told::Script(action) => script(workbench, action),
        Told::NothingToRun => {
            workbench.run.phase = Phase::Finished;
            workbench.raise(Pane::Decision);
            vec![Request::Judge]
        }
        Told::Over(history) => {
            workbench.run.history = Some(history);
            Vec::new()
        }
        Told::Debugger(event) => debugger(workbench, event),
        Told::Contrast(_) => Vec::new(),
    }
}

/// A launch that failed is no run. Where an input is missing the form is the next step.
pub(super) fn launch_failed(workbench: &mut Workbench, why: String) -> Vec<Request> {
    workbench.run.phase = Phase::Ready;
    workbench.launched = None;
    if !workbench.form.complete() {
        workbench.overlay = Some(Overlay::Inputs);
    }
    workbench.journal.remark(why.clone());
    workbench.fail(why);
    vec![Request::Judge]
}

fn script(workbench: &mut Workbench, action: Action) -> Vec<Request> {
    let file = workbench.connection().and_then(|connection| connection.scripts.get(&action));
    let file = file.map_or_else(|| format!("{action}.js"), |script| script.file.clone());
    workbench.run.begin(action, file);
    workbench.journal.begin();
    workbench.time = Time::default();
    workbench.scopes.watches.known_to_run = false;
    workbench.beside.forget();
    workbench.scopes.reset();
    workbench.frame = 0;
    workbench.show_script(action);
    vec![Request::Judge]
}

fn debugger(workbench: &mut Workbench, event: Event) -> Vec<Request> {
    match event {
        Event::Paused(pause) => paused(workbench, pause),
        Event::Resumed => {
            workbench.run.phase = Phase::Running;
            Vec::new()
        }
        Event::Query(query) => {
            sent_or_answered(workbench, *query);
            vec![Request::Judge]
        }
        Event::Console(line) => {
            workbench.journal.console(&line);
            if let Some(run) = workbench.run.scripts.last_mut() {
                run.console.push(line);
            }
            Vec::new()
        }
        Event::Callback(call) => {
            workbench.journal.callback(&call);
            if let Some(run) = workbench.run.scripts.last_mut() {
                run.callbacks.push(*call);
            }
            vec![Request::Judge]
        }
        Event::Stops(bound) => {
            stops::bound(workbench, bound);
            Vec::new()
        }
        Event::Moved(run) => time::moved(workbench, *run),
        Event::Unmoved(why) => time::unmoved(workbench, why),
        Event::Rewritten { step } => {
            workbench.run.rewrite();
            workbench.journal.forget_to_come();
            workbench.journal.forget_logs_beyond(step);
            beside::ask_if_standing(workbench)
        }
        Event::Logged(logged) => {
            logs::logged(workbench, logged);
            Vec::new()
        }
        Event::Answered(answer) => answers::answered(workbench, *answer),
        Event::Watched(watched) => expand(workbench.scopes.watched(watched)),
        Event::Scopes { frame, scopes } => {
            let ask = workbench.scopes.arrived(frame, scopes);
            expand(ask)
        }
        Event::Properties { of, properties } => {
            let ask = workbench.scopes.expanded(of, properties);
            expand(ask)
        }
        Event::Evaluated { expression, result } => {
            evaluated(workbench, &expression, result);
            Vec::new()
        }
        Event::Finished(run) => finished(workbench, run),
    }
}

/// Requests for the properties of these values.
pub(super) fn expand(handles: Vec<Handle>) -> Vec<Request> {
    handles.into_iter().map(|handle| Request::Send(Command::Expand(handle))).collect()
}

fn paused(workbench: &mut Workbench, pause: Box<Pause>) -> Vec<Request> {
    match reason(&pause.reason) {
        Some(words) => workbench.tell(words),
        None if pause.reason == PauseReason::Asked => workbench.tell("Paused"),
        None => {}
    }
    let ask = workbench.scopes.stop(&pause);
    let place = pause.frames.first().map(|frame| (frame.file.clone(), frame.span.line));
    workbench.journal.stands_at(pause.step);
    workbench.run.stopped_at(pause);
    workbench.frame = 0;
    workbench.stack_scroll.follow = true;
    if let Some((file, line)) = place {
        workbench.show_place(&file, line);
    }
    let mut requests = expand(ask);
    requests.extend(time::arrived(workbench));
    requests.extend(watches::ask(workbench));
    requests.extend(beside::ask_if_standing(workbench));
    requests
}

fn sent_or_answered(workbench: &mut Workbench, query: Query) {
    let newest = workbench.queries.selected + 1 >= workbench.queries_sent();
    let Some(run) = workbench.run.scripts.last_mut() else { return };
    match run.queries.iter_mut().rfind(|known| known.seq == query.seq) {
        Some(known) => *known = query,
        None => run.queries.push(query),
    }
    if newest {
        workbench.queries.selected = workbench.queries_sent().saturating_sub(1);
        workbench.queries.scroll.follow = true;
    }
}

fn evaluated(workbench: &mut Workbench, expression: &str, result: Result<Variable, String>) {
    let awaited = workbench
        .evaluations
        .iter_mut()
        .find(|evaluation| evaluation.result.is_none() && evaluation.expression == expression);
    let word = match &result {
        Ok(variable) => format!("{expression} → {}", variable.preview),
        Err(error) => format!("{expression} → {error}"),
    };
    match awaited {
        Some(evaluation) => evaluation.result = Some(result),
        None if result.is_ok() => workbench.tell(word.clone()),
        None => workbench.fail(word.clone()),
    }
    workbench.journal.remark(word);
}

fn finished(workbench: &mut Workbench, run: Arc<ScriptRun>) -> Vec<Request> {
    let run = Arc::unwrap_or_clone(run);
    time::missed(workbench);
    let stopped = run.outcome.is_none();
    workbench.run.phase = if stopped { Phase::Stopped } else { Phase::Finished };
    workbench.run.pause = None;
    workbench.journal.follow(&run, workbench.focus() == Pane::Console);
    workbench.journal.stands_at(u64::MAX);
    if !stopped {
        workbench.journal.forget_to_come();
    }
    if let Some(outcome) = &run.outcome {
        workbench.journal.outcome(run.action, outcome);
    }
    for warning in &run.warnings {
        workbench.journal.warning(warning.clone());
    }
    if !stopped {
        workbench.run.expect(run.steps);
        workbench.run.beyond = None;
        workbench.run.rewritten = false;
    }
    match workbench.run.scripts.last_mut() {
        Some(current) => *current = run,
        None => workbench.run.scripts.push(run),
    }
    workbench.scopes.reset();
    workbench.queries.selected = workbench.queries.selected.min(workbench.query_count().saturating_sub(1));
    workbench.frame = workbench.top_user_row();
    let frame = workbench.frame;
    workbench.raise(Pane::Decision);
    let mut requests = moving::select_frame(workbench, frame);
    requests.push(Request::Judge);
    requests.extend(time::arrived(workbench));
    requests.extend(beside::ask_if_standing(workbench));
    requests
}
