//! Every rule that is cited anywhere, looked up by its id: lessons from here, all others from `rules/`.

use super::{Level, RULES};
use crate::rules::{Certainty, Entry, FAILURES, MIGRATION, SECTIONS, STATES, VARIANTS};

/// What is known behind an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// `M6`, `L13`, `§2.3` …
    pub id: &'static str,
    /// What kind of rule it is.
    pub kind: Kind,
    /// A few words.
    pub title: &'static str,
    /// What there is to say, each a paragraph; never empty.
    pub paragraphs: Vec<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it is said: addresses, or the name of a publication.
    pub sources: Vec<&'static str>,
}

/// The kinds of rules, each with the letter its ids begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `§`: how scripts, flows and the sandbox work.
    Section,
    /// `M`: when a migration creates a user.
    Migration,
    /// `L`: what a reviewer looks for in scripts and runs, and a few of our own.
    Lesson,
    /// `S`: states a user can be left in.
    State,
    /// `X`: contradictions between the sources.
    Variant,
    /// `F`: what goes wrong in the field.
    Failure,
}

impl Kind {
    /// All of them, in the order they are listed.
    pub const ALL: [Self; 6] =
        [Self::Section, Self::Migration, Self::Lesson, Self::State, Self::Variant, Self::Failure];

    /// What they are called together.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Section => "How it works",
            Self::Migration => "Migration",
            Self::Lesson => "Findings",
            Self::State => "States of a user",
            Self::Variant => "Where the sources disagree",
            Self::Failure => "Failures in the field",
        }
    }
}

/// What is known behind `id`; capitals, leading zeros and the `§` do not matter: `m06` is `M6`, `2.3` is `§2.3`.
pub fn explained(id: &str) -> Option<Explained> {
    let wanted = bare(id);
    everything().find(|entry| bare(entry.id) == wanted)
}

/// Everything that can be explained, kind after kind, in the order of the ids.
pub fn everything() -> impl Iterator<Item = Explained> {
    let entries = |kind, table: &'static [Entry]| table.iter().map(move |entry| of_entry(kind, entry));
    entries(Kind::Section, SECTIONS)
        .chain(entries(Kind::Migration, MIGRATION))
        .chain(RULES.iter().map(lesson))
        .chain(STATES.iter().map(state))
        .chain(VARIANTS.iter().map(variant))
        .chain(FAILURES.iter().map(failure))
}

/// Ids that may have been meant by one nobody knows: those whose title has the word in it, else those with the same
/// letter and the next numbers.
pub fn nearest(id: &str) -> Vec<&'static str> {
    const MOST: usize = 5;
    let word = id.trim().to_lowercase();
    let known: Vec<Explained> = everything().collect();
    let named = known.iter().filter(|entry| word.len() > 2 && entry.title.to_lowercase().contains(&word));
    let mut near: Vec<&'static str> = named.map(|entry| entry.id).take(MOST).collect();
    if near.is_empty() {
        let (letter, number) = parts(&bare(id));
        let mut same: Vec<(u64, &'static str)> = known
            .iter()
            .map(|entry| (parts(&bare(entry.id)), entry.id))
            .filter(|((other, _), _)| *other == letter)
            .map(|((_, other), id)| (other.abs_diff(number), id))
            .collect();
        same.sort_by_key(|(distance, _)| *distance);
        near = same.into_iter().map(|(_, id)| id).take(MOST).collect();
    }
    near
}

/// An id in the one form ids are compared in: capitals, no `§`, no leading zeros.
fn bare(id: &str) -> String {
    let mut out = String::new();
    let mut in_number = false;
    for character in id.trim().trim_start_matches('§').trim().to_uppercase().chars() {
        let is_digit = character.is_ascii_digit();
        if is_digit && !in_number && character == '0' {
            continue;
        }
        in_number = is_digit;
        out.push(character);
    }
    out
}

/// The letters before the number, and the number; what is behind a dot counts as hundredths.
fn parts(bare: &str) -> (String, u64) {
    let letters: String = bare.chars().take_while(|character| !character.is_ascii_digit()).collect();
    let mut numbers = bare[letters.len()..].split('.').map(|number| number.parse::<u64>().unwrap_or_default());
    let (whole, rest) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    (letters, whole.saturating_mul(100).saturating_add(rest))
}

fn of_entry(kind: Kind, entry: &'static Entry) -> Explained {
    Explained {
        id: entry.id,
        kind,
        title: entry.title,
        paragraphs: vec![entry.text.to_owned()],
        certainty: entry.certainty,
        sources: entry.sources.to_vec(),
    }
}

fn lesson(rule: &'static super::Rule) -> Explained {
    let level = match rule.level {
        Level::Note => "Good to know.",
        Level::Warning => "Bad practice.",
        Level::Error => "It breaks, or nearly always does.",
    };
    let told = [rule.why, rule.fix].into_iter().filter(|text| !text.is_empty()).map(str::to_owned);
    Explained {
        id: rule.id,
        kind: Kind::Lesson,
        title: rule.title,
        paragraphs: std::iter::once(level.to_owned()).chain(told).collect(),
        certainty: rule.certainty,
        sources: rule.sources.to_vec(),
    }
}

fn state(state: &'static crate::rules::State) -> Explained {
    Explained {
        id: state.id,
        kind: Kind::State,
        title: state.name,
        paragraphs: vec![
            format!("What one notices: {}", state.symptom),
            format!("Where it comes from: {}", state.cause),
            format!("What to do: {}", state.repair),
        ],
        certainty: state.certainty,
        sources: state.sources.to_vec(),
    }
}

fn variant(variant: &'static crate::rules::Variant) -> Explained {
    let readings = (0..).zip(variant.choices).map(|(index, choice)| {
        let default = if index == 0 { ", the default" } else { "" };
        format!("`{}`{default}: {}", choice.key, choice.text)
    });
    let [one, other] = [0, 1].map(|index| variant.choices.get(index).map_or("", |choice| choice.key));
    let how = format!(
        "Choose with `--variant {}={other}`, or with `{} = \"{other}\"` under [variants] in loginscope.toml. Without it \
         `{one}` holds.",
        variant.id, variant.id
    );
    let mut sources: Vec<&'static str> = Vec::new();
    for source in variant.choices.iter().flat_map(|choice| choice.sources) {
        if !sources.contains(source) {
            sources.push(source);
        }
    }
    Explained {
        id: variant.id,
        kind: Kind::Variant,
        title: variant.topic,
        paragraphs: readings.chain([how]).collect(),
        certainty: Certainty::Assumed,
        sources,
    }
}

fn failure(failure: &'static crate::rules::Failure) -> Explained {
    Explained {
        id: failure.id,
        kind: Kind::Failure,
        title: failure.symptom,
        paragraphs: vec![failure.cause.to_owned(), failure.fix.to_owned()],
        certainty: failure.certainty,
        sources: failure.sources.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_id_is_found_however_it_is_written() {
        for (written, id) in
            [("M6", "M6"), ("m6", "M6"), ("M06", "M6"), (" x1 ", "X1"), ("2.3", "§2.3"), ("§2.10", "§2.10")]
        {
            assert_eq!(explained(written).map(|entry| entry.id), Some(id), "{written}");
        }
        for unknown in ["", "M", "M0", "M99", "§", "nonsense"] {
            assert_eq!(explained(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn an_unknown_id_is_answered_with_the_nearest() {
        assert_eq!(nearest("M99")[..2], ["M16", "M15"]);
        assert_eq!(nearest("§2.11")[0], "§2.10");
        assert!(nearest("create").contains(&"§2.6"));
        assert!(nearest("Q1").is_empty());
    }

    #[test]
    fn no_id_stands_for_two_things_and_each_says_something_and_who_says_so() {
        let mut seen = BTreeSet::new();
        for entry in everything() {
            assert!(seen.insert(bare(entry.id)), "{} is there twice", entry.id);
            assert!(!entry.title.is_empty() && !entry.title.ends_with('.'), "{}: {}", entry.id, entry.title);
            assert!(
                entry.paragraphs.iter().all(|text| text.trim_end_matches('"').ends_with(['.', '…'])),
                "{}: {:?}",
                entry.id,
                entry.paragraphs
            );
            let begins = ["https://", "Auth0 docs, ", "loginscope, "];
            let public = |source: &&str| begins.iter().any(|begin| source.starts_with(begin));
            assert!(entry.sources.iter().all(public), "{}: {:?}", entry.id, entry.sources);
            if entry.certainty != Certainty::Assumed && entry.kind != Kind::Lesson {
                assert!(!entry.sources.is_empty(), "{} has no source", entry.id);
            }
        }
        for (letter, last) in [("M", 16), ("S", 17), ("X", 16), ("F", 44)] {
            assert!((1..=last).all(|number| seen.contains(&format!("{letter}{number}"))), "{letter}");
        }
    }
}
