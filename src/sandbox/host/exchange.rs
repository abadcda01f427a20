//! `host.exchange`: a driver asks the legacy store.

use std::rc::Rc;

use rquickjs::{Ctx, Exception, Function, Object, Result};

use crate::legacy::{self, Request};
use crate::recording::Query;
use crate::sandbox::event_loop::Phase;
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    // The answer reaches the script: only now is it part of what happened.
    let delivered = move |seq: u32| {
        if let Some(query) = shared.queries.borrow().iter().find(|query| query.seq == seq) {
            shared.observer.query(query);
        }
    };
    host.set("delivered", Function::new(ctx.clone(), delivered)?)?;

    let state = Rc::clone(state);
    // (module name, request as JSON) → task id; the task's payload is {reply, elapsedMs, seq} as JSON.
    let exchange = move |ctx: Ctx<'js>, driver: String, request: String| -> Result<u32> {
        let request: Request = serde_json::from_str(&request)
            .map_err(|error| Exception::throw_internal(&ctx, &format!("not a request: {error}")))?;
        let at = state.stack(&ctx).into_iter().find(|frame| !frame.asynchronous).map(|frame| frame.place);
        let mut query = Query {
            seq: u32::try_from(state.queries.borrow().len()).unwrap_or(u32::MAX).saturating_add(1),
            driver,
            effect: legacy::effect(&request),
            request,
            reply: None,
            elapsed_ms: None,
            at,
            step: state.observer.steps(&ctx),
        };
        state.observer.query(&query);
        let (reply, took) = state.world.borrow_mut().ask(&query.request);
        let elapsed_ms = took.as_secs_f64() * 1000.0;
        let payload = serde_json::json!({ "reply": reply, "elapsedMs": elapsed_ms, "seq": query.seq }).to_string();
        query.reply = Some(reply);
        query.elapsed_ms = Some(elapsed_ms);
        state.queries.borrow_mut().push(query);
        Ok(state.post(&ctx, Phase::Poll, elapsed_ms, None, Some(payload)))
    };
    host.set("exchange", Function::new(ctx.clone(), exchange)?)
}
