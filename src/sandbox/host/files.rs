//! `host.load` and its kin: our own JavaScript files, by name.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};

use crate::sandbox::bytes::Text;
use crate::sandbox::compiled;
use crate::sandbox::globals::GLOBALS;
use crate::sandbox::internal::INTERNAL;
use crate::sandbox::modules::{MODULES, PARTS};
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    host.set("load", Function::new(ctx.clone(), load)?)?;

    let globals: Vec<(&str, &str)> =
        GLOBALS.iter().flat_map(|global| global.names.iter().map(|name| (*name, global.source.name))).collect();
    let globals = serde_json::to_string(&globals).unwrap_or_default();
    host.set("globals", Function::new(ctx.clone(), move || globals.clone())?)?;

    let state = Rc::clone(state);
    host.set("scriptFile", Function::new(ctx.clone(), move || state.script_file.borrow().clone())?)
}

/// The function of one file, or undefined. Its file name begins with `node:`, by which stacks leave it out.
fn load<'js>(ctx: Ctx<'js>, Text(name): Text) -> Result<Option<Function<'js>>> {
    let globals = GLOBALS.iter().map(|global| &global.source);
    let Some(source) = INTERNAL.iter().chain(globals).chain(MODULES).chain(PARTS).find(|source| source.name == name)
    else {
        return Ok(None);
    };
    let text = || format!("(function (exports, module, require, host) {{{}\n}})", source.text);
    compiled::own(&ctx, source.name, text)?.get().map(Some)
}
