//! What shows a cause: a place, an exchange, a step, a field.

use crate::recording::{wording, CallbackCall, ErrorInfo, Place, Query, ScriptRun, StackFrame};

/// One thing that shows the cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is, in words. Not masked.
    pub words: String,
    /// Where it stands.
    pub at: Option<Place>,
    /// The exchange, by its number within its run.
    pub query: Option<u32>,
    /// The step, within its run.
    pub step: Option<u64>,
    /// The field, `profile.user_id`.
    pub field: Option<String>,
}

impl Evidence {
    /// Something without a place.
    pub(super) fn of(words: impl Into<String>) -> Self {
        Self { words: words.into(), at: None, query: None, step: None, field: None }
    }

    /// An exchange with its answer.
    pub(super) fn query(query: &Query) -> Self {
        let asked = wording::short(&wording::one_line(&query.request));
        Self {
            at: query.at.clone(),
            query: Some(query.seq),
            step: Some(query.step),
            ..Self::of(format!("query {}: {asked}: {}", query.seq, wording::short(&query.answer_in_words())))
        }
    }

    /// A call of `callback`.
    pub(super) fn call(call: &CallbackCall) -> Self {
        Self { at: innermost(&call.stack), step: Some(call.step), ..Self::of(wording::short(&wording::called(call))) }
    }

    /// The first answer of a script.
    pub(super) fn answer(run: &ScriptRun) -> Option<Self> {
        run.callbacks.first().map(Self::call)
    }

    /// An error where it was made.
    pub(super) fn error(run: &ScriptRun, error: &ErrorInfo) -> Self {
        Self { at: innermost(&error.stack), step: run.failed_at, ..Self::of(super::case::in_words(error)) }
    }

    /// Where a script stood last.
    pub(super) fn end(run: &ScriptRun) -> Self {
        let at = innermost(&run.ended_at);
        let place = at.as_ref().map(|at| format!(" in {}", at.function)).unwrap_or_default();
        Self { at, step: Some(run.steps), ..Self::of(format!("`{}` ran out of statements{place}", run.action)) }
    }

    /// A field of a profile.
    pub(super) fn field(name: &str, words: impl Into<String>) -> Self {
        Self { field: Some(format!("profile.{name}")), ..Self::of(words) }
    }

    /// The same, at a place.
    pub(super) fn at(self, at: Option<Place>) -> Self {
        Self { at, ..self }
    }
}

fn innermost(stack: &[StackFrame]) -> Option<Place> {
    StackFrame::innermost(stack).map(|frame| frame.place.clone())
}
