//! JavaScript shared by globals and modules: a file is one CommonJS module that the others `require` by
//! `internal/<name>`. It runs in the realm but is never stepped into and never shown in a stack.

/// A piece of our own JavaScript.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The name it is required by.
    pub name: &'static str,
    /// Its text: the body of a function of `exports, module, require, host`.
    pub text: &'static str,
}

/// Makes a [`Source`] of a file beside the table it stands in.
macro_rules! source {
    ($name:literal, $file:literal) => {
        $crate::sandbox::internal::Source { name: $name, text: include_str!($file) }
    };
}
pub(crate) use source;

/// All of them.
pub(crate) const INTERNAL: &[Source] = &[
    source!("internal/absent", "absent.js"),
    source!("internal/access", "access.js"),
    source!("internal/auth0_errors", "auth0_errors.js"),
    source!("internal/body", "body.js"),
    source!("internal/body_stream", "body_stream.js"),
    source!("internal/buffer_bytes", "buffer_bytes.js"),
    source!("internal/buffer_numbers", "buffer_numbers.js"),
    source!("internal/callback", "callback.js"),
    source!("internal/clock", "clock.js"),
    source!("internal/callables", "callables.js"),
    source!("internal/commonjs", "commonjs.js"),
    source!("internal/connection_url", "connection_url.js"),
    source!("internal/context", "context.js"),
    source!("internal/deep_equal", "deep_equal.js"),
    source!("internal/describe", "describe.js"),
    source!("internal/digests", "digests.js"),
    source!("internal/encodings", "encodings.js"),
    source!("internal/format", "format.js"),
    source!("internal/inspect", "inspect.js"),
    source!("internal/inspect_error", "inspect_error.js"),
    source!("internal/inspect_layout", "inspect_layout.js"),
    source!("internal/inspect_name", "inspect_name.js"),
    source!("internal/json", "json.js"),
    source!("internal/json_words", "json_words.js"),
    source!("internal/kinds", "kinds.js"),
    source!("internal/legacy_url", "legacy_url.js"),
    source!("internal/magic_globals", "magic_globals.js"),
    source!("internal/network_error", "network_error.js"),
    source!("internal/node_errors", "node_errors.js"),
    source!("internal/emitter", "emitter.js"),
    source!("internal/process_facts", "process_facts.js"),
    source!("internal/process_streams", "process_streams.js"),
    source!("internal/process_warnings", "process_warnings.js"),
    source!("internal/promises", "promises.js"),
    source!("internal/quote", "quote.js"),
    source!("internal/require", "require.js"),
    source!("internal/stack", "stack.js"),
    source!("internal/tasks", "tasks.js"),
    source!("internal/table", "table.js"),
    source!("internal/uncaught", "uncaught.js"),
    source!("internal/v8_messages", "v8_messages.js"),
    source!("internal/webcrypto", "webcrypto.js"),
    source!("internal/wire", "wire.js"),
];

/// Sets up a realm; evaluated first.
pub(crate) const BOOTSTRAP: &str = include_str!("bootstrap.js");
