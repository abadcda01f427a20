//! `host.now`, `host.elapsed`: the virtual clock.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};

use crate::sandbox::state::State;

/// What reading the clock costs, in milliseconds: a loop that only reads the clock must see it move.
const READING_MS: f64 = 0.0005;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    let now = move |ctx: Ctx<'js>| {
        let steps = shared.observer.steps(&ctx);
        let mut world = shared.world.borrow_mut();
        world.wait_ms(READING_MS);
        world.now_ms(steps)
    };
    host.set("now", Function::new(ctx.clone(), now)?)?;
    let state = Rc::clone(state);
    host.set(
        "elapsed",
        Function::new(ctx.clone(), move |ctx: Ctx<'js>| {
            state.world.borrow_mut().wait_ms(READING_MS);
            state.elapsed_ms(&ctx)
        })?,
    )
}
