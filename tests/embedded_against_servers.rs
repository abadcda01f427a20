//! The embedded store against the servers it stands in for: the same statements on both, the answers compared.
//!
//! PostgreSQL at 127.0.0.1:5432 and MariaDB at 127.0.0.1:3306; without them these tests say so and pass, unless
//! `LOGINSCOPE_REQUIRE_LIVE=1` is set. Each keeps to a schema of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use loginscope::legacy::live::{LiveSource, LiveUse};
use loginscope::legacy::{
    moment, Access, Cell, Dialect, EmbeddedTemplate, Params, Reply, Request, Store, StoreError, Target,
};
use loginscope::secret::Secret;

fn is_there(port: u16) -> bool {
    let there = TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], port)), Duration::from_secs(1)).is_ok();
    assert!(there || std::env::var_os("LOGINSCOPE_REQUIRE_LIVE").is_none(), "no server listens at port {port}");
    if !there {
        eprintln!("skipped: no server listens at port {port}");
    }
    there
}

fn target(dialect: Dialect, database: &str) -> Target {
    Target {
        host: Some("127.0.0.1".to_owned()),
        port: Some(dialect.port()),
        user: Some(if dialect == Dialect::MySql { "root" } else { "postgres" }.to_owned()),
        database: Some(database.to_owned()),
        connection: 1,
    }
}

fn ask(store: &mut dyn Store, dialect: Dialect, target: &Target, text: &str, params: &[Cell]) -> Reply {
    let request = Request::Sql {
        dialect,
        target: target.clone(),
        text: text.to_owned(),
        params: Params::Positional(params.to_vec()),
        multiple: false,
        prepared: false,
    };
    store.answer(&request).0
}

fn open(store: &mut dyn Store, dialect: Dialect, target: &Target) {
    let access = Access { password: Some(Secret::new(String::new())), ..Access::default() };
    let reply = store.answer(&Request::Connect { dialect, target: target.clone(), access }).0;
    assert_eq!(reply, Reply::Connected);
}

/// A value as both sides can be compared: servers send points in time, JSON and arrays as text.
fn value(cell: &Cell, type_name: &str) -> String {
    match cell {
        Cell::Text(text) if type_name.starts_with("date") || type_name.starts_with("timestamp") => {
            moment(text).map_or_else(|| text.clone(), |ms| ms.to_string())
        }
        Cell::Date { ms } => ms.to_string(),
        Cell::Text(text) if type_name.starts_with("json") => {
            serde_json::from_str(text).map_or_else(|_| text.clone(), |json: serde_json::Value| json.to_string())
        }
        Cell::Json { value: serde_json::Value::Array(elements) } if type_name.starts_with('_') => {
            let plain =
                |element: &serde_json::Value| element.as_str().map_or_else(|| element.to_string(), str::to_owned);
            format!("{{{}}}", elements.iter().map(plain).collect::<Vec<_>>().join(","))
        }
        Cell::Json { value } => value.to_string(),
        Cell::Text(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// A type without its length.
fn base(type_name: &str) -> &str {
    type_name.split(['(', ' ']).next().unwrap_or(type_name)
}

/// A reply on one line. Servers of one family word errors differently from version to version, so of MySQL's only
/// name and number are compared.
fn shown(reply: &Reply, dialect: Dialect) -> String {
    match reply {
        Reply::Rows { command, columns, rows, affected } => {
            let names: Vec<String> =
                columns.iter().map(|column| format!("{}:{}", column.name, base(&column.type_name))).collect();
            let row = |row: &Vec<Cell>| {
                let cells: Vec<String> =
                    row.iter().zip(columns).map(|(cell, column)| value(cell, &column.type_name)).collect();
                format!("({})", cells.join(", "))
            };
            let affected = match (command.as_str(), affected) {
                ("SELECT", _) | (_, None) => String::new(),
                (_, Some(count)) => format!(" {count}"),
            };
            format!("{command}{affected} [{}] {}", names.join(", "), rows.iter().map(row).collect::<Vec<_>>().join(" "))
        }
        Reply::Written { command, matched, changed, insert_id } if dialect == Dialect::MySql => {
            let _ = command;
            format!("written {matched} {changed} {insert_id}")
        }
        Reply::Written { command, matched, .. } => format!("{command} {matched}"),
        Reply::Error(error) if dialect == Dialect::MySql => {
            format!("{} {:?}", error.code, error.errno)
        }
        Reply::Error(StoreError { code, message, detail, hint, position, constraint, column, table, .. }) => {
            // A row that failed may hold the time of day.
            let detail = detail.as_deref().map(|detail| detail.split(", 20").next().unwrap_or(detail));
            format!("{code} {message} {detail:?} {hint:?} {position:?} {constraint:?} {column:?} {table:?}")
        }
        other => format!("{other:?}"),
    }
}

fn compare(dialect: Dialect, setup: &[&str], seed: &str, statements: &[(&str, &[Cell])], teardown: &[&str]) {
    if !is_there(dialect.port()) {
        return;
    }
    let mut live = LiveSource::new(LiveUse { commit: true, allow: Vec::new() }).open();
    let target = target(dialect, "test");
    open(&mut live, dialect, &target);
    for statement in setup {
        let reply = ask(&mut live, dialect, &target, statement, &[]);
        assert!(!matches!(reply, Reply::Error(_)), "{statement}: {reply:?}");
    }
    for statement in seed.split(";\n").filter(|statement| !statement.trim().is_empty()) {
        let reply = ask(&mut live, dialect, &target, statement, &[]);
        assert!(!matches!(reply, Reply::Error(_)), "{statement}: {reply:?}");
    }
    let name = if dialect == Dialect::MySql { "mysql" } else { "postgresql" };
    let seed = format!("-- dialect: {name}\n{seed}");
    let template = EmbeddedTemplate::from_text(&[("seed.sql", &seed)], &[]);
    let mut embedded = template.and_then(|template| template.open()).unwrap_or_else(|error| panic!("{error}"));
    open(&mut embedded, dialect, &target);
    let mut wrong = Vec::new();
    for (statement, params) in statements {
        let theirs = shown(&ask(&mut live, dialect, &target, statement, params), dialect);
        let ours = shown(&ask(&mut embedded, dialect, &target, statement, params), dialect);
        if ours != theirs {
            wrong.push(format!("{statement}\n  server   {theirs}\n  embedded {ours}"));
        }
    }
    for statement in teardown {
        ask(&mut live, dialect, &target, statement, &[]);
    }
    let agree = statements.len() - wrong.len();
    println!("{name}: {agree} of {} statements answered alike", statements.len());
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), statements.len(), wrong.join("\n"));
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

const POSTGRESQL: &str = "CREATE TABLE users (
  id SERIAL PRIMARY KEY,
  email VARCHAR(60) NOT NULL UNIQUE,
  password_hash TEXT,
  verified BOOLEAN NOT NULL DEFAULT false,
  roles TEXT[] NOT NULL DEFAULT '{}',
  meta JSONB,
  score NUMERIC(6,2),
  logins BIGINT NOT NULL DEFAULT 0,
  born DATE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  CONSTRAINT users_score_check CHECK (score >= 0)
);
CREATE TABLE sessions (user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, at TIMESTAMP NOT NULL, note TEXT);
INSERT INTO users (email, password_hash, verified, roles, meta, score, logins, born, created_at) VALUES
  ('ada@example.test', 'h1', true, '{admin,user}', '{\"plan\": \"gold\", \"seats\": [1, 2]}', 12.5, 3, '1815-12-10', '2024-02-29 10:00:00+00'),
  ('grace@example.test', NULL, false, '{}', NULL, NULL, 0, NULL, '2024-03-01 00:00:00+00'),
  ('Linus@Example.test', 'h3', true, '{user}', '{\"plan\": \"free\"}', 0, 7, '1969-12-28', '2024-03-02 00:00:00+00');
INSERT INTO sessions VALUES (1, '2024-04-01 08:00:00', 'a'), (1, '2024-04-02 08:00:00', 'b'), (3, '2024-04-03 08:00:00', NULL);
";

#[test]
fn postgresql_and_the_embedded_store_answer_alike() {
    let email = || text("ada@example.test");
    let address: &[Cell] = &[email()];
    let nobody: &[Cell] = &[text("nobody@example.test")];
    let none: &[Cell] = &[];
    compare(
        Dialect::PostgreSql,
        &[
            "DROP SCHEMA IF EXISTS loginscope_dialects CASCADE",
            "CREATE SCHEMA loginscope_dialects",
            "SET search_path TO loginscope_dialects",
            "SET TIME ZONE 'UTC'",
        ],
        POSTGRESQL,
        &[
            ("SELECT * FROM users WHERE email = $1", address),
            ("SELECT id, email FROM users WHERE email = $1", nobody),
            ("SELECT id FROM users WHERE lower(email) = lower($1)", &[text("LINUS@example.test")]),
            ("SELECT id, email AS mail, upper(email), count(*) OVER () FROM users ORDER BY id LIMIT 2 OFFSET 1", none),
            ("SELECT email FROM users WHERE email ILIKE '%EXAMPLE.test' AND email NOT LIKE 'ada%' ORDER BY email COLLATE \"C\"", none),
            ("SELECT email FROM users WHERE email ~ '^[a-z]+@' ORDER BY id", none),
            ("SELECT email FROM users WHERE email ~* '^LINUS' OR email !~ '@'", none),
            ("SELECT id FROM users WHERE email !~* 'ADA|GRACE'", none),
            ("SELECT id FROM users WHERE email ~ '(' ", none),
            ("SELECT u.email, s.at, s.note FROM users u JOIN sessions s ON s.user_id = u.id ORDER BY s.at", none),
            ("SELECT u.email, count(s.at) AS n FROM users u LEFT JOIN sessions s ON s.user_id = u.id GROUP BY u.id, u.email ORDER BY u.id", none),
            ("SELECT email, (SELECT max(at) FROM sessions s WHERE s.user_id = u.id) AS last FROM users u ORDER BY id", none),
            ("SELECT email, rank() OVER (ORDER BY logins DESC) AS place FROM users ORDER BY place", none),
            ("SELECT email FROM users WHERE id IN (SELECT user_id FROM sessions) ORDER BY id", none),
            ("SELECT email FROM users u WHERE EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id AND s.note IS NULL)", none),
            ("SELECT id::text, '5'::int + 1 AS six, created_at::date AS day, logins::int FROM users WHERE id = 1", none),
            ("SELECT meta->>'plan' AS plan, meta->'seats'->0 AS seat, meta ? 'plan' AS has FROM users WHERE id = 1", none),
            ("SELECT id FROM users WHERE meta @> '{\"plan\": \"free\"}'", none),
            ("SELECT id FROM users WHERE 'admin' = ANY(roles)", none),
            ("SELECT sum(score), avg(id), min(born), max(created_at), count(DISTINCT verified), bool_or(verified) FROM users", none),
            ("SELECT coalesce(password_hash, 'none') AS h, nullif(email, 'ada@example.test') AS n FROM users ORDER BY id", none),
            ("SELECT CASE WHEN score > 10 THEN 'high' WHEN score IS NULL THEN 'none' ELSE 'low' END AS level FROM users ORDER BY id", none),
            ("WITH v AS (SELECT id, email FROM users WHERE verified) SELECT count(*) FROM v", none),
            ("WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n", none),
            ("SELECT email FROM users UNION SELECT note FROM sessions WHERE note IS NOT NULL ORDER BY 1", none),
            ("SELECT string_agg(email, ',' ORDER BY id) AS all FROM users", none),
            ("SELECT concat(email, '-', NULL, id) AS c, length(email), substring(email from 1 for 3) AS s, position('@' in email) FROM users WHERE id = 1", none),
            ("SELECT split_part(email, '@', 2) AS domain, left(email, 3), right(email, 4), replace(email, '@', ' at ') FROM users WHERE id = 1", none),
            ("SELECT extract(year from born) AS y, born + 1 AS next, created_at + interval '1 day' AS later FROM users WHERE id = 1", none),
            ("SELECT to_char(created_at, 'YYYY-MM-DD HH24:MI') AS at, date_trunc('month', created_at) AS m FROM users WHERE id = 1", none),
            ("SELECT md5('a'), encode('abc'::bytea, 'hex'), 7 / 2, 7 % 4, 2 * 1.5", none),
            ("SELECT table_name::text FROM information_schema.tables WHERE table_name IN ('users', 'sessions') AND table_schema = current_schema() ORDER BY 1", none),
            ("SELECT column_name::text, is_nullable::text, data_type::text FROM information_schema.columns WHERE table_name = 'sessions' ORDER BY ordinal_position", none),
            ("INSERT INTO users (email, password_hash) VALUES ($1, $2) RETURNING id, email, verified, logins", &[text("new@example.test"), text("h")]),
            ("INSERT INTO users (email) VALUES ($1) ON CONFLICT (email) DO UPDATE SET logins = users.logins + 1, password_hash = EXCLUDED.email RETURNING id, logins, password_hash", address),
            ("INSERT INTO users (email) VALUES ($1) ON CONFLICT DO NOTHING", address),
            ("INSERT INTO users (email) VALUES ($1) ON CONFLICT ON CONSTRAINT users_email_key DO NOTHING RETURNING id", address),
            ("UPDATE users SET verified = true WHERE email = $1", &[text("grace@example.test")]),
            ("UPDATE users SET logins = logins + 1, roles = array_append(roles, 'x') WHERE id = $1 RETURNING logins, roles", &[Cell::Integer(1)]),
            ("UPDATE users u SET password_hash = s.note FROM sessions s WHERE s.user_id = u.id AND s.note = 'b' RETURNING u.id, u.password_hash", none),
            ("WITH gone AS (DELETE FROM sessions WHERE note = 'a' RETURNING user_id, note) SELECT * FROM gone", none),
            ("WITH more AS (INSERT INTO users (email) VALUES ('with@example.test') RETURNING email) SELECT (SELECT email FROM more) AS added, count(*) FROM users", none),
            ("DELETE FROM users USING sessions WHERE users.id = sessions.user_id AND sessions.note = 'zzz'", none),
            ("DELETE FROM users WHERE email = $1", &[text("with@example.test")]),
            ("INSERT INTO users (email) VALUES ($1)", address),
            ("INSERT INTO users (password_hash) VALUES ('x')", none),
            ("INSERT INTO users (email, score) VALUES ('bad@example.test', -1)", none),
            ("INSERT INTO sessions VALUES (99, now())", none),
            ("INSERT INTO users (email) VALUES ($1)", &[text("x".repeat(61).as_str())]),
            ("SELECT * FROM people", none),
            ("SELECT nickname FROM users", none),
            ("SELECT u.nickname FROM users u", none),
            ("SELECT x.id FROM users u", none),
            ("SELECT id FROM users WHERE id = $1", &[text("auth0|1")]),
            ("SELECT id FROM users WHERE id = 'auth0|1'", none),
            ("SELECT id FROM users WHERE verified = 1", none),
            ("SELECT id FROM users WHERE email = 5", none),
            ("SELEC 1", none),
            ("SELECT id FROM users WHERE", none),
            ("SELECT id FROM users LIMIT 1, 2", none),
            ("SELECT nothing('x')", none),
            ("CALL login('x')", none),
            ("INSERT INTO users SET email = 'x'", none),
            ("INSERT INTO users (nickname) VALUES ('x')", none),
            ("SELECT id FROM users u JOIN sessions s ON s.user_id = u.id WHERE note = 'b' AND user_id = 1", none),
            ("SELECT 1/0", none),
            ("SELECT id / 0 FROM users", none),
            ("SELECT score / 5 AS part, 7 / 2, 7 % 4, -7 / 2 FROM users WHERE id = 1", none),
            ("SELECT extract(epoch from created_at) AS e, extract(month from created_at) AS m FROM users WHERE id = 1", none),
        ],
        &["DROP SCHEMA loginscope_dialects CASCADE"],
    );
}

const MYSQL: &str = "CREATE TABLE users (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email VARCHAR(60) NOT NULL,
  password CHAR(60) DEFAULT NULL,
  verified TINYINT(1) NOT NULL DEFAULT 0,
  status ENUM('active','locked') NOT NULL DEFAULT 'active',
  score DECIMAL(6,2) DEFAULT NULL,
  logins BIGINT NOT NULL DEFAULT 0,
  born DATE DEFAULT NULL,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE KEY email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE sessions (user_id INT NOT NULL, at DATETIME NOT NULL, note VARCHAR(20), CONSTRAINT s_users FOREIGN KEY (user_id) REFERENCES users (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO users (email, password, verified, score, logins, born, created_at) VALUES
  ('ada@example.test', 'h1', 1, 12.5, 3, '1815-12-10', '2024-02-29 10:00:00'),
  ('grace@example.test', NULL, 0, NULL, 0, NULL, '2024-03-01 00:00:00'),
  ('Linus@Example.test', 'h3', 1, 0, 7, '1969-12-28', '2024-03-02 00:00:00');
INSERT INTO sessions VALUES (1, '2024-04-01 08:00:00', 'a'), (1, '2024-04-02 08:00:00', 'b'), (3, '2024-04-03 08:00:00', NULL);
";

#[test]
fn mariadb_and_the_embedded_store_answer_alike() {
    let address: &[Cell] = &[text("ada@example.test")];
    let none: &[Cell] = &[];
    compare(
        Dialect::MySql,
        &["DROP DATABASE IF EXISTS loginscope_dialects", "CREATE DATABASE loginscope_dialects", "USE loginscope_dialects"],
        MYSQL,
        &[
            ("SELECT * FROM users WHERE email = ?", address),
            ("SELECT id FROM users WHERE email = ?", &[text("ADA@EXAMPLE.TEST")]),
            ("SELECT id, email AS mail, UPPER(email) FROM users ORDER BY id DESC LIMIT 1, 1", none),
            ("SELECT email FROM users WHERE email LIKE 'ADA%'", none),
            ("SELECT email FROM users WHERE email REGEXP '^[a-z]+@example' ORDER BY id", none),
            ("SELECT email FROM users WHERE email RLIKE 'linus|grace' ORDER BY id", none),
            ("SELECT email FROM users WHERE email NOT REGEXP 'a'", none),
            ("SELECT u.email, s.at FROM users u JOIN sessions s ON s.user_id = u.id ORDER BY s.at", none),
            ("SELECT u.email, COUNT(s.at) AS n FROM users u LEFT JOIN sessions s ON s.user_id = u.id GROUP BY u.id ORDER BY u.id", none),
            ("SELECT email, (SELECT MAX(at) FROM sessions s WHERE s.user_id = u.id) AS last FROM users u ORDER BY id", none),
            ("SELECT email, RANK() OVER (ORDER BY logins DESC) AS place FROM users ORDER BY place", none),
            ("SELECT email FROM users WHERE id IN (SELECT user_id FROM sessions) ORDER BY id", none),
            ("SELECT SUM(score), AVG(logins), MIN(born), MAX(created_at), COUNT(DISTINCT verified) FROM users", none),
            ("SELECT IFNULL(password, 'none') AS h, IF(verified, 'y', 'n') AS v, status FROM users ORDER BY id", none),
            ("SELECT CONCAT(email, '-', id) AS c, CHAR_LENGTH(email), SUBSTRING(email, 1, 3), LOCATE('@', email), SUBSTRING_INDEX(email, '@', 1) FROM users WHERE id = 1", none),
            ("SELECT CONCAT('a', NULL), 7 / 2, 1 = 1, 'a' = 'A'", none),
            ("SELECT DATE_FORMAT(created_at, '%Y-%m-%d %H:%i') AS at, YEAR(born), DATEDIFF('2024-03-05', created_at), created_at + INTERVAL 1 DAY AS later FROM users WHERE id = 1", none),
            ("SELECT MD5('a'), SHA1('a'), SHA2('a', 256), HEX('ab')", none),
            ("SELECT email FROM users WHERE id = '1abc'", none),
            ("SELECT email FROM users WHERE email = 0 ORDER BY id LIMIT 1", none),
            ("SELECT GROUP_CONCAT(email ORDER BY id SEPARATOR '|') AS all_mails FROM users", none),
            ("SELECT email FROM users UNION SELECT note FROM sessions WHERE note IS NOT NULL ORDER BY email", none),
            ("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'users'", none),
            ("SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = 'sessions' AND table_schema = DATABASE() ORDER BY ordinal_position", none),
            ("INSERT INTO users (email, password) VALUES (?, ?)", &[text("new@example.test"), text("h")]),
            ("SELECT LAST_INSERT_ID()", none),
            ("INSERT INTO users SET email = 'set@example.test', verified = 1", none),
            ("INSERT INTO users (email) VALUES (?) ON DUPLICATE KEY UPDATE logins = logins + 1", address),
            ("INSERT INTO users (email, logins) VALUES (?, 9) ON DUPLICATE KEY UPDATE logins = VALUES(logins)", address),
            ("SELECT logins FROM users WHERE id = 1", none),
            ("INSERT IGNORE INTO users (email) VALUES (?)", address),
            ("REPLACE INTO users (id, email, password) VALUES (2, 'grace@example.test', 'r')", none),
            ("SELECT id, email, password, verified FROM users WHERE id = 2", none),
            ("UPDATE users SET verified = 1 WHERE email = ?", address),
            ("UPDATE users SET verified = 0 WHERE email = ?", address),
            ("UPDATE users SET verified = 1 WHERE email = 'nobody'", none),
            ("UPDATE users SET logins = logins + 1 ORDER BY id LIMIT 1", none),
            ("DELETE FROM users WHERE email = 'set@example.test'", none),
            ("INSERT INTO users (email) VALUES (?)", address),
            ("INSERT INTO users (password) VALUES ('x')", none),
            ("INSERT INTO users (email) VALUES (NULL)", none),
            ("INSERT INTO users (email) VALUES (?)", &[text("x".repeat(61).as_str())]),
            ("INSERT INTO users (email, status) VALUES ('e', 'asleep')", none),
            ("INSERT INTO users (email, logins) VALUES ('e', 'many')", none),
            ("INSERT INTO users (email, born) VALUES ('e', 'yesterday')", none),
            ("INSERT INTO sessions VALUES (99, NOW(), 'x')", none),
            ("DELETE FROM users WHERE id = 1", none),
            ("SELECT * FROM people", none),
            ("SELECT nickname FROM users", none),
            ("SELECT x.id FROM users u", none),
            ("SELECT id FROM users u JOIN sessions id2 ON nope = 1", none),
            ("SELEC 1", none),
            ("SELECT id FROM users WHERE", none),
            ("SELECT nothing('x')", none),
            ("CALL login('x')", none),
            ("INSERT INTO users (email) VALUES ('a', 'b')", none),
            ("SELECT email FROM users WHERE email = 'it's'", none),
            ("SELECT id::text FROM users", none),
        ],
        &["DROP DATABASE loginscope_dialects"],
    );
}
