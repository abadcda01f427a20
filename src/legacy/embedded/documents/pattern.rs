//! Regular expressions of queries: Perl's, matched with a bounded number of steps, so that no pattern holds up a run.

use fancy_regex::{Error, ParseError, Regex, RegexBuilder};

use super::refusal::Refusal;

/// Steps back a match may take.
const MOST_STEPS: usize = 1_000_000;
/// The longest pattern.
const LONGEST: usize = 8_192;
/// Room for what a pattern becomes, in bytes.
const LARGEST: usize = 1 << 20;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    /// Reads a pattern with its options (`i`, `m`, `s`, `x`, `u`).
    ///
    /// # Errors
    /// The server's refusal of a pattern or option it does not take.
    pub(super) fn new(pattern: &str, options: &str) -> Result<Self, Refusal> {
        if let Some(unknown) = options.chars().find(|option| !"imsxu".contains(*option)) {
            return Err(Refusal::new(51108, format!("invalid flag in regex options: {unknown}")));
        }
        let invalid = |why: &str| Refusal::new(51091, format!("Regular expression is invalid: {why}"));
        if pattern.chars().count() > LONGEST {
            return Err(invalid("regular expression is too large"));
        }
        let has = |option| options.contains(option);
        let regex = RegexBuilder::new(pattern)
            .case_insensitive(has('i'))
            .multi_line(has('m'))
            .dot_matches_new_line(has('s'))
            .verbose_mode(has('x'))
            .backtrack_limit(MOST_STEPS)
            .delegate_size_limit(LARGEST)
            .build();
        regex.map(Self).map_err(|error| match error {
            Error::ParseError(_, ParseError::UnclosedOpenParen) => invalid("missing closing parenthesis"),
            Error::ParseError(_, why) => invalid(&why.to_string()),
            other => invalid(&other.to_string()),
        })
    }

    /// Whether it is found anywhere in the text.
    ///
    /// # Errors
    /// When it takes too many steps to tell.
    pub(super) fn is_in(&self, text: &str) -> Result<bool, Refusal> {
        self.0
            .is_match(text)
            .map_err(|_| Refusal::new(51156, "Error occurred while executing regular expression. Result code: -47"))
    }
}
