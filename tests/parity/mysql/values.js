// Types of values on the way there and back.
//: store mariadb
//: case numbers ["SELECT 1 AS i, CAST(9007199254740993 AS SIGNED) AS big, 1.10 AS n, 1.5e0 AS f", []]
//: case whole user ["SELECT * FROM users WHERE email = ?", ["ada@example.test"]]
//: case nothing in it ["SELECT * FROM users WHERE email = ?", ["grace@example.test"]]
//: case parameters ["SELECT ? AS t, ? AS i, ? AS b, ? AS n", ["x", 7, true, null]]
//: case list ["SELECT email FROM users WHERE email IN (?) ORDER BY email", [["ada@example.test", "grace@example.test"]]]
//: case functions ["SELECT UPPER(email) AS up, IFNULL(nickname, 'none') AS nick, CONCAT(id, '-', email) AS c FROM users ORDER BY id", []]
//: case aggregate ["SELECT COUNT(*) AS n, MAX(logins) AS m, SUM(visits) AS s FROM users", []]
//: case identifiers ["SELECT ?? FROM ?? ORDER BY ??", ["email", "users", "id"]]
//: case dates ["SELECT CAST('2024-02-29' AS DATE) AS d, CAST('2024-02-29 12:34:56' AS DATETIME) AS t", []]
function login(text, params, callback) {
  const mysql = require('mysql');
  const connection = mysql.createConnection({
    host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
    timezone: 'Z',
  });
  connection.query(text, params, function (err, results, fields) {
    connection.end();
    if (err) return callback(err);
    console.log(results);
    console.log(fields.map((field) => [field.name, field.type]));
    callback(null, { user_id: '1', row: results[0] });
  });
}
