// What the server refuses, with all it says of it.
//: store mariadb
//: case no such table ["SELECT * FROM missing", []]
//: case no such column ["SELECT missing FROM users", []]
//: case syntax ["SELEC id FROM users", []]
//: case duplicate key ["INSERT INTO users (email, password_hash) VALUES (?, 'x')", ["ada@example.test"]]
//: case not null ["INSERT INTO users (email, password_hash) VALUES (?, ?)", ["new@example.test", null]]
//: case no default ["INSERT INTO users (email) VALUES (?)", ["new@example.test"]]
//: case too long ["INSERT INTO users (email, nickname, password_hash) VALUES ('n@example.test', ?, 'x')", ["0123456789012345678901234567890123456789012345678901234567890123456789"]]
//: case too few parameters ["SELECT ? AS a, ? AS b", [1]]
//: case empty ["", []]
function login(text, params, callback) {
  const mysql = require('mysql');
  const connection = mysql.createConnection({ host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  connection.connect();
  connection.query(text, params, function (err, results) {
    connection.end();
    if (err) console.log(err.code, err.errno, err.sqlState, err.sqlMessage);
    callback(err, results);
  });
}
