// Types of values on the way there and back.
//: store postgresql
//: case numbers ["SELECT 1 AS i, 9007199254740993 AS big, 1.10::numeric AS n, 1.5::float8 AS f, 2::int2 AS s", []]
//: case text ["SELECT 'a'::text AS t, 'b'::varchar AS v, 'c'::char(3) AS c, NULL AS n, '' AS e", []]
//: case booleans ["SELECT true AS t, false AS f, NULL::boolean AS n", []]
//: case dates ["SELECT '2024-02-29'::date AS d, '2024-02-29 12:34:56'::timestamp AS t, '2024-02-29T12:34:56Z'::timestamptz AS z", []]
//: case json ["SELECT '{\"a\": [1, null]}'::jsonb AS b, '[1]'::json AS j", []]
//: case parameters ["SELECT $1::text AS t, $2::int AS i, $3::bool AS b, $4::text AS n", ["x", 7, true, null]]
//: case coalesce ["SELECT coalesce(nickname, 'none') AS nick, upper(email) AS up FROM users ORDER BY id", []]
//: case aggregate ["SELECT count(*) AS n, max(logins) AS m FROM users", []]
//: case array parameter ["SELECT email FROM users WHERE email = ANY($1) ORDER BY email", [["ada@example.test", "grace@example.test"]]]
async function login(text, params, callback) {
  const { Client } = require('pg');
  const client = new Client({
    host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  await client.connect();
  const result = await client.query({ text, values: params });
  console.log(result.rows, result.rowCount, result.command);
  console.log(result.fields.map((field) => [field.name, field.dataTypeID]));
  await client.end();
  callback(null, { user_id: 1, row: result.rows[0] });
}
