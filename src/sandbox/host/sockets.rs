//! `host.socket` and its kin: sockets as real drivers use them.

use std::rc::Rc;

use rquickjs::{Ctx, Exception, Function, Object, Result};

use super::stack::frames_of;
use crate::legacy::Request;
use crate::sandbox::bytes::Text;
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    // (request as JSON) → reply as JSON, at once: what is written or closed takes no turn of the loop.
    let socket = move |ctx: Ctx<'js>, Text(request): Text| {
        let request: Request = serde_json::from_str(&request)
            .map_err(|error| Exception::throw_internal(&ctx, &format!("not a request: {error}")))?;
        let (reply, _) = shared.ask(&request);
        serde_json::to_string(&reply).map_err(|error| Exception::throw_internal(&ctx, &format!("not a reply: {error}")))
    };
    host.set("socket", Function::new(ctx.clone(), socket)?)?;

    let shared = Rc::clone(state);
    // (socket, the stack it is done for in the raw form) → the id under which to keep who hears of it
    let listen = move |socket: u32, Text(raw): Text| {
        let task = shared.next_task.get();
        shared.next_task.set(task.wrapping_add(1));
        let parents = frames_of(&shared, &raw).into();
        shared.listening.borrow_mut().add(socket, task, parents);
        task
    };
    host.set("listen", Function::new(ctx.clone(), listen)?)?;

    let shared = Rc::clone(state);
    let deafen = move |socket: u32| shared.listening.borrow_mut().remove(socket);
    host.set("deafen", Function::new(ctx.clone(), deafen)?)?;

    let shared = Rc::clone(state);
    let asked = move |socket: u32, Text(raw): Text| {
        let parents = frames_of(&shared, &raw).into();
        shared.listening.borrow_mut().asked(socket, parents);
    };
    host.set("asked", Function::new(ctx.clone(), asked)?)?;

    let state = Rc::clone(state);
    let background =
        move |socket: u32, background: bool| state.listening.borrow_mut().set_background(socket, background);
    host.set("listenInBackground", Function::new(ctx.clone(), background)?)
}
