//! One user of the Auth0 store.

use bcrypt::BcryptError;
use serde_json::{Map, Value};

use crate::flow::profile::AUTH0_PREFIX;
use crate::secret::Secret;

/// A user: what the Management API shows of it, and what it does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Auth0User {
    /// The user object of the Management API; no password, no hash.
    pub profile: Map<String, Value>,
    /// What its identity has to compare a password with.
    pub credential: Credential,
    /// How much of it is there.
    pub record: Record,
    /// How it came there.
    pub origin: Origin,
}

/// What the Auth0 store compares a typed password with.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Credential {
    /// Nothing: a profile of legacy authentication.
    #[default]
    None,
    /// A password that nobody told us: an export shows none.
    Unknown,
    /// The password itself, as a seed gives it or as it was just typed.
    Password(Secret<String>),
    /// A bcrypt hash.
    Hash(Secret<String>),
}

/// How much of a user is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Record {
    /// All of it.
    #[default]
    Whole,
    /// The second step of creating it failed: it blocks its identifiers and no search finds it (M6).
    Partial,
    /// The metadata never arrived (M7).
    WithoutMetadata,
}

impl Record {
    /// The word beside a user in `loginscope.toml` and in JSON; `None` if all is there.
    pub const fn key(self) -> Option<&'static str> {
        match self {
            Self::Whole => None,
            Self::Partial => Some("partial"),
            Self::WithoutMetadata => Some("without-metadata"),
        }
    }
}

/// How a user came into the Auth0 store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// By a login, a sign-up or by hand.
    #[default]
    OneByOne,
    /// By a bulk import.
    Bulk,
}

/// How a typed password compares with the one in the Auth0 store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCheck {
    /// It is the same.
    Matches,
    /// It is another one.
    Differs,
    /// No password was typed.
    NotTyped,
    /// There is only a profile: no password that anything could be compared with.
    NoIdentity,
    /// The known user has a password, but nothing says which: neither `password` nor `password_hash` is given.
    NotStored,
    /// `password_hash` is no bcrypt hash, or one so costly that nobody would wait for it.
    UnusableHash,
}

/// Beyond this a comparison takes minutes; Auth0's own hashes have 10.
const HIGHEST_COST: u32 = 16;

/// Keys beside a Management API user object that say what the API does not show.
const BESIDE: [&str; 5] = ["password", "password_hash", "custom_password_hash", "record", "origin"];

/// The cost of the hashes Auth0 makes.
const COST: u32 = 10;

impl Auth0User {
    /// Reads a Management API user object. Beside its fields may stand `password` (text), `password_hash` (bcrypt, or
    /// null where there is one that is not told), `record` (`partial` or `without-metadata`) and `origin` (`bulk`).
    /// `None` if it is no object.
    pub fn of(user: &Value) -> Option<Self> {
        let mut profile = user.as_object()?.clone();
        let told = |key| profile.contains_key(key);
        let credential = match (user["password"].as_str(), user["password_hash"].as_str()) {
            (Some(password), _) => Credential::Password(Secret::new(password.to_owned())),
            (None, Some(hash)) => Credential::Hash(Secret::new(hash.to_owned())),
            (None, None) if told("password_hash") || told("custom_password_hash") => Credential::Unknown,
            (None, None) => Credential::None,
        };
        let bulk = told("custom_password_hash") || user["origin"].as_str() == Some("bulk");
        let origin = if bulk { Origin::Bulk } else { Origin::OneByOne };
        let record = match user["record"].as_str() {
            Some("partial") => Record::Partial,
            Some("without-metadata") => Record::WithoutMetadata,
            _ => Record::Whole,
        };
        profile.retain(|key, _| !BESIDE.contains(&key.as_str()));
        Some(Self { profile, credential, record, origin })
    }

    /// The same in a connection that imports: whom nobody calls a mere profile there, has a password.
    pub(super) fn imported(user: &Value) -> Option<Self> {
        let mere = matches!(user["record"].as_str(), Some("profile" | "partial"));
        let read = Self::of(user)?;
        Some(if mere || read.credential != Credential::None {
            read
        } else {
            Self { credential: Credential::Unknown, ..read }
        })
    }

    /// As it is written to a file: a typed password as its bcrypt hash, never itself.
    pub(super) fn written(&self) -> Result<Value, BcryptError> {
        let mut fields = self.profile.clone();
        match &self.credential {
            Credential::None if self.record == Record::Whole => {
                fields.insert("record".into(), "profile".into());
            }
            Credential::None => {}
            Credential::Unknown => {
                fields.insert("password_hash".into(), Value::Null);
            }
            Credential::Password(password) => {
                fields.insert("password_hash".into(), bcrypt::hash(password.expose(), COST)?.into());
            }
            Credential::Hash(hash) => {
                fields.insert("password_hash".into(), hash.expose().as_str().into());
            }
        }
        fields.extend(self.record.key().map(|record| ("record".to_owned(), record.into())));
        if self.origin == Origin::Bulk {
            fields.insert("origin".into(), "bulk".into());
        }
        Ok(Value::Object(fields))
    }

    /// Whether it is no more than a profile of legacy authentication: found by a search, but without a password.
    pub fn is_mere_profile(&self) -> bool {
        self.credential == Credential::None && self.record == Record::Whole
    }

    /// A text of the profile.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.profile.get(key)?.as_str()
    }

    /// The public id, prefixed if it was given raw.
    pub fn user_id(&self) -> Option<String> {
        let id = self.text("user_id")?;
        Some(if id.starts_with(AUTH0_PREFIX) { id.to_owned() } else { format!("{AUTH0_PREFIX}{id}") })
    }

    /// The id without the prefix, as scripts know it.
    pub fn raw_id(&self) -> Option<String> {
        let id = self.user_id()?;
        Some(id.strip_prefix(AUTH0_PREFIX).unwrap_or(&id).to_owned())
    }

    /// How a typed password compares.
    pub fn check(&self, typed: Option<&str>) -> PasswordCheck {
        let outcome = |same| if same { PasswordCheck::Matches } else { PasswordCheck::Differs };
        match (typed, &self.credential) {
            (_, Credential::None) => PasswordCheck::NoIdentity,
            (None, _) => PasswordCheck::NotTyped,
            (Some(typed), Credential::Password(password)) => outcome(typed == password.expose()),
            (Some(typed), Credential::Hash(hash)) if cost(hash.expose()).is_some_and(|cost| cost <= HIGHEST_COST) => {
                bcrypt::verify(typed, hash.expose()).map_or(PasswordCheck::UnusableHash, outcome)
            }
            (Some(_), Credential::Hash(_)) => PasswordCheck::UnusableHash,
            (Some(_), Credential::Unknown) => PasswordCheck::NotStored,
        }
    }
}

/// The cost in `$2b$10$…`.
fn cost(hash: &str) -> Option<u32> {
    hash.strip_prefix("$2")?.split('$').nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn the_typed_password_is_compared_with_text_or_bcrypt_hash() {
        let hash = bcrypt::hash("correct-horse", 4).unwrap();
        for (user, typed, expected) in [
            (json!({"password": "correct-horse"}), Some("correct-horse"), PasswordCheck::Matches),
            (json!({"password": "correct-horse"}), Some("Correct-horse"), PasswordCheck::Differs),
            (json!({"password_hash": hash}), Some("correct-horse"), PasswordCheck::Matches),
            (json!({"password_hash": hash}), Some("wrong"), PasswordCheck::Differs),
            (json!({"password_hash": "5f4dcc3b5aa7"}), Some("x"), PasswordCheck::UnusableHash),
            (json!({"password_hash": hash.replace("$04$", "$31$")}), Some("x"), PasswordCheck::UnusableHash),
            (json!({"password_hash": null}), Some("x"), PasswordCheck::NotStored),
            (json!({"custom_password_hash": {"algorithm": "md5"}}), Some("x"), PasswordCheck::NotStored),
            (json!({}), Some("x"), PasswordCheck::NoIdentity),
            (json!({"password": "correct-horse"}), None, PasswordCheck::NotTyped),
        ] {
            assert_eq!(Auth0User::of(&user).unwrap().check(typed), expected, "{user} {typed:?}");
        }
    }

    #[test]
    fn a_user_shows_no_password_and_has_both_ids() {
        let user = json!({"user_id": "7", "password": "correct-horse", "password_hash": "$2b$…", "record": "partial"});
        let user = Auth0User::of(&user).unwrap();
        assert_eq!(Value::Object(user.profile.clone()), json!({"user_id": "7"}));
        assert_eq!((user.user_id().as_deref(), user.raw_id().as_deref()), (Some("auth0|7"), Some("7")));
        assert_eq!(user.record, Record::Partial);
    }
}
