//! `host.modPow`, `host.rsaKey`: the numbers behind RSA and Diffie-Hellman.

use std::convert::Infallible;
use std::rc::Rc;

use p256::elliptic_curve::bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use p256::elliptic_curve::bigint::{BoxedUint, Odd};
use rquickjs::{Array, Ctx, Exception, Function, IntoJs, Object, Result};
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::RsaPrivateKey;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::sandbox::bytes::Bytes;
use crate::sandbox::host::text::{decode_base64, encode_base64};
use crate::sandbox::state::State;

/// The longest number that is computed with; the time grows with its third power.
const LONGEST_NUMBER: usize = 1024;
/// Bits of the keys that are made: making a longer one takes minutes.
const KEY_BITS: std::ops::RangeInclusive<u32> = 1024..=4096;
/// Bytes of chance that a key is made of.
const SEED_BYTES: usize = 32;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    // (base, exponent, modulus) → as many bytes as the modulus has; undefined for an even or too long modulus
    let power = |base: Bytes, exponent: Bytes, modulus: Bytes| power(&base.0, &exponent.0, &modulus.0).map(Bytes);
    host.set("modPow", Function::new(ctx.clone(), power)?)?;

    let state = Rc::clone(state);
    // (bits, public exponent) → [milliseconds, n, e, d, p, q]
    let rsa_key = move |ctx: Ctx<'js>, bits: u32, exponent: Bytes| {
        if !KEY_BITS.contains(&bits) {
            let message = format!(
                "an RSA key of {bits} bits is not made here: loginscope makes keys of {} to {} bits",
                KEY_BITS.start(),
                KEY_BITS.end()
            );
            return Err(Exception::throw_range(&ctx, &message));
        }
        let mut world = state.world.borrow_mut();
        let chance = Chance::new(&world.random(SEED_BYTES));
        let (numbers, took) = world.compute(|| key(chance, bits, &exponent.0).map_or(Value::Null, Value::from));
        let parts = Array::new(ctx.clone())?;
        parts.set(0, took.as_secs_f64() * 1000.0)?;
        for (at, number) in numbers.as_array().into_iter().flatten().enumerate() {
            let bytes = decode_base64(number.as_str().unwrap_or_default());
            parts.set(at + 1, Bytes(bytes).into_js(&ctx)?)?;
        }
        Ok(parts)
    };
    host.set("rsaKey", Function::new(ctx.clone(), rsa_key)?)
}

fn power(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Option<Vec<u8>> {
    let longest = base.len().max(exponent.len()).max(modulus.len());
    if longest > LONGEST_NUMBER || modulus.is_empty() {
        return None;
    }
    let odd = Odd::new(BoxedUint::from_be_slice_vartime(modulus)).into_option()?;
    let params = BoxedMontyParams::new_vartime(odd);
    let base = BoxedUint::from_be_slice(base, params.bits_precision()).ok()?;
    let exponent = BoxedUint::from_be_slice_vartime(if exponent.is_empty() { &[0] } else { exponent });
    let bits = exponent.bits_vartime().max(1);
    let result = BoxedMontyForm::new(base, &params).pow_bounded_exp(&exponent, bits).retrieve().to_be_bytes();
    // The engine of numbers rounds up to whole words.
    Some(result[result.len() - modulus.len()..].to_vec())
}

/// n, e, d, p and q of a new key, in base64.
fn key(mut chance: Chance, bits: u32, exponent: &[u8]) -> Option<Vec<String>> {
    let exponent = BoxedUint::from_be_slice_vartime(exponent);
    let key = RsaPrivateKey::new_with_exp(&mut chance, bits as usize, exponent).ok()?;
    let [p, q] = key.primes() else { return None };
    let text = |bytes: &[u8]| encode_base64(bytes);
    Some(vec![
        text(&key.n_bytes()),
        text(&key.e_bytes()),
        text(&key.d().to_be_bytes_trimmed_vartime()),
        text(&p.to_be_bytes_trimmed_vartime()),
        text(&q.to_be_bytes_trimmed_vartime()),
    ])
}

/// As many random bytes as are wanted, from the few that the world gave and noted.
struct Chance {
    seed: [u8; SEED_BYTES],
    drawn: u64,
    left: Vec<u8>,
}

impl Chance {
    fn new(seed: &[u8]) -> Self {
        Self { seed: Sha256::digest(seed).into(), drawn: 0, left: Vec::new() }
    }

    fn byte(&mut self) -> u8 {
        loop {
            if let Some(byte) = self.left.pop() {
                return byte;
            }
            self.drawn += 1;
            self.left =
                Sha256::new().chain_update(self.seed).chain_update(self.drawn.to_le_bytes()).finalize().to_vec();
        }
    }
}

impl TryRng for Chance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> std::result::Result<u32, Infallible> {
        Ok(u32::from_le_bytes(std::array::from_fn(|_| self.byte())))
    }

    fn try_next_u64(&mut self) -> std::result::Result<u64, Infallible> {
        Ok(u64::from_le_bytes(std::array::from_fn(|_| self.byte())))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> std::result::Result<(), Infallible> {
        bytes.fill_with(|| self.byte());
        Ok(())
    }
}

impl TryCryptoRng for Chance {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn powers_have_the_length_of_the_modulus() {
        assert_eq!(power(&[3], &[5], &[0, 0, 100]), None);
        assert_eq!(power(&[3], &[5], &[0, 0, 101]), Some(vec![0, 0, 41]));
        assert_eq!(power(&[3], &[], &[101]), Some(vec![1]));
        assert_eq!(power(&[200, 1], &[2], &[101]).map(|bytes| bytes.len()), Some(1));
        assert_eq!(power(&[3], &[5], &[1; LONGEST_NUMBER + 1]), None);
    }

    #[test]
    fn the_same_chance_makes_the_same_key() {
        let made = || key(Chance::new(&[7; 32]), 1024, &[1, 0, 1]).expect("a key");
        assert_eq!(made(), made());
    }
}
