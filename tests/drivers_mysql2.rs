//! `mysql2` and `mysql2/promise`, against what mysql2 3.x answers on Node 22 with MariaDB 10.11.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/scripted_store.rs"]
mod scripted_store;

use loginscope::legacy::Request;
use loginscope::recording::OutcomeKind;
use scripted_store::{answer, evaluate, login, Scripted};
use serde_json::{json, Value};

const CONNECT: &str = "const mysql = require('mysql2');
    const connection = mysql.createConnection({ host: 'db.example.test', user: 'u', password: 'p', database: 'd' });
    const called = (name, ...args) => new Promise((resolve) =>
      connection[name](...args, (...got) => resolve(got.map((x) => (x instanceof Error ? { ...x, message: x.message } : x)))));";

const PROMISE: &str = "const mysql = require('mysql2/promise');
    const opened = mysql.createConnection({ host: 'db.example.test', user: 'u', password: 'p', database: 'd' });";

fn users() -> Value {
    json!({ "kind": "rows", "command": "SELECT", "affected": null,
        "columns": [
            { "name": "id", "type": "int", "table": "users" },
            { "name": "big", "type": "bigint unsigned", "table": "users" },
            { "name": "balance", "type": "decimal(10,2)", "table": "users" },
            { "name": "js", "type": "json", "table": "users" }
        ],
        "rows": [[1, 9_007_199_254_740_993_i64, 12.5, "{\"a\":1}"]] })
}

fn written(command: &str, matched: u64, changed: u64, insert_id: i64) -> Value {
    json!({ "kind": "written", "command": command, "matched": matched, "changed": changed, "insert_id": insert_id })
}

fn failure(code: &str, errno: i64, state: &str, message: &str) -> Value {
    json!({ "kind": "error", "code": code, "errno": errno, "sql_state": state, "message": message })
}

fn refused() -> Value {
    json!({ "kind": "error", "code": "ECONNREFUSED", "message": "connect ECONNREFUSED", "syscall": "connect", "fatal": true })
}

#[test]
fn rows_and_headers_have_the_shapes_of_the_driver() {
    let store = Scripted(vec![
        ("SELECT", users()),
        ("UPDATE", written("UPDATE", 1, 1, 0)),
        ("INSERT", written("INSERT", 1, 1, 7)),
    ]);
    let got = evaluate(
        store,
        CONNECT,
        &[
            "called('query', 'SELECT 1').then(([e, rows, fields]) => [e, rows, rows[0].constructor.name, fields[0].constructor.name, fields[2].type])",
            "called('execute', 'SELECT 1').then(([, rows]) => rows[0].balance)",
            "called('query', { sql: 'SELECT 1', rowsAsArray: true }).then(([, rows]) => rows)",
            "called('execute', 'UPDATE t SET a = ?', [1]).then(([e, header]) => [header, header.constructor.name])",
            "called('query', 'INSERT INTO t SET ?', { a: 1 }).then(([e, header]) => [header.insertId, header.changedRows])",
            "called('ping')",
            "called('end')",
            "called('query', 'SELECT 1')",
        ],
    );
    let row = json!({ "id": 1, "big": 9_007_199_254_740_992_i64, "balance": "12.50", "js": { "a": 1 } });
    let expected = json!([
        [null, [row], "Object", "ColumnDefinition", 246],
        "12.50",
        [[1, 9_007_199_254_740_992_i64, "12.50", { "a": 1 }]],
        [{ "fieldCount": 0, "affectedRows": 1, "insertId": 0, "info": "Rows matched: 1  Changed: 1  Warnings: 0", "serverStatus": 2,
            "warningStatus": 0, "changedRows": 1 }, "ResultSetHeader"],
        [7, 0],
        [],
        [],
        [{ "fatal": true, "message": "Can't add new command when connection is in closed state" }],
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn execute_binds_plain_values_only() {
    let got = evaluate(
        Scripted(vec![("", users())]),
        CONNECT,
        &[
            "called('execute', 'SELECT ?', [undefined])",
            "called('execute', 'SELECT ?', [() => 1])",
            "called('execute', 'SELECT ?', 5)",
            "called('execute', 'INSERT INTO t SET ?', { a: 1 })",
            "called('execute', 'SELECT ?, ?', [1])",
            "connection.query(5)",
        ],
    );
    let expected = json!([
        "TypeError: Bind parameters must not contain undefined. To pass SQL NULL specify JS null",
        "TypeError: Bind parameters must not contain function(s). To pass the body of a function as a string call .toString() first",
        "TypeError: Bind parameters must be array if namedPlaceholders parameter is not enabled",
        "TypeError: Bind parameters must be array if namedPlaceholders parameter is not enabled",
        [{ "code": "ER_WRONG_ARGUMENTS", "errno": 1210, "sqlState": "HY000", "sqlMessage": "Incorrect arguments to mysqld_stmt_execute",
            "sql": "SELECT ?, ?", "message": "Incorrect arguments to mysqld_stmt_execute" }],
        "TypeError: The statement must be a string",
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn statements_and_values_reach_the_store_apart() {
    let run = login(
        Scripted(vec![("", written("UPDATE", 1, 1, 0))]),
        &format!(
            "{CONNECT}
            connection.execute('UPDATE t SET a = ?, b = ?, c = ?', ['x', {{ a: 1 }}, new Date(0)], () => {{}});
            connection.query('INSERT INTO t SET ?', {{ email }}, () => {{}});
            connection.query('SELECT * FROM t WHERE a = ?', [{{ email: 1 }}], () => {{}});
            connection.query(\"SELECT '?' FROM t WHERE a = ?\", ['x'], () => {{}});
            connection.query({{ sql: 'SELECT :b, :a', namedPlaceholders: true }}, {{ a: 1, b: 'y' }}, () => {{}});
            connection.query('SELECT ?', [10n], () => {{}});"
        ),
    );
    let sent: Vec<Value> = run
        .queries
        .iter()
        .map(|query| match &query.request {
            Request::Sql { text, params, .. } => json!([text, params]),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = json!([
        ["UPDATE t SET a = ?, b = ?, c = ?", ["x", "{\"a\":1}", "1970-01-01 00:00:00.000"]],
        ["INSERT INTO t SET `email` = ?", ["ada@example.test"]],
        ["SELECT * FROM t WHERE a = ?", ["[object Object]"]],
        ["SELECT '?' FROM t WHERE a = ?", ["x"]],
        ["SELECT ?, ?", ["y", 1]],
        ["SELECT ?", ["10"]],
    ]);
    assert_eq!(json!(sent), expected);
}

#[test]
fn format_writes_sql_as_the_driver_does() {
    let rows = [
        ("mysql.format('SET ?', [{ a: 1, b: 'x' }])", "SET `a` = 1, `b` = 'x'"),
        ("mysql.format('INSERT INTO t SET x=1, ?', [{ a: 1 }])", "INSERT INTO t SET x=1, `a` = 1"),
        ("mysql.format('ON DUPLICATE KEY UPDATE ?', [{ a: 1 }])", "ON DUPLICATE KEY UPDATE `a` = 1"),
        ("mysql.format('WHERE a=?', [{ a: 1 }])", "WHERE a='[object Object]'"),
        (
            "mysql.format('UPDATE t SET ? WHERE id = ?', [{ a: 'b' }, { c: 1 }])",
            "UPDATE t SET `a` = 'b' WHERE id = '[object Object]'",
        ),
        ("mysql.format(\"'?' = ?\", ['a', 'b'])", "'?' = 'a'"),
        ("mysql.format('/* ? */ ?', ['a'])", "/* ? */ 'a'"),
        ("mysql.format('?', [new Uint8Array([1, 2])])", "X'0102'"),
    ];
    let expressions = rows.map(|(expression, _)| expression);
    for ((expression, expected), got) in
        rows.iter().zip(evaluate(Scripted::default(), "const mysql = require('mysql2');", &expressions))
    {
        assert_eq!(got, json!(expected), "{expression}");
    }
}

#[test]
fn the_promise_interface_answers_pairs() {
    let store = Scripted(vec![
        ("SELECT", users()),
        ("selec", failure("ER_PARSE_ERROR", 1064, "42000", "near 'selec'")),
        ("", written("UPDATE", 0, 0, 0)),
    ]);
    let got = evaluate(
        store,
        PROMISE,
        &[
            "opened.then((c) => c.execute('SELECT ?', [1])).then(([rows, fields]) => [rows.length, fields.length])",
            "opened.then((c) => c.query('UPDATE t')).then(([header, fields]) => [header.affectedRows, fields === undefined])",
            "opened.then((c) => c.query('selec')).catch((e) => ({ ...e, message: e.message }))",
            "opened.then((c) => c.execute('SELECT ?', [undefined]))",
            "opened.then((c) => c.query('SELECT 1', () => {}))",
            "opened.then((c) => c.ping())",
            "opened.then((c) => c.beginTransaction()).then(([header]) => header.constructor.name)",
            "opened.then((c) => c.constructor.name)",
            "opened.then((c) => c.end())",
            "opened.then((c) => c.query('SELECT 1'))",
            "require('mysql2').createConnection({ host: 'h' }).promise().query('SELECT 1').then(([rows]) => rows.length)",
        ],
    );
    let expected = json!([
        [1, 4], [0, true],
        { "code": "ER_PARSE_ERROR", "errno": 1064, "sqlState": "42000", "sqlMessage": "near 'selec'", "sql": "selec", "message": "near 'selec'" },
        "TypeError: Bind parameters must not contain undefined. To pass SQL NULL specify JS null",
        "Error: Callback function is not available with promise clients.",
        true, "ResultSetHeader", "PromiseConnection", "undefined",
        "Error: Can't add new command when connection is in closed state", 1,
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn waiting_for_a_callback_query_is_told_as_the_mistake_it_is() {
    let run = login(
        Scripted(vec![("SELECT", users())]),
        &format!("{CONNECT} (async () => {{ await connection.query('SELECT 1'); }})().catch(callback);"),
    );
    let outcome = run.outcome.unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Error);
    assert!(outcome.error.unwrap().message.starts_with("You have tried to call .then(), .catch(), or invoked await"));
    assert_eq!(run.console.len(), 1);
}

#[test]
fn a_refused_connection_reaches_those_who_listen() {
    let waiting = answer(
        Scripted(vec![("connect", refused())]),
        &format!(
            "{CONNECT} const seen = []; connection.on('error', () => seen.push('event')); connection.connect(() => seen.push('connect'));
            connection.query('SELECT 1', (e) => {{ seen.push({{ ...e }}); setTimeout(() => callback(null, {{ seen }}), 5); }});"
        ),
    );
    let refusal = json!({ "errno": -111, "code": "ECONNREFUSED", "syscall": "connect", "address": "db.example.test", "port": 3306, "fatal": true });
    assert_eq!(
        waiting["seen"],
        json!([refusal]),
        "a query that waits takes the error, the callback of connect is not called"
    );
    let alone = answer(
        Scripted(vec![("connect", refused())]),
        &format!("{CONNECT} connection.connect((e) => callback(null, {{ m: e.message }}));"),
    );
    assert_eq!(alone["m"], "connect ECONNREFUSED db.example.test:3306");
    let promised = evaluate(Scripted(vec![("connect", refused())]), PROMISE, &["opened"]);
    assert_eq!(promised, ["Error: connect ECONNREFUSED db.example.test:3306"]);
}

#[test]
fn what_the_server_says_at_the_door_is_not_marked_fatal() {
    let denied = failure("ER_ACCESS_DENIED_ERROR", 1045, "28000", "Access denied");
    let got = answer(
        Scripted(vec![("connect", denied)]),
        &format!(
            "{CONNECT} connection.query('SELECT 1', (e) => callback(null, {{ ...e, sql: e.sql, name: e.name }}));"
        ),
    );
    assert_eq!(got["code"], "ER_ACCESS_DENIED_ERROR");
    assert_eq!(got.get("fatal"), None);
}

#[test]
fn pools_hand_out_and_take_back_connections() {
    let got = evaluate(
        Scripted(vec![("SELECT", users()), ("selec", failure("ER_PARSE_ERROR", 1064, "42000", "near"))]),
        "const pool = require('mysql2/promise').createPool({ host: 'h', connectionLimit: 1 }); const plain = require('mysql2').createPool({ host: 'h' });",
        &[
            "pool.query('SELECT 1').then(([rows]) => rows.length)",
            "pool.execute('SELECT ?', [undefined])",
            "pool.getConnection().then((c) => { const name = c.constructor.name; c.release(); c.release(); return name; })",
            "pool.query('selec').catch((e) => e.code)",
            "pool.execute('SELECT ?', [1]).then(([rows]) => rows.length)",
            "pool.end()",
            "pool.query('SELECT 1')",
            "new Promise((r) => plain.query('SELECT 1', (e, rows) => r([e, rows.length])))",
            "plain.promise().query('SELECT 1').then(([rows]) => rows.length)",
            "new Promise((r) => plain.end((...a) => r(a.length)))",
        ],
    );
    let expected = json!([
        1,
        "TypeError: Bind parameters must not contain undefined. To pass SQL NULL specify JS null",
        "PromisePoolConnection",
        "ER_PARSE_ERROR",
        1,
        "undefined",
        "Error: Pool is closed.",
        [null, 1],
        1,
        1
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn every_exchange_is_recorded_where_the_script_asked_for_it() {
    let run = login(
        Scripted(vec![("SELECT", users())]),
        "const mysql = require('mysql2/promise');\n(async () => {\n  const c = await mysql.createConnection({ host: 'h' });\n  await c.execute('SELECT 1');\n  await c.end();\n  callback(null, {});\n})();",
    );
    let lines = run.queries.iter().map(|query| query.at.as_ref().map(|at| at.line)).collect::<Vec<_>>();
    assert_eq!(lines, [Some(5)]);
}
