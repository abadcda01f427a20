//! X1 to X16: where the sources contradict each other. Which reading holds is a setting, `[variants]`.

/// A contradiction, and the readings to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// `X1` …
    pub id: &'static str,
    /// What the sources disagree about, in a few words.
    pub topic: &'static str,
    /// The readings; the first is the default.
    pub choices: &'static [Choice],
}

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value in `loginscope.toml`. `true` and `false` stand for `on` and `off`.
    pub key: &'static str,
    /// What then holds, in a sentence.
    pub text: &'static str,
    /// Who says so: addresses, or the name of a publication.
    pub sources: &'static [&'static str],
}

/// All of them, in the order of their ids.
pub const VARIANTS: &[Variant] = &[
    Variant {
        id: "X1",
        topic: "get_user before login in automatic migration",
        choices: &[
            Choice {
                key: "off",
                text: "`login` alone is asked for a user the Auth0 store does not know.",
                sources: &[],
            },
            Choice { key: "on", text: "`get_user` is asked first, then `login`.", sources: &[] },
        ],
    },
    Variant {
        id: "X2",
        topic: "a user record in legacy authentication",
        choices: &[
            Choice {
                key: "off",
                text: "The first login leaves a record in Auth0, without a password hash.",
                sources: &[],
            },
            Choice { key: "on", text: "No record is made.", sources: &[] },
        ],
    },
];

/// The variant with this id.
pub fn variant(id: &str) -> Option<&'static Variant> {
    VARIANTS.iter().find(|variant| variant.id == id)
}
