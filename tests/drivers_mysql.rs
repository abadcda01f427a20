//! `mysql`, against what mysql 2.18.1 answers on Node 22 with MariaDB 10.11.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/scripted_store.rs"]
mod scripted_store;

use loginscope::legacy::Request;
use loginscope::recording::{OutcomeKind, ScriptRun};
use scripted_store::{answer, evaluate, login, Scripted};
use serde_json::{json, Value};

const CONNECT: &str = "const mysql = require('mysql');
    const connection = mysql.createConnection({ host: 'db.example.test', user: 'u', password: 'p', database: 'd' });
    const query = (...args) => new Promise((resolve) =>
      connection.query(...args, (error, ...rest) => resolve(error ? { ...error, message: error.message } : rest[0])));";

fn statements(run: &ScriptRun) -> Vec<(String, Value)> {
    let sql = |query: &loginscope::recording::Query| match &query.request {
        Request::Sql { text, params, .. } => Some((text.clone(), serde_json::to_value(params).unwrap())),
        _ => None,
    };
    run.queries.iter().filter_map(sql).collect()
}

fn users() -> Value {
    json!({ "kind": "rows", "command": "SELECT", "affected": null,
        "columns": [
            { "name": "id", "type": "int", "table": "users" },
            { "name": "flag", "type": "tinyint(1)", "table": "users" },
            { "name": "big", "type": "bigint", "table": "users" },
            { "name": "balance", "type": "decimal(10,2)", "table": "users" },
            { "name": "dt", "type": "datetime", "table": "users" },
            { "name": "js", "type": "json", "table": "users" },
            { "name": "b", "type": "blob", "table": "users" },
            { "name": "en", "type": "enum('a','b')", "table": "users" },
            { "name": "n", "type": "", "table": null }
        ],
        "rows": [[1, true, 7, 12.5, { "$date": 1_577_836_800_000.0 }, "{\"a\":1}", { "$bytes": "AQL/" }, "a", null]] })
}

fn written(command: &str, matched: u64, changed: u64, insert_id: i64) -> Value {
    json!({ "kind": "written", "command": command, "matched": matched, "changed": changed, "insert_id": insert_id })
}

#[test]
fn rows_are_typed_as_the_driver_types_them() {
    let row = answer(
        Scripted(vec![("FROM users", users())]),
        &format!(
            "{CONNECT} connection.connect();
            connection.query('SELECT * FROM users WHERE email = ?', [email], (error, rows, fields) => {{
              const row = rows[0];
              callback(null, {{ ...row, dt: row.dt.toISOString(), b: Array.from(row.b), class: row.constructor.name,
                isArray: Array.isArray(rows), field: JSON.parse(JSON.stringify(fields[1])), of: fields[0].constructor.name }});
            }});"
        ),
    );
    let expected = json!({ "id": 1, "flag": 1, "big": 7, "balance": 12.5, "dt": "2020-01-01T00:00:00.000Z", "js": "{\"a\":1}",
        "b": [1, 2, 255], "en": "a", "n": null, "class": "RowDataPacket", "isArray": true, "of": "FieldPacket",
        "field": { "catalog": "def", "db": "d", "table": "users", "orgTable": "users", "name": "flag", "orgName": "flag",
            "charsetNr": 63, "length": 1, "type": 1, "flags": 0, "decimals": 0, "zeroFill": false, "protocol41": true } });
    assert_eq!(row, expected);
}

#[test]
fn a_write_answers_an_ok_packet_and_no_array() {
    let store = Scripted(vec![("UPDATE", written("UPDATE", 1, 0, 0)), ("INSERT", written("INSERT", 1, 1, 7))]);
    let got = evaluate(
        store,
        CONNECT,
        &[
            "query('UPDATE users SET password = ? WHERE email = ?', ['x', email])",
            "query('INSERT INTO users SET ?', { email })",
            "query('UPDATE users SET a = 1').then((r) => [r.constructor.name, r.length, r.length > 0])",
        ],
    );
    let ok = |affected: u64, id: u64, message: &str| {
        json!({ "fieldCount": 0, "affectedRows": affected, "insertId": id, "serverStatus": 2, "warningCount": 0,
            "message": message, "protocol41": true, "changedRows": 0 })
    };
    let expected =
        [ok(1, 0, "(Rows matched: 1  Changed: 0  Warnings: 0"), ok(1, 7, ""), json!(["OkPacket", null, false])];
    assert_eq!(got, expected);
}

#[test]
fn placeholders_and_values_reach_the_store_apart() {
    let run = login(
        Scripted(vec![("", written("UPDATE", 1, 1, 0))]),
        &format!(
            "{CONNECT}
            query('UPDATE t SET a = ? WHERE b = ?', [true, null]);
            query('INSERT INTO t SET ?', {{ email, 'n.x': 5, at: new Date(Date.UTC(2020, 0, 2, 3, 4, 5)) }});
            query('DELETE FROM t WHERE id IN (?)', [[1, 'b']]);
            query('INSERT INTO t VALUES ?', [[['a', 1], ['b', 2]]]);
            query('UPDATE ?? SET x = ?', ['a`b', Buffer === undefined ? 1 : new Uint8Array([1, 2])]);
            query({{ sql: 'DELETE FROM t WHERE a = ?', values: [email] }});
            query('DELETE FROM t WHERE a = ? AND b = ?', ['x']);
            query(\"UPDATE t SET a = '?' WHERE b = ?\", ['x', 'y']);
            query('DELETE FROM t WHERE a = ?', [NaN]);
            query('DELETE FROM t WHERE a = ?', [{{ a: 1 }}]);
            query('DELETE FROM t WHERE at < ?', [mysql.raw('NOW()')]);"
        )
        .replace("Buffer === undefined ? 1 : ", ""),
    );
    let expected = [
        ("UPDATE t SET a = ? WHERE b = ?", json!([true, null])),
        (
            "INSERT INTO t SET `email` = ?, `n`.`x` = ?, `at` = ?",
            json!(["ada@example.test", 5, "2020-01-02 03:04:05.000"]),
        ),
        ("DELETE FROM t WHERE id IN (?, ?)", json!([1, "b"])),
        ("INSERT INTO t VALUES (?, ?), (?, ?)", json!(["a", 1, "b", 2])),
        ("UPDATE `a``b` SET x = ?", json!([{ "$bytes": "AQI=" }])),
        ("DELETE FROM t WHERE a = ?", json!(["ada@example.test"])),
        ("DELETE FROM t WHERE a = 'x' AND b = ?", json!([])),
        ("UPDATE t SET a = ''x'' WHERE b = 'y'", json!([])),
        ("DELETE FROM t WHERE a = NaN", json!([])),
        ("DELETE FROM t WHERE a = `a` = ?", json!([1])),
        ("DELETE FROM t WHERE at < NOW()", json!([])),
    ];
    let expected = expected.map(|(text, params)| (text.to_owned(), params));
    assert_eq!(statements(&run), expected);
}

#[test]
fn format_and_escape_write_sql_as_sqlstring_does() {
    let rows = [
        ("mysql.format('a=?', [undefined])", "a=NULL"),
        ("mysql.format('a=?', [10n])", "a='10'"),
        (
            "mysql.format('SET ?', { a: 1, b: 'x', c: null, e: [1, 2], f: { g: 1 }, h() {} })",
            "SET `a` = 1, `b` = 'x', `c` = NULL, `e` = 1, 2, `f` = '[object Object]'",
        ),
        ("mysql.format('a=?', [new Uint8Array([0, 255])])", "a=X'00ff'"),
        ("mysql.format('?? ???', ['a', 'b'])", "`a` ???"),
        ("mysql.format('?', [])", "?"),
        ("mysql.format('?', [[]])", ""),
        ("mysql.format('?', [[{ a: 1 }]])", "'[object Object]'"),
        ("mysql.format('?', [`a'b\\\\c\\0\\n\\r\\t\\x1a\"\\b`])", "'a\\'b\\\\c\\0\\n\\r\\t\\Z\\\"\\b'"),
        (
            "mysql.format('?', [new Date(Date.UTC(2020, 0, 2, 3, 4, 5, 6))], false, '+02:00')",
            "'2020-01-02 05:04:05.006'",
        ),
        ("mysql.format('?', [new Date(NaN)])", "NULL"),
        ("mysql.format('?', [{ a: 1 }], true)", "'[object Object]'"),
        ("mysql.escapeId('a.b', true)", "`a.b`"),
        ("mysql.escape(\"x'y\")", "'x\\'y'"),
    ];
    let expressions = rows.map(|(expression, _)| expression);
    let got = evaluate(Scripted::default(), "const mysql = require('mysql');", &expressions);
    for ((expression, expected), got) in rows.iter().zip(got) {
        assert_eq!(got, json!(expected), "{expression}");
    }
}

#[test]
fn a_refused_statement_is_an_error_with_code_and_sql() {
    let duplicate = json!({ "kind": "error", "code": "ER_DUP_ENTRY", "errno": 1062, "sql_state": "23000",
        "message": "Duplicate entry 'ada' for key 'email'" });
    let error = answer(
        Scripted(vec![("INSERT", duplicate)]),
        &format!(
            "{CONNECT} connection.query('INSERT INTO t SET email = ?', ['ada'], function (error) {{
              callback(null, {{ ...error, message: error.message, name: error.name, args: arguments.length }});
            }});"
        ),
    );
    let expected = json!({ "code": "ER_DUP_ENTRY", "errno": 1062, "sqlMessage": "Duplicate entry 'ada' for key 'email'",
        "sqlState": "23000", "index": 0, "sql": "INSERT INTO t SET email = 'ada'",
        "message": "ER_DUP_ENTRY: Duplicate entry 'ada' for key 'email'", "name": "Error", "args": 1 });
    assert_eq!(error, expected);
}

fn refused() -> Value {
    json!({ "kind": "error", "code": "ECONNREFUSED", "message": "connect ECONNREFUSED", "syscall": "connect", "fatal": true })
}

#[test]
fn a_refused_connection_fails_every_query_that_waits() {
    let got = answer(
        Scripted(vec![("connect", refused())]),
        &format!(
            "{CONNECT} const seen = [];
            connection.connect((e) => seen.push(['connect', e.message]));
            connection.query('SELECT 1', (e) => seen.push(['query', {{ ...e }}]));
            connection.query('SELECT 2', () => connection.query('SELECT 3', (e) => callback(null, {{ seen, after: {{ ...e, m: e.message }} }})));"
        ),
    );
    let refused = json!({ "errno": -111, "code": "ECONNREFUSED", "syscall": "connect", "address": "db.example.test",
        "port": 3306, "fatal": true });
    assert_eq!(
        got,
        json!({ "seen": [["connect", "connect ECONNREFUSED db.example.test:3306"], ["query", refused]],
            "after": { "code": "PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR", "fatal": false, "m": "Cannot enqueue Query after fatal error." } })
    );
}

#[test]
fn a_refused_connection_nobody_listens_to_is_uncaught() {
    let run = login(Scripted(vec![("connect", refused())]), &format!("{CONNECT} connection.connect();"));
    let outcome = run.outcome.unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Exception);
    assert_eq!(outcome.error.unwrap().message, "connect ECONNREFUSED db.example.test:3306");
}

#[test]
fn after_end_nothing_more_is_taken() {
    let got = evaluate(
        Scripted(vec![("SELECT", users())]),
        CONNECT,
        &[
            "new Promise((r) => connection.connect((...a) => r([a.length, a[0], a[1].constructor.name, connection.state])))",
            "new Promise((r) => connection.connect((e) => r([e.code, e.message])))",
            "new Promise((r) => connection.end((...a) => r([a.length, a[0] === undefined, connection.state])))",
            "query('SELECT 1')",
            "new Promise((r) => connection.end((e) => r(e.message)))",
            "connection.query(null)",
            "connection.query('select 1', 'no function', 5)",
            "(() => { try { return mysql({ host: 'h' }); } catch (e) { return e.constructor.name; } })()",
            "Object.keys(mysql.createConnection('mysql://u:p%40@h:33/db?dateStrings=true').config).length > 10",
        ],
    );
    let expected = json!([
        [2, null, "OkPacket", "authenticated"],
        ["PROTOCOL_ENQUEUE_HANDSHAKE_TWICE", "Cannot enqueue Handshake after already enqueuing a Handshake."],
        [1, true, "disconnected"],
        { "code": "PROTOCOL_ENQUEUE_AFTER_QUIT", "fatal": false, "message": "Cannot enqueue Query after invoking quit." },
        "Cannot enqueue Quit after invoking quit.",
        "TypeError: Cannot use 'in' operator to search for 'typeCast' in null",
        "TypeError: argument callback must be a function when provided",
        "TypeError",
        true
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_query_without_callback_tells_its_listeners() {
    let got = answer(
        Scripted(vec![("SELECT", users())]),
        &format!(
            "{CONNECT} const seen = [];
            connection.query({{ sql: 'SELECT 1', nestTables: '_' }})
              .on('fields', (fields, index) => seen.push(['fields', fields.length, index]))
              .on('result', (row) => seen.push(['result', row.users_id, row._n]))
              .on('end', () => callback(null, {{ seen }}));"
        ),
    );
    assert_eq!(got, json!({ "seen": [["fields", 9, 0], ["result", 1, null]] }));
}

#[test]
fn a_pool_hands_out_and_takes_back_connections() {
    let got = evaluate(
        Scripted(vec![("SELECT", users())]),
        "const pool = require('mysql').createPool({ host: 'h', user: 'u', database: 'd', connectionLimit: 1 });
         const get = () => new Promise((resolve, reject) => pool.getConnection((e, c) => (e ? reject(e) : resolve(c))));",
        &[
            "new Promise((r) => pool.query('SELECT 1', (e, rows) => r([e, rows.length])))",
            "get().then((c) => { c.release(); try { c.release(); } catch (e) { return e.message; } })",
            "get().then((first) => { const second = get(); first.release(); return second; }).then((c) => { c.release(); return c.constructor.name; })",
            "new Promise((r) => pool.end((...a) => r(a.length)))",
            "get().catch((e) => [e.code, e.message])",
        ],
    );
    assert_eq!(
        json!(got),
        json!([[null, 1], "Connection already released", "PoolConnection", 1, ["POOL_CLOSED", "Pool is closed."]])
    );
}

#[test]
fn a_query_is_recorded_where_the_script_asked_for_it() {
    let run = login(
        Scripted(vec![("SELECT", users())]),
        &format!(
            "{CONNECT}\nconnection.connect();\n\nconnection.query('SELECT 1', () => {{\nthrow new Error('deep'); }});"
        ),
    );
    let lines = run.queries.iter().map(|query| query.at.as_ref().unwrap().line).collect::<Vec<_>>();
    assert_eq!(lines, [8]);
}
