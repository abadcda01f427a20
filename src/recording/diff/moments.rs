//! A run as the moments that are set against those of another.

use super::twins::without_secrets;
use crate::legacy::{documents, Request};
use crate::recording::timeline::{level_name, marks, Mark, MarkKind};
use crate::recording::wording::{bindings, statement};
use crate::recording::{CallbackCall, ConsoleLine, OutcomeKind, Place, Query, ScriptRun, StackFrame};

/// Something that happened in one of two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What it was.
    pub kind: MomentKind,
    /// The step to go to in order to see it.
    pub step: u64,
    /// The place that did it.
    pub at: Option<Place>,
    /// One line for a list, safe to show if the run was masked.
    pub title: String,
}

/// What a moment is. A query and its answer are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentKind {
    /// An exchange with the legacy store.
    Query {
        /// Its number, from 1.
        seq: u32,
    },
    /// A console line.
    Console {
        /// Where in [`ScriptRun::console`], from 0.
        index: usize,
    },
    /// A call of `callback`.
    Callback {
        /// Where in [`ScriptRun::callbacks`], from 0.
        index: usize,
    },
    /// The end of the script.
    End {
        /// How it ended.
        kind: OutcomeKind,
    },
}

/// By how many keys a moment can be found again in the other run.
pub(super) const KEYS: usize = 5;

/// What a moment is found again by, the strictest key first: all that was said; the text; the place; the kind of text in
/// the same function; the kind of text. Lines are in the key of the place only, because an edit moves them.
pub(super) type Keys = [String; KEYS];

/// What happened, and how to find it.
pub(super) enum Happened<'r> {
    Query(&'r Query),
    Console(&'r ConsoleLine),
    Callback(&'r CallbackCall),
    End,
}

/// The moments of a run in order, the end last.
pub(super) fn moments(run: &ScriptRun) -> Vec<(Moment, Keys)> {
    let all = marks(run).into_iter().filter_map(|mark| moment(run, mark));
    let (ends, mut all): (Vec<_>, Vec<_>) = all.partition(|(moment, _)| matches!(moment.kind, MomentKind::End { .. }));
    all.extend(ends);
    all
}

fn moment(run: &ScriptRun, mark: Mark) -> Option<(Moment, Keys)> {
    let kind = match mark.kind {
        MarkKind::Query { seq, .. } => MomentKind::Query { seq },
        MarkKind::Answer { .. } => return None,
        MarkKind::Console { index, .. } => MomentKind::Console { index },
        MarkKind::Callback { index, .. } => MomentKind::Callback { index },
        MarkKind::End { kind, .. } => MomentKind::End { kind },
    };
    let happened = happened(run, kind)?;
    let at = match &happened {
        Happened::Query(query) => query.at.clone(),
        Happened::Console(line) => line.at.clone(),
        Happened::Callback(call) => first_place(&call.stack),
        Happened::End => {
            let error = run.outcome.as_ref().and_then(|outcome| outcome.error.as_ref());
            error.and_then(|error| first_place(&error.stack)).or_else(|| first_place(&run.ended_at))
        }
    };
    let keys = keys(&happened, at.as_ref());
    Some((Moment { kind, step: mark.step, at, title: mark.title() }, keys))
}

/// What a moment of this run stands for.
pub(super) fn happened(run: &ScriptRun, kind: MomentKind) -> Option<Happened<'_>> {
    Some(match kind {
        MomentKind::Query { seq } => {
            // Numbers count in order, but a query that went unlisted leaves a gap.
            let near = run.queries.get((seq as usize).checked_sub(1)?).filter(|query| query.seq == seq);
            Happened::Query(near.or_else(|| run.queries.iter().find(|query| query.seq == seq))?)
        }
        MomentKind::Console { index } => Happened::Console(run.console.get(index)?),
        MomentKind::Callback { index } => Happened::Callback(run.callbacks.get(index)?),
        MomentKind::End { .. } => Happened::End,
    })
}

fn first_place(stack: &[StackFrame]) -> Option<Place> {
    StackFrame::innermost(stack).map(|frame| frame.place.clone())
}

fn keys(happened: &Happened<'_>, at: Option<&Place>) -> Keys {
    let (shape, text, more) = match happened {
        Happened::Query(query) => {
            let bound = bindings(&query.request).into_iter().map(|(sign, value)| format!("{sign}={value}\n"));
            (shape(&query.request), words(&statement(&query.request)), bound.collect())
        }
        Happened::Console(line) => ("console".to_owned(), line.text.clone(), level_name(line.level).to_owned()),
        Happened::Callback(_) => ("callback".to_owned(), String::new(), String::new()),
        Happened::End => ("end".to_owned(), String::new(), String::new()),
    };
    // A script that ends elsewhere ends all the same.
    let at = at.filter(|_| !matches!(happened, Happened::End));
    let function = at.map(|place| place.function.as_str()).unwrap_or_default();
    let line = at.map(|place| format!("{}:{}", place.line, place.column)).unwrap_or_default();
    let text = without_secrets(&text);
    [
        format!("{shape}\n{function}\n{text}\n{}", without_secrets(&more)),
        format!("{shape}\n{function}\n{text}"),
        format!("{shape}\n{function}\n{line}"),
        format!("{shape}\n{function}"),
        shape,
    ]
}

/// What two requests must have in common to be one and the same, changed.
fn shape(request: &Request) -> String {
    match request {
        Request::Connect { .. } => "connect".to_owned(),
        Request::Sql { text, .. } => {
            let verb = text.split_whitespace().next().unwrap_or_default();
            format!("sql {}", verb.to_ascii_lowercase())
        }
        Request::Http { method, .. } => format!("http {method}"),
        Request::Documents { command, .. } => format!("documents {}", documents::verb(command)),
        Request::Directory { operation, .. } => format!("directory {}", operation.verb()),
        Request::Socket { .. } => "socket".to_owned(),
        Request::Lookup { .. } => "lookup".to_owned(),
        Request::Close { .. } => "close".to_owned(),
    }
}

/// A statement with every run of white space as one space.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
