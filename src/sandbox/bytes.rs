//! Copies bytes out of JavaScript buffers. The only file of the crate with `unsafe` in it.
#![allow(unsafe_code)]

use rquickjs::{ArrayBuffer, Ctx, Exception, FromJs, Result, TypedArray, Value};

/// Bytes that came from a string (as UTF-8), an `ArrayBuffer`, a `Uint8Array` or a `Buffer`; returned to
/// JavaScript as a `Uint8Array`.
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl<'js> FromJs<'js> for Bytes {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        if let Some(text) = value.as_string() {
            return Ok(Self(text.to_string()?.into_bytes()));
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

impl<'js> rquickjs::IntoJs<'js> for Bytes {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        Ok(TypedArray::<u8>::new(ctx.clone(), self.0)?.into_value())
    }
}
