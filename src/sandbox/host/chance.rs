//! `host.random`, `host.randomBytes`: chance, noted by the world so that it can be had again.

use std::rc::Rc;

use rquickjs::{Ctx, Exception, Function, Object, Result};

use crate::sandbox::bytes::Bytes;
use crate::sandbox::state::State;

/// More in one call is refused, as is more than the script's memory could hold.
const MOST_BYTES: usize = 16 << 20;
/// What is handed out is noted; a script that asks in an endless loop must not fill the memory.
const MOST_NOTES: usize = 200_000;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let seed: [u8; 8] = state.world.borrow_mut().random(8).try_into().unwrap_or_default();
    state.chance.set(u64::from_le_bytes(seed));

    let shared = Rc::clone(state);
    host.set("random", Function::new(ctx.clone(), move || next(&shared))?)?;

    let state = Rc::clone(state);
    let random_bytes = move |ctx: Ctx<'js>, count: usize| {
        if count > MOST_BYTES || state.world.borrow().notes().count() > MOST_NOTES {
            return Err(Exception::throw_range(&ctx, "too many random bytes asked for"));
        }
        let bytes = state.world.borrow_mut().random(count);
        Ok(Bytes(bytes))
    };
    host.set("randomBytes", Function::new(ctx.clone(), random_bytes)?)
}

/// SplitMix64, mapped to [0, 1) with 53 bits.
fn next(state: &State) -> f64 {
    let seed = state.chance.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
    state.chance.set(seed);
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}
