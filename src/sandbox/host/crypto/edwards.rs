//! `host.ed25519…`, `host.x25519…`: signatures and shared secrets on Curve25519. All keys have 32 bytes.

use std::rc::Rc;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rquickjs::{Ctx, Function, Object, Result};
use x25519_dalek::{x25519, X25519_BASEPOINT_BYTES};

use crate::sandbox::bytes::Bytes;
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    // Each gives undefined for a key of another length.
    let public = |seed: Bytes| Some(Bytes(SigningKey::from_bytes(&fixed(&seed)?).verifying_key().to_bytes().to_vec()));
    host.set("ed25519Public", Function::new(ctx.clone(), public)?)?;
    let sign = |seed: Bytes, bytes: Bytes| {
        Some(Bytes(SigningKey::from_bytes(&fixed(&seed)?).sign(&bytes.0).to_bytes().to_vec()))
    };
    host.set("ed25519Sign", Function::new(ctx.clone(), sign)?)?;
    let verify = |key: Bytes, bytes: Bytes, signature: Bytes| {
        let key = VerifyingKey::from_bytes(&fixed(&key)?).ok()?;
        let signature = Signature::from_slice(&signature.0).ok()?;
        Some(ed25519_dalek::Verifier::verify(&key, &bytes.0, &signature).is_ok())
    };
    host.set("ed25519Verify", Function::new(ctx.clone(), verify)?)?;

    let public = |secret: Bytes| Some(Bytes(x25519(fixed(&secret)?, X25519_BASEPOINT_BYTES).to_vec()));
    host.set("x25519Public", Function::new(ctx.clone(), public)?)?;
    let shared = |secret: Bytes, public: Bytes| {
        let shared = x25519(fixed(&secret)?, fixed(&public)?);
        // A point of low order leads nowhere.
        (shared != [0; 32]).then(|| Bytes(shared.to_vec()))
    };
    host.set("x25519Shared", Function::new(ctx.clone(), shared)?)
}

fn fixed(bytes: &Bytes) -> Option<[u8; 32]> {
    bytes.0.as_slice().try_into().ok()
}
