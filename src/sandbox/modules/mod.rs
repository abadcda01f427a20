//! What a script gets from `require`, one file a module.

use super::internal::{source, Source};

/// All of them, by the name a script requires. Later names for the same file are aliases.
pub const MODULES: &[Source] = &[
    source!("axios", "axios.js"),
    source!("bcrypt", "bcrypt.js"),
    source!("bcryptjs", "bcryptjs.js"),
    source!("buffer", "buffer.js"),
    source!("mysql", "mysql.js"),
    source!("mysql2", "mysql2.js"),
    source!("mysql2/promise", "mysql2_promise.js"),
    source!("path", "path.js"),
    source!("pg", "pg.js"),
    source!("querystring", "querystring.js"),
    source!("url", "url.js"),
];

/// What several modules are made of, or one module that is more than a file; no script can require these.
pub(crate) const PARTS: &[Source] = &[
    source!("axios/body", "axios/body.js"),
    source!("axios/client", "axios/client.js"),
    source!("axios/config", "axios/config.js"),
    source!("axios/errors", "axios/errors.js"),
    source!("axios/headers", "axios/headers.js"),
    source!("axios/send", "axios/send.js"),
    source!("axios/url", "axios/url.js"),
    source!("bcrypt/text", "bcrypt/text.js"),
    source!("mysql/columns", "mysql/columns.js"),
    source!("mysql/connection", "mysql/connection.js"),
    source!("mysql/errors", "mysql/errors.js"),
    source!("mysql/pool", "mysql/pool.js"),
    source!("mysql/query", "mysql/query.js"),
    source!("mysql/session", "mysql/session.js"),
    source!("mysql/settings", "mysql/settings.js"),
    source!("mysql/sql_string", "mysql/sql_string.js"),
    source!("mysql2/connection", "mysql2/connection.js"),
    source!("mysql2/pool", "mysql2/pool.js"),
    source!("mysql2/promises", "mysql2/promises.js"),
    source!("mysql2/query", "mysql2/query.js"),
    source!("mysql2/statement", "mysql2/statement.js"),
    source!("pg/client", "pg/client.js"),
    source!("pg/oids", "pg/oids.js"),
    source!("pg/pool", "pg/pool.js"),
    source!("pg/query", "pg/query.js"),
    source!("pg/result", "pg/result.js"),
    source!("pg/settings", "pg/settings.js"),
    source!("pg/types", "pg/types.js"),
    source!("pg/values", "pg/values.js"),
];
