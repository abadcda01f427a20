//! `host.bcrypt`: the bcrypt key derivation, timed and noted by the world.

use std::rc::Rc;

use rquickjs::convert::List;
use rquickjs::{Ctx, Exception, Function, Object, Result};
use serde_json::Value;

use crate::sandbox::bytes::Bytes;
use crate::sandbox::state::State;

/// Costs above this would hold everything up for seconds, and each step doubles it.
const HIGHEST_COST: u32 = 15;
/// Bytes of a password that count.
const LONGEST_PASSWORD: usize = 72;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let state = Rc::clone(state);
    // (password with what ends it, 16 bytes of salt, cost, whether the script waits for it) → [hash in base64, ms]
    let derive = move |ctx: Ctx<'js>, password: Bytes, salt: Bytes, cost: u32, blocking: bool| {
        let salt: [u8; 16] =
            salt.0.try_into().map_err(|_| Exception::throw_range(&ctx, "a bcrypt salt has 16 bytes"))?;
        if !(4..=HIGHEST_COST).contains(&cost) {
            let message = format!(
                "bcrypt with a cost of {cost} takes too long here: loginscope computes costs from 4 to {HIGHEST_COST}. \
                 Lower the cost of this hash to step through the script."
            );
            return Err(Exception::throw_range(&ctx, &message));
        }
        let mut world = state.world.borrow_mut();
        let (hash, took) = world.compute(|| Value::from(hash(&password.0, salt, cost)));
        let elapsed_ms = took.as_secs_f64() * 1000.0;
        if blocking {
            world.wait_ms(elapsed_ms);
        }
        Ok(List((hash.as_str().unwrap_or_default().to_owned(), elapsed_ms)))
    };
    host.set("bcrypt", Function::new(ctx.clone(), derive)?)
}

/// The 23 bytes that stand in a hash, in standard base64.
fn hash(password: &[u8], salt: [u8; 16], cost: u32) -> String {
    let longest = &password[..password.len().min(LONGEST_PASSWORD)];
    // The cipher wants a key; nothing at all counts as one NUL.
    let key = if longest.is_empty() { &[0] } else { longest };
    super::text::encode_base64(&bcrypt::bcrypt(cost, salt, key)[..23])
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn only_the_first_72_bytes_of_a_password_count() {
        let salt = [7; 16];
        assert_eq!(hash(&[b'x'; 72], salt, 4), hash(&[b'x'; 300], salt, 4));
        assert_ne!(hash(b"ab\0", salt, 4), hash(b"a\0", salt, 4));
    }
}
