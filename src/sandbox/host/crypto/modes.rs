//! `host.blocks`, `host.keystream`: block ciphers in the modes ECB, CBC, CFB, OFB and CTR, whole pieces at a time. What
//! a cipher object remembers between pieces is kept in JavaScript.

use std::rc::Rc;

use aes::{Aes128, Aes192, Aes256};
use cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2, TdesEde3};
use rquickjs::{Ctx, Function, Object, Result};

use crate::sandbox::bytes::{Bytes, Text};
use crate::sandbox::state::State;

/// A block cipher with its key. A block that has not the cipher's size is left as it is.
pub(super) trait BlockCipher {
    fn encrypt(&self, block: &mut [u8]);
    fn decrypt(&self, block: &mut [u8]);
    /// Bytes of a block.
    fn size(&self) -> usize;
}

impl<C: BlockCipherEncrypt + BlockCipherDecrypt> BlockCipher for C {
    fn encrypt(&self, block: &mut [u8]) {
        if let Ok(block) = <&mut Block<C>>::try_from(block) {
            self.encrypt_block(block);
        }
    }

    fn decrypt(&self, block: &mut [u8]) {
        if let Ok(block) = <&mut Block<C>>::try_from(block) {
            self.decrypt_block(block);
        }
    }

    fn size(&self) -> usize {
        C::block_size()
    }
}

/// The cipher `aes` or `des` with a key; which one of the family is told by the key's length.
pub(super) fn block_cipher(family: &str, key: &[u8]) -> Option<Box<dyn BlockCipher>> {
    fn made<C: KeyInit + BlockCipher + 'static>(key: &[u8]) -> Option<Box<dyn BlockCipher>> {
        C::new_from_slice(key).ok().map(|cipher| Box::new(cipher) as Box<dyn BlockCipher>)
    }
    match (family, key.len()) {
        ("aes", 16) => made::<Aes128>(key),
        ("aes", 24) => made::<Aes192>(key),
        ("aes", 32) => made::<Aes256>(key),
        ("des", 8) => made::<Des>(key),
        ("des", 16) => made::<TdesEde2>(key),
        ("des", 24) => made::<TdesEde3>(key),
        _ => None,
    }
}

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    // (family, mode, whether to encrypt, key, what is chained, whole blocks) → bytes; undefined for what does not fit
    let blocks = |Text(family): Text, Text(mode): Text, encrypt: bool, key: Bytes, chained: Bytes, bytes: Bytes| {
        let cipher = block_cipher(&family, &key.0)?;
        chain(cipher.as_ref(), &mode, encrypt, chained.0, bytes.0).map(Bytes)
    };
    host.set("blocks", Function::new(ctx.clone(), blocks)?)?;
    // (family, mode, key, initial block, position, bytes) → bytes
    let keystream = |Text(family): Text, Text(mode): Text, key: Bytes, first: Bytes, position: f64, bytes: Bytes| {
        let cipher = block_cipher(&family, &key.0)?;
        let start = position as usize;
        let stream = match mode.as_str() {
            "ctr" => counted(cipher.as_ref(), &first.0, u128::MAX, start, bytes.0.len()),
            "ofb" => fed_back(cipher.as_ref(), first.0, start, bytes.0.len()),
            _ => None,
        }?;
        Some(Bytes(bytes.0.iter().zip(stream).map(|(byte, key)| byte ^ key).collect()))
    };
    host.set("keystream", Function::new(ctx.clone(), keystream)?)
}

fn chain(
    cipher: &dyn BlockCipher,
    mode: &str,
    encrypt: bool,
    mut chained: Vec<u8>,
    mut bytes: Vec<u8>,
) -> Option<Vec<u8>> {
    let size = cipher.size();
    if mode != "ecb" && chained.len() != size {
        return None;
    }
    for block in bytes.chunks_mut(size) {
        let given = block.to_vec();
        match (mode, encrypt) {
            ("ecb", true) => cipher.encrypt(block),
            ("ecb", false) => cipher.decrypt(block),
            ("cbc", true) => {
                xor(block, &chained);
                cipher.encrypt(block);
                chained.copy_from_slice(block);
            }
            ("cbc", false) => {
                cipher.decrypt(block);
                xor(block, &chained);
                chained.copy_from_slice(&given);
            }
            ("cfb", _) => {
                cipher.encrypt(&mut chained);
                xor(block, &chained);
                let secret = if encrypt { &*block } else { &given };
                chained[..secret.len()].copy_from_slice(secret);
            }
            _ => return None,
        }
    }
    Some(bytes)
}

/// Counter mode from byte `start` on: the blocks after `first`, of which only the bits of `mask` count.
pub(super) fn counted(
    cipher: &dyn BlockCipher,
    first: &[u8],
    mask: u128,
    start: usize,
    length: usize,
) -> Option<Vec<u8>> {
    let size = cipher.size();
    let first = u128::from_be_bytes(first.try_into().ok()?);
    let mut stream = Vec::with_capacity(length + size);
    for number in start / size..=(start + length) / size {
        let counter = first.wrapping_add(number as u128) & mask;
        let mut block = (first & !mask | counter).to_be_bytes();
        cipher.encrypt(&mut block);
        stream.extend(block);
    }
    stream.drain(..start % size);
    stream.truncate(length);
    Some(stream)
}

fn fed_back(cipher: &dyn BlockCipher, mut block: Vec<u8>, start: usize, length: usize) -> Option<Vec<u8>> {
    if block.len() != cipher.size() {
        return None;
    }
    let mut stream = Vec::with_capacity(start + length + block.len());
    while stream.len() < start + length {
        cipher.encrypt(&mut block);
        stream.extend(&block);
    }
    Some(stream.split_off(start).into_iter().take(length).collect())
}

pub(super) fn xor(bytes: &mut [u8], with: &[u8]) {
    bytes.iter_mut().zip(with).for_each(|(byte, with)| *byte ^= with);
}
