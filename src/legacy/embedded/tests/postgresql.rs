use super::{check, text};
use crate::legacy::{Cell, Dialect};

const D: Dialect = Dialect::PostgreSql;

#[test]
fn what_login_scripts_select() {
    check(
        D,
        &[
            (
                "SELECT id, email, email_verified, roles, meta, score, created_at, born FROM users WHERE email = $1",
                &[text("ada@example.test")],
                r#"id int8=1, email varchar="ada@example.test", email_verified bool=true, roles _text={"$json":["admin","power user"]}, meta jsonb={"$json":{"plan":"gold","seats":[1,2]}}, score numeric="12.50", created_at timestamptz={"$date":1709200800000.0}, born date={"$date":-4861728000000.0}"#,
            ),
            ("SELECT id FROM users WHERE email = $1", &[text("ADA@example.test")], ""),
            ("SELECT id FROM public.users WHERE lower(email) = lower($1) AND $1 <> $2", &[text("ADA@example.test"), text("x")], "id int8=1"),
            ("SELECT ID, Email FROM Users WHERE id = $1::int", &[text("1")], r#"id int8=1, email varchar="ada@example.test""#),
            ("SELECT count(*), count(*) AS n, max(id), 1, 'x', now() IS NULL, id::text FROM users GROUP BY id LIMIT 1", &[], r#"count int8=1, n int8=1, max int8=1, ?column? int4=1, ?column? text="x", ?column? bool=false, id text="1""#),
            ("SELECT \"firstName\" FROM users WHERE email ILIKE 'ADA%'", &[], r#"firstName text="Ada""#),
            ("SELECT id FROM users WHERE email LIKE 'ADA%'", &[], ""),
            ("SELECT id FROM users WHERE id = ANY($1)", &[Cell::Json { value: serde_json::json!([1, 5]) }], "id int8=1"),
            ("SELECT id FROM users WHERE id = ANY($1::int[])", &[text("{2,5}")], "id int8=2"),
            ("SELECT meta->>'plan' AS plan, meta->'seats' AS seats, meta #>> '{seats,1}' AS second FROM users WHERE meta @> '{\"plan\": \"gold\"}'", &[], r#"plan text="gold", seats jsonb={"$json":[1,2]}, second text="2""#),
            ("SELECT exists(SELECT 1 FROM users WHERE email_verified)", &[], "exists bool=true"),
            ("SELECT u.email, l.at FROM users u LEFT JOIN logins l ON l.user_id = u.id ORDER BY u.id, l.at LIMIT 1", &[], r#"email varchar="ada@example.test", at timestamp={"$date":1711958400000.0}"#),
            ("SELECT * FROM users JOIN logins USING (user_id)", &[], "42703: column \"user_id\" specified in USING clause does not exist in left table"),
            ("SELECT crypt('correct-horse', '$2a$04$abcdefghijklmnopqrstuu') = crypt('correct-horse', crypt('correct-horse', '$2a$04$abcdefghijklmnopqrstuu')) AS ok", &[], "ok bool=true"),
            ("SELECT encode(digest('a', 'sha256'), 'hex') AS h, md5('a')", &[], r#"h text="ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", md5 text="0cc175b9c0f1b6a831c399e269772661""#),
            ("SELECT to_char(created_at, 'YYYY-MM-DD\"T\"HH24:MI') AS t, extract(epoch from created_at) AS e, created_at + interval '1 day' AS d FROM users WHERE id = 1", &[], r#"t text="2024-02-29T10:00", e numeric="1709200800.000000", d timestamptz={"$date":1709287200000.0}"#),
            ("SELECT id FROM users WHERE created_at > now() - interval '10 years' AND created_at < $1", &[Cell::Date { ms: 1_709_200_900_000.0 }], "id int8=1"),
            ("WITH v AS (SELECT id, email_verified AS ok FROM users) SELECT v.ok FROM v ORDER BY id", &[], "ok bool=true | ok bool=false"),
            ("SELECT CASE WHEN email_verified THEN 'y' ELSE 'n' END, coalesce(score, 0) FROM users ORDER BY id", &[], r#"case text="y", coalesce numeric="12.50" | case text="n", coalesce numeric="0.00""#),
            ("SELECT born + 1 AS next, born - 1 AS last FROM users WHERE id = 1", &[], r#"next date={"$date":-4861641600000.0}, last date={"$date":-4861814400000.0}"#),
            ("SELECT $1 AS echo", &[Cell::Integer(5)], r#"echo text="5""#),
            ("SELECT 7 / 2 AS a, 7 / 2.0 AS b, 'a' || 'b' AS c", &[], r#"a int4=3, b numeric="3.5000000000000000", c text="ab""#),
            ("SELECT id FROM users WHERE email = '' OR '1'='1' --'", &[], "id int8=1 | id int8=2"),
            ("SELECT email FROM users ORDER BY id OFFSET 1", &[], r#"email varchar="grace@example.test""#),
            ("SELECT email FROM users ORDER BY id FETCH FIRST 1 ROWS ONLY", &[], r#"email varchar="ada@example.test""#),
        ],
    );
}

#[test]
fn what_writing_scripts_send() {
    check(
        D,
        &[
            ("INSERT INTO users (email, password_hash, roles) VALUES ($1, $2, $3) RETURNING id, email", &[text("new@example.test"), text("h"), text("{a}")], r#"1: id int8=3, email varchar="new@example.test""#),
            ("INSERT INTO users (email) VALUES ('x@example.test') ON CONFLICT (email) DO UPDATE SET password_hash = EXCLUDED.email RETURNING id", &[], "1: id int8=4"),
            ("INSERT INTO users (email) VALUES ('x@example.test') ON CONFLICT DO NOTHING", &[], "INSERT matched 0 changed 0 id 0"),
            ("UPDATE users SET email_verified = true, created_at = now() WHERE email_verified = false AND email = $1", &[text("grace@example.test")], "UPDATE matched 1 changed 1 id 0"),
            ("UPDATE users u SET score = u.score + 1 FROM logins l WHERE l.user_id = u.id AND u.id = $1 RETURNING u.score", &[Cell::Integer(1)], r#"1: score numeric="13.50""#),
            ("DELETE FROM users WHERE id = $1", &[text("1")], "DELETE matched 1 changed 1 id 0"),
            ("SELECT count(*) FROM logins", &[], "count int8=0"),
            ("UPDATE users SET meta = jsonb_set(meta, '{plan}', '\"silver\"') || '{\"x\": 1}', roles = array_append(roles, 'x') WHERE id = 2 RETURNING meta, roles", &[], r#"1: meta jsonb=null, roles _text={"$json":["x"]}"#),
            ("SELECT (SELECT created_at FROM users WHERE id = 2) > now() - interval '1 minute' AS fresh, array_agg(email) FROM users", &[], r#"fresh bool=true, array_agg _varchar={"$json":["grace@example.test","new@example.test","x@example.test"]}"#),
            ("WITH gone AS (DELETE FROM users WHERE email = $1 RETURNING id, email), kept AS (INSERT INTO logins SELECT 2, now() FROM gone RETURNING user_id) SELECT gone.email, kept.user_id FROM gone, kept", &[text("x@example.test")], r#"email varchar="x@example.test", user_id int8=2"#),
            ("WITH old AS (SELECT 2 AS id) DELETE FROM logins USING old WHERE logins.user_id = old.id", &[], "DELETE matched 1 changed 1 id 0"),
            ("WITH more AS (INSERT INTO users (email) VALUES ('x@example.test') RETURNING id) SELECT count(*) FROM users", &[], "count int8=2"),
            ("BEGIN", &[], "BEGIN matched 0 changed 0 id 0"),
            ("INSERT INTO logins VALUES (2, now())", &[], "INSERT matched 1 changed 1 id 0"),
            ("SELECT nope", &[], "42703: column \"nope\" does not exist [at 8]"),
            ("SELECT 1", &[], "25P02: current transaction is aborted, commands ignored until end of transaction block"),
            ("COMMIT", &[], "ROLLBACK matched 0 changed 0 id 0"),
            ("SELECT count(*) FROM logins", &[], "count int8=0"),
            ("SELECT 1 AS a; SELECT 2 AS b;", &[], "a int4=1 ; b int4=2"),
            ("SELECT nextval('users_id_seq'), currval('public.users_id_seq')", &[], "nextval int8=7, currval int8=7"),
        ],
    );
}

#[test]
fn tables_can_be_looked_at_and_changed() {
    check(
        D,
        &[
            ("CREATE VIEW verified AS SELECT id, lower(email) FROM users WHERE email_verified", &[], "CREATE matched 0 changed 0 id 0"),
            ("SELECT * FROM verified", &[], r#"id int8=1, lower text="ada@example.test""#),
            ("BEGIN", &[], "BEGIN matched 0 changed 0 id 0"),
            ("CREATE TABLE notes (id serial PRIMARY KEY, body text)", &[], "CREATE matched 0 changed 0 id 0"),
            ("SAVEPOINT s", &[], "SAVEPOINT matched 0 changed 0 id 0"),
            ("INSERT INTO notes (body) VALUES ('x') RETURNING *", &[], r#"1: id int4=1, body text="x""#),
            ("INSERT INTO notes (id) VALUES (1)", &[], "23505: duplicate key value violates unique constraint \"notes_pkey\" [Key (id)=(1) already exists.; notes_pkey]"),
            ("ROLLBACK TO SAVEPOINT s", &[], "ROLLBACK matched 0 changed 0 id 0"),
            ("SELECT count(*) FROM notes", &[], "count int8=0"),
            ("ROLLBACK", &[], "ROLLBACK matched 0 changed 0 id 0"),
            ("SELECT count(*) FROM notes", &[], "42P01: relation \"notes\" does not exist [at 22]"),
            ("SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name", &[], r#"table_name text="logins", table_type text="BASE TABLE" | table_name text="users", table_type text="BASE TABLE" | table_name text="verified", table_type text="VIEW""#),
            ("SELECT c.column_name, c.data_type, c.is_nullable, c.character_maximum_length FROM information_schema.columns c WHERE c.table_name = 'users' AND c.ordinal_position = 2", &[], r#"column_name text="email", data_type text="character varying", is_nullable text="NO", character_maximum_length int4=60"#),
            ("SHOW server_version", &[], r#"server_version text="15.6""#),
        ],
    );
}

#[test]
fn refusals_are_worded_as_the_server_words_them() {
    check(
        D,
        &[
            ("INSERT INTO users (email) VALUES ($1)", &[text("ada@example.test")], "23505: duplicate key value violates unique constraint \"users_email_key\" [Key (email)=(ada@example.test) already exists.; users_email_key]"),
            ("SELECT * FROM people", &[], "42P01: relation \"people\" does not exist [at 15]"),
            ("SELECT * FROM \"Users\"", &[], "42P01: relation \"Users\" does not exist [at 15]"),
            ("SELECT nickname FROM users", &[], "42703: column \"nickname\" does not exist [at 8]"),
            ("SELECT u.nickname FROM users u", &[], "42703: column u.nickname does not exist [at 8]"),
            ("SELECT firstName FROM users", &[], "42703: column \"firstname\" does not exist [Perhaps you meant to reference the column \"users.firstName\".; at 8]"),
            ("SELECT id FROM users WHERE email = \"ada\"", &[], "42703: column \"ada\" does not exist [at 36]"),
            ("SELECT x.id FROM users", &[], "42P01: missing FROM-clause entry for table \"x\" [at 8]"),
            ("SELEC 1", &[], "42601: syntax error at or near \"SELEC\" [at 1]"),
            ("SELECT id FROM users WHERE", &[], "42601: syntax error at end of input [at 27]"),
            ("SELECT id FROM users WHERE email = 'it's'", &[], "42601: syntax error at or near \"s\" [at 40]"),
            ("SELECT 'open", &[], "42601: unterminated quoted string at or near \"'open\" [at 8]"),
            ("SELECT id FROM users WHERE email_verified = 1", &[], "42883: operator does not exist: boolean = integer [No operator matches the given name and argument types. You might need to add explicit type casts.; at 43]"),
            ("SELECT id FROM users WHERE email = 5", &[], "42883: operator does not exist: character varying = integer [No operator…"),
            ("SELECT foo(1, 'x', $1, id) FROM users", &[text("z")], "42883: function foo(integer, unknown, unknown, bigint) does not exist [No function…"),
            ("SELECT id FROM users LIMIT 1, 2", &[], "42601: LIMIT #,# syntax is not supported [Use separate LIMIT and OFFSET clauses.; at 22]"),
            ("INSERT INTO users SET email = 'x'", &[], "42601: syntax error at or near \"SET\" [at 19]"),
            ("SELECT email FROM users WHERE email = ?", &[], "42601: syntax error at end of input [at 40]"),
            ("INSERT INTO users (email) VALUES (?, ?)", &[], "42601: syntax error at or near \",\" [at 36]"),
            ("SELECT * FORM users", &[], "42601: syntax error at or near \"FORM\" [at 10]"),
            ("SELECT id FROM users WHERE born = '2000-02-30'", &[], "22008: date/time field value out of range: \"2000-02-30\" [at 35]"),
            ("SELECT id FROM users WHERE id = $1", &[Cell::Real(1.5)], "22P02: invalid input syntax for type bigint: \"1.5\""),
            ("SELECT email FROM users GROUP BY id HAVING count(*) > 5", &[], ""),
            ("SELECT id FROM users WHERE id = $1", &[text("auth0|7")], "22P02: invalid input syntax for type bigint: \"auth0|7\""),
            ("SELECT id FROM users WHERE tenant = $1", &[text("seven")], "22P02: invalid input syntax for type uuid: \"seven\""),
            ("SELECT id FROM users WHERE id = $1", &[], "42P02: there is no parameter $1"),
            ("SELECT id FROM users WHERE id = $1 AND email = $2", &[Cell::Integer(1)], "08P01: bind message supplies 1 parameters, but prepared statement \"\" requires 2"),
            ("INSERT INTO users (password_hash) VALUES ('x')", &[], "23502: null value in column \"email\" of relation \"users\" violates not-null constraint [Failing row contains (4, null, x, f, null, {}, null, null, null, calm, …"),
            ("INSERT INTO users (email) VALUES ($1)", &[text(&"x".repeat(61))], "22001: value too long for type character varying(60)"),
            ("INSERT INTO users (email, score) VALUES ('s', -1)", &[], "23514: new row for relation \"users\" violates check constraint \"users_score_check\" [Failing row contains (6, s, null, f, null, {}, null, -1.00, null, calm, …"),
            ("INSERT INTO users (email, feels) VALUES ('s', 'merry')", &[], "22P02: invalid input value for enum mood: \"merry\""),
            ("INSERT INTO users (email, meta) VALUES ('s', '{oops')", &[], "22P02: invalid input syntax for type json [Token \"{oops\" is invalid.]"),
            ("INSERT INTO logins VALUES (99, now())", &[], "23503: insert or update on table \"logins\" violates foreign key constraint \"logins_user_id_fkey\" [Key (user_id)=(99) is not present in table \"users\".; logins_user_id_fkey]"),
            ("INSERT INTO users (nickname) VALUES ('x')", &[], "42703: column \"nickname\" of relation \"users\" does not exist [at 20]"),
            ("SELECT verify_password('x')", &[], "42883: function verify_password(unknown) does not exist [No function matches the given name and argument types. You might need to add explicit type casts.; at 8]"),
            ("INSERT INTO users (email) VALUES ('s') ON CONFLICT (meta) DO NOTHING", &[], "42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification"),
            ("CALL login('x')", &[], "42883: procedure login(unknown) does not exist [No procedure matches the given name and argument types. You might need to add explicit type casts.; at 6]"),
        ],
    );
}
