//! `pg`, against what pg 8.x answers on Node 22 with PostgreSQL 15.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/scripted_store.rs"]
mod scripted_store;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use loginscope::legacy::Request;
use loginscope::recording::{CallbackCall, OutcomeKind, StackFrame};
use loginscope::sandbox::Observer;
use scripted_store::{answer, evaluate, login, login_watched, Scripted};
use serde_json::{json, Value};

const CONNECT: &str = "const pg = require('pg');
    const client = new pg.Client({ host: 'db.example.test', user: 'u', password: 'p', database: 'd' });
    const told = (value) => value instanceof Error ? `${value.name}: ${value.message}`
      : value === undefined ? 'undefined' : value && value.rows ? `rows ${value.rows.length}` : value instanceof pg.Client ? 'client' : value;
    const cb = (run) => new Promise((resolve) => run((...got) => resolve(got.map(told))));";

fn rows(columns: &[(&str, &str)], rows: Value) -> Value {
    let columns: Vec<Value> =
        columns.iter().map(|(name, kind)| json!({ "name": name, "type": kind, "table": "users" })).collect();
    json!({ "kind": "rows", "command": "SELECT", "affected": null, "columns": columns, "rows": rows })
}

fn written(command: &str, matched: u64) -> Value {
    json!({ "kind": "written", "command": command, "matched": matched, "changed": matched, "insert_id": 0 })
}

#[test]
fn rows_go_through_the_parser_of_their_type() {
    let columns = [
        ("id", "int4"),
        ("big", "int8"),
        ("count", "bigint"),
        ("nu", "numeric(10,2)"),
        ("f", "double precision"),
        ("flag", "bool"),
        ("flag2", "boolean"),
        ("ts", "timestamp"),
        ("tz", "timestamptz"),
        ("d", "date"),
        ("dt", "date"),
        ("j", "jsonb"),
        ("jt", "json"),
        ("by", "bytea"),
        ("a", "int4[]"),
        ("ta", "_text"),
        ("u", "uuid"),
        ("vc", "varchar(5)"),
        ("n", "text"),
        ("x", ""),
    ];
    let cells = json!([[
        1, 9_007_199_254_740_993_i64, 3, 12.5, 1.5, true, 0, "2020-01-01T00:00:00", { "$date": 1_577_836_800_500.0 }, { "$date": 1_577_923_200_000.0 },
        "2020-01-02", { "$json": { "b": [1] } }, "{\"a\":1}", { "$bytes": "AQL/" }, "{1,NULL,2}", "{a,\"b\\\"c\",NULL}",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "abc", null, 7
    ]]);
    let got = answer(
        Scripted(vec![("SELECT", rows(&columns, cells))]),
        &format!(
            "{CONNECT} client.connect();
            client.query('SELECT * FROM users WHERE email = $1', [email], (error, result) => {{
              const row = result.rows[0];
              callback(null, {{ ...row, by: Array.from(row.by), isDate: row.d instanceof Date, command: result.command, rowCount: result.rowCount,
                oid: result.oid, field: result.fields[3], keys: Object.keys(result).join() }});
            }});"
        ),
    );
    let expected = json!({ "id": 1, "big": "9007199254740993", "count": "3", "nu": "12.50", "f": 1.5, "flag": true, "flag2": false,
        "ts": "2020-01-01T00:00:00.000Z", "tz": "2020-01-01T00:00:00.500Z", "d": "2020-01-02T00:00:00.000Z",
        "dt": "2020-01-02T00:00:00.000Z", "j": { "b": [1] }, "jt": { "a": 1 }, "by": [1, 2, 255], "a": [1, null, 2],
        "ta": ["a", "b\"c", null], "u": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "vc": "abc", "n": null, "x": 7,
        "isDate": true, "command": "SELECT", "rowCount": 1, "oid": null,
        "field": { "name": "nu", "tableID": 0, "columnID": 0, "dataTypeID": 1700, "dataTypeSize": -1, "dataTypeModifier": 655_366, "format": "text" },
        "keys": "command,rowCount,oid,rows,fields,_parsers,_types,RowCtor,rowAsArray,_prebuiltEmptyResultObject" });
    assert_eq!(got, expected);
}

#[test]
fn arrays_kept_as_json_come_back_as_arrays() {
    let cells = json!([[{ "$json": ["a\"b", null, "c,d"] }, "[1,2]", "{t,f}"]]);
    let store = Scripted(vec![("", rows(&[("ta", "text[]"), ("ia", "int4[]"), ("ba", "_bool")], cells))]);
    let got =
        evaluate(store, &format!("{CONNECT} client.connect();"), &["client.query('SELECT 1').then((r) => r.rows[0])"]);
    assert_eq!(json!(got), json!([{ "ta": ["a\"b", null, "c,d"], "ia": [1, 2], "ba": [true, false] }]));
}

#[test]
fn a_script_that_breaks_the_builtins_does_not_break_the_realm() {
    let run = login(
        Scripted(vec![("", rows(&[("a", "int4")], json!([[4]])))]),
        "const pg = require('pg'); const mysql = require('mysql'); const axios = require('axios');
        const broken = () => { throw new Error('sabotage'); };
        Array.prototype.push = broken; Array.prototype.map = broken; Map.prototype.get = broken;
        String.prototype.replace = broken; Promise.prototype.then = broken;
        for (const attempt of [() => new pg.Client({}).connect(() => {}), () => mysql.createConnection({}).query('x', () => {}),
          () => axios.get('http://h/'), () => require('bcrypt').hash('x', 4, () => {})]) { try { attempt(); } catch (e) {} }
        throw new Error('the end');",
    );
    assert_eq!(run.outcome.unwrap().kind, OutcomeKind::Exception);
}

#[test]
fn parsers_can_be_replaced() {
    let store = Scripted(vec![("", rows(&[("count", "int8")], json!([[5]])))]);
    let got = evaluate(
        store,
        &format!("{CONNECT} client.connect();"),
        &[
            "client.query('SELECT 1').then((r) => r.rows)",
            "(pg.types.setTypeParser(20, (v) => parseInt(v, 10)), client.query('SELECT 1').then((r) => r.rows))",
            "(client.setTypeParser(pg.types.builtins.INT8, (v) => 'mine ' + v), client.query('SELECT 1').then((r) => r.rows))",
            "client.query({ text: 'SELECT 1', rowMode: 'array' }).then((r) => r.rows)",
        ],
    );
    assert_eq!(json!(got), json!([[{ "count": "5" }], [{ "count": 5 }], [{ "count": "mine 5" }], [["mine 5"]]]));
}

#[test]
fn type_parsers_read_text_as_pg_types_does() {
    let rows = [
        ("1114, '2020-01-01 00:00:00.123456'", json!("2020-01-01T00:00:00.123Z")),
        ("1184, '2020-01-01 00:00:00.5-03:30'", json!("2020-01-01T03:30:00.500Z")),
        ("1184, '0001-01-01 00:00:00+00 BC'", json!("0000-01-01T00:00:00.000Z")),
        ("1114, 'garbage'", json!(null)),
        ("16, 'y'", json!(true)),
        ("17, 'a\\\\\\\\b\\\\001'", json!([97, 92, 98, 1])),
        ("1009, '{{a,b},{c,d}}'", json!([["a", "b"], ["c", "d"]])),
        ("1231, '{1.5,NULL}'", json!([1.5, null])),
        ("199, '{\"{\\\\\"a\\\\\":1}\"}'", json!([{ "a": 1 }])),
        ("600, '(1,2)'", json!({ "x": 1, "y": 2 })),
        ("718, '<(1,2),3>'", json!({ "x": 1, "y": 2, "radius": 3 })),
        ("1186, '1 day 02:03:04'", json!({ "days": 1, "hours": 2, "minutes": 3, "seconds": 4 })),
        ("9999, 'x'", json!("x")),
    ];
    let read = |arguments: &str| {
        format!("(([oid, text]) => {{ const v = pg.types.getTypeParser(oid)(text); return v instanceof Uint8Array ? Array.from(v) : v; }})([{arguments}])")
    };
    let expressions = rows.iter().map(|(arguments, _)| read(arguments)).collect::<Vec<_>>();
    let expressions = expressions.iter().map(String::as_str).collect::<Vec<_>>();
    let got = evaluate(Scripted::default(), "const pg = require('pg');", &expressions);
    for ((arguments, expected), got) in rows.iter().zip(got) {
        assert_eq!(&got, expected, "{arguments}");
    }
}

#[test]
fn values_are_prepared_as_the_driver_prepares_them() {
    let run = login(
        Scripted(vec![("", written("UPDATE", 1))]),
        &format!(
            "{CONNECT} client.connect();
            client.query('UPDATE t SET a = $1', ['x', 1, true, null, undefined, NaN, 10n, {{ a: 1 }}, [1, [2, null], 'q\"'], new Date(0),
              new Uint8Array([1]), {{ toPostgres: (prepare) => prepare([1]) }}]);"
        ),
    );
    let Request::Sql { params, .. } = &run.queries[0].request else { panic!("a statement") };
    let expected = json!(["x", 1, true, null, null, "NaN", "10", "{\"a\":1}", "{\"1\",{\"2\",NULL},\"q\\\"\"}", { "$date": 0.0 }, { "$bytes": "AQ==" }, "{\"1\"}"]);
    assert_eq!(serde_json::to_value(params).unwrap(), expected);
}

#[test]
fn counts_and_commands_are_those_of_the_server() {
    let store = Scripted(vec![
        ("UPDATE", written("UPDATE", 2)),
        ("INSERT", written("INSERT", 1)),
        ("BEGIN", written("BEGIN", 0)),
    ]);
    let got = evaluate(
        store,
        &format!("{CONNECT} client.connect(); const short = (r) => [r.constructor.name, r.command, r.rowCount, r.oid, r.rows, r.fields];"),
        &[
            "client.query('UPDATE t').then(short)",
            "client.query('INSERT t').then(short)",
            "client.query('BEGIN').then(short)",
            "client.query('').then(short)",
        ],
    );
    let expected = json!([
        ["Result", "UPDATE", 2, null, [], []],
        ["Result", "INSERT", 1, 0, [], []],
        ["Result", "BEGIN", null, null, [], []],
        ["Result", null, null, null, [], []]
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_refused_statement_is_a_database_error() {
    let duplicate = json!({ "kind": "error", "code": "23505", "severity": "ERROR", "table": "t", "schema": "public",
        "message": "duplicate key value violates unique constraint \"t_email_key\"",
        "detail": "Key (email)=(ada) already exists.", "constraint": "t_email_key", "position": 8 });
    let got = answer(
        Scripted(vec![("INSERT", duplicate)]),
        &format!(
            "{CONNECT} client.connect();
            client.query('INSERT', [], function (error) {{
              const {{ length, ...rest }} = error;
              callback(null, {{ ...rest, class: error.constructor.name, message: error.message, args: arguments.length,
                sized: length > 0, keys: Object.keys(error).join() }});
            }});"
        ),
    );
    let expected = json!({ "name": "error", "severity": "ERROR", "code": "23505", "detail": "Key (email)=(ada) already exists.",
        "position": "8", "schema": "public", "table": "t", "constraint": "t_email_key", "class": "DatabaseError",
        "message": "duplicate key value violates unique constraint \"t_email_key\"", "args": 1, "sized": true,
        "keys": "length,name,severity,code,detail,hint,position,internalPosition,internalQuery,where,schema,table,column,dataType,constraint,file,line,routine" });
    assert_eq!(got, expected);
}

#[test]
fn what_is_wrong_with_a_query_is_said_in_the_drivers_words() {
    let store = || Scripted(vec![("", rows(&[("a", "int4")], json!([[4]])))]);
    let got = evaluate(
        store(),
        &format!("{CONNECT} client.connect();"),
        &[
            "client.query('select $1', 'a')",
            "client.query(undefined)",
            "client.query({})",
            "client.query({ name: 'n', text: 'select 1' }).then(told)",
            "client.query({ name: 'n', text: 'select 2' })",
            "cb((done) => client.query({ text: 'select 1' }, [7], done))",
            "cb((done) => client.query('select 1', undefined, done))",
            "client.connect()",
            "cb((done) => client.connect(done))",
            "client.end()",
            "client.query('select 1')",
            "cb((done) => client.query('select 1', done))",
            "cb((done) => client.end(done))",
        ],
    );
    let expected = json!([
        "Error: Query values must be an array",
        "TypeError: Client was passed a null or undefined query",
        "Error: A query must have either text or a name. Supplying neither is unsupported.",
        "rows 1",
        "Error: Prepared statements must be unique - 'n' was used for a different statement",
        [null, "rows 1"],
        [null, "rows 1"],
        "Error: Client has already been connected. You cannot reuse a client.",
        ["Error: Client has already been connected. You cannot reuse a client."],
        "undefined",
        "Error: Client was closed and is not queryable",
        ["Error: Client was closed and is not queryable"],
        []
    ]);
    assert_eq!(json!(got), expected);
}

/// What happens, in order, when `client.end()` is called at three moments; taken from pg 8.
#[test]
fn ending_a_client_cuts_off_what_is_under_way() {
    let log = |body: &str| {
        let store = Scripted(vec![("", rows(&[("a", "int4")], json!([[4]])))]);
        let body = format!(
            "{CONNECT} const log = []; const L = (name) => (...got) => log.push([name, ...got.map(told)]);
            client.on('end', L('end event')); {body}
            setTimeout(() => callback(null, {{ log }}), 50);"
        );
        answer(store, &body)["log"].clone()
    };
    assert_eq!(
        log("client.connect(L('connect')); client.query('select 1', L('q')); client.end(L('end'));"),
        json!([["end"], ["q", "Error: Connection terminated"], ["end event"]])
    );
    assert_eq!(
        log("client.connect(() => { client.query('select 1', L('q')); client.query('select 2', L('q2')); client.end(L('end')); });"),
        json!([["end"], ["q", "Error: Connection terminated"], ["q2", "Error: Connection terminated"], ["end event"]])
    );
    assert_eq!(
        log("client.connect(); client.query('select 1', (e, r) => { L('q')(e, r); client.end(L('end')); client.query('select 2', L('q2')); });"),
        json!([["q", null, "rows 1"], ["q2", "Error: Client was closed and is not queryable"], ["end"], ["end event"]])
    );
    assert_eq!(log("client.query('select 1', L('q'));"), json!([]));
}

fn refused() -> Value {
    json!({ "kind": "error", "code": "ECONNREFUSED", "message": "connect ECONNREFUSED", "syscall": "connect", "fatal": true })
}

#[test]
fn a_refused_connection_is_told_first_and_then_the_queries_fail() {
    let got = answer(
        Scripted(vec![("connect", refused())]),
        &format!(
            "{CONNECT} const log = [];
            client.connect((...got) => log.push([got.length, {{ ...got[0], m: got[0].message }}]));
            client.query('select 1', (e) => {{ log.push(told(e)); callback(null, {{ log }}); }});"
        ),
    );
    let refused = json!({ "errno": -111, "code": "ECONNREFUSED", "syscall": "connect", "address": "db.example.test", "port": 5432,
        "m": "connect ECONNREFUSED db.example.test:5432" });
    assert_eq!(got["log"], json!([[1, refused], "Error: Connection terminated unexpectedly"]));
}

#[test]
fn a_refused_connection_without_a_callback_is_an_unhandled_rejection() {
    let run = login(
        Scripted(vec![("connect", refused())]),
        &format!("{CONNECT} client.connect(); client.query('select 1', (e) => callback(e));"),
    );
    let outcome = run.outcome.unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Exception);
    assert_eq!(outcome.error.unwrap().message, "connect ECONNREFUSED db.example.test:5432");
}

#[test]
fn pg_connect_is_gone_and_the_module_is_no_function() {
    let got = evaluate(
        Scripted::default(),
        "const pg = require('pg@8.11.3');",
        &[
            "typeof pg.connect",
            "typeof pg",
            "typeof pg.native",
            "pg.escapeLiteral(`a'b\\\\c`)",
            "pg.escapeIdentifier('a\"b')",
        ],
    );
    assert_eq!(json!(got), json!(["undefined", "object", "object", " E'a''b\\\\c'", "\"a\"\"b\""]));
}

#[test]
fn connection_strings_are_read_as_the_driver_reads_them() {
    let rows = [
        ("'postgres://u:p%40@h:5433/db?ssl=true&application_name=x'", json!(["h", 5433, "u", "db", "p@", true])),
        ("'postgresql://localhost/d'", json!(["localhost", 5432, null, "d", null, false])),
        ("'postgres://u@h/'", json!(["h", 5432, "u", "u", null, false])),
        ("'socket:/tmp?db=x'", json!(["/tmp", 5432, null, "x", null, false])),
        ("'/tmp mydb'", json!(["/tmp", 5432, null, "mydb", null, false])),
        ("'pg://u:p@h/d?sslmode=require'", json!(["h", 5432, "u", "d", "p", {}])),
        ("'postgres://u:p@h/d?host=other&port=99'", json!(["other", 99, "u", "d", "p", false])),
        (
            "{ connectionString: 'postgres://u:p@h/d', ssl: { rejectUnauthorized: false }, host: 'z' }",
            json!(["h", 5432, "u", "d", "p", { "rejectUnauthorized": false }]),
        ),
        ("undefined", json!(["localhost", 5432, null, null, null, false])),
    ];
    let expressions = rows.iter().map(|(config, _)| format!("of({config})")).collect::<Vec<_>>();
    let expressions = expressions.iter().map(String::as_str).collect::<Vec<_>>();
    let before = "const of = (config) => { const c = new (require('pg').Client)(config); return [c.host, c.port, c.user, c.database, c.password, c.ssl]; };";
    for ((config, expected), got) in rows.iter().zip(evaluate(Scripted::default(), before, &expressions)) {
        assert_eq!(&got, expected, "{config}");
    }
}

#[test]
fn a_pool_hands_out_and_takes_back_clients() {
    let store = Scripted(vec![("", rows(&[("a", "int4")], json!([[4]])))]);
    let got = evaluate(
        store,
        &format!("{CONNECT} const pool = new pg.Pool({{ host: 'h', max: 1 }}); const counts = () => [pool.totalCount, pool.idleCount, pool.waitingCount];"),
        &[
            "cb((done) => pool.query('select 1', done))",
            "pool.query('select $1', [1]).then(told)",
            "counts()",
            "cb((done) => pool.connect((e, client, release) => { release(); done(e, client, typeof release); }))",
            "pool.connect().then((c) => { c.release(); c.release(); })",
            "pool.connect().then((c) => { const next = pool.connect(); const seen = counts(); c.release(); return next.then((d) => (d.release(), seen)); })",
            "pool.query()",
            "pool.end()",
            "pool.query('select 1')",
            "pool.connect()",
            "pool.end()",
        ],
    );
    let expected = json!([
        ["undefined", "rows 1"],
        "rows 1",
        [1, 1, 0],
        ["undefined", "client", "function"],
        "Error: Release called on client which has already been released to the pool.",
        [1, 0, 1],
        "TypeError: Client was passed a null or undefined query",
        "undefined",
        "Error: Cannot use a pool after calling end on the pool",
        "Error: Cannot use a pool after calling end on the pool",
        "Error: Called end on pool more than once"
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_pool_that_cannot_connect_tells_with_three_arguments() {
    let got = answer(
        Scripted(vec![("connect", refused())]),
        &format!(
            "{CONNECT} new pg.Pool({{ host: 'h' }}).connect((...got) => callback(null, {{ got: got.map(told).map((x) => typeof x === 'function' ? 'fn' : x) }}));"
        ),
    );
    assert_eq!(got["got"], json!(["Error: connect ECONNREFUSED h:5432", "undefined", "fn"]));
}

#[test]
fn a_query_object_tells_its_rows_one_by_one() {
    let got = answer(
        Scripted(vec![("", rows(&[("a", "int4")], json!([[1], [2]])))]),
        &format!(
            "{CONNECT} client.connect(); const seen = []; const query = new pg.Query('select a');
            query.on('row', (row, result) => seen.push([row.a, result.constructor.name]));
            query.on('end', (result) => callback(null, {{ seen, kept: result.rows.length }}));
            if (client.query(query) !== query) throw new Error('another');"
        ),
    );
    assert_eq!(got, json!({ "seen": [[1, "Result"], [2, "Result"]], "kept": 0 }));
}

#[test]
fn a_waiting_query_is_recorded_where_the_script_asked_for_it() {
    let run = login(
        Scripted(vec![("", rows(&[("a", "int4")], json!([[4]])))]),
        &format!("{CONNECT}\nclient.connect();\n\nclient.query('select 1', () => callback(null, {{}}));"),
    );
    let lines = run.queries.iter().map(|query| query.at.as_ref().unwrap().line).collect::<Vec<_>>();
    assert_eq!(lines, [9]);
}

/// Remembers the line a task was asked for on, and that line for every call of `callback`.
#[derive(Default)]
struct Parents {
    line: Cell<u32>,
    seen: RefCell<Vec<u32>>,
}

impl Observer for Parents {
    fn task(&self, _ctx: &rquickjs::Ctx<'_>, parents: &[StackFrame]) {
        self.line.set(parents.first().map_or(0, |parent| parent.place.line));
    }

    fn callback(&self, _ctx: &rquickjs::Ctx<'_>, _call: &CallbackCall) {
        self.seen.borrow_mut().push(self.line.get());
    }
}

#[test]
fn a_callback_runs_in_the_name_of_the_call_that_asked_for_it() {
    let parents = Rc::new(Parents::default());
    let body = format!(
        "{CONNECT}\nclient.connect(() => callback(null));\nclient.query('select 1', () => callback(null));\nclient.query('select 2', () => callback(null));"
    );
    login_watched(
        Scripted(vec![("", rows(&[("a", "int4")], json!([[4]])))]),
        &body,
        Rc::clone(&parents) as Rc<dyn Observer>,
    );
    assert_eq!(*parents.seen.borrow(), [7, 8, 9]);
}
