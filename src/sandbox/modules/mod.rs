//! What a script gets from `require`, one file a module.

use super::internal::{source, Source};

/// All of them, by the name a script requires. Later names for the same file are aliases.
pub const MODULES: &[Source] = &[
    source!("bcrypt", "bcrypt.js"),
    source!("bcryptjs", "bcryptjs.js"),
    source!("buffer", "buffer.js"),
    source!("mysql", "mysql.js"),
    source!("path", "path.js"),
    source!("querystring", "querystring.js"),
    source!("url", "url.js"),
];

/// What several modules are made of, or one module that is more than a file; no script can require these.
pub(crate) const PARTS: &[Source] = &[
    source!("bcrypt/text", "bcrypt/text.js"),
    source!("mysql/columns", "mysql/columns.js"),
    source!("mysql/connection", "mysql/connection.js"),
    source!("mysql/errors", "mysql/errors.js"),
    source!("mysql/pool", "mysql/pool.js"),
    source!("mysql/query", "mysql/query.js"),
    source!("mysql/session", "mysql/session.js"),
    source!("mysql/sql_string", "mysql/sql_string.js"),
];
