//! `host.moduleFor`, `host.resolve` and their kin: where `require` finds things, and the files of packages.
//!
//! Answers that are more than one value cross as JSON text.

use std::path::Path;
use std::rc::Rc;

use rquickjs::{Ctx, Exception, Function, Object, Result, Value};
use serde_json::json;

use crate::connection::Drivers;
use crate::packages::{node, Found, Kind, Packages, Refusal, Request};
use crate::sandbox::bytes::{Bytes, Text};
use crate::sandbox::compiled;
use crate::sandbox::modules::{gives_way, origin, Origin};
use crate::sandbox::state::State;

/// What stands in front of a file of a package, on its first line.
const OPENING: &str = "(function (exports, require, module, __filename, __dirname) {";

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    // (request, whether a package asks) → {file, version, givesWay} of our own, {node} that is not there, or null
    let module_for = move |Text(request): Text, by_package: bool| {
        let asked = Request::read(&request);
        match origin(&request) {
            Origin::Node(file) => json!({ "file": file }),
            Origin::NoSuchNode => json!({ "node": request }),
            Origin::BuiltIn(file) => json!({
                "file": file,
                "version": asked.and_then(|asked| asked.version),
                "givesWay": gives_way(file, shared.container.drivers, by_package),
            }),
            Origin::Package => json!(null),
        }
        .to_string()
    };
    host.set("moduleFor", Function::new(ctx.clone(), module_for)?)?;

    let shared = Rc::clone(state);
    // (request, folder, file or undefined) → {file} | {named} | {class, code, message, path}
    let resolve = move |Text(request): Text, Text(folder): Text, from: Option<String>| {
        let found = shared.container.packages.resolve(&request, Path::new(&folder), from.as_ref().map(Path::new));
        match found {
            Ok(Found::File(file)) => json!({ "file": file.to_string_lossy() }),
            Ok(Found::Named(name)) => json!({ "named": name }),
            Err(refusal) => refused(&refusal),
        }
        .to_string()
    };
    host.set("resolve", Function::new(ctx.clone(), resolve)?)?;

    // `name@version` as it stands in `node_modules`: without the version
    let unversioned = |Text(request): Text| match Request::read(&request) {
        Some(asked) if asked.version.is_some() => asked.path(),
        _ => request,
    };
    host.set("unversioned", Function::new(ctx.clone(), unversioned)?)?;

    let lookup_paths = |Text(folder): Text| -> Vec<String> {
        let paths = Packages::lookup_paths(Path::new(&folder));
        paths.iter().map(|path| path.display().to_string()).collect()
    };
    host.set("lookupPaths", Function::new(ctx.clone(), lookup_paths)?)?;

    let shared = Rc::clone(state);
    // The script requires a package: what that does before the script is seen again is done for this line.
    let remember = move |ctx: Ctx<'js>| {
        let stack = shared.stack(&ctx);
        if !stack.is_empty() {
            *shared.last_stack.borrow_mut() = stack.into();
        }
    };
    host.set("remember", Function::new(ctx.clone(), remember)?)?;

    let shared = Rc::clone(state);
    let folder = move || shared.container.packages.folder().display().to_string();
    host.set("scriptFolder", Function::new(ctx.clone(), folder)?)?;

    let shared = Rc::clone(state);
    let label = move |Text(file): Text| shared.container.packages.label(Path::new(&file));
    host.set("packageLabel", Function::new(ctx.clone(), label)?)?;

    let node_names = || node::names().collect::<Vec<_>>();
    host.set("nodeNames", Function::new(ctx.clone(), node_names)?)?;
    let is_node = |Text(name): Text| node::is_node(&name);
    host.set("isNode", Function::new(ctx.clone(), is_node)?)?;

    let shared = Rc::clone(state);
    host.set("runtime", Function::new(ctx.clone(), move || shared.container.runtime.major())?)?;
    let shared = Rc::clone(state);
    host.set("requestIsGlobal", Function::new(ctx.clone(), move || shared.container.request_is_global)?)?;
    let shared = Rc::clone(state);
    let is_npm = move || shared.container.drivers == Drivers::Npm;
    host.set("wantsNpm", Function::new(ctx.clone(), is_npm)?)?;
    install_files(ctx, host, state)
}

fn install_files<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    let format = move |Text(file): Text| match shared.container.packages.format(Path::new(&file)) {
        Ok(format) => json!({ "format": format.key() }).to_string(),
        Err(refusal) => refused(&refusal).to_string(),
    };
    host.set("packageFormat", Function::new(ctx.clone(), format)?)?;

    let shared = Rc::clone(state);
    // (path) → the function of a file, of exports, require, module, __filename and __dirname
    let function = move |ctx: Ctx<'js>, Text(file): Text| package_function(&ctx, &shared, Path::new(&file));
    host.set("packageFunction", Function::new(ctx.clone(), function)?)?;

    let shared = Rc::clone(state);
    // (text, path) → the same of another text, under the file's label
    let wrap = move |ctx: Ctx<'js>, Text(text): Text, Text(file): Text| -> Result<Value<'js>> {
        let label = shared.container.packages.label(Path::new(&file));
        let bytes = text.as_bytes().into();
        compiled::package(&ctx, Path::new(&file), &label, &bytes, &wrapped(&text))
    };
    host.set("wrapPackage", Function::new(ctx.clone(), wrap)?)?;

    let shared = Rc::clone(state);
    // (path) → its bytes, or the code of the error
    let bytes = move |ctx: Ctx<'js>, Text(path): Text| -> Result<Value<'js>> {
        match shared.container.packages.bytes(Path::new(&path)) {
            Ok(bytes) => rquickjs::IntoJs::into_js(Bytes(bytes.to_vec()), &ctx),
            Err(code) => rquickjs::IntoJs::into_js(code, &ctx),
        }
    };
    host.set("packageBytes", Function::new(ctx.clone(), bytes)?)?;

    let shared = Rc::clone(state);
    // (path) → `file`, `folder`, `outside`, or undefined
    let kind = move |Text(path): Text| match shared.container.packages.kind(Path::new(&path)) {
        Kind::File => Some("file"),
        Kind::Folder => Some("folder"),
        Kind::Outside => Some("outside"),
        Kind::Nothing => None,
    };
    host.set("packageKind", Function::new(ctx.clone(), kind)?)?;

    let shared = Rc::clone(state);
    let real =
        move |Text(path): Text| shared.container.packages.real(Path::new(&path)).map(|real| real.display().to_string());
    host.set("packageReal", Function::new(ctx.clone(), real)?)?;

    let state = Rc::clone(state);
    // (path) → the names in a folder as JSON, or the code of the error
    let names = move |Text(path): Text| match state.container.packages.names(Path::new(&path)) {
        Ok(names) => json!(names).to_string(),
        Err(code) => code.to_owned(),
    };
    host.set("packageNames", Function::new(ctx.clone(), names)?)
}

fn refused(refusal: &Refusal) -> serde_json::Value {
    json!({ "class": refusal.class, "code": refusal.code, "message": refusal.message, "path": refusal.path })
}

fn wrapped(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    // A first line for the shell is no JavaScript; it stays a line.
    let (shell, text) = if text.starts_with("#!") { ("//", text) } else { ("", text) };
    format!("{OPENING}{shell}{text}\n}})")
}

fn package_function<'js>(ctx: &Ctx<'js>, state: &State, file: &Path) -> Result<Value<'js>> {
    let packages = &state.container.packages;
    let bytes = packages.bytes(file).map_err(|code| {
        let why = match code {
            "EFBIG" => "it is larger than is read here",
            _ => "it cannot be read",
        };
        Exception::throw_message(ctx, &format!("{code}: {}: {why}", packages.label(file)))
    })?;
    let label = packages.label(file);
    let text = wrapped(&String::from_utf8_lossy(&bytes));
    let function = compiled::package(ctx, file, &label, &bytes, &text);
    state.package_texts.borrow_mut().insert(label, text.into());
    function
}

/// Where in a package's file the engine's place is: its first line is shifted by what stands in front of it.
pub(crate) fn column_in_file(line: u32, column: u32) -> u32 {
    let shift = u32::try_from(OPENING.len()).unwrap_or(0);
    if line == 1 {
        column.saturating_sub(shift).max(1)
    } else {
        column
    }
}
