//! Values as a person reads them: previews, properties, scopes. No getter is called and no proxy trap is run.
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | handles, and the properties behind them |
//! | `preview` | a value in one line |
//! | `keys` | keys of properties |
//! | `names` | which names are visible at a statement |
//! | `scopes` | the values of the variables visible at a statement |
//! | `leaves.js` | what only JavaScript can tell of a value |

mod keys;
mod names;
mod preview;
mod scopes;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rquickjs::{Array, CatchResultExt, CaughtError, Ctx, Object, Persistent, Result, Value};

use super::protocol::{Handle, Scope, ValueKind, Variable};
use crate::recording::masking::Mask;
use crate::sandbox::bytes::{class_of, own_keys, own_property, Class};
use crate::script::Prepared;
use crate::visible::visible;
use preview::{class_name, Looked, Previews};
use scopes::Scopes;

/// Longest preview in characters.
const LONGEST_PREVIEW: usize = 240;
/// Properties listed of one value.
const MOST_PROPERTIES: usize = 500;

/// A value behind a handle, and the expression that names it.
type Held = (Persistent<Value<'static>>, Option<String>);

/// Looks at values of one realm.
pub(super) struct Inspector {
    previews: Previews,
    scopes: Scopes,
    /// What every plain object has for a prototype.
    plain: Option<Persistent<Object<'static>>>,
    handles: RefCell<HashMap<u32, Held>>,
    next: Cell<u32>,
}

impl Inspector {
    /// Must be made before the script runs: it takes the built-ins as they are.
    pub(super) fn new(ctx: &Ctx<'_>, mask: &Mask, first_handle: u32) -> Result<Self> {
        Ok(Self {
            previews: Previews::new(ctx, mask)?,
            scopes: Scopes::new(ctx),
            plain: Object::new(ctx.clone())?.get_prototype().map(|plain| Persistent::save(ctx, plain)),
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
        let looked = self.previews.look(&value, name);
        self.made(ctx, name, path, looked, value)
    }

    fn made<'js>(
        &self,
        ctx: &Ctx<'js>,
        name: &str,
        path: Option<String>,
        Looked { kind, preview, expandable }: Looked,
        value: Value<'js>,
    ) -> Variable {
        let handle = expandable.then(|| {
            let handle = self.next.get();
            self.next.set(handle.wrapping_add(1));
            self.handles.borrow_mut().insert(handle, (Persistent::save(ctx, value), path.clone()));
            Handle(handle)
        });
        Variable { name: visible(name).into_owned(), kind, preview: shorten(preview), handle, path }
    }

    /// The properties of an expandable value; none if the handle is void.
    pub(super) fn properties(&self, ctx: &Ctx<'_>, handle: Handle) -> Vec<Variable> {
        let Some((value, path)) = self.handles.borrow().get(&handle.0).cloned() else { return Vec::new() };
        let listed = || -> Result<Vec<Variable>> {
            let value = value.restore(ctx)?;
            let mut found = self.entries(ctx, &value)?;
            if let Some(object) = value.as_object().filter(|object| !object.is_proxy()) {
                self.own(ctx, object, path.as_deref(), &mut found);
                found.extend(self.prototype(ctx, object)?);
            }
            Ok(found)
        };
        listed().catch(ctx).unwrap_or_else(|error| vec![unread("…", None, &message_of(&error))])
    }

    /// What a Map or a Set holds.
    fn entries<'js>(&self, ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Vec<Variable>> {
        let class = class_of(value);
        if !matches!(class, Class::Map | Class::Set) {
            return Ok(Vec::new());
        }
        let is_map = class == Class::Map;
        let listed: Array<'js> = self.previews.leaf(ctx, "entries", (value.clone(), is_map, MOST_PROPERTIES))?;
        let listed = listed.iter::<Value<'js>>().collect::<Result<Vec<_>>>()?;
        if !is_map {
            let named = listed.into_iter().enumerate();
            return Ok(named.map(|(index, value)| self.variable(ctx, &index.to_string(), None, value)).collect());
        }
        let pairs = listed.chunks_exact(2).filter_map(|pair| pair.first().zip(pair.last()));
        Ok(pairs.map(|(key, value)| self.variable(ctx, &self.previews.preview(key, 0), None, value.clone())).collect())
    }

    fn own<'js>(&self, ctx: &Ctx<'js>, object: &Object<'js>, path: Option<&str>, found: &mut Vec<Variable>) {
        for key in own_keys(object, MOST_PROPERTIES + 1) {
            if found.len() >= MOST_PROPERTIES {
                found.push(told("…", None, ValueKind::Undefined, "more properties are not shown"));
                break;
            }
            let Some(property) = own_property(object, &key) else { continue };
            let key = self.previews.key(&key);
            let path = path.zip(key.suffix()).map(|(path, suffix)| format!("{path}{suffix}"));
            found.push(match property.value {
                // The name as it is says whether it is a secret's.
                Some(value) => {
                    let looked = self.previews.look(&value, &key.name);
                    self.made(ctx, &key.shown, path, looked, value)
                }
                None => told(&key.shown, path, ValueKind::Getter, "(getter, not called)"),
            });
        }
    }

    fn prototype<'js>(&self, ctx: &Ctx<'js>, object: &Object<'js>) -> Result<Option<Variable>> {
        let plain = self.plain.clone().map(|plain| plain.restore(ctx)).transpose()?;
        let prototype = object.get_prototype().filter(|prototype| plain.as_ref() != Some(prototype));
        let Some(prototype) = prototype.filter(|_| !object.is_function() && !object.is_array()) else {
            return Ok(None);
        };
        let expandable = !prototype.is_proxy();
        let looked = Looked { kind: ValueKind::Object, preview: class_name(object), expandable };
        Ok(Some(self.made(ctx, "[[Prototype]]", None, looked, prototype.into_value())))
    }

    /// The scopes visible at a statement, through the function that evaluates in its innermost scope. `call` is the
    /// token of the call it belongs to, if that is the innermost.
    pub(super) fn scopes<'js>(
        &self,
        ctx: &Ctx<'js>,
        script: &Prepared,
        statement: usize,
        call: Option<f64>,
        evaluate: &rquickjs::Function<'js>,
    ) -> Vec<Scope> {
        self.scopes.visible(self, ctx, script, statement, call, evaluate)
    }
}

/// A line that stands for no value.
fn told(name: &str, path: Option<String>, kind: ValueKind, preview: &str) -> Variable {
    Variable { name: visible(name).into_owned(), kind, preview: preview.to_owned(), handle: None, path }
}

fn message_of(error: &CaughtError<'_>) -> String {
    match error {
        CaughtError::Exception(exception) => exception.message().unwrap_or_default(),
        other => other.to_string(),
    }
}

/// A variable whose reading failed.
fn unread(name: &str, path: Option<String>, message: &str) -> Variable {
    // V8's words, and the engine's own.
    if message.ends_with("before initialization") || message == format!("{name} is not initialized") {
        return told(name, path, ValueKind::Uninitialised, "not initialised");
    }
    told(name, path, ValueKind::Undefined, &shorten(format!("({message})")))
}

/// One line, safe for a terminal, not too long.
fn shorten(preview: String) -> String {
    let mut shown = match visible(&preview) {
        std::borrow::Cow::Borrowed(_) => preview,
        std::borrow::Cow::Owned(shown) => shown,
    };
    if let Some((end, _)) = shown.char_indices().nth(LONGEST_PREVIEW) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}
