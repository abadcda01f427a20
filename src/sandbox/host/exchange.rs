//! `host.exchange`: a driver asks the legacy store.

use std::rc::Rc;

use rquickjs::function::Opt;
use rquickjs::{Ctx, Error, Exception, Function, Object, Result};

use super::stack::frames_of;
use crate::legacy::{self, Cell, Reply, Request, StoreError};
use crate::recording::{Query, StackFrame};
use crate::sandbox::event_loop::Phase;
use crate::sandbox::state::State;

/// A script that asks in an endless loop must not fill the memory.
const MOST_QUERIES: usize = 20_000;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    // The answer reaches the script: only now is it part of what happened.
    let delivered = move |ctx: Ctx<'js>, seq: u32| {
        let step = shared.observer.steps(&ctx);
        if let Some(query) = shared.queries.borrow_mut().iter_mut().find(|query| query.seq == seq) {
            query.answered.get_or_insert(step);
        }
        if let Some(query) = shared.queries.borrow().iter().find(|query| query.seq == seq) {
            shared.observer.query(&ctx, query);
        }
    };
    host.set("delivered", Function::new(ctx.clone(), delivered)?)?;

    let shared = Rc::clone(state);
    host.set("step", Function::new(ctx.clone(), move |ctx: Ctx<'js>| shared.observer.steps(&ctx) as f64)?)?;

    // (module name, request as JSON, stack and step of the script's call) → task id; the task's payload is
    // {reply, elapsedMs, seq} as JSON. A driver that had to wait (for its connection, for its turn) hands over where
    // the script called it; without that, it is the stack of this moment.
    let shared = Rc::clone(state);
    let exchange =
        move |ctx: Ctx<'js>, driver: String, request: String, raw: Opt<Option<String>>, step: Opt<Option<f64>>| {
            let asked = ask(&ctx, &shared, driver, &request, raw.0.flatten(), step.0.flatten())?;
            let Asked { stack, elapsed_ms, payload } = asked;
            Ok::<u32, Error>(shared.post_from(&ctx, stack.into(), Phase::Poll, elapsed_ms, None, Some(payload)))
        };
    host.set("exchange", Function::new(ctx.clone(), exchange)?)?;

    // () → whether the last exchange got as far as the other side
    let shared = Rc::clone(state);
    host.set("reached", Function::new(ctx.clone(), move || shared.reached.get())?)?;

    // The same for a driver that blocks until it is answered → the payload; the time it took has passed.
    let state = Rc::clone(state);
    let exchange_now = move |ctx: Ctx<'js>, driver: String, request: String| {
        let Asked { elapsed_ms, payload, .. } = ask(&ctx, &state, driver, &request, None, None)?;
        state.world.borrow_mut().wait_ms(elapsed_ms);
        Ok::<String, Error>(payload)
    };
    host.set("exchangeNow", Function::new(ctx.clone(), exchange_now)?)
}

/// An answer on its way to the script.
struct Asked {
    stack: Vec<StackFrame>,
    elapsed_ms: f64,
    payload: String,
}

/// Asks the store and notes the query.
fn ask(
    ctx: &Ctx<'_>,
    state: &State,
    driver: String,
    request: &str,
    raw: Option<String>,
    step: Option<f64>,
) -> Result<Asked> {
    let request: Request = serde_json::from_str(request)
        .map_err(|error| Exception::throw_internal(ctx, &format!("not a request: {error}")))?;
    if state.queries.borrow().len() >= MOST_QUERIES {
        let refused = format!("more than {MOST_QUERIES} legacy queries in one run");
        return Err(Exception::throw_range(ctx, &refused));
    }
    let stack = raw.map_or_else(|| state.stack(ctx), |raw| frames_of(state, &raw));
    let stack = state.in_whose_name(stack);
    // What a package sends later is still sent for the line that called it.
    let called = stack.iter().find(|frame| !frame.asynchronous).or_else(|| stack.first());
    let at = called.map(|frame| frame.place.clone());
    let mut query = Query {
        seq: u32::try_from(state.queries.borrow().len()).unwrap_or(u32::MAX).saturating_add(1),
        driver,
        effect: legacy::effect(&request),
        request,
        reply: None,
        elapsed_ms: None,
        at,
        step: step.map_or_else(|| state.observer.steps(ctx), |step| step as u64),
        answered: None,
    };
    let is_statement = query.request.is_statement();
    if is_statement {
        state.observer.query(ctx, &query);
    }
    let (reply, took) = state.ask(&query.request);
    state.reached.set(!matches!(&reply, Reply::Error(failure) if !is_reached(failure)));
    let elapsed_ms = took.as_secs_f64() * 1000.0;
    // Opening and closing a connection is part of what happened only where it failed; of a socket nothing else is seen.
    let is_listed = is_statement || query.request.opens_socket() || matches!(reply, Reply::Error(_));
    let seq = if is_listed { query.seq } else { 0 };
    let payload = serde_json::json!({ "reply": exact(&reply), "elapsedMs": elapsed_ms, "seq": seq }).to_string();
    query.reply = Some(reply);
    query.elapsed_ms = Some(elapsed_ms);
    state.handles.borrow_mut().hear(&query);
    if is_listed {
        state.queries.borrow_mut().push(query);
    }
    Ok(Asked { stack, elapsed_ms, payload })
}

/// Whether a failure happened on a connection that was there.
fn is_reached(failure: &StoreError) -> bool {
    let way = matches!(failure.syscall.as_deref(), Some("connect" | "getaddrinfo"));
    !way && matches!(failure.code.as_str(), "ECONNRESET" | "EPIPE" | "ETIMEDOUT")
}

/// The largest integer a JavaScript number holds exactly.
const LARGEST_SAFE: i64 = (1 << 53) - 1;

/// The reply with every integer in a form JavaScript reads without loss.
fn exact(reply: &Reply) -> Reply {
    if let Reply::Several { replies } = reply {
        return Reply::Several { replies: replies.iter().map(exact).collect() };
    }
    let mut reply = reply.clone();
    if let Reply::Rows { rows, .. } = &mut reply {
        for cell in rows.iter_mut().flatten() {
            if let Cell::Integer(value) = cell {
                if !(-LARGEST_SAFE..=LARGEST_SAFE).contains(value) {
                    *cell = Cell::BigInt { digits: value.to_string() };
                }
            }
        }
    }
    reply
}
