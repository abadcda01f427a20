//! `mssql`: expectations read off the sources of mssql 11.0.1 and 4.3.0 (`lib/tedious/request.js`, `lib/base/*.js`,
//! `lib/error/*.js`); what needs no server was also run under Node 22.

use serde_json::json;

use crate::scripted_store::{evaluate, Scripted};

const BEFORE_1: &str = "const sql = require('mssql');
    const config = { server: 'db.example.test', user: 'sa', password: 'x', database: 'app' };
    const told = (e) => [e.name, e.message, e.code, e.number, Object.keys(e).join()];";

#[test]
fn a_query_answers_recordsets_and_rows_affected() {
    let store = Scripted(vec![
        (
            "two",
            json!({"kind": "several", "replies": [{"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "id", "type": "int", "table": "users"}, {"name": "email", "type": "nvarchar(255)", "table": "users"}, {"name": "big", "type": "bigint", "table": "users"}], "rows": [[1, "ada@example.test", 5]]}, {"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "b", "type": "int", "table": "users"}], "rows": [[2]]}]}),
        ),
        (
            "SELECT",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "id", "type": "int", "table": "users"}, {"name": "email", "type": "nvarchar(255)", "table": "users"}, {"name": "big", "type": "bigint", "table": "users"}], "rows": [[1, "ada@example.test", 5]]}),
        ),
        ("UPDATE", json!({"kind": "written", "command": "UPDATE", "matched": 3, "changed": 3, "insert_id": 0})),
    ]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "sql.connect(config).then((pool) => pool.request().input('email', sql.VarChar(255), 'ada@example.test').query('SELECT * FROM users WHERE email = @email'))",
            "sql.query('SELECT 1 -- two').then((r) => [r.recordsets, r.rowsAffected])",
            "sql.query`SELECT * FROM users WHERE id = ${1} AND email IN (${['a', 'b']})`.then((r) => r.recordset.length)",
            "new sql.Request().query('UPDATE users SET x = 1')",
            "new Promise((resolve) => new sql.Request().query('SELECT 1', (error, r) => resolve([error, r.recordset.length])))",
            "sql.query('SELECT 1').then((r) => [Object.keys(r.recordset.columns).join(), r.recordset.columns.big.type === sql.BigInt, r.recordset.columns.email.length])",
            "sql.close().then(() => sql.query('SELECT 1'))",
        ],
    );
    let expected = json!([{"recordsets": [[{"id": 1, "email": "ada@example.test", "big": "5"}]], "recordset": [{"id": 1, "email": "ada@example.test", "big": "5"}], "output": {}, "rowsAffected": [1]}, [[[{"id": 1, "email": "ada@example.test", "big": "5"}], [{"b": 2}]], [1, 1]], 1, {"recordsets": [], "output": {}, "rowsAffected": [3]}, [null, 1], ["id,email,big", true, 510], "RequestError: No connection is specified for that request."]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_refused_statement_is_a_request_error() {
    let store = Scripted(vec![(
        "INSERT",
        json!({"kind": "error", "code": "EREQUEST", "errno": 2627, "sql_state": "1", "severity": "14", "position": 1, "message": "Violation of UNIQUE KEY constraint 'UQ_Users'. Cannot insert duplicate key in object 'dbo.Users'. The duplicate key value is (ada@example.test)."}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "sql.connect(config).then((pool) => pool.query('INSERT')).catch((e) => [...told(e), e.originalError.info.number, e.precedingErrors.length])",
        ],
    );
    let expected = json!([["RequestError", "Violation of UNIQUE KEY constraint 'UQ_Users'. Cannot insert duplicate key in object 'dbo.Users'. The duplicate key value is (ada@example.test).", "EREQUEST", 2627, "code,originalError,name,number,lineNumber,state,class,serverName,procName,precedingErrors", 2627, 0]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_server_that_refuses_is_a_connection_error() {
    let store = Scripted(vec![(
        "connect",
        json!({"kind": "error", "code": "ECONNREFUSED", "message": "connect ECONNREFUSED", "syscall": "connect", "fatal": true}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "sql.connect(config).catch((e) => [...told(e), e.originalError.name, e.originalError.constructor.name])",
            "new Promise((resolve) => sql.connect(config, (e) => resolve(told(e).slice(0, 3))))",
            "require('mssql@4.3.0').connect(config).catch((e) => told(e).slice(0, 3))",
        ],
    );
    let expected = json!([
        [
            "ConnectionError",
            "Failed to connect to db.example.test:1433 - Could not connect (sequence)",
            "ESOCKET",
            null,
            "code,originalError,name",
            "Error",
            "ConnectionError"
        ],
        ["ConnectionError", "Failed to connect to db.example.test:1433 - Could not connect (sequence)", "ESOCKET"],
        ["ConnectionError", "Failed to connect to db.example.test:1433 - Could not connect (sequence)", "ESOCKET"]
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_login_that_fails_is_a_connection_error() {
    let store = Scripted(vec![(
        "connect",
        json!({"kind": "error", "code": "EREQUEST", "errno": 18456, "sql_state": "1", "severity": "14", "message": "Login failed for user 'sa'."}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "sql.connect(config).catch((e) => [...told(e), e.originalError.name, e.originalError.constructor.name])",
            "new Promise((resolve) => sql.connect(config, (e) => resolve(told(e).slice(0, 3))))",
            "require('mssql@4.3.0').connect(config).catch((e) => told(e).slice(0, 3))",
        ],
    );
    let expected = json!([
        [
            "ConnectionError",
            "Login failed for user 'sa'.",
            "ELOGIN",
            null,
            "code,originalError,name",
            "Error",
            "ConnectionError"
        ],
        ["ConnectionError", "Login failed for user 'sa'.", "ELOGIN"],
        ["ConnectionError", "Login failed for user 'sa'.", "ELOGIN"]
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn what_is_wrong_before_anything_is_sent() {
    let store = Scripted(vec![]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "sql.query('SELECT 1')",
            "new sql.ConnectionPool(config).request().query('SELECT 1')",
            "new sql.Request().input('a b', 1)",
            "new sql.Request().input('a')",
            "new sql.Request().input('a', 1).input('a', 2)",
            "new sql.Transaction(new sql.ConnectionPool(config)).begin()",
            "new sql.Transaction(new sql.ConnectionPool(config)).commit()",
            "new sql.ConnectionPool({ user: 'sa' }).connect()",
            "new sql.ConnectionPool('Server=h,1434;Database=d;User Id=u;Password=p;Encrypt=true').config",
        ],
    );
    let expected = json!(["RequestError: No connection is specified for that request.", "ConnectionError: Connection is closed.", "RequestError: SQL injection warning for param 'a b'", "RequestError: Invalid number of arguments. At least 2 arguments expected.", "RequestError: The parameter name a has already been declared. Parameter names must be unique", "ConnectionError: Connection not yet open.", "TransactionError: Transaction has not begun. Call begin() first.", "TypeError: The \"config.server\" property is required and must be of type string.", {"options": {"encrypt": true}, "pool": {}, "port": 1434, "server": "h", "database": "d", "user": "u", "password": "p", "stream": false, "parseJSON": false, "arrayRowMode": false, "validateConnection": true}]);
    assert_eq!(json!(got), expected);
}

#[test]
fn transactions_and_prepared_statements_keep_one_connection() {
    let store = Scripted(vec![
        (
            "SELECT",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "id", "type": "int", "table": "users"}, {"name": "email", "type": "nvarchar(255)", "table": "users"}, {"name": "big", "type": "bigint", "table": "users"}], "rows": [[1, "ada@example.test", 5]]}),
        ),
        ("", json!({"kind": "written", "command": "BEGIN", "matched": 0, "changed": 0, "insert_id": 0})),
    ]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "sql.connect(config).then(async (pool) => { const t = new sql.Transaction(pool); await t.begin(); const r = await new sql.Request(t).query('SELECT 1'); await t.commit(); return [r.recordset.length, pool.size, pool.available]; })",
            "(async () => { const p = new sql.PreparedStatement(); p.input('a', sql.Int); await p.prepare('SELECT @a'); const r = await p.execute({ a: 1 }); await p.unprepare(); return r.recordset.length; })()",
            "new sql.Request().execute('dbo.find').then((r) => [r.returnValue, r.recordsets.length])",
        ],
    );
    let expected = json!([[1, 1, 1], 1, [0, 0]]);
    assert_eq!(json!(got), expected);
}
