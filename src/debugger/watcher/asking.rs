//! Expressions evaluated for the user, none of which may change the run unnoticed.

use std::time::Instant;

use rquickjs::{CatchResultExt, CaughtError, Ctx, Function, Value};

use super::Watcher;
use crate::debugger::link::{Link, Watch};
use crate::debugger::protocol::{ValueKind, Variable};
use crate::sandbox::Observer;
use crate::script::side_effect;
use crate::visible::visible;

/// Longest JSON text of a value, in bytes.
const LONGEST_JSON: usize = 64 << 10;

/// What is said of an expression that ran into [`super::observing::EVALUATION_LIMIT`].
pub(in crate::debugger) const TOO_LONG: &str = "It took longer than 2 s and was cut off.";

/// Why an expression has no value.
pub(in crate::debugger) enum Refusal {
    /// It failed; the error's text.
    Failed(String),
    /// It took too long, and would again.
    TooLong,
    /// It ran code of the script, so nobody can tell what it changed: this realm must not be gone on with.
    Touched,
}

impl Watcher {
    /// Evaluates an expression (or, failing that, statements) without moving the run: no stops, no steps counted.
    pub(in crate::debugger) fn evaluate<'js>(
        &self,
        ctx: &Ctx<'js>,
        count: u64,
        evaluate: &Function<'js>,
        code: &str,
    ) -> Result<Value<'js>, String> {
        self.evaluate_noting(ctx, count, evaluate, code).0
    }

    /// The same, and whether statements of the script were executed.
    pub(in crate::debugger) fn evaluate_noting<'js>(
        &self,
        ctx: &Ctx<'js>,
        count: u64,
        evaluate: &Function<'js>,
        code: &str,
    ) -> (Result<Value<'js>, String>, bool) {
        let engine = self.engine.borrow().clone();
        if let Some(engine) = &engine {
            engine.set(ctx, count, f64::INFINITY);
        }
        self.evaluating.set(Some(Instant::now()));
        let as_expression = evaluate.call::<_, Value<'js>>((format!("({code}\n)"),)).catch(ctx);
        let result = match as_expression {
            Err(error) if is_syntax_error(&error) => evaluate.call::<_, Value<'js>>((code,)).catch(ctx),
            other => other,
        };
        let too_long = self.stopped();
        self.evaluating.set(None);
        let mut touched = false;
        if let Some(engine) = &engine {
            touched = engine.steps(ctx) != count;
            // The hook is called again at the next statement and says when it is due from there.
            engine.set(ctx, count, 0.0);
        }
        let result = result.map_err(|error| {
            if too_long {
                return TOO_LONG.to_owned();
            }
            visible(&self.link.mask.text(&error_text(&error))).into_owned()
        });
        (result, touched)
    }

    /// Evaluates an expression that was found to be free of side effects as far as its text tells.
    pub(in crate::debugger) fn ask<'js>(
        &self,
        ctx: &Ctx<'js>,
        count: u64,
        evaluate: &Function<'js>,
        code: &str,
    ) -> Result<Value<'js>, Refusal> {
        match self.evaluate_noting(ctx, count, evaluate, code) {
            (_, true) => Err(Refusal::Touched),
            (Err(error), false) if error == TOO_LONG => Err(Refusal::TooLong),
            (result, false) => result.map_err(Refusal::Failed),
        }
    }

    /// The value of an expression free of side effects, and its JSON text.
    pub(in crate::debugger) fn read<'js>(
        &self,
        ctx: &Ctx<'js>,
        count: u64,
        evaluate: &Function<'js>,
        code: &str,
    ) -> Result<(Variable, Option<String>), Refusal> {
        let value = self.ask(ctx, count, evaluate, code)?;
        let variable = self.variable(ctx, code, value.clone());
        let (json, touched) = self.json(ctx, count, value);
        if touched {
            return Err(Refusal::Touched);
        }
        Ok((variable, json))
    }

    /// The same for an expression that may run what it likes: only on a copy that is thrown away.
    pub(in crate::debugger) fn read_freely<'js>(
        &self,
        ctx: &Ctx<'js>,
        count: u64,
        evaluate: &Function<'js>,
        code: &str,
    ) -> Result<(Variable, Option<String>), String> {
        let value = self.evaluate(ctx, count, evaluate, code)?;
        let variable = self.variable(ctx, code, value.clone());
        Ok((variable, self.json(ctx, count, value).0))
    }

    /// A value as JSON text, and whether making it ran code of the script (`toJSON`, a getter).
    fn json<'js>(&self, ctx: &Ctx<'js>, count: u64, value: Value<'js>) -> (Option<String>, bool) {
        let Some(engine) = self.engine.borrow().clone() else { return (None, false) };
        engine.set(ctx, count, f64::INFINITY);
        self.evaluating.set(Some(Instant::now()));
        let text = ctx.json_stringify(value).catch(ctx).ok().flatten().and_then(|text| text.to_string().ok());
        self.evaluating.set(None);
        let touched = engine.steps(ctx) != count;
        engine.set(ctx, count, 0.0);
        (text.filter(|text| text.len() <= LONGEST_JSON), touched)
    }

    /// Run time so far, in milliseconds.
    pub(in crate::debugger) fn elapsed_ms(&self, ctx: &Ctx<'_>) -> f64 {
        self.engine.borrow().as_ref().map_or(0.0, |engine| engine.elapsed_ms(ctx))
    }

    /// A value as a variable named `name`.
    pub(in crate::debugger) fn variable<'js>(&self, ctx: &Ctx<'js>, name: &str, value: Value<'js>) -> Variable {
        let inspector = self.inspector.borrow().clone();
        let made = inspector.map(|inspector| inspector.variable(ctx, name, Some(name.to_owned()), value));
        made.unwrap_or_else(|| Variable {
            name: name.to_owned(),
            kind: ValueKind::Undefined,
            preview: String::new(),
            handle: None,
            path: None,
        })
    }
}

impl Link {
    /// Replaces the watched expressions. One that could change something is evaluated on a copy of the run.
    pub(in crate::debugger) fn watch(&self, expressions: Vec<String>) {
        let watch =
            |expression: String| Watch { on_a_copy: changes(&expression).is_some(), too_long: false, expression };
        *self.watches.borrow_mut() = expressions.into_iter().map(watch).collect();
    }
}

/// Why an expression must not be evaluated unasked, as the rest of a sentence: what it could change, or that it does
/// not parse.
pub(in crate::debugger) fn changes(expression: &str) -> Option<String> {
    match side_effect(expression) {
        Ok(effect) => effect.map(|effect| effect.to_string()),
        Err(failure) => Some(format!("does not parse ({})", failure.message)),
    }
}

fn is_syntax_error(error: &CaughtError<'_>) -> bool {
    let CaughtError::Exception(exception) = error else { return false };
    exception.as_object().get::<_, String>("name").is_ok_and(|name| name == "SyntaxError")
}

fn error_text(error: &CaughtError<'_>) -> String {
    match error {
        CaughtError::Exception(exception) => {
            let name = exception.as_object().get::<_, String>("name").unwrap_or_else(|_| "Error".to_owned());
            format!("{name}: {}", exception.message().unwrap_or_default())
        }
        CaughtError::Value(value) => {
            format!("thrown: {}", value.as_string().and_then(|text| text.to_string().ok()).unwrap_or_default())
        }
        CaughtError::Error(error) => error.to_string(),
    }
}
