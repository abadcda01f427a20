//! Native functions, reachable by our own JavaScript as properties of `host`. One file a subject; each has an
//! `install` that puts its functions on the object it is given.

pub(crate) mod answer;
mod bcrypt;
mod callee;
mod chance;
mod clock;
mod compression;
mod console;
mod crypto;
mod exchange;
mod files;
mod kinds;
mod packages;
mod sockets;
pub(crate) mod stack;
mod tasks;
mod text;
mod url;

use std::rc::Rc;

use rquickjs::{Ctx, Object, Result};

use super::state::State;

/// Makes the `host` object of a realm.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, state: &Rc<State>) -> Result<Object<'js>> {
    let host = Object::new(ctx.clone())?;
    for install in [
        answer::install,
        bcrypt::install,
        callee::install,
        chance::install,
        clock::install,
        compression::install,
        console::install,
        crypto::install,
        exchange::install,
        files::install,
        kinds::install,
        sockets::install,
        packages::install,
        stack::install,
        tasks::install,
        text::install,
        url::install,
    ] {
        install(ctx, &host, state)?;
    }
    Ok(host)
}
