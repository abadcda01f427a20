//! Texts of two runs compared though their secrets are masked.
//!
//! Two runs may have been masked by two masks, and then the same secret stands there as two tokens. So a token of one run
//! is taken for the same secret as the token that stands in its place in the other, as long as it stays that way: where
//! the first run has the same password twice, the second must, too. What cannot be told is whether a secret that
//! stands alone was replaced by another between two runs with masks of their own.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::legacy::Cell;
use crate::recording::masking::tokens::tokens;
use crate::recording::ScriptRun;

/// What stands for every token where two texts are matched before anything is known of their secrets.
const ANY_SECRET: &str = "‹masked›";

/// Which token of one run is which of the other.
#[derive(Default)]
pub(super) struct Twins {
    /// Both runs have the same mask: tokens are compared as they are.
    one_mask: bool,
    there: HashMap<String, String>,
    back: HashMap<String, String>,
}

impl Twins {
    /// Finds out whether the two runs were masked by the same mask.
    pub(super) fn new(before: &ScriptRun, after: &ScriptRun) -> Self {
        let (before, after) = (secrets(before), secrets(after));
        let common = before.intersection(&after).count();
        // Tokens are short, so that two masks have some in common by chance, but not half of them.
        Self { one_mask: common > 0 && common * 2 >= before.len().min(after.len()), ..Self::default() }
    }

    /// Whether two texts are the same but for the masks.
    pub(super) fn same_text(&mut self, before: &str, after: &str) -> bool {
        if self.one_mask {
            return before == after;
        }
        let (ours, theirs) = (pieces(before), pieces(after));
        if ours.plain != theirs.plain || ours.secret.len() != theirs.secret.len() {
            return false;
        }
        if ours.secret.is_empty() {
            return true;
        }
        // A text may hold the same secret twice, so each pair is tried on what the ones before it have settled.
        let settled = (self.there.clone(), self.back.clone());
        let agree = ours.secret.iter().zip(&theirs.secret).all(|(one, other)| self.settle(one, other));
        if !agree {
            (self.there, self.back) = settled;
        }
        agree
    }

    /// Whether these tokens can be the same secret; from then on they are.
    fn settle(&mut self, one: &str, other: &str) -> bool {
        match (self.there.get(one), self.back.get(other)) {
            (None, None) => {
                self.there.insert(one.to_owned(), other.to_owned());
                self.back.insert(other.to_owned(), one.to_owned());
                true
            }
            (there, _) => there.is_some_and(|known| known == other),
        }
    }

    /// Whether two values are the same but for the masks.
    pub(super) fn same_value(&mut self, before: &Value, after: &Value) -> bool {
        match (before, after) {
            (Value::String(before), Value::String(after)) => self.same_text(before, after),
            (Value::Array(before), Value::Array(after)) => {
                before.len() == after.len() && before.iter().zip(after).all(|(one, other)| self.same_value(one, other))
            }
            (Value::Object(before), Value::Object(after)) => {
                before.len() == after.len()
                    && before.iter().all(|(key, one)| after.get(key).is_some_and(|other| self.same_value(one, other)))
            }
            _ => before == after,
        }
    }

    /// Whether two cells are the same but for the masks.
    pub(super) fn same_cell(&mut self, before: &Cell, after: &Cell) -> bool {
        match (before, after) {
            (Cell::Text(before), Cell::Text(after)) => self.same_text(before, after),
            (Cell::Json { value: before }, Cell::Json { value: after }) => self.same_value(before, after),
            // Invalid dates and what is no number equal nothing, themselves included.
            (Cell::Real(one), Cell::Real(other)) | (Cell::Date { ms: one }, Cell::Date { ms: other }) => {
                one == other || (one.is_nan() && other.is_nan())
            }
            _ => before == after,
        }
    }
}

/// A text taken apart.
struct Pieces<'t> {
    plain: Vec<&'t str>,
    secret: Vec<&'t str>,
}

fn pieces(text: &str) -> Pieces<'_> {
    let mut pieces = Pieces { plain: Vec::new(), secret: Vec::new() };
    let mut done = 0;
    for token in tokens(text) {
        pieces.plain.extend(text.get(done..token.start));
        done = token.end;
        pieces.secret.extend(text.get(token));
    }
    pieces.plain.extend(text.get(done..));
    pieces
}

/// The text with every masked secret the same.
pub(super) fn without_secrets(text: &str) -> String {
    pieces(text).plain.join(ANY_SECRET)
}

/// Every token in a run.
fn secrets(run: &ScriptRun) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut look = |text: &str| found.extend(tokens(text).into_iter().filter_map(|at| text.get(at)).map(str::to_owned));
    for query in &run.queries {
        look(&serde_json::to_string(&query.request).unwrap_or_default());
        look(&serde_json::to_string(&query.reply).unwrap_or_default());
    }
    run.console.iter().for_each(|line| look(&line.text));
    for call in &run.callbacks {
        call.error.iter().for_each(|error| look(&serde_json::to_string(error).unwrap_or_default()));
        call.result.iter().for_each(|result| look(&result.to_string()));
    }
    if let Some(error) = run.outcome.as_ref().and_then(|outcome| outcome.error.as_ref()) {
        look(&serde_json::to_string(error).unwrap_or_default());
    }
    found
}
