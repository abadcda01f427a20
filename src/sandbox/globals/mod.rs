//! The globals of Node that a script may touch, each loaded when it is first read.

use super::internal::{source, Source};

/// Global names and the file that makes them: the file exports an object with these names.
pub(crate) struct Global {
    /// The names it defines on `globalThis`.
    pub(crate) names: &'static [&'static str],
    /// The file.
    pub(crate) source: Source,
}

/// All of them.
pub(crate) const GLOBALS: &[Global] = &[
    Global { names: &["AbortController", "AbortSignal"], source: source!("globals/abort", "abort.js") },
    Global { names: &["atob", "btoa"], source: source!("globals/base64", "base64.js") },
    Global { names: &["Blob", "File"], source: source!("globals/blob", "blob.js") },
    Global { names: &["Buffer"], source: source!("globals/buffer", "buffer.js") },
    Global { names: &["console"], source: source!("globals/console", "console.js") },
    Global {
        names: &["crypto", "Crypto", "CryptoKey", "SubtleCrypto"],
        source: source!("globals/crypto", "crypto.js"),
    },
    Global {
        names: &["CustomEvent", "Event", "EventTarget"],
        source: source!("globals/event_target", "event_target.js"),
    },
    Global { names: &["fetch"], source: source!("globals/fetch", "fetch.js") },
    Global { names: &["FormData"], source: source!("globals/form_data", "form_data.js") },
    Global { names: &["Headers"], source: source!("globals/headers", "headers.js") },
    Global {
        names: &[
            "performance",
            "Performance",
            "PerformanceEntry",
            "PerformanceMark",
            "PerformanceMeasure",
            "PerformanceObserver",
            "PerformanceObserverEntryList",
            "PerformanceResourceTiming",
        ],
        source: source!("globals/performance", "performance.js"),
    },
    Global { names: &["process"], source: source!("globals/process", "process.js") },
    Global { names: &["Intl"], source: source!("globals/intl", "intl.js") },
    Global {
        names: &["BroadcastChannel", "MessageChannel", "MessageEvent", "MessagePort"],
        source: source!("globals/messaging", "messaging.js"),
    },
    Global { names: &["Navigator", "WebSocket", "navigator"], source: source!("globals/navigator", "navigator.js") },
    Global { names: &["Request"], source: source!("globals/request", "request.js") },
    Global { names: &["Response"], source: source!("globals/response", "response.js") },
    Global { names: &["structuredClone"], source: source!("globals/structured_clone", "structured_clone.js") },
    Global { names: &["TextDecoder", "TextEncoder"], source: source!("globals/text", "text.js") },
    Global {
        names: &[
            "setTimeout",
            "clearTimeout",
            "setInterval",
            "clearInterval",
            "setImmediate",
            "clearImmediate",
            "queueMicrotask",
        ],
        source: source!("globals/timers", "timers.js"),
    },
    Global { names: &["URL", "URLSearchParams"], source: source!("globals/url", "url.js") },
];
