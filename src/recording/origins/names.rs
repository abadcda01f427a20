//! Whether a field and a column speak of the same thing, going by their names.

use crate::recording::masking::keys::words;

/// How well two names agree; the better, the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The same words, however they are written: `given_name`, `givenName`, `GIVEN_NAME`.
    Exact,
    /// The same but for whose it is or how many: `user_id` and `id`, `roles` and `role`.
    Near,
    /// They have nothing to do with each other.
    None,
}

/// Words in front of a name that only say whose it is.
const OWNERS: [&str; 6] = ["user", "usr", "account", "customer", "member", "is"];

/// Compares two names.
pub(super) fn agreement(one: &str, other: &str) -> Agreement {
    let (one, other) = (words(one), words(other));
    if one.is_empty() || other.is_empty() {
        Agreement::None
    } else if one.concat() == other.concat() {
        Agreement::Exact
    } else if bare(&one) == bare(&other) {
        Agreement::Near
    } else {
        Agreement::None
    }
}

/// Without the owner in front and the plural's ending.
fn bare(words: &[String]) -> String {
    let named = match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && OWNERS.contains(&first.as_str()) => rest.concat(),
        _ => words.concat(),
    };
    match named.strip_suffix('s') {
        Some(singular) => singular.to_owned(),
        None => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_however_they_are_written() {
        for (one, other, how) in [
            ("given_name", "givenName", Agreement::Exact),
            ("given_name", "GIVEN_NAME", Agreement::Exact),
            ("given_name", "givenname", Agreement::Exact),
            ("email", "email", Agreement::Exact),
            ("user_id", "id", Agreement::Near),
            ("user_id", "ID", Agreement::Near),
            ("email", "user_email", Agreement::Near),
            ("roles", "role", Agreement::Near),
            ("verified", "is_verified", Agreement::Near),
            ("name", "given_name", Agreement::None),
            ("user", "user_id", Agreement::None),
            ("email", "mail", Agreement::None),
            ("", "", Agreement::None),
        ] {
            assert_eq!(agreement(one, other), how, "{one} {other}");
            assert_eq!(agreement(other, one), how, "{other} {one}");
        }
    }
}
