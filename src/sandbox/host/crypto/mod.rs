//! What `crypto` and its kin compute natively: digests, ciphers, slow derivations, keys. Formats (PEM, DER, JWK),
//! paddings and Node's words are JavaScript's (`internal/crypto/`).

mod aead;
mod curves;
mod derivations;
mod edwards;
mod hashes;
mod keccak;
mod modes;
mod numbers;

use std::rc::Rc;

use rquickjs::{Ctx, Object, Result};

use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    for install in [
        aead::install,
        curves::install,
        derivations::install,
        edwards::install,
        hashes::install,
        modes::install,
        numbers::install,
    ] {
        install(ctx, host, state)?;
    }
    Ok(())
}
