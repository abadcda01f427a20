//! One run of a text in a fresh bare realm: how it ended, and what could be heard of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rquickjs::context::EvalOptions;
use rquickjs::function::{Rest, This};
use rquickjs::{CatchResultExt, Coerced, Context, Ctx, FromJs, Function, Object, Runtime, Value};
use serde::{Deserialize, Serialize};

use loginscope::script::Prepared;

/// The label under which the engine knows the text.
pub const FILE: &str = "program.js";

/// What stands for the name of an error that somebody may catch, and of a value that is none.
const AN_ERROR: &str = "an error on the way";
pub const NO_ERROR: &str = "a value on the way";

/// As the debugger has it.
const FUNCTION_TEXT: &str = include_str!("../../src/debugger/function_text.js");

/// What a file may take.
pub const TIME: Duration = Duration::from_secs(5);
const MEMORY: usize = 256 << 20;
/// As the debugger has it; the thread a run has to itself needs more.
const STACK: usize = 10 << 20;
const THREAD_STACK: usize = 64 << 20;
/// Characters of output that are kept of one run.
const MOST_OUTPUT: usize = 1 << 20;
/// Frames that are kept of a stack; the engine has room for no more.
const STACK_DEPTH: i32 = 64;
/// Errors that are kept of one run.
const MOST_ERRORS: usize = 10_000;

/// Something that was thrown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thrown {
    /// An error's `name`; what else was thrown is named by its type.
    pub name: String,
    /// An error's `message`; what else was thrown, as text.
    pub message: String,
    /// The stack.
    pub places: Vec<Place>,
}

/// A place in the file as the engine counts: line from 1, column from 1 in bytes.
pub type Place = (u32, u32);

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Completion {
    /// It got to its end.
    Normal,
    /// It did not parse.
    Refused(Thrown),
    /// Something was thrown and not caught.
    Threw(Thrown),
    /// It took longer than [`TIME`].
    OutOfTime,
    /// It took more memory than it may.
    OutOfMemory,
}

/// What there is to know of a run from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Of the text; jobs that were left ran afterwards.
    pub completion: Completion,
    /// What went to `print` and `console.log`, a call an element.
    pub output: Vec<String>,
    /// What promises were rejected with, in order, when nobody had asked for them.
    pub rejections: Vec<Thrown>,
    /// All errors that were made or thrown, caught or not, in order; their names are not looked up.
    pub errors: Vec<Thrown>,
}

/// Runs `text` as a script until nothing is left to do.
///
/// # Errors
/// When there is no realm to be had.
pub fn run_plain(text: &str) -> std::io::Result<Ending> {
    on_thread(|| run(text, None))
}

/// Runs a prepared script in the same way. The realm has what its text takes: native hooks that want to be asked at
/// every statement, and functions that tell the text the user wrote, as the debugger has them.
///
/// # Errors
/// When there is no realm to be had.
pub fn run_hooked(prepared: &Arc<Prepared>) -> std::io::Result<Ending> {
    on_thread(|| run(&prepared.text, Some(prepared)))
}

fn on_thread(work: impl FnOnce() -> rquickjs::Result<Ending> + Send) -> std::io::Result<Ending> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(THREAD_STACK).spawn_scoped(scope, work)?;
        let ending = thread.join().map_err(|_| std::io::Error::other("the run panicked"))?;
        ending.map_err(std::io::Error::other)
    })
}

fn run(text: &str, prepared: Option<&Arc<Prepared>>) -> rquickjs::Result<Ending> {
    let runtime = Runtime::new()?;
    runtime.set_memory_limit(MEMORY);
    runtime.set_max_stack_size(STACK);
    let until = Instant::now() + TIME;
    let late = Rc::new(Cell::new(false));
    let noticed = Rc::clone(&late);
    runtime.set_interrupt_handler(Some(Box::new(move || {
        noticed.set(noticed.get() || Instant::now() > until);
        noticed.get()
    })));
    let rejections = Rc::new(RefCell::new(Vec::new()));
    let rejected = Rc::clone(&rejections);
    runtime.set_host_promise_rejection_tracker(Some(Box::new(move |ctx, _promise, reason, handled| {
        if !handled {
            rejected.borrow_mut().push(thrown(&ctx, &reason));
        }
    })));
    let context = Context::full(&runtime)?;
    let output = Rc::new(RefCell::new(Vec::new()));
    let errors = Rc::new(RefCell::new(Vec::new()));
    let mut completion = context.with(|ctx| {
        surround(&ctx, &output)?;
        keep_errors(&ctx, &errors)?;
        if let Some(prepared) = prepared {
            hook(&ctx)?;
            show_own_text(&ctx, prepared)?;
        }
        Ok::<_, rquickjs::Error>(evaluate(&ctx, text))
    })?;
    while runtime.is_job_pending() && !late.get() {
        late.set(Instant::now() > until);
        // What a job throws, nobody hears; rejected promises are told apart from that.
        let _thrown = runtime.execute_pending_job();
    }
    if late.get() {
        completion = Completion::OutOfTime;
    }
    runtime.set_host_promise_rejection_tracker(None);
    Ok(Ending { completion, output: output.take(), rejections: rejections.take(), errors: errors.take() })
}

fn evaluate<'js>(ctx: &Ctx<'js>, text: &str) -> Completion {
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(FILE.to_owned());
    match ctx.eval_with_options::<Value<'js>, _>(text, options) {
        Ok(_) => Completion::Normal,
        Err(rquickjs::Error::Exception) => {
            let error = ctx.catch();
            let told = thrown(ctx, &error);
            match () {
                () if told.name == "InternalError" && told.message == "out of memory" => Completion::OutOfMemory,
                () if told.name == "SyntaxError" && is_refusal(&stack(ctx, &error)) => Completion::Refused(told),
                () => Completion::Threw(told),
            }
        }
        Err(other) => Completion::Refused(Thrown {
            name: "SyntaxError".to_owned(),
            message: other.to_string(),
            places: Vec::new(),
        }),
    }
}

/// Whether nothing ran: the engine's parser heads the stack with a place in no function, its compiler of regular
/// expressions with none at all.
fn is_refusal(stack: &str) -> bool {
    !stack.contains(FILE) || stack.starts_with(&format!("at {FILE}"))
}

fn surround<'js>(ctx: &Ctx<'js>, output: &Rc<RefCell<Vec<String>>>) -> rquickjs::Result<()> {
    let kept = Rc::clone(output);
    let length = Cell::new(0);
    let print = Function::new(ctx.clone(), move |all: Rest<Coerced<String>>| {
        let line = all.0.into_iter().map(|one| one.0).collect::<Vec<_>>().join(" ");
        length.set(length.get() + line.len());
        if length.get() < MOST_OUTPUT {
            kept.borrow_mut().push(line);
        }
    })?;
    let console = Object::new(ctx.clone())?;
    console.set("log", print.clone())?;
    ctx.globals().set("print", print)?;
    ctx.globals().set("console", console)
}

/// Has the engine tell of every error.
fn keep_errors<'js>(ctx: &Ctx<'js>, errors: &Rc<RefCell<Vec<Thrown>>>) -> rquickjs::Result<()> {
    let kept = Rc::clone(errors);
    let text = move |ctx: Ctx<'js>, error: Value<'js>, sites: Vec<Object<'js>>| {
        let lines: Vec<String> = sites.iter().filter_map(|site| line(site).ok()).collect();
        if kept.borrow().len() < MOST_ERRORS {
            let error = error.as_object().filter(|error| error.is_error());
            let message = error.map(|error| error.get("message").catch(&ctx));
            kept.borrow_mut().push(Thrown {
                name: error.map_or(NO_ERROR, |_| AN_ERROR).to_owned(),
                message: message.and_then(Result::ok).map(|message| text_of(&ctx, message)).unwrap_or_default(),
                places: lines.iter().filter_map(|line| place(line)).collect(),
            });
        }
        lines.join("\n")
    };
    let keep: Function<'js> = ctx.eval(KEEP_FIRST)?;
    keep.call((STACK_DEPTH, Function::new(ctx.clone(), text)?))
}

/// The engine asks again where an error is thrown again; where it was made is what counts.
const KEEP_FIRST: &str = "(depth, text) => {
    const kept = new WeakMap(), get = kept.get.bind(kept), set = kept.set.bind(kept);
    Error.stackTraceLimit = depth;
    Error.prepareStackTrace = (error, sites) => {
        // Where it was thrown cannot be seen of a value that is no object.
        if (typeof error !== 'object' || error === null) return;
        if (get(error) === undefined) set(error, text(error, sites));
        return get(error);
    };
}";

fn line(site: &Object<'_>) -> rquickjs::Result<String> {
    fn ask<'js, T: FromJs<'js>>(site: &Object<'js>, what: &str) -> rquickjs::Result<T> {
        site.get::<_, Function<'js>>(what)?.call((This(site.clone()),))
    }
    let file: Option<String> = ask(site, "getFileName")?;
    let Some(file) = file else { return Ok("at native code".to_owned()) };
    let (line, column): (i32, i32) = (ask(site, "getLineNumber")?, ask(site, "getColumnNumber")?);
    let function: Value<'_> = ask(site, "getFunction")?;
    let within = if function.is_function() { "a function in " } else { "" };
    Ok(format!("at {within}{file}:{line}:{column}"))
}

fn hook(ctx: &Ctx<'_>) -> rquickjs::Result<()> {
    // A hook answers with the count at which it wants to be asked again: 0 is always.
    let hooks: Vec<Function<'_>> = Prepared::HOOKS
        .iter()
        .map(|_| Function::new(ctx.clone(), |_all: Rest<Value<'_>>| 0))
        .collect::<rquickjs::Result<_>>()?;
    ctx.globals().set(Prepared::GLOBAL, hooks)
}

fn show_own_text(ctx: &Ctx<'_>, prepared: &Arc<Prepared>) -> rquickjs::Result<()> {
    let prepared = Arc::clone(prepared);
    let original = move |running: String| prepared.text_of_function(&running).map(str::to_owned);
    let mut options = EvalOptions::default();
    options.filename = Some("node:internal/function_text".to_owned());
    let install: Function<'_> = ctx.eval_with_options(FUNCTION_TEXT, options)?;
    install.call((Function::new(ctx.clone(), original)?,))
}

fn thrown<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Thrown {
    let Some(error) = value.as_object().filter(|object| object.is_error()) else {
        return Thrown { name: value.type_name().to_owned(), message: text_of(ctx, value.clone()), places: Vec::new() };
    };
    let property = |name| error.get::<_, Value<'js>>(name).catch(ctx).map(|value| text_of(ctx, value));
    Thrown {
        name: property("name").unwrap_or_default(),
        message: property("message").unwrap_or_default(),
        places: stack(ctx, value).lines().filter_map(place).collect(),
    }
}

fn stack<'js>(ctx: &Ctx<'js>, error: &Value<'js>) -> String {
    let stack = error.as_object().map(|error| error.get::<_, Option<Coerced<String>>>("stack").catch(ctx));
    stack.and_then(Result::ok).flatten().map(|stack| stack.0).unwrap_or_default()
}

fn text_of<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> String {
    value.get::<Coerced<String>>().catch(ctx).map(|text| text.0).unwrap_or_else(|_| "(no text)".to_owned())
}

/// The place of a line of a stack, if it is one of the file.
fn place(line: &str) -> Option<Place> {
    let (_, place) = line.rsplit_once(FILE)?;
    let (line, column) = place.strip_prefix(':')?.split_once(':')?;
    // Code that the engine adds itself stands on line 0.
    Some((line.parse().ok().filter(|line| *line > 0)?, column.parse().ok()?))
}
