//! X1 to X16: where the sources contradict each other. Which reading holds is a setting, `[variants]`.

use super::addresses as at;

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
    /// Who says so: addresses, or the name of a publication. Empty where no source says it in so many words.
    pub sources: &'static [&'static str],
}

/// Not a reading of a known variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownReading {
    /// There is no such contradiction.
    #[error("is not known here; variants are {} to {}", VARIANTS[0].id, VARIANTS[VARIANTS.len() - 1].id)]
    Variant,
    /// The contradiction has no such reading.
    #[error("cannot be `{given}`; `{}` ({}) is one of {}", variant.id, variant.topic, keys(variant))]
    Choice {
        /// The contradiction.
        variant: &'static Variant,
        /// What was given.
        given: String,
    },
}

const fn choice(key: &'static str, text: &'static str, sources: &'static [&'static str]) -> Choice {
    Choice { key, text, sources }
}

/// All of them, in the order of their ids.
pub const VARIANTS: &[Variant] = &[
    Variant {
        id: "X1",
        topic: "get_user before login in automatic migration",
        choices: &[
            choice(
                "off",
                "A user whom the Auth0 store does not know is looked for by `login` alone.",
                &[at::CUSTOM_DB, at::MIGRATION_2026],
            ),
            choice("on", "`get_user` is asked first, then `login`.", &[at::GET_USER]),
        ],
    },
    Variant {
        id: "X2",
        topic: "a user record in legacy authentication",
        choices: &[
            choice(
                "off",
                "The first login leaves a user record in Auth0, without a password hash.",
                &[at::CUSTOM_DB, at::OVERVIEW_2026],
            ),
            choice("on", "No user record is made.", &[at::ANATOMY_2020]),
        ],
    },
    Variant {
        id: "X3",
        topic: "password reset of a user who is not migrated yet",
        choices: &[
            choice(
                "confirmation",
                "The user is created with the new password and the profile of `get_user` when the reset is confirmed.",
                &[at::MIGRATION_GUIDE_2020],
            ),
            choice(
                "next-login",
                "The user is created by the first successful login after the reset.",
                &[at::MIGRATION_2026],
            ),
            choice(
                "change-password",
                "`change_password` is asked to change the legacy store; until the next login there is only a \
                 temporary identity.",
                &[at::ARTICLE_RESET],
            ),
        ],
    },
    Variant {
        id: "X4",
        topic: "`metadata` in a returned profile",
        choices: &[
            choice(
                "app_metadata",
                "`app_metadata` is the name; `metadata` is an old spelling of it and means the same.",
                &[at::DOCS_8595, at::LOGIN, at::METADATA],
            ),
            choice("plain", "`metadata` is a field like any other, and no application metadata.", &[at::DOCS_8595]),
        ],
    },
    Variant {
        id: "X5",
        topic: "`request` as a global from Node 16 on",
        choices: &[
            choice("removed", "It went with the other globals: `request` has to be required.", &[at::NODE_16]),
            choice(
                "present",
                "It is still there: a script may use it without requiring it.",
                &[at::NODE_18, at::TEST_CONNECTION],
            ),
        ],
    },
    Variant {
        id: "X6",
        topic: "what `verify` calls back with on success",
        choices: &[
            choice("true", "`true`.", &[at::VERIFY]),
            choice("profile", "The profile, with `email_verified` in it.", &[at::VERIFY_2020]),
        ],
    },
    Variant {
        id: "X7",
        topic: "`change_email` with the context switched on",
        choices: &[
            choice("arity", "It gets the context if it declares a parameter for it.", &[]),
            choice("always", "It gets the context before `callback`, like every script.", &[at::CREATE_CONNECTION]),
            choice("never", "It gets no context.", &[at::TEST_CONNECTION]),
        ],
    },
    Variant {
        id: "X8",
        topic: "when to mark a user as migrated",
        choices: &[
            choice(
                "after",
                "Behind the scripts, when the user is known to be in Auth0: nobody is locked out by a creation that \
                 fails (S17), but a script that looks for the mark may come too early.",
                &[at::EXECUTION_2020],
            ),
            choice(
                "before",
                "Before the scripts run: nobody is brought back who was deleted in Auth0 (S6), but a creation that \
                 fails locks the user out (S17).",
                &[at::MIGRATION],
            ),
            choice(
                "during",
                "Within `login` or `get_user`, before it calls back: simple, but the creation may still fail (S17).",
                &[at::ANATOMY_2020],
            ),
        ],
    },
    Variant {
        id: "X9",
        topic: "a `user_id` that differs from run to run",
        choices: &[
            choice("bug", "It makes duplicates and orphans: a fault of the script.", &[at::GET_USER, at::DOCS_9221]),
            choice("fixed", "The platform has put up with it since 2020.", &[at::DOCS_9186]),
        ],
    },
    Variant {
        id: "X10",
        topic: "the end of a migration",
        choices: &[
            choice(
                "no-ops",
                "`login` and `get_user` become empty and answer `callback(null, null)`; import mode stays on.",
                &[at::MIGRATION],
            ),
            choice(
                "off",
                "Import mode and the custom database are switched off. The Management API refuses the second while \
                 there are users.",
                &[at::MIGRATION_2016],
            ),
        ],
    },
    Variant {
        id: "X11",
        topic: "100 KB as the largest script",
        choices: &[
            choice("must", "A larger script is refused.", &[at::SCRIPTS, at::EXECUTION_2026]),
            choice("should", "A larger script is advised against.", &[at::OVERVIEW_2026, at::ANATOMY_2020]),
        ],
    },
    Variant {
        id: "X12",
        topic: "`user_id` or `id` in a returned profile",
        choices: &[
            choice("user_id", "`user_id` counts, and `id` where there is none.", &[at::LOGIN, at::GET_USER]),
            choice("id", "`id` counts, and `user_id` where there is none.", &[at::CREATE_CONNECTION]),
        ],
    },
    Variant {
        id: "X13",
        topic: "the longest name of a connection",
        choices: &[
            choice("35", "35 characters, as the Dashboard takes.", &[at::CREATE_CONNECTION]),
            choice("128", "128 characters, as the Management API takes.", &[at::MANAGEMENT_API]),
        ],
    },
    Variant {
        id: "X14",
        topic: "`change_password` in automatic migration",
        choices: &[
            choice("off", "It is never asked: passwords are changed in Auth0 alone.", &[at::CHANGE_PASSWORD]),
            choice("on", "It is asked for users who are not migrated yet.", &[at::ARTICLE_RESET]),
        ],
    },
    Variant {
        id: "X15",
        topic: "the password on its way to an API",
        choices: &[
            choice(
                "plain",
                "It is sent as it was typed, over TLS: a salted hash could not be compared there.",
                &[at::BEST_PRACTICES],
            ),
            choice("hashed", "It is hashed before it is sent.", &[at::CREATE, at::CHANGE_PASSWORD]),
        ],
    },
    Variant {
        id: "X16",
        topic: "the message of an error in front of the end user",
        choices: &[
            choice(
                "shown",
                "The messages of `WrongUsernameOrPasswordError`, `ValidationError` and `UnauthorizedError` are shown.",
                &[at::UNIVERSAL_LOGIN, at::ERROR_HANDLING],
            ),
            choice(
                "hidden",
                "Only that of `UnauthorizedError` is shown; the others give a general text.",
                &[at::ARTICLE_ERROR_TEXTS],
            ),
        ],
    },
];

/// The variant with this id.
pub fn variant(id: &str) -> Option<&'static Variant> {
    VARIANTS.iter().find(|variant| variant.id == id)
}

/// The variant and the reading meant by `X3` and `next-login`; `true` and `false` mean `on` and `off` where there are
/// those.
///
/// # Errors
/// When there is no such variant, or it has no such reading.
pub fn reading(id: &str, key: &str) -> Result<(&'static Variant, &'static Choice), UnknownReading> {
    let variant = variant(id).ok_or(UnknownReading::Variant)?;
    let named = |key: &str| variant.choices.iter().find(|choice| choice.key == key);
    let choice = named(key).or_else(|| match key {
        "true" => named("on"),
        "false" => named("off"),
        _ => None,
    });
    let unknown = || UnknownReading::Choice { variant, given: key.to_owned() };
    Ok((variant, choice.ok_or_else(unknown)?))
}

/// `off` and `on`.
fn keys(variant: &Variant) -> String {
    let keys: Vec<String> = variant.choices.iter().map(|choice| format!("`{}`", choice.key)).collect();
    match keys.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => keys.join(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_numbered_and_each_has_different_readings() {
        for (number, variant) in (1..).zip(VARIANTS) {
            assert_eq!(variant.id, format!("X{number}"));
            let mut keys: Vec<&str> = variant.choices.iter().map(|choice| choice.key).collect();
            assert!(keys.len() > 1, "{}", variant.id);
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), variant.choices.len(), "{}", variant.id);
            assert!(variant.choices.iter().all(|choice| choice.text.ends_with('.')), "{}", variant.id);
        }
        assert_eq!(VARIANTS.len(), 16);
    }

    #[test]
    fn an_unknown_reading_is_answered_with_those_there_are() {
        let said = |id, key| reading(id, key).map_err(|error| error.to_string());
        assert!(
            said("X3", "next-login").is_ok_and(|(variant, choice)| variant.id == "X3" && choice.key == "next-login")
        );
        assert!(said("X1", "true").is_ok_and(|(_, choice)| choice.key == "on"));
        assert!(said("X6", "true").is_ok_and(|(_, choice)| choice.key == "true"));
        assert_eq!(said("X17", "on"), Err("is not known here; variants are X1 to X16".to_owned()));
        assert_eq!(
            said("X3", "sometimes"),
            Err("cannot be `sometimes`; `X3` (password reset of a user who is not migrated yet) is one of \
                 `confirmation`, `next-login` and `change-password`"
                .to_owned())
        );
    }
}
