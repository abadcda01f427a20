//! The built-in functions and methods that are known to change nothing.

/// What a built-in does with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// Takes them as values.
    Plain,
    /// Calls the one with this index; without one it is no built-in.
    Calls(usize),
    /// Calls the one with this index if it is a function.
    MayCall(usize),
    /// Looks for the first one, and may call the second.
    Pattern,
}

use Reader::{Calls, MayCall, Pattern, Plain};

/// Methods, whatever object they are called on.
#[rustfmt::skip]
pub(super) const METHODS: &[(&str, Reader)] = &[
    // Text.
    ("at", Plain), ("charAt", Plain), ("charCodeAt", Plain), ("codePointAt", Plain), ("concat", Plain),
    ("endsWith", Plain), ("includes", Plain), ("indexOf", Plain), ("lastIndexOf", Plain), ("localeCompare", Plain),
    ("match", Pattern), ("matchAll", Plain), ("normalize", Plain), ("padEnd", Plain), ("padStart", Plain),
    ("repeat", Plain), ("replace", Pattern), ("replaceAll", Pattern), ("search", Plain), ("slice", Plain),
    ("split", Plain), ("startsWith", Plain), ("substr", Plain), ("substring", Plain), ("toLocaleLowerCase", Plain),
    ("toLocaleUpperCase", Plain), ("toLowerCase", Plain), ("toUpperCase", Plain), ("trim", Plain),
    ("trimEnd", Plain), ("trimStart", Plain),
    // Arrays, `Map`, `Set`.
    ("entries", Plain), ("every", Calls(0)), ("filter", Calls(0)), ("find", Calls(0)), ("findIndex", Calls(0)),
    ("findLast", Calls(0)), ("findLastIndex", Calls(0)), ("flat", Plain), ("flatMap", Calls(0)), ("get", Plain),
    ("has", Plain), ("join", Plain), ("keys", Plain), ("map", Calls(0)), ("reduce", Calls(0)),
    ("reduceRight", Calls(0)), ("some", Calls(0)), ("toReversed", Plain), ("toSorted", MayCall(0)),
    ("values", Plain), ("with", Plain),
    // Numbers and dates.
    ("getDate", Plain), ("getDay", Plain), ("getFullYear", Plain), ("getHours", Plain), ("getMilliseconds", Plain),
    ("getMinutes", Plain), ("getMonth", Plain), ("getSeconds", Plain), ("getTime", Plain),
    ("getTimezoneOffset", Plain), ("getUTCDate", Plain), ("getUTCDay", Plain), ("getUTCFullYear", Plain),
    ("getUTCHours", Plain), ("getUTCMilliseconds", Plain), ("getUTCMinutes", Plain), ("getUTCMonth", Plain),
    ("getUTCSeconds", Plain), ("toDateString", Plain), ("toExponential", Plain), ("toFixed", Plain),
    ("toISOString", Plain), ("toJSON", Plain), ("toLocaleDateString", Plain), ("toLocaleTimeString", Plain),
    ("toPrecision", Plain), ("toTimeString", Plain), ("toUTCString", Plain),
    // Any object; buffers.
    ("equals", Plain), ("hasOwnProperty", Plain), ("isPrototypeOf", Plain), ("propertyIsEnumerable", Plain),
    ("toLocaleString", Plain), ("toString", Plain), ("valueOf", Plain),
];

/// Functions by their full name. All of `Math` but `random` belongs to them.
#[rustfmt::skip]
pub(super) const FUNCTIONS: &[(&str, Reader)] = &[
    ("Array.from", MayCall(1)), ("Array.isArray", Plain), ("Array.of", Plain),
    ("BigInt", Plain), ("Boolean", Plain),
    ("Buffer.byteLength", Plain), ("Buffer.compare", Plain), ("Buffer.from", Plain), ("Buffer.isBuffer", Plain),
    ("Date", Plain), ("Date.UTC", Plain), ("Date.now", Plain), ("Date.parse", Plain),
    ("JSON.parse", MayCall(1)), ("JSON.stringify", MayCall(1)),
    ("Number", Plain), ("Number.isFinite", Plain), ("Number.isInteger", Plain), ("Number.isNaN", Plain),
    ("Number.isSafeInteger", Plain), ("Number.parseFloat", Plain), ("Number.parseInt", Plain),
    ("Object", Plain), ("Object.entries", Plain), ("Object.fromEntries", Plain),
    ("Object.getOwnPropertyDescriptor", Plain), ("Object.getOwnPropertyNames", Plain),
    ("Object.getPrototypeOf", Plain), ("Object.hasOwn", Plain), ("Object.is", Plain), ("Object.isFrozen", Plain),
    ("Object.isSealed", Plain), ("Object.keys", Plain), ("Object.values", Plain),
    ("String", Plain), ("String.fromCharCode", Plain), ("String.fromCodePoint", Plain),
    ("decodeURI", Plain), ("decodeURIComponent", Plain), ("encodeURI", Plain), ("encodeURIComponent", Plain),
    ("isFinite", Plain), ("isNaN", Plain), ("parseFloat", Plain), ("parseInt", Plain),
];

/// Those of them, and of the classes below, that go through their first argument.
pub(super) const GO_THROUGH: &[&str] =
    &["Array.from", "Map", "Object.fromEntries", "Set", "Uint8Array", "URLSearchParams"];

/// Classes whose objects can be made without changing anything.
#[rustfmt::skip]
pub(super) const MADE: &[&str] = &[
    "Array", "Boolean", "Date", "Error", "Map", "Number", "Object", "RangeError", "RegExp", "Set", "String",
    "SyntaxError", "TypeError", "URL", "URLSearchParams", "Uint8Array",
];

/// What is usually called so asks somebody outside, with methods named like those of a `Map` or an array:
/// `axios.get`, `client.keys`.
#[rustfmt::skip]
pub(super) const ASKED: &[&str] = &[
    "axios", "client", "collection", "conn", "connection", "db", "got", "http", "https", "knex", "needle", "pool",
    "redis", "request", "superagent",
];
