//! `pg` before version 7: expectations read off the sources of pg 4.3.0 and 6.1.2 (`lib/index.js`, `lib/pool.js`,
//! `lib/query.js`). These versions do not get through a login on Node 22, so they could not be run beside.

use serde_json::json;

use crate::scripted_store::{evaluate, Scripted};

const BEFORE_1: &str = "const pg = require('pg@4.3.0');";

#[test]
fn pg_connect_hands_out_pooled_clients_before_version_7() {
    let store = Scripted(vec![
        (
            "SELECT",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "email", "type": "varchar", "table": "users"}, {"name": "n", "type": "int8", "table": "users"}], "rows": [["ada@example.test", 5], ["b@example.test", 6]]}),
        ),
        (
            "SELEC ",
            json!({"kind": "error", "code": "42601", "sql_state": "42601", "message": "syntax error at or near \"SELEC\"", "severity": "ERROR"}),
        ),
    ]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "new Promise((resolve) => pg.connect('postgres://u:p@h/d', (error, client, done) => client.query('SELECT 1', [], (e, r) => { done(); resolve([error, e, r.rows, r.rowCount]); })))",
            "new Promise((resolve) => pg.connect({ host: 'h' }, (error, client, done) => { const rows = []; client.query('SELECT 1').on('row', (row) => rows.push(row.email)).on('end', (r) => { done(); resolve([rows, r.rowCount, r.rows.length]); }); }))",
            "new Promise((resolve) => pg.connect('x', (error, client, done) => client.query('SELEC 1').on('error', (e) => { done(); resolve([e.message, e.code]); })))",
            "new Promise((resolve) => { pg.on('end', () => resolve('end')); pg.end(); })",
            "require('pg@6.1.2').Pool.name",
            "require('pg').connect('x')",
            "require('pg@7.17.1').connect('x')",
            "typeof pg.Pool",
            "new Promise((resolve) => { const c = new pg.Client('x'); resolve([c.connect(() => {}), typeof c.query('SELECT 1').on]); })",
        ],
    );
    let expected = json!([[null, null, [{"email": "ada@example.test", "n": "5"}, {"email": "b@example.test", "n": "6"}], 2], [["ada@example.test", "b@example.test"], 2, 0], ["syntax error at or near \"SELEC\"", "42601"], "end", "BoundPool", "TypeError: require(...).connect is not a function", "TypeError: require(...).connect is not a function", "undefined", [null, "function"]]);
    assert_eq!(json!(got), expected);
}
