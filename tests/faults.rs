//! Faults as scripts meet them: the error objects are those the real drivers (pg 8, mysql 2, mysql2 3, axios) gave on
//! Node 22 when the same was provoked with real servers: a closed port, an unknown host, a connection that was killed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use loginscope::legacy::faults::{Fault, Faulty};
use loginscope::legacy::EmbeddedTemplate;

const SEEDS: &[(&str, &str)] = &[
    ("a.sql", "-- dialect: postgresql\nCREATE TABLE users (id INT PRIMARY KEY, email TEXT);"),
    ("b.sql", "-- dialect: mysql\nCREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(100));"),
];

const ROUTES: &[(&str, &str)] = &[(
    "routes.toml",
    "[[route]]\nmethod = \"GET\"\nurl = \"http://idp.example.test/me\"\nreply = { json = { active = true } }",
)];

/// What the script prints of the error that each way to a store ends with.
fn met(faults: &str, way: &str) -> String {
    let store = EmbeddedTemplate::from_text(SEEDS, ROUTES).unwrap().open().unwrap();
    let store = Faulty::new(Box::new(store), &Fault::list(faults).unwrap());
    let body = format!(
        r#"
        const show = (e) => `${{e.constructor.name}}: ${{e.message}} ${{JSON.stringify(Object.fromEntries(Object.entries(e)
          .filter(([key]) => !['sql', 'length'].includes(key))))}}`;
        const INSERT = 'INSERT INTO users (id) VALUES (1)';
        const ways = {{
          pg: (done) => {{
            const client = new (require('pg').Client)({{ host: 'db.example.test' }});
            client.on('error', () => {{}});
            client.connect((e) => (e ? done(e) : client.query(INSERT, done)));
          }},
          mysql: (done) => {{
            const client = require('mysql').createConnection({{ host: 'db.example.test', connectTimeout: 300 }});
            client.on('error', () => {{}});
            client.connect((e) => (e ? done(e) : client.query(INSERT, done)));
          }},
          mysql2: (done) => {{
            const client = require('mysql2').createConnection({{ host: 'db.example.test', connectTimeout: 300 }});
            client.on('error', () => {{}});
            client.connect((e) => (e ? done(e) : client.query(INSERT, done)));
          }},
          axios: (done) => require('axios').get('http://idp.example.test/me').then(
            ({{ data }}) => done(null, data),
            (e) => done(new Error(`${{e.code}} ${{e.message}} ${{e.response && e.response.status}}`))),
        }};
        ways['{way}']((e, got) => {{
          console.log(e ? show(e) : JSON.stringify(got));
          callback(null, {{ user_id: '1' }});
        }});
        "#
    );
    realm::printed(&realm::run_against(store, &body)).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_refused_connection_is_nodes_own_error() {
    assert_eq!(
        met("refused", "pg"),
        r#"Error: connect ECONNREFUSED db.example.test:5432 {"errno":-111,"code":"ECONNREFUSED","syscall":"connect","address":"db.example.test","port":5432}"#
    );
    for way in ["mysql", "mysql2"] {
        assert_eq!(
            met("refused", way),
            r#"Error: connect ECONNREFUSED db.example.test:3306 {"errno":-111,"code":"ECONNREFUSED","syscall":"connect","address":"db.example.test","port":3306,"fatal":true}"#
        );
    }
    assert!(met("refused", "axios").contains("ECONNREFUSED connect ECONNREFUSED idp.example.test:80 undefined"));
}

#[test]
fn an_unknown_host_is_nodes_own_error() {
    assert_eq!(
        met("dns", "pg"),
        r#"Error: getaddrinfo ENOTFOUND db.example.test {"errno":-3008,"code":"ENOTFOUND","syscall":"getaddrinfo","hostname":"db.example.test"}"#
    );
    assert_eq!(
        met("dns@mysql", "mysql2"),
        r#"Error: getaddrinfo ENOTFOUND db.example.test {"errno":-3008,"code":"ENOTFOUND","syscall":"getaddrinfo","hostname":"db.example.test","fatal":true}"#
    );
}

#[test]
fn a_connection_that_takes_too_long_is_given_up_by_the_driver() {
    for way in ["mysql", "mysql2"] {
        assert_eq!(
            met("timeout", way),
            r#"Error: connect ETIMEDOUT {"errorno":"ETIMEDOUT","code":"ETIMEDOUT","syscall":"connect","fatal":true}"#
        );
    }
}

#[test]
fn a_connection_lost_in_a_query_is_said_in_the_drivers_words() {
    assert_eq!(met("lost", "pg"), "Error: Connection terminated unexpectedly {}");
    for way in ["mysql", "mysql2"] {
        assert!(
            met("lost@users", way).starts_with("Error: Connection lost: The server closed the connection. {"),
            "{}",
            met("lost", way)
        );
        assert!(met("lost", way).contains(r#""code":"PROTOCOL_CONNECTION_LOST""#));
    }
    assert!(met("lost", "axios").contains("ECONNRESET socket hang up undefined"));
}

#[test]
fn a_duplicate_key_has_all_that_the_server_says_of_one() {
    assert_eq!(
        met("duplicate-key", "pg"),
        r#"DatabaseError: duplicate key value violates unique constraint "users_email_key" {"name":"error","severity":"ERROR","code":"23505","detail":"Key (email)=(1) already exists.","schema":"public","table":"users","constraint":"users_email_key"}"#
    );
    assert_eq!(
        met("duplicate-key", "mysql"),
        r#"Error: ER_DUP_ENTRY: Duplicate entry '1' for key 'PRIMARY' {"code":"ER_DUP_ENTRY","errno":1062,"sqlMessage":"Duplicate entry '1' for key 'PRIMARY'","sqlState":"23000","index":0}"#
    );
}

#[test]
fn a_service_that_fails_or_is_cut_off_answers_so() {
    assert!(met("server-error", "axios").contains("ERR_BAD_RESPONSE Request failed with status code 500 500"));
    assert_eq!(met("malformed", "axios"), r#""{\"activ""#);
    assert_eq!(met("empty", "axios"), r#""""#);
    assert_eq!(met("slow:500", "axios"), r#"{"active":true}"#);
}
