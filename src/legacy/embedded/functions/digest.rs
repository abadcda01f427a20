//! Hashes, encodings and chance.

use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD as BASE64};
use base64::engine::DecodePaddingMode;
use base64::Engine;
use digest::{Digest, KeyInit, Mac};
use rusqlite::types::Value;

use super::super::coerce::unhex;
use super::super::errors::postgresql::error;
use super::super::session::Shared;
use super::{argument, bytes_of, number_of, text_of, text_or_null, Entry, Refusal};

pub(super) const ALL: &[Entry] = &[
    ("md5_hex", 1, |arguments, _| text_or_null(bytes_of(arguments, 0).map(|bytes| hex(&md5::Md5::digest(bytes))))),
    ("sha1_hex", 1, |arguments, _| text_or_null(bytes_of(arguments, 0).map(|bytes| hex(&sha1::Sha1::digest(bytes))))),
    ("sha2_hex", 2, |arguments, _| {
        let bits = match number_of(arguments, 1).map(|bits| bits as i64) {
            Some(0 | 256) => "sha256",
            Some(224) => "sha224",
            Some(384) => "sha384",
            Some(512) => "sha512",
            _ => return Ok(Value::Null),
        };
        text_or_null(bytes_of(arguments, 0).and_then(|bytes| hashed(bits, &bytes)).map(|hash| hex(&hash)))
    }),
    ("sha256_bytes", 1, |arguments, _| Ok(hashed_argument("sha256", arguments))),
    ("sha512_bytes", 1, |arguments, _| Ok(hashed_argument("sha512", arguments))),
    ("digest_bytes", 2, digest_bytes),
    ("hmac_bytes", 3, hmac_bytes),
    ("to_base64", 1, |arguments, _| text_or_null(bytes_of(arguments, 0).map(|bytes| BASE64.encode(bytes)))),
    ("from_base64", 1, |arguments, _| {
        let bytes = text_of(arguments, 0).and_then(|text| BASE64.decode(text.trim()).ok());
        Ok(bytes.map_or(Value::Null, Value::Blob))
    }),
    ("encode_bytes", 2, encode),
    ("decode_text", 2, decode),
    ("crypt_text", 2, crypt),
    ("salt_text", -1, salt),
    ("random_uuid", 0, |_, _| Ok(Value::Text(uuid()))),
    ("random_bytes", 1, |arguments, _| {
        let size = number_of(arguments, 0).unwrap_or(0.0).clamp(0.0, 1024.0);
        Ok(Value::Blob(random(size as usize)))
    }),
    ("random_float", -1, |_, _| {
        let bytes: [u8; 8] = random(8).try_into().unwrap_or_default();
        Ok(Value::Real((u64::from_le_bytes(bytes) >> 11) as f64 / (1_u64 << 53) as f64))
    }),
];

/// The most expensive bcrypt the store computes: one round takes as long as a statement may.
const MOST_ROUNDS: u32 = 14;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Without a source of chance nothing sensible can follow, and every supported system has one.
fn random(size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    if getrandom::fill(&mut bytes).is_err() {
        bytes.fill(0);
    }
    bytes
}

pub(super) fn uuid() -> String {
    let mut bytes = random(16);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let d = hex(&bytes);
    format!("{}-{}-{}-{}-{}", &d[..8], &d[8..12], &d[12..16], &d[16..20], &d[20..])
}

fn hashed(algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match algorithm {
        "md5" => md5::Md5::digest(bytes).to_vec(),
        "sha1" => sha1::Sha1::digest(bytes).to_vec(),
        "sha224" => sha2::Sha224::digest(bytes).to_vec(),
        "sha256" => sha2::Sha256::digest(bytes).to_vec(),
        "sha384" => sha2::Sha384::digest(bytes).to_vec(),
        "sha512" => sha2::Sha512::digest(bytes).to_vec(),
        _ => return None,
    })
}

fn hashed_argument(algorithm: &str, arguments: &[Value]) -> Value {
    bytes_of(arguments, 0).and_then(|bytes| hashed(algorithm, &bytes)).map_or(Value::Null, Value::Blob)
}

fn unknown_algorithm(name: &str) -> Refusal {
    error("22023", format!("Cannot use \"{name}\": No such hash algorithm"))
}

fn digest_bytes(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(bytes), Some(name)) = (bytes_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    hashed(&name.to_ascii_lowercase(), &bytes).map(Value::Blob).ok_or_else(|| unknown_algorithm(&name))
}

fn hmac_bytes(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(bytes), Some(key), Some(name)) = (bytes_of(arguments, 0), bytes_of(arguments, 1), text_of(arguments, 2))
    else {
        return Ok(Value::Null);
    };
    let code = match name.to_ascii_lowercase().as_str() {
        "md5" => keyed::<hmac::Hmac<md5::Md5>>(&key, &bytes),
        "sha1" => keyed::<hmac::Hmac<sha1::Sha1>>(&key, &bytes),
        "sha256" => keyed::<hmac::Hmac<sha2::Sha256>>(&key, &bytes),
        "sha512" => keyed::<hmac::Hmac<sha2::Sha512>>(&key, &bytes),
        _ => None,
    };
    code.map(Value::Blob).ok_or_else(|| unknown_algorithm(&name))
}

fn keyed<M: Mac + KeyInit>(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    mac.update(bytes);
    Some(mac.finalize().into_bytes().to_vec())
}

fn encode(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(bytes), Some(form)) = (bytes_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    match form.to_ascii_lowercase().as_str() {
        "hex" => Ok(Value::Text(hex(&bytes))),
        "base64" => Ok(Value::Text(BASE64.encode(bytes))),
        "escape" => Ok(Value::Text(String::from_utf8_lossy(&bytes).into_owned())),
        _ => Err(error("22023", format!("unrecognized encoding: \"{form}\""))),
    }
}

fn decode(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(form)) = (text_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    let bytes = match form.to_ascii_lowercase().as_str() {
        "hex" => unhex(&text).ok_or_else(|| error("22023", "invalid hexadecimal data"))?,
        "base64" => BASE64.decode(text.trim()).map_err(|_| error("22023", "invalid base64 end sequence"))?,
        "escape" => text.into_bytes(),
        _ => return Err(error("22023", format!("unrecognized encoding: \"{form}\""))),
    };
    Ok(Value::Blob(bytes))
}

fn bcrypt_base64() -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&alphabet::BCRYPT, config)
}

/// `crypt(password, salt or stored hash)`; of pgcrypto's algorithms the store has bcrypt.
fn crypt(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(password), Some(salt)) = (text_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    let invalid = || error("22023", "invalid salt");
    let mut parts = salt.splitn(4, '$').skip(1);
    let (Some(version), Some(cost), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(invalid());
    };
    if !version.starts_with('2') {
        let message = "crypt() algorithms other than bcrypt ('bf') are not available in the embedded store";
        return Err(error("0A000", message));
    }
    let cost: u32 = cost.parse().map_err(|_| invalid())?;
    if cost > MOST_ROUNDS {
        return Err(error(
            "57014",
            format!("bcrypt with more than 2^{MOST_ROUNDS} rounds takes longer than the embedded store allows"),
        ));
    }
    let raw = rest.get(..22).and_then(|text| bcrypt_base64().decode(text).ok()).ok_or_else(invalid)?;
    let raw: [u8; 16] = raw.try_into().map_err(|_| invalid())?;
    let hash = bcrypt::hash_with_salt(password, cost, raw).map_err(|_| invalid())?;
    let hash = hash.format_for_version(bcrypt::Version::TwoB);
    Ok(Value::Text(hash.replacen("2b", version, 1)))
}

fn salt(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let kind = text_of(arguments, 0).unwrap_or_default();
    if !kind.eq_ignore_ascii_case("bf") {
        let message = "gen_salt() algorithms other than bcrypt ('bf') are not available in the embedded store";
        return Err(error("0A000", message));
    }
    let rounds = match argument(arguments, 1) {
        Value::Null => 6.0,
        _ => number_of(arguments, 1).unwrap_or(0.0),
    };
    if !(4.0..=31.0).contains(&rounds) {
        return Err(error("22023", "gen_salt: Incorrect number of rounds"));
    }
    Ok(Value::Text(format!("$2a${:02}${}", rounds as u32, bcrypt_base64().encode(random(16)))))
}
