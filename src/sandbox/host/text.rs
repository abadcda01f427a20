//! `host.base64` and its kin: bytes as text and back, in the encodings of `Buffer` and `TextDecoder`.

use std::rc::Rc;

use encoding_rs::{DecoderResult, Encoding};
use rquickjs::{Ctx, Function, Object, Result};

use crate::sandbox::bytes::{Bytes, Text};
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    let encode = |bytes: Bytes| encode_base64(&bytes.0);
    host.set("base64", Function::new(ctx.clone(), encode)?)?;
    let decode = |Text(text): Text| Bytes(decode_base64(&text));
    host.set("fromBase64", Function::new(ctx.clone(), decode)?)?;

    host.set("hex", Function::new(ctx.clone(), |bytes: Bytes| encode_hex(&bytes.0))?)?;
    host.set("fromHex", Function::new(ctx.clone(), |Text(text): Text| Bytes(decode_hex(&text)))?)?;

    let utf8 = |bytes: Bytes| String::from_utf8_lossy(&bytes.0).into_owned();
    host.set("utf8", Function::new(ctx.clone(), utf8)?)?;
    host.set("fromUtf8", Function::new(ctx.clone(), |Text(text): Text| Bytes(text.into_bytes()))?)?;
    host.set("isUtf8", Function::new(ctx.clone(), |bytes: Bytes| std::str::from_utf8(&bytes.0).is_ok())?)?;

    let latin1 = |bytes: Bytes| bytes.0.into_iter().map(char::from).collect::<String>();
    host.set("latin1", Function::new(ctx.clone(), latin1)?)?;
    // The low half of each UTF-16 unit, as Node does.
    let from_latin1 = |Text(text): Text| Bytes(text.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect());
    host.set("fromLatin1", Function::new(ctx.clone(), from_latin1)?)?;

    let name = |Text(label): Text| Encoding::for_label(label.as_bytes()).map(|known| known.name().to_ascii_lowercase());
    host.set("encodingName", Function::new(ctx.clone(), name)?)?;
    host.set("decodeText", Function::new(ctx.clone(), decode_text)?)
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
pub(super) fn decode_base64(text: &str) -> Vec<u8> {
    let (mut bytes, mut group, mut bits) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for byte in text.bytes().take_while(|byte| *byte != b'=') {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        group = group << 6 | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits & 0xff) as u8);
        }
    }
    bytes
}

fn encode_hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Ends at the first pair that is not two digits, as Node does.
fn decode_hex(text: &str) -> Vec<u8> {
    let nibble = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes().chunks_exact(2).map_while(|pair| Some(nibble(pair[0])? << 4 | nibble(pair[1])?)).collect()
}

/// Decodes as `TextDecoder` does; undefined if `fatal` and the bytes are malformed. `last` says that no more
/// bytes follow, so that an incomplete sequence at the end is malformed, too.
fn decode_text(Text(label): Text, bytes: Bytes, fatal: bool, keep_mark: bool, last: bool) -> Option<String> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    let mut decoder =
        if keep_mark { encoding.new_decoder_without_bom_handling() } else { encoding.new_decoder_with_bom_removal() };
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.0.len()).unwrap_or(bytes.0.len()));
    if !fatal {
        let _ = decoder.decode_to_string(&bytes.0, &mut text, last);
        return Some(text);
    }
    match decoder.decode_to_string_without_replacement(&bytes.0, &mut text, last).0 {
        DecoderResult::InputEmpty => Some(text),
        DecoderResult::Malformed(..) | DecoderResult::OutputFull => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_in_both_alphabets_and_past_what_is_no_digit() {
        for (text, bytes) in
            [("YWJj", "abc"), ("YW Jj\n", "abc"), ("YQ==", "a"), ("YQ", "a"), ("YQ==YQ==", "a"), ("", ""), ("é", "")]
        {
            assert_eq!(decode_base64(text), bytes.as_bytes(), "{text}");
        }
        assert_eq!(decode_base64("-_8"), decode_base64("+/8="));
    }

    #[test]
    fn hex_ends_at_the_first_pair_that_is_none() {
        for (text, bytes) in [("616263", "abc"), ("61zz62", "a"), ("6", ""), ("616", "a"), ("é1", "")] {
            assert_eq!(decode_hex(text), bytes.as_bytes(), "{text}");
        }
    }

    #[test]
    fn malformed_text_is_replaced_or_refused() {
        let decode = |fatal| decode_text(Text("utf-8".to_owned()), Bytes(b"a\xffb".to_vec()), fatal, false, true);
        assert_eq!(decode(false).as_deref(), Some("a\u{fffd}b"));
        assert_eq!(decode(true), None);
    }
}
