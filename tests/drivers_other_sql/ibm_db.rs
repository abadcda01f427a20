//! `ibm_db`: expectations read off the sources of ibm_db 3.3.5 and 2.6.4 (`lib/odbc.js`, `src/odbc.cpp`) and its own
//! tests (`test/test-all-data-types.js`, `test/test-date.js`).

use serde_json::json;

use crate::scripted_store::{evaluate, Scripted};

const BEFORE_1: &str = "const ibmdb = require('ibm_db');
    const text = 'DATABASE=app;HOSTNAME=db.example.test;UID=u;PWD=p;PORT=50000;PROTOCOL=TCPIP';
    const told = (e) => [e instanceof Error, e.message, e.error, e.sqlcode, e.sqlstate, e.state, Object.keys(e).join()];";

#[test]
fn a_query_answers_rows_as_the_cli_driver_gives_them() {
    let store = Scripted(vec![
        (
            "none",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "ID", "type": "INTEGER", "table": "users"}], "rows": []}),
        ),
        (
            "SELECT",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "ID", "type": "INTEGER", "table": "users"}, {"name": "EMAIL", "type": "VARCHAR(255)", "table": "users"}, {"name": "BIG", "type": "BIGINT", "table": "users"}, {"name": "PRICE", "type": "DECIMAL(4,2)", "table": "users"}, {"name": "CREATED", "type": "TIMESTAMP", "table": "users"}, {"name": "BORN", "type": "DATE", "table": "users"}, {"name": "CODE", "type": "CHAR(5)", "table": "users"}, {"name": "OK", "type": "BOOLEAN", "table": "users"}], "rows": [[1, "ada@example.test", 5, "67.98", {"$date": 1441880193770.0}, {"$date": 1441843200000.0}, "ab", true]]}),
        ),
        ("INSERT", json!({"kind": "written", "command": "INSERT", "matched": 1, "changed": 1, "insert_id": 0})),
    ]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "ibmdb.open(text).then((c) => c.query('SELECT * FROM users WHERE email = ?', ['ada@example.test']))",
            "ibmdb.open(text).then((c) => new Promise((resolve) => c.query('SELECT 1', (...a) => resolve([a.length, a[0], a[1].length, a[2]]))))",
            "ibmdb.open(text).then((c) => new Promise((resolve) => c.query('none', (...a) => resolve(a))))",
            "ibmdb.open(text).then((c) => c.query('INSERT'))",
            "new Promise((resolve) => ibmdb.open(text, (e, c) => c.close((...a) => resolve([e, a]))))",
            "ibmdb.open(text, { fetchMode: 3 }).then((c) => c.query('SELECT 1')).then((r) => r[0].slice(0, 2))",
            "ibmdb.open(text).then(async (c) => { const s = await c.prepare('SELECT 1'); const r = await s.execute([]); return [r.fetchSync().ID, r.fetchSync(), await (await c.prepare('INSERT')).executeNonQuery()]; })",
        ],
    );
    let expected = json!([[{"ID": 1, "EMAIL": "ada@example.test", "BIG": "5", "PRICE": 67.98, "CREATED": "2015-09-10 10:16:33.770000", "BORN": "2015-09-10", "CODE": "ab   ", "OK": true}], [3, null, 1, {"sqlstate": "0", "sqlcode": 0}], [null, [], {"sqlstate": "0", "sqlcode": 100}], [], [null, [null]], [1, "ada@example.test"], [1, null, 1]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_refused_statement_is_an_error_with_all_it_says() {
    let store = Scripted(vec![(
        "INSERT",
        json!({"kind": "error", "code": "SQL0803N", "errno": -803, "sql_state": "23505", "message": "[IBM][CLI Driver][DB2/LINUXX8664] SQL0803N  One or more values in the INSERT statement are not valid.  SQLSTATE=23505"}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "ibmdb.open(text).then((c) => c.query('INSERT')).catch(told)",
            "require('ibm_db@2.6.4').open(text).then((c) => new Promise((resolve) => c.query('INSERT', (...a) => resolve([told(a[0]), a[1], a[2]]))))",
        ],
    );
    let expected = json!([[true, "[IBM][CLI Driver][DB2/LINUXX8664] SQL0803N  One or more values in the INSERT statement are not valid.  SQLSTATE=23505\n", "[ibm_db] SQL_ERROR", -803, "23505", null, "error,sqlcode,message,sqlstate,resultset"], [[true, "[IBM][CLI Driver][DB2/LINUXX8664] SQL0803N  One or more values in the INSERT statement are not valid.  SQLSTATE=23505\n", "[node-ibm_db] SQL_ERROR", -803, null, "23505", "error,sqlcode,message,state"], [], {"state": "23505", "sqlcode": -803}]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_server_that_refuses_is_sql30081n() {
    let store = Scripted(vec![(
        "connect",
        json!({"kind": "error", "code": "ECONNREFUSED", "message": "connect ECONNREFUSED", "syscall": "connect", "fatal": true}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "ibmdb.open(text).catch(told)",
            "new Promise((resolve) => ibmdb.open(text, (e, c) => c.query('SELECT 1', (...a) => resolve([e.sqlcode, a]))))",
        ],
    );
    let expected = json!([[true, "[IBM][CLI Driver] SQL30081N  A communication error has been detected. Communication protocol being used: \"TCP/IP\".  Communication API being used: \"SOCKETS\".  Location where the error was detected: \"db.example.test\".  Communication function detecting the error: \"connect\".  Protocol specific error code(s): \"111\", \"*\", \"*\".  SQLSTATE=08001\n", "[ibm_db] SQL_ERROR", -30081, "08001", null, "error,sqlcode,message,sqlstate"], [-30081, [{"message": "Connection not open.", "sqlstate": "08001", "sqlcode": -30081}, [], {"sqlstate": "08001", "sqlcode": -30081}]]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_name_that_is_not_found_is_sql1336n() {
    let store = Scripted(vec![(
        "connect",
        json!({"kind": "error", "code": "ENOTFOUND", "message": "getaddrinfo ENOTFOUND", "syscall": "getaddrinfo", "fatal": true}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &["ibmdb.open(text).catch(told)", "ibmdb.open('DATABASE=app;UID=u;PWD=p').catch(told)"],
    );
    let expected = json!([[true, "[IBM][CLI Driver] SQL1336N  The remote host \"db.example.test\" was not found.  SQLSTATE=08001\n", "[ibm_db] SQL_ERROR", -1336, "08001", null, "error,sqlcode,message,sqlstate"], [true, "[IBM][CLI Driver] SQL1013N  The database alias name or database name \"app\" could not be found.  SQLSTATE=42705\n", "[ibm_db] SQL_ERROR", -1013, "42705", null, "error,sqlcode,message,sqlstate"]]);
    assert_eq!(json!(got), expected);
}
