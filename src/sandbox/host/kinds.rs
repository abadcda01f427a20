//! `host.promiseState`, `host.proxyParts`: what JavaScript cannot see of a value.

use std::rc::Rc;

use rquickjs::promise::PromiseState;
use rquickjs::{Array, Ctx, Function, Object, Result, Value};

use crate::sandbox::bytes;
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    host.set("promiseState", Function::new(ctx.clone(), promise_state)?)?;
    host.set("proxyParts", Function::new(ctx.clone(), proxy_parts)?)?;
    host.set("isProxy", Function::new(ctx.clone(), |value: Value<'js>| value.is_proxy())?)
}

/// `[state, value]` of a promise, undefined for anything else.
fn promise_state<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Option<Array<'js>>> {
    let Some(promise) = value.as_promise() else { return Ok(None) };
    let parts = Array::new(ctx.clone())?;
    match promise.state() {
        PromiseState::Pending => parts.set(0, "pending")?,
        PromiseState::Resolved => {
            parts.set(0, "fulfilled")?;
            parts.set(1, promise.result::<Value<'js>>().transpose()?)?;
        }
        PromiseState::Rejected => {
            // The engine hands the reason out by throwing it.
            let thrown = promise.result::<Value<'js>>();
            parts.set(0, "rejected")?;
            if let Some(Err(_)) = thrown {
                parts.set(1, ctx.catch())?;
            }
        }
    }
    Ok(Some(parts))
}

/// `[target, handler]` of a proxy, nulls if it is revoked; undefined for anything else.
fn proxy_parts<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Option<Array<'js>>> {
    if !value.is_proxy() {
        return Ok(None);
    }
    let parts = Array::new(ctx.clone())?;
    match bytes::proxy_parts(&ctx, &value) {
        Some((target, handler)) => {
            parts.set(0, target)?;
            parts.set(1, handler)?;
        }
        None => {
            parts.set(0, Value::new_null(ctx.clone()))?;
            parts.set(1, Value::new_null(ctx))?;
        }
    }
    Ok(Some(parts))
}
