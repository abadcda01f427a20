//! What Auth0 writes to its store, in words.

use serde_json::Value;

use super::{Change, Credential, Record};
use crate::recording::masking::{names_a_secret, Mask};

/// `adds auth0|7 with the typed password`; half a sentence about Auth0, for `mask` to have the last word on values.
pub(super) fn in_words(change: &Change, mask: &Mask) -> String {
    let words = match change {
        Change::Add(user) => {
            let id = user.user_id().unwrap_or_else(|| "a user without an id".to_owned());
            let with = match user.credential {
                Credential::None => "without a password",
                Credential::Unknown => "with a password",
                Credential::Password(_) => "with the typed password",
                Credential::Hash(_) => "with a password hash",
            };
            let so_far = match user.record {
                Record::Whole => "",
                Record::Partial => ", in part",
                Record::WithoutMetadata => ", without its metadata",
            };
            format!("adds {id} {with}{so_far}")
        }
        Change::Fields { user_id, fields } => {
            let fields = fields.iter().map(|(name, value)| match value {
                Value::Null => format!("no {name}"),
                _ if names_a_secret(name) => format!("{name} = {}", mask.token(&plain(value))),
                value => format!("{name} = {}", plain(&mask.field(name, value))),
            });
            format!("sets of {user_id}: {}", fields.collect::<Vec<_>>().join(", "))
        }
        Change::Password { user_id, credential: Credential::None } => format!("takes the password of {user_id} away"),
        Change::Password { user_id, .. } => format!("gives {user_id} another password"),
        Change::Complete { user_id } => format!("completes {user_id}"),
        Change::Remove { user_id } => format!("removes {user_id}"),
    };
    mask.text(&words).into_owned()
}

/// Text as it is, anything else as JSON.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
