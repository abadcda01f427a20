//! The differences found between two moments, and how both sides are shown.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::twins::Twins;
use super::Difference;
use crate::legacy::Cell;
use crate::recording::fields::{inside, leaves};
use crate::recording::wording;

/// Differences told of one pair. Two tables that have nothing in common need no more to be seen as different.
const MOST: usize = 100;

/// The most characters shown of one side.
const LONGEST: usize = 120;

/// What is the same at the start of two long texts is shown only this far before they part.
const LEAD: usize = 30;

/// Takes two sides part by part and keeps what differs.
pub(super) struct Found<'t> {
    twins: &'t mut Twins,
    differences: Vec<Difference>,
}

impl<'t> Found<'t> {
    pub(super) const fn new(twins: &'t mut Twins) -> Self {
        Self { twins, differences: Vec::new() }
    }

    pub(super) fn into_differences(self) -> Vec<Difference> {
        self.differences
    }

    /// Whether enough has been found.
    pub(super) fn is_full(&self) -> bool {
        self.differences.len() >= MOST
    }

    /// Notes a difference; the values are cut to what shows it.
    pub(super) fn note(&mut self, part: &str, before: Option<&str>, after: Option<&str>) {
        if self.is_full() {
            return;
        }
        let skipped = match (before, after) {
            (Some(before), Some(after)) => same_start(before, after),
            _ => 0,
        };
        let shown = |text: Option<&str>| text.map(|text| excerpt(text, skipped));
        self.differences.push(Difference { part: part.to_owned(), before: shown(before), after: shown(after) });
    }

    /// Compares two texts.
    pub(super) fn text(&mut self, part: &str, before: Option<&str>, after: Option<&str>) {
        let same = match (before, after) {
            (Some(before), Some(after)) => self.twins.same_text(before, after),
            (before, after) => before.is_none() && after.is_none(),
        };
        if !same {
            self.note(part, before, after);
        }
    }

    /// Compares two cells.
    pub(super) fn cell(&mut self, part: &str, before: Option<&Cell>, after: Option<&Cell>) {
        match (before, after) {
            (Some(before), Some(after)) if self.twins.same_cell(before, after) => {}
            (Some(Cell::Json { value: before }), Some(Cell::Json { value: after })) => {
                self.fields(part, before, after);
            }
            (None, None) => {}
            _ => self.note(part, before.map(shown_cell).as_deref(), after.map(shown_cell).as_deref()),
        }
    }

    /// Compares two JSON values, field by field where there are two.
    pub(super) fn value(&mut self, part: &str, before: Option<&Value>, after: Option<&Value>) {
        match (before, after) {
            (Some(before), Some(after)) => self.fields(part, before, after),
            (None, None) => {}
            _ => self.note(part, before.map(Value::to_string).as_deref(), after.map(Value::to_string).as_deref()),
        }
    }

    fn fields(&mut self, part: &str, before: &Value, after: &Value) {
        let (before, after): (IndexMap<_, _>, IndexMap<_, _>) =
            (leaves(before).into_iter().collect(), leaves(after).into_iter().collect());
        let paths: IndexSet<&String> = before.keys().chain(after.keys()).collect();
        for path in paths {
            let (one, other) = (before.get(path), after.get(path));
            let same = match (one, other) {
                (Some(one), Some(other)) => self.twins.same_value(one, other),
                _ => false,
            };
            if !same {
                let shown = |value: Option<&&Value>| value.map(|value| value.to_string());
                self.note(&inside(part, path), shown(one).as_deref(), shown(other).as_deref());
            }
        }
    }
}

/// Texts in quotes, so that `"7"` and `7` look different.
fn shown_cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => Value::from(text.as_str()).to_string(),
        other => wording::value(other),
    }
}

/// How many characters two texts have in common at their start, if that is worth leaving out.
fn same_start(before: &str, after: &str) -> usize {
    let same = before.chars().zip(after.chars()).take_while(|(one, other)| one == other).count();
    let fits = |text: &str| text.chars().nth(LONGEST).is_none();
    if fits(before) && fits(after) {
        0
    } else {
        same.saturating_sub(LEAD)
    }
}

fn excerpt(text: &str, skipped: usize) -> String {
    let mut rest = text.chars().skip(skipped);
    let mut shown = if skipped > 0 { "…".to_owned() } else { String::new() };
    shown.extend(rest.by_ref().take(LONGEST));
    if rest.next().is_some() {
        shown.push('…');
    }
    shown
}
