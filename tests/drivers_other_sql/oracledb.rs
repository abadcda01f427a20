//! `oracledb`: expectations read off the sources of oracledb 6.10.0 (`lib/connection.js`, `lib/errors.js`,
//! `lib/thin/connection.js`) and 5.5.0; what needs no server was also run under Node 22.

use serde_json::json;

use crate::scripted_store::{evaluate, Scripted};

const BEFORE_1: &str = "const oracledb = require('oracledb');
    const login = { user: 'u', password: 'p', connectString: 'db.example.test:1521/XEPDB1' };
    const told = (e) => [e.message, e.code, e.errorNum, e.offset, Object.keys(e).join()];";

#[test]
fn execute_answers_rows_as_lists_or_objects() {
    let store = Scripted(vec![
        (
            "SELECT",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "ID", "type": "NUMBER", "table": "users"}, {"name": "EMAIL", "type": "VARCHAR2(255)", "table": "users"}, {"name": "CREATED", "type": "TIMESTAMP(6)", "table": "users"}, {"name": "BIO", "type": "CLOB", "table": "users"}], "rows": [[1, "ada@example.test", {"$date": 1577934245678.0}, "long text"], [2, "b@example.test", null, null]]}),
        ),
        ("UPDATE", json!({"kind": "written", "command": "UPDATE", "matched": 2, "changed": 2, "insert_id": 0})),
        ("COMMIT", json!({"kind": "written", "command": "COMMIT", "matched": 0, "changed": 0, "insert_id": 0})),
        ("ROLLBACK", json!({"kind": "written", "command": "ROLLBACK", "matched": 0, "changed": 0, "insert_id": 0})),
    ]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "oracledb.getConnection(login).then((c) => c.execute('SELECT ID, EMAIL FROM users WHERE id = :id', [1])).then((r) => [Object.keys(r).join(), r.rows.map((row) => row.slice(0, 2)), r.metaData.map((m) => [m.name, m.dbTypeName]).join(';')])",
            "oracledb.getConnection(login).then((c) => c.execute('SELECT 1', {}, { outFormat: oracledb.OUT_FORMAT_OBJECT, maxRows: 1 })).then(async (r) => [r.rows.length, r.rows[0].EMAIL, r.rows[0].CREATED instanceof Date, await r.rows[0].BIO.getData()])",
            "(oracledb.fetchAsString = [oracledb.CLOB, oracledb.NUMBER], oracledb.outFormat = oracledb.OBJECT, oracledb.getConnection(login)).then((c) => c.execute('SELECT 1')).then((r) => [r.rows[0].ID, r.rows[0].BIO])",
            "oracledb.getConnection(login).then((c) => new Promise((resolve) => c.execute('UPDATE users SET x = :1', ['y'], { autoCommit: true }, (error, r) => c.close((e) => resolve([error, r.rowsAffected, e])))))",
            "oracledb.getConnection(login).then(async (c) => { const { resultSet } = await c.execute('SELECT 1', [], { resultSet: true }); return [(await resultSet.getRow()).EMAIL, (await resultSet.getRows()).length, await resultSet.close()]; })",
        ],
    );
    let expected = json!([
        [
            "metaData,rows",
            [[1, "ada@example.test"], [2, "b@example.test"]],
            "ID,NUMBER;EMAIL,VARCHAR2;CREATED,TIMESTAMP;BIO,CLOB"
        ],
        [1, "ada@example.test", true, "long text"],
        ["1", "long text"],
        [null, 2, null],
        ["ada@example.test", 1, null]
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn binds_that_go_out_come_back() {
    let store = Scripted(vec![(
        "RETURNING",
        json!({"kind": "rows", "command": "INSERT", "affected": 1, "columns": [{"name": "id", "type": "NUMBER", "table": "users"}], "rows": [[7]]}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "oracledb.getConnection(login).then((c) => c.execute('INSERT INTO t (a) VALUES (:a) RETURNING id INTO :id', { a: 1, id: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER } })).then((r) => [r.outBinds, r.rowsAffected])",
            "oracledb.getConnection(login).then((c) => c.execute('INSERT INTO t (a) VALUES (:1) RETURNING id INTO :2', [1, { dir: oracledb.BIND_OUT }])).then((r) => r.outBinds)",
        ],
    );
    let expected = json!([[{"id": [7]}, 1], [[7]]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_refused_statement_is_an_error_by_version() {
    let store = Scripted(vec![(
        "INSERT",
        json!({"kind": "error", "code": "ORA-00001", "errno": 1, "message": "ORA-00001: unique constraint (U.USERS_UK) violated", "position": null}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "oracledb.getConnection(login).then((c) => c.execute('INSERT')).catch(told)",
            "require('oracledb@5.5.0').getConnection(login).then((c) => c.execute('INSERT')).catch(told)",
        ],
    );
    let expected = json!([["ORA-00001: unique constraint (U.USERS_UK) violated\nHelp: https://docs.oracle.com/error-help/db/ora-00001/", "ORA-00001", 1, 0, "offset,errorNum,isRecoverable,code"], ["ORA-00001: unique constraint (U.USERS_UK) violated", null, 1, 0, "errorNum,offset"]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_name_that_is_not_found_is_told_by_version() {
    let store = Scripted(vec![(
        "connect",
        json!({"kind": "error", "code": "ENOTFOUND", "message": "getaddrinfo ENOTFOUND", "syscall": "getaddrinfo", "fatal": true}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &["oracledb.getConnection(login).catch(told)", "require('oracledb@5.5.0').getConnection(login).catch(told)"],
    );
    let expected = json!([["NJS-530: The host addresses or URLs provided by the connect string are incorrect or unresolvable in your network.", "NJS-530", null, null, "code,isRecoverable"], ["ORA-12545: Connect failed because target host or object does not exist", null, 12545, 0, "errorNum,offset"]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_server_that_refuses_is_told_by_version() {
    let store = Scripted(vec![(
        "connect",
        json!({"kind": "error", "code": "ECONNREFUSED", "message": "connect ECONNREFUSED", "syscall": "connect", "fatal": true}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "oracledb.getConnection(login).catch((e) => [e.message.replace(/ID=[^)]*/, 'ID'), e.code])",
            "require('oracledb@5.5.0').getConnection(login).catch(told)",
        ],
    );
    let expected = json!([["NJS-503: connection to host db.example.test port 1521 could not be established. (CONNECTION_ID)\nconnect ECONNREFUSED db.example.test:1521", "NJS-503"], ["ORA-12541: TNS:no listener", null, 12541, 0, "errorNum,offset"]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn what_is_wrong_before_anything_is_sent() {
    let store = Scripted(vec![]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "oracledb.getConnection()",
            "oracledb.getConnection(5)",
            "oracledb.getConnection({ user: 'u', password: 'p' })",
            "oracledb.getConnection({ user: 'u', connectString: 'h/s' })",
            "oracledb.getConnection({ ...login, connectString: 'orcl' })",
            "oracledb.getConnection({ ...login, password: 5 })",
            "oracledb.getPool('x')",
            "(oracledb.outFormat = 9)",
            "oracledb.getConnection(login).then((c) => c.execute('SELECT :a FROM dual', []))",
            "oracledb.getConnection(login).then((c) => c.execute('SELECT :a FROM dual', { b: 1 }))",
            "oracledb.getConnection(login).then((c) => c.execute('SELECT :a FROM dual', { a: {} }))",
            "oracledb.getConnection(login).then((c) => c.execute())",
            "oracledb.getConnection(login).then((c) => c.execute('x', 5))",
            "oracledb.getConnection(login).then(async (c) => { await c.close(); await c.execute('x'); })",
            "oracledb.createPool(login).then(async (p) => { const c = await p.getConnection(); const open = p.connectionsInUse; await c.close(); await p.close(); return [open, p.status]; })",
        ],
    );
    let expected = json!(["Error: NJS-047: pool alias \"default\" not found in connection pool cache", "Error: NJS-005: invalid value for parameter 1", "Error: NJS-125: \"connectString\" cannot be empty or undefined. Bequeath connections are not supported in Thin mode", "Error: NJS-101: no credentials specified", "Error: NJS-516: no configuration directory set or available to search for tnsnames.ora", "Error: NJS-007: invalid value for \"password\" in parameter 1", "Error: NJS-047: pool alias \"x\" not found in connection pool cache", "Error: NJS-004: invalid value for property \"outFormat\"", "Error: NJS-098: 1 bind placeholders were used in the SQL statement but 0 bind values were provided", "Error: NJS-097: no bind placeholder named \":B\" was found in the statement text", "Error: NJS-044: bind object must contain one of the following attributes: \"dir\", \"type\", \"maxSize\", or \"val\"", "Error: NJS-009: invalid number of function parameters: 0 provided but expected between 1 and 3", "Error: NJS-005: invalid value for parameter 2", "Error: NJS-003: invalid or closed connection", [1, 6002]]);
    assert_eq!(json!(got), expected);
}
