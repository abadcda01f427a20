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
    source!("internal/collation", "collation.js"),
    source!("internal/commonjs", "commonjs.js"),
    source!("internal/connection_url", "connection_url.js"),
    source!("internal/context", "context.js"),
    source!("internal/date_words", "date_words.js"),
    source!("internal/crypto/bytes", "crypto/bytes.js"),
    source!("internal/crypto/certificate", "crypto/certificate.js"),
    source!("internal/crypto/cipher", "crypto/cipher.js"),
    source!("internal/crypto/cipher_info", "crypto/cipher_info.js"),
    source!("internal/crypto/cipher_table", "crypto/cipher_table.js"),
    source!("internal/crypto/constants", "crypto/constants.js"),
    source!("internal/crypto/crypto_key", "crypto/crypto_key.js"),
    source!("internal/crypto/der", "crypto/der.js"),
    source!("internal/crypto/derive", "crypto/derive.js"),
    source!("internal/crypto/diffie_hellman", "crypto/diffie_hellman.js"),
    source!("internal/crypto/ecdh", "crypto/ecdh.js"),
    source!("internal/crypto/encrypted_keys", "crypto/encrypted_keys.js"),
    source!("internal/crypto/export_key", "crypto/export_key.js"),
    source!("internal/crypto/generate", "crypto/generate.js"),
    source!("internal/crypto/hash", "crypto/hash.js"),
    source!("internal/crypto/jwk", "crypto/jwk.js"),
    source!("internal/crypto/key_object", "crypto/key_object.js"),
    source!("internal/crypto/keys", "crypto/keys.js"),
    source!("internal/crypto/lazy_transform", "crypto/lazy_transform.js"),
    source!("internal/crypto/oids", "crypto/oids.js"),
    source!("internal/crypto/openssl_error", "crypto/openssl_error.js"),
    source!("internal/crypto/pem", "crypto/pem.js"),
    source!("internal/crypto/primes", "crypto/primes.js"),
    source!("internal/crypto/public_cipher", "crypto/public_cipher.js"),
    source!("internal/crypto/read_key", "crypto/read_key.js"),
    source!("internal/crypto/rsa", "crypto/rsa.js"),
    source!("internal/crypto/sign", "crypto/sign.js"),
    source!("internal/crypto/signatures", "crypto/signatures.js"),
    source!("internal/crypto/subtle", "crypto/subtle.js"),
    source!("internal/crypto/subtle_algorithms", "crypto/subtle_algorithms.js"),
    source!("internal/crypto/subtle_keys", "crypto/subtle_keys.js"),
    source!("internal/crypto/subtle_operations", "crypto/subtle_operations.js"),
    source!("internal/crypto/x509", "crypto/x509.js"),
    source!("internal/deep_equal", "deep_equal.js"),
    source!("internal/describe", "describe.js"),
    source!("internal/digests", "digests.js"),
    source!("internal/encodings", "encodings.js"),
    source!("internal/format", "format.js"),
    source!("internal/inspect", "inspect.js"),
    source!("internal/inspect_colors", "inspect_colors.js"),
    source!("internal/inspect_error", "inspect_error.js"),
    source!("internal/inspect_layout", "inspect_layout.js"),
    source!("internal/inspect_name", "inspect_name.js"),
    source!("internal/json", "json.js"),
    source!("internal/json_words", "json_words.js"),
    source!("internal/kinds", "kinds.js"),
    source!("internal/legacy_url", "legacy_url.js"),
    source!("internal/local_words", "local_words.js"),
    source!("internal/locales", "locales.js"),
    source!("internal/magic_globals", "magic_globals.js"),
    source!("internal/network_error", "network_error.js"),
    source!("internal/node_errors", "node_errors.js"),
    source!("internal/number_words", "number_words.js"),
    source!("internal/emitter", "emitter.js"),
    source!("internal/package_arithmetic", "package_arithmetic.js"),
    source!("internal/process_facts", "process_facts.js"),
    source!("internal/process_streams", "process_streams.js"),
    source!("internal/process_warnings", "process_warnings.js"),
    source!("internal/promises", "promises.js"),
    source!("internal/quote", "quote.js"),
    source!("internal/require", "require.js"),
    source!("internal/stack", "stack.js"),
    source!("internal/system_errors", "system_errors.js"),
    source!("internal/tasks", "tasks.js"),
    source!("internal/table", "table.js"),
    source!("internal/time_zones", "time_zones.js"),
    source!("internal/uncaught", "uncaught.js"),
    source!("internal/v8_messages", "v8_messages.js"),
    source!("internal/webcrypto", "webcrypto.js"),
    source!("internal/wire", "wire.js"),
];

/// Sets up a realm; evaluated first.
pub(crate) const BOOTSTRAP: &str = include_str!("bootstrap.js");
