//! Which of the times a stop is reached count.

use std::fmt;

/// Which hits of a stop count. A hit is a time its statement was reached and its condition held, counted from 1. Of a
/// stop that waits for an event it is a time that happened: its condition is asked where the hit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hits {
    /// That one alone.
    Exactly(u64),
    /// That one and all later ones.
    AtLeast(u64),
    /// Each so many: `Every(3)` is 3, 6, 9 …
    Every(u64),
}

impl Hits {
    /// Whether `hit`, counted from 1, is one that counts. `Every(0)` never is.
    pub const fn reached(self, hit: u64) -> bool {
        match self {
            Self::Exactly(wanted) => hit == wanted,
            Self::AtLeast(least) => hit >= least,
            Self::Every(step) => step != 0 && hit != 0 && hit.is_multiple_of(step),
        }
    }
}

impl fmt::Display for Hits {
    /// `3`, `>=3` or `every 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(hit) => write!(f, "{hit}"),
            Self::AtLeast(hit) => write!(f, ">={hit}"),
            Self::Every(step) => write!(f, "every {step}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_count_from_one() {
        let reached = |hits: Hits| (0..=7).filter(|hit| hits.reached(*hit)).collect::<Vec<u64>>();
        assert_eq!(reached(Hits::Exactly(3)), [3]);
        assert_eq!(reached(Hits::AtLeast(5)), [5, 6, 7]);
        assert_eq!(reached(Hits::Every(3)), [3, 6]);
        assert_eq!(reached(Hits::Every(1)), [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn every_zeroth_hit_is_none() {
        assert!((0..9).all(|hit| !Hits::Every(0).reached(hit)));
    }
}
