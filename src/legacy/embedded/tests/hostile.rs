use std::time::{Duration, Instant};

use super::{ask, shown, store, text};
use crate::legacy::{Cell, Dialect, Reply};

const BOTH: [Dialect; 2] = [Dialect::MySql, Dialect::PostgreSql];

#[test]
fn no_statement_reaches_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taken.db");
    let path = path.to_str().unwrap();
    for dialect in BOTH {
        for statement in [
            format!("ATTACH DATABASE '{path}' AS taken"),
            format!("VACUUM INTO '{path}'"),
            "PRAGMA writable_schema = 1".to_owned(),
            format!("SELECT load_extension('{path}')"),
            "SELECT readfile('/etc/passwd')".to_owned(),
            format!("SELECT writefile('{path}', 'x')"),
            format!("SELECT id FROM users INTO OUTFILE '{path}'"),
            "SELECT LOAD_FILE('/etc/passwd')".to_owned(),
            "SELECT pg_read_file('/etc/passwd')".to_owned(),
            format!("COPY users TO '{path}'"),
            format!("LOAD DATA INFILE '{path}' INTO TABLE users"),
            "SELECT * FROM sqlite_master".to_owned(),
            "SELECT * FROM pragma_database_list".to_owned(),
            "SELECT * FROM json_each('[1]')".to_owned(),
            "SELECT stored(1, 'users', 'id')".to_owned(),
        ] {
            let reply = ask(&mut store(), dialect, &statement, &[]);
            let refused = matches!(reply, Reply::Error(_)) || statement.starts_with("VACUUM");
            assert!(refused, "{statement}: {}", shown(&reply));
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn endless_statements_are_stopped() {
    let started = Instant::now();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let reply = ask(&mut store(), Dialect::PostgreSql, endless, &[]);
    assert_eq!(shown(&reply), "57014: the statement ran longer than the embedded store allows (2 s)");
    assert!(started.elapsed() < Duration::from_secs(8));
}

#[test]
fn huge_and_deep_statements_are_refused_and_not_followed() {
    let long = format!("SELECT {}1", "1+".repeat(200_000));
    let deep = format!("SELECT {}1{}", "(".repeat(100_000), ")".repeat(100_000));
    let unions = format!("SELECT 1{}", " UNION SELECT 1".repeat(50_000));
    let nots = format!("SELECT {}1", "NOT ".repeat(100_000));
    let arrays = format!("SELECT {}", "ARRAY[".repeat(50_000));
    let cases = format!("SELECT {}", "CASE WHEN ".repeat(50_000));
    let many = "SELECT 1;".repeat(100_000) + "SELECT";
    let large = "x".repeat(2 << 20);
    for dialect in BOTH {
        for statement in [&long, &deep, &unions, &nots, &arrays, &cases, &many, &large] {
            let reply = ask(&mut store(), dialect, statement, &[]);
            assert!(matches!(reply, Reply::Error(_)), "{}…", &statement[..40]);
        }
    }
}

#[test]
fn a_chain_as_long_as_the_store_takes_it_overflows_no_stack() {
    let sum = format!("SELECT {}1", "1+".repeat(1_990));
    let either = format!("SELECT id FROM users WHERE {}id = 7", "id = 1 OR ".repeat(950));
    let listed = format!("SELECT id FROM users WHERE id IN ({}7)", "1, ".repeat(20_000));
    for dialect in BOTH {
        ask(&mut store(), dialect, &sum, &[]);
        ask(&mut store(), dialect, &either, &[]);
        let reply = ask(&mut store(), dialect, &listed, &[]);
        assert!(matches!(reply, Reply::Rows { .. }), "{}", shown(&reply));
    }
}

#[test]
fn a_connection_that_is_closed_leaves_no_transaction_open() {
    use crate::legacy::{Request, Store, Target};
    let mut store = store();
    let dialect = Dialect::PostgreSql;
    store.answer(&Request::Connect { dialect, target: Target::default(), access: crate::legacy::Access::default() });
    ask(&mut store, dialect, "BEGIN", &[]);
    ask(&mut store, dialect, "DELETE FROM logins", &[]);
    store.answer(&Request::Close { target: Target::default() });
    assert_eq!(shown(&ask(&mut store, dialect, "SELECT count(*) FROM logins", &[])), "count int8=2");
}

#[test]
fn what_is_bound_is_never_read_as_sql() {
    for dialect in BOTH {
        let mut store = store();
        let placeholder = if dialect == Dialect::MySql { "?" } else { "$1" };
        for value in ["' OR '1'='1", "\\' OR 1=1 -- ", "\u{0}", "'; DROP TABLE users; --", "\u{202e}\u{1b}[2J"] {
            let reply =
                ask(&mut store, dialect, &format!("SELECT id FROM users WHERE email = {placeholder}"), &[text(value)]);
            assert_eq!(shown(&reply), "", "{value:?}");
        }
    }
}

#[test]
fn text_in_a_statement_means_the_same_to_sqlite() {
    for (dialect, statement, expected) in [
        (
            Dialect::MySql,
            r"SELECT 'it\'s' AS a, 'it''s' AS b, 'a''''b' AS c",
            r#"a varchar="it's", b varchar="it's", c varchar="a''b""#,
        ),
        (Dialect::MySql, r#"SELECT "say ""x""" AS a, 'a\nb' AS b"#, r#"a varchar="say \"x\"", b varchar="a\nb""#),
        (
            Dialect::PostgreSql,
            r"SELECT 'it''s' AS a, 'a\n''''b' AS b, E'a\n' AS c",
            r#"a text="it's", b text="a\\n''b", c text="a\n""#,
        ),
        (Dialect::PostgreSql, "SELECT $$it's$$ AS a", r#"a text="it's""#),
    ] {
        assert_eq!(shown(&ask(&mut store(), dialect, statement, &[])), expected, "{statement}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_makes_it_panic(statement in ".{0,80}", value in ".{0,20}") {
        for dialect in BOTH {
            ask(&mut store_once(), dialect, &statement, &[Cell::Text(value.clone())]);
        }
    }

    #[test]
    fn no_jumble_of_sql_words_makes_it_panic(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..25)) {
        let statement = words.join(" ");
        for dialect in BOTH {
            ask(&mut store_once(), dialect, &statement, &[]);
        }
    }
}

const WORDS: &[&str] = &[
    "SELECT",
    "INSERT INTO",
    "UPDATE",
    "DELETE FROM",
    "users",
    "logins",
    "SET",
    "WHERE",
    "FROM",
    "(",
    ")",
    ",",
    "*",
    "=",
    "email",
    "id",
    "'x'",
    "1",
    "NULL",
    "VALUES",
    "ON",
    "CONFLICT",
    "DUPLICATE KEY UPDATE",
    "JOIN",
    "USING",
    "GROUP BY",
    "ORDER BY",
    "LIMIT",
    "count(*)",
    "now()",
    "::int",
    "CAST(",
    "AS",
    "INTERVAL",
    "'1 day'",
    "IN",
    "ANY",
    "LIKE",
    "NOT",
    "AND",
    "RETURNING",
    "WITH",
    "UNION",
    "CASE",
    "WHEN",
    "THEN",
    "END",
    "substring",
    "left",
    "$1",
    "?",
    "ARRAY[",
    "]",
    "->>",
    "@>",
    "excluded",
    ".",
    "\"",
    "`",
    "CREATE TABLE",
    "ALTER TABLE",
    "DROP",
    "BEGIN",
    "COMMIT",
];

fn store_once() -> crate::legacy::Embedded {
    use std::sync::OnceLock;
    static TEMPLATE: OnceLock<crate::legacy::EmbeddedTemplate> = OnceLock::new();
    let seeds = [("mysql.sql", super::MYSQL), ("pg.sql", super::POSTGRESQL)];
    let template = TEMPLATE.get_or_init(|| crate::legacy::EmbeddedTemplate::from_text(&seeds, &[]).unwrap());
    template.open().unwrap()
}
