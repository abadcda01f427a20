//! Where a value came from: the column, the field of an HTTP answer or the input that a script made it of.
//!
//! Nobody follows a value through the script; origins are found by comparing what came in with what went out. So they
//! are likely, not certain, and the likeliest comes first. Masked values serve as well as plain ones, because the mask
//! is the same for the same secret within one run.
//!
//! | part | what it knows |
//! | --- | --- |
//! | `arrivals` | what came in, value by value |
//! | `likeness` | how alike two values are |
//! | `names` | whether a field and a column speak of the same thing |

mod arrivals;
mod likeness;
mod names;
#[cfg(test)]
mod tests;

pub use super::fields::fields;
pub use likeness::Likeness;

use std::borrow::Cow;
use std::cmp::Reverse;

use indexmap::IndexMap;
use serde_json::Value;

use super::fields::{inside, last_name, leaves};
use super::{Place, ScriptRun};
use arrivals::{arrivals, Arrival};
use likeness::Sought;
use names::{agreement, Agreement};

/// Something a value may have come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What it is.
    pub kind: OriginKind,
    /// How alike the two are.
    pub likeness: Likeness,
    /// The place that asked for it; `None` for an input.
    pub at: Option<Place>,
    /// The step at which the script got it; 0 for an input.
    pub step: u64,
}

/// What a value may have come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginKind {
    /// A cell of an answer.
    Column {
        /// The query's number, from 1.
        seq: u32,
        /// From 0; the rows of an answer of several results are counted through.
        row: usize,
        /// The column's name; with the path inside, if the cell holds JSON: `metadata.plan`.
        column: String,
    },
    /// A field of an HTTP answer's JSON.
    Body {
        /// The query's number, from 1.
        seq: u32,
        /// `data.users[0].email`; empty for the whole.
        path: String,
    },
    /// An argument of the script.
    Input {
        /// Its name; with the path inside, if it is an object: `user.email`.
        name: String,
    },
}

/// A contained text must be this long where the names do not agree.
const SHORTEST_CONTAINED: usize = 2;

/// What decides the place in the list, smallest first: whether it is an input, whether the name is another, likeness,
/// how near the names are, the latest step, the latest query.
type Rank = (bool, bool, Likeness, Agreement, Reverse<u64>, Reverse<u32>);

/// Where `value`, the profile's `field`, may have come from, best first: what has the field's name, then what is most
/// alike, then what came last before `callback`; inputs come last. Of each column the first row that is most alike.
///
/// `inputs` are the script's arguments by name, masked by the run's own mask if the run is masked. Values that are
/// everywhere (`null`, `true`, `0`, a single letter …) have an origin only where the names agree.
pub fn origins(run: &ScriptRun, inputs: &[(String, Value)], field: &str, value: &Value) -> Vec<Origin> {
    let mut search = Search::new(field, value);
    let mut found: Vec<(Rank, Origin)> = Vec::new();
    let called = run.callbacks.first().map(|call| call.step);
    for query in &run.queries {
        let in_time = query.answered.filter(|step| called.is_none_or(|called| *step <= called));
        let (Some(step), Some(reply)) = (in_time, &query.reply) else { continue };
        let mut best: IndexMap<String, (Match, Arrival<'_>)> = IndexMap::new();
        arrivals(reply, &mut |arrival| {
            if let Some(alike) = search.compare(&arrival.path, &arrival.value) {
                if best.get(&*arrival.path).is_none_or(|(known, _)| alike.likeness < known.likeness) {
                    best.insert(arrival.path.clone().into_owned(), (alike, arrival));
                }
            }
        });
        found.extend(best.into_values().map(|(alike, arrival)| {
            let kind = arrival.into_kind(query.seq);
            let origin = Origin { kind, likeness: alike.likeness, at: query.at.clone(), step };
            (alike.rank(false, step, query.seq), origin)
        }));
    }
    for (name, given) in inputs {
        for (path, given) in leaves(given) {
            if let Some(alike) = search.compare(inner(name, &path), given) {
                let kind = OriginKind::Input { name: inside(name, &path) };
                found.push((alike.rank(true, 0, 0), Origin { kind, likeness: alike.likeness, at: None, step: 0 }));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, origin)| origin).collect()
}

/// How well something fits the field.
#[derive(Clone, Copy)]
struct Match {
    agreement: Agreement,
    likeness: Likeness,
}

impl Match {
    fn rank(self, is_input: bool, step: u64, seq: u32) -> Rank {
        let is_other = self.agreement != Agreement::Exact;
        (is_input, is_other, self.likeness, self.agreement, Reverse(step), Reverse(seq))
    }
}

/// The field whose value is looked for.
struct Search<'v> {
    field: Cow<'v, str>,
    sought: Sought<'v>,
    /// The path compared last and how its name agrees: the cells of a column come one after another.
    last: (String, Agreement),
}

impl<'v> Search<'v> {
    fn new(field: &'v str, value: &'v Value) -> Self {
        Self { field: last_name(field), sought: Sought::new(value), last: (String::new(), Agreement::None) }
    }

    fn compare(&mut self, path: &str, source: &Value) -> Option<Match> {
        if self.last.0 != path {
            self.last = (path.to_owned(), agreement(&self.field, &last_name(path)));
        }
        let agreement = self.last.1;
        if self.sought.is_trivial() && agreement == Agreement::None {
            return None;
        }
        let shortest = if agreement == Agreement::None { SHORTEST_CONTAINED } else { 1 };
        Some(Match { agreement, likeness: self.sought.likeness(source, shortest)? })
    }
}

/// The path that names a value inside an input: its own, or the input's name where it is the whole.
fn inner<'n>(name: &'n str, path: &'n str) -> &'n str {
    if last_name(path).is_empty() {
        name
    } else {
        path
    }
}
