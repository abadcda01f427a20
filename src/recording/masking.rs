//! Keeps secrets out of everything that is shown or written.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use serde_json::Value;

/// Replaces known secrets, and what looks like one, in any text.
///
/// The replacement is the same for the same secret within one `Mask` (`‹masked 3f2a›`), so "the same password
/// twice" stays visible; it differs between two masks, so it cannot be looked up.
#[derive(Clone, Debug)]
pub struct Mask {
    secrets: Vec<crate::secret::Secret<String>>,
    salt: RandomState,
}

/// A shorter secret is masked only where it is the whole value: replacing `1` everywhere would tear texts apart.
const SHORTEST_INSIDE_TEXT: usize = 4;

impl Mask {
    /// A mask for these secrets. Empty ones are ignored.
    pub fn new<I: IntoIterator<Item = String>>(secrets: I) -> Self {
        let mut secrets: Vec<String> = secrets.into_iter().filter(|secret| !secret.is_empty()).collect();
        // Longest first: a secret that contains another must not be torn apart by it.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        Self { secrets: secrets.into_iter().map(Into::into).collect(), salt: RandomState::new() }
    }

    /// What is shown instead of `secret`.
    pub fn token(&self, secret: &str) -> String {
        let mut hasher = self.salt.build_hasher();
        hasher.write(secret.as_bytes());
        format!("‹masked {:04x}›", hasher.finish() & 0xffff)
    }

    /// `text` without secrets: the known ones, bcrypt/argon2/scrypt/pbkdf2 hashes, JWTs and bearer tokens.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut out = Cow::Borrowed(text);
        for secret in &self.secrets {
            let secret = secret.expose();
            if out == secret.as_str() || (secret.len() >= SHORTEST_INSIDE_TEXT && out.contains(secret.as_str())) {
                out = Cow::Owned(out.replace(secret.as_str(), &self.token(secret)));
            }
        }
        out
    }

    /// `value` with every string in it, keys excepted, passed through [`Mask::text`].
    pub fn json(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text).into_owned()),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.json(item)).collect()),
            Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (k.clone(), self.json(v))).collect()),
            other => other.clone(),
        }
    }
}
