//! Which moment of one run is which of the other.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use similar::{capture_diff_slices, Algorithm, DiffOp};

use super::moments::{Keys, KEYS};

/// A moment of the first run, of the second, or of both, by index.
pub(super) type Paired = (Option<usize>, Option<usize>);

/// Pairs up two runs in order. What is the same by the strictest key is paired first; what lies between is paired by
/// the next key, and so on; what is left happened in one run alone.
pub(super) fn pairs(before: &[Keys], after: &[Keys]) -> Vec<Paired> {
    let mut found = Vec::with_capacity(before.len().max(after.len()));
    between(before, 0..before.len(), after, 0..after.len(), 0, &mut found);
    found
}

fn between(
    before: &[Keys],
    ours: Range<usize>,
    after: &[Keys],
    theirs: Range<usize>,
    level: usize,
    found: &mut Vec<Paired>,
) {
    if level == KEYS || ours.is_empty() || theirs.is_empty() {
        found.extend(ours.map(|index| (Some(index), None)));
        found.extend(theirs.map(|index| (None, Some(index))));
        return;
    }
    let (mut left, mut right) = (ours.start, theirs.start);
    for (one, other) in common(before, ours.clone(), after, theirs.clone(), level) {
        between(before, left..one, after, right..other, level + 1, found);
        found.push((Some(one), Some(other)));
        (left, right) = (one + 1, other + 1);
    }
    between(before, left..ours.end, after, right..theirs.end, level + 1, found);
}

/// The longest sequence common to both by the key of this level.
fn common(
    before: &[Keys],
    ours: Range<usize>,
    after: &[Keys],
    theirs: Range<usize>,
    level: usize,
) -> Vec<(usize, usize)> {
    let mut numbers = HashMap::new();
    let ours = numbered(before, ours, level, &mut numbers);
    let theirs = numbered(after, theirs, level, &mut numbers);
    // What the other run has not at all can never be paired, and would only make the search longer.
    let (ours, theirs) = (kept(&ours, &theirs), kept(&theirs, &ours));
    let only_numbers = |list: &[(usize, usize)]| list.iter().map(|(_, number)| *number).collect::<Vec<_>>();
    let same = capture_diff_slices(Algorithm::Myers, &only_numbers(&ours), &only_numbers(&theirs));
    let runs = same.into_iter().filter_map(|operation| match operation {
        DiffOp::Equal { old_index, new_index, len } => Some((old_index, new_index, len)),
        _ => None,
    });
    let indices = runs.flat_map(|(old, new, len)| (0..len).map(move |offset| (old + offset, new + offset)));
    indices.filter_map(|(one, other)| Some((ours.get(one)?.0, theirs.get(other)?.0))).collect()
}

/// Index and key of these moments, each key as a number.
fn numbered<'k>(
    moments: &'k [Keys],
    range: Range<usize>,
    level: usize,
    numbers: &mut HashMap<&'k str, usize>,
) -> Vec<(usize, usize)> {
    let number = |index: usize| {
        let key = moments.get(index)?.get(level)?;
        let next = numbers.len();
        Some((index, *numbers.entry(key).or_insert(next)))
    };
    range.filter_map(number).collect()
}

fn kept(list: &[(usize, usize)], other: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let known: HashSet<usize> = other.iter().map(|(_, number)| *number).collect();
    list.iter().filter(|(_, number)| known.contains(number)).copied().collect()
}
