//! Regular expressions: `REGEXP`, `RLIKE`, `~`, `REGEXP_LIKE`.
//!
//! Matched with a bounded number of steps, so that no pattern holds up a run.

use fancy_regex::{CompileError, Error, ParseError, Regex, RegexBuilder};
use rusqlite::types::Value;

use crate::legacy::embedded::family::Family;
use crate::legacy::Dialect;

use super::super::errors::{mysql, postgresql, Refusal};
use super::super::foreign::errors::{db2, oracle};
use super::super::session::Shared;
use super::{text_of, Entry};

/// `regexp_match(text, pattern[, flags])`.
pub(super) const ALL: &[Entry] = &[("regexp_match", -1, regexp_match)];

fn regexp_match(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(pattern)) = (text_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    let folds = match text_of(arguments, 2) {
        Some(flags) => flags.contains('i'),
        // MySQL's usual collation folds case.
        None => shared.lock().dialect == Family::MySql,
    };
    let found = Regular::read(&pattern, folds).and_then(|regular| regular.is_in(&text).ok_or(Fault::Unsupported));
    found.map(|found| Value::Integer(i64::from(found))).map_err(|fault| refused(fault, &pattern, shared))
}

/// A fault in the server's words.
fn refused(fault: Fault, pattern: &str, shared: &Shared) -> Refusal {
    let session = shared.lock();
    let unsupported = "such a regular expression is not available in the embedded store";
    let unbalanced = pattern.matches('(').count() != pattern.matches(')').count();
    match (session.catalogue.server, session.dialect, fault) {
        (Some(Dialect::Oracle), _, Fault::Unsupported) => oracle(3001, unsupported),
        (Some(Dialect::Oracle), ..) if unbalanced => oracle(12725, "unmatched parentheses in regular expression"),
        (Some(Dialect::Oracle), ..) => oracle(12726, "unmatched bracket in regular expression"),
        (Some(_), ..) => db2(
            -171,
            "42815",
            "The data type, length or value of the argument for the parameter in \
                                             position \"2\" of routine \"REGEXP_LIKE\" is incorrect.",
        ),
        (None, Family::MySql, Fault::Unsupported) => mysql::error("ER_NOT_SUPPORTED_YET", 1235, "42000", unsupported),
        (None, Family::MySql, _) if unbalanced => {
            let message = "Mismatched parenthesis in regular expression.";
            mysql::error("ER_REGEXP_MISMATCHED_PAREN", 3691, "HY000", message)
        }
        (None, Family::MySql, _) => {
            let message = "The regular expression contains an unclosed bracket expression.";
            mysql::error("ER_REGEXP_MISSING_CLOSE_BRACKET", 3696, "HY000", message)
        }
        (None, Family::PostgreSql, Fault::Unsupported) => postgresql::error("0A000", unsupported),
        (None, Family::PostgreSql, _) => {
            let why = match pattern {
                pattern if unbalanced && !pattern.is_empty() => "parentheses () not balanced",
                pattern if pattern.starts_with(['*', '+', '?']) => "quantifier operand invalid",
                _ => "brackets [] not balanced",
            };
            postgresql::error("2201B", format!("invalid regular expression: {why}"))
        }
    }
}

/// Room for what a pattern becomes, in bytes; `x{1000}` is a thousand of them.
const LARGEST: usize = 1 << 20;

/// The most steps back a match may take.
const MOST_STEPS: usize = 1_000_000;

/// What is wrong with a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is none.
    Malformed,
    /// It is one, but not for this engine.
    Unsupported,
}

/// A pattern, ready to be looked for.
pub(super) struct Regular(Regex);

impl Regular {
    /// Reads a pattern; `folds`: letters match whatever their case.
    ///
    /// # Errors
    /// [`Fault`].
    pub(super) fn read(pattern: &str, folds: bool) -> Result<Self, Fault> {
        if names_no_class(pattern) {
            return Err(Fault::Malformed);
        }
        let regex = RegexBuilder::new(pattern)
            .case_insensitive(folds)
            .backtrack_limit(MOST_STEPS)
            .delegate_size_limit(LARGEST)
            .build();
        regex.map(Self).map_err(|error| match error {
            Error::ParseError(_, ParseError::RecursionExceeded) => Fault::Unsupported,
            Error::CompileError(CompileError::InnerError(error)) if error.size_limit().is_some() => Fault::Unsupported,
            Error::CompileError(CompileError::LookBehindNotConst | CompileError::FeatureNotYetSupported(_)) => {
                Fault::Unsupported
            }
            _ => Fault::Malformed,
        })
    }

    /// Whether it is found anywhere in a text; `None` if that takes too long to tell.
    pub(super) fn is_in(&self, text: &str) -> Option<bool> {
        self.0.is_match(text).ok()
    }
}

/// Whether a class is named, as in `[[:digit:]]`, that there is not.
fn names_no_class(pattern: &str) -> bool {
    const CLASSES: [&str; 13] = [
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
        "xdigit",
    ];
    let named = pattern.match_indices("[:").filter_map(|(at, _)| pattern[at + 2..].split_once(":]"));
    named.map(|(name, _)| name).any(|name| !CLASSES.contains(&name) && name.bytes().all(|b| b.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_found_or_not() {
        for (pattern, text, expected) in [
            ("^[a-z]+@example\\.test$", "ada@example.test", true),
            ("^[a-z]+@example\\.test$", "ada@example-test", false),
            ("a|b", "xbx", true),
            ("^(ada|grace)$", "grace", true),
            ("^(ada|grace)$", "ada grace", false),
            ("[[:digit:]]{2,3}$", "a12", true),
            ("^\\d{3}-\\d{4}$", "555-1234", true),
            ("^x*$", "", true),
            ("colou?r", "the color", true),
            ("\\bada\\b", "say ada now", true),
            ("\\bada\\b", "adam", false),
            ("[^@]+@[^@]+", "no address", false),
            ("[]a]", "]", true),
            ("", "anything", true),
            ("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false),
            ("^.{2,}?$", "ab", true),
            ("é+", "caféé", true),
            ("^(?=.*d)(.)\\1", "aad", true),
        ] {
            let regular = Regular::read(pattern, false).map(|regular| regular.is_in(text));
            assert_eq!(regular.ok().flatten(), Some(expected), "{pattern} in {text}");
        }
        assert_eq!(Regular::read("ADA", true).ok().and_then(|regular| regular.is_in("ada")), Some(true));
        assert_eq!(Regular::read("[A-C]", true).ok().and_then(|regular| regular.is_in("b")), Some(true));
        assert_eq!(Regular::read("(?i)ada", false).ok().and_then(|regular| regular.is_in("ADA")), Some(true));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for pattern in ["(", "[a", "*a", "a{3,2}", "a)", "[[:nope:]]", "\\"] {
            assert_eq!(Regular::read(pattern, false).err(), Some(Fault::Malformed), "{pattern}");
        }
        for pattern in ["(?<=a*)b", "(?:\\w{9999}){99}", &"(".repeat(600)] {
            assert_eq!(Regular::read(pattern, false).err(), Some(Fault::Unsupported), "{pattern}");
        }
    }
}
