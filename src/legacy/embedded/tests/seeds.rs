use std::path::PathBuf;

use super::{ask, shown, store, text, MYSQL, POSTGRESQL};
use crate::legacy::{Dialect, Embedded, EmbeddedTemplate};

fn failure(text: &str) -> String {
    match EmbeddedTemplate::from_text(&[("fixtures/bad.sql", text)], &[]) {
        Ok(_) => panic!("the seed was taken"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_seed_with_an_error_is_named_with_line_and_statement() {
    assert_eq!(
        failure("-- dialect: mysql\nCREATE TABLE t (id INT);\n\nINSERT INTO t (nope)\n  VALUES (1);\n"),
        "fixtures/bad.sql:4: Unknown column 'nope' in 'field list'\n  in: INSERT INTO t (nope) VALUES (1)"
    );
    assert_eq!(
        failure("-- dialect: postgresql\nCREATE TABEL t (id INT);"),
        "fixtures/bad.sql:2: syntax error at or near \"TABEL\"\n  in: CREATE TABEL t (id INT)"
    );
}

#[test]
fn a_seed_that_does_not_say_its_dialect_is_refused_with_the_line_to_write() {
    assert_eq!(
        failure("CREATE TABLE t (id INT);"),
        "fixtures/bad.sql:1: cannot tell the SQL dialect. Make the first line `-- dialect: mysql` (or postgresql, sqlserver, oracle, db2); documents are seeded from .json or .jsonl, directories from .ldif"
    );
    assert_eq!(
        failure("-- dialect: sybase\n"),
        "fixtures/bad.sql:1: unknown dialect \"sybase\". Known are mysql, postgresql, sqlserver, oracle and db2"
    );
}

#[test]
fn the_dialect_is_told_from_what_only_one_server_has() {
    for (seed, dialect) in [
        ("CREATE TABLE `t` (id INT AUTO_INCREMENT PRIMARY KEY);", Dialect::MySql),
        ("CREATE TABLE t (id SERIAL PRIMARY KEY);", Dialect::PostgreSql),
        ("CREATE TABLE t (id INT IDENTITY(1,1) PRIMARY KEY, active TINYINT)", Dialect::SqlServer),
        ("CREATE TABLE t (id INT)\nGO\n", Dialect::SqlServer),
        ("CREATE TABLE t (id NUMBER(10), name VARCHAR2(20));", Dialect::Oracle),
        ("CREATE TABLE t (id INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY);", Dialect::Db2),
    ] {
        let mut store = EmbeddedTemplate::from_text(&[("t.sql", seed)], &[]).unwrap().open().unwrap();
        assert_eq!(shown(&ask(&mut store, dialect, "SELECT id FROM t", &[])), "", "{seed}");
    }
}

#[test]
fn a_missing_seed_is_named() {
    let Err(error) = Embedded::open(&[PathBuf::from("/nowhere/users.sql")], &[]) else { panic!("it was opened") };
    let message = error.to_string();
    assert!(message.starts_with("/nowhere/users.sql: cannot read the file: "), "{message}");
}

#[test]
fn every_store_starts_from_the_seeds_again() {
    let template = EmbeddedTemplate::from_text(&[("m.sql", MYSQL), ("p.sql", POSTGRESQL)], &[]).unwrap();
    for _ in 0..2 {
        let mut store = template.open().unwrap();
        let insert = "INSERT INTO users (email) VALUES ('new@example.test') RETURNING id";
        assert_eq!(shown(&ask(&mut store, Dialect::PostgreSql, insert, &[])), "1: id int8=3");
        let insert = "INSERT INTO users (email) VALUES (?)";
        let reply = ask(&mut store, Dialect::MySql, insert, &[text("new@example.test")]);
        assert_eq!(shown(&reply), "INSERT matched 1 changed 1 id 9");
    }
}

#[test]
fn the_two_dialects_do_not_see_each_other() {
    let mut store = EmbeddedTemplate::from_text(&[("m.sql", MYSQL)], &[]).unwrap().open().unwrap();
    let reply = ask(&mut store, Dialect::PostgreSql, "SELECT * FROM users", &[]);
    assert_eq!(shown(&reply), "42P01: relation \"users\" does not exist [at 15]");
}

#[test]
fn what_pg_dump_writes_is_taken() {
    let dump = r#"-- dialect: postgresql
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.users (
    id integer NOT NULL,
    email character varying(255) NOT NULL,
    status character varying(20) DEFAULT 'active'::character varying NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.users OWNER TO postgres;
CREATE SEQUENCE public.users_id_seq
    AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
INSERT INTO public.users VALUES (1, 'ada@example.test', 'active', '2024-02-29 10:00:00+00');
SELECT pg_catalog.setval('public.users_id_seq', 1, true);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_email_key UNIQUE (email);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX users_email_lower ON public.users USING btree (lower((email)::text));
"#;
    let mut store = EmbeddedTemplate::from_text(&[("dump.sql", dump)], &[]).unwrap().open().unwrap();
    let insert = "INSERT INTO users (email) VALUES ($1) RETURNING id, status";
    let reply = ask(&mut store, Dialect::PostgreSql, insert, &[text("grace@example.test")]);
    assert_eq!(shown(&reply), r#"1: id int4=2, status varchar="active""#);
    let reply = ask(&mut store, Dialect::PostgreSql, insert, &[text("ADA@example.test")]);
    assert_eq!(
        shown(&reply),
        r#"23505: duplicate key value violates unique constraint "users_email_lower" [users_email_lower]"#
    );
}

#[test]
fn what_mysqldump_writes_is_taken() {
    let dump = "-- dialect: mysql
/*!40101 SET NAMES utf8mb4 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
DROP TABLE IF EXISTS `users`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `users` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `users_email_unique` (`email`(191))
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
LOCK TABLES `users` WRITE;
/*!40000 ALTER TABLE `users` DISABLE KEYS */;
INSERT INTO `users` VALUES (1,'ada@example.test','Ada'),(2,'o\\'hara@example.test',NULL);
/*!40000 ALTER TABLE `users` ENABLE KEYS */;
UNLOCK TABLES;
";
    let mut store = EmbeddedTemplate::from_text(&[("dump.sql", dump)], &[]).unwrap().open().unwrap();
    let reply = ask(&mut store, Dialect::MySql, "INSERT INTO users (email) VALUES ('x')", &[]);
    assert_eq!(shown(&reply), "INSERT matched 1 changed 1 id 3");
    let reply = ask(&mut store, Dialect::MySql, "SELECT email FROM users WHERE id = 2", &[]);
    assert_eq!(shown(&reply), r#"email varchar="o'hara@example.test""#);
}

#[test]
fn a_store_can_be_sent_to_another_thread() {
    fn sendable<T: Send + 'static>(_: &T) {}
    sendable(&store());
    fn shareable<T: Send + Sync + Clone>(_: &T) {}
    shareable(&EmbeddedTemplate::from_text(&[], &[]).unwrap());
}
