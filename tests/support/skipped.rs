//! What is not there to test with: said once to whoever runs the tests, or a failure where everything must be there.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Mutex;

static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Says that tests are skipped because of `what`; fails with it under `LOGINSCOPE_REQUIRE_LIVE=1`.
pub fn skipped(what: &str) {
    assert!(std::env::var_os("LOGINSCOPE_REQUIRE_LIVE").is_none(), "{what}");
    if SAID.lock().is_ok_and(|mut said| said.insert(what.to_owned())) {
        // `eprintln!` is kept back for tests that pass, and these do.
        let _closed = writeln!(std::io::stderr(), "\nskipped: {what}");
    }
}
