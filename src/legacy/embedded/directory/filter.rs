//! Search filters in their text form (RFC 4515).

use super::name::{folded, hex_pair, Name};
use super::Stored;

/// How deep filters may stand in each other.
const DEEPEST: usize = 100;

/// A filter, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Present(String),
    Equal(String, Vec<u8>),
    AtLeast(String, Vec<u8>),
    AtMost(String, Vec<u8>),
    /// What it begins with, holds in this order, ends with.
    Parts(String, Option<Vec<u8>>, Vec<Vec<u8>>, Option<Vec<u8>>),
    /// Attribute, rule, value.
    Rule(String, String, Vec<u8>),
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader { text: text.trim(), at: 0 };
        let filter = reader.filter(0)?;
        match reader.left().is_empty() {
            true => Ok(filter),
            false => Err(format!("unexpected text after the filter: {}", reader.left())),
        }
    }

    /// Whether an entry meets it; `None` where that cannot be told, which counts as no.
    pub(super) fn meets(&self, entry: &Stored) -> Option<bool> {
        match self {
            Self::And(all) => {
                let mut unknown = false;
                for one in all {
                    match one.meets(entry) {
                        Some(false) => return Some(false),
                        Some(true) => {}
                        None => unknown = true,
                    }
                }
                (!unknown).then_some(true)
            }
            Self::Or(all) => {
                let mut unknown = false;
                for one in all {
                    match one.meets(entry) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => unknown = true,
                    }
                }
                (!unknown).then_some(false)
            }
            Self::Not(one) => one.meets(entry).map(|met| !met),
            Self::Present(name) => Some(name.eq_ignore_ascii_case("objectClass") || entry.values(name).is_some()),
            Self::Equal(name, wanted) => Self::any(entry, name, |value| same(name, value, wanted)),
            Self::AtLeast(name, wanted) => Self::any(entry, name, |value| order(value, wanted).is_ge()),
            Self::AtMost(name, wanted) => Self::any(entry, name, |value| order(value, wanted).is_le()),
            Self::Parts(name, first, middle, last) => {
                Self::any(entry, name, |value| holds(name, value, first.as_deref(), middle, last.as_deref()))
            }
            Self::Rule(name, rule, wanted) => match rule.as_str() {
                "" | "caseIgnoreMatch" | "2.5.13.2" => Self::any(entry, name, |value| same(name, value, wanted)),
                "caseExactMatch" | "2.5.13.5" => Self::any(entry, name, |value| value == wanted),
                // Active Directory's bit masks.
                "1.2.840.113556.1.4.803" => bits(entry, name, wanted, |held, mask| held & mask == mask),
                "1.2.840.113556.1.4.804" => bits(entry, name, wanted, |held, mask| held & mask != 0),
                _ => None,
            },
        }
    }

    fn any(entry: &Stored, name: &str, test: impl Fn(&Vec<u8>) -> bool) -> Option<bool> {
        Some(entry.values(name).is_some_and(|values| values.iter().any(test)))
    }
}

fn bits(entry: &Stored, name: &str, wanted: &[u8], test: impl Fn(i64, i64) -> bool) -> Option<bool> {
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.trim().parse::<i64>().ok();
    let mask = number(wanted)?;
    Filter::any(entry, name, |value| number(value).is_some_and(|held| test(held, mask)))
}

/// Attributes whose values differ by case.
fn is_exact(name: &str) -> bool {
    const EXACT: [&str; 6] = ["userpassword", "homedirectory", "loginshell", "labeleduri", "gecos", "unicodepwd"];
    EXACT.contains(&name.to_ascii_lowercase().as_str())
}

/// A value as it is compared; `None` for bytes that are no text.
fn compared(name: &str, value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    Some(if is_exact(name) { text.to_owned() } else { folded(text) })
}

/// Whether two values of an attribute are the same.
pub(super) fn same(name: &str, one: &[u8], other: &[u8]) -> bool {
    match (compared(name, one), compared(name, other)) {
        (Some(one), Some(other)) => {
            one == other
                || (one.contains('=') && other.contains('=') && {
                    let name = Name::read(&one);
                    name.is_some() && name == Name::read(&other)
                })
        }
        _ => one == other,
    }
}

fn order(one: &[u8], other: &[u8]) -> std::cmp::Ordering {
    let text = |bytes: &[u8]| folded(&String::from_utf8_lossy(bytes));
    let (one, other) = (text(one), text(other));
    match (one.parse::<i128>(), other.parse::<i128>()) {
        (Ok(one), Ok(other)) => one.cmp(&other),
        _ => one.cmp(&other),
    }
}

fn holds(name: &str, value: &[u8], first: Option<&[u8]>, middle: &[Vec<u8>], last: Option<&[u8]>) -> bool {
    let Some(value) = compared(name, value) else { return false };
    // Blanks at the ends of a part count.
    let part = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if is_exact(name) {
            text
        } else {
            text.to_lowercase()
        }
    };
    let mut left = value.as_str();
    if let Some(first) = first {
        let Some(rest) = left.strip_prefix(part(first).as_str()) else { return false };
        left = rest;
    }
    if let Some(last) = last {
        let Some(rest) = left.strip_suffix(part(last).as_str()) else { return false };
        left = rest;
    }
    for wanted in middle {
        let wanted = part(wanted);
        let Some(at) = left.find(&wanted) else { return false };
        left = &left[at + wanted.len()..];
    }
    true
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn left(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.left().starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn blanks(&mut self) {
        let left = self.left();
        self.at += left.len() - left.trim_start().len();
    }

    fn filter(&mut self, depth: usize) -> Result<Filter, String> {
        if depth > DEEPEST {
            return Err(format!("filters are nested deeper than {DEEPEST}"));
        }
        self.blanks();
        if !self.take('(') {
            return Err(format!("a filter begins with a parenthesis: {}", self.left()));
        }
        let filter = if self.take('&') {
            Filter::And(self.several(depth)?)
        } else if self.take('|') {
            Filter::Or(self.several(depth)?)
        } else if self.take('!') {
            Filter::Not(Box::new(self.filter(depth + 1)?))
        } else {
            self.item()?
        };
        self.blanks();
        match self.take(')') {
            true => Ok(filter),
            false => Err("unbalanced parentheses".to_owned()),
        }
    }

    fn several(&mut self, depth: usize) -> Result<Vec<Filter>, String> {
        let mut all = Vec::new();
        loop {
            self.blanks();
            if !self.left().starts_with('(') {
                return Ok(all);
            }
            all.push(self.filter(depth + 1)?);
        }
    }

    fn item(&mut self) -> Result<Filter, String> {
        let end = self.left().find(')').ok_or("unbalanced parentheses")?;
        let item = &self.left()[..end];
        self.at += end;
        let sign = item.find('=').ok_or_else(|| format!("no attribute and value: {item}"))?;
        let (name, value) = (&item[..sign], &item[sign + 1..]);
        let named = |name: &str| {
            let name = name.trim();
            match name.is_empty() || name.contains(['(', '*', ' ']) {
                true => Err(format!("no attribute: {item}")),
                false => Ok(name.to_owned()),
            }
        };
        if let Some(name) = name.strip_suffix(':') {
            let mut parts = name.split(':');
            let attribute = parts.next().unwrap_or_default();
            let rule = parts.find(|part| !part.eq_ignore_ascii_case("dn")).unwrap_or_default();
            return Ok(Filter::Rule(named(attribute)?, rule.to_owned(), unescaped(value)?));
        }
        if let Some(name) = name.strip_suffix('>') {
            return Ok(Filter::AtLeast(named(name)?, unescaped(value)?));
        }
        if let Some(name) = name.strip_suffix('<') {
            return Ok(Filter::AtMost(named(name)?, unescaped(value)?));
        }
        let name = named(name.strip_suffix('~').unwrap_or(name))?;
        if value == "*" {
            return Ok(Filter::Present(name));
        }
        if !value.contains('*') {
            return Ok(Filter::Equal(name, unescaped(value)?));
        }
        let mut parts: Vec<&str> = value.split('*').collect();
        let bytes = |part: &str| -> Result<Option<Vec<u8>>, String> {
            if part.is_empty() {
                Ok(None)
            } else {
                unescaped(part).map(Some)
            }
        };
        let last = bytes(parts.pop().unwrap_or_default())?;
        let first = bytes(parts.remove(0))?;
        let middle = parts.into_iter().filter_map(|part| bytes(part).transpose()).collect::<Result<_, _>>()?;
        Ok(Filter::Parts(name, first, middle, last))
    }
}

fn unescaped(text: &str) -> Result<Vec<u8>, String> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        let byte = hex_pair(&bytes[at + 1..]);
        out.push(byte.ok_or_else(|| format!("an escape takes two hexadecimal digits: {text}"))?);
        at += 3;
    }
    Ok(out)
}
