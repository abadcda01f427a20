//! The picture Auth0 gives a user who brings none.

use digest::Digest;
use md5::Md5;

/// The Gravatar address of an e-mail: its hash, and a picture with two initials for those who have no Gravatar.
///
/// That the address is generated is documented; its parameters are those seen in public profiles.
pub(super) fn picture(email: &str) -> String {
    let email = email.trim().to_lowercase();
    let hash: String = Md5::digest(email.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let initials: String = email.chars().filter(char::is_ascii_alphanumeric).take(2).collect();
    format!("https://s.gravatar.com/avatar/{hash}?s=480&r=pg&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2F{initials}.png")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_email_in_lower_case() {
        let address = picture("Ada@Example.test");
        assert!(address.starts_with("https://s.gravatar.com/avatar/28ae5bf8fa0cde12855e61ac303859cc?"), "{address}");
        assert!(address.ends_with("%2Fad.png"), "{address}");
        assert_eq!(picture("ada@example.test"), address);
    }
}
