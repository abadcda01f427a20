//! A value in one line.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rquickjs::promise::PromiseState;
use rquickjs::{Array, Ctx, FromJs, Function, Object, Persistent, Result, Value};

use crate::debugger::protocol::ValueKind;
use crate::recording::masking::{names_a_secret, Mask};
use crate::sandbox::bytes::{class_of, own_at, own_keys, own_named, own_property, text_of, Class};
use crate::sandbox::compiled;

const LEAVES: &str = include_str!("leaves.js");

/// About so many characters of a string, a list or an object are written out.
const WIDTH: usize = 160;
const MOST_PROPERTIES: usize = 12;
/// Keys looked through for enumerable ones.
const MOST_KEYS: usize = 1_000;
const MOST_ITEMS: u32 = 10;
const MOST_BYTES: usize = 16;

/// Texts up to this length are remembered with what is shown for them, and so many of them.
const LONGEST_KNOWN: usize = 256;
const MOST_KNOWN: usize = 1_000;

type Kept = Persistent<Function<'static>>;

/// What is shown of a value.
pub(super) struct Looked {
    pub(super) kind: ValueKind,
    pub(super) preview: String,
    pub(super) expandable: bool,
}

/// What is shown of a string.
pub(super) struct Quoted {
    /// The whole string is a secret.
    masked: bool,
    pub(super) shown: String,
}

/// Writes values of one realm down. No getter is called and no proxy trap is run.
pub(super) struct Previews {
    mask: Mask,
    leaves: HashMap<&'static str, Kept>,
    /// Masking is what costs, and the strings in sight are mostly those of the last stop.
    strings: RefCell<HashMap<String, Rc<Quoted>>>,
    secret_names: RefCell<HashMap<String, bool>>,
}

impl Previews {
    /// Must be made before the script runs: it takes the built-ins as they are.
    pub(super) fn new(ctx: &Ctx<'_>, mask: &Mask) -> Result<Self> {
        let make: Function<'_> = compiled::own(ctx, "debugger/inspect", || LEAVES.to_owned())?.get()?;
        let made: Object<'_> = make.call(())?;
        let mut leaves = HashMap::new();
        for name in ["plain", "date", "regexp", "isClass", "size", "elements", "entries", "each"] {
            leaves.insert(name, Persistent::save(ctx, made.get::<_, Function<'_>>(name)?));
        }
        Ok(Self { mask: mask.clone(), leaves, strings: RefCell::default(), secret_names: RefCell::default() })
    }

    /// Asks one of the functions of `leaves.js`.
    pub(super) fn leaf<'js, A, R>(&self, ctx: &Ctx<'js>, name: &str, arguments: A) -> Result<R>
    where
        A: rquickjs::function::IntoArgs<'js>,
        R: FromJs<'js>,
    {
        let leaf = self.leaves.get(name).cloned().ok_or(rquickjs::Error::Unknown)?;
        leaf.restore(ctx)?.call(arguments)
    }

    /// A value under a name; a name that says it is secret keeps a string in.
    pub(super) fn look(&self, value: &Value<'_>, name: &str) -> Looked {
        if let Some(string) = value.as_string() {
            let quoted = self.string_under(name, string);
            let kind = if quoted.masked { ValueKind::Masked } else { ValueKind::String };
            return Looked { kind, preview: quoted.shown.clone(), expandable: false };
        }
        let expandable = value.is_object() && !value.is_proxy();
        Looked { kind: kind_of(value), preview: self.preview(value, 1), expandable }
    }

    /// One line; `depth` says how many levels inside are written out.
    pub(super) fn preview(&self, value: &Value<'_>, depth: u8) -> String {
        if let Some(string) = value.as_string() {
            return self.string(string).shown.clone();
        }
        if let Some(int) = value.as_int() {
            return int.to_string();
        }
        if let Some(object) = value.as_object() {
            return match value.is_function() {
                true if value.is_proxy() => "Proxy ƒ".to_owned(),
                true => self.function(object),
                false => self.object(object, depth),
            };
        }
        match value.as_bool() {
            Some(known) => known.to_string(),
            None if value.is_null() => "null".to_owned(),
            None if value.is_undefined() => "undefined".to_owned(),
            None if value.as_float().is_some_and(|float| float == 0.0) => "-0".to_owned(),
            None => self.leaf(value.ctx(), "plain", (value.clone(),)).unwrap_or_default(),
        }
    }

    /// A string as it is shown anywhere.
    pub(super) fn string(&self, string: &rquickjs::String<'_>) -> Rc<Quoted> {
        // The engine has room for every string it gave us; without room there is nothing to show.
        let text = text_of(string.ctx(), string).unwrap_or_default();
        if let Some(known) = self.strings.borrow().get(&text) {
            return Rc::clone(known);
        }
        let masked = self.mask.text(&text);
        let quoted = Rc::new(Quoted {
            masked: masked == self.mask.token(&text),
            shown: if masked == text { quote(&text) } else { masked.into_owned() },
        });
        if text.len() <= LONGEST_KNOWN {
            remember(&self.strings, text, Rc::clone(&quoted));
        }
        quoted
    }

    fn string_under(&self, name: &str, string: &rquickjs::String<'_>) -> Rc<Quoted> {
        if !self.is_secret(name) {
            return self.string(string);
        }
        let text = text_of(string.ctx(), string).unwrap_or_default();
        Rc::new(Quoted { masked: true, shown: self.mask.token(&text) })
    }

    fn is_secret(&self, name: &str) -> bool {
        if let Some(known) = self.secret_names.borrow().get(name) {
            return *known;
        }
        let secret = names_a_secret(name);
        if name.len() <= LONGEST_KNOWN {
            remember(&self.secret_names, name.to_owned(), secret);
        }
        secret
    }

    fn function(&self, function: &Object<'_>) -> String {
        let label = own_text(function, "name").filter(|label| !label.is_empty());
        let label = label.as_deref().unwrap_or("(anonymous)");
        // Only a class has a prototype that cannot be replaced; taking down a function's text costs, and functions
        // are many.
        let fixed = own_named(function, "prototype").is_some_and(|prototype| !prototype.writable);
        let is_class = fixed && self.leaf(function.ctx(), "isClass", (function.clone(),)).unwrap_or(false);
        format!("{} {label}", if is_class { "class" } else { "ƒ" })
    }

    fn object(&self, object: &Object<'_>, depth: u8) -> String {
        let value = object.as_value();
        if value.is_proxy() {
            return "Proxy".to_owned();
        }
        if value.is_error() {
            return self.error(object);
        }
        if let Some(array) = value.as_array() {
            return self.list(array, depth);
        }
        if let Some(promise) = value.as_promise() {
            let state = match promise.state() {
                PromiseState::Pending => "pending",
                PromiseState::Resolved => "fulfilled",
                PromiseState::Rejected => "rejected",
            };
            return format!("Promise {{{state}}}");
        }
        let name = class_name(object);
        let told = match class_of(value) {
            Class::Date if name == "Date" => self.told(object, "date").map(|date| format!("Date {date}")),
            Class::RegExp if name == "RegExp" => self.told(object, "regexp"),
            Class::Bytes => Some(self.bytes(object, &name)),
            Class::Map => Some(format!("Map({})", self.size(object, true))),
            Class::Set => Some(format!("Set({})", self.size(object, false))),
            _ => None,
        };
        told.unwrap_or_else(|| self.properties(object, &name, depth))
    }

    fn told(&self, object: &Object<'_>, leaf: &str) -> Option<String> {
        self.leaf(object.ctx(), leaf, (object.clone(),)).ok().flatten()
    }

    fn size(&self, object: &Object<'_>, is_map: bool) -> u32 {
        self.leaf(object.ctx(), "size", (object.clone(), is_map)).unwrap_or_default()
    }

    fn properties(&self, object: &Object<'_>, class: &str, depth: u8) -> String {
        let prefix = if class == "Object" { String::new() } else { format!("{class} ") };
        if depth == 0 {
            return format!("{prefix}{{…}}");
        }
        let mut shown = prefix;
        shown.push('{');
        let begins = shown.len();
        let mut count = 0;
        for key in own_keys(object, MOST_KEYS) {
            let Some(property) = own_property(object, &key).filter(|property| property.enumerable) else { continue };
            shown.push_str(if count > 0 { ", " } else { "" });
            if shown.len() - begins > WIDTH || count >= MOST_PROPERTIES {
                shown.push('…');
                break;
            }
            count += 1;
            let key = self.key(&key);
            shown.push_str(&key.shown);
            shown.push_str(": ");
            match &property.value {
                Some(value) => match value.as_string() {
                    Some(string) => shown.push_str(&self.string_under(&key.name, string).shown),
                    None => shown.push_str(&self.preview(value, depth - 1)),
                },
                None => shown.push_str("(getter)"),
            }
        }
        shown.push('}');
        shown
    }

    fn error(&self, error: &Object<'_>) -> String {
        let label = own_text(error, "name").unwrap_or_else(|| class_name(error));
        let message = own_text(error, "message").unwrap_or_default();
        let text = if message.is_empty() { label } else { format!("{label}: {message}") };
        let masked = self.mask.text(&text);
        match masked.char_indices().nth(WIDTH) {
            Some((end, _)) => format!("{}…", masked.get(..end).unwrap_or_default()),
            None => masked.into_owned(),
        }
    }

    fn bytes(&self, object: &Object<'_>, class: &str) -> String {
        let found: Result<Array<'_>> = self.leaf(object.ctx(), "elements", (object.clone(), MOST_BYTES));
        let Ok(found) = found else { return class.to_owned() };
        let length: usize = found.get(0).unwrap_or_default();
        let elements: Vec<String> = (1..found.len()).filter_map(|index| found.get(index).ok()).collect();
        let more = if length > MOST_BYTES { " …" } else { "" };
        if class == "Buffer" {
            let hex = |element: &String| element.parse::<u8>().map_or_else(|_| element.clone(), |b| format!("{b:02x}"));
            return format!("<Buffer {}{more}>", elements.iter().map(hex).collect::<Vec<_>>().join(" "));
        }
        format!("{class}({length}) [{}{more}]", elements.join(", "))
    }

    fn list(&self, list: &Array<'_>, depth: u8) -> String {
        let count = list.len();
        if depth == 0 {
            return format!("[…{count}]");
        }
        let mut parts = Vec::new();
        let mut length = 0;
        for index in 0..MOST_ITEMS {
            if index as usize >= count || length >= WIDTH {
                break;
            }
            let part = match own_at(list, index).map(|property| property.value) {
                Some(Some(value)) => self.preview(&value, depth - 1),
                Some(None) => "(getter)".to_owned(),
                None => String::new(),
            };
            length += part.chars().count();
            parts.push(part);
        }
        if parts.len() < count {
            parts.push("…".to_owned());
        }
        let shown = parts.join(", ");
        if count > 3 {
            format!("({count}) [{shown}]")
        } else {
            format!("[{shown}]")
        }
    }
}

/// The name of the class an object says it is of.
pub(super) fn class_name(object: &Object<'_>) -> String {
    let named = || {
        let own = own_named(object, "constructor");
        let constructor = match own {
            Some(own) => own.value?,
            None => own_named(&object.get_prototype()?, "constructor")?.value?,
        };
        let constructor = constructor.into_object().filter(|it| it.is_function() && !it.is_proxy())?;
        own_text(&constructor, "name")
    };
    match named() {
        Some(name) => name,
        None if object.get_prototype().is_none() => "null prototype".to_owned(),
        None => "Object".to_owned(),
    }
}

/// The text under a name that is the object's own.
fn own_text(object: &Object<'_>, name: &str) -> Option<String> {
    let value = own_named(object, name)?.value?;
    text_of(object.ctx(), value.as_string()?).ok()
}

fn kind_of(value: &Value<'_>) -> ValueKind {
    match () {
        () if value.is_undefined() => ValueKind::Undefined,
        () if value.is_null() => ValueKind::Null,
        () if value.is_bool() => ValueKind::Boolean,
        () if value.is_number() || value.is_big_int() => ValueKind::Number,
        () if value.is_symbol() => ValueKind::Symbol,
        () if value.is_function() => ValueKind::Function,
        () if value.is_error() && !value.is_proxy() => ValueKind::Error,
        () => ValueKind::Object,
    }
}

/// In single quotes, escaped and cut.
pub(super) fn quote(text: &str) -> String {
    let cut = text.char_indices().nth(WIDTH).map(|(end, _)| format!("{}…", text.get(..end).unwrap_or_default()));
    let json = serde_json::to_string(cut.as_deref().unwrap_or(text)).unwrap_or_default();
    let inner = json.get(1..json.len().saturating_sub(1)).unwrap_or_default();
    format!("'{}'", inner.replace("\\\"", "\"").replace('\'', "\\'"))
}

/// Forgets everything when it grows too much: what is in sight is soon known again.
fn remember<T>(known: &RefCell<HashMap<String, T>>, text: String, what: T) {
    let mut known = known.borrow_mut();
    if known.len() >= MOST_KNOWN {
        known.clear();
    }
    known.insert(text, what);
}
