//! `host.seal`: encryption with a tag, by GCM, CCM and ChaCha20-Poly1305, over a whole text at once.
//!
//! GCM and CCM are made here of the block cipher alone, because Node takes nonces and tags of any length they allow.

use std::rc::Rc;

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use rquickjs::{Ctx, Function, Object, Result};

use super::modes::{block_cipher, counted, xor, BlockCipher};
use crate::sandbox::bytes::{Bytes, Text};
use crate::sandbox::state::State;

/// The counter of GCM is the last 32 bits of the block.
const COUNTER: u128 = u32::MAX as u128;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    // (mode, key, nonce, what is only authenticated, text, length of the tag) → text and tag, undefined for what does
    // not fit. The same stream goes over both: sealing a sealed text opens it, and its tag is then of no use.
    let seal = |Text(mode): Text, key: Bytes, nonce: Bytes, known: Bytes, text: Bytes, tag: usize| {
        let sealed = match mode.as_str() {
            "gcm" => gcm(block_cipher("aes", &key.0)?.as_ref(), &nonce.0, &known.0, text.0, tag),
            "ccm" => ccm(block_cipher("aes", &key.0)?.as_ref(), &nonce.0, &known.0, text.0, tag),
            "poly1305" => poly1305(&key.0, &nonce.0, &known.0, text.0, tag),
            _ => None,
        };
        sealed.map(Bytes)
    };
    host.set("seal", Function::new(ctx.clone(), seal)?)
}

fn gcm(cipher: &dyn BlockCipher, nonce: &[u8], known: &[u8], mut text: Vec<u8>, tag: usize) -> Option<Vec<u8>> {
    let mut key = [0; 16];
    cipher.encrypt(&mut key);
    let key = u128::from_be_bytes(key);
    let first = match <[u8; 12]>::try_from(nonce) {
        Ok(nonce) => {
            let mut first = [0; 16];
            first[..12].copy_from_slice(&nonce);
            first[15] = 1;
            u128::from_be_bytes(first)
        }
        Err(_) => hash(key, &[], nonce),
    };
    let first = first.to_be_bytes();
    let stream = counted(cipher, &first, COUNTER, 16, text.len())?;
    xor(&mut text, &stream);
    let mut whole = hash(key, known, &text).to_be_bytes();
    xor(&mut whole, &counted(cipher, &first, COUNTER, 0, 16)?);
    text.extend(whole.get(..tag)?);
    Some(text)
}

/// GHASH of both texts and their lengths.
fn hash(key: u128, known: &[u8], text: &[u8]) -> u128 {
    let mut state = 0;
    for part in [known, text] {
        for piece in part.chunks(16) {
            let mut block = [0; 16];
            block[..piece.len()].copy_from_slice(piece);
            state = product(state ^ u128::from_be_bytes(block), key);
        }
    }
    let lengths = ((known.len() as u128 * 8) << 64) | (text.len() as u128 * 8);
    product(state ^ lengths, key)
}

/// In the field of GCM, whose first bit is the lowest power.
fn product(one: u128, mut other: u128) -> u128 {
    let mut product = 0;
    for bit in (0..128).rev() {
        if one >> bit & 1 == 1 {
            product ^= other;
        }
        let carry = other & 1;
        other >>= 1;
        if carry == 1 {
            other ^= 0xe1 << 120;
        }
    }
    product
}

fn ccm(cipher: &dyn BlockCipher, nonce: &[u8], known: &[u8], mut text: Vec<u8>, tag: usize) -> Option<Vec<u8>> {
    // The bytes that are left for the length, and for the counter.
    let width = 15_usize.checked_sub(nonce.len()).filter(|width| (2..=8).contains(width))?;
    if !(4..=16).contains(&tag) || tag % 2 == 1 || (width < 8 && text.len() >> (8 * width) != 0) {
        return None;
    }
    let mut first = [0; 16];
    first[1..=nonce.len()].copy_from_slice(nonce);

    let mut sum = first;
    sum[0] =
        u8::from(!known.is_empty()) << 6 | u8::try_from((tag - 2) / 2).ok()? << 3 | u8::try_from(width - 1).ok()?;
    for (byte, length) in sum[16 - width..].iter_mut().rev().zip((text.len() as u64).to_le_bytes()) {
        *byte = length;
    }
    cipher.encrypt(&mut sum);
    let mut authenticated = Vec::new();
    if !known.is_empty() {
        match u16::try_from(known.len()) {
            Ok(length) if length < 0xff00 => authenticated.extend(length.to_be_bytes()),
            _ => {
                authenticated.extend([0xff, 0xfe]);
                authenticated.extend(u32::try_from(known.len()).ok()?.to_be_bytes());
            }
        }
        authenticated.extend(known);
    }
    for part in [&authenticated, &text] {
        for piece in part.chunks(16) {
            xor(&mut sum, piece);
            cipher.encrypt(&mut sum);
        }
    }

    first[0] = u8::try_from(width - 1).ok()?;
    let mask = u128::MAX >> (128 - 8 * width);
    let stream = counted(cipher, &first, mask, 16, text.len())?;
    xor(&mut text, &stream);
    xor(&mut sum, &counted(cipher, &first, mask, 0, 16)?);
    text.extend(&sum[..tag]);
    Some(text)
}

fn poly1305(key: &[u8], nonce: &[u8], known: &[u8], mut text: Vec<u8>, tag: usize) -> Option<Vec<u8>> {
    let cipher = ChaCha20Poly1305::new_from_slice(key).ok()?;
    let mut whole = [0; 12];
    // A shorter nonce is filled up in front.
    whole[12_usize.checked_sub(nonce.len())?..].copy_from_slice(nonce);
    let made = cipher.encrypt_inout_detached(&whole.into(), known, text.as_mut_slice().into()).ok()?;
    text.extend(made.get(..tag)?);
    Some(text)
}
