//! Distinguished names (RFC 4514), taken apart for comparing.

/// A name as it is compared: its parts from the entry up, each `attribute=value` in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Name(pub(super) Vec<String>);

impl Name {
    /// Reads a name; `None` for what is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.trim().is_empty() {
            return Some(Self::default());
        }
        split(text, &[',', ';']).iter().map(|part| normal(part)).collect::<Option<_>>().map(Self)
    }

    /// The name above; that of the top is empty.
    pub(super) fn parent(&self) -> Self {
        Self(self.0.get(1..).unwrap_or_default().to_vec())
    }

    /// Whether it is this name or one below it.
    pub(super) fn is_within(&self, top: &Self) -> bool {
        self.0.ends_with(&top.0)
    }
}

/// Attribute and value of each pair of a name's first part, the value as written but for its escapes.
pub(super) fn first_pairs(text: &str) -> Vec<(String, String)> {
    let parts = split(text, &[',', ';']);
    let pairs = split(parts.first().map_or("", String::as_str), &['+']);
    pairs.iter().filter_map(|pair| pair_of(pair)).collect()
}

/// What follows a name's first part, as written.
pub(super) fn rest(text: &str) -> String {
    split(text, &[',', ';']).get(1..).unwrap_or_default().join(",")
}

/// The text at signs that are neither escaped nor quoted.
fn split(text: &str, at: &[char]) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut escaped, mut quoted) = (false, false);
    for letter in text.chars() {
        if at.contains(&letter) && !escaped && !quoted {
            parts.push(String::new());
            continue;
        }
        quoted ^= letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
}

fn normal(part: &str) -> Option<String> {
    let mut pairs: Vec<String> = split(part, &['+'])
        .iter()
        .map(|pair| pair_of(pair).map(|(name, value)| format!("{}={}", name.to_ascii_lowercase(), folded(&value))))
        .collect::<Option<_>>()?;
    pairs.sort();
    Some(pairs.join("+"))
}

fn pair_of(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=')?;
    let name = name.trim();
    let named = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-.;_".contains(letter));
    (named && !name.is_empty()).then(|| Some((name.to_owned(), unescaped(value)?)))?
}

/// The byte that two hexadecimal digits stand for, as after the `\` of an escape.
pub(super) fn hex_pair(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| digits.get(at).and_then(|digit| char::from(*digit).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

fn unescaped(value: &str) -> Option<String> {
    let value = value.trim_start();
    // A blank at the end counts only where it is escaped.
    let trimmed = value.trim_end();
    let value = if trimmed.ends_with('\\') && trimmed.len() < value.len() { &value[..=trimmed.len()] } else { trimmed };
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    let bytes = inner.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        match hex_pair(&bytes[at + 1..]) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(*bytes.get(at + 1)?);
                at += 2;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// Text as most attributes compare it: case and the number of blanks do not count.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
