//! The dry run: everything happens, and nothing stays.
//!
//! What a script does in SQL happens inside one transaction for each server it speaks to, which is rolled back when the
//! run is over. All connections of the script to one server share that transaction's session, so what one wrote the
//! others see. The script's own transactions become savepoints. What would commit by itself or act outside the
//! transaction is refused, in words that say how to let it through.
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | what is refused, and its words |
//! | `statements` | a text taken apart into its statements, and their words |
//! | `postgresql`, `mysql`, `sqlserver` | what each server's statements do to a transaction |
//! | `requests` | HTTP, documents, directories |

mod mysql;
mod postgresql;
mod requests;
mod sqlserver;
mod statements;

pub(super) use requests::refused;
pub use requests::{Allowed, NotAllowed};
pub(super) use statements::{renamed, statements, words};

use crate::legacy::{Dialect, StoreError};

/// What a statement does to a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// Nothing: it runs inside, and goes with it.
    Inside,
    /// It begins one.
    Begin,
    /// It ends one and keeps what was done.
    Commit,
    /// It ends one and takes back what was done.
    Rollback,
    /// It goes back to a point within the script's own one.
    BackToPoint,
    /// It says something about transactions that does not matter inside one: it is answered, not sent.
    Setting,
    /// It cannot be taken back: why.
    Refused(String),
    /// It is no statement known here. Where it is one at all, it cannot be taken back: why.
    Unknown(String),
}

/// What a statement does to a transaction.
pub(super) fn means(dialect: Dialect, statement: &str) -> Means {
    let words = words(dialect, statement);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dialect {
        Dialect::PostgreSql => postgresql::means(&words),
        Dialect::MySql if mysql::changes_quotes(&words, statement) => {
            Means::Refused("it changes where quotes end, by which the server's statements are told".to_owned())
        }
        Dialect::MySql => mysql::means(&words),
        Dialect::SqlServer => sqlserver::means(&words),
        Dialect::Oracle | Dialect::Db2 => Means::Inside,
    }
}

/// The error of a refusal.
pub(super) fn refusal(what: &str, why: &str) -> StoreError {
    StoreError {
        code: StoreError::DRY_RUN.to_owned(),
        message: format!("The dry run did not send {what}: {why}. Run with --commit to send it"),
        ..StoreError::default()
    }
}

/// The beginning of a statement, to be named.
pub(super) fn named(statement: &str) -> String {
    let mut short: String = statement.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
    if short.chars().count() == 40 {
        short.push('…');
    }
    format!("`{short}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(dialect: Dialect, statement: &str) -> bool {
        matches!(means(dialect, statement), Means::Refused(_) | Means::Unknown(_))
    }

    #[test]
    fn what_postgresql_takes_back_runs_and_what_it_does_not_is_refused() {
        for inside in [
            "SELECT 1",
            "  /* note */ insert into users values (1)",
            "WITH x AS (DELETE FROM users RETURNING *) SELECT * FROM x",
            "CREATE TABLE t (id int)",
            "TRUNCATE users",
            "NOTIFY users",
            "SELECT 'VACUUM', \"dblink\" FROM t",
            "-- VACUUM\nUPDATE users SET a = $$COPY x TO PROGRAM 'y'$$",
            "SAVEPOINT a",
            "COPY users TO STDOUT",
        ] {
            assert_eq!(means(Dialect::PostgreSql, inside), Means::Inside, "{inside}");
        }
        for outside in [
            "VACUUM users",
            "CREATE DATABASE other",
            "drop tablespace t",
            "ALTER SYSTEM SET work_mem = '1GB'",
            "CREATE INDEX CONCURRENTLY i ON t (a)",
            "COPY users TO PROGRAM 'sh'",
            "COPY users TO '/tmp/x'",
            "COPY users FROM '/tmp/x'",
            "PREPARE TRANSACTION 'x'",
            "COMMIT PREPARED 'x'",
            "SELECT pg_terminate_backend(1)",
            "SELECT * FROM dblink_exec('x', 'y')",
            "SELECT lo_export(1, '/tmp/x')",
            "SELECT \"dblink\"('x')",
            "DO $$ BEGIN PERFORM pg_terminate_backend(1); END $$",
            "COPY users FROM '/tmp/x' WHERE a IS DISTINCT FROM b",
            "COPY users TO U&'/tmp/x'",
            "SELECT pg_drop_replication_slot('x')",
        ] {
            assert!(refuses(Dialect::PostgreSql, outside), "{outside}");
        }
        assert_eq!(means(Dialect::PostgreSql, "begin"), Means::Begin);
        assert_eq!(means(Dialect::PostgreSql, "START TRANSACTION READ ONLY"), Means::Begin);
        assert_eq!(means(Dialect::PostgreSql, "END"), Means::Commit);
        assert_eq!(means(Dialect::PostgreSql, "ABORT"), Means::Rollback);
        assert_eq!(means(Dialect::PostgreSql, "ROLLBACK TO SAVEPOINT a"), Means::BackToPoint);
    }

    #[test]
    fn what_commits_by_itself_in_mysql_is_refused() {
        for inside in [
            "SELECT 1",
            "(SELECT 1) UNION (SELECT 2)",
            "INSERT INTO users SET name = 'DROP TABLE users'",
            "replace into users values (1)",
            "SET NAMES utf8mb4",
            "SHOW TABLES",
            "CREATE TEMPORARY TABLE t (id int)",
            "# DROP\nSELECT 1",
        ] {
            assert_eq!(means(Dialect::MySql, inside), Means::Inside, "{inside}");
        }
        for outside in [
            "CREATE TABLE t (id int)",
            "TRUNCATE users",
            "/*!50000 DROP TABLE users */",
            "/*M! DROP TABLE users */",
            "LOCK TABLES users WRITE",
            "SET autocommit = 1",
            "SET @@session.autocommit=1",
            "SET GLOBAL max_connections = 1",
            "SELECT * FROM users INTO OUTFILE '/tmp/x'",
            "CALL p()",
            "EXECUTE s",
            "BEGIN NOT ATOMIC SELECT 1",
            "GRANT ALL ON *.* TO x",
            "KILL 1",
            "SET STATEMENT max_statement_time = 1 FOR DROP TABLE users",
            "SET sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')",
            "/*!99999 SELECT */ DROP TABLE users",
            "SELECT 1 /*!99999 ' */ INTO OUTFILE 'x' /* ' */",
            "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
            "LOAD DATA INFILE 'x' INTO TABLE users",
        ] {
            assert!(refuses(Dialect::MySql, outside), "{outside}");
        }
        assert_eq!(means(Dialect::MySql, "START TRANSACTION"), Means::Begin);
        assert_eq!(means(Dialect::MySql, "BEGIN WORK"), Means::Begin);
        assert_eq!(means(Dialect::MySql, "COMMIT"), Means::Commit);
        assert_eq!(means(Dialect::MySql, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"), Means::Setting);
        assert_eq!(means(Dialect::MySql, "SET autocommit = 0"), Means::Begin);
    }

    #[test]
    fn what_leaves_the_transaction_of_sql_server_is_refused() {
        for inside in ["SELECT 1", "IF EXISTS (SELECT 1) UPDATE t SET a = 'COMMIT' ELSE INSERT INTO t VALUES ([exec])"]
        {
            assert_eq!(means(Dialect::SqlServer, inside), Means::Inside, "{inside}");
        }
        for outside in [
            "EXEC sp_x",
            "INSERT INTO t VALUES (1) COMMIT",
            "xp_cmdshell 'dir'",
            "BACKUP DATABASE x TO DISK = 'y'",
            "CREATE DATABASE x",
            "BEGIN TRAN; INSERT INTO t VALUES (1)",
            "SET TRANSACTION ISOLATION LEVEL SNAPSHOT COMMIT",
            "SET TRANSACTION ISOLATION LEVEL SNAPSHOT; COMMIT",
            "ROLLBACK TRAN; COMMIT",
            "ROLLBACK TRAN COMMIT",
            "SAVE TRAN; COMMIT",
            "BEGIN TRAN COMMIT",
        ] {
            assert!(refuses(Dialect::SqlServer, outside), "{outside}");
        }
        assert_eq!(means(Dialect::SqlServer, "BEGIN TRANSACTION"), Means::Begin);
        assert_eq!(means(Dialect::SqlServer, "commit tran"), Means::Commit);
        assert_eq!(means(Dialect::SqlServer, "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION"), Means::Rollback);
    }

    #[test]
    fn a_refusal_says_what_was_not_sent_and_how_to_send_it() {
        let refusal = refusal(&named("VACUUM\n  users"), "it acts outside any transaction");
        assert_eq!(refusal.code, "LOGINSCOPE_DRY_RUN");
        assert_eq!(
            refusal.message,
            "The dry run did not send `VACUUM users`: it acts outside any transaction. Run with --commit to send it"
        );
    }
}
