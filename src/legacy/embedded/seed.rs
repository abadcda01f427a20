//! Seed files: the SQL an embedded store starts from.
//!
//! A seed is a plain `.sql` file written for the server it stands in for, so that it loads there unchanged. Its
//! first line says which one:
//!
//! ```sql
//! -- dialect: mysql
//! CREATE TABLE users (
//!   id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
//!   email VARCHAR(255) NOT NULL UNIQUE,
//!   email_verified TINYINT(1) NOT NULL DEFAULT 0,
//!   created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
//! ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
//! INSERT INTO users (email, email_verified) VALUES ('ada@example.test', 1), ('grace@example.test', 0);
//! ```
//!
//! - `-- dialect: mysql` or `-- dialect: postgresql` (also `mariadb`, `postgres`, `pg`). Without it the dialect is
//!   told from what only one of the two has (back-ticks, `ENGINE=`, `AUTO_INCREMENT`; `SERIAL`, `TIMESTAMPTZ`,
//!   `BYTEA`, `JSONB`, `::`); a file that shows neither is refused.
//! - Any number of statements, ended by `;`: `CREATE TABLE` with types, defaults and constraints, `CREATE INDEX`,
//!   `ALTER TABLE`, `INSERT`, `UPDATE`, `DELETE`; `CREATE EXTENSION`, `CREATE SCHEMA`, `SET` and the like are
//!   accepted and do nothing. The output of `mysqldump` and of `pg_dump --inserts` is meant to load.
//! - MySQL seeds are seen by MySQL drivers only and PostgreSQL seeds by PostgreSQL drivers only; a store may have both.
//! - Seeds are played in the order given. Every run starts from the state after the last of them.
