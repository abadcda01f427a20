//! Choosing how contradicting sources are read, and how the operation comes about.

use super::driver::Request;
use super::overlay::Overlay;
use super::scroll::Scroll;
use super::state::Workbench;
use crate::flow::{Circumstances, Interruption, Via};
use crate::rules::{Variant, VARIANTS};

/// A list of what can be chosen: the readings, then what surrounds the operation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Readings {
    /// The selected one.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

/// Something that can be chosen otherwise.
#[derive(Clone, Copy, Debug)]
pub enum Reading {
    /// A contradiction between the sources.
    Variant(&'static Variant),
    /// What surrounds the operation.
    Circumstance(Circumstance),
}

/// What surrounds an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circumstance {
    /// Whether the page asks for the identifier before the password.
    IdentifierFirst,
    /// Who starts the operation.
    Via,
    /// Where it is cut off.
    Interruption,
}

impl Circumstance {
    const ALL: [Self; 3] = [Self::IdentifierFirst, Self::Via, Self::Interruption];

    /// What it is about, in a few words.
    pub const fn topic(self) -> &'static str {
        match self {
            Self::IdentifierFirst => "the login page",
            Self::Via => "who starts the operation",
            Self::Interruption => "where the operation is cut off",
        }
    }

    /// What holds, in a word or two, and in a sentence.
    pub const fn chosen(self, of: Circumstances) -> (&'static str, &'static str) {
        match self {
            Self::IdentifierFirst if of.identifier_first => {
                ("identifier first", "The page asks for the identifier, and for the password after it.")
            }
            Self::IdentifierFirst => ("one form", "Identifier and password are asked for together."),
            Self::Via => match of.via {
                Via::Page => ("page", "The user does, on a page of Auth0's."),
                Via::Api => ("api", "The Dashboard or the Management API does."),
            },
            Self::Interruption => match of.interruption {
                None => ("nowhere", "Nothing gets in its way."),
                Some(at) => (at.key(), interrupted(at)),
            },
        }
    }

    fn is_default(self, of: Circumstances) -> bool {
        self.chosen(of) == self.chosen(Circumstances::default())
    }

    fn choose_next(self, of: &mut Circumstances) {
        match self {
            Self::IdentifierFirst => of.identifier_first = !of.identifier_first,
            Self::Via => of.via = if of.via == Via::Page { Via::Api } else { Via::Page },
            Self::Interruption => {
                let next = of.interruption.map_or(0, |at| {
                    Interruption::ALL.iter().position(|known| *known == at).map_or(0, |index| index + 1)
                });
                of.interruption = Interruption::ALL.get(next).copied();
            }
        }
    }
}

const fn interrupted(at: Interruption) -> &'static str {
    match at {
        Interruption::Registration => "An Action before the registration refuses the sign-up.",
        Interruption::Creation => "The first step of creating the user fails: nothing is left behind.",
        Interruption::Completion => "The second step of creating the user fails: a partial record is left.",
        Interruption::Metadata => "The redirect after the login never arrives: the user gets no metadata.",
        Interruption::Link => "Nobody opens the link that was mailed.",
    }
}

/// Everything that can be chosen, in the order of the list.
pub fn all() -> impl Iterator<Item = Reading> {
    let surroundings = Circumstance::ALL.into_iter().map(Reading::Circumstance);
    VARIANTS.iter().map(Reading::Variant).chain(surroundings)
}

/// How many there are.
pub fn count() -> usize {
    VARIANTS.len() + Circumstance::ALL.len()
}

impl Workbench {
    /// What is not read or played as usual, in a few words each: `X3 next-login`, `via api`.
    pub fn unusual(&self) -> Vec<String> {
        let session = &self.session;
        let words = |reading| match reading {
            Reading::Variant(variant) => {
                let chosen = session.variants.choice(variant.id);
                let usual = variant.choices.first().is_some_and(|choice| choice.key == chosen);
                (!usual).then(|| format!("{} {chosen}", variant.id))
            }
            Reading::Circumstance(about) if about.is_default(session.circumstances) => None,
            Reading::Circumstance(about) => {
                let (word, _) = about.chosen(session.circumstances);
                Some(match about {
                    Circumstance::IdentifierFirst => word.to_owned(),
                    Circumstance::Via => format!("via {word}"),
                    Circumstance::Interruption => format!("cut off at {word}"),
                })
            }
        };
        all().filter_map(words).collect()
    }
}

/// The selected one is chosen otherwise: the next of its readings, and after the last the first again.
pub(super) fn choose_next(workbench: &mut Workbench, readings: Readings) -> Vec<Request> {
    let session = &mut workbench.session;
    match all().nth(readings.selected) {
        Some(Reading::Variant(variant)) => {
            let chosen = session.variants.choice(variant.id);
            let at = variant.choices.iter().position(|choice| choice.key == chosen).unwrap_or(0);
            if let Some(next) = variant.choices.get((at + 1) % variant.choices.len().max(1)) {
                session.variants.choose(variant.id, next.key);
            }
        }
        Some(Reading::Circumstance(about)) => about.choose_next(&mut session.circumstances),
        None => {}
    }
    session.changed = workbench.launched.is_some();
    workbench.overlay = Some(Overlay::Readings(readings));
    if workbench.launched.is_some() {
        return Vec::new();
    }
    vec![Request::Judge]
}
