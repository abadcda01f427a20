// What the scripts of an identity store ask for beyond one row by its address.
//: store mariadb
//: case join ["SELECT a.email, b.email AS other FROM users a LEFT JOIN users b ON b.id = a.id + 1 ORDER BY a.id", []]
//: case page ["SELECT id, email FROM users ORDER BY id DESC LIMIT ? OFFSET ?", [1, 1]]
//: case short page ["SELECT id, email FROM users ORDER BY id LIMIT ?, ?", [1, 1]]
//: case like ["SELECT email FROM users WHERE email LIKE ?", ["ADA%"]]
//: case case ["SELECT email FROM users WHERE email = ?", ["ADA@EXAMPLE.TEST"]]
//: case binary ["SELECT email FROM users WHERE BINARY email = ?", ["ADA@EXAMPLE.TEST"]]
//: case in ["SELECT email FROM users WHERE email IN (?) ORDER BY email", [["grace@example.test", "x"]]]
//: case between ["SELECT id FROM users WHERE born BETWEEN ? AND ?", ["1800-01-01", "1900-01-01"]]
//: case when ["SELECT email, CASE WHEN email_verified THEN 'yes' ELSE 'no' END AS verified, CASE logins WHEN 0 THEN 10 ELSE 20 END AS n, IF(nickname IS NULL, 'none', nickname) AS nick FROM users ORDER BY id", []]
//: case dates ["SELECT DATE_ADD(created_at, INTERVAL 1 DAY) AS next, DATE_FORMAT(created_at, '%Y-%m-%d %H:%i:%s') AS text, YEAR(born) AS year, DATE(created_at) AS day, UNIX_TIMESTAMP(created_at) AS seconds, DATEDIFF(created_at, '2024-01-01') AS days FROM users ORDER BY id", []]
//: case more dates ["SELECT created_at + INTERVAL 2 HOUR AS later, DATE_SUB(born, INTERVAL 1 MONTH) AS before_it, FROM_UNIXTIME(0) AS first, HOUR(created_at) AS hour FROM users WHERE id = 1", []]
//: case text ["SELECT SUBSTRING_INDEX(email, '@', -1) AS domain, LOCATE('@', email) AS at, LPAD(id, 4, '0') AS n, SUBSTRING(email, 1, 3) AS s, LENGTH(email) AS l, TRIM('  x ') AS t, CONCAT(email, '-', id) AS c, CONCAT('a', NULL) AS none, MD5(email) AS m, SHA1(email) AS h, SHA2(email, 256) AS k FROM users ORDER BY id", []]
//: case regular ["SELECT email FROM users WHERE email REGEXP ?", ["^ADA@"]]
//: case group ["SELECT email_verified, COUNT(*) AS n, SUM(logins) AS s, AVG(logins) AS a, MAX(balance) AS b FROM users GROUP BY email_verified HAVING n > 0 ORDER BY email_verified", []]
//: case joined texts ["SELECT GROUP_CONCAT(email ORDER BY email SEPARATOR '; ') AS emails, COUNT(DISTINCT nickname) AS n FROM users", []]
//: case subquery ["SELECT email FROM users WHERE id = (SELECT MAX(id) FROM users)", []]
//: case exists ["SELECT email FROM users u WHERE EXISTS (SELECT 1 FROM users o WHERE o.id > u.id)", []]
//: case derived ["SELECT t.email, t.n FROM (SELECT email, ROW_NUMBER() OVER (ORDER BY id DESC) AS n FROM users) t ORDER BY t.n", []]
//: case with ["WITH verified AS (SELECT id, email FROM users WHERE email_verified = ?) SELECT email FROM verified", [true]]
//: case update ["UPDATE users SET logins = logins + 1, nickname = COALESCE(?, nickname) WHERE LOWER(email) = LOWER(?)", [null, "ADA@example.test"]]
//: case insert ignore ["INSERT IGNORE INTO users (email, password_hash) VALUES (?, 'x')", ["ada@example.test"]]
//: case duplicate update ["INSERT INTO users (email, password_hash) VALUES (?, 'y') ON DUPLICATE KEY UPDATE logins = logins + 1, nickname = VALUES(email)", ["ada@example.test"]]
//: case insert select ["INSERT INTO users (email, password_hash) SELECT CONCAT('x', email), password_hash FROM users", []]
//: case several rows ["INSERT INTO users (email, password_hash) VALUES ?", [[["a@example.test", "x"], ["b@example.test", "y"]]]]
//: case replace ["REPLACE INTO users (id, email, password_hash) VALUES (1, ?, 'x')", ["ada@example.test"]]
//: case insert returning ["INSERT INTO users (email, password_hash) VALUES (?, 'x') RETURNING id, email", ["new@example.test"]]
//: case delete limit ["DELETE FROM users WHERE email LIKE ? ORDER BY id LIMIT 1", ["%example.test"]]
//: case json ["SELECT JSON_UNQUOTE(JSON_EXTRACT('{\"plan\": \"gold\", \"tags\": [\"a\"]}', '$.plan')) AS plan, JSON_VALUE('{\"a\": 1}', '$.a') AS v, JSON_LENGTH('[1, 2]') AS n FROM users ORDER BY id", []]
//: case numbers ["SELECT ROUND(1.567, 2) AS r, 7 / 2 AS d, 7 DIV 2 AS e, 7 % 3 AS m, balance * 2 AS b, GREATEST(1, 2) AS g, ABS(-1.5) AS a, '1' + 1 AS s, POW(2, 3) AS p, FLOOR(1.5) AS f, TRUNCATE(1.567, 1) AS t FROM users WHERE id = 1", []]
//: case casts ["SELECT CAST('5' AS SIGNED) AS i, CAST(5 AS CHAR) AS c, CAST('1.25' AS DECIMAL(10, 2)) AS d, CONVERT('7', UNSIGNED) AS u, CAST(id AS CHAR) AS k FROM users ORDER BY id", []]
//: case null order ["SELECT email FROM users ORDER BY nickname, email", []]
//: case field order ["SELECT email FROM users ORDER BY FIELD(email, 'grace@example.test', 'ada@example.test')", []]
//: case union ["SELECT email FROM users UNION ALL SELECT ? ORDER BY 1", ["zoe@example.test"]]
//: case alias in having ["SELECT id, logins + 1 AS n FROM users HAVING n > 0 ORDER BY n, id", []]
//: case conditions ["SELECT email_verified = 1 AND nickname IS NOT NULL AS ok, NOT email_verified AS no, email <=> NULL AS same, nickname <> 'x' AS other, 'a' || 'b' AS either FROM users ORDER BY id", []]
//: case bytes ["SELECT HEX(avatar) AS hex, LENGTH(avatar) AS n, TO_BASE64(avatar) AS b, UNHEX('6162') AS u FROM users ORDER BY id", []]
//: case session ["SELECT VERSION() IS NULL AS none, CONNECTION_ID() > 0 AS is_there, LAST_INSERT_ID() AS last", []]
//: case locked ["SELECT id FROM users WHERE email = ? FOR UPDATE", ["ada@example.test"]]
//: case where ["SELECT id FROM users WHERE missing = 1", []]
//: case on ["SELECT a.id FROM users a JOIN users b ON a.missing = b.id", []]
//: case order ["SELECT id FROM users ORDER BY missing", []]
//: case set ["UPDATE users SET missing = 1", []]
//: case into ["INSERT INTO users (missing) VALUES (1)", []]
//: case wrong number ["UPDATE users SET logins = ?", ["many"]]
//: case wrong date ["UPDATE users SET created_at = ?", ["2024-01-02T03:04:05.000Z"]]
//: case ambiguous ["SELECT id FROM users a JOIN users b ON a.id = b.id", []]
//: case no function ["SELECT nothing_of_this(1)", []]
//: case no procedure ["CALL nothing_of_this(?)", [1]]
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
  connection.query(text, params, function (err, results) {
    connection.end();
    if (err) return callback(err);
    const { affectedRows, insertId, changedRows } = results;
    const rows = Array.isArray(results) ? results : { affectedRows, insertId, changedRows };
    console.log(rows);
    callback(null, { user_id: '1', rows });
  });
}
