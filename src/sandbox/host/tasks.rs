//! `host.timer`, `host.post`, `host.immediate` and their kin: asking to be called later.
//!
//! Each returns a task id; `internal/tasks` keeps the function under it.

use std::rc::Rc;

use rquickjs::function::Opt;
use rquickjs::{Ctx, Function, Object, Result, Value};

use super::stack::frames_of;
use crate::sandbox::bytes::Text;
use crate::sandbox::event_loop::Phase;
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    let timer = move |ctx: Ctx<'js>, delay_ms: f64, repeat: bool| {
        // Node's rule: anything outside 1..2^31-1 is 1.
        let delay_ms = if (1.0..=2_147_483_647.0).contains(&delay_ms) { delay_ms.trunc() } else { 1.0 };
        shared.post(&ctx, Phase::Timers, delay_ms, repeat.then_some(delay_ms), None)
    };
    host.set("timer", Function::new(ctx.clone(), timer)?)?;

    let shared = Rc::clone(state);
    let immediate = move |ctx: Ctx<'js>| shared.post(&ctx, Phase::Check, 0.0, None, None);
    host.set("immediate", Function::new(ctx.clone(), immediate)?)?;

    let shared = Rc::clone(state);
    // (milliseconds, the stack it is done for in the raw form; without one, the stack of this moment)
    let post = move |ctx: Ctx<'js>, delay_ms: f64, raw: Opt<Option<String>>| match raw.0.flatten() {
        Some(raw) => shared.post_from(&ctx, frames_of(&shared, &raw).into(), Phase::Poll, delay_ms, None, None),
        None => shared.post(&ctx, Phase::Poll, delay_ms, None, None),
    };
    host.set("post", Function::new(ctx.clone(), post)?)?;

    let shared = Rc::clone(state);
    let forget = move |id: u32| shared.event_loop.borrow_mut().remove(id);
    host.set("forget", Function::new(ctx.clone(), forget)?)?;

    let shared = Rc::clone(state);
    let background = move |id: u32, background: bool| shared.event_loop.borrow_mut().set_background(id, background);
    host.set("background", Function::new(ctx.clone(), background)?)?;

    let shared = Rc::clone(state);
    // A promise handler begins: the stack on which `then` was called is its parent.
    let enter = move |ctx: Ctx<'js>, Text(parents): Text| {
        let parents = shared.in_whose_name(frames_of(&shared, &parents));
        shared.observer.task(&ctx, &parents);
    };
    host.set("enter", Function::new(ctx.clone(), enter)?)?;

    let state = Rc::clone(state);
    let uncaught = move |ctx: Ctx<'js>, error: Value<'js>| state.set_uncaught(&ctx, error);
    host.set("uncaught", Function::new(ctx.clone(), uncaught)?)
}
