//! `host.base64` and its kin: bytes and text.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};

use crate::sandbox::bytes::Bytes;
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    let encode = |bytes: Bytes| encode_base64(&bytes.0);
    host.set("base64", Function::new(ctx.clone(), encode)?)?;
    let decode = |text: String| Bytes(decode_base64(&text));
    host.set("fromBase64", Function::new(ctx.clone(), decode)?)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn encode_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().enumerate().fold(0_u32, |group, (i, byte)| group | u32::from(*byte) << (16 - 8 * i));
        for i in 0..4 {
            let digit = ALPHABET[(group >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

/// As Node does: both alphabets, whatever is no digit is skipped, the first `=` ends it.
fn decode_base64(text: &str) -> Vec<u8> {
    let (mut bytes, mut group, mut bits) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for byte in text.bytes().take_while(|byte| *byte != b'=') {
        let digit = match byte {
            b'-' => 62,
            b'_' => 63,
            other => match ALPHABET.iter().position(|digit| *digit == other) {
                Some(digit) => digit as u32,
                None => continue,
            },
        };
        group = group << 6 | digit;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits & 0xff) as u8);
        }
    }
    bytes
}
