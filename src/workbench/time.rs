//! Moving through a run in time: back, forth, and to any moment.
//!
//! What the debugger calls a jump stands before a statement: at the step of a query the query is about to be sent.

use super::action::Action;
use super::driver::Request;
use super::evaluation::{Prompt, Purpose};
use super::evidence;
use super::history;
use super::journal::Tells;
use super::origins;
use super::overlay::Overlay;
use super::pane::Pane;
use super::run::Phase;
use super::state::Workbench;
use super::update::go;
use crate::debugger::{Aim, Change, Command, Question, StepKind};
use crate::recording::timeline::{marks, next_after, previous_before};
use crate::recording::ScriptRun;

/// What moving in time has to remember.
#[derive(Clone, Debug, Default)]
pub struct Time {
    /// Where the cursor of the timeline stands; `None`: where the run does.
    pub cursor: Option<u64>,
    /// The pointer moves the run: one jump is under way.
    pub seeking: bool,
    /// Where the pointer wants to be after that jump.
    wanted: Option<u64>,
    /// Where a jump under way goes.
    aim: Option<Aim>,
    /// The expression whose last change is looked for.
    asked: Option<String>,
}

/// The forms that a place to jump to can be written in.
pub const FORMS: &str = "14, line 9, line 9 2 (the second time), query 2, answer 2, end";

pub(super) fn act(workbench: &mut Workbench, action: Action) -> Vec<Request> {
    // Over the panes lies something to read; a query read there is gone to, and then the moment is looked at.
    match workbench.overlay {
        None => {}
        Some(Overlay::Query(_)) => workbench.overlay = None,
        Some(_) => return Vec::new(),
    }
    match action {
        Action::BackOver => go(workbench, Command::Back(StepKind::Over)),
        Action::BackInto => go(workbench, Command::Back(StepKind::Into)),
        Action::BackOut => go(workbench, Command::Back(StepKind::Out)),
        Action::ContinueBack => go(workbench, Command::ContinueBack),
        Action::RunToEnd => go(workbench, Command::RunToEnd),
        Action::RunToFailure => go(workbench, Command::RunToFailure),
        Action::ToStart => jump(workbench, Aim::Step(1)),
        Action::OpenJump => {
            workbench.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Jump, workbench.frame)));
            Vec::new()
        }
        Action::JumpThere => match moment(workbench) {
            Ok(aim) => jump(workbench, aim),
            Err(why) => told(workbench, why),
        },
        Action::JumpToAnswer => match answer(workbench) {
            Ok(aim) => jump(workbench, aim),
            Err(why) => told(workbench, why),
        },
        Action::LastChange => ask_last_change(workbench),
        Action::Origins => match origins::of_selected(workbench) {
            Ok(found) => {
                workbench.overlay = Some(Overlay::Origins(Box::new(found)));
                Vec::new()
            }
            Err(why) => told(workbench, why),
        },
        Action::EarlierMark | Action::LaterMark => {
            let Some(run) = workbench.run.known() else { return Vec::new() };
            let (all, at) = (marks(run), cursor(workbench));
            let next = if action == Action::LaterMark { next_after(&all, at) } else { previous_before(&all, at) };
            let edge = if action == Action::LaterMark { workbench.run.furthest() } else { 1 };
            workbench.time.cursor = Some(next.map_or(edge, |mark| mark.step).max(1));
            Vec::new()
        }
        Action::Seek(step) => seek(workbench, step),
        _ => Vec::new(),
    }
}

/// Where the cursor of the timeline stands.
pub fn cursor(workbench: &Workbench) -> u64 {
    workbench.time.cursor.unwrap_or_else(|| workbench.run.step()).max(1)
}

/// Moves the cursor of the timeline by steps.
pub(super) fn by(workbench: &mut Workbench, steps: isize) {
    let to = cursor(workbench).saturating_add_signed(steps as i64);
    workbench.time.cursor = Some(to.clamp(1, workbench.run.furthest().max(1)));
}

/// Goes to another moment of the run.
pub(super) fn jump(workbench: &mut Workbench, aim: Aim) -> Vec<Request> {
    if workbench.run.phase == Phase::Paused && aim == Aim::Step(workbench.run.step()) {
        return told(workbench, format!("The run stands at step {} already", workbench.run.step()));
    }
    workbench.time.aim = Some(aim);
    go(workbench, Command::Jump(aim))
}

/// The run came to its end on the way to where a jump should go.
pub(super) fn missed(workbench: &mut Workbench) {
    if let Some(Aim::Line { line, nth }) = workbench.time.aim {
        let again = if nth > 1 { format!(" {nth} times") } else { String::new() };
        workbench.fail(format!("The run ended without coming to line {line}{again}"));
    }
}

/// The pointer wants to be at a step. While one jump is under way only the newest wish is kept.
fn seek(workbench: &mut Workbench, step: u64) -> Vec<Request> {
    let step = step.clamp(1, workbench.run.furthest().max(1));
    if workbench.run.phase == Phase::Running {
        workbench.time.wanted = Some(step);
        return Vec::new();
    }
    if workbench.run.pause.is_some() && workbench.run.step() == step {
        return Vec::new();
    }
    workbench.time.seeking = true;
    go(workbench, Command::Jump(Aim::Step(step)))
}

/// The run stands still again, or is over.
pub(super) fn arrived(workbench: &mut Workbench) -> Vec<Request> {
    workbench.time.cursor = None;
    workbench.time.seeking = false;
    workbench.time.aim = None;
    match workbench.time.wanted.take() {
        Some(step) => seek(workbench, step),
        None => Vec::new(),
    }
}

/// The run is somewhere else in time.
pub(super) fn moved(workbench: &mut Workbench, run: ScriptRun) -> Vec<Request> {
    let newest = workbench.queries.selected + 1 >= workbench.queries_sent();
    workbench.journal.follow(&run, workbench.focus() == Pane::Console);
    workbench.run.moved(run);
    if newest && workbench.focus() != Pane::Queries {
        workbench.queries.selected = workbench.queries_sent().saturating_sub(1);
        workbench.queries.scroll.follow = true;
    }
    workbench.queries.selected = workbench.queries.selected.min(workbench.query_count().saturating_sub(1));
    vec![Request::Judge]
}

/// The run stands where it stood.
pub(super) fn unmoved(workbench: &mut Workbench, why: String) -> Vec<Request> {
    workbench.run.phase = workbench.run.standing();
    workbench.time.wanted = None;
    workbench.fail(why);
    arrived(workbench)
}

fn ask_last_change(workbench: &mut Workbench) -> Vec<Request> {
    let Some(expression) = history::expression(workbench) else { return Vec::new() };
    workbench.tell(format!("Looking for where {expression} changed"));
    workbench.time.asked = Some(expression.clone());
    vec![Request::Send(Command::Ask(Question::LastChange { frame: workbench.frame, expression }))]
}

/// The answer to where an expression changed last.
pub(super) fn last_change(workbench: &mut Workbench, expression: &str, change: Result<Change, String>) -> Vec<Request> {
    if workbench.time.asked.take_if(|asked| asked == expression).is_none() {
        return Vec::new();
    }
    match change {
        Ok(change) => {
            let Change { step, line, value } = change;
            workbench.tell(format!("{expression} became {} at step {step}, line {line}", value.preview));
            if workbench.run.phase == Phase::Paused && workbench.run.step() != step {
                return go(workbench, Command::Jump(Aim::Step(step)));
            }
        }
        Err(why) => workbench.fail(why),
    }
    Vec::new()
}

/// What is selected as a moment of the run; `Err`: why it is none.
fn moment(workbench: &Workbench) -> Result<Aim, String> {
    match workbench.focus() {
        Pane::Source if is_current_script(workbench, &workbench.source.file) => {
            let line = u32::try_from(workbench.source.cursor + 1).unwrap_or(u32::MAX);
            Ok(Aim::Line { line, nth: 1 })
        }
        Pane::Source => {
            Err(format!("{} is not the script that ran last: its time cannot be walked", workbench.source.file))
        }
        Pane::Queries => query(workbench).map(|query| Aim::Step(query.step)),
        Pane::Console => line_told(workbench),
        Pane::Decision => evidence::moment(workbench),
        Pane::Timeline => Ok(Aim::Step(cursor(workbench))),
        Pane::Inputs => Err("The inputs were there from the start".to_owned()),
        Pane::Scopes => Err("V goes to where the selected variable changed".to_owned()),
        Pane::Stack => Err("Frames have no time of their own: O goes back to the call".to_owned()),
    }
}

/// Whether a file is the script whose time can be walked.
pub(super) fn is_current_script(workbench: &Workbench, file: &str) -> bool {
    workbench.run.current().is_some_and(|run| run.file == file)
}

fn line_told(workbench: &Workbench) -> Result<Aim, String> {
    let known = workbench.run.known();
    let step = workbench.journal.told_by_selected().and_then(|entry| match entry.tells {
        Tells::End => known.and_then(|run| run.failed_at.or(Some(run.steps))),
        Tells::Console(_) | Tells::Callback(_) | Tells::Message => entry.step,
        Tells::Nothing => None,
    });
    step.map(|step| Aim::Step(step.max(1))).ok_or_else(|| "This line is not of the script that ran last".to_owned())
}

fn query(workbench: &Workbench) -> Result<&crate::recording::Query, String> {
    let before: usize = workbench.run.scripts.iter().rev().skip(1).map(|run| run.queries.len()).sum();
    let query = workbench.query().ok_or("The script asked nothing yet")?;
    if workbench.queries.selected < before {
        return Err("An earlier script sent this query: { goes back into it".to_owned());
    }
    let known = workbench.run.known().map_or(0, |run| run.queries.len());
    if workbench.queries.selected >= before + known {
        return Err("A later script sends this query: } goes on to it".to_owned());
    }
    Ok(query)
}

fn answer(workbench: &Workbench) -> Result<Aim, String> {
    let query = query(workbench)?;
    match query.answered {
        Some(_) => Ok(Aim::Answer(query.seq)),
        None => Err(format!("No answer to query {} has reached the script", query.seq)),
    }
}

/// A place to jump to as it is typed, in one of the [`FORMS`].
pub(super) fn typed(workbench: &Workbench, text: &str) -> Result<Aim, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |word: &str| word.parse::<u64>().ok().filter(|number| *number > 0);
    let small = |word: &str| number(word).and_then(|number| u32::try_from(number).ok());
    let known = workbench.run.known();
    let query = |seq: u32| known.and_then(|run| run.queries.iter().find(|query| query.seq == seq));
    let aim = match words.as_slice() {
        ["end"] => Some(Aim::Step(workbench.run.furthest().max(1))),
        ["step", step] | [step] => number(step).map(Aim::Step),
        ["line", line] => small(line).map(|line| Aim::Line { line, nth: 1 }),
        ["line", line, nth] => small(line).zip(number(nth)).map(|(line, nth)| Aim::Line { line, nth }),
        ["query", seq] => match small(seq).map(|seq| query(seq).ok_or(seq)) {
            Some(Ok(query)) => Some(Aim::Step(query.step)),
            Some(Err(seq)) => return Err(format!("No query {seq} is known")),
            None => None,
        },
        ["answer", seq] => match small(seq).map(|seq| query(seq).filter(|query| query.answered.is_some()).ok_or(seq)) {
            Some(Ok(query)) => Some(Aim::Answer(query.seq)),
            Some(Err(seq)) => return Err(format!("No answer to query {seq} is known")),
            None => None,
        },
        _ => None,
    };
    aim.ok_or_else(|| format!("`{}` names no moment: write {FORMS}", words.join(" ")))
}

fn told(workbench: &mut Workbench, why: impl Into<String>) -> Vec<Request> {
    workbench.fail(why);
    Vec::new()
}
