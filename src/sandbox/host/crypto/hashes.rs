//! `host.hash`, `host.hmac`: digests.

use std::rc::Rc;

use blake2::{Blake2b512, Blake2s256};
use digest::{FixedOutput, KeyInit, Update};
use hmac::{Hmac, SimpleHmac};
use md5::Md5;
use ripemd::Ripemd160;
use rquickjs::function::Opt;
use rquickjs::{Ctx, Function, Object, Result};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

use super::keccak::shake;
use crate::sandbox::bytes::{Bytes, Text};
use crate::sandbox::state::State;

/// The longest output of SHAKE.
const LONGEST_OUTPUT: usize = 16 << 20;

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
hashes!(SimpleHmac: Blake2b512, Blake2s256, Sha384, Sha3_224, Sha3_256, Sha3_384, Sha3_512);

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
            "blake2b512" => Some($function::<Blake2b512>($($argument),*)),
            "blake2s256" => Some($function::<Blake2s256>($($argument),*)),
            _ => None,
        }
    };
}

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    // (name, bytes, length of the output of a hash that has none of its own)
    let hash = |Text(name): Text, bytes: Bytes, length: Opt<Option<u32>>| {
        let length = length.0.flatten().map(|length| (length as usize).min(LONGEST_OUTPUT));
        match name.as_str() {
            "shake128" => Some(shake(168, &bytes.0, length.unwrap_or(16))),
            "shake256" => Some(shake(136, &bytes.0, length.unwrap_or(32))),
            name => with_hash!(name, digest(&bytes.0)),
        }
        .map(Bytes)
    };
    host.set("hash", Function::new(ctx.clone(), hash)?)?;
    let hmac = |Text(name): Text, key: Bytes, bytes: Bytes| {
        with_hash!(name.as_str(), authenticate(&key.0, &bytes.0)).flatten().map(Bytes)
    };
    host.set("hmac", Function::new(ctx.clone(), hmac)?)
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

/// PBKDF2 with the HMAC of the hash of that name; `None` for an unknown one.
pub(super) fn stretched(name: &str, password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Option<Vec<u8>> {
    with_hash!(name, stretch(password, salt, rounds, length)).flatten()
}

fn stretch<D: Hash>(password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Option<Vec<u8>> {
    let mut key = vec![0; length];
    pbkdf2::pbkdf2::<D::Hmac>(password, salt, rounds, &mut key).ok().map(|()| key)
}
