//! Where the lines of a script went when its text was changed: breakpoints move with the code.

use similar::{capture_diff_slices, Algorithm, DiffOp};

/// Up to so many pairs of lines, those of a changed part are compared with each other.
const MOST_PAIRS: usize = 40_000;
/// Up to so many lines, old and new, that differ in between are compared at all; the cost grows with the square.
const MOST_LINES: usize = 4_000;

/// The way from the lines of an old text to those of a new one. Lines are the same whatever their indentation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// For each old line, counted from 0: the new line, and whether it is that line still.
    lines: Vec<(u32, bool)>,
    /// How many lines the new text has.
    count: u32,
}

impl Moved {
    /// Compares two texts of a script.
    pub fn new(old: &str, new: &str) -> Self {
        let old: Vec<&str> = old.split('\n').map(str::trim).collect();
        let new: Vec<&str> = new.split('\n').map(str::trim).collect();
        let mut moved = Self { lines: Vec::with_capacity(old.len()), count: new.len() as u32 };
        for change in changes(&old, &new) {
            match change {
                DiffOp::Equal { new_index, len, .. } => {
                    moved.lines.extend((new_index..new_index + len).map(|line| (line as u32, true)));
                }
                DiffOp::Delete { old_len, new_index, .. } => {
                    moved.lines.extend((0..old_len).map(|_| (new_index as u32, false)));
                }
                DiffOp::Insert { .. } => {}
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    let (old, new) = (&old[old_index..old_index + old_len], &new[new_index..new_index + new_len]);
                    let replaced = replaced(old, new).into_iter();
                    moved.lines.extend(replaced.map(|(line, still)| ((new_index + line) as u32, still)));
                }
            }
        }
        moved
    }

    /// Where an old line stands now, both from 1; a line that was changed is the one that replaced it. `None` if it
    /// was removed, or never was.
    pub fn line(&self, old: u32) -> Option<u32> {
        let (line, still) = *self.lines.get(old.checked_sub(1)? as usize)?;
        still.then_some(line + 1)
    }

    /// Where an old line stands now or, if it was removed, what stands in its place now: the line after it, or the
    /// last one.
    pub fn near(&self, old: u32) -> u32 {
        let line = match old.checked_sub(1) {
            Some(index) => self.lines.get(index as usize).map_or(self.count, |(line, _)| line + 1),
            None => 1,
        };
        line.clamp(1, self.count.max(1))
    }
}

/// What has to be done to the old lines to get the new ones, in order.
fn changes(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let same_at_start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[same_at_start..], &new[same_at_start..]);
    let same_at_end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_len, new_len) = (old_rest.len() - same_at_end, new_rest.len() - same_at_end);
    if old_len + new_len <= MOST_LINES {
        return capture_diff_slices(Algorithm::Patience, old, new);
    }
    let (old_end, new_end) = (same_at_start + old_len, same_at_start + new_len);
    vec![
        DiffOp::Equal { old_index: 0, new_index: 0, len: same_at_start },
        DiffOp::Replace { old_index: same_at_start, old_len, new_index: same_at_start, new_len },
        DiffOp::Equal { old_index: old_end, new_index: new_end, len: same_at_end },
    ]
}

/// For each old line of a part that was replaced: the new line, and whether it is the one that replaced it. Where one
/// side has more lines, those that look most alike belong together.
fn replaced(old: &[&str], new: &[&str]) -> Vec<(usize, bool)> {
    if old.len() == new.len() || old.len().saturating_mul(new.len()) > MOST_PAIRS {
        let last = new.len().saturating_sub(1);
        return (0..old.len()).map(|line| (line.min(last), line <= last)).collect();
    }
    // The best that can be had of the lines from these on, as many pairs as there can be first.
    let width = new.len() + 1;
    let mut best = vec![0_u64; (old.len() + 1) * width];
    let pair = |i: usize, j: usize| 1_000_000_000 + alike(old[i], new[j]);
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let paired = pair(i, j) + best[(i + 1) * width + j + 1];
            best[i * width + j] = paired.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut lines, mut j) = (Vec::with_capacity(old.len()), 0);
    for i in 0..old.len() {
        let of = |i: usize, j: usize| best[i * width + j];
        let paired = |j: usize| pair(i, j) + of(i + 1, j + 1) == of(i, j);
        while j < new.len() && !paired(j) && of(i, j) == of(i, j + 1) {
            j += 1;
        }
        let still = j < new.len() && paired(j);
        lines.push((j, still));
        j += usize::from(still);
    }
    lines
}

/// How much of the longer of two lines both have in common at the beginning and the end, in millionths.
fn alike(old: &str, new: &str) -> u64 {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let shorter = old.len().min(new.len());
    let at_start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let at_end = old.iter().rev().zip(new.iter().rev()).take(shorter - at_start).take_while(|(old, new)| old == new);
    let longer = old.len().max(new.len()).max(1) as u64;
    (at_start + at_end.count()) as u64 * 1_000_000 / longer
}
