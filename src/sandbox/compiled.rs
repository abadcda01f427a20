//! Texts the engine has compiled already.
//!
//! Compiling is most of what a fresh realm costs, and one follows another whenever a run is run again.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
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

/// Files of packages, by path: large, and the same for every realm as long as they are not edited.
static PACKAGES: Mutex<Option<PackageFiles>> = Mutex::new(None);

/// Bytes of compiled files of packages that are kept.
const MOST_PACKAGES: usize = 96 << 20;

#[derive(Default)]
struct PackageFiles {
    files: HashMap<PathBuf, (Arc<[u8]>, Arc<Compiled>)>,
    bytes: usize,
}

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

/// What the wrapped text of a package's file evaluates to. `bytes` is the file as read, by which an edited one is told
/// from the one known.
///
/// # Errors
/// When the text does not parse.
pub(crate) fn package<'js>(
    ctx: &Ctx<'js>,
    path: &Path,
    label: &str,
    bytes: &Arc<[u8]>,
    text: &str,
) -> Result<Value<'js>> {
    let known = PACKAGES.lock().ok().and_then(|packages| {
        let (read, compiled) = packages.as_ref()?.files.get(path)?;
        (Arc::ptr_eq(read, bytes) || read == bytes).then(|| Arc::clone(compiled))
    });
    if let Some(compiled) = known {
        return compiled.evaluate(ctx);
    }
    let Ok(compiled) = Compiled::new(ctx, label, text, false) else {
        let _ = ctx.catch();
        return sloppy(ctx, label, text);
    };
    let compiled = Arc::new(compiled);
    if let Ok(mut packages) = PACKAGES.lock() {
        let packages = packages.get_or_insert_default();
        if packages.bytes + compiled.len() <= MOST_PACKAGES {
            packages.bytes += compiled.len();
            packages.files.insert(path.to_owned(), (Arc::clone(bytes), Arc::clone(&compiled)));
        }
    }
    compiled.evaluate(ctx)
}

/// Evaluates a text that does not parse, or is nested too deeply to be written down: it says so in the usual way.
fn sloppy<'js>(ctx: &Ctx<'js>, file: &str, text: &str) -> Result<Value<'js>> {
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(file.to_owned());
    ctx.eval_with_options(text.as_bytes(), options)
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
            let _ = ctx.catch();
            sloppy(ctx, file, text)
        }
    }
}
