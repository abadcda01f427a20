//! What a script gets from `require`, one file a module.

use super::internal::{source, Source};
use crate::connection::Drivers;
use crate::packages::{node, Request};

/// Where what a script requires comes from, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of our own stand-ins for an npm package, by its file.
    BuiltIn(&'static str),
    /// One of Node's own, by its file.
    Node(&'static str),
    /// One of Node's own that is not there.
    NoSuchNode,
    /// A package from `node_modules`, or nothing.
    Package,
}

/// Packages that open a way to a legacy store, or are native code: ours stand in for them wherever they are required.
/// Of any other that is built in, a package gets the real one if it is installed: it was written for its version.
const ALWAYS_OURS: [&str; 11] =
    ["argon2", "bcrypt", "ibm_db", "ldapjs", "mongodb", "mssql", "mysql", "mysql2", "oracledb", "pg", "tedious"];

/// Where `request` comes from, by its name alone. [`Origin::BuiltIn`] gives way to an installed package where
/// `gives_way` says so.
pub fn origin(request: &str) -> Origin {
    let Some(asked) = Request::read(request) else { return Origin::Package };
    let name = asked.path();
    let known = MODULES.iter().map(|module| module.name).find(|known| *known == name);
    let is_node = node::is_node(&name) && asked.version.is_none();
    match known {
        Some(file) if node::is_node(file) => Origin::Node(file),
        _ if asked.is_node || is_node => Origin::NoSuchNode,
        Some(file) => Origin::BuiltIn(file),
        None => Origin::Package,
    }
}

/// Whether one of our stand-ins is only taken where the real package is not installed; never for the script itself,
/// unless it is to have the real ones.
pub(crate) fn gives_way(file: &str, drivers: Drivers, by_package: bool) -> bool {
    let package = file.split('/').next().unwrap_or(file);
    drivers == Drivers::Npm || (by_package && !ALWAYS_OURS.contains(&package))
}

/// All of them, by the name a script requires. Later names for the same file are aliases.
pub const MODULES: &[Source] = &[
    source!("assert", "assert.js"),
    source!("assert/strict", "assert_strict.js"),
    source!("async_hooks", "async_hooks.js"),
    source!("axios", "axios.js"),
    source!("bcrypt", "bcrypt.js"),
    source!("bcryptjs", "bcryptjs.js"),
    source!("buffer", "buffer.js"),
    source!("child_process", "child_process.js"),
    source!("cluster", "cluster.js"),
    source!("constants", "constants.js"),
    source!("crypto", "crypto.js"),
    source!("dgram", "dgram.js"),
    source!("diagnostics_channel", "diagnostics_channel.js"),
    source!("dns", "dns.js"),
    source!("dns/promises", "dns_promises.js"),
    source!("domain", "domain.js"),
    source!("events", "events.js"),
    source!("fs", "fs.js"),
    source!("fs/promises", "fs_promises.js"),
    source!("http", "http.js"),
    source!("http2", "http2.js"),
    source!("https", "https.js"),
    source!("inspector", "inspector.js"),
    source!("inspector/promises", "inspector_promises.js"),
    source!("module", "module.js"),
    source!("mysql", "mysql.js"),
    source!("mysql2", "mysql2.js"),
    source!("mysql2/promise", "mysql2_promise.js"),
    source!("net", "net.js"),
    source!("node-fetch", "node_fetch.js"),
    source!("os", "os.js"),
    source!("path", "path.js"),
    source!("path/posix", "path_posix.js"),
    source!("pg", "pg.js"),
    source!("process", "process.js"),
    source!("punycode", "punycode.js"),
    source!("querystring", "querystring.js"),
    source!("readline", "readline.js"),
    source!("readline/promises", "readline_promises.js"),
    source!("repl", "repl.js"),
    source!("request", "request.js"),
    source!("stream", "stream.js"),
    source!("stream/consumers", "stream_consumers.js"),
    source!("stream/promises", "stream_promises.js"),
    source!("string_decoder", "string_decoder.js"),
    source!("sys", "sys.js"),
    source!("timers", "timers.js"),
    source!("timers/promises", "timers_promises.js"),
    source!("tls", "tls.js"),
    source!("trace_events", "trace_events.js"),
    source!("tty", "tty.js"),
    source!("url", "url.js"),
    source!("util", "util.js"),
    source!("util/types", "util_types.js"),
    source!("v8", "v8.js"),
    source!("vm", "vm.js"),
    source!("wasi", "wasi.js"),
    source!("worker_threads", "worker_threads.js"),
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
    source!("dns/lookup", "dns/lookup.js"),
    source!("dns/resolver", "dns/resolver.js"),
    source!("http/agent", "http/agent.js"),
    source!("http/client", "http/client.js"),
    source!("http/incoming", "http/incoming.js"),
    source!("http/line", "http/line.js"),
    source!("http/options", "http/options.js"),
    source!("http/outgoing", "http/outgoing.js"),
    source!("http/server", "http/server.js"),
    source!("http/words", "http/words.js"),
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
    source!("net/addresses", "net/addresses.js"),
    source!("net/connecting", "net/connecting.js"),
    source!("net/handle", "net/handle.js"),
    source!("net/socket", "net/socket.js"),
    source!("node_fetch/body", "node_fetch/body.js"),
    source!("node_fetch/errors", "node_fetch/errors.js"),
    source!("node_fetch/headers", "node_fetch/headers.js"),
    source!("node_fetch/request", "node_fetch/request.js"),
    source!("node_fetch/response", "node_fetch/response.js"),
    source!("node_fetch/send", "node_fetch/send.js"),
    source!("pg/client", "pg/client.js"),
    source!("pg/oids", "pg/oids.js"),
    source!("pg/pool", "pg/pool.js"),
    source!("pg/query", "pg/query.js"),
    source!("pg/result", "pg/result.js"),
    source!("pg/settings", "pg/settings.js"),
    source!("pg/types", "pg/types.js"),
    source!("pg/values", "pg/values.js"),
    source!("request/answer", "request/answer.js"),
    source!("request/auth", "request/auth.js"),
    source!("request/body", "request/body.js"),
    source!("request/client", "request/client.js"),
    source!("request/cookies", "request/cookies.js"),
    source!("request/headers", "request/headers.js"),
    source!("request/patience", "request/patience.js"),
    source!("request/redirect", "request/redirect.js"),
    source!("stream/abort", "stream/abort.js"),
    source!("stream/destroy", "stream/destroy.js"),
    source!("stream/duplex", "stream/duplex.js"),
    source!("stream/duplex_from", "stream/duplex_from.js"),
    source!("stream/errors", "stream/errors.js"),
    source!("stream/finished", "stream/finished.js"),
    source!("stream/iterate", "stream/iterate.js"),
    source!("stream/legacy", "stream/legacy.js"),
    source!("stream/operators", "stream/operators.js"),
    source!("stream/pipe", "stream/pipe.js"),
    source!("stream/pipeline", "stream/pipeline.js"),
    source!("stream/readable", "stream/readable.js"),
    source!("stream/state", "stream/state.js"),
    source!("stream/transform", "stream/transform.js"),
    source!("stream/wrap", "stream/wrap.js"),
    source!("stream/writable", "stream/writable.js"),
    source!("tls/certificate", "tls/certificate.js"),
    source!("tls/socket", "tls/socket.js"),
];
