//! `host.ec…`: keys, signatures and shared secrets on the curves P-256, P-384, P-521 and secp256k1.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};

use crate::sandbox::bytes::{Bytes, Text};
use crate::sandbox::state::State;

/// The calls of one curve. Scalars are as long as the field, points as SEC 1 writes them, signatures r and s.
macro_rules! curve {
    ($curve:ident, $made_by:ident) => {
        mod $curve {
            use $made_by::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
            use $made_by::ecdsa::{Signature, SigningKey, VerifyingKey};
            use $made_by::elliptic_curve::sec1::ToSec1Point;
            use $made_by::{PublicKey, SecretKey};

            pub(super) fn public(scalar: &[u8], compressed: bool) -> Option<Vec<u8>> {
                let key = SecretKey::from_slice(scalar).ok()?;
                Some(key.public_key().to_sec1_point(compressed).as_bytes().to_vec())
            }

            pub(super) fn point(point: &[u8], compressed: bool) -> Option<Vec<u8>> {
                let key = PublicKey::from_sec1_bytes(point).ok()?;
                Some(key.to_sec1_point(compressed).as_bytes().to_vec())
            }

            pub(super) fn sign(scalar: &[u8], digest: &[u8]) -> Option<Vec<u8>> {
                let key = SigningKey::from_slice(scalar).ok()?;
                let signature: Signature = key.sign_prehash(digest).ok()?;
                Some(signature.to_vec())
            }

            pub(super) fn verify(point: &[u8], digest: &[u8], signature: &[u8]) -> Option<bool> {
                let key = VerifyingKey::from_sec1_bytes(point).ok()?;
                // Of the two forms of a signature, one curve's crate takes only the smaller.
                let signature = Signature::from_slice(signature).ok()?.normalize_s();
                Some(key.verify_prehash(digest, &signature).is_ok())
            }

            pub(super) fn shared(scalar: &[u8], point: &[u8]) -> Option<Vec<u8>> {
                let (secret, public) = (SecretKey::from_slice(scalar).ok()?, PublicKey::from_sec1_bytes(point).ok()?);
                Some(secret.diffie_hellman(&public).raw_secret_bytes().to_vec())
            }
        }
    };
}
curve!(nist_p256, p256);
curve!(nist_p384, p384);
curve!(nist_p521, p521);
curve!(secp256k1, k256);

/// Calls a function of the curve of that name; `None` for an unknown name.
macro_rules! on_curve {
    ($name:expr, $function:ident ( $($argument:expr),* )) => {
        match $name.as_str() {
            "P-256" => nist_p256::$function($($argument),*),
            "P-384" => nist_p384::$function($($argument),*),
            "P-521" => nist_p521::$function($($argument),*),
            "secp256k1" => secp256k1::$function($($argument),*),
            _ => None,
        }
    };
}

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    // Each gives undefined for a scalar, a point or a signature that is none.
    let public =
        |Text(curve): Text, scalar: Bytes, compressed: bool| on_curve!(curve, public(&scalar.0, compressed)).map(Bytes);
    host.set("ecPublic", Function::new(ctx.clone(), public)?)?;
    let point =
        |Text(curve): Text, point: Bytes, compressed: bool| on_curve!(curve, point(&point.0, compressed)).map(Bytes);
    host.set("ecPoint", Function::new(ctx.clone(), point)?)?;
    let sign =
        |Text(curve): Text, scalar: Bytes, digest: Bytes| on_curve!(curve, sign(&scalar.0, &digest.0)).map(Bytes);
    host.set("ecSign", Function::new(ctx.clone(), sign)?)?;
    let verify = |Text(curve): Text, point: Bytes, digest: Bytes, signature: Bytes| {
        on_curve!(curve, verify(&point.0, &digest.0, &signature.0))
    };
    host.set("ecVerify", Function::new(ctx.clone(), verify)?)?;
    let shared =
        |Text(curve): Text, scalar: Bytes, point: Bytes| on_curve!(curve, shared(&scalar.0, &point.0)).map(Bytes);
    host.set("ecShared", Function::new(ctx.clone(), shared)?)
}
