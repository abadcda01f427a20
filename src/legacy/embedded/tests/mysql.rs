use super::{ask, check, shown, store, text};
use crate::legacy::{Cell, Dialect, Params, Reply, Request, Store, Target};

const D: Dialect = Dialect::MySql;

#[test]
fn what_login_scripts_select() {
    check(
        D,
        &[
            (
                "SELECT id, email, email_verified FROM users WHERE email = ?",
                &[text("ADA@example.test")],
                r#"id int=7, email varchar="ada@example.test", email_verified tinyint(1)=1"#,
            ),
            ("SELECT * FROM users WHERE email = 'nobody@example.test'", &[], ""),
            (
                "SELECT `u`.*, COUNT(*) FROM `test`.`users` `u` JOIN logins l ON l.user_id = u.id GROUP BY u.id",
                &[],
                r#"id int=7, email varchar="ada@example.test", password char=null, email_verified tinyint(1)=1, status enum="active", balance decimal="12.50", meta json={"$json":{"plan":"gold"}}, created_at datetime={"$date":1709200800000.0}, updated_at timestamp=null, COUNT(*) bigint=2"#,
            ),
            ("SELECT 1 + 1 AS solution", &[], "solution bigint=2"),
            ("SELECT 'x', \"y\", 1.5, NULL, TRUE", &[], r#"x varchar="x", y varchar="y", 1.5 decimal="1.5", NULL null=null, TRUE int=1"#),
            ("SELECT email FROM users ORDER BY id DESC LIMIT 1, 1", &[], r#"email varchar="ada@example.test""#),
            ("SELECT email FROM users WHERE email LIKE ? AND id IN (?, ?) FOR UPDATE", &[text("ADA%"), Cell::Integer(7), text("8")], r#"email varchar="ada@example.test""#),
            ("SELECT CONCAT(email, '/', status) AS c, IFNULL(password, 'none') p, IF(email_verified, 'y', 'n') v FROM users WHERE id = 7", &[], r#"c varchar="ada@example.test/active", p varchar="none", v varchar="y""#),
            ("SELECT CONCAT('a', NULL)", &[], "CONCAT('a', NULL) varchar=null"),
            ("SELECT MD5('a'), SHA1('a'), LEFT(SHA2('a', 256), 8)", &[], r#"MD5('a') varchar="0cc175b9c0f1b6a831c399e269772661", SHA1('a') varchar="86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", LEFT(SHA2('a', 256), 8) varchar="ca978112""#),
            ("SELECT DATE_FORMAT(created_at, '%Y-%m-%d %H:%i') d, UNIX_TIMESTAMP(created_at) u FROM users WHERE id = 7", &[], r#"d varchar="2024-02-29 10:00", u bigint=1709200800"#),
            ("SELECT DATE_ADD(created_at, INTERVAL 1 MONTH) a, created_at - INTERVAL 2 HOUR b FROM users WHERE id = 7", &[], r#"a datetime={"$date":1711706400000.0}, b datetime={"$date":1709193600000.0}"#),
            ("SELECT COUNT(*) > 0 AS found FROM users WHERE created_at < NOW() AND created_at > ?", &[Cell::Date { ms: 1_709_200_000_000.0 }], "found int=1"),
            ("SELECT meta->>'$.plan' AS plan, JSON_UNQUOTE(JSON_EXTRACT(meta, '$.plan')) same FROM users WHERE id = 7", &[], r#"plan varchar="gold", same varchar="gold""#),
            ("SELECT email FROM users WHERE email = 'x' OR '1'='1' -- '", &[], r#"email varchar="ada@example.test" | email varchar="grace@example.test""#),
            ("SELECT COUNT(*) n FROM users WHERE email = 0", &[], "n bigint=2"),
            ("SELECT x.n FROM (SELECT COUNT(*) AS n FROM users) x", &[], "n bigint=2"),
            ("SELECT AVG(balance) a, SUM(id) s, MAX(email) m FROM users", &[], r#"a decimal="6.250000", s decimal="15", m varchar="grace@example.test""#),
            ("SELECT 7 / 2 AS a, 7 DIV 2 AS b, 7 % 2 AS c", &[], r#"a decimal="3.5000", b bigint=3, c bigint=1"#),
            ("SELECT '1' = 1 AS o, 'a' < 'B' AS p, LOWER(email) = 'ADA@EXAMPLE.TEST' AS q FROM users", &[], "o int=1, p int=1, q int=1 | o int=1, p int=1, q int=0"),
            ("SELECT email FROM users WHERE email COLLATE utf8mb4_bin = 'ADA@example.test'", &[], ""),
            ("SELECT email FROM users WHERE BINARY email = 'ADA@example.test'", &[], ""),
            ("SELECT 1 FROM DUAL", &[], "1 bigint=1"),
            ("SELECT id FROM users", &[], "id int=7 | id int=8"),
            ("SELECT DATABASE() d, VERSION() v, @@max_allowed_packet p", &[], r#"d varchar="legacy", v varchar="8.0.36", p =67108864"#),
            ("SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM logins WHERE user_id = u.id)", &[], "id int=7"),
        ],
    );
}

#[test]
fn what_writing_scripts_send() {
    check(
        D,
        &[
            ("INSERT INTO users SET email = ?, password = ?", &[text("new@example.test"), text("hash")], "INSERT matched 1 changed 1 id 9"),
            ("INSERT INTO users (email) VALUES ('a@x'), ('b@x')", &[], "INSERT matched 2 changed 2 id 10"),
            ("SELECT LAST_INSERT_ID() AS id", &[], "id bigint=10"),
            ("UPDATE users SET email_verified = true WHERE email_verified = false AND email = ?", &[text("grace@example.test")], "UPDATE matched 1 changed 1 id 0"),
            ("UPDATE users SET email_verified = 1 WHERE email = ?", &[text("grace@example.test")], "UPDATE matched 1 changed 0 id 0"),
            ("SELECT updated_at IS NULL AS untouched FROM users WHERE email = 'grace@example.test'", &[], "untouched int=0"),
            ("UPDATE users SET password = 'x' LIMIT 2", &[], "UPDATE matched 2 changed 2 id 0"),
            ("INSERT INTO users (email, password) VALUES ('a@x', 'p') ON DUPLICATE KEY UPDATE password = VALUES(password)", &[], "INSERT matched 2 changed 2 id 10"),
            ("INSERT IGNORE INTO users (email) VALUES ('A@X')", &[], "INSERT matched 0 changed 0 id 0"),
            ("DELETE FROM users WHERE id = ?", &[text("10")], "DELETE matched 1 changed 1 id 0"),
            ("DELETE FROM users WHERE email = 'nobody'", &[], "DELETE matched 0 changed 0 id 0"),
            ("START TRANSACTION", &[], "START matched 0 changed 0 id 0"),
            ("DELETE FROM logins", &[], "DELETE matched 2 changed 2 id 0"),
            ("ROLLBACK", &[], "ROLLBACK matched 0 changed 0 id 0"),
            ("SELECT COUNT(*) n FROM logins", &[], "n bigint=2"),
            ("SET NAMES utf8mb4", &[], "SET matched 0 changed 0 id 0"),
            ("USE legacy", &[], "USE matched 0 changed 0 id 0"),
        ],
    );
}

#[test]
fn refusals_are_worded_as_the_server_words_them() {
    check(
        D,
        &[
            ("INSERT INTO users SET email = 'ada@example.test'", &[], "ER_DUP_ENTRY 1062: Duplicate entry 'ada@example.test' for key 'users.email'"),
            ("INSERT INTO users (id, email) VALUES (7, 'z')", &[], "ER_DUP_ENTRY 1062: Duplicate entry '7' for key 'users.PRIMARY'"),
            ("SELECT * FROM Users", &[], "ER_NO_SUCH_TABLE 1146: Table 'legacy.Users' doesn't exist"),
            ("SELECT nickname FROM users", &[], "ER_BAD_FIELD_ERROR 1054: Unknown column 'nickname' in 'field list'"),
            ("SELECT id FROM users u WHERE u.mail = 1", &[], "ER_BAD_FIELD_ERROR 1054: Unknown column 'u.mail' in 'where clause'"),
            ("SELECT id AS x FROM users WHERE x = 7", &[], "ER_BAD_FIELD_ERROR 1054: Unknown column 'x' in 'where clause'"),
            ("SELECT id AS x, COUNT(*) n FROM users GROUP BY x HAVING n > 5 ORDER BY x", &[], ""),
            ("SELECT id FROM users ORDER BY nickname", &[], "ER_BAD_FIELD_ERROR 1054: Unknown column 'nickname' in 'order clause'"),
            ("UPDATE users SET nickname = 1", &[], "ER_BAD_FIELD_ERROR 1054: Unknown column 'nickname' in 'field list'"),
            ("SELEC 1", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'SELEC 1' at line 1"),
            ("SELECT id FROM users\nWHERE email = = 'x'", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '= 'x'' at line 2"),
            ("SELECT id FROM users WHERE email = $1", &[text("x")], "ER_BAD_FIELD_ERROR 1054: Unknown column '$1' in 'where clause'"),
            ("SELECT id FROM users WHERE email == 'x'", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '= 'x'' at line 1"),
            ("SELECT id::text FROM users", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '::text FROM users' at line 1"),
            ("SELECT id FROM users WHERE email = 'it's'", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 's'' at line 1"),
            ("SELECT id FROM users WHERE email = ada@example.test", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '@example.test' at line 1"),
            ("SELECT nope.* FROM users", &[], "ER_BAD_TABLE_ERROR 1051: Unknown table 'nope'"),
            ("INSERT INTO users (email, email_verified) VALUES ('x', 300)", &[], "ER_WARN_DATA_OUT_OF_RANGE 1264: Out of range value for column 'email_verified' at row 1"),
            ("SELECT id FROM users WHERE email = :email", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near ':email' at line 1"),
            ("SELECT id, FROM users", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'FROM users' at line 1"),
            ("SELECT REGEXP_REPLACE(email, 'a', 'b') FROM users", &[], "ER_NOT_SUPPORTED_YET 1235: calls of REGEXP_REPLACE() are not available in the embedded store"),
            ("SELECT 1; SELECT 2", &[], "ER_PARSE_ERROR 1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'SELECT 2' at line 1"),
            ("INSERT INTO users (email) VALUES (NULL)", &[], "ER_BAD_NULL_ERROR 1048: Column 'email' cannot be null"),
            ("INSERT INTO users (password) VALUES ('x')", &[], "ER_NO_DEFAULT_FOR_FIELD 1364: Field 'email' doesn't have a default value"),
            ("INSERT INTO users (email, password) VALUES ('x')", &[], "ER_WRONG_VALUE_COUNT_ON_ROW 1136: Column count doesn't match value count at row 1"),
            ("INSERT INTO users (email, password) VALUES ('x', ?)", &[text(&"h".repeat(61))], "ER_DATA_TOO_LONG 1406: Data too long for column 'password' at row 1"),
            ("INSERT INTO users (email, created_at) VALUES ('x', '2024-01-01T00:00:00.000Z')", &[], "ER_TRUNCATED_WRONG_VALUE 1292: Incorrect datetime value: '2024-01-01T00:00:00.000Z' for column 'created_at' at row 1"),
            ("INSERT INTO users (email, status) VALUES ('x', 'gone')", &[], "WARN_DATA_TRUNCATED 1265: Data truncated for column 'status' at row 1"),
            ("INSERT INTO users (email, email_verified) VALUES ('x', 'yes')", &[], "ER_TRUNCATED_WRONG_VALUE_FOR_FIELD 1366: Incorrect integer value: 'yes' for column 'email_verified' at row 1"),
            ("INSERT INTO logins VALUES (99, NOW())", &[], "ER_NO_REFERENCED_ROW_2 1452: Cannot add or update a child row: a foreign key constraint fails (`legacy`.`logins`, CONSTRAINT `logins_ibfk_1` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`))"),
            ("DELETE FROM users WHERE id = 7", &[], "ER_ROW_IS_REFERENCED_2 1451: Cannot delete or update a parent row: a foreign key constraint fails (`legacy`.`logins`, CONSTRAINT `logins_ibfk_1` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`))"),
            ("SELECT VERIFY_PASSWORD('x')", &[], "ER_SP_DOES_NOT_EXIST 1305: FUNCTION legacy.VERIFY_PASSWORD does not exist"),
            ("CALL login('x')", &[], "ER_SP_DOES_NOT_EXIST 1305: PROCEDURE legacy.login does not exist"),
            ("", &[], "ER_EMPTY_QUERY 1065: Query was empty"),
        ],
    );
}

#[test]
fn several_statements_are_answered_one_by_one_where_the_driver_asked_for_it() {
    let request = Request::Sql {
        dialect: D,
        target: Target::default(),
        text: "SELECT 1 AS a; UPDATE users SET password = 'x' WHERE id = 7".to_owned(),
        params: Params::default(),
        multiple: true,
        prepared: false,
    };
    assert_eq!(shown(&store().answer(&request).0), "a bigint=1 ; UPDATE matched 1 changed 1 id 0");
}

#[test]
fn named_placeholders_are_bound_by_name() {
    let request = Request::Sql {
        dialect: D,
        target: Target::default(),
        text: "SELECT id FROM users WHERE email = :email AND id = :id".to_owned(),
        params: Params::Named(vec![
            ("id".to_owned(), Cell::Integer(7)),
            ("email".to_owned(), text("ada@example.test")),
        ]),
        multiple: false,
        prepared: false,
    };
    assert_eq!(shown(&store().answer(&request).0), "id int=7");
}

#[test]
fn tables_can_be_looked_at_and_changed() {
    check(
        D,
        &[
            ("SHOW TABLES", &[], r#"Tables_in_legacy varchar="logins" | Tables_in_legacy varchar="users""#),
            (
                "ALTER TABLE users ADD COLUMN nick VARCHAR(10) NOT NULL DEFAULT 'n'",
                &[],
                "ALTER matched 0 changed 0 id 0",
            ),
            (
                "SELECT id, email, nick FROM users WHERE id = 7",
                &[],
                r#"id int=7, email varchar="ada@example.test", nick varchar="n""#,
            ),
            ("INSERT INTO users SET email = 'new@example.test'", &[], "INSERT matched 1 changed 1 id 9"),
            (
                "INSERT INTO users SET email = 'ada@example.test'",
                &[],
                "ER_DUP_ENTRY 1062: Duplicate entry 'ada@example.test' for key 'users.email'",
            ),
            (
                "CREATE TABLE notes (id INT AUTO_INCREMENT PRIMARY KEY, body TEXT)",
                &[],
                "CREATE matched 0 changed 0 id 0",
            ),
            ("CREATE TABLE notes (id INT)", &[], "ER_TABLE_EXISTS_ERROR 1050: Table 'notes' already exists"),
            ("INSERT INTO notes (body) SELECT email FROM users WHERE id = 7", &[], "INSERT matched 1 changed 1 id 1"),
            ("SELECT * FROM notes", &[], r#"id int=1, body text="ada@example.test""#),
            ("TRUNCATE TABLE notes", &[], "TRUNCATE matched 0 changed 0 id 0"),
            ("DROP TABLE notes", &[], "DROP matched 0 changed 0 id 0"),
            ("DROP TABLE notes", &[], "ER_BAD_TABLE_ERROR 1051: Unknown table 'legacy.notes'"),
            (
                "DESCRIBE logins",
                &[],
                r#"Field varchar="user_id", Type varchar="int", Null varchar="NO", Key varchar="", Default varchar=null, Extra varchar="" | Field varchar="at", Type varchar="datetime", Null varchar="NO", Key varchar="", Default varchar=null, Extra varchar="""#,
            ),
        ],
    );
}

#[test]
fn an_object_given_to_the_placeholder_is_written_as_assignments() {
    let mut store = store();
    let user = Cell::Json { value: serde_json::json!({"email": "o'hara@example.test", "email_verified": true}) };
    let reply = ask(&mut store, D, "INSERT INTO users SET ?", &[user]);
    assert_eq!(shown(&reply), "INSERT matched 1 changed 1 id 9");
    // The well-known trap: an object where a text was meant makes the condition true for every row.
    let trap = Cell::Json { value: serde_json::json!({"email": 1}) };
    let Reply::Rows { rows, .. } = ask(&mut store, D, "SELECT id FROM users WHERE email = ?", &[trap]) else {
        panic!("no rows");
    };
    assert_eq!(rows.len(), 3);
}
