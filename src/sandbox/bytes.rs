//! Bytes, text, proxies, properties and compiled texts of JavaScript as the engine holds them. The only file of the
//! crate with `unsafe` in it.
#![allow(unsafe_code)]

use std::ffi::CString;
use std::mem::MaybeUninit;

use rquickjs::{qjs, ArrayBuffer, Ctx, Exception, FromJs, Object, Result, TypedArray, Value};

/// Bytes that came from a string (as UTF-8), an `ArrayBuffer`, a `Uint8Array` or a `Buffer`; returned to
/// JavaScript as a `Uint8Array`.
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl<'js> FromJs<'js> for Bytes {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        if let Some(text) = value.as_string() {
            return Ok(Self(text_of(ctx, text)?.into_bytes()));
        }
        if let Some(object) = value.as_object() {
            if let Some(array) = object.as_typed_array::<u8>() {
                // SAFETY: the slice is copied before anything else can run, so no JavaScript can touch it.
                return Ok(Self(unsafe { array.as_bytes() }.unwrap_or_default().to_vec()));
            }
        }
        if let Some(buffer) = ArrayBuffer::from_value(value) {
            // SAFETY: as above.
            return Ok(Self(unsafe { buffer.as_bytes() }.unwrap_or_default().to_vec()));
        }
        Err(Exception::throw_type(ctx, "expected a string, an ArrayBuffer or a Uint8Array"))
    }
}

/// Text as a script gave it: a lone surrogate, which JavaScript allows and Rust does not, becomes U+FFFD.
pub(crate) struct Text(pub(crate) String);

impl<'js> FromJs<'js> for Text {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        match value.as_string() {
            Some(text) => text_of(ctx, text).map(Self),
            None => Err(Exception::throw_type(ctx, "expected a string")),
        }
    }
}

pub(crate) fn text_of<'js>(ctx: &Ctx<'js>, text: &rquickjs::String<'js>) -> Result<String> {
    if let Ok(text) = text.to_string() {
        return Ok(text);
    }
    let mut length = 0;
    // SAFETY: context and value are alive; the engine gives `length` bytes, which are copied before they are freed.
    let bytes = unsafe {
        let start = qjs::JS_ToCStringLen(ctx.as_raw().as_ptr(), &mut length, text.as_value().as_raw());
        if start.is_null() {
            return Err(rquickjs::Error::Exception);
        }
        let bytes = std::slice::from_raw_parts(start.cast::<u8>(), length).to_vec();
        qjs::JS_FreeCString(ctx.as_raw().as_ptr(), start);
        bytes
    };
    Ok(lossy(&bytes))
}

/// Target and handler of a proxy, whatever it stands for; `None` once it is revoked.
pub(crate) fn proxy_parts<'js>(ctx: &Ctx<'js>, proxy: &Value<'js>) -> Option<(Value<'js>, Value<'js>)> {
    // SAFETY: context and value are alive, and what the engine hands out is owned by the values made of it.
    let (target, handler) = unsafe {
        let raw = ctx.as_raw().as_ptr();
        (
            Value::from_raw(ctx.clone(), qjs::JS_GetProxyTarget(raw, proxy.as_raw())),
            Value::from_raw(ctx.clone(), qjs::JS_GetProxyHandler(raw, proxy.as_raw())),
        )
    };
    if target.is_object() && handler.is_object() {
        return Some((target, handler));
    }
    // The engine throws for a revoked proxy; nobody asked for that.
    let _ = ctx.catch();
    None
}

/// An own property as it stands, its getter not called.
pub(crate) struct Property<'js> {
    pub(crate) enumerable: bool,
    pub(crate) writable: bool,
    /// `None` where a getter or a setter stands in its place.
    pub(crate) value: Option<Value<'js>>,
}

/// What an object is besides its prototypes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Map,
    Set,
    Date,
    RegExp,
    /// A typed array, `Buffer` among them.
    Bytes,
    Other,
}

/// What `value` is, whatever its prototype says.
pub(crate) fn class_of(value: &Value<'_>) -> Class {
    let raw = value.as_raw();
    // SAFETY: the engine only reads the class of a living value.
    unsafe {
        match raw {
            _ if qjs::JS_IsMap(raw) => Class::Map,
            _ if qjs::JS_IsSet(raw) => Class::Set,
            _ if qjs::JS_IsDate(raw) => Class::Date,
            _ if qjs::JS_IsRegExp(raw) => Class::RegExp,
            _ if qjs::JS_GetTypedArrayType(raw) >= 0 => Class::Bytes,
            _ => Class::Other,
        }
    }
}

/// Own keys of an object, at most so many: strings (an index among them is a number), then symbols. A proxy has none:
/// its traps are not asked.
pub(crate) fn own_keys<'js>(object: &Object<'js>, most: usize) -> Vec<Value<'js>> {
    let ctx = object.ctx();
    if object.is_proxy() {
        return Vec::new();
    }
    let raw = ctx.as_raw().as_ptr();
    let (mut entries, mut count) = (std::ptr::null_mut::<qjs::JSPropertyEnum>(), 0);
    let flags = qjs::JS_GPN_STRING_MASK | qjs::JS_GPN_SYMBOL_MASK;
    let mut keys = Vec::new();
    // SAFETY: context and object are alive; the engine fills both where it answers 0, and the list and its atoms then
    // belong to us.
    unsafe {
        if qjs::JS_GetOwnPropertyNames(raw, &mut entries, &mut count, object.as_raw(), flags as _) != 0 {
            let _ = ctx.catch();
            return keys;
        }
        for index in 0..count as usize {
            let atom = (*entries.add(index)).atom;
            if index < most {
                keys.push(Value::from_raw(ctx.clone(), qjs::JS_AtomToValue(raw, atom)));
            }
            qjs::JS_FreeAtom(raw, atom);
        }
        qjs::js_free(raw, entries.cast());
    }
    keys
}

/// The own property `key` of an object, if it has one. A proxy has none: its traps are not asked.
pub(crate) fn own_property<'js>(object: &Object<'js>, key: &Value<'js>) -> Option<Property<'js>> {
    // SAFETY: context and value are alive.
    own(object, |ctx| unsafe { qjs::JS_ValueToAtom(ctx.as_raw().as_ptr(), key.as_raw()) })
}

/// The same by name.
pub(crate) fn own_named<'js>(object: &Object<'js>, name: &str) -> Option<Property<'js>> {
    // SAFETY: the context is alive and the engine copies the bytes of the name.
    own(object, |ctx| unsafe { qjs::JS_NewAtomLen(ctx.as_raw().as_ptr(), name.as_ptr().cast(), name.len() as _) })
}

/// The same by index.
pub(crate) fn own_at<'js>(object: &Object<'js>, index: u32) -> Option<Property<'js>> {
    // SAFETY: the context is alive.
    own(object, |ctx| unsafe { qjs::JS_NewAtomUInt32(ctx.as_raw().as_ptr(), index) })
}

fn own<'js>(object: &Object<'js>, atom: impl FnOnce(&Ctx<'js>) -> qjs::JSAtom) -> Option<Property<'js>> {
    if object.is_proxy() {
        return None;
    }
    let ctx = object.ctx();
    let raw = ctx.as_raw().as_ptr();
    let mut found = MaybeUninit::<qjs::JSPropertyDescriptor>::uninit();
    let atom = atom(ctx);
    if atom == qjs::JS_ATOM_NULL {
        let _ = ctx.catch();
        return None;
    }
    // SAFETY: context and object are alive, and the atom was made for this call, which ends its life. The engine
    // fills the descriptor exactly if it answers 1; the three values in it then belong to us.
    let (flags, value) = unsafe {
        let answer = qjs::JS_GetOwnProperty(raw, found.as_mut_ptr(), object.as_raw(), atom);
        qjs::JS_FreeAtom(raw, atom);
        if answer != 1 {
            if answer < 0 {
                let _ = ctx.catch();
            }
            return None;
        }
        let found = found.assume_init();
        drop(Value::from_raw(ctx.clone(), found.getter));
        drop(Value::from_raw(ctx.clone(), found.setter));
        (found.flags.unsigned_abs(), Value::from_raw(ctx.clone(), found.value))
    };
    Some(Property {
        enumerable: flags & qjs::JS_PROP_ENUMERABLE != 0,
        writable: flags & qjs::JS_PROP_WRITABLE != 0,
        value: (flags & qjs::JS_PROP_GETSET == 0).then_some(value),
    })
}

/// A text the engine has compiled, good for every realm of this process.
#[derive(Debug)]
pub(crate) struct Compiled(Vec<u8>);

impl Compiled {
    /// Compiles a text that stands in `file`, in sloppy mode. With `native`, its functions print as the engine's own
    /// do: `function f() { [native code] }`.
    ///
    /// # Errors
    /// When the text does not parse; the error waits in the context.
    pub(crate) fn new(ctx: &Ctx<'_>, file: &str, text: &str, native: bool) -> Result<Self> {
        let (file, source) = (CString::new(file)?, CString::new(text)?);
        let flags = qjs::JS_EVAL_TYPE_GLOBAL | qjs::JS_EVAL_FLAG_COMPILE_ONLY;
        let raw = ctx.as_raw().as_ptr();
        let mut length = 0;
        // SAFETY: context and texts are alive, the text is followed by a zero byte that `text.len()` does not count,
        // and what the engine allocates is copied before it is given back.
        unsafe {
            let function = qjs::JS_Eval(raw, source.as_ptr(), text.len() as _, file.as_ptr(), flags as _);
            let function = checked(ctx, function)?;
            let stripped = if native { qjs::JS_WRITE_OBJ_STRIP_SOURCE } else { 0 };
            let kind = qjs::JS_WRITE_OBJ_BYTECODE | stripped;
            let start = qjs::JS_WriteObject(raw, &mut length, function.as_raw(), kind as _);
            if start.is_null() {
                return Err(rquickjs::Error::Exception);
            }
            let bytes = std::slice::from_raw_parts(start, length as usize).to_vec();
            qjs::js_free(raw, start.cast());
            Ok(Self(bytes))
        }
    }

    /// How many bytes it takes.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Evaluates the text.
    ///
    /// # Errors
    /// When it throws, or the engine has no memory for it; the error waits in the context.
    pub(crate) fn evaluate<'js>(&self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let raw = ctx.as_raw().as_ptr();
        // SAFETY: context and bytes are alive, and only `new` makes such bytes: they are what this engine wrote.
        // Evaluating takes the function over.
        unsafe {
            let flags = qjs::JS_READ_OBJ_BYTECODE as _;
            let function = qjs::JS_ReadObject(raw, self.0.as_ptr(), self.0.len() as _, flags);
            if qjs::JS_IsException(function) {
                return Err(rquickjs::Error::Exception);
            }
            checked(ctx, qjs::JS_EvalFunction(raw, function))
        }
    }
}

/// # Safety
/// `raw` must be a value that belongs to the caller.
unsafe fn checked<'js>(ctx: &Ctx<'js>, raw: qjs::JSValue) -> Result<Value<'js>> {
    if unsafe { qjs::JS_IsException(raw) } {
        return Err(rquickjs::Error::Exception);
    }
    // SAFETY: the caller's.
    Ok(unsafe { Value::from_raw(ctx.clone(), raw) })
}

/// UTF-8 in which each surrogate that stands alone, three bytes long, is replaced by one U+FFFD.
fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                return text;
            }
            Err(error) => {
                let (valid, after) = rest.split_at(error.valid_up_to());
                text.push_str(&String::from_utf8_lossy(valid));
                text.push(char::REPLACEMENT_CHARACTER);
                let surrogate = matches!(after, [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..]);
                rest = after.get(if surrogate { 3 } else { 1 }..).unwrap_or_default();
            }
        }
    }
}

impl<'js> rquickjs::IntoJs<'js> for Bytes {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        Ok(TypedArray::<u8>::new(ctx.clone(), self.0)?.into_value())
    }
}

#[cfg(test)]
mod tests {
    use super::lossy;

    #[test]
    fn a_lone_surrogate_becomes_one_replacement_character() {
        assert_eq!(lossy(b"a\xed\xa0\x80b"), "a\u{fffd}b");
        assert_eq!(lossy(b"\xed\xb0\x80"), "\u{fffd}");
        assert_eq!(lossy("gr\u{fc}n".as_bytes()), "gr\u{fc}n");
        assert_eq!(lossy(b"\xff"), "\u{fffd}");
    }
}
