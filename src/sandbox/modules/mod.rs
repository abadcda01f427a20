//! What a script gets from `require`, one file a module.

use super::internal::{source, Source};

/// All of them, by the name a script requires. Later names for the same file are aliases.
pub const MODULES: &[Source] = &[
    source!("assert", "assert.js"),
    source!("assert/strict", "assert_strict.js"),
    source!("buffer", "buffer.js"),
    source!("crypto", "crypto.js"),
    source!("events", "events.js"),
    source!("os", "os.js"),
    source!("path", "path.js"),
    source!("path/posix", "path_posix.js"),
    source!("process", "process.js"),
    source!("querystring", "querystring.js"),
    source!("string_decoder", "string_decoder.js"),
    source!("timers", "timers.js"),
    source!("timers/promises", "timers_promises.js"),
    source!("url", "url.js"),
    source!("util", "util.js"),
    source!("util/types", "util_types.js"),
];
