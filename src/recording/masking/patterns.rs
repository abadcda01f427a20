//! What looks like a secret without being known: password hashes, tokens, credentials.
//!
//! Ids, e-mail addresses, UUIDs and plain hexadecimal stay: they are what a reader looks for, and only a key can tell
//! that one of them is a hash.

use std::ops::Range;

use super::forms::is_base64;

/// A shorter token is more likely a word.
const SHORTEST_TOKEN: usize = 8;

/// `{PBKDF2-SHA512}` and the like.
const LONGEST_SCHEME: usize = 24;

/// From this length on a run of lower-case letters after `Bearer` is a token, not a word.
const LONGEST_WORD: usize = 20;

/// Hash schemes written as `scheme$…` or `scheme:…` without a leading dollar.
const NAMED_SCHEMES: [&str; 8] =
    ["pbkdf2_sha256$", "pbkdf2_sha1$", "pbkdf2:sha", "scrypt:", "bcrypt$", "bcrypt_sha256$", "argon2$", "sha512$"];

/// Whether the text holds something that looks like a password hash or a token.
pub fn looks_secret(text: &str) -> bool {
    !find(text).is_empty()
}

/// The stretches of `text` that look like a secret, in order, not overlapping.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // Where the last run that could have been a token ended: another start inside it fails at the same place.
    let mut no_token_before = 0;
    while at < bytes.len() {
        let starts_word = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let hit = match bytes[at] {
            b'$' => crypt(bytes, at),
            b'{' => ldap(text, at),
            b'e' if starts_word && at >= no_token_before => {
                jwt(bytes, at).inspect_err(|end| no_token_before = *end).ok()
            }
            b'B' | b'b' | b'p' | b's' | b'a' if starts_word => named_hash(text, at).or_else(|| credentials(text, at)),
            b':' => url_password(bytes, at),
            _ => None,
        };
        match hit {
            Some(range) => {
                at = range.end.max(at + 1);
                found.push(range);
            }
            None => at += 1,
        }
    }
    found
}

fn run(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !belongs(*byte)).map_or(bytes.len(), |length| from + length)
}

fn starts_ignoring_case(text: &str, at: usize, prefix: &str) -> bool {
    text.as_bytes().get(at..at + prefix.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(prefix.as_bytes()))
}

const fn is_crypt(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'+' | b'=' | b'-' | b'_' | b',' | b'$')
}

/// `$2b$10$…`, `$argon2id$…`, `$pbkdf2-sha256$…`, `$scrypt$…`, `$6$…`, `$P$…`: a scheme between dollars and a long rest.
fn crypt(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let scheme_end = run(bytes, at + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let scheme = std::str::from_utf8(&bytes[at + 1..scheme_end]).ok()?;
    let known =
        matches!(scheme, "1" | "2" | "2a" | "2b" | "2x" | "2y" | "5" | "6" | "7" | "y" | "P" | "H" | "apr1" | "S")
            || ["argon2", "pbkdf2", "scrypt", "bcrypt", "sha"].iter().any(|family| scheme.starts_with(family));
    if !known || bytes.get(scheme_end) != Some(&b'$') {
        return None;
    }
    let end = run(bytes, scheme_end, is_crypt);
    (end - scheme_end > 2 * SHORTEST_TOKEN).then_some(at..end)
}

/// `{SSHA}…` and its relatives of LDAP directories.
fn ldap(text: &str, at: usize) -> Option<Range<usize>> {
    let reach = text.len().min(at + LONGEST_SCHEME);
    let scheme_end = at + text.as_bytes()[at..reach].iter().position(|byte| *byte == b'}')?;
    let scheme = &text[at + 1..scheme_end];
    let known = ["SSHA", "SHA", "SMD5", "MD5", "CRYPT", "PBKDF2", "ARGON2", "BCRYPT"];
    if !known.iter().any(|family| starts_ignoring_case(scheme, 0, family)) {
        return None;
    }
    let end = run(text.as_bytes(), scheme_end + 1, |byte| is_base64(byte) || is_crypt(byte));
    (end - scheme_end > SHORTEST_TOKEN).then_some(at..end)
}

/// `eyJ….eyJ….…`; where it is none, the end of what was read.
fn jwt(bytes: &[u8], at: usize) -> Result<Range<usize>, usize> {
    if !bytes[at..].starts_with(b"eyJ") {
        return Err(at);
    }
    let part = |from| run(bytes, from, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let header = part(at);
    if header - at < SHORTEST_TOKEN || bytes.get(header) != Some(&b'.') {
        return Err(header);
    }
    let payload = part(header + 1);
    // An encrypted token has five parts.
    let end = run(bytes, payload, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if payload > header + 1 {
        Ok(at..end)
    } else {
        Err(header)
    }
}

/// `pbkdf2_sha256$…`, `scrypt:32768:8:1$…`.
fn named_hash(text: &str, at: usize) -> Option<Range<usize>> {
    let scheme = NAMED_SCHEMES.iter().find(|scheme| text.as_bytes()[at..].starts_with(scheme.as_bytes()))?;
    let end = run(text.as_bytes(), at + scheme.len(), |byte| is_crypt(byte) || byte == b':');
    (end - at > scheme.len() + 2 * SHORTEST_TOKEN).then_some(at..end)
}

/// What follows `Bearer ` and `Basic `, if it is no word of prose.
fn credentials(text: &str, at: usize) -> Option<Range<usize>> {
    let scheme = ["bearer ", "basic "].into_iter().find(|scheme| starts_ignoring_case(text, at, scheme))?;
    let bytes = text.as_bytes();
    let start = run(bytes, at + scheme.len(), |byte| byte == b' ');
    let end = run(bytes, start, |byte| is_base64(byte) || matches!(byte, b'.' | b'~'));
    let token = &bytes[start..end];
    let no_word = token.len() > LONGEST_WORD
        || token.iter().skip(1).any(|byte| !byte.is_ascii_lowercase() && *byte != b'-' && *byte != b'.');
    (token.len() >= SHORTEST_TOKEN && no_word).then_some(start..end)
}

/// The password of `scheme://user:password@host`.
fn url_password(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    if !bytes[at..].starts_with(b"://") {
        return None;
    }
    let ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'' | b'<' | b'>' | b'`');
    let colon = run(bytes, at + 3, |byte| !ends(byte) && byte != b':' && byte != b'@');
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    let authority = run(bytes, colon + 1, |byte| !ends(byte));
    let sign = bytes[colon + 1..authority].iter().rposition(|byte| *byte == b'@').map(|length| colon + 1 + length)?;
    (sign > colon + 1).then_some(colon + 1..sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

    #[test]
    fn hashes_and_tokens_are_found_to_their_end() {
        for secret in [
            "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
            "$2y$08$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
            "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG",
            "$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44",
            "$6$rounds=5000$usesomesillystri$D4IrlXatmP7rx3P3InaxBeoomnAihCKRVQAr",
            "$P$B55D6LjfHDkINU5wF.v2BuuzO0/XPk/",
            "pbkdf2_sha256$260000$salt1234$aGFzaGhhc2hoYXNo",
            "scrypt:32768:8:1$salt1234$0123456789abcdef",
            "{SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3",
            JWT,
        ] {
            let text = format!("got \"{secret}\", twice {secret}");
            assert_eq!(find(&text).iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), [secret, secret]);
        }
    }

    #[test]
    fn credentials_are_found_without_their_scheme() {
        for (text, secret) in [
            ("Authorization: Bearer abc.DEF-123", "abc.DEF-123"),
            ("authorization: basic YWRhOmhvcnNl", "YWRhOmhvcnNl"),
            ("mysql://app:s3cret@db/shop", "s3cret"),
            ("postgres://app:p@ss@db:5432/shop?x=1", "p@ss"),
        ] {
            assert_eq!(find(text).iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), [secret], "{text}");
        }
    }

    #[test]
    fn ids_addresses_and_prose_stay() {
        for text in [
            "auth0|5f7c8ec7c33c6c004bbafe82",
            "550e8400-e29b-41d4-a716-446655440000",
            "ada@example.test",
            "SELECT id FROM users WHERE email = $1 AND x = $2",
            "basic authentication is off, bearer authentication too",
            "https://example.test:8080/path?email=ada@example.test",
            "http://localhost:3000",
            "5d41402abc4b2a76b9719d911017c592",
            "{\"a\": 1}",
            "{}",
            "$",
            "$2b$",
            "eyJ",
            "${name}: $5 off",
            "costs $1$ or $6$",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn texts_of_other_scripts_are_no_trouble() {
        for text in ["‹masked 3f2a›", "é$é{é}é:é", "Bearer ééééééééé", "{SSHAé}é", "://é:é@é"] {
            let _ = find(text);
        }
        assert_eq!(find("://é:pä@host").len(), 1);
    }
}
