//! The variables visible at a statement.
//!
//! Variables are read by one evaluation of an array of their names. A variable in its dead zone would make the whole
//! fail, so one that was there when it was looked at last is read by a function of its own.
//!
//! An evaluation is compiled anew each time, which is most of what a stop costs. But as long as a call goes on, its
//! parameters and variables and all around it stay the same variables: what reads them is kept for the next stop.
//! Only blocks are entered and left.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use rquickjs::object::Filter;
use rquickjs::{Array, Atom, CatchResultExt, CaughtError, Ctx, Function, Persistent, Value};

use super::names::{groups, Group, Name};
use super::{message_of, unread, Inspector};
use crate::debugger::protocol::{Scope, ScopeKind, Variable};
use crate::sandbox::bytes::{own_keys, own_named, text_of};
use crate::script::Prepared;

/// Always shown, though the script did not make it.
const CONFIGURATION: &str = "configuration";

/// What is known of the scopes of one script in one realm.
pub(super) struct Scopes {
    views: RefCell<HashMap<usize, Rc<View>>>,
    /// Whether a variable, by scope and place among its names, could be read when it was looked at last.
    readable: RefCell<HashMap<(usize, usize), bool>>,
    kept: RefCell<Option<Kept>>,
    /// Whether the script has a `with`, in which a name may stand for something else from one statement to the next.
    shifting: OnceCell<bool>,
    known_globals: Vec<String>,
    globals: Cell<usize>,
    added_globals: RefCell<Vec<String>>,
}

/// What is visible at one statement.
struct View {
    groups: Vec<Group>,
    names: Vec<Name>,
    /// Variables that stay the same as long as the call goes on.
    steady: Part,
    /// Variables of the blocks around the statement.
    passing: Part,
}

/// Variables that are read together, by their places in [`View::names`].
struct Part {
    places: Vec<usize>,
    /// Which of them were read apart when the run stood here last.
    apart: RefCell<Option<Rc<[bool]>>>,
}

/// What reads the steady variables of a call.
struct Kept {
    token: f64,
    names: Vec<(usize, usize)>,
    apart: Rc<[bool]>,
    readers: Persistent<Array<'static>>,
}

/// The value of a variable, or why it has none.
type Read<'js> = Result<Value<'js>, String>;

impl Scopes {
    pub(super) fn new(ctx: &Ctx<'_>) -> Self {
        let mut known_globals = global_names(ctx);
        known_globals.sort_unstable();
        Self {
            views: RefCell::default(),
            readable: RefCell::default(),
            kept: RefCell::default(),
            shifting: OnceCell::new(),
            globals: Cell::new(known_globals.len()),
            known_globals,
            added_globals: RefCell::new(vec![CONFIGURATION.to_owned()]),
        }
    }

    /// The scopes at a statement, innermost first, read by the function that evaluates there. `call` is the token of
    /// the call it belongs to, if that is on top of the stack.
    pub(super) fn visible<'js>(
        &self,
        inspector: &Inspector,
        ctx: &Ctx<'js>,
        script: &Prepared,
        statement: usize,
        call: Option<f64>,
        evaluate: &Function<'js>,
    ) -> Vec<Scope> {
        let shifting = *self.shifting.get_or_init(|| has_with(&script.original));
        let view = self.view(script, statement);
        let mut found: Vec<Option<Read<'js>>> = vec![None; view.names.len()];
        self.read(inspector, ctx, (&view, &view.steady), call.filter(|_| !shifting), evaluate, &mut found);
        self.read(inspector, ctx, (&view, &view.passing), None, evaluate, &mut found);
        let mut variables = view.names.iter().zip(found).map(|(Name { name, .. }, read)| match read {
            Some(Ok(value)) => inspector.variable(ctx, name, Some(name.clone()), value),
            Some(Err(message)) => unread(name, Some(name.clone()), &message),
            None => unread(name, Some(name.clone()), "not read"),
        });
        let mut scopes: Vec<Scope> = Vec::with_capacity(view.groups.len() + 1);
        for Group { kind, title, size } in &view.groups {
            let variables = variables.by_ref().take(*size).collect();
            scopes.push(Scope { kind: *kind, title: title.clone(), variables });
        }
        let (kind, title) = (ScopeKind::Globals, "global".to_owned());
        scopes.push(Scope { kind, title, variables: self.globals(inspector, ctx) });
        scopes
    }

    fn view(&self, script: &Prepared, statement: usize) -> Rc<View> {
        let mut views = self.views.borrow_mut();
        let view = views.entry(statement).or_insert_with(|| {
            let (groups, names) = groups(script, statement);
            let part = |steady| Part {
                places: (0..names.len()).filter(|place| names[*place].steady == steady).collect(),
                apart: RefCell::default(),
            };
            Rc::new(View { steady: part(true), passing: part(false), groups, names })
        });
        Rc::clone(view)
    }

    /// Reads one part of a view. With a token, what reads it is kept for the next stop in the same call.
    fn read<'js>(
        &self,
        inspector: &Inspector,
        ctx: &Ctx<'js>,
        (view, part): (&View, &Part),
        call: Option<f64>,
        evaluate: &Function<'js>,
        found: &mut [Option<Read<'js>>],
    ) {
        if part.places.is_empty() {
            return;
        }
        let names: Vec<(usize, usize)> = part.places.iter().map(|place| view.names[*place].at).collect();
        let (mut apart, kept) = match self.kept.borrow().as_ref() {
            Some(kept) if Some(kept.token) == call && kept.names == names => {
                (Rc::clone(&kept.apart), kept.readers.clone().restore(ctx).ok())
            }
            _ => (self.guess(view, part), None),
        };
        let make = |apart: &[bool]| evaluate.call((view.text(part, apart, call.is_some()),)).catch(ctx);
        let made = kept.map_or_else(|| make(&apart), Ok);
        let mut read = made.and_then(|readers| values(inspector, ctx, readers, &apart));
        if read.is_err() {
            apart = vec![true; apart.len()].into();
            read = make(&apart).and_then(|readers| values(inspector, ctx, readers, &apart));
        }
        let (readers, values) = match read {
            Ok(read) => read,
            Err(error) => {
                self.kept.take();
                let message = message_of(&error);
                part.places.iter().for_each(|place| found[*place] = Some(Err(message.clone())));
                return;
            }
        };
        let still_apart: Rc<[bool]> = values.iter().map(Result::is_err).collect();
        let mut readable = self.readable.borrow_mut();
        for ((place, at), value) in part.places.iter().zip(&names).zip(values) {
            readable.insert(*at, value.is_ok());
            found[*place] = Some(value);
        }
        if let Some(token) = call {
            // A variable that is alive by now is read with the others from the next stop on.
            let kept = Kept { token, names, apart: Rc::clone(&apart), readers: Persistent::save(ctx, readers) };
            self.kept.replace((apart == still_apart).then_some(kept));
        }
        part.apart.replace(Some(still_apart));
    }

    /// Which variables to read apart: those that were when the run stood here last, or where it stood before.
    fn guess(&self, view: &View, part: &Part) -> Rc<[bool]> {
        if let Some(apart) = part.apart.borrow().as_ref() {
            return Rc::clone(apart);
        }
        let readable = self.readable.borrow();
        // What was never looked at may be in its dead zone.
        let is_apart = |place: &usize| !readable.get(&view.names[*place].at).copied().unwrap_or(false);
        part.places.iter().map(is_apart).collect()
    }

    /// What the script put on the global object, and `configuration`. The names are looked for again only when their
    /// number has changed: this is asked at every stop.
    fn globals(&self, inspector: &Inspector, ctx: &Ctx<'_>) -> Vec<Variable> {
        let global = ctx.globals();
        let count = global.own_keys::<Atom<'_>>(Filter::new().string()).len();
        if self.globals.replace(count) != count {
            let known = |name: &String| name != CONFIGURATION && self.known_globals.binary_search(name).is_ok();
            self.added_globals.replace(global_names(ctx).into_iter().filter(|name| !known(name)).collect());
        }
        let added = self.added_globals.borrow();
        let found = added.iter().filter_map(|name| Some((name, own_named(&global, name)?.value?)));
        found.map(|(name, value)| inspector.variable(ctx, name, Some(name.clone()), value)).collect()
    }
}

impl View {
    /// What is evaluated to read a part: the values of those that are read together, or (`keeps`) a function that
    /// gives them; then a function for each of the others.
    fn text(&self, part: &Part, apart: &[bool], keeps: bool) -> String {
        let mut text = String::from(if keeps { "[()=>[" } else { "[[" });
        let names = || part.places.iter().map(|place| self.names[*place].name.as_str()).zip(apart);
        for (name, _) in names().filter(|(_, apart)| !**apart) {
            text.push_str(name);
            text.push(',');
        }
        text.push(']');
        for (name, _) in names().filter(|(_, apart)| **apart) {
            text.push_str(",()=>");
            text.push_str(name);
        }
        text.push(']');
        text
    }
}

/// Asks the readers of a part. Fails where one that was to be read with others cannot be read.
#[allow(clippy::type_complexity)]
fn values<'js>(
    inspector: &Inspector,
    ctx: &Ctx<'js>,
    readers: Array<'js>,
    apart: &[bool],
) -> Result<(Array<'js>, Vec<Read<'js>>), CaughtError<'js>> {
    let read = || -> rquickjs::Result<Vec<Read<'js>>> {
        let together: Value<'js> = readers.get(0)?;
        let together: Array<'js> = match together.as_function() {
            Some(together) => together.call(())?,
            None => together.get()?,
        };
        let mut together = together.into_iter();
        let mut others: Vec<Read<'js>> = Vec::new();
        if readers.len() > 1 {
            let (values, failed): (Array<'js>, Array<'js>) = {
                let both: Array<'js> = inspector.previews.leaf(ctx, "each", (readers.clone(),))?;
                (both.get(0)?, both.get(1)?)
            };
            others = values.iter::<Value<'js>>().map(|value| value.map(Ok)).collect::<rquickjs::Result<_>>()?;
            for index in (0..failed.len()).step_by(2) {
                let error: Value<'js> = failed.get(index + 1)?;
                let message = error.as_object().and_then(|error| own_named(error, "message")?.value);
                let message = message.and_then(|message| message.as_string()?.to_string().ok());
                if let Some(other) = others.get_mut(failed.get::<usize>(index)?) {
                    *other = Err(message.unwrap_or_default());
                }
            }
        }
        let mut others = others.into_iter();
        let missing = || Err(String::new());
        apart
            .iter()
            .map(|apart| match apart {
                true => Ok(others.next().unwrap_or_else(missing)),
                false => together.next().map_or_else(|| Ok(missing()), |value| value.map(Ok)),
            })
            .collect()
    };
    let read = read().catch(ctx)?;
    Ok((readers, read))
}

/// Whether a text has `with (` in it, be it in a comment.
fn has_with(text: &str) -> bool {
    text.split("with").skip(1).any(|after| after.trim_start().starts_with('('))
}

fn global_names(ctx: &Ctx<'_>) -> Vec<String> {
    let keys = own_keys(&ctx.globals(), usize::MAX);
    keys.iter().filter_map(|key| text_of(ctx, key.as_string()?).ok()).collect()
}
