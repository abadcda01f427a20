//! `bcrypt` and `bcryptjs`, against what bcrypt 6.0.0, bcryptjs 2.4.3 and bcryptjs 3 answer on Node 22.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/scripted_store.rs"]
mod scripted_store;

use loginscope::recording::OutcomeKind;
use scripted_store::{answer, evaluate, login, Scripted};
use serde_json::json;

const SALT: &str = "$2b$04$abcdefghijklmnopqrstuu";
const HASH: &str = "$2b$04$abcdefghijklmnopqrstuuyvPXIbu7xe6/CED2DzX8z6Si09MlzlW";

/// Each row: an expression over `b`, `S` (a salt), `H` (the hash of `pw`), `as(v)` (the hash with version `v`), `cb`
/// (a call with a callback), and what it gives.
fn table(module: &str, rows: &[(&str, serde_json::Value)]) {
    let before = format!(
        "const b = require('{module}'); const S = '{SALT}'; const H = '{HASH}'; const as = (v) => '$' + v + H.slice(3);
         const cb = (f, ...args) => new Promise((resolve) =>
           b[f](...args, (...got) => resolve(got.map((x) => (x === undefined ? 'undefined' : x instanceof Error ? x.message : x)))));"
    );
    let expressions = rows.iter().map(|(expression, _)| *expression).collect::<Vec<_>>();
    let answers = evaluate(Scripted::default(), &before, &expressions);
    for ((expression, expected), answer) in rows.iter().zip(answers) {
        assert_eq!(&answer, expected, "{module}: {expression}");
    }
}

const INVALID_SALT: &str = "Error: Invalid salt. Salt must be in the form of: $Vers$log2(NumRounds)$saltvalue";
const HASH_TYPES: &str =
    "Error: data must be a string or Buffer and salt must either be a salt string or a number of rounds";

#[test]
fn bcrypt_hashes_as_the_native_module_does() {
    table(
        "bcrypt",
        &[
            ("b.hashSync('pw', S)", json!(HASH)),
            ("b.hashSync('pw', '$2a' + S.slice(3))", json!(HASH.replace("$2b", "$2a"))),
            (
                "b.hashSync('pw', '$2' + S.slice(3))",
                json!("$2$04$abcdefghijklmnopqrstuuow0Hojwm/Kj2YLbT8FWYVxz2Lh32ITG"),
            ),
            ("b.hashSync('', S)", json!("$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq")),
            ("b.hashSync('a\\0b', S)", json!("$2b$04$abcdefghijklmnopqrstuusjHI0zQHpOe3SFDK1IriYv6N79Gzr32")),
            ("b.hashSync('x'.repeat(72), S)", json!("$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i")),
            ("b.hashSync('x'.repeat(300), S)", json!("$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i")),
            ("b.hashSync('pässwörd€😀', S)", json!("$2b$04$abcdefghijklmnopqrstuufiRADj1exOQ2tuS1weDiQ1jvpW1Qy1e")),
            ("b.hashSync('\\ud800', S)", json!("$2b$04$abcdefghijklmnopqrstuuI/d60G9yEKkbzQXgj0pPZPU/egojLce")),
            ("b.hashSync('x', 3).slice(0, 7)", json!("$2b$04$")),
            ("b.hashSync('x', 4.7).slice(0, 7)", json!("$2b$04$")),
            ("b.hashSync('x', '$2y' + S.slice(3))", json!(INVALID_SALT)),
            ("b.hashSync('x', '10')", json!(INVALID_SALT)),
            ("b.hashSync('x', -1)", json!(INVALID_SALT)),
            ("b.hashSync('x', '$2b$99$abcdefghijklmnopqrstuu')", json!(INVALID_SALT)),
            ("b.hashSync('x')", json!("Error: data and salt arguments required")),
            ("b.hashSync(1, 10)", json!(HASH_TYPES)),
            ("b.hash('x', {})", json!(HASH_TYPES)),
            ("b.hash('x')", json!("Error: data and salt arguments required")),
            ("b.hash('x', 4, 5)", json!("Error: cb must be a function or null to return a Promise")),
            ("b.hash('pw', S)", json!(HASH)),
            ("cb('hash', 'pw', S)", json!(["undefined", HASH])),
            ("cb('hash', 'pw', 'bad')", json!([INVALID_SALT.trim_start_matches("Error: ")])),
            ("cb('hash', 'pw')", json!([HASH_TYPES.trim_start_matches("Error: ")])),
        ],
    );
}

#[test]
fn bcrypt_compares_as_the_native_module_does() {
    table(
        "bcrypt@5.0.1",
        &[
            ("b.compareSync('pw', H)", json!(true)),
            ("b.compareSync('no', H)", json!(false)),
            ("b.compareSync('pw', as('2a'))", json!(true)),
            ("b.compareSync('pw', as('2y'))", json!(false)),
            ("b.compareSync('pw', as('2x'))", json!(false)),
            ("b.compareSync('pw', H + 'x')", json!(false)),
            ("b.compareSync('pw', 'bad')", json!(false)),
            ("b.compareSync('pw')", json!("Error: data and hash arguments required")),
            ("b.compareSync('x', 5)", json!("Error: data must be a string or Buffer and hash must be a string")),
            ("b.compare('x', 5)", json!("Error: data and hash must be strings")),
            ("b.compare('pw', H)", json!(true)),
            ("cb('compare', 'pw', H)", json!(["undefined", true])),
            ("cb('compare', 'x', null)", json!(["data and hash arguments required"])),
            ("cb('compare', 'x')", json!(["data and hash arguments required"])),
            ("b.getRounds(H)", json!(4)),
            ("b.getRounds('x')", json!("Error: invalid hash provided")),
            ("b.genSaltSync(5, 'a').slice(0, 7)", json!("$2a$05$")),
            ("b.genSaltSync(32).length", json!(29)),
            ("b.genSaltSync('5')", json!("Error: rounds must be a number")),
            ("cb('genSalt', 5, 'y')", json!(["minor must be either \"a\" or \"b\""])),
            ("b.genSalt().then((s) => s.slice(0, 7))", json!("$2b$10$")),
        ],
    );
}

#[test]
fn bcryptjs_answers_in_its_own_words() {
    table(
        "bcryptjs@2.4.3",
        &[
            ("b.hashSync('pw', S)", json!(HASH)),
            ("b.hashSync('pw', '$2y' + S.slice(3))", json!(HASH.replace("$2b", "$2y"))),
            ("b.compareSync('pw', as('2y'))", json!(true)),
            ("b.compareSync('pw', as('2x'))", json!("Error: Invalid salt revision: x$")),
            ("b.compareSync('x', 5)", json!("Error: Illegal arguments: string, number")),
            ("b.compareSync('x', 'bad')", json!(false)),
            ("b.hashSync('x').slice(0, 7)", json!("$2a$10$")),
            ("b.hashSync('x', 'bad')", json!("Error: Invalid salt version: ba")),
            ("b.hashSync('x', '$2b$03$abcdefghijklmnopqrstuu')", json!("Error: Illegal number of rounds (4-31): 3")),
            ("b.hashSync('x', '$2b$4$abcdefghijklmnopqrstuu')", json!("Error: Missing salt rounds")),
            ("b.hashSync('x', '$2b$04$short')", json!("Error: Illegal salt length: 3 != 16")),
            ("b.hashSync(1, 10)", json!("Error: Illegal arguments: number, string")),
            ("b.hash('x', 4, 5)", json!("Error: Illegal callback: number")),
            ("b.hash()", json!("Error: Illegal arguments: undefined, undefined")),
            ("cb('hash', 'pw', S)", json!([null, HASH])),
            ("cb('compare', 'pw', H)", json!([null, true])),
            ("b.genSaltSync('5')", json!("Error: Illegal arguments: string, undefined")),
            ("b.genSalt('5')", json!("Error: illegal arguments: string")),
            ("b.getSalt(H)", json!(SALT)),
            ("b.getSalt('x')", json!("Error: Illegal hash length: 1 != 60")),
            ("b.encodeBase64([1, 2, 3], 3)", json!(".OGB")),
            ("b.decodeBase64('abcd', 3)", json!([113, 215, 159])),
            ("typeof b.truncates", json!("undefined")),
        ],
    );
    table(
        "bcryptjs",
        &[("b.genSaltSync(5).slice(0, 7)", json!("$2b$05$")), ("b.truncates('x'.repeat(73))", json!(true))],
    );
}

#[test]
fn a_cost_that_would_hang_is_refused_in_words() {
    let run = login(Scripted::default(), "require('bcrypt').hash('x', 20, (error) => callback(error));");
    let error = run.outcome.unwrap().error.unwrap();
    assert_eq!(
        error.message,
        "bcrypt with a cost of 20 takes too long here: loginscope computes costs from 4 to 15. Lower the cost of this \
         hash to step through the script."
    );
}

#[test]
fn a_hash_takes_time_on_the_clock_of_the_run() {
    let spent = answer(
        Scripted::default(),
        "const before = Date.now();
         require('bcrypt').hash('x', 8, () => callback(null, { spent: Date.now() - before }));",
    );
    assert!(spent["spent"].as_f64().unwrap() >= 1.0, "{spent}");
}

#[test]
fn an_error_thrown_in_a_callback_is_not_caught() {
    let run = login(Scripted::default(), "require('bcrypt').compare('x', 'bad', () => { throw new Error('mine'); });");
    let outcome = run.outcome.unwrap();
    assert_eq!((outcome.kind, outcome.error.unwrap().message.as_str()), (OutcomeKind::Exception, "mine"));
}
