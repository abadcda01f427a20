//! Keeps secrets out of everything that is shown or written.
//!
//! | part | what it knows |
//! | --- | --- |
//! | `forms` | the shapes a known secret takes in a text: percent-encoded, base64, inside a JSON string |
//! | `patterns` | what looks like a secret without being known: hashes, tokens, credentials in a URL |
//! | `keys` | names of fields whose value is a secret |
//! | `sql` | values of a statement that stand beside a column of such a name |
//! | `tokens` | what stands in their place |

mod forms;
pub(super) mod keys;
mod patterns;
mod sql;
pub(super) mod tokens;

pub use keys::names_a_secret;
pub use patterns::looks_secret;

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;

use serde_json::{json, Value};

use crate::legacy::{Cell, Params};
use crate::secret::Secret;

/// Replaces known secrets, and what looks like one, in any text.
///
/// The replacement is the same for the same secret within one `Mask` (`‹masked 3f2a›`), so "the same password
/// twice" stays visible; it differs between two masks, so it cannot be looked up.
#[derive(Clone, Debug)]
pub struct Mask {
    secrets: Vec<Known>,
    salt: RandomState,
}

/// A known secret and what to look for.
#[derive(Clone, Debug)]
struct Known {
    plain: Secret<String>,
    /// Exact forms, the plain one among them.
    forms: Vec<Secret<String>>,
    /// It is a plain word or number: a form counts only where nothing around it makes it part of a longer one.
    is_word: bool,
    /// What base64 of any text that contains the secret must contain.
    cores: Vec<Secret<String>>,
}

/// A shorter secret is masked only where it is the whole value: replacing `1` everywhere would tear texts apart.
const SHORTEST_INSIDE_TEXT: usize = 4;

/// The same for a configuration value whose key names no secret.
const SHORTEST_VALUE_INSIDE_TEXT: usize = 8;

/// A longer run of letters is no word that other texts are made of.
const LONGEST_WORD: usize = 12;

const TOKEN_START: &str = "‹masked ";
/// Hexadecimal digits of a token: so many that two secrets of a run hardly ever look the same.
const TOKEN_DIGITS: usize = 6;
const TOKEN_END: char = '›';

impl Known {
    /// `inside`: to be found inside a text, not only as the whole value. Somebody who types `password` as the password
    /// does not want the word gone from every statement and message.
    fn new(plain: String, inside: bool) -> Self {
        let inside = inside && !keys::is_field_word(&plain);
        let forms = if inside { forms::of(&plain) } else { Vec::new() };
        let cores = if inside { forms::base64_cores(&plain) } else { Vec::new() };
        Self {
            is_word: is_word(&plain),
            plain: plain.into(),
            forms: forms.into_iter().map(Secret::new).collect(),
            cores: cores.into_iter().map(Secret::new).collect(),
        }
    }
}

impl Mask {
    /// A mask for these secrets. Empty ones are ignored.
    pub fn new<I: IntoIterator<Item = String>>(secrets: I) -> Self {
        Self::with_configuration(secrets, [])
    }

    /// A mask for these secrets and for the values of a connection's `configuration`.
    ///
    /// A configuration value under a key like `DB_PASSWORD` is a secret like any other. Others are often words:
    /// replacing the database name `club` in every text would break ids like `club|7`, so a single word is masked only
    /// where it is the whole value; host names, accounts and the like are masked everywhere.
    pub fn with_configuration<'c, I, C>(secrets: I, configuration: C) -> Self
    where
        I: IntoIterator<Item = String>,
        C: IntoIterator<Item = (&'c str, &'c str)>,
    {
        let always = secrets.into_iter().map(|secret| {
            let inside = secret.len() >= SHORTEST_INSIDE_TEXT;
            (secret, inside)
        });
        let values = configuration.into_iter().map(|(key, value)| {
            let inside = if names_a_secret(key) {
                value.len() >= SHORTEST_INSIDE_TEXT
            } else {
                value.len() >= SHORTEST_VALUE_INSIDE_TEXT && !is_word(value)
            };
            (value.to_owned(), inside)
        });
        let mut all: Vec<(String, bool)> = always.chain(values).filter(|(secret, _)| !secret.is_empty()).collect();
        // Longest first: a secret that contains another must not be torn apart by it. The stricter of two stays.
        all.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)).then(b.1.cmp(&a.1)));
        all.dedup_by(|later, earlier| later.0 == earlier.0);
        let secrets = all.into_iter().map(|(plain, inside)| Known::new(plain, inside)).collect();
        Self { secrets, salt: RandomState::new() }
    }

    /// The same with the secrets of another mask, too; a secret of both is replaced as in `self`.
    pub fn and(&self, other: &Self) -> Self {
        let mut secrets = self.secrets.clone();
        let is_new = |known: &&Known| secrets.iter().all(|own| own.plain.expose() != known.plain.expose());
        let new: Vec<Known> = other.secrets.iter().filter(is_new).cloned().collect();
        secrets.extend(new);
        // Longest first, as above.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.plain.expose().len()));
        Self { secrets, salt: self.salt.clone() }
    }

    /// What is shown instead of `secret`.
    pub fn token(&self, secret: &str) -> String {
        let mut hasher = self.salt.build_hasher();
        hasher.write(secret.as_bytes());
        format!("{TOKEN_START}{:0TOKEN_DIGITS$x}{TOKEN_END}", hasher.finish() >> (64 - 4 * TOKEN_DIGITS))
    }

    /// `text` without secrets: the known ones in all their forms, password hashes, JWTs, bearer tokens and
    /// credentials in URLs. Time is linear in the text for a given set of secrets.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if let Some(secret) = self.secrets.iter().find(|secret| secret.plain.expose() == text) {
            return Cow::Owned(self.token(secret.plain.expose()));
        }
        let mut hits = self.hits(text);
        if hits.is_empty() {
            return Cow::Borrowed(text);
        }
        // At the same place the longer stretch wins; a hit that begins inside another one is part of it.
        hits.sort_by(|a, b| a.0.start.cmp(&b.0.start).then(b.0.end.cmp(&a.0.end)));
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        let mut hits = hits.into_iter().peekable();
        while let Some((mut range, secret)) = hits.next() {
            while let Some((inner, _)) = hits.next_if(|(next, _)| next.start < range.end) {
                range.end = range.end.max(inner.end);
            }
            out.push_str(&text[done..range.start]);
            out.push_str(&self.token(secret));
            done = range.end;
        }
        out.push_str(&text[done..]);
        Cow::Owned(out)
    }

    /// Every stretch to replace, and the secret it stands for.
    fn hits<'h>(&'h self, text: &'h str) -> Vec<(Range<usize>, &'h str)> {
        let mut hits = Vec::new();
        for secret in &self.secrets {
            let plain = secret.plain.expose().as_str();
            for form in &secret.forms {
                let form = form.expose().as_str();
                let found = text.match_indices(form).map(|(at, _)| at..at + form.len());
                hits.extend(found.filter(|at| !secret.is_word || stands_alone(text, at)).map(|at| (at, plain)));
            }
            for core in &secret.cores {
                let core = core.expose().as_str();
                let mut done = 0;
                for (at, _) in text.match_indices(core) {
                    if at >= done {
                        let run = forms::base64_run(text, at..at + core.len());
                        done = run.end;
                        hits.push((run, plain));
                    }
                }
            }
        }
        hits.extend(patterns::find(text).into_iter().map(|range| (range.clone(), &text[range])));
        hits
    }

    /// `value` with every string in it passed through [`Mask::text`], keys that are more than a word included, and
    /// whatever stands under a key that names a secret masked as a whole.
    pub fn json(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text).into_owned()),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.json(item)).collect()),
            Value::Object(map) => {
                Value::Object(map.iter().map(|(key, value)| (self.key(key), self.field(key, value))).collect())
            }
            other => other.clone(),
        }
    }

    /// A cache may be keyed by a token, but the names of fields are no secret whatever the password is.
    fn key(&self, key: &str) -> String {
        if key.chars().all(|c| c.is_alphabetic() || c == '_') {
            key.to_owned()
        } else {
            self.text(key).into_owned()
        }
    }

    /// The value of a field, header or column called `key`.
    pub fn field(&self, key: &str, value: &Value) -> Value {
        if names_a_secret(key) {
            self.whole(value)
        } else {
            self.json(value)
        }
    }

    /// `value` with every string and number in it masked, whatever it is. What is masked already stays.
    pub fn whole(&self, value: &Value) -> Value {
        match value {
            Value::String(text) if is_token(text) || text.is_empty() => value.clone(),
            Value::String(text) => Value::String(self.token(text)),
            Value::Number(number) => Value::String(self.token(&number.to_string())),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.whole(item)).collect()),
            Value::Object(map) => {
                Value::Object(map.iter().map(|(key, value)| (key.clone(), self.whole(value))).collect())
            }
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }

    /// An HTTP body or URL query: JSON and form fields are masked by their keys, all else as text.
    pub fn body(&self, body: &str) -> String {
        match serde_json::from_str(body) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => self.json(&value).to_string(),
            _ => self.text(&self.form(body)).into_owned(),
        }
    }

    /// A SQL statement: as text, and literals beside a column that holds a secret.
    pub fn statement(&self, statement: &str) -> String {
        let mut out = String::with_capacity(statement.len());
        let mut done = 0;
        for literal in sql::secret_values(statement).literals {
            let (quote, value) = (&statement[literal.start..=literal.start], &statement[literal.clone()]);
            let value = value.trim_matches(['\'', '"']);
            let shown = if value.is_empty() { String::new() } else { self.token(value) };
            out.push_str(&statement[done..literal.start]);
            out.push_str(&format!("{quote}{shown}{quote}"));
            done = literal.end;
        }
        out.push_str(&statement[done..]);
        self.text(&out).into_owned()
    }

    /// What is bound to `statement`, in the tagged form of [`Cell`]: values of named parameters and of placeholders
    /// beside a column that holds a secret as a whole, others as JSON. Named ones as `{"name": …, "value": …}`.
    pub fn params(&self, statement: &str, params: &Params) -> Vec<Value> {
        // A number JSON cannot hold becomes null.
        let in_json = |cell: &Cell| serde_json::to_value(cell).unwrap_or_default();
        match params {
            Params::Positional(cells) => {
                let secret = sql::secret_values(statement).positions;
                let masked = cells.iter().enumerate().map(|(position, cell)| match secret.contains(&position) {
                    true => self.whole(&in_json(cell)),
                    false => self.json(&in_json(cell)),
                });
                masked.collect()
            }
            Params::Named(pairs) => pairs
                .iter()
                .map(|(name, cell)| json!({"name": name, "value": self.field(name, &in_json(cell))}))
                .collect(),
        }
    }

    /// `key=value` pairs joined by `&` or following `?`, values of secret keys masked.
    fn form<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !text.contains('=') {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        for part in text.split_inclusive(['&', '?', '#']) {
            let pair = part.strip_suffix(['&', '?', '#']).unwrap_or(part);
            match pair.split_once('=') {
                Some((key, value)) if names_a_secret(key) && !value.is_empty() => {
                    // A known secret keeps its token, also where it is encoded.
                    let known = self.text(value);
                    out.push_str(key);
                    out.push('=');
                    out.push_str(&if is_token(&known) { known.into_owned() } else { self.token(value) });
                    out.push_str(&part[pair.len()..]);
                }
                _ => out.push_str(part),
            }
        }
        Cow::Owned(out)
    }
}

fn is_word(text: &str) -> bool {
    text.len() <= LONGEST_WORD && (text.chars().all(char::is_alphabetic) || text.chars().all(char::is_numeric))
}

/// Whether the stretch is no part of a longer word, address or id: `wrong` is none of `wrongpassword`, `test` none of
/// `ada@example.test`.
fn stands_alone(text: &str, stretch: &Range<usize>) -> bool {
    let joins = |neighbours: &mut dyn Iterator<Item = char>| match neighbours.next() {
        Some('.' | '@' | '-' | '|') => neighbours.next().is_some_and(char::is_alphanumeric),
        Some(next) => next.is_alphanumeric() || next == '_',
        None => false,
    };
    !joins(&mut text[..stretch.start].chars().rev()) && !joins(&mut text[stretch.end..].chars())
}

fn is_token(text: &str) -> bool {
    text.starts_with(TOKEN_START)
        && text.ends_with(TOKEN_END)
        && text.chars().count() == TOKEN_START.chars().count() + TOKEN_DIGITS + 1
}

#[cfg(test)]
mod tests;
