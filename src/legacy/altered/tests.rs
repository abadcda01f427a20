#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use serde_json::json;

use super::{Alteration, FORMS};
use crate::legacy::directory::Operation;
use crate::legacy::{Access, Cell, Column, Dialect, Params, Reply, Request, StoreError, Target};

const TOOK: Duration = Duration::from_millis(3);

fn sql(dialect: Dialect) -> Request {
    let target = Target { host: Some("db.example.test".into()), ..Target::default() };
    let text = "select id, email from users".into();
    Request::Sql { dialect, target, text, params: Params::default(), multiple: false, prepared: false }
}

fn connect() -> Request {
    Request::Connect { dialect: Dialect::MySql, target: Target::default(), access: Access::default() }
}

fn http() -> Request {
    let url = "https://api.example.test/users".into();
    Request::Http { method: "GET".into(), url, headers: Vec::new(), body: None, access: Access::default() }
}

fn column(name: &str, type_name: &str) -> Column {
    Column { name: name.into(), type_name: type_name.into(), table: Some("users".into()) }
}

fn two_rows() -> Reply {
    let row = |id: i64, email: &str| vec![Cell::Integer(id), Cell::Text(email.into()), Cell::Bool(true)];
    Reply::Rows {
        command: "SELECT".into(),
        columns: vec![column("id", "int4"), column("email", "varchar"), column("active", "bool")],
        rows: vec![row(1, "ada@example.test"), row(2, "bob@example.test")],
        affected: None,
    }
}

fn answered(status: u16, body: &str) -> Reply {
    let headers = vec![("content-length".into(), body.len().to_string())];
    Reply::Http { status, reason: "OK".into(), headers, body: Cell::Text(body.into()) }
}

fn altered(request: &Request, reply: &Reply, text: &str) -> Reply {
    text.parse::<Alteration>().unwrap().apply(request, reply, TOOK).unwrap().0
}

fn refused(request: &Request, reply: &Reply, text: &str) -> String {
    text.parse::<Alteration>().unwrap().apply(request, reply, TOOK).unwrap_err().to_string()
}

fn rows_of(reply: &Reply) -> &[Vec<Cell>] {
    match reply {
        Reply::Rows { rows, .. } => rows,
        other => panic!("no rows: {other:?}"),
    }
}

fn error_of(reply: Reply) -> StoreError {
    match reply {
        Reply::Error(error) => error,
        other => panic!("no error: {other:?}"),
    }
}

#[test]
fn every_form_is_written_as_it_is_read() {
    for text in FORMS.iter().map(|(form, _)| *form).chain([
        r#"row 2 "last login" = null"#,
        r#"row 1 "a=b" = {"x": [1]}"#,
        "rows []",
        "body",
        "body plain words",
        r#"error 23505 "with \"quotes\"""#,
    ]) {
        let read: Alteration = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read.to_string().trim().parse(), Ok(read), "{text}");
    }
}

#[test]
fn a_value_without_quotes_is_meant_as_text() {
    let cell = |value| Alteration::Cell { row: 1, column: "email".into(), value };
    assert_eq!("row 1 email = bob@example.test".parse(), Ok(cell(json!("bob@example.test"))));
    assert_eq!("row 1 email = null".parse(), Ok(cell(json!(null))));
}

#[test]
fn what_is_wrong_with_a_text_is_said_with_an_example() {
    for (text, said) in [
        ("", "`` is no change of an answer; write no rows, rows […],"),
        ("nonsense\u{1b}[2J", "`nonsense\\u{1b}[2J` is no change"),
        ("rows 5", "rows are written as a JSON array of objects; for example: rows [{"),
        ("rows [{]", "column 3 is no JSON: key must be a string; for example: rows [{"),
        ("rows [1]", "`1` is no row; for example: rows [{"),
        ("row 0 a = 1", "`0` is no row; the first is 1; for example: row 1 email = \"x\""),
        ("row 1 email", "a cell is given its value with `=`; for example"),
        ("row 1 = 5", "a cell needs a column and a value; for example"),
        ("without 2", "only a row can be left out; for example: without row 2"),
        ("error", "an error has a code; for example: error ER_DUP_ENTRY \"message\""),
        ("error 23505 \"open", "the message ends before its quotes do"),
        ("delay soon", "a delay is a whole number of milliseconds, a day at most; for example: delay 500"),
        ("status 99", "a status is a number from 200 to 599; for example: status 500"),
        ("body {a", "column 2 is no JSON"),
    ] {
        let error = text.parse::<Alteration>().unwrap_err().to_string();
        assert!(error.starts_with(said), "{text}: {error}");
    }
}

#[test]
fn rows_go_and_columns_stay() {
    let request = sql(Dialect::PostgreSql);
    let Reply::Rows { columns, rows, .. } = altered(&request, &two_rows(), "no rows") else { panic!() };
    assert_eq!((columns.len(), rows.len()), (3, 0));
    assert_eq!(rows_of(&altered(&request, &two_rows(), "without row 1")), &rows_of(&two_rows())[1..]);
    let written = Reply::Written { command: "UPDATE".into(), matched: 1, changed: 1, insert_id: 4 };
    let none = Reply::Written { command: "UPDATE".into(), matched: 0, changed: 0, insert_id: 0 };
    assert_eq!(altered(&request, &written, "no rows"), none);
}

#[test]
fn typed_rows_take_the_columns_that_were_answered_and_add_their_own() {
    let text = r#"rows [{"id": "7", "email": 5, "active": 0, "level": 1.5, "since": {"$date": 0}}]"#;
    for (dialect, types) in [(Dialect::PostgreSql, ["float8", "timestamptz"]), (Dialect::MySql, ["double", "datetime"])]
    {
        let Reply::Rows { columns, rows, .. } = altered(&sql(dialect), &two_rows(), text) else { panic!() };
        assert_eq!(columns[..3], [column("id", "int4"), column("email", "varchar"), column("active", "bool")]);
        assert_eq!([&columns[3].type_name, &columns[4].type_name], types);
        let expected =
            [Cell::Integer(7), Cell::Text("5".into()), Cell::Bool(false), Cell::Real(1.5), Cell::Date { ms: 0.0 }];
        assert_eq!(rows, [expected]);
    }
}

#[test]
fn a_store_that_refused_can_be_made_to_answer() {
    let refused = Reply::Error(StoreError::default());
    let Reply::Rows { command, columns, rows, .. } = altered(&sql(Dialect::MySql), &refused, r#"rows [{"ok": true}]"#)
    else {
        panic!()
    };
    assert_eq!((command.as_str(), columns[0].type_name.as_str()), ("SELECT", "tinyint(1)"));
    assert_eq!(rows, [[Cell::Integer(1)]], "MySQL has no booleans");
}

#[test]
fn one_cell_is_changed_by_its_columns_type() {
    let request = sql(Dialect::PostgreSql);
    let changed = altered(&request, &two_rows(), "row 2 ID = 9");
    assert_eq!((&rows_of(&changed)[1][0], &rows_of(&changed)[0][0]), (&Cell::Integer(9), &Cell::Integer(1)));
    assert_eq!(rows_of(&altered(&request, &two_rows(), "row 1 email = null"))[0][1], Cell::Null);
    for (text, said) in [
        ("row 1 id = ada", "column id is of type int4, and \"ada\" is no number; write a whole number, or null"),
        ("row 1 active = maybe", "column active is of type bool, and \"maybe\" is neither true nor false; write true"),
        ("row 3 id = 1", "there is no row 3; write a row from 1 to 2"),
        ("row 1 mail = x", "there is no column mail; there are id, email, active"),
        ("status 500", "a database has no status and no body; write no rows or error ETIMEDOUT"),
    ] {
        let error = refused(&request, &two_rows(), text);
        assert!(error.starts_with(said), "{text}: {error}");
    }
}

#[test]
fn a_point_in_time_is_typed_as_text() {
    let reply = Reply::Rows {
        command: "SELECT".into(),
        columns: vec![column("at", "timestamptz")],
        rows: vec![vec![Cell::Null]],
        affected: None,
    };
    let request = sql(Dialect::PostgreSql);
    let changed = altered(&request, &reply, "row 1 at = 1970-01-02T00:00:00Z");
    assert_eq!(rows_of(&changed), [[Cell::Date { ms: 86_400_000.0 }]]);
    assert!(refused(&request, &reply, "row 1 at = soon").contains("is no point in time"));
}

#[test]
fn errors_are_the_servers_own() {
    let error = error_of(altered(&sql(Dialect::MySql), &two_rows(), r#"error er_dup_entry "Duplicate entry 'x'""#));
    assert_eq!(
        (error.code.as_str(), error.errno, error.sql_state.as_deref()),
        ("ER_DUP_ENTRY", Some(1062), Some("23000"))
    );
    assert_eq!(error.message, "Duplicate entry 'x'");
    let error = error_of(altered(&sql(Dialect::PostgreSql), &two_rows(), "error 23505"));
    assert_eq!((error.severity.as_deref(), error.fatal), (Some("ERROR"), false));
    assert_eq!(error.message, "duplicate key value violates unique constraint");
    let error = error_of(altered(&sql(Dialect::PostgreSql), &two_rows(), "error ECONNREFUSED"));
    assert_eq!(error.message, "connect ECONNREFUSED db.example.test:5432");
    assert_eq!((error.syscall.as_deref(), error.fatal), (Some("connect"), true));
    assert!(refused(&sql(Dialect::PostgreSql), &two_rows(), "error ER_DUP_ENTRY").contains("is no SQLSTATE"));
    assert!(refused(&sql(Dialect::MySql), &two_rows(), "error 23505").contains("is no error of MySQL"));
    assert!(refused(&http(), &answered(200, "{}"), "error 23505").contains("is no failure of the network"));
}

#[test]
fn a_connection_that_was_refused_can_be_opened_after_all() {
    let refused_before = Reply::Error(StoreError::default());
    assert_eq!(altered(&connect(), &refused_before, "connected"), Reply::Connected);
    assert!(refused(&connect(), &refused_before, "no rows").ends_with("write connected or error ECONNREFUSED"));
    assert!(refused(&sql(Dialect::MySql), &two_rows(), "connected").starts_with("no connection was asked for there"));
}

#[test]
fn only_a_delay_changes_how_long_the_answer_takes() {
    let request = sql(Dialect::MySql);
    let after = |text: &str| text.parse::<Alteration>().unwrap().apply(&request, &two_rows(), TOOK).unwrap();
    assert_eq!(after("delay 500"), (two_rows(), Duration::from_millis(500)));
    assert_eq!(after("no rows").1, TOOK);
}

#[test]
fn an_http_answer_gets_another_status_or_body() {
    let reply = answered(200, r#"{"active": true}"#);
    let Reply::Http { status, reason, body, .. } = altered(&http(), &reply, "status 503") else { panic!() };
    assert_eq!((status, reason.as_str()), (503, "Service Unavailable"));
    assert_eq!(body, Cell::Text(r#"{"active": true}"#.into()));
    let Reply::Http { headers, body, .. } = altered(&http(), &reply, r#"body {"a": 1}"#) else { panic!() };
    assert_eq!(body, Cell::Text(r#"{"a":1}"#.into()));
    assert_eq!(headers[0], ("content-length".into(), "7".into()));
    assert_eq!(headers[1].0, "content-type");
    assert!(refused(&http(), &reply, "no rows").contains("an HTTP service answers no rows"));
}

#[test]
fn a_value_typed_as_it_is_shown_stays_what_it_is() {
    let shown = |text: &str| Cell::Text(text.into());
    let reply = |hash: Cell| Reply::Rows {
        command: "SELECT".into(),
        columns: vec![column("password_hash", "varchar"), column("email", "varchar")],
        rows: vec![vec![hash, shown("ada@example.test")]],
        affected: None,
    };
    let (own, masked) = (reply(shown("$2b$10$secret")), reply(shown("‹masked 3f2a›")));
    let text = r#"rows [{"password_hash": "‹masked 3f2a›", "email": "eve@example.test"}]"#;
    let change = text.parse::<Alteration>().unwrap().unmasked(&own, &masked);
    let (changed, _) = change.apply(&sql(Dialect::PostgreSql), &own, TOOK).unwrap();
    assert_eq!(rows_of(&changed), [[shown("$2b$10$secret"), shown("eve@example.test")]]);
    let (own, masked) = (answered(200, r#"{"token":"abc"}"#), answered(200, r#"{"token":"‹masked 1›"}"#));
    let change: Alteration = r#"body {"token": "‹masked 1›", "more": 1}"#.parse().unwrap();
    let (changed, _) = change.unmasked(&own, &masked).apply(&http(), &own, TOOK).unwrap();
    assert!(matches!(changed, Reply::Http { body: Cell::Text(body), .. } if body == r#"{"token":"abc","more":1}"#));
}

#[test]
fn the_example_fits_the_reply_it_is_an_example_for() {
    let none = altered(&sql(Dialect::PostgreSql), &two_rows(), "no rows");
    for (request, reply) in [
        (sql(Dialect::PostgreSql), two_rows()),
        (sql(Dialect::PostgreSql), none),
        (sql(Dialect::MySql), Reply::Error(StoreError::default())),
        (sql(Dialect::MySql), Reply::Several { replies: Vec::new() }),
        (http(), answered(200, "{}")),
        (http(), answered(500, "")),
        (http(), Reply::Error(StoreError::default())),
        (connect(), Reply::Error(StoreError::default())),
    ] {
        let example = Alteration::example(&request, &reply);
        let (changed, _) = example.apply(&request, &reply, TOOK).unwrap_or_else(|error| panic!("{example}: {error}"));
        assert_ne!(changed, reply, "{example} changes something");
    }
}

#[test]
fn each_server_refuses_in_its_own_terms() {
    for (dialect, text, code, number, state) in [
        (Dialect::SqlServer, "error 2627", "EREQUEST", 2627, Some("1")),
        (Dialect::SqlServer, "error 18456", "ELOGIN", 18456, Some("1")),
        (Dialect::Oracle, "error ORA-00001", "ORA-00001", 1, None),
        (Dialect::Oracle, "error ora-12541", "ORA-12541", 12541, None),
        (Dialect::Db2, "error SQL0803N", "SQL0803N", -803, Some("23505")),
        (Dialect::Db2, "error -204", "SQL0204N", -204, Some("42704")),
    ] {
        let error = error_of(altered(&sql(dialect), &two_rows(), text));
        assert_eq!(
            (error.code.as_str(), error.errno, error.sql_state.as_deref()),
            (code, Some(number), state),
            "{text}"
        );
    }
    for (dialect, words) in [
        (Dialect::SqlServer, "is no error number of SQL Server"),
        (Dialect::Oracle, "is no error of Oracle"),
        (Dialect::Db2, "is no SQLCODE of Db2"),
    ] {
        assert!(refused(&sql(dialect), &two_rows(), "error ER_DUP_ENTRY").contains(words), "{dialect:?}");
    }
}

#[test]
fn typed_rows_are_typed_in_the_servers_words() {
    for (dialect, types) in [
        (Dialect::SqlServer, ["int", "nvarchar(255)", "bit"]),
        (Dialect::Oracle, ["NUMBER", "VARCHAR2", "NUMBER"]),
        (Dialect::Db2, ["INTEGER", "VARCHAR", "BOOLEAN"]),
    ] {
        let none = Reply::Written { command: "UPDATE".into(), matched: 0, changed: 0, insert_id: 0 };
        let rows = r#"rows [{"id": 1, "email": "x", "active": true}]"#;
        let Reply::Rows { columns, .. } = altered(&sql(dialect), &none, rows) else { panic!("no rows") };
        let names: Vec<&str> = columns.iter().map(|column| column.type_name.as_str()).collect();
        assert_eq!(names, types, "{dialect:?}");
    }
}

fn documents() -> (Request, Reply) {
    let command = json!({"find": "users", "filter": {"email": "ada@example.test"}});
    let command = command.as_object().unwrap().clone();
    let (target, access) = (Target::default(), Access::default());
    let answer = json!({"cursor": {"id": 0, "ns": "app.users", "firstBatch": [
        {"email": "ada@example.test", "name": {"given": "Ada"}}, {"email": "bob@example.test"}]}, "ok": 1});
    let reply = Reply::Documents { answer: answer.as_object().unwrap().clone() };
    (Request::Documents { target, access, database: "app".into(), command }, reply)
}

fn found(reply: &Reply) -> serde_json::Value {
    match reply {
        Reply::Documents { answer } => answer["cursor"]["firstBatch"].clone(),
        Reply::Directory { entries, .. } => serde_json::to_value(entries).unwrap(),
        other => panic!("nothing found: {other:?}"),
    }
}

#[test]
fn documents_are_changed_as_rows_are() {
    let (request, reply) = documents();
    let now = |text: &str| found(&altered(&request, &reply, text));
    assert_eq!(now("no rows"), json!([]));
    assert_eq!(now(r#"rows [{"email": "eve@example.test"}]"#), json!([{"email": "eve@example.test"}]));
    assert_eq!(now("row 2 locked = true")[1], json!({"email": "bob@example.test", "locked": true}));
    assert_eq!(now(r#"row 1 name.given = "Eve""#)[0]["name"], json!({"given": "Eve"}));
    assert_eq!(now("without row 1"), json!([{"email": "bob@example.test"}]));
    assert_eq!(refused(&request, &reply, "row 3 a = 1"), "there is no row 3; write a row from 1 to 2");
    assert!(refused(&request, &reply, "row 1 email.host = 1").starts_with("email.host leads through a value"));
    let Reply::Documents { answer } = altered(&request, &reply, "error 11000") else { panic!() };
    assert_eq!((&answer["code"], &answer["codeName"]), (&json!(11000), &json!("DuplicateKey")));
    let said = "E1 is no error code of MongoDB and no failure of the network; write error 11000 or error ECONNREFUSED";
    assert_eq!(refused(&request, &reply, "error E1"), said);
}

#[test]
fn entries_are_changed_as_rows_are() {
    let operation = Operation::Unbind;
    let request = Request::Directory { target: Target::default(), access: Access::default(), operation };
    let reply = json!({"kind": "directory", "result": {"code": 0, "matched": "", "message": ""}, "entries": [
        {"name": "uid=ada", "attributes": [{"name": "mail", "values": ["ada@example.test"]}]}]});
    let reply: Reply = serde_json::from_value(reply).unwrap();
    let now = |text: &str| found(&altered(&request, &reply, text));
    assert_eq!(now("no rows"), json!([]));
    assert_eq!(now(r#"row 1 MAIL = ["a", "b"]"#)[0]["attributes"], json!([{"name": "mail", "values": ["a", "b"]}]));
    assert_eq!(now("row 1 mail = null")[0]["attributes"], json!([]));
    assert_eq!(now(r#"row 1 dn = "uid=eve""#)[0]["name"], json!("uid=eve"));
    assert_eq!(now("without row 1"), json!([]));
    let Reply::Directory { result, .. } = altered(&request, &reply, "error 49") else { panic!() };
    assert_eq!(result.code, 49);
    assert!(refused(&request, &reply, "error 0").starts_with("0 is no result code of LDAP"));
}
