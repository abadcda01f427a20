//! Stacks in what drivers, modules and built-ins call back, and steps past their code.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/debugged.rs"]
mod debugged;
#[path = "support/landing.rs"]
mod landing;

use std::time::Duration;

use debugged::{launch, start_over};
use landing::{reach, stack, stack_at, step, trace};
use loginscope::debugger::StepKind::{Into, Over};
use loginscope::legacy::{Reply, Request, Store};
use serde_json::json;

/// Answers every statement with one row, and everything else as it likes.
struct OneRow;

impl Store for OneRow {
    fn name(&self) -> &'static str {
        "one row"
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        let reply = match request {
            Request::Connect { .. } => json!({ "kind": "connected" }),
            Request::Close { .. } => json!({ "kind": "closed" }),
            Request::Sql { .. } => json!({ "kind": "rows", "command": "SELECT", "affected": null,
                "columns": [{ "name": "a", "type": "int4", "table": "t" }], "rows": [[1]] }),
            Request::Http { .. } => {
                json!({ "kind": "http", "status": 200, "reason": "OK", "headers": [], "body": "{}" })
            }
            other => panic!("nobody asks for {other:?}"),
        };
        (serde_json::from_value(reply).expect("a reply"), Duration::from_millis(2))
    }
}

/// The stack at each of the statements, in a run over [`OneRow`].
fn stacks_at(text: &str, statements: &[&str]) -> Vec<String> {
    let at = |statement: &&str| stack(&reach(&mut start_over(launch(text), Box::new(OneRow)), statement, 1));
    statements.iter().map(at).collect()
}

#[test]
fn callbacks_of_modules_show_where_they_were_given() {
    let text = "async function login(e, p, callback) {
      const mysql = require('mysql').createConnection({ host: 'h' });
      mysql.query('SELECT 1', (error, rows) => {
        ('mysql');
      });
      mysql.query('SELECT 1').on('result', (row) => {
        ('mysql row');
      });
      const { Client, Query } = require('pg');
      const pg = new Client();
      pg.connect((error) => {
        ('pg connect');
      });
      const query = pg.query(new Query('SELECT 1'));
      query.on('row', (row) => {
        ('pg row');
      });
      require('axios').get('http://h/').then((response) => {
        ('axios');
      });
      fetch('http://h/').then((response) => {
        ('fetch');
      });
      require('bcrypt').hash('x', 4, function hashed(error, hash) {
        ('bcrypt');
      });
    }";
    let statements =
        ["('mysql');", "('mysql row');", "('pg connect');", "('pg row');", "('axios');", "('fetch');", "('bcrypt');"];
    let expected = [
        "login › mysql.query callback < ~login:3",
        "login › on callback < ~login:6",
        "login › pg.connect callback < ~login:11",
        "login › query.on callback < ~login:14",
        "login › then callback < ~login:18",
        "login › then callback < ~login:21",
        "hashed < ~login:24",
    ];
    assert_eq!(stacks_at(text, &statements), expected);
}

#[test]
fn an_await_of_a_driver_is_passed_without_a_look_at_its_code() {
    let text = "async function login(e, p, callback) {
      const client = new (require('pg').Client)();
      await client.connect();
      async function find() {
        const { rows } = await client.query('SELECT 1');
        return rows;
      }
      await find();
      await require('bcrypt').hash('x', 4);
      await require('axios').get('http://h/');
      callback(null);
    }";
    let all = [
        "const client = new (require('pg').Client)();",
        "await client.connect();",
        "await find();",
        "const { rows } = await client.query('SELECT 1');",
        "return rows;",
        "await require('bcrypt').hash('x', 4);",
        "await require('axios').get('http://h/');",
        "callback(null);",
    ];
    let into = start_over(launch(text), Box::new(OneRow)).trace(Into);
    assert_eq!(into, all);
    assert_eq!(stacks_at(text, &["return rows;"]), ["find < ~login:8"]);
}

#[test]
fn functions_made_of_callbacks_and_of_promises_show_who_called_them() {
    let text = "async function login(e, p, callback) {
      const util = require('util');
      function find(id, done) {
        setTimeout(() => {
          done(null, id);
        }, 1);
      }
      const found = await util.promisify(find)(1);
      const counted = util.callbackify(async (x) => {
        await null;
        return x;
      });
      counted(found, (error, x) => {
        x;
      });
      util.callbackify(async () => found)((error) => {
        callback(null);
      });
    }";
    assert_eq!(stack_at(text, "done(null, id);"), "find › setTimeout callback < ~find:4 < ~login:8");
    assert_eq!(step(text, "done(null, id);", Over), "const counted = util.callbackify(async (x) =>");
    assert_eq!(stack_at(text, "return x;"), "login › util.callbackify callback < ~login:13");
    assert_eq!(stack_at(text, "x;"), "login › counted callback < ~login:13");
    assert_eq!(stack_at(text, "callback(null);"), "login › util.callbackify() callback < ~login:16");
}

#[test]
fn what_a_built_in_calls_stands_on_the_stack_of_its_statement() {
    let text = "function login(e, p, callback) {
      [1].map((n) => {
        ('map');
      });
      [2, 1].sort((a, b) => {
        return a - b;
      });
      'ab'.replace(/a/, (match) => {
        ('replace');
      });
      JSON.parse('1', (key, value) => {
        ('reviver');
      });
      const proxy = new Proxy({}, {
        get(target, name) {
          ('trap');
        },
      });
      proxy.x;
      function tag(strings) {
        ('tag');
      }
      tag`a${1}b`;
      class User {
        static {
          ('static');
        }
        get id() {
          ('getter');
        }
        set id(value) {
          ('setter');
        }
      }
      const user = new User();
      user.id;
      user.id = 2;
      new Promise((resolve) => {
        ('executor');
      });
      callback(null);
    }";
    let expected = [
        ("('map');", "login › map callback < login:2"),
        ("return a - b;", "login › sort callback < login:5"),
        ("('replace');", "login › replace callback < login:8"),
        ("('reviver');", "login › JSON.parse callback < login:11"),
        ("('trap');", "get < login:19"),
        ("('tag');", "tag < login:23"),
        ("('static');", "static initialiser < login:24"),
        ("('getter');", "id < login:36"),
        ("('setter');", "id < login:37"),
        ("('executor');", "login › new Promise callback < login:38"),
    ];
    for (statement, stack) in expected {
        assert_eq!(stack_at(text, statement), stack);
    }
    let within = |statement: &String| expected.iter().any(|(inner, _)| inner == statement);
    let over = trace(text, Over);
    assert!(!over.iter().any(within), "over passes them: {over:?}");
    let into: Vec<_> = trace(text, Into).into_iter().filter(|statement| !within(statement)).collect();
    assert_eq!(into, over, "into stops nowhere else");
}
