//! The embedded directory: LDAP's operations over entries in memory, filled from LDIF files.
//!
//! Anybody may search, as a server allows it unless told otherwise; passwords are compared but never handed out.

mod filter;
mod ldif;
mod name;
mod password;
mod writes;

use base64::prelude::{Engine, BASE64_STANDARD};

use crate::legacy::directory::{Attribute, Entry, Operation, ResultCode, Scope};
use crate::legacy::{Cell, Reply};
use filter::Filter;
use name::Name;

pub(super) use ldif::{is_seed, play};

/// The most entries a directory holds.
const MOST: usize = 500_000;

/// All entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Directory {
    entries: Vec<Stored>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq)]
struct Stored {
    /// Its name as written.
    name: String,
    /// Its name as compared.
    key: Name,
    /// In order.
    attributes: Vec<(String, Vec<Vec<u8>>)>,
}

impl Stored {
    /// The values of an attribute, options (`;binary`) left aside.
    fn values(&self, name: &str) -> Option<&Vec<Vec<u8>>> {
        let plain = |name: &str| name.split(';').next().unwrap_or_default().to_ascii_lowercase();
        let wanted = plain(name);
        self.attributes.iter().find(|(known, _)| plain(known) == wanted).map(|(_, values)| values)
    }

    fn add(&mut self, name: &str, values: Vec<Vec<u8>>) {
        match self.attributes.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, held)) => held.extend(values),
            None => self.attributes.push((name.to_owned(), values)),
        }
    }
}

/// A result that is no success.
struct Refusal(ResultCode);

impl Refusal {
    fn new(code: u32, message: impl Into<String>) -> Self {
        Self(ResultCode { code, message: message.into(), matched: String::new() })
    }

    fn invalid_name() -> Self {
        Self::new(34, "invalid DN")
    }
}

impl Directory {
    /// Answers an operation.
    pub(super) fn answer(&mut self, operation: &Operation) -> Reply {
        let (result, entries) = match self.answered(operation) {
            Ok((result, entries)) => (result, entries),
            Err(Refusal(result)) => (result, Vec::new()),
        };
        Reply::Directory { result, entries, references: Vec::new() }
    }

    fn answered(&mut self, operation: &Operation) -> Result<(ResultCode, Vec<Entry>), Refusal> {
        let done = ResultCode::default();
        match operation {
            Operation::Connect { .. } | Operation::StartTls | Operation::Unbind => Ok((done, Vec::new())),
            Operation::Bind { name, password } => self.bind(name, password.expose()).map(|()| (done, Vec::new())),
            Operation::Search { .. } => self.search(operation),
            Operation::Compare { name, attribute, value } => {
                self.compare(name, attribute, value).map(|result| (result, Vec::new()))
            }
            other => writes::apply(self, other).map(|()| (done, Vec::new())),
        }
    }

    /// Takes in an entry of a seed.
    ///
    /// # Errors
    /// When there is one of that name, or there are too many.
    fn seed(&mut self, entry: Stored) -> Result<(), String> {
        if self.place(&entry.key).is_some() {
            return Err("there is an entry of this name already".to_owned());
        }
        if self.entries.len() >= MOST {
            return Err(format!("a directory holds at most {MOST} entries"));
        }
        self.entries.push(entry);
        Ok(())
    }

    fn place(&self, key: &Name) -> Option<usize> {
        self.entries.iter().position(|entry| entry.key == *key)
    }

    /// What a server says of a name that is not there: the nearest one above that is.
    fn missing(&self, key: &Name) -> Refusal {
        let mut above = key.parent();
        while !above.0.is_empty() {
            if let Some(place) = self.place(&above) {
                let matched = self.entries[place].name.clone();
                return Refusal(ResultCode { code: 32, matched, message: String::new() });
            }
            above = above.parent();
        }
        Refusal::new(32, "")
    }

    fn bind(&self, name: &str, password: &str) -> Result<(), Refusal> {
        if name.is_empty() {
            return Ok(());
        }
        if password.is_empty() {
            return Err(Refusal::new(53, "unauthenticated bind (DN with no password) disallowed"));
        }
        let entry = match Name::read(name) {
            Some(key) => self.place(&key).map(|place| &self.entries[place]),
            // Active Directory takes a user's principal name, too.
            None => {
                let is_named = |entry: &&Stored| {
                    let known = entry.values("userPrincipalName");
                    known.is_some_and(|values| values.iter().any(|value| filter::same("", value, name.as_bytes())))
                };
                match self.entries.iter().find(is_named) {
                    Some(entry) => Some(entry),
                    None if name.contains('@') || name.contains('\\') => None,
                    None => return Err(Refusal::invalid_name()),
                }
            }
        };
        let kept = entry.and_then(|entry| entry.values("userPassword"));
        for value in kept.into_iter().flatten() {
            match password::is(value, password) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(scheme) => {
                    let words = format!(
                        "the embedded directory of loginscope does not know passwords of the scheme {{{scheme}}}"
                    );
                    return Err(Refusal::new(80, words));
                }
            }
        }
        Err(Refusal::new(49, ""))
    }

    fn search(&self, operation: &Operation) -> Result<(ResultCode, Vec<Entry>), Refusal> {
        let Operation::Search { base, scope, filter, attributes, size_limit, .. } = operation else {
            return Err(Refusal::new(2, "no search"));
        };
        let top = Name::read(base).ok_or_else(Refusal::invalid_name)?;
        let filter = Filter::read(filter).map_err(|why| Refusal::new(2, format!("Bad search filter: {why}")))?;
        if top.0.is_empty() && *scope == Scope::Base {
            return Ok((ResultCode::default(), vec![self.root()]));
        }
        if !top.0.is_empty() && self.place(&top).is_none() {
            return Err(self.missing(&top));
        }
        let in_scope = |entry: &Stored| match scope {
            Scope::Base => entry.key == top,
            Scope::One => entry.key != top && entry.key.parent() == top,
            Scope::Sub => entry.key.is_within(&top),
        };
        let limit = if *size_limit == 0 { usize::MAX } else { usize::try_from(*size_limit).unwrap_or(usize::MAX) };
        let mut found = Vec::new();
        for entry in self.entries.iter().filter(|entry| in_scope(entry)) {
            if filter.meets(entry) != Some(true) {
                continue;
            }
            if found.len() >= limit {
                return Ok((ResultCode { code: 4, ..ResultCode::default() }, found));
            }
            found.push(shown(entry, attributes));
        }
        Ok((ResultCode::default(), found))
    }

    /// What a server says of itself.
    fn root(&self) -> Entry {
        let tops = self.entries.iter().filter(|entry| self.place(&entry.key.parent()).is_none());
        let text = |text: &str| Cell::Text(text.to_owned());
        let attribute = |name: &str, values: Vec<Cell>| Attribute { name: name.to_owned(), values };
        Entry {
            name: String::new(),
            attributes: vec![
                attribute("objectClass", vec![text("top")]),
                attribute("namingContexts", tops.map(|entry| text(&entry.name)).collect()),
                attribute("supportedLDAPVersion", vec![text("3")]),
            ],
        }
    }

    fn compare(&self, name: &str, attribute: &str, value: &Cell) -> Result<ResultCode, Refusal> {
        let key = Name::read(name).ok_or_else(Refusal::invalid_name)?;
        let place = self.place(&key).ok_or_else(|| self.missing(&key))?;
        let values = self.entries[place].values(attribute).ok_or_else(|| Refusal::new(16, ""))?;
        let wanted = bytes(value);
        let found = values.iter().any(|value| filter::same(attribute, value, &wanted));
        Ok(ResultCode { code: if found { 6 } else { 5 }, ..ResultCode::default() })
    }
}

/// What of an entry is handed out.
fn shown(entry: &Stored, wanted: &[String]) -> Entry {
    const NEVER: [&str; 2] = ["userpassword", "unicodepwd"];
    let all = wanted.is_empty() || wanted.iter().any(|name| name == "*");
    let is_wanted = |name: &str| {
        let plain = name.split(';').next().unwrap_or_default();
        all || wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(name) || wanted.eq_ignore_ascii_case(plain))
    };
    let kept = entry.attributes.iter().filter(|(name, values)| {
        is_wanted(name) && !values.is_empty() && !NEVER.contains(&name.to_ascii_lowercase().as_str())
    });
    let attributes = kept
        .map(|(name, values)| Attribute {
            name: name.clone(),
            values: values.iter().map(|value| cell(value)).collect(),
        })
        .collect();
    Entry { name: entry.name.clone(), attributes }
}

fn cell(value: &[u8]) -> Cell {
    match std::str::from_utf8(value) {
        Ok(text) => Cell::Text(text.to_owned()),
        Err(_) => Cell::Bytes { base64: BASE64_STANDARD.encode(value) },
    }
}

/// A value as bytes.
fn bytes(cell: &Cell) -> Vec<u8> {
    match cell {
        Cell::Text(text) => text.as_bytes().to_vec(),
        Cell::Bytes { base64 } => BASE64_STANDARD.decode(base64).unwrap_or_default(),
        Cell::Bool(value) => {
            if *value {
                b"TRUE".to_vec()
            } else {
                b"FALSE".to_vec()
            }
        }
        Cell::Integer(number) => number.to_string().into_bytes(),
        Cell::Real(number) => number.to_string().into_bytes(),
        Cell::BigInt { digits } => digits.clone().into_bytes(),
        Cell::Null | Cell::Date { .. } | Cell::Json { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
