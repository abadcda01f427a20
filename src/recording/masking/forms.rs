//! The shapes a known secret takes in a text.

use std::fmt::Write;
use std::ops::Range;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A shorter stretch of base64 is found in innocent texts too.
const SHORTEST_CORE: usize = 6;

/// The secret itself, percent-encoded as in a URL and as in a form, and as it stands inside a JSON string.
pub(super) fn of(secret: &str) -> Vec<String> {
    let mut forms = vec![
        secret.to_owned(),
        percent_encoded(secret, b"-_.!~*'()"),
        percent_encoded(secret, b"-_.~"),
        percent_encoded(secret, b"-_.*").replace("%20", "+"),
        in_json(secret),
        in_json(secret).replace('/', "\\/"),
    ];
    forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    forms.dedup();
    forms
}

fn percent_encoded(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// What the base64 of any bytes around `secret` must contain, once per alignment: so `Basic` credentials and cookies
/// that carry it are found as well. In both alphabets.
pub(super) fn base64_cores(secret: &str) -> Vec<String> {
    let mut cores = Vec::new();
    for before in 0..3_usize {
        let bytes = [&[0; 2][..before.min(2)], secret.as_bytes()].concat();
        let encoded = base64(&bytes);
        // Characters at both ends also depend on the bytes around.
        let start = (before * 8).div_ceil(6);
        let end = bytes.len() * 8 / 6;
        let core = encoded.get(start..end).unwrap_or_default();
        if core.len() >= SHORTEST_CORE {
            cores.push(core.to_owned());
            cores.push(core.replace('+', "-").replace('/', "_"));
        }
    }
    cores.sort();
    cores.dedup();
    cores
}

/// Standard base64 without padding.
fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 2);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().enumerate().fold(0_u32, |group, (at, byte)| group | u32::from(*byte) << (16 - 8 * at));
        for at in 0..=chunk.len() {
            out.push(char::from(ALPHABET[(group >> (18 - 6 * at)) as usize & 63]));
        }
    }
    out
}

pub(super) const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

/// The whole run of base64 characters around `hit`.
pub(super) fn base64_run(text: &str, hit: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = bytes[..hit.start].iter().rposition(|byte| !is_base64(*byte)).map_or(0, |at| at + 1);
    let end = bytes[hit.end..].iter().position(|byte| !is_base64(*byte)).map_or(bytes.len(), |at| hit.end + at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_what_everyone_else_makes_of_it() {
        for (plain, encoded) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("ada:horse", "YWRhOmhvcnNl")] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn one_core_is_in_the_base64_of_every_text_around_the_secret() {
        let cores = base64_cores("correct-horse");
        for before in ["", "a", "ad", "ada", "ada:"] {
            for after in ["", "x", "xy", "xyz"] {
                let encoded = base64(format!("{before}correct-horse{after}").as_bytes());
                assert!(cores.iter().any(|core| encoded.contains(core.as_str())), "{before:?} {after:?}");
            }
        }
    }

    #[test]
    fn a_secret_without_special_characters_has_one_form() {
        assert_eq!(of("abcdef"), ["abcdef"]);
        let forms = of("a b/\"ü");
        for form in ["a b/\"ü", "a%20b%2F%22%C3%BC", "a+b%2F%22%C3%BC", "a b/\\\"ü", "a b\\/\\\"ü"] {
            assert!(forms.iter().any(|found| found == form), "{form}");
        }
    }
}
