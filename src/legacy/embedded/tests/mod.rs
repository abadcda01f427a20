//! The store as a driver sees it: statement in, reply out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hostile;
mod http;
mod mysql;
mod postgresql;
mod seeds;

use crate::legacy::{Cell, Dialect, Embedded, EmbeddedTemplate, Params, Reply, Request, Store, Target};

const MYSQL: &str = "-- dialect: mysql
CREATE TABLE `users` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `email` varchar(60) NOT NULL,
  `password` char(60) DEFAULT NULL,
  `email_verified` tinyint(1) NOT NULL DEFAULT '0',
  `status` enum('active','locked') NOT NULL DEFAULT 'active',
  `balance` decimal(10,2) NOT NULL DEFAULT 0,
  `meta` json DEFAULT NULL,
  `created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `updated_at` timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  UNIQUE KEY `email` (`email`),
  KEY `status` (`status`)
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COMMENT='people';
CREATE TABLE logins (user_id INT NOT NULL, at DATETIME NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id));
INSERT INTO users (email, email_verified, balance, meta, created_at) VALUES
  ('ada@example.test', 1, 12.5, '{\"plan\": \"gold\"}', '2024-02-29 10:00:00'),
  ('grace@example.test', 0, 0, NULL, '2024-03-01 00:00:00');
INSERT INTO logins VALUES (7, '2024-04-01 08:00:00'), (7, '2024-04-02 08:00:00');
";

const POSTGRESQL: &str = "-- dialect: postgresql
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE TYPE public.mood AS ENUM ('calm', 'cross');
CREATE TABLE public.users (
  id BIGSERIAL PRIMARY KEY,
  email VARCHAR(60) NOT NULL UNIQUE,
  password_hash TEXT,
  email_verified BOOLEAN NOT NULL DEFAULT false,
  tenant uuid,
  roles text[] NOT NULL DEFAULT '{}',
  meta jsonb,
  score numeric(6,2),
  \"firstName\" text,
  feels mood DEFAULT 'calm',
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  born date,
  CONSTRAINT users_score_check CHECK (score >= 0)
);
CREATE TABLE logins (user_id bigint NOT NULL REFERENCES users(id) ON DELETE CASCADE, at timestamp NOT NULL);
INSERT INTO users (email, email_verified, roles, meta, score, \"firstName\", created_at, born) VALUES
  ('ada@example.test', true, '{admin,\"power user\"}', '{\"plan\": \"gold\", \"seats\": [1, 2]}', 12.5, 'Ada', '2024-02-29 10:00:00+00', '1815-12-10'),
  ('grace@example.test', 'f', '{}', NULL, NULL, 'Grace', '2024-03-01 00:00:00+02', NULL);
INSERT INTO logins VALUES (1, '2024-04-01 08:00:00'), (1, '2024-04-02 08:00:00');
";

fn store() -> Embedded {
    EmbeddedTemplate::from_text(&[("mysql.sql", MYSQL), ("pg.sql", POSTGRESQL)], &[]).unwrap().open().unwrap()
}

fn request(dialect: Dialect, text: &str, params: Vec<Cell>) -> Request {
    Request::Sql {
        dialect,
        target: Target::default(),
        text: text.to_owned(),
        params: Params::Positional(params),
        multiple: false,
        prepared: false,
    }
}

fn ask(store: &mut Embedded, dialect: Dialect, text: &str, params: &[Cell]) -> Reply {
    store.answer(&request(dialect, text, params.to_vec())).0
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// A reply on one line: `id int=7, email varchar='ada' | …`.
fn shown(reply: &Reply) -> String {
    match reply {
        Reply::Rows { columns, rows, affected, .. } => {
            let row = |row: &Vec<Cell>| {
                let cell = |(column, cell): (&crate::legacy::Column, &Cell)| {
                    format!("{} {}={}", column.name, column.type_name, serde_json::to_string(cell).unwrap())
                };
                columns.iter().zip(row).map(cell).collect::<Vec<_>>().join(", ")
            };
            let rows = rows.iter().map(row).collect::<Vec<_>>().join(" | ");
            affected.map_or(rows.clone(), |affected| format!("{affected}: {rows}"))
        }
        Reply::Written { command, matched, changed, insert_id } => {
            format!("{command} matched {matched} changed {changed} id {insert_id}")
        }
        Reply::Several { replies } => replies.iter().map(shown).collect::<Vec<_>>().join(" ; "),
        Reply::Error(error) => {
            let extra: Vec<String> = [
                error.detail.clone(),
                error.hint.clone(),
                error.constraint.clone(),
                error.position.map(|position| format!("at {position}")),
            ]
            .into_iter()
            .flatten()
            .collect();
            let errno = error.errno.map_or(String::new(), |errno| format!(" {errno}"));
            let extra = if extra.is_empty() { String::new() } else { format!(" [{}]", extra.join("; ")) };
            format!("{}{errno}: {}{extra}", error.code, error.message)
        }
        other => format!("{other:?}"),
    }
}

/// Runs statements one after the other against one store and compares each reply; `…` stands for any end.
fn check(dialect: Dialect, cases: &[(&str, &[Cell], &str)]) {
    let mut store = store();
    let mut wrong = Vec::new();
    for (statement, params, expected) in cases {
        let answer = shown(&ask(&mut store, dialect, statement, params));
        let same = expected.strip_suffix('…').map_or(answer == *expected, |start| answer.starts_with(start));
        if !same {
            wrong.push(format!("{statement}\n  expected {expected}\n  answered {answer}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
