use super::{check_in, named, placed, text};
use crate::legacy::{Cell, Dialect};

const D: Dialect = Dialect::Oracle;

#[test]
fn what_login_scripts_select() {
    check_in(
        D,
        &[
            ("SELECT id, email, password, verified FROM users WHERE email = :email", named(&[("email", text("ada@example.test"))]), r#"ID NUMBER=1, EMAIL VARCHAR2="ada@example.test", PASSWORD VARCHAR2="h1", VERIFIED NUMBER=1"#),
            ("SELECT id FROM users WHERE email = :1 AND ROWNUM = 1", placed(&[text("ada@example.test")]), "ID NUMBER=1"),
            ("SELECT id FROM users WHERE email = :email", placed(&[text("ADA@example.test")]), ""),
            ("SELECT u.id, u.* FROM users u WHERE u.id = 1", placed(&[]), r#"ID NUMBER=1, ID NUMBER=1, EMAIL VARCHAR2="ada@example.test", PASSWORD VARCHAR2="h1", NICK VARCHAR2="ada", VERIFIED NUMBER=1, BORN DATE={"$date":-4861728000000.0}, CREATED TIMESTAMP(6)={"$date":1709200800000.0}"#),
            ("SELECT COUNT(*), MAX( id ), 'x', \"EMAIL\" AS \"mail\", email || '!' FROM users GROUP BY email FETCH FIRST 1 ROWS ONLY", placed(&[]), r#"COUNT(*) NUMBER=1, MAX(ID) NUMBER=1, 'X' VARCHAR2="x", mail VARCHAR2="ada@example.test", EMAIL||'!' VARCHAR2="ada@example.test!""#),
            ("SELECT NVL(nick, 'none') n, DECODE(verified, 1, 'y', 'n') v, SUBSTR(email, -4) s, INSTR(email, '@') i, LENGTH(email) l FROM users ORDER BY id", placed(&[]), r#"N VARCHAR2="ada", V VARCHAR2="y", S VARCHAR2="test", I NUMBER=4, L NUMBER=16 | N VARCHAR2="none", V VARCHAR2="n", S VARCHAR2="test", I NUMBER=6, L NUMBER=18"#),
            ("SELECT TO_CHAR(created, 'YYYY-MM-DD') d, created + 1 n, TRUNC(created) t, TO_NUMBER('12') x FROM users WHERE id = 1", placed(&[]), r#"D VARCHAR2="2024-02-29", N DATE={"$date":1709287200000.0}, T DATE={"$date":1709164800000.0}, X NUMBER=12"#),
            ("SELECT 1 FROM dual WHERE SYSDATE > DATE '2024-01-01' AND TO_DATE('2024-01-02', 'YYYY-MM-DD') > DATE '2024-01-01'", placed(&[]), "1 NUMBER=1"),
            ("SELECT * FROM (SELECT id FROM users ORDER BY id DESC) WHERE ROWNUM <= :n", named(&[("n", Cell::Integer(1))]), "ID NUMBER=2"),
            ("SELECT LISTAGG(email, ',') WITHIN GROUP (ORDER BY email) AS mails FROM users", placed(&[]), r#"MAILS VARCHAR2="ada@example.test,grace@example.test""#),
            ("SELECT id FROM users WHERE nick = ''", placed(&[]), ""),
            ("SELECT id FROM users WHERE REGEXP_LIKE(email, '^ADA', 'i')", placed(&[]), "ID NUMBER=1"),
            ("SELECT id FROM users WHERE id = 1 MINUS SELECT 2 FROM dual", placed(&[]), "ID NUMBER=1"),
        ],
    );
}

#[test]
fn what_writing_scripts_send() {
    check_in(
        D,
        &[
            (
                "INSERT INTO users (email, password) VALUES (:email, :password)",
                placed(&[text("new@example.test"), text("h")]),
                "INSERT matched 1 changed 1 id 0",
            ),
            (
                "INSERT INTO users (email, nick) VALUES (:email, '') RETURNING id, nick INTO :rid, :nick",
                named(&[("email", text("two@example.test")), ("rid", Cell::Null), ("nick", Cell::Null)]),
                "1: rid NUMBER=4, nick VARCHAR2=null",
            ),
            (
                "INSERT INTO notes (id, body) VALUES (notes_seq.NEXTVAL, :1)",
                placed(&[text("b")]),
                "INSERT matched 1 changed 1 id 0",
            ),
            ("SELECT notes_seq.CURRVAL FROM dual", placed(&[]), "CURRVAL NUMBER=100"),
            (
                "UPDATE users SET verified = 1 WHERE email = :1",
                placed(&[text("ada@example.test")]),
                "UPDATE matched 1 changed 1 id 0",
            ),
            ("DELETE users WHERE id = :1", placed(&[Cell::Integer(2)]), "DELETE matched 1 changed 1 id 0"),
            ("ROLLBACK", placed(&[]), "ROLLBACK matched 0 changed 0 id 0"),
            ("SELECT COUNT(*) n FROM users", placed(&[]), "N NUMBER=2"),
            ("DELETE FROM notes WHERE ROWNUM <= 1", placed(&[]), "DELETE matched 0 changed 0 id 0"),
            ("COMMIT", placed(&[]), "COMMIT matched 0 changed 0 id 0"),
        ],
    );
}

#[test]
fn refusals_are_worded_as_the_server_words_them() {
    check_in(
        D,
        &[
            ("INSERT INTO users (email) VALUES (:1)", placed(&[text("ada@example.test")]), "ORA-00001 1: ORA-00001: unique constraint (LEGACY.USERS_EMAIL_UQ) violated [USERS_EMAIL_UQ]"),
            ("INSERT INTO users (password) VALUES ('x')", placed(&[]), r#"ORA-01400 1400: ORA-01400: cannot insert NULL into ("LEGACY"."USERS"."EMAIL")"#),
            ("INSERT INTO users (email) VALUES ('')", placed(&[]), r#"ORA-01400 1400: ORA-01400: cannot insert NULL into ("LEGACY"."USERS"."EMAIL")"#),
            ("UPDATE users SET email = NULL", placed(&[]), r#"ORA-01407 1407: ORA-01407: cannot update ("LEGACY"."USERS"."EMAIL") to NULL"#),
            ("INSERT INTO notes (id, user_id) VALUES (9, 99)", placed(&[]), "ORA-02291 2291: ORA-02291: integrity constraint (LEGACY.NOTES_USERS_FK) violated - parent key not found [NOTES_USERS_FK]"),
            ("UPDATE users SET nick = :1", placed(&[text(&"x".repeat(31))]), r#"ORA-12899 12899: ORA-12899: value too large for column "LEGACY"."USERS"."NICK" (actual: 31, maximum: 30)"#),
            ("SELECT * FROM people", placed(&[]), "ORA-00942 942: ORA-00942: table or view does not exist"),
            ("SELECT nope FROM users", placed(&[]), r#"ORA-00904 904: ORA-00904: "NOPE": invalid identifier"#),
            ("SELECT u.nope FROM users u", placed(&[]), r#"ORA-00904 904: ORA-00904: "U"."NOPE": invalid identifier"#),
            ("SELECT * FROM users;", placed(&[]), "ORA-00933 933: ORA-00933: SQL command not properly ended [at 20]"),
            ("SELECT * FROM users LIMIT 1", placed(&[]), "ORA-00933 933: ORA-00933: SQL command not properly ended"),
            ("SELECT * FROM users AS u", placed(&[]), "ORA-00933 933: ORA-00933: SQL command not properly ended"),
            ("SELECT FROM users", placed(&[]), "ORA-00936 936: ORA-00936: missing expression [at 13]"),
            ("SELECT * FROM users WHERE id = 'auth0|1'", placed(&[]), "ORA-01722 1722: ORA-01722: invalid number"),
            ("SELECT 1", placed(&[]), "ORA-00923 923: ORA-00923: FROM keyword not found where expected"),
            ("SELEC 1 FROM dual", placed(&[]), "ORA-00900 900: ORA-00900: invalid SQL statement [at 1]"),
            ("SELECT id FROM users WHERE email = :1", placed(&[]), "ORA-01008 1008: ORA-01008: not all variables bound"),
            ("SELECT id FROM users WHERE email = :1", placed(&[text("a"), text("b")]), "ORA-01036 1036: ORA-01036: illegal variable name/number"),
            ("SELECT NOW() FROM dual", placed(&[]), r#"ORA-00904 904: ORA-00904: "NOW": invalid identifier"#),
            ("BEGIN login(:a); END;", placed(&[]), "ORA-03001 3001: ORA-03001: unimplemented feature: PL/SQL blocks are not available in the embedded store"),
            ("MERGE INTO users t USING dual ON (1 = 1) WHEN MATCHED THEN UPDATE SET nick = 'x'", placed(&[]), "ORA-03001 3001: ORA-03001: unimplemented feature: MERGE statements are not available in the embedded store"),
            ("SELECT missing_seq.NEXTVAL FROM dual", placed(&[]), "ORA-02289 2289: ORA-02289: sequence does not exist"),
            ("INSERT INTO users SET email = 'x'", placed(&[]), "ORA-00926 926: ORA-00926: missing VALUES keyword [at 23]"),
            ("SELECT 'open FROM dual", placed(&[]), "ORA-01756 1756: ORA-01756: quoted string not properly terminated [at 8]"),
            ("INSERT INTO users (born) VALUES ('2000-01-01')", placed(&[]), "ORA-01861 1861: ORA-01861: literal does not match format string"),
            ("INSERT INTO notes (id, body) VALUES (1)", placed(&[]), "ORA-00947 947: ORA-00947: not enough values"),
        ],
    );
}
