//! Two runs set side by side: what happened in both, what in one alone, and what of it differs.
//!
//! | part | what it knows |
//! | --- | --- |
//! | `moments` | a run as moments, and what each is found again by |
//! | `pairing` | which moment of one run is which of the other |
//! | `exchange`, `ending` | what can differ between two moments |
//! | `found` | the differences, and how both sides are shown |
//! | `twins` | secrets under two masks |

mod ending;
mod exchange;
mod found;
mod moments;
mod pairing;
#[cfg(test)]
mod tests;
mod twins;

pub use moments::{Moment, MomentKind};

use super::ScriptRun;
use found::Found;
use moments::{happened, Happened, Keys};
use twins::Twins;

/// Something that happened in both runs, or in one alone; never in none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// In the first run.
    pub before: Option<Moment>,
    /// In the second run.
    pub after: Option<Moment>,
    /// What differs where it happened in both; at most a hundred.
    pub differs: Vec<Difference>,
}

impl Pair {
    /// Whether it happened in both runs, in the same way.
    pub fn is_same(&self) -> bool {
        self.before.is_some() && self.after.is_some() && self.differs.is_empty()
    }
}

/// A part of something that differs. Both values are short texts, JSON in JSON; `None` is not there at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which part.
    ///
    /// Of a query: `driver`, `text`, `target`, `params[0]` or `params.email`, `headers.accept`, `body.email`; of what the
    /// script was answered: `answer` (where only one run got any, or one of another kind), `columns`, `rows` (how many),
    /// `rows[0].email`, `insert_id`, `status`, `answer.headers.location`, `answer.body.email`, `error`; each of these
    /// within `results[1]` for an answer of several results. Of a console line: `level`, `message`. Of a call of
    /// `callback` and of the end: `outcome`, `error` (where only one has any), `error.name`, `message`, `error.code`,
    /// `error.user_id`, `profile.email`, and `result` for a script that gives no profile.
    pub part: String,
    /// In the first run.
    pub before: Option<String>,
    /// In the second run.
    pub after: Option<String>,
}

/// Two runs of a script side by side, in the order of what happened. Steps, times and lines may differ: an edit moves
/// them. Runs under masks of their own are compared by where the same secret stands.
pub fn align(before: &ScriptRun, after: &ScriptRun) -> Vec<Pair> {
    let (ours, our_keys): (Vec<Moment>, Vec<Keys>) = moments::moments(before).into_iter().unzip();
    let (theirs, their_keys): (Vec<Moment>, Vec<Keys>) = moments::moments(after).into_iter().unzip();
    let mut twins = Twins::new(before, after);
    let pair = |(one, other): pairing::Paired| {
        let one = one.and_then(|index: usize| ours.get(index)).cloned();
        let other = other.and_then(|index: usize| theirs.get(index)).cloned();
        let differs = match (&one, &other) {
            (Some(one), Some(other)) => differences(&mut twins, (before, one), (after, other)),
            _ => Vec::new(),
        };
        Pair { before: one, after: other, differs }
    };
    pairing::pairs(&our_keys, &their_keys).into_iter().map(pair).collect()
}

/// Whether the same happened in both runs, wherever it stands and however long it took.
pub fn same(before: &ScriptRun, after: &ScriptRun) -> bool {
    align(before, after).iter().all(Pair::is_same)
}

fn differences(twins: &mut Twins, before: (&ScriptRun, &Moment), after: (&ScriptRun, &Moment)) -> Vec<Difference> {
    let mut found = Found::new(twins);
    match (happened(before.0, before.1.kind), happened(after.0, after.1.kind)) {
        (Some(Happened::Query(ours)), Some(Happened::Query(theirs))) => exchange::compare(&mut found, ours, theirs),
        (Some(Happened::Console(ours)), Some(Happened::Console(theirs))) => {
            ending::compare_lines(&mut found, ours, theirs);
        }
        (Some(Happened::Callback(ours)), Some(Happened::Callback(theirs))) => {
            ending::compare_calls(&mut found, after.0.action, ours, theirs);
        }
        (Some(Happened::End), Some(Happened::End)) => ending::compare_endings(&mut found, before.0, after.0),
        _ => {}
    }
    found.into_differences()
}
