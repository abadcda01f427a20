//! Lessons that decisions and cards cite without a finding of the same id: what shows in a run, or in two of them.

use super::addresses as at;
use super::Certainty::{Assumed, Documented};
use super::Entry;

/// In the order of their ids.
pub const LESSONS: &[Entry] = &[
    Entry {
        id: "L13",
        title: "wrong credentials not said as such",
        text: "A plain `Error`, `callback(null)`, or the class without the identifier puts another code in the tenant \
               log, and attack protection cannot tell whom it was about. Call back with \
               `new WrongUsernameOrPasswordError(identifier, message)`.",
        certainty: Documented,
        sources: &[at::ERROR_HANDLING, at::LOGIN],
    },
    Entry {
        id: "L15",
        title: "an existing user not said as such",
        text:
            "`create` should call back with `new ValidationError('user_exists', message)`: any other error reads like \
               a failure of the store.",
        certainty: Documented,
        sources: &[at::CREATE],
    },
    Entry {
        id: "L23",
        title: "no user name where one is required",
        text:
            "The connection requires user names, or has them as identifier, and the profile has no `username`. Return \
               it from `login` and `get_user`.",
        certainty: Documented,
        sources: &[at::REQUIRE_USERNAME, at::LOGIN_2020],
    },
    Entry {
        id: "L24",
        title: "login and get_user do not agree about a user",
        text:
            "A different id makes the same person two users; other fields that differ make the data depend on whether \
               the user came by a login or by a reset (M3). Build the profile in one way in both scripts.",
        certainty: Documented,
        sources: &[at::LOGIN, at::GET_USER],
    },
    Entry {
        id: "L27",
        title: "malformed second factors",
        text: "One entry of `mfa_factors` that is not exactly a `totp`, a `phone` or an `email` fails the whole login \
               (M13).",
        certainty: Documented,
        sources: &[at::MFA_FACTORS],
    },
    Entry {
        id: "L59",
        title: "a profile that does not survive as JSON",
        text: "What is called back travels as JSON: a date becomes text, a buffer an object, and a big integer or a \
               cycle cannot be sent at all.",
        certainty: Assumed,
        sources: &[at::RULES_API],
    },
];
