//! Names of fields whose value is a secret.

/// A key is secret if its last word is one of these …
const SECRET_WORDS: [&str; 15] = [
    "password",
    "passwd",
    "pwd",
    "pass",
    "passphrase",
    "secret",
    "token",
    "hash",
    "salt",
    "apikey",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "pepper",
];

/// … or its last two are one of these …
const SECRET_PAIRS: [[&str; 2]; 6] = [
    ["api", "key"],
    ["private", "key"],
    ["password", "digest"],
    ["signing", "key"],
    ["encryption", "key"],
    ["access", "key"],
];

/// … or it is written as one word that ends with one of these.
const SECRET_ENDINGS: [&str; 7] =
    ["password", "passwd", "passwort", "secret", "passwordhash", "passwordsalt", "accesstoken"];

/// Whether a field, column or header called `key` holds a secret: `password`, `passwordHash`, `client_secret`,
/// `X-Api-Key` … but not `email_verified`, `last_password_reset` or `password_changed_at`, which only speak of one.
pub fn names_a_secret(key: &str) -> bool {
    // A number behind the word (`password2`) does not change what it is; nor does a plural.
    let words = words(key.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-' | '[' | ']')));
    let Some(last) = words.last().map(String::as_str) else {
        return false;
    };
    let singular = last.strip_suffix('s').unwrap_or(last);
    SECRET_WORDS.iter().any(|word| *word == last || (*word == singular && word.len() > "pass".len()))
        || SECRET_ENDINGS.iter().any(|ending| last.ends_with(ending))
        || words.windows(2).last().is_some_and(|pair| SECRET_PAIRS.iter().any(|secret| pair == secret))
}

/// Whether `text` is nothing but one of these words. `password2024` and `db-password` end like the name of a field and
/// are somebody's secret all the same.
pub(super) fn is_field_word(text: &str) -> bool {
    SECRET_WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// `passwordHash`, `PASSWORD_HASH`, `password-hash` → `password`, `hash`.
pub(in crate::recording) fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous_lower = false;
    for character in key.chars() {
        let breaks = !character.is_alphanumeric() || (character.is_uppercase() && previous_lower);
        if breaks && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if character.is_alphanumeric() {
            if let Some(word) = words.last_mut() {
                word.extend(character.to_lowercase());
            }
        }
        previous_lower = character.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_hold_a_secret_are_known() {
        for key in [
            "password",
            "Password",
            "PASSWORD_HASH",
            "passwordHash",
            "password_hash",
            "passwordhash",
            "user_pass",
            "pwd",
            "salt",
            "client_secret",
            "clientSecret",
            "access_token",
            "accessToken",
            "refresh_token",
            "id_token",
            "api_key",
            "apiKey",
            "X-Api-Key",
            "Authorization",
            "Set-Cookie",
            "private_key",
            "newPassword",
            "password2",
            "passwords",
            "encrypted_password",
            "confirmPassword",
            "hash",
            "tokens",
        ] {
            assert!(names_a_secret(key), "{key}");
        }
    }

    #[test]
    fn keys_that_only_speak_of_a_secret_are_not() {
        for key in [
            "email_verified",
            "user_id",
            "last_password_reset",
            "password_changed_at",
            "passwordPolicy",
            "token_type",
            "hash_algorithm",
            "key",
            "primary_key",
            "compass",
            "basalt",
            "nickname",
            "email",
            "id",
            "",
            "1",
            "_",
            "bypass",
            "identities",
            "expires_in",
        ] {
            assert!(!names_a_secret(key), "{key}");
        }
    }
}
