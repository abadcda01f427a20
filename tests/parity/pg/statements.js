// What the scripts of an identity store ask for beyond one row by its address.
//: store postgresql
//: case join ["SELECT a.email, b.email AS other FROM users a LEFT JOIN users b ON b.id = a.id + 1 ORDER BY a.id", []]
//: case page ["SELECT id, email FROM users ORDER BY id DESC LIMIT $1 OFFSET $2", [1, 1]]
//: case like ["SELECT email FROM users WHERE email LIKE $1", ["ADA%"]]
//: case ilike ["SELECT email FROM users WHERE email ILIKE $1", ["ADA%"]]
//: case in ["SELECT email FROM users WHERE email IN ($1, $2) ORDER BY email", ["grace@example.test", "x"]]
//: case between ["SELECT id FROM users WHERE born BETWEEN $1 AND $2", ["1800-01-01", "1900-01-01"]]
//: case when ["SELECT email, CASE WHEN email_verified THEN 'yes' ELSE 'no' END AS verified, CASE logins WHEN 0 THEN 1.5 ELSE 2 END AS n FROM users ORDER BY id", []]
//: case dates ["SELECT created_at + interval '1 day' AS next, date_trunc('month', created_at) AS month, extract(year FROM born) AS year, to_char(created_at, 'YYYY-MM-DD') AS day, created_at::date AS date FROM users ORDER BY id", []]
//: case text ["SELECT split_part(email, '@', 2) AS domain, position('@' in email) AS at, lpad(id::text, 4, '0') AS n, substring(email from 1 for 3) AS s, initcap(nickname) AS i, length(email) AS l, trim('  x ') AS t, concat(email, '-', NULL, id) AS c, md5(email) AS m FROM users ORDER BY id", []]
//: case regular ["SELECT email FROM users WHERE email ~* $1", ["^ADA@"]]
//: case group ["SELECT email_verified, count(*) AS n, sum(logins) AS s, max(balance) AS b FROM users GROUP BY email_verified HAVING count(*) > 0 ORDER BY email_verified", []]
//: case filter ["SELECT count(*) FILTER (WHERE email_verified) AS verified, count(nickname) AS named, string_agg(email, ', ' ORDER BY email) AS all FROM users", []]
//: case subquery ["SELECT email FROM users WHERE id = (SELECT max(id) FROM users)", []]
//: case exists ["SELECT email FROM users u WHERE EXISTS (SELECT 1 FROM users o WHERE o.id > u.id)", []]
//: case derived ["SELECT t.email, t.n FROM (SELECT email, row_number() OVER (ORDER BY id DESC) AS n FROM users) t ORDER BY t.n", []]
//: case with ["WITH verified AS (SELECT id, email FROM users WHERE email_verified = $1) SELECT email FROM verified", [true]]
//: case update returning ["UPDATE users SET logins = logins + 1, nickname = COALESCE($2, nickname) WHERE lower(email) = lower($1) RETURNING id, logins, nickname", ["ADA@example.test", null]]
//: case insert returning ["INSERT INTO users (email, password_hash, email_verified) VALUES ($1, $2, $3) RETURNING id, email_verified, created_at, profile", ["new@example.test", "x", true]]
//: case delete returning ["DELETE FROM users WHERE email = $1 RETURNING *", ["grace@example.test"]]
//: case conflict nothing ["INSERT INTO users (email, password_hash) VALUES ($1, 'x') ON CONFLICT (email) DO NOTHING RETURNING id", ["ada@example.test"]]
//: case conflict update ["INSERT INTO users (email, password_hash) VALUES ($1, 'y') ON CONFLICT (email) DO UPDATE SET logins = users.logins + 1, nickname = EXCLUDED.email RETURNING id, logins, nickname", ["ada@example.test"]]
//: case json ["SELECT profile->>'plan' AS plan, profile->'tags' AS tags, profile->'tags'->>0 AS first, profile#>>'{tags,1}' AS second, profile ? 'plan' AS has FROM users ORDER BY id", []]
//: case json contained ["SELECT email FROM users WHERE profile @> $1", ["{\"plan\": \"gold\"}"]]
//: case json merged ["UPDATE users SET profile = profile || $1::jsonb WHERE email = 'ada@example.test' RETURNING profile", [{ "plan": "silver", "age": 3 }]]
//: case booleans as text ["SELECT email_verified::text AS t, (1 = 2)::text AS f FROM users ORDER BY id", []]
//: case json built ["SELECT json_build_object('id', id, 'email', email) AS o, to_jsonb(email) AS t, jsonb_array_length(profile->'tags') AS n FROM users ORDER BY id", []]
//: case json aggregate ["SELECT json_agg(email ORDER BY id) AS emails, array_agg(id ORDER BY id) AS ids FROM users", []]
//: case arrays ["SELECT ARRAY['a', 'b'] AS words, ARRAY[1, 2] AS numbers, array_length(ARRAY[1, 2, 3], 1) AS n, 'a' = ANY(ARRAY['a', 'b']) AS is", []]
//: case any number ["SELECT email FROM users WHERE id = ANY($1::bigint[]) ORDER BY id", [[1, 2]]]
//: case numbers ["SELECT round(1.567, 2) AS r, 7 / 2 AS d, 7 / 2.0 AS e, 7 % 3 AS m, '12.50'::numeric AS n, balance * 2 AS b, balance::text AS t, greatest(1, 2) AS g, abs(-1.5) AS a FROM users WHERE id = 1", []]
//: case numeric parameter ["SELECT $1::numeric AS n, $2::text AS t, $3::int + 1 AS i", ["1.10", true, "41"]]
//: case null order ["SELECT email FROM users ORDER BY nickname NULLS FIRST, email", []]
//: case descending nulls ["SELECT email FROM users ORDER BY nickname DESC", []]
//: case union ["SELECT email FROM users UNION ALL SELECT $1 ORDER BY 1", ["zoe@example.test"]]
//: case distinct ["SELECT DISTINCT password_hash IS NULL AS none FROM users", []]
//: case similar ["SELECT email FROM users WHERE email NOT LIKE '%ada%' AND NOT email_verified", []]
//: case replaced ["SELECT replace(email, '@', ' at ') AS said, left(email, 3) AS l, reverse(nickname) AS r, strpos(email, '@') AS p FROM users ORDER BY id", []]
//: case encoded ["SELECT encode(avatar, 'hex') AS hex, encode(sha256('x'::bytea), 'hex') AS hash, octet_length(avatar) AS n FROM users ORDER BY id", []]
//: case locked ["SELECT id FROM users WHERE email = $1 FOR UPDATE", ["ada@example.test"]]
//: case wrong date ["SELECT id FROM users WHERE born = $1", ["never"]]
//: case wrong boolean ["UPDATE users SET email_verified = $1", ["maybe"]]
//: case too long ["UPDATE users SET nickname = $1", ["01234567890123456789012345678901234567890123456789012345678901234"]]
//: case ambiguous ["SELECT id FROM users a JOIN users b ON a.id = b.id", []]
//: case no function ["SELECT nothing_of_this(1)", []]
async function login(text, params, callback) {
  const { Pool } = require('pg');
  const pool = new Pool({
    host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  try {
    const result = await pool.query(text, params);
    console.log(result.rows, result.rowCount, result.command);
    callback(null, { user_id: '1', rows: result.rows });
  } catch (error) {
    callback(error);
  } finally {
    await pool.end();
  }
}
