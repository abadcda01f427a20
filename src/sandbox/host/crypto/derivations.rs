//! `host.pbkdf2`, `host.scrypt`, `host.argon2`: keys from passwords, slow by design; timed and noted by the world.

use std::rc::Rc;

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use rquickjs::{Array, Ctx, Exception, Function, IntoJs, Object, Result};
use serde_json::Value;

use super::hashes::stretched;
use crate::sandbox::bytes::{Bytes, Text};
use crate::sandbox::host::text::{decode_base64, encode_base64};
use crate::sandbox::state::State;

/// HMAC runs that one derivation may cost: some seconds of work.
const MOST_ROUNDS: u64 = 20_000_000;
/// Bytes that scrypt may use at once.
const MOST_MEMORY: u64 = 256 << 20;
/// Block mixings that one scrypt run may cost.
const MOST_MIXINGS: u64 = 1 << 24;
/// KiB times passes that one argon2 run may cost.
const MOST_BLOCKS: u64 = 1 << 21;
/// Bytes that one derivation may give.
const LONGEST_KEY: usize = 1 << 20;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
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
        computed(&ctx, &shared, || stretched(&name, &password.0, &salt.0, rounds, length))
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

    let shared = Rc::clone(state);
    // (password, salt, [kind, version, memory in KiB, passes, lanes, length], secret, associated data) → [key, ms]
    let argon2 = move |ctx: Ctx<'js>, password: Bytes, salt: Bytes, cost: Vec<u32>, secret: Bytes, data: Bytes| {
        argon2_cost(&cost).map_err(|text| Exception::throw_range(&ctx, &text))?;
        computed(&ctx, &shared, || argon2_key(&password.0, &salt.0, &cost, &secret.0, &data.0))
    };
    host.set("argon2", Function::new(ctx.clone(), argon2)?)?;

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

fn argon2_cost(cost: &[u32]) -> std::result::Result<(), String> {
    let [_, _, memory, passes, _, length] = *cost else { return Err("argon2 takes six costs".to_owned()) };
    let (memory, work) = (u64::from(memory), u64::from(memory) * u64::from(passes));
    if memory * 1024 > MOST_MEMORY || work > MOST_BLOCKS || length as usize > LONGEST_KEY {
        return Err(format!(
            "argon2 with {memory} KiB and {passes} passes is more than is computed here: loginscope takes up to {} KiB \
             and {MOST_BLOCKS} KiB times passes",
            MOST_MEMORY / 1024
        ));
    }
    Ok(())
}

fn argon2_key(password: &[u8], salt: &[u8], cost: &[u32], secret: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let [kind, version, memory, passes, lanes, length] = *cost else { return None };
    let kind = match kind {
        0 => Algorithm::Argon2d,
        1 => Algorithm::Argon2i,
        _ => Algorithm::Argon2id,
    };
    let mut params = ParamsBuilder::new();
    params.m_cost(memory).t_cost(passes).p_cost(lanes).output_len(length as usize);
    if !data.is_empty() {
        params.data(AssociatedData::new(data).ok()?);
    }
    let (version, params) = (Version::try_from(version).ok()?, params.build().ok()?);
    let argon2 = Argon2::new_with_secret(secret, kind, version, params).ok()?;
    let mut key = vec![0; length as usize];
    argon2.hash_password_into(password, salt, &mut key).ok().map(|()| key)
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
