//! Values as a person reads them: previews, properties, scopes. No getter is called and no proxy trap is run.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rquickjs::context::EvalOptions;
use rquickjs::promise::PromiseState;
use rquickjs::{Array, CatchResultExt, CaughtError, Ctx, Function, Object, Persistent, Promise, Result, Value};

use super::protocol::{Handle, Scope, ScopeKind, ValueKind, Variable};
use crate::recording::masking::{names_a_secret, Mask};
use crate::script::{Prepared, ScopeRole};
use crate::visible::visible;

const SOURCE: &str = include_str!("inspect.js");

/// Longest preview in characters.
const LONGEST_PREVIEW: usize = 240;

type Kept = Persistent<Function<'static>>;

/// A value behind a handle, and the expression that names it.
type Held = (Persistent<Value<'static>>, Option<String>);

/// Looks at values of one realm.
pub(super) struct Inspector {
    look: Kept,
    properties: Kept,
    globals: Kept,
    handles: RefCell<HashMap<u32, Held>>,
    next: Cell<u32>,
}

impl Inspector {
    /// Must be made before the script runs: it takes the built-ins as they are.
    pub(super) fn new(ctx: &Ctx<'_>, mask: &Mask, first_handle: u32) -> Result<Self> {
        let host = Object::new(ctx.clone())?;
        let text_mask = mask.clone();
        host.set("mask", Function::new(ctx.clone(), move |text: String| text_mask.text(&text).into_owned())?)?;
        let whole_mask = mask.clone();
        host.set("maskWhole", Function::new(ctx.clone(), move |text: String| whole_mask.token(&text))?)?;
        host.set("isSecretName", Function::new(ctx.clone(), |name: String| names_a_secret(&name))?)?;
        host.set("isProxy", Function::new(ctx.clone(), |value: Value<'_>| value.is_proxy())?)?;
        host.set("promiseState", Function::new(ctx.clone(), promise_state)?)?;
        let mut options = EvalOptions::default();
        options.strict = false;
        options.filename = Some("node:internal/inspect".to_owned());
        let make: Function<'_> = ctx.eval_with_options(SOURCE, options)?;
        let made: Object<'_> = make.call((host,))?;
        let keep = |name: &str| made.get::<_, Function<'_>>(name).map(|f| Persistent::save(ctx, f));
        Ok(Self {
            look: keep("look")?,
            properties: keep("properties")?,
            globals: keep("globals")?,
            handles: RefCell::default(),
            next: Cell::new(first_handle),
        })
    }

    /// The number the next handle gets; a later realm goes on from there, so that no handle means two things.
    pub(super) fn next_handle(&self) -> u32 {
        self.next.get()
    }

    /// Voids all handles: the run goes on.
    pub(super) fn forget(&self) {
        self.handles.borrow_mut().clear();
    }

    /// A variable of this value.
    pub(super) fn variable<'js>(
        &self,
        ctx: &Ctx<'js>,
        name: &str,
        path: Option<String>,
        value: Value<'js>,
    ) -> Variable {
        let looked = self.look.clone().restore(ctx).and_then(|look| look.call::<_, Array<'js>>((value.clone(), name)));
        match looked.catch(ctx) {
            Ok(looked) => {
                let text = |index| looked.get::<String>(index).unwrap_or_default();
                let expandable = looked.get::<bool>(2).unwrap_or(false);
                self.made(ctx, (name, path), (&text(0), &text(1)), expandable.then_some(value))
            }
            Err(error) => unreadable(name, path, &error),
        }
    }

    fn made<'js>(
        &self,
        ctx: &Ctx<'js>,
        (name, path): (&str, Option<String>),
        (kind, preview): (&str, &str),
        value: Option<Value<'js>>,
    ) -> Variable {
        let handle = value.map(|value| {
            let handle = self.next.get();
            self.next.set(handle.wrapping_add(1));
            self.handles.borrow_mut().insert(handle, (Persistent::save(ctx, value), path.clone()));
            Handle(handle)
        });
        Variable { name: visible(name).into_owned(), kind: kind_of(kind), preview: shorten(preview), handle, path }
    }

    /// The properties of an expandable value; none if the handle is void.
    pub(super) fn properties(&self, ctx: &Ctx<'_>, handle: Handle) -> Vec<Variable> {
        let Some((value, path)) = self.handles.borrow().get(&handle.0).cloned() else { return Vec::new() };
        let listed = || -> Result<Vec<Variable>> {
            let value = value.restore(ctx)?;
            let listed: Array<'_> = self.properties.clone().restore(ctx)?.call((value,))?;
            let mut variables = Vec::new();
            for entry in listed.iter::<Array<'_>>() {
                let entry = entry?;
                let name: String = entry.get(0)?;
                let suffix: Option<String> = entry.get(1)?;
                let path = path.as_ref().zip(suffix).map(|(path, suffix)| format!("{path}{suffix}"));
                let (kind, preview): (String, String) = (entry.get(2)?, entry.get(3)?);
                let value = entry.get::<bool>(4)?.then(|| entry.get(5)).transpose()?;
                variables.push(self.made(ctx, (&name, path), (&kind, &preview), value));
            }
            Ok(variables)
        };
        listed().catch(ctx).unwrap_or_else(|error| vec![unreadable("…", None, &error)])
    }

    /// The scopes visible at a statement, through the function that evaluates in its innermost scope.
    pub(super) fn scopes<'js>(
        &self,
        ctx: &Ctx<'js>,
        script: &Prepared,
        statement: usize,
        evaluate: &Function<'js>,
    ) -> Vec<Scope> {
        let mut scopes = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        let function = script.tables.statements[statement].function;
        let mut next = Some(script.tables.statements[statement].scope);
        while let Some(index) = next {
            let info = &script.tables.scopes[index];
            next = info.parent;
            let kind = if info.function == function { ScopeKind::Locals } else { ScopeKind::Closure };
            let names: Vec<&str> = info.names.iter().map(String::as_str).filter(|name| !seen.contains(name)).collect();
            seen.extend(&names);
            let variables = self.read(ctx, &names, evaluate);
            let title = match info.role {
                ScopeRole::Block => "block".to_owned(),
                ScopeRole::Function => script.tables.functions[info.function].name.clone(),
            };
            // The blocks of a function and the function itself are one group to the reader.
            match scopes.last_mut() {
                Some(Scope { kind: last_kind, title: last_title, variables: group })
                    if *last_kind == kind && kind == ScopeKind::Locals =>
                {
                    group.splice(0..0, variables);
                    *last_title = title;
                }
                _ if variables.is_empty() => {}
                _ => scopes.push(Scope { kind, title, variables }),
            }
        }
        scopes.push(Scope { kind: ScopeKind::Globals, title: "global".to_owned(), variables: self.globals(ctx) });
        scopes
    }

    /// Reads variables by name: one evaluation makes a reader for each, so that one in its dead zone does not
    /// hide the others.
    fn read<'js>(&self, ctx: &Ctx<'js>, names: &[&str], evaluate: &Function<'js>) -> Vec<Variable> {
        if names.is_empty() {
            return Vec::new();
        }
        let readers = format!("[{}]", names.iter().map(|name| format!("()=>{name}")).collect::<Vec<_>>().join(","));
        let readers = match evaluate.call::<_, Array<'js>>((readers,)).catch(ctx) {
            Ok(readers) => readers,
            Err(error) => return names.iter().map(|name| unreadable(name, None, &error)).collect(),
        };
        let read = |(index, name): (usize, &&str)| {
            let value = readers.get::<Function<'js>>(index).and_then(|reader| reader.call::<_, Value<'js>>(()));
            match value.catch(ctx) {
                Ok(value) => self.variable(ctx, name, Some((*name).to_owned()), value),
                Err(error) => unreadable(name, Some((*name).to_owned()), &error),
            }
        };
        names.iter().enumerate().map(read).collect()
    }

    fn globals(&self, ctx: &Ctx<'_>) -> Vec<Variable> {
        let listed = || -> Result<Vec<Variable>> {
            let listed: Array<'_> = self.globals.clone().restore(ctx)?.call(())?;
            let mut variables = Vec::new();
            for entry in listed.iter::<Array<'_>>() {
                let entry = entry?;
                let name: String = entry.get(0)?;
                variables.push(self.variable(ctx, &name, Some(name.clone()), entry.get(1)?));
            }
            Ok(variables)
        };
        listed().catch(ctx).unwrap_or_default()
    }
}

fn promise_state<'js>(value: Value<'js>) -> Option<&'static str> {
    let promise = Promise::from_value(value).ok()?;
    Some(match promise.state() {
        PromiseState::Pending => "pending",
        PromiseState::Resolved => "fulfilled",
        PromiseState::Rejected => "rejected",
    })
}

fn unreadable(name: &str, path: Option<String>, error: &CaughtError<'_>) -> Variable {
    let message = match error {
        CaughtError::Exception(exception) => exception.message().unwrap_or_default(),
        other => other.to_string(),
    };
    let uninitialised = message.ends_with("before initialization");
    Variable {
        name: name.to_owned(),
        kind: if uninitialised { ValueKind::Uninitialised } else { ValueKind::Undefined },
        preview: if uninitialised { "not initialised".to_owned() } else { shorten(&format!("({message})")) },
        handle: None,
        path,
    }
}

/// One line, safe for a terminal, not too long.
fn shorten(preview: &str) -> String {
    let mut shown = visible(preview).into_owned();
    if let Some((end, _)) = shown.char_indices().nth(LONGEST_PREVIEW) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

fn kind_of(kind: &str) -> ValueKind {
    match kind {
        "null" => ValueKind::Null,
        "boolean" => ValueKind::Boolean,
        "number" => ValueKind::Number,
        "string" => ValueKind::String,
        "symbol" => ValueKind::Symbol,
        "function" => ValueKind::Function,
        "error" => ValueKind::Error,
        "object" => ValueKind::Object,
        "getter" => ValueKind::Getter,
        "masked" => ValueKind::Masked,
        _ => ValueKind::Undefined,
    }
}
