//! `host.print`: a finished console line.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};

use crate::recording::{ConsoleLevel, ConsoleLine};
use crate::sandbox::bytes::Text;
use crate::sandbox::state::State;

/// Lines kept; a script that prints in an endless loop must not fill the memory.
const MOST_LINES: usize = 10_000;
/// Bytes kept of one line.
const LONGEST_LINE: usize = 64 << 10;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let state = Rc::clone(state);
    let print = move |ctx: Ctx<'js>, level: Text, Text(mut text): Text| {
        let lines = state.console.borrow().len();
        if lines > MOST_LINES {
            return;
        }
        if lines == MOST_LINES {
            text = format!("(more than {MOST_LINES} console lines: the rest is not kept)");
        } else if text.len() > LONGEST_LINE {
            let mut end = LONGEST_LINE;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
            text.push_str(" … (line cut)");
        }
        let at = state.stack(&ctx).into_iter().find(|frame| !frame.asynchronous).map(|frame| frame.place);
        let line = ConsoleLine { level: level_of(&level.0), text, at, step: state.observer.steps(&ctx) };
        state.observer.console(&ctx, &line);
        state.console.borrow_mut().push(line);
    };
    host.set("print", Function::new(ctx.clone(), print)?)
}

fn level_of(name: &str) -> ConsoleLevel {
    match name {
        "debug" => ConsoleLevel::Debug,
        "info" => ConsoleLevel::Info,
        "warn" => ConsoleLevel::Warn,
        "error" => ConsoleLevel::Error,
        _ => ConsoleLevel::Log,
    }
}
