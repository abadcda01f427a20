//! The names that are Node's own.

/// Modules of Node 22 by the names `require` knows them by, without those that begin with an underscore.
const NAMES: [&str; 53] = [
    "assert",
    "assert/strict",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "dns/promises",
    "domain",
    "events",
    "fs",
    "fs/promises",
    "http",
    "http2",
    "https",
    "inspector",
    "inspector/promises",
    "module",
    "net",
    "os",
    "path",
    "path/posix",
    "path/win32",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "readline/promises",
    "repl",
    "stream",
    "stream/consumers",
    "stream/promises",
    "stream/web",
    "string_decoder",
    "sys",
    "timers",
    "timers/promises",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "util/types",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
];

/// `zlib`, and what Node keeps for its own use but lets be required.
const MORE: [&str; 14] = [
    "zlib",
    "_http_agent",
    "_http_client",
    "_http_common",
    "_http_incoming",
    "_http_outgoing",
    "_http_server",
    "_stream_duplex",
    "_stream_passthrough",
    "_stream_readable",
    "_stream_transform",
    "_stream_writable",
    "_tls_common",
    "_tls_wrap",
];

/// All of them.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(MORE)
}

/// Whether `request` (`fs`, `node:fs`) means one of Node's own, whether it is there or not.
pub fn is_node(request: &str) -> bool {
    let name = request.strip_prefix("node:");
    let only_so = ["test", "test/reporters", "sea", "sqlite"];
    name.is_some_and(|name| only_so.contains(&name)) || names().any(|known| known == name.unwrap_or(request))
}
