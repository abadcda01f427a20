//! Where a run stands: its stack, and what to mark in the shown text.

use super::outcome;
use super::run::Phase;
use super::source::{Mark, MarkKind};
use super::state::Workbench;
use crate::connection::Script;
use crate::debugger::Span;
use crate::recording::{ScriptRun, StackFrame};

/// One row of the stack pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackRow {
    /// The function's name.
    pub function: String,
    /// The name was derived.
    pub derived: bool,
    /// It started the asynchronous work that led here.
    pub asynchronous: bool,
    /// File label.
    pub file: String,
    /// The statement; only a place (`end` = start) where no more is known.
    pub span: Span,
}

impl Workbench {
    /// The stack: of the stop, else of the error or callback call that ended the run.
    pub fn stack(&self) -> Vec<StackRow> {
        if let Some(pause) = &self.run.pause {
            return pause
                .frames
                .iter()
                .map(|frame| StackRow {
                    function: frame.function.clone(),
                    derived: frame.derived,
                    asynchronous: frame.asynchronous,
                    file: frame.file.clone(),
                    span: frame.span,
                })
                .collect();
        }
        self.last_stack().iter().map(stack_row).collect()
    }

    /// Whether the stack shown is that of an error.
    pub fn stack_of_error(&self) -> bool {
        self.run.pause.is_none() && self.ended_badly().is_some_and(|run| !error_stack(run).is_empty())
    }

    /// Whether it is the stack of the last statement of a run that ended without a word.
    pub fn stack_of_last_statement(&self) -> bool {
        self.run.pause.is_none() && self.ended_badly().is_some_and(|run| !run.ended_at.is_empty())
    }

    fn last_stack(&self) -> &[StackFrame] {
        let Some(run) = self.run.current().filter(|_| !self.run.phase.under_way()) else { return &[] };
        let stack = error_stack(run);
        match (stack.is_empty(), run.ended_at.is_empty()) {
            (false, _) => stack,
            (true, false) => &run.ended_at,
            (true, true) => run.callbacks.last().map_or(&[], |call| &call.stack),
        }
    }

    /// The last script, if the operation is over because it failed.
    pub fn ended_badly(&self) -> Option<&ScriptRun> {
        let run = self.run.current().filter(|_| self.run.phase == Phase::Finished)?;
        (!outcome::fine(run.outcome.as_ref()?.kind)).then_some(run)
    }

    /// The innermost row of the stack that stands in one of the connection's own scripts.
    pub fn top_user_row(&self) -> usize {
        self.stack().iter().position(|row| self.script_named(&row.file).is_some()).unwrap_or(0)
    }

    /// The script with this file label.
    pub fn script_named(&self, file: &str) -> Option<&Script> {
        self.connection()?.scripts.values().find(|script| script.file == file)
    }

    /// What to mark in the shown text.
    pub fn mark(&self) -> Option<Mark> {
        let row = self.stack().into_iter().nth(self.frame)?;
        if row.file != self.source.file {
            return None;
        }
        let kind = match self.run.phase {
            Phase::Paused if self.frame == 0 => MarkKind::Next,
            Phase::Paused | Phase::Running => MarkKind::Waits,
            _ if self.ended_badly().is_some() => MarkKind::Failed,
            _ => MarkKind::Ended,
        };
        Some(Mark { span: row.span, kind })
    }

    /// What ended the run, in one line, and the line (from 1) of the shown text it belongs to.
    pub fn reason_in_source(&self) -> Option<(u32, String)> {
        let run = self.ended_badly()?;
        let row = self.stack().into_iter().nth(self.top_user_row())?;
        if row.file != self.source.file {
            return None;
        }
        let outcome = run.outcome.as_ref()?;
        let text = match &outcome.error {
            Some(error) => format!("{}: {}", error.name, error.message),
            None => format!("{} {}", run.action, outcome::words(outcome.kind)),
        };
        Some((row.span.line, text))
    }
}

fn error_stack(run: &ScriptRun) -> &[StackFrame] {
    let error = run.outcome.as_ref().and_then(|outcome| outcome.error.as_ref());
    error.map_or(&[], |error| &error.stack)
}

fn stack_row(frame: &StackFrame) -> StackRow {
    let place = &frame.place;
    let span = Span { line: place.line, column: place.column, end_line: place.line, end_column: place.column };
    StackRow {
        function: place.function.clone(),
        derived: frame.derived,
        asynchronous: frame.asynchronous,
        file: place.file.clone(),
        span,
    }
}
