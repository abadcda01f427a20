//! `tedious`, `mssql`, `oracledb`, `ibm_db` and old versions of `pg`, against a store that answers from a list.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/scripted_store.rs"]
mod scripted_store;

#[path = "drivers_other_sql/ibm_db.rs"]
mod ibm_db;
#[path = "drivers_other_sql/mssql.rs"]
mod mssql;
#[path = "drivers_other_sql/oracledb.rs"]
mod oracledb;
#[path = "drivers_other_sql/pg_before_7.rs"]
mod pg_before_7;
#[path = "drivers_other_sql/tedious.rs"]
mod tedious;

use loginscope::legacy::Request;
use scripted_store::{login, Scripted};
use serde_json::{json, Value};

/// What reached the store: for a statement its dialect, text and parameters.
fn asked(body: &str) -> Vec<Value> {
    let written = json!({ "kind": "written", "command": "UPDATE", "matched": 1, "changed": 1, "insert_id": 0 });
    let run = login(Scripted(vec![("", written)]), body);
    let sql = |query: &loginscope::recording::Query| match &query.request {
        Request::Sql { dialect, text, params, .. } => Some(json!([query.driver, dialect, text, params])),
        _ => None,
    };
    run.queries.iter().filter_map(sql).collect()
}

#[test]
fn statements_and_values_reach_the_store_apart() {
    let tedious = "const { Connection, Request, TYPES } = require('tedious@1.11.0');
        const c = new Connection({ userName: 'sa', password: 'x', server: 'h' });
        c.on('connect', () => {
          const r = new Request('UPDATE t SET a = @a', () => callback(null, {}));
          r.addParameter('a', TYPES.VarChar, 5);
          c.execSql(r);
        });";
    assert_eq!(asked(tedious), [json!(["tedious", "sqlserver", "UPDATE t SET a = @a", [["a", "5"]]])]);
    let mssql = "require('mssql').connect({ server: 'h', user: 'sa', password: 'x' })
        .then((pool) => pool.query`UPDATE t SET a = ${'x'}`).then(() => callback(null, {}));";
    assert_eq!(asked(mssql), [json!(["mssql", "sqlserver", "UPDATE t SET a = @param1", [["param1", "x"]]])]);
    let oracledb = "const login = { user: 'u', password: 'p', connectString: 'db.example.test/service' };
        require('oracledb').getConnection(login, (error, c) =>
          c.execute('UPDATE t SET a = :a', { a: 1 }, { autoCommit: true }, () => callback(null, {})));";
    let expected =
        [json!(["oracledb", "oracle", "UPDATE t SET a = :a", [["a", 1]]]), json!(["oracledb", "oracle", "COMMIT", []])];
    assert_eq!(asked(oracledb), expected);
    let ibm_db = "require('ibm_db').open('DATABASE=d;HOSTNAME=h;UID=u;PWD=p', (error, c) =>
        c.query('UPDATE t SET a = ?', ['x'], () => callback(null, {})));";
    assert_eq!(asked(ibm_db), [json!(["ibm_db", "db2", "UPDATE t SET a = ?", ["x"]])]);
}

#[test]
fn what_was_not_committed_in_oracle_is_taken_back() {
    let body = "const login = { user: 'u', password: 'p', connectString: 'db.example.test/service' };
        require('oracledb').getConnection(login, (error, c) =>
          c.execute('UPDATE t SET a = 1', () => c.close(() => callback(null, {}))));";
    let texts: Vec<Value> = asked(body).into_iter().map(|query| query[2].clone()).collect();
    assert_eq!(texts, [json!("UPDATE t SET a = 1"), json!("ROLLBACK")]);
}

#[test]
fn db2_is_asked_by_calls_that_block_too() {
    let body = "const c = require('ibm_db').openSync('DATABASE=d;HOSTNAME=h;UID=u;PWD=p');
        const before = Date.now();
        const rows = c.querySync('UPDATE t SET a = ?', ['x']);
        const took = Date.now() - before;
        c.closeSync();
        callback(null, { rows, waited: took >= 2, open: c.connected });";
    let written = json!({ "kind": "written", "command": "UPDATE", "matched": 1, "changed": 1, "insert_id": 0 });
    let got = scripted_store::answer(Scripted(vec![("", written)]), body);
    assert_eq!(got, json!({ "rows": [], "waited": true, "open": false }));
}
