//! A run without stops, and what expressions were whenever one of its statements ran.

use std::sync::Arc;

use serde_json::Value;
use thiserror::Error;

use super::inquiry::aside::Aside;
use super::inquiry::once::{Once, Read};
use super::inquiry::probe::Probe;
use super::protocol::{Launch, Span};
use super::run::run_and_keep;
use super::session::SessionError;
use super::watcher::changes;
use crate::legacy::Store;
use crate::recording::{ProbedHit, ProbedJson, ProbedValue, ScriptRun};

/// Times a statement is looked at.
const MOST_HITS: usize = 10_000;
/// Copies of the run made for expressions that could change something.
const MOST_COPIES: usize = 1_000;

/// Why nothing can be probed.
#[derive(Debug, Error)]
pub enum ProbeError {
    /// The script has no statement there.
    #[error("there is no statement at or after {file}:{line}; the file has {lines} lines")]
    NoStatement {
        /// File label.
        file: String,
        /// The line asked for.
        line: u32,
        /// How many there are.
        lines: usize,
    },
    /// An expression does not parse.
    #[error("the expression `{expression}` does not parse: {message}")]
    Expression {
        /// The expression.
        expression: String,
        /// What the parser says.
        message: String,
    },
    /// The run could not be started.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Probed {
    /// The run, as it would have been without being looked at.
    pub run: ScriptRun,
    /// The statement that was looked at.
    pub at: Span,
    /// Each time it ran, in order.
    pub hits: Vec<ProbedHit>,
    /// It ran more often than is listed.
    pub cut: bool,
}

/// Runs a script to its end, then looks at the statement on `line` (and `column`, from 1) wherever it ran. The run is
/// not changed by that: what could change it is evaluated on copies.
///
/// # Errors
/// [`ProbeError`]; a script that does not parse gives a run with that outcome and no hits.
pub fn probe(
    launch: Launch,
    store: Box<dyn Store + Send>,
    (line, column): (u32, Option<u32>),
    expressions: &[String],
) -> Result<Probed, ProbeError> {
    for expression in expressions {
        if let Err(failure) = crate::script::side_effect(expression) {
            return Err(ProbeError::Expression { expression: expression.clone(), message: failure.message });
        }
    }
    let (run, recipe) = run_and_keep(Launch { stop_on_entry: false, stops: Vec::new(), ..launch }, store)?;
    let Some(recipe) = recipe else {
        let at = Span { line, column: 1, end_line: line, end_column: 1 };
        return Ok(Probed { run, at, hits: Vec::new(), cut: false });
    };
    let script = &recipe.script;
    let Some(statement) = script.statement_at(line, column) else {
        let (file, lines) = (script.file.clone(), script.original.lines().count());
        return Err(ProbeError::NoStatement { file, line, lines });
    };
    let at = super::frames::span_of(script, statement);
    let mask = recipe.launch.mask.clone();
    let aside = Aside { notes: recipe.notes.list(), interventions: Vec::new(), recipe: recipe.clone() };
    let mut on_a_copy: Vec<bool> = expressions.iter().map(|code| changes(code).is_some()).collect();
    let probe = loop {
        let here = expressions.iter().zip(&on_a_copy);
        let here = here.map(|(code, copied)| (!copied).then(|| code.clone())).collect();
        let probe = Probe::new(statement, here, run.steps, MOST_HITS);
        let probe = aside.look_now(probe, &Arc::default()).ok_or(SessionError::Lost)?;
        match probe.touched.and_then(|index| on_a_copy.get_mut(index)) {
            Some(copied) => *copied = true,
            None => break probe,
        }
    };
    let mut copies = 0;
    let mut hits = Vec::new();
    let mut cut = probe.cut;
    for seen in probe.seen {
        let mut values = Vec::new();
        for ((expression, read), copied) in expressions.iter().zip(seen.values).zip(&on_a_copy) {
            let read = match read {
                Some(read) => read,
                None if copies < MOST_COPIES => {
                    copies += 1;
                    let once =
                        aside.look_now(Once::new(seen.step, expression), &Arc::default()).and_then(|once| once.read);
                    once.unwrap_or_else(|| Err("the copy of the run ended too early".to_owned()))
                }
                None => {
                    cut = true;
                    Err(format!("it could change something and was evaluated on {MOST_COPIES} copies already"))
                }
            };
            let value = masked(expression, read, &mask);
            values.push(ProbedValue { expression: expression.clone(), value, on_a_copy: *copied });
        }
        let at = seen.stack.into_iter().next().map(|frame| frame.place);
        hits.push(ProbedHit { step: seen.step, run_time_ms: seen.run_time_ms, at, values });
    }
    Ok(Probed { run, at, hits, cut })
}

fn masked(expression: &str, read: Read, mask: &crate::recording::masking::Mask) -> Result<ProbedJson, String> {
    let (variable, json) = read?;
    // The last name of the expression says what kind of value it is: `user.password_hash`.
    let name = expression.rsplit(['.', '[', '\'', '"', ']']).find(|part| !part.is_empty()).unwrap_or(expression);
    let json = json.and_then(|text| serde_json::from_str::<Value>(&text).ok()).map(|json| mask.field(name, &json));
    Ok(ProbedJson { preview: variable.preview, json })
}
