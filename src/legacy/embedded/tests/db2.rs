use super::{check_in, placed, text};
use crate::legacy::{Cell, Dialect};

const D: Dialect = Dialect::Db2;

#[test]
fn what_login_scripts_send() {
    check_in(
        D,
        &[
            (
                "SELECT id, email, password FROM users WHERE email = ? FETCH FIRST 1 ROWS ONLY WITH UR",
                placed(&[text("ada@example.test")]),
                r#"ID INTEGER=1, EMAIL VARCHAR="ada@example.test", PASSWORD VARBINARY=null"#,
            ),
            (
                "select * from users where email = 'ada@example.test';",
                placed(&[]),
                r#"ID INTEGER=1, EMAIL VARCHAR="ada@example.test", PASSWORD VARBINARY=null, NICK VARCHAR="ada", BALANCE DECIMAL="0.00", BORN DATE={"$date":-4861728000000.0}, CREATED TIMESTAMP={"$date":1709200800000.0}"#,
            ),
            (
                "SELECT COUNT(*), VALUE(nick, 'x') AS nick FROM users GROUP BY nick",
                placed(&[]),
                r#"1 INTEGER=1, NICK VARCHAR="x" | 1 INTEGER=1, NICK VARCHAR="ada""#,
            ),
            (
                "SELECT 1 FROM SYSIBM.SYSDUMMY1 WHERE CURRENT TIMESTAMP > CURRENT TIMESTAMP - 1 DAY",
                placed(&[]),
                "1 INTEGER=1",
            ),
            (
                "SELECT id FROM FINAL TABLE (INSERT INTO users (email, balance) VALUES (?, 12.5))",
                placed(&[text("new@example.test")]),
                "1: ID INTEGER=3",
            ),
            ("VALUES IDENTITY_VAL_LOCAL()", placed(&[]), r#"1 DECIMAL="3""#),
            (
                "SELECT balance, born, created FROM users WHERE id = 1",
                placed(&[]),
                r#"BALANCE DECIMAL="0.00", BORN DATE={"$date":-4861728000000.0}, CREATED TIMESTAMP={"$date":1709200800000.0}"#,
            ),
            (
                "UPDATE users SET nick = LCASE('N') CONCAT 'x' WHERE id = ?",
                placed(&[Cell::Integer(1)]),
                "UPDATE matched 1 changed 1 id 0",
            ),
            (
                "SELECT VARCHAR(id) AS i, nick FROM users WHERE id = 1",
                placed(&[]),
                r#"I VARCHAR="1", NICK VARCHAR="nx""#,
            ),
            ("DELETE FROM users WHERE id = 2", placed(&[]), "DELETE matched 1 changed 1 id 0"),
        ],
    );
}

#[test]
fn refusals_are_worded_as_the_server_words_them() {
    check_in(
        D,
        &[
            ("INSERT INTO users (email) VALUES (?)", placed(&[text("ada@example.test")]), r#"SQL0803N -803: [IBM][CLI Driver][DB2/LINUXX8664] SQL0803N  One or more values in the INSERT statement, UPDATE statement, or foreign key update caused by a DELETE statement are not valid because the primary key, unique constraint or unique index identified by "2" constrains table "LEGACY.USERS" from having duplicate values for the index key.  SQLSTATE=23505 [USERS_EMAIL]"#),
            ("INSERT INTO users (nick) VALUES ('x')", placed(&[]), r#"SQL0407N -407: [IBM][CLI Driver][DB2/LINUXX8664] SQL0407N  Assignment of a NULL value to a NOT NULL column "TBSPACEID=2, TABLEID=4, COLNO=1" is not allowed.  SQLSTATE=23502"#),
            ("INSERT INTO users (id, email) VALUES (9, 'x')", placed(&[]), r#"SQL0798N -798: [IBM][CLI Driver][DB2/LINUXX8664] SQL0798N  A value cannot be specified for column "ID" which is defined as GENERATED ALWAYS.  SQLSTATE=428C9"#),
            ("INSERT INTO logins (user_id) VALUES (99)", placed(&[]), r#"SQL0530N -530: [IBM][CLI Driver][DB2/LINUXX8664] SQL0530N  The insert or update value of the FOREIGN KEY "LEGACY.LOGINS.LOGINS_USERS" is not equal to any value of the parent key of the parent table.  SQLSTATE=23503 [LOGINS_USERS]"#),
            ("SELECT * FROM people", placed(&[]), r#"SQL0204N -204: [IBM][CLI Driver][DB2/LINUXX8664] SQL0204N  "LEGACY.PEOPLE" is an undefined name.  SQLSTATE=42704"#),
            ("SELECT nope FROM users", placed(&[]), r#"SQL0206N -206: [IBM][CLI Driver][DB2/LINUXX8664] SQL0206N  "NOPE" is not valid in the context where it is used.  SQLSTATE=42703"#),
            ("SELECT id FROM users WHERE", placed(&[]), r#"SQL0104N -104: [IBM][CLI Driver][DB2/LINUXX8664] SQL0104N  An unexpected token "END-OF-STATEMENT" was found following "FROM users WHERE".  Expected tokens may include:  "<space>".  SQLSTATE=42601"#),
            ("SELECT id FORM users", placed(&[]), r#"SQL0104N -104: [IBM][CLI Driver][DB2/LINUXX8664] SQL0104N  An unexpected token "users" was found following "SELECT id FORM".  Expected tokens may include:  "<space>".  SQLSTATE=42601"#),
            ("SELECT id FROM users WHERE id = 'x'", placed(&[]), r#"SQL0420N -420: [IBM][CLI Driver][DB2/LINUXX8664] SQL0420N  Invalid character found in a character string argument of the function "INTEGER".  SQLSTATE=22018"#),
            ("SELECT id FROM users WHERE id = ?", placed(&[]), "SQL0313N -313: [IBM][CLI Driver][DB2/LINUXX8664] SQL0313N  The number of variables in the EXECUTE statement, the number of variables in the OPEN statement, or the number of arguments in an OPEN statement for a parameterized cursor is not equal to the number of values required.  SQLSTATE=07004"),
            ("UPDATE users SET nick = ?", placed(&[text(&"x".repeat(31))]), r#"SQL0433N -433: [IBM][CLI Driver][DB2/LINUXX8664] SQL0433N  Value "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" is too long for column of type VARCHAR.  SQLSTATE=22001"#),
            ("CALL login('x')", placed(&[]), r#"SQL0440N -440: [IBM][CLI Driver][DB2/LINUXX8664] SQL0440N  No authorized routine named "LOGIN" of type "PROCEDURE" having compatible arguments was found.  SQLSTATE=42884"#),
            ("SELECT FOO(1) FROM users", placed(&[]), r#"SQL0440N -440: [IBM][CLI Driver][DB2/LINUXX8664] SQL0440N  No authorized routine named "FOO" of type "FUNCTION" having compatible arguments was found.  SQLSTATE=42884"#),
            ("SELECT 'open FROM users", placed(&[]), r#"SQL0010N -10: [IBM][CLI Driver][DB2/LINUXX8664] SQL0010N  The string constant beginning with "'open FROM users" does not have an ending string delimiter.  SQLSTATE=42603"#),
        ],
    );
}
