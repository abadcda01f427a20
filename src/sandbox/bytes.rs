//! Bytes, text and proxies of JavaScript as the engine holds them. The only file of the crate with `unsafe` in it.
#![allow(unsafe_code)]

use rquickjs::{qjs, ArrayBuffer, Ctx, Exception, FromJs, Result, TypedArray, Value};

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

fn text_of<'js>(ctx: &Ctx<'js>, text: &rquickjs::String<'js>) -> Result<String> {
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
