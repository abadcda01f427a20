//! `tedious`: expectations read off the sources of tedious 1.11.0 and 18.6.1 (`lib/connection.js`, `lib/request.js`,
//! `lib/data-type.js`, `lib/token/handler.js`); what needs no server was also run under Node 22.

use serde_json::json;

use crate::scripted_store::{evaluate, Scripted};

const BEFORE_1: &str = "const { Connection, Request, TYPES } = require('tedious@1.11.0');
    const open = (options, then) => new Promise((resolve) => {
      const c = new Connection({ userName: 'sa', password: 'x', server: 'db.example.test', options: { database: 'app', ...options } });
      c.on('connect', (error) => resolve(error ? error : then(c)));
    });
    const ask = (c, sql, fill = () => {}) => new Promise((resolve) => {
      const request = new Request(sql, (error, count, rows) => resolve([error && error.message, count, rows]));
      fill(request);
      c.execSql(request);
    });
    const flat = (rows) => rows.map((row) => Array.isArray(row) ? row.map((cell) => cell.value) : Object.entries(row).map(([name, cell]) => [name, cell.value]));";

const BEFORE_2: &str = "const { Connection, Request, TYPES } = require('tedious@1.11.0');
    const open = (options, then) => new Promise((resolve) => {
      const c = new Connection({ userName: 'sa', password: 'x', server: 'db.example.test', options: { database: 'app', ...options } });
      c.on('connect', (error) => resolve(error ? error : then(c)));
    });
    const ask = (c, sql, fill = () => {}) => new Promise((resolve) => {
      const request = new Request(sql, (error, count, rows) => resolve([error && error.message, count, rows]));
      fill(request);
      c.execSql(request);
    });
    const flat = (rows) => rows.map((row) => Array.isArray(row) ? row.map((cell) => cell.value) : Object.entries(row).map(([name, cell]) => [name, cell.value]));
    const heard = (c, how, sql) => new Promise((resolve) => {
      const all = [];
      const request = new Request(sql, (error, count) => all.push(['callback', count]));
      for (const name of ['columnMetadata', 'row', 'done', 'doneInProc', 'doneProc']) request.on(name, (...told) => all.push([name, ...told.map((one) => typeof one === 'object' ? one.length : one)]));
      request.on('requestCompleted', () => resolve(all));
      c[how](request);
    });";

const BEFORE_3: &str = "const { Connection, Request, TYPES } = require('tedious@1.11.0');
    const open = (options, then) => new Promise((resolve) => {
      const c = new Connection({ userName: 'sa', password: 'x', server: 'db.example.test', options: { database: 'app', ...options } });
      c.on('connect', (error) => resolve(error ? error : then(c)));
    });
    const ask = (c, sql, fill = () => {}) => new Promise((resolve) => {
      const request = new Request(sql, (error, count, rows) => resolve([error && error.message, count, rows]));
      fill(request);
      c.execSql(request);
    });
    const flat = (rows) => rows.map((row) => Array.isArray(row) ? row.map((cell) => cell.value) : Object.entries(row).map(([name, cell]) => [name, cell.value]));
    const said = (error) => [error.name, error.message, Object.keys(error).join(), error.code, error.number, error.state, error.class, error.serverName, error.lineNumber];
    const both = (c) => new Promise((resolve) => {
      const heard = [];
      c.on('errorMessage', (token) => heard.push([token.number, token.message, token.event ?? token.handlerName])).on('infoMessage', (token) => heard.push(token.number));
      c.execSql(new Request('INSERT', (error, count, rows) => resolve([said(error), count, rows, heard, c.state.name])));
    });";

const BEFORE_4: &str = "const { Connection, Request, TYPES } = require('tedious');
    const open = (options, then) => new Promise((resolve) => {
      const c = new Connection({ server: 'db.example.test', authentication: { type: 'default', options: { userName: 'sa', password: 'x' } }, options: { database: 'app', ...options } });
      c.connect((error) => resolve(error ? error : then(c)));
    });
    const ask = (c, sql, fill = () => {}) => new Promise((resolve) => {
      const request = new Request(sql, (error, count, rows) => resolve([error && error.message, count, rows]));
      fill(request);
      c.execSql(request);
    });
    const flat = (rows) => rows.map((row) => Array.isArray(row) ? row.map((cell) => cell.value) : Object.entries(row).map(([name, cell]) => [name, cell.value]));
    const said = (error) => [error.name, error.constructor.name, Object.keys(error).join(), error.code, error.number, error.state, error.class];";

const BEFORE_5: &str = "const { Connection, Request, TYPES } = require('tedious');
    const open = (options, then) => new Promise((resolve) => {
      const c = new Connection({ server: 'db.example.test', authentication: { type: 'default', options: { userName: 'sa', password: 'x' } }, options: { database: 'app', ...options } });
      c.connect((error) => resolve(error ? error : then(c)));
    });
    const ask = (c, sql, fill = () => {}) => new Promise((resolve) => {
      const request = new Request(sql, (error, count, rows) => resolve([error && error.message, count, rows]));
      fill(request);
      c.execSql(request);
    });
    const flat = (rows) => rows.map((row) => Array.isArray(row) ? row.map((cell) => cell.value) : Object.entries(row).map(([name, cell]) => [name, cell.value]));";

const BEFORE_6: &str = "const { Connection } = require('tedious@11.0.3');";

const BEFORE_7: &str = "const { Connection, Request, TYPES } = require('tedious@1.11.0');
    const open = (options, then) => new Promise((resolve) => {
      const c = new Connection({ userName: 'sa', password: 'x', server: 'db.example.test', options: { database: 'app', ...options } });
      c.on('connect', (error) => resolve(error ? error : then(c)));
    });
    const ask = (c, sql, fill = () => {}) => new Promise((resolve) => {
      const request = new Request(sql, (error, count, rows) => resolve([error && error.message, count, rows]));
      fill(request);
      c.execSql(request);
    });
    const flat = (rows) => rows.map((row) => Array.isArray(row) ? row.map((cell) => cell.value) : Object.entries(row).map(([name, cell]) => [name, cell.value]));
    const said = (error) => [error.name, error.message, error.code, Object.keys(error).join()];
    const later = require('tedious');";

const BEFORE_8: &str = "const { Connection, Request, TYPES } = require('tedious');
    const open = (options, then) => new Promise((resolve) => {
      const c = new Connection({ server: 'db.example.test', authentication: { type: 'default', options: { userName: 'sa', password: 'x' } }, options: { database: 'app', ...options } });
      c.connect((error) => resolve(error ? error : then(c)));
    });
    const ask = (c, sql, fill = () => {}) => new Promise((resolve) => {
      const request = new Request(sql, (error, count, rows) => resolve([error && error.message, count, rows]));
      fill(request);
      c.execSql(request);
    });
    const flat = (rows) => rows.map((row) => Array.isArray(row) ? row.map((cell) => cell.value) : Object.entries(row).map(([name, cell]) => [name, cell.value]));
    const step = (c, name, ...more) => new Promise((resolve) => c[name]((error, given) => resolve([name, error && error.message, typeof given, c.inTransaction]), ...more));";

#[test]
fn a_request_of_version_1_answers_rows_when_told_to_collect_them() {
    let store = Scripted(vec![
        (
            "SELECT",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "Id", "type": "int", "table": "users"}, {"name": "Email", "type": "nvarchar(255)", "table": "users"}, {"name": "Big", "type": "bigint", "table": "users"}, {"name": "Price", "type": "decimal(10,2)", "table": "users"}, {"name": "Verified", "type": "bit", "table": "users"}, {"name": "Created", "type": "datetime", "table": "users"}, {"name": "Guid", "type": "uniqueidentifier", "table": "users"}, {"name": "Hash", "type": "varbinary(max)", "table": "users"}, {"name": "None", "type": "varchar(10)", "table": "users"}], "rows": [[1, "ada@example.test", 5, "1.50", true, {"$date": 1577934245678.0}, "6f9619ff-8b86-d011-b42d-00c04fc964ff", {"$bytes": "AQL/"}, null]]}),
        ),
        ("UPDATE", json!({"kind": "written", "command": "UPDATE", "matched": 3, "changed": 3, "insert_id": 0})),
    ]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "open({ rowCollectionOnRequestCompletion: true }, (c) => ask(c, 'SELECT * FROM Users')).then(([e, n, rows]) => [e, n, JSON.parse(JSON.stringify(flat(rows)))])",
            "open({}, (c) => ask(c, 'SELECT * FROM Users')).then(([e, n, rows]) => [e, n, rows])",
            "open({ rowCollectionOnRequestCompletion: true, useColumnNames: true }, (c) => ask(c, 'SELECT * FROM Users')).then(([e, n, rows]) => flat(rows)[0][1])",
            "open({ rowCollectionOnRequestCompletion: true, camelCaseColumns: true }, (c) => ask(c, 'SELECT * FROM Users')).then(([e, n, rows]) => rows[0].map((cell) => cell.metadata.colName).join())",
            "open({ rowCollectionOnRequestCompletion: true }, (c) => ask(c, 'SELECT * FROM Users')).then(([e, n, rows]) => rows[0].map((cell) => cell.metadata.type.name).join())",
            "open({}, (c) => ask(c, 'UPDATE Users SET Nickname = NULL'))",
        ],
    );
    let expected = json!([[null, 1, [[1, "ada@example.test", "5", 1.5, true, "2020-01-02T03:04:05.678Z", "6F9619FF-8B86-D011-B42D-00C04FC964FF", {"type": "Buffer", "data": [1, 2, 255]}, null]]], [null, 1, []], ["Email", "ada@example.test"], "id,email,big,price,verified,created,guid,hash,none", "IntN,NVarChar,IntN,DecimalN,BitN,DateTimeN,UniqueIdentifierN,VarBinary,VarChar", [null, 3, []]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_request_tells_its_rows_and_ends_as_events() {
    let store = Scripted(vec![
        (
            "SELECT",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "Id", "type": "int", "table": "users"}, {"name": "Email", "type": "nvarchar(255)", "table": "users"}, {"name": "Big", "type": "bigint", "table": "users"}, {"name": "Price", "type": "decimal(10,2)", "table": "users"}, {"name": "Verified", "type": "bit", "table": "users"}, {"name": "Created", "type": "datetime", "table": "users"}, {"name": "Guid", "type": "uniqueidentifier", "table": "users"}, {"name": "Hash", "type": "varbinary(max)", "table": "users"}, {"name": "None", "type": "varchar(10)", "table": "users"}], "rows": [[1, "ada@example.test", 5, "1.50", true, {"$date": 1577934245678.0}, "6f9619ff-8b86-d011-b42d-00c04fc964ff", {"$bytes": "AQL/"}, null]]}),
        ),
        ("UPDATE", json!({"kind": "written", "command": "UPDATE", "matched": 3, "changed": 3, "insert_id": 0})),
    ]);
    let got = evaluate(
        store,
        BEFORE_2,
        &[
            "open({}, (c) => heard(c, 'execSql', 'SELECT 1'))",
            "open({}, (c) => heard(c, 'execSqlBatch', 'SELECT 1'))",
            "open({}, (c) => heard(c, 'execSql', 'UPDATE Users SET Nickname = NULL'))",
        ],
    );
    let expected = json!([
        [
            ["columnMetadata", 9],
            ["row", 9],
            ["doneInProc", 1, true, 0],
            ["doneProc", null, false, 0, 0],
            ["callback", 1]
        ],
        [["columnMetadata", 9], ["row", 9], ["done", 1, false, 0], ["callback", 1]],
        [["doneInProc", 3, true, 0], ["doneProc", null, false, 0, 0], ["callback", 3]]
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_refused_statement_is_a_request_error_with_what_the_server_said() {
    let store = Scripted(vec![(
        "INSERT",
        json!({"kind": "error", "code": "EREQUEST", "errno": 2627, "sql_state": "1", "severity": "14", "position": 1, "message": "Violation of UNIQUE KEY constraint 'UQ_Users'. Cannot insert duplicate key in object 'dbo.Users'. The duplicate key value is (ada@example.test)."}),
    )]);
    let got = evaluate(store, BEFORE_3, &["open({}, both)"]);
    let expected = json!([[["RequestError", "Violation of UNIQUE KEY constraint 'UQ_Users'. Cannot insert duplicate key in object 'dbo.Users'. The duplicate key value is (ada@example.test).", "name,message,code,number,state,class,serverName,procName,lineNumber", "EREQUEST", 2627, 1, 14, "db.example.test", 1], 0, [], [[2627, "Violation of UNIQUE KEY constraint 'UQ_Users'. Cannot insert duplicate key in object 'dbo.Users'. The duplicate key value is (ada@example.test).", "errorMessage"], 3621], "LoggedIn"]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_refused_statement_is_a_request_error_in_version_18_too() {
    let store = Scripted(vec![(
        "INSERT",
        json!({"kind": "error", "code": "EREQUEST", "errno": 2627, "sql_state": "1", "severity": "14", "position": 1, "message": "Violation of UNIQUE KEY constraint 'UQ_Users'. Cannot insert duplicate key in object 'dbo.Users'. The duplicate key value is (ada@example.test)."}),
    )]);
    let got = evaluate(
        store,
        BEFORE_4,
        &[
            "open({}, (c) => new Promise((resolve) => c.execSql(new Request('INSERT', (error, count, rows) => resolve([said(error), count, rows])))))",
        ],
    );
    let expected = json!([[
        ["Error", "RequestError", "code,number,state,class,serverName,procName,lineNumber", "EREQUEST", 2627, 1, 14],
        0,
        []
    ]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn parameters_are_sent_by_name_and_checked_before() {
    let store = Scripted(vec![
        (
            "SELECT",
            json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "Id", "type": "int", "table": "users"}, {"name": "Email", "type": "nvarchar(255)", "table": "users"}, {"name": "Big", "type": "bigint", "table": "users"}, {"name": "Price", "type": "decimal(10,2)", "table": "users"}, {"name": "Verified", "type": "bit", "table": "users"}, {"name": "Created", "type": "datetime", "table": "users"}, {"name": "Guid", "type": "uniqueidentifier", "table": "users"}, {"name": "Hash", "type": "varbinary(max)", "table": "users"}, {"name": "None", "type": "varchar(10)", "table": "users"}], "rows": [[1, "ada@example.test", 5, "1.50", true, {"$date": 1577934245678.0}, "6f9619ff-8b86-d011-b42d-00c04fc964ff", {"$bytes": "AQL/"}, null]]}),
        ),
        ("INSERT", json!({"kind": "written", "command": "INSERT", "matched": 1, "changed": 1, "insert_id": 0})),
    ]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "open({}, (c) => ask(c, 'SELECT @a', (r) => { r.addParameter('a', TYPES.VarChar, 5); r.addParameter('b', TYPES.Int, '7'); r.addParameter('c', TYPES.Bit, 1); r.addParameter('d', TYPES.VarChar, undefined); }))",
            "open({}, (c) => ask(c, 'SELECT @a', (r) => r.addParameter('a', TYPES.Int, 'seven')))",
            "open({}, (c) => ask(c, 'SELECT @a', (r) => r.addParameter('a', TYPES.TinyInt, 256)))",
            "open({}, (c) => ask(c, 'SELECT @a', (r) => r.addParameter('a', TYPES.DateTime, 'never')))",
            "open({}, (c) => ask(c, 'SELECT @a', (r) => r.addParameter('a', TYPES.VarBinary, 'text')))",
            "open({}, (c) => { try { c.execSql((() => { const r = new Request('SELECT @a', () => {}); r.addParameter('a', TYPES.Varchar, 1); return r; })()); } catch (error) { return error; } })",
            "(() => { const r = new Request('x', () => {}); r.addParameter('a', TYPES.VarChar, 'abc'); r.addParameter('b', TYPES.NVarChar, null); r.addParameter('c', TYPES.Decimal, 1, { precision: 10, scale: 2 }); r.addOutputParameter('d', TYPES.Int); return r.makeParamsParameter(r.parameters); })()",
        ],
    );
    let expected = json!([
        [null, 1, []],
        ["Validation failed for parameter 'a'. Invalid number.", null, null],
        ["Validation failed for parameter 'a'. Value must be between 0 and 255.", null, null],
        ["Validation failed for parameter 'a'. Invalid date.", null, null],
        ["Validation failed for parameter 'a'. Invalid buffer.", null, null],
        "TypeError: Cannot read properties of undefined (reading 'validate')",
        "@a varchar(3), @b nvarchar(1), @c decimal(10, 2), @d int OUTPUT"
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn version_18_takes_no_number_for_text() {
    let store = Scripted(vec![(
        "SELECT",
        json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "Id", "type": "int", "table": "users"}, {"name": "Email", "type": "nvarchar(255)", "table": "users"}, {"name": "Big", "type": "bigint", "table": "users"}, {"name": "Price", "type": "decimal(10,2)", "table": "users"}, {"name": "Verified", "type": "bit", "table": "users"}, {"name": "Created", "type": "datetime", "table": "users"}, {"name": "Guid", "type": "uniqueidentifier", "table": "users"}, {"name": "Hash", "type": "varbinary(max)", "table": "users"}, {"name": "None", "type": "varchar(10)", "table": "users"}], "rows": [[1, "ada@example.test", 5, "1.50", true, {"$date": 1577934245678.0}, "6f9619ff-8b86-d011-b42d-00c04fc964ff", {"$bytes": "AQL/"}, null]]}),
    )]);
    let got = evaluate(
        store,
        BEFORE_5,
        &[
            "open({}, (c) => ask(c, 'SELECT @a', (r) => r.addParameter('a', TYPES.VarChar, 5)))",
            "open({}, (c) => ask(c, 'SELECT @a', (r) => r.addParameter('a', TYPES.Int, 2 ** 31)))",
            "open({}, (c) => ask(c, 'SELECT @a', (r) => r.addParameter('a', TYPES.Varchar, 1)))",
            "open({}, (c) => ask(c, 'SELECT @a', (r) => r.addParameter('a', TYPES.UniqueIdentifier, 'x')))",
        ],
    );
    let expected = json!([
        ["Validation failed for parameter 'a'. Invalid string.", null, null],
        [
            "Validation failed for parameter 'a'. Value must be between -2147483648 and 2147483647, inclusive.",
            null,
            null
        ],
        ["Validation failed for parameter 'a'. Cannot read properties of undefined (reading 'validate')", null, null],
        ["Validation failed for parameter 'a'. Invalid GUID.", null, null]
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn one_request_at_a_time() {
    let store = Scripted(vec![(
        "SELECT",
        json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "Id", "type": "int", "table": "users"}, {"name": "Email", "type": "nvarchar(255)", "table": "users"}, {"name": "Big", "type": "bigint", "table": "users"}, {"name": "Price", "type": "decimal(10,2)", "table": "users"}, {"name": "Verified", "type": "bit", "table": "users"}, {"name": "Created", "type": "datetime", "table": "users"}, {"name": "Guid", "type": "uniqueidentifier", "table": "users"}, {"name": "Hash", "type": "varbinary(max)", "table": "users"}, {"name": "None", "type": "varchar(10)", "table": "users"}], "rows": [[1, "ada@example.test", 5, "1.50", true, {"$date": 1577934245678.0}, "6f9619ff-8b86-d011-b42d-00c04fc964ff", {"$bytes": "AQL/"}, null]]}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "open({}, (c) => { const first = ask(c, 'SELECT 1'); return ask(c, 'SELECT 2').then((second) => first.then(([e, n]) => [second, e, n])); })",
            "new Promise((resolve) => { const c = new Connection({ userName: 'sa', password: 'x', server: 'h' }); c.execSql(new Request('SELECT 1', (...told) => resolve([told.length, told[0].message, told[0].code, JSON.stringify(told[0])]))); })",
            "open({}, (c) => { c.close(); return ask(c, 'SELECT 1'); })",
        ],
    );
    let expected = json!([[["Requests can only be made in the LoggedIn state, not the SentClientRequest state", null, null], null, 1], [1, "Requests can only be made in the LoggedIn state, not the Connecting state", "EINVALIDSTATE", "{\"name\":\"RequestError\",\"message\":\"Requests can only be made in the LoggedIn state, not the Connecting state\",\"code\":\"EINVALIDSTATE\"}"], ["Requests can only be made in the LoggedIn state, not the Final state", null, null]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn version_18_waits_for_connect_to_be_called() {
    let store = Scripted(vec![(
        "SELECT",
        json!({"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "Id", "type": "int", "table": "users"}, {"name": "Email", "type": "nvarchar(255)", "table": "users"}, {"name": "Big", "type": "bigint", "table": "users"}, {"name": "Price", "type": "decimal(10,2)", "table": "users"}, {"name": "Verified", "type": "bit", "table": "users"}, {"name": "Created", "type": "datetime", "table": "users"}, {"name": "Guid", "type": "uniqueidentifier", "table": "users"}, {"name": "Hash", "type": "varbinary(max)", "table": "users"}, {"name": "None", "type": "varchar(10)", "table": "users"}], "rows": [[1, "ada@example.test", 5, "1.50", true, {"$date": 1577934245678.0}, "6f9619ff-8b86-d011-b42d-00c04fc964ff", {"$bytes": "AQL/"}, null]]}),
    )]);
    let got = evaluate(
        store,
        BEFORE_5,
        &[
            "new Promise((resolve) => { const c = new Connection({ server: 'h' }); c.on('connect', () => resolve('connected')); setTimeout(() => resolve(c.state.name), 1000); })",
            "open({}, (c) => { try { c.connect(); } catch (error) { return [error.message, error.code]; } })",
            "new Promise((resolve) => { const c = new Connection({ server: 'h', userName: 'sa', password: 'x' }); c.connect((error) => resolve([error.message, error.code, error.name])); })",
            "new Connection()",
            "new Connection({})",
            "new Connection({ server: 'h', options: { port: '1433' } })",
            "new Connection({ server: 'h', authentication: { type: 'sql' } })",
            "new Connection({ server: 'h', options: { encrypt: 'yes' } })",
            "new Connection({ server: 'h', options: { port: 1, instanceName: 'x' } })",
            "open({}, (c) => { const first = new Promise((r) => c.execSql(new Request('SELECT 1', (e) => r([e.message, e.code])))); c.close(); return first; })",
        ],
    );
    let expected = json!(["Initialized", ["`.connect` can not be called on a Connection in `LoggedIn` state.", null], ["Login failed for user ''.", "ELOGIN", "Error"], "TypeError: The \"config\" argument is required and must be of type Object.", "TypeError: The \"config.server\" property is required and must be of type string.", "TypeError: The \"config.options.port\" property must be of type number.", "TypeError: The \"type\" property must one of \"default\", \"ntlm\", \"token-credential\", \"azure-active-directory-password\", \"azure-active-directory-access-token\", \"azure-active-directory-default\", \"azure-active-directory-msi-vm\" or \"azure-active-directory-msi-app-service\" or \"azure-active-directory-service-principal-secret\".", "TypeError: The \"encrypt\" property must be set to \"strict\", or of type boolean.", "Error: Port and instanceName are mutually exclusive, but 1 and x provided", ["Connection closed before request completed.", "ECLOSE"]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn version_11_never_connects_by_itself_either() {
    let store = Scripted(vec![]);
    let got = evaluate(
        store,
        BEFORE_6,
        &[
            "new Promise((resolve) => { const c = new Connection({ userName: 'sa', password: 'x', server: 'h', options: { database: 'd' } }); c.on('connect', () => resolve('connected')); setTimeout(() => resolve(c.state.name), 1000); })",
        ],
    );
    let expected = json!(["Initialized"]);
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
        BEFORE_7,
        &[
            "open({}, () => 'open').then(said)",
            "new Promise((resolve) => { const c = new later.Connection({ server: 'db.example.test', authentication: { type: 'default', options: { userName: 'sa', password: 'x' } } }); c.connect((error) => resolve([...said(error), error.cause && error.cause.message])); })",
        ],
    );
    let expected = json!([
        [
            "ConnectionError",
            "Failed to connect to db.example.test:1433 - connect ECONNREFUSED db.example.test:1433",
            "ESOCKET",
            "name,message,code"
        ],
        [
            "Error",
            "Failed to connect to db.example.test:1433 - Could not connect (sequence)",
            "ESOCKET",
            "code",
            "Could not connect (sequence)"
        ]
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_name_that_is_not_found_is_a_connection_error() {
    let store = Scripted(vec![(
        "connect",
        json!({"kind": "error", "code": "ENOTFOUND", "message": "getaddrinfo ENOTFOUND", "syscall": "getaddrinfo", "fatal": true}),
    )]);
    let got = evaluate(
        store,
        BEFORE_7,
        &[
            "open({}, () => 'open').then(said)",
            "new Promise((resolve) => { const c = new later.Connection({ server: 'db.example.test', authentication: { type: 'default', options: { userName: 'sa', password: 'x' } } }); c.connect((error) => resolve([...said(error), error.cause && error.cause.message])); })",
        ],
    );
    let expected = json!([
        [
            "ConnectionError",
            "Failed to connect to db.example.test:1433 - getaddrinfo ENOTFOUND db.example.test",
            "ESOCKET",
            "name,message,code"
        ],
        [
            "Error",
            "Failed to connect to db.example.test:1433 - getaddrinfo ENOTFOUND db.example.test",
            "ESOCKET",
            "code",
            "getaddrinfo ENOTFOUND db.example.test"
        ]
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
        BEFORE_7,
        &[
            "open({}, () => 'open').then(said)",
            "new Promise((resolve) => { const c = new later.Connection({ server: 'db.example.test', authentication: { type: 'default', options: { userName: 'sa', password: 'x' } } }); c.connect((error) => resolve([...said(error), error.cause && error.cause.message])); })",
        ],
    );
    let expected = json!([
        ["ConnectionError", "Login failed for user 'sa'.", "ELOGIN", "name,message,code"],
        ["Error", "Login failed for user 'sa'.", "ELOGIN", "code", null]
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_connection_lost_in_the_middle_is_an_error_of_the_connection() {
    let store = Scripted(vec![(
        "SELECT",
        json!({"kind": "error", "code": "ECONNRESET", "message": "read ECONNRESET", "syscall": "read", "fatal": true}),
    )]);
    let got = evaluate(
        store,
        BEFORE_5,
        &[
            "open({}, (c) => new Promise((resolve) => { const heard = []; c.on('error', (error) => heard.push([error.message, error.code])).on('end', () => resolve(heard)); c.execSql(new Request('SELECT 1', (error) => heard.push([error.message, error.code]))); }))",
        ],
    );
    let expected = json!([[
        ["Connection lost - read ECONNRESET", "ESOCKET"],
        ["Connection closed before request completed.", "ECLOSE"]
    ]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn transactions_become_statements() {
    let store = Scripted(vec![(
        "",
        json!({"kind": "written", "command": "BEGIN", "matched": 0, "changed": 0, "insert_id": 0}),
    )]);
    let got = evaluate(
        store,
        BEFORE_8,
        &[
            "open({}, async (c) => [await step(c, 'beginTransaction', '', 4), await step(c, 'saveTransaction', 'here'), await step(c, 'rollbackTransaction', 'here'), await step(c, 'commitTransaction')])",
        ],
    );
    let expected = json!([[
        ["beginTransaction", null, "object", true],
        ["saveTransaction", null, "undefined", true],
        ["rollbackTransaction", null, "undefined", true],
        ["commitTransaction", null, "undefined", false]
    ]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_procedure_is_called_with_its_parameters() {
    let store = Scripted(vec![(
        "EXEC",
        json!({"kind": "several", "replies": [{"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "a", "type": "int", "table": "users"}], "rows": [[1]]}, {"kind": "rows", "command": "SELECT", "affected": null, "columns": [{"name": "out", "type": "int", "table": "users"}], "rows": [[7]]}]}),
    )]);
    let got = evaluate(
        store,
        BEFORE_1,
        &[
            "open({ rowCollectionOnRequestCompletion: true }, (c) => new Promise((resolve) => { const out = []; const r = new Request('dbo.find', (error, n, rows) => resolve([error, n, rows.length, out])); r.addParameter('email', TYPES.VarChar, 'ada'); r.addOutputParameter('out', TYPES.Int); r.on('returnValue', (name, value) => out.push([name, value])); c.callProcedure(r); }))",
        ],
    );
    let expected = json!([[null, 1, 1, [["out", 7]]]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn before_3_five_types_go_by_two_names() {
    let got = evaluate(
        Scripted(vec![]),
        BEFORE_1,
        &[
            "['UniqueIdentifier', 'Date', 'Time', 'DateTime2', 'DateTimeOffset'].map((name) => TYPES[name] === TYPES[`${name}N`])",
            "require('tedious@6.7.0').TYPES.UniqueIdentifierN === undefined",
        ],
    );
    assert_eq!(json!(got), json!([[true, true, true, true, true], true]));
}
