//! What a script gets from `require`, one file a module.

use super::internal::{source, Source};

/// All of them, by the name a script requires. Later names for the same file are aliases.
pub const MODULES: &[Source] = &[
    source!("buffer", "buffer.js"),
    source!("crypto", "crypto.js"),
    source!("path", "path.js"),
    source!("querystring", "querystring.js"),
    source!("url", "url.js"),
];
