//! `--store live`, against the PostgreSQL and the MariaDB of this machine. Without them the tests say so and
//! pass, unless `LOGINSCOPE_REQUIRE_LIVE=1` is set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;
#[path = "support/skipped.rs"]
mod skipped;

use std::net::TcpStream;
use std::path::Path;
use std::process::Output;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use loginscope::legacy::live::{LiveSource, LiveUse};
use loginscope::legacy::{Access, Cell, Dialect, Params, Reply, Request, Store, StoreError, Target};
use mysql_async::prelude::Queryable;
use serde_json::{json, Value};

fn is_there(port: u16) -> bool {
    let there = TcpStream::connect(("127.0.0.1", port)).is_ok();
    if !there {
        skipped::skipped(&format!("no server listens at port {port}"));
    }
    there
}

fn in_tokio<T>(work: impl std::future::Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// A second connection, of another client: what it sees is what stayed.
fn postgresql(text: &str) -> Vec<String> {
    in_tokio(async {
        let options = "host=127.0.0.1 user=postgres dbname=test";
        let (client, connection) = tokio_postgres::connect(options, tokio_postgres::NoTls).await.unwrap();
        let speaks = tokio::spawn(connection);
        let answered = client.simple_query(text).await.unwrap();
        drop(client);
        speaks.await.unwrap().unwrap();
        let first = |message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or("NULL").to_owned()),
            _ => None,
        };
        answered.into_iter().filter_map(first).collect()
    })
}

fn mysql(text: &str) -> Vec<String> {
    in_tokio(async {
        let mut connection = mysql_async::Conn::from_url("mysql://root@127.0.0.1:3306/test").await.unwrap();
        let answered = connection.query::<String, _>(text).await.unwrap();
        connection.disconnect().await.unwrap();
        answered
    })
}

/// A table of a test's own, gone when dropped.
struct Table {
    dialect: Dialect,
    name: String,
}

impl Table {
    /// With one row: Ada's.
    fn new(dialect: Dialect, name: &str, engine: &str) -> Option<Self> {
        if !is_there(dialect.port()) {
            return None;
        }
        let table = Self { dialect, name: format!("live_{name}_{}", std::process::id()) };
        table.drop_it();
        let columns = match dialect {
            Dialect::MySql => "id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(120) UNIQUE, n DECIMAL(10,2)",
            _ => "id SERIAL PRIMARY KEY, email VARCHAR(120) UNIQUE, n NUMERIC(10,2)",
        };
        table.aside(&format!("CREATE TABLE {} ({columns}) {engine}", table.name));
        table.aside(&format!("INSERT INTO {} (email, n) VALUES ('ada@example.test', 12.5)", table.name));
        Some(table)
    }

    fn postgresql(name: &str) -> Option<Self> {
        Self::new(Dialect::PostgreSql, name, "")
    }

    fn mysql(name: &str) -> Option<Self> {
        Self::new(Dialect::MySql, name, "ENGINE=InnoDB")
    }

    fn aside(&self, text: &str) -> Vec<String> {
        match self.dialect {
            Dialect::MySql => mysql(text),
            _ => postgresql(text),
        }
    }

    fn emails(&self) -> Vec<String> {
        self.aside(&format!("SELECT email FROM {} ORDER BY id", self.name))
    }

    fn drop_it(&self) {
        self.aside(&format!("DROP TABLE IF EXISTS {}", self.name));
    }

    fn target(&self, connection: u32) -> Target {
        let user = if self.dialect == Dialect::MySql { "root" } else { "postgres" };
        Target {
            host: Some("127.0.0.1".to_owned()),
            port: None,
            user: Some(user.to_owned()),
            database: Some("test".to_owned()),
            connection,
        }
    }

    fn connect(&self, store: &mut dyn Store, connection: u32) {
        let request =
            Request::Connect { dialect: self.dialect, target: self.target(connection), access: Access::default() };
        assert_eq!(store.answer(&request).0, Reply::Connected);
    }

    fn ask(&self, store: &mut dyn Store, connection: u32, text: &str, params: &[&str]) -> Reply {
        let text = text.replace("$T", &self.name);
        let params = Params::Positional(params.iter().map(|text| Cell::Text((*text).to_owned())).collect());
        let target = self.target(connection);
        let request = Request::Sql { dialect: self.dialect, target, text, params, multiple: false, prepared: false };
        store.answer(&request).0
    }

    fn count(&self, store: &mut dyn Store, connection: u32) -> i64 {
        match self.ask(store, connection, "SELECT COUNT(*) FROM $T", &[]) {
            Reply::Rows { rows, .. } => match rows[0][0] {
                Cell::Integer(count) => count,
                ref other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        self.drop_it();
    }
}

fn source(commit: bool) -> LiveSource {
    LiveSource::new(LiveUse { commit, ..LiveUse::default() })
}

fn refused(reply: &Reply) -> &StoreError {
    match reply {
        Reply::Error(error) => error,
        other => panic!("{other:?}"),
    }
}

fn both() -> Vec<fn(&str) -> Option<Table>> {
    vec![Table::postgresql, Table::mysql]
}

#[test]
fn what_a_dry_run_writes_its_own_connections_see_and_nobody_else() {
    for table in both().into_iter().filter_map(|of| of("dry")) {
        let mut store = source(false).open();
        table.connect(&mut store, 1);
        table.connect(&mut store, 2);
        let written = table.ask(&mut store, 1, "INSERT INTO $T (email) VALUES ('grace@example.test')", &[]);
        assert!(matches!(written, Reply::Written { matched: 1, .. }), "{written:?}");
        assert_eq!(table.count(&mut store, 2), 2);
        assert_eq!(table.emails(), ["ada@example.test"]);
        drop(store);
        assert_eq!(table.emails(), ["ada@example.test"]);
    }
}

#[test]
fn a_transaction_of_the_script_is_a_part_of_the_dry_run() {
    for table in both().into_iter().filter_map(|of| of("points")) {
        let mut store = source(false).open();
        table.connect(&mut store, 1);
        table.ask(&mut store, 1, "BEGIN", &[]);
        table.ask(&mut store, 1, "DELETE FROM $T", &[]);
        assert_eq!(table.count(&mut store, 1), 0);
        table.ask(&mut store, 1, "ROLLBACK", &[]);
        assert_eq!(table.count(&mut store, 1), 1);
        table.ask(&mut store, 1, "BEGIN", &[]);
        table.ask(&mut store, 1, "DELETE FROM $T", &[]);
        table.ask(&mut store, 1, "COMMIT", &[]);
        assert_eq!(table.count(&mut store, 1), 0);
        drop(store);
        assert_eq!(table.emails(), ["ada@example.test"]);
    }
}

#[test]
fn a_failure_outside_a_transaction_ends_nothing_in_a_dry_run() {
    for table in both().into_iter().filter_map(|of| of("fails")) {
        let mut store = source(false).open();
        table.connect(&mut store, 1);
        table.ask(&mut store, 1, "INSERT INTO $T (email) VALUES ('grace@example.test')", &[]);
        let twice = table.ask(&mut store, 1, "INSERT INTO $T (email) VALUES ('ada@example.test')", &[]);
        let code = if table.dialect == Dialect::MySql { "ER_DUP_ENTRY" } else { "23505" };
        assert_eq!(refused(&twice).code, code);
        assert_eq!(table.count(&mut store, 1), 2);
    }
}

#[test]
fn a_failed_transaction_of_postgresql_hears_nothing_until_it_ends() {
    let Some(table) = Table::postgresql("aborted") else { return };
    let mut store = source(false).open();
    table.connect(&mut store, 1);
    table.ask(&mut store, 1, "BEGIN", &[]);
    table.ask(&mut store, 1, "DELETE FROM $T", &[]);
    assert_eq!(refused(&table.ask(&mut store, 1, "SELECT 1/0", &[])).code, "22012");
    let aborted = table.ask(&mut store, 1, "SELECT 1", &[]);
    assert_eq!(refused(&aborted).code, "25P02");
    assert_eq!(refused(&aborted).details["file"], "postgres.c");
    let ended = table.ask(&mut store, 1, "COMMIT", &[]);
    assert!(matches!(ended, Reply::Written { ref command, .. } if command == "ROLLBACK"), "{ended:?}");
    assert_eq!(table.count(&mut store, 1), 1);
}

#[test]
fn what_commits_by_itself_is_refused_in_words_and_never_sent() {
    let Some(table) = Table::mysql("ddl") else { return };
    let mut store = source(false).open();
    table.connect(&mut store, 1);
    table.ask(&mut store, 1, "DELETE FROM $T", &[]);
    for text in ["TRUNCATE $T", "CREATE TABLE other (id INT)", "/*!50000 DROP TABLE $T */", "SET autocommit = 1"] {
        let error = refused(&table.ask(&mut store, 1, text, &[])).clone();
        assert_eq!(error.code, "LOGINSCOPE_DRY_RUN", "{text}");
        assert!(error.message.ends_with("Run with --commit to send it"), "{}", error.message);
    }
    // What is no statement at all the server itself objects to.
    assert_eq!(refused(&table.ask(&mut store, 1, "SELEC 1", &[])).code, "ER_PARSE_ERROR");
    drop(store);
    assert_eq!(table.emails(), ["ada@example.test"]);
}

#[test]
fn a_table_that_knows_no_transactions_is_not_written_to() {
    let Some(table) = Table::new(Dialect::MySql, "myisam", "ENGINE=MyISAM") else { return };
    let mut store = source(false).open();
    table.connect(&mut store, 1);
    let reply = table.ask(&mut store, 1, "DELETE FROM $T", &[]);
    assert!(refused(&reply).message.contains("its engine, myisam, knows no transactions"), "{reply:?}");
    assert_eq!(table.count(&mut store, 1), 1);
    assert_eq!(table.emails(), ["ada@example.test"]);
}

#[test]
fn with_commit_what_is_written_stays() {
    for table in both().into_iter().filter_map(|of| of("commit")) {
        let mut store = source(true).open();
        table.connect(&mut store, 1);
        table.ask(&mut store, 1, "INSERT INTO $T (email) VALUES ('grace@example.test')", &[]);
        table.ask(&mut store, 1, "BEGIN", &[]);
        table.ask(&mut store, 1, "DELETE FROM $T", &[]);
        drop(store);
        // Only what the script itself left uncommitted is gone.
        assert_eq!(table.emails(), ["ada@example.test", "grace@example.test"]);
    }
}

#[test]
fn a_run_that_takes_over_finds_nothing_of_the_other_and_the_other_finds_its_own_again() {
    let Some(table) = Table::mysql("over") else { return };
    let source = source(false);
    let (mut first, mut second) = (source.open(), source.open());
    table.connect(&mut first, 1);
    table.ask(&mut first, 1, "UPDATE $T SET n = 1", &[]);
    table.connect(&mut second, 1);
    let value = |store: &mut dyn Store| match table.ask(store, 1, "SELECT n FROM $T", &[]) {
        Reply::Rows { rows, .. } => rows[0][0].clone(),
        other => panic!("{other:?}"),
    };
    // The row would be locked by the first.
    table.ask(&mut second, 1, "UPDATE $T SET email = 'x'", &[]);
    assert_eq!(value(&mut second), Cell::Text("12.50".to_owned()));
    assert_eq!(value(&mut first), Cell::Text("1.00".to_owned()));
}

#[test]
fn a_wait_ends_when_the_run_is_given_up() {
    let Some(table) = Table::postgresql("stop") else { return };
    let mut store = source(false).open();
    table.connect(&mut store, 1);
    let interrupter = store.interrupter().unwrap();
    let (begun, begins) = mpsc::channel();
    let waiting = thread::spawn(move || {
        begun.send(()).unwrap();
        table.ask(&mut store, 1, "SELECT pg_sleep(15)", &[])
    });
    begins.recv().unwrap();
    let started = Instant::now();
    while !waiting.is_finished() && started.elapsed() < Duration::from_secs(10) {
        interrupter.interrupt();
        thread::sleep(Duration::from_millis(10));
    }
    assert!(waiting.is_finished(), "it still waits");
    assert_eq!(refused(&waiting.join().unwrap()).message, "the run was stopped before the store answered");
}

#[test]
fn a_server_without_a_client_here_is_refused_in_words() {
    let mut store = source(false).open();
    for (dialect, name) in [(Dialect::Oracle, "Oracle"), (Dialect::Db2, "Db2")] {
        let request = Request::Connect { dialect, target: Target::default(), access: Access::default() };
        let (reply, _) = store.answer(&request);
        assert!(refused(&reply).message.contains(&format!("cannot speak to {name}")), "{reply:?}");
    }
}

#[test]
fn the_way_to_a_server_fails_in_nodes_words() {
    let mut store = source(false).open();
    let mut failure = |host: &str| {
        let target = Target { host: Some(host.to_owned()), port: Some(1), ..Target::default() };
        let request = Request::Connect { dialect: Dialect::PostgreSql, target, access: Access::default() };
        refused(&store.answer(&request).0).clone()
    };
    let closed = failure("127.0.0.1");
    assert_eq!((closed.code.as_str(), closed.message.as_str()), ("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1"));
    let unknown = failure("no.such.host.invalid");
    assert!(["ENOTFOUND", "EAI_AGAIN"].contains(&unknown.code.as_str()), "{unknown:?}");
    assert_eq!(unknown.syscall.as_deref(), Some("getaddrinfo"));
}

#[test]
fn a_script_reads_what_the_real_driver_would_give_it() {
    if !is_there(5432) || !is_there(3306) {
        return;
    }
    let run = realm::run_against(
        source(false).open(),
        r#"
        const { Client } = require('pg');
        const pg = new Client({ host: '127.0.0.1', user: 'postgres', database: 'test' });
        await pg.connect();
        const { rows } = await pg.query(`SELECT 9007199254740993 AS big, 1.50::numeric AS n, true AS t, NULL AS z,
          '2020-01-02 03:04:05+02'::timestamptz AS at, '{"a":[1]}'::jsonb AS j, '\\x00ff'::bytea AS b,
          '{1,NULL}'::int[] AS list, '1 day 02:00'::interval AS i, $1::text AS p`, ["O'Hara"]);
        console.log(JSON.stringify(rows[0]));
        const mysql = require('mysql2/promise');
        const my = await mysql.createConnection({ host: '127.0.0.1', user: 'root', database: 'test' });
        const sql = `SELECT 18446744073709551615 AS big, 1.50 AS n, NULL AS z, x'00ff' AS b, ? AS p,
          CAST('2020-01-02' AS DATE) AS d`;
        for (const how of ['query', 'execute']) console.log(JSON.stringify((await my[how](sql, ["O'Hara"]))[0][0]));
        await my.end();
        callback(null, { user_id: '1' });
        "#,
    );
    assert_eq!(
        realm::printed(&run),
        concat!(
            r#"{"big":"9007199254740993","n":"1.50","t":true,"z":null,"at":"2020-01-02T01:04:05.000Z","j":{"a":[1]},"#,
            r#""b":{"type":"Buffer","data":[0,255]},"list":[1,null],"i":{"days":1,"hours":2},"p":"O'Hara"}"#,
            "\n",
            r#"{"big":18446744073709552000,"n":"1.50","z":null,"b":{"type":"Buffer","data":[0,255]},"p":"O'Hara","#,
            r#""d":"2020-01-02T00:00:00.000Z"}"#,
            "\n",
            r#"{"big":18446744073709552000,"n":"1.50","z":null,"b":{"type":"Buffer","data":[0,255]},"p":"O'Hara","#,
            r#""d":"2020-01-02T00:00:00.000Z"}"#,
            "\n",
        )
    );
}

fn loginscope(folder: &Path, arguments: &[&str]) -> Output {
    played(folder, "login", &[&["--email", "ada@example.test"], arguments].concat())
}

fn played(folder: &Path, operation: &str, arguments: &[&str]) -> Output {
    Command::cargo_bin("loginscope")
        .unwrap()
        .args(["run", folder.to_str().unwrap(), operation, "--password", "correct-horse"])
        .args(["--json", "--store", "live"])
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn the_program_writes_only_with_commit_and_says_which_store_it_was() {
    let Some(table) = Table::postgresql("program") else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "function login(email, password, callback) {{
           const client = new (require('pg').Client)({{ host: '127.0.0.1', user: 'postgres', database: 'test' }});
           client.connect();
           client.query('INSERT INTO {} (email) VALUES ($1)', ['grace@example.test'], (error) =>
             error ? callback(error) : client.query('VACUUM', (error) => callback(null, {{ user_id: '1' }})));
         }}",
        table.name
    );
    std::fs::write(folder.path().join("login.js"), script).unwrap();
    let said = |output: &Output| serde_json::from_slice::<Value>(&output.stdout).unwrap();

    let dry = said(&loginscope(folder.path(), &[]));
    assert_eq!((&dry["connection"]["store"], &dry["connection"]["dry_run"]), (&json!("live"), &json!(true)));
    assert!(dry["findings"].as_array().unwrap().iter().any(|found| found["rule"] == "dry-run"), "{dry:#}");
    assert_eq!(table.emails(), ["ada@example.test"]);

    let unasked = loginscope(folder.path(), &["--commit"]);
    assert_eq!(unasked.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unasked.stderr).contains("give --yes if that is meant"));
    assert_eq!(table.emails(), ["ada@example.test"]);

    let wrote = said(&loginscope(folder.path(), &["--commit", "--yes"]));
    assert_eq!(wrote["connection"].get("dry_run"), None);
    assert_eq!(table.emails(), ["ada@example.test", "grace@example.test"]);
}

#[test]
fn each_script_of_a_dry_sign_up_finds_what_the_one_before_wrote_and_nothing_stays() {
    let Some(table) = Table::postgresql("sign_up") else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = |name: &str, parameters: &str, statement: &str, email: &str, answer: &str| {
        let text = format!(
            "function {name}({parameters}, callback) {{
               const client = new (require('pg').Client)({{ host: '127.0.0.1', user: 'postgres', database: 'test' }});
               client.connect();
               client.query('{statement}', [{email}], function onAnswer(error, result) {{
                 client.end();
                 callback(error, {answer});
               }});
             }}",
        );
        std::fs::write(folder.path().join(format!("{name}.js")), text).unwrap();
    };
    let select = format!("SELECT email FROM {} WHERE email = $1", table.name);
    let profile = "result.rows.length ? { user_id: '1', email: result.rows[0].email, email_verified: true } : null";
    script("get_user", "email", &select, "email", profile);
    script("create", "user", &format!("INSERT INTO {} (email) VALUES ($1)", table.name), "user.email", "null");
    script("login", "email, password", &select, "email", profile);
    std::fs::write(folder.path().join("loginscope.toml"), "[connection]\nimport_mode = false\n").unwrap();

    let output = played(folder.path(), "sign-up", &["--email", "grace@example.test"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let chain: Vec<&Value> = document["scripts"].as_array().unwrap().iter().map(|run| &run["action"]).collect();
    assert_eq!(chain, ["get_user", "create", "login"]);
    assert_eq!(document["scripts"][2]["outcome"]["kind"], "profile", "{document:#}");
    assert_eq!(document["decision"]["verdict"], "created");
    assert_eq!(table.emails(), ["ada@example.test"]);
}

fn is_refused(reply: &Reply) -> bool {
    matches!(reply, Reply::Error(error) if error.code == StoreError::DRY_RUN)
}

#[test]
fn no_way_of_quoting_hides_a_commit_from_a_dry_run() {
    let Some(table) = Table::postgresql("hidden") else { return };
    let source = LiveSource::new(LiveUse::default());
    let mut store = source.open();
    table.connect(&mut store, 1);
    table.ask(&mut store, 1, "INSERT INTO $T (email) VALUES ('bob@example.test')", &[]);
    // Its first statement ends where PostgreSQL goes on reading the text of before.
    table.ask(&mut store, 1, "SELECT E'a'\n'b\\''; COMMIT; --'", &[]);
    table.ask(&mut store, 1, "SELECT 1 -- x\r; COMMIT", &[]);
    table.ask(&mut store, 1, "ROLLBACK\0 TO SAVEPOINT x", &[]);
    table.ask(&mut store, 1, "SELECT set_config('standard_conforming_strings', 'off', false)", &[]);
    assert!(is_refused(&table.ask(&mut store, 1, "SELECT 'a\\''; COMMIT; --'", &[])));
    assert!(is_refused(&table.ask(&mut store, 1, "DO $$ BEGIN PERFORM 1; END $$", &[])));
    table.ask(&mut store, 1, "INSERT INTO $T (email) VALUES ('eve@example.test')", &[]);
    assert_eq!(table.count(&mut store, 1), 3);
    drop(store);
    assert_eq!(table.emails(), ["ada@example.test"]);
}

#[test]
fn what_follows_a_deadlock_in_a_dry_run_is_taken_back_as_well() {
    let Some(table) = Table::mysql("deadlock") else { return };
    table.aside(&format!("INSERT INTO {} (id, email) VALUES (2, 'bob@example.test')", table.name));
    let source = LiveSource::new(LiveUse::default());
    let mut store = source.open();
    table.connect(&mut store, 1);
    table.ask(&mut store, 1, "UPDATE $T SET n = 1 WHERE id = 1", &[]);
    let (locked, is_locked) = mpsc::channel();
    let name = table.name.clone();
    let other = thread::spawn(move || {
        in_tokio(async {
            let mut other = mysql_async::Conn::from_url("mysql://root@127.0.0.1:3306/test").await.unwrap();
            other.query_drop("START TRANSACTION").await.unwrap();
            // Whoever changed less is the one to give way.
            for id in 100..200 {
                other.query_drop(format!("INSERT INTO {name} (id, email) VALUES ({id}, '{id}')")).await.unwrap();
            }
            other.query_drop(format!("UPDATE {name} SET n = 2 WHERE id = 2")).await.unwrap();
            locked.send(()).unwrap();
            other.query_drop(format!("UPDATE {name} SET n = 2 WHERE id = 1")).await.unwrap();
            other.query_drop("ROLLBACK").await.unwrap();
            other.disconnect().await.unwrap();
        });
    });
    is_locked.recv().unwrap();
    let reply = table.ask(&mut store, 1, "UPDATE $T SET n = 1 WHERE id = 2", &[]);
    assert!(matches!(&reply, Reply::Error(error) if error.code == "ER_LOCK_DEADLOCK"), "{reply:?}");
    other.join().unwrap();
    table.ask(&mut store, 1, "INSERT INTO $T (email) VALUES ('eve@example.test')", &[]);
    assert_eq!(table.count(&mut store, 1), 3);
    drop(store);
    assert_eq!(table.emails(), ["ada@example.test", "bob@example.test"]);
}

#[test]
fn several_statements_of_mysql_are_judged_with_their_values_in_them() {
    let Some(table) = Table::mysql("several") else { return };
    let source = LiveSource::new(LiveUse::default());
    let mut store = source.open();
    table.connect(&mut store, 1);
    let several = |text: &str| Request::Sql {
        dialect: Dialect::MySql,
        target: table.target(1),
        text: text.replace("$T", &table.name),
        params: Params::default(),
        multiple: true,
        prepared: false,
    };
    let reply = store.answer(&several("INSERT INTO $T (email) VALUES ('a;b'); COMMIT; SELECT 1;")).0;
    assert!(matches!(&reply, Reply::Several { replies } if replies.len() == 3), "{reply:?}");
    let reply = store.answer(&several("SELECT 1; SELECT nothing FROM nowhere_at_all")).0;
    assert!(matches!(&reply, Reply::Error(error) if error.details.get("index") == Some(&json!(1))), "{reply:?}");
    assert!(is_refused(&store.answer(&several("SELECT 1 /*!99999 ' */; COMMIT; /* ' */")).0));
    drop(store);
    assert_eq!(table.emails(), ["ada@example.test"]);
}
