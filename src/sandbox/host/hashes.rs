//! `host.hash`, `host.hmac`, `host.pbkdf2`, `host.scrypt`: what `crypto` is made of.

use std::rc::Rc;

use digest::{FixedOutput, KeyInit, Update};
use hmac::{Hmac, SimpleHmac};
use md5::Md5;
use ripemd::Ripemd160;
use rquickjs::{Array, Ctx, Exception, Function, IntoJs, Object, Result};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

use super::text::{decode_base64, encode_base64};
use crate::sandbox::bytes::{Bytes, Text};
use crate::sandbox::state::State;

/// HMAC runs that one derivation may cost: some seconds of work.
const MOST_ROUNDS: u64 = 20_000_000;
/// Bytes that scrypt may use at once.
const MOST_MEMORY: u64 = 256 << 20;
/// Block mixings that one scrypt run may cost.
const MOST_MIXINGS: u64 = 1 << 24;
/// Bytes that one derivation may give.
const LONGEST_KEY: usize = 1 << 20;

/// A hash and the HMAC made of it.
trait Hash: Digest {
    /// Its HMAC.
    type Hmac: KeyInit + Update + FixedOutput + Clone;
}

macro_rules! hashes {
    ($hmac:ident: $($hash:ident),*) => {
        $(impl Hash for $hash {
            type Hmac = $hmac<$hash>;
        })*
    };
}
hashes!(Hmac: Md5, Ripemd160, Sha1, Sha224, Sha256, Sha512, Sha512_224, Sha512_256);
hashes!(SimpleHmac: Sha384, Sha3_224, Sha3_256, Sha3_384, Sha3_512);

/// Calls a function that is generic over the hash with the hash of that name; `None` for an unknown name.
macro_rules! with_hash {
    ($name:expr, $function:ident ( $($argument:expr),* )) => {
        match $name {
            "md5" => Some($function::<Md5>($($argument),*)),
            "ripemd160" => Some($function::<Ripemd160>($($argument),*)),
            "sha1" => Some($function::<Sha1>($($argument),*)),
            "sha224" => Some($function::<Sha224>($($argument),*)),
            "sha256" => Some($function::<Sha256>($($argument),*)),
            "sha384" => Some($function::<Sha384>($($argument),*)),
            "sha512" => Some($function::<Sha512>($($argument),*)),
            "sha512-224" => Some($function::<Sha512_224>($($argument),*)),
            "sha512-256" => Some($function::<Sha512_256>($($argument),*)),
            "sha3-224" => Some($function::<Sha3_224>($($argument),*)),
            "sha3-256" => Some($function::<Sha3_256>($($argument),*)),
            "sha3-384" => Some($function::<Sha3_384>($($argument),*)),
            "sha3-512" => Some($function::<Sha3_512>($($argument),*)),
            _ => None,
        }
    };
}

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let hash = |Text(name): Text, bytes: Bytes| with_hash!(name.as_str(), digest(&bytes.0)).map(Bytes);
    host.set("hash", Function::new(ctx.clone(), hash)?)?;
    let hmac = |Text(name): Text, key: Bytes, bytes: Bytes| {
        with_hash!(name.as_str(), authenticate(&key.0, &bytes.0)).flatten().map(Bytes)
    };
    host.set("hmac", Function::new(ctx.clone(), hmac)?)?;

    let shared = Rc::clone(state);
    // (digest, password, salt, rounds, length) → [key, milliseconds]
    let pbkdf2 = move |ctx: Ctx<'js>, Text(name): Text, password: Bytes, salt: Bytes, rounds: u32, length: u32| {
        let length = key_length(&ctx, length)?;
        let blocks = length.div_ceil(16) as u64;
        if u64::from(rounds) * blocks > MOST_ROUNDS {
            return Err(Exception::throw_range(
                &ctx,
                &format!("pbkdf2 with {rounds} rounds is more than is computed here"),
            ));
        }
        computed(&ctx, &shared, || with_hash!(name.as_str(), stretch(&password.0, &salt.0, rounds, length)).flatten())
    };
    host.set("pbkdf2", Function::new(ctx.clone(), pbkdf2)?)?;

    let shared = Rc::clone(state);
    // (password, salt, [log2 N, r, p], length) → [key, milliseconds]
    let scrypt = move |ctx: Ctx<'js>, password: Bytes, salt: Bytes, cost: Vec<u32>, length: u32| {
        let length = key_length(&ctx, length)?;
        let params = scrypt_params(&cost).map_err(|text| Exception::throw_range(&ctx, text))?;
        computed(&ctx, &shared, || {
            let mut key = vec![0; length];
            scrypt::scrypt(&password.0, &salt.0, &params, &mut key).ok().map(|()| key)
        })
    };
    host.set("scrypt", Function::new(ctx.clone(), scrypt)?)?;

    let state = Rc::clone(state);
    // A computation that blocks lets time pass.
    let spend = move |ms: f64| state.world.borrow_mut().wait_ms(ms);
    host.set("spend", Function::new(ctx.clone(), spend)?)
}

fn key_length(ctx: &Ctx<'_>, length: u32) -> Result<usize> {
    match usize::try_from(length) {
        Ok(length) if length <= LONGEST_KEY => Ok(length),
        _ => Err(Exception::throw_range(ctx, &format!("a key of {length} bytes is longer than is computed here"))),
    }
}

/// Runs a slow computation through the world's notes. Undefined if it gives nothing.
fn computed<'js>(
    ctx: &Ctx<'js>,
    state: &State,
    compute: impl FnOnce() -> Option<Vec<u8>>,
) -> Result<Option<Array<'js>>> {
    let compute = || compute().map_or(Value::Null, |key| Value::String(encode_base64(&key)));
    let (value, took) = state.world.borrow_mut().compute(compute);
    let Some(key) = value.as_str() else { return Ok(None) };
    let both = Array::new(ctx.clone())?;
    both.set(0, Bytes(decode_base64(key)).into_js(ctx)?)?;
    both.set(1, took.as_secs_f64() * 1000.0)?;
    Ok(Some(both))
}

fn digest<D: Hash>(bytes: &[u8]) -> Vec<u8> {
    D::digest(bytes).to_vec()
}

fn authenticate<D: Hash>(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    // Keys of every length are allowed.
    let mut mac = <D::Hmac as KeyInit>::new_from_slice(key).ok()?;
    mac.update(bytes);
    Some(mac.finalize_fixed().to_vec())
}

fn stretch<D: Hash>(password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Option<Vec<u8>> {
    let mut key = vec![0; length];
    pbkdf2::pbkdf2::<D::Hmac>(password, salt, rounds, &mut key).ok().map(|()| key)
}

fn scrypt_params(cost: &[u32]) -> std::result::Result<scrypt::Params, &'static str> {
    const INVALID: &str = "Invalid scrypt params";
    let [log_n, r, p] = *cost else { return Err(INVALID) };
    let mixings = 1_u64.checked_shl(log_n).and_then(|n| n.checked_mul(u64::from(r))).ok_or(INVALID)?;
    let memory = mixings.checked_mul(128).ok_or(INVALID)?;
    let work = mixings.checked_mul(u64::from(p)).ok_or(INVALID)?;
    if memory > MOST_MEMORY || work > MOST_MIXINGS || r.checked_mul(p).is_none() {
        return Err("Invalid scrypt params: memory limit exceeded");
    }
    scrypt::Params::new(u8::try_from(log_n).map_err(|_| INVALID)?, r, p).map_err(|_| INVALID)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrypt_costs_beyond_the_limits_are_refused() {
        assert!(scrypt_params(&[14, 8, 1]).is_ok());
        for cost in [[30, 8, 1], [64, 1, 1], [200, 1, 1], [14, 8, 1 << 20], [14, 0, 1], [1, u32::MAX, u32::MAX]] {
            assert!(scrypt_params(&cost).is_err(), "{cost:?}");
        }
    }
}
