//! Going back in time is running again: from the same notes a run prints the same, and the store is not asked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use std::time::Duration;

use loginscope::legacy::{Nobody, Reply, Request, Store};
use loginscope::sandbox::World;
use realm::{printed, run_in, STARTED_AT_MS};

/// Must not be asked.
struct Untouchable;

impl Store for Untouchable {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        panic!("asked again: {request:?}")
    }
}

const SCRIPT: &str = "(function () { return (async function login(identifier, password, callback) {
    const crypto = require('crypto');
    console.log(crypto.randomBytes(8), crypto.randomUUID(), crypto.randomInt(1000), Math.random(), Date.now());
    console.log(crypto.pbkdf2Sync(password, crypto.randomBytes(8), 1000, 16, 'sha256'), performance.now());
    crypto.scrypt(password, 'salt', 16, { N: 1024 }, (error, key) => console.log(key, performance.now()));
    await fetch('http://127.0.0.1:9/').catch((error) => console.log(error.cause.code, performance.now()));
    console.log(crypto.randomBytes(4));
}) })";

#[test]
fn a_second_run_over_the_same_notes_prints_the_same() {
    let (first, notes) = run_in(|| World::new(Box::new(Nobody), STARTED_AT_MS), SCRIPT.to_owned());
    let again = move || World::again(Box::new(Untouchable), STARTED_AT_MS, notes.into());
    let (second, _) = run_in(again, SCRIPT.to_owned());
    assert_eq!(printed(&first), printed(&second));
    assert_eq!(first.console.len(), 5, "{}", printed(&first));
}

#[test]
fn a_derivation_that_would_take_minutes_is_refused() {
    let run = realm::run(
        "const crypto = require('crypto');
         try { crypto.pbkdf2Sync('p', 's', 2000000000, 64, 'sha512'); } catch (e) { console.log(e.name, e.message); }
         try { crypto.scryptSync('p', 's', 64, { N: 2 ** 24, maxmem: 2 ** 40 }); } catch (e) { console.log(e.name, e.message); }
         try { crypto.pbkdf2Sync('p', 's', 1, 2 ** 30, 'sha1'); } catch (e) { console.log(e.name, e.message); }",
    );
    assert_eq!(
        printed(&run),
        "RangeError pbkdf2 with 2000000000 rounds is more than is computed here\n\
         RangeError Invalid scrypt params: memory limit exceeded\n\
         RangeError a key of 1073741824 bytes is longer than is computed here\n"
    );
}
