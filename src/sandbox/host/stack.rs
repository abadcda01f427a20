//! `host.frames`: the engine's backtrace in the user's terms.
//!
//! `internal/stack` hands over one line a frame, `function \t file \t line \t column`; positions are the
//! engine's. What comes back is in lines and columns of the user's file.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};

use crate::recording::StackFrame;
use crate::sandbox::bytes::Text;
use crate::sandbox::state::State;
use crate::sandbox::EngineFrame;

/// Frames kept of one stack, asynchronous parents included.
const DEEPEST: usize = 50;
/// Frames in `error.stack`, as Node has it.
const SHOWN: usize = 10;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    // (raw stack) → text as Node prints it, without the header
    let print = move |Text(raw): Text| {
        let mut text = String::new();
        for frame in frames_of(&shared, &raw).iter().take(SHOWN) {
            let place = &frame.place;
            let asynchronous = if frame.asynchronous { "async " } else { "" };
            text.push_str(&format!(
                "\n    at {asynchronous}{} ({}:{}:{})",
                place.function, place.file, place.line, place.column
            ));
        }
        text
    };
    host.set("printStack", Function::new(ctx.clone(), print)?)?;
    let state = Rc::clone(state);
    // The parents of the stack that runs now are only known now: they are kept with the raw stack.
    let parents = move |ctx: Ctx<'js>| match state.observer.parents(&ctx) {
        none if none.is_empty() => String::new(),
        parents => serde_json::to_string(&parents).unwrap_or_default(),
    };
    host.set("parents", Function::new(ctx.clone(), parents)?)
}

/// Reads what `internal/stack` writes: frames, one a line; class and message of the error they belong to; the
/// asynchronous parents as JSON; set apart by U+0001.
pub(crate) fn frames_of(state: &State, text: &str) -> Vec<StackFrame> {
    let mut parts = text.split('\u{1}');
    let mut part = || parts.next().unwrap_or_default();
    let (raw, class, message, parents) = (part(), part(), part(), part());
    let mut frames: Vec<EngineFrame> = EngineFrame::read_all(raw);
    for frame in frames.iter_mut().filter(|frame| frame.is_packages()) {
        frame.column = super::packages::column_in_file(frame.line, frame.column);
    }
    let error = (!class.is_empty()).then_some((class, message));
    let mut frames = state.observer.places(&frames, error);
    // Mostly there are none, and nothing stands there.
    if let Ok(parents) = serde_json::from_str::<Vec<StackFrame>>(parents) {
        frames.extend(parents.into_iter().map(|parent| StackFrame { asynchronous: true, ..parent }));
    }
    frames.truncate(DEEPEST);
    frames
}
