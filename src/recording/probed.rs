//! What expressions were when a statement ran.

use serde_json::Value;

use super::Place;

/// One time the statement ran.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbedHit {
    /// The step.
    pub step: u64,
    /// Run time by then, in milliseconds.
    pub run_time_ms: f64,
    /// Where, with the function.
    pub at: Option<Place>,
    /// In the order of the expressions.
    pub values: Vec<ProbedValue>,
}

/// An expression at a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbedValue {
    /// The expression.
    pub expression: String,
    /// Its value, masked; `Err` is the error's text.
    pub value: Result<ProbedJson, String>,
    /// It could change something, so it was evaluated on a copy of the run.
    pub on_a_copy: bool,
}

/// A value for people and for programs.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbedJson {
    /// One line, masked.
    pub preview: String,
    /// As JSON has it, masked; `None` for what JSON cannot say (`undefined`, functions, cycles, very large values).
    pub json: Option<Value>,
}
