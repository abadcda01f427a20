//! Passwords of entries: as they are, or hashed with the scheme before them (`{SSHA}…`).

use base64::prelude::{Engine, BASE64_STANDARD};
use digest::Digest;
use subtle::ConstantTimeEq;

/// Whether a password is the one kept.
///
/// # Errors
/// The name of a scheme that is not known here.
pub(super) fn is(kept: &[u8], given: &str) -> Result<bool, String> {
    let text = std::str::from_utf8(kept).unwrap_or_default();
    let Some((scheme, hash)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
        return Ok(kept.ct_eq(given.as_bytes()).into());
    };
    let digest: fn(&[u8]) -> Vec<u8> = match scheme.to_ascii_uppercase().as_str() {
        "CLEARTEXT" => return Ok(hash.as_bytes().ct_eq(given.as_bytes()).into()),
        "SHA" | "SSHA" => |bytes| sha1::Sha1::digest(bytes).to_vec(),
        "MD5" | "SMD5" => |bytes| md5::Md5::digest(bytes).to_vec(),
        "SHA256" | "SSHA256" => |bytes| sha2::Sha256::digest(bytes).to_vec(),
        "SHA384" | "SSHA384" => |bytes| sha2::Sha384::digest(bytes).to_vec(),
        "SHA512" | "SSHA512" => |bytes| sha2::Sha512::digest(bytes).to_vec(),
        _ => return Err(scheme.to_owned()),
    };
    let Ok(bytes) = BASE64_STANDARD.decode(hash.trim()) else { return Ok(false) };
    let length = digest(b"").len();
    if bytes.len() < length {
        return Ok(false);
    }
    // What follows the hash is the salt.
    let (hash, salt) = bytes.split_at(length);
    Ok(digest(&[given.as_bytes(), salt].concat()).ct_eq(hash).into())
}
