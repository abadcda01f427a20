//! Real packages from a `node_modules` beside the script, the rule between them and what is built in, the runtime that
//! decides about globals, and `loginscope modules`.
//!
//! Packages from npm are looked for in the folder `LOGINSCOPE_NPM` or where `tests/npm/install` puts them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/skipped.rs"]
mod skipped;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use loginscope::connection::{Action, Drivers, Runtime};
use loginscope::legacy::Nobody;
use loginscope::packages::Packages;
use loginscope::recording::ScriptRun;
use loginscope::sandbox::{Call, Container, Limits, Program, Realm, Silent, World};
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn run_on(container: impl FnOnce() -> Container + Send + 'static, body: &str) -> ScriptRun {
    let text =
        format!("(function () {{ return (async function login(identifier, password, callback) {{\n{body}\n}}) }})");
    let run = move || {
        let world = World::new(Box::new(Nobody), 1_772_366_400_000.0);
        let realm = Realm::in_container(Limits::default(), container(), world, Rc::new(Silent)).expect("a realm");
        let program = Program { file: "login.js".to_owned(), text, hooks: Vec::new() };
        realm.run(
            &program,
            &Call { action: Action::Login, arguments: vec!["ada".into(), "x".into()], configuration: [].into() },
        )
    };
    thread::Builder::new().stack_size(32 << 20).spawn(run).expect("a thread").join().expect("no panic")
}

/// Runs `body` as the body of an asynchronous `login` in `folder`.
fn run_in(folder: &Path, drivers: Drivers, body: &str) -> ScriptRun {
    let packages = Arc::new(Packages::beside(folder));
    run_on(move || Container { drivers, packages, ..Container::default() }, body)
}

fn printed(run: &ScriptRun) -> Vec<String> {
    let failure = run.outcome.as_ref().and_then(|outcome| outcome.error.as_ref());
    let failure = failure.map(|error| format!("failed: {}: {} {:?}", error.name, error.message, error.stack));
    run.console.iter().map(|line| line.text.clone()).chain(failure).collect()
}

fn prints(folder: &TempDir, body: &str, expected: &[&str]) {
    let place = folder.path().canonicalize().unwrap().display().to_string();
    let lines: Vec<String> =
        printed(&run_in(folder.path(), Drivers::BuiltIn, body)).iter().map(|line| line.replace(&place, "/c")).collect();
    let callback = lines.iter().filter(|line| !line.starts_with("failed: Error: callback")).cloned();
    assert_eq!(callback.collect::<Vec<_>>(), expected);
}

#[test]
fn a_packages_file_is_run_once_with_what_node_gives_it() {
    let folder = folder(&[
        ("node_modules/a/package.json", r#"{"main": "./lib"}"#),
        (
            "node_modules/a/lib/index.js",
            "exports.names = [__filename, __dirname, module.id === module.filename, this === exports];
             exports.b = require('./b');
             exports.again = require('./b') === exports.b && require('./b.js') === exports.b;
             exports.children = module.children.map((child) => child.filename);
             exports.parent = module.parent.id;
             exports.paths = module.paths.slice(0, 3);
             exports.cached = require.cache[__filename] === module;
             exports.resolved = [require.resolve('./b'), require.resolve('fs'), require.resolve.paths('x')[0]];
             exports.main = require.main === module;
             exports.loaded = module.loaded;",
        ),
        (
            "node_modules/a/lib/b.js",
            "#!/usr/bin/env node\nglobal.times = (global.times || 0) + 1; module.exports = { b: 1 };",
        ),
    ]);
    prints(
        &folder,
        "const a = require('a');
         for (const key of Object.keys(a)) console.log(key, JSON.stringify(a[key]));
         console.log(times, require('a') === a, Object.keys(require.cache).length);",
        &[
            "names [\"/c/node_modules/a/lib/index.js\",\"/c/node_modules/a/lib\",true,true]",
            "b {\"b\":1}",
            "again true",
            "children [\"/c/node_modules/a/lib/b.js\"]",
            "parent \".\"",
            "paths [\"/c/node_modules/a/lib/node_modules\",\"/c/node_modules/a/node_modules\",\"/c/node_modules\"]",
            "cached true",
            "resolved [\"/c/node_modules/a/lib/b.js\",\"fs\",\"/c/node_modules/a/lib/node_modules\"]",
            "main false",
            "loaded false",
            "1 true 2",
        ],
    );
}

#[test]
fn packages_that_require_each_other_see_what_is_there_so_far() {
    let folder = folder(&[
        ("node_modules/a/index.js", "exports.early = 1; exports.b = require('b'); exports.late = 2;"),
        ("node_modules/b/index.js", "const a = require('a'); exports.seen = Object.keys(a); exports.a = a;"),
    ]);
    prints(&folder, "const a = require('a'); console.log(a.b.seen.join(), a.b.a === a, a.late);", &["early true 2"]);
}

#[test]
fn what_fails_to_load_says_so_as_node_does_and_is_tried_again() {
    let folder = folder(&[
        ("node_modules/json/index.json", "{\"a\": }"),
        ("node_modules/deep/index.js", "require('./next');"),
        ("node_modules/deep/next.js", "require('gone/part');"),
        (
            "node_modules/throws/index.js",
            "global.tries = (global.tries || 0) + 1;\nthrow new TypeError('try ' + tries);",
        ),
        ("node_modules/native/index.js", "require('./build/x.node');"),
        ("node_modules/native/build/x.node", "\u{7f}ELF"),
        ("node_modules/esm/package.json", r#"{"type": "module", "main": "index.js"}"#),
        ("node_modules/esm/index.js", "export default 1;"),
        ("node_modules/spawns/index.js", "module.exports = () => require('child_process').spawn('ls');"),
        ("node_modules/broken/index.js", "const = 1;"),
    ]);
    prints(
        &folder,
        "const fails = (run) => { try { run(); } catch (e) { console.log(e.name, e.code, e.message); return e; } };
         fails(() => require('deep'));
         console.log(fails(() => require('./helper')).requireStack.join());
         fails(() => require('throws'));
         const error = fails(() => require('throws'));
         console.log(error.stack.split('\\n')[1].replace(/:\\d+\\)$/, ')'));
         fails(() => require('native'));
         console.log(fails(() => require('esm')).code);
         fails(() => require('spawns')());
         fails(() => require('node:nothing'));
         try { require('broken'); } catch (e) { console.log(e instanceof SyntaxError); }
         fails(() => require(5));
         fails(() => require(''));",
        &[
            "Error MODULE_NOT_FOUND Cannot find module 'gone/part'\nRequire stack:\n- /c/node_modules/deep/next.js\n- \
             /c/node_modules/deep/index.js\n- login.js",
            "Error MODULE_NOT_FOUND Cannot find module './helper'\nRequire stack:\n- login.js",
            "login.js",
            "TypeError undefined try 1",
            "TypeError undefined try 2",
            "    at <anonymous> (node_modules/throws/index.js:2)",
            "Error ERR_DLOPEN_FAILED node_modules/native/build/x.node is native code, which cannot run in this sandbox; \
             native works here only if it can do without it",
            "Error ERR_REQUIRE_ESM require() of ES Module /c/node_modules/esm/index.js from login.js not supported.\n\
             esm has no CommonJS form, and ES modules do not run in this sandbox; an older version of the package may \
             have one.",
            "ERR_REQUIRE_ESM",
            "Error ERR_FEATURE_UNAVAILABLE_ON_PLATFORM child_process.spawn is not there in this sandbox, which starts \
             no other program; node_modules/spawns/index.js:1 asks for it",
            "Error ERR_UNKNOWN_BUILTIN_MODULE No such built-in module: node:nothing",
            "true",
            "TypeError ERR_INVALID_ARG_TYPE The \"id\" argument must be of type string. Received type number (5)",
            "TypeError ERR_INVALID_ARG_VALUE The argument 'id' must be a non-empty string. Received ''",
        ],
    );
}

#[test]
fn the_platforms_form_with_a_version_finds_the_package_whatever_its_version() {
    let folder = folder(&[
        ("node_modules/a/package.json", r#"{"version": "2.0.0"}"#),
        ("node_modules/a/index.js", "module.exports = 'a';"),
        ("node_modules/@s/b/part.js", "module.exports = 'part';"),
    ]);
    prints(&folder, "console.log(require('a@1.0.0'), require('@s/b@3/part'));", &["a part"]);
}

#[test]
fn ours_come_first_for_scripts_and_drivers_and_the_installed_ones_for_packages() {
    let folder = folder(&[
        ("node_modules/pg/index.js", "module.exports = { real: 'pg' };"),
        ("node_modules/axios/index.js", "module.exports = { real: 'axios' };"),
        ("node_modules/fs/index.js", "module.exports = { real: 'fs' };"),
        ("node_modules/punycode/index.js", "module.exports = { real: 'punycode' };"),
        (
            "node_modules/uses/index.js",
            "exports.got = [require('pg').real, require('axios').real, require('fs').real, require('punycode/').real];",
        ),
    ]);
    let body = "console.log(require('pg').real, require('axios').real, require('fs').real);
                console.log(require('uses').got.join());";
    prints(&folder, body, &["undefined undefined undefined", ",axios,,punycode"]);
    let npm = printed(&run_in(folder.path(), Drivers::Npm, body));
    assert_eq!(npm[..2], ["pg axios undefined", "pg,axios,,punycode"]);
    let missing = printed(&run_in(folder.path(), Drivers::Npm, "require('mysql@2.18.1');"));
    assert!(missing[0].contains("Cannot find module 'mysql@2.18.1'"), "{missing:?}");
    assert!(missing[0].contains("npm install mysql@2.18.1"), "{missing:?}");
}

#[test]
fn only_files_of_packages_are_read_and_nothing_is_written() {
    let folder = folder(&[
        ("secret.txt", "s3cret"),
        ("node_modules/a/data.txt", "gr\u{fc}n"),
        (
            "node_modules/a/index.js",
            "const fs = require('fs'); const path = require('path');
             exports.text = fs.readFileSync(path.join(__dirname, 'data.txt'), 'utf8');
             exports.names = fs.readdirSync(__dirname);
             exports.stat = [fs.statSync(__dirname).isDirectory(), fs.statSync(__filename).isFile()];
             exports.up = path.join(__dirname, '../../secret.txt');",
        ),
    ]);
    prints(
        &folder,
        "const fs = require('fs');
         const a = require('a');
         console.log(a.text, a.names.join(), a.stat.join(), fs.existsSync(a.up));
         const fails = (run) => { try { run(); } catch (e) { console.log(e.message, JSON.stringify(e)); } };
         fails(() => fs.readFileSync('/etc/passwd'));
         fails(() => fs.writeFileSync('/tmp/x', 'y'));
         fails(() => fs.renameSync('/tmp/x', '/tmp/y'));
         await fs.promises.readFile(a.up).catch((e) => console.log(e.code));
         await new Promise((done) => fs.readFile('/etc/passwd', (e) => { console.log(e.code, e.syscall); done(); }));",
        &[
            "gr\u{fc}n data.txt,index.js true,true false",
            "ENOENT: no such file or directory, open '/etc/passwd' \
             {\"errno\":-2,\"code\":\"ENOENT\",\"syscall\":\"open\",\"path\":\"/etc/passwd\"}",
            "EROFS: read-only file system, open '/tmp/x' \
             {\"errno\":-30,\"code\":\"EROFS\",\"syscall\":\"open\",\"path\":\"/tmp/x\"}",
            "EROFS: read-only file system, rename '/tmp/x' -> '/tmp/y' \
             {\"errno\":-30,\"code\":\"EROFS\",\"syscall\":\"rename\",\"path\":\"/tmp/x\",\"dest\":\"/tmp/y\"}",
            "ENOENT",
            "ENOENT open",
        ],
    );
}

#[test]
fn every_module_that_only_has_to_load_loads() {
    let folder = folder(&[]);
    let names = "async_hooks child_process cluster dgram diagnostics_channel domain fs fs/promises http2 inspector \
                 inspector/promises module punycode readline readline/promises repl sys trace_events tty v8 vm wasi \
                 worker_threads";
    let body = format!(
        "for (const name of '{names}'.split(' ')) {{
           if (require(name) !== require('node:' + name)) console.log(name);
         }}
         console.log(require('punycode').toASCII('gr\u{fc}n.example'), require('punycode').toUnicode('xn--grn-ioa.x'));
         const {{ AsyncLocalStorage }} = require('async_hooks');
         const store = new AsyncLocalStorage();
         await store.run(7, () => new Promise((done) => setTimeout(() => {{ console.log(store.getStore()); done(); }}, 1)));
         console.log(require('vm').runInThisContext('1 + 1'), require('tty').isatty(1));"
    );
    prints(&folder, &body, &["xn--grn-ioa.example gr\u{fc}n.x", "7", "2 false"]);
}

#[test]
fn node_12_has_the_magic_globals_and_callable_drivers_and_node_22_has_neither() {
    let body = "console.log(typeof mysql, typeof postgres, typeof mongo.Long, typeof bcrypt.compare, typeof jwt.sign);
                console.log(ip('10.1.2.3').in_range(['10.0.0.0/8']), ip('11.1.2.3').in_range('10.0.0.0/8'));
                const driver = require('mysql');
                console.log(typeof driver({ host: 'h' }).query, typeof driver.createPool, typeof require('pg'));";
    let old = run_on(|| Container { runtime: Runtime::Node12, ..Container::default() }, body);
    let old = printed(&old);
    assert_eq!(
        old[..3],
        ["function function function function function", "true false", "function function function"],
        "{old:?}"
    );
    let disputed = || Container { request_is_global: true, ..Container::default() };
    let body = "console.log(typeof request.get, typeof bcrypt);";
    assert_eq!(printed(&run_on(disputed, body))[0], "function undefined", "X5 is about `request` alone");
    let now = |body| printed(&run_on(Container::default, body)).remove(0);
    assert!(now("bcrypt.compare('a', 'b');").starts_with("failed: ReferenceError: bcrypt is not defined"));
    let called = now("const mysql = require('mysql'); mysql({});");
    assert!(called.starts_with("failed: TypeError: mysql is not a function"), "{called}");
}

/// The folder in whose `node_modules` packages from npm are.
fn npm() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npm");
    let folder = std::env::var_os("LOGINSCOPE_NPM").map_or(here, PathBuf::from);
    if folder.join("node_modules").is_dir() {
        return Some(folder);
    }
    let what = format!("{} has no node_modules; run tests/npm/install", folder.display());
    skipped::skipped(&what);
    None
}

fn prints_with_npm(body: &str, expected: &[&str]) {
    let Some(folder) = npm() else { return };
    let mut lines = printed(&run_in(&folder, Drivers::BuiltIn, body));
    // A package may warn of its age.
    lines.retain(|line| !line.starts_with("(node:"));
    assert_eq!(lines, expected);
}

#[test]
fn real_packages_for_values_texts_and_dates_run() {
    prints_with_npm(
        "const _ = require('lodash'); const moment = require('moment'); const qs = require('qs');
         console.log(_.pick({ a: 1, b: 2 }, ['a']), _.find([{ id: 1 }, { id: 2 }], { id: 2 }), _.chunk([1, 2, 3], 2));
         console.log(moment.utc('2020-01-02T03:04:05Z').add(1, 'month').format('YYYY-MM-DD HH:mm'));
         console.log(qs.stringify({ a: [1], b: { c: 'd e' } }), qs.parse('a[b]=c'));
         console.log(require('validator').isEmail('ada@example.test'), require('jwt-decode').default('e30.eyJzIjoxfQ.x'));
         callback(null, {});",
        &[
            "{ a: 1 } { id: 2 } [ [ 1, 2 ], [ 3 ] ]",
            "2020-02-02 03:04",
            "a%5B0%5D=1&b%5Bc%5D=d%20e { a: { b: 'c' } }",
            "true { s: 1 }",
        ],
    );
}

#[test]
fn real_packages_for_asynchronous_work_run() {
    prints_with_npm(
        "const Bluebird = require('bluebird'); const async = require('async'); const { parseString } = require('xml2js');
         console.log(await Bluebird.coroutine(function* () { return (yield Bluebird.resolve(3)) + 1; })());
         console.log(await Bluebird.promisify((x, done) => setTimeout(() => done(null, x * 2), 5))(4));
         console.log(await async.mapLimit([1, 2, 3], 2, async (x) => x * x));
         console.log(await new Promise((done) => parseString('<a><b c=\"1\">x</b></a>', (e, d) => done(JSON.stringify(d)))));
         callback(null, {});",
        &["4", "8", "[ 1, 4, 9 ]", "{\"a\":{\"b\":[{\"_\":\"x\",\"$\":{\"c\":\"1\"}}]}}"],
    );
}

#[test]
fn large_packages_with_many_files_load() {
    prints_with_npm(
        "for (const name of ['aws-sdk', 'knex', 'amazon-cognito-identity-js', 'node-jose', 'jws', 'firebase-scrypt']) {
           console.log(name, Object.keys(require(name)).length > 0);
         }
         const AWS = require('aws-sdk');
         console.log(typeof new AWS.CognitoIdentityServiceProvider({ region: 'eu-west-1' }).adminGetUser);
         callback(null, {});",
        &[
            "aws-sdk true",
            "knex true",
            "amazon-cognito-identity-js true",
            "node-jose true",
            "jws true",
            "firebase-scrypt true",
            "function",
        ],
    );
}

/// `loginscope modules` on a folder of scripts: exit code, stdout, stderr.
fn modules(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_loginscope"))
        .arg("modules")
        .arg(folder.path())
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const SCRIPT: &str = "function login(email, password, callback) {
  const { Client } = require('pg@8.11.3');
  const crypto = require('crypto');
  const _ = require('lodash@4.17.20');
  const pad = require('left-pad');
  callback(null, null);
}
";

#[test]
fn the_list_says_where_modules_come_from_and_what_is_missing() {
    let folder = folder(&[
        ("login.js", SCRIPT),
        (
            "node_modules/lodash/package.json",
            r#"{"name": "lodash", "version": "4.17.21", "dependencies": {"ms": "2"}}"#,
        ),
    ]);
    let (code, text, _) = modules(&folder, &[]);
    assert_eq!(code, Some(1));
    for line in [
        "  crypto          Node's own · login:3",
        "  left-pad        missing · login:5",
        "  lodash@4.17.20  installed: 4.17.21 (node_modules/lodash) · login:4",
        "  pg@8.11.3       built in · login:2",
        "  ms  missing: lodash needs it",
        "  npm install left-pad ms",
    ] {
        assert!(text.lines().any(|printed| printed == line), "{line} in\n{text}");
    }
    let (_, json, _) = modules(&folder, &["--json", "--drivers", "npm"]);
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["connection"]["drivers"], "npm");
    assert_eq!(document["install"], "npm install left-pad pg@8.11.3 ms");
}

#[test]
fn installing_asks_first_and_nothing_missing_is_no_failure() {
    let missing = folder(&[("login.js", SCRIPT)]);
    let (code, text, talk) = modules(&missing, &["--install"]);
    assert_eq!((code, text.as_str()), (Some(2), ""));
    assert!(talk.contains("there is no terminal to ask on; --yes says yes beforehand"), "{talk}");
    assert!(!missing.path().join("node_modules").exists());
    let (code, _, _) = modules(&missing, &["--yes"]);
    assert_eq!(code, Some(2));
    let fine = folder(&[("login.js", "function login(e, p, callback) { require('pg'); callback(null, null); }")]);
    assert_eq!(modules(&fine, &["--install"]).0, Some(0));
}

#[cfg(unix)]
#[test]
fn a_link_named_node_modules_opens_no_folder_of_another_name() {
    let secrets = folder(&[("private/index.js", "exports.secret = 1;"), ("private/package.json", "{}")]);
    let folder = folder(&[("login.js", "")]);
    std::os::unix::fs::symlink(secrets.path(), folder.path().join("node_modules")).unwrap();
    prints(&folder, "try { require('private') } catch (error) { console.log(error.code) }", &["MODULE_NOT_FOUND"]);
}
