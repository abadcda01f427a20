//! Texts the engine has compiled already.
//!
//! Compiling is most of what a fresh realm costs, and one follows another whenever a run is run again.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use rquickjs::context::EvalOptions;
use rquickjs::{Ctx, Result, Value};

use super::bytes::Compiled;

/// Files that stand in for parts of the engine: what they define must not show its text.
const NATIVE: &[&str] =
    &["internal/clock", "internal/json", "internal/local_words", "internal/promises", "internal/stack"];

/// Our own files, by name: the same for every realm.
static OWN: Mutex<BTreeMap<&str, Arc<Compiled>>> = Mutex::new(BTreeMap::new());

thread_local! {
    /// The script of the last run of this thread: the next one is mostly the same again.
    static SCRIPT: RefCell<Option<Script>> = const { RefCell::new(None) };
}

struct Script {
    file: String,
    text: String,
    compiled: Rc<Compiled>,
}

/// What the text of one of our own files evaluates to. Its file name begins with `node:`, by which stacks leave it
/// out.
///
/// # Errors
/// When the engine has no memory for it.
pub(crate) fn own<'js>(ctx: &Ctx<'js>, name: &'static str, text: impl FnOnce() -> String) -> Result<Value<'js>> {
    let known = OWN.lock().ok().and_then(|own| own.get(name).cloned());
    if let Some(compiled) = known {
        return compiled.evaluate(ctx);
    }
    let compiled = Arc::new(Compiled::new(ctx, &format!("node:{name}"), &text(), NATIVE.contains(&name))?);
    if let Ok(mut own) = OWN.lock() {
        own.insert(name, Arc::clone(&compiled));
    }
    compiled.evaluate(ctx)
}

/// What a script's text evaluates to.
pub(super) fn script<'js>(ctx: &Ctx<'js>, file: &str, text: &str) -> Result<Value<'js>> {
    let known = SCRIPT.with_borrow(|last| {
        let last = last.as_ref().filter(|last| last.file == file && last.text == text);
        last.map(|last| Rc::clone(&last.compiled))
    });
    if let Some(compiled) = known {
        return compiled.evaluate(ctx);
    }
    match Compiled::new(ctx, file, text, false) {
        Ok(compiled) => {
            let compiled = Rc::new(compiled);
            let last = Script { file: file.to_owned(), text: text.to_owned(), compiled: Rc::clone(&compiled) };
            SCRIPT.replace(Some(last));
            compiled.evaluate(ctx)
        }
        Err(_) => {
            // What does not parse, or is nested too deeply to be written down, says so in the usual way.
            let _ = ctx.catch();
            let mut options = EvalOptions::default();
            options.strict = false;
            options.filename = Some(file.to_owned());
            ctx.eval_with_options(text.as_bytes(), options)
        }
    }
}
